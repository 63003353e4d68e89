//! The family *Grading*: audits the analyst's own grades. It never grades by itself.

use std::collections::BTreeMap;

use super::finding::{Finding, Severity, StepKind};
use super::profile::{Profile, record_step};
use super::thresholds::{HALO_PAIRS, HALO_SHARE, Thresholds};
use super::{Check, Rule, Runs};
use crate::analysis::Facts;
use crate::case::vocabulary::{ClaimKind, Reliability};
use crate::case::{ActorIdx, ClaimIdx, StatementIdx};

const FAMILY: &str = "Grading";

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "overgraded-claim",
        family: FAMILY,
        severity: Severity::Warning,
        since: "0.1.0",
        runs: Runs::Always,
        summary: "the claim is graded as confirmed and stands on fewer independent lines than that takes; info where they may be enough",
        why: "Credibility 1 means \"confirmed by other independent sources\".",
        source: "Admiralty credibility 1 (STANAG 2511); ICD 203 on sourcing and confidence.",
        caveat: "The analyst may know of sources that are not in the case.",
        help: "grade it 2 or lower, or record the independent source that confirms it",
        fires: include_str!("examples/overgraded-claim.fires.yaml"),
        clean: include_str!("examples/overgraded-claim.clean.yaml"),
        check: Check::Pattern(overgraded),
    },
    Rule {
        name: "halo-grading",
        family: FAMILY,
        severity: Severity::Info,
        since: "0.1.0",
        runs: Runs::Always,
        summary: "sources and what they say are graded alike almost throughout",
        why: "Two scales that always agree are one: the source's grade was taken for the claim's.",
        source: "Baker, McKendry & Mace (1968) on the correlation of the two Admiralty ratings.",
        caveat: "Good sources do say credible things more often.",
        help: "grade what is said by what else is known of it, and the source by its record",
        fires: include_str!("examples/halo-grading.fires.yaml"),
        clean: include_str!("examples/halo-grading.clean.yaml"),
        check: Check::Pattern(halo),
    },
];

/// The grade that means "confirmed by other independent sources".
const CONFIRMED: u8 = 1;

fn overgraded(facts: &Facts<'_>, thresholds: &Thresholds, findings: &mut Vec<Finding>) {
    let graph = facts.graph();
    let mut graded: BTreeMap<ClaimIdx, Vec<StatementIdx>> = graph
        .claims()
        .filter(|&claim| graph.claim(claim).credibility == Some(CONFIRMED))
        .map(|claim| (claim, Vec::new()))
        .collect();
    for at in graph.statements() {
        let grade = graph.detail(at).and_then(|detail| detail.credibility);
        if grade == Some(CONFIRMED)
            && graph.stance(at).supports()
            && let Some(claim) = graph.claim_of(at)
        {
            graded.entry(claim).or_default().push(at);
        }
    }
    let threshold = facts.settings().threshold;
    for (claim, statements) in graded {
        let lines = &facts.standing(claim).support;
        let severity = match () {
            () if graph.claim(claim).kind != ClaimKind::Fact => continue,
            () if lines.lines_max.most < threshold => Severity::Warning,
            () if lines.lines_min.least < threshold => Severity::Info,
            () => continue,
        };
        let message = match lines.lines_max.most {
            0 => "{claims} is graded as confirmed, and nothing holds it up",
            most if most < threshold => {
                "{claims} is graded as confirmed, and stands on one independent line at most"
            }
            _ => {
                "{claims} is graded as confirmed, and those who vouch for it may not be independent"
            }
        };
        let mut finding =
            Profile::new(facts, thresholds, claim).finding("overgraded-claim", message);
        finding.severity = severity;
        let graded = match statements.first() {
            Some(&at) => record_step(facts, StepKind::Conflict, at, "graded 1"),
            None => record_step(facts, StepKind::Conflict, claim, "graded 1"),
        };
        finding.witness.insert(0, graded);
        findings.push(finding);
    }
}

/// How many of the pairs are shown.
const SHOWN: usize = 12;

/// The place of a reliability on the other scale: A is 1, F is 6.
fn rank(reliability: Reliability) -> u8 {
    reliability as u8 + 1
}

fn halo(facts: &Facts<'_>, thresholds: &Thresholds, findings: &mut Vec<Finding>) {
    let graph = facts.graph();
    let pair = |at: StatementIdx| {
        let credibility = graph.detail(at)?.credibility?;
        let reliability = graph.actor(graph.speaker(at)).reliability?;
        Some((at, reliability, credibility))
    };
    let pairs: Vec<(StatementIdx, Reliability, u8)> = graph.statements().filter_map(pair).collect();
    let alike: Vec<&(StatementIdx, Reliability, u8)> = pairs
        .iter()
        .filter(|&&(_, reliability, credibility)| rank(reliability) == credibility)
        .collect();
    let share = alike.len() as f64 / pairs.len() as f64;
    if pairs.len() < thresholds.count(&HALO_PAIRS) || share < thresholds.get(&HALO_SHARE) {
        return;
    }
    let message = format!(
        "{} of {} pairs of grades are alike: A with 1, B with 2 and so on",
        alike.len(),
        pairs.len()
    );
    let mut actors: Vec<ActorIdx> = alike.iter().map(|&&(at, ..)| graph.speaker(at)).collect();
    actors.sort_unstable();
    actors.dedup();
    findings.push(Finding {
        // It is about the whole case.
        parts: vec![Vec::new()],
        actors,
        statements: alike.iter().map(|&&(at, ..)| at).collect(),
        witness: alike
            .iter()
            .take(SHOWN)
            .map(|&&(at, reliability, credibility)| {
                record_step(
                    facts,
                    StepKind::Line,
                    at,
                    format!("{reliability}{credibility}"),
                )
            })
            .collect(),
        ..Finding::of("halo-grading", message)
    });
}
