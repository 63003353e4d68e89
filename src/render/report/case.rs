//! The index of a case: everything that the page lists, sorts, filters and searches, without what is told of one
//! claim alone ([`detail`](super::detail)).
//!
//! Records are named by their numbers; statements are columns, as in the graph.

use std::collections::BTreeMap;

use serde::Serialize;

use super::accepted::AcceptedFinding;
use super::advice::Advice;
use super::input::Input;
use super::picture::{Caption, Drawings};
use super::{Options, detail, front};
use crate::analysis::{Facts, Status};
use crate::case::date::Date;
use crate::case::vocabulary::{ActorKind, ClaimKind, EvidenceKind, Reliability, Stance};
use crate::case::{
    ActorIdx, ClaimGraph, ClaimIdx, EventIdx, EvidenceIdx, Node, Object, ReportIdx, StatementIdx,
};
use crate::draw::style;
use crate::render::document::Head;
use crate::render::support;
use crate::render::{Checked, Tally, rules};
use crate::rules::{Severity, catalogue, fingerprint, rule};
use crate::source::SourceFile;

/// The number of a record among those of its kind.
type Number = usize;

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
struct ActorRecord<'a> {
    id: &'a str,
    name: &'a str,
    kind: ActorKind,
    /// Whom it answers to in the end: itself, if nobody.
    side: Number,
    #[serde(skip_serializing_if = "Option::is_none")]
    reliability: Option<Reliability>,
    adversaries: Vec<Number>,
    ties: Vec<TieRecord>,
    #[serde(flatten)]
    remarks: RemarksRecord<'a>,
}

#[derive(Serialize)]
struct TieRecord {
    role: &'static str,
    to: Number,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
    alleged: bool,
}

#[derive(Serialize)]
struct EventRecord<'a> {
    id: &'a str,
    name: &'a str,
    date: Number,
    place: Option<&'a str>,
    parties: Vec<Number>,
    part_of: Option<Number>,
    possibly_same_as: Vec<Number>,
    #[serde(flatten)]
    remarks: RemarksRecord<'a>,
}

#[derive(Serialize)]
struct EvidenceRecord<'a> {
    id: &'a str,
    name: &'a str,
    kind: EvidenceKind,
    number: Option<&'a str>,
    producer: Option<Number>,
    released_by: Option<Number>,
    date: Number,
    of: Vec<Number>,
    of_one_of: Vec<Number>,
    shows: Vec<Number>,
    shows_text: &'a [Box<str>],
    does_not_show: Vec<Number>,
    does_not_show_text: &'a [Box<str>],
    verified: Vec<VerificationRecord>,
    #[serde(flatten)]
    remarks: RemarksRecord<'a>,
}

#[derive(Serialize)]
struct VerificationRecord {
    by: Number,
    claims: Vec<Number>,
}

#[derive(Serialize)]
struct ReportRecord<'a> {
    id: &'a str,
    name: &'a str,
    publisher: Option<Number>,
    date: Number,
    #[serde(flatten)]
    remarks: RemarksRecord<'a>,
}

/// What any record may carry beside its own fields.
#[derive(Serialize, Default)]
pub(super) struct RemarksRecord<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    aliases: Option<&'a [Box<str>]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    archive: Option<&'a str>,
}

/// All statements, column by column.
#[derive(Serialize)]
struct Columns<'a> {
    id: Vec<&'a str>,
    by: Vec<Number>,
    stance: Vec<u8>,
    /// A claim; −1 − the number of a statement where it is one on a statement.
    object: Vec<i64>,
    date: Vec<Number>,
    /// A report, or −1.
    report: Vec<i64>,
    /// Statements that were said in one report and are read in another, or in none, with the former.
    said_in: Vec<(usize, usize)>,
    /// Those that do not count: taken back, or later than the as-of date.
    dead: Vec<Number>,
}

/// A date as written, with the days since 1970 between which it lies.
#[derive(Serialize, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct DateRecord(String, Option<i64>, Option<i64>);

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
        let events = graph.events().map(|at| event(graph, at, &mut dates));
        let events = events.collect();
        let evidence = graph.all_evidence();
        let evidence = evidence.map(|at| artefact(graph, at, &mut dates)).collect();
        let reports = graph.reports().map(|at| report(graph, at, &mut dates));
        let reports = reports.collect();
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
            actors: graph.actors().map(|at| actor(facts, at)).collect(),
            events,
            evidence,
            reports,
            statements,
            dates: dates.0.records,
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

/// Things that many records share, each once, by the order in which they occur.
pub(super) struct Shared<T> {
    pub(super) records: Vec<T>,
    numbers: BTreeMap<T, Number>,
}

impl<T> Default for Shared<T> {
    fn default() -> Self {
        Shared {
            records: Vec::new(),
            numbers: BTreeMap::new(),
        }
    }
}

impl<T: Ord + Clone> Shared<T> {
    /// The number of one of them.
    pub(super) fn number(&mut self, one: T) -> Number {
        let records = &mut self.records;
        *self.numbers.entry(one).or_insert_with_key(|one| {
            records.push(one.clone());
            records.len() - 1
        })
    }
}

/// The dates of a case.
#[derive(Default)]
struct Dates(Shared<DateRecord>);

