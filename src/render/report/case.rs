//! The index of a case: everything that the page lists, sorts, filters and searches, without what is told of one
//! claim alone ([`detail`](super::detail)).
//!
//! Records are named by their numbers.

use std::collections::BTreeMap;

use serde::Serialize;

use super::accepted::AcceptedFinding;
use super::advice::Advice;
use super::input::Input;
use super::picture::{Caption, Drawings};
use super::record::{self, ActorRecord, EventRecord, EvidenceRecord, ReportRecord};
use super::shared::{DateRecord, Dates, Number, as_numbers, numbers};
use super::statements::{Columns, columns};
use super::{Options, detail, front};
use crate::analysis::{Facts, Status};
use crate::case::ClaimIdx;
use crate::case::vocabulary::{ClaimKind, Stance};
use crate::draw::style;
use crate::render::document::Head;
use crate::render::support;
use crate::render::{Checked, Tally, rules};
use crate::rules::{Severity, catalogue, fingerprint, rule};
use crate::source::SourceFile;

/// The index of a case.
#[derive(Serialize)]
pub(super) struct Core<'a> {
    #[serde(flatten)]
    head: Head<'a>,
    pub(super) input: Input<'a>,
    pub(super) title: String,
    threshold: u32,
    pub(super) statuses: Vec<StatusRecord>,
    stances: &'static [&'static str],
    claims: Vec<ClaimRecord<'a>>,
    /// Claims by consequence.
    #[serde(serialize_with = "as_numbers")]
    pub(super) order: Vec<ClaimIdx>,
    actors: Vec<ActorRecord<'a>>,
    events: Vec<EventRecord<'a>>,
    evidence: Vec<EvidenceRecord<'a>>,
    reports: Vec<ReportRecord<'a>>,
    statements: Columns<'a>,
    dates: Vec<DateRecord>,
    files: Vec<&'a str>,
    findings: Vec<FindingHead>,
    accepted: Vec<AcceptedFinding<'a>>,
    advice: Advice,
    rules: Vec<rules::Record>,
    blocks: detail::Blocks,
    pictures: Pictures,
}

/// A status and how many claims have it.
#[derive(Serialize)]
pub(super) struct StatusRecord {
    word: &'static str,
    sign: &'static str,
    meaning: String,
    claims: usize,
}

#[derive(Serialize)]
struct ClaimRecord<'a> {
    claim: &'a str,
    status: Status,
    lines_min: u32,
    lines_max: u32,
    #[serde(skip_serializing_if = "is_zero")]
    denial_min: u32,
    #[serde(skip_serializing_if = "is_zero")]
    denial_max: u32,
    statements: u32,
    #[serde(skip_serializing_if = "is_zero")]
    denials: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    first: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last: Option<String>,
    text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "is_fact")]
    kind: ClaimKind,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    events: Vec<Number>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    actors: Vec<Number>,
}

fn is_zero(number: &u32) -> bool {
    *number == 0
}

fn is_fact(kind: &ClaimKind) -> bool {
    *kind == ClaimKind::Fact
}

#[derive(Serialize)]
struct FindingHead {
    rule: Number,
    /// Where it is not that of the rule.
    #[serde(skip_serializing_if = "Option::is_none")]
    severity: Option<Severity>,
    fingerprint: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    claims: Vec<Number>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    actors: Vec<Number>,
}

#[derive(Serialize)]
struct Pictures {
    /// The claims that have one.
    claims: Vec<Number>,
    /// The words that stand with each, by the id of its element.
    captions: BTreeMap<String, Caption>,
}

impl<'a> Core<'a> {
    pub(super) fn new(
        checked: &Checked<'a, '_>,
        options: &Options<'a>,
        order: &[ClaimIdx],
        drawn: &Drawings,
    ) -> Core<'a> {
        let facts = checked.facts;
        let graph = facts.graph();
        let mut dates = Dates::default();
        let events = graph.events();
        let events = events
            .map(|at| record::event(graph, at, &mut dates))
            .collect();
        let evidence = graph.all_evidence();
        let evidence = evidence
            .map(|at| record::artefact(graph, at, &mut dates))
            .collect();
        let reports = graph.reports();
        let reports = reports
            .map(|at| record::report(graph, at, &mut dates))
            .collect();
        let statements = columns(facts, &mut dates);
        let title = match (options.title, graph.titles()) {
            (Some(title), _) => title.to_owned(),
            (None, []) => "An untitled case".to_owned(),
            (None, titles) => titles.join(" · "),
        };
        Core {
            head: Head::new(facts, checked.inputs),
            input: Input::new(checked),
            title,
            threshold: facts.settings().threshold,
            statuses: statuses(checked),
            stances: Stance::WORDS,
            claims: graph.claims().map(|at| claim(facts, at)).collect(),
            order: order.to_vec(),
            actors: graph.actors().map(|at| record::actor(facts, at)).collect(),
            events,
            evidence,
            reports,
            statements,
            dates: dates.records(),
            files: checked.sources.files().map(SourceFile::name).collect(),
            findings: findings(checked),
            accepted: super::accepted::all(checked, options.accepted),
            advice: Advice::new(facts),
            rules: catalogue().map(rules::record).collect(),
            blocks: detail::Blocks::of(graph),
            pictures: Pictures {
                claims: numbers(&drawn.claims),
                captions: drawn
                    .pictures
                    .iter()
                    .map(|picture| (picture.key.clone(), picture.caption.clone()))
                    .collect(),
            },
        }
    }
}

fn statuses(checked: &Checked<'_, '_>) -> Vec<StatusRecord> {
    let tally = Tally::of(checked);
    let threshold = checked.facts.settings().threshold;
    Status::ALL
        .into_iter()
        .map(|status| StatusRecord {
            word: status.word(),
            sign: style::sign(status),
            meaning: front::meaning(status, threshold),
            claims: tally.claims(status),
        })
        .collect()
}

fn claim<'a>(facts: &Facts<'a>, at: ClaimIdx) -> ClaimRecord<'a> {
    let graph = facts.graph();
    let record = graph.claim(at);
    let links = graph.links(at);
    let row = support::row(facts, at);
    ClaimRecord {
        claim: row.claim,
        status: row.status,
        lines_min: row.lines_min,
        lines_max: row.lines_max,
        denial_min: row.denial_min,
        denial_max: row.denial_max,
        statements: row.statements,
        denials: row.denials,
        first: row.first,
        last: row.last,
        text: &record.text,
        name: record.name.as_deref(),
        kind: record.kind,
        events: numbers(&links.events),
        actors: numbers(&links.actors),
    }
}

/// The place of each rule in the catalogue.
pub(super) fn rule_numbers() -> BTreeMap<&'static str, Number> {
    catalogue().map(|rule| rule.name).zip(0..).collect()
}

fn findings(checked: &Checked<'_, '_>) -> Vec<FindingHead> {
    let graph = checked.facts.graph();
    let place = rule_numbers();
    (checked.opened())
        .map(|finding| FindingHead {
            rule: place.get(finding.rule).copied().unwrap_or_default(),
            severity: Some(finding.severity).filter(|&severity| {
                rule(finding.rule).is_none_or(|rule| rule.severity != severity)
            }),
            fingerprint: fingerprint(graph, &finding),
            claims: numbers(&finding.claims),
            actors: numbers(&finding.actors),
        })
        .collect()
}
