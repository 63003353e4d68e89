//! Those who speak and what is spoken of: actors, events, artefacts, reports.

use serde::Serialize;

use super::shared::{Dates, Number, numbers};
use crate::analysis::Facts;
use crate::case::date::Date;
use crate::case::vocabulary::{ActorKind, EvidenceKind, Reliability};
use crate::case::{ActorIdx, ClaimGraph, EventIdx, EvidenceIdx, Node, ReportIdx};

#[derive(Serialize)]
pub(super) struct ActorRecord<'a> {
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
pub(super) struct EventRecord<'a> {
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
pub(super) struct EvidenceRecord<'a> {
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
pub(super) struct ReportRecord<'a> {
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

pub(super) fn actor<'a>(facts: &Facts<'a>, at: ActorIdx) -> ActorRecord<'a> {
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

pub(super) fn event<'a>(graph: &'a ClaimGraph, at: EventIdx, dates: &mut Dates) -> EventRecord<'a> {
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

pub(super) fn artefact<'a>(
    graph: &'a ClaimGraph,
    at: EvidenceIdx,
    dates: &mut Dates,
) -> EvidenceRecord<'a> {
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

pub(super) fn report<'a>(
    graph: &'a ClaimGraph,
    at: ReportIdx,
    dates: &mut Dates,
) -> ReportRecord<'a> {
    let record = graph.report(at);
    ReportRecord {
        id: graph.id(at),
        name: graph.name(at),
        publisher: record.publisher.map(ActorIdx::at),
        date: dates.number(record.date),
        remarks: remarks(graph, at),
    }
}
