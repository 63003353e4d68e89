//! Findings: what each names is in the case and has to do with its claims, and the numbers of its claims are such as
//! its rule speaks of. What its witness shows: [`witnesses`].

use std::collections::{BTreeMap, BTreeSet};

use super::Verdict;
use super::definitions::Subject;
use super::document::{self, Claim, Document};
use super::names::Doubt;
use super::reading::{NodeNumber, Reading, Ties};
use super::shapes::{self, Names, Shape};
use super::surroundings::{Showing, Surroundings};
use super::witnesses;
use crate::case::date::Date;
use crate::case::{
    ActorIdx, ClaimIdx, EventIdx, EvidenceIdx, Node as Record, ReportIdx, StatementIdx,
};

/// How many of those that have something in common are shown.
const MOST_PAIRED: usize = 64;

/// The severities, the most severe first: in this order findings are listed.
const SEVERITIES: [&str; 4] = ["error", "warning", "info", "note"];

/// Checks each finding of a result.
pub(super) fn check(reading: &Reading<'_>, result: &Document, verdict: &mut Verdict) {
    let claims = result.claims.iter();
    let claims: BTreeMap<&str, &Claim> = claims.map(|one| (one.claim.as_str(), one)).collect();
    let showing = Showing::new(reading);
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
                Finding::resolve(reading, &claims, result, finding)
                    .and_then(|finding| finding.check(&showing))
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
pub(super) struct Finding<'r, 'g> {
    pub reading: &'r Reading<'g>,
    pub said: &'r document::Finding,
    /// What the result says of its claims.
    pub about: Vec<(ClaimIdx, &'r Claim)>,
    pub result: &'r Document,
    claims: BTreeSet<ClaimIdx>,
    actors: BTreeSet<ActorIdx>,
    events: BTreeSet<EventIdx>,
    evidence: BTreeSet<EvidenceIdx>,
    reports: BTreeSet<ReportIdx>,
    pub statements: BTreeSet<StatementIdx>,
}

impl<'r, 'g> Finding<'r, 'g> {
    fn resolve(
        reading: &'r Reading<'g>,
        claims: &BTreeMap<&str, &'r Claim>,
        result: &'r Document,
        said: &'r document::Finding,
    ) -> Result<Self, Doubt> {
        Ok(Finding {
            reading,
            said,
            about: (said.claims.iter())
                .filter_map(|id| Some((reading.claim_of(id).ok()?, *claims.get(id.as_str())?)))
                .collect(),
            result,
            claims: each_once(&said.claims, |id| reading.claim_of(id))?,
            actors: each_once(&said.actors, |id| reading.actor_of(id))?,
            events: each_once(&said.events, |id| reading.event_of(id))?,
            evidence: each_once(&said.evidence, |id| reading.evidence_of(id))?,
            reports: each_once(&said.reports, |id| reading.report_of(id))?,
            statements: each_once(&said.statements, |id| reading.statement_of(id))?,
        })
    }

    fn check(&self, showing: &Showing) -> Result<(), Doubt> {
        let rule = self.said.rule.as_str();
        let shape = shapes::of(rule).ok_or_else(|| format!("there is no rule `{rule}`"))?;
        let is_such = |&(claim, said): &(ClaimIdx, &'r Claim)| {
            let finding = self;
            Subject {
                finding,
                claim,
                said,
            }
            .is_such()
        };
        let holds = match rule {
            // Of two claims that cannot stand together one may be beyond doubt, and a circle may pass a judgement.
            "contested-claim" | "circular-citation" => self.about.iter().any(is_such),
            _ => self.about.iter().all(is_such),
        };
        if !holds {
            return Err("its claims are not such as its rule speaks of".to_owned());
        }
        self.shows(&shape)?;
        self.names_just(&shape)?;
        witnesses::check(self)?;
        self.belongs_together(&shape, showing)
    }

    /// The steps of its witness are of the kinds of its rule.
    fn shows(&self, shape: &Shape) -> Result<(), Doubt> {
        let shown: BTreeSet<&str> = self.said.witness.iter().map(|step| &*step.kind).collect();
        let mut kinds: BTreeSet<&str> = shape.shows.iter().copied().collect();
        match self.said.rule.as_str() {
            "overgraded-claim"
                if self
                    .about
                    .iter()
                    .all(|(_, one)| one.support.lines.is_empty()) =>
            {
                kinds.remove("line");
            }
            // An event that lies outside the whole that it is part of.
            "impossible-date" if self.statements.is_empty() => kinds = BTreeSet::from(["conflict"]),
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

    /// It names the statements, actors and events that findings of its rule name, and no others.
    fn names_just(&self, shape: &Shape) -> Result<(), Doubt> {
        let reading = self.reading;
        let graph = reading.graph;
        let (mut shown, mut sources) = (BTreeSet::new(), BTreeSet::new());
        let mut shown_claims = BTreeSet::new();
        for step in &self.said.witness {
            match step.id.as_deref().and_then(|id| graph.find(id)) {
                Some(Record::Statement(at)) => _ = shown.insert(at),
                Some(Record::Claim(at)) => _ = shown_claims.insert(at),
                Some(record @ (Record::Evidence(_) | Record::Report(_))) => {
                    sources.insert(record);
                }
                _ => {}
            }
        }
        let statements = match shape.statements {
            Names::Nothing => self.statements.is_empty(),
            Names::Support => self.statements == self.support_of_claims().collect(),
            Names::Shown => self.statements == shown,
            Names::AmongShown => self.statements.is_subset(&shown),
            _ => true,
        };
        let actors = match shape.actors {
            Names::Nothing => self.actors.is_empty(),
            Names::Roots => {
                let roots = reading.roots_behind(&self.sinks()).into_iter();
                let speakers = roots.filter_map(|root| reading.speaker(root).0).collect();
                self.actors == speakers || self.names_some() && self.actors.is_subset(&speakers)
            }
            Names::Houses => self.names_houses(),
            Names::Speakers => {
                let speakers = self.statements.iter().map(|&at| graph.speaker(at));
                self.actors == speakers.collect()
            }
            _ => true,
        };
        let events = match shape.events {
            _ if self.said.rule == "unattributable-evidence" => {
                let records = self.evidence.iter().map(|&at| graph.evidence(at));
                let events = records.flat_map(|record| record.of.iter().chain(&record.of_one_of));
                self.events == events.copied().collect()
            }
            Names::Nothing => self.events.is_empty(),
            Names::OfClaims => {
                let events = self
                    .claims
                    .iter()
                    .flat_map(|&claim| &graph.links(claim).events);
                self.events == events.copied().collect()
            }
            _ => true,
        };
        let named = (self.evidence.iter().map(|&at| Record::from(at)))
            .chain(self.reports.iter().map(|&at| at.into()));
        let is_of_sources = match self.said.rule.as_str() {
            "recycled-evidence" => !self.evidence.is_empty(),
            "unattributable-evidence" => {
                let mut shown = self.evidence.iter();
                shown.any(|&at| !graph.evidence(at).of_one_of.is_empty())
            }
            "duplicate-entity" => {
                let said = self.said;
                let lists = [&said.claims, &said.actors, &said.events];
                let others = [&said.evidence, &said.reports, &said.statements];
                let named: usize = lists.iter().chain(&others).map(|list| list.len()).sum();
                named > 1 && said.witness.len() == named.min(MOST_PAIRED)
            }
            _ => true,
        };
        let is_just = shape.sources != Names::Shown || named.collect::<BTreeSet<_>>() == sources;
        let sources = is_just && is_of_sources;
        let claims = match shape.claims {
            _ if self.said.rule == "not-shown" => self.claims == shown_claims,
            Names::AtLeastOne => !self.claims.is_empty(),
            Names::Nothing => self.claims.is_empty(),
            Names::OfStatements => {
                let claims = self.statements.iter().filter_map(|&at| graph.claim_of(at));
                self.claims == claims.collect()
            }
            _ => true,
        };
        for (what, holds) in [
            ("claims", claims),
            ("statements", statements),
            ("actors", actors),
            ("events", events),
            ("artefacts and reports", sources),
        ] {
            if !holds {
                return Err(format!(
                    "it does not name just the {what} that its rule speaks of"
                ));
            }
        }
        Ok(())
    }

    /// Whether not all who speak at the roots of its claims are named, but the first of very many.
    fn names_some(&self) -> bool {
        const MOST: usize = 64;
        let is_long = || self.reading.is_long(&self.sinks());
        !self.actors.is_empty() && self.actors.len() <= MOST && is_long()
    }

    /// Of each who speaks at the roots of its claims it names somebody that they answer to, and nobody else.
    fn names_houses(&self) -> bool {
        let reading = self.reading;
        let roots = reading.roots_behind(&self.sinks()).into_iter();
        let speakers: BTreeSet<ActorIdx> = roots.filter_map(|at| reading.speaker(at).0).collect();
        let houses: Vec<BTreeSet<ActorIdx>> = (speakers.into_iter())
            .map(|actor| reading.voices(actor, Date::UNKNOWN, Ties::Possible))
            .collect();
        let are_all = houses.iter().all(|house| !house.is_disjoint(&self.actors));
        (are_all || self.names_some())
            && self
                .actors
                .iter()
                .all(|actor| houses.iter().any(|house| house.contains(actor)))
    }

    /// Whatever it names has to do with its claims, and each statement that it shows with what it names. What is known
    /// to be just that of its claims, or is said on them, is not looked for in their surroundings.
    fn belongs_together(&self, shape: &Shape, showing: &Showing) -> Result<(), Doubt> {
        let graph = self.reading.graph;
        let is_far = |at: &StatementIdx| {
            let claim = graph.claim_of(*at);
            !claim.is_some_and(|claim| self.claims.contains(&claim))
        };
        let mut named: Vec<StatementIdx> = Vec::new();
        let mut others: Vec<Record> = Vec::new();
        if !self.claims.is_empty() {
            if shape.statements != Names::Support {
                named.extend(self.statements.iter().copied().filter(is_far));
            }
            if shape.actors == Names::Any {
                others.extend(self.actors.iter().map(|&at| Record::from(at)));
            }
            if shape.events == Names::Any {
                others.extend(self.events.iter().map(|&at| Record::from(at)));
            }
            others.extend(self.evidence.iter().map(|&at| Record::from(at)));
            others.extend(self.reports.iter().map(|&at| Record::from(at)));
        }
        let mut shown = witnesses::statements_beside(self, shape)?;
        shown.retain(is_far);
        let around = |statements: &BTreeSet<StatementIdx>| {
            Surroundings::of(self.reading, showing, &self.claims, statements)
        };
        let all_in = |around: &Surroundings, mut records: Vec<Record>| {
            records.retain(|&record| !around.have(self.reading, record));
            match records.first() {
                Some(&record) => {
                    let id = graph.id(record);
                    Err(format!("`{id}` has nothing to do with what it is about"))
                }
                None => Ok(()),
            }
        };
        let records = |list: Vec<StatementIdx>| list.into_iter().map(Record::from).collect();
        if !named.is_empty() {
            let none = BTreeSet::new();
            all_in(&around(&none), records(named))?;
        }
        if !others.is_empty() || !shown.is_empty() {
            others.extend(records(shown));
            all_in(&around(&self.statements), others)?;
        }
        Ok(())
    }

    /// Whether it names a record.
    pub fn names(&self, record: Record) -> bool {
        match record {
            Record::Claim(at) => self.claims.contains(&at),
            Record::Actor(at) => self.actors.contains(&at),
            Record::Event(at) => self.events.contains(&at),
            Record::Evidence(at) => self.evidence.contains(&at),
            Record::Report(at) => self.reports.contains(&at),
            Record::Statement(at) => self.statements.contains(&at),
        }
    }

    /// The claims that it names.
    pub fn claims(&self) -> impl Iterator<Item = ClaimIdx> + '_ {
        self.claims.iter().copied()
    }

    /// The events that it names.
    pub fn events(&self) -> Vec<EventIdx> {
        self.events.iter().copied().collect()
    }

    /// The reports that it names.
    pub fn reports(&self) -> Vec<ReportIdx> {
        self.reports.iter().copied().collect()
    }

    /// The actors that it names.
    pub fn actors(&self) -> impl Iterator<Item = ActorIdx> + '_ {
        self.actors.iter().copied()
    }

    /// The support of its claims.
    pub fn support(&self) -> Vec<NodeNumber> {
        let support = self.support_of_claims();
        support.map(|at| at.0).collect()
    }

    /// What of it is known directly.
    pub fn sinks(&self) -> Vec<NodeNumber> {
        self.reading
            .sinks(&self.support_of_claims().collect::<Vec<_>>())
    }

    fn support_of_claims(&self) -> impl Iterator<Item = StatementIdx> + '_ {
        let claims = self.claims.iter();
        claims.flat_map(|&claim| self.reading.support(claim))
    }
}

/// Some ids resolved, none of which stands twice.
fn each_once<T: Ord>(
    ids: &[String],
    find: impl Fn(&str) -> Result<T, Doubt>,
) -> Result<BTreeSet<T>, Doubt> {
    let mut found = BTreeSet::new();
    for id in ids {
        if !found.insert(find(id)?) {
            return Err(format!("it names `{id}` twice"));
        }
    }
    Ok(found)
}
