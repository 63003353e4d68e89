//! Single points of failure: labels that lie on every line to some sinks, in linear time.
//!
//! They are the dominators of the end, read off the dominator tree.
//!
//! Asked of statements, and of the graph with one vertex a label. Both have at least the paths that lines make, as
//! premises count as alternatives, so whatever is found is on every line; a label may be missed that needs both views
//! at once.

use std::collections::BTreeSet;

use super::Extractor;
use super::instance::Instance;
use crate::analysis::dominators::dominators;
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

/// The vertices, both ends left out, that lie on every path from `source` to `target`; none where there is no path.
fn cut_vertices(vertices: usize, edges: &[(u32, u32)], source: u32, target: u32) -> Vec<u32> {
    let found = dominators(&Rows::from_pairs(vertices, edges), source);
    found.strict(target).filter(|&at| at != source).collect()
}
