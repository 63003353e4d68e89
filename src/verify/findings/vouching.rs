//! Whose word it is what is said for a claim.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::case::date::Date;
use crate::case::vocabulary::{Basis, Stance};
use crate::case::{ActorIdx, ClaimIdx, EvidenceIdx};
use crate::verify::certificates::reading::{Carrier, NodeNumber, Reading, Ties};

/// The words that bear on one claim.
pub struct Words<'w, 'g> {
    reading: &'w Reading<'g>,
    claim: ClaimIdx,
    denied_for: OnceCell<BTreeSet<ActorIdx>>,
    heard: OnceCell<BTreeMap<(EvidenceIdx, ClaimIdx), BTreeSet<ActorIdx>>>,
}

impl<'w, 'g> Words<'w, 'g> {
    pub fn on(reading: &'w Reading<'g>, claim: ClaimIdx) -> Self {
        Words {
            reading,
            claim,
            denied_for: OnceCell::new(),
            heard: OnceCell::new(),
        }
    }

    /// Whose word something is: of a root who verified its artefact from outside or else made it, or holds the speaker
    /// and is not accused; else who speaks, as whoever has no name always does.
    pub fn of(&self, node: NodeNumber) -> Vec<(ActorIdx, Date)> {
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

    /// Whether it is the word of some custodians, or of somebody held who confesses there.
    pub fn are_in_hands(&self, node: NodeNumber, custodians: &[ActorIdx]) -> bool {
        let (confessing, _) = self.confessed(node);
        let words = self.of(node);
        (words.iter()).all(|&word| confessing.contains(&word.0) || self.is_joined(word, custodians))
    }

    fn is_joined(&self, (who, when): (ActorIdx, Date), actors: &[ActorIdx]) -> bool {
        let mut actors = actors.iter();
        actors.any(|&other| (self.reading).are_joined((who, when), (other, when), Ties::Sure))
    }

    /// Whose confession something is, but for what accuses a custodian: who is held and vouches for it, as they say it
    /// or made what their custodians released; and, where there is one, by whom those are held and whoever is heard
    /// with it in an artefact that it shows.
    pub fn confessed(&self, node: NodeNumber) -> (BTreeSet<ActorIdx>, Option<BTreeSet<ActorIdx>>) {
        let (mut confessing, mut holding) = (BTreeSet::new(), None);
        let mut hold = |custodians| holding.get_or_insert_with(BTreeSet::new).extend(custodians);
        let graph = self.reading.graph;
        let Some(at) = self.reading.statement(node) else {
            return (confessing, holding);
        };
        if self.reading.confesses(node) && !self.accuse_custodian(node) {
            confessing.insert(graph.speaker(at));
            hold(self.reading.custodians(at, Ties::Possible));
        }
        let carriers = self.reading.carriers(node, Ties::Sure).into_iter();
        for evidence in carriers.filter_map(|carrier| carrier.artefact()) {
            let own = graph.claim_of(at).map(|claim| graph.proposition(claim));
            let heard = own.and_then(|claim| self.heard().get(&(evidence, claim)));
            heard
                .into_iter()
                .for_each(|custodians| hold(custodians.clone()));
            let makers = self.reading.makers(evidence);
            for &(maker, made) in &makers {
                let holders = self.reading.holders(maker, made, Ties::Sure);
                let theirs = Vec::from_iter(holders.iter().copied());
                let is_shown_by_them = makers.iter().any(|&one| self.is_joined(one, &theirs));
                if is_shown_by_them && !self.accuse_any(&holders, made) {
                    confessing.insert(maker);
                    hold(holders);
                }
            }
        }
        (confessing, holding)
    }

    /// By whom those are held who said it, or something stronger, and accused no custodian, taken back or not: by the
    /// artefact in which that is heard, and what it is.
    fn heard(&self) -> &BTreeMap<(EvidenceIdx, ClaimIdx), BTreeSet<ActorIdx>> {
        self.heard.get_or_init(|| {
            let (reading, graph) = (self.reading, self.reading.graph);
            let mut heard: BTreeMap<_, BTreeSet<ActorIdx>> = BTreeMap::new();
            for &claim in reading.supporters(self.claim).iter() {
                for at in graph.statements_on(claim) {
                    let is_said = graph.stance(at).supports() && reading.is_made(at);
                    let found_in = graph.detail(at).and_then(|detail| detail.found_in);
                    let Some(artefact) = found_in.filter(|_| is_said) else {
                        continue;
                    };
                    if reading.confesses(at.0) && !self.accuse_custodian(at.0) {
                        let place = (artefact, graph.proposition(claim));
                        let custodians = reading.custodians(at, Ties::Possible);
                        heard.entry(place).or_default().extend(custodians);
                    }
                }
            }
            heard
        })
    }

    /// Whether somebody says it who is held, and it accuses a custodian, or serves him who says it and no custodian.
    fn accuse_custodian(&self, node: NodeNumber) -> bool {
        let reading = self.reading;
        let Some(at) = reading.statement(node).filter(|_| reading.confesses(node)) else {
            return false;
        };
        let custodians = reading.custodians(at, Ties::Possible);
        let (when, favours) = (reading.graph.date(at), reading.graph.favours(self.claim));
        let gains = |who| self.is_joined((who, when), &favours);
        let is_theirs = |&one: &ActorIdx| gains(one) || self.are_said_for((one, when));
        gains(reading.graph.speaker(at)) && !custodians.iter().any(is_theirs)
            || self.accuse_any(&custodians, when)
    }

    /// Whether one of some actors is harmed by the claim, or somebody denies it who speaks for whom that one speaks.
    fn accuse_any(&self, actors: &BTreeSet<ActorIdx>, when: Date) -> bool {
        let harmed = self.reading.graph.against(self.claim);
        let voices = |one: &ActorIdx| self.reading.voices(*one, when, Ties::Sure);
        actors.iter().map(voices).any(|own| {
            let is_harmed = |one: &ActorIdx| !own.is_disjoint(&voices(one));
            harmed.iter().any(is_harmed) || !own.is_disjoint(self.denied_for())
        })
    }

    /// Whether somebody who is not held says it for himself, and shares a voice with somebody else at a time.
    fn are_said_for(&self, who: (ActorIdx, Date)) -> bool {
        let (reading, graph) = (self.reading, self.reading.graph);
        let mut told = reading.support(self.claim);
        told.retain(|&at| !graph.is_relay(at) && !reading.confesses(at.0));
        let mut speakers = told.iter().map(|&at| (graph.speaker(at), graph.date(at)));
        speakers.any(|speaker| reading.are_joined(speaker, who, Ties::Sure))
    }

    /// In whose name it is denied, or left open, by those who do not pass on what others said.
    fn denied_for(&self) -> &BTreeSet<ActorIdx> {
        self.denied_for.get_or_init(|| {
            let (reading, graph) = (self.reading, self.reading.graph);
            let mut denied = reading.denial(self.claim);
            let open = reading.reservations(self.claim).into_iter();
            denied.extend(open.filter(|&at| graph.stance(at) == Stance::Questions));
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
