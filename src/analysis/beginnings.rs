//! Where the lineage of every node begins, as far as that is at few places: shared along chains, so that what many
//! statements lead back to is found once for all of them.
//!
//! Components of the lineage graph are passed in order, what is cited first; each takes over the places of what it
//! cites, as the same set where that is one. Linear in nodes and citations, at [`MOST`] places a node.

use std::collections::{BTreeSet, HashMap};

use super::lineage::{Lineage, LineageIdx};

/// More places are not kept.
const MOST: usize = 32;

/// The number of a set that is not kept.
const MANY: u32 = u32::MAX;

/// The nodes at which the lineage of each node begins.
pub struct Beginnings {
    of: Vec<u32>,
    sets: Vec<Box<[LineageIdx]>>,
}

impl Beginnings {
    /// The beginnings of all nodes, along citations that carry between nodes that pass.
    pub fn new(
        lineage: &Lineage,
        passes: impl Fn(LineageIdx) -> bool,
        begins: impl Fn(LineageIdx) -> bool,
    ) -> Self {
        let components = lineage.components();
        let members = components.members();
        let mut found = Beginnings {
            of: vec![0; lineage.node_count()],
            sets: vec![Box::default()],
        };
        // What several cite alike is put together once.
        let mut held: HashMap<LineageIdx, u32> = HashMap::new();
        for number in 0..components.count() {
            let members = members.row(number);
            let set = match *members {
                [only] => {
                    let at = LineageIdx(only);
                    match passes(at) {
                        true => found.of_one(lineage, at, begins(at), &passes, &mut held),
                        false => 0,
                    }
                }
                _ => found.of_circle(lineage, members, &passes, &begins),
            };
            members.iter().for_each(|&at| found.of[at as usize] = set);
        }
        found
    }

    /// Where the lineage of a node begins, sorted; `None` where at too many places, or where that is not known.
    pub fn of(&self, at: LineageIdx) -> Option<&[LineageIdx]> {
        let set = self.of[at.at()];
        (set != MANY).then(|| &*self.sets[set as usize])
    }

    fn of_one(
        &mut self,
        lineage: &Lineage,
        at: LineageIdx,
        is_beginning: bool,
        passes: &impl Fn(LineageIdx) -> bool,
        held: &mut HashMap<LineageIdx, u32>,
    ) -> u32 {
        let holder = lineage.holder(at);
        let cited = match held.get(&holder) {
            Some(&set) if lineage.has_holders() => set,
            _ => {
                let edges = lineage.citations(at).iter();
                let carrying =
                    edges.filter(|edge| edge.carries && edge.to != at && passes(edge.to));
                let set = self.union(carrying.map(|edge| self.of[edge.to.at()]).collect(), None);
                if lineage.has_holders() {
                    held.insert(holder, set);
                }
                set
            }
        };
        match is_beginning {
            true => self.union(BTreeSet::from([cited]), Some(at)),
            false => cited,
        }
    }

    /// Of a circle that everything passes all members lead to one another; of another nothing is said.
    fn of_circle(
        &mut self,
        lineage: &Lineage,
        members: &[u32],
        passes: &impl Fn(LineageIdx) -> bool,
        begins: &impl Fn(LineageIdx) -> bool,
    ) -> u32 {
        let mut cited = BTreeSet::new();
        let mut own: Vec<LineageIdx> = Vec::new();
        for at in members.iter().map(|&at| LineageIdx(at)) {
            if !passes(at) {
                return MANY;
            }
            if begins(at) {
                own.push(at);
            }
            for edge in lineage.citations(at) {
                let is_inside = members.binary_search(&edge.to.0).is_ok();
                if is_inside && !edge.carries {
                    return MANY;
                }
                if !is_inside && edge.carries && passes(edge.to) {
                    cited.insert(self.of[edge.to.at()]);
                }
            }
        }
        let cited = self.union(cited, None);
        own.into_iter()
            .fold(cited, |set, at| self.union(BTreeSet::from([set]), Some(at)))
    }

    fn union(&mut self, sets: BTreeSet<u32>, own: Option<LineageIdx>) -> u32 {
        if sets.contains(&MANY) {
            return MANY;
        }
        let mut filled = sets.iter().copied().filter(|&set| set != 0);
        if own.is_none() {
            match (filled.next(), filled.next()) {
                (None, _) => return 0,
                (Some(only), None) => return only,
                _ => {}
            }
        }
        let mut union: Vec<LineageIdx> = own.into_iter().collect();
        for set in sets {
            union.extend(&self.sets[set as usize]);
            if union.len() > MOST * MOST {
                union.sort_unstable();
                union.dedup();
            }
            if union.len() > MOST * MOST {
                return MANY;
            }
        }
        union.sort_unstable();
        union.dedup();
        if union.len() > MOST {
            return MANY;
        }
        self.sets.push(union.into());
        self.sets.len() as u32 - 1
    }
}
