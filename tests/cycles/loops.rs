//! Words that come back: round trips and laundering worked out by hand.

use super::{TWO, facts, graph, support};

#[test]
fn a_word_that_comes_back_by_a_detour_within_a_circle_is_a_round_trip() {
    // The shortest way to what the paper said leads through the statement with which the word comes back.
    let graph = graph(&format!(
        "{TWO}  - {{ id: last, by: a, asserts: c, cites: [first, x] }}\n  - {{ id: first, by: a, asserts: c, cites: [y, x] }}\n  - {{ id: x, by: b, asserts: c, cites: y }}\n  - {{ id: y, by: b, asserts: c, cites: first }}\n"
    ));
    let trips = facts(&graph).round_trips(support::claim(&graph, "c"));
    let [trip] = &trips.found[..] else { panic!() };
    let chain: Vec<&str> = trip.chain.iter().map(|&at| graph.id(at)).collect();
    assert_eq!(chain, ["first", "y", "x", "last"]);
    assert!(trips.complete);
}

fn laundered(yaml: &str) -> Vec<(String, String, Vec<String>)> {
    let graph = graph(yaml);
    let facts = facts(&graph);
    let name = |actor| graph.id(actor).to_owned();
    let found = facts
        .laundering_loops(support::claim(&graph, "c"))
        .found
        .into_iter();
    found
        .map(|found| {
            let outsiders = found.outsiders.iter().map(|&actor| name(actor));
            (name(found.first), name(found.last), outsiders.collect())
        })
        .collect()
}

const LAUNDRY: &str = "  - { id: s1, by: ministry, date: 2024-01-01, asserts: c }\n  - { id: s2, by: paper, date: 2024-01-02, asserts: c, cites: s1 }\n  - { id: s3, by: agency, date: 2024-01-03, asserts: c, cites: s2 }\n";

#[test]
fn a_word_that_comes_back_to_its_side_through_an_outsider_is_laundered() {
    let actors = |tie: &str| {
        format!(
            "claims: {{ c: {{ text: c }} }}\nactors: {{ ministry: {{}}, paper: {{}}, agency: {{{tie}}} }}\nstatements:\n{LAUNDRY}"
        )
    };
    let tie = " affiliations: [{ to: ministry, role: organ-of }] ";
    let found = laundered(&actors(tie));
    let expected = ("ministry".into(), "agency".into(), vec!["paper".into()]);
    assert_eq!(found, [expected]);
    assert_eq!(laundered(&actors("")), []);
    // The tie had ended before the agency spoke, or is only alleged: nobody is accused.
    let ended = " affiliations: [{ to: ministry, role: organ-of, until: 2024-01-02 }] ";
    assert_eq!(laundered(&actors(ended)), []);
    let alleged = " affiliations: [{ to: ministry, role: organ-of, alleged: true }] ";
    assert_eq!(laundered(&actors(alleged)), []);
}

#[test]
fn a_chain_that_stays_within_a_side_launders_nothing() {
    let found = laundered(&format!(
        "claims: {{ c: {{ text: c }} }}\nactors: {{ ministry: {{}}, paper: {{ affiliations: [{{ to: ministry, role: controlled-by }}] }}, agency: {{ affiliations: [{{ to: ministry, role: organ-of }}] }} }}\nstatements:\n{LAUNDRY}"
    ));
    assert_eq!(found, []);
}
