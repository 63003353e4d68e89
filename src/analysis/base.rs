//! What every analysis stands on: the graph with its live statements, voices and lineage under some settings.

use std::sync::{Arc, OnceLock};

use super::Settings;
use super::bearings::Bearings;
use super::carriers::MOST_VERIFIERS;
use super::lineage::{Lineage, LineageIdx, LineageNode};
use super::live::Life;
use super::support::Label;
use super::suppose::{Suppositions, Taken, Unknown};
use super::verified::Verified;
use super::voices::{Ties, Told, Voices};
use super::work::Work;
use crate::case::date::Date;
use crate::case::vocabulary::Basis;
use crate::case::{ActorIdx, ClaimGraph, ClaimIdx, EvidenceIdx, Node, StatementIdx};

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
    /// Whether anything is inferred.
    pub has_inferred: bool,
    /// Who has declared adversaries, or answers by whatever tie to somebody who has; empty where nobody has.
    fighting: Arc<Vec<bool>>,
    /// Artefacts that more have verified than are weighed.
    pub(super) crowded: Arc<Vec<EvidenceIdx>>,
    /// Which verifications were taken back.
    pub(super) verified: Arc<Verified>,
    /// How many questions about lines share a budget.
    pub(super) questions: usize,
    /// How many nodes may be added to that for each statement that is asked about.
    pub(super) for_each_sink: usize,
    /// What no line comes through: the statement that is asked about.
    pub(super) barred: Option<LineageIdx>,
    /// Who answers to a class that is supposed to be gone, as far as that was asked.
    gone: OnceLock<Told>,
    /// What was looked at to answer questions about lines.
    pub work: Work,
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
            verified: Arc::new(Verified::new(graph, &life)),
            life: Arc::new(life),
            bearings,
            voices,
            lineage: Arc::new(lineage),
            has_adversaries,
            has_inferred: (graph.statements()).any(|at| graph.basis(at) == Some(Basis::Inferred)),
            fighting: Arc::new(fighting),
            crowded: Arc::new(crowded.collect()),
            questions: graph.claims().len(),
            for_each_sink,
            barred: None,
            gone: OnceLock::new(),
            work: Work::default(),
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
            has_inferred: self.has_inferred,
            fighting: Arc::clone(&self.fighting),
            crowded: Arc::clone(&self.crowded),
            verified: Arc::clone(&self.verified),
            questions: self.questions,
            for_each_sink: self.for_each_sink,
            barred: self.barred,
            gone: OnceLock::new(),
            work: Work::default(),
        }
    }

    /// The same base where questions are asked of each statement: they share what all claims would, several a
    /// statement.
    pub(super) fn of_each_statement(&self, citations: usize) -> Base<'g> {
        const OF_A_STATEMENT: usize = 4;
        /// How many nodes more for all that are cited.
        const FOR_ALL_CITED: usize = 1 << 22;
        Base {
            questions: OF_A_STATEMENT * self.graph.statement_count(),
            for_each_sink: (FOR_ALL_CITED / citations.max(1)).min(self.for_each_sink),
            ..self.counting_afresh()
        }
    }

    /// The same base, with what is looked at counted from here on.
    pub(super) fn counting_afresh(&self) -> Base<'g> {
        self.supposing(self.suppositions().clone())
    }

    /// The same base for lines to what a statement cites, which do not come through that statement.
    pub(super) fn barring(&self, node: LineageIdx) -> Base<'g> {
        Base {
            barred: Some(node),
            ..self.counting_afresh()
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
            && (self.suppositions().without.is_empty() || !self.is_word_gone(node))
    }

    /// Whether what is said at a node is supposed to be gone, by its speaker or by the report that has it.
    fn is_word_gone(&self, node: LineageIdx) -> bool {
        let report = match self.lineage.node(node) {
            LineageNode::Statement(at) => self.graph.report_of(at),
            LineageNode::Implied(implied) => implied.report,
        };
        let without = &self.suppositions().without;
        report.is_some_and(|report| without.contains(&Taken::Report(report)))
            || (self.speaker(node)).is_some_and(|(actor, date)| self.is_gone(actor, date))
    }

    /// Whether an actor's word at a time is supposed to be gone: its own, or that of a class that it surely was in.
    pub(super) fn is_gone(&self, actor: ActorIdx, date: Date) -> bool {
        let without = &self.suppositions().without;
        if without.contains(&Taken::Actor(actor)) {
            return true;
        }
        let is_class_gone = |voice: ActorIdx| without.contains(&Taken::Class(voice));
        if self.suppositions().classes().next().is_none() {
            return false;
        }
        let told = self
            .gone
            .get_or_init(|| Told::new(self.graph.actors().len()));
        self.voices.leads_to(actor, date, is_class_gone, told)
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

    /// More labels than this there are not: voices, artefacts and implied statements.
    pub fn label_count(&self) -> usize {
        let implied = self.lineage.node_count() - self.graph.statement_count();
        self.voices.label_count() + self.graph.all_evidence().len() + implied
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
        // Who has very many ties takes long to follow.
        self.work.add_light(self.voices.tie_count(actor));
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

    /// Whether a statement is inferred from several premises, or from an artefact: from one statement or claim alone
    /// follows what those who cite it say.
    pub fn needs_several(&self, node: LineageIdx) -> bool {
        let Some(statement) = (self.lineage.statement(node)).filter(|_| self.needs_all(node))
        else {
            return false;
        };
        let cites = self.graph.cites(statement);
        let mut premises = (0..cites.len()).filter(|&at| self.is_premise(statement, at));
        let is_artefact = |at: usize| matches!(self.graph.node(cites[at]), Node::Evidence(_));
        !matches!((premises.next(), premises.next()), (Some(only), None) if !is_artefact(only))
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
}

/// How many nodes more may be looked at for all statements that bear on claims, where these are many.
const FOR_ALL_SINKS: usize = 1 << 24;

/// How many nodes more may be looked at for each statement of a claim: fewer where the statements of many claims bear
/// on many others.
fn for_each_sink(graph: &ClaimGraph, bearings: &Bearings) -> usize {
    const EACH: usize = 1 << 8;
    let statements = bearings.total(graph, |claim| graph.statement_range(claim).len());
    match statements > 4 * graph.statement_count() {
        true => (FOR_ALL_SINKS / statements.max(1)).min(EACH),
        false => EACH,
    }
}
