//! By what a finding is known again: its fingerprint survives whatever does not change the finding.

mod support;

use std::collections::BTreeSet;

use claimgraph::case::{ClaimGraph, Intake, build};
use claimgraph::read::kept::Kept;
use claimgraph::read::{Input, export, read_inputs};
use claimgraph::rules::{Detail, catalogue, fingerprint};
use claimgraph::source::SourceMap;

fn read(name: &str, text: &str) -> ClaimGraph {
    let mut sources = SourceMap::default();
    let input = Input::Text(name.to_owned(), text.as_bytes().to_vec());
    build(read_inputs::<Intake>(&[input], &mut sources)).0
}

/// The findings of a case by rule and fingerprint.
fn known(graph: &ClaimGraph) -> BTreeSet<(&'static str, String)> {
    let findings = support::findings(graph, Detail::All);
    let known: BTreeSet<_> = findings
        .iter()
        .map(|finding| (finding.rule, fingerprint(graph, finding)))
        .collect();
    assert_eq!(known.len(), findings.len(), "two findings look like one");
    known
}

/// The same case with a record a line, the last first.
fn turned_over(inputs: &[Input]) -> String {
    let mut sources = SourceMap::default();
    let kept: Kept = read_inputs(inputs, &mut sources);
    let mut out = Vec::new();
    export::ndjson(&kept, &mut out).unwrap();
    let mut lines: Vec<&str> = std::str::from_utf8(&out).unwrap().lines().collect();
    lines.reverse();
    lines.join("\n")
}

#[test]
fn a_fingerprint_survives_other_lines_another_name_and_another_order() {
    for rule in catalogue() {
        let before = known(&read("case.yaml", rule.fires));
        let moved = read(
            "elsewhere/renamed.yaml",
            &format!("# a line\n\n{}", rule.fires),
        );
        assert_eq!(known(&moved), before, "{}", rule.name);
        let input = Input::Text("case.yaml".into(), rule.fires.into());
        let turned = read("case.ndjson", &turned_over(&[input]));
        assert_eq!(known(&turned), before, "{}", rule.name);
    }
}

#[test]
fn the_findings_of_the_articles_are_told_apart_in_any_order() {
    let folder = support::root().join("datasets/afghanistan");
    let before = known(&support::files(&["datasets/afghanistan"]));
    let turned = read("case.ndjson", &turned_over(&[Input::Path(folder)]));
    assert_eq!(known(&turned), before);
}

const RAID: &str = r#"
actors: { army: { name: The Army } }
events: { raid: { date: 2023-05-01, parties: [army] } }
claims:
  leader-killed: { text: "The leader died", about: raid }
reports:
  press: { publisher: army, statements: [{ at: 1, asserts: leader-killed, date: 2023-05-02 }] }
"#;

#[test]
fn a_corrected_date_wording_or_name_makes_no_new_finding() {
    let before = known(&read("case.yaml", RAID));
    assert!(!before.is_empty());
    let corrected = RAID
        .replace("2023-05-02", "2023-05-03")
        .replace("The leader died", "Their leader is dead")
        .replace("The Army", "The Armed Forces")
        .replace("at: 1", "at: 7, quote: \"dead\"");
    assert_eq!(known(&read("case.yaml", &corrected)), before);
}

#[test]
fn an_equal_weakness_of_another_claim_leaves_the_part_known() {
    let graph = read("case.yaml", RAID);
    let [alone] = &support::findings(&graph, Detail::Sharpest)[..] else {
        panic!("one finding");
    };
    let alone = fingerprint(&graph, alone);
    let more = RAID
        .replace(
            "reports:",
            "  bridge-held: { text: \"The bridge was held\", about: raid }\nreports:",
        )
        .replace(
            "asserts: leader-killed",
            "asserts: [leader-killed, bridge-held]",
        );
    let graph = read("case.yaml", &more);
    let [both] = &support::findings(&graph, Detail::Sharpest)[..] else {
        panic!("one finding");
    };
    let parts = fingerprint::parts(&graph, both);
    assert_eq!(parts, [vec!["bridge-held"], vec!["leader-killed"]]);
    assert_eq!(fingerprint::of(both.rule, &parts[1]), alone);
    assert_ne!(fingerprint(&graph, both), alone);
}
