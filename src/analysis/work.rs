//! How much has been looked at: what a budget is held against where it cannot be told beforehand what a question costs.
//!
//! Counted in nodes, about, and never in time: the same on every machine and for any number of threads, so that what a
//! budget leaves out is the same too.

use std::sync::atomic::{AtomicUsize, Ordering};

/// A count of what was looked at.
#[derive(Debug, Default)]
pub struct Work(AtomicUsize);

impl Work {
    /// Counts so many nodes more.
    pub fn add(&self, nodes: usize) {
        self.0.fetch_add(nodes, Ordering::Relaxed);
    }

    /// Counts so many that were merely passed, or things as light: to pass a few takes as long as to look at one.
    pub fn add_light(&self, passed: usize) {
        const AS_ONE: usize = 8;
        self.add(passed / AS_ONE);
    }

    /// How many were looked at so far.
    pub fn done(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }
}

/// So many nodes may be looked at to answer questions that take about as long as one another.
#[derive(Debug)]
pub struct Allowance {
    total: usize,
    spent: Work,
    questions: Work,
}

impl Allowance {
    /// Nothing is spent yet.
    pub fn new(total: usize) -> Self {
        Allowance {
            total,
            spent: Work::default(),
            questions: Work::default(),
        }
    }

    /// As much again.
    pub fn afresh(&self) -> Self {
        Allowance::new(self.total)
    }

    /// One question more was answered, and took so many nodes.
    pub fn spend(&self, nodes: usize) {
        self.spent.add(nodes.max(1));
        self.questions.add(1);
    }

    /// Whether nothing is left.
    pub fn is_spent(&self) -> bool {
        self.spent.done() >= self.total
    }

    /// Whether so much was spent that it was misjudged what the questions take.
    pub fn is_overdrawn(&self) -> bool {
        self.spent.done() / 2 >= self.total
    }

    /// How many questions more can be answered, if each takes as long as those so far did.
    pub fn affordable(&self) -> usize {
        let each = self.spent.done() / self.questions.done().max(1);
        self.total.saturating_sub(self.spent.done()) / each.max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_is_held_against_what_was_spent_so_far() {
        let allowance = Allowance::new(100);
        assert!(!allowance.is_spent());
        [10, 20]
            .into_iter()
            .for_each(|nodes| allowance.spend(nodes));
        assert_eq!(allowance.affordable(), 4);
        allowance.spend(70);
        assert!(allowance.is_spent() && !allowance.is_overdrawn());
        assert_eq!(allowance.affordable(), 0);
        allowance.spend(100);
        assert!(allowance.is_overdrawn());
    }
}
