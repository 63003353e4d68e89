//! How a claim came to stand as it does (semantics §7): its standing after each statement that bears on it, and after
//! each verification of an artefact that one of these cites.
//!
//! Only the statements that can matter are looked at: those on the claim and on what bears on it, all that they rest
//! on, and what takes any of them back. They are cut out as a small graph of their own, and the standing is counted
//! with the first of them, the first two, and so on, in parallel: quadratic in the statements that matter to one
//! claim, and independent of the rest of the case. What that takes depends on how its lines lie; it is held against a
//! budget as it is found.

mod steps;
mod timeline;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use super::base::Base;
use super::bearings::Bearings;
use super::relevant::{Undoings, relevant};
use super::support::Standing;
use super::voices::Voices;
use super::work::Allowance;
use super::{Facts, Settings, Suppositions};
use crate::case::date::Date;
use crate::case::excerpt::{Beside, Excerpts};
use crate::case::{ClaimGraph, ClaimIdx, Node, StatementIdx};
use steps::Step;

pub use steps::{Check, Occurrence};
pub use timeline::{Held, Moment, Timeline};

/// How many nodes may be looked at, all steps of all histories together that are asked for at once; and for one
/// history at least.
const BUDGET: (usize, usize) = (1 << 22, 1 << 10);

/// To look for a turning point takes as much as to count so many steps, at most.
const OF_A_SEARCH: usize = 24;

/// The statements that can matter to one claim, in the order in which they were made.
pub struct History {
    /// The small graph.
    graph: ClaimGraph,
    claim: ClaimIdx,
    settings: Settings,
    /// Undated statements first; then by date, what is cited before what cites it, and what is verified before both.
    order: Vec<Step>,
    /// What was verified when, in the whole graph.
    checks: BTreeMap<i64, Vec<Check>>,
    /// How many of them are undated: they count as always there.
    undated: usize,
    /// The number of each in the whole graph.
    whole: Vec<StatementIdx>,
    /// What does not depend on what was said by when.
    voices: Arc<Voices>,
    bearings: Arc<Bearings>,
    /// How many nodes the small graph makes one look at, whatever is asked of it.
    size: usize,
    /// What may be looked at.
    allowance: Allowance,
    /// How the claim stood after all steps.
    end: OnceLock<Standing>,
}

impl History {
    /// The history of a claim under the settings of some facts, up to their as-of date.
    pub fn new(
        facts: &Facts<'_>,
        excerpts: &Excerpts<'_>,
        undoings: &Undoings,
        claim: ClaimIdx,
    ) -> Self {
        let bearings = &facts.base().bearings;
        let found = relevant(facts.graph(), bearings, undoings, &[claim], usize::MAX);
        History::of(facts, excerpts, claim, found.unwrap_or_default(), BUDGET.0)
    }

    /// The same of one of many claims that are asked about at once, and share the budget; `None` where too many
    /// statements can matter for the claim to be counted as often as it takes to find a turning point.
    pub fn among(
        facts: &Facts<'_>,
        excerpts: &Excerpts<'_>,
        undoings: &Undoings,
        claim: ClaimIdx,
        claims: usize,
    ) -> Option<Self> {
        let budget = (BUDGET.0 / claims.max(1)).max(BUDGET.1);
        let most = budget / OF_A_SEARCH;
        let bearings = &facts.base().bearings;
        let found = relevant(facts.graph(), bearings, undoings, &[claim], most)?;
        let history = History::of(facts, excerpts, claim, found, budget);
        history.after(history.len());
        (history.affordable() >= OF_A_SEARCH).then_some(history)
    }

    fn of(
        facts: &Facts<'_>,
        excerpts: &Excerpts<'_>,
        claim: ClaimIdx,
        relevant: BTreeSet<StatementIdx>,
        budget: usize,
    ) -> Self {
        let whole_graph = facts.graph();
        let graph = excerpts.of(&relevant, &BTreeSet::from([claim]), Beside::Means);
        let whole: Vec<StatementIdx> = relevant.into_iter().collect();
        let settings = facts.settings().clone();
        let last = settings.as_of.map_or(i64::MAX, |date| date.latest());
        // What is cited stands before what cites it, where both were made at once.
        let voices = Voices::new(&graph, &settings.joining, &Suppositions::default());
        let (voices, bearings) = (Arc::new(voices), Arc::new(Bearings::new(&graph)));
        let facts = Facts::of(Base::among(
            &graph,
            Settings::default(),
            Arc::clone(&voices),
            Arc::clone(&bearings),
        ));
        let depth = facts.lineage().components();
        let mut said: Vec<StatementIdx> = graph
            .statements()
            .filter(|&at| graph.made_at(at) <= last && !steps::is_told_before(&graph, at))
            .collect();
        said.sort_by_key(|&at| (graph.made_at(at), depth.of(at.0), at));
        let undated = said.partition_point(|&at| graph.made_at(at) == i64::MIN);
        let mut checks = steps::checks(&graph, whole_graph);
        checks.retain(|&moment, _| moment <= last);
        let order = steps::merged(&graph, &said, &checks);
        let claim = match graph.find(whole_graph.id(claim)) {
            Some(Node::Claim(claim)) => claim,
            _ => ClaimIdx(0),
        };
        History {
            voices,
            bearings,
            size: size(&graph),
            allowance: Allowance::new(budget),
            end: OnceLock::new(),
            graph,
            claim,
            settings: Settings {
                suppositions: Suppositions::default(),
                ..settings
            },
            order,
            undated,
            checks,
            whole,
        }
    }

