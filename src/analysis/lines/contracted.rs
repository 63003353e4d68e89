//! The contracted graph: one vertex a label, unit capacities, maximum flow and minimum cut.
//!
//! A flow of this graph bounds the number of independent lines from above, and its cut proves the bound: without
//! those labels no line is left. Contraction may invent paths (into a class at one statement, out at another), so
//! a flow proves nothing from below; each of its paths is checked against the real statements by the caller.
//! Blocking flows along shortest augmenting paths, O(√vertices × edges) at unit capacities, on flat arrays
//! (Dinic 1970; Even & Tarjan 1975).

use super::super::work::Work;
use super::instance::{Instance, Ways};

/// A flow and a cut of equal size.
pub struct Flow {
    /// The labels of each path, from its carrier to its sink.
    pub paths: Vec<Vec<u32>>,
    /// As many labels, without which no line is left.
    pub cut: Vec<u32>,
}

struct Network {
    head: Vec<u32>,
    next: Vec<u32>,
    to: Vec<u32>,
    capacity: Vec<u8>,
}

const NIL: u32 = u32::MAX;

/// More than ever flows along one arc: what is narrow are the labels, so that the cut is made of them alone.
const WIDE: u8 = 2;

impl Network {
    fn new(vertices: usize) -> Self {
        Network {
            head: vec![NIL; vertices],
            next: Vec::new(),
            to: Vec::new(),
            capacity: Vec::new(),
        }
    }

    fn arc(&mut self, from: u32, to: u32, capacity: u8) {
        for (from, to, capacity) in [(from, to, capacity), (to, from, 0)] {
            self.next.push(self.head[from as usize]);
            self.head[from as usize] = self.to.len() as u32;
            self.to.push(to);
            self.capacity.push(capacity);
        }
    }

    fn arcs(&self, from: u32) -> impl Iterator<Item = u32> + '_ {
        let first = self.head[from as usize];
        std::iter::successors((first != NIL).then_some(first), |&arc| {
            let next = self.next[arc as usize];
            (next != NIL).then_some(next)
        })
    }

    /// How far each vertex is from the source in the residual graph; `NIL` where it is not reached.
    fn levels(&self, source: u32) -> Vec<u32> {
        let mut level = vec![NIL; self.head.len()];
        level[source as usize] = 0;
        let mut queue = vec![source];
        let mut next = 0;
        while next < queue.len() {
            let from = queue[next];
            next += 1;
            for arc in self.arcs(from) {
                let to = self.to[arc as usize];
                if self.capacity[arc as usize] > 0 && level[to as usize] == NIL {
                    level[to as usize] = level[from as usize] + 1;
                    queue.push(to);
                }
            }
        }
        level
    }

    /// Augments along shortest paths until none is left of that length.
    fn block(&mut self, level: &[u32], source: u32, target: u32) {
        let mut cursor = self.head.clone();
        let mut path: Vec<u32> = Vec::new();
        let mut at = source;
        loop {
            if at == target {
                for arc in path.drain(..) {
                    self.capacity[arc as usize] -= 1;
                    self.capacity[arc as usize ^ 1] += 1;
                }
                at = source;
            }
            let mut arc = cursor[at as usize];
            while arc != NIL && !self.descends(arc, level[at as usize], level) {
                arc = self.next[arc as usize];
            }
            cursor[at as usize] = arc;
            if arc != NIL {
                path.push(arc);
                at = self.to[arc as usize];
            } else if let Some(back) = path.pop() {
                at = self.to[back as usize ^ 1];
                cursor[at as usize] = self.next[back as usize];
            } else {
                return;
            }
        }
    }

    fn descends(&self, arc: u32, from: u32, level: &[u32]) -> bool {
        self.capacity[arc as usize] > 0 && level[self.to[arc as usize] as usize] == from + 1
    }
}

/// The vertices of a label: way in, way out.
fn doors(label: u32) -> (u32, u32) {
    (2 * label, 2 * label + 1)
}

/// Maximum flow from carriers to sinks through labels that may each be used once.
///
/// Of a node with several labels all are passed one after another; premises count as alternatives. Both only relax
/// the question or keep it as it is, so the value stays an upper bound.
pub fn max_flow(instance: &Instance, work: &Work) -> Flow {
    let labels = instance.labels.len() as u32;
    let (source, target) = (2 * labels, 2 * labels + 1);
    let hubs = instance.hubs();
    let hub = |list: u32| hubs[list as usize].map(|number| target + 1 + number);
    let mut network = Network::new(target as usize + 1 + hubs.iter().flatten().count());
    for label in 0..labels {
        let (way_in, way_out) = doors(label);
        network.arc(way_in, way_out, 1);
    }
    // One label stands for a node: its first. Dropping the others is a relaxation.
    let stands_for = |at: u32| instance.nodes[at as usize].labels.first().copied();
    for at in 0..instance.nodes.len() as u32 {
        let Some(own) = stands_for(at) else { continue };
        // What all ways to be a root bear is the narrowest: an artefact, whoever verified it.
        let shared = shared_label(instance, at, own);
        for root in instance.root_options(at) {
            let other = root.labels.iter().find(|&&label| label != own);
            match shared.as_ref().or(other) {
                Some(&carrier) if !instance.nodes[at as usize].labels.contains(&carrier) => {
                    network.arc(source, doors(carrier).0, WIDE);
                    network.arc(doors(carrier).1, doors(own).0, 1);
                }
                _ => network.arc(source, doors(own).0, WIDE),
            }
        }
        for list in instance.cited(at) {
            if let Some(hub) = hub(list) {
                network.arc(hub, doors(own).0, WIDE);
                continue;
            }
            let cited = instance.list(list).iter().filter_map(|&to| stands_for(to));
            for cited in cited.filter(|&cited| cited != own) {
                network.arc(doors(cited).1, doors(own).0, 1);
            }
        }
    }
    for (list, number) in instance.lists.iter().zip(0u32..) {
        if let Some(hub) = hub(number) {
            let cited = list.iter().filter_map(|&to| stands_for(to));
            cited.for_each(|cited| network.arc(doors(cited).1, hub, 1));
        }
    }
    for &sink in &instance.sinks {
        if let Some(own) = stands_for(sink) {
            network.arc(doors(own).1, target, 1);
        }
    }
    loop {
        work.add_light(network.to.len());
        let level = network.levels(source);
        if level[target as usize] == NIL {
            return finish(&network, &level, labels, source, target);
        }
        network.block(&level, source, target);
    }
}

