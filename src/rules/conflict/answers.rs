//! Those who do not answer, and those who could not verify.

use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::{Facts, Ties};
use crate::case::vocabulary::Stance;
use crate::case::{ActorIdx, ClaimIdx, EventIdx, Node, ReportIdx, StatementIdx};
use crate::rules::clash::{own_support, speakers, voices};
use crate::rules::finding::{Finding, StepKind, events_of};
use crate::rules::grouped::set;
use crate::rules::profile::steps;
use crate::rules::words::{actor_names, ids};

/// Silence or refusal of somebody against whom the claim goes; one finding an actor and passage. Mere absence of an
/// answer is none.
pub fn unanswered(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    let graph = facts.graph();
    type Passage = (ActorIdx, Option<ReportIdx>, Option<Box<str>>);
    let mut groups: BTreeMap<Passage, Vec<StatementIdx>> = BTreeMap::new();
    for at in graph.statements() {
        if !matches!(graph.stance(at), Stance::Silent | Stance::Declines) || !facts.is_live(at) {
            continue;
        }
        let Some(claim) = graph.claim_of(at) else {
            continue;
        };
        let speaker = (graph.speaker(at), graph.date(at));
        let voices = &facts.base().voices;
        let concerned = (graph.against(claim).iter())
            .any(|&actor| voices.joined(speaker, (actor, speaker.1), Ties::Sure));
        if concerned && facts.standing(claim).support.grounded && !is_answered(facts, claim, at) {
            let passage = graph.detail(at).and_then(|detail| detail.at.clone());
            let key = (speaker.0, graph.report_of(at), passage);
            groups.entry(key).or_default().push(at);
        }
    }
    for ((actor, ..), statements) in groups {
        let claims = claims(facts, &statements);
        let refused = (statements.iter()).all(|&at| graph.stance(at) == Stance::Declines);
        let message = format!(
            "{} {} {}, which {} against it",
            graph.name(actor),
            if refused {
                "declines to answer"
            } else {
                "does not answer"
            },
            ids(facts, claims.iter().copied()),
            if claims.len() == 1 { "goes" } else { "go" },
        );
        let said_of = |claim: ClaimIdx| vec![claim];
        findings.push(Finding {
            events: events_of(facts, &claims),
            claims,
            actors: vec![actor],
            witness: steps(facts, StepKind::Conflict, &statements),
            parts: by_speaker_and_claims(facts, &statements, said_of),
            statements,
            ..Finding::of("unanswered-claim", message)
        });
    }
}

/// Whether the side that was silent takes a stance on the claim itself, or says what cannot stand with it or is a rival
/// account, and not surely before that.
fn is_answered(facts: &Facts<'_>, claim: ClaimIdx, silence: StatementIdx) -> bool {
    let graph = facts.graph();
    let answers = |at: StatementIdx| {
        let stance = graph.stance(at);
        (stance.carries() || stance == Stance::Questions)
            && facts.is_live(at)
            && !graph.is_relay(at)
            && facts.are_joined(at, silence)
            && !graph.date(at).surely_before(graph.date(silence))
    };
    let rivals = (graph.same(claim)).flat_map(|claim| &graph.links(claim).contrasts);
    graph.statements_on_any_id(claim).any(answers)
        || facts.denial(claim).into_iter().any(answers)
        || (rivals.flat_map(|&rival| own_support(facts, rival))).any(answers)
}

/// What tells findings about some statements apart: who speaks, and on which claims. The same again makes nothing new.
fn by_speaker_and_claims(
    facts: &Facts<'_>,
    statements: &[StatementIdx],
    claims: impl Fn(ClaimIdx) -> Vec<ClaimIdx>,
) -> Vec<Vec<Node>> {
    let graph = facts.graph();
    let part = |&at: &StatementIdx| {
        let claims = graph.claim_of(at).map(&claims).into_iter().flatten();
        [graph.speaker(at).into()]
            .into_iter()
            .chain(claims.map(Node::from))
            .collect()
    };
    statements.iter().map(part).collect()
}

/// Doubts about claims that others make, under any of their ids; one finding for the same doubters, those whom they
/// doubt, and the same event.
pub fn doubted(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    let graph = facts.graph();
    type Doubt = (Vec<ActorIdx>, Vec<EventIdx>, Vec<ActorIdx>);
    let mut groups: BTreeMap<Doubt, (Vec<ClaimIdx>, Vec<StatementIdx>)> = BTreeMap::new();
    let mut doubts: BTreeMap<ClaimIdx, Vec<StatementIdx>> = BTreeMap::new();
    for at in graph.statements() {
        if graph.stance(at) == Stance::Questions
            && facts.is_live(at)
            && let Some(claim) = graph.claim_of(at)
        {
            let on_it = doubts.entry(graph.proposition(claim)).or_default();
            on_it.push(at);
        }
    }
    let as_facts = |claim: ClaimIdx| Vec::from_iter(graph.as_facts(claim));
    for (claim, statements) in doubts {
        let claims = as_facts(claim);
        if claims.is_empty() || !facts.standing(claim).support.grounded {
            continue;
        }
        let key = (
            speakers(facts, &statements),
            events_of(facts, &claims),
            speakers(facts, &own_support(facts, claim)),
        );
        let group = groups.entry(key).or_default();
        group.0.extend(claims);
        group.1.extend(statements);
    }
    for ((actors, events, mut others), (claims, statements)) in groups {
        let (claims, statements) = (set(claims), set(statements));
        let says_so = others.iter().any(|other| actors.contains(other));
        others.retain(|other| !actors.contains(other));
        let has_looked = (statements.iter()).all(|&at| !graph.cites(at).is_empty());
        let are = if claims.len() == 1 { "is" } else { "are" };
        let say = if actors.len() == 1 { "says" } else { "say" };
        let said = match (others.is_empty(), says_so) {
            (true, true) => format!("and yet {say} so"),
            (true, false) => {
                let support = claims.iter().flat_map(|&claim| facts.support(claim));
                let names = voices(facts, &set(support.collect()));
                format!("which {are} said by {names}")
            }
            (false, true) => {
                let names = actor_names(facts, &others);
                format!("which {are} said by {names}, and yet {say} so, too")
            }
            (false, false) => format!("which {are} said by {}", actor_names(facts, &others)),
        };
        let message = format!(
            "{} {} {}, {said}",
            voices(facts, &statements),
            match (has_looked, actors.len()) {
                (true, _) => "could not verify",
                (false, 1) => "leaves open",
                (false, _) => "leave open",
            },
            ids(facts, claims.iter().copied()),
        );
        findings.push(Finding {
            claims,
            actors,
            events,
            witness: steps(facts, StepKind::Conflict, &statements),
            parts: by_speaker_and_claims(facts, &statements, as_facts),
            statements,
            ..Finding::of("doubted-claim", message)
        });
    }
}

/// What some statements are about, sorted.
fn claims(facts: &Facts<'_>, statements: &[StatementIdx]) -> Vec<ClaimIdx> {
    let claims = statements
        .iter()
        .filter_map(|&at| facts.graph().claim_of(at));
    let claims: BTreeSet<ClaimIdx> = claims.collect();
    claims.into_iter().collect()
}
