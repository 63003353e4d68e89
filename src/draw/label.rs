//! The words on nodes: what a claim, an actor or an artefact is called in a picture.

use std::collections::BTreeMap;

use super::view::{Line, LineKind, Node, Role};
use super::{style, text};
use crate::analysis::support::Lines;
use crate::analysis::{Facts, Status};
use crate::case::date::Date;
use crate::case::vocabulary::EvidenceKind;
use crate::case::{ActorIdx, ClaimGraph, ClaimIdx, EventIdx, EvidenceIdx};
use crate::rules::{Finding, Severity};

/// Rules that say of a claim no more than its status does: no mark on the card.
const SAID_BY_STATUS: [&str; 6] = [
    "circular-support",
    "contested-claim",
    "uncorroborated-claim",
    "unfounded-support",
    "unknown-independence",
    "unsourced-claim",
];
/// Rules that speak of much of a case at once: on every card they would say nothing.
const SAID_OF_MANY: [&str; 1] = ["linchpin"];
/// The rules of which a card tells that they found something; the others are counted.
const MARKS: usize = 2;

/// A claim as a card: status, proposition, numbers, findings.
pub(super) fn claim(facts: &Facts<'_>, claim: ClaimIdx, marks: &[&'static str]) -> Node {
    let graph = facts.graph();
    let status = facts.status(claim);
    let mut label = vec![
        Line::new(
            LineKind::Caption,
            format!("{} {status}", style::sign(status)),
        ),
        Line::new(LineKind::Body, proposition(graph, claim)),
    ];
    if let Some(numbers) = numbers(facts, claim) {
        label.push(Line::new(LineKind::Detail, numbers));
    }
    for rule in marks.iter().take(MARKS) {
        label.push(Line::new(LineKind::Mark, format!("{} {rule}", style::MARK)));
    }
    if marks.len() > MARKS {
        let more = counted(marks.len() - MARKS, "more rule");
        let more = format!("{} + {more}", style::MARK);
        label.push(Line::new(LineKind::Mark, more));
    }
    let id = format!("[{}]", graph.id(claim));
    let tooltip = text::joined(&[&graph.claim(claim).text, status.word(), &id]);
    Node::new(Role::Claim(status), label, tooltip).of(claim)
}

/// A claim's short name, or else its text.
pub(super) fn proposition(graph: &ClaimGraph, claim: ClaimIdx) -> &str {
    let claim = graph.claim(claim);
    claim.name.as_deref().unwrap_or(&claim.text)
}

/// The independent lines of a claim, where the status does not already say it all.
fn numbers(facts: &Facts<'_>, claim: ClaimIdx) -> Option<String> {
    let standing = facts.standing(claim);
    match standing.status {
        Status::Contested => {
            let (support, denial) = (range(&standing.support), range(&standing.denial));
            let lines = if support == "1" { "line" } else { "lines" };
            Some(format!("{support} {lines} for it, {denial} against"))
        }
        Status::Corroborated | Status::IndependenceUnknown => {
            Some(match standing.denial.statements {
                0 => lines(&standing.support),
                _ => format!("{}, denied", lines(&standing.support)),
            })
        }
        _ => None,
    }
}

/// The interval of independent lines in words: `1–3 independent lines`.
pub(super) fn lines(side: &Lines) -> String {
    let one = side.lines_min.least == 1 && side.lines_max.most == 1;
    format!(
        "{} independent line{}",
        range(side),
        if one { "" } else { "s" }
    )
}

/// The interval alone: `1–3`.
pub(super) fn range(side: &Lines) -> String {
    let (least, most) = (side.lines_min.least, side.lines_max.most);
    if least == most {
        least.to_string()
    } else {
        format!("{least}–{most}")
    }
}

