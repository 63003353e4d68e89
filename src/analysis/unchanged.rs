//! Which claims of a case rest on what they rested on in an earlier state of it: only the others are counted anew.
//!
//! Records of the two states are the same if their ids are. A record is *touched* if it is new, or if anything differs
//! that its own fields say, by which others are known to it, or that was derived from it: whether a statement is live,
//! a root, grounded, and what its citations mean. What touches an actor touches its whole side, whom it is tied to by
//! whatever ties and however far; what touches a statement touches all in whose lineage it is; what touches a statement
//! on a claim touches every claim that this bears on. A claim that is not touched has the same lineage, of the same
//! records in the same order, and so the same numbers and the same lines under new indices.
//!
//! One comparison of the two states, and one walk up the lineage from what is touched: linear in both.

mod entities;
mod renumbering;

use std::sync::Arc;

use rayon::prelude::*;

use super::Settings;
use super::base::Base;
use super::bearings::Bearings;
use super::digraph;
use super::lineage::{Citation, Implied, Lineage, LineageIdx, LineageNode};
use super::live::Life;
use super::support::{Count, Lines, Standing};
use crate::case::graph::Object;
use crate::case::{ClaimGraph, ClaimIdx, StatementIdx};
use entities::Touched;
pub use renumbering::Renumbering;

/// What is kept of the facts about an earlier state of a case.
#[derive(Clone, Copy)]
pub struct Earlier<'a> {
    /// The graph.
    pub graph: &'a ClaimGraph,
    /// The settings.
    pub settings: &'a Settings,
    /// Which statements counted.
    pub life: &'a Life,
    /// What bore on each claim.
    pub bearings: &'a Bearings,
    /// What rested on what.
    pub lineage: &'a Lineage,
    /// Which nodes of the lineage rested on a root.
    pub grounded: &'a [bool],
    /// The numbers of each claim.
    pub standings: &'a [Standing],
}

/// The same without the graph, to be kept between two checks.
pub struct Kept {
    pub(super) settings: Settings,
    pub(super) life: Arc<Life>,
    pub(super) bearings: Arc<Bearings>,
    pub(super) lineage: Arc<Lineage>,
    pub(super) grounded: Vec<bool>,
    pub(super) standings: Vec<Standing>,
}

impl Kept {
    /// With the graph that it was derived from.
    pub fn of<'a>(&'a self, graph: &'a ClaimGraph) -> Earlier<'a> {
        Earlier {
            graph,
            settings: &self.settings,
            life: &self.life,
            bearings: &self.bearings,
            lineage: &self.lineage,
            grounded: &self.grounded,
            standings: &self.standings,
        }
    }
}

/// Which claims are not touched, and how everything is numbered now.
pub struct Unchanged {
    /// For each claim its earlier number, where it is not touched.
    claims: Vec<Option<ClaimIdx>>,
    /// From the earlier numbers to those of now.
    pub numbers: Renumbering,
}

impl Unchanged {
    /// Compares; `None` where the two were asked different questions, and so nothing can be kept.
    pub fn new(earlier: Earlier<'_>, base: &Base<'_>, grounded: &[bool]) -> Option<Self> {
        if !earlier.settings.asks_the_same(&base.settings) {
            return None;
        }
        let numbers = Renumbering::new(earlier, base);
        let comparison = Comparison {
            earlier,
            base,
            grounded,
            touched: Touched::new(earlier, base, &numbers),
            numbers: &numbers,
        };
        let claims = comparison.claims();
        Some(Unchanged { claims, numbers })
    }

    /// The number that a claim had, if it is not touched.
    pub fn before(&self, claim: ClaimIdx) -> Option<ClaimIdx> {
        self.claims[claim.at()]
    }

    /// How many claims are not touched.
    pub fn count(&self) -> usize {
        self.claims.iter().flatten().count()
    }
}

struct Comparison<'c, 'g> {
    earlier: Earlier<'c>,
    base: &'c Base<'g>,
    grounded: &'c [bool],
    touched: Touched,
    numbers: &'c Renumbering,
}

impl Comparison<'_, '_> {
    fn claims(&self) -> Vec<Option<ClaimIdx>> {
        let graph = self.base.graph;
        let statements = self.statements();
        let is_touched = |at: StatementIdx| statements[at.at()];
        let said: Vec<bool> = (0..graph.claims().len() as u32)
            .into_par_iter()
            .map(|claim| {
                let claim = ClaimIdx(claim);
                let before = self.numbers.claim_before(claim);
                let count = before.map(|before| self.earlier.graph.statement_range(before).len());
                count != Some(graph.statement_range(claim).len())
                    || graph.statements_on(claim).any(is_touched)
            })
            .collect();
        (0..graph.claims().len() as u32)
            .into_par_iter()
            .map(|claim| self.unchanged(ClaimIdx(claim), &said))
            .collect()
    }

    /// The earlier number of a claim that is not touched.
    fn unchanged(&self, claim: ClaimIdx, said: &[bool]) -> Option<ClaimIdx> {
        let before = self.numbers.claim_before(claim)?;
        let (old, new) = (self.earlier.bearings, &self.base.bearings);
        let lists = [
            (old.supported_by(before), new.supported_by(claim)),
            (old.denied_with(before), new.denied_with(claim)),
            (old.denied_by(before), new.denied_by(claim)),
        ];
        let kept = lists.into_iter().all(|(old, new)| {
            let mut now = old.iter().map(|then| self.numbers.claim(then));
            old.len() == new.len()
                && now.all(|now| now.is_some_and(|now| new.contains(now)))
                && new.iter().all(|claim| !said[claim.at()])
        });
        let standing = &self.earlier.standings[before.at()];
        let kept = kept
            && !said[claim.at()]
            && !self.touched.claims[claim.at()]
            // A budget may depend on how many claims there are.
            && [&standing.support, &standing.denial].into_iter().all(is_exact);
        kept.then_some(before)
    }

