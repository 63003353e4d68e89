//! Random cases: cuts, cycles, round trips and laundering loops by trying everything.

use std::collections::BTreeSet;

use claimgraph::analysis::{Facts, LineageIdx, StatementCycle};
use claimgraph::case::{ClaimGraph, StatementIdx};
use proptest::prelude::*;

use super::{facts, graph, hold, support};

/// The fewest arcs, in groups that go together and leave from one node, without which no cycle is left: over all orders
/// of the nodes, by sets of those that come first (Lawler 1964). `groups[node]` lists the targets of each group.
pub fn fewest(groups: &[Vec<Vec<usize>>]) -> usize {
    let nodes = groups.len();
    let mut best = vec![usize::MAX; 1 << nodes];
    best[0] = 0;
    for set in 0..1usize << nodes {
        for (node, groups) in groups.iter().enumerate() {
            if set >> node & 1 == 1 {
                continue;
            }
            let struck = groups
                .iter()
                .filter(|targets| targets.iter().any(|&to| set >> to & 1 == 0))
                .count();
            let next = set | 1 << node;
            best[next] = best[next].min(best[set] + struck);
        }
    }
    best[(1 << nodes) - 1]
}

/// One loop's shape, for comparison: the actor at its end and how many statements it has.
type Shape = (usize, usize);

/// A random case of one claim: for each statement its actor, day (0: none), and what it cites: below 100 a statement,
/// from 100 an actor.
type Drawn = Vec<(usize, u32, Vec<usize>)>;

/// Actors 0 and 1 are joined, 2 answers to 0 and 3, the rest stand alone.
const TIES: &str = "a0: {}, a1: { affiliations: [{ to: a0, role: organ-of }] }, \
    a2: { affiliations: [{ to: a0, role: employed-by }, { to: a3, role: employed-by }] }, a3: {}, a4: {}, a5: {}";

fn are_joined(one: usize, other: usize) -> bool {
    let voices = |actor: usize| match actor {
        1 => vec![1, 0],
        2 => vec![2, 0, 3],
        actor => vec![actor],
    };
    voices(one)
        .iter()
        .any(|voice| voices(other).contains(voice))
}

/// Of the claim `c`; every second statement gives it another id, or that one as well.
fn drawn_case(drawn: &Drawn, other_id: &str) -> ClaimGraph {
    let mut yaml = format!(
        "claims: {{ c: {{ text: c }}, d: {{ text: d, same_as: c }} }}\nactors: {{ {TIES} }}\nstatements:\n"
    );
    for (at, (by, day, cites)) in drawn.iter().enumerate() {
        let cites: Vec<String> = cites
            .iter()
            .map(|&to| match to {
                100.. => format!("a{}", to - 100),
                to => format!("s{}", to % drawn.len()),
            })
            .collect();
        let date = match day {
            0 => String::new(),
            day => format!(" date: 2024-01-{day:02},"),
        };
        yaml += &format!(
            "  - {{ id: s{at:02}, by: a{by},{date} asserts: {}, cites: [{}] }}\n",
            if at % 2 == 0 { "c" } else { other_id },
            cites
                .iter()
                .map(|id| pad(id))
                .collect::<BTreeSet<_>>()
                .into_iter()
                .collect::<Vec<_>>()
                .join(", ")
        );
    }
    graph(&yaml)
}

/// Ids of statements have two digits here.
fn pad(id: &str) -> String {
    match id.strip_prefix('s') {
        Some(number) => format!("s{:0>2}", number),
        None => id.to_owned(),
    }
}

/// Six actors who cite little, or three who cite one another in many circles.
fn drawn() -> impl Strategy<Value = Drawn> {
    let case = |actors: usize, cited: usize| {
        let cite = prop_oneof![4 => 0usize..8, 1 => 100usize..106];
        let statement = (0..actors, 0u32..6, prop::collection::vec(cite, 0..cited));
        prop::collection::vec(statement, 2..9)
    };
    prop_oneof![case(6, 3), case(3, 4)]
}

/// All simple paths from a statement, as lists of statements that start with it.
fn paths(out: &[Vec<usize>], start: usize) -> Vec<Vec<usize>> {
    let mut all = Vec::new();
    let mut open = vec![vec![start]];
    while let Some(path) = open.pop() {
        for &to in &out[path[path.len() - 1]] {
            if !path.contains(&to) {
                let longer = [path.as_slice(), &[to]].concat();
                all.push(longer.clone());
                open.push(longer);
            }
        }
    }
    all
}

