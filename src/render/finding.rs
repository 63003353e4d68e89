//! The published form of a finding, as JSON and NDJSON have it.

use std::borrow::Cow;

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Serialize;

use super::Checked;
use super::place::Location;
use crate::case::problem::{Gravity, Problem};
use crate::case::{ClaimGraph, Node};
use crate::rules::{Accepted, Finding, Severity, Step, StepKind, fingerprint};
use crate::source::SourceMap;

/// One fault or strength.
#[derive(Serialize, JsonSchema)]
pub struct FindingRecord<'a> {
    /// The name of the rule: see `claimgraph rules NAME`.
    rule: &'a str,
    severity: Severity,
    /// What was found, in words.
    message: String,
    /// Ids of the claims it is about, the most important first.
    claims: Vec<&'a str>,
    /// Ids of the actors it is about.
    actors: Vec<&'a str>,
    /// Ids of the events it is about.
    events: Vec<&'a str>,
    /// Ids of the artefacts it is about.
    evidence: Vec<&'a str>,
    /// Ids of the reports it is about.
    reports: Vec<&'a str>,
    /// Ids of the statements it is about.
    statements: Vec<&'a str>,
    /// The proof, step by step.
    witness: Vec<WitnessStep<'a>>,
    /// Where it is in the input: the main place first.
    locations: Vec<Location<'a>>,
    /// What to add or change.
    help: Cow<'static, str>,
    /// The same for the same rule and records, wherever they stand: 16 hexadecimal digits.
    fingerprint: String,
    /// Why it does not count; null: it counts.
    accepted: Option<AcceptedRecord<'a>>,
}

/// One step of a witness.
#[derive(Serialize, JsonSchema)]
struct WitnessStep<'a> {
    /// What part of the proof it is.
    kind: StepKind,
    /// Id of the record it is about, if it has one.
    id: Option<&'a str>,
    /// What it shows, in words.
    text: String,
    /// How many steps are left out here; absent where one is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    more: Option<u32>,
}

/// Why a finding does not count.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum AcceptedRecord<'a> {
    /// It is allowed in the case or in the configuration.
    Allowed {
        /// The reason.
        because: Box<str>,
        /// Where that is written.
        location: Location<'a>,
    },
    /// The baseline knows it.
    Baseline,
}

/// One fault of the input.
#[derive(Serialize, JsonSchema)]
pub struct ProblemRecord<'a> {
    severity: Gravity,
    /// What is wrong.
    message: &'a str,
    /// Where.
    location: Option<Location<'a>>,
    /// What would mend it.
    help: Option<&'a str>,
}

/// One line of NDJSON.
#[derive(Serialize, JsonSchema)]
#[serde(tag = "type", rename_all = "lowercase")]
#[schemars(title = "a line of claimgraph check --format ndjson")]
// Made, written and gone: no box is worth its while.
#[allow(clippy::large_enum_variant)]
pub enum LineRecord<'a> {
    /// A fault or strength.
    Finding(FindingRecord<'a>),
    /// A fault of the input.
    Problem(ProblemRecord<'a>),
}

/// The JSON Schema of a line of NDJSON.
pub fn schema() -> serde_json::Value {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let root = settings
        .into_generator()
        .into_root_schema_for::<LineRecord<'static>>();
    root.to_value()
}

impl<'a> FindingRecord<'a> {
    /// A finding with ids and places.
    pub fn new(checked: &'a Checked<'_, '_>, finding: Finding) -> Self {
        let graph = checked.facts.graph();
        let step = |step: Step| WitnessStep {
            kind: step.kind,
            id: (step.node(checked.facts)).map(|node| graph.id(graph.node(node))),
            more: step.left_out(),
            text: step.into_text(checked.facts),
        };
        let accepted = |accepted: Accepted| match accepted {
            Accepted::Allowed { because, span } => AcceptedRecord::Allowed {
                because,
                location: Location::of(checked.sources, span),
            },
            Accepted::Known => AcceptedRecord::Baseline,
        };
        FindingRecord {
            rule: finding.rule,
            severity: finding.severity,
            message: finding.message(checked.facts),
            claims: ids(graph, &finding.claims),
            actors: ids(graph, &finding.actors),
            events: ids(graph, &finding.events),
            evidence: ids(graph, &finding.evidence),
            reports: ids(graph, &finding.reports),
            statements: ids(graph, &finding.statements),
            locations: (checked.spans(&finding).into_iter())
                .map(|span| Location::of(checked.sources, span))
                .collect(),
            fingerprint: fingerprint(graph, &finding),
            accepted: finding.accepted.map(accepted),
            help: finding.help,
            witness: finding.witness.into_iter().map(step).collect(),
        }
    }
}

impl<'a> ProblemRecord<'a> {
    /// A problem with its place.
    pub fn new(sources: &'a SourceMap, problem: &'a Problem) -> Self {
        ProblemRecord {
            severity: problem.gravity,
            message: &problem.message,
            location: problem.span.map(|span| Location::of(sources, span)),
            help: problem.help.as_deref(),
        }
    }
}

/// The ids of some records.
pub fn ids<'g, I: Copy + Into<Node>>(graph: &'g ClaimGraph, list: &[I]) -> Vec<&'g str> {
    list.iter().map(|&at| graph.id(at)).collect()
}
