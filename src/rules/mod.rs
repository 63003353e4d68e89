//! The catalogue: each rule a documented row, each finding with a witness that can be checked.
//!
//! One family a file, with what is long beside it; examples in `examples/`. Rules about one claim's support
//! ([`Check::Weakness`]) explain one another: of those that match a claim only the sharpest is reported, in the order
//! of [`PRECEDENCE`]. All other rules look at the whole case; [`EXPLAINS`] says which of them explain which.

pub mod baseline;
mod chronology;
mod clash;
mod conflict;
mod consequence;
mod corroboration;
mod each;
mod evidence;
pub mod finding;
pub mod fingerprint;
mod grading;
mod grouped;
mod integrity;
mod packed;
pub mod policy;
mod precedence;
mod profile;
mod sourcing;
mod suppression;
pub mod taken_back;
pub mod thresholds;
mod words;

use std::sync::LazyLock;

use rayon::prelude::*;

use crate::analysis::{Facts, Unchanged};
use crate::case::ClaimIdx;
use crate::case::vocabulary::ClaimKind;

pub use clash::Clash;
pub use finding::{Finding, Message, Severity, Step, StepKind};
pub use fingerprint::fingerprint;
pub use packed::Packed;
use policy::Suppressions;
pub use policy::{Accepted, Allowance, Level, Policy};
pub use precedence::{EXPLAINS, GRAVITY, PRECEDENCE};
use profile::Profile;
pub use sourcing::why_unfounded;
pub use thresholds::Thresholds;
pub use words::{cut as cut_of_cycle, describe, describe_root, how, name_list, speaker, verb};

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
    let findings = judge(facts, &policy.into());
    let counting = findings.iter().filter(|finding| finding.counts());
    counting.map(Packed::open).collect()
}

/// All findings, those that are accepted marked as such: the most severe first, then in the order of [`GRAVITY`], then
/// those about the most claims.
///
/// Rules look in parallel, those about one claim claim by claim; the result does not depend on the number of threads.
pub fn judge(facts: &Facts<'_>, policy: &Policy) -> Vec<Packed> {
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
    /// Claim by claim, the sharpest first.
    found: Vec<Packed>,
}

impl Weaknesses {
    /// Those of one claim.
    fn of(&self, claim: ClaimIdx) -> &[Packed] {
        let start = self.found.partition_point(|one| one.first() < claim);
        let rest = &self.found[start..];
        let length = rest.iter().take_while(|one| one.first() == claim).count();
        &rest[..length]
    }
}

/// The same where an earlier state of the case was judged: of claims that are not touched since, the weaknesses are
/// taken over. The result is that of [`judge`].
pub fn judge_since(
    facts: &Facts<'_>,
    policy: &Policy,
    earlier: Option<(&Weaknesses, &Unchanged)>,
    keep: Keep,
) -> (Vec<Packed>, Weaknesses) {
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
    let mut weak = found.found;
    suppressions.apply_all(facts, &mut weak);
    if policy.detail == Detail::Sharpest {
        weak.dedup_by_key(|finding| finding.first());
    }
    let mut findings = Vec::new();
    let mut clashes = Vec::new();
    for mut looked in looked {
        findings.append(&mut looked.findings);
        clashes.append(&mut looked.clashes);
    }
    if policy.detail == Detail::Sharpest {
        clash::keep_sharpest(facts, &mut clashes);
    }
    findings.append(&mut clash::findings(facts, clashes));
    suppressions.apply_all(facts, &mut findings);
    for finding in weak.iter_mut().chain(&mut findings) {
        policy.weigh(finding.rule(), &mut finding.severity);
    }
    if policy.detail == Detail::Sharpest {
        precedence::keep_sharpest(facts.graph(), &mut [&mut weak, &mut findings]);
    }
    findings.append(&mut grouped::grouped(facts, weak));
    let unused = suppression::unused(facts, policy, &suppressions);
    findings.extend(unused.into_iter().map(Packed::from));
    sort(facts, &mut findings);
    (findings, kept)
}

/// What a rule finds that does not look at one claim at a time.
#[derive(Default)]
struct Looked {
    findings: Vec<Packed>,
    clashes: Vec<Clash>,
}

fn look(facts: &Facts<'_>, policy: &Policy, rule: &Rule) -> Looked {
    let mut findings = Vec::new();
    let mut clashes = Vec::new();
    match rule.check {
        Check::Case(look) => {
            look(facts, &mut findings);
            fingerprint::number_alike(&mut findings);
        }
        Check::Pattern(look) => look(facts, &policy.thresholds, &mut findings),
        Check::Conflict(look) => clashes = look(facts),
        Check::Weakness(_) | Check::Suppressions => {}
    }
    for finding in &mut findings {
        consequence::order(facts, &mut finding.claims);
    }
    Looked {
        findings: findings.into_iter().map(Packed::from).collect(),
        clashes,
    }
}

fn sort(facts: &Facts<'_>, findings: &mut [Packed]) {
    findings.par_sort_unstable_by(Packed::order);
    // Few are told apart by nothing but their words.
    for alike in findings.chunk_by_mut(|one, other| one.order(other).is_eq()) {
        if alike.len() > 1 {
            alike.sort_by_cached_key(|finding| finding.open().message(facts));
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
        let found = before.of(unchanged.before(claim)?).iter();
        let found = found.map(|finding| finding.open().renumbered(&unchanged.numbers));
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
    let found = each::claim(graph, |claim| {
        let found = known(claim).unwrap_or_else(|| look(claim));
        let found = found.into_iter().map(grouped::with_each_once);
        found.map(Packed::from)
    });
    Weaknesses { asked, found }
}
