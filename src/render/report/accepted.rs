//! Findings that somebody accepted: told apart from the others, with the reason, and counted nowhere.

use serde::Serialize;

use super::case::rule_numbers;
use super::input::place;
use crate::render::Checked;
use crate::rules::{Accepted, Packed, Severity};

/// A finding, and why it does not count.
#[derive(Serialize)]
pub(super) struct AcceptedFinding<'a> {
    /// The number of its rule.
    rule: usize,
    severity: Severity,
    message: String,
    because: &'a str,
    /// Where that is written: file and line.
    place: String,
    /// The claims that it is about.
    claims: Vec<usize>,
}

pub(super) fn all<'a>(
    checked: &Checked<'a, '_>,
    findings: &'a [Packed],
) -> Vec<AcceptedFinding<'a>> {
    let rules = rule_numbers();
    let reason = |finding: &'a Packed| match finding.accepted() {
        Some(Accepted::Allowed { because, span }) => {
            Some((&**because, place(checked.sources, *span)))
        }
        Some(Accepted::Known) => Some(("the baseline knows it", String::new())),
        None => None,
    };
    let told = |packed: &'a Packed| {
        let (because, place) = reason(packed)?;
        let finding = packed.open();
        Some(AcceptedFinding {
            rule: rules.get(finding.rule).copied().unwrap_or_default(),
            severity: finding.severity,
            message: finding.message(checked.facts),
            because,
            place,
            claims: finding.claims.iter().map(|claim| claim.at()).collect(),
        })
    };
    findings.iter().filter_map(told).collect()
}
