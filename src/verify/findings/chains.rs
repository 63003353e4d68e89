//! What cites what: chains that come back to their speaker or side, circles, what leads nowhere, what grows on its way,
//! and what was taken back (semantics §§1, 2 and 5).

use std::collections::{BTreeMap, BTreeSet};

use super::Finding;
use super::named::{Named, events_of, shown};
use super::table::Severity;
use super::weaknesses::listed_cycles;
use crate::case::date::Date;
use crate::case::graph::Object;
use crate::case::vocabulary::{Basis, Certainty, ClaimKind, Stance};
use crate::case::{ActorIdx, ClaimGraph, ClaimIdx, StatementIdx};
use crate::verify::certificates::reading::{NodeNumber, Reading, closure};

/// All statements that cite for a claim what nobody recorded; that is shown last.
pub fn dead_end(finding: &Finding<'_, '_>) -> Vec<Named> {
    let (reading, graph) = (finding.reading, finding.reading.graph);
    let first = finding.named.statements.first();
    let edges = first.map_or(&[][..], |at| reading.edges(at.0));
    let cited: BTreeSet<NodeNumber> = edges.iter().map(|edge| edge.to).collect();
    let due = cited.into_iter().filter_map(|node| {
        let cited = reading.unrecorded(node)?;
        let citing = finding.index.citing(node).iter().copied();
        let mut due = Named {
            claims: BTreeSet::from([cited.claim]),
            actors: cited.speaker.into_iter().collect(),
            reports: cited.report.into_iter().collect(),
            events: events_of(graph, [&cited.claim]),
            ..Named::said(graph, citing)
        };
        due.shown.insert(None);
        Some(due)
    });
    due.collect()
}

/// A chain that comes back to the actor who began it, through somebody else.
pub fn round_trip(finding: &Finding<'_, '_>) -> Vec<Named> {
    let speaker = |at| finding.reading.graph.speaker(at);
    chain(finding, |first, between, last| {
        speaker(first) == speaker(last) && between.iter().any(|&at| speaker(at) != speaker(first))
    })
}

/// A chain that comes back to the side that began it, as somebody else's word, through an outsider.
pub fn laundered(finding: &Finding<'_, '_>) -> Vec<Named> {
    let reading = finding.reading;
    chain(finding, |first, between, last| {
        let mut between = between.iter();
        reading.are_allied(first, last) && between.any(|&at| reading.is_outside(at, first, last))
    })
}

/// In a claim of more statements nobody looks whether some such chain is there.
const FEW_SAID: usize = 64;

/// A chain within one claim, by whatever id, each statement cited by the next, that comes back, and is no part of a
/// circle.
fn chain(
    finding: &Finding<'_, '_>,
    comes_back: impl Fn(StatementIdx, &[StatementIdx], StatementIdx) -> bool,
) -> Vec<Named> {
    let (reading, graph) = (finding.reading, finding.reading.graph);
    let chain = finding.shown_statements();
    let ids = chain.iter().map(|&at| graph.id(at));
    let (true, [first, between @ .., last]) = (ids.eq(&finding.said.statements), &chain[..]) else {
        return Vec::new();
    };
    let goes_on = |pair: &[StatementIdx]| {
        let mut cited = reading.cited_within(pair[1]);
        cited.any(|at| at == pair[0])
    };
    let holds = chain.iter().all(|&at| reading.is_made(at))
        && chain.windows(2).all(goes_on)
        && comes_back(*first, between, *last)
        && !reading.are_in_a_circle(first.0, last.0);
    let on = graph.claim_of(*first).into_iter();
    let claims = on.flat_map(|claim| graph.same(claim));
    let claims: BTreeSet<ClaimIdx> = claims.filter(is_fact(graph)).collect();
    Vec::from_iter((holds && !claims.is_empty()).then(|| Named {
        events: events_of(graph, &claims),
        claims,
        ..Named::said(graph, chain)
    }))
}

fn is_fact(graph: &ClaimGraph) -> impl Fn(&ClaimIdx) -> bool + '_ {
    |&claim| graph.claim(claim).kind == ClaimKind::Fact
}

/// A cycle as it is listed, closed; with all claims of its component, of which not all fall with it.
pub fn circle(finding: &Finding<'_, '_>) -> Vec<Named> {
    let (reading, graph) = (finding.reading, finding.reading.graph);
    let cycles = listed_cycles(finding, true).unwrap_or_default();
    let [cycle] = cycles[..] else {
        return Vec::new();
    };
    if cycle.apparent {
        return Vec::new();
    }
    let ids = cycle.shortest.iter();
    let members: Vec<StatementIdx> = ids.filter_map(|id| reading.statement_of(id).ok()).collect();
    let Some(first) = members.first() else {
        return Vec::new();
    };
    let component = reading.component_of(first.0).iter();
    let claims = component.filter_map(|&node| graph.claim_of(reading.statement(node)?));
    let claims: BTreeSet<ClaimIdx> = claims.collect();
    let is_circular = |claim: &ClaimIdx| {
        let mut about = finding.about.iter();
        about.any(|(at, said)| at == claim && said.status == "circular")
    };
    let holds = claims.iter().any(is_fact(graph)) && !claims.iter().all(is_circular);
    Vec::from_iter(holds.then(|| Named {
        claims,
        events: BTreeSet::new(),
        ..Named::said(graph, members)
    }))
}

