//! Whose undeclared words may count as known together: those of opponents, as semantics §4 excepts them.

use std::collections::{BTreeMap, BTreeSet};

use super::super::super::base::Base;
use super::super::super::carriers::Carrier;
use super::super::super::lineage::LineageIdx;
use super::super::super::voices::Ties;
use super::opposed;
use crate::case::date::Date;
use crate::case::{ActorIdx, Rows};

/// Of more undeclared words of those who have opponents only so many are weighed.
const MOST_UNDECLARED: usize = 64;
/// How many sets of opponents are weighed at most.
const MOST_GROUPS: usize = 1 << 8;

/// Words of opponents that may be on lines beside one another.
#[derive(Debug, PartialEq, Eq)]
pub struct Group {
    /// Undeclared statements of named speakers.
    pub words: BTreeSet<LineageIdx>,
    /// Sets of those that are no opponents of one another, but may be on a line together: only one line of those that
    /// count may rest on any of a set.
    pub sides: Vec<BTreeSet<LineageIdx>>,
}

/// The sets of words of opponents that nothing more fits into, those without sides first; and whether these are all.
pub fn groups(base: &Base<'_>, nodes: &[LineageIdx]) -> (Vec<Group>, bool) {
    let (words, are_all) = undeclared(base, nodes);
    let count = words.len();
    let (mut against, mut beside) = (vec![0_u64; count], vec![0_u64; count]);
    for (one, other) in pairs(count) {
        let [first, second] = [one, other].map(|at| (words[at].1, words[at].2));
        let are_opposed = opposed(base, first, second);
        // Of two on one side only one is ever on a line beside another's.
        let fits = are_opposed || base.voices.joined(first, second, Ties::Possible);
        for (at, bit) in [(one, 1 << other), (other, 1 << one)] {
            against[at] |= if are_opposed { bit } else { 0 };
            beside[at] |= if fits { bit } else { 0 };
        }
    }
    if against.iter().all(|&foes| foes == 0) {
        return (Vec::new(), are_all);
    }
    let words: Vec<LineageIdx> = words.iter().map(|&(node, ..)| node).collect();
    let fighting = members(u64::MAX, count).filter(|&at| against[at] != 0);
    let fighting = fighting.fold(0, |all, at| all | 1 << at);
    let (mut found, mut is_whole) = cliques(&beside);
    let mut fitting = beside.clone();
    for (fits, met) in fitting.iter_mut().zip(meeting(base, nodes, &words)) {
        *fits |= met & fighting;
    }
    if fitting != beside {
        let (mixed, are_all) = cliques(&fitting);
        found.extend(mixed);
        is_whole &= are_all;
    }
    let mut seen = BTreeSet::new();
    // No word counts where nobody is against another.
    found.retain(|&set| members(set, count).any(|at| against[at] & set != 0) && seen.insert(set));
    let named = |set: u64| members(set, count).map(|at| words[at]).collect();
    let mut groups: Vec<Group> = found
        .into_iter()
        .map(|set| Group {
            words: named(set),
            sides: sides(&beside, set).into_iter().map(named).collect(),
        })
        .collect();
    groups.sort_by(|one, other| {
        let key = |group: &Group| !group.sides.is_empty();
        (key(one), &one.words).cmp(&(key(other), &other.words))
    });
    (groups, is_whole && are_all)
}

/// Undeclared statements of named speakers in their own voice, held by nobody for all that is known, with who speaks
/// and when, and whether these are all of those who have opponents.
fn undeclared(base: &Base<'_>, nodes: &[LineageIdx]) -> (Vec<(LineageIdx, ActorIdx, Date)>, bool) {
    let mut found: Vec<(LineageIdx, ActorIdx, Date)> = nodes
        .iter()
        .filter_map(|&node| {
            let statement = base.lineage.statement(node)?;
            let (actor, date) = base.speaker(node)?;
            let open = base.graph.basis(statement).is_none()
                && !base.graph.is_relay(statement)
                && !base.may_be_held(statement)
                && !base.is_unnamed(node)
                && base.carriers(node, Ties::Sure) == [Carrier::Unknown(None)];
            open.then_some((node, actor, date))
        })
        .collect();
    if found.len() > MOST_UNDECLARED {
        let has_opponent = |actor: ActorIdx| !base.graph.actor(actor).adversaries.is_empty();
        found.retain(|&(_, actor, date)| {
            let voices = base.voices.reach(actor, date, Ties::Sure);
            voices.iter().any(|&voice| has_opponent(voice))
        });
    }
    let are_all = found.len() <= MOST_UNDECLARED;
    found.truncate(MOST_UNDECLARED);
    (found, are_all)
}

