//! The case at a date (section 7).

use claimgraph::analysis::difference::{Turning, between_dates};
use claimgraph::analysis::history::{History, Occurrence};
use claimgraph::analysis::relevant::Undoings;
use claimgraph::analysis::{Count, Facts, Settings, Status};
use claimgraph::case::date::Date;
use claimgraph::case::excerpt::Excerpts;
use claimgraph::render::style::Colour;
use claimgraph::render::timeline::{self, Form, Steps};

use crate::{CLAIM, answer, answer_at, support};

#[test]
fn an_as_of_date_before_everything_leaves_every_claim_unsupported() {
    let graph = support::case(&format!(
        "{CLAIM}actors: {{ a: {{}} }}\nstatements:\n  - {{ by: a, basis: witnessed, date: \"2024-01-01\", asserts: c }}\n"
    ));
    let status = |as_of: &str| {
        let settings = Settings {
            as_of: Some(as_of.parse().unwrap()),
            ..Settings::default()
        };
        Facts::new(&graph, settings).status(support::claim(&graph, "c"))
    };
    assert_eq!(status("2023"), Status::Unsupported);
    assert_eq!(status("2024-01-01"), Status::Uncorroborated);
}

#[test]
fn a_claim_moves_as_statements_are_made_and_taken_back() {
    let yaml = format!(
        "{CLAIM}actors: {{ a: {{}}, b: {{}} }}\nstatements:\n  - {{ by: a, basis: witnessed, date: \"2024-01-01\", asserts: c }}\n  - {{ by: b, basis: witnessed, date: \"2024-02-01\", asserts: c }}\n  - {{ by: b, date: \"2024-03-01\", retracts: c }}\n"
    );
    let at = |date: &str| answer_at(&yaml, Some(date)).0;
    assert_eq!(at("2023-12-31"), Status::Unsupported);
    assert_eq!(at("2024-01-31"), Status::Uncorroborated);
    assert_eq!(at("2024-02-01"), Status::Corroborated);
    assert_eq!(at("2024-03-01"), Status::Uncorroborated);
    assert_eq!(answer_at(&yaml, Some("9999")), answer(&yaml));
}

#[test]
fn what_was_not_yet_said_at_a_date_is_cited_and_founds_nothing() {
    let yaml = format!(
        "{CLAIM}actors: {{ a: {{}}, b: {{}} }}\nstatements:\n  - {{ id: later, by: a, basis: witnessed, date: \"2024-02-01\", asserts: c }}\n  - {{ by: b, date: \"2024-01-01\", asserts: c, cites: later }}\n"
    );
    assert_eq!(answer_at(&yaml, Some("2024-01-15")).0, Status::Unfounded);
    assert_eq!(answer(&yaml).0, Status::Uncorroborated);
}

/// `v` saw it; `a` shows a photograph that `v` verified later; `b` disputes and takes it back.
const VERIFIED_LATER: &str = "actors: { a: {}, b: {}, v: {}, w: {} }\nevidence: { e: { verified: [{ by: v, claims: [c], date: \"2023-01-08\" }] } }\nstatements:\n  - { id: seen, by: w, basis: witnessed, date: \"2023-01-02\", asserts: c }\n  - { id: shown, by: a, date: \"2023-01-03\", asserts: c, cites: e }\n";

#[test]
fn a_verification_moves_a_claim_on_its_own_date() {
    let graph = support::case(&format!("{CLAIM}{VERIFIED_LATER}"));
    let facts = Facts::new(&graph, Settings::default());
    let (excerpts, undoings) = (Excerpts::new(&graph), Undoings::new(&graph));
    let history = History::new(&facts, &excerpts, &undoings, support::claim(&graph, "c"));
    let moments = history.timeline().moments;
    let told: Vec<(bool, Status)> = (moments.iter())
        .map(|one| {
            let is_said = matches!(one.occurrence, Occurrence::Said(_));
            (is_said, one.standing.status)
        })
        .collect();
    let expected = [
        (true, Status::Uncorroborated),
        (true, Status::IndependenceUnknown),
        (false, Status::Corroborated),
    ];
    assert_eq!(told, expected);
    let because = |from: &str, to: &str| {
        let at = |date: &str| {
            let settings = Settings {
                as_of: Some(date.parse().unwrap()),
                ..Settings::default()
            };
            Facts::new(&graph, settings)
        };
        between_dates(&at(from), &at(to)).remove(0).1
    };
    let shown = because("2023-01-02", "2023-01-05");
    assert!(matches!(shown, Turning::At(Occurrence::Said(at)) if graph.id(at) == "shown"));
    let verified = because("2023-01-05", "2023-01-09");
    assert!(matches!(verified, Turning::At(Occurrence::Verified(checks)) if checks.len() == 1));
}