/// Something that was taken back, then the first retraction of it, then all who rest on it and speak surely later.
pub fn still_cited(finding: &Finding<'_, '_>) -> Vec<Named> {
    let (reading, graph) = (finding.reading, finding.reading.graph);
    let Some(&said) = finding.shown_statements().first() else {
        return Vec::new();
    };
    let takes_back = |&by: &StatementIdx| {
        let is_dated = !reading.heard_on(by).is_unknown() && graph.stance(by) == Stance::Retracts;
        is_dated && reading.is_live(by) && reading.takes_back(by, said)
    };
    let own = finding.index.made_by(graph.speaker(said)).iter().copied();
    let retractions = own.filter(takes_back);
    let Some(retraction) = retractions.min_by_key(|&by| (reading.heard_on(by).sort_key(), by))
    else {
        return Vec::new();
    };
    let relies = |&at: &StatementIdx| {
        let speaks = graph.stance(at).supports() || graph.stance(at) == Stance::Disputes;
        let mut edges = reading.edges(at.0).iter();
        speaks
            && reading.is_live(at)
            && edges.any(|edge| edge.to == said.0 && edge.carries)
            && graph.said_at(at).surely_after(reading.heard_on(retraction))
            && !says_the_disputed(graph, at, said)
    };
    let citing = finding.index.citing(said.0).iter().copied();
    let mut due = Named::said(graph, citing.filter(relies));
    let holds = !due.statements.is_empty();
    due.statements.extend([said, retraction]);
    due.claims = all_ids(graph, due.claims);
    Vec::from_iter(holds.then(|| Named {
        shown: shown(due.statements.iter().copied()),
        events: BTreeSet::new(),
        ..due
    }))
}

/// Whether something says just what a statement disputes in another.
fn says_the_disputed(graph: &ClaimGraph, by: StatementIdx, said: StatementIdx) -> bool {
    let says = |at: StatementIdx| (graph.matter(graph.object(at)), graph.stance(at).supports());
    match (graph.stance(by), graph.object(by)) {
        (Stance::Disputes, Object::Statement(disputed)) => {
            let stance = graph.stance(disputed);
            let speaks = stance.supports() || stance == Stance::Disputes;
            speaks && says(disputed) == says(said)
        }
        _ => false,
    }
}

/// Some claims by all of their ids.
fn all_ids(graph: &ClaimGraph, claims: BTreeSet<ClaimIdx>) -> BTreeSet<ClaimIdx> {
    let firsts: BTreeSet<ClaimIdx> = claims.into_iter().map(|at| graph.proposition(at)).collect();
    firsts.into_iter().flat_map(|at| graph.same(at)).collect()
}

/// All retractions by one actor of what somebody else said, which is shown, too, or of what it never spoke on.
pub fn empty_retraction(finding: &Finding<'_, '_>) -> Vec<Named> {
    let (reading, graph) = (finding.reading, finding.reading.graph);
    let Some(&first) = finding.shown_statements().first() else {
        return Vec::new();
    };
    let (object, actor) = (graph.object(first), graph.speaker(first));
    let (claim, named) = match object {
        Object::Claim(claim) => (Some(claim), None),
        Object::Statement(at) => (graph.claim_of(at), Some(at)),
    };
    let own = finding.index.made_by(actor).iter().copied();
    let on_it = own.filter(|&at| graph.matter(graph.object(at)) == graph.matter(object));
    let (retractions, others): (Vec<StatementIdx>, Vec<StatementIdx>) =
        on_it.partition(|&at| graph.stance(at) == Stance::Retracts);
    let retractions = retractions
        .into_iter()
        .filter(|&at| graph.object(at) == object);
    let retractions = retractions.filter(|&at| reading.is_made(at));
    let due = Named {
        claims: claim.into_iter().collect(),
        actors: BTreeSet::from([actor]),
        events: BTreeSet::new(),
        ..Named::said(graph, retractions.chain(named))
    };
    let is_own = named.is_some_and(|at| graph.speaker(at) == actor)
        || (claim.filter(|_| named.is_none()))
            .is_some_and(|claim| has_verified(graph, actor, claim));
    let is_one = graph.stance(first) == Stance::Retracts && reading.is_made(first);
    Vec::from_iter((is_one && others.is_empty() && !is_own).then_some(due))
}

