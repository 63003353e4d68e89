//! For every node that rests on something, the nearest root and the way to it: enough to show where a long lineage
//! begins and ends without following it claim by claim.
//!
//! One breadth-first search from all roots against the citations that carry, O(V + E). The way to the root of an
//! inference leads through one of its premises: it is a part of a line, not the whole.

use super::base::Base;
use super::lineage::LineageIdx;
use crate::case::Rows;

/// What a node rests on at the shortest.
pub struct Nearest {
    /// The next node on the way to the nearest root; the node itself where it is a root or rests on none.
    next: Vec<LineageIdx>,
    root: Vec<LineageIdx>,
    distance: Vec<u32>,
}

/// The end of a long way from a root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    /// Where it begins.
    pub root: LineageIdx,
    /// How many nodes come next that are not listed.
    pub between: usize,
    /// The last nodes, each resting on the one before; the node asked for is the last.
    pub last: Vec<LineageIdx>,
}

impl Nearest {
    /// The nearest root of every node. Linear.
    pub fn new(base: &Base<'_>, grounded: &[bool]) -> Self {
        let nodes = base.lineage.node_count();
        let is_open = |at: LineageIdx| grounded[at.at()] && base.is_live(at);
        let mut citing = Vec::new();
        let mut holding = Vec::new();
        let mut is_held = vec![false; nodes];
        let mut found: Vec<LineageIdx> = Vec::new();
        for from in base.lineage.nodes().filter(|&at| is_open(at)) {
            // An inference from artefacts alone cites nothing that leads on: it begins a line like a root.
            let mut carrying = base.lineage.citations(from).iter();
            if base.lineage.is_root(from) || !carrying.any(|edge| edge.carries) {
                found.push(from);
                continue;
            }
            // What several cite alike is followed once.
            let holder = base.lineage.holder(from);
            holding.push((holder.0, from.0));
            if std::mem::replace(&mut is_held[holder.at()], true) {
                continue;
            }
            let carrying = base.lineage.citations(from).iter();
            let carrying = carrying.filter(|edge| edge.carries && is_open(edge.to));
            citing.extend(carrying.map(|edge| (edge.to.0, holder.0)));
        }
        let citing = Rows::from_pairs(nodes, &citing);
        let holding = Rows::from_pairs(nodes, &holding);
        let mut nearest = Nearest {
            next: base.lineage.nodes().collect(),
            root: base.lineage.nodes().collect(),
            distance: vec![u32::MAX; nodes],
        };
        for root in &found {
            nearest.distance[root.at()] = 0;
        }
        let mut at = 0;
        while let Some(&to) = found.get(at) {
            at += 1;
            let new = citing.row(to.at()).iter();
            let new = new.filter(|&&holder| std::mem::take(&mut is_held[holder as usize]));
            for &from in new.flat_map(|&holder| holding.row(holder as usize)) {
                if nearest.distance[from as usize] == u32::MAX {
                    nearest.distance[from as usize] = nearest.distance[to.at()] + 1;
                    nearest.next[from as usize] = to;
                    nearest.root[from as usize] = nearest.root[to.at()];
                    found.push(LineageIdx(from));
                }
            }
        }
        nearest
    }

    /// How many citations lie between a node and its nearest root; `None` where it rests on none.
    pub fn distance(&self, node: LineageIdx) -> Option<usize> {
        let distance = self.distance[node.at()];
        (distance != u32::MAX).then_some(distance as usize)
    }

    /// The way from the nearest root to a node, its last `most` nodes listed; `None` where it rests on no root.
    pub fn way(&self, node: LineageIdx, most: usize) -> Option<Way> {
        // The root apart: it is named whatever is listed.
        let length = self.distance(node)?;
        let listed = length.min(most);
        let mut last: Vec<LineageIdx> =
            std::iter::successors(Some(node), |at| Some(self.next[at.at()]))
                .take(listed)
                .collect();
        last.reverse();
        Some(Way {
            root: self.root[node.at()],
            between: length - listed,
            last,
        })
    }
}
