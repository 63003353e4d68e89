//! What is supposed, held against the same done to the records; linchpins, held against taking each candidate away.

use std::collections::BTreeSet;

use claimgraph::analysis::{Facts, Settings, Status, Suppositions, Taken, Unknown};
use claimgraph::case::date::Date;
use claimgraph::case::{ActorIdx, ClaimGraph, ClaimIdx, Node};

use crate::engine;
use crate::model::{Basis, Case, Object, Stance, Statement, Verification};
use crate::shrinking::hold;

pub fn supposing(graph: &ClaimGraph, suppositions: Suppositions) -> Facts<'_> {
    let settings = Settings {
        suppositions,
        ..Settings::default()
    };
    Facts::new(graph, settings)
}

/// Status and κ⁻, κ⁺ of each claim, by id.
fn standings(facts: &Facts<'_>) -> Vec<(String, Status, u32, u32)> {
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

/// Whether somebody and another may answer to each other: they are one class, which is listed by one name.
fn may_be_mutual(facts: &Facts<'_>, actor: ActorIdx) -> bool {
    let reach = |from| {
        let voices = &facts.base().voices;
        voices.reach(from, Date::UNKNOWN, claimgraph::analysis::Ties::Possible)
    };
    let mut others = reach(actor).into_iter().filter(|&other| other != actor);
    others.any(|other| reach(other).contains(&actor))
}

fn linchpin_fault(case: &Case) -> Option<String> {
    let graph = engine::graph(case);
    let facts = Facts::new(&graph, Settings::default());
    let linchpins = facts.linchpins();
    assert!(linchpins.unsettled.is_empty());
    let candidates = (graph.actors())
        .filter(|&actor| !may_be_mutual(&facts, actor))
        .map(Taken::Class)
        .chain(graph.all_evidence().map(Taken::Evidence));
    for what in candidates {
        let without = supposing(&graph, Suppositions::without([what]));
        let falls =
            |&claim: &ClaimIdx| without.status(claim).footing() < facts.status(claim).footing();
        let expected: Vec<ClaimIdx> = graph.claims().filter(falls).collect();
        let listed = linchpins.ranked.iter().find(|one| one.what == what);
        let found: Vec<ClaimIdx> = listed
            .map(|one| one.losses.iter().map(|&(claim, _)| claim).collect())
            .unwrap_or_default();
        if found != expected {
            return Some(format!("{what:?}: expected {expected:?}, found {found:?}"));
        }
    }
    None
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
fn linchpins_are_what_taking_each_candidate_away_shows() {
    hold(150, &linchpin_fault);
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
                && case.actors.iter().all(|other| {
                    other
                        .ties
                        .iter()
                        .all(|tie| tie.role != crate::model::Role::InCustodyOf)
                });
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
fn to_suppose_an_unknown_settled_is_to_settle_it_in_the_records() {
    hold(80, &|case| {
        let graph = engine::graph(case);
        let mut trials: Vec<(Unknown, Case)> = Vec::new();
        for (at, statement) in case.statements.iter().enumerate() {
            let Node::Statement(index) = find(&graph, &statement.id) else {
                continue;
            };
            // Only a root that cites no artefact lacks a basis.
            let facts = Facts::new(&graph, Settings::default());
            let is_root = facts.lineage().is_root(facts.lineage().of(index));
            let cites_artefact = facts.base().artefacts(index).next().is_some();
            if !is_root || cites_artefact || statement.basis == Some(Basis::Custody) {
                continue;
            }
            // The relays that it came through are statements of their own.
            if statement.via.is_empty() {
                let mut edited = case.clone();
                edited.statements[at].basis = Some(Basis::Witnessed);
                trials.push((Unknown::Basis(index), edited));
            }
        }
        for (at, actor) in case.actors.iter().enumerate() {
            if let (true, Node::Actor(index)) = (actor.unnamed, find(&graph, &actor.id)) {
                let mut edited = case.clone();
                edited.actors[at].unnamed = false;
                trials.push((Unknown::Name(index), edited));
            }
            for (nth, tie) in actor.ties.iter().enumerate().filter(|(_, tie)| tie.alleged) {
                let (Node::Actor(from), Node::Actor(to)) = (
                    find(&graph, &actor.id),
                    find(&graph, &case.actors[tie.to].id),
                ) else {
                    continue;
                };
                let twice = actor.ties.iter().filter(|other| other.to == tie.to).count() > 1;
                let joins = !matches!(
                    tie.role,
                    crate::model::Role::InCustodyOf | crate::model::Role::FundedBy
                );
                if joins && !twice {
                    let mut edited = case.clone();
                    edited.actors[at].ties.remove(nth);
                    trials.push((Unknown::Tie(from, to), edited));
                }
            }
        }
        for (at, evidence) in case.evidence.iter().enumerate() {
            let Node::Evidence(index) = find(&graph, &evidence.id) else {
                continue;
            };
            let mut edited = case.clone();
            let by = edited.actors.len();
            edited.actors.push(crate::model::Actor {
                id: "zz-checker".into(),
                ..Default::default()
            });
            edited.evidence[at].verified.push(Verification {
                by,
                claims: (0..case.claims.len()).collect(),
                date: None,
            });
            trials.push((Unknown::Artefact(index), edited));
        }
        for (unknown, edited) in trials {
            let edited_graph = engine::graph(&edited);
            let expected = standings(&Facts::new(&edited_graph, Settings::default()));
            let found = standings(&supposing(&graph, Suppositions::settled([unknown])));
            if found != expected {
                return Some(format!(
                    "{unknown:?}: expected {expected:?}, found {found:?}"
                ));
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
        let joins = |role| {
            use crate::model::Role;
            !matches!(role, Role::InCustodyOf | Role::FundedBy)
        };
        // Everybody who ever answers to an actor, itself included.
        let house = |head: usize| {
            let mut house = BTreeSet::from([head]);
            for _ in 0..case.actors.len() {
                for (at, actor) in case.actors.iter().enumerate() {
                    for tie in actor.ties.iter().filter(|tie| joins(tie.role)) {
                        if house.contains(&tie.to) {
                            house.insert(at);
                        }
                        let both = tie.role == crate::model::Role::AlignedWith;
                        if both && house.contains(&at) {
                            house.insert(tie.to);
                        }
                    }
                }
            }
            house
        };
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
                        let in_houses = is_by(&first, s) && is_by(&second, t)
                            || is_by(&second, s) && is_by(&first, t);
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
            if tie.role == crate::model::Role::AlignedWith
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

#[test]
fn what_to_check_first_is_what_settling_raises() {
    hold(80, &|case| {
        let graph = engine::graph(case);
        let facts = Facts::new(&graph, Settings::default());
        for check in facts.checks().ranked {
            let settled = supposing(&graph, Suppositions::settled([check.unknown]));
            // What was never recorded would be a statement of its own: that is tried in the records below.
            if matches!(check.unknown, Unknown::Unrecorded(_)) {
                continue;
            }
            for &claim in &check.concerns {
                let raised = settled.status(claim) == Status::Corroborated;
                if raised != check.raises.contains(&claim) {
                    return Some(format!("{:?}: {} {raised}", check.unknown, graph.id(claim)));
                }
            }
            for claim in graph
                .claims()
                .filter(|claim| !check.concerns.contains(claim))
            {
                let before = facts.status(claim);
                if settled.status(claim) == Status::Corroborated && before != Status::Corroborated {
                    return Some(format!("{:?} raises {}", check.unknown, graph.id(claim)));
                }
            }
        }
        None
    });
}

#[test]
fn what_was_never_recorded_counts_once_it_is() {
    hold(120, &|case| {
        let graph = engine::graph(case);
        let facts = Facts::new(&graph, Settings::default());
        for check in facts.checks().ranked {
            let Unknown::Unrecorded(implied) = check.unknown else {
                continue;
            };
            // A report without a publisher, an unnamed source: nobody to ask. A speaker with dated ties would say it
            // at some date.
            let Some(speaker) = implied.speaker else {
                continue;
            };
            let by = (case.actors.iter()).position(|actor| actor.id == graph.id(speaker));
            let claim = (case.claims.iter()).position(|one| one.id == graph.id(implied.claim));
            let (Some(by), Some(claim)) = (by, claim) else {
                continue;
            };
            // Who takes something back would take this back too.
            let retracts = |said: &Statement| said.by == by && said.stance == Stance::Retracts;
            if case.statements.iter().any(retracts) {
                continue;
            }
            if case.actors[by].unnamed || case.claims.iter().any(|claim| !claim.entails.is_empty())
            {
                continue;
            }
            let mut edited = case.clone();
            edited.statements.push(Statement {
                id: "zz-said".into(),
                by,
                stance: Stance::Asserts,
                object: Object::Claim(claim),
                basis: Some(Basis::Witnessed),
                cites: Vec::new(),
                via: Vec::new(),
                date: None,
                report: None,
                custodian: None,
            });
            let edited_graph = engine::graph(&edited);
            let edited_facts = Facts::new(&edited_graph, Settings::default());
            for &raised in &check.raises {
                let again = engine::claim(&edited_graph, graph.id(raised));
                if edited_facts.status(again) != Status::Corroborated {
                    return Some(format!("{:?} {}", check.unknown, graph.id(raised)));
                }
            }
        }
        None
    });
}

#[test]
fn the_cheapest_way_works_and_no_smaller_one_does() {
    hold(80, &|case| {
        let graph = engine::graph(case);
        let facts = Facts::new(&graph, Settings::default());
        for claim in graph.claims() {
            let cheapest = facts.cheapest(claim);
            if facts.standing(claim).support.grounded {
                let without = |gone: Vec<Taken>| {
                    let facts = supposing(&graph, Suppositions::without(gone));
                    facts.standing(claim).support.grounded
                };
                if without(cheapest.refute.clone()) {
                    return Some(format!(
                        "{} stands without {:?}",
                        graph.id(claim),
                        cheapest.refute
                    ));
                }
                let candidates = (graph.actors().map(Taken::Class))
                    .chain(graph.all_evidence().map(Taken::Evidence));
                let fewer = cheapest.refute.len() == 2
                    && candidates.into_iter().any(|one| !without(vec![one]));
                if cheapest.is_least_to_refute && fewer {
                    return Some(format!(
                        "{}: less than {:?}",
                        graph.id(claim),
                        cheapest.refute
                    ));
                }
            }
            let Some(settle) = cheapest.settle else {
                continue;
            };
            let recorded = |one: &Unknown| !matches!(one, Unknown::Unrecorded(_));
            if settle.iter().all(recorded) {
                let settled = supposing(&graph, Suppositions::settled(settle.clone()));
                let least = settled.standing(claim).support.lines_min.least;
                if least < 2 {
                    return Some(format!("{}: {settle:?} give {least}", graph.id(claim)));
                }
            }
        }
        None
    });
}
