//! The certificate checker against the engine: every true result is confirmed, every changed one is not.

use std::panic::AssertUnwindSafe;

use claimgraph::analysis::Facts;
use claimgraph::case::ClaimGraph;
use claimgraph::render::{Checked, json};
use claimgraph::rules::{self, Detail};
use claimgraph::source::SourceMap;
use claimgraph::verify;
use serde_json::{Value, json};

use crate::engine;
use crate::random::{self, Dice};

/// The result of `check` on a case, as a document.
fn result(facts: &Facts<'_>, sources: &SourceMap) -> Value {
    let findings = rules::check(facts, Detail::All);
    let checked = Checked {
        facts,
        sources,
        inputs: &[],
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

/// Every place of a document that a proof hangs on, as a path of keys.
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

/// Whether the checker answers for a part of a document: not for words, places and what a rule is called.
fn is_answered_for(path: &str) -> bool {
    let words: Vec<&str> = path.split('/').collect();
    let silent = [
        "tool",
        "inputs",
        "problems",
        "message",
        "help",
        "locations",
        "fingerprint",
        "text",
        "related",
        "paths",
    ];
    let top = words.get(1).copied().unwrap_or_default();
    let deep = words.get(3).copied().unwrap_or_default();
    !words.iter().any(|word| silent.contains(word))
        // Of findings the checker answers for the proofs in their witnesses.
        && (top != "findings" || deep == "severity")
        // Settings are what the result is read by.
        && top != "settings"
        && top != "schema_version"
        && top != "as_of"
        // Which of two voices of one side is named is of no account.
        && !path.contains("/labels")
}

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
            with(&|place| *place = json!("nobody"));
        }
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

/// Whether a change leaves as good a proof: another carrier of the same root, another cut of the same size.
fn is_as_good(graph: &ClaimGraph, before: &Value, after: &Value, path: &str) -> bool {
    let exchangeable = [
        "/cut/",
        "/known_cut/",
        "/steps/",
        "/carriers/",
        "/shortest/",
        "/lines/",
        "/known_lines/",
    ];
    // Ids of other records in the place of the ones that stand there may make another true proof.
    exchangeable.iter().any(|part| path.contains(part))
        && doubts(graph, after).is_empty()
        && shape(before) == shape(after)
}

/// The numbers of a document without what proves them.
fn shape(document: &Value) -> Vec<String> {
    let mut found = Vec::new();
    places(document, "", &mut found);
    found
}

#[test]
fn every_changed_result_is_caught() {
    let mut tried = 0;
    for seed in random::cases_of(2000, 5) {
        let mut dice = Dice::new(seed);
        let case = random::case(&mut dice);
        let (graph, sources) = engine::read(&case);
        let facts = Facts::new(&graph, engine::settings(random::assumptions(&mut dice)));
        let result = result(&facts, &sources);
        let ids: Vec<String> = ["a0", "a1", "c0", "s0", "s1", "e0"]
            .map(str::to_owned)
            .to_vec();
        let mut all = Vec::new();
        places(&result, "", &mut all);
        all.retain(|path| is_answered_for(path));
        for path in &all {
            for other in changed(&result, path, &ids) {
                tried += 1;
                let caught = !doubts(&graph, &other).is_empty();
                assert!(
                    caught || is_as_good(&graph, &result, &other, path),
                    "seed {seed}: {path} from {} to {}\n{}",
                    result.pointer(path).unwrap_or(&Value::Null),
                    other.pointer(path).unwrap_or(&Value::Null),
                    random::brief(&case),
                );
            }
        }
    }
    assert!(tried > 0);
}
