//! The most of some sets of labels that share nothing, where some count only beside others (semantics §4).
//!
//! Sets that share no label with one another are parts of their own. A part is settled at a glance where as few labels meet
//! all of its sets as were found to share none; else every choice is tried, within a budget.

use std::collections::{BTreeMap, BTreeSet};

use super::reading::{Label, Labels, NodeNumber};

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

    fn is_apart(&self, other: &Way) -> bool {
        self.labels.is_disjoint(&other.labels)
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
    let mut budget = MOST_COMPARED;
    let (by_word, known): (Vec<_>, Vec<_>) =
        (parts(ways).into_iter()).partition(|part| part.iter().any(|way| !way.excused.is_empty()));
    let words = Words::of(&by_word.concat(), opposed, &mut budget)?;
    let bounds = known.iter().map(|part| bound(part));
    if bounds.fold(words.bound(), u32::saturating_add) == shown {
        return Some(shown);
    }
    let mut sum = words.most(&mut budget)?;
    for part in &known {
        sum += most_apart(part, &mut budget)?;
    }
    Some(sum)
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

/// The most pairwise disjoint of some ways that each count by themselves.
fn most_apart(ways: &[&Way], budget: &mut usize) -> Option<u32> {
    let mut best = 0;
    for part in parts(ways) {
        let mut taken = Labels::new();
        let found = part.iter().filter(|way| {
            let is_free = way.labels.is_disjoint(&taken);
            if is_free {
                taken.extend(&way.labels);
            }
            is_free
        });
        let mut found = found.count() as u32;
        if found < bound(&part) {
            choose(&part, 0, &mut found, budget)?;
        }
        best += found;
    }
    Some(best)
}

/// No more of some ways that hang together share nothing than labels meet all of them, nor than have labels to themselves
/// among those that several bear.
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

/// Tries every choice of ways that share nothing. Depth is at most the number of ways chosen.
fn choose(rest: &[&Way], chosen: u32, best: &mut u32, budget: &mut usize) -> Option<()> {
    *best = chosen.max(*best);
    for (nth, way) in rest.iter().enumerate() {
        if chosen as usize + rest.len() - nth <= *best as usize {
            return Some(());
        }
        *budget = budget.checked_sub(rest.len() - nth)?;
        let left = rest[nth + 1..].iter().filter(|other| other.is_apart(way));
        let left: Vec<&Way> = left.copied().collect();
        choose(&left, chosen + 1, best, budget)?;
    }
    Some(())
}

/// Ways with undeclared words, and known ones that share labels with such.
struct Words<'w> {
    words: Vec<&'w Way>,
    known: Vec<&'w Way>,
    /// For each word which later ones go with it.
    beside: Vec<Vec<usize>>,
}

impl<'w> Words<'w> {
    fn of(ways: &[&'w Way], opposed: &Opposed, budget: &mut usize) -> Option<Self> {
        let (words, known): (Vec<&Way>, Vec<&Way>) =
            (ways.iter()).partition(|way| !way.excused.is_empty());
        let mut resting: BTreeMap<NodeNumber, Vec<usize>> = BTreeMap::new();
        for (nth, way) in words.iter().enumerate() {
            (way.excused.iter()).for_each(|&node| resting.entry(node).or_default().push(nth));
        }
        let mut beside = Vec::with_capacity(words.len());
        for (nth, way) in words.iter().enumerate() {
            let first = way.excused.first().copied().unwrap_or_default();
            let foes = opposed.range((first, 0)..=(first, NodeNumber::MAX));
            let others = foes.filter_map(|(_, foe)| resting.get(foe)).flatten();
            let mut others: BTreeSet<usize> = others.copied().collect();
            *budget = budget.checked_sub(others.len())?;
            let is_opposed = |other: &Way| {
                let mut words = way.excused.iter();
                words.all(|&one| {
                    let mut others = other.excused.iter();
                    others.all(|&other| opposed.contains(&(one, other)))
                })
            };
            others.retain(|&other| {
                other > nth && way.is_apart(words[other]) && is_opposed(words[other])
            });
            beside.push(others.into_iter().collect());
        }
        Some(Words {
            words,
            known,
            beside,
        })
    }

    /// No more lines share nothing than known ones and words that colours tell apart.
    fn bound(&self) -> u32 {
        let known = parts(&self.known)
            .iter()
            .map(|part| bound(part))
            .fold(0, u32::saturating_add);
        known.saturating_add(self.colours())
    }

    /// The most lines that share nothing: of known ones alone, or with two words or more that all go together.
    fn most(&self, budget: &mut usize) -> Option<u32> {
        let known = most_apart(&self.known, budget)?;
        let mut best = known;
        // No more words go together than colours tell them apart.
        let most = known + self.colours();
        for (first, beside) in self.beside.iter().enumerate() {
            if best < most {
                self.extend(&mut vec![first], beside, (known, most), &mut best, budget)?;
            }
        }
        Some(best)
    }

    /// How many colours tell apart all words that go together, each given the first that is free.
    fn colours(&self) -> u32 {
        let mut colours = vec![0; self.words.len()];
        for nth in (0..self.words.len()).rev() {
            let taken: BTreeSet<u32> = self.beside[nth].iter().map(|&at| colours[at]).collect();
            colours[nth] = (1..).find(|colour| !taken.contains(colour)).unwrap_or(0);
        }
        colours.into_iter().max().unwrap_or(0)
    }

    /// Tries every larger choice of words, and known lines beside each. Depth is at most the number of words chosen.
    fn extend(
        &self,
        chosen: &mut Vec<usize>,
        rest: &[usize],
        (known, most): (u32, u32),
        best: &mut u32,
        budget: &mut usize,
    ) -> Option<()> {
        let count = chosen.len() as u32;
        if count > 1 && count + known > *best {
            let is_free = |way: &&&Way| chosen.iter().all(|&at| way.is_apart(self.words[at]));
            let free: Vec<&Way> = self.known.iter().filter(is_free).copied().collect();
            *best = (count + most_apart(&free, budget)?).max(*best);
        }
        for (nth, &next) in rest.iter().enumerate() {
            if *best == most || count + (rest.len() - nth) as u32 + known <= *best {
                return Some(());
            }
            *budget = budget.checked_sub(rest.len() - nth)?;
            let goes_with = |at: &&usize| self.beside[next].binary_search(at).is_ok();
            let left: Vec<usize> = (rest[nth + 1..].iter())
                .filter(goes_with)
                .copied()
                .collect();
            chosen.push(next);
            self.extend(chosen, &left, (known, most), best, budget)?;
            chosen.pop();
        }
        Some(())
    }
}
