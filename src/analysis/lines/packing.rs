//! Disjoint sets: the most pairwise disjoint ones, and the fewest elements that hit them all.
//!
//! Sets are bit masks of up to 128 labels. Both problems are hard in general and small here; each search has a
//! budget, and says when it ended.

/// A set of labels.
pub type Mask = u128;

/// How many branches a search may take before it gives up on proof; one among many sets counts as several.
const BUDGET: u32 = 50_000;

/// What a branch costs that compares so many pairs.
fn cost(pairs: usize) -> u32 {
    const AS_ONE: usize = 1 << 12;
    (1 + pairs / AS_ONE) as u32
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
fn contains_subset(family: &[Mask], set: Mask) -> bool {
    family.iter().any(|&known| known & !set == 0)
}

/// Adds a set to an antichain of minimal ones; whether it was new and minimal.
pub fn insert_minimal(family: &mut Vec<Mask>, set: Mask) -> bool {
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
        budget: BUDGET,
    };
    let bound = hitting_greedily(&sets).len();
    if search.best.len() < bound {
        search.branch(&sets);
    }
    let exhausted = search.budget == 0;
    let looked_at = looked_at(sets.len(), search.budget);
    let mut chosen = search.best;
    chosen.sort_unstable_by_key(|&set| (set.trailing_zeros(), set));
    let bound = if exhausted { bound } else { chosen.len() };
    Packing {
        chosen,
        bound,
        looked_at,
    }
}

/// How many of so many sets were looked at, again and again, when so much of the budget is left.
fn looked_at(sets: usize, left: u32) -> usize {
    sets + (BUDGET - left) as usize
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
    budget: u32,
}

impl Search {
    /// Some set that meets the smallest remaining one is in an optimal choice: try each of those.
    ///
    /// Depth is at most the number of labels.
    fn branch(&mut self, remaining: &[Mask]) {
        if self.budget == 0 {
            return;
        }
        self.budget = (self.budget).saturating_sub(cost(remaining.len() * remaining.len()));
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

/// The fewest labels that hit every one of some non-empty sets.
pub fn hitting(sets: &[Mask]) -> Hitting {
    let sets = minimal(sets.to_vec());
    let mut best = hitting_greedily(&sets);
    let mut budget = BUDGET;
    hit(&sets, &mut Vec::new(), &mut best, &mut budget);
    best.sort_unstable();
    let least = match budget {
        0 => greedy(&sets).len(),
        _ => best.len(),
    };
    Hitting {
        labels: best,
        least,
        looked_at: looked_at(sets.len(), budget),
    }
}

fn hit(sets: &[Mask], chosen: &mut Vec<u32>, best: &mut Vec<u32>, budget: &mut u32) {
    let Some(&first) = sets.first() else {
        if chosen.len() < best.len() {
            best.clone_from(chosen);
        }
        return;
    };
    // Disjoint sets need a label each.
    if *budget == 0 || chosen.len() + greedy(sets).len() >= best.len() {
        return;
    }
    *budget = budget.saturating_sub(cost(sets.len() * first.count_ones() as usize));
    let mut rest = first;
    while rest != 0 {
        let label = rest.trailing_zeros();
        rest &= rest - 1;
        let open: Vec<Mask> = sets
            .iter()
            .copied()
            .filter(|&set| set >> label & 1 == 0)
            .collect();
        chosen.push(label);
        hit(&open, chosen, best, budget);
        chosen.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

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

    proptest! {
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
            let Hitting { labels: ours, least: proved, .. } = hitting(&sets);
            prop_assert_eq!(proved, ours.len());
            prop_assert_eq!(Some(ours.len() as u32), least);
            prop_assert!(sets.iter().all(|set| ours.iter().any(|&label| set >> label & 1 == 1)));
        }
    }
}
