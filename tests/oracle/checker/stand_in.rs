//! A finding of one rule cannot stand in for one of another whose definition does not hold.

use std::collections::BTreeSet;

use claimgraph::analysis::{Facts, Settings};
use claimgraph::case::{Kind, Node};
use claimgraph::rules::{self, Detail, Finding, Level, Policy};
use claimgraph::verify;
use serde_json::{Value, json};

use super::changes::OF_SEVERAL_CLAIMS;
use super::{Read, doubts, examples, read, read_file, result, root};
use crate::engine;
use crate::random::{self, Dice};
use crate::shrinking;

/// Of whom or what a rule speaks where it looks alone, with nothing that explains it away.
fn found_alone(facts: &Facts<'_>, rule: &'static str) -> Vec<Finding> {
    let mut policy = Policy::from(Detail::All).only(|one| one.name == rule);
    policy.levels.insert(rule, Level::On);
    rules::check(facts, policy)
}

/// The lists in which a finding names records.
const LISTS: [&str; 6] = [
    "claims",
    "actors",
    "events",
    "evidence",
    "reports",
    "statements",
];

/// Whether a rule finds itself what a finding says that is given its name: just the same, or the same of all its
/// claims.
fn is_its_own(facts: &Facts<'_>, alone: &[Finding], finding: &Value) -> bool {
    let graph = facts.graph();
    let named = |list: &str| -> BTreeSet<&str> {
        let list = finding[list].as_array().expect("a list").iter();
        list.map(|id| id.as_str().expect("an id")).collect()
    };
    let names = |one: &Finding, list: &str| -> BTreeSet<&str> {
        let ids: Vec<Node> = match list {
            "claims" => one.claims.iter().map(|&at| at.into()).collect(),
            "actors" => one.actors.iter().map(|&at| at.into()).collect(),
            "events" => one.events.iter().map(|&at| at.into()).collect(),
            "evidence" => one.evidence.iter().map(|&at| at.into()).collect(),
            "reports" => one.reports.iter().map(|&at| at.into()).collect(),
            _ => one.statements.iter().map(|&at| at.into()).collect(),
        };
        ids.into_iter().map(|at| graph.id(at)).collect()
    };
    let is_same = |one: &Finding| LISTS.iter().all(|list| names(one, list) == named(list));
    let told: BTreeSet<&str> = alone.iter().flat_map(|one| names(one, "claims")).collect();
    let rule = alone.first().map_or("", |one| one.rule);
    // Another class may prove the same.
    let is_of_claims = [&OF_SEVERAL_CLAIMS[..], &["linchpin"]].concat();
    alone.iter().any(is_same) || is_of_claims.contains(&rule) && named("claims").is_subset(&told)
}

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
        let renamed = |findings: &[&Value]| {
            let mut other = result.clone();
            let findings = findings.iter().map(|&finding| {
                let mut finding = finding.clone();
                finding["rule"] = json!(rule);
                let own = rules::rule(rule).map(|row| row.severity.word());
                finding["severity"] = json!(own);
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
            &format!("seed {seed}\n{}", shrinking::brief(&case)),
        );
    }
    assert!(refused > 0);
}

/// Puts other records in the place of those that findings name, one for one throughout; how many of these the checker
/// refused.
fn made_up(read: &Read, about: &str) -> usize {
    let facts = Facts::new(&read.0, Settings::default());
    let graph = &read.0;
    let result = result(&facts, &read.1);
    let mut refused = 0;
    for finding in result["findings"].as_array().expect("findings") {
        let rule = finding["rule"].as_str().expect("a rule");
        let rule = *rules::names()
            .iter()
            .find(|name| **name == rule)
            .expect("a rule");
        let alone = found_alone(&facts, rule);
        for (list, kind) in LISTS.iter().zip(KINDS) {
            let named = finding[*list].as_array().expect("a list").iter();
            let named: Vec<&str> = named.map(|id| id.as_str().expect("an id")).collect();
            let others = graph.ids_of(kind).filter(|id| !named.contains(id));
            for (nth, other) in others.take(MOST_OTHERS).enumerate() {
                let Some(one) = named.get(nth % named.len().max(1)) else {
                    break;
                };
                let made_up = renamed(finding, one, other);
                let mut document = result.clone();
                document["findings"] = json!([made_up]);
                let is_confirmed = confirmed(read, &document) > 0;
                assert!(
                    !is_confirmed || is_its_own(&facts, &alone, &made_up),
                    "{rule} of `{other}` for `{one}`: {}\n{about}",
                    finding["message"]
                );
                refused += usize::from(!is_confirmed);
            }
        }
    }
    refused
}

