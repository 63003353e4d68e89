//! Circularity at its three levels: known answers, worked cases, and everything small by brute force.

mod support;

use std::collections::BTreeSet;

use claimgraph::analysis::{Facts, LineageIdx, Settings, StatementCycle};
use claimgraph::case::{ClaimGraph, StatementIdx};
use proptest::prelude::*;

/// A case in which each node of a digraph is a statement of an actor of its own that cites its successors.
fn digraph(nodes: usize, arcs: &[(usize, usize)]) -> ClaimGraph {
    let mut yaml = String::from("claims: { c: { text: c } }\nactors: {");
    for node in 0..nodes {
        yaml += &format!(" a{node}: {{}},");
    }
    yaml += " }\nstatements:\n";
    for node in 0..nodes {
        let cites: Vec<String> = (arcs.iter())
            .filter(|arc| arc.0 == node)
            .map(|arc| format!("s{}", arc.1))
            .collect();
        let cites = cites.join(", ");
        yaml += &format!("  - {{ id: s{node}, by: a{node}, asserts: c, cites: [{cites}] }}\n");
    }
    graph(&yaml)
}

/// The graph of a case that may cite itself or run in circles.
fn graph(yaml: &str) -> ClaimGraph {
    use claimgraph::case::problem::Gravity;
    use claimgraph::read::Input;
    let (graph, problems) =
        support::read(&[Input::Text("c.yaml".into(), yaml.as_bytes().to_vec())]);
    let errors: Vec<_> = problems
        .iter()
        .filter(|problem| problem.gravity == Gravity::Error)
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
    graph
}

fn facts(graph: &ClaimGraph) -> Facts<'_> {
    Facts::new(graph, Settings::default())
}

/// Checks a cycle without the code that found it: its witness and its cut.
fn hold(facts: &Facts<'_>, cycle: &StatementCycle) {
    let cites = |from: LineageIdx, to: LineageIdx| {
        let row = facts.lineage().citations(from);
        row.iter().any(|edge| edge.to == to)
    };
    let ring = &cycle.shortest;
    assert!((0..ring.len()).all(|at| cites(ring[at], ring[(at + 1) % ring.len()])));
    let distinct: BTreeSet<_> = ring.iter().collect();
    assert_eq!(distinct.len(), ring.len());
    let mut arcs = Vec::new();
    for &from in &cycle.members {
        for edge in facts.lineage().citations(from) {
            let struck = cycle
                .cut
                .citations
                .iter()
                .any(|cut| facts.lineage().of(cut.from) == from && cut.written == edge.written);
            if !struck && cycle.members.contains(&edge.to) {
                arcs.push((from.0 as usize, edge.to.0 as usize));
            }
        }
    }
    assert!(is_acyclic(&arcs), "{:?} leaves a cycle", cycle.cut);
}

/// Whether arcs have no cycle: those without a predecessor are taken away again and again.
fn is_acyclic(arcs: &[(usize, usize)]) -> bool {
    let mut left = arcs.to_vec();
    loop {
        let targets: BTreeSet<usize> = left.iter().map(|arc| arc.1).collect();
        let before = left.len();
        left.retain(|arc| targets.contains(&arc.0));
        if left.len() == before {
            return left.is_empty();
        }
    }
}

