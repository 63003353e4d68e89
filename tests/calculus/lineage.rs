//! What rests on what, and what must be right (section 2).

use claimgraph::analysis::{Facts, Settings, Status};

use crate::{CLAIM, answer, case, support};

#[test]
fn a_cited_actor_means_its_latest_word_that_is_not_later() {
    // Only the middle word is known; the citing statement is made between it and the last.
    let lines = |citing: &str| {
        let found = case(&format!(
            "actors: {{ a: {{}}, k: {{}} }}\nstatements:\n  - {{ by: a, date: \"2024-01-01\", asserts: c, via: x }}\n  - {{ by: a, basis: witnessed, date: \"2024-01-03\", asserts: c, via: x }}\n  - {{ by: a, date: \"2024-01-05\", asserts: c, via: x }}\n  - {{ by: k, date: \"{citing}\", asserts: c, cites: a }}\n"
        ).replace("k: {} }", "k: {}, x: {} }"));
        (found.3, found.4)
    };
    // ω⁻ counts the known origin that the line of `k` or of `x` begins with.
    assert_eq!(lines("2024-01-04"), (1, 1));
}

#[test]
fn whom_nobody_heard_is_one_unknown_source_however_often_cited() {
    let found = case(
        "actors: { a: {}, b: {}, ghost: {} }\nstatements:\n  - { by: a, asserts: c, cites: ghost }\n  - { by: b, asserts: c, cites: ghost }\n",
    );
    assert_eq!(found, (Status::Uncorroborated, 1, 1, 0, 1));
}

#[test]
fn a_cited_actor_who_took_it_back_is_no_dead_end_and_carries_nothing() {
    let found = case(
        "actors: { a: {}, b: {} }\nstatements:\n  - { by: a, basis: witnessed, date: \"2024-01-01\", asserts: c }\n  - { by: b, date: \"2024-01-02\", asserts: c, cites: a }\n  - { by: a, date: \"2024-01-03\", retracts: c }\n",
    );
    assert_eq!(found, (Status::Unfounded, 0, 0, 0, 0));
}

#[test]
fn to_answer_an_opponent_is_not_to_rest_on_him() {
    // The denial carries nothing: `b` is an undeclared root of its own.
    let found = case(
        "actors: { a: {}, b: {} }\nstatements:\n  - { id: no, by: a, basis: witnessed, disputes: c }\n  - { by: b, asserts: c, cites: no }\n",
    );
    assert_eq!(found, (Status::Contested, 1, 1, 0, 1));
}

#[test]
fn a_denial_may_cite_whoever_denies_the_claim_elsewhere() {
    // `police` deny what `c` entails and `army` says what excludes it: both deny `c`, and neither says a word on it.
    let dead_ends = |stance: &str| {
        let graph = support::case(&format!(
            "claims: {{ c: {{ text: c, entails: d }}, d: {{ text: d }}, e: {{ text: e, contradicts: d }} }}\nactors: {{ police: {{}}, army: {{}}, post: {{}} }}\nstatements:\n  - {{ by: police, disputes: d, basis: witnessed }}\n  - {{ by: army, asserts: e, basis: witnessed }}\n  - {{ by: post, {stance}: c, cites: [police, army] }}\n"
        ));
        Facts::new(&graph, Settings::default())
            .lineage()
            .dead_ends()
            .len()
    };
    assert_eq!(dead_ends("disputes"), 0);
    // Of the claim itself nobody has said anything that could be cited for it.
    assert_eq!(dead_ends("asserts"), 2);
}

#[test]
fn an_inference_needs_every_premise_and_any_other_statement_one() {
    let with = |basis: &str| {
        answer(&format!(
            "claims: {{ c: {{ text: c }}, p: {{ text: p }}, q: {{ text: q }} }}\nactors: {{ a: {{}}, i: {{}} }}\nstatements:\n  - {{ by: a, basis: witnessed, asserts: p }}\n  - {{ by: i, {basis}asserts: c, cites: [p, q] }}\n"
        ))
    };
    // Nobody says `q`.
    assert_eq!(with("basis: inferred, "), (Status::Unfounded, 0, 0, 0, 0));
    assert_eq!(with(""), (Status::Uncorroborated, 1, 1, 1, 1));
}

