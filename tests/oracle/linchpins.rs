//! Linchpins, held against taking each candidate away.

use claimgraph::analysis::{Facts, Settings, Suppositions, Taken};
use claimgraph::case::date::Date;
use claimgraph::case::{ActorIdx, ClaimIdx};

use crate::engine;
use crate::model::{Basis, Case, Role, Stance, Tie};
use crate::shrinking::{hold, hold_as};
use crate::supposed::supposing;

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

/// The case in which every other word is a prisoner's, of whom it is not always known who holds him.
pub fn in_custody(case: &Case) -> Case {
    let mut edited = case.clone();
    let actors = case.actors.len();
    for (at, statement) in edited.statements.iter_mut().enumerate().step_by(2) {
        if statement.stance == Stance::Retracts {
            continue;
        }
        statement.basis = Some(Basis::Custody);
        statement.custodian = (at % 4 == 0).then_some((statement.by + 1) % actors);
    }
    for (at, actor) in edited.actors.iter_mut().enumerate() {
        for next in 1..=1 + at % 2 {
            actor.ties.push(Tie {
                to: (at + next) % actors,
                role: Role::InCustodyOf,
                from: None,
                until: None,
                alleged: at % 3 == 0,
            });
        }
    }
    edited
}

#[test]
fn linchpins_are_what_taking_each_candidate_away_shows() {
    hold(150, &linchpin_fault);
    hold_as(150, &in_custody, &linchpin_fault);
}
