//! What is supposed, held against the same done to the records.

use std::collections::BTreeSet;

use claimgraph::analysis::{Facts, Settings, Status, Suppositions, Taken};
use claimgraph::case::{ActorIdx, ClaimGraph, Node};

use crate::engine;
use crate::model::{Case, Object, Role, Stance, Statement};
use crate::shrinking::hold;

pub fn supposing(graph: &ClaimGraph, suppositions: Suppositions) -> Facts<'_> {
    let settings = Settings {
        suppositions,
        ..Settings::default()
    };
    Facts::new(graph, settings)
}

/// Status and κ⁻, κ⁺ of each claim, by id.
pub fn standings(facts: &Facts<'_>) -> Vec<(String, Status, u32, u32)> {
    let graph = facts.graph();
    let row = |claim| {
        let standing = facts.standing(claim);
        let lines = standing.support;
        (
            graph.id(claim).to_owned(),
            standing.status,
            lines.lines_min.least,
            lines.lines_max.most,
        )
    };
    graph.claims().map(row).collect()
}

fn find(graph: &ClaimGraph, id: &str) -> Node {
    graph.find(id).unwrap_or_else(|| panic!("`{id}`"))
}

/// What a statement is a stance on: to support a statement is to support its claim.
fn object(case: &Case, mut at: usize) -> Object {
    loop {
        let statement = &case.statements[at];
        match statement.object {
            Object::Statement(to) if statement.stance.supports() => at = to,
            object => return object,
        }
    }
}

#[test]
fn to_take_what_somebody_said_away_is_to_have_it_taken_back() {
    hold(80, &|case| {
        let graph = engine::graph(case);
        let by = |at: usize| case.statements[at].by;
        for actor in 0..case.actors.len() {
            // An actor that makes, verifies or holds something does more than speak; one that is cited and says
            // nothing stands for an undeclared statement that no record can take back.
            let speaks_only = case.evidence.iter().all(|evidence| {
                evidence.producer != Some(actor)
                    && evidence.released_by != Some(actor)
                    && evidence.verified.iter().all(|one| one.by != actor)
            }) && case.statements.iter().all(|one| {
                one.custodian != Some(actor)
                    && !one.cites.contains(&crate::model::Cite::Actor(actor))
                    && (one.report)
                        .is_none_or(|report| case.reports[report].publisher != Some(actor))
                    && one.stance != Stance::Retracts
            }) && case
                .reports
                .iter()
                .all(|report| report.publisher != Some(actor))
                && case
                    .actors
                    .iter()
                    .all(|other| other.ties.iter().all(|tie| tie.role != Role::InCustodyOf));
            if !speaks_only {
                continue;
            }
            let Node::Actor(index) = find(&graph, &case.actors[actor].id) else {
                panic!("an actor");
            };
            let mut edited = case.clone();
            let objects: BTreeSet<Object> = (0..case.statements.len())
                .filter(|&at| by(at) == actor || case.statements[at].via.contains(&actor))
                .map(|at| object(case, at))
                .collect();
            for (nth, object) in objects.into_iter().enumerate() {
                edited.statements.push(Statement {
                    id: format!("zz-{nth}"),
                    by: actor,
                    stance: Stance::Retracts,
                    object,
                    basis: None,
                    cites: Vec::new(),
                    via: Vec::new(),
                    date: Some((300, 300)),
                    report: None,
                    custodian: None,
                });
            }
            let edited_graph = engine::graph(&edited);
            let expected = standings(&Facts::new(&edited_graph, Settings::default()));
            let without = Suppositions::without([Taken::Actor(index)]);
            let found = standings(&supposing(&graph, without));
            // A circle through what is gone is none any more; through what was taken back it still is one.
            let same = found.iter().zip(&expected).all(|(found, expected)| {
                let fallen = (Status::Unfounded, Status::Circular);
                found == expected || (found.1, expected.1) == fallen
            });
            if !same {
                let id = &case.actors[actor].id;
                return Some(format!("{id}: expected {expected:?}, found {found:?}"));
            }
        }
        None
    });
}

