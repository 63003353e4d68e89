//! Whose word it is what is said for a claim.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use crate::case::date::Date;
use crate::case::vocabulary::Basis;
use crate::case::{ActorIdx, ClaimIdx};
use crate::verify::certificates::reading::{Carrier, NodeNumber, Reading, Ties};

/// The words that bear on one claim.
pub struct Words<'w, 'g> {
    reading: &'w Reading<'g>,
    claim: ClaimIdx,
    denied_for: OnceCell<BTreeSet<ActorIdx>>,
}

impl<'w, 'g> Words<'w, 'g> {
    pub fn on(reading: &'w Reading<'g>, claim: ClaimIdx) -> Self {
        Words {
            reading,
            claim,
            denied_for: OnceCell::new(),
        }
    }

    /// Whose word something is: of a root who verified its artefact from outside or else made it, or holds the speaker
    /// and is not accused; else who speaks, as whoever has no name always does.
    fn of(&self, node: NodeNumber) -> Vec<(ActorIdx, Date)> {
        let reading = self.reading;
        let (speaker, when) = reading.speaker(node);
        let own = || speaker.map(|actor| (actor, when)).into_iter().collect();
        if reading.is_unnamed(node) {
            return own();
        }
        let carriers = reading.carriers(node, Ties::Sure).into_iter();
        let words = carriers.flat_map(|carrier| match carrier {
            Carrier::Artefact(_, verifier, verified) => vec![(verifier, verified)],
            Carrier::Makers(evidence) => reading.makers(evidence),
            Carrier::Custodian(custodian) if !self.accuse_custodian(node) => {
                vec![(custodian, when)]
            }
            Carrier::Speaker(_)
            | Carrier::AssumedOwnAct(_)
            | Carrier::Custodian(_)
            | Carrier::Unknown(_) => own(),
        });
        let words = Vec::from_iter(words);
        match words.is_empty() {
            true => own(),
            false => words,
        }
    }

    /// Whether all whose word something is share a voice with one of some actors.
    pub fn are_of(&self, node: NodeNumber, actors: &[ActorIdx]) -> bool {
        let words = self.of(node);
        !words.is_empty() && words.iter().all(|&word| self.is_joined(word, actors))
    }

    /// Whether it is the word of some custodians, or of a prisoner who accuses none.
    pub fn are_in_hands(&self, node: NodeNumber, custodians: &[ActorIdx]) -> bool {
        let is_prisoners = |who| self.confess(node) && self.reading.speaker(node).0 == Some(who);
        let words = self.of(node);
        (words.iter()).all(|&word| is_prisoners(word.0) || self.is_joined(word, custodians))
    }

    fn is_joined(&self, (who, when): (ActorIdx, Date), actors: &[ActorIdx]) -> bool {
        let mut actors = actors.iter();
        actors.any(|&other| (self.reading).are_joined((who, when), (other, when), Ties::Sure))
    }

    /// Whether it is said in custody and accuses no custodian.
    pub fn confess(&self, node: NodeNumber) -> bool {
        self.reading.confesses(node) && !self.accuse_custodian(node)
    }

    /// Whether somebody says it who is held, while a custodian is harmed by the claim, or somebody denies it who speaks
    /// for whom that custodian speaks.
    fn accuse_custodian(&self, node: NodeNumber) -> bool {
        let reading = self.reading;
        let Some(at) = reading.statement(node).filter(|_| reading.confesses(node)) else {
            return false;
        };
        let when = reading.graph.date(at);
        let harmed = reading.graph.against(self.claim);
        let custodians = reading.custodians(at, Ties::Possible).into_iter();
        let mut voices = custodians.map(|one| reading.voices(one, when, Ties::Sure));
        voices.any(|voices| {
            let is_harmed =
                |&one: &ActorIdx| !voices.is_disjoint(&reading.voices(one, when, Ties::Sure));
            harmed.iter().any(is_harmed) || !voices.is_disjoint(self.denied_for())
        })
    }

    /// In whose name it is denied by those who do not pass on what others said.
    fn denied_for(&self) -> &BTreeSet<ActorIdx> {
        self.denied_for.get_or_init(|| {
            let (reading, graph) = (self.reading, self.reading.graph);
            let mut denied = reading.denial(self.claim);
            denied.retain(|&at| !graph.is_relay(at));
            let voices = denied
                .into_iter()
                .map(|at| reading.voices(graph.speaker(at), graph.date(at), Ties::Sure));
            voices.flatten().collect()
        })
    }
}

impl Reading<'_> {
    /// Who speaks at the roots of a claim, and whose word these are.
    pub fn behind_roots_of(&self, claim: ClaimIdx) -> BTreeSet<ActorIdx> {
        let (roots, words) = (self.roots_of(claim), Words::on(self, claim));
        let speakers = roots.iter().filter_map(|&at| self.speaker(at).0);
        let words = roots.iter().flat_map(|&at| words.of(at));
        speakers.chain(words.map(|(actor, _)| actor)).collect()
    }

    /// Whether it is said in custody: by its basis, or by somebody who is surely held.
    pub fn confesses(&self, node: NodeNumber) -> bool {
        self.statement(node).is_some_and(|at| {
            self.graph.basis(at) == Some(Basis::Custody)
                || !self.custodians(at, Ties::Sure).is_empty()
        })
    }
}