/// Whether an actor has verified a claim on any artefact.
fn has_verified(graph: &ClaimGraph, actor: ActorIdx, claim: ClaimIdx) -> bool {
    let mut entries = graph
        .all_evidence()
        .flat_map(|at| &graph.evidence(at).verified);
    entries.any(|entry| {
        let mut claims = entry.claims.iter();
        entry.by == actor && claims.any(|&one| graph.are_same(one, claim))
    })
}

/// A statement with what it passes on.
fn passage(graph: &ClaimGraph, at: StatementIdx, of: Vec<StatementIdx>) -> Named {
    Named {
        actors: BTreeSet::from([graph.speaker(at)]),
        events: events_of(graph, graph.claim_of(at).as_ref()),
        ..Named::said(graph, of.into_iter().chain([at]))
    }
}

/// Somebody passes on a claim as surer than all that it rests on, which is one voice; or leaves a reserve out.
pub fn inflation(finding: &Finding<'_, '_>) -> Vec<Named> {
    let (reading, graph) = (finding.reading, finding.reading.graph);
    let inflated = |&at: &StatementIdx| {
        let behind = reading.behind_the_silent(reading.passed_on(at)?);
        let certainty = |at: StatementIdx| graph.detail(at).and_then(|detail| detail.certainty);
        let sources: Vec<StatementIdx> = (behind.iter().copied())
            .filter(|&to| certainty(to).is_some())
            .collect();
        let surest = sources.iter().filter_map(|&to| certainty(to)).max()?;
        let rises = match certainty(at) {
            Some(own) => own > surest,
            None => surest < Certainty::VeryLikely && !graph.is_relay(at),
        };
        let severity = Severity::grave(certainty(at).is_some());
        let is_one_voice = (sources.iter()).all(|&to| reading.are_of_one_side(to, sources[0]));
        let matter = |at: StatementIdx| graph.matter(graph.object(at));
        let is_one_claim = (behind.iter()).all(|&to| matter(to) == matter(at));
        let holds =
            rises && is_one_voice && is_one_claim && graph.claim_of(at).iter().any(is_fact(graph));
        holds.then(|| Named {
            severity,
            ..passage(graph, at, behind)
        })
    };
    let mut due: Vec<Named> = (finding.named.statements.iter().filter_map(inflated)).collect();
    due.retain(|named| named.actors == finding.named.actors);
    due
}

/// Somebody passes on as one claim what is said of another, comparable one, and does not lead to it.
pub fn drift(finding: &Finding<'_, '_>) -> Vec<Named> {
    let (reading, graph) = (finding.reading, finding.reading.graph);
    let drifted = |&at: &StatementIdx| {
        let cited = reading.passed_on(at)?;
        let claim = graph.claim_of(at)?;
        let sources = reading.supporters(claim);
        let says_it =
            |&to: &StatementIdx| graph.claim_of(to).is_some_and(|on| sources.contains(&on));
        let is_other = |&to: &StatementIdx| {
            let from = graph.claim_of(to);
            from.is_some_and(|from| reading.is_drift(from, claim))
        };
        let from: Vec<StatementIdx> = cited.iter().copied().filter(is_other).collect();
        let holds = is_fact(graph)(&claim) && !from.is_empty() && !cited.iter().any(says_it);
        holds.then(|| passage(graph, at, from))
    };
    let mut due: Vec<Named> = (finding.named.statements.iter().filter_map(drifted)).collect();
    due.retain(|named| named.actors == finding.named.actors);
    due
}

