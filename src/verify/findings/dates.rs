//! Dates that cannot be: what is said before what it cites, before its event, after its report, or taken back before.

use std::collections::BTreeSet;

use super::Finding;
use super::named::{Named, events_of, shown};
use crate::case::date::Date;
use crate::case::graph::Object;
use crate::case::vocabulary::{ClaimKind, EvidenceKind, Stance};
use crate::case::{ClaimGraph, EventIdx, Node as Record, StatementIdx};
use crate::verify::certificates::reading::Reading;

/// Whether one date lies wholly before another, wherever on earth a day was meant: a moment has its time zone and a day
/// has none, so that half of the 26 hours between the first and the last may lie between them.
fn precedes(one: Date, other: Date) -> bool {
    let is_moment = |date: Date| date.latest() - date.earliest() < 24 * 3600 - 1;
    let slack = match is_moment(one) == is_moment(other) {
        true => 0,
        false => 13 * 3600,
    };
    let are_known = !one.is_unknown() && !other.is_unknown();
    are_known && one.latest() < other.earliest().saturating_sub(slack)
}

/// A statement, shown first, that is dated before something that it cites: what that is, if a statement or an artefact.
pub fn relay_before_origin(finding: &Finding<'_, '_>) -> Vec<Named> {
    let graph = finding.reading.graph;
    let Some(&at) = finding.shown_statements().first() else {
        return Vec::new();
    };
    let alone = Named {
        events: BTreeSet::new(),
        ..Named::said(graph, [at])
    };
    let is_before = |date| precedes(graph.date(at), date);
    let later = |&cited| match graph.node(cited) {
        Record::Statement(to) if is_before(graph.date(to)) => Some(Named {
            statements: BTreeSet::from([at, to]),
            shown: shown([at, to]),
            ..alone.clone()
        }),
        Record::Evidence(to) if is_before(graph.evidence(to).date) => Some(Named {
            evidence: BTreeSet::from([to]),
            ..alone.clone()
        }),
        Record::Report(to) if is_before(graph.report(to).date) => Some(alone.clone()),
        _ => None,
    };
    graph.cites(at).iter().filter_map(later).collect()
}

impl Reading<'_> {
    /// The first of some events to begin, with the date, where all are dated: by themselves, or by what they are part
    /// of.
    fn beginning(&self, events: &BTreeSet<EventIdx>) -> Option<(Date, EventIdx)> {
        let begun = |&event: &EventIdx| {
            let part_of = |&event: &EventIdx| self.graph.event(event).part_of;
            let mut dates = std::iter::successors(Some(event), part_of)
                .map(|event| self.graph.event(event).date);
            let date = dates.find(|date| !date.is_unknown() && !date.has_open_start())?;
            Some((date, event))
        };
        let dated: Option<Vec<(Date, EventIdx)>> = events.iter().map(begun).collect();
        (dated?.into_iter()).min_by_key(|(date, event)| (date.earliest(), *event))
    }
}

/// All that is said on a claim, or an artefact, dated before the first of its events; that is shown last.
pub fn premature(finding: &Finding<'_, '_>) -> Vec<Named> {
    let (reading, graph) = (finding.reading, finding.reading.graph);
    let found = match (finding.claims().next(), finding.named.evidence.first()) {
        (Some(claim), _) => {
            let kind = graph.claim(claim).kind;
            let is_ahead = matches!(kind, ClaimKind::Forecast | ClaimKind::Utterance);
            let begun = reading.beginning(&events_of(graph, [&claim]));
            begun.filter(|_| !is_ahead).map(|(begun, event)| {
                let early = graph.statements_on(claim).filter(|&at| {
                    let speaks = graph.stance(at) != Stance::Retracts && reading.is_live(at);
                    speaks && precedes(graph.date(at), begun)
                });
                (Named::said(graph, early), event)
            })
        }
        (None, Some(&evidence)) => {
            let record = graph.evidence(evidence);
            let records = matches!(
                record.kind,
                EvidenceKind::Photo | EvidenceKind::Video | EvidenceKind::Audio
            );
            let events = record.of.iter().chain(&record.of_one_of).copied().collect();
            let begun = reading.beginning(&events);
            let is_early = |&(begun, _): &(Date, _)| records && precedes(record.date, begun);
            begun.filter(is_early).map(|(_, event)| {
                let alone = Named {
                    evidence: BTreeSet::from([evidence]),
                    shown: shown([evidence]),
                    ..Named::default()
                };
                (alone, event)
            })
        }
        (None, None) => None,
    };
    let found = found.filter(|(named, _)| !named.shown.is_empty());
    Vec::from_iter(found.map(|(mut named, event)| {
        named.events = BTreeSet::from([event]);
        named.shown.insert(Some(event.into()));
        named
    }))
}

