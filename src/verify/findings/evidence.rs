//! What artefacts are made to carry: what they do not show, to which event they belong, and who let them out.

use std::collections::BTreeSet;

use super::Finding;
use super::named::{Named, events_of, shown};
use super::table::Severity;
use crate::case::vocabulary::Basis;
use crate::case::{ActorIdx, ClaimIdx, EventIdx, EvidenceIdx, StatementIdx};
use crate::verify::certificates::reading::{Reading, Ties};

/// An artefact with all who cite it for a claim that it does not show.
pub fn overreach(finding: &Finding<'_, '_>) -> Vec<Named> {
    let (reading, graph) = (finding.reading, finding.reading.graph);
    let (Some(claim), Some(&evidence)) = (finding.claims().next(), finding.named.evidence.first())
    else {
        return Vec::new();
    };
    let mut citing = reading.support(claim);
    citing.retain(|&at| reading.artefacts(at).any(|cited| cited == evidence));
    let is_absent = graph.evidence(evidence).does_not_show.contains(&claim);
    Vec::from_iter((is_absent && !citing.is_empty()).then(|| Named {
        claims: BTreeSet::from([claim]),
        events: events_of(graph, [&claim]),
        evidence: BTreeSet::from([evidence]),
        ..Named::said(graph, citing)
    }))
}

/// All artefacts of a claim's event that do not show it, where nothing that was verified does; with all such claims.
pub fn not_shown(finding: &Finding<'_, '_>) -> Vec<Named> {
    let (reading, graph) = (finding.reading, finding.reading.graph);
    let absent = |claim: ClaimIdx| -> BTreeSet<EvidenceIdx> {
        let events = &graph.links(claim).events;
        let is_such = |&evidence: &EvidenceIdx| {
            let own = reading.events_shown(evidence);
            let mut of_it = own
                .iter()
                .flat_map(|&one| events.iter().map(move |&at| (one, at)));
            graph.evidence(evidence).does_not_show.contains(&claim)
                && of_it.any(|(one, at)| reading.is_related(one, at))
        };
        graph.all_evidence().filter(is_such).collect()
    };
    let Some(evidence) = finding.claims().next().map(absent) else {
        return Vec::new();
    };
    let claims: BTreeSet<ClaimIdx> = (evidence.first().into_iter())
        .flat_map(|&one| graph.evidence(one).does_not_show.iter().copied())
        .filter(|&claim| absent(claim) == evidence && reading.stands(claim))
        .filter(|&claim| !reading.is_verified(claim, graph.all_evidence()))
        .collect();
    let mut shows = shown(evidence.iter().copied());
    shows.extend(shown(claims.iter().copied()));
    Vec::from_iter((!claims.is_empty()).then(|| Named {
        events: events_of(graph, &claims),
        shown: shows,
        claims,
        evidence,
        ..Named::default()
    }))
}

/// An artefact of one of several events with those who cite it as if it were known of which; else with all who cite it.
pub fn unattributable(finding: &Finding<'_, '_>) -> Vec<Named> {
    let (reading, graph) = (finding.reading, finding.reading.graph);
    let Some(&evidence) = finding.named.evidence.first() else {
        return Vec::new();
    };
    let mut statements = finding.index.showing(evidence).to_vec();
    let is_fixed = statements.iter().any(|&at| reading.fixes(at, evidence));
    statements.retain(|&at| !is_fixed || reading.fixes(at, evidence));
    let holds = graph.evidence(evidence).of_one_of.len() > 1 && !statements.is_empty();
    Vec::from_iter(holds.then(|| Named {
        events: reading.events_shown(evidence),
        severity: Severity::grave(is_fixed),
        ..with_artefact(finding, evidence, statements)
    }))
}

