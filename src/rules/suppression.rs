//! The rule on suppressions: one that accepts nothing hides what will be found there one day.

use super::finding::{Finding, Severity};
use super::policy::Suppressions;
use super::{Check, Policy, Rule, Runs, rule};
use crate::analysis::Facts;
use crate::case::problem::closest;
use crate::case::{ClaimGraph, Kind};

pub(super) const RULES: &[Rule] = &[Rule {
    name: "unused-suppression",
    family: "Integrity",
    severity: Severity::Warning,
    since: "0.1.0",
    runs: Runs::Always,
    summary: "a finding is allowed where there is none",
    why: "What was accepted once is silently accepted again when it comes back for another reason.",
    source: "Practice of program checkers: unused suppressions of ESLint, Clippy's `expect`, mypy.",
    caveat: "With `--as-of`, what a suppression is for may not have been said yet: then nothing is reported.",
    help: "remove it, or correct the rule or the record that it names",
    fires: include_str!("examples/unused-suppression.fires.yaml"),
    clean: include_str!("examples/unused-suppression.clean.yaml"),
    check: Check::Suppressions,
}];

/// Suppressions that accepted nothing when all other rules had looked.
pub(super) fn unused(
    facts: &Facts<'_>,
    policy: &Policy,
    suppressions: &Suppressions,
) -> Vec<Finding> {
    // What is not said yet at a date gives no finding yet.
    let row = rule(RULES[0].name).filter(|row| policy.runs(row));
    if row.is_none() || facts.settings().as_of.is_some() {
        return Vec::new();
    }
    let graph = facts.graph();
    let unused = suppressions.unused().into_iter().filter_map(|one| {
        // A rule that does not exist is a fault of the input, told when it was read.
        let allowed = rule(&one.rule)?;
        let place = match &one.about {
            None => "everywhere".to_owned(),
            Some((id, _)) => format!("at `{id}`"),
        };
        let why = match policy.runs(allowed) {
            true => "it finds nothing there",
            false => "the rule is off",
        };
        let mut finding = Finding::of(
            "unused-suppression",
            format!("`{}` is allowed {place}, and {why}", one.rule),
        );
        if !policy.runs(allowed) {
            // Whether it is needed cannot be known.
            finding.severity = Severity::Info;
        }
        finding.place = Some(one.span);
        finding.word = one.rule.to_string();
        finding.parts = vec![Vec::new()];
        if let Some((id, node)) = &one.about {
            finding.about(node.iter().copied());
            finding.parts = vec![node.iter().copied().collect()];
            if node.is_none() {
                // One configuration serves many cases: this may be about another.
                finding.severity = Severity::Info;
                finding.says = format!(
                    "`{}` is allowed at `{id}`, which is not in this case",
                    one.rule
                )
                .into();
                if let Some(best) = near(graph, id) {
                    finding.severity = Severity::Warning;
                    finding.help = format!("did you mean `{best}`?").into();
                }
            }
        }
        policy.weigh(finding.rule, &mut finding.severity);
        Some(finding)
    });
    unused.collect()
}

/// The id of an entity that is near to one that does not exist.
fn near<'g>(graph: &'g ClaimGraph, id: &str) -> Option<&'g str> {
    let kinds = [
        Kind::Actor,
        Kind::Claim,
        Kind::Event,
        Kind::Evidence,
        Kind::Report,
    ];
    closest(id, kinds.into_iter().flat_map(|kind| graph.ids_of(kind)))
}