impl Dates {
    fn number(&mut self, date: Date) -> Number {
        const DAY: i64 = 86_400;
        let bounded = |seconds: i64| (!date.is_unknown()).then_some(seconds.div_euclid(DAY));
        let first = bounded(date.earliest()).filter(|_| !date.has_open_start());
        // The end of time is no day.
        let last = bounded(date.latest()).filter(|&day| day < 10_000_000);
        self.0.number(DateRecord(date.to_string(), first, last))
    }
}

trait At: Copy {
    fn number(self) -> Number;
}

macro_rules! at {
    ($($index:ty),+) => {$(
        impl At for $index {
            fn number(self) -> Number {
                self.at()
            }
        }
    )+};
}

at!(
    ActorIdx,
    ClaimIdx,
    EventIdx,
    EvidenceIdx,
    ReportIdx,
    StatementIdx
);

/// The numbers of some records.
fn numbers<I: At>(list: &[I]) -> Vec<Number> {
    list.iter().map(|&at| at.number()).collect()
}

fn as_numbers<S: serde::Serializer>(list: &[ClaimIdx], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(list.iter().map(|at| at.at()))
}

pub(super) fn remarks(graph: &ClaimGraph, node: impl Into<Node>) -> RemarksRecord<'_> {
    let Some(remarks) = graph.remarks(node) else {
        return RemarksRecord::default();
    };
    RemarksRecord {
        aliases: (!remarks.aliases.is_empty()).then_some(&*remarks.aliases),
        note: remarks.note.as_deref(),
        url: remarks.url.as_deref(),
        archive: remarks.archive.as_deref(),
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

fn actor<'a>(facts: &Facts<'a>, at: ActorIdx) -> ActorRecord<'a> {
    let graph = facts.graph();
    let record = graph.actor(at);
    let dated = |date: Date| (!date.is_unknown()).then(|| date.to_string());
    ActorRecord {
        id: graph.id(at),
        name: graph.name(at),
        kind: record.kind,
        side: facts.side(at).at(),
        reliability: record.reliability,
        adversaries: numbers(&record.adversaries),
        ties: graph
            .ties(at)
            .iter()
            .map(|tie| TieRecord {
                role: tie.role.word(),
                to: tie.to.at(),
                from: dated(tie.from),
                until: dated(tie.until),
                alleged: tie.alleged,
            })
            .collect(),
        remarks: remarks(graph, at),
    }
}

fn event<'a>(graph: &'a ClaimGraph, at: EventIdx, dates: &mut Dates) -> EventRecord<'a> {
    let record = graph.event(at);
    EventRecord {
        id: graph.id(at),
        name: graph.name(at),
        date: dates.number(record.date),
        place: record.place.as_deref(),
        parties: numbers(graph.parties(at)),
        part_of: record.part_of.map(EventIdx::at),
        possibly_same_as: numbers(&record.possibly_same_as),
        remarks: remarks(graph, at),
    }
}

fn artefact<'a>(graph: &'a ClaimGraph, at: EvidenceIdx, dates: &mut Dates) -> EvidenceRecord<'a> {
    let record = graph.evidence(at);
    EvidenceRecord {
        id: graph.id(at),
        name: graph.name(at),
        kind: record.kind,
        number: record.number.as_deref(),
        producer: record.producer.map(ActorIdx::at),
        released_by: record.released_by.map(ActorIdx::at),
        date: dates.number(record.date),
        of: numbers(&record.of),
        of_one_of: numbers(&record.of_one_of),
        shows: numbers(&record.shows),
        shows_text: &record.shows_text,
        does_not_show: numbers(&record.does_not_show),
        does_not_show_text: &record.does_not_show_text,
        verified: record
            .verified
            .iter()
            .map(|entry| VerificationRecord {
                by: entry.by.at(),
                claims: numbers(&entry.claims),
            })
            .collect(),
        remarks: remarks(graph, at),
    }
}

fn report<'a>(graph: &'a ClaimGraph, at: ReportIdx, dates: &mut Dates) -> ReportRecord<'a> {
    let record = graph.report(at);
    ReportRecord {
        id: graph.id(at),
        name: graph.name(at),
        publisher: record.publisher.map(ActorIdx::at),
        date: dates.number(record.date),
        remarks: remarks(graph, at),
    }
}

fn columns<'a>(facts: &Facts<'a>, dates: &mut Dates) -> Columns<'a> {
    let graph = facts.graph();
    let all = graph.statements();
    let object = |at| match graph.object(at) {
        Object::Claim(claim) => claim.at() as i64,
        Object::Statement(other) => -1 - other.at() as i64,
    };
    let report = |at| graph.report_of(at).map_or(-1, |report| report.at() as i64);
    let said_in = |at: StatementIdx| {
        let said_in = graph.detail(at)?.said_in?;
        (graph.report_of(at) != Some(said_in)).then_some((at.at(), said_in.at()))
    };
    let dead = |at: &StatementIdx| !facts.is_live(*at);
    Columns {
        id: all.clone().map(|at| graph.id(at)).collect(),
        by: all.clone().map(|at| graph.speaker(at).at()).collect(),
        stance: all.clone().map(|at| graph.stance(at) as u8).collect(),
        object: all.clone().map(object).collect(),
        date: all.clone().map(|at| dates.number(graph.date(at))).collect(),
        report: all.clone().map(report).collect(),
        said_in: all.clone().filter_map(said_in).collect(),
        dead: all.filter(dead).map(StatementIdx::at).collect(),
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
