//! Of a claim the sharpest weakness is told: a duller one does not stand in for it.

use claimgraph::analysis::Facts;
use claimgraph::rules::{Detail, Level, Policy};
use serde_json::{Value, json};

use super::{Read, doubts, read, result, result_under};
use crate::engine;
use crate::random::{self, Dice};
use crate::shrinking;

/// The result of `check --info`, without what sharper findings explain.
fn sharpest(facts: &Facts<'_>, read: &Read) -> Value {
    result_under(facts, &read.1, &Detail::Sharpest.into(), None)
}

/// The findings of a document.
fn findings(of: &Value) -> &Vec<Value> {
    of["findings"].as_array().expect("findings")
}

#[test]
fn true_results_that_tell_the_sharpest_only_are_confirmed() {
    for seed in random::cases_of(28, 600) {
        let mut dice = Dice::new(seed);
        let case = random::case(&mut dice);
        let assumptions = random::assumptions(&mut dice);
        let read = engine::read(&case);
        let facts = Facts::new(&read.0, engine::settings(assumptions));
        let found = doubts(&read.0, &sharpest(&facts, &read));
        assert_eq!(
            found,
            Vec::<String>::new(),
            "seed {seed}\n{}",
            shrinking::brief(&case)
        );
    }
}

#[test]
fn what_relays_say_what_prisoners_do_and_two_of_one_name_are_read_alike() {
    // Five claims that are passed on from one document; a prisoner of the army and those who side with it; what was
    // confessed on tape and taken back, and what a prisoner filmed; two of one name of whom nothing is recorded.
    let document = r#"{ "actors": { "post": {} }, "evidence": { "leak": { "kind": "document" } },
        "claims": { "a": { "text": "A" }, "b": { "text": "B" }, "c": { "text": "C" }, "d": { "text": "D" }, "e": { "text": "E" } },
        "statements": [{ "id": "s", "by": "post", "relays": ["a", "b", "c", "d", "e"], "cites": "leak" }] }"#;
    let prisoner = r#"{ "actors": { "army": {}, "militia": { "affiliations": [{ "to": "army", "role": "aligned-with", "until": "2024-05-15" }] } },
        "claims": { "x": { "text": "X" } },
        "statements": [
            { "id": "held", "unnamed": "a detainee", "basis": "custody", "custodian": "army", "date": "2024-05-10", "asserts": "x" },
            { "id": "told", "by": "militia", "asserts": "x" }] }"#;
    let namesakes = r#"{ "actors": { "k1": { "name": "Kim", "distinct_from": ["k2"] }, "k2": { "name": "Kim" }, "a": {}, "b": {}, "blog": {} },
        "claims": { "x": { "text": "X" } },
        "statements": [
            { "id": "p", "by": "a", "asserts": "x", "cites": "k1" }, { "id": "q", "by": "b", "asserts": "x", "cites": "k2" },
            { "id": "r", "by": "blog", "corroborates": "x", "cites": ["p", "q"] }] }"#;
    let taped = r#"{ "actors": { "kim": {}, "police": {}, "post": {} }, "claims": { "x": { "text": "X" } },
        "evidence": { "tape": { "producer": "police" } },
        "statements": [
            { "id": "held", "by": "kim", "basis": "custody", "custodian": "police", "asserts": "x", "in": "tape" },
            { "id": "shown", "by": "post", "asserts": "x", "cites": "tape" },
            { "id": "back", "by": "kim", "retracts": "x" }] }"#;
    let filmed = r#"{ "actors": { "kim": { "affiliations": [{ "to": "police", "role": "in-custody-of" }] }, "police": {}, "post": {} },
        "claims": { "x": { "text": "X" } },
        "evidence": { "film": { "producer": "kim", "released_by": "police" } },
        "statements": [{ "id": "shown", "by": "post", "asserts": "x", "cites": "film" }] }"#;
    for (case, rule) in [
        (taped, "custodial-confession"),
        (filmed, "custodial-confession"),
        (document, "linchpin"),
        (prisoner, "affiliated-corroboration"),
        (namesakes, "false-corroboration"),
    ] {
        let read = read(case.to_owned());
        let facts = Facts::new(&read.0, Default::default());
        let honest = sharpest(&facts, &read);
        let told = findings(&honest).iter().any(|one| one["rule"] == rule);
        assert!(told, "{honest:#}");
        assert_eq!(doubts(&read.0, &honest), Vec::<String>::new());
    }
}

#[test]
fn a_duller_weakness_in_place_of_the_sharpest_is_refused() {
    let case = r#"{ "claims": { "fled": { "text": "The mayor fled" } },
        "statements": [{ "id": "told", "unnamed": "two villagers", "number": 2, "asserts": "fled" }] }"#;
    let read = read(case.to_owned());
    let facts = Facts::new(&read.0, Default::default());
    let honest = sharpest(&facts, &read);
    let rules = |of: &Value| {
        let rules = findings(of).iter();
        let rules = rules.map(|one| one["rule"].as_str().expect("a rule").to_owned());
        rules.collect::<Vec<String>>()
    };
    assert_eq!(rules(&honest), ["anonymous-only"]);
    let all = result(&facts, &read.1);
    let mut tried = 0;
    for duller in findings(&all) {
        if ["uncorroborated-claim", "pluralised-source"]
            .map(|rule| json!(rule))
            .contains(&duller["rule"])
        {
            let mut softened = honest.clone();
            softened["findings"] = json!([duller]);
            let told = doubts(&read.0, &softened).join("\n");
            assert!(
                told.contains("`anonymous-only` says more of `fled`"),
                "{told}"
            );
            tried += 1;
        }
    }
    assert_eq!(tried, 2, "{:?}", rules(&all));
    // Where the sharper rule is off, the next one has its say.
    let mut off = Policy::from(Detail::Sharpest);
    off.levels.insert("anonymous-only", Level::Off);
    let off = result_under(&facts, &read.1, &off, None);
    assert_eq!(rules(&off), ["uncorroborated-claim"]);
    assert_eq!(doubts(&read.0, &off), Vec::<String>::new());
}
