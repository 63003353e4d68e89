//! Chains: what comes back to its speaker or side, what leads nowhere, what is older than what it cites, and what was
//! taken back (semantics §§1, 2 and 5).

use std::collections::BTreeSet;

use super::findings::Finding;
use super::names::Doubt;
use super::reading::{Edge, NodeNumber, Reading, Ties};
use crate::case::graph::Object;
use crate::case::vocabulary::{Basis, Certainty, Stance};
use crate::case::{Node as Record, StatementIdx};

/// Statements on a claim that cite somebody who says nothing else on it, and that word itself, which is not recorded.
pub(super) fn dead_end(finding: &Finding<'_, '_>, shown: &[Option<&str>]) -> Result<(), Doubt> {
    let reading = finding.reading;
    let is_cited = |node: NodeNumber| {
        let cites = |at: &StatementIdx| reading.cites(at.0, node);
        let Some(cited) = reading.unrecorded(node) else {
            return false;
        };
        finding.claims().eq([cited.claim])
            && finding.actors().eq(cited.speaker)
            && finding.statements.iter().all(cites)
    };
    let first = finding.statements.first();
    let edges = first.map_or(&[][..], |at| reading.edges(at.0));
    let is_last = matches!(shown, [others @ .., None] if others.iter().all(Option::is_some));
    match is_last && edges.iter().any(|edge| is_cited(edge.to)) {
        true => Ok(()),
        false => Err("nobody is cited there who says nothing else on it".to_owned()),
    }
}

/// A statement, first, that is dated before something that it cites: what it cites is shown if it is a statement.
pub(super) fn relay_before_origin(finding: &Finding<'_, '_>, shown: &[&str]) -> Result<(), Doubt> {
    let graph = finding.reading.graph;
    let at = finding
        .reading
        .statement_of(shown.first().copied().unwrap_or_default())?;
    let own = graph.date(at);
    let is_later = |cited: Record| match cited {
        Record::Statement(to) => {
            shown.get(1) == Some(&graph.id(cited)) && own.surely_before(graph.date(to))
        }
        Record::Evidence(to) => {
            shown.len() == 1 && finding.names(cited) && own.surely_before(graph.evidence(to).date)
        }
        Record::Report(to) => shown.len() == 1 && own.surely_before(graph.report(to).date),
        _ => false,
    };
    let names = finding.claims().eq(graph.claim_of(at)) && finding.actors().eq([graph.speaker(at)]);
    let mut cited = graph.cites(at).iter().map(|&cited| graph.node(cited));
    match names && cited.any(is_later) {
        true => Ok(()),
        false => Err("it cites nothing that is dated later".to_owned()),
    }
}

/// Statements and artefacts, each dated before the event that is shown last and that the finding names.
pub(super) fn premature(finding: &Finding<'_, '_>, shown: &[&str]) -> Result<(), Doubt> {
    let graph = finding.reading.graph;
    let Some((last, before)) = shown.split_last() else {
        return Err("it shows no event".to_owned());
    };
    let event = finding.reading.event_of(last)?;
    let wholes = std::iter::successors(Some(event), |&part| graph.event(part).part_of);
    let begun = wholes
        .map(|event| graph.event(event).date)
        .find(|date| !date.is_unknown());
    let is_early = |id: &&str| {
        let date = match graph.find(id) {
            Some(Record::Statement(at)) => graph.date(at),
            Some(Record::Evidence(at)) => graph.evidence(at).date,
            _ => return false,
        };
        begun.is_some_and(|begun| date.surely_before(begun))
    };
    match finding.names(event.into()) && !before.is_empty() && before.iter().all(is_early) {
        true => Ok(()),
        false => Err("something is shown that is not dated before the event".to_owned()),
    }
}

/// A statement that had been made by the as-of date.
fn made(reading: &Reading<'_>, id: &str) -> Result<StatementIdx, Doubt> {
    let at = reading.statement_of(id)?;
    match reading.is_made(at) {
        true => Ok(at),
        false => Err(format!("`{id}` had not been said at that date")),
    }
}

/// To whom a chain comes back.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Return {
    SameActor,
    SameSide,
}

