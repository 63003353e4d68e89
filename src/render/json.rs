//! The findings of `check` as one JSON document: versioned, 1-based, with what a reader needs to verify them.
//!
//! The types here are the published format, apart from those that the engine works with.

use serde::Serialize;
use serde_json::{Value, json};

use super::place::Location;
use super::{Checked, support};
use crate::analysis::{Certificate, Facts, Label, Line};
use crate::case::problem::{Gravity, Problem};
use crate::case::{Node, NodeIdx};
use crate::rules::{Finding, Severity};
use crate::source::SourceMap;

/// The version of the documents written here.
pub const SCHEMA_VERSION: &str = "1";

/// The name and the version of this program.
pub fn tool() -> Value {
    json!({ "name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION") })
}

/// The head that every document has.
pub fn head(facts: &Facts<'_>, inputs: &[String]) -> serde_json::Map<String, Value> {
    let mut head = serde_json::Map::new();
    head.insert("schema_version".into(), SCHEMA_VERSION.into());
    head.insert("tool".into(), tool());
    let as_of = facts.settings().as_of.map(|date| date.to_string());
    head.insert("as_of".into(), json!(as_of));
    head.insert("inputs".into(), json!(inputs));
    head
}

#[derive(Serialize)]
struct StepRecord<'a> {
    kind: crate::rules::StepKind,
    id: Option<&'a str>,
    text: &'a str,
}

#[derive(Serialize)]
struct FindingRecord<'a> {
    rule: &'a str,
    severity: Severity,
    message: &'a str,
    claims: Vec<&'a str>,
    actors: Vec<&'a str>,
    events: Vec<&'a str>,
    evidence: Vec<&'a str>,
    statements: Vec<&'a str>,
    witness: Vec<StepRecord<'a>>,
    locations: Vec<Location>,
    help: &'a str,
    fingerprint: String,
}

/// The document.
pub fn check(checked: &Checked<'_, '_>) -> Vec<u8> {
    let facts = checked.facts;
    let graph = facts.graph();
    let mut document = head(facts, checked.inputs);
    let number = |severity: Severity| {
        let of = |finding: &&Finding| finding.severity == severity;
        checked.findings.iter().filter(of).count()
    };
    document.insert(
        "summary".into(),
        json!({
            "errors": number(Severity::Error),
            "warnings": number(Severity::Warning),
            "infos": number(Severity::Info),
            "notes": number(Severity::Note),
            "claims": graph.claims().len(),
            "statements": graph.statement_count(),
            "actors": graph.actors().len(),
        }),
    );
    let findings: Vec<FindingRecord<'_>> = checked
        .findings
        .iter()
        .map(|finding| record(checked, finding))
        .collect();
    document.insert("findings".into(), json!(findings));
    let claims: Vec<Value> = graph
        .claims()
        .map(|claim| {
            let mut row = json!(support::row(facts, claim));
            row["support"] = certificate(facts, &facts.certificate(claim));
            row["denial"] = certificate(facts, &facts.denial_certificate(claim));
            row
        })
        .collect();
    document.insert("claims".into(), json!(claims));
    let problems: Vec<Value> = checked
        .problems
        .iter()
        .map(|problem| problem_record(checked.sources, problem))
        .collect();
    document.insert("problems".into(), json!(problems));
    pretty(&Value::Object(document))
}

/// A document as written: indented, with a line break at its end.
pub fn pretty(document: &Value) -> Vec<u8> {
    format!("{document:#}\n").into_bytes()
}

fn record<'a>(checked: &'a Checked<'_, '_>, finding: &'a Finding) -> FindingRecord<'a> {
    let graph = checked.facts.graph();
    fn ids<'g, I: Copy + Into<Node>>(
        graph: &'g crate::case::ClaimGraph,
        list: &[I],
    ) -> Vec<&'g str> {
        list.iter().map(|&at| graph.id(at)).collect()
    }
    let id = |node: NodeIdx| graph.id(graph.node(node));
    FindingRecord {
        rule: finding.rule,
        severity: finding.severity,
        message: &finding.message,
        claims: ids(graph, &finding.claims),
        actors: ids(graph, &finding.actors),
        events: ids(graph, &finding.events),
        evidence: ids(graph, &finding.evidence),
        statements: ids(graph, &finding.statements),
        witness: finding
            .witness
            .iter()
            .map(|step| StepRecord {
                kind: step.kind,
                id: step.node.map(id),
                text: &step.text,
            })
            .collect(),
        locations: checked
            .places(finding)
            .into_iter()
            .map(|(span, _)| Location::of(checked.sources, span))
            .collect(),
        help: &finding.help,
        fingerprint: checked.fingerprint(finding),
    }
}

/// The lines that prove a count, and the cut that bounds it.
pub fn certificate(facts: &Facts<'_>, certificate: &Certificate) -> Value {
    json!({
        "lines": lines(facts, &certificate.lines),
        "known_lines": lines(facts, &certificate.known_lines),
        "cut": certificate.cut.iter().map(|&at| label(facts, at)).collect::<Vec<Value>>(),
    })
}

fn lines(facts: &Facts<'_>, lines: &[Line]) -> Vec<Value> {
    lines
        .iter()
        .map(|line| {
            json!({
                "steps": line.steps.iter().map(|&step| node(facts, step)).collect::<Vec<Value>>(),
                "shares_nothing_of": line.labels.iter().map(|&at| label(facts, at)).collect::<Vec<Value>>(),
                "known": line.known,
            })
        })
        .collect()
}

/// A statement by its id; an implied one by what it stands for.
fn node(facts: &Facts<'_>, at: crate::analysis::LineageIdx) -> Value {
    let graph = facts.graph();
    match facts.lineage().node(at) {
        crate::analysis::LineageNode::Statement(statement) => json!(graph.id(statement)),
        crate::analysis::LineageNode::Implied(implied) => json!({
            "implied": {
                "by": implied.speaker.map(|actor| graph.id(actor)),
                "report": implied.report.map(|report| graph.id(report)),
                "claim": graph.id(implied.claim),
            }
        }),
    }
}

fn label(facts: &Facts<'_>, label: Label) -> Value {
    let graph = facts.graph();
    match label {
        Label::Voice(actor) => json!(graph.id(actor)),
        Label::Artefact(evidence) => json!(graph.id(evidence)),
        Label::Nameless(at) => node(facts, at),
    }
}

fn problem_record(sources: &SourceMap, problem: &Problem) -> Value {
    json!({
        "severity": match problem.gravity {
            Gravity::Error => "error",
            Gravity::Warning => "warning",
        },
        "message": problem.message,
        "location": problem.span.map(|span| Location::of(sources, span)),
        "help": problem.help,
    })
}
