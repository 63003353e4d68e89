//! An artefact of which another is a copy is of use, though nothing refers to it.

use claimgraph::analysis::{Facts, Settings};
use serde_json::json;

use super::{doubts, read, result};

#[test]
fn what_shows_a_copy_is_confirmed_as_of_use_and_not_as_unused() {
    let (graph, sources) = read(
        r#"{ "events": { "may": { "date": "2024-05-03" }, "june": { "date": "2024-06-10" } },
        "evidence": {
            "old": { "kind": "photo", "of": ["may"], "hash": "ab12" },
            "new": { "kind": "photo", "of": ["june"], "hash": "AB12" },
            "lost": { "kind": "photo", "of": ["june"] } } }"#
            .to_owned(),
    );
    let facts = Facts::new(&graph, Settings::default());
    let mut result = result(&facts, &sources);
    assert_eq!(doubts(&graph, &result), Vec::<String>::new());
    let findings = result["findings"].as_array_mut().expect("findings");
    let of = |rule: &str, findings: &[serde_json::Value]| {
        findings.iter().position(|one| one["rule"] == json!(rule))
    };
    assert!(of("recycled-evidence", findings).is_some());
    let unused = of("unused-entity", findings).expect("a finding");
    let unused = &mut findings[unused];
    assert_eq!(unused["evidence"], json!(["lost"]));
    unused["evidence"] = json!(["lost", "old"]);
    let mut step = unused["witness"][0].clone();
    step["id"] = json!("old");
    unused["witness"]
        .as_array_mut()
        .expect("a witness")
        .push(step);
    assert_ne!(doubts(&graph, &result), Vec::<String>::new());
}
