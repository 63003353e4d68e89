//! What the weakness rules look at: one claim, its roots and who speaks at them, computed once.

use std::borrow::Cow;
use std::cell::OnceCell;

pub use super::finding::{ACTORS, CLAIMS};
use super::finding::{Finding, Message, Step, StepKind};
use super::{Thresholds, words};
use crate::analysis::{Certificate, Facts, LineageIdx, Standing, Ties};
use crate::case::vocabulary::Basis;
use crate::case::{ActorIdx, ClaimIdx, Node, StatementIdx};

/// A claim as the weakness rules see it.
pub struct Profile<'f, 'g> {
    /// The facts.
    pub facts: &'f Facts<'g>,
    /// From where on something is a pattern.
    pub thresholds: &'f Thresholds,
    /// The claim.
    pub claim: ClaimIdx,
    /// Its numbers.
    pub standing: &'f Standing,
    support: OnceCell<Vec<StatementIdx>>,
    roots: OnceCell<Vec<LineageIdx>>,
    certificate: OnceCell<Certificate>,
}

impl<'f, 'g> Profile<'f, 'g> {
    /// The profile of a claim; everything but the numbers is computed when asked for.
    pub fn new(facts: &'f Facts<'g>, thresholds: &'f Thresholds, claim: ClaimIdx) -> Self {
        Profile {
            facts,
            thresholds,
            claim,
            standing: facts.standing(claim),
            support: OnceCell::new(),
            roots: OnceCell::new(),
            certificate: OnceCell::new(),
        }
    }

    /// Its live support.
    pub fn support(&self) -> &[StatementIdx] {
        self.support.get_or_init(|| self.facts.support(self.claim))
    }

    /// The roots on its lines.
    pub fn roots(&self) -> &[LineageIdx] {
        self.roots.get_or_init(|| self.facts.roots(self.claim))
    }

    /// Its lines and the cut; not its known lines.
    pub fn certificate(&self) -> &Certificate {
        self.certificate
            .get_or_init(|| self.facts.upper_certificate(self.claim))
    }

    /// Whether it has support that rests on something.
    pub fn is_grounded(&self) -> bool {
        self.standing.support.grounded
    }

    /// Whether all its lines may begin at somebody unnamed or with no basis of its own: not where two are known.
    pub fn may_be_unknown(&self) -> bool {
        self.standing.support.lines_min.least < 2
    }

    /// The most independent lines it can have: κ⁺.
    pub fn lines(&self) -> u32 {
        self.standing.support.lines_max.most
    }

    /// The actors that speak at its roots, sorted, each once.
    pub fn speakers(&self) -> Vec<ActorIdx> {
        let speaker = |&root: &LineageIdx| self.facts.base().speaker(root).map(|(actor, _)| actor);
        let mut actors: Vec<ActorIdx> = self.roots().iter().filter_map(speaker).collect();
        actors.sort_unstable();
        actors.dedup();
        actors
    }

    /// Whether the speaker of a root shares a voice with one of some actors.
    pub fn is_joined(&self, root: LineageIdx, actors: &[ActorIdx]) -> bool {
        let Some(speaker) = self.facts.base().speaker(root) else {
            return false;
        };
        actors.iter().any(|&actor| {
            self.facts
                .base()
                .voices
                .joined(speaker, (actor, speaker.1), Ties::Sure)
        })
    }

    /// A finding of a rule about this claim, with its lines as witness; in its message [`CLAIMS`] and [`ACTORS`] stand
    /// for the records, as equal weaknesses of several claims become one finding.
    pub fn finding(&self, rule: &'static str, message: impl Into<Cow<'static, str>>) -> Finding {
        Finding {
            witness: self.line_steps(),
            ..self.unproved(rule, message)
        }
    }

    /// The same without a witness: to find the lines costs most.
    pub fn unproved(&self, rule: &'static str, message: impl Into<Cow<'static, str>>) -> Finding {
        let graph = self.facts.graph();
        let speakers = self.speakers();
        let mut message = message.into();
        let concluded = self.concluded_by();
        // Those at the roots spoke of something else.
        if !concluded.is_empty() {
            let names = words::actor_names(self.facts, &concluded);
            message = format!("{message}; inferred by {names}").into();
        }
        Finding {
            claims: vec![self.claim],
            actors: speakers,
            events: graph.links(self.claim).events.to_vec(),
            statements: self.support().to_vec(),
            parts: vec![vec![self.claim.into()]],
            ..Finding::of(rule, Message::Template(message))
        }
    }

    /// Who concludes the claim from what others said, where all support does; sorted, each once.
    pub fn concluded_by(&self) -> Vec<ActorIdx> {
        let graph = self.facts.graph();
        let mut actors = Vec::new();
        for &at in self.support() {
            if graph.is_relay(at) || !self.facts.is_grounded(at) {
                continue;
            }
            let is_root = self.facts.lineage().is_root(self.facts.lineage().of(at));
            if graph.basis(at) != Some(Basis::Inferred) || is_root {
                return Vec::new();
            }
            actors.push(graph.speaker(at));
        }
        let speakers = self.speakers();
        if actors.iter().all(|actor| speakers.contains(actor)) {
            return Vec::new();
        }
        actors.sort_unstable();
        actors.dedup();
        actors
    }

    /// The lines of the certificate, root to sink.
    fn line_steps(&self) -> Vec<Step> {
        let lines = self.certificate().lines.iter();
        let nodes = lines.flat_map(|line| line.steps.iter().copied());
        nodes.map(|node| Step::said(StepKind::Line, node)).collect()
    }

    /// The cut as steps of a witness.
    pub fn cut_steps(&self) -> Vec<Step> {
        let cut = self.certificate().cut.iter().copied();
        cut.map(Step::needed).collect()
    }
}

/// A record of any kind as a step of a witness.
pub fn record_step(
    facts: &Facts<'_>,
    kind: StepKind,
    node: impl Into<Node>,
    text: impl Into<Box<str>>,
) -> Step {
    Step::record(kind, facts.graph().node_index(node.into()), text)
}

/// Statements as steps of a witness.
pub fn steps(facts: &Facts<'_>, kind: StepKind, statements: &[StatementIdx]) -> Vec<Step> {
    statements
        .iter()
        .map(|&at| Step::said(kind, facts.lineage().of(at)))
        .collect()
}