    /// How many statements and moments of verification there are, the undated statements first.
    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// Whether nobody ever said or verified anything that matters.
    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// How many of them are undated.
    pub fn undated(&self) -> usize {
        self.undated
    }

    /// The small graph in which the history is counted.
    pub fn graph(&self) -> &ClaimGraph {
        &self.graph
    }

    /// The statements, in the small graph.
    pub fn statements(&self) -> BTreeSet<StatementIdx> {
        steps::said(&self.graph, &self.order).collect()
    }

    /// What happened at a step, in the whole graph.
    pub fn occurrence(&self, nth: usize) -> Occurrence {
        match self.order[nth] {
            Step::Said(at) => Occurrence::Said(self.whole[at.at()]),
            Step::Verified(moment) => Occurrence::Verified(self.checks[&moment].clone()),
        }
    }

    /// How many of the steps had happened by a moment (see [`Date::latest`]).
    pub fn made_by(&self, moment: i64) -> usize {
        self.order.partition_point(|&step| {
            moment
                >= match step {
                    Step::Said(at) => self.graph.made_at(at),
                    Step::Verified(then) => then,
                }
        })
    }

    /// How the claim stood after the first `count` steps.
    pub fn after(&self, count: usize) -> Standing {
        let counted = || self.counted(&self.facts_after(count));
        match count == self.order.len() {
            true => self.end.get_or_init(counted).clone(),
            false => counted(),
        }
    }

    /// How the claim would stand if of these statements of the small graph only some had been made.
    pub fn with(&self, said: &BTreeSet<StatementIdx>) -> Standing {
        let verified_by = self.settings.as_of.map(Date::latest);
        // A relay made from a `via` is said with what it passes on.
        let first = |at| self.graph.passed_on(at).unwrap_or(at);
        let unsaid = (self.graph.statements()).map(|at| !said.contains(&first(at)));
        self.counted(&self.facts_without(unsaid.collect(), verified_by))
    }

    fn counted(&self, facts: &Facts<'_>) -> Standing {
        let standing = facts.standing_of(self.claim);
        self.allowance.spend(self.size + facts.base().work.done());
        standing
    }

    fn facts_after(&self, count: usize) -> Facts<'_> {
        let steps = &self.order[..count];
        let verified = steps.iter().rev().find_map(|&step| match step {
            Step::Verified(moment) => Some(moment),
            Step::Said(_) => None,
        });
        let mut unsaid = vec![true; self.graph.statement_count()];
        steps::said(&self.graph, steps).for_each(|at| unsaid[at.at()] = false);
        self.facts_without(unsaid, Some(verified.unwrap_or(i64::MIN)))
    }

    fn facts_without(&self, unsaid: Vec<bool>, verified_by: Option<i64>) -> Facts<'_> {
        let settings = Settings {
            as_of: None,
            suppositions: Suppositions {
                unsaid: unsaid.into(),
                verified_by,
                ..Suppositions::default()
            },
            ..self.settings.clone()
        };
        let (voices, bearings) = (Arc::clone(&self.voices), Arc::clone(&self.bearings));
        Facts::of(Base::among(&self.graph, settings, voices, bearings))
    }

    /// How many times more the standing can be counted, going by what it took so far.
    pub(super) fn affordable(&self) -> usize {
        self.allowance.affordable()
    }

    /// The earliest step after which the claim stands as after the first `to`; looked for after the first `from`.
    /// What follows may move it away and back again. `None` where it does not move in between.
    pub fn turning_point(&self, from: usize, to: usize) -> Option<Occurrence> {
        let end = self.after(to);
        let status_moved = self.after(from).status != end.status;
        let is_as_at_end = |count: usize| {
            let standing = self.after(count);
            match status_moved {
                true => standing.status == end.status,
                false => is_alike(&standing, &end),
            }
        };
        if from >= to || is_as_at_end(from) {
            return None;
        }
        let (mut low, mut high) = (from, to);
        if to - from <= self.affordable() {
            while high - low > 1 && !self.allowance.is_overdrawn() {
                low += 1;
                if is_as_at_end(low) {
                    return Some(self.occurrence(low - 1));
                }
            }
        }
        // Taking it that it moved once.
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            match is_as_at_end(middle) {
                true => high = middle,
                false => low = middle,
            }
        }
        Some(self.occurrence(high - 1))
    }
}

/// How many nodes are looked at to see what of a graph counts and what rests on what. Citations take little.
fn size(graph: &ClaimGraph) -> usize {
    const CITATIONS: usize = 8;
    let citations: usize = (graph.statements()).map(|at| graph.cites(at).len()).sum();
    let others = graph.claims().len() + graph.all_evidence().len();
    graph.statement_count() + others + citations / CITATIONS
}

/// Whether a claim stands alike twice: status and intervals of lines.
pub fn is_alike(one: &Standing, other: &Standing) -> bool {
    super::change::movement(one, other).is_none()
}
