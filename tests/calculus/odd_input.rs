//! Odd input: defined, and answered as documented.

use claimgraph::analysis::{Facts, Settings, Status};
use claimgraph::rules::Detail;

use crate::{CLAIM, answer, answer_at, case, support};

#[test]
fn a_circle_of_affiliations_makes_its_members_one_voice() {
    let found = case(
        "actors:\n  a: { affiliations: [{ to: b, role: part-of }] }\n  b: { affiliations: [{ to: d, role: part-of }] }\n  d: { affiliations: [{ to: a, role: part-of }] }\n  w: {}\nstatements:\n  - { by: a, basis: witnessed, asserts: c }\n  - { by: b, basis: witnessed, asserts: c }\n  - { by: d, basis: witnessed, asserts: c }\n  - { by: w, basis: witnessed, asserts: c }\n",
    );
    assert_eq!(found, (Status::Corroborated, 2, 2, 2, 2));
}

#[test]
fn adversaries_who_are_joined_are_an_error_and_one_voice() {
    let yaml = format!(
        "{CLAIM}actors:\n  a: {{ adversaries: [b] }}\n  b: {{ affiliations: [{{ to: a, role: part-of }}] }}\nstatements:\n  - {{ by: a, asserts: c }}\n  - {{ by: b, asserts: c }}\n"
    );
    let graph = support::case(&yaml);
    let findings = support::findings(&graph, Detail::All);
    assert!(findings.iter().any(|one| one.rule == "adversary-in-class"));
    // That they agree is no strength.
    assert!(findings.iter().all(|one| one.rule != "adverse-agreement"));
    let facts = Facts::new(&graph, Settings::default());
    assert!(!facts.standing(support::claim(&graph, "c")).adverse);
    assert_eq!(answer(&yaml), (Status::Uncorroborated, 1, 1, 0, 1));
}

#[test]
fn a_retraction_that_is_taken_back_has_no_effect() {
    let found = case(
        "actors: { a: {} }\nstatements:\n  - { by: a, basis: witnessed, date: \"2024-01-01\", asserts: c }\n  - { id: r, by: a, date: \"2024-01-02\", retracts: c }\n  - { by: a, date: \"2024-01-03\", retracts: r }\n",
    );
    assert_eq!(found.0, Status::Uncorroborated);
}

#[test]
fn to_retract_the_same_again_gives_nothing_back() {
    // The second is no retraction of the first, which takes back what is later than the second.
    let found = case(
        "actors: { a: {} }\nstatements:\n  - { id: s, by: a, basis: witnessed, date: \"2024-01-09\", asserts: c }\n  - { by: a, retracts: c }\n  - { by: a, date: \"2024-01-05\", retracts: c }\n",
    );
    assert_eq!(found.0, Status::Unsupported);
}

#[test]
fn of_two_retractions_that_take_each_other_back_the_later_stands() {
    let with = |first: &str, second: &str| {
        case(&format!(
            "actors: {{ a: {{}} }}\nstatements:\n  - {{ id: s, by: a, basis: witnessed, date: \"2024-01-01\", asserts: c }}\n  - {{ id: r, by: a, date: \"{first}\", retracts: q }}\n  - {{ id: q, by: a, date: \"{second}\", retracts: s }}\n"
        ))
        .0
    };
    // A retraction takes back what is not surely later than it.
    assert_eq!(with("2024-01-03", "2024-01-02"), Status::Uncorroborated);
    assert_eq!(with("2024-01-02", "2024-01-03"), Status::Unsupported);
    let mutual = |first: &str, second: &str| {
        let graph = support::case(&format!(
            "{CLAIM}actors: {{ a: {{}} }}\nstatements:\n  - {{ id: r, by: a, {first}retracts: q }}\n  - {{ id: q, by: a, {second}retracts: r }}\n"
        ));
        let facts = Facts::new(&graph, Settings::default());
        ["r", "q"].map(|id| facts.is_live(support::statement(&graph, id)))
    };
    assert_eq!(
        mutual("date: \"2024\", ", "date: \"2024\", "),
        [true, false]
    );
    assert_eq!(mutual("", ""), [true, false]);
}

#[test]
fn a_statement_that_cites_its_own_claim_is_a_circle_of_one() {
    let alone = case("actors: { a: {} }\nstatements:\n  - { by: a, asserts: c, cites: c }\n");
    assert_eq!(alone, (Status::Circular, 0, 0, 0, 0));
    let inferred = case(
        "actors: { a: {} }\nstatements:\n  - { by: a, basis: inferred, asserts: c, cites: c }\n",
    );
    assert_eq!(inferred, (Status::Circular, 0, 0, 0, 0));
    // It rests on whoever else says so.
    let beside = case(
        "actors: { a: {}, w: {} }\nstatements:\n  - { by: a, asserts: c, cites: c }\n  - { by: w, basis: witnessed, asserts: c }\n",
    );
    assert_eq!(beside, (Status::Uncorroborated, 1, 1, 1, 1));
}

#[test]
fn before_everything_even_what_is_asked_is_not_asked_yet() {
    let yaml = format!(
        "{CLAIM}actors: {{ a: {{}}, b: {{}} }}\nstatements:\n  - {{ by: a, basis: witnessed, date: \"2024-01-01\", asserts: c }}\n  - {{ by: b, date: \"2024-01-01\", questions: c }}\n"
    );
    assert_eq!(
        answer_at(&yaml, Some("0001-01-01")),
        (Status::Unsupported, 0, 0, 0, 0)
    );
}

#[test]
fn an_undated_retraction_takes_back_the_dated_one_that_it_names() {
    let with = |naming: &str| {
        case(&format!(
            "actors: {{ a: {{}} }}\nstatements:\n  - {{ by: a, basis: witnessed, date: \"2024-01-01\", asserts: c }}\n  - {{ id: r, by: a, date: \"2024-01-02\", retracts: c }}\n  - {{ by: a, {naming} }}\n"
        ))
        .0
    };
    assert_eq!(with("retracts: r"), Status::Uncorroborated);
    // It takes back nothing that is surely later.
    assert_eq!(
        with("date: \"2024-01-01\", retracts: r"),
        Status::Unsupported
    );
}
