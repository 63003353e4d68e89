//! Cycles of digraphs: known girths, components and smallest cuts, and cuts of larger ones.

use claimgraph::case::ClaimGraph;

use super::drawn::{fewest, inside};
use super::{facts, graph, hold};

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
