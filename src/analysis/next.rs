//! What to check first (semantics §8): which unknowns, once settled, would corroborate the most claims; and for one
//! claim the least that would corroborate it, and the least that would leave it without support.
//!
//! Each unknown on the lines of a claim is supposed settled, and this claim's lines are counted again among its own
//! ancestors. Where there are too many to try all, the claim is named as not settled.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::Facts;
use super::base::Base;
use super::carriers::Carrier;
use super::linchpins::standing_on;
use super::lineage::{LineageIdx, LineageNode};
use super::lines::opponents;
use super::lines::{Excused, Extractor, OnLines, Scope};
use super::needless::without_needless;
use super::standing;
use super::status::Status;
use super::suppose::{Suppositions, Taken, Unknown};
use super::voices::{Ties, Voices};
use super::work::Allowance;
use crate::case::{ActorIdx, ClaimIdx};

/// An unknown with the claims that wait for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// What is not known.
    pub unknown: Unknown,
    /// The claims that would be corroborated if it alone were settled, sorted.
    pub raises: Vec<ClaimIdx>,
    /// The claims on whose lines it is, those that it raises among them, sorted.
    pub concerns: Vec<ClaimIdx>,
}

/// What to check first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checks {
    /// Unknowns: those that raise the most claims first, then those that concern the most.
    pub ranked: Vec<Check>,
    /// Claims too large for every unknown to be tried.
    pub unsettled: Vec<ClaimIdx>,
}

/// The least that would change the status of one claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cheapest {
    /// The fewest unknowns that would corroborate it, all settled; `None` where nothing that was found would.
    pub settle: Option<Vec<Unknown>>,
    /// Whether it is proved that no fewer would do, and where there are none that nothing would.
    pub is_least: bool,
    /// How many further independent sources, each known, would corroborate it without settling anything.
    pub new_sources: u32,
    /// Classes and artefacts without which nothing is left that supports it; of a report whose publisher nobody knows
    /// the report.
    pub refute: Vec<Taken>,
    /// Whether it is proved that no fewer would do.
    pub is_least_to_refute: bool,
}

impl Facts<'_> {
    /// Unknowns in the order in which to check them.
    pub fn checks(&self) -> Checks {
        checks(self)
    }

    /// The least that would corroborate a claim, and the least that would refute its support.
    pub fn cheapest(&self, claim: ClaimIdx) -> Cheapest {
        cheapest(self, claim)
    }

    /// Whether a grounded denial by somebody named stands against a claim: more support leaves it contested.
    pub fn is_denied_by_name(&self, claim: ClaimIdx) -> bool {
        is_denied_by_name(self, claim)
    }
}

/// How many nodes may be looked at, all trials of one claim together; of all claims together, where there are many; and
/// of one claim at least.
const BUDGET: usize = 1 << 20;
const TOTAL: (usize, usize) = (1 << 22, 1 << 11);
/// For so many actors, once for each alleged tie, it is kept for whom they speak without it.
const MOST_KEPT: usize = 1 << 21;
/// Up to how many unknowns at once are tried in every combination.
const MOST_AT_ONCE: usize = 3;
/// How many combinations are tried for one claim.
const MOST_TRIALS: usize = 4_000;

/// The alleged ties of a case, by whom they join; with the voices of the case without each, where there are few.
type AllegedTies = BTreeMap<(ActorIdx, ActorIdx), Option<Arc<Voices>>>;

/// What is supposed beside a case, one unknown more or less, for the lines of one claim.
struct Trial<'f, 'g> {
    facts: &'f Facts<'g>,
    claim: ClaimIdx,
    sinks: Vec<LineageIdx>,
    voices: &'f AllegedTies,
    /// What may be looked at.
    allowance: Allowance,
}

impl<'f, 'g> Trial<'f, 'g> {
    fn new(facts: &'f Facts<'g>, claim: ClaimIdx, voices: &'f AllegedTies, budget: usize) -> Self {
        Trial {
            facts,
            claim,
            sinks: standing::sinks(facts.base(), &facts.support(claim)),
            voices,
            allowance: Allowance::new(budget),
        }
    }

