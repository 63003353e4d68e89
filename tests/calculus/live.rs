//! What counts when, and for what (section 1).

use claimgraph::analysis::{Facts, Settings, Status};

use crate::{answer, answer_at, case, support};

#[test]
fn an_undated_statement_counts_as_made_when_its_report_appeared() {
    let yaml = |date: &str| {
        format!(
            "claims: {{ c: {{ text: c }} }}\nactors: {{ a: {{}} }}\nreports: {{ r: {{ publisher: a{date} }} }}\nstatements:\n  - {{ by: a, in: r, basis: witnessed, asserts: c }}\n"
        )
    };
    let dated = yaml(", date: \"2024-02\"");
    assert_eq!(answer_at(&dated, Some("2024-01")).0, Status::Unsupported);
    assert_eq!(answer_at(&dated, Some("2024-02")).0, Status::Uncorroborated);
    // Without a date anywhere it is as if always there.
    assert_eq!(answer_at(&yaml(""), Some("1900")).0, Status::Uncorroborated);
}

#[test]
fn a_retraction_takes_back_what_the_same_actor_said_before_it_on_the_same_claim() {
    let after = |retraction: &str| {
        case(&format!(
            "actors: {{ a: {{}}, b: {{}} }}\nstatements:\n  - {{ by: a, basis: witnessed, date: \"2024-01-02\", asserts: c }}\n  - {retraction}\n"
        ))
        .0
    };
    assert_eq!(
        after("{ by: a, date: \"2024-01-03\", retracts: c }"),
        Status::Unsupported
    );
    assert_eq!(
        after("{ by: a, date: \"2024-01-02\", retracts: c }"),
        Status::Unsupported
    );
    assert_eq!(
        after("{ by: a, date: \"2024-01-01\", retracts: c }"),
        Status::Uncorroborated
    );
    assert_eq!(
        after("{ by: b, date: \"2024-01-03\", retracts: c }"),
        Status::Uncorroborated
    );
}

#[test]
fn what_is_said_again_after_a_retraction_stands() {
    let found = case(
        "actors: { a: {} }\nstatements:\n  - { by: a, basis: witnessed, date: \"2024-01-01\", asserts: c }\n  - { by: a, date: \"2024-01-02\", retracts: c }\n  - { by: a, basis: witnessed, date: \"2024-01-03\", asserts: c }\n",
    );
    assert_eq!(found, (Status::Uncorroborated, 1, 1, 1, 1));
}

#[test]
fn relays_of_a_root_that_was_taken_back_carry_nothing() {
    let found = case(
        "actors: { a: {}, b: {} }\nstatements:\n  - { id: x, by: a, basis: witnessed, date: \"2024-01-01\", asserts: c }\n  - { by: b, date: \"2024-01-02\", relays: c, cites: x }\n  - { by: a, date: \"2024-01-03\", retracts: c }\n",
    );
    assert_eq!(found, (Status::Unfounded, 0, 0, 0, 0));
}

#[test]
fn what_entails_a_claim_supports_it_each_statement_once() {
    // `e` entails `d` and `c`, and `d` entails `c`: two ways, one statement.
    let found = answer(
        "claims: { c: { text: c }, d: { text: d, entails: c }, e: { text: e, entails: [d, c] } }\nactors: { a: {}, b: {} }\nstatements:\n  - { by: a, basis: witnessed, asserts: e }\n  - { by: b, basis: witnessed, asserts: d }\n",
    );
    assert_eq!(found, (Status::Corroborated, 2, 2, 2, 2));
}

#[test]
fn a_claim_is_denied_by_what_excludes_it_and_by_denial_of_what_follows_from_it() {
    let denied = |links: &str, statement: &str| {
        answer(&format!(
            "claims: {{ c: {{ text: c{links} }}, d: {{ text: d }}, e: {{ text: e, entails: d }} }}\nactors: {{ a: {{}} }}\nstatements:\n  - {{ by: a, basis: witnessed, {statement} }}\n"
        ))
        .0
    };
    assert_eq!(denied("", "disputes: c"), Status::Denied);
    assert_eq!(denied(", contradicts: d", "asserts: d"), Status::Denied);
    assert_eq!(denied(", negates: d", "asserts: d"), Status::Denied);
    // `e` entails what contradicts it.
    assert_eq!(denied(", contradicts: d", "asserts: e"), Status::Denied);
    // What it entails is denied.
    assert_eq!(denied(", entails: d", "disputes: d"), Status::Denied);
    // To deny what excludes it says nothing of it.
    assert_eq!(
        denied(", contradicts: d", "disputes: d"),
        Status::Unsupported
    );
}

#[test]
fn to_dispute_a_statement_denies_no_claim() {
    let graph = support::case(
        "claims: { c: { text: c } }\nactors: { a: {}, b: {} }\nstatements:\n  - { id: s, by: a, basis: witnessed, asserts: c }\n  - { by: b, disputes: s }\n",
    );
    let facts = Facts::new(&graph, Settings::default());
    let claim = support::claim(&graph, "c");
    assert_eq!(facts.status(claim), Status::Uncorroborated);
    assert!(facts.denial(claim).is_empty());
}

