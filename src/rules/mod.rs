//! The catalogue: each rule a documented row, each finding with a witness that can be checked.
//!
//! One family a file. Rules about one claim's support ([`Check::Weakness`]) explain one another: of those that match
//! a claim only the sharpest is reported, in the order of [`PRECEDENCE`]. All other rules look at the whole case.

mod chronology;
mod conflict;
mod corroboration;
mod evidence;
pub mod finding;
mod profile;
mod sourcing;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::analysis::Facts;
use crate::case::vocabulary::ClaimKind;
use crate::case::{ActorIdx, ClaimIdx, EventIdx};

pub use finding::{Finding, Severity, Step, StepKind};
use profile::Profile;
pub use words::{describe, name_list};

/// How a rule looks for its fault.
pub enum Check {
    /// At one claim of kind `fact` at a time: a weakness of its support.
    Weakness(fn(&Profile<'_, '_>) -> Option<Finding>),
    /// At the whole case.
    Case(fn(&Facts<'_>, &mut Vec<Finding>)),
}

/// One fault (or strength) that the engine looks for.
pub struct Rule {
    /// Its name, that of the fault.
    pub name: &'static str,
    /// The family it belongs to.
    pub family: &'static str,
    /// Its severity, unless a finding says otherwise.
    pub severity: Severity,
    /// The version that brought it.
    pub since: &'static str,
    /// One line: when it fires.
    pub summary: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// The tradecraft or literature it comes from.
    pub source: &'static str,
    /// When it is wrong, or right and harmless.
    pub caveat: &'static str,
    /// What to do about it.
    pub help: &'static str,
    /// A case file on which it fires.
    pub fires: &'static str,
    /// The nearest case file on which it does not.
    pub clean: &'static str,
    /// Looks for it.
    pub check: Check,
}

const FAMILIES: [&[Rule]; 5] = [
    corroboration::RULES,
    sourcing::RULES,
    conflict::RULES,
    evidence::RULES,
    chronology::RULES,
];

/// The weaknesses of a claim's support, the sharpest first: each explains those after it.
pub const PRECEDENCE: &[&str] = &[
    "circular-support",
    "unfounded-support",
    "custodial-confession",
    "anonymous-only",
    "affiliated-corroboration",
    "self-serving-claim",
    "parties-only",
    "relay-bottleneck",
    "single-origin-echo",
    "publisher-only",
    "uncorroborated-claim",
    "unknown-independence",
];

/// Every rule, family by family, in the order of the catalogue.
pub fn catalogue() -> impl Iterator<Item = &'static Rule> + Clone {
    FAMILIES.iter().flat_map(|family| family.iter())
}

/// The rule of this name.
pub fn rule(name: &str) -> Option<&'static Rule> {
    catalogue().find(|rule| rule.name == name)
}

/// What to leave out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// One corroboration or sourcing weakness a claim, one conflict a pair: the sharpest.
    Sharpest,
    /// Everything that any rule finds.
    All,
}

/// All findings: the most severe first, then those about the most claims, then in the order of the catalogue.
///
/// Weaknesses are looked for claim by claim in parallel; the result does not depend on the number of threads.
pub fn check(facts: &Facts<'_>, detail: Detail) -> Vec<Finding> {
    let mut findings = grouped(facts, weaknesses(facts, detail));
    for rule in catalogue() {
        if let Check::Case(look) = rule.check {
            look(facts, &mut findings);
        }
    }
    if detail == Detail::Sharpest {
        conflict::keep_sharpest(&mut findings);
    }
    let place: BTreeMap<&str, usize> = catalogue().map(|rule| rule.name).zip(0..).collect();
    findings.sort_by_cached_key(|finding| {
        (
            finding.severity,
            std::cmp::Reverse(finding.claims.len()),
            place.get(finding.rule).copied(),
            finding.claims.clone(),
            finding.statements.clone(),
            finding.message.clone(),
        )
    });
    findings
}

fn weaknesses(facts: &Facts<'_>, detail: Detail) -> Vec<Finding> {
    let rules: Vec<&Rule> = PRECEDENCE.iter().filter_map(|name| rule(name)).collect();
    let graph = facts.graph();
    let claims: Vec<ClaimIdx> = graph
        .claims()
        .filter(|&claim| graph.claim(claim).kind == ClaimKind::Fact)
        .collect();
    // The first standing computes all of them in parallel: not from within a parallel loop.
    if let Some(&claim) = claims.first() {
        facts.standing(claim);
    }
    let found: Vec<Vec<Finding>> = claims
        .into_par_iter()
        .map(|claim| {
            let profile = Profile::new(facts, claim);
            let matching = rules.iter().filter_map(|rule| match rule.check {
                Check::Weakness(look) => look(&profile),
                Check::Case(_) => None,
            });
            match detail {
                Detail::Sharpest => matching.take(1).collect(),
                Detail::All => matching.collect(),
            }
        })
        .collect();
    found.into_iter().flatten().collect()
}

/// Findings of one rule with the same speakers at the root and the same event are one, which lists its claims.
fn grouped(facts: &Facts<'_>, findings: Vec<Finding>) -> Vec<Finding> {
    type Key = (
        &'static str,
        Severity,
        Vec<ActorIdx>,
        BTreeSet<EventIdx>,
        Option<ClaimIdx>,
    );
    let mut groups: BTreeMap<Key, Vec<Finding>> = BTreeMap::new();
    for finding in findings {
        let claim = finding.claims.first().copied();
        let events: BTreeSet<EventIdx> = claim
            .map(|claim| facts.graph().links(claim).events.iter().copied().collect())
            .unwrap_or_default();
        // What is about no event stands alone, unless a whole report is meant.
        let alone = (events.is_empty() && finding.rule != "publisher-only").then_some(claim);
        let events = match finding.rule {
            "publisher-only" => BTreeSet::new(),
            _ => events,
        };
        let key = (
            finding.rule,
            finding.severity,
            finding.actors.clone(),
            events,
            alone.flatten(),
        );
        groups.entry(key).or_default().push(finding);
    }
    groups.into_values().map(merged).collect()
}

/// One finding for several claims: the first one's message and witness, and the others' claims.
fn merged(findings: Vec<Finding>) -> Finding {
    let mut findings = findings.into_iter();
    let Some(mut first) = findings.next() else {
        unreachable!("a group holds at least one finding")
    };
    let others: Vec<Finding> = findings.collect();
    if others.is_empty() {
        return first;
    }
    for other in others {
        first.claims.extend(other.claims);
        first.events.extend(other.events);
        first.evidence.extend(other.evidence);
        first.statements.extend(other.statements);
    }
    for list in [&mut first.claims] {
        list.sort_unstable();
        list.dedup();
    }
    first.events.sort_unstable();
    first.events.dedup();
    first.evidence.sort_unstable();
    first.evidence.dedup();
    first.statements.sort_unstable();
    first.statements.dedup();
    first
}