    fn base(&self, unknowns: &[Unknown]) -> Base<'g> {
        let base = self.facts.base();
        let suppositions = Suppositions {
            settled: (base.suppositions().settled.iter().copied())
                .chain(unknowns.iter().copied())
                .collect(),
            ..base.suppositions().clone()
        };
        let ties: Vec<(ActorIdx, ActorIdx)> = unknowns
            .iter()
            .filter_map(|unknown| match *unknown {
                Unknown::Tie(from, to) => Some((from, to)),
                _ => None,
            })
            .collect();
        let voices = match ties.as_slice() {
            [] => None,
            [only] if matches!(self.voices.get(only), Some(Some(_))) => {
                self.voices.get(only).cloned().flatten()
            }
            _ => Some(Arc::new(Voices::new(
                base.graph,
                &base.settings.joining,
                &suppositions,
            ))),
        };
        let supposing = base.supposing(suppositions);
        match voices {
            Some(voices) => supposing.speaking(voices),
            None => supposing,
        }
    }

    /// How many actors are looked at to see for whom each speaks with some unknowns settled.
    fn cost_of_voices(&self, unknowns: &[Unknown]) -> usize {
        let ties = unknowns.iter().filter_map(|unknown| match *unknown {
            Unknown::Tie(from, to) => self.voices.get(&(from, to)),
            _ => None,
        });
        let are_kept = unknowns.len() == 1 && ties.clone().all(Option::is_some);
        match are_kept || ties.count() == 0 {
            true => 0,
            false => self.facts.graph().actors().len() + self.voices.len(),
        }
    }

    /// κ⁻ with some unknowns settled, where nothing known counts as nothing.
    fn known_lines(&self, unknowns: &[Unknown]) -> u32 {
        let base = self.base(unknowns);
        let grounded = self.facts.grounded();
        let mut sinks = self.sinks.clone();
        // What is recorded at last is said directly.
        for node in base.lineage.nodes().skip(base.graph.statement_count()) {
            let LineageNode::Implied(implied) = base.lineage.node(node) else {
                continue;
            };
            let supports = base
                .bearings
                .supported_by(self.claim)
                .contains(implied.claim);
            if supports && unknowns.contains(&Unknown::Unrecorded(implied)) {
                sinks.push(node);
            }
        }
        let known = opponents::solve_known(&base, grounded, &sinks)
            .0
            .count
            .least;
        let all = Extractor::new(&base, grounded, Scope::All, Excused::Nobody);
        let known = known.min(all.solve(&sinks).count.least);
        let implied = base.lineage.node_count() - base.graph.statement_count();
        let prepared = implied + unknowns.len() + self.cost_of_voices(unknowns);
        self.allowance.spend(prepared + base.work.done());
        known
    }

    /// Whether there are enough known lines with some unknowns settled.
    fn has_enough_lines(&self, unknowns: &[Unknown]) -> bool {
        self.known_lines(unknowns) >= self.facts.settings().threshold
    }
}

/// Unknowns of a case in the order in which to check them.
fn checks(facts: &Facts<'_>) -> Checks {
    let claims: Vec<ClaimIdx> = facts.graph().claims().collect();
    if let Some(&first) = claims.first() {
        facts.standing(first);
    }
    let voices = alleged_ties(facts);
    let found: Vec<(Vec<(Unknown, bool)>, bool)> = claims
        .par_iter()
        .map(|&claim| of_claim(facts, claim, &voices))
        .collect();
    let mut unsettled = Vec::new();
    let mut by_unknown: BTreeMap<Unknown, Check> = BTreeMap::new();
    for (&claim, (unknowns, is_settled)) in claims.iter().zip(found) {
        if !is_settled {
            unsettled.push(claim);
        }
        for (unknown, raises) in unknowns {
            let check = by_unknown.entry(unknown).or_insert_with(|| Check {
                unknown,
                raises: Vec::new(),
                concerns: Vec::new(),
            });
            check.concerns.push(claim);
            if raises {
                check.raises.push(claim);
            }
        }
    }
    let mut ranked: Vec<Check> = by_unknown.into_values().collect();
    ranked.sort_by_key(|one| {
        let (raises, concerns) = (one.raises.len(), one.concerns.len());
        (std::cmp::Reverse((raises, concerns)), one.unknown)
    });
    Checks { ranked, unsettled }
}

/// The alleged ties, where they are few each with the voices of the case in which it is taken as refuted.
fn alleged_ties(facts: &Facts<'_>) -> AllegedTies {
    let base = facts.base();
    let graph = base.graph;
    let joins = |role| base.settings.joining.contains(&role);
    let alleged = graph.actors().flat_map(|actor| {
        let ties = graph.ties(actor).iter();
        let alleged = ties.filter(|tie| tie.alleged && joins(tie.role));
        alleged.map(move |tie| ((actor, tie.to), None))
    });
    let mut ties: AllegedTies = alleged.collect();
    let of_each = graph.actors().len() + ties.len();
    if ties.len().saturating_mul(of_each) > MOST_KEPT {
        return ties;
    }
    for (&(from, to), voices) in &mut ties {
        let mut suppositions = base.suppositions().clone();
        suppositions.settled.insert(Unknown::Tie(from, to));
        let refuted = Voices::new(graph, &base.settings.joining, &suppositions);
        *voices = Some(Arc::new(refuted));
    }
    ties
}

