//! The engine's side of a comparison: from a case of ours to its answers.

use claimgraph::analysis::{Count, Facts, Lines, Settings};
use claimgraph::case::problem::Gravity;
use claimgraph::case::{ClaimGraph, ClaimIdx, Intake, Node, StatementIdx, build};
use claimgraph::read::{Input, read_inputs};
use claimgraph::source::SourceMap;

use crate::brute::{Answer, Assumptions, Numbers};
use crate::model::{self, Case};

/// The graph of a case document, and the errors in it.
pub fn graph_of(name: &str, text: &str) -> (ClaimGraph, Vec<String>) {
    let inputs = [Input::Text(name.to_owned(), text.as_bytes().to_vec())];
    let intake: Intake = read_inputs(&inputs, &mut SourceMap::default());
    let (graph, problems) = build(intake);
    let errors = problems
        .iter()
        .filter(|problem| problem.gravity == Gravity::Error)
        .map(|problem| problem.message.clone())
        .collect();
    (graph, errors)
}

/// The graph of a case, with the text that it was read from.
pub fn read(case: &Case) -> (ClaimGraph, SourceMap) {
    let inputs = [Input::Text("case.json".into(), case.json().into_bytes())];
    let mut sources = SourceMap::default();
    let intake: Intake = read_inputs(&inputs, &mut sources);
    (build(intake).0, sources)
}

pub fn graph(case: &Case) -> ClaimGraph {
    let (graph, errors) = graph_of("case.json", &case.json());
    assert!(errors.is_empty(), "{errors:?}\n{}", case.json());
    graph
}

pub fn settings(assumptions: Assumptions) -> Settings {
    Settings {
        as_of: assumptions.as_of.map(|day| {
            let written = model::day(day);
            written.parse().expect("a date")
        }),
        assume_own_acts: assumptions.own_acts,
        ..Settings::default()
    }
}

pub fn claim(graph: &ClaimGraph, id: &str) -> ClaimIdx {
    match graph.find(id) {
        Some(Node::Claim(claim)) => claim,
        other => panic!("`{id}` is {other:?}"),
    }
}

pub fn statement(graph: &ClaimGraph, id: &str) -> StatementIdx {
    match graph.find(id) {
        Some(Node::Statement(statement)) => statement,
        other => panic!("`{id}` is {other:?}"),
    }
}

/// A count that is known exactly.
fn exact(count: Count) -> u32 {
    assert_eq!(count.least, count.most, "a small case is counted exactly");
    count.least
}

pub fn numbers(lines: &Lines) -> Numbers {
    Numbers {
        lines_min: exact(lines.lines_min),
        lines_max: exact(lines.lines_max),
        origins_min: exact(lines.origins_min),
        origins_max: exact(lines.origins_max),
        grounded: lines.grounded,
        statements: lines.statements,
    }
}

pub fn answer(facts: &Facts<'_>, claim: ClaimIdx) -> Answer {
    let standing = facts.standing(claim);
    Answer {
        status: standing.status.word(),
        support: numbers(&standing.support),
        denial: numbers(&standing.denial),
    }
}
