//! Disjoint sets: the most pairwise disjoint ones, and the fewest elements that hit them all.
//!
//! Sets are bit masks of up to 128 labels. Both problems are hard in general and small here; each search has a
//! budget, and says when it ended.

use std::ops::{BitAnd, BitOr};

/// A set of labels.
pub type Mask = u128;

/// A set of more labels than [`Mask`] has room for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Wide([u128; 4]);

/// Sets of labels by their numbers.
pub trait LabelSet: Copy + PartialEq + BitAnd<Output = Self> + BitOr<Output = Self> {
    /// How many labels there may be.
    const MOST: usize;

    /// The set of some labels.
    fn of(labels: &[u32]) -> Self;

    /// Its labels, ascending.
    fn labels(self) -> Vec<u32>;

    /// Whether it shares a label with another.
    fn meets(self, other: Self) -> bool {
        self & other != Self::of(&[])
    }
}

impl LabelSet for Mask {
    const MOST: usize = Mask::BITS as usize;

    fn of(labels: &[u32]) -> Self {
        labels.iter().fold(0, |mask, &label| mask | 1 << label)
    }

    fn labels(mut self) -> Vec<u32> {
        let mut labels = Vec::with_capacity(self.count_ones() as usize);
        while self != 0 {
            labels.push(self.trailing_zeros());
            self &= self - 1;
        }
        labels
    }
}

impl BitAnd for Wide {
    type Output = Wide;

    fn bitand(self, other: Wide) -> Wide {
        Wide(std::array::from_fn(|at| self.0[at] & other.0[at]))
    }
}

impl BitOr for Wide {
    type Output = Wide;

    fn bitor(self, other: Wide) -> Wide {
        Wide(std::array::from_fn(|at| self.0[at] | other.0[at]))
    }
}

impl LabelSet for Wide {
    const MOST: usize = 4 * Mask::MOST;

    fn of(labels: &[u32]) -> Self {
        let mut set = Wide::default();
        for &label in labels {
            set.0[label as usize / Mask::MOST] |= 1 << (label as usize % Mask::MOST);
        }
        set
    }

    fn labels(self) -> Vec<u32> {
        let each = self.0.into_iter().zip((0..).step_by(Mask::MOST));
        let each = each.map(|(mask, first)| (mask.labels(), first));
        each.flat_map(|(labels, first)| labels.into_iter().map(move |label| first + label))
            .collect()
    }
}

/// Some sets parted into those that hang together by their labels: what is chosen among the ones does not bear on the
/// others.
pub fn parts<M: LabelSet>(sets: &[M]) -> Vec<Vec<M>> {
    let mut parts: Vec<(M, Vec<M>)> = Vec::new();
    for &set in sets {
        let mut part = (set, vec![set]);
        let (met, apart): (Vec<_>, Vec<_>) =
            parts.into_iter().partition(|(labels, _)| labels.meets(set));
        for (labels, mut sets) in met {
            part.0 = part.0 | labels;
            sets.append(&mut part.1);
            part.1 = sets;
        }
        parts = apart;
        parts.push(part);
    }
    parts.into_iter().map(|(_, sets)| sets).collect()
}

/// The same sets with their labels numbered anew, and the labels by their new numbers; `None` where there are too many.
pub fn compact<M: LabelSet>(sets: &[M]) -> Option<(Vec<Mask>, Vec<u32>)> {
    let all = sets.iter().fold(M::of(&[]), |all, &set| all | set).labels();
    let number = |label: u32| all.binary_search(&label).unwrap_or_default() as u32;
    let renumbered = |&set: &M| Mask::of(&set.labels().into_iter().map(number).collect::<Vec<_>>());
    (all.len() <= Mask::MOST).then(|| (sets.iter().map(renumbered).collect(), all.clone()))
}

/// How many branches a search may take before it gives up on proof; one among many sets counts as several.
const BUDGET: u32 = 50_000;

/// What a search has left, and what it took so far.
struct Meter {
    branches: u32,
    /// How many sets were compared with another one.
    compared: usize,
}

