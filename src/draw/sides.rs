//! The sides of a case as pictures name and colour them.

use std::collections::BTreeMap;

use super::label;
use super::style::SIDE_HUES;
use super::view::Hue;
use crate::analysis::Facts;
use crate::case::{ActorIdx, ClaimGraph};

/// Who stands together: each side by its head, the actor to whom the others answer.
pub(super) struct Sides {
    heads: Vec<ActorIdx>,
    members: Vec<u32>,
    hues: BTreeMap<ActorIdx, Hue>,
}

impl Sides {
    /// The sides of all actors, and a colour for those shared by several that occur, the most frequent first.
    pub(super) fn new(facts: &Facts<'_>, occurring: impl IntoIterator<Item = ActorIdx>) -> Sides {
        let heads: Vec<ActorIdx> = facts
            .graph()
            .actors()
            .map(|actor| facts.side(actor))
            .collect();
        let mut members = vec![0u32; heads.len()];
        for head in &heads {
            members[head.at()] += 1;
        }
        let mut counts: BTreeMap<ActorIdx, u32> = BTreeMap::new();
        for actor in occurring {
            let head = heads[actor.at()];
            if members[head.at()] > 1 {
                *counts.entry(head).or_default() += 1;
            }
        }
        let mut ranked: Vec<(ActorIdx, u32)> = counts.into_iter().collect();
        ranked.sort_by_key(|&(head, count)| (std::cmp::Reverse(count), head));
        let hues = ranked
            .into_iter()
            .take(SIDE_HUES)
            .zip(0..)
            .map(|((head, _), hue)| (head, Hue(hue)))
            .collect();
        Sides {
            heads,
            members,
            hues,
        }
    }

    /// The head of an actor's side.
    pub(super) fn head(&self, actor: ActorIdx) -> ActorIdx {
        self.heads[actor.at()]
    }

    /// The head of an actor's side, where others belong to it too.
    pub(super) fn shared(&self, actor: ActorIdx) -> Option<ActorIdx> {
        let head = self.head(actor);
        (self.members[head.at()] > 1).then_some(head)
    }

    /// The colour of an actor's side, where it has one.
    pub(super) fn hue(&self, actor: ActorIdx) -> Option<Hue> {
        self.hue_of(self.head(actor))
    }

    /// The colour of the side of this head.
    pub(super) fn hue_of(&self, head: ActorIdx) -> Option<Hue> {
        self.hues.get(&head).copied()
    }

    /// The coloured sides by name, for the legend.
    pub(super) fn legend(&self, graph: &ClaimGraph) -> Vec<(Hue, String)> {
        let named = self
            .hues
            .iter()
            .map(|(&head, &hue)| (hue, label::side(graph, head)));
        let mut legend: Vec<(Hue, String)> = named.collect();
        legend.sort_unstable();
        legend
    }
}
