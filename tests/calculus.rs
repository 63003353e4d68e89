//! Worked answers: small cases whose numbers can be checked on paper.

mod support;

use claimgraph::analysis::{Facts, Settings, Status};

/// Status, κ⁻, κ⁺, ω⁻, ω⁺ of claim `c`.
fn answer(yaml: &str) -> (Status, u32, u32, u32, u32) {
    let graph = support::case(yaml);
    let facts = Facts::new(&graph, Settings::default());
    let standing = facts.standing(support::claim(&graph, "c"));
    let lines = standing.support;
    for count in [
        lines.lines_min,
        lines.lines_max,
        lines.origins_min,
        lines.origins_max,
    ] {
        assert_eq!(count.least, count.most, "small cases are answered exactly");
    }
    (
        standing.status,
        lines.lines_min.least,
        lines.lines_max.most,
        lines.origins_min.least,
        lines.origins_max.most,
    )
}

const CLAIM: &str = "claims: { c: { text: \"c\" } }\n";

fn case(body: &str) -> (Status, u32, u32, u32, u32) {
    answer(&format!("{CLAIM}{body}"))
}

#[test]
fn two_arguments_that_support_only_each_other_ground_nothing() {
    let found = case(
        "actors: { a: {}, b: {} }\nstatements:\n  - { id: x, by: a, asserts: c, cites: y }\n  - { id: y, by: b, asserts: c, cites: x }\n",
    );
    assert_eq!(found, (Status::Circular, 0, 0, 0, 0));
}

#[test]
fn the_same_loop_with_support_from_outside_is_grounded() {
    let yaml = format!(
        "{CLAIM}actors: {{ a: {{}}, b: {{}}, w: {{}} }}\nstatements:\n  - {{ id: x, by: a, asserts: c, cites: [y, z] }}\n  - {{ id: y, by: b, asserts: c, cites: x }}\n  - {{ id: z, by: w, basis: witnessed, asserts: c }}\n"
    );
    let graph = support::case(&yaml);
    let facts = Facts::new(&graph, Settings::default());
    for id in ["x", "y", "z"] {
        assert!(facts.is_grounded(support::statement(&graph, id)), "{id}");
    }
}

#[test]
fn copies_do_not_add_support() {
    let diamond = case(
        "actors: { r: {}, a: {}, b: {} }\nstatements:\n  - { id: root, by: r, basis: witnessed, via: a, asserts: c }\n  - { by: b, asserts: c, cites: root }\n",
    );
    assert_eq!(diamond, (Status::Uncorroborated, 1, 1, 1, 1));
}

#[test]
fn two_roots_through_two_relays_are_two_lines() {
    let found = case(
        "actors: { r: {}, s: {}, a: {}, b: {} }\nstatements:\n  - { by: r, basis: witnessed, via: a, asserts: c }\n  - { by: s, basis: witnessed, via: b, asserts: c }\n",
    );
    assert_eq!(found, (Status::Corroborated, 2, 2, 2, 2));
}

#[test]
fn five_witnesses_through_one_agency_are_one_line() {
    let witnesses: String = (1..=5)
        .map(|nth| format!("  - {{ by: r{nth}, basis: witnessed, via: k, asserts: c }}\n"))
        .collect();
    let found = case(&format!(
        "actors: {{ r1: {{}}, r2: {{}}, r3: {{}}, r4: {{}}, r5: {{}}, k: {{}} }}\nstatements:\n{witnesses}"
    ));
    assert_eq!(found, (Status::Uncorroborated, 1, 1, 5, 5));
}

#[test]
fn five_witnesses_with_reports_of_their_own_are_five_lines() {
    let witnesses: String = (1..=5)
        .map(|nth| format!("  - {{ by: r{nth}, basis: witnessed, asserts: c }}\n"))
        .collect();
    let found = case(&format!(
        "actors: {{ r1: {{}}, r2: {{}}, r3: {{}}, r4: {{}}, r5: {{}} }}\nstatements:\n{witnesses}"
    ));
    assert_eq!(found, (Status::Corroborated, 5, 5, 5, 5));
}