#[test]
fn to_believe_two_actors_independent_parts_their_houses_and_nobody_else() {
    hold(80, &|case| {
        let graph = engine::graph(case);
        let facts = Facts::new(&graph, Settings::default());
        let joins = |role| !matches!(role, Role::InCustodyOf | Role::FundedBy);
        // Everybody who ever answers to an actor, itself included, by whatever ways but those through another.
        let house_past = |head: usize, past: Option<usize>| {
            let mut house = BTreeSet::from([head]);
            for _ in 0..case.actors.len() {
                for (at, actor) in case.actors.iter().enumerate() {
                    let ties = actor.ties.iter().filter(|tie| joins(tie.role));
                    for tie in ties.filter(|tie| ![at, tie.to].map(Some).contains(&past)) {
                        if house.contains(&tie.to) {
                            house.insert(at);
                        }
                        let both = tie.role == Role::AlignedWith;
                        if both && house.contains(&at) {
                            house.insert(tie.to);
                        }
                    }
                }
            }
            house
        };
        let house = |head| house_past(head, None);
        let index = |at: usize| match find(&graph, &case.actors[at].id) {
            Node::Actor(actor) => actor,
            other => panic!("{other:?}"),
        };
        for one in 0..case.actors.len().min(4) {
            for other in 0..one {
                let apart = supposing(
                    &graph,
                    Suppositions {
                        apart: vec![(index(one), index(other))],
                        ..Suppositions::default()
                    },
                );
                let (first, second) = (house(one), house(other));
                let own_first = &first - &house_past(other, Some(one));
                let own_second = &second - &house_past(one, Some(other));
                let is_by = |house: &BTreeSet<usize>, statement| {
                    house
                        .iter()
                        .any(|&at| index(at) == graph.speaker(statement))
                };
                let reach = |at: ActorIdx| -> BTreeSet<usize> {
                    let all = 0..case.actors.len();
                    all.filter(|&head| house(head).iter().any(|&member| index(member) == at))
                        .collect()
                };
                let shared = &reach(index(one)) & &reach(index(other));
                for s in graph.statements() {
                    for t in graph.statements() {
                        let (before, after) = (facts.are_joined(s, t), apart.are_joined(s, t));
                        let pair = [graph.speaker(s), graph.speaker(t)];
                        let is_pair = pair == [index(one), index(other)];
                        let in_houses = is_by(&own_first, s) && is_by(&own_second, t)
                            || is_by(&own_second, s) && is_by(&own_first, t);
                        // Who shares anything else stays joined, where that surely joins them.
                        let voices = |at| facts.voices(at).into_iter().collect::<BTreeSet<_>>();
                        let elsewhere = (&voices(s) & &voices(t))
                            .iter()
                            .any(|voice| shared.iter().all(|&at| index(at) != *voice));
                        let mutual = first.contains(&other) && second.contains(&one);
                        let wrong = after && !before
                            || is_pair && after && !elsewhere
                            || before && !after && (!in_houses || elsewhere && !mutual);
                        if wrong {
                            let names = [graph.id(s), graph.id(t)];
                            return Some(format!("{one} {other}: {names:?} {before} {after}"));
                        }
                    }
                }
            }
        }
        None
    });
}

#[test]
fn to_believe_a_lone_follower_independent_is_to_strike_its_tie() {
    let compared = std::cell::Cell::new(0);
    hold(150, &|case| {
        let graph = engine::graph(case);
        let actor = |at: usize| match find(&graph, &case.actors[at].id) {
            Node::Actor(actor) => actor,
            other => panic!("{other:?}"),
        };
        for one in 0..case.actors.len() {
            let [tie] = &case.actors[one].ties[..] else {
                continue;
            };
            // Who else answers to the head answers to nobody beside, and nobody is led by the one.
            let is_led = |at: usize| case.actors[at].ties.iter().any(|tie| tie.to == one);
            let head = tie.to;
            let leads = |at: usize| case.actors[at].ties.iter().any(|tie| tie.to == head);
            let all = 0..case.actors.len();
            let strays = |at: usize| leads(at) && case.actors[at].ties.len() > 1;
            // Without a custodian a prisoner's word is carried by nobody who is known.
            if matches!(tie.role, Role::AlignedWith | Role::InCustodyOf)
                || !case.actors[head].ties.is_empty()
                || all.clone().any(|at| is_led(at) || strays(at))
            {
                continue;
            }
            let mut edited = case.clone();
            edited.actors[one].ties.clear();
            let again = engine::graph(&edited);
            let suppositions = Suppositions {
                apart: vec![(actor(one), actor(head))],
                ..Suppositions::default()
            };
            let found = standings(&supposing(&graph, suppositions));
            let expected = standings(&Facts::new(&again, Settings::default()));
            compared.set(compared.get() + 1);
            if found != expected {
                return Some(format!(
                    "{one}, {head}: expected {expected:?}, found {found:?}"
                ));
            }
        }
        None
    });
    assert!(compared.get() > 20, "{}", compared.get());
}
