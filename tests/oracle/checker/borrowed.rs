//! A finding that holds of a case is refused where something more is said of which it does not.

use claimgraph::analysis::Facts;
use serde_json::Value;

use super::{Read, doubts, read, result};

/// What is not confirmed where a case has more statements, and its finding of a rule is that which it had before.
fn borrowed(rule: &str, records: &str, statements: &str, more: &str) -> Vec<String> {
    let case = |statements: &str| -> Read {
        read(format!("{{ {records}, \"statements\": [{statements}] }}"))
    };
    let judged = |read: &Read| {
        let facts = Facts::new(&read.0, Default::default());
        result(&facts, &read.1)
    };
    let is_its = |one: &&Value| one["rule"] == rule;
    let findings = |of: &Value| of["findings"].as_array().expect("findings").clone();
    let before = findings(&judged(&case(statements)));
    let told = before.iter().find(is_its).expect("a finding").clone();
    let now = case(&format!("{statements}, {more}"));
    let honest = judged(&now);
    assert_eq!(doubts(&now.0, &honest), Vec::<String>::new());
    assert!(!findings(&honest).iter().any(|one| is_its(&one)));
    let mut changed = honest;
    let mut borrowed = findings(&changed);
    let place = borrowed
        .iter()
        .position(|one| one["severity"] == told["severity"]);
    borrowed.insert(place.unwrap_or(borrowed.len()), told);
    changed["findings"] = borrowed.into();
    let doubts = doubts(&now.0, &changed).into_iter();
    doubts.filter(|doubt| doubt.contains(rule)).collect()
}

/// What the police deny is not their word, whomever they hold.
#[test]
fn a_complaint_is_no_confession() {
    let told = borrowed(
        "custodial-confession",
        r#""actors": { "kim": {}, "police": {} }, "claims": { "beaten": { "text": "Kim was beaten" } }"#,
        r#"{ "id": "told", "by": "kim", "basis": "custody", "custodian": "police", "asserts": "beaten" }"#,
        r#"{ "id": "denied", "by": "police", "disputes": "beaten" }"#,
    );
    let [told] = &told[..] else {
        panic!("{told:?}");
    };
    assert!(told.contains("not such as its rule speaks of"), "{told}");
}

/// What was said before under another id of the claim may be what is taken back.
#[test]
fn what_was_said_under_another_id_was_taken_back_in_time() {
    let told = borrowed(
        "impossible-date",
        r#""actors": { "ana": {} }, "claims": { "x": { "text": "X" }, "y": { "text": "Y", "same_as": "x" } }"#,
        r#"{ "id": "back", "by": "ana", "retracts": "y", "date": "2024-05-10" },
            { "id": "again", "by": "ana", "asserts": "y", "date": "2024-05-11" }"#,
        r#"{ "id": "first", "by": "ana", "disputes": "x", "date": "2024-05-01" }"#,
    );
    assert_eq!(told.len(), 1, "{told:?}");
}