/// For each of some words, a bit a word, those that a line may rest on beside it: they come to two premises of one
/// inference. Linear in nodes and citations, for each word anew at worst.
fn meeting(base: &Base<'_>, nodes: &[LineageIdx], words: &[LineageIdx]) -> Vec<u64> {
    let mut met = vec![0; words.len()];
    if !nodes.iter().any(|&node| base.needs_several(node)) {
        return met;
    }
    let place = |node: LineageIdx| nodes.binary_search(&node).ok();
    let carrying = |node: LineageIdx| {
        let edges = base.lineage.citations(node).iter();
        let edges = edges.filter(move |edge| edge.carries && edge.to != node);
        edges.filter_map(|edge| Some((edge.written, place(edge.to)?)))
    };
    let mut citing: Vec<(u32, u32)> = Vec::new();
    for (&node, from) in nodes.iter().zip(0u32..) {
        citing.extend(carrying(node).map(|(_, to)| (to as u32, from)));
    }
    base.work.add_light(nodes.len() + citing.len());
    let citing = Rows::from_pairs(nodes.len(), &citing);
    let mut rests_on = vec![0_u64; nodes.len()];
    let mut open: Vec<usize> = Vec::new();
    for (nth, &word) in words.iter().enumerate() {
        if let Some(at) = place(word) {
            rests_on[at] |= 1 << nth;
            open.push(at);
        }
    }
    while let Some(at) = open.pop() {
        let own = rests_on[at];
        for &from in citing.row(at) {
            let from = from as usize;
            if own & !rests_on[from] != 0 {
                rests_on[from] |= own;
                open.push(from);
            }
        }
    }
    for &node in nodes.iter().filter(|&&node| base.needs_several(node)) {
        let mut by_premise: BTreeMap<u32, u64> = BTreeMap::new();
        for (written, to) in carrying(node) {
            *by_premise.entry(written).or_default() |= rests_on[to];
        }
        let by_premise: Vec<u64> = by_premise.into_values().collect();
        for (one, other) in pairs(by_premise.len()) {
            let (one, other) = (by_premise[one], by_premise[other]);
            members(one, words.len()).for_each(|at| met[at] |= other & !(1 << at));
            members(other, words.len()).for_each(|at| met[at] |= one & !(1 << at));
        }
    }
    met
}

/// Sets of members of a set of which no two are neighbours, so that any two that are none are in one of them.
fn sides(neighbours: &[u64], set: u64) -> Vec<u64> {
    let count = neighbours.len();
    let strangers = |at: usize| set & !neighbours[at] & !(1 << at);
    let mut done = vec![0_u64; count];
    let mut sides = Vec::new();
    for at in members(set, count) {
        loop {
            let left = strangers(at) & !done[at];
            let Some(other) = members(left, count).next() else {
                break;
            };
            let mut side = 1 << at | 1 << other;
            let mut common = strangers(at) & strangers(other);
            while let Some(next) = members(common, count).next() {
                side |= 1 << next;
                common &= strangers(next);
            }
            members(side, count).for_each(|member| done[member] |= side);
            sides.push(side);
        }
    }
    sides
}

/// All pairs of so many.
fn pairs(count: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..count).flat_map(move |one| (one + 1..count).map(move |other| (one, other)))
}

/// The members of a set of numbers below `count`, ascending.
fn members(set: u64, count: usize) -> impl Iterator<Item = usize> {
    (0..count).filter(move |at| set >> at & 1 == 1)
}

/// The largest sets of which every two members are neighbours, a bit a member, and whether these are all (Bron and
/// Kerbosch 1973, with a pivot). Up to 3^(n/3) of n, so no more than so many.
fn cliques(neighbours: &[u64]) -> (Vec<u64>, bool) {
    let count = neighbours.len();
    let all = match count {
        0 => return (Vec::new(), true),
        count => u64::MAX >> (64 - count),
    };
    let mut found = Vec::new();
    // What is in a set, what may still come to it, and what would make it one that was found before.
    let mut open = vec![(0_u64, all, 0_u64)];
    while let Some((set, mut fitting, mut done)) = open.pop() {
        let rivals = fitting | done;
        let pivot =
            members(rivals, count).max_by_key(|&at| (fitting & neighbours[at]).count_ones());
        let Some(pivot) = pivot else {
            found.push(set);
            if found.len() == MOST_GROUPS {
                return (found, open.is_empty());
            }
            continue;
        };
        for at in members(fitting & !neighbours[pivot], count) {
            let own = 1 << at;
            open.push((set | own, fitting & neighbours[at], done & neighbours[at]));
            fitting &= !own;
            done |= own;
        }
    }
    (found, true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const COUNT: usize = 9;

    fn neighbours(edges: Vec<(usize, usize)>) -> Vec<u64> {
        let mut neighbours = vec![0_u64; COUNT];
        for (one, other) in edges.into_iter().filter(|(one, other)| one != other) {
            neighbours[one] |= 1 << other;
            neighbours[other] |= 1 << one;
        }
        neighbours
    }

    proptest! {
        #[test]
        fn cliques_are_those_that_nobody_else_fits_into(edges in prop::collection::vec((0..COUNT, 0..COUNT), 0..30)) {
            let neighbours = neighbours(edges);
            let fits = |at: usize, set: u64| set & !neighbours[at] & !(1 << at) == 0;
            let is_clique = |&set: &u64| members(set, COUNT).all(|at| fits(at, set));
            let is_largest = |&set: &u64| members(!set, COUNT).all(|at| !fits(at, set));
            let expected: Vec<u64> = (1..1 << COUNT).filter(is_clique).filter(is_largest).collect();
            let (mut found, is_whole) = cliques(&neighbours);
            found.sort_unstable();
            prop_assert_eq!((found, is_whole), (expected, true));
        }

        #[test]
        fn two_are_on_one_side_exactly_if_they_are_no_neighbours(
            edges in prop::collection::vec((0..COUNT, 0..COUNT), 0..30),
            set in 0_u64..1 << COUNT,
        ) {
            let neighbours = neighbours(edges);
            let sides = sides(&neighbours, set);
            for (one, other) in pairs(COUNT) {
                let both = 1 << one | 1 << other;
                let are_strangers = set & both == both && neighbours[one] >> other & 1 == 0;
                let is_side = sides.iter().any(|side| side & both == both);
                prop_assert_eq!(is_side, are_strangers, "{} and {}", one, other);
            }
        }
    }
}
