//! What an artefact shows, to which event it belongs, and who let it out.

use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::{Facts, Ties};
use crate::case::vocabulary::Stance;
use crate::case::{ActorIdx, ClaimIdx, EventIdx, EvidenceIdx, StatementIdx};
use crate::rules::clash::{own_support, speakers};
use crate::rules::finding::{Finding, Severity, StepKind, events_of};
use crate::rules::grouped::set;
use crate::rules::profile::{record_step, steps};
use crate::rules::words::{actor_names, ids};

pub fn overreach(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    let graph = facts.graph();
    for evidence in graph.all_evidence() {
        let absent = &graph.evidence(evidence).does_not_show;
        if absent.is_empty() {
            continue;
        }
        for &claim in absent {
            // What entails something that is not shown is not shown either.
            let statements: Vec<_> = facts
                .support(claim)
                .into_iter()
                .filter(|&at| facts.base().artefacts(at).any(|cited| cited == evidence))
                .collect();
            if statements.is_empty() {
                continue;
            }
            let message = format!(
                "`{}` is cited for `{}`, which it does not show",
                graph.id(evidence),
                graph.id(claim)
            );
            let mut actors: Vec<_> = statements.iter().map(|&at| graph.speaker(at)).collect();
            actors.sort_unstable();
            actors.dedup();
            findings.push(Finding {
                claims: vec![claim],
                actors,
                events: graph.links(claim).events.to_vec(),
                evidence: vec![evidence],
                parts: vec![vec![evidence.into(), claim.into()]],
                witness: steps(facts, StepKind::Conflict, &statements),
                statements,
                ..Finding::of("evidence-overreach", message)
            });
        }
    }
}

/// The live statements in support of something that cite each artefact. One pass over all citations.
pub fn citing(facts: &Facts<'_>) -> BTreeMap<EvidenceIdx, Vec<StatementIdx>> {
    let graph = facts.graph();
    let mut citing: BTreeMap<EvidenceIdx, Vec<StatementIdx>> = BTreeMap::new();
    if graph.all_evidence().len() == 0 {
        return citing;
    }
    for at in graph.statements() {
        if graph.stance(at).supports() && facts.is_live(at) {
            for evidence in facts.base().artefacts(at) {
                citing.entry(evidence).or_default().push(at);
            }
        }
    }
    citing
}

/// Whether one event is the other, or lies within it.
pub fn is_related(facts: &Facts<'_>, one: EventIdx, other: EventIdx) -> bool {
    let graph = facts.graph();
    graph.is_within(one, other) || graph.is_within(other, one)
}

/// What artefacts of a claim's event are recorded as not showing, and no verified one shows; one finding for all
/// claims that the same artefacts do not show.
pub fn not_shown(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    let graph = facts.graph();
    let mut verified: BTreeSet<ClaimIdx> = BTreeSet::new();
    let mut absent: BTreeMap<ClaimIdx, BTreeSet<EvidenceIdx>> = BTreeMap::new();
    for evidence in graph.all_evidence() {
        let record = graph.evidence(evidence);
        verified.extend(facts.base().verified_on(evidence));
        for &claim in &record.does_not_show {
            let of_its_event = graph.links(claim).events.iter().any(|&event| {
                let mut of = record.of.iter().chain(&record.of_one_of);
                of.any(|&own| is_related(facts, own, event))
            });
            if of_its_event {
                absent.entry(claim).or_default().insert(evidence);
            }
        }
    }
    absent.retain(|&claim, _| {
        let mut shown = facts.base().bearings.supported_by(claim).iter();
        facts.standing(claim).support.grounded && !shown.any(|claim| verified.contains(&claim))
    });
    let mut groups: BTreeMap<BTreeSet<EvidenceIdx>, Vec<ClaimIdx>> = BTreeMap::new();
    for (claim, artefacts) in absent {
        groups.entry(artefacts).or_default().push(claim);
    }
    for (artefacts, claims) in groups {
        let evidence: Vec<EvidenceIdx> = artefacts.into_iter().collect();
        let do_not = if evidence.len() == 1 {
            "does not"
        } else {
            "do not"
        };
        let message = format!(
            "{} {do_not} show {}, and nothing that was verified does",
            ids(facts, evidence.iter().copied()),
            ids(facts, claims.iter().copied()),
        );
        let shown = evidence.iter().map(|&at| {
            record_step(
                facts,
                StepKind::Conflict,
                at,
                "is recorded as not showing it",
            )
        });
        let claimed = claims.iter().map(|&at| {
            let by = speakers(facts, &own_support(facts, at));
            let mut text = format!("claimed by {}", actor_names(facts, &by));
            let doubts = graph
                .statements_on_any_id(at)
                .filter(|&doubt| graph.stance(doubt) == Stance::Questions && facts.is_live(doubt));
            let doubters = speakers(facts, &Vec::from_iter(doubts));
            if !doubters.is_empty() {
                text.push_str(&format!(
                    ", questioned by {}",
                    actor_names(facts, &doubters)
                ));
            }
            record_step(facts, StepKind::Conflict, at, text)
        });
        findings.push(Finding {
            witness: shown.chain(claimed).collect(),
            events: events_of(facts, &claims),
            parts: claims.iter().map(|&at| vec![at.into()]).collect(),
            claims,
            evidence,
            ..Finding::of("not-shown", message)
        });
    }
}

