//! Findings of a claim under several ids: told of once, and under all of them.

use claimgraph::analysis::{Facts, Settings};
use serde_json::{Value, json};

use super::{Read, doubts, read, result};

/// Two opponents who are there, a paper that was told, and what is said of a claim and its twins.
fn twins(claims: &str, statements: &str) -> Read {
    read(format!(
        r#"{{ "events": {{ "raid": {{}} }}, "claims": {{ {claims} }},
        "actors": {{ "army": {{ "adversaries": ["rebels"] }}, "rebels": {{}}, "post": {{}} }},
        "statements": [ {statements} ] }}"#
    ))
}

const TWO: &str = r#""x": { "text": "x" }, "y": { "text": "y", "same_as": ["x"] }"#;

/// The one finding of a rule in an honest result, which is confirmed; and what is not confirmed with another one in
/// its place.
fn refused((graph, sources): &Read, rule: &str, change: impl Fn(&mut Value)) -> Vec<String> {
    let facts = Facts::new(graph, Settings::default());
    let mut result = result(&facts, sources);
    assert_eq!(doubts(graph, &result), Vec::<String>::new(), "{rule}");
    let findings = result["findings"].as_array_mut().expect("findings");
    let mut told = findings.iter_mut().filter(|one| one["rule"] == json!(rule));
    let (first, second) = (told.next().expect(rule), told.next());
    assert_eq!(second, None);
    change(first);
    doubts(graph, &result)
}

fn leave_out_an_id(finding: &mut Value) {
    finding["claims"].as_array_mut().expect("claims").pop();
}

#[test]
fn agreement_on_a_claim_is_told_under_all_its_ids() {
    let said = r#"{ "by": "army", "basis": "witnessed", "asserts": "x" },
        { "by": "rebels", "basis": "witnessed", "asserts": "y" }"#;
    let case = twins(TWO, said);
    assert_ne!(
        refused(&case, "adverse-agreement", leave_out_an_id),
        [""; 0]
    );
}

#[test]
fn doubts_about_a_claim_are_told_under_all_its_ids() {
    let said = r#"{ "by": "army", "basis": "witnessed", "asserts": "y" },
        { "id": "q1", "by": "rebels", "questions": "x" }, { "id": "q2", "by": "post", "questions": "y" }"#;
    let case = twins(TWO, said);
    assert_ne!(refused(&case, "doubted-claim", leave_out_an_id), [""; 0]);
    let leave_out_a_doubt = |finding: &mut Value| {
        finding["statements"] = json!(["q1"]);
        finding["actors"] = json!(["rebels"]);
        let witness = finding["witness"].as_array_mut().expect("a witness");
        witness.retain(|step| step["id"] == json!("q1"));
    };
    assert_ne!(refused(&case, "doubted-claim", leave_out_a_doubt), [""; 0]);
}

#[test]
fn numbers_that_conflict_are_told_under_all_ids() {
    let claims = r#""x": { "text": "x", "about": ["raid"], "quantity": { "of": "dead", "value": 3 } },
        "y": { "text": "y", "same_as": ["x"] },
        "z": { "text": "z", "about": ["raid"], "quantity": { "of": "dead", "value": 9 } }"#;
    let said = r#"{ "by": "army", "basis": "witnessed", "asserts": "y" },
        { "by": "rebels", "basis": "witnessed", "asserts": "z" }"#;
    let case = twins(claims, said);
    let leave_out_y = |finding: &mut Value| finding["claims"] = json!(["x", "z"]);
    assert_ne!(refused(&case, "value-conflict", leave_out_y), [""; 0]);
}

#[test]
fn ids_of_one_claim_are_no_claims_that_hang_on_a_linchpin() {
    let numbered =
        |of: &dyn Fn(usize) -> String, count: usize| Vec::from_iter((0..count).map(of)).join(",");
    let claim = |at: usize| format!(r#""c{at}": {{ "text": "c{at}" }}"#);
    let twin = |at: usize| format!(r#""d{at}": {{ "text": "d{at}", "same_as": ["c0"] }}"#);
    let told = |at: usize| {
        format!(
            r#"{{ "by": "army", "basis": "witnessed", "asserts": "c{at}" }},
            {{ "by": "post", "asserts": "c{at}", "cites": ["army"] }}"#
        )
    };
    let claims = format!("{}, {}", numbered(&claim, 5), numbered(&twin, 2));
    let case = twins(&claims, &numbered(&told, 5));
    let leave_out_claims = |finding: &mut Value| {
        let kept = ["c0", "c1", "c2", "d0", "d1"];
        finding["claims"] = json!(kept);
        let witness = finding["witness"].as_array_mut().expect("a witness");
        witness.retain(|step| kept.contains(&step["id"].as_str().expect("an id")));
    };
    assert_ne!(refused(&case, "linchpin", leave_out_claims), [""; 0]);
}
