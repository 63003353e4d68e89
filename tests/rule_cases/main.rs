//! The edges of single rules: where each must speak and where it must hold its tongue.

#[path = "../support/mod.rs"]
mod support;

mod contested;
mod custody;
mod premises;
mod retracted;
mod roles;
mod same;
mod sharpest;
mod told;
mod vouching;

use claimgraph::rules::{Detail, Finding, Severity};

/// The findings of one rule on a case, whether or not a sharper one explains them.
fn found(rule: &str, yaml: &str) -> Vec<Finding> {
    let mut findings = support::all_findings(&support::case(yaml));
    findings.retain(|finding| finding.rule == rule);
    findings
}

/// The rules that speak on a case, each with what it says: the sharpest only.
fn said(yaml: &str) -> Vec<(&'static str, String)> {
    let graph = support::case(yaml);
    let findings = support::findings(&graph, Detail::Sharpest);
    let say = |finding: &Finding| (finding.rule, support::message(&graph, finding));
    let mut said: Vec<_> = findings.iter().map(say).collect();
    // Cases share their actors.
    said.retain(|(rule, _)| *rule != "unused-entity");
    said
}

/// What the first finding of a rule on a case says.
fn message(rule: &str, yaml: &str) -> Option<String> {
    let mut said = said(yaml).into_iter();
    said.find_map(|(other, message)| (other == rule).then_some(message))
}

fn fires(rule: &str, yaml: &str) -> bool {
    !found(rule, yaml).is_empty()
}

#[test]
fn a_confirmation_beside_an_independent_witness_is_none_of_an_echo() {
    let case = |more: &str| {
        format!(
            r#"
actors: {{ ana: {{ name: Ana }}, ben: {{ name: Ben }}, post: {{ name: The Post }} }}
claims: {{ c: {{ text: "The bridge is closed" }} }}
statements:
  - {{ id: seen, by: ana, basis: witnessed, asserts: c }}
  - {{ by: post, corroborates: c, cites: seen }}
{more}"#
        )
    };
    assert!(fires("false-corroboration", &case("")));
    let witness = "  - { by: ben, basis: witnessed, asserts: c }";
    assert!(!fires("false-corroboration", &case(witness)));
    // What rests on the confirmation is nothing that it could confirm.
    let echo = "  - { by: ben, asserts: c, cites: post }";
    assert!(fires("false-corroboration", &case(echo)));
}

#[test]
fn two_that_rest_on_one_artefact_do_not_confirm_each_other() {
    let case = r#"
actors: { ana: { name: Ana }, ben: { name: Ben }, army: { name: The Army } }
claims: { c: { text: "The depot burned" } }
evidence: { video: { kind: video, producer: army } }
statements:
  - { by: ana, asserts: c, cites: video }
  - { by: ben, corroborates: c, cites: video }
"#;
    assert!(fires("false-corroboration", case));
}

#[test]
fn a_dropped_reserve_is_worth_an_info_and_a_reserve_kept_nothing() {
    let case = |certainty: &str| {
        format!(
            r#"
actors: {{ ana: {{ name: Ana }}, post: {{ name: The Post }} }}
claims: {{ c: {{ text: "The bridge is unsafe" }} }}
statements:
  - {{ id: first, by: ana, basis: witnessed, certainty: likely, asserts: c }}
  - {{ by: post, {certainty} asserts: c, cites: first }}
"#
        )
    };
    let severities = |certainty: &str| -> Vec<Severity> {
        let findings = found("certainty-inflation", &case(certainty));
        findings.iter().map(|finding| finding.severity).collect()
    };
    assert_eq!(severities(""), [Severity::Info]);
    assert_eq!(
        severities("certainty: almost-certain,"),
        [Severity::Warning]
    );
    assert_eq!(severities("certainty: likely,"), []);
    assert_eq!(severities("certainty: unlikely,"), []);
    // Whoever has a basis of its own may be surer than whom it cites.
    assert_eq!(
        severities("certainty: almost-certain, basis: witnessed,"),
        []
    );
    assert_eq!(
        severities("certainty: almost-certain, basis: inferred,"),
        []
    );
}