#[test]
fn a_page_that_cites_its_own_echo_stays_one_unknown_origin() {
    let found = case(
        "actors: { page: {}, paper: {} }\nstatements:\n  - { id: v1, by: page, date: \"2020\", asserts: c }\n  - { id: p, by: paper, date: \"2021\", asserts: c, cites: v1 }\n  - { id: v2, by: page, date: \"2022\", asserts: c, cites: p }\n",
    );
    assert_eq!(found, (Status::Uncorroborated, 1, 1, 0, 1));
}

#[test]
fn a_ministry_and_its_agency_are_one_voice_until_the_tie_ends() {
    let joined = |until: &str| {
        case(&format!(
            "actors:\n  m: {{}}\n  a: {{ affiliations: [{{ to: m, role: organ-of{until} }}] }}\nstatements:\n  - {{ by: m, basis: witnessed, date: \"2024-02-01\", asserts: c }}\n  - {{ by: a, basis: witnessed, date: \"2024-02-01\", asserts: c }}\n"
        ))
    };
    assert_eq!(joined(""), (Status::Uncorroborated, 1, 1, 1, 1));
    assert_eq!(
        joined(", until: \"2024-01-31\""),
        (Status::Corroborated, 2, 2, 2, 2)
    );
    // An alleged tie may hold: it counts against the lower bound only.
    assert_eq!(
        joined(", alleged: true"),
        (Status::IndependenceUnknown, 1, 2, 1, 2)
    );
}

#[test]
fn a_named_witness_and_an_anonymous_source_may_be_two() {
    let found = case(
        "actors: { w: {} }\nstatements:\n  - { by: w, basis: witnessed, asserts: c }\n  - { unnamed: somebody, asserts: c }\n",
    );
    assert_eq!(found, (Status::IndependenceUnknown, 1, 2, 1, 2));
}

#[test]
fn two_outlets_on_one_unverified_video_are_one_line() {
    let found = case(
        "actors: { p: {}, q: {}, army: {} }\nevidence: { v: { kind: video, producer: army } }\nstatements:\n  - { by: p, asserts: c, cites: v }\n  - { by: q, asserts: c, cites: v }\n",
    );
    assert_eq!(found, (Status::Uncorroborated, 1, 1, 1, 1));
}

#[test]
fn what_an_outsider_verified_on_a_partys_video_is_a_carrier_of_its_own() {
    let video = |verified: &str| {
        case(&format!(
            "actors: {{ army: {{}}, lab: {{}} }}\nevidence: {{ v: {{ kind: video, producer: army, released_by: army }} }}\nstatements:\n  - {{ by: army, basis: own-act, asserts: c }}\n  - {{ by: lab, {verified}: c, cites: v }}\n"
        ))
    };
    assert_eq!(video("verifies"), (Status::Corroborated, 2, 2, 2, 2));
    assert_eq!(video("asserts"), (Status::Uncorroborated, 1, 1, 1, 1));
}

#[test]
fn a_detainee_does_not_join_his_side_with_his_custodian() {
    let found = case(
        "actors:\n  rebels: {}\n  army: {}\n  man: { affiliations: [{ to: rebels, role: part-of }, { to: army, role: in-custody-of }] }\nstatements:\n  - { by: rebels, basis: witnessed, asserts: c }\n  - { by: army, basis: witnessed, asserts: c }\n",
    );
    assert_eq!(found, (Status::Corroborated, 2, 2, 2, 2));
}