impl Reading<'_> {
    /// When a retraction came to be known: an undated one with its report, and so one that is told in somebody's name
    /// in a later report.
    fn heard_on(&self, by: StatementIdx) -> Date {
        let own = self.graph.date(by);
        let report = self.graph.report_of(by);
        let published = report.map(|report| self.graph.report(report).date);
        match published.filter(|date| !date.is_unknown()) {
            Some(date) if own.is_unknown() => date,
            Some(date) if self.graph.passed_on(by).is_some() && date.latest() > own.latest() => {
                date
            }
            _ => own,
        }
    }

    /// What a statement rests on that was said of the same claim, by whatever id, and may come back to it.
    fn cited_within(&self, at: StatementIdx) -> impl Iterator<Item = StatementIdx> + '_ {
        let carrying = self.edges(at.0).iter().filter(|edge| edge.carries);
        let carrying = carrying.filter(move |edge| self.may_close(at.0, edge));
        let cited = carrying.filter_map(|edge| self.statement(edge.to));
        let claim = self.graph.claim_of(at);
        let is_same = move |on| claim.is_some_and(|claim| self.graph.are_same(claim, on));
        cited.filter(move |&to| self.is_made(to) && self.graph.claim_of(to).is_some_and(is_same))
    }

    /// Whether two statements are by two actors of one side.
    fn are_allied(&self, one: StatementIdx, other: StatementIdx) -> bool {
        self.graph.speaker(one) != self.graph.speaker(other) && self.are_of_one_side(one, other)
    }

    /// Whether a statement is of the side of neither end of a chain.
    fn is_outside(&self, at: StatementIdx, first: StatementIdx, last: StatementIdx) -> bool {
        !self.are_of_one_side(at, first) && !self.are_of_one_side(at, last)
    }

    /// Whether within a claim some chain comes back to the side that began it, as [`laundered`] asks; or so much is
    /// said that there may be one.
    pub fn may_be_laundered(&self, claim: ClaimIdx) -> bool {
        let said = self.graph.statements_on_any_id(claim);
        let said: Vec<StatementIdx> = said.collect();
        if said.len() > FEW_SAID {
            return true;
        }
        let behind = |&at: &StatementIdx| (at, closure([at], |at| self.cited_within(at)));
        let behind: BTreeMap<StatementIdx, BTreeSet<StatementIdx>> =
            said.iter().map(behind).collect();
        let returns = |first: StatementIdx, last: StatementIdx| {
            let leads = |at: &&StatementIdx| behind[*at].contains(&first);
            let mut between = behind[&last].iter().filter(leads);
            between.any(|&at| self.is_outside(at, first, last))
                && !self.are_in_a_circle(first.0, last.0)
        };
        let live = said.iter().filter(|&&at| self.is_live(at));
        live.copied().any(|last| {
            let mut firsts = behind[&last].iter().copied();
            firsts.any(|first| self.are_allied(first, last) && returns(first, last))
        })
    }

    /// The statements that one passes on, if it only passes on what others said: all that it rests on is recorded.
    fn passed_on(&self, at: StatementIdx) -> Option<Vec<StatementIdx>> {
        let is_inferred = self.graph.basis(at) == Some(Basis::Inferred);
        let supports = self.graph.stance(at).supports() && self.is_live(at);
        let passes = supports && !is_inferred && !self.is_root(at.0);
        let cited = self.carried(at);
        cited.filter(|cited| passes && !cited.is_empty())
    }

    /// What a statement rests on and may have heard, if all of it is recorded.
    fn carried(&self, at: StatementIdx) -> Option<Vec<StatementIdx>> {
        let carrying = self.edges(at.0).iter().filter(|edge| edge.carries);
        let heard = carrying.filter(|edge| self.may_close(at.0, edge));
        heard.map(|edge| self.statement(edge.to)).collect()
    }

    /// Some statements, and what those that name no certainty pass on in their turn, back to some that do; nothing
    /// where some lineage names none.
    fn behind_the_silent(&self, cited: Vec<StatementIdx>) -> Vec<StatementIdx> {
        let is_silent = |at: StatementIdx| {
            let detail = self.graph.detail(at);
            detail.is_none_or(|detail| detail.certainty.is_none())
        };
        let mut found = cited;
        let mut seen: BTreeSet<StatementIdx> = found.iter().copied().collect();
        let mut next = 0;
        while let Some(&at) = found.get(next) {
            next += 1;
            if !is_silent(at) {
                continue;
            }
            match self
                .carried(at)
                .filter(|_| self.graph.is_relay(at) && !self.is_root(at.0))
            {
                Some(cited) => found.extend(cited.into_iter().filter(|&to| seen.insert(to))),
                None => return Vec::new(),
            }
        }
        found
    }

    /// Whether one claim, made of another, has another number, says more, is a rival account or has another scope.
    fn is_drift(&self, from: ClaimIdx, to: ClaimIdx) -> bool {
        let (before, after) = (self.graph.links(from), self.graph.links(to));
        if let (Some(before), Some(after)) = (&before.quantity, &after.quantity)
            && before.counts_as(after)
            && before.has_value()
            && after.has_value()
        {
            return after.min > before.min || before.max > after.max;
        }
        self.supporters(from).contains(&to)
            || before.contrasts.contains(&to)
            || before.part_of.contains(&to)
            || after.part_of.contains(&from)
    }

    /// Whether a retraction is one of some statement.
    pub fn takes_back(&self, by: StatementIdx, at: StatementIdx) -> bool {
        let graph = self.graph;
        let is_same = graph.stance(at) != Stance::Retracts
            && graph.matter(graph.object(by)) == graph.matter(graph.object(at));
        let is_meant = is_same || graph.object(by) == Object::Statement(at);
        graph.stance(by) == Stance::Retracts && by != at && is_meant && self.may_take_back(by, at)
    }
}
