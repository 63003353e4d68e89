//! The certificate checker against the engine: every true result is confirmed, every changed one is not.

use std::panic::AssertUnwindSafe;

use claimgraph::analysis::{Facts, Settings};
use claimgraph::case::{ClaimGraph, build};
use claimgraph::read::{Input, read_inputs};
use claimgraph::render::{Checked, json};
use claimgraph::rules::{self, Detail};
use claimgraph::source::SourceMap;
use claimgraph::verify;
use rayon::prelude::*;
use serde_json::{Value, json};

use crate::engine;
use crate::random::{self, Dice};

/// The result of `check` on a case, as a document.
fn result(facts: &Facts<'_>, sources: &SourceMap) -> Value {
    let findings = rules::judge(facts, &Detail::All.into());
    let checked = Checked {
        facts,
        sources,
        inputs: &[],
        thresholds: &Default::default(),
        problems: &[],
        findings: &findings,
        complete: true,
        stale: None,
    };
    let mut out = Vec::new();
    json::check(&checked, &mut out).expect("memory takes everything");
    serde_json::from_slice(&out).expect("JSON")
}

/// What is not confirmed, in words; what cannot even be read counts too.
fn doubts(graph: &ClaimGraph, result: &Value) -> Vec<String> {
    let text = serde_json::to_vec(result).expect("JSON");
    let found = verify::read(&text).and_then(|document| verify::verify(graph, &document));
    match found {
        Ok(verdict) => verdict
            .doubtful
            .iter()
            .map(|one| format!("{one:?}"))
            .collect(),
        Err(error) => vec![error.to_string()],
    }
}

#[test]
fn every_true_result_is_confirmed() {
    for seed in random::cases_of(10, 300) {
        let mut dice = Dice::new(seed);
        let case = random::case(&mut dice);
        let assumptions = random::assumptions(&mut dice);
        let fails = |case: &crate::model::Case| {
            let run = AssertUnwindSafe(|| {
                let (graph, sources) = engine::read(case);
                let facts = Facts::new(&graph, engine::settings(assumptions));
                doubts(&graph, &result(&facts, &sources))
            });
            std::panic::catch_unwind(run).unwrap_or_else(|_| vec!["panicked".to_owned()])
        };
        if !fails(&case).is_empty() {
            let small = random::minimised(&case, &|case| !fails(case).is_empty());
            panic!(
                "seed {seed} {assumptions:?}\n{}{:#?}",
                random::brief(&small),
                fails(&small)
            );
        }
    }
}

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

/// What the checker does not vouch for, wherever it stands: it only tells a reader something.
const SILENT: [&str; 9] = [
    "tool",
    "inputs",
    "problems",
    "message",
    "help",
    "locations",
    "fingerprint",
    "text",
    "related",
];

/// The rules whose witness shows statements that contradict one another.
const CONFLICTS: [&str; 4] = [
    "contested-claim",
    "self-contradiction",
    "value-conflict",
    "rival-accounts",
];

/// Whether the checker vouches for a part of a document.
fn is_vouched_for(result: &Value, path: &str) -> bool {
    let words: Vec<&str> = path.split('/').skip(1).collect();
    if words.iter().any(|word| SILENT.contains(word)) || path == "/stale" {
        return false;
    }
    match words.as_slice() {
        ["findings", nth, "witness", step, "id"] => {
            let finding = &result["findings"][nth.parse::<usize>().expect("a number")];
            let step = &finding["witness"][step.parse::<usize>().expect("a number")];
            let rule = finding["rule"].as_str().unwrap_or_default();
            match step["kind"].as_str() {
                Some("cut" | "cycle") => true,
                Some("chain") => ["round-trip-sourcing", "laundered-sourcing"].contains(&rule),
                Some("conflict") => CONFLICTS.contains(&rule),
                _ => false,
            }
        }
        ["findings", _, "severity"] | ["findings"] => true,
        ["findings", ..] => false,
        _ => true,
    }
}

/// A case as it was read.
type Read = (ClaimGraph, SourceMap);

/// What stands in the place of an id that is nobody's.
const NOBODY: &str = "nobody";

