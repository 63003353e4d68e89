//! Circles, citation paths, round trips and laundering loops of cases full of premises, against trying every way.

use std::collections::{BTreeMap, BTreeSet};

use claimgraph::analysis::{Facts, LineageIdx};
use claimgraph::case::{ActorIdx, ClaimGraph, StatementIdx};

use crate::brute::{Assumptions, Brute, Circle, Return};
use crate::engine;
use crate::model::Case;
use crate::random::{self, Dice};
use crate::shrinking::{brief, minimised};

/// How the engine's circles differ from those of the definitions; nothing where they agree, or the case is beyond these.
fn difference(case: &Case, assumptions: Assumptions) -> Option<String> {
    let brute = Brute::new(case, assumptions).ok()?;
    let graph = engine::graph(case);
    let facts = Facts::new(&graph, engine::settings(assumptions));
    let ways = brute.ways();
    let (found, expected) = (circles(case, &facts), ways.circles());
    if found != expected {
        return Some(format!("expected {expected:#?}\nfound {found:#?}"));
    }
    for (nth, claim) in case.claims.iter().enumerate() {
        let at = engine::claim(&graph, &claim.id);
        let (paths, expected) = (facts.citation_paths(at), ways.paths(nth));
        if paths != expected.into() {
            return Some(format!("{}: {expected} paths, found {paths}", claim.id));
        }
        let (trips, loops) = ways.returns(nth);
        let found = facts.round_trips(at).found.into_iter();
        let found: Vec<Return> = found.map(|one| ending(case, &graph, &one.chain)).collect();
        if sorted(&found) != shortest(&trips) {
            return Some(format!(
                "{}: {trips:?} come back, found {found:?}",
                claim.id
            ));
        }
        let found = facts.laundering_loops(at).found.into_iter();
        let found: Vec<Return> = found.map(|one| ending(case, &graph, &one.chain)).collect();
        if sorted(&found) != shortest(&loops) {
            return Some(format!(
                "{}: {loops:?} are laundered, found {found:?}",
                claim.id
            ));
        }
    }
    None
}

fn circles(case: &Case, facts: &Facts<'_>) -> BTreeSet<Circle> {
    let number = |at: &LineageIdx| {
        let statement = facts.lineage().statement(*at).expect("a statement");
        let id = facts.graph().id(statement);
        let found = case.statements.iter().position(|one| one.id == id);
        found.expect("one of the case")
    };
    let circles = facts.cycles().iter().map(|cycle| {
        assert!(cycle.cut.is_smallest());
        Circle {
            members: cycle.members.iter().map(number).collect(),
            shortest: cycle.shortest.len(),
            possible: cycle.possible,
            cut: cycle.cut.citations.len(),
            apparent: cycle.apparent,
        }
    });
    circles.collect()
}

/// Whose word a chain brings back, and how long it is.
fn ending(case: &Case, graph: &ClaimGraph, chain: &[StatementIdx]) -> Return {
    let number = |actor: ActorIdx| {
        let id = graph.id(actor);
        let found = case.actors.iter().position(|one| one.id == id);
        found.expect("one of the case")
    };
    (number(graph.speaker(chain[chain.len() - 1])), chain.len())
}

fn sorted(found: &[Return]) -> Vec<Return> {
    let mut found = found.to_vec();
    found.sort_unstable();
    found
}

/// The shortest chain of each actor.
fn shortest(all: &BTreeSet<Return>) -> Vec<Return> {
    let mut first: BTreeMap<usize, usize> = BTreeMap::new();
    for &(actor, length) in all {
        first.entry(actor).or_insert(length);
    }
    first.into_iter().collect()
}

#[test]
fn circles_and_words_that_come_back_agree_with_trying_every_way() {
    let (mut apparent, mut beside, mut trips) = (0, 0, 0);
    for seed in random::cases_of(2, 1000) {
        let mut dice = Dice::new(seed);
        let case = random::argument(&mut dice);
        let assumptions = random::assumptions(&mut dice);
        if difference(&case, assumptions).is_some() {
            let small = minimised(&case, &|case| difference(case, assumptions).is_some());
            let found = difference(&small, assumptions).unwrap_or_default();
            panic!("seed {seed}, {assumptions:?}\n{}\n{found}", brief(&small));
        }
        let Ok(brute) = Brute::new(&case, assumptions) else {
            continue;
        };
        let ways = brute.ways();
        let circles = ways.circles();
        apparent += circles.iter().filter(|one| one.apparent).count();
        beside += circles.iter().filter(|one| !one.apparent).count();
        let claims = 0..case.claims.len();
        trips += claims.filter(|&at| !ways.returns(at).0.is_empty()).count();
    }
    assert!(apparent > 0 && beside > 0 && trips > 0);
}