#[test]
fn what_is_verified_again_later_was_verified_before() {
    let yaml = "claims: { c: { text: c } }\nactors: { v: {}, w: {} }\nevidence: { e: { kind: photo } }\nstatements:\n  - { by: v, verifies: c, cites: e, date: \"2024-07\" }\n  - { by: v, verifies: c, cites: e }\n  - { by: w, asserts: c, basis: witnessed }\n";
    let found = answer_at(yaml, Some("2024-05"));
    assert_eq!((found.1, found.2), (2, 2));
}

#[test]
fn what_is_taken_back_through_somebody_stands_until_the_report_of_it_appears() {
    let yaml = "claims: { c: { text: c } }\nactors: { w: {}, k: {} }\nreports: { r: { publisher: k, date: \"2024-06-20\" } }\nstatements:\n  - { by: w, asserts: c, basis: witnessed, date: \"2024-01-20\" }\n  - { by: w, in: r, retracts: c, date: \"2024-02-20\", via: k }\n";
    let status = |as_of: &str| answer_at(yaml, Some(as_of)).0;
    assert_eq!(status("2024-03"), Status::Uncorroborated);
    assert_eq!(status("2024-07"), Status::Unsupported);
}

#[test]
fn what_somebody_verified_is_known_once_it_is_passed_on() {
    let yaml = "claims: { c: { text: c } }\nactors: { v: {}, k: {}, s: {}, w: {} }\nevidence: { e: { kind: photo } }\nreports: { r: { publisher: k, date: \"2024-06-20\" } }\nstatements:\n  - { by: s, asserts: c, cites: e, date: \"2024-01-20\" }\n  - { by: v, in: r, verifies: c, cites: e, date: \"2024-02-20\", via: k }\n  - { by: w, asserts: c, basis: witnessed }\n";
    let status = |as_of: &str| answer_at(yaml, Some(as_of)).0;
    assert_eq!(status("2024-03"), Status::IndependenceUnknown);
    assert_eq!(status("2024-07"), Status::Corroborated);
}

#[test]
fn a_statement_is_told_without_what_was_verified_later() {
    let graph = support::case(&format!("{CLAIM}{VERIFIED_LATER}"));
    let facts = Facts::new(&graph, Settings::default());
    let (excerpts, undoings) = (Excerpts::new(&graph), Undoings::new(&graph));
    let claim = support::claim(&graph, "c");
    let found = History::new(&facts, &excerpts, &undoings, claim).timeline();
    let mut told = Vec::new();
    let form = Form::Text(Colour::Off, Steps::All);
    timeline::timeline(&facts, &[], claim, &found, form, &mut told).unwrap();
    let told = String::from_utf8(told).unwrap();
    assert!(told.contains("2023-01-03  a asserts `c`, 2023-01-03, from `e`, unverified\n"));
    assert!(!told.contains("verified by"), "{told}");
}

#[test]
fn what_is_said_and_taken_back_in_between_makes_no_difference() {
    let graph = support::case(&format!(
        "{CLAIM}actors: {{ a: {{}}, b: {{}}, d: {{}} }}\nstatements:\n  - {{ id: first, by: a, basis: witnessed, date: \"2023-01-01\", asserts: c }}\n  - {{ id: second, by: b, basis: witnessed, date: \"2023-01-03\", asserts: c }}\n  - {{ id: denial, by: d, date: \"2023-01-04\", disputes: c }}\n  - {{ by: d, date: \"2023-01-05\", retracts: denial }}\n"
    ));
    let early = Settings {
        as_of: Some("2023-01-02".parse().unwrap()),
        ..Settings::default()
    };
    let before = Facts::new(&graph, early);
    let moved = between_dates(&before, &Facts::new(&graph, Settings::default()));
    assert!(matches!(moved[0].1, Turning::At(Occurrence::Said(at)) if graph.id(at) == "second"));
}

/// Ann saw it in January; X, whose report appeared in September, passes it on.
const HEARD_LATER: &str = "actors: { ann: {}, x: {} }\nreports:\n  - { id: r, publisher: x, date: \"2020-09-01\", statements: [{ id: s, by: ann, basis: witnessed, date: \"2020-01-01\", asserts: c, via: x }] }\n";

