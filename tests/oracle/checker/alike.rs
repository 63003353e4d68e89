//! Findings of several claims of which the same holds: none is left out, unless another finding explains it.

use claimgraph::analysis::{Facts, Settings};
use claimgraph::rules::{Detail, Policy};
use serde_json::json;

use super::{Read, doubts, read, result_under};

/// A ministry and its agency say that a village was shelled, a paper repeats it, and the ministry repeats the paper;
/// whoever says so says that it was hit. And what else is said.
fn came_back(more: &str) -> Read {
    read(format!(
        r#"{{ "claims": {{ "shelled": {{ "text": "Shelled", "entails": ["hit"] }}, "hit": {{ "text": "Hit" }} }},
        "actors": {{ "ministry": {{}}, "paper": {{}},
            "agency": {{ "affiliations": [{{ "to": "ministry", "role": "organ-of" }}] }} }},
        "statements": [
            {{ "id": "s1", "by": "ministry", "asserts": "shelled", "date": "2024-01-01" }},
            {{ "id": "s2", "by": "agency", "asserts": "shelled", "date": "2024-01-02" }},
            {{ "id": "s3", "by": "paper", "relays": "shelled", "cites": ["s1"], "date": "2024-01-03" }},
            {{ "id": "s4", "by": "ministry", "relays": "shelled", "cites": ["s3"], "date": "2024-01-04" }}
            {more} ] }}"#
    ))
}

/// The result of `check` on a case, the claims of each finding of one house, and what is not confirmed of it with and
/// without the last of them.
fn of_one_house((graph, sources): &Read) -> (Vec<String>, [Vec<String>; 2]) {
    let facts = Facts::new(graph, Settings::default());
    let mut result = result_under(&facts, sources, &Policy::from(Detail::Sharpest), None);
    let honest = doubts(graph, &result);
    let findings = result["findings"].as_array_mut().expect("findings");
    let house = findings
        .iter_mut()
        .find(|one| one["rule"] == json!("affiliated-corroboration"))
        .expect("a finding");
    let claims = house["claims"].as_array_mut().expect("claims");
    let named = claims.iter().map(|id| id.as_str().expect("an id"));
    let named = named.map(str::to_owned).collect();
    claims.pop();
    (named, [honest, doubts(graph, &result)])
}

/// What came back to the ministry came back to its agency, too: the round trip leaves that out, and what that explains
/// is left out all the same.
#[test]
fn what_is_left_out_explains_and_leaves_no_claim_out() {
    let agency = r#", { "id": "s5", "by": "agency", "relays": "shelled", "cites": ["s3"], "date": "2024-01-05" }"#;
    let (named, [honest, _]) = of_one_house(&came_back(agency));
    assert_eq!(named, ["hit"]);
    assert_eq!(honest, Vec::<String>::new());
}

/// The round trip alone explains nothing of the house: of both claims the same holds.
#[test]
fn a_round_trip_alone_leaves_no_claim_of_one_house_out() {
    let (mut named, [honest, without]) = of_one_house(&came_back(""));
    named.sort();
    assert_eq!(named, ["hit", "shelled"]);
    assert_eq!(honest, Vec::<String>::new());
    assert!(
        without.iter().any(|doubt| doubt.contains("it leaves out")),
        "{without:?}"
    );
}

/// An artefact from which it is inferred is an origin as well: through one voice passes what is told of the fire and of
/// the harbour.
#[test]
fn what_is_inferred_from_an_artefact_passes_through_whoever_passed_on_the_rest() {
    let (graph, sources) = read(
        r#"{ "claims": { "seen": { "text": "Seen" }, "fire": { "text": "Fire" }, "harbour": { "text": "Harbour" } },
        "actors": { "watchman": {}, "clerk": {}, "analyst": {}, "paper": {} },
        "evidence": { "photo": {} },
        "statements": [
            { "id": "s1", "by": "watchman", "asserts": "seen" },
            { "id": "s2", "by": "clerk", "asserts": "seen", "cites": ["s1"] },
            { "id": "s3", "by": "clerk", "relays": "fire" },
            { "id": "s4", "by": "analyst", "asserts": "fire", "basis": "inferred", "cites": ["photo", "s2"] },
            { "id": "s5", "by": "paper", "relays": "harbour", "cites": ["fire"] } ] }"#
            .to_owned(),
    );
    let facts = Facts::new(&graph, Settings::default());
    let result = result_under(&facts, &sources, &Policy::from(Detail::Sharpest), None);
    assert_eq!(doubts(&graph, &result), Vec::<String>::new());
    let findings = result["findings"].as_array().expect("findings").iter();
    let narrow = findings.filter(|one| one["rule"] == json!("relay-bottleneck"));
    let claims: Vec<_> = narrow.map(|one| &one["claims"][0]).collect();
    assert_eq!(claims, ["fire", "harbour"]);
}

/// Of what takes too long to count here nothing is said to be left out: whether there would be two lines but for the
/// house, neither side can tell.
#[test]
fn what_is_too_much_to_count_is_not_left_out() {
    let (graph, sources) = read(
        r#"{ "claims": { "c0": { "text": "C0" }, "c1": { "text": "C1" }, "c2": { "text": "C2" }, "c3": { "text": "C3", "entails": ["c0"] } },
        "actors": { "a0": {}, "a1": {}, "a2": { "affiliations": [{ "to": "a0", "role": "part-of" }] }, "a3": {}, "a4": {} },
        "statements": [
            { "id": "s0", "by": "a0", "asserts": "c0" },
            { "id": "s1", "by": "a2", "corroborates": "c3" },
            { "id": "s2", "by": "a3", "asserts": "c3", "cites": ["s1"] },
            { "id": "s3", "by": "a1", "asserts": "c3", "cites": ["c0"] },
            { "id": "s4", "by": "a0", "asserts": "c3", "basis": "inferred", "cites": ["c0", "s2", "a3"] },
            { "id": "s7", "by": "a3", "asserts": "c0", "cites": ["s2"] },
            { "id": "s8", "by": "a4", "asserts": "c0", "basis": "inferred", "cites": ["c0"] },
            { "id": "s9", "by": "a1", "corroborates": "c1", "cites": ["c2", "s2"] },
            { "id": "s10", "by": "a0", "asserts": "c2", "cites": ["s9", "a2"] },
            { "id": "s11", "by": "a2", "asserts": "c3", "cites": ["c0"] },
            { "id": "s12", "by": "a0", "asserts": "c3" },
            { "id": "s13", "by": "a1", "asserts": "c1", "basis": "inferred", "cites": ["c0", "s8"] } ] }"#
            .to_owned(),
    );
    let facts = Facts::new(&graph, Settings::default());
    let all = result_under(&facts, &sources, &Policy::from(Detail::All), None);
    assert_eq!(doubts(&graph, &all), Vec::<String>::new());
}