impl Meter {
    fn new() -> Self {
        Meter {
            branches: BUDGET,
            compared: 0,
        }
    }

    fn is_spent(&self) -> bool {
        self.branches == 0
    }

    /// Takes what a branch costs that compares so many pairs.
    fn take(&mut self, pairs: usize) {
        const AS_ONE: usize = 1 << 12;
        self.compared += pairs;
        self.branches = (self.branches).saturating_sub((1 + pairs / AS_ONE) as u32);
    }

    /// How many of so many sets were looked at, about: to compare some pairs takes as long as to look at one.
    fn looked_at(&self, sets: usize) -> usize {
        const PAIRS: usize = 128;
        sets + (BUDGET - self.branches) as usize + (sets * sets + self.compared) / PAIRS
    }
}

/// Keeps only the sets that contain no other; sorted by size, then value.
pub fn minimal(mut sets: Vec<Mask>) -> Vec<Mask> {
    sets.sort_unstable_by_key(|&set| (set.count_ones(), set));
    sets.dedup();
    let mut kept: Vec<Mask> = Vec::with_capacity(sets.len());
    for set in sets {
        if !contains_subset(&kept, set) {
            kept.push(set);
        }
    }
    kept
}

/// Whether some set of the family lies within `set`.
fn contains_subset<M: LabelSet>(family: &[M], set: M) -> bool {
    family.iter().any(|&known| known & set == known)
}

/// Adds a set to an antichain of minimal ones; whether it was new and minimal.
pub fn insert_minimal<M: LabelSet>(family: &mut Vec<M>, set: M) -> bool {
    if contains_subset(family, set) {
        return false;
    }
    family.retain(|&known| set & known != set);
    family.push(set);
    true
}

/// Pairwise disjoint sets, as many as were found, and a bound that no such choice can exceed.
pub struct Packing {
    /// The chosen sets.
    pub chosen: Vec<Mask>,
    /// No choice has more.
    pub bound: usize,
    /// How many sets were looked at, about.
    pub looked_at: usize,
}

/// The most pairwise disjoint of some non-empty sets.
pub fn pack(sets: &[Mask]) -> Packing {
    let sets = minimal(sets.to_vec());
    let mut search = Search {
        best: greedy(&sets),
        chosen: Vec::new(),
        meter: Meter::new(),
    };
    let bound = hitting_greedily(&sets).len();
    if search.best.len() < bound {
        search.branch(&sets);
    }
    let exhausted = search.meter.is_spent();
    let looked_at = search.meter.looked_at(sets.len());
    let mut chosen = search.best;
    chosen.sort_unstable_by_key(|&set| (set.trailing_zeros(), set));
    let bound = if exhausted { bound } else { chosen.len() };
    Packing {
        chosen,
        bound,
        looked_at,
    }
}

fn greedy(sets: &[Mask]) -> Vec<Mask> {
    let mut used = 0;
    let mut chosen = Vec::new();
    for &set in sets {
        if set & used == 0 {
            used |= set;
            chosen.push(set);
        }
    }
    chosen
}

struct Search {
    best: Vec<Mask>,
    chosen: Vec<Mask>,
    meter: Meter,
}

impl Search {
    /// Some set that meets the smallest remaining one is in an optimal choice: try each of those.
    ///
    /// Depth is at most the number of labels.
    fn branch(&mut self, remaining: &[Mask]) {
        if self.meter.is_spent() {
            return;
        }
        self.meter.take(remaining.len() * remaining.len());
        if self.chosen.len() > self.best.len() {
            self.best.clone_from(&self.chosen);
        }
        if remaining.is_empty() || self.chosen.len() + bound(remaining) <= self.best.len() {
            return;
        }
        let pivot = remaining
            .iter()
            .copied()
            .min_by_key(|&set| {
                let meets = remaining.iter().filter(|&&other| other & set != 0).count();
                (meets, set)
            })
            .unwrap_or(0);
        for &set in remaining.iter().filter(|&&set| set & pivot != 0) {
            let rest: Vec<Mask> = remaining
                .iter()
                .copied()
                .filter(|&other| other & set == 0)
                .collect();
            self.chosen.push(set);
            self.branch(&rest);
            self.chosen.pop();
        }
    }
}

