//! A result that differs from a true one in a single place is refused, wherever that is.

use std::collections::BTreeMap;
use std::path::PathBuf;

use claimgraph::analysis::{Facts, Settings};
use claimgraph::verify::{self, Checker, document::Document};
use rayon::prelude::*;
use serde_json::{Value, json};

use super::edits::{Change, Others, edits, places, sort_of};
use super::extract::Extract;
use super::{Read, doubts, examples, in_words, read_file, result, root};
use crate::engine;
use crate::random::{self, Dice};
use crate::shrinking;

/// Rules of which a finding may name some only of the claims of which the same holds.
pub(super) const OF_SEVERAL_CLAIMS: [&str; 3] = [
    "circular-support",
    "false-corroboration",
    "pluralised-source",
];

/// Whether another value may do as well in a part of the findings of a rule.
fn is_left_to_its_rule(rule: &str, part: &str) -> bool {
    match part {
        "rule" => true,
        "claims" => OF_SEVERAL_CLAIMS.contains(&rule),
        // Of those who answer to each other any one names the class.
        "actors" => rule == "linchpin",
        _ => false,
    }
}

/// The rule and the part of a finding that a path leads into.
fn part_of_finding<'p>(result: &Value, path: &'p str) -> Option<(String, &'p str)> {
    let mut words = path.strip_prefix("/findings/")?.split('/');
    let finding = &result["findings"][words.next()?.parse::<usize>().ok()?];
    let rule = finding["rule"].as_str()?.to_owned();
    Some((rule, words.next().unwrap_or_default()))
}

/// Whether a change may leave as good a result: another record in the place of one in a proof, which the checker then
/// found to prove as much; other settings, under which the same numbers hold; what only a rule can judge.
fn is_as_good(case: &Read, before: &Value, (how, after): (Change, &Value), path: &str) -> bool {
    // What is said of a rule that finds nothing may be left out.
    if path.starts_with("/settings/rules/levels/") {
        return true;
    }
    if how == Change::Form {
        return false;
    }
    if path.starts_with("/settings/thresholds") {
        return true;
    }
    if path.starts_with("/settings") || path == "/as_of" {
        return numbers(after) == numbers_under(case, after);
    }
    if let Some((rule, part)) = part_of_finding(before, path) {
        let [one, other] = [before, after].map(|of| set(of.pointer(path)));
        let is_same_set = one.is_some() && one == other;
        return is_same_set || is_left_to_its_rule(&rule, part);
    }
    let proofs = [
        "/cut/",
        "/known_cut/",
        "/steps",
        "/carriers/",
        "/labels/",
        "/lines/",
        "/known_lines/",
    ];
    let whole = format!("{path}/");
    how == Change::Value && proofs.iter().any(|part| whole.contains(part))
}

/// The items of a list in an order of their own.
fn set(list: Option<&Value>) -> Option<Vec<String>> {
    let mut items: Vec<String> = list?.as_array()?.iter().map(Value::to_string).collect();
    items.sort_unstable();
    Some(items)
}

/// What a document says of each claim, without the proofs.
fn numbers(document: &Value) -> Vec<Value> {
    let claims = document["claims"].as_array().expect("claims").iter();
    let without = |claim: &Value| {
        let mut claim = claim.clone();
        if let Value::Object(fields) = &mut claim {
            fields.remove("support");
            fields.remove("denial");
        }
        claim
    };
    claims.map(without).collect()
}

/// The same as the engine finds it under the settings of a document.
fn numbers_under((graph, sources): &Read, document: &Value) -> Vec<Value> {
    let settings = &document["settings"];
    let roles = settings["joining"].as_array().expect("roles").iter();
    let facts = Facts::new(
        graph,
        Settings {
            as_of: (document["as_of"].as_str()).map(|date| date.parse().expect("a date")),
            assume_own_acts: settings["assume_own_acts"].as_bool().expect("a flag"),
            threshold: settings["threshold"].as_u64().expect("a number") as u32,
            joining: roles
                .map(|role| role.as_str().expect("a role").parse().expect("a role"))
                .collect(),
            ..Settings::default()
        },
    );
    numbers(&result(&facts, sources))
}

fn read_result(result: &Value) -> Document {
    let text = serde_json::to_vec(result).expect("JSON");
    verify::read(&text).expect("a result")
}