#[test]
fn a_statement_of_uncertain_date_counts_when_its_last_day_is_past() {
    let yaml = "claims: { c: { text: c } }\nactors: { a: {} }\nstatements:\n  - { by: a, basis: witnessed, date: \"2024-02-01/2024-02-10\", asserts: c }\n";
    assert_eq!(answer_at(yaml, Some("2024-02-09")).0, Status::Unsupported);
    assert_eq!(
        answer_at(yaml, Some("2024-02-10")).0,
        Status::Uncorroborated
    );
}

#[test]
fn a_retraction_touches_nothing_that_its_speaker_said_of_another_claim() {
    let found = answer(
        "claims: { c: { text: c }, d: { text: d, entails: c } }\nactors: { a: {} }\nstatements:\n  - { by: a, basis: witnessed, date: \"2024-01-01\", asserts: c }\n  - { by: a, date: \"2024-01-02\", retracts: d }\n",
    );
    assert_eq!(found.0, Status::Uncorroborated);
}

#[test]
fn an_undated_retraction_takes_back_what_is_dated() {
    let found = case(
        "actors: { a: {} }\nstatements:\n  - { by: a, basis: witnessed, date: \"2024-01-01\", asserts: c }\n  - { by: a, retracts: c }\n",
    );
    assert_eq!(found.0, Status::Unsupported);
}

#[test]
fn nothing_flows_through_a_relay_that_was_taken_back() {
    let graph = support::case(
        "claims: { c: { text: c } }\nactors: { w: {}, k: {}, b: {} }\nstatements:\n  - { id: seen, by: w, basis: witnessed, date: \"2024-01-01\", asserts: c }\n  - { id: told, by: k, date: \"2024-01-02\", asserts: c, cites: seen }\n  - { id: last, by: b, date: \"2024-01-03\", asserts: c, cites: told }\n  - { by: k, date: \"2024-01-04\", retracts: c }\n",
    );
    let facts = Facts::new(&graph, Settings::default());
    let state = |id| {
        let at = support::statement(&graph, id);
        (facts.is_live(at), facts.is_grounded(at))
    };
    assert_eq!(state("seen"), (true, true));
    assert_eq!(state("told"), (false, false));
    // It did not fall, and rests on nothing.
    assert_eq!(state("last"), (true, false));
}

#[test]
fn each_stance_is_support_or_denial_or_neither() {
    let sides = |stance: &str| {
        let graph = support::case(&format!(
            "claims: {{ c: {{ text: c }} }}\nactors: {{ a: {{}} }}\nstatements:\n  - {{ by: a, basis: witnessed, {stance}: c }}\n"
        ));
        let facts = Facts::new(&graph, Settings::default());
        let claim = support::claim(&graph, "c");
        (facts.support(claim).len(), facts.denial(claim).len())
    };
    for stance in ["asserts", "corroborates", "relays"] {
        assert_eq!(sides(stance), (1, 0), "{stance}");
    }
    assert_eq!(sides("disputes"), (0, 1));
    for stance in ["questions", "silent", "declines", "retracts"] {
        assert_eq!(sides(stance), (0, 0), "{stance}");
    }
}

#[test]
fn to_exclude_holds_both_ways_and_reaches_what_follows() {
    // `c` entails `d`, which `x` excludes, which `y` entails: whoever says `y` denies `c`. The link is written at `x`.
    let claims = "claims: { c: { text: c, entails: d }, d: { text: d }, x: { text: x, contradicts: d }, y: { text: y, entails: x } }\nactors: { a: {} }\n";
    let denied = |said: &str| {
        answer(&format!(
            "{claims}statements:\n  - {{ by: a, basis: witnessed, asserts: {said} }}\n"
        ))
        .0
    };
    assert_eq!(denied("x"), Status::Denied);
    assert_eq!(denied("y"), Status::Denied);
    // What `c` entails says nothing for `c`.
    assert_eq!(denied("d"), Status::Unsupported);
}

#[test]
fn a_retraction_takes_back_what_was_said_of_the_same_claim_under_another_id() {
    let status = |retracted: &str| {
        let graph = support::case(&format!(
            "actors: {{ ana: {{}} }}\nclaims: {{ c: {{ text: c, same_as: d }}, d: {{ text: d, same_as: e }}, e: {{ text: e }}, f: {{ text: f, entails: c }} }}\nstatements:\n  - {{ by: ana, asserts: c, basis: witnessed }}\n  - {{ by: ana, retracts: {retracted} }}\n"
        ));
        let facts = Facts::new(&graph, Settings::default());
        facts.status(support::claim(&graph, "c"))
    };
    for same in ["c", "d", "e"] {
        assert_eq!(status(same), Status::Unsupported, "{same}");
    }
    assert_eq!(status("f"), Status::Uncorroborated);
}
