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
