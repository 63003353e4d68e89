//! The contracted graph: one vertex a label, unit capacities, maximum flow and minimum cut.
//!
//! A flow of this graph bounds the number of independent lines from above, and its cut proves the bound: without
//! those labels no line is left. Contraction may invent paths (into a class at one statement, out at another), so
//! a flow proves nothing from below; each of its paths is checked against the real statements by the caller.
//! Augmenting paths by breadth-first search, O(flow × edges), on flat arrays (Menger; Ford & Fulkerson 1956).

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

    /// Vertices reachable in the residual graph, each with the arc it was reached by.
    fn search(&self, source: u32) -> Vec<u32> {
        let mut by = vec![NIL; self.head.len()];
        by[source as usize] = NIL - 1;
        let mut queue = vec![source];
        let mut next = 0;
        while next < queue.len() {
            let from = queue[next];
            next += 1;
            for arc in self.arcs(from) {
                let to = self.to[arc as usize];
                if self.capacity[arc as usize] > 0 && by[to as usize] == NIL {
                    by[to as usize] = arc;
                    queue.push(to);
                }
            }
        }
        by
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
pub fn max_flow(instance: &Instance) -> Flow {
    let labels = instance.labels.len() as u32;
    let (source, target) = (2 * labels, 2 * labels + 1);
    let mut network = Network::new(2 * labels as usize + 2);
    for label in 0..labels {
        let (way_in, way_out) = doors(label);
        network.arc(way_in, way_out, 1);
    }
    // One label stands for a node: its first. Dropping the others is a relaxation.
    let stands_for = |at: u32| instance.nodes[at as usize].labels.first().copied();
    for at in 0..instance.nodes.len() as u32 {
        let Some(own) = stands_for(at) else { continue };
        for root in instance.root_options(at) {
            match root.labels.iter().find(|&&label| label != own) {
                Some(&carrier) if !instance.nodes[at as usize].labels.contains(&carrier) => {
                    network.arc(source, doors(carrier).0, 1);
                    network.arc(doors(carrier).1, doors(own).0, 1);
                }
                _ => network.arc(source, doors(own).0, 1),
            }
        }
        for to in instance.targets(at) {
            if let Some(cited) = stands_for(to).filter(|&cited| cited != own) {
                network.arc(doors(cited).1, doors(own).0, 1);
            }
        }
    }
    for &sink in &instance.sinks {
        if let Some(own) = stands_for(sink) {
            network.arc(doors(own).1, target, 1);
        }
    }
    loop {
        let by = network.search(source);
        if by[target as usize] == NIL {
            return finish(&network, &by, labels, source, target);
        }
        let mut at = target;
        while at != source {
            let arc = by[at as usize];
            network.capacity[arc as usize] -= 1;
            network.capacity[arc as usize ^ 1] += 1;
            at = network.to[arc as usize ^ 1];
        }
    }
}

fn finish(network: &Network, reached: &[u32], labels: u32, source: u32, target: u32) -> Flow {
    let cut = (0..labels)
        .filter(|&label| {
            let (way_in, way_out) = doors(label);
            reached[way_in as usize] != NIL && reached[way_out as usize] == NIL
        })
        .collect();
    let carries = |arc: u32| arc & 1 == 0 && network.capacity[arc as usize] == 0;
    let mut used = vec![false; network.to.len()];
    let mut paths = Vec::new();
    for first in network.arcs(source).filter(|&arc| carries(arc)) {
        let mut path = Vec::new();
        let mut at = network.to[first as usize];
        while at != target {
            if at & 1 == 0 {
                path.push(at / 2);
            }
            let forward = network
                .arcs(at)
                .find(|&arc| carries(arc) && !used[arc as usize]);
            let Some(arc) = forward else { break };
            used[arc as usize] = true;
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