/// A chain within one claim, each statement cited by the next, that comes back through somebody else.
pub(super) fn chain(finding: &Finding<'_, '_>, ids: &[&str], back: Return) -> Result<(), Doubt> {
    let reading = finding.reading;
    if finding.said.statements != ids {
        return Err("it does not name the statements of its chain in their order".to_owned());
    }
    let chain = ids
        .iter()
        .map(|id| made(reading, id))
        .collect::<Result<Vec<_>, Doubt>>()?;
    let [first, between @ .., last] = chain.as_slice() else {
        return Err("its chain has no two ends".to_owned());
    };
    for pair in chain.windows(2) {
        let carries = |to: StatementIdx| {
            reading
                .edges(pair[1].0)
                .iter()
                .any(|edge| edge.to == to.0 && edge.carries)
        };
        if !carries(pair[0]) {
            let (from, to) = (reading.name(pair[1].0), reading.name(pair[0].0));
            return Err(format!("{from} does not rest on {to}"));
        }
        if reading.graph.claim_of(pair[0]) != reading.graph.claim_of(pair[1]) {
            return Err("its chain runs through several claims".to_owned());
        }
    }
    let speaker = |at: StatementIdx| reading.graph.speaker(at);
    let voices = |at: StatementIdx| reading.voices(speaker(at), reading.graph.date(at), Ties::Sure);
    let joined = |one, other| !voices(one).is_disjoint(&voices(other));
    let same = speaker(*first) == speaker(*last);
    let holds = match back {
        Return::SameActor => same && between.iter().any(|&at| speaker(at) != speaker(*first)),
        Return::SameSide => {
            let outside = |&at: &StatementIdx| !joined(at, *first) && !joined(at, *last);
            !same && joined(*first, *last) && between.iter().any(outside)
        }
    };
    if !holds {
        return Err("its chain does not come back through somebody else".to_owned());
    }
    match reading.reach(&[first.0]).contains(&last.0) {
        true => Err("its chain is part of a cycle".to_owned()),
        false => Ok(()),
    }
}

/// Something that was taken back, then its retraction, then those who rest on it, all made surely later.
pub(super) fn still_cited(finding: &Finding<'_, '_>, shown: &[&str]) -> Result<(), Doubt> {
    let reading = finding.reading;
    let graph = reading.graph;
    let shown = shown.iter().map(|id| reading.statement_of(id));
    let shown = shown.collect::<Result<Vec<_>, Doubt>>()?;
    let [said, retraction, citing @ ..] = shown.as_slice() else {
        return Err("it shows no retraction".to_owned());
    };
    let is_late = |&at: &StatementIdx| {
        let speaks = graph.stance(at).supports() || graph.stance(at) == Stance::Disputes;
        let mut edges = reading.edges(at.0).iter();
        let rests = edges.any(|edge| edge.to == said.0 && edge.carries);
        let is_after = graph.date(at).surely_after(graph.date(*retraction));
        speaks && reading.is_live(at) && rests && is_after
    };
    let speakers: BTreeSet<_> = citing.iter().map(|&at| graph.speaker(at)).collect();
    let claims: BTreeSet<_> = citing.iter().filter_map(|&at| graph.claim_of(at)).collect();
    let names = finding.actors().eq(speakers) && finding.claims().eq(claims);
    let is_dated = reading.is_live(*retraction) && !graph.date(*retraction).is_unknown();
    let is_taken_back = is_dated && reading.takes_back(*retraction, *said);
    match names && is_taken_back && !citing.is_empty() && citing.iter().all(is_late) {
        true => Ok(()),
        false => Err("nobody rests on something that was taken back before".to_owned()),
    }
}

/// Retractions by one actor of what somebody else said, or of what it never spoke on.
pub(super) fn empty_retraction(finding: &Finding<'_, '_>) -> Result<(), Doubt> {
    let reading = finding.reading;
    let graph = reading.graph;
    let is_retraction = |at: &&StatementIdx| graph.stance(**at) == Stance::Retracts;
    let retractions = finding.statements.iter().filter(is_retraction);
    let mut takes: BTreeSet<(Object, _)> = BTreeSet::new();
    takes.extend(retractions.map(|&at| (graph.object(at), graph.speaker(at))));
    let none = || Err("it takes back something that was said".to_owned());
    let [(object, actor)] = Vec::from_iter(takes)[..] else {
        return none();
    };
    let (claim, named) = match object {
        Object::Claim(claim) => (Some(claim), None),
        Object::Statement(at) => (graph.claim_of(at), Some(at)),
    };
    let is_own = |at: StatementIdx| graph.speaker(at) == actor;
    let spoke = graph
        .statements()
        .any(|at| is_own(at) && graph.object(at) == object && graph.stance(at) != Stance::Retracts);
    let beside: Vec<StatementIdx> = (finding.statements.iter().copied())
        .filter(|&at| graph.stance(at) != Stance::Retracts || Some(at) == named)
        .collect();
    let names = finding.actors().eq([actor]) && finding.claims().eq(claim);
    match names && !spoke && !named.is_some_and(is_own) && beside.into_iter().eq(named) {
        true => Ok(()),
        false => none(),
    }
}

/// All support of its claims, then what was taken back behind it, each with a retraction of it.
pub(super) fn unfounded(finding: &Finding<'_, '_>, shown: &[&str]) -> Result<(), Doubt> {
    let reading = finding.reading;
    let shown = shown.iter().map(|id| reading.statement_of(id));
    let shown = shown.collect::<Result<Vec<_>, Doubt>>()?;
    let behind = reading.reach(&finding.support());
    let took_back = |&at: &StatementIdx| {
        let by = |&by: &StatementIdx| reading.is_live(by) && reading.takes_back(by, at);
        finding.statements.contains(&at) || behind.contains(&at.0) && shown.iter().any(by)
    };
    let takes_back = |&at: &StatementIdx| shown.iter().any(|&said| reading.takes_back(at, said));
    let shows_all = finding.statements.iter().all(|at| shown.contains(at));
    match shows_all && shown.iter().all(|at| took_back(at) || takes_back(at)) {
        true => Ok(()),
        false => Err("it shows what is neither support nor taken back behind it".to_owned()),
    }
}

