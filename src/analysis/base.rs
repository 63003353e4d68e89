//! What every analysis stands on: the graph with its live statements, voices and lineage under some settings.

use std::sync::Arc;

use super::Settings;
use super::lineage::{Carrier, Lineage, LineageIdx, LineageNode};
use super::live::{Bearings, Life};
use super::support::Label;
use super::suppose::{Suppositions, Taken, Unknown};
use super::voices::{Ties, Voices};
use crate::case::date::Date;
use crate::case::vocabulary::{Basis, Role, Stance};
use crate::case::{ActorIdx, ClaimGraph, ClaimIdx, EvidenceIdx, Node, StatementIdx};

/// Of a crowd that verified an artefact so many are weighed against one another: who else did could be on a line in
/// their place, so that one line more may go through the artefact than is found.
const MOST_VERIFIERS: usize = 64;

/// Graph, settings and the derived structures that most analyses use.
pub struct Base<'g> {
    /// The graph.
    pub graph: &'g ClaimGraph,
    /// The settings.
    pub settings: Settings,
    /// Which statements count.
    pub life: Arc<Life>,
    /// What bears on each claim.
    pub bearings: Arc<Bearings>,
    /// Who is joined with whom.
    pub voices: Arc<Voices>,
    /// What rests on what.
    pub lineage: Arc<Lineage>,
    /// Whether anybody is a declared adversary of anybody.
    pub has_adversaries: bool,
    /// Who has declared adversaries, or answers by whatever tie to somebody who has; empty where nobody has.
    fighting: Arc<Vec<bool>>,
    /// Artefacts that more have verified than are weighed.
    pub(super) crowded: Arc<Vec<EvidenceIdx>>,
    /// How many questions about lines share a budget.
    pub(super) questions: usize,
    /// How many nodes may be added to that for each statement that is asked about.
    pub(super) for_each_sink: usize,
}

impl<'g> Base<'g> {
    /// Derives it all. Linear in statements and resolved citations.
    pub fn new(graph: &'g ClaimGraph, settings: Settings) -> Self {
        let voices = Voices::new(graph, &settings.joining, &settings.suppositions);
        Base::among(
            graph,
            settings,
            Arc::new(voices),
            Arc::new(Bearings::new(graph)),
        )
    }

    /// The same with voices and bearings that were derived before, of this graph, these joining roles and as much as
    /// is supposed of ties: they do not depend on what was said by when.
    pub fn among(
        graph: &'g ClaimGraph,
        settings: Settings,
        voices: Arc<Voices>,
        bearings: Arc<Bearings>,
    ) -> Self {
        let life = Life::new(graph, &settings, &voices);
        let lineage = Lineage::new(graph, &life, &bearings);
        let has_adversaries = graph
            .actors()
            .any(|actor| !graph.actor(actor).adversaries.is_empty());
        let fighting = match has_adversaries {
            true => voices.leading_to(|actor| !graph.actor(actor).adversaries.is_empty()),
            false => Vec::new(),
        };
        let is_crowded = |&at: &EvidenceIdx| graph.evidence(at).verified.len() > MOST_VERIFIERS;
        let crowded = graph.all_evidence().filter(is_crowded);
        let for_each_sink = for_each_sink(graph, &bearings);
        let mut base = Base {
            graph,
            settings,
            life: Arc::new(life),
            bearings,
            voices,
            lineage: Arc::new(lineage),
            has_adversaries,
            fighting: Arc::new(fighting),
            crowded: Arc::new(crowded.collect()),
            questions: graph.claims().len(),
            for_each_sink,
        };
        if !base.suppositions().without.is_empty() {
            // A root whose every carrier is gone is none.
            let bare = |&node: &LineageIdx| {
                base.lineage.is_root(node) && base.carriers(node, Ties::Sure).is_empty()
            };
            let statements = graph.statements().map(|at| base.lineage.of(at));
            let bare: Vec<LineageIdx> = statements.filter(bare).collect();
            if let Some(lineage) = Arc::get_mut(&mut base.lineage) {
                lineage.unroot(&bare);
            }
        }
        base
    }