/// Statements that cite an artefact, which is shown before them.
fn with_artefact(
    finding: &Finding<'_, '_>,
    evidence: EvidenceIdx,
    statements: Vec<StatementIdx>,
) -> Named {
    let mut named = Named::said(finding.reading.graph, statements);
    named.evidence.insert(evidence);
    named.shown.insert(Some(evidence.into()));
    named
}

/// An artefact with all who cite it for claims about other events, and do not conclude; or two artefacts that are one,
/// of events that are surely two.
pub fn recycled(finding: &Finding<'_, '_>) -> Vec<Named> {
    let (reading, graph) = (finding.reading, finding.reading.graph);
    match Vec::from_iter(finding.named.evidence.iter().copied())[..] {
        [evidence] => {
            let own = reading.events_shown(evidence);
            let mut elsewhere = finding.index.showing(evidence).to_vec();
            elsewhere.retain(|&at| {
                let events = events_of(graph, graph.claim_of(at).as_ref());
                graph.basis(at) != Some(Basis::Inferred) && reading.are_apart(&own, &events)
            });
            Vec::from_iter((!elsewhere.is_empty()).then(|| {
                let named = with_artefact(finding, evidence, elsewhere);
                Named {
                    events: &own | &named.events,
                    ..named
                }
            }))
        }
        [one, other] => Vec::from_iter(finding.are_copies(one, other).then(|| Named {
            events: &reading.events_shown(one) | &reading.events_shown(other),
            evidence: BTreeSet::from([one, other]),
            shown: shown([one, other]),
            ..Named::default()
        })),
        _ => Vec::new(),
    }
}

impl Finding<'_, '_> {
    /// Whether two artefacts are one, of events that are surely two.
    pub fn are_copies(&self, one: EvidenceIdx, other: EvidenceIdx) -> bool {
        let [first, second] = [one, other].map(|at| self.reading.events_shown(at));
        let most = self.result.settings.thresholds.recycled_evidence.bits;
        self.reading.are_alike(one, other, most) && self.reading.are_apart(&first, &second)
    }
}

/// All claims for which nothing is cited but the same artefacts, let out, unverified, by the same who gain by each.
pub fn interested(finding: &Finding<'_, '_>) -> Vec<Named> {
    let (reading, graph) = (finding.reading, finding.reading.graph);
    let release = |claim: ClaimIdx| {
        let favours = graph.favours(claim);
        let cited = (reading.support(claim).into_iter()).flat_map(|at| reading.artefacts(at));
        let cited: BTreeSet<EvidenceIdx> = cited.collect();
        let gains = |&evidence: &EvidenceIdx| {
            let record = graph.evidence(evidence);
            let releaser = record.released_by.or(record.producer)?;
            let when = record.date;
            let mut joined = favours.iter();
            joined
                .any(|&one| reading.are_joined((releaser, when), (one, when), Ties::Sure))
                .then_some(releaser)
        };
        let releasers: Option<BTreeSet<ActorIdx>> = cited.iter().map(gains).collect();
        let releasers = releasers.filter(|_| !reading.is_verified(claim, cited.iter().copied()));
        releasers.map(|releasers| (cited, releasers))
    };
    let (Some(first), Some(&one)) = (finding.claims().next(), finding.named.evidence.first())
    else {
        return Vec::new();
    };
    let Some((evidence, actors)) = release(first) else {
        return Vec::new();
    };
    // Who cites an artefact speaks for a claim and for all that this entails.
    let citing = finding.index.showing(one).iter();
    let claims = citing.filter_map(|&at| graph.claim_of(at));
    let claims: BTreeSet<ClaimIdx> = claims.flat_map(|at| reading.entailed(at)).collect();
    let is_alike = |claim: &ClaimIdx| {
        let found = release(*claim);
        found.is_some_and(|(cited, by)| cited == evidence && by == actors)
    };
    let claims = claims.into_iter().filter(is_alike).collect();
    Vec::from_iter((!actors.is_empty()).then(|| Named {
        claims,
        actors,
        shown: shown(evidence.iter().copied()),
        evidence,
        ..Named::default()
    }))
}

