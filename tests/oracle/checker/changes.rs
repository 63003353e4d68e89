//! A result that differs from a true one in a single place is refused, wherever that is.

use std::collections::BTreeMap;
use std::path::PathBuf;

use claimgraph::analysis::{Facts, Settings};
use rayon::prelude::*;
use serde_json::{Value, json};

use super::{Read, doubts, examples, read_file, result, root};
use crate::engine;
use crate::random::{self, Dice};

/// Every place of a document, as a path of keys.
fn places(value: &Value, path: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (key, field) in fields {
                places(field, &format!("{path}/{key}"), found);
            }
        }
        Value::Array(items) => {
            for (nth, item) in items.iter().enumerate() {
                places(item, &format!("{path}/{nth}"), found);
            }
        }
        _ => {}
    }
    found.push(path.to_owned());
}

/// What only tells a reader something, wherever it stands: its form is looked at, and not what it says.
const TOLD: [&str; 10] = [
    "tool",
    "inputs",
    "problems",
    "stale",
    "message",
    "help",
    "locations",
    "location",
    "fingerprint",
    "text",
];

fn is_told(path: &str) -> bool {
    let reason = path.ends_with("/because");
    reason || path.split('/').any(|word| TOLD.contains(&word))
}

/// What is said of the findings of a rule that only the rule can judge: another value may do as well.
fn is_left_to_its_rule(rule: &str, part: &str) -> bool {
    let rules: &[&str] = match part {
        "rule" => return true,
        "actors" => &[
            "single-origin-echo",
            // Of those who answer to each other any one names the class.
            "linchpin",
            "impossible-date",
            "interested-release",
            "unused-entity",
            "bridging-actor",
            "adversary-in-class",
            "duplicate-entity",
        ],
        "claims" => &[
            "contested-claim",
            "self-contradiction",
            "value-conflict",
            "rival-accounts",
            "false-corroboration",
            "interested-release",
            // What holds of several claims that rest on the same holds of some of them.
            "circular-support",
            "unfounded-support",
            "custodial-confession",
            "anonymous-only",
            "self-serving-claim",
            "affiliated-corroboration",
            "parties-only",
            "relay-bottleneck",
            "single-origin-echo",
            "publisher-only",
            "uncorroborated-claim",
            "hearsay-only",
            "amplification",
            "unknown-independence",
            "pluralised-source",
        ],
        "statements" => &[
            "false-corroboration",
            "halo-grading",
            "untraceable-statement",
        ],
        "events" => &[
            "claim-drift",
            "certainty-inflation",
            "unused-entity",
            "duplicate-entity",
        ],
        "evidence" => &["unused-entity", "duplicate-entity", "unpreserved-source"],
        "reports" => &[
            "unused-entity",
            "duplicate-entity",
            "unpreserved-source",
            "impossible-date",
        ],
        "witness" => &[
            "false-corroboration",
            "unfounded-support",
            "overgraded-claim",
            "citation-bias",
            "halo-grading",
            "untraceable-statement",
            "unused-entity",
            "bridging-actor",
            "adversary-in-class",
            "duplicate-entity",
            "unpreserved-source",
        ],
        _ => &[],
    };
    rules.contains(&rule)
}

/// The rule and the part of a finding that a path leads into.
fn part_of_finding<'p>(result: &Value, path: &'p str) -> Option<(String, &'p str)> {
    let mut words = path.strip_prefix("/findings/")?.split('/');
    let finding = &result["findings"][words.next()?.parse::<usize>().ok()?];
    let rule = finding["rule"].as_str()?.to_owned();
    Some((rule, words.next().unwrap_or_default()))
}

/// What stands in the place of an id that is nobody's.
const NOBODY: &str = "nobody";

/// How a document was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Change {
    /// It is no result any more: a key too many or too few, a value of another type.
    Form,
    /// Something is missing, stands twice or is nobody's.
    Amount,
    /// A value gives way to another, or two change places.
    Value,
}

/// Documents that differ from a true one in one place; `next` is another place of the same sort.
fn changed(
    result: &Value,
    path: &str,
    next: Option<&String>,
    ids: &[String],
) -> Vec<(Change, Value)> {
    let mut changed = Vec::new();
    let mut with = |how: Change, at: &str, change: &dyn Fn(&mut Value)| {
        let mut other = result.clone();
        if let Some(place) = other.pointer_mut(at) {
            change(place);
            if other != *result {
                changed.push((how, other));
            }
        }
    };
    let Some(before) = result.pointer(path) else {
        return changed;
    };
    let (above, key) = path.rsplit_once('/').unwrap_or_default();
    with(Change::Form, above, &|place| {
        _ = place.as_object_mut().map(|fields| fields.remove(key));
    });
    with(Change::Form, path, &|place| {
        _ = place
            .as_object_mut()
            .map(|fields| fields.insert("unknown".to_owned(), json!(1)));
    });
    with(Change::Form, path, &|place| {
        let taken = place.take();
        *place = match taken {
            Value::Array(_) => json!({}),
            other => json!([other]),
        };
    });
    if is_told(path) {
        return changed;
    }
    match before {
        Value::Number(number) => {
            let number = number.as_u64().unwrap_or_default();
            with(Change::Value, path, &|place| *place = json!(number + 1));
            if number > 0 {
                with(Change::Value, path, &|place| *place = json!(number - 1));
            }
        }
        Value::Bool(flag) => with(Change::Value, path, &|place| *place = json!(!flag)),
        Value::String(_) => {
            for id in ids {
                with(Change::Value, path, &|place| *place = json!(id));
            }
            with(Change::Amount, path, &|place| *place = json!(NOBODY));
            with(Change::Amount, path, &|place| *place = Value::Null);
        }
        Value::Null if path == "/as_of" => {
            with(Change::Value, path, &|place| *place = json!("2020-01-03"));
        }
        Value::Null => with(Change::Amount, path, &|place| *place = json!(NOBODY)),
        Value::Array(items) if !items.is_empty() => {
            with(Change::Amount, path, &|place| {
                _ = place.as_array_mut().map(|items| items.remove(0))
            });
            with(Change::Amount, path, &|place| {
                _ = place.as_array_mut().map(Vec::pop)
            });
            with(Change::Amount, path, &|place| {
                let items = place.as_array_mut().expect("an array");
                items.push(items[0].clone());
            });
            if path == "/claims" || path.ends_with("/steps") || path.ends_with("/shortest") {
                with(Change::Value, path, &|place| {
                    place.as_array_mut().expect("an array").rotate_left(1);
                });
            }
        }
        Value::Array(_) | Value::Object(_) => {}
    }
    if let Some((next, there)) = next.and_then(|next| Some((next, result.pointer(next)?))) {
        let mut other = result.clone();
        for (place, value) in [(path, there), (next, before)] {
            other.pointer_mut(place).expect("a place").clone_from(value);
        }
        if other != *result && !are_in_one_set(path, next) {
            changed.push((Change::Value, other));
        }
    }
    changed
}