#[test]
fn less_exact_is_no_drift_and_more_exact_is() {
    let case = |value: &str| {
        format!(
            r#"
actors: {{ doctor: {{ name: The doctor }}, post: {{ name: The Post }} }}
events: {{ fire: {{}} }}
claims:
  counted: {{ text: "Three to five were hurt", about: fire, quantity: {{ of: hurt, min: 3, max: 5 }} }}
  told: {{ text: "So many were hurt", about: fire, quantity: {{ of: hurt, {value} }} }}
statements:
  - {{ id: count, by: doctor, basis: witnessed, asserts: counted }}
  - {{ by: post, asserts: told, cites: count }}
"#
        )
    };
    for (value, drifts) in [
        ("min: 3, max: 5", false),
        ("min: 2", false),
        ("max: 9", false),
        ("value: 5", true),
        ("min: 4", true),
        ("value: 9", true),
    ] {
        assert_eq!(fires("claim-drift", &case(value)), drifts, "{value}");
    }
}

#[test]
fn the_printed_probability_is_that_of_the_table() {
    // Twelve of twelve against none of twelve: one way in C(24, 12) = 2,704,156.
    let yaml = include_str!("../../src/rules/examples/citation-bias.fires.yaml");
    let [bias] = &found("citation-bias", yaml)[..] else {
        panic!("one finding");
    };
    let message = support::message(&support::case(yaml), bias);
    assert!(message.contains("12 of 12 times"), "{message}");
    assert!(message.contains("0 of 12 times"), "{message}");
    assert!(message.contains("p = 3.7e-7"), "{message}");
}

#[test]
fn a_day_and_a_moment_may_be_a_time_zone_apart() {
    let case = |said: &str| {
        format!(
            r#"
actors: {{ ana: {{ name: Ana }} }}
events: {{ fire: {{ date: "2024-05-03" }} }}
claims: {{ c: {{ text: "The shed burned", about: fire }} }}
statements: [{{ by: ana, basis: witnessed, date: "{said}", asserts: c }}]
"#
        )
    };
    for (said, early) in [
        ("2024-05-02", true),
        ("2024-05-02T08:00:00Z", true),
        // In Kabul it is already the third.
        ("2024-05-02T20:00:00Z", false),
        ("2024-05-03", false),
        ("2024", false),
        ("../2024-05-09", false),
    ] {
        assert_eq!(fires("premature-statement", &case(said)), early, "{said}");
    }
}

#[test]
fn what_is_said_of_the_future_is_not_premature_and_a_plan_no_picture() {
    let case = |kind: &str, artefact: &str| {
        format!(
            r#"
actors: {{ ana: {{ name: Ana }} }}
events: {{ fire: {{ date: "2024-05-03" }} }}
claims: {{ c: {{ text: "The shed will burn", kind: {kind}, about: fire }} }}
evidence: {{ e: {{ kind: {artefact}, of: fire, date: "2024-05-01" }} }}
statements: [{{ by: ana, date: "2024-05-01", asserts: c }}]
"#
        )
    };
    assert!(!fires("premature-statement", &case("forecast", "document")));
    assert!(!fires(
        "premature-statement",
        &case("utterance", "document")
    ));
    assert!(fires("premature-statement", &case("fact", "document")));
    assert!(fires("premature-statement", &case("forecast", "photo")));
}

#[test]
fn dates_that_cannot_be_are_named() {
    let retraction = r#"
actors: { ana: { name: Ana } }
claims: { c: { text: "The bridge is closed" } }
statements:
  - { by: ana, date: "2024-05-01", retracts: c }
  - { by: ana, basis: witnessed, date: "2024-05-03", asserts: c }
"#;
    assert!(fires("impossible-date", retraction));
    assert!(!fires(
        "impossible-date",
        &retraction.replace("2024-05-03", "2024-04-30")
    ));
    let of_a_statement = retraction
        .replace("retracts: c", "retracts: said")
        .replace("basis: witnessed", "id: said, basis: witnessed");
    assert!(fires("impossible-date", &of_a_statement));
    assert!(!fires(
        "impossible-date",
        &of_a_statement.replace("2024-05-03", "2024-04-30")
    ));
}

#[test]
fn a_name_shared_within_a_house_is_no_duplicate() {
    let actors = |ties: &str| {
        format!(
            r#"
actors:
  state: {{ name: The State, aliases: [Daesh] }}
  branch: {{ name: The Branch, aliases: [daesh]{ties} }}
"#
        )
    };
    assert!(fires("duplicate-entity", &actors("")));
    assert!(!fires(
        "duplicate-entity",
        &actors(", affiliations: [{ to: state, role: part-of }]")
    ));
    assert!(!fires(
        "duplicate-entity",
        &actors(", distinct_from: [state]")
    ));
}

