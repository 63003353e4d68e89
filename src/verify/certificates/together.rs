//! The most of some sets that all go together, by branch and bound.
//!
//! Sets that share an element do not go together, and others may be said not to. Those that are open are parted into
//! classes of which no two members go together: no more than one of each is ever chosen, so that there are no more to
//! come than classes (Tomita and Seki 2003, where each element, or what goes with none of its bearers, makes a class).

/// What may be looked at, in words of 64 sets, for one question.
pub const MOST_LOOKED_AT: usize = 150_000_000;

/// Of more sets than this nothing is asked.
const MOST_SETS: usize = 1 << 13;

/// Numbers below the count of sets.
#[derive(Clone, Default)]
struct Bits(Vec<u64>);

impl Bits {
    fn new(count: usize) -> Self {
        Bits(vec![0; count.div_ceil(64)])
    }

    fn insert(&mut self, at: usize) {
        self.0[at / 64] |= 1 << (at % 64);
    }

    fn remove(&mut self, at: usize) {
        self.0[at / 64] &= !(1 << (at % 64));
    }

    fn keep(&mut self, others: &Bits) {
        (self.0.iter_mut().zip(&others.0)).for_each(|(own, other)| *own &= other);
    }

    fn take(&mut self, others: &Bits) {
        (self.0.iter_mut().zip(&others.0)).for_each(|(own, other)| *own &= !other);
    }

    fn shared(&self, others: &Bits) -> u32 {
        let pairs = self.0.iter().zip(&others.0);
        pairs.map(|(own, other)| (own & other).count_ones()).sum()
    }

    fn first(&self) -> Option<usize> {
        let place = self.0.iter().position(|&word| word != 0)?;
        Some(place * 64 + self.0[place].trailing_zeros() as usize)
    }

    fn members(&self) -> impl Iterator<Item = usize> + '_ {
        self.0.iter().enumerate().flat_map(|(place, &word)| {
            (0..64)
                .filter(move |bit| word >> bit & 1 == 1)
                .map(move |bit| place * 64 + bit)
        })
    }
}

/// Some sets, and which go together.
pub struct Sets {
    /// For each set those that go with it.
    apart: Vec<Bits>,
    /// For each element the sets that have it.
    bearers: Vec<Bits>,
    /// Those of which none counts alone: none is chosen, or several.
    paired: Bits,
}

impl Sets {
    /// Sets by the numbers of their elements, where some go together only as told, and count only beside one another.
    /// `None` where they are too many.
    pub fn new(
        sets: &[Vec<usize>],
        is_paired: impl Fn(usize) -> bool,
        go_together: impl Fn(usize, usize) -> bool,
    ) -> Option<Self> {
        let count = sets.len();
        if count > MOST_SETS {
            return None;
        }
        let elements = sets.iter().flatten().max().map_or(0, |&last| last + 1);
        let mut bearers = vec![Bits::new(count); elements];
        let (mut all, mut paired) = (Bits::new(count), Bits::new(count));
        for (at, set) in sets.iter().enumerate() {
            all.insert(at);
            set.iter().for_each(|&element| bearers[element].insert(at));
            if is_paired(at) {
                paired.insert(at);
            }
        }
        let mut apart = vec![all; count];
        for (at, set) in sets.iter().enumerate() {
            apart[at].remove(at);
            set.iter()
                .for_each(|&element| apart[at].take(&bearers[element]));
        }
        for one in paired.members() {
            let beside: Vec<usize> = paired.members().filter(|&other| other > one).collect();
            for other in beside.into_iter().filter(|&other| !go_together(one, other)) {
                apart[one].remove(other);
                apart[other].remove(one);
            }
        }
        bearers.retain(|bearers| bearers.0.iter().any(|&word| word != 0));
        Some(Sets {
            apart,
            bearers,
            paired,
        })
    }

    /// The most that go together, where so many are known to and there are no more than `most`; `None` where that is
    /// too much to look at.
    pub fn most_together(&self, known: u32, most: u32, looked_at: &mut usize) -> Option<u32> {
        let mut search = Search {
            sets: self,
            best: known,
            most,
            left: looked_at,
        };
        let mut all = Bits::new(self.apart.len());
        (0..self.apart.len()).for_each(|at| all.insert(at));
        search.most = search.most.min(search.classes(&all, 0)?.1);
        let mut alone = all.clone();
        alone.take(&self.paired);
        search.expand(alone, 0)?;
        // Of those that count beside one another the first is chosen, then the next.
        let mut open = all;
        for one in self.paired.members() {
            open.remove(one);
            let mut beside = open.clone();
            beside.keep(&self.apart[one]);
            let classes = search.classes(&beside, 1)?.1;
            if search.is_done(1 + classes) {
                continue;
            }
            let mut others = beside.clone();
            others.keep(&self.paired);
            for other in others.members() {
                beside.remove(other);
                let mut rest = beside.clone();
                rest.keep(&self.apart[other]);
                search.best = search.best.max(2);
                search.expand(rest, 2)?;
            }
        }
        Some(search.best)
    }
}