#[test]
fn a_freelancer_of_two_agencies_is_joined_with_each_and_joins_neither() {
    let actors = "actors:\n  k: {}\n  l: {}\n  f: { affiliations: [{ to: k, role: employed-by }, { to: l, role: employed-by }] }\nstatements:\n  - { by: k, basis: witnessed, asserts: c }\n";
    let third = "  - { by: f, basis: witnessed, asserts: c }\n";
    let both = format!("{actors}  - {{ by: l, basis: witnessed, asserts: c }}\n");
    assert_eq!(case(&format!("{actors}{third}")).2, 1);
    assert_eq!(case(&format!("{both}{third}")).2, 2);
}

#[test]
fn two_witnesses_known_through_unnamed_go_betweens_are_one_line_for_sure() {
    let found = case(
        "actors: { r: {}, s: {}, x: { kind: unnamed }, y: { kind: unnamed } }\nstatements:\n  - { by: r, basis: witnessed, via: x, asserts: c }\n  - { by: s, basis: witnessed, via: y, asserts: c }\n",
    );
    assert_eq!(
        (found.0, found.1, found.2),
        (Status::IndependenceUnknown, 1, 2)
    );
}

#[test]
fn an_inference_from_one_actors_premises_adds_nothing_to_its_own_report() {
    let found = answer(
        "claims: { c: { text: \"c\" }, p: { text: \"p\" }, q: { text: \"q\" } }\nactors: { a: {}, i: {} }\nstatements:\n  - { by: a, basis: witnessed, asserts: [p, q, c] }\n  - { by: i, basis: inferred, asserts: c, cites: [p, q] }\n",
    );
    assert_eq!((found.1, found.2), (1, 1));
}

#[test]
fn relays_of_a_root_that_was_taken_back_carry_nothing() {
    let found = case(
        "actors: { a: {}, b: {} }\nstatements:\n  - { id: x, by: a, basis: witnessed, date: \"2024-01-01\", asserts: c }\n  - { by: b, date: \"2024-01-02\", relays: c, cites: x }\n  - { by: a, date: \"2024-01-03\", retracts: c }\n",
    );
    assert_eq!(found, (Status::Unfounded, 0, 0, 0, 0));
}

#[test]
fn contraction_invents_a_third_line_that_the_statements_do_not_have() {
    // R1→K₁→X→c, R2→K₂→c, R2→Y→c, R3→X→c, with K₁ and K₂ statements of one class K.
    let yaml = "claims: { c: { text: \"c\" }, d: { text: \"d\" } }\nactors: { r1: {}, r2: {}, r3: {}, k: {}, x: {}, y: {} }\nstatements:\n  - { id: s1, by: r1, basis: witnessed, asserts: d }\n  - { id: s2, by: r2, basis: witnessed, asserts: d }\n  - { id: s3, by: r3, basis: witnessed, asserts: d }\n  - { id: k1, by: k, asserts: d, cites: s1 }\n  - { id: xs, by: x, asserts: c, cites: [k1, s3] }\n  - { id: k2, by: k, asserts: c, cites: s2 }\n  - { id: ys, by: y, asserts: c, cites: s2 }\n";
    let found = answer(yaml);
    assert_eq!((found.1, found.2), (2, 2));
}

#[test]
fn enemies_who_declare_no_basis_count_as_two() {
    let sides = |adversaries: &str| {
        case(&format!(
            "actors: {{ a: {{ {adversaries} }}, b: {{}} }}\nstatements:\n  - {{ by: a, asserts: c }}\n  - {{ by: b, asserts: c }}\n"
        ))
    };
    assert_eq!(sides("adversaries: [b]").0, Status::Corroborated);
    assert_eq!(sides("").0, Status::IndependenceUnknown);
}

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
fn a_retraction_that_is_taken_back_has_no_effect() {
    let found = case(
        "actors: { a: {} }\nstatements:\n  - { by: a, basis: witnessed, date: \"2024-01-01\", asserts: c }\n  - { id: r, by: a, date: \"2024-01-02\", retracts: c }\n  - { by: a, date: \"2024-01-03\", retracts: r }\n",
    );
    assert_eq!(found.0, Status::Uncorroborated);
}
