//! Verifications that were taken back (semantics §1, §2): who retracts a claim vouches for it on no artefact any more.

use std::sync::Arc;

use super::base::Base;
use super::live::Life;
use super::{Facts, Suppositions};
use crate::case::date::Date;
use crate::case::graph::{Object, Verification};
use crate::case::vocabulary::Stance;
use crate::case::{ActorIdx, ClaimGraph, ClaimIdx, EvidenceIdx, Node, StatementIdx};

/// What became of somebody's verification of a claim on an artefact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// It stands.
    Stands,
    /// Who verified it took it back.
    TakenBack,
    /// The statements that tell of it are supposed to be gone.
    Gone,
}

/// What was taken back; mostly nothing.
#[derive(Debug, Default)]
pub struct Verified {
    taken_back: Vec<Withdrawal>,
}

/// A retraction of a claim, or of a statement that verified one.
#[derive(Clone, Copy, Debug)]
struct Withdrawal {
    by: ActorIdx,
    claim: ClaimIdx,
    /// What the retracted statement cites; `None`: all that is said of the claim is retracted.
    of: Option<StatementIdx>,
    date: Date,
    /// When it counts as made.
    made_at: i64,
}

impl Verified {
    /// Linear in the retractions that stand.
    pub fn new(graph: &ClaimGraph, life: &Life) -> Self {
        let withdrawal = |&at: &StatementIdx| {
            let (claim, of) = match graph.object(at) {
                Object::Claim(claim) => (claim, None),
                Object::Statement(named) if graph.speaker(named) == graph.speaker(at) => {
                    (graph.claim_of(named)?, Some(named))
                }
                Object::Statement(_) => return None,
            };
            Some(Withdrawal {
                by: graph.speaker(at),
                claim,
                of,
                date: graph.date(at),
                made_at: graph.made_at(at),
            })
        };
        Verified {
            taken_back: (life.retractions().iter()).filter_map(withdrawal).collect(),
        }
    }

    /// Whether nothing was taken back.
    pub fn is_whole(&self) -> bool {
        self.taken_back.is_empty()
    }

    /// What had been taken back by a moment.
    pub fn by(&self, moment: i64) -> Self {
        let early = self.taken_back.iter().filter(|back| back.made_at <= moment);
        Verified {
            taken_back: early.copied().collect(),
        }
    }

    /// Whether who verified a claim on an artefact took that back.
    fn is_taken_back(
        &self,
        graph: &ClaimGraph,
        evidence: EvidenceIdx,
        (entry, claim): (&Verification, ClaimIdx),
    ) -> bool {
        self.taken_back.iter().any(|back| {
            back.by == entry.by
                && graph.are_same(claim, back.claim)
                && !entry.date.surely_after(back.date)
                && (back.of).is_none_or(|named| cites(graph, named, evidence))
        })
    }
}

fn cites(graph: &ClaimGraph, statement: StatementIdx, evidence: EvidenceIdx) -> bool {
    let node = graph.node_index(Node::Evidence(evidence));
    graph.cites(statement).contains(&node)
}

impl Base<'_> {
    /// What became of somebody's verification of a claim on an artefact.
    pub fn outcome(&self, evidence: EvidenceIdx, entry: &Verification, claim: ClaimIdx) -> Outcome {
        if entry.is_told && self.is_untold(evidence, entry, claim) {
            Outcome::Gone
        } else if (self.verified).is_taken_back(self.graph, evidence, (entry, claim)) {
            Outcome::TakenBack
        } else {
            Outcome::Stands
        }
    }

    /// The claims that somebody verified on an artefact and did not take back.
    pub fn verified_on(&self, evidence: EvidenceIdx) -> impl Iterator<Item = ClaimIdx> {
        let entries = self.graph.evidence(evidence).verified.iter();
        entries.flat_map(move |entry| {
            let claims = entry.claims.iter().copied();
            claims.filter(move |&claim| self.outcome(evidence, entry, claim) == Outcome::Stands)
        })
    }

    /// Whether all statements that tell of a verification are supposed to be gone.
    fn is_untold(&self, evidence: EvidenceIdx, entry: &Verification, claim: ClaimIdx) -> bool {
        let graph = self.graph;
        let tells = |&at: &StatementIdx| {
            (graph.speaker(at), graph.date(at)) == (entry.by, entry.date)
                && graph.stance(at) == Stance::Asserts
                && cites(graph, at, evidence)
        };
        !self.suppositions().without.is_empty()
            && (graph.statements_on(claim).filter(tells)).all(|at| self.life.is_taken(at))
    }
}

impl<'g> Facts<'g> {
    /// The same facts where only what was verified by a moment counts as verified: to tell what was known when
    /// something was said. Shares what was derived of the case.
    pub fn verified_by(&self, moment: i64) -> Facts<'g> {
        let suppositions = Suppositions {
            verified_by: Some(moment),
            ..self.base.suppositions().clone()
        };
        let mut base = self.base.supposing(suppositions);
        base.verified = Arc::new(base.verified.by(moment));
        Facts::of(base)
    }
}
