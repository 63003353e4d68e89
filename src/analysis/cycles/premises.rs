//! Premises that close no circle (semantics §§2 and 5).
//!
//! A premise is a claim and takes in all its support, whenever that was said: also what came later than what is
//! concluded from it, and those who say the conclusion, where as a cause it entails its effect. For numbers that is
//! right: an argument stands on whatever supports its premise. But nobody has cited what had not been said yet, and
//! whoever infers a cause from its effect does not rest on the cause, as long as something else holds the effect up.
//! Such citations close no circle, no word comes back by them, and no citation path runs along them.
//!
//! Linear in citations: what several cite alike is looked at once. Only when the citing statement was made is another
//! matter for each of them, and is asked citation by citation.

use std::ops::Range;

use rayon::prelude::*;

use super::super::base::Base;
use super::super::digraph::{Bits, Digraph};
use super::super::lineage::{Citation, LineageIdx};
use crate::case::{ClaimIdx, Node, StatementIdx};

/// The citations of premises that something holds up other than what is concluded from them.
pub struct Premises {
    pub(super) standing: Bits,
    /// Those of them that lead to support of that conclusion.
    pub(super) own: Bits,
}

impl Premises {
    /// `None` where no premise stands.
    pub fn new(base: &Base<'_>, grounded: &[bool]) -> Option<Self> {
        let mut found: Option<Premises> = None;
        for at in citing_claims(base) {
            for (edges, premise) in premises(base, at) {
                let conclusion = conclusion_beyond(base, at, premise);
                let supports = |edge: &Citation| {
                    let said = base.claim(edge.to);
                    said.zip(conclusion).is_some_and(|(said, conclusion)| {
                        base.bearings.supported_by(conclusion).contains(said)
                    })
                };
                let cited = |edge: usize| base.lineage.citation(edge);
                let holds_up =
                    |edge: usize| grounded[cited(edge).to.at()] && !supports(cited(edge));
                if !edges.clone().any(holds_up) {
                    continue;
                }
                let found = found.get_or_insert_with(|| Premises::none(base));
                for edge in edges {
                    found.standing.insert(edge as u32);
                    if supports(cited(edge)) {
                        found.own.insert(edge as u32);
                    }
                }
            }
        }
        found
    }

    fn none(base: &Base<'_>) -> Self {
        let edges = base.lineage.edge_count();
        Premises {
            standing: Bits::new(edges),
            own: Bits::new(edges),
        }
    }
}

/// The statements that cite a claim, of those with the same citations one.
fn citing_claims(base: &Base<'_>) -> Vec<StatementIdx> {
    const AT_LEAST: usize = 1 << 14;
    let graph = base.graph;
    let statements = 0..graph.statement_count() as u32;
    let statements = statements.into_par_iter().with_min_len(AT_LEAST);
    let cites_claim = |&at: &StatementIdx| {
        let mut cited = graph.cites(at).iter().map(|&cited| graph.node(cited));
        let node = base.lineage.of(at);
        cited.any(|cited| matches!(cited, Node::Claim(_))) && base.lineage.holder(node) == node
    };
    statements.map(StatementIdx).filter(cites_claim).collect()
}

/// The claims that a statement cites, each with the citations that this means. What stands for one written citation
/// stands together.
fn premises(base: &Base<'_>, at: StatementIdx) -> impl Iterator<Item = (Range<usize>, ClaimIdx)> {
    let node = base.lineage.of(at);
    let start = base.lineage.edges(node.0).start;
    let row = base.lineage.citations(node);
    (0..)
        .zip(base.graph.cites(at))
        .filter_map(move |(written, &cited)| {
            let Node::Claim(claim) = base.graph.node(cited) else {
                return None;
            };
            let first = row.partition_point(|edge| edge.written < written);
            let next = row.partition_point(|edge| edge.written <= written);
            Some((start + first..start + next, claim))
        })
}

