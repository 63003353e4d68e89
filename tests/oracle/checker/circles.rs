//! Circles by the letter only: what is said of them is confirmed, and nothing else.

use std::collections::BTreeSet;

use claimgraph::analysis::{Facts, LineageIdx, Settings};
use petgraph::graphmap::DiGraphMap;
use serde_json::{Value, json};

use super::changes::assert_changes_are_refused;
use super::{Read, doubts, read, result};
use crate::random::Dice;

/// Lab sees arsenic, from which NGO infers its cause, which Post has said before it cites NGO.
fn wells(seen: &str, cites: &str) -> Read {
    let statement = |more: &str, id: &str, by: &str, day: u32| {
        format!(r#"{{"id": "{id}", "by": "{by}", "date": "2024-01-{day:02}", {more}}}"#)
    };
    let statements = [
        statement(
            &format!(r#""asserts": "{seen}", "basis": "witnessed""#),
            "s1",
            "lab",
            1,
        ),
        statement(
            &format!(r#""asserts": "plant", "basis": "inferred", "cites": [{cites}]"#),
            "s2",
            "ngo",
            2,
        ),
        statement(r#""asserts": "plant""#, "s0", "post", 3),
        statement(r#""corroborates": "plant", "cites": "s2""#, "s3", "post", 4),
    ];
    super::read(format!(
        r#"{{"actors": {{"lab": {{}}, "ngo": {{}}, "post": {{}}}},
            "claims": {{"other": {{"text": "O"}}, "arsenic": {{"text": "A"}}, "plant": {{"text": "P", "entails": "arsenic"}}}},
            "statements": [{}]}}"#,
        statements.join(", ")
    ))
}

fn result_of(read: &Read) -> Value {
    result(&Facts::new(&read.0, Settings::default()), &read.1)
}

#[test]
fn a_circle_by_the_letter_is_confirmed_as_such_and_in_no_other_way() {
    let read = wells("arsenic", r#""arsenic""#);
    let honest = result_of(&read);
    assert_eq!(doubts(&read.0, &honest), Vec::<String>::new());
    assert_eq!(honest["cycles"][0]["apparent"], json!(true));
    assert_changes_are_refused(&read, &honest, &["s0", "lab"], (0, 1), "wells");
    let refused = |change: &dyn Fn(&mut Value), about: &str| {
        let mut changed = honest.clone();
        change(&mut changed);
        let doubts = doubts(&read.0, &changed);
        assert!(
            doubts.iter().any(|one| one.contains(about)),
            "{about}: {doubts:?}"
        );
    };
    refused(
        &|result| {
            _ = result["cycles"][0]
                .as_object_mut()
                .map(|one| one.remove("apparent"))
        },
        "by the letter only",
    );
    refused(&|result| result["cycles"] = json!([]), "the case has it");
    // The findings of a case in which nothing holds up the premise, or Post is cited by name, are none of this one.
    for (other, rule) in [
        (wells("other", r#""arsenic""#), "circular-citation"),
        (
            wells("arsenic", r#""arsenic", "s0""#),
            "round-trip-sourcing",
        ),
    ] {
        let other = result_of(&other);
        let findings = other["findings"].as_array().expect("findings").iter();
        let found: Vec<&Value> = findings.filter(|one| one["rule"] == rule).collect();
        assert_eq!(found.len(), 1, "{rule}");
        let add = |result: &mut Value| {
            result["cycles"] = other["cycles"].clone();
            let findings = result["findings"].as_array_mut().expect("findings");
            findings.push(found[0].clone());
        };
        refused(&add, rule);
    }
}

#[test]
fn a_circle_is_confirmed_without_what_the_letter_adds_to_it() {
    // By the letter Post is in it, too.
    let read = super::read(
        r#"{"actors": {"lab": {}, "ngo": {}, "blog": {}, "post": {}},
            "claims": {"arsenic": {"text": "A"}, "plant": {"text": "P", "entails": "arsenic"}},
            "statements": [
                {"id": "s0", "by": "lab", "asserts": "arsenic", "basis": "witnessed"},
                {"id": "s1", "by": "ngo", "asserts": "plant", "basis": "inferred", "cites": ["arsenic", "s2"]},
                {"id": "s2", "by": "blog", "asserts": "arsenic", "cites": "s1"},
                {"id": "s3", "by": "post", "asserts": "plant", "basis": "inferred", "cites": "arsenic"}
            ]}"#
        .to_owned(),
    );
    let honest = result_of(&read);
    assert_eq!(doubts(&read.0, &honest), Vec::<String>::new());
    assert_eq!(honest["cycles"][0]["members"], json!(2));
    assert_changes_are_refused(&read, &honest, &["s0", "lab"], (0, 1), "a circle");
    let mut by_letter = honest.clone();
    by_letter["cycles"] = json!([{
        "members": 3, "shortest": ["s1"], "possible": false, "grounded": true, "cut_at_least": 2,
        "cut": [{"statement": "s1", "cites": "arsenic"}, {"statement": "s2", "cites": "s1"}],
    }]);
    for apparent in [false, true] {
        by_letter["cycles"][0]["apparent"] = json!(apparent);
        let doubts = doubts(&read.0, &by_letter);
        assert!(doubts.iter().any(|one| one.contains("cycle")), "{doubts:?}");
    }
}

/// What many cite alike is followed once, and means to each what had been said by then.
#[test]
fn circles_of_a_crowd_that_shares_its_premises_are_confirmed() {
    for (seed, count, days) in [(1, 60, 5), (2, 60, 40), (3, 420, 300)] {
        let mut dice = Dice::new(seed);
        let mut statements = vec![
            r#"{"id": "w", "by": "a0", "asserts": "c0", "basis": "witnessed", "date": "2019"}"#
                .to_owned(),
        ];
        for at in 0..count {
            let day = dice.below(days);
            let (on, premise) = dice.pick(&[(0, 1), (1, 0), (2, 0)]);
            let date = match dice.percent(95) {
                true => format!(
                    r#""date": "20{:02}-01-{:02}","#,
                    20 + day / 28,
                    1 + day % 28
                ),
                false => String::new(),
            };
            let by = dice.below(4);
            statements.push(format!(
                r#"{{"id": "s{at}", "by": "a{by}", "asserts": "c{on}", {date} "basis": "inferred", "cites": "c{premise}"}}"#
            ));
        }
        let read = super::read(format!(
            r#"{{"actors": {{"a0": {{}}, "a1": {{}}, "a2": {{}}, "a3": {{}}}},
                "claims": {{"c0": {{"text": "A"}}, "c1": {{"text": "B"}}, "c2": {{"text": "C", "entails": "c0"}}}},
                "statements": [{}]}}"#,
            statements.join(", ")
        ));
        let facts = Facts::new(&read.0, Settings::default());
        assert!(facts.lineage().has_holders());
        let closed = facts.circles().closed().map(|one| one.members.clone());
        let closed: BTreeSet<Vec<LineageIdx>> = closed.collect();
        assert!(!closed.is_empty());
        assert_eq!(closed, by_every_citation(&facts), "seed {seed}");
        if count < 100 {
            let result = result(&facts, &read.1);
            assert_eq!(
                doubts(&read.0, &result),
                Vec::<String>::new(),
                "seed {seed}"
            );
        }
    }
}

/// The components with a cycle, every citation asked whether it counts.
fn by_every_citation(facts: &Facts<'_>) -> BTreeSet<Vec<LineageIdx>> {
    let closing = facts.closing();
    let mut graph = DiGraphMap::<u32, ()>::new();
    for from in facts.lineage().nodes() {
        let counting = closing.weighed(from).filter(|(_, counts)| *counts);
        counting.for_each(|(edge, _)| _ = graph.add_edge(from.0, edge.to.0, ()));
    }
    let mut found: Vec<Vec<u32>> = petgraph::algo::tarjan_scc(&graph);
    found.retain(|members| members.len() > 1 || graph.contains_edge(members[0], members[0]));
    let sorted = |mut members: Vec<u32>| {
        members.sort_unstable();
        members.into_iter().map(LineageIdx).collect()
    };
    found.into_iter().map(sorted).collect()
}

/// Two infer one cause from one effect, which the cause entails: neither rests on the other, and the confirmation adds
/// nothing.
#[test]
fn a_confirmation_that_infers_the_same_from_the_same_is_confirmed_as_false() {
    let (graph, sources) = read(
        r#"{ "claims": { "bomb": { "text": "b", "entails": ["crater"] }, "crater": { "text": "c" } },
        "actors": { "ana": {}, "ben": {}, "post": {} },
        "statements": [
            { "by": "ben", "basis": "witnessed", "asserts": "crater", "date": "2024-01-01" },
            { "by": "ana", "basis": "inferred", "asserts": "bomb", "cites": ["crater"], "date": "2024-01-02" },
            { "by": "post", "basis": "inferred", "corroborates": "bomb", "cites": ["crater"], "date": "2024-01-03" } ] }"#
            .to_owned(),
    );
    let facts = Facts::new(&graph, Settings::default());
    let result = result(&facts, &sources);
    assert_eq!(doubts(&graph, &result), Vec::<String>::new());
    let findings = result["findings"].as_array().expect("findings");
    let is_such =
        |one: &&Value| one["rule"] == "false-corroboration" && one["claims"] == json!(["bomb"]);
    assert_eq!(findings.iter().filter(is_such).count(), 1);
}