    /// What is supposed.
    pub fn suppositions(&self) -> &Suppositions {
        &self.settings.suppositions
    }

    /// The same base where some classes or artefacts are gone, or some unknowns are settled; for questions about
    /// lines only, as it shares what was derived and no statement is resolved anew. Alleged ties need voices of their
    /// own: see [`Base::speaking`].
    pub fn supposing(&self, suppositions: Suppositions) -> Base<'g> {
        Base {
            graph: self.graph,
            settings: Settings {
                suppositions,
                ..self.settings.clone()
            },
            life: Arc::clone(&self.life),
            bearings: Arc::clone(&self.bearings),
            voices: Arc::clone(&self.voices),
            lineage: Arc::clone(&self.lineage),
            has_adversaries: self.has_adversaries,
            fighting: Arc::clone(&self.fighting),
            crowded: Arc::clone(&self.crowded),
            questions: self.questions,
            for_each_sink: self.for_each_sink,
        }
    }

    /// The same base where questions are asked of each statement: they share what all claims would, several a statement.
    pub(super) fn of_each_statement(&self) -> Base<'g> {
        const OF_A_STATEMENT: usize = 4;
        Base {
            questions: OF_A_STATEMENT * self.graph.statement_count(),
            ..self.supposing(self.suppositions().clone())
        }
    }

    /// The same base with other voices.
    pub fn speaking(mut self, voices: Arc<Voices>) -> Base<'g> {
        self.voices = voices;
        self
    }

    /// Whether an actor can be opposed to anybody: it or whom it ever answers to has declared adversaries.
    pub fn may_be_opposed(&self, actor: ActorIdx) -> bool {
        self.fighting.get(actor.at()).copied().unwrap_or(false)
    }

    /// Who speaks at a node of the lineage graph, and when.
    pub fn speaker(&self, node: LineageIdx) -> Option<(ActorIdx, Date)> {
        match self.lineage.node(node) {
            LineageNode::Statement(at) => Some((self.graph.speaker(at), self.graph.date(at))),
            LineageNode::Implied(implied) => Some((implied.speaker?, Date::UNKNOWN)),
        }
    }

    /// The claim that a node is about.
    pub fn claim(&self, node: LineageIdx) -> Option<ClaimIdx> {
        match self.lineage.node(node) {
            LineageNode::Statement(at) => self.graph.claim_of(at),
            LineageNode::Implied(implied) => Some(implied.claim),
        }
    }

    /// Whether anything can flow through a node. An implied statement was made whenever it was cited.
    pub fn is_live(&self, node: LineageIdx) -> bool {
        let statement = self.lineage.statement(node);
        statement.is_none_or(|at| self.life.is_live(at))
            && (self.suppositions().without.is_empty()
                || self
                    .speaker(node)
                    .is_none_or(|(actor, date)| !self.is_gone(actor, date)))
    }

    /// Whether an actor's word at a time is supposed to be gone: its own, or that of a class that it surely was in.
    fn is_gone(&self, actor: ActorIdx, date: Date) -> bool {
        let suppositions = self.suppositions();
        suppositions.without.contains(&Taken::Actor(actor))
            || suppositions.classes().any(|class| {
                let reach = self.voices.reach(actor, date, Ties::Sure);
                reach.binary_search(&class).is_ok()
            })
    }

    /// Whether the speaker of a node is not known to the reader.
    pub fn is_unnamed(&self, node: LineageIdx) -> bool {
        self.speaker(node)
            .is_none_or(|(actor, _)| self.is_nameless(actor))
    }

    /// Whether the identity of an actor is not known to the reader, nor supposed to be.
    pub fn is_nameless(&self, actor: ActorIdx) -> bool {
        self.graph.is_unnamed(actor) && !self.suppositions().settles(Unknown::Name(actor))
    }

    /// More labels than this there are not: actors, artefacts and implied statements.
    pub fn label_count(&self) -> usize {
        let implied = self.lineage.node_count() - self.graph.statement_count();
        self.graph.actors().len() + self.graph.all_evidence().len() + implied
    }

    /// The labels of a node's speaker: what a line through it may not share with another.
    pub fn labels(&self, node: LineageIdx, which: Ties) -> Vec<Label> {
        match self.speaker(node) {
            Some((actor, date)) => self.voice_labels(actor, date, which),
            None => vec![Label::Nameless(self.lineage.source(node))],
        }
    }

    /// The labels of an actor at a time.
    pub fn voice_labels(&self, actor: ActorIdx, date: Date, which: Ties) -> Vec<Label> {
        if let (Some(only), true) = (self.voices.only_label(actor), which != Ties::None) {
            return vec![Label::Voice(only)];
        }
        let mut voices = Vec::with_capacity(1);
        self.voices.labels(actor, date, which, &mut voices);
        voices.into_iter().map(Label::Voice).collect()
    }

    /// The pieces of evidence that a statement cites.
    pub fn artefacts(&self, statement: StatementIdx) -> impl Iterator<Item = EvidenceIdx> + '_ {
        self.graph
            .cites(statement)
            .iter()
            .filter_map(|&node| match self.graph.node(node) {
                Node::Evidence(evidence) => Some(evidence),
                _ => None,
            })
    }

    /// Whether a node is an inference with premises, all of which a line needs.
    pub fn needs_all(&self, node: LineageIdx) -> bool {
        let inferred = self
            .lineage
            .statement(node)
            .is_some_and(|at| self.graph.basis(at) == Some(Basis::Inferred));
        inferred && !self.lineage.is_root(node)
    }

    /// Whether a citation of an inference is a premise: it carries by kind, be it filled or not.
    pub fn is_premise(&self, statement: StatementIdx, written: usize) -> bool {
        match self.graph.node(self.graph.cites(statement)[written]) {
            Node::Evidence(_) => true,
            Node::Event(_) => false,
            Node::Claim(claim) => !self
                .bearings
                .is_claim_opposite(self.graph, statement, claim),
            Node::Statement(to) => {
                self.graph.stance(to).carries()
                    && !self.bearings.are_opposite(self.graph, statement, to)
            }
            Node::Actor(_) | Node::Report(_) => {
                let edges = self.lineage.citations(self.lineage.of(statement));
                edges
                    .iter()
                    .any(|edge| edge.written == written as u32 && edge.carries)
            }
        }
    }

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

    /// Who holds the speaker: as declared with the statement, else by the ties that may have held; sorted.
    pub fn custodians(&self, statement: StatementIdx) -> Vec<ActorIdx> {
        self.custodians_by(statement, Ties::Possible)
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
        let date = self.graph.date(statement);
        let mut custodians: Vec<ActorIdx> = (self.graph.ties(self.graph.speaker(statement)).iter())
            .filter(|tie| tie.role == Role::InCustodyOf && which.counts(tie, date))
            .map(|tie| tie.to)
            .collect();
        custodians.sort_unstable();
        custodians.dedup();
        custodians
    }

    /// Whether a statement without a basis comes from a side that is among the parties of the claim's event.
    fn is_own_act(&self, statement: StatementIdx) -> bool {
        if !self.settings.assume_own_acts || self.graph.is_relay(statement) {
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
        let record = self.graph.evidence(evidence);
        let makers = [record.producer, record.released_by];
        let mut verified: Vec<Carrier> = record
            .verified
            .iter()
            .filter(|entry| {
                // What was verified later has not been verified yet; undated ones always count.
                let is_by = |moment| entry.date.is_unknown() || entry.date.latest() <= moment;
                let as_of = self.settings.as_of.map(Date::latest);
                as_of.is_none_or(is_by)
                    && suppositions.verified_by.is_none_or(is_by)
                    && !self.is_nameless(entry.by)
                    && (suppositions.without.is_empty() || !self.is_gone(entry.by, entry.date))
                    && self.verifies(statement, &entry.claims)
                    && makers.into_iter().flatten().all(|maker| {
                        let maker = (maker, record.date);
                        !self.voices.joined((entry.by, entry.date), maker, which)
                    })
            })
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
        if !verified.is_empty() {
            return verified;
        }
        let known = makers.into_iter().flatten();
        if !suppositions.without.is_empty()
            && known
                .into_iter()
                .any(|maker| self.is_gone(maker, record.date))
        {
            return Vec::new();
        }
        match record.producer {
            Some(producer) if !self.is_nameless(producer) => {
                vec![Carrier::Makers { evidence }]
            }
            _ => vec![Carrier::Unknown(Some(evidence))],
        }
    }

    /// Whether verified claims include what a statement says: its claim, one that entails it, or for a dispute one
    /// that opposes it.
    fn verifies(&self, statement: StatementIdx, verified: &[ClaimIdx]) -> bool {
        let Some(claim) = self.graph.claim_of(statement) else {
            return false;
        };
        let wanted = match self.graph.stance(statement) {
            Stance::Disputes => self.bearings.denied_by(claim),
            _ => self.bearings.supported_by(claim),
        };
        verified
            .iter()
            .any(|claim| wanted.binary_search(claim).is_ok())
    }

    /// The labels that a carrier brings to a line, beside those of the statement itself.
    pub fn carrier_labels(
        &self,
        statement: StatementIdx,
        carrier: &Carrier,
        which: Ties,
    ) -> Vec<Label> {
        let date = self.graph.date(statement);
        let makers = |evidence: EvidenceIdx| {
            let record = self.graph.evidence(evidence);
            let mut labels = vec![Label::Artefact(evidence)];
            let known = [record.producer, record.released_by];
            for maker in known.into_iter().flatten() {
                labels.extend(self.voice_labels(maker, record.date, which));
            }
            labels
        };
        match *carrier {
            Carrier::Speaker(_) | Carrier::AssumedOwnAct(_) => Vec::new(),
            // A custodian is on the line even where nothing is known for being unnamed.
            Carrier::Unknown(None) if self.graph.basis(statement) == Some(Basis::Custody) => self
                .custodians_by(statement, which)
                .into_iter()
                .flat_map(|custodian| self.voice_labels(custodian, date, which))
                .collect(),
            Carrier::Unknown(None) => Vec::new(),
            Carrier::Artefact {
                evidence,
                verifier,
                date,
            } => {
                let mut labels = vec![Label::Artefact(evidence)];
                labels.extend(self.voice_labels(verifier, date, which));
                labels
            }
            Carrier::Supposed(evidence) => vec![Label::Artefact(evidence)],
            Carrier::Makers { evidence } | Carrier::Unknown(Some(evidence)) => makers(evidence),
            Carrier::Custodian(custodian) => self.voice_labels(custodian, date, which),
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
            Carrier::Makers { .. } => self
                .carrier_labels(statement, carrier, which)
                .into_iter()
                .filter(|label| matches!(label, Label::Voice(_)))
                .collect(),
            Carrier::Custodian(_) => self.carrier_labels(statement, carrier, which),
        }
    }
}

/// How many nodes more may be looked at for each statement of a claim: fewer where the statements of many claims bear on
/// many others.
fn for_each_sink(graph: &ClaimGraph, bearings: &Bearings) -> usize {
    const EACH: usize = 1 << 8;
    const TOTAL: usize = 1 << 24;
    let statements = bearings.total(|claim| graph.statement_range(claim).len());
    match statements > 4 * graph.statement_count() {
        true => (TOTAL / statements.max(1)).min(EACH),
        false => EACH,
    }
}

impl Carrier {
    /// Whether it is known what must be right.
    pub fn is_known(&self) -> bool {
        !matches!(self, Carrier::Unknown(_))
    }
}