/// No more disjoint sets than this: by a greedy hitting set, and by counting labels.
fn bound(sets: &[Mask]) -> usize {
    let labels = sets.iter().fold(0, |all, set| all | set).count_ones();
    let least = sets.iter().map(|set| set.count_ones()).min().unwrap_or(1);
    let by_labels = (labels / least.max(1)) as usize;
    by_labels.min(hitting_greedily(sets).len())
}

/// Labels that hit every set, the most frequent first.
fn hitting_greedily(sets: &[Mask]) -> Vec<u32> {
    let mut open = sets.to_vec();
    let mut hit = Vec::new();
    while !open.is_empty() {
        let mut counts = [0u32; 128];
        for &set in &open {
            let mut rest = set;
            while rest != 0 {
                counts[rest.trailing_zeros() as usize] += 1;
                rest &= rest - 1;
            }
        }
        let best = (0..128usize)
            .max_by_key(|&label| (counts[label], std::cmp::Reverse(label)))
            .unwrap_or(0);
        hit.push(best as u32);
        open.retain(|&set| set >> best & 1 == 0);
    }
    hit
}

/// Labels that hit every set.
pub struct Hitting {
    /// The labels, sorted.
    pub labels: Vec<u32>,
    /// No fewer do; as many as there are, unless the budget ended.
    pub least: usize,
    /// How many sets were looked at, about.
    pub looked_at: usize,
}

/// The fewest labels that hit every one of some non-empty sets, of which so many at least are disjoint.
pub fn hitting(sets: &[Mask], disjoint: usize) -> Hitting {
    let sets = minimal(sets.to_vec());
    let mut search = HittingSearch {
        best: hitting_greedily(&sets),
        least: disjoint,
        chosen: Vec::new(),
        meter: Meter::new(),
    };
    search.branch(&sets);
    let mut labels = search.best;
    labels.sort_unstable();
    let least = match search.meter.is_spent() {
        true => greedy(&sets).len().max(disjoint),
        false => labels.len(),
    };
    Hitting {
        labels,
        least,
        looked_at: search.meter.looked_at(sets.len()),
    }
}

struct HittingSearch {
    best: Vec<u32>,
    /// As few are the fewest, if they are found.
    least: usize,
    chosen: Vec<u32>,
    meter: Meter,
}