/// Whether two places lie in one list of which the order means nothing: findings, cycles, and the lists of a finding.
fn are_in_one_set(one: &str, other: &str) -> bool {
    let start =
        |path: &str, words: usize| path.split('/').take(words).collect::<Vec<_>>().join("/");
    let is_whole = |path: &str| path.split('/').count() == 3;
    let lists = one.starts_with("/findings/") || one.starts_with("/cycles/");
    lists && (is_whole(one) || start(one, 3) == start(other, 3))
}

/// Whether a change may leave as good a result: another record in the place of one in a proof, which the checker then
/// found to prove as much; other settings, under which the same numbers hold; what only a rule can judge.
fn is_as_good(case: &Read, before: &Value, (how, after): &(Change, Value), path: &str) -> bool {
    if *how == Change::Form {
        return false;
    }
    if path.starts_with("/settings/thresholds") {
        return true;
    }
    if path.starts_with("/settings") || path == "/as_of" {
        return numbers(after) == numbers_under(case, after);
    }
    if let Some((rule, part)) = part_of_finding(before, path) {
        return is_left_to_its_rule(&rule, part);
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
    *how == Change::Value && proofs.iter().any(|part| path.contains(part))
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

/// A path without its numbers.
fn sort_of(path: &str) -> String {
    let words = path.split('/').map(|word| match word.parse::<usize>() {
        Ok(_) => "#",
        Err(_) => word,
    });
    words.collect::<Vec<_>>().join("/")
}

/// Changes a result in each place, or in every `of`-th of them; how many changes were tried. Each must be refused.
pub(super) fn assert_changes_are_refused(
    case: &Read,
    result: &Value,
    ids: &[&str],
    (nth, of): (usize, usize),
    about: &str,
) -> usize {
    let ids: Vec<String> = ids.iter().map(|&id| id.to_owned()).collect();
    let mut all = Vec::new();
    places(result, "", &mut all);
    let mut alike: BTreeMap<String, Vec<&String>> = BTreeMap::new();
    for path in &all {
        alike.entry(sort_of(path)).or_default().push(path);
    }
    let places: Vec<(usize, &String)> = all.iter().enumerate().skip(nth).step_by(of).collect();
    let tried = places.into_par_iter().map(|(place, path)| {
        let others = &alike[&sort_of(path)];
        let next = others.get((place + 1) % others.len()).copied();
        let apart = |other: &&String| !path.starts_with(other.as_str()) && !other.starts_with(path);
        let changed = changed(result, path, next.filter(apart), &ids);
        for other in &changed {
            let caught = is_caught_alone(case, result, &other.1, path)
                || !doubts(&case.0, &other.1).is_empty();
            assert!(
                caught || is_as_good(case, result, other, path),
                "{path} ({:?}) from {} to {}\n{about}",
                other.0,
                result.pointer(path).unwrap_or(&Value::Null),
                other.1.pointer(path).unwrap_or(&Value::Null),
            );
        }
        changed.len()
    });
    tried.sum()
}

/// Whether a change in a claim or a finding is already caught by what is doubted of that alone, with what is said of its
/// claims: so most changes of large results are.
fn is_caught_alone(case: &Read, before: &Value, after: &Value, path: &str) -> bool {
    let mut words = path.split('/').skip(1);
    let (part, nth) = (words.next().unwrap_or_default(), words.next());
    let Some(nth) = nth.and_then(|nth| nth.parse::<usize>().ok()) else {
        return false;
    };
    let named = |document: &Value| match part {
        "findings" => document["findings"][nth]["claims"].clone(),
        _ => json!([document["claims"][nth]["claim"]]),
    };
    let kept = [named(before), named(after)].map(|ids| ids.as_array().cloned().unwrap_or_default());
    let kept = kept.concat();
    let alone = |document: &Value| {
        let fields = document.as_object().expect("an object").iter();
        let fields = fields.map(|(key, value)| {
            let value = match (key.as_str(), value.as_array()) {
                ("findings", Some(all)) if part == "findings" => json!([all[nth]]),
                ("findings", _) => json!([]),
                ("claims", Some(all)) => {
                    let is_kept = |one: &&Value| kept.contains(&one["claim"]);
                    all.iter().filter(is_kept).cloned().collect()
                }
                _ => value.clone(),
            };
            (key.clone(), value)
        });
        doubts(&case.0, &Value::Object(fields.collect()))
    };
    matches!(part, "findings" | "claims") && alone(before) != alone(after)
}

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
        let about = format!("seed {seed}\n{}", random::brief(&case));
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
