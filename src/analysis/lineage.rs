//! The lineage graph `P` (semantics §2): what each statement rests on, down to its roots and their carriers.
//!
//! Citations of actors, reports and claims are resolved here to the statements that they may mean.
//! Linear in statements and resolved citations.

mod components;
mod resolve;

use std::collections::HashMap;
use std::ops::Range;

use rayon::prelude::*;

use super::bearings::Bearings;
use super::digraph::Digraph;
use super::live::Life;
use crate::case::{ActorIdx, ClaimGraph, ClaimIdx, ReportIdx, Rows, StatementIdx};
use resolve::{OPEN, PART, Part, Resolver};

/// A node of the lineage graph: statements first, then the implied ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct LineageIdx(pub u32);

impl LineageIdx {
    /// The node as a position in a column.
    pub const fn at(self) -> usize {
        self.0 as usize
    }
}

/// What a node of the lineage graph is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineageNode {
    /// A statement of the case.
    Statement(StatementIdx),
    /// The undeclared statement that a dead-end citation stands for.
    Implied(Implied),
}

/// An undeclared statement that somebody cites and nobody recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Implied {
    /// Who is cited; for a report without a publisher nobody.
    pub speaker: Option<ActorIdx>,
    /// For what.
    pub claim: ClaimIdx,
    /// The report that is cited, where it has no known publisher or is supposed to be gone.
    pub report: Option<ReportIdx>,
}

/// An edge of the lineage graph.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Citation {
    /// What is cited.
    pub to: LineageIdx,
    /// Which of the statement's citations, as written, this edge comes from.
    pub written: u32,
    /// Whether it carries support by kind and side (polarity); other edges matter for cycles only.
    pub carries: bool,
    /// Whether it is one of several statements that a cited actor, report or claim may mean.
    pub resolved: bool,
}

/// The lineage graph.
#[derive(Default)]
pub struct Lineage {
    statements: u32,
    implied: Vec<Implied>,
    /// For each implied statement the first one with the same unnamed source.
    sources: Vec<LineageIdx>,
    citations: Rows<Citation>,
    /// For each statement the one that holds its citations, as both cite the same; empty where each holds its own.
    holders: Vec<u32>,
    roots: Vec<bool>,
    dead_ends: Vec<(StatementIdx, u32, LineageIdx)>,
}

impl Digraph for Lineage {
    fn vertex_count(&self) -> usize {
        self.node_count()
    }

    fn edges(&self, from: u32) -> Range<usize> {
        if from < self.statements {
            self.citations.range(self.holder(LineageIdx(from)).at())
        } else {
            0..0
        }
    }

    fn target(&self, edge: usize) -> u32 {
        self.citations.items()[edge].to.0
    }
}

impl Lineage {
    /// How many nodes there are.
    pub fn node_count(&self) -> usize {
        self.statements as usize + self.implied.len()
    }

    /// Every node.
    pub fn nodes(&self) -> impl ExactSizeIterator<Item = LineageIdx> + Clone + use<> {
        (0..self.node_count() as u32).map(LineageIdx)
    }

    /// What a node is.
    pub fn node(&self, at: LineageIdx) -> LineageNode {
        match at.0.checked_sub(self.statements) {
            None => LineageNode::Statement(StatementIdx(at.0)),
            Some(implied) => LineageNode::Implied(self.implied[implied as usize]),
        }
    }

    /// The statement behind a node, unless it is implied.
    pub fn statement(&self, at: LineageIdx) -> Option<StatementIdx> {
        (at.0 < self.statements).then_some(StatementIdx(at.0))
    }

    /// The node of a statement.
    pub fn of(&self, statement: StatementIdx) -> LineageIdx {
        LineageIdx(statement.0)
    }

    /// What a statement cites, resolved. Implied statements cite nothing.
    pub fn citations(&self, at: LineageIdx) -> &[Citation] {
        if at.0 < self.statements {
            self.citations.row(self.holder(at).at())
        } else {
            &[]
        }
    }