struct Search<'s, 'b> {
    sets: &'s Sets,
    best: u32,
    most: u32,
    left: &'b mut usize,
}

impl Search<'_, '_> {
    /// Tries every larger choice among what is open. As deep as sets are chosen.
    fn expand(&mut self, mut open: Bits, chosen: u32) -> Option<()> {
        let (classes, _) = self.classes(&open, chosen)?;
        for &(set, class) in classes.iter().rev() {
            if self.is_done(chosen + class) {
                break;
            }
            let mut rest = open.clone();
            rest.keep(&self.sets.apart[set]);
            self.best = self.best.max(chosen + 1);
            if rest.first().is_some() {
                self.expand(rest, chosen + 1)?;
            }
            open.remove(set);
        }
        Some(())
    }

    /// Whether nothing is to be gained where no more than so many go together.
    fn is_done(&self, most: u32) -> bool {
        self.best >= self.most.min(most)
    }

    /// What is open, each with the number of its class, and how many classes there are. With the first of them alone no
    /// more would be chosen than are known to go together: these are left out.
    fn classes(&mut self, open: &Bits, chosen: u32) -> Option<(Vec<(usize, u32)>, u32)> {
        let mut left = open.clone();
        let mut found = Vec::new();
        let mut class = 0;
        while let Some(first) = left.first() {
            class += 1;
            let bearers = &self.sets.bearers;
            let looked_at = (bearers.len() + 1) * left.0.len();
            *self.left = self.left.checked_sub(looked_at)?;
            let most = bearers.iter().max_by_key(|bearers| bearers.shared(&left));
            let mut members = left.clone();
            match most.filter(|bearers| bearers.shared(&left) > 1) {
                Some(bearers) => members.keep(bearers),
                None => {
                    members = Bits::new(self.sets.apart.len());
                    members.insert(first);
                }
            }
            // Whoever goes with none of them is as one of them.
            let mut strangers = left.clone();
            let mut of_class: Vec<usize> = members.members().collect();
            (of_class.iter()).for_each(|&at| strangers.take(&self.sets.apart[at]));
            strangers.take(&members);
            while let Some(next) = strangers.first() {
                of_class.push(next);
                strangers.remove(next);
                strangers.take(&self.sets.apart[next]);
            }
            *self.left = self.left.checked_sub(of_class.len() * left.0.len())?;
            of_class.iter().for_each(|&at| left.remove(at));
            if chosen + class > self.best {
                found.extend(of_class.into_iter().map(|at| (at, class)));
            }
        }
        Some((found, class))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_more_go_together_than_are_found(
            sets in prop::collection::vec(prop::collection::btree_set(0_usize..9, 1..4), 0..10),
            paired in prop::collection::vec(any::<bool>(), 10),
            strangers in prop::collection::vec((0_usize..10, 0_usize..10), 0..20),
        ) {
            let paired = |at: usize| paired[at];
            let go_together = |one: usize, other: usize| {
                !strangers.contains(&(one, other)) && !strangers.contains(&(other, one))
            };
            let fit = |one: usize, other: usize| {
                let may = !paired(one) || !paired(other) || go_together(one, other);
                may && sets[one].is_disjoint(&sets[other])
            };
            let chosen = |choice: u32| (0..sets.len()).filter(move |at| choice >> at & 1 == 1);
            let counts = |&choice: &u32| {
                chosen(choice).all(|one| chosen(choice).all(|other| one == other || fit(one, other)))
                    && chosen(choice).filter(|&at| paired(at)).count() != 1
            };
            let most = (0..1_u32 << sets.len()).filter(counts).map(u32::count_ones).max();
            let numbered: Vec<Vec<usize>> =
                (sets.iter()).map(|set| set.iter().copied().collect()).collect();
            let found = Sets::new(&numbered, paired, go_together)
                .and_then(|sets| sets.most_together(0, u32::MAX, &mut MOST_LOOKED_AT.clone()));
            prop_assert_eq!(found, most);
        }
    }
}