/// An artefact that belongs to one of several events, and is cited: one finding each.
pub fn unattributable(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    let graph = facts.graph();
    for (evidence, citing) in citing(facts) {
        let candidates = &graph.evidence(evidence).of_one_of;
        if candidates.len() < 2 {
            continue;
        }
        // Cited for one of them: the claim is about that one and about nothing that all of them lie in.
        let fixed = |&&at: &&StatementIdx| {
            let claim = graph.claim_of(at);
            let events = claim.map_or(&[][..], |claim| &graph.links(claim).events);
            let about = |&candidate: &EventIdx| {
                events
                    .iter()
                    .any(|&event| is_related(facts, event, candidate))
            };
            candidates
                .iter()
                .filter(|candidate| about(candidate))
                .count()
                == 1
        };
        let bold: Vec<StatementIdx> = citing.iter().filter(fixed).copied().collect();
        let which = ids(facts, candidates.iter().copied());
        let (severity, statements, message) = if bold.is_empty() {
            let message = format!(
                "`{}` could be of any of {which}; it is not known of which",
                graph.id(evidence)
            );
            (Severity::Info, citing, message)
        } else {
            let message = format!(
                "`{}` is cited as if it were known to which of {which} it belongs",
                graph.id(evidence)
            );
            (Severity::Warning, bold, message)
        };
        findings.push(about_artefact(
            facts,
            "unattributable-evidence",
            message,
            evidence,
            statements,
            severity,
        ));
    }
}

/// A finding about one artefact and the statements that cite it.
fn about_artefact(
    facts: &Facts<'_>,
    rule: &'static str,
    message: String,
    evidence: EvidenceIdx,
    statements: Vec<StatementIdx>,
    severity: Severity,
) -> Finding {
    let graph = facts.graph();
    let claims: BTreeSet<ClaimIdx> = statements
        .iter()
        .filter_map(|&at| graph.claim_of(at))
        .collect();
    let actors: BTreeSet<ActorIdx> = statements.iter().map(|&at| graph.speaker(at)).collect();
    let record = graph.evidence(evidence);
    let mut witness = vec![record_step(
        facts,
        StepKind::Conflict,
        evidence,
        format!("is of one of {} events", record.of_one_of.len()),
    )];
    witness.extend(steps(facts, StepKind::Conflict, &statements));
    Finding {
        severity,
        claims: claims.into_iter().collect(),
        actors: actors.into_iter().collect(),
        events: set(record.of.iter().chain(&record.of_one_of).copied().collect()),
        evidence: vec![evidence],
        parts: vec![vec![evidence.into()]],
        witness,
        statements,
        ..Finding::of(rule, message)
    }
}

/// All that is cited for a claim was let out, unverified, by those whom it serves.
pub fn interested_release(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    let graph = facts.graph();
    if graph.all_evidence().len() == 0 {
        return;
    }
    let mut groups: BTreeMap<(Vec<EvidenceIdx>, Vec<ActorIdx>), Vec<ClaimIdx>> = BTreeMap::new();
    for claim in graph.claims() {
        let favours = graph.favours(claim);
        if favours.is_empty() {
            continue;
        }
        let artefacts: BTreeSet<EvidenceIdx> = (facts.support(claim).into_iter())
            .flat_map(|at| facts.base().artefacts(at))
            .collect();
        let served = |evidence: EvidenceIdx| {
            let record = graph.evidence(evidence);
            let releaser = record.released_by.or(record.producer)?;
            let at = (releaser, record.date);
            let mut joined = favours.iter();
            joined
                .any(|&actor| {
                    facts
                        .base()
                        .voices
                        .joined(at, (actor, record.date), Ties::Sure)
                })
                .then_some(releaser)
        };
        let sources = facts.base().bearings.supported_by(claim);
        let verified = (artefacts.iter())
            .flat_map(|&evidence| facts.base().verified_on(evidence))
            .any(|claim| sources.contains(claim));
        let releasers: Option<BTreeSet<ActorIdx>> =
            artefacts.iter().map(|&at| served(at)).collect();
        if let Some(releasers) = releasers.filter(|found| !found.is_empty() && !verified) {
            let key = (
                artefacts.into_iter().collect(),
                releasers.into_iter().collect(),
            );
            groups.entry(key).or_default().push(claim);
        }
    }
    for ((evidence, actors), claims) in groups {
        let is_released = |&at: &EvidenceIdx| graph.evidence(at).released_by.is_some();
        let by = match evidence.iter().filter(|&at| is_released(at)).count() {
            0 => "made by",
            released if released == evidence.len() => "released by",
            _ => "made or released by",
        };
        let message = format!(
            "no artefact is cited for {} but {}, {by} {} with something to gain and not verified for it by anybody",
            ids(facts, claims.iter().copied()),
            ids(facts, evidence.iter().copied()),
            actor_names(facts, &actors),
        );
        let witness = |&at: &EvidenceIdx| {
            let by = if is_released(&at) {
                "released by"
            } else {
                "made by"
            };
            let text = format!("{by} {}, not verified for it", actor_names(facts, &actors));
            record_step(facts, StepKind::Line, at, text)
        };
        findings.push(Finding {
            witness: evidence.iter().map(witness).collect(),
            parts: claims.iter().map(|&at| vec![at.into()]).collect(),
            claims,
            actors,
            evidence,
            ..Finding::of("interested-release", message)
        });
    }
}
