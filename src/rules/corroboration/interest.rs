//! Who would gain or lose by a claim.

use super::house::house;
use crate::analysis::{Carrier, Facts, LineageIdx, Ties};
use crate::case::date::Date;
use crate::case::vocabulary::Basis;
use crate::case::{ActorIdx, ClaimIdx, StatementIdx};
use crate::rules::each;
use crate::rules::finding::{Finding, StepKind, events_of};
use crate::rules::grouped::set;
use crate::rules::profile::{Judged, Profile, steps};
use crate::rules::words::{actor_names, housed_names, ids};

pub fn parties_only(profile: &Profile<'_, '_>) -> Option<Finding> {
    let graph = profile.facts.graph();
    let links = graph.links(profile.claim);
    let parties: Vec<ActorIdx> = links
        .events
        .iter()
        .flat_map(|&event| graph.parties(event))
        .copied()
        .collect();
    if parties.is_empty() || profile.standing.adverse || !profile.has_known_roots() {
        return None;
    }
    let judged = profile.judged();
    let against = profile.facts.graph().against(profile.claim);
    let partial = (judged.by.iter())
        .all(|&root| profile.is_word_of(root, &parties) && !profile.is_word_of(root, &against));
    (partial && !are_opponents_heard(profile, &judged)).then(|| {
        let speakers = profile.vouching_for(&judged.by);
        let (names, message) = match speakers.iter().all(|one| parties.contains(one)) {
            true => (
                actor_names(profile.facts, &speakers),
                "only parties to the event stand behind {claims}: {actors}",
            ),
            false => (
                housed_names(profile.facts, &speakers),
                "only parties to the event, or those of their side, stand behind {claims}: {actors}",
            ),
        };
        let names = names + &profile.through(&judged.by);
        profile.judgement("parties-only", &judged, message, names)
    })
}

/// Whether opponents are among those by whom a claim is to be judged, be it through what they recorded.
fn are_opponents_heard(profile: &Profile<'_, '_>, judged: &Judged) -> bool {
    let words = judged.by.iter().flat_map(|&root| profile.word_of(root));
    let mut words: Vec<(ActorIdx, Date)> = set(words.collect());
    words.truncate(MOST_SPEAKERS);
    let mut pairs = words
        .iter()
        .flat_map(|&one| words.iter().map(move |&other| (one, other)));
    pairs.any(|(one, other)| profile.facts.are_opponents(one, other))
}

pub fn self_serving(profile: &Profile<'_, '_>) -> Option<Finding> {
    let facts = profile.facts;
    let favours = facts.graph().favours(profile.claim);
    if favours.is_empty() || !profile.has_known_roots() {
        return None;
    }
    let judged = profile.judged();
    is_self_serving(profile, &judged).then(|| {
        let speakers = profile.vouching_for(&judged.by);
        let names = match speakers.as_slice() {
            &[one] if favours.contains(&one) => actor_names(facts, &speakers),
            [_] => housed_names(facts, &speakers),
            _ if house(profile, &judged.by).is_some() => {
                format!(
                    "{}, who belong to or side with one house",
                    actor_names(facts, &speakers)
                )
            }
            _ => actor_names(facts, &speakers),
        };
        let message = "only those who gain stand behind {claims}: {actors}";
        let names = names + &profile.through(&judged.by);
        profile.judgement("self-serving-claim", &judged, message, names)
    })
}

/// Whether all by whom a claim is to be judged gain by it, and nobody admits it whom it is against.
pub fn is_self_serving(profile: &Profile<'_, '_>, judged: &Judged) -> bool {
    let favours = profile.facts.graph().favours(profile.claim);
    !favours.is_empty()
        && (judged.by.iter()).all(|&root| profile.is_word_of(root, &favours))
        && !is_admitted(profile)
}

/// Whether somebody whom a claim is against says it in its own voice, on whatever ground.
fn is_admitted(profile: &Profile<'_, '_>) -> bool {
    let (facts, graph) = (profile.facts, profile.facts.graph());
    let against = graph.against(profile.claim);
    let admits = |&&at: &&StatementIdx| {
        !graph.is_relay(at)
            && facts.is_grounded(at)
            && facts.base().is_free(at)
            && profile.is_of((graph.speaker(at), graph.date(at)), &against)
    };
    !against.is_empty() && profile.support().iter().find(admits).is_some()
}

