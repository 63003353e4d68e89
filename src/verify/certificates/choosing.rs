//! The most of some sets of labels that share nothing, where some count only beside others (semantics §4).
//!
//! Sets that share no label with one another are parts of their own. A part is settled at a glance where as few labels
//! meet all of its sets as were found to share none; else choices are tried, within a budget
//! ([`together`](super::together)).

use std::collections::{BTreeMap, BTreeSet};

use super::reading::{Label, Labels, NodeNumber};
use super::together::{MOST_LOOKED_AT, Sets};

/// How often two sets may be compared to choose among them.
pub const MOST_COMPARED: usize = 5_000_000;

/// What one line bears, and which undeclared roots it rests on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Way {
    pub labels: Labels,
    pub excused: BTreeSet<NodeNumber>,
}

impl Way {
    /// Whether this one serves wherever the other does. What is known does not stand in for an opponent's word: that
    /// counts only beside another.
    pub fn is_within(&self, other: &Way) -> bool {
        self.labels.is_subset(&other.labels)
            && self.excused.is_subset(&other.excused)
            && self.excused.is_empty() == other.excused.is_empty()
    }

    pub fn with(&self, labels: &Labels) -> Way {
        Way {
            labels: &self.labels | labels,
            excused: self.excused.clone(),
        }
    }

    pub fn and(&self, other: &Way) -> Way {
        Way {
            labels: &self.labels | &other.labels,
            excused: &self.excused | &other.excused,
        }
    }
}

/// Pairs of opposed nodes, in both orders.
pub type Opposed = BTreeSet<(NodeNumber, NodeNumber)>;

/// Those of some ways in place of which no other serves; `None` where there is too much to compare.
pub fn minimal(all: &BTreeSet<Way>) -> Option<Vec<&Way>> {
    // A set that lies within another begins with one of its labels.
    let mut beginning: BTreeMap<Option<&Label>, Vec<&Way>> = BTreeMap::new();
    for way in all {
        let first = way.labels.first();
        beginning.entry(first).or_default().push(way);
    }
    let mut budget = MOST_COMPARED;
    let mut found = Vec::new();
    for way in all {
        let mut is_needed = true;
        for label in &way.labels {
            let within = beginning.get(&Some(label)).map_or(&[][..], Vec::as_slice);
            budget = budget.checked_sub(within.len())?;
            is_needed &= !within
                .iter()
                .any(|other| *other != way && other.is_within(way));
        }
        found.extend(is_needed.then_some(way));
    }
    Some(found)
}

/// The most pairwise disjoint of some ways, of which so many are `shown` to be. Those with undeclared words count only
/// beside others with such, each of which is opposed to each other one.
pub fn most_disjoint(ways: &[&Way], opposed: &Opposed, shown: u32) -> Option<u32> {
    let (by_word, mut parts): (Vec<_>, Vec<_>) =
        (parts(ways).into_iter()).partition(|part| part.iter().any(|way| !way.excused.is_empty()));
    if !by_word.is_empty() {
        parts.push(by_word.concat());
    }
    let bounds: Vec<u32> = parts.iter().map(|part| bound(part)).collect();
    if bounds.iter().copied().fold(0, u32::saturating_add) == shown {
        return Some(shown);
    }
    let mut looked_at = MOST_LOOKED_AT;
    let each = parts.iter().zip(bounds);
    let each = each.map(|(part, bound)| most_of(part, opposed, bound, &mut looked_at));
    each.sum()
}

/// The same of ways that hang together, or have words all of them, of which no more than `most` are disjoint.
fn most_of(ways: &[&Way], opposed: &Opposed, most: u32, looked_at: &mut usize) -> Option<u32> {
    let mut taken = Labels::new();
    let mut known = 0;
    for way in ways.iter().filter(|way| way.excused.is_empty()) {
        if way.labels.is_disjoint(&taken) {
            taken.extend(&way.labels);
            known += 1;
        }
    }
    if known >= most {
        return Some(known);
    }
    let mut numbers: BTreeMap<Label, usize> = BTreeMap::new();
    let mut number = |&label: &Label| {
        let next = numbers.len();
        *numbers.entry(label).or_insert(next)
    };
    let sets: Vec<Vec<usize>> = ways
        .iter()
        .map(|way| way.labels.iter().map(&mut number).collect())
        .collect();
    let are_opposed = |one: usize, other: usize| {
        let mut words = ways[one].excused.iter();
        words.all(|&word| {
            let mut others = ways[other].excused.iter();
            others.all(|&other| opposed.contains(&(word, other)))
        })
    };
    let by_word = |at: usize| !ways[at].excused.is_empty();
    Sets::new(&sets, by_word, are_opposed)?.most_together(known, most, looked_at)
}

/// Ways parted into those that hang together by their labels.
fn parts<'w>(ways: &[&'w Way]) -> Vec<Vec<&'w Way>> {
    let mut bearers: BTreeMap<Label, Vec<usize>> = BTreeMap::new();
    for (nth, way) in ways.iter().enumerate() {
        (way.labels.iter()).for_each(|&label| bearers.entry(label).or_default().push(nth));
    }
    let mut seen = vec![false; ways.len()];
    let mut found = Vec::new();
    for start in 0..ways.len() {
        let mut open = vec![start];
        let mut part = Vec::new();
        while let Some(nth) = open.pop() {
            if std::mem::replace(&mut seen[nth], true) {
                continue;
            }
            part.push(ways[nth]);
            // Who bears a label is met once.
            let beside = ways[nth].labels.iter();
            open.extend(beside.filter_map(|label| bearers.remove(label)).flatten());
        }
        found.extend((!part.is_empty()).then_some(part));
    }
    found
}

/// No more of some ways that hang together share nothing than labels meet all of them, nor than have labels to
/// themselves among those that several bear.
fn bound(ways: &[&Way]) -> u32 {
    let mut bearers: BTreeMap<&Label, usize> = BTreeMap::new();
    for label in ways.iter().flat_map(|way| &way.labels) {
        *bearers.entry(label).or_default() += 1;
    }
    let shared = |label: &&Label| bearers[*label] > 1;
    let each = ways
        .iter()
        .map(|way| way.labels.iter().filter(shared).count());
    let each: Vec<usize> = each.collect();
    let all = bearers.values().filter(|&&count| count > 1).count();
    // Each shared label weighs as much as makes a way of so many whole; who bears fewer brings the rest himself.
    let weighed = (1..=each.iter().copied().max().unwrap_or(0).min(MOST_WEIGHED)).map(|whole| {
        let lacking: usize = each.iter().map(|&own| whole.saturating_sub(own)).sum();
        ((all + lacking) / whole) as u32
    });
    weighed.min().unwrap_or(u32::MAX).min(meeting_all(ways))
}

/// How many labels meet all of some ways, where each next one is taken that meets the most.
fn meeting_all(ways: &[&Way]) -> u32 {
    let mut open = ways.to_vec();
    let mut count = 0;
    while !open.is_empty() {
        let mut bearers: BTreeMap<&Label, usize> = BTreeMap::new();
        for label in open.iter().flat_map(|way| &way.labels) {
            *bearers.entry(label).or_default() += 1;
        }
        let most = bearers.into_iter().max_by_key(|&(_, count)| count);
        let Some((&most, _)) = most else { break };
        open.retain(|way| !way.labels.contains(&most));
        count += 1;
        // Where there are so many, they prove nothing soon.
        if count > MOST_MEETING {
            return u32::MAX;
        }
    }
    count
}

const MOST_MEETING: u32 = 64;

/// By so many labels that several bear ways are weighed.
const MOST_WEIGHED: usize = 64;
