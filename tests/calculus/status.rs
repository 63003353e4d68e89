//! Each status, in the order in which they are tried (section 6).

use claimgraph::analysis::{Facts, Settings, Status};

use crate::{case, support};

#[test]
fn silence_alone_supports_nothing() {
    let found = case("actors: { b: {} }\nstatements:\n  - { by: b, silent: c }\n");
    assert_eq!(found.0, Status::Unsupported);
}

#[test]
fn questions_and_silence_are_neither_support_nor_denial() {
    let found = case(
        "actors: { a: {}, b: {} }\nstatements:\n  - { by: a, questions: c }\n  - { by: b, silent: c }\n",
    );
    assert_eq!(found.0, Status::Open);
}

#[test]
fn every_status_has_its_case() {
    let actors = "actors: { a: {}, b: {}, x: { kind: unnamed } }\nstatements:\n";
    let a = "  - { by: a, basis: witnessed, asserts: c }\n";
    let b = "  - { by: b, basis: witnessed, asserts: c }\n";
    let no = "  - { by: b, basis: witnessed, disputes: c }\n";
    let asks = "  - { by: b, questions: c }\n";
    let circle = "  - { id: s, by: a, asserts: c, cites: s }\n";
    let gone = "  - { id: s, by: a, basis: witnessed, asserts: c }\n  - { by: a, date: \"2024\", retracts: s }\n  - { by: b, relays: c, cites: s }\n";
    let rows: [(&[&str], Status); 9] = [
        (&[asks], Status::Open),
        (&[a, no], Status::Contested),
        (&[asks, no], Status::Denied),
        (&["  - { by: a, declines: c }\n"], Status::Unsupported),
        (&[circle], Status::Circular),
        (&[gone], Status::Unfounded),
        (&[a, asks], Status::Uncorroborated),
        (
            &[a, "  - { by: b, asserts: c }\n"],
            Status::IndependenceUnknown,
        ),
        (&[a, b, asks], Status::Corroborated),
    ];
    for (statements, expected) in rows {
        let body = format!("{actors}{}", statements.concat());
        assert_eq!(case(&body).0, expected, "{body}");
    }
}

#[test]
fn a_nameless_denial_does_not_contest_what_two_known_voices_say() {
    let with = |denial: &str| {
        case(&format!(
            "actors: {{ a: {{}}, b: {{}}, n: {{}}, x: {{ kind: unnamed }} }}\nstatements:\n  - {{ by: a, basis: witnessed, asserts: c }}\n  - {{ by: b, {denial} }}\n  - {{ by: x, disputes: c }}\n"
        ))
        .0
    };
    assert_eq!(with("basis: witnessed, asserts: c"), Status::Corroborated);
    // One known voice does not outweigh it.
    assert_eq!(with("asserts: c"), Status::Contested);
}

#[test]
fn a_higher_threshold_wants_more_lines() {
    let graph = support::case(
        "claims: { c: { text: c } }\nactors: { a: {}, b: {} }\nstatements:\n  - { by: a, basis: witnessed, asserts: c }\n  - { by: b, basis: witnessed, asserts: c }\n",
    );
    let status = |threshold| {
        let settings = Settings {
            threshold,
            ..Settings::default()
        };
        Facts::new(&graph, settings).status(support::claim(&graph, "c"))
    };
    assert_eq!(status(2), Status::Corroborated);
    assert_eq!(status(3), Status::Uncorroborated);
}

#[test]
fn what_opponents_or_a_side_against_its_interest_say_is_adverse() {
    let adverse = |actors: &str, claim: &str, statements: &str| {
        let graph = support::case(&format!(
            "claims: {{ c: {{ text: c{claim} }} }}\nactors: {{ {actors} }}\nstatements:\n{statements}"
        ));
        let facts = Facts::new(&graph, Settings::default());
        facts.standing(support::claim(&graph, "c")).adverse
    };
    let both = "  - { by: a, asserts: c }\n  - { by: b, asserts: c }\n";
    assert!(adverse("a: { adversaries: [b] }, b: {}", "", both));
    assert!(!adverse("a: {}, b: {}", "", both));
    // Who answers to the side that it is against says so against its own interest.
    let organ = "a: { affiliations: [{ to: m, role: organ-of }] }, b: {}, m: {}";
    assert!(adverse(
        organ,
        ", against: m",
        "  - { by: a, asserts: c }\n"
    ));
    assert!(!adverse(
        organ,
        ", against: m",
        "  - { by: b, asserts: c }\n"
    ));
}

#[test]
fn kinds_other_than_facts_have_a_status_too() {
    for kind in ["utterance", "observation", "judgement", "forecast"] {
        let graph = support::case(&format!(
            "claims: {{ c: {{ text: c, kind: {kind} }} }}\nactors: {{ a: {{}}, b: {{}} }}\nstatements:\n  - {{ by: a, basis: witnessed, asserts: c }}\n  - {{ by: b, basis: witnessed, asserts: c }}\n"
        ));
        let facts = Facts::new(&graph, Settings::default());
        assert_eq!(
            facts.status(support::claim(&graph, "c")),
            Status::Corroborated,
            "{kind}"
        );
    }
}

#[test]
fn a_nameless_denial_counts_against_what_is_not_known_to_be_two() {
    // The denial is passed on by a named outlet: what it begins with is nameless all the same.
    let with = |denied: &str| {
        case(&format!(
            "actors: {{ a: {{}}, b: {{}}, p: {{}}, x: {{ kind: unnamed }} }}\nstatements:\n  - {{ by: a, basis: witnessed, asserts: c }}\n  - {{ by: b, basis: witnessed, asserts: c }}\n{denied}"
        ))
        .0
    };
    assert_eq!(
        with("  - { by: x, disputes: c, via: p }\n"),
        Status::Corroborated
    );
    assert_eq!(with("  - { by: p, disputes: c }\n"), Status::Contested);
}

#[test]
fn a_denial_that_is_known_through_what_was_taken_back_alone_has_no_name() {
    let with = |relay: &str| {
        case(&format!(
            "actors: {{ v: {{}}, w: {{}}, x: {{}}, k: {{}}, nobody: {{ kind: unnamed }} }}\nstatements:\n  - {{ by: v, asserts: c, basis: witnessed }}\n  - {{ by: w, asserts: c, basis: witnessed }}\n  - {{ by: nobody, disputes: c }}\n  - {{ by: x, disputes: c, via: k, date: \"2024-01-01\" }}\n{relay}"
        ))
        .0
    };
    assert_eq!(with(""), Status::Contested);
    let taken_back = "  - { by: k, retracts: c, date: \"2024-01-02\" }\n";
    assert_eq!(with(taken_back), Status::Corroborated);
}
