//! How much of what there is in a checked case.

use std::collections::BTreeMap;

use super::Checked;
use crate::analysis::Status;
use crate::case::ClaimIdx;
use crate::rules::Severity;

/// The numbers of a summary.
pub(super) struct Tally {
    findings: BTreeMap<Severity, usize>,
    claims: BTreeMap<Status, usize>,
    /// Claims that any finding names.
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
        for finding in checked.findings {
            *findings.entry(finding.severity).or_default() += 1;
            finding
                .claims
                .iter()
                .for_each(|claim: &ClaimIdx| named[claim.at()] = true);
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
            claims_with_findings: number(&named),
            speakers: number(&speaks),
        }
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