/// Changes a result in each place, or in every `of`-th of them; how many changes were tried. Each must be refused.
pub(super) fn assert_changes_are_refused(
    case: &Read,
    result: &Value,
    ids: &[&str],
    (nth, of): (usize, usize),
    about: &str,
) -> usize {
    let others = Others::new(case, ids);
    let mut all = Vec::new();
    places(result, "", &mut all);
    let mut alike: BTreeMap<String, Vec<&String>> = BTreeMap::new();
    for path in &all {
        alike.entry(sort_of(path)).or_default().push(path);
    }
    // Those of one claim or finding have one extract.
    let mut groups: BTreeMap<String, Vec<(usize, &String)>> = BTreeMap::new();
    for (place, path) in all.iter().enumerate().skip(nth).step_by(of) {
        let start: Vec<&str> = path.splitn(4, '/').take(3).collect();
        groups
            .entry(start.join("/"))
            .or_default()
            .push((place, path));
    }
    let try_all = |(start, places): (&String, &Vec<(usize, &String)>)| {
        let checker = Checker::new(&case.0, &read_result(result)).expect("settings");
        let extract = Extract::of(&checker, result, start, None);
        let (mut tried, mut missed) = (0, Vec::new());
        for &(place, path) in places {
            let sort = &alike[&sort_of(path)];
            let next = sort.get((place + 1) % sort.len()).copied();
            let far = &all[(place + 1) * FAR % all.len()];
            for (how, edit) in edits(result, path, (next, far), &others) {
                let is_caught = |extract: &Extract| extract.catches(result, path, &edit);
                tried += 1;
                if extract.as_ref().is_some_and(is_caught) {
                    continue;
                }
                let Some(changed) = edit.applied(result, path) else {
                    continue;
                };
                let doubts = in_words(&changed, |document| checker.check(document));
                let is_caught = !doubts.is_empty();
                if !is_caught && !is_as_good(case, result, (how, &changed), path) {
                    let [one, other] = [result, &changed].map(|of| of.pointer(path));
                    missed.push(format!("{path} ({how:?}) from {one:?} to {other:?}"));
                }
            }
        }
        (tried, missed)
    };
    let (tried, missed): (Vec<usize>, Vec<Vec<String>>) = groups.par_iter().map(try_all).unzip();
    let missed = missed.concat();
    assert!(missed.is_empty(), "{}\n{about}", missed.join("\n"));
    tried.into_iter().sum()
}

/// So many places on there is a value of any sort: a prime, so that all places come to meet all.
const FAR: usize = 7919;

#[test]
fn every_changed_result_is_caught() {
    let mut tried = 0;
    // Every change of some, where more are asked for of all.
    let (cases, of) = match std::env::var("CLAIMGRAPH_ORACLE_CASES") {
        Ok(_) => (5, 1),
        Err(_) => (20, 40),
    };
    for (nth, seed) in random::cases_of(2000, cases).enumerate() {
        let mut dice = Dice::new(seed);
        let case = random::case(&mut dice);
        let read = engine::read(&case);
        let facts = Facts::new(&read.0, engine::settings(random::assumptions(&mut dice)));
        let result = result(&facts, &read.1);
        let ids = ["a0", "a1", "c0", "s0", "s1", "e0"];
        let about = format!("seed {seed}\n{}", shrinking::brief(&case));
        tried += assert_changes_are_refused(&read, &result, &ids, (nth % of, of), &about);
    }
    assert!(tried > 0);
}

/// The results of files below the repository's root are changed in every so many places, or in all of them where
/// `CLAIMGRAPH_ORACLE_CASES` is set.
fn assert_changes_of_files_are_refused(paths: &[PathBuf], of: usize) {
    let of = match std::env::var("CLAIMGRAPH_ORACLE_CASES") {
        Ok(_) => 1,
        Err(_) => of,
    };
    let tried: usize = paths
        .par_iter()
        .enumerate()
        .map(|(nth, path)| {
            let read = read_file(path);
            let facts = Facts::new(&read.0, Settings::default());
            let result = result(&facts, &read.1);
            let about = path.display().to_string();
            assert_eq!(doubts(&read.0, &result), Vec::<String>::new(), "{about}");
            assert_changes_are_refused(&read, &result, &[], (nth % of, of), &about)
        })
        .sum();
    assert!(tried > paths.len());
}

#[test]
fn changed_results_of_the_datasets_are_caught() {
    let root = root().join("datasets");
    let small = ["quickstart.yaml", "citogenesis.yaml"].map(|name| root.join(name));
    assert_changes_of_files_are_refused(&small, 60);
    assert_changes_of_files_are_refused(&[root.join("afghanistan")], 5000);
}

#[test]
fn changed_results_of_the_examples_of_rules_are_caught() {
    assert_changes_of_files_are_refused(&examples(), 40);
}

/// A cycle without statements, a line without steps: what has nothing in it is refused, and stops nobody.
#[test]
fn a_cycle_without_statements_is_refused() {
    let circle = root().join("src/rules/examples/circular-citation.fires.yaml");
    let read = read_file(&circle);
    let facts = Facts::new(&read.0, Settings::default());
    let mut result = result(&facts, &read.1);
    assert!(result["cycles"][0]["shortest"].is_array());
    result["cycles"][0]["shortest"] = json!([]);
    assert!(!doubts(&read.0, &result).is_empty());
}

/// What nobody recorded has no id: that is shown once all the same.
#[test]
fn a_step_without_an_id_that_stands_twice_is_refused() {
    let read = super::read(
        r#"{ "actors": { "ana": {}, "kim": {} }, "claims": { "x": { "text": "X" } },
        "statements": [{ "id": "s", "by": "ana", "asserts": "x", "cites": "kim" }] }"#
            .to_owned(),
    );
    let facts = Facts::new(&read.0, Settings::default());
    let honest = result(&facts, &read.1);
    assert_eq!(doubts(&read.0, &honest), Vec::<String>::new());
    let mut tried = 0;
    for nth in 0..honest["findings"].as_array().expect("findings").len() {
        let mut changed = honest.clone();
        let witness = changed["findings"][nth]["witness"].as_array_mut();
        let witness = witness.expect("a witness");
        let unrecorded = witness.iter().find(|step| step["id"].is_null()).cloned();
        let Some(step) = unrecorded else { continue };
        witness.push(step);
        let told = doubts(&read.0, &changed).join("\n");
        assert!(told.contains("twice"), "{told}");
        tried += 1;
    }
    assert!(tried > 0, "{honest:#}");
}
