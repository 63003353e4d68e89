//! The case at a date (section 7).

use claimgraph::analysis::{Facts, Settings, Status};

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
