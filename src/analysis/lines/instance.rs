//! One question about lines, cut out of the lineage graph: the ancestors of some sinks, with small label numbers.

use std::collections::HashMap;

use super::super::lineage::{Carrier, LineageIdx};
use super::super::support::Label;

/// One way in which a root can be worth something.
#[derive(Clone, Debug)]
pub struct RootOption {
    /// What must be right.
    pub carrier: Carrier,
    /// The labels it brings beside those of the statement itself.
    pub labels: Vec<u32>,
}

/// One premise of an inference: any of these will do.
#[derive(Clone, Debug, Default)]
pub struct Premise {
    /// Nodes cited for it.
    pub nodes: Vec<u32>,
    /// Artefacts cited for it.
    pub artefacts: Vec<RootOption>,
}

/// How a line can come to a node.
#[derive(Clone, Debug)]
pub enum Ways {
    /// By being a root in one of these ways, or from one of these nodes.
    Any {
        /// Ways to be a root.
        roots: Vec<RootOption>,
        /// Cited nodes.
        nodes: Vec<u32>,
    },
    /// From every one of these premises.
    All(Vec<Premise>),
}

/// A statement, implied or not, on the way to the sinks.
#[derive(Clone, Debug)]
pub struct InstanceNode {
    /// Which one it is.
    pub node: LineageIdx,
    /// The labels of its speaker.
    pub labels: Vec<u32>,
    /// How a line can come to it.
    pub ways: Ways,
}

/// The ancestors of some sinks.
#[derive(Clone, Debug, Default)]
pub struct Instance {
    /// The nodes.
    pub nodes: Vec<InstanceNode>,
    /// Where lines may end.
    pub sinks: Vec<u32>,
    /// What the label numbers mean.
    pub labels: Vec<Label>,
}

/// Numbers labels in order of first use.
#[derive(Default)]
pub struct LabelNumbers {
    numbers: HashMap<Label, u32>,
    pub(super) labels: Vec<Label>,
}

impl LabelNumbers {
    /// The number of a label.
    pub fn number(&mut self, label: Label) -> u32 {
        *self.numbers.entry(label).or_insert_with(|| {
            self.labels.push(label);
            self.labels.len() as u32 - 1
        })
    }
}

impl Instance {
    /// The nodes that a node's ways lead to.
    pub fn targets(&self, at: u32) -> impl Iterator<Item = u32> + '_ {
        let (direct, premises): (&[u32], &[Premise]) = match &self.nodes[at as usize].ways {
            Ways::Any { nodes, .. } => (nodes, &[]),
            Ways::All(premises) => (&[], premises),
        };
        direct
            .iter()
            .chain(premises.iter().flat_map(|premise| &premise.nodes))
            .copied()
    }

    /// Every root option anywhere on a node, premises included.
    pub fn root_options(&self, at: u32) -> impl Iterator<Item = &RootOption> + '_ {
        let (direct, premises): (&[RootOption], &[Premise]) = match &self.nodes[at as usize].ways {
            Ways::Any { roots, .. } => (roots, &[]),
            Ways::All(premises) => (&[], premises),
        };
        direct
            .iter()
            .chain(premises.iter().flat_map(|premise| &premise.artefacts))
    }

    /// Whether any inference needs several premises.
    pub fn has_inferences(&self) -> bool {
        self.nodes
            .iter()
            .any(|node| matches!(node.ways, Ways::All(_)))
    }

    /// Which nodes have a line within the labels that `allowed` accepts: a least fixpoint, linear time.
    ///
    /// The second list orders them: each node after those that its line rests on.
    pub fn reachable(&self, allowed: impl Fn(u32) -> bool) -> (Vec<bool>, Vec<u32>) {
        let mut reached = vec![false; self.nodes.len()];
        let mut order = Vec::new();
        let open = |labels: &[u32]| labels.iter().all(|&label| allowed(label));
        // (node, premise) pairs that wait for a node.
        let mut waiting: Vec<Vec<(u32, u32)>> = vec![Vec::new(); self.nodes.len()];
        let mut missing: Vec<u32> = vec![0; self.nodes.len()];
        let mut filled: Vec<Vec<bool>> = vec![Vec::new(); self.nodes.len()];
        let mut ready: Vec<u32> = Vec::new();
        for (at, node) in self.nodes.iter().enumerate() {
            if !open(&node.labels) {
                missing[at] = u32::MAX;
                continue;
            }
            let at = at as u32;
            match &node.ways {
                Ways::Any { roots, nodes } => {
                    missing[at as usize] = 1;
                    filled[at as usize] = vec![false];
                    if roots.iter().any(|root| open(&root.labels)) {
                        filled[at as usize][0] = true;
                        ready.push(at);
                    }
                    for &to in nodes {
                        waiting[to as usize].push((at, 0));
                    }
                }
                Ways::All(premises) => {
                    let state = premises
                        .iter()
                        .map(|premise| premise.artefacts.iter().any(|root| open(&root.labels)));
                    filled[at as usize] = state.collect();
                    let open = filled[at as usize].iter().filter(|&&full| !full).count();
                    missing[at as usize] = open as u32;
                    if open == 0 {
                        ready.push(at);
                    }
                    for (nth, premise) in premises.iter().enumerate() {
                        for &to in &premise.nodes {
                            waiting[to as usize].push((at, nth as u32));
                        }
                    }
                }
            }
        }
        let mut next = 0;
        while next < ready.len() {
            let at = ready[next];
            next += 1;
            if std::mem::replace(&mut reached[at as usize], true) {
                continue;
            }
            order.push(at);
            for &(from, premise) in &waiting[at as usize] {
                let from_at = from as usize;
                if missing[from_at] == u32::MAX || filled[from_at][premise as usize] {
                    continue;
                }
                filled[from_at][premise as usize] = true;
                missing[from_at] -= 1;
                if missing[from_at] == 0 {
                    ready.push(from);
                }
            }
        }
        (reached, order)
    }
}
