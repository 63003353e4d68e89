//! From the numbers of an earlier state of a case to those of now, by ids.

use std::ops::Range;

use foldhash::fast::FixedState;
use hashbrown::HashMap;

use super::Earlier;
use crate::analysis::base::Base;
use crate::analysis::lineage::{Implied, LineageIdx, LineageNode};
use crate::case::{
    ActorIdx, ClaimGraph, ClaimIdx, EventIdx, EvidenceIdx, Kind, Node, ReportIdx, StatementIdx,
};

/// What is not there any more, or was not there before.
const NONE: u32 = u32::MAX;

/// Numbers of now by earlier numbers, kind by kind.
pub struct Renumbering {
    actors: Vec<u32>,
    claims: Vec<u32>,
    events: Vec<u32>,
    evidence: Vec<u32>,
    reports: Vec<u32>,
    statements: Vec<u32>,
    /// The other way round.
    claims_before: Vec<u32>,
    statements_before: Vec<u32>,
    /// Implied statements by their earlier place.
    implied: Vec<u32>,
    statements_then: u32,
}

fn known(number: u32) -> Option<u32> {
    (number != NONE).then_some(number)
}

impl Renumbering {
    /// By merging ids, which are sorted; statements claim by claim. Linear, and O(n log n) in the statements on claims
    /// of which some came or went.
    pub(super) fn new(earlier: Earlier<'_>, base: &Base<'_>) -> Self {
        let (old, new) = (earlier.graph, base.graph);
        let of = |kind| {
            let (then, now): (Vec<&str>, Vec<&str>) =
                (old.ids_of(kind).collect(), new.ids_of(kind).collect());
            merged(&then, &now)
        };
        let claims = of(Kind::Claim);
        let mut numbers = Renumbering {
            actors: of(Kind::Actor),
            events: of(Kind::Event),
            evidence: of(Kind::Evidence),
            reports: of(Kind::Report),
            claims_before: inverse(&claims, new.claims().len()),
            claims,
            statements: vec![NONE; old.statement_count()],
            statements_before: Vec::new(),
            implied: Vec::new(),
            statements_then: old.statement_count() as u32,
        };
        for claim in old.claims() {
            if let Some(now) = numbers.claim(claim) {
                numbers.match_statements(
                    (old, old.statement_range(claim)),
                    (new, new.statement_range(now)),
                );
            }
        }
        // Stances on statements stand after all stances on claims.
        numbers.match_statements((old, rest(old)), (new, rest(new)));
        numbers.statements_before = inverse(&numbers.statements, new.statement_count());
        numbers.implied = numbers.match_implied(earlier, base);
        numbers
    }

    fn match_statements(
        &mut self,
        (old, then): (&ClaimGraph, Range<u32>),
        (new, now): (&ClaimGraph, Range<u32>),
    ) {
        let (mut first, mut second) = (ids(old, then), ids(new, now));
        let is_same = first.len() == second.len()
            && first
                .iter()
                .zip(&second)
                .all(|(one, other)| one.0 == other.0);
        if !is_same {
            first.sort_unstable();
            second.sort_unstable();
        }
        let mut others = second.iter().peekable();
        for (id, at) in first {
            // Where both are the same they stand in their own order, and each meets its like at once.
            while others.next_if(|other| !is_same && other.0 < id).is_some() {}
            if let Some(other) = others.next_if(|other| other.0 == id) {
                self.statements[at as usize] = other.1;
            }
        }
    }

    /// Implied statements that stand for the same. Where their order differs, none are taken for the same: lines may
    /// be chosen by their order.
    fn match_implied(&self, earlier: Earlier<'_>, base: &Base<'_>) -> Vec<u32> {
        let lineage = &*base.lineage;
        let first = base.graph.statement_count() as u32;
        let now: HashMap<Implied, u32, FixedState> = (first..lineage.node_count() as u32)
            .filter_map(|at| match lineage.node(LineageIdx(at)) {
                LineageNode::Implied(implied) => Some((implied, at)),
                LineageNode::Statement(_) => None,
            })
            .collect();
        let then = self.statements_then..earlier.lineage.node_count() as u32;
        let found: Vec<u32> = then
            .map(|at| {
                let LineageNode::Implied(implied) = earlier.lineage.node(LineageIdx(at)) else {
                    return NONE;
                };
                let renumbered = self.implied_now(implied);
                renumbered
                    .and_then(|one| now.get(&one).copied())
                    .unwrap_or(NONE)
            })
            .collect();
        let in_order = found.iter().filter(|&&at| at != NONE).is_sorted();
        match in_order {
            true => found,
            false => vec![NONE; found.len()],
        }
    }

