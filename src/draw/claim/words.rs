//! The words on the statements of a lineage.

use std::collections::BTreeSet;

use super::choose::Chosen;
use crate::analysis::{Carrier, Facts, LineageIdx, LineageNode};
use crate::case::date::Date;
use crate::case::vocabulary::Basis;
use crate::case::{ClaimGraph, ClaimIdx, Object, StatementIdx};
use crate::draw::view::{Line, LineKind, Node, Role};
use crate::draw::{label, text};
use crate::rules::taken_back::{first_retraction, when};
use crate::rules::verb;

/// Statements of which each is told where one node stands for several.
const TOLD: usize = 40;
/// The columns of a day.
const DAY: usize = 10;

/// A statement and others that are alike in all that is drawn: who speaks, how, when, and where it ends how the
/// speaker knows.
pub(super) fn statement(facts: &Facts<'_>, at: LineageIdx, others: &[StatementIdx]) -> Node {
    let graph = facts.graph();
    let statement = match facts.lineage().node(at) {
        LineageNode::Statement(statement) => statement,
        LineageNode::Implied(implied) => {
            let who = match (implied.speaker, implied.report) {
                (Some(actor), _) => graph.name(actor),
                (None, Some(report)) => graph.name(report),
                (None, None) => "unknown",
            };
            let label = vec![
                Line::new(LineKind::Caption, "cited, not recorded"),
                Line::new(LineKind::Body, who),
            ];
            return Node::new(Role::Implied, label, who);
        }
    };
    let all = [&[statement], others].concat();
    let times = all.len();
    let mut caption = graph.stance(statement).to_string();
    if times > 1 {
        caption += &format!(" ×{times}");
    }
    let dates: Vec<Date> = all.iter().map(|&one| graph.date(one)).collect();
    // A day stands beside the stance; what takes more words, below the name.
    let (day, days) = match within(&dates) {
        Some(words) if text::width(&words) <= DAY => (Some(words), None),
        words => (None, words),
    };
    if let Some(day) = day {
        caption += &format!(" · {day}");
    }
    let speaker = graph.speaker(statement);
    let mut label = vec![
        Line::new(LineKind::Caption, caption),
        Line::new(LineKind::Body, graph.name(speaker)),
    ];
    label.extend(days.map(|days| Line::new(LineKind::Detail, days)));
    let mut role = Role::Statement;
    let void = void(facts, &all);
    if let Some((_, why)) = &void {
        role = Role::Void;
        label.push(Line::new(LineKind::Detail, why.clone()));
    } else if facts.lineage().is_root(at) && graph.stance(statement).carries() {
        let carriers = facts.carriers(at);
        let known = carriers.iter().any(Carrier::is_known) && !graph.is_unnamed(speaker);
        role = if known { Role::Root } else { Role::UnknownRoot };
        if let Some(words) = ground(facts, statement, &carriers) {
            label.push(Line::new(LineKind::Detail, words));
        }
    }
    Node {
        alike: Some(void.map_or(graph.stance(statement).word(), |(word, _)| word)),
        by: Some(speaker),
        words: words_at(graph, statement).filter(|_| others.is_empty()),
        times: u32::try_from(times).unwrap_or(u32::MAX),
        ..Node::new(role, label, each(facts, &all)).of(statement)
    }
}

/// Why statements that are alike do not count: in a word, and since when; nothing where they do.
fn void(facts: &Facts<'_>, all: &[StatementIdx]) -> Option<(&'static str, String)> {
    if facts.is_live(all[0]) {
        return None;
    }
    if !facts.base().life.is_made(all[0]) {
        return Some(("not said yet", "later than the as-of date".to_owned()));
    }
    let since = |&at: &StatementIdx| {
        let by = first_retraction(facts, at);
        by.map_or(String::new(), |by| when(facts, by))
    };
    let since: BTreeSet<String> = all.iter().map(since).collect();
    let word = "taken back";
    Some(match since.first().filter(|_| since.len() == 1) {
        Some(since) => (word, format!("{word}{since}")),
        None => (word, word.to_owned()),
    })
}

/// The words of a statement and where they are read, as far as that is known: who says so in the same breath says one
/// thing, of however many claims it is coded.
fn words_at(graph: &ClaimGraph, statement: StatementIdx) -> Option<String> {
    let detail = graph.detail(statement)?;
    let (quote, at) = (detail.quote.as_deref(), detail.at.as_deref());
    let report = graph.report_of(statement).map(|report| graph.id(report));
    let known = quote.is_some() || (report.is_some() && at.is_some());
    known.then(|| format!("{report:?} {at:?} {quote:?}"))
}

/// The days within which all of these lie; `None` where one of them is unknown.
fn within(dates: &[Date]) -> Option<String> {
    let (first, last) = (
        *dates.iter().min_by_key(|date| date.earliest())?,
        *dates.iter().max_by_key(|date| date.latest())?,
    );
    if dates.iter().any(|date| date.is_unknown()) {
        return None;
    }
    if dates.iter().all(|&date| date == first) {
        return Some(label::when(first));
    }
    let (first, last) = (first.to_string(), last.to_string());
    let start = first.split('/').next()?;
    let end = last.rsplit('/').next()?;
    match (start, end) {
        ("..", "..") => None,
        ("..", end) => Some(format!("on or before {end}")),
        (start, "..") => Some(format!("on or after {start}")),
        (start, end) => Some(format!("{start} to {end}")),
    }
}

