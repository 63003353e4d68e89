//! Narrow places: whether all that several statements rest on passes through one statement.
//!
//! Read off one dominator tree of the whole lineage graph: the nearest common dominator of some statements. Premises
//! count as alternatives there, which gives more paths than lines, so what is on every path is on every line. Where
//! there is such a place, no two lines are independent, however long the lineage is. Linear once; then the depth of the
//! tree for each question.

use super::base::Base;
use super::dominators::{Dominators, dominators};
use super::lineage::LineageIdx;
use crate::case::Rows;

/// The dominator tree of all lines of a case.
pub struct Narrows {
    tree: Dominators,
    depth: Vec<u32>,
    /// Whether every path to a vertex passes a statement, the vertex itself included.
    is_narrow: Vec<bool>,
    source: u32,
}

impl Narrows {
    /// Reads the tree off the lineage graph.
    pub fn new(base: &Base<'_>, grounded: &[bool]) -> Self {
        let lineage = &*base.lineage;
        let nodes = lineage.node_count() as u32;
        let is_open = |at: LineageIdx| grounded[at.at()] && base.is_live(at);
        // Behind the nodes one vertex for all that several cite alike, each with the number of its holder.
        let source = 2 * nodes;
        let mut edges: Vec<(u32, u32)> = Vec::new();
        let mut is_held = vec![false; nodes as usize];
        for at in lineage.nodes().filter(|&at| is_open(at)) {
            let from_artefact = |at| base.artefacts(at).next().is_some();
            if lineage.is_root(at) || lineage.statement(at).is_some_and(from_artefact) {
                edges.push((source, at.0));
            }
            let holder = lineage.holder(at);
            let mut to = at.0;
            if lineage.has_holders() {
                to = nodes + holder.0;
                edges.push((to, at.0));
                if std::mem::replace(&mut is_held[holder.at()], true) {
                    continue;
                }
            }
            let cited = lineage.citations(at).iter();
            let cited = cited.filter(|edge| edge.carries && is_open(edge.to));
            edges.extend(cited.map(|edge| (edge.to.0, to)));
        }
        let tree = dominators(&Rows::from_pairs(source as usize + 1, &edges), source);
        let mut narrows = Narrows {
            depth: vec![0; source as usize + 1],
            is_narrow: (0..=source).map(|vertex| vertex < nodes).collect(),
            tree,
            source,
        };
        narrows.measure();
        narrows
    }

    /// Fills in how deep each vertex lies, and whether a statement lies above it.
    fn measure(&mut self) {
        let mut way = Vec::new();
        for vertex in 0..self.source {
            let mut at = vertex;
            while at != self.source && self.depth[at as usize] == 0 {
                let Some(above) = self.tree.immediate(at) else {
                    break;
                };
                way.push(at);
                at = above;
            }
            while let Some(below) = way.pop() {
                self.depth[below as usize] = self.depth[at as usize] + 1;
                self.is_narrow[below as usize] |= at != self.source && self.is_narrow[at as usize];
                at = below;
            }
        }
    }

    /// Whether every line to some nodes passes one and the same statement; no line comes to nodes that are not open.
    pub fn are_narrow(&self, nodes: impl IntoIterator<Item = LineageIdx>) -> bool {
        let mut open = nodes.into_iter().filter(|at| self.tree.is_reached(at.0));
        let Some(first) = open.next() else {
            return false;
        };
        let common = open.fold(first.0, |common, at| self.common(common, at.0));
        common != self.source && self.is_narrow[common as usize]
    }

    fn common(&self, mut one: u32, mut other: u32) -> u32 {
        let above = |at| self.tree.immediate(at).unwrap_or(self.source);
        while one != other {
            match self.depth[one as usize] >= self.depth[other as usize] {
                true => one = above(one),
                false => other = above(other),
            }
        }
        one
    }
}
