//! Premises that close no circle, and those that do (sections 2 and 5).

use claimgraph::analysis::{Facts, Settings, Status};
use claimgraph::case::ClaimGraph;
use claimgraph::rules::{self, Detail};

use crate::support;

/// Lab sees the arsenic, from which others infer that the plant leaked it.
const WELLS: &str = "actors: { lab: {}, ngo: {}, post: {}, blog: {} }
claims: { arsenic: { text: Arsenic in the wells }, plant: { text: The plant leaked it, entails: arsenic } }
statements:
";
const SEEN: &str =
    "  - { id: seen, by: lab, asserts: arsenic, basis: witnessed, date: 2023-07-08 }\n";

/// Of each circle by the statements of the shortest way round and the citation to cut; those by the letter only are
/// marked.
fn circles(graph: &ClaimGraph) -> Vec<String> {
    let facts = Facts::new(graph, Settings::default());
    let told = facts.cycles().iter().map(|cycle| {
        let ids = cycle.shortest.iter();
        let ids: Vec<&str> = ids
            .map(|&at| graph.id(facts.lineage().statement(at).unwrap()))
            .collect();
        let cut = cycle.cut.citations.iter().map(|cut| {
            let cited = graph.cites(cut.from)[cut.written as usize];
            format!("{} of {}", graph.id(graph.node(cited)), graph.id(cut.from))
        });
        let cut: Vec<String> = cut.collect();
        let mark = if cycle.apparent {
            "by the letter: "
        } else {
            ""
        };
        format!("{mark}{} without {}", ids.join(" "), cut.join(", "))
    });
    told.collect()
}

/// The rules about circles that find something.
fn found(graph: &ClaimGraph) -> Vec<&'static str> {
    let facts = Facts::new(graph, Settings::default());
    let findings = rules::check(&facts, Detail::All);
    let mut rules: Vec<&str> = findings.iter().map(|finding| finding.rule).collect();
    rules.retain(|rule| {
        let circular = [
            "circular-support",
            "circular-citation",
            "round-trip-sourcing",
            "laundered-sourcing",
        ];
        circular.contains(rule)
    });
    rules
}

fn wells(statements: &str) -> ClaimGraph {
    support::case(&format!("{WELLS}{statements}"))
}

fn status(graph: &ClaimGraph, claim: &str) -> Status {
    Facts::new(graph, Settings::default()).status(support::claim(graph, claim))
}

#[test]
fn a_word_does_not_come_back_through_a_premise() {
    // What Post says first is, by the letter, in the support of the premise from which NGO had concluded the same.
    let graph = wells(&format!(
        "{SEEN}  - {{ id: concluded, by: ngo, asserts: plant, basis: inferred, cites: arsenic, date: 2023-07-11 }}
  - {{ id: said, by: post, asserts: plant, date: 2023-07-19 }}
  - {{ id: cited, by: post, corroborates: plant, cites: concluded, date: 2023-07-20 }}\n"
    ));
    assert_eq!(found(&graph), [""; 0]);
    let circle = "by the letter: concluded without arsenic of concluded";
    assert_eq!(circles(&graph), [circle]);
    // Who cites the earlier word itself has it back.
    let graph = wells(
        "  - { id: said, by: post, asserts: plant, date: 2023-07-10 }
  - { id: copied, by: ngo, asserts: plant, cites: said, date: 2023-07-11 }
  - { id: cited, by: post, corroborates: plant, cites: copied, date: 2023-07-20 }\n",
    );
    assert_eq!(found(&graph), ["round-trip-sourcing"]);
}

#[test]
fn nobody_cites_what_was_said_surely_later() {
    let case = |first: &str, second: &str| {
        support::case(&format!(
            "actors: {{ a: {{}}, b: {{}}, w: {{}} }}
claims: {{ x: {{ text: X }}, y: {{ text: Y }} }}
statements:
  - {{ id: seen, by: w, asserts: y, basis: witnessed, date: 2019 }}
  - {{ id: first, by: a, asserts: x, basis: inferred, cites: y{first} }}
  - {{ id: second, by: b, asserts: y, basis: inferred, cites: x{second} }}\n"
        ))
    };
    let graph = case(", date: 2020", ", date: 2021");
    assert_eq!(found(&graph), [""; 0]);
    assert_eq!(
        circles(&graph),
        ["by the letter: first second without y of first"]
    );
    // By these dates, and by none, each may have had the other's conclusion before it.
    for (first, second) in [
        (", date: 2020", ", date: 2020"),
        ("", ""),
        ("", ", date: 2021"),
    ] {
        let graph = case(first, second);
        assert_eq!(found(&graph), ["circular-citation"]);
        assert_eq!(circles(&graph).len(), 1);
    }
}

