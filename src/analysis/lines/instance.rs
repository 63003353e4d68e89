//! One question about lines, cut out of the lineage graph: the ancestors of some sinks, with small label numbers.

use foldhash::fast::FixedState;
use hashbrown::HashMap;

use super::super::carriers::Carrier;
use super::super::lineage::LineageIdx;
use super::super::support::Label;
use crate::case::Rows;

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
    numbers: HashMap<Label, u32, FixedState>,
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
    /// Its nodes, as those of the lineage graph.
    pub fn lineage(&self) -> impl Iterator<Item = LineageIdx> + '_ {
        self.nodes.iter().map(|node| node.node)
    }

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
}

const CLOSED: u32 = u32::MAX;

/// Searches an instance for lines within some labels, again and again: each search costs what its nodes do.
pub struct Reaching<'i> {
    instance: &'i Instance,
    /// The (node, premise) pairs that wait for each node.
    waiting: Rows<(u32, u32)>,
    /// How many premises of a node are not filled yet; of one that is no member, `CLOSED`.
    missing: Vec<u32>,
    filled: Vec<Vec<bool>>,
    /// The place of each node in the order in which lines come to them.
    rank: Vec<u32>,
    is_sink: Vec<bool>,
    /// The members of the last search.
    members: Vec<u32>,
}

impl<'i> Reaching<'i> {
    /// Linear in nodes and edges.
    pub fn new(instance: &'i Instance) -> Self {
        let nodes = instance.nodes.len();
        let mut pairs = Vec::new();
        for at in 0..nodes as u32 {
            match &instance.nodes[at as usize].ways {
                Ways::Any { nodes, .. } => pairs.extend(nodes.iter().map(|&to| (to, (at, 0)))),
                Ways::All(premises) => {
                    for (premise, nth) in premises.iter().zip(0u32..) {
                        pairs.extend(premise.nodes.iter().map(|&to| (to, (at, nth))));
                    }
                }
            }
        }
        let mut is_sink = vec![false; nodes];
        for &sink in &instance.sinks {
            is_sink[sink as usize] = true;
        }
        Reaching {
            instance,
            waiting: Rows::from_pairs(nodes, &pairs),
            missing: vec![CLOSED; nodes],
            filled: vec![Vec::new(); nodes],
            rank: vec![CLOSED; nodes],
            is_sink,
            members: Vec::new(),
        }
    }

    /// After a search, the place of each node in the order in which lines came to them, each after those that its line
    /// rests on; `u32::MAX` where none came.
    pub fn rank(&self) -> &[u32] {
        &self.rank
    }

    /// The first sink to which a line comes among some nodes, given in ascending order, within the labels that
    /// `allowed` accepts: a least fixpoint, in time linear in those nodes and the edges to them.
    pub fn sink(&mut self, members: &[u32], allowed: impl Fn(u32) -> bool) -> Option<u32> {
        for &member in &self.members {
            self.missing[member as usize] = CLOSED;
            self.rank[member as usize] = CLOSED;
        }
        self.members.clear();
        self.members.extend_from_slice(members);
        let mut ready = self.open(members, allowed);
        let mut found = None;
        let (mut next, mut place) = (0, 0);
        while let Some(&at) = ready.get(next) {
            next += 1;
            if self.rank[at as usize] != CLOSED {
                continue;
            }
            self.rank[at as usize] = place;
            place += 1;
            if self.is_sink[at as usize] {
                found = found.or(Some(at));
            }
            for &(from, premise) in self.waiting.row(at as usize) {
                let from_at = from as usize;
                if self.missing[from_at] == CLOSED || self.filled[from_at][premise as usize] {
                    continue;
                }
                self.filled[from_at][premise as usize] = true;
                self.missing[from_at] -= 1;
                if self.missing[from_at] == 0 {
                    ready.push(from);
                }
            }
        }
        found
    }

    /// Prepares the members whose labels are allowed; those to which a line comes at once.
    fn open(&mut self, members: &[u32], allowed: impl Fn(u32) -> bool) -> Vec<u32> {
        let open = |labels: &[u32]| labels.iter().all(|&label| allowed(label));
        let any = |roots: &[RootOption]| roots.iter().any(|root| open(&root.labels));
        let mut ready = Vec::new();
        for &at in members {
            let node = &self.instance.nodes[at as usize];
            if !open(&node.labels) {
                continue;
            }
            let filled: Vec<bool> = match &node.ways {
                Ways::Any { roots, .. } => vec![any(roots)],
                Ways::All(premises) => (premises.iter())
                    .map(|premise| any(&premise.artefacts))
                    .collect(),
            };
            let missing = filled.iter().filter(|&&full| !full).count() as u32;
            if missing == 0 {
                ready.push(at);
            }
            self.missing[at as usize] = missing;
            self.filled[at as usize] = filled;
        }
        ready
    }
}
