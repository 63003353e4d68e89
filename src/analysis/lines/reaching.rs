//! Which lines there are within some labels: a least fixpoint, asked again and again of one instance.

use foldhash::fast::FixedState;
use hashbrown::HashMap;

use super::instance::{Instance, RootOption, Ways};
use crate::case::Rows;

const CLOSED: u32 = u32::MAX;

/// A premise of a node: the node, and which of its premises.
type Place = (u32, u32);

/// Searches an instance for lines within some labels, again and again: each search costs what its nodes do.
pub struct Reaching<'i> {
    instance: &'i Instance,
    /// The lists on which each node stands.
    standing: Rows<u32>,
    /// What waits for a line to come to some node of each list.
    waiting: Vec<Vec<Place>>,
    /// How many premises of a node are not filled yet; of one that is no member, `CLOSED`.
    missing: Vec<u32>,
    /// The cited node that filled each premise first; `CLOSED` where none did, or where a root had.
    filled: Vec<Vec<u32>>,
    gates: Gates,
    /// The place of each node in the order in which lines come to them.
    rank: Vec<u32>,
    is_sink: Vec<bool>,
    /// The members of the last search.
    members: Vec<u32>,
}

impl<'i> Reaching<'i> {
    /// Linear in nodes and lists.
    pub fn new(instance: &'i Instance) -> Self {
        let nodes = instance.nodes.len();
        let lists = instance.lists.iter().zip(0u32..);
        let pairs = lists.flat_map(|(list, number)| list.iter().map(move |&at| (at, number)));
        let pairs: Vec<(u32, u32)> = pairs.collect();
        let gates = Gates::new(instance);
        let mut is_sink = vec![false; nodes];
        for &sink in &instance.sinks {
            is_sink[sink as usize] = true;
        }
        Reaching {
            instance,
            standing: Rows::from_pairs(nodes, &pairs),
            waiting: vec![Vec::new(); instance.lists.len()],
            missing: vec![CLOSED; nodes + gates.premises.len()],
            filled: vec![Vec::new(); nodes + gates.premises.len()],
            gates,
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

    /// After a search, the cited node to which a line came first of those that a premise may rest on; `None` where a
    /// root filled it. Of a node that needs one of all that it cites that is premise 0.
    pub fn first(&self, at: u32, premise: usize) -> Option<u32> {
        let place = self.gates.of[at as usize].unwrap_or(at);
        let first = self.filled[place as usize].get(premise).copied();
        first.filter(|&first| first != CLOSED)
    }

    /// The first sink to which a line comes among some nodes, given in ascending order, within the labels that
    /// `allowed` accepts: a least fixpoint, in time linear in those nodes and the lists that they cite or stand on.
    pub fn sink(&mut self, members: &[u32], allowed: impl Fn(u32) -> bool) -> Option<u32> {
        for &member in &self.members {
            self.missing[member as usize] = CLOSED;
            self.rank[member as usize] = CLOSED;
            if self.gates.of[member as usize].is_none() {
                for list in self.instance.cited(member) {
                    self.waiting[list as usize].clear();
                }
            }
        }
        for gate in self.gates.close() {
            for &list in self.gates.premises(gate) {
                self.waiting[list as usize].clear();
            }
        }
        self.members.clear();
        self.members.extend_from_slice(members);
        let mut ready = self.open(members, allowed);
        let mut found = None;
        let mut filled: Vec<Place> = Vec::new();
        let mut come: Vec<u32> = Vec::new();
        for next in 0.. {
            let Some(&at) = ready.get(next) else { break };
            self.rank[at as usize] = next as u32;
            if self.is_sink[at as usize] {
                found = found.or(Some(at));
            }
            for &list in self.standing.row(at as usize) {
                filled.append(&mut self.waiting[list as usize]);
            }
            filled.sort_unstable();
            for (from, premise) in filled.drain(..) {
                self.filled[from as usize][premise as usize] = at;
                self.missing[from as usize] -= 1;
                if self.missing[from as usize] == 0 {
                    match self.gates.waiting(from) {
                        Some(waiting) => come.extend(waiting),
                        None => come.push(from),
                    }
                }
            }
            come.sort_unstable();
            ready.append(&mut come);
        }
        found
    }

    /// Prepares the members whose labels are allowed, so that they wait for what they cite; those to which a line comes
    /// at once.
    fn open(&mut self, members: &[u32], allowed: impl Fn(u32) -> bool) -> Vec<u32> {
        let open = |labels: &[u32]| labels.iter().all(|&label| allowed(label));
        let any = |roots: &[RootOption]| roots.iter().any(|root| open(&root.labels));
        let mut ready = Vec::new();
        for &at in members {
            let node = &self.instance.nodes[at as usize];
            self.filled[at as usize].clear();
            if !open(&node.labels) {
                continue;
            }
            if let Some(gate) = self.gates.of[at as usize] {
                if self.gates.wait(at, gate) {
                    let premises = self.gates.premises(gate);
                    for (&list, nth) in premises.iter().zip(0..) {
                        self.waiting[list as usize].push((gate, nth));
                    }
                    self.missing[gate as usize] = premises.len() as u32;
                    self.filled[gate as usize] = vec![CLOSED; premises.len()];
                }
                continue;
            }
            let filled = &mut self.filled[at as usize];
            let mut missing = 0;
            let mut fill = |cited: u32, is_filled: bool| {
                if !is_filled {
                    let place = (at, filled.len() as u32);
                    self.waiting[cited as usize].push(place);
                    missing += 1;
                }
                filled.push(CLOSED);
            };
            match &node.ways {
                Ways::Any { roots, cited } => fill(*cited, any(roots)),
                Ways::All(premises) => (premises.iter())
                    .for_each(|premise| fill(premise.cited, any(&premise.artefacts))),
            }
            if missing == 0 {
                ready.push(at);
            }
            self.missing[at as usize] = missing;
        }
        ready
    }
}

/// Where several infer from the same premises: a gate stands for them, numbered behind the nodes, and opens once all
/// premises are filled.
struct Gates {
    /// That of each node, of those that have one.
    of: Vec<Option<u32>>,
    /// The lists that each waits for.
    premises: Vec<Vec<u32>>,
    /// Who waits at each, in ascending order.
    waiting: Vec<Vec<u32>>,
    /// Those at which somebody does.
    open: Vec<u32>,
}

impl Gates {
    fn new(instance: &Instance) -> Self {
        let nodes = instance.nodes.len() as u32;
        let mut alike: HashMap<Vec<u32>, Vec<u32>, FixedState> = HashMap::default();
        for (node, at) in instance.nodes.iter().zip(0..) {
            let Ways::All(premises) = &node.ways else {
                continue;
            };
            if premises.len() > 1 && premises.iter().all(|one| one.artefacts.is_empty()) {
                let cited = instance.cited(at).collect();
                alike.entry(cited).or_default().push(at);
            }
        }
        let mut several: Vec<(Vec<u32>, Vec<u32>)> = alike
            .into_iter()
            .filter(|(_, nodes)| nodes.len() > 1)
            .collect();
        several.sort_unstable_by_key(|(_, nodes)| nodes[0]);
        let mut of = vec![None; instance.nodes.len()];
        for ((_, nodes_alike), gate) in several.iter().zip(nodes..) {
            nodes_alike
                .iter()
                .for_each(|&at| of[at as usize] = Some(gate));
        }
        Gates {
            of,
            waiting: vec![Vec::new(); several.len()],
            premises: several.into_iter().map(|(premises, _)| premises).collect(),
            open: Vec::new(),
        }
    }

    fn place(&self, gate: u32) -> usize {
        gate as usize - self.of.len()
    }

    fn premises(&self, gate: u32) -> &[u32] {
        &self.premises[self.place(gate)]
    }

    /// Who waits, if that is a gate.
    fn waiting(&self, at: u32) -> Option<&[u32]> {
        let place = (at as usize).checked_sub(self.of.len())?;
        Some(&self.waiting[place])
    }

    /// Lets a node wait at its gate; whether it is the first to do so.
    fn wait(&mut self, at: u32, gate: u32) -> bool {
        let place = self.place(gate);
        let is_first = self.waiting[place].is_empty();
        self.waiting[place].push(at);
        if is_first {
            self.open.push(gate);
        }
        is_first
    }

    /// Sends everybody away; the gates at which somebody waited.
    fn close(&mut self) -> Vec<u32> {
        let open = std::mem::take(&mut self.open);
        for &gate in &open {
            let place = self.place(gate);
            self.waiting[place].clear();
        }
        open
    }
}
