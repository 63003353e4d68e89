//! Findings: each names and shows just what the definition of its rule says, derived again from the case.
//!
//! Where a rule asks something of claims, [`subjects`] derives it; whom and what a finding then has to name, list by
//! list, and what its witness shows, the [`table`] says rule by rule. Claims of which the same holds stand in one
//! finding ([`alike`]); that nothing else is to be found is not vouched for.

mod accounts;
mod alike;
mod bias;
mod chains;
mod conflicts;
mod dates;
mod evidence;
mod index;
mod named;
mod records;
mod subjects;
mod suppressions;
mod table;
mod vouching;
mod weaknesses;

use std::collections::{BTreeMap, BTreeSet};

use super::Verdict;
use super::certificates::names::{Doubt, wrong};
use super::certificates::reading::{NodeNumber, Reading};
use super::document::{self, Accepted, Claim, Document, Rules, Step};
use crate::case::vocabulary::ClaimKind;
use crate::case::{ClaimIdx, StatementIdx};
use alike::Grouped;
use index::Index;
use named::{Named, events_of};
use subjects::Subject;
use table::{Facts, Row, Severity};

/// Checks each finding of a result, and what it says that was asked of the rules.
pub fn check(reading: &Reading<'_>, result: &Document, verdict: &mut Verdict) {
    let (index, grouped) = (Index::new(reading), Grouped::new(result));
    verdict.note("rules", "settings", are_of_rules(&result.settings.rules));
    let mut listed: BTreeMap<(&str, Option<&str>, Named), usize> = BTreeMap::new();
    let mut before = None;
    for said in &result.findings {
        let severity = Severity::of(&said.severity);
        let found = match severity {
            None => wrong(format!("`{}` is no severity", said.severity)),
            Some(_) if severity < before => wrong("it stands after one that is less severe"),
            Some(_) => {
                before = severity;
                Finding::resolve(reading, &index, &grouped, result, said).and_then(|finding| {
                    let key = (&*said.rule, suppressions::told(said), finding.named.clone());
                    let times = listed.entry(key).or_default();
                    *times += 1;
                    finding.check(*times)
                })
            }
        };
        let about = format!("{} on {}", said.rule, said.claims.join(", "));
        verdict.note(&about, "finding", found);
    }
}

/// What is asked of rules is asked of such as there are.
fn are_of_rules(asked: &Rules) -> Result<(), Doubt> {
    let is_level = |level: &str| ["off", "on"].contains(&level) || Severity::of(level).is_some();
    let unknown = asked.levels.values().find(|level| !is_level(level));
    if let Some(level) = unknown {
        return wrong(format!("there is no level `{level}`"));
    }
    let allowed = asked.allowed.iter().map(|one| &one.rule);
    match asked
        .levels
        .keys()
        .chain(allowed)
        .find(|rule| table::row(rule).is_none())
    {
        Some(rule) => wrong(format!("there is no rule `{rule}`")),
        None => Ok(()),
    }
}

