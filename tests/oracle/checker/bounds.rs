//! Results that give a bound: confirmed where a search may have ended early, refused where nothing needs one.

use claimgraph::analysis::{Facts, Settings};
use serde_json::{Value, json};

use super::{Read, doubts, read, read_lines, result};
use crate::random::{self, Dice};

/// The result of a case, which is confirmed.
fn confirmed((graph, sources): &Read) -> Value {
    let facts = Facts::new(graph, Settings::default());
    let result = result(&facts, sources);
    assert_eq!(doubts(graph, &result), Vec::<String>::new());
    result
}

/// Takes the first line away that is shown of a number of the first claim, which is called a bound and is said to be
/// another one.
fn with_a_line_less(honest: &Value, (number, lines): (&str, &str), bound: u64) -> Value {
    let mut other = honest.clone();
    let claim = &mut other["claims"][0];
    claim["inexact"] = json!(number);
    claim[number] = json!(bound);
    let shown = claim["support"][lines].as_array_mut();
    shown.expect("lines").remove(0);
    other
}

/// Chains of so many citations each, from a witness to one who speaks on the claim.
fn chains(count: usize, length: usize) -> Vec<String> {
    let mut lines = vec![r#"{"claim":{"id":"c","text":"c"}}"#.to_owned()];
    for (chain, place) in (0..count).flat_map(|chain| (0..length).map(move |at| (chain, at))) {
        let how = match place {
            0 => r#""basis":"witnessed""#.to_owned(),
            _ => format!(r#""cites":"s{chain}-{}""#, place - 1),
        };
        let stance = if place + 1 == length {
            "asserts"
        } else {
            "relays"
        };
        lines.push(format!(r#"{{"actor":{{"id":"a{chain}-{place}"}}}}"#));
        lines.push(format!(
            r#"{{"statement":{{"id":"s{chain}-{place}","by":"a{chain}-{place}","{stance}":"c",{how}}}}}"#
        ));
    }
    lines
}

/// However few of the lines are shown: a cut of so many voices leaves no more.
#[test]
fn a_bound_above_its_own_cut_is_refused() {
    let case = read_lines(&chains(40, 1));
    let honest = confirmed(&case);
    assert_eq!(honest["claims"][0]["lines_max"], 40);
    let other = with_a_line_less(&honest, ("lines_max", "lines"), 41);
    let found = doubts(&case.0, &other).join("\n");
    assert!(found.contains("a cut of 40 leaves no more"), "{found}");
}

/// Of few lines none is missed, however long they are.
#[test]
fn nobody_needs_a_bound_of_few_lines() {
    let case = read_lines(&chains(2, 20));
    let honest = confirmed(&case);
    let mut least = with_a_line_less(&honest, ("lines_min", "known_lines"), 1);
    least["claims"][0]["status"] = json!("independence-unknown");
    let statuses = &mut least["summary"]["statuses"];
    statuses["corroborated"] = json!(0);
    statuses["independence-unknown"] = json!(1);
    let mut most = with_a_line_less(&least, ("lines_max", "lines"), 2);
    most["claims"][0]["inexact"] = json!("lines_min lines_max");
    for other in [least, most] {
        let found = doubts(&case.0, &other).join("\n");
        assert!(found.contains("lines are counted"), "{found}");
    }
}

#[test]
fn nobody_needs_bounds_of_few_origins_that_answer_to_each_other() {
    let case = r#"{ "claims": { "c": { "text": "c" } },
        "actors": { "a": {}, "b": { "affiliations": [{ "to": "a", "role": "aligned-with" }] } },
        "statements": [{ "by": "a", "asserts": "c", "basis": "witnessed" }] }"#;
    let case = read(case.to_owned());
    let honest = confirmed(&case);
    for number in ["origins_min", "origins_max"] {
        let mut other = honest.clone();
        other["claims"][0]["inexact"] = json!(number);
        let found = doubts(&case.0, &other).join("\n");
        assert!(found.contains("origins are counted"), "{number}: {found}");
    }
}

/// Of more than 64 who verified an artefact not all are weighed: a line more may go through it.
#[test]
fn a_bound_of_lines_through_an_artefact_that_a_crowd_verified_is_confirmed() {
    let verified: Vec<Value> = (0..70)
        .map(|nth| json!({ "by": format!("v{nth}"), "claims": ["c"] }))
        .collect();
    let tie = json!([{ "to": "house", "role": "part-of" }]);
    let actors = (0..70).map(|nth| (format!("v{nth}"), json!({ "affiliations": tie })));
    let others = ["house", "maker", "witness", "citing"].map(|id| (id.to_owned(), json!({})));
    let case = json!({
        "claims": { "c": { "text": "c" } },
        "actors": actors.chain(others).collect::<serde_json::Map<String, Value>>(),
        "evidence": { "e": { "kind": "photo", "producer": "maker", "verified": verified } },
        "statements": [
            { "by": "witness", "asserts": "c", "basis": "witnessed" },
            { "by": "citing", "asserts": "c", "cites": "e" },
        ],
    });
    let honest = confirmed(&read(case.to_string()));
    assert_eq!(honest["claims"][0]["lines_max"], 3);
    assert_eq!(honest["claims"][0]["inexact"], "lines_min lines_max");
}

/// Layers that each cite some of the one before: among so many lines a search may end early.
#[test]
fn bounds_of_layers_are_confirmed_and_no_wider_than_their_cuts() {
    let mut bounds = 0;
    // The first two need no bound that is wide.
    for seed in random::cases_of(100, 2).map(|nth| nth + 2) {
        let mut dice = Dice::new(seed);
        let (layers, width, actors) = (3_usize, 40_usize, 60);
        let mut lines: Vec<String> = (0..actors)
            .map(|at| format!(r#"{{"actor":{{"id":"a{at}"}}}}"#))
            .collect();
        lines.extend(["c", "d"].map(|id| format!(r#"{{"claim":{{"id":"{id}","text":"{id}"}}}}"#)));
        for at in 0..layers * width {
            let before = at / width * width;
            let how = match before.checked_sub(width) {
                None => r#""basis":"witnessed""#.to_owned(),
                Some(first) => {
                    let count = 1 + dice.below(3);
                    let cited = (0..count).map(|_| format!("\"s{}\"", first + dice.below(width)));
                    format!(r#""cites":[{}]"#, Vec::from_iter(cited).join(","))
                }
            };
            let claim = if at / width + 1 == layers { "c" } else { "d" };
            let by = dice.below(actors);
            lines.push(format!(
                r#"{{"statement":{{"id":"s{at}","by":"a{by}","asserts":"{claim}",{how}}}}}"#
            ));
        }
        let honest = confirmed(&read_lines(&lines));
        let claim = &honest["claims"][0];
        let cut = claim["support"]["cut"].as_array().expect("labels").len() as u64;
        assert!(claim["lines_max"].as_u64() <= Some(cut), "seed {seed}");
        bounds += usize::from(claim["inexact"] != "");
    }
    assert!(bounds > 0, "no number is a bound");
}

/// Several changes that go together: a number is called a bound, and what follows from it follows.
#[test]
fn nobody_needs_bounds_of_what_is_small() {
    let case = r#"{ "claims": { "k": { "text": "k" } }, "actors": { "a": {}, "b": {}, "c": {}, "d": {} },
        "statements": [
            { "id": "s1", "by": "a", "asserts": ["k"], "cites": ["s2"] },
            { "id": "s2", "by": "b", "asserts": ["k"], "cites": ["s3", "s1"] },
            { "id": "s3", "by": "c", "asserts": ["k"], "basis": "witnessed", "cites": ["s1"] },
            { "id": "s4", "by": "d", "asserts": ["k"], "basis": "witnessed" } ] }"#;
    let (graph, sources) = read(case.to_owned());
    let facts = Facts::new(&graph, Settings::default());
    let result = result(&facts, &sources);
    assert_eq!(doubts(&graph, &result), Vec::<String>::new());
    let refused = |change: &dyn Fn(&mut Value)| {
        let mut other = result.clone();
        change(&mut other);
        !doubts(&graph, &other).is_empty()
    };
    assert!(refused(&|result| {
        let claim = &mut result["claims"][0];
        claim["lines_min"] = json!(1);
        claim["inexact"] = json!("lines_min");
        claim["status"] = json!("independence-unknown");
        let known = claim["support"]["known_lines"].as_array_mut();
        known.expect("lines").pop();
        result["summary"]["statuses"]["corroborated"] = json!(0);
        result["summary"]["statuses"]["independence-unknown"] = json!(1);
    }));
    for (number, other) in [("origins_max", 3), ("origins_min", 1)] {
        assert!(refused(&|result| {
            result["claims"][0]["inexact"] = json!(number);
            result["claims"][0][number] = json!(other);
        }));
        assert!(refused(
            &|result| result["claims"][0]["inexact"] = json!(number)
        ));
    }
    assert!(refused(&|result| {
        let cut = ["s1", "s3"].map(|cited| json!({ "statement": "s2", "cites": cited }));
        result["cycles"][0]["cut"] = json!(cut);
    }));
}

/// However many there are: carriers of one voice each are counted, not weighed.
#[test]
fn nobody_needs_bounds_of_origins_that_are_told_apart_by_one_voice() {
    let witnesses: Vec<String> = (0..40)
        .map(|nth| {
            format!(
                r#"{{"statement":{{"id":"s{nth}","by":"a{nth}","asserts":"c","basis":"witnessed"}}}}"#
            )
        })
        .collect();
    let actors = (0..40).map(|nth| format!(r#"{{"actor":{{"id":"a{nth}"}}}}"#));
    let claim = r#"{"claim":{"id":"c","text":"c"}}"#.to_owned();
    let lines: Vec<String> = actors.chain([claim]).chain(witnesses).collect();
    let (graph, sources) = read_lines(&lines);
    let facts = Facts::new(&graph, Settings::default());
    let mut result = result(&facts, &sources);
    assert_eq!(doubts(&graph, &result), Vec::<String>::new());
    for number in ["origins_min", "origins_max"] {
        result["claims"][0]["inexact"] = json!(number);
        let found = doubts(&graph, &result);
        assert!(
            found.iter().any(|doubt| doubt.contains("not bounded")),
            "{found:?}"
        );
    }
}

/// A line of the opponent's is none, as it comes to the relay twice: the search gives a bound.
#[test]
fn an_honest_bound_is_confirmed_and_a_bound_above_the_lines_that_are_shown_is_refused() {
    let case = r#"{ "claims": { "c": { "text": "c" }, "k": { "text": "k" } },
        "actors": { "a": {}, "b": { "adversaries": ["foe"] }, "foe": {} },
        "statements": [
            { "id": "relay", "by": "a", "relays": "c", "cites": ["again"] },
            { "id": "word", "by": "b", "asserts": "c" },
            { "id": "inferred", "by": "a", "asserts": "k", "basis": "inferred", "cites": ["c", "taken"] },
            { "id": "again", "by": "a", "corroborates": "k", "cites": ["seen", "inferred"] },
            { "id": "seen", "by": "a", "asserts": "k", "basis": "witnessed" },
            { "id": "taken", "by": "foe", "corroborates": "k" } ] }"#;
    let (graph, sources) = read(case.to_owned());
    let facts = Facts::new(&graph, Settings::default());
    let result = result(&facts, &sources);
    assert_eq!(result["claims"][0]["inexact"], json!("lines_min"));
    assert_eq!(doubts(&graph, &result), Vec::<String>::new());
    let mut other = result.clone();
    other["claims"][0]["lines_min"] = json!(2);
    assert!(!doubts(&graph, &other).is_empty());
}

#[test]
fn nobody_needs_a_bound_of_few_opponents_words() {
    let inferred = r#", { "by": "m", "asserts": "c", "basis": "inferred", "cites": ["one"] }"#;
    for more in ["", inferred] {
        let case = format!(
            r#"{{ "claims": {{ "c": {{ "text": "c" }} }},
            "actors": {{ "a": {{ "adversaries": ["b"] }}, "b": {{}}, "m": {{}} }},
            "statements": [{{ "id": "one", "by": "a", "asserts": "c" }}, {{ "by": "b", "asserts": "c" }}{more}] }}"#
        );
        let (graph, sources) = read(case);
        let facts = Facts::new(&graph, Settings::default());
        let mut other = result(&facts, &sources);
        assert_eq!(other["claims"][0]["lines_min"], json!(2));
        assert_eq!(doubts(&graph, &other), Vec::<String>::new());
        other["claims"][0]["lines_min"] = json!(1);
        other["claims"][0]["inexact"] = json!("lines_min");
        other["claims"][0]["status"] = json!("independence-unknown");
        other["claims"][0]["support"]["known_lines"] = json!([]);
        let found = doubts(&graph, &other);
        assert!(
            found.iter().any(|doubt| doubt.contains("not bounded")),
            "{found:?}"
        );
    }
}
