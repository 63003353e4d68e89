//! Circularity at its three levels: known answers, worked cases, and everything small by brute force.

#[path = "../support/mod.rs"]
mod support;

mod drawn;
mod known;
mod loops;
mod small;

use std::collections::BTreeSet;

use claimgraph::analysis::{Facts, LineageIdx, Settings, StatementCycle};
use claimgraph::case::ClaimGraph;

/// A claim and two actors.
const TWO: &str = "claims: { c: { text: c } }\nactors: { a: {}, b: {} }\nstatements:\n";

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
