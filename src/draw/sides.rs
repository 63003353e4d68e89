//! The sides of a case as pictures name and colour them.

use std::cmp::Reverse;
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
    /// The sides of all actors, and a colour for those shared by several that occur.
    ///
    /// The sides with the most members have their colours in the case, so that a side looks the same in every
    /// picture of it; the others take those that are left, the most frequent first.
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
        let hues = hues(facts.graph(), &members, counts);
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

/// The colours of the sides that occur, each so many times.
fn hues(
    graph: &ClaimGraph,
    members: &[u32],
    counts: BTreeMap<ActorIdx, u32>,
) -> BTreeMap<ActorIdx, Hue> {
    let mut largest: Vec<ActorIdx> = graph
        .actors()
        .filter(|head| members[head.at()] > 1)
        .collect();
    largest.sort_by_key(|&head| (Reverse(members[head.at()]), head));
    let own = largest.into_iter().zip((0..).map(Hue)).take(SIDE_HUES);
    let mut hues: BTreeMap<ActorIdx, Hue> =
        own.filter(|(head, _)| counts.contains_key(head)).collect();
    let mut others: Vec<(ActorIdx, u32)> = counts
        .into_iter()
        .filter(|(head, _)| !hues.contains_key(head))
        .collect();
    others.sort_by_key(|&(head, count)| (Reverse(count), head));
    let taken: Vec<Hue> = hues.values().copied().collect();
    let free = (0..)
        .map(Hue)
        .take(SIDE_HUES)
        .filter(|hue| !taken.contains(hue));
    hues.extend(others.into_iter().map(|(head, _)| head).zip(free));
    hues
}
