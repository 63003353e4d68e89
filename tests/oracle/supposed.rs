//! What is supposed, held against the same done to the records; linchpins, held against taking each candidate away.

use std::collections::BTreeSet;

use claimgraph::analysis::{Facts, Settings, Status, Suppositions, Taken, Unknown};
use claimgraph::case::date::Date;
use claimgraph::case::{ActorIdx, ClaimGraph, ClaimIdx, Node};

use crate::engine;
use crate::model::{Basis, Case, Object, Stance, Statement, Verification};
use crate::random::{self, Dice};

fn supposing(graph: &ClaimGraph, suppositions: Suppositions) -> Facts<'_> {
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

/// Whether the lines of this actor are counted by this very actor: it is a class of its own, or its ties are dated.
fn is_label(facts: &Facts<'_>, actor: ActorIdx) -> bool {
    let voices = &facts.base().voices;
    let mut labels = Vec::new();
    voices.labels(
        actor,
        Date::UNKNOWN,
        claimgraph::analysis::Ties::Sure,
        &mut labels,
    );
    !voices.is_fixed(actor) || labels.contains(&actor)
}

fn linchpin_fault(case: &Case) -> Option<String> {
    let graph = engine::graph(case);
    let facts = Facts::new(&graph, Settings::default());
    let linchpins = facts.linchpins();
    assert!(linchpins.unsettled.is_empty());
    let actors = graph.actors().filter(|&actor| is_label(&facts, actor));
    let candidates = actors
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

/// Fails with a small case where there is a fault.
fn hold(default: u64, fault: &dyn Fn(&Case) -> Option<String>) {
    for seed in random::cases(default) {
        let case = random::case(&mut Dice::new(seed));
        if fault(&case).is_some() {
            let small = random::minimised(&case, &|case| fault(case).is_some());
            let found = fault(&small).unwrap_or_default();
            panic!("seed {seed}: {found}\n{}", random::brief(&small));
        }
    }
}

#[test]
fn linchpins_are_what_taking_each_candidate_away_shows() {
    hold(250, &linchpin_fault);
}

#[test]
fn to_take_what_somebody_said_away_is_to_have_it_taken_back() {
    hold(150, &|case| {
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
    hold(150, &|case| {
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