#[test]
fn what_is_known_through_relays_counts_once_they_have_spoken() {
    let yaml = format!("{CLAIM}{HEARD_LATER}");
    let at = |date: &str| answer_at(&yaml, Some(date)).0;
    assert_eq!(at("2019-12"), Status::Unsupported);
    assert_eq!(at("2020-05"), Status::Unsupported);
    assert_eq!(at("2020-09-01"), Status::Uncorroborated);
    assert_eq!(answer_at(&yaml, Some("9999")), answer(&yaml));
}

#[test]
fn a_relay_without_a_date_does_not_speak_before_what_it_passes_on() {
    let yaml = format!(
        "{CLAIM}actors: {{ ann: {{}}, x: {{}}, y: {{}} }}\nstatements:\n  - {{ by: ann, basis: witnessed, date: \"2020-09-01\", asserts: c, via: [x, y] }}\n"
    );
    let at = |date: &str| answer_at(&yaml, Some(date)).0;
    assert_eq!(at("1000"), Status::Unsupported);
    assert_eq!(at("2020-05"), Status::Unsupported);
    assert_eq!(at("2020-09-01"), Status::Uncorroborated);
}

#[test]
fn what_is_passed_on_is_one_step_of_a_history() {
    let graph = support::case(&format!("{CLAIM}{HEARD_LATER}"));
    let facts = Facts::new(&graph, Settings::default());
    let (excerpts, undoings) = (Excerpts::new(&graph), Undoings::new(&graph));
    let history = History::new(&facts, &excerpts, &undoings, support::claim(&graph, "c"));
    let moments = history.timeline().moments;
    let [only] = moments.as_slice() else {
        panic!("one step, not {}", moments.len());
    };
    assert_eq!(only.standing.status, Status::Uncorroborated);
    let Occurrence::Said(at) = &only.occurrence else {
        panic!("a statement");
    };
    assert_eq!(graph.id(*at), "s");
}

#[test]
fn what_is_cited_for_another_claim_counts_there_once_its_relays_have_spoken() {
    let graph = support::case(
        "claims: { k: { text: K }, m: { text: M } }\nactors: { a: {}, b: {}, c: {}, d: {}, x: {} }\nreports:\n  r:\n    date: \"2020-09-01\"\n    statements:\n      - { id: s, by: a, asserts: m, basis: witnessed, date: \"2020-01-01\", via: [x] }\n      - { id: t, by: b, asserts: m, basis: witnessed, date: \"2020-05-01\" }\nstatements:\n  - { id: u, by: c, asserts: k, cites: [s], date: \"2020-03-01\" }\n  - { id: w, by: d, asserts: k, cites: [t], date: \"2020-03-02\" }\n",
    );
    let claim = support::claim(&graph, "k");
    let facts = Facts::new(&graph, Settings::default());
    let (excerpts, undoings) = (Excerpts::new(&graph), Undoings::new(&graph));
    let history = History::new(&facts, &excerpts, &undoings, claim);
    for (date, lines) in [("2020-03-01", 0), ("2020-05-01", 1), ("2020-09-01", 2)] {
        let as_of: Date = date.parse().unwrap();
        let settings = Settings {
            as_of: Some(as_of),
            ..Settings::default()
        };
        let then = Facts::new(&graph, settings).standing(claim).clone();
        let after = history.after(history.made_by(as_of.latest()));
        assert_eq!(after.support.lines_max, Count::exact(lines), "{date}");
        assert_eq!((after.status, after.support), (then.status, then.support));
    }
    let s = support::statement(&graph, "s");
    let last = history.occurrence(history.len() - 1);
    assert_eq!(last, Occurrence::Said(s));
}

#[test]
fn a_history_knows_what_takes_back_all_that_was_said_of_a_statement() {
    // Bob takes his doubts about the diary back: what was concluded from them has no premise left.
    let graph = support::case(
        "claims: { c: { text: C }, d: { text: D } }\nactors: { a: {}, b: {} }\nstatements:\n  - { id: diary, by: a, asserts: d }\n  - { id: doubts, by: b, disputes: diary, date: \"2020-01-01\" }\n  - { id: concluded, by: a, asserts: c, basis: inferred, cites: doubts, date: \"2020-01-02\" }\n  - { id: back, by: b, retracts: diary, date: \"2020-01-03\" }\n",
    );
    let claim = support::claim(&graph, "c");
    let facts = Facts::new(&graph, Settings::default());
    let (excerpts, undoings) = (Excerpts::new(&graph), Undoings::new(&graph));
    let history = History::new(&facts, &excerpts, &undoings, claim);
    assert_eq!(facts.status(claim), Status::Unfounded);
    assert_eq!(history.after(history.len()).status, Status::Unfounded);
}
