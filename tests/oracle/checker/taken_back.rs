//! Findings about what was taken back: of two cases that differ in one place, what holds of one is refused of the other.

use claimgraph::analysis::{Facts, Settings};
use serde_json::{Value, json};

use super::{Read, doubts, read, result};

/// A case with what is said in it.
fn case(statements: &str) -> Read {
    read(format!(
        r#"{{ "actors": {{ "ana": {{}}, "ben": {{}}, "post": {{}} }}, "evidence": {{ "vid": {{ "kind": "video" }} }},
        "claims": {{ "x": {{ "text": "x" }}, "y": {{ "text": "y", "same_as": ["x"] }} }},
        {statements} }}"#
    ))
}

/// The honest result of a case, which is confirmed, and where in it findings of a rule stand.
fn honest((graph, sources): &Read, rule: &str) -> (Value, Option<usize>) {
    let facts = Facts::new(graph, Settings::default());
    let result = result(&facts, sources);
    assert_eq!(doubts(graph, &result), Vec::<String>::new(), "{rule}");
    let mut findings = result["findings"].as_array().expect("findings").iter();
    let place = findings.position(|one| one["rule"] == json!(rule));
    (result, place)
}

/// Asserts that a finding of a rule holds in one case, and not in another, of which it is refused.
fn holds_only_in(rule: &str, here: &str, not_there: &str) {
    let (from, place) = honest(&case(here), rule);
    let place = place.unwrap_or_else(|| panic!("no {rule}: {here}"));
    let other = case(not_there);
    let (mut result, none) = honest(&other, rule);
    assert_eq!(none, None, "{not_there}");
    let findings = result["findings"].as_array_mut().expect("findings");
    findings.insert(0, from["findings"][place].clone());
    let refused = doubts(&other.0, &result).join("\n");
    assert!(refused.contains(&format!("{rule} on")), "{refused}");
}

#[test]
fn nobody_relies_on_what_he_had_not_heard_to_be_taken_back() {
    let told = |date: &str, via: &str| {
        format!(
            r#""reports": {{
            "early": {{ "publisher": "post", "date": "{date}", "statements": [
                {{ "id": "s", "by": "ana", "asserts": "x", "date": "2020-01-01" }},
                {{ "id": "r", "relays": "x", "cites": "s" }}] }},
            "late": {{ "publisher": "ben", "date": "2020-06-10", "statements": [
                {{ "id": "t", "by": "ana", "retracts": "s", "date": "2020-02-02"{via} }}] }} }}"#
        )
    };
    let (via, rule) = (r#", "via": ["ben"]"#, "retracted-still-cited");
    holds_only_in(rule, &told("2020-02-10", ""), &told("2020-02-10", via));
    holds_only_in(rule, &told("2020-06-11", via), &told("2020-06-10", via));
}

#[test]
fn nobody_relies_on_what_he_disputes() {
    let told = |cites: &str| {
        format!(
            r#""statements": [
            {{ "id": "s", "by": "ana", "asserts": "x", "date": "2020-01" }},
            {{ "id": "n", "by": "ana", "disputes": "s", "date": "2020-01" }},
            {{ "by": "ana", "retracts": "s", "date": "2020-02" }},
            {{ "id": "d", "by": "ben", "disputes": "s", "cites": "{cites}", "date": "2020-03" }}]"#
        )
    };
    holds_only_in("retracted-still-cited", &told("n"), &told("s"));
}

#[test]
fn who_relies_on_what_was_taken_back_does_so_under_all_ids() {
    let said = r#""statements": [
        { "id": "s", "by": "ana", "asserts": "x", "date": "2020-01" },
        { "by": "ana", "retracts": "s", "date": "2020-02" },
        { "by": "ben", "asserts": "y", "cites": "s", "date": "2020-03" }]"#;
    let case = case(said);
    let (mut result, place) = honest(&case, "retracted-still-cited");
    let finding = &mut result["findings"][place.expect("it is told")];
    assert_eq!(finding["claims"], json!(["x", "y"]));
    finding["claims"] = json!(["y"]);
    assert_ne!(doubts(&case.0, &result), [""; 0]);
}

#[test]
fn a_retraction_comes_too_early_for_what_is_said_under_any_id() {
    let told = |more: &str| {
        format!(
            r#""statements": [
            {{ "id": "s", "by": "ana", "asserts": "x", "date": "2020-03" }},
            {{ "id": "t", "by": "ana", "retracts": "y", "date": "2020-02" }}{more}]"#
        )
    };
    let (rule, early) = ("impossible-date", told(""));
    let before = r#", { "by": "ana", "asserts": "y", "date": "2020-01" }"#;
    holds_only_in(rule, &early, &told(before));
    let undated = r#", { "by": "ana", "disputes": "x" }"#;
    holds_only_in(rule, &early, &told(undated));
}

#[test]
fn a_retraction_comes_too_early_for_a_later_one() {
    let told = |date: &str| {
        format!(
            r#""statements": [
            {{ "id": "s", "by": "ana", "asserts": "x", "date": "2020-01" }},
            {{ "id": "t", "by": "ana", "retracts": "s", "date": "2020-03" }},
            {{ "id": "u", "by": "ana", "retracts": "t", "date": "{date}" }}]"#
        )
    };
    holds_only_in("impossible-date", &told("2020-02"), &told("2020-03"));
}

#[test]
fn a_dispute_of_a_statement_that_was_taken_back_is_shown_with_its_retraction() {
    let disputed = r#""statements": [
        { "id": "s", "by": "ana", "asserts": "y" },
        { "id": "d", "by": "ben", "disputes": "s" },
        { "id": "t", "by": "ben", "retracts": "d" },
        { "id": "r", "by": "post", "relays": "x", "cites": "d" }]"#;
    let (_, place) = honest(&case(disputed), "unfounded-support");
    assert_eq!(place, None, "Ana says it, too");
    let alone = disputed.replace(r#""asserts": "y""#, r#""retracts": "y""#);
    let (_, place) = honest(&case(&alone), "unfounded-support");
    assert!(place.is_some());
}
