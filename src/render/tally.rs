//! How much of what there is in a checked case.

use std::collections::BTreeMap;

use super::{Checked, words};
use crate::analysis::Status;
use crate::case::vocabulary::ClaimKind;
use crate::rules::{Accepted, Severity};

/// The numbers of a summary.
pub(super) struct Tally {
    findings: BTreeMap<Severity, usize>,
    claims: BTreeMap<Status, usize>,
    facts: BTreeMap<Status, usize>,
    /// Findings that are allowed.
    pub allowed: usize,
    /// Findings that the baseline knows.
    pub known: usize,
    /// Claims that any finding names which counts.
    pub claims_with_findings: usize,
    /// Those of them that no other finding names than an `info`.
    pub claims_with_infos_alone: usize,
    /// Actors that make a statement.
    pub speakers: usize,
}

impl Tally {
    pub fn of(checked: &Checked<'_, '_>) -> Self {
        let facts = checked.facts;
        let graph = facts.graph();
        let mut findings = BTreeMap::new();
        let mut named: Vec<Option<bool>> = vec![None; graph.claims().len()];
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
            let is_more = finding.severity != Severity::Info;
            for claim in finding.claims() {
                let known = &mut named[claim.at()];
                *known = Some(known.unwrap_or_default() || is_more);
            }
        }
        let mut claims = BTreeMap::new();
        let mut of_facts: BTreeMap<Status, usize> = BTreeMap::new();
        for claim in graph.claims() {
            let status = facts.status(claim);
            *claims.entry(status).or_default() += 1;
            if graph.claim(claim).kind == ClaimKind::Fact {
                *of_facts.entry(status).or_default() += 1;
            }
        }
        let mut speaks = vec![false; graph.actors().len()];
        for statement in graph.statements() {
            speaks[graph.speaker(statement).at()] = true;
        }
        let number = |flags: &[bool]| flags.iter().filter(|&&flag| flag).count();
        Tally {
            findings,
            claims,
            facts: of_facts,
            allowed,
            known,
            claims_with_findings: named.iter().flatten().count(),
            claims_with_infos_alone: named.iter().filter(|&&one| one == Some(false)).count(),
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

    /// How many facts there are, where there are claims of other kinds, which need no second source.
    pub fn facts_among(&self) -> Option<usize> {
        let count = |of: &BTreeMap<Status, usize>| of.values().sum::<usize>();
        (count(&self.facts) < count(&self.claims)).then(|| count(&self.facts))
    }

    /// How many facts have a status.
    pub fn facts(&self, status: Status) -> usize {
        self.facts.get(&status).copied().unwrap_or_default()
    }

    /// How many claims have a status.
    pub fn claims(&self, status: Status) -> usize {
        self.claims.get(&status).copied().unwrap_or_default()
    }
}