impl Reading<'_> {
    /// The events that an artefact is of, or is of one of.
    fn events_shown(&self, evidence: EvidenceIdx) -> BTreeSet<EventIdx> {
        let record = self.graph.evidence(evidence);
        record.of.iter().chain(&record.of_one_of).copied().collect()
    }

    /// Whether a statement is about just one of the events of which an artefact may be.
    fn fixes(&self, at: StatementIdx, evidence: EvidenceIdx) -> bool {
        let claim = self.graph.claim_of(at);
        let events = claim.map_or(&[][..], |claim| &self.graph.links(claim).events);
        let is_about = |&&one: &&EventIdx| events.iter().any(|&event| self.is_related(event, one));
        let candidates = self.graph.evidence(evidence).of_one_of.iter();
        candidates.filter(is_about).count() == 1
    }

    /// Whether one event is the other, or lies within it.
    fn is_related(&self, one: EventIdx, other: EventIdx) -> bool {
        self.graph.is_within(one, other) || self.graph.is_within(other, one)
    }

    /// Whether events are surely others: neither part of one another nor possibly the same.
    fn are_apart(&self, some: &BTreeSet<EventIdx>, others: &BTreeSet<EventIdx>) -> bool {
        let are_two = |one: EventIdx, other: &EventIdx| {
            let same = &self.graph.event(one).possibly_same_as;
            !self.is_related(one, *other) && !same.contains(other)
        };
        !some.is_empty()
            && !others.is_empty()
            && (some.iter()).all(|&one| others.iter().all(|other| are_two(one, other)))
    }

    /// Whether somebody verified on one of some artefacts a claim, or what entails it.
    fn is_verified(&self, claim: ClaimIdx, on: impl IntoIterator<Item = EvidenceIdx>) -> bool {
        let supporters = self.supporters(claim);
        on.into_iter().any(|evidence| {
            let entries = self.graph.evidence(evidence).verified.iter();
            let mut claims =
                entries.flat_map(|entry| entry.claims.iter().map(move |claim| (entry, *claim)));
            claims.any(|(entry, claim)| {
                supporters.contains(&claim) && !self.was_withdrawn(evidence, entry, claim)
            })
        })
    }

    /// Whether two artefacts have one hash, or perceptual hashes of one length that differ in few bits of 64.
    fn are_alike(&self, one: EvidenceIdx, other: EvidenceIdx, most_bits: u64) -> bool {
        let [one, other] = [one, other].map(|at| self.graph.remarks(at));
        let (Some(one), Some(other)) = (one, other) else {
            return false;
        };
        let hash = |hash: &Option<Box<str>>| hash.as_ref().map(|hash| hash.trim().to_lowercase());
        let has_hash = one.hash.is_some() && hash(&one.hash) == hash(&other.hash);
        let bits = |hash: &Option<Box<str>>| hash.as_deref().and_then(bits);
        let are_near = match (bits(&one.phash), bits(&other.phash)) {
            (Some(one), Some(other)) if one.len() == other.len() => {
                let differ = one.iter().zip(&other).filter(|(a, b)| a != b).count() as u64;
                differ <= one.len() as u64 * most_bits / 64
            }
            _ => false,
        };
        has_hash || are_near
    }
}

/// The bits of a hash written in pairs of hexadecimal digits, with or without a prefix.
fn bits(written: &str) -> Option<Vec<bool>> {
    let digits = written.trim().rsplit([':', 'x']).next()?;
    let nibbles: Option<Vec<u32>> = digits.chars().map(|digit| digit.to_digit(16)).collect();
    let nibbles = nibbles.filter(|nibbles| !nibbles.is_empty() && nibbles.len() % 2 == 0)?;
    let bits = nibbles
        .into_iter()
        .flat_map(|nibble| (0..4).rev().map(move |bit| nibble >> bit & 1 == 1));
    Some(bits.collect())
}