#[test]
fn unnamed_sources_of_one_description_are_not_one() {
    let case = r#"
claims: { a: { text: "One" }, b: { text: "Other" } }
statements: [{ unnamed: "local sources", asserts: a }, { unnamed: "local sources", asserts: b }]
"#;
    assert!(!fires("duplicate-entity", case));
}

#[test]
fn copies_of_one_event_are_duplicates_and_of_two_events_recycled() {
    let case = |second: &str| {
        format!(
            r#"
events: {{ may: {{ date: "2024-05-03" }}, june: {{ date: "2024-06-10" }} }}
evidence:
  one: {{ kind: photo, of: may, hash: "SHA256:AB12" }}
  two: {{ kind: photo, of: {second}, hash: "sha256:ab12" }}
"#
        )
    };
    let sharpest = |yaml: &str| -> Vec<&str> {
        let findings = support::findings(&support::case(yaml), Detail::Sharpest);
        let warnings = findings
            .iter()
            .filter(|one| one.severity <= Severity::Warning);
        warnings.map(|finding| finding.rule).collect()
    };
    assert_eq!(sharpest(&case("may")), ["duplicate-entity"]);
    assert_eq!(sharpest(&case("june")), ["recycled-evidence"]);
    let same = case("june").replace("\"2024-06-10\"", "\"2024-06-10\", possibly_same_as: [may]");
    assert_eq!(sharpest(&same), ["duplicate-entity"]);
    // Without the original nothing would show that the other is a copy.
    let unused = |yaml: &str| {
        let found = found("unused-entity", yaml).into_iter();
        found.map(|one| one.evidence.len()).sum::<usize>()
    };
    assert_eq!(unused(&case("june")), 0);
    assert_eq!(unused(&case("may")), 2);
}

#[test]
fn one_that_only_belongs_to_two_houses_bridges_none() {
    let case = |one: &str, other: &str, tie: &str| {
        format!(
            r#"
actors:
  north: {{ name: The North }}
  south: {{ name: The South{tie} }}
  gazette: {{ name: The Gazette, affiliations: [{{ to: north, role: {one} }}, {{ to: south, role: {other} }}] }}
"#
        )
    };
    assert!(!fires("bridging-actor", &case("part-of", "part-of", "")));
    assert!(fires(
        "bridging-actor",
        &case("part-of", "aligned-with", "")
    ));
    let allied = ", affiliations: [{ to: north, role: aligned-with }]";
    assert!(!fires(
        "bridging-actor",
        &case("part-of", "aligned-with", allied)
    ));
}

#[test]
fn whoever_answers_to_two_enemies_is_named_and_explains_the_bridge() {
    let case = r#"
actors:
  north: { name: The North, adversaries: [south] }
  south: { name: The South }
  gazette: { name: The Gazette, affiliations: [{ to: north, role: part-of }, { to: south, role: part-of }] }
"#;
    let [only] = &found("adversary-in-class", case)[..] else {
        panic!("one finding");
    };
    assert_eq!(only.severity, Severity::Warning);
    // Aligned with both it merges them: enemies with one voice.
    let merged = case.replace("role: part-of", "role: aligned-with");
    let findings = support::findings(&support::case(&merged), Detail::Sharpest);
    let rules: Vec<&str> = findings.iter().map(|finding| finding.rule).collect();
    assert!(rules.contains(&"adversary-in-class"), "{rules:?}");
    assert!(!rules.contains(&"bridging-actor"), "{rules:?}");
    assert_eq!(findings[0].severity, Severity::Error);
}

#[test]
fn a_machine_made_case_without_reports_is_not_told_so() {
    let statements = "statements: [{ by: ana, asserts: c }, { by: ben, asserts: c }]";
    let case = format!(
        "actors: {{ ana: {{ name: Ana }}, ben: {{ name: Ben }} }}\nclaims: {{ c: {{ text: \"It rained\" }} }}\n{statements}"
    );
    assert!(!fires("untraceable-statement", &case));
}

#[test]
fn one_statement_rests_and_two_rest() {
    let case = |more: &str| {
        format!(
            "actors: {{ ana: {{ name: Ana }}, post: {{ name: Post }}, mail: {{ name: Mail }} }}\n\
             claims: {{ c: {{ text: \"It rained\" }} }}\nstatements:\n  \
             - {{ id: seen, by: ana, basis: witnessed, date: \"2024-05-01\", asserts: c }}\n  \
             - {{ by: ana, date: \"2024-05-03\", retracts: c }}\n  \
             - {{ by: post, date: \"2024-05-02\", asserts: c, cites: seen }}\n{more}"
        )
    };
    let said = |more: &str| {
        let graph = support::case(&case(more));
        let findings = support::all_findings(&graph);
        let found = findings.iter().find(|one| one.rule == "unfounded-support");
        support::message(&graph, found.unwrap())
    };
    assert!(said("").starts_with("1 statement on `c` rests on nothing"));
    let more = "  - { by: mail, date: \"2024-05-02\", asserts: c, cites: seen }\n";
    assert!(said(more).starts_with("2 statements on `c` rest on nothing"));
}

