//! A claim through time, step by step (semantics §7).
//!
//! The standing is counted after each step where that can be afforded. Else stretches at whose ends the claim stands
//! alike are taken as quiet, the others are halved as far as the budget goes, and what many steps did together is told
//! at the last of them; the timeline says so.

use std::collections::{BTreeMap, VecDeque};

use rayon::prelude::*;

use super::steps::{self, Occurrence};
use super::{History, is_alike};
use crate::analysis::lines::{Excused, Extractor, Scope};
use crate::analysis::standing;
use crate::analysis::support::{Lines, Standing};
use crate::analysis::work::Allowance;
use crate::case::StatementIdx;

/// After so many steps at most, spread over all, the standing is counted first, to see what that takes.
const PROBES: usize = 8;
/// After so many steps at most the standing is counted before it is asked again whether anything is left to spend.
const AT_ONCE: usize = 32;

/// How a claim stood after one statement, or after what was verified at one time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// What happened, in the whole graph.
    pub occurrence: Occurrence,
    /// The standing once it had; where that was not counted, as it was counted last before.
    pub standing: Standing,
    /// Whether it was counted.
    pub is_counted: bool,
    /// How many before it were not, although the claim moved by them and this: what they did together.
    pub together: usize,
    /// Why κ⁻ of the support did not rise with κ⁺, where κ⁺ rose.
    pub support_held: Option<Held>,
    /// The same for the denial.
    pub denial_held: Option<Held>,
}

/// Why a line more does not raise κ⁻.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// It is known, and the first such: until then an unknown one stood in for it.
    FirstKnown,
    /// It is known, and a tie that may have held may join it with another.
    ByTie,
    /// How its root knows, or who speaks on it, is unknown.
    Unknown,
    /// Not asked: there are too many statements.
    Unasked,
}

/// How a claim moved, statement by statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timeline {
    /// Statements that count as always there, in the whole graph.
    pub undated: Vec<StatementIdx>,
    /// The standing with these alone.
    pub start: Standing,
    /// The dated statements and verifications in their order.
    pub moments: Vec<Moment>,
    /// Whether the standing was counted after each; else between alike ones some may be missing, and between others
    /// only what all did together is known.
    pub is_complete: bool,
}

impl History {
    /// How the claim moved.
    pub fn timeline(&self) -> Timeline {
        let (standings, is_complete) = self.standings();
        // To ask for reasons may take as much again.
        let reasons = self.allowance.afresh();
        let mut moments = Vec::with_capacity(self.order.len() - self.undated);
        let mut before = (self.undated, &standings[&self.undated]);
        for nth in self.undated..self.order.len() {
            let counted = standings.get(&(nth + 1));
            let after = counted.unwrap_or(before.1);
            let steps = nth + 1 - before.0;
            let held = |one: &Lines, other: &Lines, side| {
                is_held(one, other).then(|| match steps == 1 && !reasons.is_spent() {
                    true => self.held(nth, side, &reasons),
                    false => Held::Unasked,
                })
            };
            let is_quiet = is_alike(before.1, after);
            moments.push(Moment {
                occurrence: self.occurrence(nth),
                standing: after.clone(),
                is_counted: counted.is_some(),
                together: if is_quiet { 0 } else { steps - 1 },
                support_held: held(&before.1.support, &after.support, Side::Support),
                denial_held: held(&before.1.denial, &after.denial, Side::Denial),
            });
            if counted.is_some() {
                before = (nth + 1, after);
            }
        }
        Timeline {
            undated: (steps::said(&self.graph, &self.order[..self.undated]))
                .map(|at| self.whole[at.at()])
                .collect(),
            moments,
            start: standings[&self.undated].clone(),
            is_complete,
        }
    }

    /// Why the `nth` step raised κ⁺ of a side and not κ⁻.
    fn held(&self, nth: usize, side: Side, reasons: &Allowance) -> Held {
        let known = |count: usize, scope| {
            let facts = self.facts_after(count);
            let statements = match side {
                Side::Support => facts.support(self.claim),
                Side::Denial => facts.denial(self.claim),
            };
            let sinks = standing::sinks(facts.base(), &statements);
            let extractor = Extractor::new(facts.base(), facts.grounded(), scope, Excused::Nobody);
            let least = extractor.solve(&sinks).count.least;
            reasons.spend(self.size + facts.base().work.done());
            least
        };
        let rises = |scope| known(nth + 1, scope) > known(nth, scope);
        if rises(Scope::Known) {
            Held::FirstKnown
        } else if rises(Scope::KnownApart) {
            Held::ByTie
        } else {
            Held::Unknown
        }
    }

    /// The standings after some steps, the first and last among them, and whether these are all.
    fn standings(&self) -> (BTreeMap<usize, Standing>, bool) {
        let (first, last) = (self.undated, self.order.len());
        let mut known: BTreeMap<usize, Standing> = BTreeMap::new();
        known.extend(self.after_each(&[first]));
        known.extend(self.after_each(&[last]));
        let probes = PROBES.min(self.affordable() / 2);
        let mut probes: Vec<usize> = (1..probes)
            .map(|nth| first + (last - first) * nth / probes)
            .collect();
        probes.dedup();
        known.extend(self.after_each(&probes));
        let rest: Vec<usize> = (first..=last)
            .filter(|at| !known.contains_key(at))
            .collect();
        if rest.len() <= self.affordable() {
            for some in rest.chunks(AT_ONCE) {
                if self.allowance.is_overdrawn() {
                    break;
                }
                known.extend(self.after_each(some));
            }
        } else {
            self.halve(&mut known);
        }
        let is_complete = known.len() == last - first + 1;
        (known, is_complete)
    }

    /// The standings after some numbers of steps.
    fn after_each(&self, counts: &[usize]) -> Vec<(usize, Standing)> {
        let after = |&count: &usize| (count, self.after(count));
        counts.par_iter().map(after).collect()
    }

    /// Adds the standings in the middle of stretches that are not quiet, the long ones first, as far as the budget
    /// goes.
    fn halve(&self, known: &mut BTreeMap<usize, Standing>) {
        let ends: Vec<usize> = known.keys().copied().collect();
        let mut open: VecDeque<(usize, usize)> =
            (ends.windows(2)).map(|pair| (pair[0], pair[1])).collect();
        while !self.allowance.is_spent() {
            let most = AT_ONCE.min(self.affordable().max(1));
            let (mut middles, mut halves) = (Vec::new(), Vec::new());
            while middles.len() < most
                && let Some((low, high)) = open.pop_front()
            {
                if high - low < 2 || is_alike(&known[&low], &known[&high]) {
                    continue;
                }
                let middle = low + (high - low) / 2;
                middles.push(middle);
                halves.extend([(low, middle), (middle, high)]);
            }
            if middles.is_empty() {
                return;
            }
            known.extend(self.after_each(&middles));
            open.extend(halves);
        }
    }
}

#[derive(Clone, Copy)]
enum Side {
    Support,
    Denial,
}

/// Whether κ⁺ of a side rose and κ⁻ did not.
fn is_held(before: &Lines, after: &Lines) -> bool {
    after.lines_max.most > before.lines_max.most && after.lines_min.least <= before.lines_min.least
}
