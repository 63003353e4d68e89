//! Ties that join what should be apart.

use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::{Facts, Ties};
use crate::case::date::Date;
use crate::case::graph::Tie;
use crate::case::vocabulary::Role;
use crate::case::{ActorIdx, ClaimGraph};
use crate::rules::finding::{Finding, Severity, Step, StepKind};
use crate::rules::profile::record_step;
use crate::rules::words::actor_names;

/// Of an actor with very many ties the first so many are looked at.
const MOST_TIES: usize = 16;
/// How many actors are followed to learn whether two houses are joined anyway.
const BUDGET: usize = 10_000;

/// The joining ties that an actor declares and that are held for certain.
fn own_ties<'f>(facts: &'f Facts<'_>, actor: ActorIdx) -> impl Iterator<Item = &'f Tie> {
    let joining = &facts.settings().joining;
    let ties = facts.graph().ties(actor).iter();
    ties.filter(|tie| joining.contains(&tie.role) && !tie.alleged)
}

/// An actor aligned with one house and tied to another: through it whoever speaks for the first speaks for the second.
/// One that only belongs to two houses shares with each and merges none.
pub fn bridging(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    let graph = facts.graph();
    let mut aligned: BTreeMap<ActorIdx, Vec<ActorIdx>> = BTreeMap::new();
    for actor in graph.actors() {
        for tie in own_ties(facts, actor) {
            if tie.role == Role::AlignedWith {
                aligned.entry(tie.to).or_default().push(actor);
            }
        }
    }
    for actor in graph.actors() {
        let mut ties: Vec<&Tie> = own_ties(facts, actor).take(MOST_TIES).collect();
        ties.dedup_by_key(|tie| tie.to);
        if ties.len() < 2 {
            continue;
        }
        let apart = ties.iter().enumerate().find_map(|(at, one)| {
            let mut rest = ties[at + 1..].iter();
            let other = rest.find(|other| {
                [one.role, other.role].contains(&Role::AlignedWith)
                    && !meet(facts, &aligned, one.to, other.to, actor)
            })?;
            Some((*one, *other))
        });
        let Some((one, other)) = apart else {
            continue;
        };
        let message = format!(
            "{} alone joins {} and {}",
            graph.name(actor),
            graph.name(one.to),
            graph.name(other.to)
        );
        findings.push(Finding {
            actors: vec![actor, one.to, other.to],
            witness: [one, other]
                .map(|tie| tie_step(graph, facts, actor, tie))
                .to_vec(),
            ..Finding::of("bridging-actor", message)
        });
    }
}

fn tie_step(graph: &ClaimGraph, facts: &Facts<'_>, actor: ActorIdx, tie: &Tie) -> Step {
    let text = format!("{} {} {}", graph.name(actor), tie.role, graph.name(tie.to));
    record_step(facts, StepKind::Line, actor, text)
}

/// Whether two actors share a voice without the help of a third; so taken where following them costs too much.
fn meet(
    facts: &Facts<'_>,
    aligned: &BTreeMap<ActorIdx, Vec<ActorIdx>>,
    one: ActorIdx,
    other: ActorIdx,
    without: ActorIdx,
) -> bool {
    let reach = |start: ActorIdx| -> Option<BTreeSet<ActorIdx>> {
        let mut seen = BTreeSet::from([start]);
        let mut open = vec![start];
        while let Some(at) = open.pop() {
            let back = aligned.get(&at).into_iter().flatten().copied();
            for to in own_ties(facts, at).map(|tie| tie.to).chain(back) {
                if to != without && seen.insert(to) {
                    open.push(to);
                }
            }
            if seen.len() > BUDGET {
                return None;
            }
        }
        Some(seen)
    };
    match (reach(one), reach(other)) {
        (Some(first), Some(second)) => first.intersection(&second).next().is_some(),
        _ => true,
    }
}

/// Declared opponents that share a voice, and actors that answer to two opponents.
pub fn adversary_in_class(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    let graph = facts.graph();
    if !facts.base().has_adversaries {
        return;
    }
    let voices = &facts.base().voices;
    let now = Date::UNKNOWN;
    let mut joined: BTreeSet<(ActorIdx, ActorIdx)> = BTreeSet::new();
    for one in graph.actors() {
        for &other in graph
            .actor(one)
            .adversaries
            .iter()
            .filter(|&&other| one < other)
        {
            if voices.joined((one, now), (other, now), Ties::Sure) {
                joined.insert((one, other));
                let shared = voices.reach(one, now, Ties::Sure);
                let theirs = voices.reach(other, now, Ties::Sure);
                let house: Vec<ActorIdx> = (shared.into_iter())
                    .filter(|voice| theirs.binary_search(voice).is_ok())
                    .collect();
                let message = format!(
                    "{} are declared opponents and speak with one voice, that of {}",
                    actor_names(facts, &[one, other]),
                    actor_names(facts, &house)
                );
                let mut actors = vec![one, other];
                let between = house.into_iter().filter(|voice| !actors.contains(voice));
                actors.extend(between.take(MOST_TIES).collect::<Vec<_>>());
                findings.push(opponents(facts, actors, message, Severity::Error));
            }
        }
    }
    for actor in graph
        .actors()
        .filter(|&actor| own_ties(facts, actor).nth(1).is_some())
    {
        let reach = voices.reach(actor, now, Ties::Sure);
        let pair = reach.iter().find_map(|&one| {
            let foes = &graph.actor(one).adversaries;
            let foe = reach
                .iter()
                .find(|&&other| one < other && foes.contains(&other))?;
            (!joined.contains(&(one, *foe))).then_some((one, *foe))
        });
        if let Some((one, other)) = pair {
            let message = format!(
                "{} answers to {}, which are declared opponents",
                graph.name(actor),
                actor_names(facts, &[one, other])
            );
            findings.push(opponents(
                facts,
                vec![actor, one, other],
                message,
                Severity::Warning,
            ));
        }
    }
}

fn opponents(
    facts: &Facts<'_>,
    actors: Vec<ActorIdx>,
    message: String,
    severity: Severity,
) -> Finding {
    let graph = facts.graph();
    let witness = actors.iter().map(|&actor| {
        let mut said: Vec<String> = own_ties(facts, actor)
            .take(MOST_TIES)
            .map(|tie| format!("{} {}", tie.role, graph.name(tie.to)))
            .collect();
        let foes = graph.actor(actor).adversaries.iter();
        let foes = foes.filter(|foe| actors.contains(foe));
        said.extend(foes.map(|&foe| format!("opponent of {}", graph.name(foe))));
        let text = format!("{}: {}", graph.name(actor), said.join(", "));
        record_step(facts, StepKind::Conflict, actor, text)
    });
    Finding {
        severity,
        witness: witness.collect(),
        actors,
        ..Finding::of("adversary-in-class", message)
    }
}