/// Documents that differ from a true one in one place.
fn changed(result: &Value, path: &str, ids: &[String]) -> Vec<Value> {
    let mut changed = Vec::new();
    let mut with = |change: &dyn Fn(&mut Value)| {
        let mut other = result.clone();
        if let Some(place) = other.pointer_mut(path) {
            change(place);
            changed.push(other);
        }
    };
    match result.pointer(path) {
        Some(Value::Number(number)) => {
            let number = number.as_u64().unwrap_or_default();
            with(&|place| *place = json!(number + 1));
            if number > 0 {
                with(&|place| *place = json!(number - 1));
            }
        }
        Some(Value::Bool(flag)) => with(&|place| *place = json!(!flag)),
        Some(Value::String(text)) => {
            for id in ids.iter().filter(|id| *id != text) {
                with(&|place| *place = json!(id));
            }
            with(&|place| *place = json!(NOBODY));
        }
        Some(Value::Null) if path == "/as_of" => with(&|place| *place = json!("2020-01-03")),
        Some(Value::Array(items)) if !items.is_empty() => {
            with(&|place| _ = place.as_array_mut().map(|items| items.remove(0)));
            with(&|place| _ = place.as_array_mut().map(Vec::pop));
            with(&|place| {
                let items = place.as_array_mut().expect("an array");
                items.push(items[0].clone());
            });
        }
        _ => {}
    }
    changed
}

/// Whether a change may leave as good a result: another record in the place of one in a proof, which the checker then
/// found to prove as much; other settings, under which the same numbers hold; a number called a bound.
fn is_as_good(case: &Read, before: &Value, after: &Value, path: &str) -> bool {
    let proofs = [
        "/cut/",
        "/known_cut/",
        "/steps/",
        "/carriers/",
        "/labels/",
        "/shortest/",
        "/witness/",
    ];
    let now = after.pointer(path);
    if path.starts_with("/settings") || path == "/as_of" {
        return numbers(after) == numbers_under(case, after);
    }
    match now {
        Some(Value::String(now)) => {
            let exchanged = now != NOBODY && proofs.iter().any(|part| path.contains(part));
            exchanged && shape(before) == shape(after)
        }
        _ => false,
    }
}

/// The places of a document.
fn shape(document: &Value) -> Vec<String> {
    let mut found = Vec::new();
    places(document, "", &mut found);
    found
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

/// Changes a result in each place for which the checker vouches, or in every `of`-th of them; how many changes were
/// tried. Each must be refused.
fn assert_changes_are_refused(
    case: &Read,
    result: &Value,
    ids: &[&str],
    (nth, of): (usize, usize),
    about: &str,
) -> usize {
    let ids: Vec<String> = ids.iter().map(|&id| id.to_owned()).collect();
    let mut all = Vec::new();
    places(result, "", &mut all);
    all.retain(|path| is_vouched_for(result, path));
    let mut tried = 0;
    for path in all.iter().skip(nth).step_by(of) {
        for other in changed(result, path, &ids) {
            tried += 1;
            let caught = !doubts(&case.0, &other).is_empty();
            assert!(
                caught || is_as_good(case, result, &other, path),
                "{path} from {} to {}\n{about}",
                result.pointer(path).unwrap_or(&Value::Null),
                other.pointer(path).unwrap_or(&Value::Null),
            );
        }
    }
    tried
}

#[test]
fn every_changed_result_is_caught() {
    let mut tried = 0;
    for seed in random::cases_of(2000, 5) {
        let mut dice = Dice::new(seed);
        let case = random::case(&mut dice);
        let read = engine::read(&case);
        let facts = Facts::new(&read.0, engine::settings(random::assumptions(&mut dice)));
        let result = result(&facts, &read.1);
        let ids = ["a0", "a1", "c0", "s0", "s1", "e0"];
        let about = format!("seed {seed}\n{}", random::brief(&case));
        tried += assert_changes_are_refused(&read, &result, &ids, (0, 1), &about);
    }
    assert!(tried > 0);
}

/// The results of files below the repository's root are changed in every so many places, or in all of them where
/// `CLAIMGRAPH_ORACLE_CASES` is set.
fn assert_changes_of_files_are_refused(paths: &[std::path::PathBuf], of: usize) {
    let of = match std::env::var("CLAIMGRAPH_ORACLE_CASES") {
        Ok(_) => 1,
        Err(_) => of,
    };
    let tried: usize = paths
        .par_iter()
        .enumerate()
        .map(|(nth, path)| {
            let mut sources = SourceMap::default();
            let (graph, _) = build(read_inputs(&[Input::Path(path.clone())], &mut sources));
            let read = (graph, sources);
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
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("datasets");
    let small = ["quickstart.yaml", "citogenesis.yaml"].map(|name| root.join(name));
    assert_changes_of_files_are_refused(&small, 7);
    assert_changes_of_files_are_refused(&[root.join("afghanistan")], 500);
}

/// Cycles, chains, conflicts and cuts of every kind are among the findings of these.
#[test]
fn changed_results_of_the_examples_of_rules_are_caught() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rules/examples");
    let files = std::fs::read_dir(folder).expect("a folder");
    let mut paths: Vec<_> = files.map(|file| file.expect("a file").path()).collect();
    paths.retain(|path| path.to_string_lossy().ends_with(".fires.yaml"));
    paths.sort();
    assert_changes_of_files_are_refused(&paths, 5);
}