    fn implied_now(&self, implied: Implied) -> Option<Implied> {
        Some(Implied {
            speaker: match implied.speaker {
                Some(actor) => Some(self.actor(actor)?),
                None => None,
            },
            claim: self.claim(implied.claim)?,
            report: match implied.report {
                Some(report) => Some(self.report(report)?),
                None => None,
            },
        })
    }

    /// The number of an actor now.
    pub fn actor(&self, then: ActorIdx) -> Option<ActorIdx> {
        known(self.actors[then.at()]).map(ActorIdx)
    }

    /// The number of a claim now.
    pub fn claim(&self, then: ClaimIdx) -> Option<ClaimIdx> {
        known(self.claims[then.at()]).map(ClaimIdx)
    }

    /// The number of an event now.
    pub fn event(&self, then: EventIdx) -> Option<EventIdx> {
        known(self.events[then.at()]).map(EventIdx)
    }

    /// The number of an artefact now.
    pub fn evidence(&self, then: EvidenceIdx) -> Option<EvidenceIdx> {
        known(self.evidence[then.at()]).map(EvidenceIdx)
    }

    /// The number of a report now.
    pub fn report(&self, then: ReportIdx) -> Option<ReportIdx> {
        known(self.reports[then.at()]).map(ReportIdx)
    }

    /// The number of a statement now.
    pub fn statement(&self, then: StatementIdx) -> Option<StatementIdx> {
        known(self.statements[then.at()]).map(StatementIdx)
    }

    /// The number of a node of the lineage now.
    pub fn lineage(&self, then: LineageIdx) -> Option<LineageIdx> {
        let number = match then.0.checked_sub(self.statements_then) {
            None => self.statements[then.at()],
            Some(place) => self.implied[place as usize],
        };
        known(number).map(LineageIdx)
    }

    /// A record now.
    pub fn node(&self, then: Node) -> Option<Node> {
        Some(match then {
            Node::Actor(at) => self.actor(at)?.into(),
            Node::Claim(at) => self.claim(at)?.into(),
            Node::Event(at) => self.event(at)?.into(),
            Node::Evidence(at) => self.evidence(at)?.into(),
            Node::Report(at) => self.report(at)?.into(),
            Node::Statement(at) => self.statement(at)?.into(),
        })
    }

    pub(super) fn claim_before(&self, now: ClaimIdx) -> Option<ClaimIdx> {
        known(self.claims_before[now.at()]).map(ClaimIdx)
    }

    pub(super) fn statement_before(&self, now: StatementIdx) -> Option<StatementIdx> {
        known(self.statements_before[now.at()]).map(StatementIdx)
    }

    pub(super) fn is_same_claims(&self, then: &[ClaimIdx], now: &[ClaimIdx]) -> bool {
        is_same(then, now, |at| self.claim(at))
    }

    pub(super) fn is_same_actors(&self, then: &[ActorIdx], now: &[ActorIdx]) -> bool {
        is_same(then, now, |at| self.actor(at))
    }

    pub(super) fn is_same_events(&self, then: &[EventIdx], now: &[EventIdx]) -> bool {
        is_same(then, now, |at| self.event(at))
    }
}

/// Statements by id.
fn ids(graph: &ClaimGraph, range: Range<u32>) -> Vec<(&str, u32)> {
    range.map(|at| (graph.id(StatementIdx(at)), at)).collect()
}

/// Whether one list is the other under new numbers.
pub(super) fn is_same<T: Copy + PartialEq>(
    then: &[T],
    now: &[T],
    number: impl Fn(T) -> Option<T>,
) -> bool {
    then.len() == now.len()
        && then
            .iter()
            .zip(now)
            .all(|(&then, &now)| number(then) == Some(now))
}

/// The places of sorted ids among others.
fn merged(then: &[&str], now: &[&str]) -> Vec<u32> {
    let mut others = now.iter().zip(0u32..).peekable();
    let place = |id: &&str| {
        while others.next_if(|(other, _)| **other < *id).is_some() {}
        others
            .next_if(|(other, _)| **other == *id)
            .map_or(NONE, |(_, at)| at)
    };
    then.iter().map(place).collect()
}

fn inverse(numbers: &[u32], count: usize) -> Vec<u32> {
    let mut before = vec![NONE; count];
    for (then, &now) in numbers.iter().enumerate() {
        if now != NONE {
            before[now as usize] = then as u32;
        }
    }
    before
}

/// The statements that are stances on statements.
fn rest(graph: &ClaimGraph) -> Range<u32> {
    let on_claims = graph.claims().last();
    let start = on_claims.map_or(0, |claim| graph.statement_range(claim).end);
    start..graph.statement_count() as u32
}