/// Whether a claim could be corroborated by knowing more: it is supported too weakly, and no denial by anybody named
/// stands against it.
fn could_rise(facts: &Facts<'_>, claim: ClaimIdx) -> bool {
    match facts.status(claim) {
        Status::IndependenceUnknown | Status::Uncorroborated => true,
        Status::Contested => {
            standing::is_nameless(facts.base(), facts.grounded(), &facts.denial(claim))
        }
        _ => false,
    }
}

/// The unknowns on the lines of a claim that could rise, each with whether it alone would corroborate it.
fn of_claim(
    facts: &Facts<'_>,
    claim: ClaimIdx,
    voices: &AllegedTies,
) -> (Vec<(Unknown, bool)>, bool) {
    if !could_rise(facts, claim) {
        return (Vec::new(), true);
    }
    let claims = facts.graph().claims().len().max(1);
    let budget = BUDGET.min((TOTAL.0 / claims).max(TOTAL.1));
    let trial = Trial::new(facts, claim, voices, budget);
    let Some(unknowns) = unknowns(facts, &trial.sinks, voices) else {
        return (Vec::new(), false);
    };
    let threshold = facts.settings().threshold;
    // What is settled makes one line known that was not, or parts it from one other: no more than one line is gained.
    let gains_one = !facts.base().has_adversaries;
    let is_hopeless = gains_one && unknowns.len() > FEW && trial.known_lines(&[]) + 1 < threshold;
    if is_hopeless {
        return (unknowns.into_iter().map(|one| (one, false)).collect(), true);
    }
    let deniers = nameless_deniers(facts, claim);
    let mut is_settled = true;
    let tried = unknowns.into_iter().enumerate().map(|(nth, unknown)| {
        if deniers.contains(&unknown) {
            return (unknown, false);
        }
        let is_tried = nth == 0 || !trial.allowance.is_spent();
        is_settled &= is_tried;
        (unknown, is_tried && trial.has_enough_lines(&[unknown]))
    });
    let tried = tried.collect();
    (tried, is_settled)
}

/// So few unknowns are tried without a thought.
const FEW: usize = 2;

/// What is not known on the lines to some sinks; `None` where they are too many.
fn unknowns(
    facts: &Facts<'_>,
    sinks: &[LineageIdx],
    voices: &AllegedTies,
) -> Option<BTreeSet<Unknown>> {
    let base = facts.base();
    let all = Extractor::new(base, facts.grounded(), Scope::All, Excused::Nobody);
    let OnLines { nodes, is_whole } = all.on_lines(sinks);
    if !is_whole || nodes.len() > all.sought(sinks.len()) {
        return None;
    }
    let behind = standing_on(base, &all, &nodes);
    let statements = nodes
        .iter()
        .filter_map(|&node| base.lineage.statement(node));
    // Who verified something is on no line as long as nobody knows who that is.
    let verifiers = statements
        .clone()
        .flat_map(|at| base.nameless_verifiers(at));
    let named = behind.iter().map(|&(actor, _)| actor).chain(verifiers);
    let nameless = named.filter(|&actor| base.is_nameless(actor));
    let mut found: BTreeSet<Unknown> = nameless.map(Unknown::Name).collect();
    for &node in &nodes {
        for carrier in all.all_carriers(node) {
            match (carrier, base.lineage.node(node)) {
                (Carrier::Makers { evidence } | Carrier::Unknown(Some(evidence)), _) => {
                    found.insert(Unknown::Artefact(evidence));
                }
                (Carrier::Unknown(None), LineageNode::Implied(implied)) => {
                    found.insert(Unknown::Unrecorded(implied));
                }
                (Carrier::Unknown(None), LineageNode::Statement(statement))
                    if !base.lacks_a_name_alone(statement)
                        && !base.is_in_doubtful_hands(statement) =>
                {
                    found.insert(Unknown::Basis(statement));
                }
                _ => {}
            }
        }
    }
    if voices.is_empty() {
        return Some(found);
    }
    // Whether a maker answers to a verifier decides whether an artefact is verified.
    let artefacts = statements.flat_map(|at| base.artefacts(at));
    let makers = artefacts.flat_map(|at| base.makers(at));
    let behind = behind.into_iter().chain(makers);
    for voice in base.voices.reach_of_all(behind, Ties::Possible) {
        let from = voices.range((voice, ActorIdx(0))..=(voice, ActorIdx(u32::MAX)));
        found.extend(from.map(|(&(from, to), _)| Unknown::Tie(from, to)));
    }
    Some(found)
}

