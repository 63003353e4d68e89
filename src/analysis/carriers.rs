//! Carriers (semantics §2): what must be right for a root to be worth anything, and what that brings to a line.

use super::base::Base;
use super::lineage::{LineageIdx, LineageNode};
use super::lines::opponents::opposed;
use super::support::Label;
use super::suppose::{Taken, Unknown};
use super::verified::Outcome;
use super::voices::Ties;
use crate::case::date::Date;
use crate::case::graph::Verification;
use crate::case::vocabulary::{Basis, Role, Stance};
use crate::case::{ActorIdx, EvidenceIdx, StatementIdx};

/// Of a crowd that verified an artefact so many are weighed against one another: who else did could be on a line in
/// their place, so that one line more may go through the artefact than is found.
pub(super) const MOST_VERIFIERS: usize = 64;

/// What must be right for a root to be worth anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Carrier {
    /// The speaker saw it or did it.
    Speaker(ActorIdx),
    /// The speaker is party to the event and declares no basis: taken as its own act.
    AssumedOwnAct(ActorIdx),
    /// An artefact that somebody outside its makers verified.
    Artefact {
        /// The artefact.
        evidence: EvidenceIdx,
        /// Who verified the claim on it.
        verifier: ActorIdx,
        /// When: the verifier's voices are those of that time.
        date: Date,
    },
    /// An artefact on its makers' word: producer, and releaser where there is one.
    Makers {
        /// The artefact.
        evidence: EvidenceIdx,
    },
    /// The custodian of the speaker.
    Custodian(ActorIdx),
    /// An artefact that somebody from outside is supposed to have verified (semantics §8).
    Supposed(EvidenceIdx),
    /// Not known; an artefact of unknown making is still on the line.
    Unknown(Option<EvidenceIdx>),
}

impl Carrier {
    /// Whether it is known what must be right.
    pub fn is_known(&self) -> bool {
        !matches!(self, Carrier::Unknown(_))
    }

    /// The artefact that is on the line with it.
    pub fn artefact(&self) -> Option<EvidenceIdx> {
        match *self {
            Carrier::Artefact { evidence, .. }
            | Carrier::Makers { evidence }
            | Carrier::Supposed(evidence) => Some(evidence),
            Carrier::Unknown(evidence) => evidence,
            Carrier::Speaker(_) | Carrier::AssumedOwnAct(_) | Carrier::Custodian(_) => None,
        }
    }
}