/// A part of an event apart from the whole, all statements later than a report that has them, or a retraction before
/// what it takes back.
pub fn impossible(finding: &Finding<'_, '_>) -> Vec<Named> {
    let graph = finding.reading.graph;
    let named = &finding.named;
    if let Some(&report) = named.reports.first() {
        let published = graph.report(report).date;
        let mut late = finding.index.said_in(report).to_vec();
        late.retain(|&at| precedes(published, graph.date(at)));
        return Vec::from_iter((!late.is_empty()).then(|| {
            let mut due = Named::said(graph, late);
            due.shown.insert(Some(report.into()));
            Named {
                actors: BTreeSet::new(),
                events: BTreeSet::new(),
                reports: BTreeSet::from([report]),
                ..due
            }
        }));
    }
    let statements = Vec::from_iter(named.statements.iter().copied());
    match (
        statements.as_slice(),
        Vec::from_iter(&named.events).as_slice(),
    ) {
        (&[one, other], _) => {
            let is_taken_back =
                |&(back, said): &(StatementIdx, StatementIdx)| takes_back_before(graph, back, said);
            let pairs = [(one, other), (other, one)].into_iter();
            let due = pairs.filter(is_taken_back).map(|_| Named {
                events: BTreeSet::new(),
                ..Named::said(graph, [one, other])
            });
            due.collect()
        }
        ([], &[&one, &other]) => {
            let is_part = |part: EventIdx, whole| graph.event(part).part_of == Some(whole);
            let [first, second] = [one, other].map(|event| graph.event(event).date);
            let holds = (is_part(one, other) || is_part(other, one))
                && (precedes(first, second) || precedes(second, first));
            Vec::from_iter(holds.then(|| Named {
                events: named.events.clone(),
                shown: shown([one, other]),
                ..Named::default()
            }))
        }
        _ => Vec::new(),
    }
}

/// Whether a retraction is dated before what it takes back: the statement that it names, or all that its actor says or
/// verifies on the claim under any id, of which this is said first.
fn takes_back_before(graph: &ClaimGraph, back: StatementIdx, said: StatementIdx) -> bool {
    let is_own = |at: &StatementIdx| {
        graph.speaker(*at) == graph.speaker(back) && graph.stance(*at) != Stance::Retracts
    };
    let is_meant = match graph.object(back) {
        Object::Statement(named) => named == said,
        Object::Claim(claim) => {
            let own = graph.statements_on_any_id(claim).filter(is_own);
            let entries = (graph.all_evidence()).flat_map(|at| &graph.evidence(at).verified);
            let mut own_entries = entries.filter(|entry| {
                let mut claims = entry.claims.iter();
                entry.by == graph.speaker(back) && claims.any(|&one| graph.are_same(one, claim))
            });
            own.min_by_key(|&at| graph.date(at).earliest()) == Some(said)
                && own_entries.all(|entry| precedes(graph.date(back), entry.date))
        }
    };
    graph.stance(back) == Stance::Retracts
        && graph.speaker(said) == graph.speaker(back)
        && is_meant
        && precedes(graph.date(back), graph.date(said))
}
