//! A finding of one rule cannot stand in for one of another whose definition does not hold.

use std::collections::BTreeSet;

use claimgraph::analysis::{Facts, Settings};
use claimgraph::rules::{self, Detail, Finding, Level, Policy};
use claimgraph::verify;
use serde_json::{Value, json};

use super::{Read, examples, read_file, result, root};
use crate::engine;
use crate::random::{self, Dice};

/// Of whom or what a rule speaks where it looks alone, with nothing that explains it away.
fn found_alone(facts: &Facts<'_>, rule: &'static str) -> Vec<Finding> {
    let mut policy = Policy::from(Detail::All).only(|one| one.name == rule);
    policy.levels.insert(rule, Level::On);
    rules::check(facts, policy)
}

/// Whether a rule finds itself what a finding says that is given its name: something on each of its claims.
fn is_its_own(facts: &Facts<'_>, alone: &[Finding], finding: &Value) -> bool {
    let graph = facts.graph();
    let claims = |one: &Finding| {
        one.claims
            .iter()
            .map(|&at| graph.id(at))
            .collect::<Vec<_>>()
    };
    let told: BTreeSet<&str> = alone.iter().flat_map(claims).collect();
    let named = finding["claims"].as_array().expect("claims").iter();
    let mut named = named.map(|id| id.as_str().expect("an id"));
    named.all(|claim| told.contains(claim))
}

/// Rules of which a result does not hold enough to derive again whether it is this one and no other: what exactly two
/// records have to do with one another, what rose or drifted on the way, what a record lacks.
const LEFT_TO_THE_RULE: [&str; 10] = [
    "adversary-in-class",
    "bridging-actor",
    "citation-bias",
    "evidence-overreach",
    "halo-grading",
    "interested-release",
    "recycled-evidence",
    "untraceable-statement",
    "unused-entity",
    "unused-suppression",
];

/// How many findings of a document are confirmed.
fn confirmed(read: &Read, document: &Value) -> usize {
    let text = serde_json::to_vec(document).expect("JSON");
    let document = verify::read(&text).expect("a result");
    let verdict = verify::verify(&read.0, &document).expect("settings");
    verdict
        .confirmed
        .get("finding")
        .copied()
        .unwrap_or_default()
}

/// Gives the findings of a result the name of each other rule, all at once; how many of these the checker refused.
fn stand_ins(read: &Read, about: &str) -> usize {
    let facts = Facts::new(&read.0, Settings::default());
    let result = result(&facts, &read.1);
    let all = result["findings"].as_array().expect("findings");
    let mut refused = 0;
    for &rule in rules::names() {
        if LEFT_TO_THE_RULE.contains(&rule) {
            continue;
        }
        let renamed = |findings: &[&Value]| {
            let mut other = result.clone();
            let findings = findings.iter().map(|&finding| {
                let mut finding = finding.clone();
                finding["rule"] = json!(rule);
                finding
            });
            other["findings"] = findings.collect();
            other
        };
        let others: Vec<&Value> = all.iter().filter(|one| one["rule"] != rule).collect();
        refused += others.len();
        if confirmed(read, &renamed(&others)) == 0 {
            continue;
        }
        let alone = found_alone(&facts, rule);
        for finding in others {
            let is_confirmed = confirmed(read, &renamed(&[finding])) > 0;
            refused -= usize::from(is_confirmed);
            assert!(
                !is_confirmed || is_its_own(&facts, &alone, finding),
                "{} as {rule}: {}\n{about}",
                finding["rule"],
                finding["message"]
            );
        }
    }
    refused
}

#[test]
fn no_finding_stands_in_for_one_of_another_rule() {
    let mut refused = 0;
    for path in examples() {
        refused += stand_ins(&read_file(&path), &path.display().to_string());
    }
    let quickstart = root().join("datasets/quickstart.yaml");
    refused += stand_ins(&read_file(&quickstart), "quickstart");
    for seed in random::cases_of(100, 15) {
        let case = random::case(&mut Dice::new(seed));
        refused += stand_ins(
            &engine::read(&case),
            &format!("seed {seed}\n{}", random::brief(&case)),
        );
    }
    assert!(refused > 0);
}
