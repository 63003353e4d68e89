//! Statement cycles worked out by hand: where each starts, whether it is certain, and what to cut.

use claimgraph::analysis::LineageIdx;

use super::{TWO, facts, graph, hold};

fn only_cycle(yaml: &str) -> (bool, Vec<String>, Vec<String>) {
    let graph = graph(yaml);
    let facts = facts(&graph);
    let [cycle] = facts.cycles() else {
        panic!("{:?}", facts.cycles());
    };
    hold(&facts, cycle);
    let statement = |&at: &LineageIdx| graph.id(facts.lineage().statement(at).unwrap()).to_owned();
    let cut = cycle.cut.citations.iter().map(|cut| {
        let cited = graph.cites(cut.from)[cut.written as usize];
        format!(
            "{} cites {}",
            graph.id(cut.from),
            graph.id(graph.node(cited))
        )
    });
    (
        cycle.possible,
        cycle.shortest.iter().map(statement).collect(),
        cut.collect(),
    )
}

#[test]
fn a_cycle_starts_with_its_earliest_statement() {
    let found = only_cycle(&format!(
        "{TWO}  - {{ id: x, by: a, date: 2024-01-02, asserts: c, cites: y }}\n  - {{ id: y, by: b, date: 2024-01-01, asserts: c, cites: x }}\n"
    ));
    // What an earlier statement cites of a later one is the citation to doubt.
    assert_eq!(
        found,
        (
            false,
            vec!["y".into(), "x".into()],
            vec!["y cites x".into()]
        )
    );
}

#[test]
fn a_cycle_through_an_undated_statement_of_a_cited_actor_is_possible() {
    let found = only_cycle(&format!(
        "{TWO}  - {{ id: x, by: a, asserts: c, cites: b }}\n  - {{ id: y, by: b, asserts: c, cites: x }}\n"
    ));
    assert_eq!(
        found,
        (true, vec!["x".into(), "y".into()], vec!["x cites b".into()])
    );
    let equal = only_cycle(&format!(
        "{TWO}  - {{ id: x, by: a, date: 2024-01-01, asserts: c, cites: b }}\n  - {{ id: y, by: b, date: 2024-01-01, asserts: c, cites: x }}\n"
    ));
    assert!(equal.0);
}

#[test]
fn a_question_that_cites_a_root_grounds_no_circle() {
    let case = |stance: &str| {
        graph(&format!(
            "claims: {{ c: {{ text: c }}, d: {{ text: d }} }}\nactors: {{ a: {{}}, b: {{}} }}\nstatements:\n  - {{ id: x, by: a, asserts: c, cites: [y, q] }}\n  - {{ id: y, by: b, asserts: c, cites: x }}\n  - {{ id: q, by: b, {stance}: d, cites: [a, x] }}\n"
        ))
    };
    let is_grounded = |stance: &str| facts(&case(stance)).cycles()[0].grounded;
    assert!(is_grounded("asserts"));
    assert!(!is_grounded("questions"));
}

#[test]
fn a_cycle_through_a_surely_earlier_statement_of_a_cited_actor_is_certain() {
    let found = only_cycle(&format!(
        "{TWO}  - {{ id: x, by: a, date: 2024-01-02, asserts: c, cites: b }}\n  - {{ id: y, by: b, date: 2024-01-01, asserts: c, cites: x }}\n"
    ));
    assert!(!found.0);
}

#[test]
fn a_certain_cycle_is_shown_before_a_shorter_one_that_is_only_possible() {
    let found = only_cycle(
        "claims: { c: { text: c } }\nactors: { a: {}, b: {}, d: {} }\nstatements:\n  - { id: x, by: a, asserts: c, cites: [b, z] }\n  - { id: y, by: b, asserts: c, cites: x }\n  - { id: z, by: d, asserts: c, cites: y }\n",
    );
    assert!(!found.0);
    assert_eq!(found.1.len(), 3);
    assert_eq!(found.2, ["y cites x"]);
}

#[test]
fn premises_that_infer_each_other_are_a_certain_cycle() {
    let found = only_cycle(
        "claims: { c: { text: c }, d: { text: d } }\nactors: { a: {} }\nstatements:\n  - { id: x, by: a, basis: inferred, asserts: c, cites: d }\n  - { id: y, by: a, basis: inferred, asserts: d, cites: c }\n",
    );
    assert!(!found.0);
    assert_eq!(found.2.len(), 1);
}

#[test]
fn one_premise_that_leads_to_many_statements_is_one_citation_to_cut() {
    let mut yaml = String::from(
        "claims: { c: { text: c }, d: { text: d } }\nactors: { a: {} }\nstatements:\n  - { id: x, by: a, basis: inferred, asserts: c, cites: d }\n",
    );
    for nth in 0..6 {
        yaml += &format!("  - {{ id: y{nth}, by: a, basis: inferred, asserts: d, cites: c }}\n");
    }
    assert_eq!(only_cycle(&yaml).2, ["x cites d"]);
}

#[test]
fn a_statement_that_cites_its_own_claim_as_a_premise_is_a_cycle_of_one() {
    let found = only_cycle(
        "claims: { c: { text: c } }\nactors: { a: {} }\nstatements:\n  - { id: x, by: a, basis: inferred, asserts: c, cites: c }\n",
    );
    assert_eq!(found, (false, vec!["x".into()], vec!["x cites c".into()]));
}
