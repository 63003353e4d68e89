//! What the integration tests share.
#![allow(dead_code)]

use claimgraph::analysis::{Facts, Settings};
use claimgraph::case::problem::Problem;
use claimgraph::case::{ClaimGraph, ClaimIdx, Intake, Node, StatementIdx, build};
use claimgraph::read::{Input, read_inputs};
use claimgraph::rules::{self, Detail, Finding, Policy};
use claimgraph::source::SourceMap;

/// Reads inputs into a graph, with what was wrong with them.
pub fn read(inputs: &[Input]) -> (ClaimGraph, Vec<Problem>) {
    let mut sources = SourceMap::default();
    let intake: Intake = read_inputs(inputs, &mut sources);
    build(intake)
}

/// The graph of a YAML text that has nothing wrong with it.
pub fn case(yaml: &str) -> ClaimGraph {
    let (graph, problems) = read(&[Input::Text("case.yaml".into(), yaml.as_bytes().to_vec())]);
    assert!(problems.is_empty(), "{problems:#?}");
    graph
}

/// The graph of files below the repository's root that have nothing wrong with them.
pub fn files(paths: &[&str]) -> ClaimGraph {
    let inputs: Vec<Input> = paths
        .iter()
        .map(|path| Input::Path(root().join(path)))
        .collect();
    let (graph, problems) = read(&inputs);
    assert!(problems.is_empty(), "{problems:#?}");
    graph
}

/// The repository's root.
pub fn root() -> std::path::PathBuf {
    std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The claim of this id.
pub fn claim(graph: &ClaimGraph, id: &str) -> ClaimIdx {
    match graph.find(id) {
        Some(Node::Claim(claim)) => claim,
        other => panic!("claim `{id}`: {other:?}"),
    }
}

/// The statement of this id.
pub fn statement(graph: &ClaimGraph, id: &str) -> StatementIdx {
    match graph.find(id) {
        Some(Node::Statement(statement)) => statement,
        other => panic!("statement `{id}`: {other:?}"),
    }
}

/// The findings of a graph under default settings.
pub fn findings(graph: &ClaimGraph, detail: Detail) -> Vec<Finding> {
    rules::check(&Facts::new(graph, Settings::default()), detail)
}

/// What a finding says, in words.
pub fn message(graph: &ClaimGraph, finding: &Finding) -> String {
    finding.message(&Facts::new(graph, Settings::default()))
}

/// Everything that any rule finds in a graph, those included that have to be asked for.
pub fn all_findings(graph: &ClaimGraph) -> Vec<Finding> {
    let facts = Facts::new(graph, Settings::default());
    rules::check(&facts, Policy::everything())
}
