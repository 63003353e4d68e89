//! Findings: each names and shows just what the definition of its rule says, derived again from the case.
//!
//! Where a rule asks something of claims, [`subjects`] derives it; whom and what a finding then has to name, list by
//! list, and what its witness shows, the [`table`] says rule by rule. Of several claims of which the same holds a
//! finding may name some only: that nothing else is to be found is not vouched for.

mod accounts;
mod bias;
mod chains;
mod conflicts;
mod dates;
mod evidence;
mod index;
mod named;
mod records;
mod subjects;
mod table;
mod weaknesses;

use std::collections::{BTreeMap, BTreeSet};

use super::Verdict;
use super::certificates::names::Doubt;
use super::certificates::reading::{NodeNumber, Reading};
use super::document::{self, Claim, Document, Step};
use crate::case::vocabulary::ClaimKind;
use crate::case::{ClaimIdx, StatementIdx};
use index::Index;
use named::{Named, events_of};
use subjects::Subject;
use table::{Facts, Row};

/// The severities, the most severe first: in this order findings are listed.
const SEVERITIES: [&str; 4] = ["error", "warning", "info", "note"];

/// Checks each finding of a result.
pub fn check(reading: &Reading<'_>, result: &Document, verdict: &mut Verdict) {
    let claims = result.claims.iter();
    let claims: BTreeMap<&str, &Claim> = claims.map(|one| (one.claim.as_str(), one)).collect();
    let index = Index::new(reading);
    let mut seen = BTreeSet::new();
    let mut before = 0;
    for finding in &result.findings {
        let severity = SEVERITIES.iter().position(|&one| one == finding.severity);
        let found = match severity {
            None => Err(format!("`{}` is no severity", finding.severity)),
            Some(severity) if severity < before => {
                Err("it stands after one that is less severe".to_owned())
            }
            Some(_) if !seen.insert(identity(finding)) => Err("it is listed twice".to_owned()),
            Some(severity) => {
                before = severity;
                Finding::resolve(reading, &index, &claims, result, finding)
                    .and_then(|finding| finding.check())
            }
        };
        let about = format!("{} on {}", finding.rule, finding.claims.join(", "));
        verdict.note(&about, "finding", found);
    }
}

/// What tells a finding from all others: its rule, what it names and what it says.
fn identity(said: &document::Finding) -> impl Ord + use<'_> {
    let named = (&said.claims, &said.actors, &said.events, &said.evidence);
    (
        &said.rule,
        named,
        &said.reports,
        &said.statements,
        &said.message,
    )
}

/// A finding with the records that it names.
pub struct Finding<'r, 'g> {
    reading: &'r Reading<'g>,
    index: &'r Index<'r, 'g>,
    result: &'r Document,
    said: &'r document::Finding,
    named: Named,
    /// What the result says of its claims.
    about: Vec<(ClaimIdx, &'r Claim)>,
}

impl<'r, 'g> Finding<'r, 'g> {
    fn resolve(
        reading: &'r Reading<'g>,
        index: &'r Index<'r, 'g>,
        claims: &BTreeMap<&str, &'r Claim>,
        result: &'r Document,
        said: &'r document::Finding,
    ) -> Result<Self, Doubt> {
        Ok(Finding {
            reading,
            index,
            result,
            said,
            named: Named::resolve(reading, said)?,
            about: (said.claims.iter())
                .filter_map(|id| Some((reading.claim_of(id).ok()?, *claims.get(id.as_str())?)))
                .collect(),
        })
    }

