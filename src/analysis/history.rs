//! How a claim came to stand as it does (semantics §7): its standing after each statement that bears on it, and after
//! each verification of an artefact that one of these cites.
//!
//! Only the statements that can matter are looked at: those on the claim and on what bears on it, all that they rest
//! on, and what takes any of them back. They are cut out as a small graph of their own, and the standing is counted
//! with the first of them, the first two, and so on, in parallel: quadratic in the statements that matter to one
//! claim, and independent of the rest of the case. Beyond a budget, stretches at whose ends the claim stands alike are
//! taken as quiet, and what many statements did together is told at the last of them; the history says so.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use rayon::prelude::*;

use super::base::Base;
use super::bearings::Bearings;
use super::lines::{Excused, Extractor, Scope, opponents};
use super::relevant::{Undoings, relevant};
use super::support::{Lines, Standing};
use super::voices::Voices;
use super::{Facts, Settings, Suppositions, components, standing};
use crate::case::date::Date;
use crate::case::excerpt::Excerpts;
use crate::case::{ActorIdx, ClaimGraph, ClaimIdx, EvidenceIdx, Node, StatementIdx};

/// How many statements may be looked at, all steps of all histories together that are asked for at once; and for one
/// history at least.
const BUDGET: (usize, usize) = (1 << 22, 1 << 10);

/// To ask why κ⁻ did not rise takes as much as to count so many steps.
const OF_A_REASON: usize = 4;
/// To look for a turning point takes as much as to count so many steps, at most.
const OF_A_SEARCH: usize = 24;

/// Something that may move a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Occurrence {
    /// A statement was made.
    Said(StatementIdx),
    /// Artefacts were verified.
    Verified(Vec<Check>),
}

/// A verification of an artefact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Check {
    /// The artefact.
    pub evidence: EvidenceIdx,
    /// Who verified it.
    pub by: ActorIdx,
    /// When.
    pub date: Date,
}