#[test]
fn a_premise_that_nobody_supports_founds_nothing_and_makes_no_root() {
    let on = |p: &str, cites: &str| {
        answer(&format!(
            "claims: {{ c: {{ text: c }}, p: {{ text: p{p} }}, q: {{ text: q, contradicts: c, entails: p }} }}\nactors: {{ a: {{}}, i: {{}} }}\nstatements:\n  - {{ by: i, {cites} }}\n  - {{ by: a, basis: witnessed, asserts: q }}\n"
        ))
        .0
    };
    // `p` is supported, by `q`, which is on the other side of `c`: it carries nothing, and it is still the premise.
    assert_eq!(on("", "asserts: c, cites: p"), Status::Denied);
    assert_eq!(
        on("", "basis: inferred, asserts: c, cites: p"),
        Status::Denied
    );
    // A premise that is itself on the other side is none: what is left is an undeclared word.
    assert_eq!(
        on(", contradicts: c", "asserts: c, cites: p"),
        Status::Contested
    );
    let unsupported = |basis: &str| {
        answer(&format!(
            "claims: {{ c: {{ text: c }}, p: {{ text: p }} }}\nactors: {{ i: {{}} }}\nstatements:\n  - {{ by: i, {basis}asserts: c, cites: p }}\n"
        ))
    };
    assert_eq!(unsupported(""), (Status::Unfounded, 0, 0, 0, 0));
    assert_eq!(
        unsupported("basis: inferred, "),
        (Status::Unfounded, 0, 0, 0, 0)
    );
    // What has a basis of its own stands by itself.
    assert_eq!(
        unsupported("basis: witnessed, "),
        (Status::Uncorroborated, 1, 1, 1, 1)
    );
}

#[test]
fn an_inference_from_nothing_is_an_unknown_root() {
    let found =
        case("actors: { i: {} }\nstatements:\n  - { by: i, basis: inferred, asserts: c }\n");
    assert_eq!(found, (Status::Uncorroborated, 1, 1, 0, 1));
}

#[test]
fn a_custodian_carries_what_a_detainee_says() {
    // The army's own witness and its prisoner are one line, and one origin.
    let found = case(
        "actors:\n  army: {}\n  man: { affiliations: [{ to: army, role: in-custody-of }] }\nstatements:\n  - { by: army, basis: witnessed, asserts: c }\n  - { by: man, basis: custody, asserts: c }\n",
    );
    assert_eq!(found, (Status::Uncorroborated, 1, 1, 1, 1));
}

#[test]
fn a_party_without_a_basis_speaks_of_its_own_act() {
    let found = answer(
        "events: { raid: { parties: [army] } }\nclaims: { c: { text: c, about: raid } }\nactors: { army: {}, other: {} }\nstatements:\n  - { by: army, asserts: c }\n  - { by: other, asserts: c }\n",
    );
    assert_eq!(found, (Status::IndependenceUnknown, 1, 2, 1, 2));
}

#[test]
fn evidence_makes_a_root_whatever_basis_is_declared() {
    // A witness who cites a photo of unknown making is unknown, and known without it.
    let with = |cites: &str| {
        case(&format!(
            "actors: {{ a: {{}} }}\nevidence: {{ v: {{ kind: photo }} }}\nstatements:\n  - {{ by: a, basis: witnessed, asserts: c{cites} }}\n"
        ))
    };
    assert_eq!(with(", cites: v"), (Status::Uncorroborated, 1, 1, 0, 1));
    assert_eq!(with(""), (Status::Uncorroborated, 1, 1, 1, 1));
}

#[test]
fn a_cited_actor_may_have_said_what_entails_the_claim() {
    let with = |entails: &str| {
        answer(&format!(
            "claims: {{ c: {{ text: c }}, d: {{ text: d{entails} }} }}\nactors: {{ a: {{}}, b: {{}} }}\nstatements:\n  - {{ by: a, basis: witnessed, date: \"2024-01-01\", asserts: d, via: b }}\n  - {{ by: b, date: \"2024-01-02\", asserts: c, cites: a }}\n"
        ))
    };
    assert_eq!(with(", entails: c"), (Status::Uncorroborated, 1, 1, 1, 1));
    // On a claim of its own it is not what is meant: a dead end, whose word nobody recorded.
    assert_eq!(with(""), (Status::Uncorroborated, 1, 1, 0, 1));
}