    /// Which statements are touched.
    fn statements(&self) -> Vec<bool> {
        let graph = self.base.graph;
        let lineage = &*self.base.lineage;
        let count = graph.statement_count() as u32;
        let mut touched: Vec<bool> = (0..count)
            .into_par_iter()
            .map(|at| !self.is_same(StatementIdx(at)))
            .collect();
        let mut open: Vec<u32> = (0..count).filter(|&at| touched[at as usize]).collect();
        let cited_by = digraph::reversed(lineage);
        while let Some(at) = open.pop() {
            for &from in cited_by.row(at as usize) {
                if !std::mem::replace(&mut touched[from as usize], true) {
                    open.push(from);
                }
            }
        }
        touched
    }

    /// Whether a statement and all that was derived from it alone is as it was.
    fn is_same(&self, at: StatementIdx) -> bool {
        let Some(before) = self.numbers.statement_before(at) else {
            return false;
        };
        let (old, new) = (self.earlier.graph, self.base.graph);
        let node = self.base.lineage.of(at);
        let then = self.earlier.lineage.of(before);
        let object = match old.object(before) {
            Object::Claim(claim) => self.numbers.claim(claim).map(Object::Claim),
            Object::Statement(other) => self.numbers.statement(other).map(Object::Statement),
        };
        let report = new.report_of(at);
        let told = self.numbers.actor(old.speaker(before)) == Some(new.speaker(at))
            && !self.touched.actors[new.speaker(at).at()]
            && object == Some(new.object(at))
            && old.stance(before) == new.stance(at)
            && old.basis(before) == new.basis(at)
            && old.date(before) == new.date(at)
            && old.directness(before) == new.directness(at)
            && old.is_relay(before) == new.is_relay(at)
            && match (old.report_of(before), report) {
                (None, None) => true,
                (Some(old), Some(new)) => self.numbers.report(old) == Some(new),
                _ => false,
            }
            && report.is_none_or(|report| !self.touched.reports[report.at()]);
        told && self.is_same_detail(before, at)
            && self.is_same_written(before, at)
            && self.earlier.life.is_live(before) == self.base.life.is_live(at)
            && self.earlier.grounded[then.at()] == self.grounded[node.at()]
            && self.earlier.lineage.is_root(then) == self.base.lineage.is_root(node)
            && self.is_same_lineage(then, node)
    }

    /// Whether it is written that it cites the same.
    fn is_same_written(&self, before: StatementIdx, at: StatementIdx) -> bool {
        let (old, new) = (self.earlier.graph, self.base.graph);
        let (then, now) = (old.cites(before), new.cites(at));
        then.len() == now.len()
            && then.iter().zip(now).all(|(&then, &now)| {
                let now = new.node(now);
                self.numbers.node(old.node(then)) == Some(now) && !self.touched.is_artefact(now)
            })
    }

    fn is_same_detail(&self, before: StatementIdx, at: StatementIdx) -> bool {
        let details = (
            self.earlier.graph.detail(before),
            self.base.graph.detail(at),
        );
        let (old, new) = match details {
            (None, None) => return true,
            (Some(old), Some(new)) => (old, new),
            _ => return false,
        };
        let custodian = match (old.custodian, new.custodian) {
            (None, None) => true,
            (Some(old), Some(new)) => {
                self.numbers.actor(old) == Some(new) && !self.touched.actors[new.at()]
            }
            _ => false,
        };
        let found_in = match (old.found_in, new.found_in) {
            (None, None) => true,
            (Some(old), Some(new)) => self.numbers.evidence(old) == Some(new),
            _ => false,
        };
        custodian
            && found_in
            && old.number == new.number
            && old.certainty == new.certainty
            && self.numbers.is_same_actors(&old.via, &new.via)
    }

    /// Whether its citations mean the same.
    fn is_same_lineage(&self, then: LineageIdx, node: LineageIdx) -> bool {
        let old = self.earlier.lineage.citations(then);
        let new = self.base.lineage.citations(node);
        let is_same = |(old, new): (&Citation, &Citation)| {
            let to = self.numbers.lineage(old.to);
            let renumbered = to.map(|to| Citation { to, ..*old });
            renumbered == Some(*new) && self.is_known(new.to)
        };
        old.len() == new.len() && old.iter().zip(new).all(is_same)
    }

    /// Whether nothing touches somebody who is cited and said nothing.
    fn is_known(&self, node: LineageIdx) -> bool {
        match self.base.lineage.node(node) {
            LineageNode::Statement(_) => true,
            LineageNode::Implied(Implied {
                speaker, report, ..
            }) => {
                speaker.is_none_or(|actor| !self.touched.actors[actor.at()])
                    && report.is_none_or(|report| !self.touched.reports[report.at()])
            }
        }
    }
}

/// Whether all numbers are known exactly.
fn is_exact(lines: &Lines) -> bool {
    let counts = [
        lines.lines_min,
        lines.lines_max,
        lines.origins_min,
        lines.origins_max,
    ];
    counts.iter().all(|Count { least, most }| least == most)
}