impl Base<'_> {
    /// The carriers of a root, alternatives; empty where the node is none, or an inference from premises.
    pub fn carriers(&self, node: LineageIdx, which: Ties) -> Vec<Carrier> {
        if !self.lineage.is_root(node) {
            return Vec::new();
        }
        let statement = match self.lineage.node(node) {
            LineageNode::Statement(statement) => statement,
            LineageNode::Implied(implied) => {
                let found = self.suppositions().settles(Unknown::Unrecorded(implied));
                return match implied.speaker {
                    Some(actor) if found && !self.is_nameless(actor) => {
                        vec![Carrier::Speaker(actor)]
                    }
                    _ => vec![Carrier::Unknown(None)],
                };
            }
        };
        let basis = self.graph.basis(statement);
        if basis != Some(Basis::Inferred) {
            let documented: Vec<Carrier> = self
                .artefacts(statement)
                .flat_map(|evidence| self.artefact_carriers(statement, evidence, which))
                .collect();
            if self.artefacts(statement).next().is_some() {
                return documented;
            }
        }
        let carrier = self.bare_carrier(statement, basis);
        let custodian_is_gone = basis == Some(Basis::Custody)
            && !self.suppositions().without.is_empty()
            && self
                .custodians(statement)
                .into_iter()
                .any(|custodian| self.is_gone(custodian, self.graph.date(statement)));
        if custodian_is_gone {
            Vec::new()
        } else {
            vec![carrier]
        }
    }

    /// Whose word a root is, by each of its carriers: who verified its artefact from outside, or else those who made
    /// it; who holds the speaker; where none of them is known, where it is no root, and where the speaker has no name,
    /// on whom it hangs then that it is theirs, who speaks.
    pub fn vouching(&self, node: LineageIdx) -> Vec<(ActorIdx, Date)> {
        let mut vouching = Vec::new();
        let carriers = match self.is_unnamed(node) {
            true => Vec::new(),
            false => self.carriers(node, Ties::Sure),
        };
        for carrier in carriers {
            match carrier {
                Carrier::Artefact { verifier, date, .. } => vouching.push((verifier, date)),
                Carrier::Makers { evidence } => vouching.extend(self.makers(evidence)),
                Carrier::Custodian(custodian) => {
                    let date = self.speaker(node).map(|(_, date)| date);
                    vouching.extend(date.map(|date| (custodian, date)));
                }
                Carrier::Speaker(_)
                | Carrier::AssumedOwnAct(_)
                | Carrier::Supposed(_)
                | Carrier::Unknown(_) => vouching.extend(self.speaker(node)),
            }
        }
        if vouching.is_empty() {
            vouching.extend(self.speaker(node));
        }
        vouching
    }

    /// The carrier of a root that cites no artefact.
    pub(super) fn bare_carrier(&self, statement: StatementIdx, basis: Option<Basis>) -> Carrier {
        let speaker = self.graph.speaker(statement);
        match basis {
            _ if self.is_nameless(speaker) => Carrier::Unknown(None),
            _ if self.suppositions().settles(Unknown::Basis(statement)) => {
                Carrier::Speaker(speaker)
            }
            Some(Basis::Witnessed | Basis::OwnAct) => Carrier::Speaker(speaker),
            Some(Basis::Custody) => match self.custodian(statement) {
                Some(only) if !self.is_nameless(only) => Carrier::Custodian(only),
                _ => Carrier::Unknown(None),
            },
            None if self.is_own_act(statement) => Carrier::AssumedOwnAct(speaker),
            _ => Carrier::Unknown(None),
        }
    }

    /// Who is known to have made an artefact, each as of its date.
    pub fn makers(&self, evidence: EvidenceIdx) -> impl Iterator<Item = (ActorIdx, Date)> {
        let record = self.graph.evidence(evidence);
        let makers = [record.producer, record.released_by].into_iter().flatten();
        makers.map(|maker| (maker, record.date))
    }

    /// Those for whom the makers of an artefact speak.
    fn maker_voices(&self, evidence: EvidenceIdx, which: Ties) -> impl Iterator<Item = Label> {
        let makers = self.makers(evidence);
        makers.flat_map(move |(maker, date)| self.voice_labels(maker, date, which))
    }

    /// Whether all that is not known of how somebody knows is who that is.
    pub(super) fn lacks_a_name_alone(&self, statement: StatementIdx) -> bool {
        self.is_nameless(self.graph.speaker(statement))
            && match self.graph.basis(statement) {
                Some(Basis::Witnessed | Basis::OwnAct) => true,
                Some(Basis::Custody) => (self.custodian(statement))
                    .is_some_and(|custodian| !self.is_nameless(custodian)),
                Some(_) => false,
                None => self.is_own_act(statement),
            }
    }

    /// Who holds the speaker: as declared with the statement, else by the ties that may have held; sorted.
    pub fn custodians(&self, statement: StatementIdx) -> Vec<ActorIdx> {
        self.custodians_by(statement, Ties::Possible)
    }

    /// Whether something is said in custody: by its basis, or by somebody who is surely held.
    pub fn is_in_custody(&self, statement: StatementIdx) -> bool {
        self.graph.basis(statement) == Some(Basis::Custody)
            || !self.custodians_by(statement, Ties::Sure).is_empty()
    }

    /// Whether the speaker may be held: nobody knows then of a word without a basis whose it is.
    pub(super) fn may_be_held(&self, statement: StatementIdx) -> bool {
        !self.custodians_by(statement, Ties::Possible).is_empty()
    }

    /// Whether something is said in custody and those are known who may hold the speaker, but not which of them does:
    /// to know it makes the word one of theirs.
    pub(super) fn is_in_doubtful_hands(&self, statement: StatementIdx) -> bool {
        self.graph.basis(statement) == Some(Basis::Custody) && self.may_be_held(statement)
    }

    /// Whether, for all that is known, nobody else has a word in hand: the speaker is not held, nor may be, and no
    /// opponent stands between the speaker and those who hear it.
    pub fn is_free(&self, statement: StatementIdx) -> bool {
        let said = |at| (self.graph.speaker(at), self.graph.date(at));
        let mut relays = self.graph.relays_of(statement);
        self.graph.basis(statement) != Some(Basis::Custody)
            && !self.may_be_held(statement)
            && !(self.has_adversaries
                && relays.any(|relay| opposed(self, said(statement), said(relay))))
    }

    /// Who may hold the speaker and does not surely: on no line for that, and none is left without any of them.
    pub(super) fn doubtful_custodians(&self, statement: StatementIdx) -> Vec<ActorIdx> {
        let sure = self.custodians_by(statement, Ties::Sure);
        let mut possible = self.custodians(statement);
        possible.retain(|custodian| sure.binary_search(custodian).is_err());
        possible
    }

    /// The one that surely held the speaker. Of several it is not known which one had the words in hand.
    fn custodian(&self, statement: StatementIdx) -> Option<ActorIdx> {
        let possible = self.custodians_by(statement, Ties::Possible);
        let only = <[ActorIdx; 1]>::try_from(possible).ok()?;
        (self.custodians_by(statement, Ties::Sure) == only).then_some(only[0])
    }

    fn custodians_by(&self, statement: StatementIdx, which: Ties) -> Vec<ActorIdx> {
        let detail = self.graph.detail(statement);
        if let Some(declared) = detail.and_then(|detail| detail.custodian) {
            return vec![declared];
        }
        let speaker = self.graph.speaker(statement);
        self.held_by(speaker, self.graph.date(statement), which)
    }

    /// Who holds an actor at a time, by its ties; sorted.
    pub fn held_by(&self, actor: ActorIdx, date: Date, which: Ties) -> Vec<ActorIdx> {
        let mut custodians: Vec<ActorIdx> = (self.graph.ties(actor).iter())
            .filter(|tie| tie.role == Role::InCustodyOf && which.counts(tie, date))
            .map(|tie| tie.to)
            .collect();
        custodians.sort_unstable();
        custodians.dedup();
        custodians
    }

    /// Whether a statement without a basis comes from a side that is among the parties of the claim's event, and from
    /// nobody who may be held.
    fn is_own_act(&self, statement: StatementIdx) -> bool {
        if !self.settings.assume_own_acts
            || self.graph.is_relay(statement)
            || self.may_be_held(statement)
        {
            return false;
        }
        let Some(claim) = self.graph.claim_of(statement) else {
            return false;
        };
        let date = self.graph.date(statement);
        let speaker = (self.graph.speaker(statement), date);
        self.graph.links(claim).events.iter().any(|&event| {
            self.graph
                .parties(event)
                .iter()
                .any(|&party| self.voices.joined(speaker, (party, date), Ties::Sure))
        })
    }

    /// The carriers that an artefact offers to a statement that cites it.
    pub fn artefact_carriers(
        &self,
        statement: StatementIdx,
        evidence: EvidenceIdx,
        which: Ties,
    ) -> Vec<Carrier> {
        let suppositions = self.suppositions();
        if suppositions.without.contains(&Taken::Evidence(evidence)) {
            return Vec::new();
        }
        let mut verified: Vec<Carrier> = (self.verifiers(statement, evidence, Outcome::Stands))
            .filter(|entry| self.is_outside(entry, evidence, which))
            .map(|entry| Carrier::Artefact {
                evidence,
                verifier: entry.by,
                date: entry.date,
            })
            .take(MOST_VERIFIERS)
            .collect();
        if suppositions.settles(Unknown::Artefact(evidence)) {
            verified.push(Carrier::Supposed(evidence));
        }
        let stands_by_itself = !verified.is_empty() && !suppositions.whoever_goes;
        let mut makers = self.makers(evidence);
        if stands_by_itself
            || !suppositions.without.is_empty()
                && makers.any(|(maker, date)| self.is_gone(maker, date))
        {
            return verified;
        }
        verified.push(match self.graph.evidence(evidence).producer {
            Some(producer) if !self.is_nameless(producer) => Carrier::Makers { evidence },
            _ => Carrier::Unknown(Some(evidence)),
        });
        verified
    }

    /// What those have on record who verified by name what a statement says on an artefact, with what became of that.
    fn verifiers(
        &self,
        statement: StatementIdx,
        evidence: EvidenceIdx,
        outcome: Outcome,
    ) -> impl Iterator<Item = &Verification> {
        let suppositions = self.suppositions();
        let entries = self.graph.evidence(evidence).verified.iter();
        entries.filter(move |entry| {
            self.is_verified_by_now(entry)
                && !self.is_nameless(entry.by)
                && (suppositions.without.is_empty() || !self.is_gone(entry.by, entry.date))
                && self.verifies(statement, evidence, entry) == Some(outcome)
        })
    }

    /// Whether who verified an artefact is joined with none of its makers, nor held by one that is. Who is held may be
    /// so by the maker where nobody knows who that is.
    fn is_outside(&self, entry: &Verification, evidence: EvidenceIdx, which: Ties) -> bool {
        let holders = self.held_by(entry.by, entry.date, which);
        let producer = self.graph.evidence(evidence).producer;
        let is_unknown = producer.is_none_or(|maker| self.is_nameless(maker));
        if which == Ties::Possible && is_unknown && !holders.is_empty() {
            return false;
        }
        let mut among = std::iter::once(entry.by).chain(holders);
        among.all(|actor| {
            let mut makers = self.makers(evidence);
            makers.all(|maker| !self.voices.joined((actor, entry.date), maker, which))
        })
    }

    /// With whom an artefact falls beside its makers: who took back that it shows what is said, and who verified it
    /// from outside, should the tie to its makers not hold that is in doubt.
    fn beside_makers(
        &self,
        statement: StatementIdx,
        evidence: EvidenceIdx,
        which: Ties,
    ) -> Vec<(ActorIdx, Date)> {
        let mut beside: Vec<&Verification> = Vec::new();
        if !self.verified.is_whole() {
            beside.extend(self.verifiers(statement, evidence, Outcome::TakenBack));
        }
        // Whichever ties held, the artefact stands or falls with these.
        if which == Ties::Possible {
            let doubtful = (self.verifiers(statement, evidence, Outcome::Stands))
                .filter(|entry| self.is_outside(entry, evidence, Ties::Sure))
                .filter(|entry| !self.is_outside(entry, evidence, Ties::Possible));
            beside.extend(doubtful);
        }
        beside.iter().map(|entry| (entry.by, entry.date)).collect()
    }

    /// Those without a name who verified what a statement says on an artefact that it cites.
    pub(super) fn nameless_verifiers(
        &self,
        statement: StatementIdx,
    ) -> impl Iterator<Item = ActorIdx> {
        self.artefacts(statement).flat_map(move |evidence| {
            let verified = self.graph.evidence(evidence).verified.iter();
            let nameless = verified.filter(move |entry| {
                self.is_nameless(entry.by)
                    && self.is_verified_by_now(entry)
                    && self.verifies(statement, evidence, entry) == Some(Outcome::Stands)
            });
            nameless.map(|entry| entry.by).take(MOST_VERIFIERS)
        })
    }

    /// Whether something counts as verified: what was verified later was not yet, and what has no date always was.
    fn is_verified_by_now(&self, entry: &Verification) -> bool {
        let is_by = |moment| entry.heard.is_unknown() || entry.heard.latest() <= moment;
        let as_of = self.settings.as_of.map(Date::latest);
        as_of.is_none_or(is_by) && self.suppositions().verified_by.is_none_or(is_by)
    }

    /// What became of the verification of what a statement says, if that was verified: its claim, one that entails it,
    /// or for a dispute one that opposes it.
    fn verifies(
        &self,
        statement: StatementIdx,
        evidence: EvidenceIdx,
        entry: &Verification,
    ) -> Option<Outcome> {
        let claim = self.graph.claim_of(statement)?;
        let wanted = match self.graph.stance(statement) {
            Stance::Disputes => self.bearings.denied_by(claim),
            _ => self.bearings.supported_by(claim),
        };
        let verified = entry.claims.iter().filter(|&&claim| wanted.contains(claim));
        let outcomes = verified.map(|&claim| self.outcome(evidence, entry, claim));
        outcomes.min()
    }

    /// The labels that a carrier brings to a line, beside those of the statement itself.
    pub fn carrier_labels(
        &self,
        statement: StatementIdx,
        carrier: &Carrier,
        which: Ties,
    ) -> Vec<Label> {
        let mut labels: Vec<Label> = carrier
            .artefact()
            .map(Label::Artefact)
            .into_iter()
            .collect();
        for (actor, date) in self.behind(statement, carrier, which) {
            labels.extend(self.voice_labels(actor, date, which));
        }
        labels
    }

    /// Who stands behind a carrier beside the speaker, and at what time.
    pub fn behind(
        &self,
        statement: StatementIdx,
        carrier: &Carrier,
        which: Ties,
    ) -> Vec<(ActorIdx, Date)> {
        let date = self.graph.date(statement);
        match *carrier {
            // A custodian is on the line even where nothing is known for being unnamed.
            Carrier::Unknown(None) if self.graph.basis(statement) == Some(Basis::Custody) => {
                let held = match self.suppositions().whoever_goes {
                    true => Ties::Possible,
                    false => which,
                };
                let custodians = self.custodians_by(statement, held).into_iter();
                custodians.map(|custodian| (custodian, date)).collect()
            }
            Carrier::Speaker(_)
            | Carrier::AssumedOwnAct(_)
            | Carrier::Supposed(_)
            | Carrier::Unknown(None) => Vec::new(),
            Carrier::Artefact { verifier, date, .. } => vec![(verifier, date)],
            Carrier::Makers { evidence } | Carrier::Unknown(Some(evidence)) => {
                let mut behind: Vec<(ActorIdx, Date)> = self.makers(evidence).collect();
                behind.extend(self.beside_makers(statement, evidence, which));
                behind
            }
            Carrier::Custodian(custodian) => vec![(custodian, date)],
        }
    }

    /// What tells one origin from another: two carriers are joined if these sets meet.
    pub fn carrier_identity(&self, node: LineageIdx, carrier: &Carrier, which: Ties) -> Vec<Label> {
        let own = || self.labels(node, which);
        let Some(statement) = self.lineage.statement(node) else {
            return own();
        };
        match *carrier {
            Carrier::Unknown(None) if self.graph.basis(statement) == Some(Basis::Custody) => {
                match self.carrier_labels(statement, carrier, which) {
                    custodian if custodian.is_empty() => own(),
                    custodian => custodian,
                }
            }
            Carrier::Speaker(_) | Carrier::AssumedOwnAct(_) | Carrier::Unknown(None) => own(),
            Carrier::Artefact { evidence, .. }
            | Carrier::Supposed(evidence)
            | Carrier::Unknown(Some(evidence)) => {
                vec![Label::Artefact(evidence)]
            }
            Carrier::Makers { evidence } => {
                let voices = self.maker_voices(evidence, which);
                let are_others = !self.beside_makers(statement, evidence, which).is_empty();
                voices
                    .chain(are_others.then_some(Label::Artefact(evidence)))
                    .collect()
            }
            Carrier::Custodian(_) => self.carrier_labels(statement, carrier, which),
        }
    }
}