/// The targets of each citation that a member of a cycle makes within it, by members.
pub fn inside(facts: &Facts<'_>, cycle: &StatementCycle) -> Vec<Vec<Vec<usize>>> {
    let place = |at: LineageIdx| cycle.members.iter().position(|&member| member == at);
    let groups = cycle.members.iter().map(|&from| {
        let row = facts.lineage().citations(from);
        let written: BTreeSet<u32> = row.iter().map(|edge| edge.written).collect();
        let targets = |written: u32| {
            let edges = row.iter().filter(move |edge| edge.written == written);
            edges.filter_map(|edge| place(edge.to)).collect()
        };
        written.into_iter().map(targets).collect()
    });
    groups.collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(400), ..ProptestConfig::default() })]

    #[test]
    fn cuts_are_smallest_and_cycles_shortest_by_trying_everything(drawn in drawn()) {
        let graph = drawn_case(&drawn, "c");
        let facts = facts(&graph);
        for cycle in facts.cycles() {
            hold(&facts, cycle);
            prop_assert!(cycle.cut.is_smallest());
            prop_assert_eq!(cycle.cut.citations.len(), fewest(&inside(&facts, cycle)));
        }
    }

    #[test]
    fn round_trips_and_laundering_loops_agree_with_trying_every_path(
        drawn in drawn(),
        other_id in prop_oneof![Just("c"), Just("d")],
    ) {
        let graph = drawn_case(&drawn, other_id);
        let facts = facts(&graph);
        let c = support::claim(&graph, "c");
        let id = |at: usize| support::statement(&graph, &format!("s{at:02}"));
        let number = |at: StatementIdx| graph.id(at)[1..].parse::<usize>().unwrap();
        let out: Vec<Vec<usize>> = (0..drawn.len())
            .map(|at| {
                let row = facts.lineage().citations(facts.lineage().of(id(at)));
                let cited: BTreeSet<usize> = (row.iter())
                    .filter_map(|edge| facts.lineage().statement(edge.to))
                    .map(number)
                    .collect();
                cited.into_iter().collect()
            })
            .collect();
        let by = |at: usize| drawn[at].0;
        let reaches = |from: usize, to: usize| {
            paths(&out, from).iter().any(|path| path[path.len() - 1] == to)
        };
        let (mut trips, mut loops): (BTreeSet<Shape>, BTreeSet<Shape>) = Default::default();
        for start in 0..drawn.len() {
            for path in paths(&out, start) {
                let end = path[path.len() - 1];
                let between = &path[1..path.len() - 1];
                if reaches(end, start) {
                    continue;
                }
                let foreign = |&at: &usize| by(at) != by(start);
                let outside = |&at: &usize| {
                    !are_joined(by(at), by(start)) && !are_joined(by(at), by(end))
                };
                if by(end) == by(start) && between.iter().any(foreign) {
                    trips.insert((by(start), path.len()));
                }
                let joined = by(end) != by(start) && are_joined(by(end), by(start));
                if joined && between.iter().any(outside) {
                    loops.insert((by(start), path.len()));
                }
            }
        }
        let shortest = |shapes: &BTreeSet<Shape>| -> Vec<Shape> {
            let mut first: Vec<Shape> = Vec::new();
            for &shape in shapes {
                if first.last().is_none_or(|last| last.0 != shape.0) {
                    first.push(shape);
                }
            }
            first
        };
        let found = facts.round_trips(c);
        prop_assert!(found.complete);
        let trip = |chain: &[StatementIdx]| (by(number(chain[chain.len() - 1])), chain.len());
        let shapes: Vec<Shape> = found.found.iter().map(|found| trip(&found.chain)).collect();
        prop_assert_eq!(shapes, shortest(&trips));
        let found = facts.laundering_loops(c);
        let shapes: Vec<Shape> = found.found.iter().map(|found| trip(&found.chain)).collect();
        prop_assert_eq!(shapes, shortest(&loops));
        for found in &found.found {
            prop_assert!(!found.outsiders.is_empty());
            let chain = &found.chain;
            let cited = |pair: &[StatementIdx]| out[number(pair[1])].contains(&number(pair[0]));
            prop_assert!(chain.windows(2).all(cited));
            prop_assert_eq!(found.first, graph.speaker(chain[0]));
        }
    }
}

/// How many random cases; a tenth of what `CLAIMGRAPH_ORACLE_CASES` says.
fn cases(default: u32) -> u32 {
    let set = std::env::var("CLAIMGRAPH_ORACLE_CASES").ok();
    let set = set.and_then(|text| text.parse().ok());
    set.map_or(default, |cases: u32| cases.div_ceil(10))
}
