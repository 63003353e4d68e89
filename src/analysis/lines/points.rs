//! Single points of failure: labels that lie on every line to some sinks, in linear time.
//!
//! A vertex lies on every path between two others exactly if no detour leads past it. With one path in hand, a sweep
//! along it finds all such vertices: from what was reached so far, off the path, see how far ahead it is met again;
//! where that is nowhere beyond the next vertex of the path, every path goes through it. Each edge is looked at once.
//! (The vertices found are the dominators of the end that lie above it in the dominator tree; Lengauer & Tarjan 1979.)
//!
//! Asked of statements, and of the graph with one vertex a label. Both have at least the paths that lines make, as
//! premises count as alternatives, so whatever is found is on every line; a label may be missed that needs both views
//! at once.

use std::collections::BTreeSet;

use super::Extractor;
use super::instance::Instance;
use crate::analysis::lineage::LineageIdx;
use crate::analysis::support::Label;
use crate::case::index::Rows;

/// Labels that lie on every line to the sinks; perhaps not all of them. Linear in the ancestors of the sinks.
pub fn on_every_line(extractor: &Extractor<'_, '_>, sinks: &[LineageIdx]) -> BTreeSet<Label> {
    let instance = extractor.extract(sinks, &BTreeSet::new());
    let mut found = BTreeSet::new();
    let name = |label: &u32| instance.labels[*label as usize];
    for at in statements_on_every_path(&instance) {
        found.extend(instance.nodes[at as usize].labels.iter().map(name));
    }
    found.extend(labels_on_every_path(&instance).iter().map(name));
    found
}

fn statements_on_every_path(instance: &Instance) -> Vec<u32> {
    let count = instance.nodes.len() as u32;
    let mut edges: Vec<(u32, u32)> = Vec::new();
    for at in 0..count {
        if instance.root_options(at).next().is_some() {
            edges.push((count, at));
        }
        edges.extend(instance.targets(at).map(|to| (to, at)));
    }
    edges.extend(instance.sinks.iter().map(|&sink| (sink, count + 1)));
    cut_vertices(count as usize + 2, &edges, count, count + 1)
}

/// Of a node with several labels the first stands for it, as in the flow bound.
fn labels_on_every_path(instance: &Instance) -> Vec<u32> {
    let count = instance.labels.len() as u32;
    let own = |at: u32| instance.nodes[at as usize].labels[0];
    let mut edges: Vec<(u32, u32)> = Vec::new();
    for at in 0..instance.nodes.len() as u32 {
        if instance.root_options(at).next().is_some() {
            edges.push((count, own(at)));
        }
        edges.extend(instance.targets(at).map(|to| (own(to), own(at))));
    }
    edges.extend(instance.sinks.iter().map(|&sink| (own(sink), count + 1)));
    cut_vertices(count as usize + 2, &edges, count, count + 1)
}

/// The vertices, both ends left out, that lie on every path from `source` to `target`, in the order of such a path;
/// none where there is no path.
fn cut_vertices(vertices: usize, edges: &[(u32, u32)], source: u32, target: u32) -> Vec<u32> {
    let next = Rows::from_pairs(vertices, edges);
    let path = shortest_path(&next, vertices, source, target);
    let mut place = vec![u32::MAX; vertices];
    for (&vertex, nth) in path.iter().zip(0u32..) {
        place[vertex as usize] = nth;
    }
    let mut seen = vec![false; vertices];
    let mut found = Vec::new();
    // How far ahead on the path a detour from what was passed so far has led.
    let mut ahead = 0;
    for (&vertex, nth) in path.iter().zip(0u32..) {
        if nth > 0 && ahead <= nth && vertex != target {
            found.push(vertex);
        }
        let mut open = vec![vertex];
        while let Some(at) = open.pop() {
            for &to in next.row(at as usize) {
                match place[to as usize] {
                    u32::MAX if !std::mem::replace(&mut seen[to as usize], true) => open.push(to),
                    u32::MAX => {}
                    on_path => ahead = ahead.max(on_path),
                }
            }
        }
    }
    found
}

fn shortest_path(next: &Rows<u32>, vertices: usize, source: u32, target: u32) -> Vec<u32> {
    let mut by = vec![u32::MAX; vertices];
    by[source as usize] = source;
    let mut queue = vec![source];
    let mut done = 0;
    while done < queue.len() && by[target as usize] == u32::MAX {
        let at = queue[done];
        done += 1;
        for &to in next.row(at as usize) {
            if by[to as usize] == u32::MAX {
                by[to as usize] = at;
                queue.push(to);
            }
        }
    }
    if by[target as usize] == u32::MAX {
        return Vec::new();
    }
    let mut path = vec![target];
    let mut at = target;
    while at != source {
        at = by[at as usize];
        path.push(at);
    }
    path.reverse();
    path
}

#[cfg(test)]
mod tests {
    use super::*;
    use petgraph::algo::dominators::simple_fast;
    use petgraph::graph::DiGraph;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_every_path_passes_is_what_dominates_its_end(
            edges in prop::collection::vec((0u32..9, 0u32..9), 0..24)
        ) {
            let mut graph = DiGraph::<(), ()>::new();
            for _ in 0..9 {
                graph.add_node(());
            }
            for &(from, to) in &edges {
                graph.add_edge(from.into(), to.into(), ());
            }
            let dominators = simple_fast(&graph, 0.into());
            let mut expected: Vec<u32> = dominators
                .strict_dominators(8.into())
                .map(|above| above.map(|at| at.index() as u32).filter(|&at| at != 0).collect())
                .unwrap_or_default();
            expected.reverse();
            prop_assert_eq!(cut_vertices(9, &edges, 0, 8), expected);
        }
    }
}
