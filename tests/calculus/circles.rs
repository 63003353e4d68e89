//! Grounding, circularity and influence (section 5).

use claimgraph::analysis::{Facts, Settings, Status};

use crate::{CLAIM, answer, case, support};

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
fn each_level_of_circularity_has_its_own_witness() {
    let levels = |body: &str| {
        let graph = support::case(&format!("{CLAIM}{body}"));
        let facts = Facts::new(&graph, Settings::default());
        let claim = support::claim(&graph, "c");
        let trips = facts.round_trips(claim).found.len();
        (
            facts.cycles().len(),
            trips,
            facts.laundering_loops(claim).found.len(),
        )
    };
    let cycle = "actors: { a: {}, b: {} }\nstatements:\n  - { id: x, by: a, asserts: c, cites: y }\n  - { id: y, by: b, asserts: c, cites: x }\n";
    assert_eq!(levels(cycle), (1, 0, 0));
    let trip = "actors: { a: {}, b: {} }\nstatements:\n  - { id: x, by: a, date: \"2024-01-01\", asserts: c }\n  - { id: y, by: b, date: \"2024-01-02\", asserts: c, cites: x }\n  - { id: z, by: a, date: \"2024-01-03\", asserts: c, cites: y }\n";
    assert_eq!(levels(trip), (0, 1, 0));
    let own = "actors: { a: {} }\nstatements:\n  - { id: x, by: a, date: \"2024-01-01\", asserts: c }\n  - { id: z, by: a, date: \"2024-01-03\", asserts: c, cites: x }\n";
    assert_eq!(levels(own), (0, 0, 0));
    let laundry = "actors:\n  m: {}\n  b: {}\n  a: { affiliations: [{ to: m, role: organ-of }] }\nstatements:\n  - { id: x, by: m, date: \"2024-01-01\", asserts: c }\n  - { id: y, by: b, date: \"2024-01-02\", asserts: c, cites: x }\n  - { id: z, by: a, date: \"2024-01-03\", asserts: c, cites: y }\n";
    assert_eq!(levels(laundry), (0, 0, 1));
}

#[test]
fn a_lineage_runs_into_a_cycle_by_whatever_it_cites() {
    // `s1` is taken back by `s5`, and cites what cites `s5`, which cites it: no support flows along these citations,
    // and the lineage of the relay that is left leads into a circle all the same.
    let found = answer(
        "claims: { c: { text: c }, d: { text: d } }\nactors: { a: {}, b: {}, k: {} }\nstatements:\n  - { id: s1, by: a, relays: c, cites: s3, via: k }\n  - { id: s3, by: a, asserts: d, cites: s5 }\n  - { id: s5, by: a, retracts: c, cites: s3 }\n",
    );
    assert_eq!(found, (Status::Circular, 0, 0, 0, 0));
    // Without the circle it is merely unfounded.
    let found = answer(
        "claims: { c: { text: c }, d: { text: d } }\nactors: { a: {}, b: {}, k: {} }\nstatements:\n  - { id: s1, by: a, relays: c, cites: s3, via: k }\n  - { id: s3, by: a, asserts: d }\n  - { id: s5, by: a, retracts: c, cites: s3 }\n",
    );
    assert_eq!(found, (Status::Unfounded, 0, 0, 0, 0));
}

#[test]
fn the_paths_of_a_diamond_are_counted_exactly() {
    // r ← a ← t, r ← b ← t: four citations, and two paths of two.
    let graph = support::case(&format!(
        "{CLAIM}actors: {{ r: {{}}, a: {{}}, b: {{}}, t: {{}} }}\nstatements:\n  - {{ id: root, by: r, basis: witnessed, asserts: c }}\n  - {{ id: left, by: a, asserts: c, cites: root }}\n  - {{ id: right, by: b, asserts: c, cites: root }}\n  - {{ id: top, by: t, asserts: c, cites: [left, right] }}\n"
    ));
    let facts = Facts::new(&graph, Settings::default());
    let found = facts.influence(&[support::claim(&graph, "c")], usize::MAX);
    assert_eq!(found.paths.to_string(), "6");
    let of = |id: &str| {
        let at = support::statement(&graph, id);
        let one = found
            .through_statements
            .iter()
            .find(|one| one.of == at)
            .unwrap();
        (one.paths.to_string(), one.ending.to_string())
    };
    // All but `top → left` and `top → right` touch the root, and those end in it.
    assert_eq!(of("root"), ("4".to_owned(), "4".to_owned()));
    assert_eq!(of("top"), ("4".to_owned(), "0".to_owned()));
    assert_eq!(of("left"), ("3".to_owned(), "1".to_owned()));
}
