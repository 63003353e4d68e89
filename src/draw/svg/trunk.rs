//! Trunks: edges that say the same of one node run to it together, and arrive as one.

use std::collections::BTreeMap;

use crate::draw::view::{Edge, Pull, View};

/// The trunk of each edge that has one: it runs with those of its kind that point to the same node.
pub(super) fn trunks(view: &View) -> Vec<Option<usize>> {
    let kind = |edge: &Edge| {
        (
            edge.to,
            edge.role,
            edge.emphasis,
            edge.pull == Pull::Backward,
        )
    };
    let runs = |edge: &Edge| edge.label.is_empty() && edge.pull != Pull::Beside;
    let mut counts: BTreeMap<_, usize> = BTreeMap::new();
    for edge in view.edges.iter().filter(|&edge| runs(edge)) {
        *counts.entry(kind(edge)).or_default() += 1;
    }
    let several: Vec<_> = counts.into_iter().filter(|&(_, count)| count > 1).collect();
    let number = |edge: &Edge| {
        let found = several.binary_search_by_key(&kind(edge), |&(kind, _)| kind);
        found.ok().filter(|_| runs(edge))
    };
    view.edges.iter().map(number).collect()
}

/// At how many places edges arrive at each node.
pub(super) fn ports(view: &View, trunks: &[Option<usize>]) -> Vec<usize> {
    let mut ports = vec![0; view.nodes.len()];
    let mut met = vec![false; view.edges.len()];
    for (edge, trunk) in view.edges.iter().zip(trunks) {
        let known = trunk.is_some_and(|trunk| std::mem::replace(&mut met[trunk], true));
        ports[edge.to] += usize::from(!known);
    }
    ports
}

/// How many edges meet each node on a side of it on which one with a label arrives; nobody knows yet which cycles are
/// turned round.
pub(super) fn labelled(view: &View, trunks: &[Option<usize>]) -> Vec<usize> {
    let mut ends = vec![[0; 2]; view.nodes.len()];
    let mut has_label = vec![[false; 2]; view.nodes.len()];
    let mut met = vec![false; view.edges.len()];
    for (edge, trunk) in view.edges.iter().zip(trunks) {
        let (arrives, leaves) = match edge.pull {
            Pull::Forward => (0, 1),
            Pull::Backward => (1, 0),
            Pull::Beside => continue,
        };
        let known = trunk.is_some_and(|trunk| std::mem::replace(&mut met[trunk], true));
        ends[edge.to][arrives] += usize::from(!known);
        ends[edge.from][leaves] += 1;
        has_label[edge.to][arrives] |= !edge.label.is_empty();
    }
    let most = |(ends, has_label): ([usize; 2], [bool; 2])| {
        let sides = ends.into_iter().zip(has_label);
        sides
            .filter(|side| side.1)
            .map(|(ends, _)| ends)
            .max()
            .unwrap_or(0)
    };
    ends.into_iter().zip(has_label).map(most).collect()
}
