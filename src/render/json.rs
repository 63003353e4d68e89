//! The findings of `check` as one JSON document: versioned, 1-based, with what a reader needs to verify them.
//!
//! The types here are the published format (`docs/check.schema.json`), apart from those that the engine works with.

use std::collections::BTreeMap;
use std::io::{self, Write};

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Serialize;

use super::certificate::CertificateRecord;
use super::document::{self, Each, Head};
use super::place::Location;
use super::support::{Row, row};
use super::{Checked, Tally};
use crate::analysis::Status;
use crate::case::problem::{Gravity, Problem};
use crate::case::{ClaimGraph, ClaimIdx, Node};
use crate::rules::{Finding, Severity, Step, StepKind, fingerprint};
use crate::source::SourceMap;

/// The result of `claimgraph check`.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "claimgraph check")]
struct Document<'a, F, C, P> {
    #[serde(flatten)]
    head: Head<'a>,
    /// How much there is of what.
    summary: Summary,
    /// What was found: the most severe first.
    #[schemars(with = "Vec<FindingRecord<'static>>")]
    findings: F,
    /// Every claim with the numbers of `claimgraph support` and their proof, by id.
    #[schemars(with = "Vec<ClaimRecord<'static>>")]
    claims: C,
    /// What is wrong with the input.
    #[schemars(with = "Vec<ProblemRecord<'static>>")]
    problems: P,
}

/// How much there is of what.
#[derive(Serialize, JsonSchema)]
struct Summary {
    /// Findings that are errors.
    errors: usize,
    /// Findings that are warnings.
    warnings: usize,
    /// Findings that are good to know.
    infos: usize,
    /// Remarks, which may be strengths.
    notes: usize,
    /// Claims in the case.
    claims: usize,
    /// Claims that any finding names.
    claims_with_findings: usize,
    /// Statements in the case.
    statements: usize,
    /// Actors that make them.
    speakers: usize,
    /// Actors in the case.
    actors: usize,
    /// How many claims have which status.
    statuses: BTreeMap<&'static str, usize>,
}

/// One fault or strength.
#[derive(Serialize, JsonSchema)]
pub(super) struct FindingRecord<'a> {
    /// The name of the rule: see `claimgraph rules NAME`.
    rule: &'a str,
    severity: Severity,
    /// What was found, in words.
    message: &'a str,
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
    locations: Vec<Location>,
    /// What to add or change.
    help: &'a str,
    /// The same for the same rule and records, wherever they stand: 16 hexadecimal digits.
    fingerprint: String,
}

/// One step of a witness.
#[derive(Serialize, JsonSchema)]
struct WitnessStep<'a> {
    /// What part of the proof it is.
    kind: StepKind,
    /// Id of the record it is about, if it has one.
    id: Option<&'a str>,
    /// What it shows, in words.
    text: &'a str,
}

/// One claim with the proof of its numbers.
#[derive(Serialize, JsonSchema)]
struct ClaimRecord<'a> {
    #[serde(flatten)]
    row: Row<'a>,
    /// The proof of the numbers of its support.
    support: CertificateRecord<'a>,
    /// The proof of the numbers of its denial.
    denial: CertificateRecord<'a>,
}

/// One fault of the input.
#[derive(Serialize, JsonSchema)]
struct ProblemRecord<'a> {
    severity: Gravity,
    /// What is wrong.
    message: &'a str,
    /// Where.
    location: Option<Location>,
    /// What would mend it.
    help: Option<&'a str>,
}

/// Writes the document.
///
/// # Errors
/// Where `out` cannot be written to.
pub fn check(checked: &Checked<'_, '_>, out: &mut dyn Write) -> io::Result<()> {
    let facts = checked.facts;
    let findings = || checked.findings.iter().map(|one| finding(checked, one));
    let claims = || facts.graph().claims().map(|one| claim(checked, one));
    let problems = || {
        checked
            .problems
            .iter()
            .map(|one| problem(checked.sources, one))
    };
    let document = Document {
        head: Head::new(facts, checked.inputs),
        summary: summary(checked),
        findings: Each(findings),
        claims: Each(claims),
        problems: Each(problems),
    };
    document::write(out, &document)
}

/// The JSON Schema of the document.
pub fn schema() -> serde_json::Value {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let root = settings
        .into_generator()
        .into_root_schema_for::<Document<'static, (), (), ()>>();
    root.to_value()
}

fn summary(checked: &Checked<'_, '_>) -> Summary {
    let tally = Tally::of(checked);
    let graph = checked.facts.graph();
    Summary {
        errors: tally.findings(Severity::Error),
        warnings: tally.findings(Severity::Warning),
        infos: tally.findings(Severity::Info),
        notes: tally.findings(Severity::Note),
        claims: graph.claims().len(),
        claims_with_findings: tally.claims_with_findings,
        statements: graph.statement_count(),
        speakers: tally.speakers,
        actors: graph.actors().len(),
        statuses: Status::ALL
            .into_iter()
            .map(|status| (status.word(), tally.claims(status)))
            .collect(),
    }
}

fn ids<'g, I: Copy + Into<Node>>(graph: &'g ClaimGraph, list: &[I]) -> Vec<&'g str> {
    list.iter().map(|&at| graph.id(at)).collect()
}

/// A finding as it is published.
pub(super) fn finding<'a>(checked: &'a Checked<'_, '_>, finding: &'a Finding) -> FindingRecord<'a> {
    let graph = checked.facts.graph();
    let step = |step: &'a Step| WitnessStep {
        kind: step.kind,
        id: step.node.map(|node| graph.id(graph.node(node))),
        text: &step.text,
    };
    FindingRecord {
        rule: finding.rule,
        severity: finding.severity,
        message: &finding.message,
        claims: ids(graph, &finding.claims),
        actors: ids(graph, &finding.actors),
        events: ids(graph, &finding.events),
        evidence: ids(graph, &finding.evidence),
        reports: ids(graph, &finding.reports),
        statements: ids(graph, &finding.statements),
        witness: finding.witness.iter().map(step).collect(),
        locations: checked
            .places(finding)
            .into_iter()
            .map(|(span, _)| Location::of(checked.sources, span))
            .collect(),
        help: &finding.help,
        fingerprint: fingerprint(checked.facts.graph(), finding),
    }
}

fn claim<'a>(checked: &'a Checked<'_, '_>, claim: ClaimIdx) -> ClaimRecord<'a> {
    let facts = checked.facts;
    ClaimRecord {
        row: row(facts, claim),
        support: CertificateRecord::new(facts, &facts.certificate(claim)),
        denial: CertificateRecord::new(facts, &facts.denial_certificate(claim)),
    }
}

fn problem<'a>(sources: &SourceMap, problem: &'a Problem) -> ProblemRecord<'a> {
    ProblemRecord {
        severity: problem.gravity,
        message: &problem.message,
        location: problem.span.map(|span| Location::of(sources, span)),
        help: problem.help.as_deref(),
    }
}
