//! Findings, tables and pages: one file an output format.
//!
//! Nothing here opens or prints anything: results go into a writer that somebody else opened, or are returned.
//! Text from the case goes through [`safe`] before a person sees it.

mod certificate;
mod change;
pub mod csv;
pub mod diff;
pub mod document;
pub mod excerpt;
pub mod explain;
pub mod finding;
pub mod github;
pub mod influence;
pub mod json;
pub mod linchpins;
pub mod markdown;
pub mod ndjson;
pub mod next;
pub mod origins;
pub mod place;
pub mod problems;
pub mod report;
pub mod rules;
pub mod safe;
pub mod sarif;
pub mod select;
pub mod style;
pub mod support;
pub mod supposed;
mod table;
mod tally;
pub mod text;
pub mod timeline;
pub mod verdict;
pub mod what_if;
pub mod words;

use std::borrow::Cow;

use foldhash::fast::FixedState;
use hashbrown::{HashMap, HashSet};

use crate::analysis::Facts;
use crate::case::problem::Problem;
use crate::case::{ClaimIdx, Node, StatementIdx};
use crate::rules::baseline::Entry;
use crate::rules::{Finding, Packed, Policy, Step, StepKind};
use crate::source::{SourceMap, Span};
use select::Accepting;
use tally::Tally;

/// A case that was checked: what the formats of `check` are made from.
pub struct Checked<'a, 'g> {
    /// The facts.
    pub facts: &'a Facts<'g>,
    /// The texts.
    pub sources: &'a SourceMap,
    /// The inputs as they were named.
    pub inputs: &'a [String],
    /// What was asked of the rules.
    pub policy: &'a Policy,
    /// What was wrong with the input.
    pub problems: &'a [Problem],
    /// The findings, in order, those that are accepted among them.
    pub findings: &'a [Packed],
    /// Entries of the baseline that are found no more, where findings were compared with one.
    pub stale: Option<&'a [Entry]>,
    /// Whether the case was analysed; it is not where its input has errors.
    pub complete: bool,
}

/// How many entries of a baseline that are found no more are listed.
pub const MOST_STALE: usize = 10;

impl<'a> Checked<'a, '_> {
    /// The findings that are shown, in order.
    pub fn shown(&self, accepting: Accepting) -> impl Iterator<Item = &'a Packed> + use<'a> {
        let all = accepting == Accepting::Shown;
        self.findings.iter().filter(move |one| all || one.counts())
    }

    /// All findings, in order, as they are looked at.
    pub fn opened(&self) -> impl ExactSizeIterator<Item = Finding> + use<'a> {
        self.findings.iter().map(Packed::open)
    }

    /// Where a step of a witness is to be seen: the record that it is about. What is left when a voice is cut has no
    /// place of its own.
    fn place(&self, step: &Step) -> Option<Span> {
        let graph = self.facts.graph();
        let node = graph.node(step.node(self.facts)?);
        (step.kind != StepKind::Cut).then(|| graph.span(node))?
    }

    /// The places of a finding, the main one first.
    fn spans(&self, finding: &Finding) -> Vec<Span> {
        let mut spans: Vec<Span> = Vec::with_capacity(finding.witness.len());
        spans.extend(finding.place);
        let mut known: HashSet<Span, FixedState> = HashSet::default();
        let steps = self.shown_steps(finding);
        let places = steps.iter().filter_map(|step| self.place(step));
        spans.extend(places.filter(|&at| known.insert(at)));
        if spans.is_empty() {
            let graph = self.facts.graph();
            let nodes = about(finding).into_iter();
            spans.extend(nodes.filter_map(|node| graph.span(node)));
        }
        spans
    }

    /// The steps of a witness as they are shown: those that say one of the finding's own claims, then those from which
    /// it follows. A chain or a circle stays in its order. Where all lines of a claim only lead to what entails it,
    /// whoever says the claim itself comes before them. The most important claim comes first.
    fn shown_steps<'f>(&self, finding: &'f Finding) -> Vec<Cow<'f, Step>> {
        let graph = self.facts.graph();
        let rank: HashMap<ClaimIdx, usize, FixedState> =
            (finding.claims.iter().copied()).zip(0..).collect();
        let on = |step: &Step| match graph.node(step.node(self.facts)?) {
            Node::Statement(at) => graph.claim_of(at),
            _ => None,
        };
        let is_own = |step: &&Step| match step.kind {
            StepKind::Line | StepKind::Conflict => {
                on(step).is_none_or(|claim| rank.contains_key(&claim))
            }
            StepKind::Cut | StepKind::Cycle | StepKind::Chain => true,
        };
        let (mut own, others): (Vec<&Step>, Vec<&Step>) = finding.witness.iter().partition(is_own);
        own.sort_by_key(|step| match step.kind {
            StepKind::Line | StepKind::Conflict => on(step).and_then(|claim| rank.get(&claim)),
            StepKind::Cut | StepKind::Cycle | StepKind::Chain => None,
        });
        let mut shown = Vec::with_capacity(finding.witness.len());
        if others.iter().any(|step| step.kind == StepKind::Line) {
            let mut known: HashSet<ClaimIdx, FixedState> =
                own.iter().filter_map(|step| on(step)).collect();
            let says = |&&at: &&StatementIdx| {
                let claim = graph.claim_of(at);
                let claim = claim.filter(|claim| rank.contains_key(claim));
                let is_said = !graph.is_relay(at) && self.facts.is_grounded(at);
                is_said && claim.is_some_and(|claim| known.insert(claim))
            };
            let said = finding.statements.iter().filter(says);
            shown.extend(
                said.map(|&at| Cow::Owned(Step::said(StepKind::Line, self.facts.lineage().of(at)))),
            );
        }
        shown.extend(own.into_iter().chain(others).map(Cow::Borrowed));
        shown
    }

    /// The places of a finding with what each shows, the main one first: those of its witness, else of the records
    /// that it is about.
    fn places(&self, finding: &Finding) -> Vec<(Span, String)> {
        let mut places: Vec<(Span, String)> = (self.spans(finding).into_iter())
            .map(|span| (span, String::new()))
            .collect();
        // A place of its own says nothing, though a step of the witness may be seen there too.
        let own = usize::from(finding.place.is_some());
        let numbered = places[own..].iter().zip(own..);
        let known: HashMap<Span, usize, FixedState> =
            numbered.map(|(&(span, _), nth)| (span, nth)).collect();
        let mut seen: Vec<Vec<&Step>> = vec![Vec::new(); places.len()];
        let steps = self.shown_steps(finding);
        for step in steps.iter().map(|step| &**step) {
            if let Some(&nth) = self.place(step).and_then(|at| known.get(&at)) {
                seen[nth].push(step);
            }
        }
        for ((_, shown), steps) in places.iter_mut().zip(seen) {
            *shown = Step::texts(self.facts, &steps);
        }
        places
    }
}

/// The records that a finding is about, claims first.
fn about(finding: &Finding) -> Vec<Node> {
    let mut nodes: Vec<Node> = Vec::new();
    nodes.extend(finding.claims.iter().map(|&at| Node::from(at)));
    nodes.extend(finding.statements.iter().map(|&at| Node::from(at)));
    nodes.extend(finding.evidence.iter().map(|&at| Node::from(at)));
    nodes.extend(finding.reports.iter().map(|&at| Node::from(at)));
    nodes.extend(finding.events.iter().map(|&at| Node::from(at)));
    nodes.extend(finding.actors.iter().map(|&at| Node::from(at)));
    nodes
}