/// The kinds of records in the order of the lists.
const KINDS: [Kind; 6] = [
    Kind::Claim,
    Kind::Actor,
    Kind::Event,
    Kind::Evidence,
    Kind::Report,
    Kind::Statement,
];

/// So many other records are tried in each list.
const MOST_OTHERS: usize = 6;

/// A finding with another id wherever one stood.
fn renamed(finding: &Value, one: &str, other: &str) -> Value {
    match finding {
        Value::String(text) if text == one => json!(other),
        Value::Array(items) => items.iter().map(|item| renamed(item, one, other)).collect(),
        Value::Object(fields) => {
            let fields = fields.iter();
            let fields = fields.map(|(key, value)| (key.clone(), renamed(value, one, other)));
            Value::Object(fields.collect())
        }
        value => value.clone(),
    }
}

#[test]
fn no_finding_is_confirmed_of_records_that_it_does_not_fit() {
    let mut refused = 0;
    for path in examples() {
        refused += made_up(&read_file(&path), &path.display().to_string());
    }
    let quickstart = root().join("datasets/quickstart.yaml");
    refused += made_up(&read_file(&quickstart), "quickstart");
    for seed in random::cases_of(50, 30) {
        let case = random::case(&mut Dice::new(seed));
        let about = format!("seed {seed}\n{}", shrinking::brief(&case));
        refused += made_up(&engine::read(&case), &about);
    }
    assert!(refused > 0);
}

/// Lists each finding of a result twice, the second time in other words, with its records in another order; how many
/// there are.
fn doubles(read: &Read, about: &str) -> usize {
    let facts = Facts::new(&read.0, Settings::default());
    let honest = result(&facts, &read.1);
    assert_eq!(doubts(&read.0, &honest), Vec::<String>::new(), "{about}");
    let findings = honest["findings"].as_array().expect("findings");
    for (nth, finding) in findings.iter().enumerate() {
        let mut double = finding.clone();
        double["message"] = json!("So it is");
        for list in LISTS {
            double[list].as_array_mut().expect("a list").reverse();
        }
        let mut other = honest.clone();
        let listed = other["findings"].as_array_mut().expect("findings");
        listed.insert(nth + 1, double);
        let told = doubts(&read.0, &other);
        let of_findings = told
            .iter()
            .filter(|doubt| doubt.contains("part: \"finding\""));
        assert!(of_findings.count() > 0, "{finding}\n{about}");
    }
    findings.len()
}

#[test]
fn no_finding_is_listed_more_often_than_it_holds() {
    let mut tried = 0;
    for path in examples() {
        tried += doubles(&read_file(&path), &path.display().to_string());
    }
    for seed in random::cases_of(50, 30) {
        let case = random::case(&mut Dice::new(seed));
        let about = format!("seed {seed}\n{}", shrinking::brief(&case));
        tried += doubles(&engine::read(&case), &about);
    }
    assert!(tried > 0);
}

/// Two reports that appeared after the citation, and two pairs of opponents in one house: each is a finding of the same
/// records.
#[test]
fn what_holds_twice_of_the_same_records_is_listed_twice() {
    let case = r#"{ "claims": { "c": { "text": "c" } },
        "reports": { "r": { "date": "2024-05-01" }, "q": { "date": "2024-06-01" } },
        "actors": {
            "a": { "affiliations": [{ "to": "b", "role": "aligned-with" }] },
            "b": { "adversaries": ["a", "d"], "affiliations": [{ "to": "d", "role": "aligned-with" }] },
            "d": {} },
        "statements": [
            { "by": "a", "asserts": "c", "cites": ["r", "q"], "date": "2024-04-01" },
            { "by": "b", "asserts": "c" }, { "by": "d", "asserts": "c" } ] }"#;
    let case = read(case.to_owned());
    let facts = Facts::new(&case.0, Settings::default());
    let result = result(&facts, &case.1);
    let of = |rule: &str| {
        let findings = result["findings"].as_array().expect("findings").iter();
        findings.filter(|one| one["rule"] == rule).count()
    };
    assert_eq!(
        (of("relay-before-origin"), of("adversary-in-class")),
        (2, 2)
    );
    assert_eq!(doubts(&case.0, &result), Vec::<String>::new());
}
