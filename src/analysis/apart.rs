//! Actors that are believed independent of each other (semantics §8), whatever ties they have.

use std::collections::BTreeSet;

use crate::case::ActorIdx;
use crate::case::graph::Tie;

/// Pairs of actors that are supposed to be joined no more (semantics §8), everybody else being joined as before.
///
/// Whatever voice both of a pair share falls into two parts. The one and its own house bear the first, the other and
/// its house the second, everybody else both; so nobody but the two houses is parted. Parts are numbered after the
/// actors. Of several pairs that share a voice, a part stands for one choice of sides in all of them.
#[derive(Default)]
pub(super) struct Split {
    pairs: Vec<Pair>,
    /// Voice and choice of sides, a bit a pair; sorted.
    parts: Vec<(ActorIdx, u32)>,
    /// How many actors there are.
    actors: u32,
}

struct Pair {
    first: BTreeSet<ActorIdx>,
    second: BTreeSet<ActorIdx>,
    shared: BTreeSet<ActorIdx>,
}

/// How many pairs may be taken apart at once: their choices multiply.
pub const MOST_APART: usize = 8;

impl Split {
    pub fn new(ties: &[Vec<Tie>], apart: &[(ActorIdx, ActorIdx)]) -> Self {
        if apart.is_empty() {
            return Split::default();
        }
        let mut answering: Vec<Vec<ActorIdx>> = vec![Vec::new(); ties.len()];
        for (from, ties) in ties.iter().enumerate() {
            for tie in ties {
                answering[tie.to.at()].push(ActorIdx(from as u32));
            }
        }
        let up = |at: ActorIdx| ties[at.at()].iter().map(|tie| tie.to).collect();
        let down = |at: ActorIdx| answering[at.at()].clone();
        let pairs: Vec<Pair> = (apart.iter().take(MOST_APART))
            .map(|&(one, other)| {
                let house = |head| House {
                    head,
                    up: closure(head, &up),
                    down: closure(head, &down),
                };
                let (one, other) = (house(one), house(other));
                let shared = &one.up & &other.up;
                Pair {
                    first: side(&one, &other, &shared, &up),
                    second: side(&other, &one, &shared, &up),
                    shared,
                }
            })
            .collect();
        let mut parts = BTreeSet::new();
        for &voice in pairs.iter().flat_map(|pair| &pair.shared) {
            for choice in 0..1u32 << pairs.len() {
                parts.insert((voice, choice & sharing(&pairs, voice)));
            }
        }
        Split {
            pairs,
            parts: parts.into_iter().collect(),
            actors: ties.len() as u32,
        }
    }

    /// Whether nobody is taken apart.
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    /// The voice of which a part is one.
    pub fn voice(&self, part: usize) -> ActorIdx {
        self.parts[part].0
    }

    /// How many parts there are.
    pub fn part_count(&self) -> usize {
        self.parts.len()
    }

    /// The label of an actor in place of its only voice, where that is whole or the actor bears one part of it.
    pub fn only_part(&self, actor: ActorIdx, voice: ActorIdx) -> Option<ActorIdx> {
        if self.is_empty() {
            return Some(voice);
        }
        let mut parts = Vec::new();
        self.parts_of(actor, &[voice], &mut parts);
        match parts[..] {
            [only] => Some(only),
            _ => None,
        }
    }

    /// Whether an actor, tied to a voice or not, no longer speaks for it: they are on the two sides of a pair.
    pub fn are_parted(&self, actor: ActorIdx, voice: ActorIdx) -> bool {
        if self.is_empty() {
            return false;
        }
        let [mut own, mut its] = [Vec::new(), Vec::new()];
        self.parts_of(actor, &[voice], &mut own);
        self.parts_of(voice, &[voice], &mut its);
        !own.iter().any(|part| its.contains(part))
    }

    /// The labels of an actor in place of whole voices.
    pub fn parts_of(&self, actor: ActorIdx, whole: &[ActorIdx], into: &mut Vec<ActorIdx>) {
        // The sides that the actor is on, and the pairs of which it is on neither or both.
        let (mut side, mut open) = (0u32, 0u32);
        for (nth, pair) in self.pairs.iter().enumerate() {
            match (pair.first.contains(&actor), pair.second.contains(&actor)) {
                (true, false) => {}
                (false, true) => side |= 1 << nth,
                _ => open |= 1 << nth,
            }
        }
        for &voice in whole {
            let from = self.parts.partition_point(|&(other, _)| other < voice);
            let own = self.parts[from..].iter().take_while(|part| part.0 == voice);
            let mut is_whole = true;
            for (&(_, choice), place) in own.zip(from as u32..) {
                is_whole = false;
                if (choice ^ side) & !open & sharing(&self.pairs, voice) == 0 {
                    into.push(ActorIdx(self.actors + place));
                }
            }
            if is_whole {
                into.push(voice);
            }
        }
    }
}

/// An actor with everybody to whom it leads and everybody who leads to it, itself included.
struct House {
    head: ActorIdx,
    up: BTreeSet<ActorIdx>,
    down: BTreeSet<ActorIdx>,
}

/// Who is on one's side: those who answer to it and, beside what both sides share, to nobody outside it and nobody
/// whom the other side knows as its own. Where one answers to the other, who comes to the other through it alone is on
/// its side only.
fn side(
    one: &House,
    other: &House,
    shared: &BTreeSet<ActorIdx>,
    up: &dyn Fn(ActorIdx) -> Vec<ActorIdx>,
) -> BTreeSet<ActorIdx> {
    let answers = other.down.contains(&one.head);
    // By whatever ways but those through the one.
    let past = |at| match at == one.head {
        true => Vec::new(),
        false => up(at),
    };
    let belongs = |&&actor: &&ActorIdx| {
        let is_of_both = match answers {
            true => closure(actor, &past).contains(&other.head),
            false => other.down.contains(&actor),
        };
        !is_of_both
            && closure(actor, up).iter().all(|voice| {
                shared.contains(voice)
                    || (one.down.contains(voice) || one.up.contains(voice))
                        && !other.up.contains(voice)
            })
    };
    one.down.iter().filter(belongs).copied().collect()
}

/// A bit for each pair that shares a voice.
fn sharing(pairs: &[Pair], voice: ActorIdx) -> u32 {
    let shares = |(nth, pair): (usize, &Pair)| u32::from(pair.shared.contains(&voice)) << nth;
    pairs.iter().enumerate().map(shares).sum()
}

/// Everybody to whom a relation leads from an actor, itself included.
fn closure(actor: ActorIdx, next: &dyn Fn(ActorIdx) -> Vec<ActorIdx>) -> BTreeSet<ActorIdx> {
    let mut seen = BTreeSet::from([actor]);
    let mut open = vec![actor];
    while let Some(from) = open.pop() {
        for to in next(from) {
            if seen.insert(to) {
                open.push(to);
            }
        }
    }
    seen
}
