//! Who would gain or lose by a claim, and in whose hands its speakers are.

use crate::analysis::{Carrier, Facts, LineageIdx, Status, Ties};
use crate::case::vocabulary::{Basis, ClaimKind};
use crate::case::{ActorIdx, ClaimIdx, StatementIdx};
use crate::rules::each;
use crate::rules::finding::{Finding, StepKind};
use crate::rules::profile::{CLAIMS, Profile, steps};
use crate::rules::words::actor_names;

pub fn parties_only(profile: &Profile<'_, '_>) -> Option<Finding> {
    let graph = profile.facts.graph();
    let links = graph.links(profile.claim);
    let parties: Vec<ActorIdx> = links
        .events
        .iter()
        .flat_map(|&event| graph.parties(event))
        .copied()
        .collect();
    let partial = profile.is_grounded()
        && !parties.is_empty()
        && !profile.standing.adverse
        && profile.roots().iter().all(|&root| {
            profile.is_joined(root, &parties) && !profile.is_joined(root, &links.against)
        });
    partial.then(|| {
        let message = "only parties to the event vouch for {claims}: {actors}";
        profile.finding("parties-only", message)
    })
}

pub fn self_serving(profile: &Profile<'_, '_>) -> Option<Finding> {
    let favours = &profile.facts.graph().links(profile.claim).favours;
    let served = profile.is_grounded()
        && !favours.is_empty()
        && profile
            .roots()
            .iter()
            .all(|&root| profile.is_joined(root, favours));
    served.then(|| {
        let message = "only those who gain vouch for {claims}: {actors}";
        profile.finding("self-serving-claim", message)
    })
}

pub fn custodial_confession(profile: &Profile<'_, '_>) -> Option<Finding> {
    let facts = profile.facts;
    let graph = facts.graph();
    if !facts.occurring().custody {
        return None;
    }
    let confession = |root| {
        let statement = facts.lineage().statement(root)?;
        (graph.basis(statement) == Some(Basis::Custody)).then_some(statement)
    };
    let custodians: Vec<ActorIdx> = profile
        .roots()
        .iter()
        .filter_map(|&root| confession(root))
        .flat_map(|statement| facts.base().custodians(statement))
        .collect();
    let confessed = profile
        .roots()
        .iter()
        .any(|&root| confession(root).is_some());
    let only = profile.is_grounded()
        && confessed
        && profile
            .roots()
            .iter()
            .all(|&root| confession(root).is_some() || profile.is_joined(root, &custodians));
    only.then(|| {
        let held_by = match custodians.as_slice() {
            [] => "a custodian who is not named".to_owned(),
            _ => {
                let mut unique = custodians.clone();
                unique.sort_unstable();
                unique.dedup();
                actor_names(facts, &unique)
            }
        };
        let message = format!(
            "nothing but a confession in custody vouches for {CLAIMS}; it is the word of {held_by}"
        );
        profile.finding("custodial-confession", message)
    })
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
        && profile.is_grounded()
        && profile.lines() < facts.settings().threshold
        && profile.speakers().len() == 1
        && profile.roots().iter().all(own_word);
    alone.then(|| {
        let message = "nobody but the author, {actors}, vouches for {claims}";
        profile.finding("publisher-only", message)
    })
}

/// What to do about a strength that is one line alone.
const ADMITTED: &str = "worth saying in the text: it is a strength, though one line alone";

/// Among so many statements opponents are looked for.
const MOST_SPEAKERS: usize = 256;

pub fn adverse_agreement(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    let graph = facts.graph();
    findings.extend(each::claim(graph, |claim| {
        let standing = facts.standing(claim);
        let concerned = standing.adverse
            && graph.claim(claim).kind == ClaimKind::Fact
            && standing.status != Status::Contested;
        concerned.then(|| agreement(facts, claim))
    }));
}

fn agreement(facts: &Facts<'_>, claim: ClaimIdx) -> Finding {
    let graph = facts.graph();
    let mut own = facts.support(claim);
    own.retain(|&at| !graph.is_relay(at) && facts.is_grounded(at));
    let mut speakers: Vec<ActorIdx> = own.iter().map(|&at| graph.speaker(at)).collect();
    speakers.sort_unstable();
    speakers.dedup();
    let against = &graph.links(claim).against;
    let concedes = |&&at: &&StatementIdx| {
        let speaker = (graph.speaker(at), graph.date(at));
        let voices = &facts.base().voices;
        let mut against = against.iter();
        against.any(|&actor| voices.joined(speaker, (actor, speaker.1), Ties::Sure))
    };
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
            "opponents agree on `{}`: {}",
            graph.id(claim),
            actor_names(facts, &speakers)
        )
    } else {
        // Others may say so too: that is no strength of this kind.
        is_alone = facts.standing(claim).support.lines_max.most < 2;
        let mut conceding: Vec<ActorIdx> = (own.iter().filter(concedes))
            .map(|&at| graph.speaker(at))
            .collect();
        conceding.sort_unstable();
        conceding.dedup();
        if !conceding.is_empty() {
            speakers = conceding;
        }
        let (verb, own) = match speakers.len() {
            1 => ("affirms", "its own interest"),
            _ => ("affirm", "their own interest"),
        };
        let interest = match *speakers == **against {
            true => own.to_owned(),
            false => format!("the interest of {}", actor_names(facts, against)),
        };
        format!(
            "{}{} {verb} `{}`, against {interest}",
            actor_names(facts, &speakers),
            if is_alone { " alone" } else { "" },
            graph.id(claim),
        )
    };
    own.retain(|&at| speakers.binary_search(&graph.speaker(at)).is_ok());
    let mut finding = Finding::of("adverse-agreement", message);
    if is_alone {
        finding.help = ADMITTED.into();
    }
    Finding {
        claims: vec![claim],
        actors: speakers,
        events: graph.links(claim).events.to_vec(),
        parts: vec![vec![claim.into()]],
        witness: steps(facts, StepKind::Line, &own),
        statements: own,
        ..finding
    }
}
