//! What has to do with the claims of a finding: what is said on them, what that rests on, by whom, of what and where.

use std::collections::{BTreeMap, BTreeSet};

use super::reading::{NodeNumber, Reading, Ties};
use crate::case::date::Date;
use crate::case::graph::Object;
use crate::case::{ActorIdx, ClaimIdx, EventIdx, EvidenceIdx, Node as Record, StatementIdx};

/// Which artefacts are recorded as showing, or not showing, a claim.
pub(super) struct Showing(BTreeMap<ClaimIdx, Vec<EvidenceIdx>>);

impl Showing {
    /// One pass over all artefacts.
    pub fn new(reading: &Reading<'_>) -> Self {
        let mut found: BTreeMap<ClaimIdx, Vec<EvidenceIdx>> = BTreeMap::new();
        for evidence in reading.graph.all_evidence() {
            let record = reading.graph.evidence(evidence);
            let verified = record.verified.iter().flat_map(|entry| &entry.claims);
            for &claim in record
                .shows
                .iter()
                .chain(&record.does_not_show)
                .chain(verified)
            {
                found.entry(claim).or_default().push(evidence);
            }
        }
        Showing(found)
    }
}

/// The records that some claims and statements lead to.
pub(super) struct Surroundings {
    records: BTreeSet<Record>,
}

impl Surroundings {
    /// Those of some claims and statements. Linear in what they rest on, but for the voices of actors.
    pub fn of(
        reading: &Reading<'_>,
        showing: &Showing,
        claims: &BTreeSet<ClaimIdx>,
        statements: &BTreeSet<StatementIdx>,
    ) -> Self {
        let graph = reading.graph;
        let on = |&claim: &ClaimIdx| {
            let on = graph.statements_on(claim).collect();
            [on, reading.support(claim), reading.denial(claim)].concat()
        };
        let start = claims.iter().flat_map(on).chain(statements.iter().copied());
        let mut open: Vec<NodeNumber> = start.map(|at| at.0).collect();
        let mut seen: BTreeSet<NodeNumber> = open.iter().copied().collect();
        let mut found = Surroundings {
            records: BTreeSet::new(),
        };
        while let Some(node) = open.pop() {
            found.add_speaker(reading, reading.speaker(node).0);
            let cited = reading.edges(node).iter().map(|edge| edge.to);
            open.extend(cited.filter(|&to| seen.insert(to)));
            let Some(at) = reading.statement(node) else {
                continue;
            };
            // What had not been said by the as-of date cites nothing, and rules on dates speak of it all the same.
            let written = graph.cites(at).iter().map(|&cited| graph.node(cited));
            for cited in written {
                match cited {
                    Record::Statement(to) => open.extend(seen.insert(to.0).then_some(to.0)),
                    Record::Evidence(evidence) => found.add_artefact(reading, evidence),
                    _ => _ = found.records.insert(cited),
                }
            }
            found.add_statement(reading, at);
        }
        for &claim in claims {
            let links = graph.links(claim);
            found.records.insert(claim.into());
            for &actor in links
                .favours
                .iter()
                .chain(&links.against)
                .chain(&links.actors)
            {
                found.add_speaker(reading, Some(actor));
            }
            for &event in &links.events {
                found.add_event(reading, event);
            }
            for &evidence in showing.0.get(&claim).into_iter().flatten() {
                found.add_artefact(reading, evidence);
            }
        }
        found
    }

    /// Whether a record is among them, or a statement about one that is.
    pub fn have(&self, reading: &Reading<'_>, record: Record) -> bool {
        let has = |record: Record| self.records.contains(&record);
        let about = |at: StatementIdx| match reading.graph.object(at) {
            Object::Claim(claim) => has(claim.into()),
            Object::Statement(at) => has(at.into()),
        };
        has(record) || matches!(record, Record::Statement(at) if about(at))
    }

    fn add_statement(&mut self, reading: &Reading<'_>, at: StatementIdx) {
        let graph = reading.graph;
        self.records.insert(at.into());
        self.records.extend(graph.claim_of(at).map(Record::from));
        self.records.extend(graph.report_of(at).map(Record::from));
        for custodian in reading.custodians(at, Ties::Possible) {
            self.add_speaker(reading, Some(custodian));
        }
    }

    /// An actor with everybody it may answer to.
    fn add_speaker(&mut self, reading: &Reading<'_>, actor: Option<ActorIdx>) {
        let new = actor.filter(|&actor| self.records.insert(actor.into()));
        if let Some(actor) = new {
            let voices = reading.voices(actor, Date::UNKNOWN, Ties::Possible);
            self.records.extend(voices.into_iter().map(Record::from));
        }
    }

    /// An artefact with its makers, its verifiers and its events.
    fn add_artefact(&mut self, reading: &Reading<'_>, evidence: EvidenceIdx) {
        if self.records.insert(evidence.into()) {
            let record = reading.graph.evidence(evidence);
            let makers = record.producer.into_iter().chain(record.released_by);
            for actor in makers.chain(record.verified.iter().map(|entry| entry.by)) {
                self.add_speaker(reading, Some(actor));
            }
            for &event in record.of.iter().chain(&record.of_one_of) {
                self.add_event(reading, event);
            }
        }
    }

    /// An event with those that it is part of.
    fn add_event(&mut self, reading: &Reading<'_>, event: EventIdx) {
        let whole = |&event: &EventIdx| reading.graph.event(event).part_of;
        let wholes = std::iter::successors(Some(event), whole);
        self.records.extend(wholes.map(Record::from));
    }
}