/// A finding with the records that it names.
pub struct Finding<'r, 'g> {
    reading: &'r Reading<'g>,
    index: &'r Index<'r, 'g>,
    grouped: &'r Grouped<'r>,
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
        grouped: &'r Grouped<'r>,
        result: &'r Document,
        said: &'r document::Finding,
    ) -> Result<Self, Doubt> {
        Ok(Finding {
            reading,
            index,
            grouped,
            result,
            said,
            named: Named::resolve(reading, said)?,
            about: (said.claims.iter())
                .filter_map(|id| {
                    Some((reading.claim_of(id).ok()?, *grouped.said.get(id.as_str())?))
                })
                .collect(),
        })
    }

    /// Whether it holds, and of as much as says the same of the same records so many times.
    fn check(&self, times: usize) -> Result<(), Doubt> {
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
                in_doubt: true,
            };
            subject.is_such(rule)
        };
        let are_facts = row.facts == Facts::OrAnything || self.about.iter().all(is_fact);
        if !are_facts || !self.about.iter().all(is_such) {
            return wrong("its claims are not such as its rule speaks of");
        }
        self.shows(&row)?;
        self.shows_once()?;
        let level = self
            .result
            .settings
            .rules
            .levels
            .get(rule)
            .map(String::as_str);
        if level == Some("off") {
            return wrong("its rule is said to be off");
        }
        let asked = level.and_then(Severity::of);
        let due = (row.due)(self).into_iter().map(|due| {
            let severity = asked.or(due.severity).or(Some(row.severity));
            Named { severity, ..due }
        });
        let said = Named {
            severity: Severity::of(&self.said.severity),
            ..self.named.clone()
        };
        let due = Vec::from_iter(due);
        match due.as_slice() {
            [] => return wrong("what it names is not such as its rule speaks of"),
            [only] => said.is_just(only)?,
            several if several.contains(&said) => {}
            _ => return wrong("it does not name just what its rule speaks of"),
        }
        if due.iter().filter(|&one| *one == said).count() < times {
            return wrong("it is listed more often than it holds");
        }
        self.is_accepted_so()?;
        self.is_sharpest()?;
        self.names_all_alike()
    }

    /// What is said to be allowed is, and what is said to be known could be: findings were compared with a baseline.
    fn is_accepted_so(&self) -> Result<(), Doubt> {
        match &self.said.accepted {
            Some(Accepted::Allowed { .. }) if !suppressions::is_allowed(self) => {
                wrong("nothing allows it, as it is said")
            }
            Some(Accepted::Baseline) if self.result.stale.is_none() => {
                wrong("it is said to be known, and nothing was compared with a baseline")
            }
            _ => Ok(()),
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
                wrong(format!("its witness shows [{shown}], not [{kinds}]"))
            }
        }
    }

    /// No step is shown twice, but for the one that closes a cycle, and an actor tied to two of one name. What nobody
    /// recorded has no id, and is shown as often as there are some of one name.
    fn shows_once(&self) -> Result<(), Doubt> {
        let mut seen: BTreeMap<(&str, Option<&str>, &str), usize> = BTreeMap::new();
        let steps = &self.said.witness;
        let closes = |nth: usize, step: &Step| {
            let is_last = nth + 1 == steps.len() && nth > 0;
            let may_close = ["circular-citation", "bridging-actor"].contains(&&*self.said.rule);
            is_last && may_close && step.id == steps[0].id
        };
        let told = steps
            .iter()
            .enumerate()
            .filter(|(_, step)| step.more.is_none());
        for (nth, step) in told {
            let id = step.id.as_deref();
            let times = seen.entry((&step.kind, id, &step.text)).or_default();
            *times += 1;
            let most = match id {
                Some(_) => 1 + usize::from(closes(nth, step)),
                None => self.index.namesakes(),
            };
            if *times > most {
                let shown = id.unwrap_or(&step.text);
                return wrong(format!(
                    "its witness shows `{shown}` twice as {}",
                    step.kind
                ));
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

    /// Whether it names claims, and each by all of its ids; of a rule on facts by those under which it is one.
    fn names_all_ids(&self) -> bool {
        let graph = self.reading.graph;
        let row = table::row(&self.said.rule);
        let facts_only = row.is_some_and(|row| row.facts == Facts::Only);
        let ids = self.claims().flat_map(|claim| graph.same(claim));
        let mut ids =
            ids.filter(|&claim| !facts_only || graph.claim(claim).kind == ClaimKind::Fact);
        !self.named.claims.is_empty() && ids.all(|claim| self.named.claims.contains(&claim))
    }

    /// Of its claims each under the first of the ids by which it names them.
    fn propositions(&self) -> impl Iterator<Item = ClaimIdx> + '_ {
        let graph = self.reading.graph;
        let is_first = |&claim: &ClaimIdx| {
            let mut ids = graph.same(claim);
            ids.find(|id| self.named.claims.contains(id)) == Some(claim)
        };
        self.claims().filter(is_first)
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