pub fn publisher_only(profile: &Profile<'_, '_>) -> Option<Finding> {
    let facts = profile.facts;
    let graph = facts.graph();
    let own_word = |&root: &LineageIdx| {
        let Some(statement) = facts.lineage().statement(root) else {
            return false;
        };
        let publisher = graph
            .report_of(statement)
            .and_then(|report| graph.report(report).publisher);
        let by_author = publisher.is_none_or(|publisher| publisher == graph.speaker(statement))
            && graph.report_of(statement).is_some();
        let is_own = |carrier: &Carrier| match *carrier {
            // What the author saw, worked out or does not say; not what it was told.
            Carrier::Unknown(None) => !matches!(
                graph.basis(statement),
                Some(Basis::Told | Basis::Custody | Basis::OwnAct)
            ),
            Carrier::Speaker(_) => graph.basis(statement) == Some(Basis::Witnessed),
            Carrier::Artefact { verifier, .. } => verifier == graph.speaker(statement),
            _ => false,
        };
        by_author && facts.carriers(root).iter().all(is_own)
    };
    let alone = graph.reports().len() > 0
        && profile.lines() < facts.settings().threshold
        && profile.has_known_roots()
        && profile.speakers().len() == 1
        && profile.roots().iter().all(own_word);
    alone.then(|| {
        // What the author saw, recorded or verified itself is no bare word, though nobody else can be asked.
        let is_recorded = |&root: &LineageIdx| {
            let basis = facts.lineage().statement(root).and_then(|at| graph.basis(at));
            basis.is_some_and(|basis| basis != Basis::Inferred)
        };
        let (message, help) = match profile.roots().iter().all(is_recorded) {
            true => (
                "nobody but the author, {actors}, stands behind {claims}, which it has seen or recorded itself",
                Some("cite the record, so that others can look"),
            ),
            false => ("nobody but the author, {actors}, stands behind {claims}", None),
        };
        let mut finding = profile.finding("publisher-only", message);
        if let Some(help) = help {
            finding.help = help.into();
        }
        finding
    })
}

/// What to do about a strength that is one line alone.
const ADMITTED: &str = "worth saying in the text: it is a strength, though one line alone";

/// Among so many statements opponents are looked for.
const MOST_SPEAKERS: usize = 256;

pub fn adverse_agreement(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    findings.extend(each::fact(facts.graph(), |claims| {
        let is_adverse = facts.standing(claims[0]).adverse;
        is_adverse.then(|| agreement(facts, claims))?
    }));
}

fn agreement(facts: &Facts<'_>, claims: Vec<ClaimIdx>) -> Option<Finding> {
    let graph = facts.graph();
    let claim = claims[0];
    let named = ids(facts, claims.iter().copied());
    let mut own = facts.support(claim);
    own.retain(|&at| !graph.is_relay(at) && facts.is_grounded(at) && facts.base().is_free(at));
    let mut speakers: Vec<ActorIdx> = own.iter().map(|&at| graph.speaker(at)).collect();
    speakers.sort_unstable();
    speakers.dedup();
    let against = graph.against(claim);
    let joins = |at: StatementIdx, actors: &[ActorIdx]| {
        let speaker = (graph.speaker(at), graph.date(at));
        let voices = &facts.base().voices;
        let mut actors = actors.iter();
        actors.any(|&actor| voices.joined(speaker, (actor, speaker.1), Ties::Sure))
    };
    // Who names a loss on the way to a boast admits nothing.
    let boasts = |at: StatementIdx| {
        (own.iter()).any(|&other| {
            let claim = graph.claim_of(other);
            graph.speaker(other) == graph.speaker(at)
                && claim.is_some_and(|claim| joins(at, &graph.favours(claim)))
        })
    };
    let concedes = |&&at: &&StatementIdx| joins(at, &against) && !boasts(at);
    let opposed = |&&at: &&StatementIdx| own.iter().any(|&other| facts.are_opposed(at, other));
    let mut opponents: Vec<ActorIdx> = (own.iter().take(MOST_SPEAKERS))
        .filter(opposed)
        .map(|&at| graph.speaker(at))
        .collect();
    opponents.sort_unstable();
    opponents.dedup();
    let mut is_alone = false;
    let message = if opponents.len() > 1 {
        speakers = opponents;
        format!(
            "opponents agree on {named}: {}",
            actor_names(facts, &speakers)
        )
    } else {
        // Others may say so too: that is no strength of this kind.
        let mut conceding: Vec<ActorIdx> = (own.iter().filter(concedes))
            .map(|&at| graph.speaker(at))
            .collect();
        conceding.sort_unstable();
        conceding.dedup();
        if conceding.is_empty() {
            return None;
        }
        let mut support = facts.support(claim).into_iter();
        let others = support.any(|at| {
            let is_own = !graph.is_relay(at) && facts.is_grounded(at);
            is_own && !conceding.contains(&graph.speaker(at))
        });
        is_alone = !others && facts.standing(claim).support.lines_max.most < 2;
        speakers = conceding;
        let (verb, own) = match speakers.len() {
            1 => ("affirms", "its own interest"),
            _ => ("affirm", "their own interest"),
        };
        let interest = match *speakers == *against {
            true => own.to_owned(),
            false => format!("the interest of {}", actor_names(facts, &against)),
        };
        format!(
            "{}{} {verb} {named}, against {interest}",
            actor_names(facts, &speakers),
            if is_alone { " alone" } else { "" },
        )
    };
    own.retain(|&at| speakers.binary_search(&graph.speaker(at)).is_ok());
    let mut finding = Finding::of("adverse-agreement", message);
    if is_alone {
        finding.help = ADMITTED.into();
    }
    Some(Finding {
        events: events_of(facts, &claims),
        parts: vec![claims.iter().map(|&claim| claim.into()).collect()],
        claims,
        actors: speakers,
        witness: steps(facts, StepKind::Line, &own),
        statements: own,
        ..finding
    })
}