#[test]
fn cycles_of_digraphs_have_their_known_girth_components_and_smallest_cut() {
    for line in include_str!("digraphs.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
    {
        let mut words = line.split(' ');
        let mut number = || words.next().unwrap().parse::<usize>().unwrap();
        let (nodes, girth, smallest, components) = (number(), number(), number(), number());
        let arcs: Vec<(usize, usize)> = words
            .map(|arc| arc.split_once('>').unwrap())
            .map(|(from, to)| (from.parse().unwrap(), to.parse().unwrap()))
            .collect();
        let graph = digraph(nodes, &arcs);
        let facts = facts(&graph);
        let cycles = facts.cycles();
        let shortest = cycles.iter().map(|cycle| cycle.shortest.len()).min();
        assert_eq!(shortest.unwrap_or(0), girth, "{line}");
        let cut: usize = cycles.iter().map(|cycle| cycle.cut.citations.len()).sum();
        assert_eq!(cut, smallest, "{line}");
        let inside: usize = cycles.iter().map(|cycle| cycle.members.len() - 1).sum();
        assert_eq!(nodes - inside, components, "{line}");
        for cycle in cycles {
            assert!(cycle.cut.is_smallest() && !cycle.possible);
            hold(&facts, cycle);
        }
    }
}

/// The fewest arcs, in groups that go together and leave from one node, without which no cycle is left: over all orders
/// of the nodes, by sets of those that come first (Lawler 1964). `groups[node]` lists the targets of each group.
fn fewest(groups: &[Vec<Vec<usize>>]) -> usize {
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
fn inside(facts: &Facts<'_>, cycle: &StatementCycle) -> Vec<Vec<Vec<usize>>> {
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

#[test]
fn dense_circles_of_sixteen_statements_and_fewer_have_a_smallest_cut() {
    let mut dice = 5u64;
    for nodes in [8, 10, 11, 12, 13, 16] {
        let mut arcs = Vec::new();
        for (from, to) in (0..nodes).flat_map(|from| (0..nodes).map(move |to| (from, to))) {
            dice = dice
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            if from != to && dice >> 60 < 10 {
                arcs.push((from, to));
            }
        }
        let graph = digraph(nodes, &arcs);
        let facts = facts(&graph);
        for cycle in facts.cycles() {
            hold(&facts, cycle);
            assert!(cycle.cut.is_smallest());
            let found = cycle.cut.citations.len();
            assert_eq!(found, fewest(&inside(&facts, cycle)), "{nodes}");
        }
    }
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

fn only_cycle(yaml: &str) -> (bool, Vec<String>, Vec<String>) {
    let graph = graph(yaml);
    let facts = facts(&graph);
    let [cycle] = facts.cycles() else {
        panic!("{:?}", facts.cycles());
    };
    hold(&facts, cycle);
    let statement = |&at: &LineageIdx| graph.id(facts.lineage().statement(at).unwrap()).to_owned();
    let cut = cycle.cut.citations.iter().map(|cut| {
        let cited = graph.cites(cut.from)[cut.written as usize];
        format!(
            "{} cites {}",
            graph.id(cut.from),
            graph.id(graph.node(cited))
        )
    });
    (
        cycle.possible,
        cycle.shortest.iter().map(statement).collect(),
        cut.collect(),
    )
}

const TWO: &str = "claims: { c: { text: c } }\nactors: { a: {}, b: {} }\nstatements:\n";

#[test]
fn a_cycle_starts_with_its_earliest_statement() {
    let found = only_cycle(&format!(
        "{TWO}  - {{ id: x, by: a, date: 2024-01-02, asserts: c, cites: y }}\n  - {{ id: y, by: b, date: 2024-01-01, asserts: c, cites: x }}\n"
    ));
    // What an earlier statement cites of a later one is the citation to doubt.
    assert_eq!(
        found,
        (
            false,
            vec!["y".into(), "x".into()],
            vec!["y cites x".into()]
        )
    );
}

#[test]
fn a_cycle_through_an_undated_statement_of_a_cited_actor_is_possible() {
    let found = only_cycle(&format!(
        "{TWO}  - {{ id: x, by: a, asserts: c, cites: b }}\n  - {{ id: y, by: b, asserts: c, cites: x }}\n"
    ));
    assert_eq!(
        found,
        (true, vec!["x".into(), "y".into()], vec!["x cites b".into()])
    );
    let equal = only_cycle(&format!(
        "{TWO}  - {{ id: x, by: a, date: 2024-01-01, asserts: c, cites: b }}\n  - {{ id: y, by: b, date: 2024-01-01, asserts: c, cites: x }}\n"
    ));
    assert!(equal.0);
}

#[test]
fn a_question_that_cites_a_root_grounds_no_circle() {
    let case = |stance: &str| {
        graph(&format!(
            "claims: {{ c: {{ text: c }}, d: {{ text: d }} }}\nactors: {{ a: {{}}, b: {{}} }}\nstatements:\n  - {{ id: x, by: a, asserts: c, cites: [y, q] }}\n  - {{ id: y, by: b, asserts: c, cites: x }}\n  - {{ id: q, by: b, {stance}: d, cites: [a, x] }}\n"
        ))
    };
    let is_grounded = |stance: &str| facts(&case(stance)).cycles()[0].grounded;
    assert!(is_grounded("asserts"));
    assert!(!is_grounded("questions"));
}

#[test]
fn a_cycle_through_a_surely_earlier_statement_of_a_cited_actor_is_certain() {
    let found = only_cycle(&format!(
        "{TWO}  - {{ id: x, by: a, date: 2024-01-02, asserts: c, cites: b }}\n  - {{ id: y, by: b, date: 2024-01-01, asserts: c, cites: x }}\n"
    ));
    assert!(!found.0);
}

#[test]
fn a_certain_cycle_is_shown_before_a_shorter_one_that_is_only_possible() {
    let found = only_cycle(
        "claims: { c: { text: c } }\nactors: { a: {}, b: {}, d: {} }\nstatements:\n  - { id: x, by: a, asserts: c, cites: [b, z] }\n  - { id: y, by: b, asserts: c, cites: x }\n  - { id: z, by: d, asserts: c, cites: y }\n",
    );
    assert!(!found.0);
    assert_eq!(found.1.len(), 3);
    assert_eq!(found.2, ["y cites x"]);
}

#[test]
fn premises_that_infer_each_other_are_a_certain_cycle() {
    let found = only_cycle(
        "claims: { c: { text: c }, d: { text: d } }\nactors: { a: {} }\nstatements:\n  - { id: x, by: a, basis: inferred, asserts: c, cites: d }\n  - { id: y, by: a, basis: inferred, asserts: d, cites: c }\n",
    );
    assert!(!found.0);
    assert_eq!(found.2.len(), 1);
}

#[test]
fn one_premise_that_leads_to_many_statements_is_one_citation_to_cut() {
    let mut yaml = String::from(
        "claims: { c: { text: c }, d: { text: d } }\nactors: { a: {} }\nstatements:\n  - { id: x, by: a, basis: inferred, asserts: c, cites: d }\n",
    );
    for nth in 0..6 {
        yaml += &format!("  - {{ id: y{nth}, by: a, basis: inferred, asserts: d, cites: c }}\n");
    }
    assert_eq!(only_cycle(&yaml).2, ["x cites d"]);
}

#[test]
fn a_statement_that_cites_its_own_claim_as_a_premise_is_a_cycle_of_one() {
    let found = only_cycle(
        "claims: { c: { text: c } }\nactors: { a: {} }\nstatements:\n  - { id: x, by: a, basis: inferred, asserts: c, cites: c }\n",
    );
    assert_eq!(found, (false, vec!["x".into()], vec!["x cites c".into()]));
}

#[test]
fn a_large_component_has_a_cut_and_a_bound_for_it() {
    // Two hundred statements in a ring, each cites the next and the one before: every pair needs a cut, and 200 do,
    // unless what is left runs all one way.
    let arcs: Vec<(usize, usize)> = (0..200)
        .flat_map(|at| [(at, (at + 1) % 200), (at, (at + 199) % 200)])
        .collect();
    let graph = digraph(200, &arcs);
    let facts = facts(&graph);
    let [cycle] = facts.cycles() else { panic!() };
    hold(&facts, cycle);
    assert!(cycle.cut.least >= 100 && cycle.cut.least <= 200);
    assert!((200..=202).contains(&cycle.cut.citations.len()));
}

#[test]
fn a_word_that_comes_back_by_a_detour_within_a_circle_is_a_round_trip() {
    // The shortest way to what the paper said leads through the statement with which the word comes back.
    let graph = graph(&format!(
        "{TWO}  - {{ id: last, by: a, asserts: c, cites: [first, x] }}\n  - {{ id: first, by: a, asserts: c, cites: [y, x] }}\n  - {{ id: x, by: b, asserts: c, cites: y }}\n  - {{ id: y, by: b, asserts: c, cites: first }}\n"
    ));
    let trips = facts(&graph).round_trips(support::claim(&graph, "c"));
    let [trip] = &trips.found[..] else { panic!() };
    let chain: Vec<&str> = trip.chain.iter().map(|&at| graph.id(at)).collect();
    assert_eq!(chain, ["first", "y", "x", "last"]);
    assert!(trips.complete);
}

fn laundered(yaml: &str) -> Vec<(String, String, Vec<String>)> {
    let graph = graph(yaml);
    let facts = facts(&graph);
    let name = |actor| graph.id(actor).to_owned();
    let found = facts
        .laundering_loops(support::claim(&graph, "c"))
        .found
        .into_iter();
    found
        .map(|found| {
            let outsiders = found.outsiders.iter().map(|&actor| name(actor));
            (name(found.first), name(found.last), outsiders.collect())
        })
        .collect()
}

const LAUNDRY: &str = "  - { id: s1, by: ministry, date: 2024-01-01, asserts: c }\n  - { id: s2, by: paper, date: 2024-01-02, asserts: c, cites: s1 }\n  - { id: s3, by: agency, date: 2024-01-03, asserts: c, cites: s2 }\n";

#[test]
fn a_word_that_comes_back_to_its_side_through_an_outsider_is_laundered() {
    let actors = |tie: &str| {
        format!(
            "claims: {{ c: {{ text: c }} }}\nactors: {{ ministry: {{}}, paper: {{}}, agency: {{{tie}}} }}\nstatements:\n{LAUNDRY}"
        )
    };
    let tie = " affiliations: [{ to: ministry, role: organ-of }] ";
    let found = laundered(&actors(tie));
    let expected = ("ministry".into(), "agency".into(), vec!["paper".into()]);
    assert_eq!(found, [expected]);
    assert_eq!(laundered(&actors("")), []);
    // The tie had ended before the agency spoke, or is only alleged: nobody is accused.
    let ended = " affiliations: [{ to: ministry, role: organ-of, until: 2024-01-02 }] ";
    assert_eq!(laundered(&actors(ended)), []);
    let alleged = " affiliations: [{ to: ministry, role: organ-of, alleged: true }] ";
    assert_eq!(laundered(&actors(alleged)), []);
}

#[test]
fn a_chain_that_stays_within_a_side_launders_nothing() {
    let found = laundered(&format!(
        "claims: {{ c: {{ text: c }} }}\nactors: {{ ministry: {{}}, paper: {{ affiliations: [{{ to: ministry, role: controlled-by }}] }}, agency: {{ affiliations: [{{ to: ministry, role: organ-of }}] }} }}\nstatements:\n{LAUNDRY}"
    ));
    assert_eq!(found, []);
}
