//! Ways along citations: how a search has come to each statement, kept so that each can be told from its end.

use std::collections::{HashMap, HashSet};

use super::super::lineage::LineageIdx;
use super::Circles;

/// How many ways to one statement are kept of which none makes another needless.
const MOST_WAYS: usize = 64;

/// How a search has come to a statement.
#[derive(Clone, Copy)]
pub struct Way {
    /// The statement.
    pub at: LineageIdx,
    /// Whether what a chain must pass has been passed.
    pub passed: bool,
    before: Option<u32>,
    /// The way to the same statement that was found before it.
    beside: Option<u32>,
}

/// The ways that a search has found, in that order.
pub struct Ways {
    pub all: Vec<Way>,
    /// Whether none was left out for want of room.
    pub are_all: bool,
    /// The last way to each statement.
    to: HashMap<(LineageIdx, bool), u32>,
    /// Whether a way may pass a statement twice.
    may_repeat: bool,
}

impl Ways {
    /// The shortest way to each statement, whatever lies on it.
    pub fn any() -> Self {
        Ways {
            all: Vec::new(),
            are_all: true,
            to: HashMap::new(),
            may_repeat: true,
        }
    }

    /// Ways that pass no statement twice. One is needless where a shorter one to the same statement has passed nothing
    /// that it has not: wherever it may go on, that may.
    pub fn simple() -> Self {
        Ways {
            may_repeat: false,
            ..Ways::any()
        }
    }

    pub fn add(&mut self, at: LineageIdx, passed: bool, before: Option<u32>) {
        let beside = self.to.insert((at, passed), self.all.len() as u32);
        self.all.push(Way {
            at,
            passed,
            before,
            beside,
        });
    }

    /// Goes on from a way to a statement, `passes` if that is one to be passed, unless that is needless; whether it
    /// does, and how much was looked at for that.
    pub fn go_on(
        &mut self,
        from: u32,
        to: LineageIdx,
        passes: bool,
        circles: &Circles,
    ) -> (bool, usize) {
        let passed = passes || self.all[from as usize].passed;
        let last = self.to.get(&(to, passed)).copied();
        // What lies outside the circle of a statement is never met again.
        let circle = circles.circle(to).filter(|_| !self.may_repeat);
        if circle.is_none() {
            if last.is_none() {
                self.add(to, passed, Some(from));
            }
            return (last.is_none(), 0);
        }
        let within = |way: u32| -> HashSet<LineageIdx> {
            let back = self.back(way);
            back.take_while(|&at| circles.circle(at) == circle)
                .collect()
        };
        let own = within(from);
        let mut cost = own.len();
        if own.contains(&to) {
            return (false, cost);
        }
        let known = std::iter::successors(last, |&at| self.all[at as usize].beside);
        for (nth, other) in known.enumerate() {
            let other = within(other);
            cost += other.len();
            if other.iter().all(|&at| at == to || own.contains(&at)) {
                return (false, cost);
            }
            if nth + 1 == MOST_WAYS {
                self.are_all = false;
                return (false, cost);
            }
        }
        self.add(to, passed, Some(from));
        (true, cost)
    }

    /// The statements of a way, the last first.
    fn back(&self, way: u32) -> impl Iterator<Item = LineageIdx> + '_ {
        let ways = std::iter::successors(Some(way), |&at| self.all[at as usize].before);
        ways.map(|at| self.all[at as usize].at)
    }

    /// The statements of the way found last, the last first.
    pub fn last_back(&self) -> Vec<LineageIdx> {
        let last = self.all.len().checked_sub(1);
        last.map_or_else(Vec::new, |last| self.back(last as u32).collect())
    }
}