/// One step of a history.
#[derive(Clone, Copy, Debug)]
enum Step {
    /// A statement of the small graph, with the relays made from its `via`.
    Said(StatementIdx),
    /// All that was verified at a moment.
    Verified(i64),
}

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
    /// How many statements may be looked at.
    budget: usize,
    /// How many times more it takes to look at one.
    weight: usize,
}

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
        if found.len() * weight(facts, &found) > most {
            return None;
        }
        Some(History::of(facts, excerpts, claim, found, budget))
    }

    fn of(
        facts: &Facts<'_>,
        excerpts: &Excerpts<'_>,
        claim: ClaimIdx,
        relevant: BTreeSet<StatementIdx>,
        budget: usize,
    ) -> Self {
        let whole_graph = facts.graph();
        let weight = weight(facts, &relevant);
        let graph = excerpts.of(&relevant, &BTreeSet::from([claim]));
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
        let depth = components::strong(facts.lineage());
        let mut said: Vec<StatementIdx> = graph
            .statements()
            .filter(|&at| graph.made_at(at) <= last && !is_told_before(&graph, at))
            .collect();
        said.sort_by_key(|&at| (graph.made_at(at), depth.of(at.0), at));
        let undated = said.partition_point(|&at| graph.made_at(at) == i64::MIN);
        let mut checks = checks(&graph, whole_graph);
        checks.retain(|&moment, _| moment <= last);
        let order = merged(&graph, &said, &checks);
        let claim = match graph.find(whole_graph.id(claim)) {
            Some(Node::Claim(claim)) => claim,
            _ => ClaimIdx(0),
        };
        History {
            voices,
            bearings,
            budget,
            weight,
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
        said(&self.graph, &self.order).collect()
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
        self.facts_after(count).standing_of(self.claim)
    }

    /// How the claim would stand if of these statements of the small graph only some had been made.
    pub fn with(&self, said: &BTreeSet<StatementIdx>) -> Standing {
        let verified_by = self.settings.as_of.map(Date::latest);
        // A relay made from a `via` is said with what it passes on.
        let first = |at| self.graph.passed_on(at).unwrap_or(at);
        let unsaid = (self.graph.statements()).map(|at| !said.contains(&first(at)));
        self.facts_without(unsaid.collect(), verified_by)
            .standing_of(self.claim)
    }

    fn facts_after(&self, count: usize) -> Facts<'_> {
        let steps = &self.order[..count];
        let verified = steps.iter().rev().find_map(|&step| match step {
            Step::Verified(moment) => Some(moment),
            Step::Said(_) => None,
        });
        let mut unsaid = vec![true; self.graph.statement_count()];
        said(&self.graph, steps).for_each(|at| unsaid[at.at()] = false);
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

    /// After how many steps the standing can be counted.
    pub(super) fn affordable(&self) -> usize {
        self.budget / (self.order.len() * self.weight).max(1)
    }

    /// How the claim moved.
    pub fn timeline(&self) -> Timeline {
        let counts: Vec<usize> = (self.undated..=self.order.len()).collect();
        let is_complete = counts.len() <= self.affordable();
        let standings: BTreeMap<usize, Standing> = if is_complete {
            let after = |count| (count, self.after(count));
            counts.into_par_iter().map(after).collect()
        } else {
            self.halved()
        };
        let mut reasons = self.affordable() / OF_A_REASON;
        let mut moments = Vec::with_capacity(self.order.len() - self.undated);
        let mut before = (self.undated, &standings[&self.undated]);
        for nth in self.undated..self.order.len() {
            let counted = standings.get(&(nth + 1));
            let after = counted.unwrap_or(before.1);
            let steps = nth + 1 - before.0;
            let mut held = |one: &Lines, other: &Lines, side| {
                is_held(one, other).then(|| match reasons.checked_sub(1) {
                    Some(left) if steps == 1 => {
                        reasons = left;
                        self.held(nth, side)
                    }
                    _ => Held::Unasked,
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
            undated: (said(&self.graph, &self.order[..self.undated]))
                .map(|at| self.whole[at.at()])
                .collect(),
            moments,
            start: standings[&self.undated].clone(),
            is_complete,
        }
    }

    /// Why the `nth` step raised κ⁺ of a side and not κ⁻.
    fn held(&self, nth: usize, side: Side) -> Held {
        let known = |count: usize, scope| {
            let facts = self.facts_after(count);
            let statements = match side {
                Side::Support => facts.support(self.claim),
                Side::Denial => facts.denial(self.claim),
            };
            let sinks = standing::sinks(facts.base(), &statements);
            let extractor = Extractor::new(facts.base(), facts.grounded(), scope, Excused::Nobody);
            extractor.solve(&sinks).count.least
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

    /// The standings after some steps, the first and last among them: a stretch at whose ends the claim stands alike is
    /// taken as quiet, the others are halved as far as the budget goes.
    fn halved(&self) -> BTreeMap<usize, Standing> {
        let (first, last) = (self.undated, self.order.len());
        let mut known: BTreeMap<usize, Standing> = BTreeMap::new();
        known.insert(first, self.after(first));
        known.insert(last, self.after(last));
        let mut open = VecDeque::from([(first, last)]);
        let mut left = self.affordable();
        while let Some((low, high)) = open.pop_front().filter(|_| left > 0) {
            if high - low < 2 || is_alike(&known[&low], &known[&high]) {
                continue;
            }
            let middle = low + (high - low) / 2;
            known.insert(middle, self.after(middle));
            left -= 1;
            open.extend([(low, middle), (middle, high)]);
        }
        known
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
        if to - from <= self.affordable() {
            let first = (from + 1..to).find(|&count| is_as_at_end(count));
            return Some(self.occurrence(first.unwrap_or(to) - 1));
        }
        // Taking it that it moved once.
        let (mut low, mut high) = (from, to);
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

/// How many times more than elsewhere it takes to count the lines among some statements.
fn weight(facts: &Facts<'_>, statements: &BTreeSet<StatementIdx>) -> usize {
    let nodes = statements.iter().map(|&at| facts.lineage().of(at));
    opponents::weight(facts.base(), nodes)
}

/// The statements among some steps.
fn said<'h>(graph: &'h ClaimGraph, steps: &'h [Step]) -> impl Iterator<Item = StatementIdx> + 'h {
    let said = steps.iter().filter_map(|&step| match step {
        Step::Said(at) => Some(at),
        Step::Verified(_) => None,
    });
    said.flat_map(|at| [at].into_iter().chain(graph.relays_of(at)))
}

/// Whether a relay is told with what it passes on.
fn is_told_before(graph: &ClaimGraph, at: StatementIdx) -> bool {
    graph.is_made_from_via(at) && graph.passed_on(at).is_some()
}

/// What was verified of the artefacts of a small graph, by when, in the whole graph.
fn checks(small: &ClaimGraph, whole: &ClaimGraph) -> BTreeMap<i64, Vec<Check>> {
    let mut found: BTreeMap<i64, Vec<Check>> = BTreeMap::new();
    for at in small.all_evidence() {
        let Some(Node::Evidence(evidence)) = whole.find(small.id(at)) else {
            continue;
        };
        let dated = (small.evidence(at).verified.iter())
            .filter(|one| !one.date.is_unknown() && !one.claims.is_empty());
        for one in dated {
            if let Some(Node::Actor(by)) = whole.find(small.id(one.by)) {
                let date = one.date;
                let check = Check { evidence, by, date };
                found.entry(date.latest()).or_default().push(check);
            }
        }
    }
    found
}

/// Statements, in their order, and moments of verification, these before what was said at the same moment.
fn merged(
    graph: &ClaimGraph,
    said: &[StatementIdx],
    checks: &BTreeMap<i64, Vec<Check>>,
) -> Vec<Step> {
    let mut order = Vec::with_capacity(said.len() + checks.len());
    let mut moments = checks.keys().copied().peekable();
    for &at in said {
        while let Some(moment) = moments.next_if(|&moment| moment <= graph.made_at(at)) {
            order.push(Step::Verified(moment));
        }
        order.push(Step::Said(at));
    }
    order.extend(moments.map(Step::Verified));
    order
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

/// Whether a claim stands alike twice: status and intervals of lines.
pub fn is_alike(one: &Standing, other: &Standing) -> bool {
    super::change::movement(one, other).is_none()
}
