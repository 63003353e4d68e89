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
/// How many actors are followed by each rule, over the whole case. Beyond, nothing more is looked for.
const BUDGET: usize = 2_000_000;

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
    let mut budget = BUDGET;
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
                    && !meet(facts, &aligned, [one.to, other.to], actor, &mut budget)
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

/// Whether two actors share a voice without the help of a third; so taken where the budget ends.
fn meet(
    facts: &Facts<'_>,
    aligned: &BTreeMap<ActorIdx, Vec<ActorIdx>>,
    [one, other]: [ActorIdx; 2],
    without: ActorIdx,
    budget: &mut usize,
) -> bool {
    let mut reach = |start: ActorIdx| -> Option<BTreeSet<ActorIdx>> {
        let mut seen = BTreeSet::from([start]);
        let mut open = vec![start];
        while let Some(at) = open.pop() {
            let back = aligned.get(&at).into_iter().flatten().copied();
            for to in own_ties(facts, at).map(|tie| tie.to).chain(back) {
                *budget = budget.checked_sub(1)?;
                if to != without && seen.insert(to) {
                    open.push(to);
                }
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
    if !facts.base().has_adversaries {
        return;
    }
    let mut budget = BUDGET;
    let joined = opponents_in_one_house(facts, &mut budget, findings);
    let graph = facts.graph();
    let of_several = |&actor: &ActorIdx| own_ties(facts, actor).nth(1).is_some();
    for actor in graph.actors().filter(of_several) {
        let Some(reach) = reach(facts, actor, &mut budget) else {
            break;
        };
        let mut apart: BTreeSet<ActorIdx> = BTreeSet::new();
        for &one in &reach {
            let foes = graph.actor(one).adversaries.iter().copied();
            let foes = foes.filter(|&foe| reach.binary_search(&foe).is_ok());
            let foes = foes.filter(|&foe| !joined.contains(&(one.min(foe), one.max(foe))));
            apart.extend(foes.flat_map(|foe| [one, foe]));
        }
        if apart.is_empty() {
            continue;
        }
        let masters: Vec<ActorIdx> = apart.into_iter().take(MOST_TIES).collect();
        let message = format!(
            "{} answers to {}, {} are declared opponents",
            graph.name(actor),
            actor_names(facts, &masters),
            if masters.len() > 2 {
                "among whom"
            } else {
                "which"
            }
        );
        let actors = [actor].into_iter().chain(masters).collect();
        findings.push(opponents(facts, actors, message, Severity::Warning));
    }
}

/// Reports declared opponents that share a voice; returns them in pairs.
fn opponents_in_one_house(
    facts: &Facts<'_>,
    budget: &mut usize,
    findings: &mut Vec<Finding>,
) -> BTreeSet<(ActorIdx, ActorIdx)> {
    let graph = facts.graph();
    let now = Date::UNKNOWN;
    let mut joined = BTreeSet::new();
    for one in graph.actors() {
        for &other in graph
            .actor(one)
            .adversaries
            .iter()
            .filter(|&&other| one < other)
        {
            let voices = &facts.base().voices;
            if !voices.joined((one, now), (other, now), Ties::Sure) {
                continue;
            }
            let (Some(first), Some(second)) =
                (reach(facts, one, budget), reach(facts, other, budget))
            else {
                return joined;
            };
            joined.insert((one, other));
            let shared = first
                .into_iter()
                .filter(|voice| second.binary_search(voice).is_ok());
            let house: Vec<ActorIdx> = shared.collect();
            let message = format!(
                "{} are declared opponents and speak with one voice, that of {}",
                actor_names(facts, &[one, other]),
                actor_names(facts, &house)
            );
            let between = house
                .into_iter()
                .filter(|&voice| voice != one && voice != other);
            let actors = [one, other].into_iter().chain(between.take(MOST_TIES));
            findings.push(opponents(facts, actors.collect(), message, Severity::Error));
        }
    }
    joined
}

/// For whom an actor speaks, sorted, by ties that surely held; `None` once the budget has ended.
fn reach(facts: &Facts<'_>, actor: ActorIdx, budget: &mut usize) -> Option<Vec<ActorIdx>> {
    (*budget > 0).then(|| {
        let reach = facts.base().voices.reach(actor, Date::UNKNOWN, Ties::Sure);
        *budget = budget.saturating_sub(reach.len());
        reach
    })
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
