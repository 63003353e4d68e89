//! Whatever the definitions call contested is told by a rule, and that opponents agree whatever is said against it.

use std::collections::BTreeSet;

use claimgraph::analysis::{Facts, Settings};
use claimgraph::case::ClaimIdx;
use claimgraph::rules::{self, Detail};

use crate::engine;
use crate::model::{Actor, Case, Stance, Statement};
use crate::random::{self, Dice};
use crate::shrinking;

/// The claims that findings of some rules name, with everything shown.
fn named(case: &Case, names: &[&str]) -> (BTreeSet<String>, BTreeSet<String>) {
    let graph = engine::graph(case);
    let facts = Facts::new(&graph, Settings::default());
    let ids = |claims: BTreeSet<ClaimIdx>| -> BTreeSet<String> {
        claims.iter().map(|&at| graph.id(at).to_owned()).collect()
    };
    let found = rules::judge(&facts, &Detail::All.into());
    let found = found.iter().filter(|one| names.contains(&one.rule()));
    let contested = graph
        .claims()
        .filter(|&at| facts.status(at).word() == "contested");
    (
        ids(found.flat_map(|finding| finding.claims()).collect()),
        ids(contested.collect()),
    )
}

#[test]
fn every_contested_claim_is_named_by_a_conflict() {
    let conflicts = ["contested-claim", "self-contradiction", "value-conflict"];
    let mut tried = 0;
    for seed in random::cases_of(26, 400) {
        let case = random::case(&mut Dice::new(seed));
        let (named, contested) = named(&case, &conflicts);
        assert!(
            contested.is_subset(&named),
            "seed {seed}: {:?}\n{}",
            contested.difference(&named),
            shrinking::brief(&case)
        );
        tried += contested.len();
    }
    assert!(tried > 0);
}

#[test]
fn a_dispute_takes_no_strength_away() {
    let strength = ["adverse-agreement"];
    let mut tried = 0;
    for seed in random::cases_of(27, 400) {
        let case = random::case(&mut Dice::new(seed));
        let (before, _) = named(&case, &strength);
        let mut disputed = case.clone();
        let blog = disputed.actors.len();
        disputed.actors.push(Actor {
            id: "blog".to_owned(),
            ..Actor::default()
        });
        let claims = 0..case.claims.len();
        let disputes = claims
            .map(|claim| Statement::on_claim(&format!("no{claim}"), blog, Stance::Disputes, claim));
        disputed.statements.extend(disputes);
        let (after, _) = named(&disputed, &strength);
        assert_eq!(before, after, "seed {seed}\n{}", shrinking::brief(&case));
        tried += before.len();
    }
    assert!(tried > 0);
}
