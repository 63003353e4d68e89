//! The catalogue: each rule a documented row, each finding with a witness that can be checked.
//!
//! One family a file, with what is long beside it; examples in `examples/`. Rules about one claim's support
//! ([`Check::Weakness`]) explain one another: of those that match a claim only the sharpest is reported, in the order
//! of [`PRECEDENCE`]. All other rules look at the whole case; [`EXPLAINS`] says which of them explain which.

pub mod baseline;
mod chronology;
mod clash;
mod conflict;
mod corroboration;
mod each;
mod evidence;
pub mod finding;
pub mod fingerprint;
mod grading;
mod integrity;
pub mod policy;
mod precedence;
mod profile;
mod sourcing;
mod suppression;
pub mod thresholds;
mod words;

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use foldhash::fast::FixedState;
use hashbrown::HashSet;
use rayon::prelude::*;

use crate::analysis::{Facts, Unchanged};
use crate::case::vocabulary::ClaimKind;
use crate::case::{ActorIdx, ClaimIdx, EventIdx};

pub use clash::Clash;
pub use finding::{Finding, Message, Severity, Step, StepKind};
pub use fingerprint::fingerprint;
use policy::Suppressions;
pub use policy::{Accepted, Allowance, Level, Policy};
pub use precedence::{EXPLAINS, GRAVITY, PRECEDENCE};
use profile::Profile;
pub use thresholds::Thresholds;
pub use words::{cut as cut_of_cycle, describe, how, name_list};