/// What a statement concludes, if that entails the premise and does not follow from it: a cause of its effect.
fn conclusion_beyond(base: &Base<'_>, at: StatementIdx, premise: ClaimIdx) -> Option<ClaimIdx> {
    let concludes = base.graph.stance(at).supports();
    let conclusion = base.graph.claim_of(at).filter(|_| concludes)?;
    let entails = |one, other| base.bearings.supported_by(other).contains(one);
    (entails(conclusion, premise) && !entails(premise, conclusion)).then_some(conclusion)
}

/// The citations by which a circle may close and a word come back.
#[derive(Clone, Copy)]
pub struct Closing<'b, 'g> {
    pub(super) base: &'b Base<'g>,
    pub(super) premises: Option<&'b Premises>,
}

impl<'b, 'g> Closing<'b, 'g> {
    /// All but those of premises that close none; all, where there are none of these.
    pub fn new(base: &'b Base<'g>, premises: Option<&'b Premises>) -> Self {
        Closing { base, premises }
    }

    /// Whether a statement may close a circle by one of its citations.
    pub fn counts(self, from: LineageIdx, edge: usize) -> bool {
        let Some(premises) = self.premises.filter(|one| one.standing.has(edge as u32)) else {
            return true;
        };
        let said_at = |node| {
            let statement = self.base.lineage.statement(node);
            statement.map(|at| self.base.graph.said_at(at))
        };
        let (cited, citing) = (said_at(self.base.lineage.citation(edge).to), said_at(from));
        let is_later =
            || (cited.zip(citing)).is_some_and(|(cited, citing)| cited.surely_after(citing));
        !premises.own.has(edge as u32) && !is_later()
    }

    /// Whether a citation is of a premise that stands on something else, and of what was not surely said before: it
    /// closes a circle only if it was.
    pub fn may_be_later(self, from: LineageIdx, citation: &Citation) -> bool {
        let (lineage, graph) = (&self.base.lineage, self.base.graph);
        let (Some(premises), Some(citing), Some(cited)) = (
            self.premises,
            lineage.statement(from),
            lineage.statement(citation.to),
        ) else {
            return false;
        };
        // What stands for one written citation stands together.
        let row = lineage.citations(from);
        let first = row.partition_point(|edge| edge.written < citation.written);
        let edge = lineage.edges(from.0).start + first;
        premises.standing.has(edge as u32)
            && !graph.said_at(cited).surely_before(graph.said_at(citing))
    }

    /// What a statement cites, each with whether it counts.
    pub fn weighed(self, from: LineageIdx) -> impl Iterator<Item = (&'b Citation, bool)> {
        let edges = self.base.lineage.edges(from.0);
        edges.map(move |edge| (self.base.lineage.citation(edge), self.counts(from, edge)))
    }

    /// What a member of a component cites in it that counts, in the order of the citations. What one citation means is
    /// sorted: of little that is meant all is looked at, and of much each member is looked for.
    pub fn inside(self, from: LineageIdx, members: &[LineageIdx]) -> Vec<&'b Citation> {
        let lineage = &self.base.lineage;
        let (row, first) = (lineage.citations(from), lineage.edges(from.0).start);
        let mut found = Vec::new();
        let mut take =
            |place: usize| found.extend(self.counts(from, first + place).then(|| &row[place]));
        let mut start = 0;
        while start < row.len() {
            let written = row[start].written;
            let end = start + row[start..].partition_point(|edge| edge.written == written);
            let meant = &row[start..end];
            if meant.len() / usize::BITS as usize <= members.len() {
                let inside = |&place: &usize| members.binary_search(&row[place].to).is_ok();
                (start..end).filter(inside).for_each(&mut take);
            } else {
                let place = |to| meant.binary_search_by_key(to, |edge| edge.to).ok();
                let places = members.iter().filter_map(place);
                places.for_each(|place| take(start + place));
            }
            start = end;
        }
        found
    }
}
