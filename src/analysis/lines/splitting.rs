//! Parting a question into questions that have nothing to do with one another.

use std::collections::{BTreeMap, HashMap};

use super::instance::{Instance, InstanceNode, LabelNumbers, Premise, RootOption, Ways};
use super::packing::{LabelSet, Mask};

/// The parts of a question that share no label and no edge, where it is too large to be answered whole.
pub(super) fn split(instance: Instance) -> Vec<Instance> {
    if instance.labels.len() <= Mask::MOST {
        return vec![instance];
    }
    let mut parent: Vec<u32> = (0..instance.labels.len() as u32).collect();
    fn find(parent: &mut [u32], mut at: u32) -> u32 {
        while parent[at as usize] != at {
            parent[at as usize] = parent[parent[at as usize] as usize];
            at = parent[at as usize];
        }
        at
    }
    // Where no line begins none ends.
    let mut begins = vec![false; instance.labels.len()];
    let mut is_linked = vec![false; instance.lists.len()];
    for at in 0..instance.nodes.len() as u32 {
        let own = instance.nodes[at as usize].labels[0];
        let mut linked: Vec<u32> = instance.nodes[at as usize].labels.clone();
        for root in instance.root_options(at) {
            begins[own as usize] = true;
            linked.extend(&root.labels);
        }
        for list in instance.cited(at) {
            // All who cite alike are linked by the first that they cite, as what they cite is by the first of them.
            let is_new = !std::mem::replace(&mut is_linked[list as usize], true);
            let cited = instance.list(list).iter().take(match is_new {
                true => usize::MAX,
                false => 1,
            });
            linked.extend(cited.map(|&to| instance.nodes[to as usize].labels[0]));
        }
        for label in linked {
            let (one, other) = (find(&mut parent, own), find(&mut parent, label));
            parent[one.max(other) as usize] = one.min(other);
        }
    }
    let mut groups: BTreeMap<u32, Group> = BTreeMap::new();
    for at in 0..instance.nodes.len() as u32 {
        let own = instance.nodes[at as usize].labels[0];
        let group = groups.entry(find(&mut parent, own)).or_default();
        group.begins |= begins[own as usize];
        group.members.push(at);
    }
    for &sink in &instance.sinks {
        let group = find(&mut parent, instance.nodes[sink as usize].labels[0]);
        groups.entry(group).or_default().sinks.push(sink);
    }
    // Most hang together.
    if groups.len() == 1 {
        return vec![instance];
    }
    groups
        .into_values()
        .filter(|group| group.begins && !group.sinks.is_empty())
        .map(|group| part(&instance, &group))
        .collect()
}

/// Nodes of an instance that hang together.
#[derive(Default)]
struct Group {
    members: Vec<u32>,
    /// The sinks among them, in the order of the instance.
    sinks: Vec<u32>,
    /// Whether some of them are roots, or rest on artefacts.
    begins: bool,
}

/// The nodes of a group with numbers of their own.
fn part(instance: &Instance, group: &Group) -> Instance {
    let members = &group.members;
    let places: HashMap<u32, u32> = (members.iter().copied()).zip(0u32..).collect();
    let mut numbers = LabelNumbers::default();
    let mut renumber = |labels: &[u32]| -> Vec<u32> {
        labels
            .iter()
            .map(|&label| numbers.number(instance.labels[label as usize]))
            .collect()
    };
    let mut lists: Vec<Vec<u32>> = Vec::new();
    let mut lists_moved: HashMap<u32, u32> = HashMap::new();
    let mut nodes = Vec::with_capacity(members.len());
    for &at in members {
        let node = &instance.nodes[at as usize];
        let labels = renumber(&node.labels);
        let mut options = |roots: &[RootOption]| -> Vec<RootOption> {
            roots
                .iter()
                .map(|root| RootOption {
                    carrier: root.carrier.clone(),
                    labels: renumber(&root.labels),
                })
                .collect()
        };
        let mut moved = |list: u32| {
            *lists_moved.entry(list).or_insert_with(|| {
                let nodes = instance.list(list).iter().map(|to| places[to]);
                lists.push(nodes.collect());
                lists.len() as u32 - 1
            })
        };
        let ways = match &node.ways {
            Ways::Any { roots, cited } => Ways::Any {
                roots: options(roots),
                cited: moved(*cited),
            },
            Ways::All(premises) => Ways::All(
                premises
                    .iter()
                    .map(|premise| Premise {
                        cited: moved(premise.cited),
                        artefacts: options(&premise.artefacts),
                    })
                    .collect(),
            ),
        };
        nodes.push(InstanceNode {
            node: node.node,
            labels,
            ways,
        });
    }
    Instance {
        sinks: group.sinks.iter().map(|sink| places[sink]).collect(),
        nodes,
        lists,
        labels: numbers.labels,
    }
}