impl HittingSearch {
    /// Some label of the first set is in every choice: try each of them. Depth is at most the number of labels.
    fn branch(&mut self, sets: &[Mask]) {
        let Some(&first) = sets.first() else {
            if self.chosen.len() < self.best.len() {
                self.best.clone_from(&self.chosen);
            }
            return;
        };
        let is_done = self.meter.is_spent() || self.best.len() <= self.least;
        // Disjoint sets need a label each.
        if is_done || self.chosen.len() + greedy(sets).len() >= self.best.len() {
            return;
        }
        self.meter
            .take(sets.len() * (1 + first.count_ones() as usize));
        let mut rest = first;
        while rest != 0 {
            let label = rest.trailing_zeros();
            rest &= rest - 1;
            let open = sets.iter().copied().filter(|&set| set >> label & 1 == 0);
            let open: Vec<Mask> = open.collect();
            self.chosen.push(label);
            self.branch(&open);
            self.chosen.pop();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn brute_packing(sets: &[Mask]) -> usize {
        (0u32..1 << sets.len())
            .filter_map(|choice| {
                let mut used = 0;
                for (at, &set) in sets.iter().enumerate() {
                    if choice >> at & 1 == 1 {
                        if used & set != 0 {
                            return None;
                        }
                        used |= set;
                    }
                }
                Some(choice.count_ones() as usize)
            })
            .max()
            .unwrap_or(0)
    }

    #[test]
    fn a_search_among_many_sets_counts_for_more_than_its_branches() {
        // Of the seven lines of a plane no two are disjoint, which only trying shows.
        let plane = |first: u32| {
            (0..7).map(move |at| {
                [0, 1, 3]
                    .map(|step| 1 << (first + (at + step) % 7))
                    .iter()
                    .sum()
            })
        };
        let sets: Vec<Mask> = (0..8).flat_map(|nth| plane(7 * nth)).collect();
        let packed = pack(&sets);
        assert_eq!(packed.chosen.len(), 8);
        assert!(packed.bound > 8, "all was tried");
        let branches = BUDGET as usize + sets.len() * sets.len() / 128;
        assert!(packed.looked_at > branches + 1_000);
    }

    #[test]
    fn no_fewer_labels_are_sought_than_sets_are_disjoint() {
        // Two labels hit the four sides of a square, and two of these are disjoint.
        let square =
            |first: u32| [0, 1, 2, 3].map(|at| 1 << (first + at) | 1 << (first + (at + 1) % 4));
        let sets: Vec<Mask> = (0..6).flat_map(|nth| square(4 * nth)).collect();
        let packed = pack(&sets);
        let (known, unknown) = (hitting(&sets, packed.chosen.len()), hitting(&sets, 0));
        assert_eq!(known.labels.len(), 12);
        assert_eq!((known.least, unknown.least), (12, 12));
        assert_eq!(known.looked_at, sets.len() + sets.len() * sets.len() / 128);
        assert!(known.looked_at <= unknown.looked_at);
    }

    proptest! {
        #[test]
        fn wide_sets_are_sets(
            one in prop::collection::btree_set(0u32..512, 0..20),
            other in prop::collection::btree_set(0u32..512, 0..20),
        ) {
            let of = |labels: &BTreeSet<u32>| Wide::of(&Vec::from_iter(labels.iter().copied()));
            let labels = |set: Wide| BTreeSet::from_iter(set.labels());
            prop_assert_eq!(&labels(of(&one)), &one);
            prop_assert_eq!(labels(of(&one) | of(&other)), &one | &other);
            prop_assert_eq!(labels(of(&one) & of(&other)), &one & &other);
            prop_assert_eq!(of(&one).meets(of(&other)), !one.is_disjoint(&other));
        }

        #[test]
        fn parts_are_packed_as_the_whole_is(
            sets in prop::collection::vec(prop::collection::vec(0u32..12, 1..3), 0..9)
        ) {
            let narrow: Vec<Mask> = sets.iter().map(|set| Mask::of(set)).collect();
            // The same far apart, where one mask has no room for them.
            let far = |set: &Vec<u32>| Wide::of(&set.iter().map(|at| 40 * at).collect::<Vec<_>>());
            let wide: Vec<Wide> = sets.iter().map(far).collect();
            let (mut most, mut fewest) = (0, 0);
            for part in parts(&wide) {
                let (sets, labels) = compact(&part).expect("twelve labels at most");
                prop_assert_eq!(labels.len() as u32, sets.iter().fold(0, |all, set| all | set).count_ones());
                let packed = pack(&sets);
                most += packed.chosen.len();
                fewest += hitting(&sets, packed.chosen.len()).labels.len();
            }
            prop_assert_eq!(most, brute_packing(&narrow));
            prop_assert_eq!(fewest, hitting(&narrow, 0).labels.len());
        }

        #[test]
        fn packing_and_hitting_agree_with_trying_everything(
            sets in prop::collection::vec(1u128..256, 0..10)
        ) {
            let packing = pack(&sets);
            prop_assert_eq!(packing.chosen.len(), brute_packing(&sets));
            prop_assert_eq!(packing.bound, packing.chosen.len());
            let mut used = 0;
            for &set in &packing.chosen {
                prop_assert!(sets.contains(&set) && used & set == 0);
                used |= set;
            }
            let least = (0u128..256)
                .filter(|hit| sets.iter().all(|set| set & hit != 0))
                .map(|hit| hit.count_ones())
                .min();
            let Hitting { labels: ours, least: proved, .. } = hitting(&sets, packing.chosen.len());
            prop_assert_eq!(proved, ours.len());
            prop_assert_eq!(Some(ours.len() as u32), least);
            prop_assert!(sets.iter().all(|set| ours.iter().any(|&label| set >> label & 1 == 1)));
        }
    }
}
