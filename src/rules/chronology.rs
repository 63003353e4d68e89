//! The family *Chronology*: dates that cannot be. Only dates that cannot overlap fire.

use super::finding::{Finding, Severity, StepKind};
use super::profile::steps;
use super::{Check, Rule};
use crate::analysis::Facts;
use crate::case::date::Date;
use crate::case::{Node, NodeIdx, StatementIdx};

const FAMILY: &str = "Chronology";

pub(super) const RULES: &[Rule] = &[Rule {
    name: "relay-before-origin",
    family: FAMILY,
    severity: Severity::Error,
    since: "0.1.0",
    summary: "a statement is dated before what it cites",
    why: "Nobody can cite what has not been said yet: a date or a citation is wrong.",
    source: "Logic; W3C PROV constraint on derivation and generation.",
    caveat: "Texts that are updated carry their first date: record the versions apart.",
    help: "correct one of the dates, or the citation",
    fires: r#"
actors: { ana: { name: Ana }, post: { name: The Post } }
claims: { bridge-closed: { text: "The bridge is closed" } }
statements:
  - { id: seen, by: ana, basis: witnessed, date: "2024-05-02", asserts: bridge-closed }
  - { by: post, date: "2024-05-01", asserts: bridge-closed, cites: seen }
"#,
    clean: r#"
actors: { ana: { name: Ana }, post: { name: The Post } }
claims: { bridge-closed: { text: "The bridge is closed" } }
statements:
  - { id: seen, by: ana, basis: witnessed, date: "2024-05-02", asserts: bridge-closed }
  - { by: post, date: "2024-05", asserts: bridge-closed, cites: seen }
"#,
    check: Check::Case(relay_before_origin),
}];

/// When what a statement cites came to be, where the record says so.
fn date_of(facts: &Facts<'_>, cited: NodeIdx) -> Option<Date> {
    let graph = facts.graph();
    match graph.node(cited) {
        Node::Statement(at) => Some(graph.date(at)),
        Node::Evidence(at) => Some(graph.evidence(at).date),
        Node::Report(at) => Some(graph.report(at).date),
        Node::Actor(_) | Node::Claim(_) | Node::Event(_) => None,
    }
}

fn relay_before_origin(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    let graph = facts.graph();
    for statement in graph.statements() {
        let date = graph.date(statement);
        if date.is_unknown() {
            continue;
        }
        for &cited in graph.cites(statement) {
            let Some(origin) = date_of(facts, cited).filter(|&origin| date.surely_before(origin))
            else {
                continue;
            };
            findings.push(finding(facts, statement, date, cited, origin));
        }
    }
}

fn finding(
    facts: &Facts<'_>,
    statement: StatementIdx,
    date: Date,
    cited: NodeIdx,
    origin: Date,
) -> Finding {
    let graph = facts.graph();
    let node = graph.node(cited);
    let said = match date.has_open_start() {
        true => format!(
            "no later than {}",
            date.to_string().trim_start_matches("../")
        ),
        false => date.to_string(),
    };
    let what = match node {
        Node::Statement(at) => format!("{} said on {origin}", graph.name(graph.speaker(at))),
        other => format!("`{}`, dated {origin}", graph.id(other)),
    };
    let message = format!(
        "{} ({said}) cites what {what}",
        graph.name(graph.speaker(statement)),
    )
    .replace("cites what `", "cites `");
    let mut statements = vec![statement];
    if let Node::Statement(at) = node {
        statements.push(at);
    }
    Finding {
        claims: graph.claim_of(statement).into_iter().collect(),
        actors: vec![graph.speaker(statement)],
        evidence: match node {
            Node::Evidence(at) => vec![at],
            _ => Vec::new(),
        },
        witness: steps(facts, StepKind::Chain, &statements),
        statements,
        ..Finding::of("relay-before-origin", message)
    }
}