/// How a rule looks for its fault.
pub enum Check {
    /// At one claim of kind `fact` at a time: a weakness of its support.
    Weakness(fn(&Profile<'_, '_>) -> Option<Finding>),
    /// At pairs of claims that do not go together.
    Conflict(fn(&Facts<'_>) -> Vec<Clash>),
    /// At the whole case.
    Case(fn(&Facts<'_>, &mut Vec<Finding>)),
    /// At the whole case, from some thresholds on.
    Pattern(fn(&Facts<'_>, &Thresholds, &mut Vec<Finding>)),
    /// At what is suppressed, when all others have looked.
    Suppressions,
}

/// Whether a rule has to be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Runs {
    /// It runs unless it is turned off.
    Always,
    /// It runs where it is turned on.
    OnRequest,
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
    /// Whether it has to be asked for.
    pub runs: Runs,
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

const FAMILIES: [&[Rule]; 8] = [
    corroboration::RULES,
    sourcing::RULES,
    conflict::RULES,
    evidence::RULES,
    chronology::RULES,
    grading::RULES,
    integrity::RULES,
    suppression::RULES,
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

/// The names of all rules, in the order of the catalogue.
pub fn names() -> &'static [&'static str] {
    static NAMES: LazyLock<Vec<&str>> =
        LazyLock::new(|| catalogue().map(|rule| rule.name).collect());
    &NAMES
}

/// All findings that nobody has accepted: see [`judge`].
pub fn check(facts: &Facts<'_>, policy: impl Into<Policy>) -> Vec<Finding> {
    let mut findings = judge(facts, &policy.into());
    findings.retain(Finding::counts);
    findings
}

/// All findings, those that are accepted marked as such: the most severe first, then in the order of [`GRAVITY`], then
/// those about the most claims.
///
/// Rules look in parallel, those about one claim claim by claim; the result does not depend on the number of threads.
pub fn judge(facts: &Facts<'_>, policy: &Policy) -> Vec<Finding> {
    judge_since(facts, policy, None, Keep::Nothing).0
}

/// Whether what was found claim by claim is kept for the next time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// It is.
    Weaknesses,
    /// It is not.
    Nothing,
}

/// What was found claim by claim, for a later state of the case.
#[derive(Clone, Default)]
pub struct Weaknesses {
    /// What was looked for, and how much of it is kept.
    asked: Option<(Vec<&'static str>, usize, Thresholds)>,
    /// For each claim, the sharpest first.
    found: Vec<Vec<Finding>>,
}

/// The same where an earlier state of the case was judged: of claims that are not touched since, the weaknesses are
/// taken over. The result is that of [`judge`].
pub fn judge_since(
    facts: &Facts<'_>,
    policy: &Policy,
    earlier: Option<(&Weaknesses, &Unchanged)>,
    keep: Keep,
) -> (Vec<Finding>, Weaknesses) {
    let mut suppressions = Suppressions::new(facts.graph(), policy);
    let rules: Vec<&Rule> = catalogue().filter(|rule| policy.runs(rule)).collect();
    // What is first asked for within a parallel loop might be derived by a thread that waits for itself.
    facts.derive();
    let looking = |rule: &&Rule| look(facts, policy, rule);
    let (found, looked) = rayon::join(
        || weaknesses(facts, policy, &rules, suppressions.is_empty(), earlier),
        || rules.par_iter().map(looking).collect::<Vec<_>>(),
    );
    let mut kept = Weaknesses::default();
    if keep == Keep::Weaknesses {
        kept = found.clone();
    }
    let mut findings = Vec::new();
    for mut of_claim in found.found {
        for finding in &mut of_claim {
            suppressions.apply(facts, finding);
        }
        if policy.detail == Detail::Sharpest {
            of_claim.truncate(1);
        }
        findings.append(&mut of_claim);
    }
    let mut clashes = Vec::new();
    for mut looked in looked {
        findings.append(&mut looked.findings);
        clashes.append(&mut looked.clashes);
    }
    if policy.detail == Detail::Sharpest {
        clash::keep_sharpest(facts, &mut clashes);
    }
    findings.extend(clash::findings(facts, clashes));
    for finding in &mut findings {
        policy.weigh(finding);
        suppressions.apply(facts, finding);
    }
    if policy.detail == Detail::Sharpest {
        precedence::keep_sharpest(&mut findings);
    }
    let (weaknesses, others): (Vec<Finding>, Vec<Finding>) =
        (findings.into_iter()).partition(|finding| PRECEDENCE.contains(&finding.rule));
    let mut findings = grouped(facts, weaknesses);
    findings.extend(others);
    findings.extend(suppression::unused(facts, policy, &suppressions));
    sort(facts, &mut findings);
    (findings, kept)
}

/// What a rule finds that does not look at one claim at a time.
#[derive(Default)]
struct Looked {
    findings: Vec<Finding>,
    clashes: Vec<Clash>,
}

fn look(facts: &Facts<'_>, policy: &Policy, rule: &Rule) -> Looked {
    let mut looked = Looked::default();
    match rule.check {
        Check::Case(look) => look(facts, &mut looked.findings),
        Check::Pattern(look) => look(facts, &policy.thresholds, &mut looked.findings),
        Check::Conflict(look) => looked.clashes = look(facts),
        Check::Weakness(_) | Check::Suppressions => {}
    }
    looked
}

fn sort(facts: &Facts<'_>, findings: &mut [Finding]) {
    let place: BTreeMap<&str, usize> = GRAVITY.iter().copied().zip(0..).collect();
    let cmp = |one: &Finding, other: &Finding| {
        (one.severity.cmp(&other.severity))
            .then_with(|| match one.rule == other.rule {
                true => Ordering::Equal,
                false => place.get(one.rule).cmp(&place.get(other.rule)),
            })
            .then_with(|| other.claims.len().cmp(&one.claims.len()))
            .then_with(|| one.claims.cmp(&other.claims))
            .then_with(|| one.statements.cmp(&other.statements))
    };
    findings.par_sort_by(cmp);
    // Few are told apart by nothing but their words.
    for alike in findings.chunk_by_mut(|one, other| cmp(one, other).is_eq()) {
        if alike.len() > 1 {
            alike.sort_by_cached_key(|finding| finding.message(facts));
        }
    }
}

/// The weaknesses of each claim, the sharpest first: that one, or all.
fn weaknesses(
    facts: &Facts<'_>,
    policy: &Policy,
    selected: &[&'static Rule],
    is_nothing_suppressed: bool,
    earlier: Option<(&Weaknesses, &Unchanged)>,
) -> Weaknesses {
    let named = |name: &&str| selected.iter().find(|rule| rule.name == *name).copied();
    let rules: Vec<&Rule> = PRECEDENCE.iter().filter_map(named).collect();
    // A suppression is used where its rule would fire, even if a sharper one explains that.
    let kept = match policy.detail {
        Detail::Sharpest if is_nothing_suppressed => 1,
        Detail::Sharpest | Detail::All => rules.len(),
    };
    let names = rules.iter().map(|rule| rule.name).collect();
    let asked = Some((names, kept, policy.thresholds.clone()));
    let earlier = earlier.filter(|(before, _)| before.asked == asked);
    let known = |claim| {
        let (before, unchanged) = earlier?;
        let found = before.found[unchanged.before(claim)?.at()].iter();
        let found = found.map(|finding| finding.renumbered(&unchanged.numbers));
        found.collect::<Option<Vec<Finding>>>()
    };
    let graph = facts.graph();
    let look = |claim: ClaimIdx| {
        if graph.claim(claim).kind != ClaimKind::Fact {
            return Vec::new();
        }
        let profile = Profile::new(facts, &policy.thresholds, claim);
        let matching = rules.iter().filter_map(|rule| match rule.check {
            Check::Weakness(look) => look(&profile),
            Check::Conflict(_) | Check::Case(_) | Check::Pattern(_) | Check::Suppressions => None,
        });
        matching.take(kept).collect()
    };
    let claims = (0..graph.claims().len() as u32)
        .into_par_iter()
        .map(ClaimIdx);
    let found = claims.map(|claim| known(claim).unwrap_or_else(|| look(claim)));
    Weaknesses {
        asked,
        found: found.collect(),
    }
}

/// Findings of one rule and severity whose roots speak for the same sides, about the same event or about none, are
/// one that lists its claims, if the same can be said of them. An event stands for all its parts; a whole report is one finding of `publisher-only`.
fn grouped(facts: &Facts<'_>, findings: Vec<Finding>) -> Vec<Finding> {
    let graph = facts.graph();
    // A part stands for the whole where that took a day at most; a campaign of months is no one event.
    let is_one_day = |&event: &EventIdx| {
        let date = graph.event(event).date;
        !date.is_unknown() && date.latest() - date.earliest() < 86_400
    };
    let whole = |&event: &EventIdx| {
        std::iter::successors(Some(event), |&part| {
            graph.event(part).part_of.filter(is_one_day)
        })
        .last()
        .unwrap_or(event)
    };
    type Key = (
        &'static str,
        Severity,
        Vec<ActorIdx>,
        Vec<EventIdx>,
        Option<Accepted>,
        Option<Cow<'static, str>>,
    );
    let key = |finding: &Finding| -> Key {
        let whose = |&actor: &ActorIdx| match finding.rule {
            // Whose one line it is, not which side it speaks for.
            "uncorroborated-claim" => actor,
            _ => facts.side(actor),
        };
        let sides = set(finding.actors.iter().map(whose).collect());
        let events = match finding.rule {
            // One report, or one confession, is one finding.
            "publisher-only" | "custodial-confession" => Vec::new(),
            _ => set(finding.events.iter().map(whole).collect()),
        };
        let accepted = finding.accepted.clone();
        // One message has to be right for all of them.
        let words = match &finding.says {
            Message::Template(words) => Some(words.clone()),
            _ => None,
        };
        (
            finding.rule,
            finding.severity,
            sides,
            events,
            accepted,
            words,
        )
    };
    let keyed = findings
        .into_par_iter()
        .map(|finding| (key(&finding), finding));
    let mut groups: BTreeMap<Key, Vec<Finding>> = BTreeMap::new();
    for (key, finding) in keyed.collect::<Vec<_>>() {
        groups.entry(key).or_default().push(finding);
    }
    let groups: Vec<Vec<Finding>> = groups.into_values().collect();
    groups.into_par_iter().map(merged).collect()
}

/// Sorted, each once.
fn set<T: Ord>(mut list: Vec<T>) -> Vec<T> {
    list.sort_unstable();
    list.dedup();
    list
}

/// One finding for several claims: the message and witness of the one with most behind it, and everybody's records.
fn merged(group: Vec<Finding>) -> Finding {
    let mut group = group.into_iter();
    let Some(mut all) = group.next() else {
        // No group is empty.
        return Finding::of(PRECEDENCE[0], String::new());
    };
    let mut witness = std::mem::take(&mut all.witness);
    for finding in group {
        all.claims.extend(finding.claims);
        all.actors.extend(finding.actors);
        all.events.extend(finding.events);
        all.evidence.extend(finding.evidence);
        all.statements.extend(finding.statements);
        all.parts.extend(finding.parts);
        witness.extend(finding.witness);
    }
    Finding {
        claims: set(all.claims),
        actors: set(all.actors),
        events: set(all.events),
        evidence: set(all.evidence),
        statements: set(all.statements),
        witness: each_once(witness),
        ..all
    }
}

/// So few steps are compared one with another.
const FEW_STEPS: usize = 16;

/// The steps of a witness in their order, each where it stands first.
fn each_once(mut steps: Vec<Step>) -> Vec<Step> {
    if steps.len() > FEW_STEPS {
        let mut seen: HashSet<Step, FixedState> = HashSet::default();
        steps.retain(|step| seen.insert(step.clone()));
        return steps;
    }
    let mut kept: Vec<Step> = Vec::with_capacity(steps.len());
    for step in steps {
        if !kept.contains(&step) {
            kept.push(step);
        }
    }
    kept
}