/// The first label beside its own that all ways of a node to be a root bear, premises aside.
fn shared_label(instance: &Instance, at: u32, own: u32) -> Option<u32> {
    let Ways::Any { roots, .. } = &instance.nodes[at as usize].ways else {
        return None;
    };
    let (first, others) = roots.split_first()?;
    let is_shared = |label: &&u32| others.iter().all(|root| root.labels.contains(label));
    let beside = first.labels.iter().filter(|&&label| label != own);
    beside.copied().find(|label| is_shared(&label))
}

fn finish(network: &Network, reached: &[u32], labels: u32, source: u32, target: u32) -> Flow {
    let cut = (0..labels)
        .filter(|&label| {
            let (way_in, way_out) = doors(label);
            reached[way_in as usize] != NIL && reached[way_out as usize] == NIL
        })
        .collect();
    // What flows along an arc may flow back.
    let carries = |arc: u32| arc & 1 == 0 && network.capacity[arc as usize ^ 1] > 0;
    // Where to look on from for an arc of each vertex that no path has taken.
    let mut cursor = network.head.clone();
    let mut paths = Vec::new();
    for first in network.arcs(source).filter(|&arc| carries(arc)) {
        let mut path = Vec::new();
        let mut at = network.to[first as usize];
        while at != target {
            if at & 1 == 0 && at < source {
                path.push(at / 2);
            }
            let mut arc = cursor[at as usize];
            while arc != NIL && !carries(arc) {
                arc = network.next[arc as usize];
            }
            if arc == NIL {
                break;
            }
            cursor[at as usize] = network.next[arc as usize];
            at = network.to[arc as usize];
        }
        path.dedup();
        paths.push(path);
    }
    paths.sort();
    Flow { paths, cut }
}

/// Whether a question has only alternatives and one label a node: where lifting can succeed at all.
pub fn is_simple(instance: &Instance) -> bool {
    instance
        .nodes
        .iter()
        .all(|node| node.labels.len() <= 1 && matches!(node.ways, Ways::Any { .. }))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::instance::{InstanceNode, RootOption};
    use super::super::reaching::Reaching;
    use super::*;
    use crate::analysis::carriers::Carrier;
    use crate::analysis::lineage::LineageIdx;
    use crate::analysis::support::Label;
    use crate::case::ActorIdx;

    const NODES: u32 = 9;
    const LABELS: u32 = 6;

    /// Statements with a label each, some of them roots, with citations and sinks.
    fn instance(labels: &[u32], roots: &[bool], cites: &[(u32, u32)], sinks: &[u32]) -> Instance {
        let node = |at: u32| {
            let own = labels[at as usize];
            let root = RootOption {
                carrier: Carrier::Unknown(None),
                labels: Vec::new(),
            };
            InstanceNode {
                node: LineageIdx(at),
                labels: vec![own],
                ways: Ways::Any {
                    roots: roots[at as usize].then_some(root).into_iter().collect(),
                    cited: at,
                },
            }
        };
        let list = |at: u32| {
            let cited = cites.iter().filter(|&&(from, to)| from == at && to != at);
            cited.map(|&(_, to)| to).collect()
        };
        Instance {
            nodes: (0..NODES).map(node).collect(),
            lists: (0..NODES).map(list).collect(),
            sinks: sinks.to_vec(),
            labels: (0..LABELS).map(|at| Label::Voice(ActorIdx(at))).collect(),
        }
    }

    proptest! {
        #[test]
        fn a_flow_is_as_large_as_its_cut_and_without_the_cut_no_line_is_left(
            labels in prop::collection::vec(0..LABELS, NODES as usize),
            roots in prop::collection::vec(any::<bool>(), NODES as usize),
            cites in prop::collection::vec((0..NODES, 0..NODES), 0..20),
            sinks in prop::collection::btree_set(0..NODES, 1..5),
        ) {
            let sinks: Vec<u32> = sinks.into_iter().collect();
            let instance = instance(&labels, &roots, &cites, &sinks);
            let flow = max_flow(&instance, &Work::default());
            prop_assert_eq!(flow.cut.len(), flow.paths.len());
            let mut used = std::collections::BTreeSet::new();
            prop_assert!(flow.paths.iter().flatten().all(|&label| used.insert(label)));
            let everything: Vec<u32> = (0..NODES).collect();
            let mut reaching = Reaching::new(&instance);
            let left = reaching.sink(&everything, |label| !flow.cut.contains(&label));
            prop_assert_eq!(left, None);
        }
    }
}