/// The least that would corroborate a claim, and the least that would refute its support.
fn cheapest(facts: &Facts<'_>, claim: ClaimIdx) -> Cheapest {
    let voices = alleged_ties(facts);
    let trial = Trial::new(facts, claim, &voices, BUDGET);
    let missing = facts
        .settings()
        .threshold
        .saturating_sub(trial.known_lines(&[]));
    let (refute, is_least_to_refute) = facts.refutation(claim);
    let (settle, is_least) = fewest_to_settle(&trial, missing);
    Cheapest {
        settle,
        is_least,
        new_sources: missing,
        refute,
        is_least_to_refute,
    }
}

/// The fewest unknowns that would corroborate a claim that lacks so many lines, and whether it is proved that no fewer
/// would.
fn fewest_to_settle(trial: &Trial<'_, '_>, missing: u32) -> (Option<Vec<Unknown>>, bool) {
    if missing == 0 {
        return (Some(Vec::new()), true);
    }
    let found = unknowns(trial.facts, &trial.sinks, trial.voices);
    let are_all = found.is_some();
    let deniers = nameless_deniers(trial.facts, trial.claim);
    let unknowns: Vec<Unknown> = (found.unwrap_or_default().into_iter())
        .filter(|unknown| !deniers.contains(unknown))
        .collect();
    // Each that is settled gains a line at most, adversaries aside: the first name given may make two words known.
    let fewest = match trial.facts.base().has_adversaries {
        true => 1,
        false => missing as usize,
    };
    let (few, are_smaller_tried) = few_that_do(trial, &unknowns, fewest);
    if few.is_some() {
        return (few, are_smaller_tried);
    }
    if !trial.has_enough_lines(&unknowns) {
        return (None, are_all);
    }
    let is_every_choice_tried = are_all && unknowns.len() <= MOST_AT_ONCE && are_smaller_tried;
    let most = trial.allowance.affordable() + 1;
    let kept = without_needless(unknowns, most, |rest| trial.has_enough_lines(rest));
    let is_least = is_every_choice_tried || kept.len() == fewest;
    (Some(kept), is_least)
}

/// A smallest choice of few unknowns that would do, no smaller than some size; and whether all smaller ones were tried.
fn few_that_do(
    trial: &Trial<'_, '_>,
    unknowns: &[Unknown],
    fewest: usize,
) -> (Option<Vec<Unknown>>, bool) {
    // What is left serves to leave out what is needless.
    let most = MOST_TRIALS.min(trial.allowance.affordable() / 2 + 1);
    let mut trials = 0;
    let mut are_all_tried = true;
    for size in fewest..=MOST_AT_ONCE.min(unknowns.len()) {
        let mut chosen: Vec<usize> = (0..size).collect();
        loop {
            trials += 1;
            let tried: Vec<Unknown> = chosen.iter().map(|&at| unknowns[at]).collect();
            if trial.has_enough_lines(&tried) {
                return (Some(tried), are_all_tried);
            }
            if !next_choice(&mut chosen, unknowns.len()) {
                break;
            }
            if trials >= most || trial.allowance.is_spent() {
                are_all_tried = false;
                break;
            }
        }
    }
    (None, are_all_tried)
}

/// The names of those who speak against a claim as well: once known, they leave it contested.
fn nameless_deniers(facts: &Facts<'_>, claim: ClaimIdx) -> BTreeSet<Unknown> {
    if !facts.standing(claim).denial.grounded {
        return BTreeSet::new();
    }
    let denial = facts.denial(claim);
    let deniers = standing::nameless_behind(facts.base(), facts.grounded(), &denial);
    deniers.into_iter().map(Unknown::Name).collect()
}

/// Whether a claim is denied, on some ground, by somebody named: more support leaves it contested.
fn is_denied_by_name(facts: &Facts<'_>, claim: ClaimIdx) -> bool {
    let is_denied = facts.standing(claim).denial.grounded;
    is_denied && !standing::is_nameless(facts.base(), facts.grounded(), &facts.denial(claim))
}

/// The next choice of as many of `count` things, in lexicographic order.
fn next_choice(chosen: &mut [usize], count: usize) -> bool {
    let size = chosen.len();
    let Some(at) = (0..size).rev().find(|&at| chosen[at] < count - size + at) else {
        return false;
    };
    chosen[at] += 1;
    for later in at + 1..size {
        chosen[later] = chosen[later - 1] + 1;
    }
    true
}