#[test]
fn a_hundred_thousand_equal_records_are_no_matter() {
    // One group of equal texts, one of equal perceptual hashes, one claim with many confirmations and retractions.
    let mut yaml = String::from("actors: { ana: { name: Ana } }\nclaims:\n");
    for at in 0..2_000 {
        yaml.push_str(&format!("  c{at}: {{ text: \"The same\" }}\n"));
    }
    yaml.push_str(
        "events: { may: { date: \"2024-05-03\" }, june: { date: \"2024-06-10\" } }\nevidence:\n",
    );
    for at in 0..2_000 {
        let event = if at % 2 == 0 { "may" } else { "june" };
        yaml.push_str(&format!(
            "  e{at}: {{ kind: photo, of: {event}, phash: \"{:016x}\" }}\n",
            at & 7
        ));
    }
    yaml.push_str("statements:\n");
    for _ in 0..500 {
        yaml.push_str(
            "  - { by: ana, basis: witnessed, corroborates: c0 }\n  - { by: ana, retracts: c1 }\n",
        );
    }
    let findings = support::all_findings(&support::case(&yaml));
    assert!(
        findings
            .iter()
            .any(|finding| finding.rule == "duplicate-entity")
    );
    assert!(
        findings
            .iter()
            .any(|finding| finding.rule == "recycled-evidence")
    );
}

#[test]
fn only_what_somebody_said_themselves_can_be_taken_back() {
    let case = |retraction: &str| {
        format!(
            r#"
actors:
  ministry: {{ name: The Ministry }}
  speaker: {{ name: The spokesman, affiliations: [{{ to: ministry, role: spokesperson-of }}] }}
claims: {{ c: {{ text: "The bridge is closed" }}, d: {{ text: "The bridge is old" }} }}
statements:
  - {{ id: said, by: speaker, date: "2024-03-01", asserts: c }}
  - {{ id: doubt, by: ministry, date: "2024-03-02", disputes: said }}
  - {{ {retraction} }}
"#
        )
    };
    let empty = |retraction: &str| fires("empty-retraction", &case(retraction));
    assert!(empty("by: ministry, date: \"2024-03-03\", retracts: c"));
    assert!(empty("by: speaker, date: \"2024-03-03\", retracts: d"));
    assert!(!empty("by: speaker, date: \"2024-03-03\", retracts: c"));
    assert!(!empty("by: speaker, date: \"2024-03-03\", retracts: said"));
    // Whoever disputed a statement takes that back by naming the statement.
    assert!(!empty("by: ministry, date: \"2024-03-03\", retracts: said"));
    assert!(empty("by: speaker, date: \"2024-03-03\", retracts: doubt"));
    // Too early is another fault.
    let early = case("by: speaker, date: \"2024-02-03\", retracts: c");
    assert!(!fires("empty-retraction", &early) && fires("impossible-date", &early));
}

#[test]
fn a_report_carries_nothing_that_was_said_after_it() {
    let case = |date: &str, said: &str| {
        format!(
            r#"
actors: {{ ana: {{ name: Ana }}, post: {{ name: The Post }} }}
claims: {{ c: {{ text: "The bridge is closed" }}, d: {{ text: "The bridge is old" }} }}
reports:
  story:
    publisher: post
    date: {date}
    statements:
      - {{ by: ana, date: {said}, asserts: [c, d] }}
      - {{ asserts: c }}
"#
        )
    };
    let late = found("impossible-date", &case("2024-03-01", "2024-03-02"));
    assert_eq!(late.len(), 1);
    assert_eq!((late[0].statements.len(), late[0].parts.len()), (2, 2));
    for (date, said) in [
        ("2024-03-01", "2024-03-01"),
        ("2024-03", "2024-03-31"),
        ("2024-03-02", "2024-03"),
        ("2024-03-01", "2023"),
    ] {
        assert!(
            !fires("impossible-date", &case(date, said)),
            "{date} {said}"
        );
    }
}