/// Somebody passes on a claim as surer than all that it rests on here, or leaves a reserve out.
pub(super) fn inflation(finding: &Finding<'_, '_>) -> Result<(), Doubt> {
    let graph = finding.reading.graph;
    let certainty = |at: StatementIdx| graph.detail(at).and_then(|detail| detail.certainty);
    let is_surer = |&&at: &&StatementIdx| {
        let others = finding
            .statements
            .iter()
            .copied()
            .filter(|&other| other != at);
        let is_same = others
            .clone()
            .all(|other| graph.claim_of(other) == graph.claim_of(at));
        let surest = others.filter_map(certainty).max();
        let rises = surest.is_some_and(|surest| match certainty(at) {
            Some(own) => own > surest,
            None => surest < Certainty::VeryLikely,
        });
        rises
            && is_same
            && finding.actors().eq([graph.speaker(at)])
            && finding.reading.passes_on(at)
    };
    match finding.statements.iter().any(|at| is_surer(&at)) {
        true => Ok(()),
        false => Err("nobody is surer there than what it rests on".to_owned()),
    }
}

/// Somebody passes on as one claim what is said of another and does not lead to it.
pub(super) fn drift(finding: &Finding<'_, '_>) -> Result<(), Doubt> {
    let reading = finding.reading;
    let graph = reading.graph;
    let drifts = |&at: &StatementIdx| {
        let from = |edge: &Edge| edge.carries.then(|| reading.statement(edge.to)).flatten();
        let mut cited = reading.edges(at.0).iter().filter_map(from);
        let leads_to = |claim| {
            graph
                .claim_of(at)
                .is_some_and(|own| reading.supporters(own).contains(&claim))
        };
        let is_other = |to: StatementIdx| {
            finding.statements.contains(&to) && !graph.claim_of(to).is_some_and(leads_to)
        };
        finding.actors().eq([graph.speaker(at)]) && reading.passes_on(at) && cited.any(is_other)
    };
    match finding.statements.len() == 2 && finding.statements.iter().any(drifts) {
        true => Ok(()),
        false => Err("nobody makes another claim there of what it cites".to_owned()),
    }
}

/// A part of an event apart from the whole, statements later than a report that has them, or a retraction before what it
/// takes back.
pub(super) fn impossible(finding: &Finding<'_, '_>) -> Result<(), Doubt> {
    let graph = finding.reading.graph;
    let (events, reports) = (finding.events(), finding.reports());
    let retracts = |at: &StatementIdx| graph.stance(*at) == Stance::Retracts;
    let holds = match (
        reports.as_slice(),
        Vec::from_iter(&finding.statements).as_slice(),
    ) {
        ([], []) => events.iter().any(|&part| {
            let whole = graph
                .event(part)
                .part_of
                .filter(|whole| events.contains(whole));
            let dates = whole.map(|whole| [part, whole].map(|event| graph.event(event).date));
            dates.is_some_and(|[own, all]| own.surely_before(all) || all.surely_before(own))
        }),
        (&[report], [_, ..]) => finding.statements.iter().all(|&at| {
            let said_in = graph.detail(at).and_then(|detail| detail.said_in);
            let is_in = [said_in, graph.report_of(at)].contains(&Some(report));
            is_in && graph.report(report).date.surely_before(graph.date(at))
        }),
        ([], &[&one, &other]) => [(one, other), (other, one)].iter().any(|&(back, said)| {
            let is_own = graph.speaker(back) == graph.speaker(said);
            retracts(&back) && is_own && graph.date(back).surely_before(graph.date(said))
        }),
        _ => false,
    };
    match holds {
        true => Ok(()),
        false => Err("its dates are not impossible".to_owned()),
    }
}

impl Reading<'_> {
    /// Whether a statement only passes on what others said.
    fn passes_on(&self, at: StatementIdx) -> bool {
        let is_inferred = self.graph.basis(at) == Some(Basis::Inferred);
        let supports = self.graph.stance(at).supports() && self.is_live(at);
        supports && !is_inferred && !self.is_root(at.0)
    }

    /// Whether a retraction is one of some statement.
    fn takes_back(&self, by: StatementIdx, at: StatementIdx) -> bool {
        let graph = self.graph;
        let same =
            graph.object(by) == graph.object(at) || graph.object(by) == Object::Statement(at);
        graph.stance(by) == Stance::Retracts && by != at && same && self.may_take_back(by, at)
    }
}
