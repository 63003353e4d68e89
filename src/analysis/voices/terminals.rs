//! Whom actors answer to in the end.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::super::components::{self, Components};
use crate::case::graph::Tie;
use crate::case::{ActorIdx, Rows};

/// What makes an actor the house of those who answer to one another: whether it answers to nobody as ties are written,
/// and then how many lead to it.
pub type Weight = (bool, u32);

/// The terminals of each actor in the condensation of the tie graph.
pub(super) struct Terminals {
    components: Components,
    of_component: Vec<Box<[ActorIdx]>>,
    /// The head of each component: that of all whom it is tied to, where they have one; else one of its own.
    heads: Vec<ActorIdx>,
}

impl Terminals {
    /// Of those who answer to one another the one stands for all that has the most weight; of several the first.
    pub fn new(ties: &[Vec<Tie>], weights: &[Weight]) -> Self {
        let mut targets = Rows::with_capacity(ties.len(), ties.len());
        for ties in ties {
            targets.push(ties.iter().map(|tie| tie.to.0));
        }
        let components = components::strong(&targets);
        let members = components.members();
        // Every edge leads to a lower number, so every target's terminals are known.
        let mut of_component: Vec<Box<[ActorIdx]>> = Vec::with_capacity(components.count());
        let mut heads: Vec<ActorIdx> = Vec::with_capacity(components.count());
        for number in 0..components.count() {
            let members = members.row(number);
            let (mut terminals, mut above) = (BTreeSet::new(), BTreeSet::new());
            for &member in members {
                for &to in targets.row(member as usize) {
                    let to = components.of(to) as usize;
                    if to != number {
                        terminals.extend(of_component[to].iter().copied());
                        above.insert(heads[to]);
                    }
                }
            }
            let head = match (above.pop_first(), above.is_empty()) {
                (Some(only), true) => only,
                _ => {
                    let most = members.iter().copied();
                    let most = most.max_by_key(|&at| (weights[at as usize], Reverse(at)));
                    ActorIdx(most.unwrap_or_default())
                }
            };
            if terminals.is_empty() {
                terminals.insert(head);
            }
            of_component.push(terminals.into_iter().collect());
            heads.push(head);
        }
        Terminals {
            components,
            of_component,
            heads,
        }
    }

    pub fn head(&self, actor: usize) -> ActorIdx {
        self.heads[self.components.of(actor as u32) as usize]
    }

    pub fn of(&self, actor: usize) -> Box<[ActorIdx]> {
        self.of_component[self.components.of(actor as u32) as usize].clone()
    }
}