#[test]
fn who_infers_a_cause_from_its_effect_does_not_rest_on_the_cause() {
    // Two of them, who do not rest on each other either.
    let two = "  - { id: one, by: ngo, asserts: plant, basis: inferred, cites: arsenic }
  - { id: other, by: blog, asserts: plant, basis: inferred, cites: arsenic }\n";
    let graph = wells(&format!("{SEEN}{two}"));
    assert_eq!(found(&graph), [""; 0]);
    assert_eq!(
        circles(&graph),
        ["by the letter: one without arsenic of one, arsenic of other"]
    );
    // Without the effect nothing but the cause holds it up.
    let graph = wells(two);
    assert_eq!(found(&graph), ["circular-support"]);
    assert_eq!(
        circles(&graph),
        ["one without arsenic of one, arsenic of other"]
    );
    assert_eq!(status(&graph, "plant"), Status::Circular);
}

#[test]
fn who_alone_vouches_for_the_effect_by_the_cause_takes_the_cause_as_a_premise() {
    for basis in ["witnessed", "inferred"] {
        let graph = wells(&format!(
            "  - {{ id: saw, by: post, asserts: plant, basis: witnessed }}
  - {{ id: concluded, by: ngo, asserts: plant, basis: {basis}, cites: arsenic }}\n"
        ));
        assert_eq!(found(&graph), ["circular-citation"], "{basis}");
        assert_eq!(circles(&graph), ["concluded without arsenic of concluded"]);
    }
}

#[test]
fn an_inference_of_a_claim_from_itself_stays_a_circle() {
    for cited in ["plant", "same"] {
        let graph = support::case(&format!(
            "actors: {{ lab: {{}}, ngo: {{}} }}
claims: {{ plant: {{ text: P }}, same: {{ text: P, same_as: plant }} }}
statements:
  - {{ id: seen, by: lab, asserts: plant, basis: witnessed }}
  - {{ id: concluded, by: ngo, asserts: plant, basis: inferred, cites: {cited} }}\n"
        ));
        assert_eq!(found(&graph), ["circular-citation"], "{cited}");
    }
}

#[test]
fn a_circle_beside_an_inference_is_told_without_its_premise() {
    // Blog says arsenic because NGO says plant: that NGO infers from it. The premise of Post, in the same component by
    // the letter, is not to be struck.
    let graph = wells(&format!(
        "{SEEN}  - {{ id: concluded, by: ngo, asserts: plant, basis: inferred, cites: [arsenic, echoed] }}
  - {{ id: echoed, by: blog, asserts: arsenic, cites: concluded }}
  - {{ id: later, by: post, asserts: plant, basis: inferred, cites: arsenic, date: 2024-01-01 }}\n"
    ));
    assert_eq!(found(&graph), ["circular-citation"]);
    assert_eq!(
        circles(&graph),
        ["echoed concluded without concluded of echoed"]
    );
}

#[test]
fn a_circle_by_the_letter_counts_for_the_status() {
    // One of two premises stands: by the letter the lineage runs into a circle, and the claim rests on nothing. What
    // it lacks is support of the other premise.
    let graph = support::case(
        "actors: { lab: {}, ngo: {} }
claims: { arsenic: { text: A }, plant: { text: P, entails: arsenic }, well: { text: W } }
statements:
  - { id: seen, by: lab, asserts: arsenic, basis: witnessed }
  - { id: concluded, by: ngo, asserts: plant, basis: inferred, cites: [arsenic, well] }\n",
    );
    assert_eq!(status(&graph, "plant"), Status::Circular);
    assert_eq!(found(&graph), [""; 0]);
    let facts = Facts::new(&graph, Settings::default());
    let findings = rules::check(&facts, Detail::All);
    assert!(
        findings
            .iter()
            .any(|finding| finding.rule == "unfounded-support")
    );
}

#[test]
fn a_word_that_was_taken_back_comes_back() {
    let graph = support::case(
        "actors: { a: {}, b: {} }
claims: { c: { text: C } }
statements:
  - { id: said, by: a, asserts: c, date: 2024-01-01 }
  - { id: copied, by: b, asserts: c, cites: said, date: 2024-01-02 }
  - { id: regretted, by: a, retracts: c, date: 2024-01-03 }
  - { id: again, by: a, asserts: c, cites: copied, date: 2024-01-04 }\n",
    );
    let facts = Facts::new(&graph, Settings::default());
    let trips = facts.round_trips(support::claim(&graph, "c"));
    assert_eq!(trips.found.len(), 1);
}

#[test]
fn a_citation_path_does_not_run_to_what_came_later() {
    let graph = wells(&format!(
        "{SEEN}  - {{ id: concluded, by: ngo, asserts: plant, basis: inferred, cites: arsenic, date: 2023-07-11 }}
  - {{ id: one, by: post, asserts: plant, cites: [concluded, other], date: 2023-07-20 }}
  - {{ id: other, by: blog, asserts: plant, cites: one, date: 2023-07-20 }}\n"
    ));
    let facts = Facts::new(&graph, Settings::default());
    let plant = support::claim(&graph, "plant");
    // From the two, who cite one another, to what one of them cites.
    assert_eq!(facts.citation_paths(plant), 1u32.into());
    let influence = facts.influence(&[plant], usize::MAX);
    assert_eq!((influence.paths, influence.citations), (1u32.into(), 3));
}
