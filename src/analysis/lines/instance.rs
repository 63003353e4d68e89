//! One question about lines, cut out of the lineage graph: the ancestors of some sinks, with small label numbers.

use foldhash::fast::FixedState;
use hashbrown::HashMap;

use super::super::carriers::Carrier;
use super::super::lineage::LineageIdx;
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
    /// The list of the nodes cited for it.
    pub cited: u32,
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
        /// The list of the cited nodes.
        cited: u32,
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
    /// Nodes that are cited together. Where many cite alike what means many statements, all have one list.
    pub lists: Vec<Vec<u32>>,
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

    /// The lists of nodes that a node cites.
    pub fn cited(&self, at: u32) -> impl Iterator<Item = u32> + '_ {
        let (direct, premises): (Option<u32>, &[Premise]) = match &self.nodes[at as usize].ways {
            &Ways::Any { cited, .. } => (Some(cited), &[]),
            Ways::All(premises) => (None, premises),
        };
        direct
            .into_iter()
            .chain(premises.iter().map(|premise| premise.cited))
    }

    /// The nodes of a list.
    pub fn list(&self, list: u32) -> &[u32] {
        &self.lists[list as usize]
    }

    /// Which lists are to be passed as a vertex of their own, numbered among those: what several nodes cite alike. All
    /// others lead straight to who cites them.
    pub fn hubs(&self) -> Vec<Option<u32>> {
        let mut users = vec![0_u8; self.lists.len()];
        for list in (0..self.nodes.len() as u32).flat_map(|at| self.cited(at)) {
            let users = &mut users[list as usize];
            *users = users.saturating_add(1);
        }
        let mut next = 0;
        let lists = self.lists.iter().zip(users);
        lists
            .map(|(list, users)| {
                let is_hub = users > 1 && list.len() > FEW;
                next += u32::from(is_hub);
                is_hub.then(|| next - 1)
            })
            .collect()
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

/// Lists of so few nodes are followed for each who cites them.
const FEW: usize = 16;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::contracted::max_flow;
    use super::super::points::points;
    use super::super::reaching::Reaching;
    use super::*;
    use crate::analysis::work::Work;
    use crate::case::ActorIdx;

    const NODES: u32 = 40;

    /// Statements of which many cite one of three crowds, and some infer from one and something else.
    fn instance(
        labels: &[u32],
        roots: &[bool],
        cites: &[(u32, u32)],
        crowds: &[Vec<u32>],
    ) -> Instance {
        let root = RootOption {
            carrier: Carrier::Unknown(None),
            labels: Vec::new(),
        };
        let mut lists = crowds.to_vec();
        let node = |at: u32| {
            let (crowd, other) = cites[at as usize];
            lists.push(vec![other]);
            let cited = if crowd == 3 {
                lists.len() as u32 - 1
            } else {
                crowd
            };
            // Some infer from the same two crowds.
            let other = Premise {
                cited: match other.is_multiple_of(2) && crowd < 3 {
                    true => (crowd + 1) % 3,
                    false => lists.len() as u32 - 1,
                },
                ..Premise::default()
            };
            InstanceNode {
                node: LineageIdx(at),
                labels: vec![labels[at as usize]],
                ways: match at.is_multiple_of(5) && !roots[at as usize] {
                    true => Ways::All(vec![
                        Premise {
                            cited,
                            ..Premise::default()
                        },
                        other,
                    ]),
                    false => Ways::Any {
                        roots: Vec::from_iter(roots[at as usize].then(|| root.clone())),
                        cited,
                    },
                },
            }
        };
        Instance {
            nodes: (0..NODES).map(node).collect(),
            sinks: (30..NODES).collect(),
            labels: (0..NODES).map(|at| Label::Voice(ActorIdx(at))).collect(),
            lists,
        }
    }

    /// The same where each has a list of its own.
    fn apart(instance: &Instance) -> Instance {
        let mut apart = instance.clone();
        apart.lists.clear();
        for node in &mut apart.nodes {
            let mut copy = |cited: &mut u32| {
                apart.lists.push(instance.list(*cited).to_vec());
                *cited = apart.lists.len() as u32 - 1;
            };
            match &mut node.ways {
                Ways::Any { cited, .. } => copy(cited),
                Ways::All(premises) => premises.iter_mut().for_each(|one| copy(&mut one.cited)),
            }
        }
        apart
    }

    proptest! {
        #[test]
        fn what_many_cite_alike_is_as_if_each_cited_it(
            labels in prop::collection::vec(0..NODES, NODES as usize),
            roots in prop::collection::vec(prop::bool::weighted(0.3), NODES as usize),
            cites in prop::collection::vec((0..4_u32, 0..NODES), NODES as usize),
            crowds in prop::collection::vec(
                prop::collection::btree_set(0..NODES, FEW + 1..FEW + 8), 3
            ),
        ) {
            let crowds: Vec<Vec<u32>> =
                crowds.into_iter().map(|crowd| crowd.into_iter().collect()).collect();
            let shared = instance(&labels, &roots, &cites, &crowds);
            let apart = apart(&shared);
            prop_assert!(apart.hubs().iter().all(Option::is_none));
            let [one, other] = [&shared, &apart].map(|of| max_flow(of, &Work::default()));
            prop_assert_eq!(one.paths.len(), other.paths.len());
            prop_assert_eq!(one.cut.len(), one.paths.len());
            prop_assert_eq!(points(&shared), points(&apart));
            let everything: Vec<u32> = (0..NODES).collect();
            let mut reaching = Reaching::new(&shared);
            prop_assert_eq!(reaching.sink(&everything, |label| !one.cut.contains(&label)), None);
            for parity in [0, 1] {
                let allowed = |label: u32| label % 3 != parity;
                let found = reaching.sink(&everything, allowed);
                let mut beside = Reaching::new(&apart);
                prop_assert_eq!(found, beside.sink(&everything, allowed));
                prop_assert_eq!(reaching.rank(), beside.rank());
            }
        }
    }
}