    /// How many citations are held.
    pub fn edge_count(&self) -> usize {
        self.citations.items().len()
    }

    /// A citation by its place among all that are held, as [`Digraph::edges`] tells it.
    pub fn citation(&self, edge: usize) -> &Citation {
        &self.citations.items()[edge]
    }

    /// The node that holds the citations of a node: where many cite one premise, or one actor, for one claim, all that
    /// this means is held once. Two nodes with one holder have the same citations.
    pub fn holder(&self, at: LineageIdx) -> LineageIdx {
        self.holders
            .get(at.at())
            .map_or(at, |&held| LineageIdx(held))
    }

    /// Whether some nodes share their citations: whoever walks need follow them once only.
    pub fn has_holders(&self) -> bool {
        !self.holders.is_empty()
    }

    /// Takes from some nodes that a lineage may end there.
    pub(super) fn unroot(&mut self, nodes: &[LineageIdx]) {
        for node in nodes {
            self.roots[node.at()] = false;
        }
    }

    /// Whether a lineage may end here: the statement has a basis of its own, or nothing it cites carries support.
    pub fn is_root(&self, at: LineageIdx) -> bool {
        self.roots.get(at.at()).copied().unwrap_or(true)
    }

    /// The node that stands for the unnamed source behind an implied one: the publisher of one report is one source,
    /// for whichever claims the report is cited.
    pub fn source(&self, at: LineageIdx) -> LineageIdx {
        let place = at.0.checked_sub(self.statements);
        place.map_or(at, |place| self.sources[place as usize])
    }

    /// Citations of somebody who says nothing on the claim: the statement, which of its citations, what it stands for.
    pub fn dead_ends(&self) -> &[(StatementIdx, u32, LineageIdx)] {
        &self.dead_ends
    }

    /// Resolves every citation of every statement that was made by the as-of date, in parallel.
    pub fn new(graph: &ClaimGraph, life: &Life, bearings: &Bearings) -> Self {
        let resolver = Resolver::new(graph, life, bearings);
        let count = graph.statement_count() as u32;
        let parts: Vec<Part> = (0..count.div_ceil(PART))
            .into_par_iter()
            .map(|part| resolver.part(part * PART..count.min((part + 1) * PART)))
            .collect();
        let mut lineage = Lineage {
            statements: count,
            roots: Vec::with_capacity(count as usize),
            ..Lineage::default()
        };
        let mut numbers: HashMap<Implied, LineageIdx> = HashMap::new();
        let mut publishers: HashMap<ReportIdx, LineageIdx> = HashMap::new();
        let mut citations = Vec::with_capacity(parts.len());
        for mut part in parts {
            lineage.roots.append(&mut part.roots);
            if !part.held.is_empty() && lineage.holders.is_empty() {
                lineage.holders = (0..count).collect();
            }
            for &(at, holder) in &part.held {
                lineage.holders[at as usize] = holder;
            }
            if part.dead_ends.is_empty() {
                citations.push(part.citations);
                continue;
            }
            let mut filled = part.dead_ends.into_iter();
            let (starts, mut edges) = part.citations.into_parts();
            for edge in edges.iter_mut().filter(|edge| edge.to == OPEN) {
                let Some((statement, implied)) = filled.next() else {
                    break;
                };
                edge.to = *numbers.entry(implied).or_insert_with(|| {
                    let to = LineageIdx(count + lineage.implied.len() as u32);
                    lineage.implied.push(implied);
                    let source = (implied.report)
                        .map_or(to, |report| *publishers.entry(report).or_insert(to));
                    lineage.sources.push(source);
                    to
                });
                lineage.dead_ends.push((statement, edge.written, edge.to));
            }
            citations.push(Rows::from_parts(starts, edges));
        }
        lineage.citations = Rows::concat(&citations);
        lineage
    }
}
