//! The strongly connected components of the lineage graph, where what many cite alike is followed once.

use std::ops::Range;

use super::{Lineage, LineageIdx};
use crate::analysis::components::{self, Components};
use crate::analysis::digraph::Digraph;

impl Lineage {
    /// The strongly connected components, by the numbers of nodes. Linear in nodes and in citations as they are held.
    pub fn components(&self) -> Components {
        match self.has_holders() {
            true => components::strong(&Held(self)).among((0..self.node_count()).map(node)),
            false => components::strong(self),
        }
    }

    /// The components that hold a citation. Members ascend.
    pub fn cyclic(&self) -> Vec<Vec<u32>> {
        if !self.has_holders() {
            return components::cyclic(self);
        }
        let mut found = components::cyclic(&Held(self));
        for members in &mut found {
            members.retain(|vertex| vertex % 2 == 1);
            members.iter_mut().for_each(|vertex| *vertex /= 2);
        }
        found
    }
}

/// The lineage graph with two vertices for each node: what it holds, then itself, which leads to what its holder holds.
struct Held<'l>(&'l Lineage);

fn node(at: usize) -> u32 {
    2 * at as u32 + 1
}

impl Digraph for Held<'_> {
    fn vertex_count(&self) -> usize {
        2 * self.0.node_count()
    }

    fn edges(&self, from: u32) -> Range<usize> {
        let at = from as usize / 2;
        let rows = &self.0.citations;
        if at >= rows.len() {
            return 0..0;
        }
        match from % 2 {
            0 => rows.range(at),
            _ => rows.items().len() + at..rows.items().len() + at + 1,
        }
    }

    fn target(&self, edge: usize) -> u32 {
        let items = self.0.citations.items();
        match edge.checked_sub(items.len()) {
            None => node(items[edge].to.at()),
            Some(at) => 2 * self.0.holder(LineageIdx(at as u32)).0,
        }
    }
}
