//! Single points of failure: labels that lie on every line to some sinks, in linear time.
//!
//! What every path to the sinks passes is read off a dominator tree, once with a vertex for each statement and once
//! with one for each label. Both graphs have at least the paths that lines make, so whatever is found is on every
//! line. An inference needs all its premises: what every path to *any* premise of a needed inference passes is needed
//! as well. A label that occurs once is decided by that, unless an inference needs several premises; one that occurs
//! at several places may be missed, as it may need both views at once, and stays undecided.

use std::collections::BTreeSet;

use super::instance::{Instance, Ways};
use crate::analysis::dominators::dominators;
use crate::analysis::support::Label;
use crate::case::index::Rows;

/// What was found out about the labels of a question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Points {
    /// Labels that lie on every line.
    pub on_every_line: BTreeSet<Label>,
    /// Labels that may lie on every line, too. All others do not.
    pub undecided: BTreeSet<Label>,
}

/// Labels that lie on every line of a question. Linear in its nodes and citations.
pub fn points(instance: &Instance) -> Points {
    let name = |&label: &u32| instance.labels[label as usize];
    let mut found = BTreeSet::new();
    for at in statements_on_every_line(instance) {
        found.extend(instance.nodes[at as usize].labels.iter().map(name));
    }
    let mut undecided: BTreeSet<Label> = open(instance).iter().map(name).collect();
    undecided.retain(|label| !found.contains(label));
    if !undecided.is_empty() {
        found.extend(labels_on_every_path(instance).iter().map(name));
        undecided.retain(|label| !found.contains(label));
    }
    Points {
        on_every_line: found,
        undecided,
    }
}

/// Labels about which the view of statements says nothing where it does not find them.
fn open(instance: &Instance) -> Vec<u32> {
    let needs_several = (instance.nodes.iter())
        .any(|node| matches!(&node.ways, Ways::All(premises) if premises.len() > 1));
    let count = instance.labels.len() as u32;
    if needs_several {
        return (0..count).collect();
    }
    let mut times = vec![0u8; count as usize];
    for at in 0..instance.nodes.len() as u32 {
        for &label in &instance.nodes[at as usize].labels {
            let times = &mut times[label as usize];
            *times = times.saturating_add(1);
        }
        // What a carrier bears is no statement of its own.
        for label in instance.root_options(at).flat_map(|root| &root.labels) {
            times[*label as usize] = 2;
        }
    }
    (0..count).filter(|&at| times[at as usize] > 1).collect()
}

/// The statements that every line passes, as far as paths tell.
fn statements_on_every_line(instance: &Instance) -> Vec<u32> {
    let count = instance.nodes.len() as u32;
    let (source, target) = (count, count + 1);
    // Behind them a vertex for each premise of each inference that needs several.
    let mut premises: Vec<(u32, u32)> = Vec::new();
    let mut edges: Vec<(u32, u32)> = Vec::new();
    let mut leading = Leading::new(instance, target + 1, |at| at);
    let mut vertices = leading.first_free;
    for at in 0..count {
        match &instance.nodes[at as usize].ways {
            Ways::All(several) if several.len() > 1 => {
                for premise in several {
                    leading.to(premise.cited, vertices);
                    if !premise.artefacts.is_empty() {
                        edges.push((source, vertices));
                    }
                    edges.push((vertices, at));
                    premises.push((at, vertices));
                    vertices += 1;
                }
            }
            _ => {
                if instance.root_options(at).next().is_some() {
                    edges.push((source, at));
                }
                (instance.cited(at)).for_each(|list| leading.to(list, at));
            }
        }
    }
    edges.extend(leading.edges);
    edges.extend(instance.sinks.iter().map(|&sink| (sink, target)));
    let tree = dominators(&Rows::from_pairs(vertices as usize, &edges), source);
    let mut is_needed = vec![false; vertices as usize];
    let mut open = vec![target];
    while let Some(needed) = open.pop() {
        let passed = tree.strict(needed).take_while(|&at| {
            // Beyond what is needed already all is.
            !std::mem::replace(&mut is_needed[at as usize], true)
        });
        for at in passed.filter(|&at| at < count) {
            let first = premises.partition_point(|&(of, _)| of < at);
            let own = premises[first..].iter().take_while(|&&(of, _)| of == at);
            open.extend(own.map(|&(_, premise)| premise));
        }
    }
    (0..count).filter(|&at| is_needed[at as usize]).collect()
}

/// Of a node with several labels the first stands for it, as in the flow bound.
fn labels_on_every_path(instance: &Instance) -> Vec<u32> {
    let count = instance.labels.len() as u32;
    let own = |at: u32| instance.nodes[at as usize].labels[0];
    let (source, target) = (count, count + 1);
    let mut leading = Leading::new(instance, target + 1, own);
    for at in 0..instance.nodes.len() as u32 {
        if instance.root_options(at).next().is_some() {
            leading.edges.push((source, own(at)));
        }
        (instance.cited(at)).for_each(|list| leading.to(list, own(at)));
    }
    let ends = instance.sinks.iter().map(|&sink| (own(sink), target));
    leading.edges.extend(ends);
    let vertices = leading.first_free as usize;
    let found = dominators(&Rows::from_pairs(vertices, &leading.edges), source);
    found
        .strict(target)
        .filter(|&label| label < count)
        .collect()
}

/// Edges from what is cited to who cites it, through a vertex of its own where several cite alike.
struct Leading<'i, V> {
    instance: &'i Instance,
    vertex: V,
    hubs: Vec<Option<u32>>,
    /// No vertex from here on is in use.
    first_free: u32,
    edges: Vec<(u32, u32)>,
}

impl<'i, V: Fn(u32) -> u32> Leading<'i, V> {
    /// The edges to the vertices for lists, numbered from `first` on.
    fn new(instance: &'i Instance, first: u32, vertex: V) -> Self {
        let hubs: Vec<Option<u32>> = (instance.hubs().into_iter())
            .map(|hub| hub.map(|number| first + number))
            .collect();
        let lists = instance.lists.iter().zip(&hubs);
        let edges = lists.filter_map(|(list, hub)| hub.map(|hub| (list, hub)));
        Leading {
            instance,
            first_free: first + hubs.iter().flatten().count() as u32,
            edges: edges
                .flat_map(|(list, hub)| list.iter().map(move |&at| (at, hub)))
                .map(|(at, hub)| (vertex(at), hub))
                .collect(),
            vertex,
            hubs,
        }
    }

    /// Leads from the nodes of a list to a vertex.
    fn to(&mut self, list: u32, vertex: u32) {
        match self.hubs[list as usize] {
            Some(hub) => self.edges.push((hub, vertex)),
            None => {
                let cited = self.instance.list(list).iter();
                (self.edges).extend(cited.map(|&at| ((self.vertex)(at), vertex)));
            }
        }
    }
}