/// Each of some statements, or the first of them.
fn each(facts: &Facts<'_>, all: &[StatementIdx]) -> String {
    let mut told: Vec<String> = all
        .iter()
        .take(TOLD)
        .map(|&one| tooltip(facts, one))
        .collect();
    if all.len() > TOLD {
        told.push(format!("and {} more", all.len() - TOLD));
    }
    told.join("; ")
}

/// The whole statement with its anchor: who says what, where it is read, and in which words.
fn tooltip(facts: &Facts<'_>, statement: StatementIdx) -> String {
    let graph = facts.graph();
    let detail = graph.detail(statement);
    let said = match graph.object(statement) {
        Object::Claim(claim) => format!("“{}”", graph.claim(claim).text),
        Object::Statement(other) => format!("what {} says", graph.name(graph.speaker(other))),
    };
    let who = graph.name(graph.speaker(statement));
    let mut parts = vec![format!("{who} {} {said}", verb(graph.stance(statement)))];
    if !graph.date(statement).is_unknown() {
        parts.push(label::when(graph.date(statement)));
    }
    if let Some(report) = graph.report_of(statement) {
        let place = detail.and_then(|detail| detail.at.as_deref());
        parts.push(match place {
            Some(place) => format!("{}, {}", graph.name(report), place_words(place)),
            None => graph.name(report).to_owned(),
        });
    }
    if let Some(quote) = detail.and_then(|detail| detail.quote.as_deref()) {
        parts.push(format!("“{quote}”"));
    }
    parts.extend(void(facts, &[statement]).map(|(_, why)| why));
    text::joined(&parts)
}

/// Where in a report: a bare number is that of a paragraph.
fn place_words(place: &str) -> String {
    match place.bytes().all(|byte| byte.is_ascii_digit()) {
        true => format!("paragraph {place}"),
        false => format!("at {place}"),
    }
}

/// How the speaker of a root knows.
fn ground(facts: &Facts<'_>, statement: StatementIdx, carriers: &[Carrier]) -> Option<String> {
    let graph = facts.graph();
    let basis = graph.basis(statement);
    let words = match carriers
        .iter()
        .find(|carrier| carrier.is_known())
        .or(carriers.first())?
    {
        Carrier::Speaker(_) if basis == Some(Basis::OwnAct) => "speaks of its own act".to_owned(),
        Carrier::Speaker(_) => "witnessed it".to_owned(),
        Carrier::AssumedOwnAct(_) => "own act, as a party to it".to_owned(),
        Carrier::Artefact { verifier, .. } if *verifier == graph.speaker(statement) => {
            "verified it".to_owned()
        }
        Carrier::Artefact { verifier, .. } => {
            format!("verified by {}", text::isolated(graph.name(*verifier)))
        }
        Carrier::Supposed(_) => "supposed to be verified".to_owned(),
        Carrier::Makers { .. } => "on the word of its makers".to_owned(),
        Carrier::Custodian(custodian) => {
            format!(
                "in the custody of {}",
                text::isolated(graph.name(*custodian))
            )
        }
        Carrier::Unknown(Some(_)) => "artefact of unknown making".to_owned(),
        Carrier::Unknown(None) => match basis {
            Some(Basis::Told) => "was told, not by whom",
            Some(Basis::Inferred) => "inferred, from what is not said",
            Some(Basis::Documented) => "documented, by what is not said",
            Some(Basis::Custody) => "in custody, whose is not said",
            _ => "does not say how it knows",
        }
        .to_owned(),
    };
    Some(words)
}

/// What the picture shows. A text that is read from right to left stands alone, or its parts would change places.
pub(super) fn title(graph: &ClaimGraph, claim: ClaimIdx) -> String {
    let words = text::isolated(&graph.claim(claim).text);
    format!("What stands behind “{words}”")
}

/// The numbers of the claim, and what is left out.
pub(super) fn notes(facts: &Facts<'_>, claim: ClaimIdx, chosen: &Chosen) -> Vec<String> {
    let standing = facts.standing(claim);
    let said = |side: &crate::analysis::Lines| {
        format!(
            "{} ({})",
            label::lines(side),
            label::counted(side.statements as usize, "statement")
        )
    };
    let mut note = format!("{}: {} for it", standing.status, said(&standing.support));
    if standing.denial.statements > 0 {
        note += &format!(", {} against it", said(&standing.denial));
    }
    if chosen.taken_back > 0 {
        let taken_back = label::counted(chosen.taken_back, "statement");
        note += &format!(", {taken_back} taken back");
    }
    let mut notes = vec![note];
    if !chosen.left_out.is_empty() {
        notes.push(format!(
            "+ {} not shown.",
            label::counted(chosen.left_out.len(), "statement")
        ));
    }
    notes
}
