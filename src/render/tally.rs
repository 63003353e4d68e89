//! How much of what there is in a checked case.

use std::collections::BTreeMap;

use super::{Checked, words};
use crate::analysis::Status;
use crate::rules::{Accepted, Severity};

/// The numbers of a summary.
pub(super) struct Tally {
    findings: BTreeMap<Severity, usize>,
    claims: BTreeMap<Status, usize>,
    /// Findings that are allowed.
    pub allowed: usize,
    /// Findings that the baseline knows.
    pub known: usize,
    /// Claims that any finding names which counts.
    pub claims_with_findings: usize,
    /// Actors that make a statement.
    pub speakers: usize,
}

impl Tally {
    pub fn of(checked: &Checked<'_, '_>) -> Self {
        let facts = checked.facts;
        let graph = facts.graph();
        let mut findings = BTreeMap::new();
        let mut named = vec![false; graph.claims().len()];
        let (mut allowed, mut known) = (0, 0);
        for finding in checked.findings {
            match finding.accepted() {
                None => {}
                Some(Accepted::Allowed { .. }) => allowed += 1,
                Some(Accepted::Known) => known += 1,
            }
            if !finding.counts() {
                continue;
            }
            *findings.entry(finding.severity).or_default() += 1;
            for claim in finding.claims() {
                named[claim.at()] = true;
            }
        }
        let mut claims = BTreeMap::new();
        for claim in graph.claims() {
            *claims.entry(facts.status(claim)).or_default() += 1;
        }
        let mut speaks = vec![false; graph.actors().len()];
        for statement in graph.statements() {
            speaks[graph.speaker(statement).at()] = true;
        }
        let number = |flags: &[bool]| flags.iter().filter(|&&flag| flag).count();
        Tally {
            findings,
            claims,
            allowed,
            known,
            claims_with_findings: number(&named),
            speakers: number(&speaks),
        }
    }

    /// What does not count, in words: `3 allowed`, `12 known`.
    pub fn accepted_parts(&self) -> Vec<String> {
        let parts = [(self.allowed, "allowed"), (self.known, "in the baseline")];
        let some = parts.into_iter().filter(|&(number, _)| number > 0);
        some.map(|(number, what)| format!("{} {what}", words::grouped(number)))
            .collect()
    }

    /// How many findings have a severity.
    pub fn findings(&self, severity: Severity) -> usize {
        self.findings.get(&severity).copied().unwrap_or_default()
    }

    /// How many claims have a status.
    pub fn claims(&self, status: Status) -> usize {
        self.claims.get(&status).copied().unwrap_or_default()
    }
}
