//! The records that a finding names, list by list, and those that its witness shows.

use std::collections::BTreeSet;

use super::table::Severity;
use crate::case::{
    ActorIdx, ClaimGraph, ClaimIdx, EventIdx, EvidenceIdx, Node as Record, ReportIdx, StatementIdx,
};
use crate::verify::certificates::names::{Doubt, wrong};
use crate::verify::certificates::reading::Reading;
use crate::verify::document;

/// What the steps of a witness are about; nothing where somebody is cited whose statement nobody recorded.
pub type Shown = BTreeSet<Option<Record>>;

/// Whom and what a finding names and shows, or has to.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Named {
    pub claims: BTreeSet<ClaimIdx>,
    pub actors: BTreeSet<ActorIdx>,
    pub events: BTreeSet<EventIdx>,
    pub evidence: BTreeSet<EvidenceIdx>,
    pub reports: BTreeSet<ReportIdx>,
    pub statements: BTreeSet<StatementIdx>,
    pub shown: Shown,
    /// How severe it is, where that is not as it is with its rule.
    pub severity: Option<Severity>,
}

impl Named {
    /// What a finding says that it names.
    pub fn resolve(reading: &Reading<'_>, said: &document::Finding) -> Result<Self, Doubt> {
        let graph = reading.graph;
        let mut shown = Shown::new();
        for id in said.witness.iter().filter(|step| step.more.is_none()) {
            shown.insert(match &id.id {
                None => None,
                Some(id) => {
                    let unknown = || format!("its witness shows `{id}`, which the case has not");
                    Some(graph.find(id).ok_or_else(unknown)?)
                }
            });
        }
        Ok(Named {
            claims: each_once(&said.claims, |id| reading.claim_of(id))?,
            actors: each_once(&said.actors, |id| reading.actor_of(id))?,
            events: each_once(&said.events, |id| reading.event_of(id))?,
            evidence: each_once(&said.evidence, |id| reading.evidence_of(id))?,
            reports: each_once(&said.reports, |id| reading.report_of(id))?,
            statements: each_once(&said.statements, |id| reading.statement_of(id))?,
            shown,
            severity: None,
        })
    }

    /// Some statements, which are shown, with those who make them, the claims that they are about, and their events.
    pub fn said(graph: &ClaimGraph, statements: impl IntoIterator<Item = StatementIdx>) -> Self {
        let statements: BTreeSet<StatementIdx> = statements.into_iter().collect();
        let claims = statements.iter().filter_map(|&at| graph.claim_of(at));
        let claims: BTreeSet<ClaimIdx> = claims.collect();
        Named {
            actors: statements.iter().map(|&at| graph.speaker(at)).collect(),
            events: events_of(graph, &claims),
            shown: shown(statements.iter().copied()),
            claims,
            statements,
            ..Named::default()
        }
    }

    /// Whether it is just what is due; else in which list the first difference lies.
    pub fn is_just(&self, due: &Named) -> Result<(), Doubt> {
        let lists = [
            ("claims", self.claims == due.claims),
            ("statements", self.statements == due.statements),
            ("actors", self.actors == due.actors),
            ("events", self.events == due.events),
            ("artefacts", self.evidence == due.evidence),
            ("reports", self.reports == due.reports),
        ];
        match lists.into_iter().find(|&(_, is_right)| !is_right) {
            Some((what, _)) => wrong(format!(
                "it does not name just the {what} that its rule speaks of"
            )),
            None if self.shown != due.shown => {
                wrong("its witness does not show just what its rule speaks of")
            }
            None if self.severity != due.severity => wrong("it is of another severity"),
            None => Ok(()),
        }
    }

    /// Every record that it names.
    pub fn records(&self) -> impl Iterator<Item = Record> + '_ {
        (self.claims.iter().map(|&at| Record::from(at)))
            .chain(self.actors.iter().map(|&at| at.into()))
            .chain(self.events.iter().map(|&at| at.into()))
            .chain(self.evidence.iter().map(|&at| at.into()))
            .chain(self.reports.iter().map(|&at| at.into()))
            .chain(self.statements.iter().map(|&at| at.into()))
    }
}

/// The events that some claims are about.
pub fn events_of<'c>(
    graph: &ClaimGraph,
    claims: impl IntoIterator<Item = &'c ClaimIdx>,
) -> BTreeSet<EventIdx> {
    let events = claims.into_iter().flat_map(|&at| &graph.links(at).events);
    events.copied().collect()
}

/// Some records as what a witness shows.
pub fn shown<R: Into<Record>>(records: impl IntoIterator<Item = R>) -> Shown {
    records.into_iter().map(|at| Some(at.into())).collect()
}

/// Some ids resolved, none of which stands twice.
fn each_once<T: Ord>(
    ids: &[String],
    find: impl Fn(&str) -> Result<T, Doubt>,
) -> Result<BTreeSet<T>, Doubt> {
    let mut found = BTreeSet::new();
    for id in ids {
        if !found.insert(find(id)?) {
            return wrong(format!("it names `{id}` twice"));
        }
    }
    Ok(found)
}