#[test]
fn alternatives_of_one_citation_are_all_that_may_be_meant() {
    // Of one day, or undated: either word may be the one; an older one is not.
    let with = |witnessed: &str, bare: &str| {
        let graph = support::case(&format!(
            "{CLAIM}actors: {{ a: {{}}, k: {{}}, x: {{}} }}\nstatements:\n  - {{ by: a, basis: witnessed, {witnessed}asserts: c, via: x }}\n  - {{ by: a, {bare}asserts: c, via: x }}\n  - {{ id: s, by: k, date: \"2024-01-09\", asserts: c, cites: a }}\n"
        ));
        let facts = Facts::new(&graph, Settings::default());
        facts
            .statement_lines(support::statement(&graph, "s"))
            .origins_min
            .least
    };
    let (one, later) = ("date: \"2024-01-01\", ", "date: \"2024-01-02\", ");
    assert_eq!(with(one, one), 1);
    assert_eq!(with("", later), 1);
    assert_eq!(with(one, later), 0);
}

#[test]
fn who_cites_himself_and_says_nothing_else_cites_a_word_that_nobody_recorded() {
    let found = case("actors: { a: {} }\nstatements:\n  - { by: a, asserts: c, cites: a }\n");
    assert_eq!(found, (Status::Uncorroborated, 1, 1, 0, 1));
}

#[test]
fn a_report_in_which_nothing_is_said_of_it_is_its_publishers_word() {
    let citing = |reports: &str, second: &str| {
        case(&format!(
            "actors: {{ a: {{}}, b: {{}}, p: {{}} }}\nreports: {{ {reports} }}\nstatements:\n  - {{ by: a, asserts: c, cites: r }}\n  - {{ by: b, asserts: c, cites: {second} }}\n"
        ))
    };
    let one = (Status::Uncorroborated, 1, 1, 0, 1);
    let two = (Status::IndependenceUnknown, 1, 2, 0, 2);
    assert_eq!(citing("r: { publisher: p }", "r"), one);
    // The publisher of two reports, or cited by name, is one.
    assert_eq!(citing("r: { publisher: p }, t: { publisher: p }", "t"), one);
    assert_eq!(citing("r: { publisher: p }", "p"), one);
    // Of a report without a publisher nobody knows whose word it is, and it is one word all the same.
    assert_eq!(citing("r: {}", "r"), one);
    assert_eq!(citing("r: {}, t: {}", "t"), two);
}

#[test]
fn a_cited_report_means_what_is_said_in_it() {
    let found = case(
        "actors: { a: {}, w: {}, p: {} }\nreports: { r: { publisher: p } }\nstatements:\n  - { by: w, in: r, basis: witnessed, asserts: c, via: a }\n  - { by: a, asserts: c, cites: r }\n",
    );
    assert_eq!(found, (Status::Uncorroborated, 1, 1, 1, 1));
}

#[test]
fn a_cited_claim_is_one_premise_whoever_supports_it() {
    // One conclusion from a claim with two witnesses: one line, two origins. A second premise is needed as well.
    let with = |cites: &str| {
        answer(&format!(
            "claims: {{ c: {{ text: c }}, p: {{ text: p }}, q: {{ text: q, entails: p }} }}\nactors: {{ a: {{}}, b: {{}}, i: {{}} }}\nstatements:\n  - {{ by: a, basis: witnessed, asserts: p }}\n  - {{ by: b, basis: witnessed, asserts: q }}\n  - {{ by: i, basis: inferred, asserts: c, cites: {cites} }}\n"
        ))
    };
    assert_eq!(with("p"), (Status::Uncorroborated, 1, 1, 2, 2));
    assert_eq!(with("[p, q]"), (Status::Uncorroborated, 1, 1, 2, 2));
    assert_eq!(with("q"), (Status::Uncorroborated, 1, 1, 1, 1));
}