/// The rules that fault each of the claims shown, errors and warnings only, each once.
pub(super) fn marks(
    findings: &[Finding],
    shown: impl IntoIterator<Item = ClaimIdx>,
) -> BTreeMap<ClaimIdx, Vec<&'static str>> {
    let mut marks: BTreeMap<ClaimIdx, Vec<&'static str>> =
        shown.into_iter().map(|claim| (claim, Vec::new())).collect();
    for severity in [Severity::Error, Severity::Warning] {
        for finding in findings
            .iter()
            .filter(|finding| finding.severity == severity)
        {
            for claim in &finding.claims {
                if let Some(rules) = marks.get_mut(claim)
                    && !SAID_BY_STATUS.contains(&finding.rule)
                    && !SAID_OF_MANY.contains(&finding.rule)
                    && !rules.contains(&finding.rule)
                {
                    rules.push(finding.rule);
                }
            }
        }
    }
    marks
}

/// An actor by name.
pub(super) fn actor(graph: &ClaimGraph, actor: ActorIdx) -> Node {
    let role = if graph.is_unnamed(actor) {
        Role::Unnamed
    } else {
        Role::Actor
    };
    let label = vec![Line::new(LineKind::Body, graph.name(actor))];
    let kind = graph.actor(actor).kind;
    let id = format!("[{}]", graph.id(actor));
    Node::new(
        role,
        label,
        text::joined(&[graph.name(actor), kind.word(), &id]),
    )
    .of(actor)
}

/// A side by its head; by another name of it where its own is long.
pub(super) fn side(graph: &ClaimGraph, head: ActorIdx) -> String {
    const LONG: usize = 24;
    let name = graph.name(head);
    let aliases = graph
        .remarks(head)
        .map_or(&[][..], |remarks| &remarks.aliases);
    let short = aliases
        .iter()
        .find(|alias| text::width(name) > LONG && text::width(alias) <= LONG);
    format!(
        "side: {}",
        text::isolated(short.map_or(name, |alias| alias))
    )
}

/// An artefact: kind, name, makers.
pub(super) fn evidence(graph: &ClaimGraph, evidence: EvidenceIdx) -> Node {
    let record = graph.evidence(evidence);
    let kind = kind_of(graph, evidence);
    let caption = match &record.number {
        Some(number) => format!("{kind} × {number}"),
        None => kind.to_owned(),
    };
    let maker = match (record.producer, record.released_by) {
        (Some(producer), _) => format!("made by {}", text::isolated(graph.name(producer))),
        (None, Some(releaser)) => {
            let releaser = text::isolated(graph.name(releaser));
            format!("released by {releaser}, maker unknown")
        }
        (None, None) => "maker unknown".to_owned(),
    };
    // An id that stands for a name is read as words.
    let named = match graph.name(evidence) {
        name if name == graph.id(evidence) => name.replace('-', " "),
        name => name.to_owned(),
    };
    let label = vec![
        Line::new(LineKind::Caption, &*caption),
        Line::new(LineKind::Body, &*named),
        Line::new(LineKind::Detail, maker),
    ];
    let tooltip = format!("{caption}: {named} [{}]", graph.id(evidence));
    Node::new(Role::Evidence, label, tooltip).of(evidence)
}

/// The date and place of an event, as far as they are known.
pub(super) fn when_and_where(graph: &ClaimGraph, event: EventIdx) -> String {
    let record = graph.event(event);
    let date = Some(when(record.date)).filter(|_| !record.date.is_absent());
    let known: Vec<String> = date
        .into_iter()
        .chain(record.place.as_deref().map(str::to_owned))
        .collect();
    text::joined(&known)
}

/// A date in words: `2023-03 to 2023-04`; what is only known to be no later than its report, `on or before 2023-04`.
pub(super) fn when(date: Date) -> String {
    let written = date.to_string();
    match written.split_once('/') {
        Some(("..", last)) => format!("on or before {last}"),
        Some((first, "..")) => format!("on or after {first}"),
        Some((first, last)) => format!("{first} to {last}"),
        None => written,
    }
}

/// What kind of artefact it is.
pub(super) fn kind_of(graph: &ClaimGraph, evidence: EvidenceIdx) -> &'static str {
    match graph.evidence(evidence).kind {
        EvidenceKind::Other => "artefact",
        kind => kind.word(),
    }
}

/// `1 claim`, `3 claims`.
pub(super) fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