    fn check(&self) -> Result<(), Doubt> {
        let rule = self.said.rule.as_str();
        let row = table::row(rule).ok_or_else(|| format!("there is no rule `{rule}`"))?;
        let is_fact =
            |&(claim, _): &(ClaimIdx, _)| self.reading.graph.claim(claim).kind == ClaimKind::Fact;
        let is_such = |&(claim, said): &(ClaimIdx, &'r Claim)| {
            let finding = self;
            let subject = Subject {
                finding,
                claim,
                said,
            };
            subject.is_such()
        };
        let are_facts = row.facts == Facts::OrAnything || self.about.iter().all(is_fact);
        if !are_facts || !self.about.iter().all(is_such) {
            return Err("its claims are not such as its rule speaks of".to_owned());
        }
        self.shows(&row)?;
        self.shows_once()?;
        match (row.due)(self).as_slice() {
            [] => Err("what it names is not such as its rule speaks of".to_owned()),
            [only] => self.named.is_just(only),
            several if several.contains(&self.named) => Ok(()),
            _ => Err("it does not name just what its rule speaks of".to_owned()),
        }
    }

    /// The steps of its witness are of the kinds of its rule.
    fn shows(&self, row: &Row) -> Result<(), Doubt> {
        let shown: BTreeSet<&str> = self.said.witness.iter().map(|step| &*step.kind).collect();
        let mut kinds: BTreeSet<&str> = row.shows.iter().copied().collect();
        let has_no_line = |(_, one): &(_, &Claim)| one.support.lines.is_empty();
        match self.said.rule.as_str() {
            "overgraded-claim" if self.about.iter().all(has_no_line) => {
                kinds.remove("line");
            }
            // An event that lies outside the whole that it is part of.
            "impossible-date" if self.named.statements.is_empty() => {
                kinds = BTreeSet::from(["conflict"]);
            }
            _ => {}
        }
        let listed = |kinds: BTreeSet<&str>| Vec::from_iter(kinds).join(", ");
        match shown == kinds {
            true => Ok(()),
            false => {
                let (shown, kinds) = (listed(shown), listed(kinds));
                Err(format!("its witness shows [{shown}], not [{kinds}]"))
            }
        }
    }

    /// No step is shown twice, but for the one that closes a cycle.
    fn shows_once(&self) -> Result<(), Doubt> {
        let mut seen = BTreeSet::new();
        let steps = &self.said.witness;
        let closes = |nth: usize, step: &Step| {
            let is_last = nth + 1 == steps.len() && nth > 0;
            is_last && self.said.rule == "circular-citation" && step.id == steps[0].id
        };
        let told = steps
            .iter()
            .enumerate()
            .filter(|(_, step)| step.more.is_none());
        for (nth, step) in told {
            let is_new = seen.insert((&step.kind, &step.id, &step.text));
            if !is_new && !closes(nth, step) {
                let id = step.id.as_deref().unwrap_or_default();
                return Err(format!("its witness shows `{id}` twice as {}", step.kind));
            }
        }
        Ok(())
    }

    /// The ids of the steps of one kind, what is left out not among them.
    fn steps(&self, kind: &str) -> Vec<Option<&'r str>> {
        let steps = self.said.witness.iter().filter(|step| step.kind == kind);
        let steps = steps.filter(|step| step.more.is_none());
        steps.map(|step| step.id.as_deref()).collect()
    }

    /// The statements that its witness shows, in their order.
    fn shown_statements(&self) -> Vec<StatementIdx> {
        let ids = self.said.witness.iter().filter_map(|step| step.id.as_ref());
        let found = ids.filter_map(|id| self.reading.statement_of(id).ok());
        found.collect()
    }

    /// The claims that it names.
    fn claims(&self) -> impl Iterator<Item = ClaimIdx> + Clone + '_ {
        self.named.claims.iter().copied()
    }

    /// The support of its claims.
    fn support(&self) -> BTreeSet<StatementIdx> {
        let claims = self.claims();
        claims
            .flat_map(|claim| self.reading.support(claim))
            .collect()
    }

    /// What of it is known directly.
    fn sinks(&self) -> Vec<NodeNumber> {
        self.reading.sinks(&Vec::from_iter(self.support()))
    }

    /// Its claims with some statements, whatever else these are about: what is due where it is about just those.
    fn with(&self, statements: impl IntoIterator<Item = StatementIdx>) -> Named {
        Named {
            claims: self.named.claims.clone(),
            events: events_of(self.reading.graph, &self.named.claims),
            ..Named::said(self.reading.graph, statements)
        }
    }
}
