//! By what a finding is known again: its fingerprint survives whatever does not change the finding.

mod support;

use std::collections::{BTreeMap, BTreeSet};

use claimgraph::case::{ClaimGraph, Intake, build};
use claimgraph::read::export::{self, Transcript};
use claimgraph::read::{Input, read_inputs};
use claimgraph::rules::{Detail, Finding, catalogue, fingerprint};
use claimgraph::source::SourceMap;
use proptest::prelude::*;

fn read(name: &str, text: &str) -> ClaimGraph {
    let mut sources = SourceMap::default();
    let input = Input::Text(name.to_owned(), text.as_bytes().to_vec());
    build(read_inputs::<Intake>(&[input], &mut sources)).0
}

/// What a baseline would know of a case: rule and name of each part of a finding.
fn parts(graph: &ClaimGraph) -> BTreeSet<(&'static str, Vec<String>)> {
    let findings = support::findings(graph, Detail::All);
    let of = |finding: &Finding| {
        let parts = fingerprint::parts(graph, finding).into_iter();
        let owned = |part: Vec<&str>| part.into_iter().map(str::to_owned).collect();
        let rule = finding.rule;
        parts.map(|part| (rule, owned(part))).collect::<Vec<_>>()
    };
    findings.iter().flat_map(of).collect()
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

/// The same case with a record a line.
fn lines(inputs: &[Input]) -> Vec<String> {
    let mut sources = SourceMap::default();
    let case: Transcript = read_inputs(inputs, &mut sources);
    let mut out = Vec::new();
    export::ndjson(&case, &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    text.lines().map(str::to_owned).collect()
}

/// The same with the last record first.
fn turned_over(inputs: &[Input]) -> String {
    let mut lines = lines(inputs);
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

#[test]
fn what_is_said_beside_it_makes_nothing_new_of_a_finding_about_an_artefact() {
    let case = |bare: &str| {
        format!(
            r#"
actors: {{ post: {{ name: The Post }}, line: {{ name: The line }} }}
claims: {{ steering-failed: {{ text: "The steering failed" }} }}
evidence: {{ rudder: {{ kind: photo, producer: line, does_not_show: [steering-failed] }} }}
reports:
  story:
    publisher: post
    statements:
{bare}      - {{ at: 9, by: line, asserts: steering-failed, cites: rudder }}
"#
        )
    };
    let line = "      - { at: 4, by: line, asserts: steering-failed }\n";
    let overreach = |bare: &str| {
        let known = known(&read("case.yaml", &case(bare)));
        let of = |(rule, print)| (rule == "evidence-overreach").then_some(print);
        known.into_iter().filter_map(of).collect::<Vec<String>>()
    };
    let alone = overreach("");
    assert_eq!(alone.len(), 1);
    assert_eq!(overreach(line), alone);
    assert_eq!(
        overreach(&line.repeat(2).replacen("at: 4", "at: 2", 1)),
        alone
    );
}

/// Nameless speakers who say the same and other things in one report, under a named one who says a thing twice.
const TWINS: &str = r#"
actors: { post: { name: The Post }, gdi: { name: The Agency } }
claims:
  leader-killed: { text: "The leader died" }
  bridge-held: { text: "The bridge was held" }
  road-closed: { text: "The road is closed" }
reports:
  story:
    publisher: post
    date: 2024-05-02
    statements:
      - { at: 3, unnamed: "an official", via: post, asserts: leader-killed, quote: "he is dead" }
      - { at: 5, unnamed: "an official", number: several, via: post, asserts: [leader-killed, bridge-held] }
      - { at: 7, unnamed: "an official", asserts: road-closed }
      - { at: 8, by: gdi, asserts: road-closed, date: 2024-04-01, certainty: likely }
      - { at: 9, by: gdi, asserts: road-closed, date: 2024-05-01, certainty: almost-certain }
"#;

/// What analysts change from day to day: names, texts, quotes and anchors, the order, and more that is unrelated.
#[derive(Clone, Debug)]
enum Edit {
    /// A record is moved.
    Move(prop::sample::Index, prop::sample::Index),
    /// An anchor is corrected.
    Anchor(prop::sample::Index, u8),
    /// A name, a text or a note is reworded.
    Word(prop::sample::Index, u8),
    /// Something of no concern is added.
    Add(prop::sample::Index, u8),
}

fn edit() -> impl Strategy<Value = Edit> {
    let at = any::<prop::sample::Index>;
    prop_oneof![
        (at(), at()).prop_map(|(from, to)| Edit::Move(from, to)),
        (at(), any::<u8>()).prop_map(|(at, to)| Edit::Anchor(at, to)),
        (at(), any::<u8>()).prop_map(|(at, to)| Edit::Word(at, to)),
        (at(), any::<u8>()).prop_map(|(at, to)| Edit::Add(at, to)),
    ]
}

fn edited(mut lines: Vec<String>, edits: &[Edit]) -> String {
    for edit in edits {
        match *edit {
            Edit::Move(from, to) => {
                let line = lines.remove(from.index(lines.len()));
                lines.insert(to.index(lines.len() + 1), line);
            }
            Edit::Anchor(at, to) => {
                let at = at.index(lines.len());
                let line = &mut lines[at];
                *line = changed(line, |kind, fields| {
                    if kind == "statement" && fields.contains_key("in") {
                        fields.insert("at".into(), format!("p{to}").into());
                        fields.insert("quote".into(), format!("q{}", to % 3).into());
                    }
                });
            }
            Edit::Word(at, to) => {
                let at = at.index(lines.len());
                let line = &mut lines[at];
                *line = changed(line, |kind, fields| {
                    let field = match kind {
                        "claim" => "text",
                        "statement" => "note",
                        // Names may make duplicates of what has none.
                        _ => "note",
                    };
                    // Two claims of one text are duplicates.
                    let own = fields
                        .get("id")
                        .and_then(|id| id.as_str())
                        .unwrap_or_default();
                    fields.insert(field.into(), format!("reworded {to} {own}").into());
                });
            }
            Edit::Add(at, to) => {
                let more = [
                    format!(r#"{{"actor":{{"id":"new-actor-{to}","name":"New actor {to}"}}}}"#),
                    format!(r#"{{"claim":{{"id":"aaa-new-{to}","text":"New {to}"}}}}"#),
                    format!(
                        r#"{{"report":{{"id":"new-report-{to}","publisher":"new-actor-{to}"}}}}"#
                    ),
                    format!(
                        r#"{{"statement":{{"by":"new-actor-{to}","asserts":"aaa-new-{to}","in":"new-report-{to}"}}}}"#
                    ),
                    format!(
                        r#"{{"statement":{{"unnamed":"an official","asserts":"aaa-new-{to}","in":"new-report-{to}"}}}}"#
                    ),
                ];
                if !lines.contains(&more[0]) {
                    let at = at.index(lines.len() + 1);
                    lines.splice(at..at, more);
                }
            }
        }
    }
    lines.join("\n")
}

fn changed(
    line: &str,
    change: impl FnOnce(&str, &mut serde_json::Map<String, serde_json::Value>),
) -> String {
    let mut record: serde_json::Value = serde_json::from_str(line).unwrap();
    let whole = record.as_object_mut().unwrap();
    let kind = whole.keys().next().unwrap().clone();
    if let Some(fields) = whole[&kind].as_object_mut() {
        change(&kind, fields);
    }
    record.to_string()
}

/// The parts that are about nothing that was added.
fn old(parts: BTreeSet<(&'static str, Vec<String>)>) -> BTreeSet<(&'static str, Vec<String>)> {
    let is_new = |name: &String| name.contains("aaa-new") || name.contains("new-actor");
    (parts.into_iter())
        .filter(|(_, names)| !names.iter().any(is_new))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn edits_elsewhere_leave_the_rest_known(edits in prop::collection::vec(edit(), 1..12)) {
        let quiet = ["linchpin", "untraceable-statement"];
        let known = |text: &str| {
            let mut parts = old(parts(&read("other.ndjson", text)));
            parts.retain(|(rule, _)| !quiet.contains(rule));
            parts
        };
        for case in [TWINS, RAID] {
            let lines = lines(&[Input::Text("case.yaml".into(), case.into())]);
            let before = known(&lines.join("\n"));
            let named = names(&read("other.ndjson", &lines.join("\n")));
            prop_assert_eq!(&names(&read("other.ndjson", &edited(lines.clone(), &edits))), &named);
            prop_assert!(before.len() > 1 || case == RAID);
            prop_assert_eq!(&known(&edited(lines, &edits)), &before);
        }
    }
}

/// By what each statement is known, and what tells its speaker from others of the same description.
fn names(graph: &ClaimGraph) -> BTreeMap<String, String> {
    let number = |at| graph.detail(at).and_then(|detail| detail.number.as_deref());
    let described = |at| format!("{:?} {:?}", number(at), graph.date(at));
    let statements = graph.statements().filter(|&at| !graph.is_relay(at));
    let names = statements.map(|at| (graph.lasting_name(at).to_owned(), described(at)));
    names
        .filter(|(name, _)| !name.contains("aaa-new"))
        .collect()
}

#[test]
fn an_official_who_moved_to_another_paragraph_is_the_same() {
    let before = names(&read("case.yaml", TWINS));
    let known: Vec<&str> = before.keys().map(String::as_str).collect();
    assert_eq!(
        known,
        [
            "story:an-official:asserts:bridge-held",
            "story:an-official:asserts:leader-killed",
            "story:an-official:asserts:leader-killed~2",
            "story:an-official:asserts:road-closed",
            "story:gdi:asserts:road-closed",
            "story:gdi:asserts:road-closed~2",
        ]
    );
    let moved = TWINS
        .replace("at: 3,", "at: 6,")
        .replace("at: 5,", "at: 1,")
        .replace("he is dead", "dead");
    assert_eq!(names(&read("case.yaml", &moved)), before);
    let (twin, rest) = TWINS.split_once("      - { at: 5").unwrap();
    let (head, first) = twin.split_once("statements:\n").unwrap();
    let (second, rest) = rest.split_once('\n').unwrap();
    let swapped = format!("{head}statements:\n      - {{ at: 5{second}\n{first}{rest}");
    assert_eq!(names(&read("case.yaml", &swapped)), before);
}

#[test]
fn whoever_is_known_by_a_lasting_name_is_told_from_all_others() {
    for graph in [
        read("case.yaml", TWINS),
        support::files(&["datasets/afghanistan"]),
    ] {
        let statements: Vec<&str> = graph
            .statements()
            .map(|at| graph.lasting_name(at))
            .collect();
        let apart: BTreeSet<&str> = statements.iter().copied().collect();
        assert_eq!(apart.len(), statements.len());
        // Two officials of one report are told apart by what they say, not by a number.
        let named = graph.actors().filter(|&at| !graph.is_unnamed(at));
        let named: Vec<&str> = named.map(|at| graph.lasting_name(at)).collect();
        let apart: BTreeSet<&str> = named.iter().copied().collect();
        assert_eq!(apart.len(), named.len());
    }
}

/// What is known of a case by its rules, without what speaks of claims or persons that were added.
fn known_by(rule: &str, yaml: &str) -> BTreeSet<String> {
    let graph = read("case.yaml", yaml);
    let found = support::all_findings(&graph);
    let of_rule = found.iter().filter(|finding| finding.rule == rule);
    of_rule.map(|one| fingerprint(&graph, one)).collect()
}

#[test]
fn a_nameless_speaker_who_says_an_earlier_word_too_is_the_same() {
    let case = |more: &str| {
        format!(
            r#"
actors: {{ post: {{ name: The Post }}, ana: {{ name: Ana }} }}
claims: {{ bridge-held: {{ text: "Held" }}, dam-broke: {{ text: "Broke" }} }}
reports:
  story:
    publisher: post
    statements:
      - {{ at: 1, by: ana, asserts: dam-broke }}
      - {{ at: 2, unnamed: an official, questions: dam-broke }}
{more}"#
        )
    };
    let alone = known_by("doubted-claim", &case(""));
    assert_eq!(alone.len(), 1);
    // The same official on another claim, and another official.
    for more in [
        "      - { at: 2, unnamed: an official, asserts: bridge-held }\n",
        "      - { at: 9, unnamed: an official, asserts: bridge-held }\n",
    ] {
        assert_eq!(known_by("doubted-claim", &case(more)), alone, "{more}");
    }
    let both = case("").replace("questions: dam-broke", "questions: [dam-broke]");
    assert_eq!(known_by("doubted-claim", &both), alone);
}

/// Somebody who says the same again, in the line above, moves the number of what was said before.
#[test]
fn whoever_says_it_again_leaves_findings_about_statements_known() {
    let head = r#"
actors: { ana: { name: Ana }, post: { name: The Post }, bell: { name: The Bell } }
events: { flood: { name: The flood, date: 2024-05-02 } }
claims:
  broke: { text: "The dam broke", about: flood, quantity: { of: hurt, value: 3 } }
  worse: { text: "It was worse", about: flood, quantity: { of: hurt, value: 5 } }
"#;
    let cases = [
        (
            "retracted-still-cited",
            "  - { id: a, by: ana, basis: witnessed, asserts: broke, date: 2024-05-03 }\n  - { by: ana, retracts: broke, date: 2024-05-05 }\n  - { by: post, asserts: broke, cites: a, date: 2024-05-09 }\n",
            "  - { by: post, asserts: broke, cites: a, date: 2024-05-08 }\n",
        ),
        (
            "dead-end-citation",
            "  - { by: post, asserts: broke, cites: ana, date: 2024-05-09 }\n",
            "  - { by: post, asserts: broke, cites: ana, date: 2024-05-08 }\n",
        ),
        (
            "claim-drift",
            "  - { id: a, by: ana, basis: witnessed, asserts: broke, date: 2024-05-03 }\n  - { by: post, asserts: worse, cites: a, date: 2024-05-09 }\n",
            "  - { by: post, basis: witnessed, asserts: worse, date: 2024-05-08 }\n",
        ),
        (
            "certainty-inflation",
            "  - { id: a, by: ana, basis: witnessed, asserts: broke, certainty: likely, date: 2024-05-03 }\n  - { by: post, asserts: broke, cites: a, certainty: almost-certain, date: 2024-05-09 }\n",
            "  - { by: post, basis: witnessed, asserts: broke, date: 2024-05-08 }\n",
        ),
        (
            "relay-before-origin",
            "  - { id: a, by: ana, basis: witnessed, asserts: broke, date: 2024-05-09 }\n  - { by: post, asserts: broke, cites: a, date: 2024-05-05 }\n",
            "  - { by: post, basis: witnessed, asserts: broke, date: 2024-05-04 }\n",
        ),
        (
            "empty-retraction",
            "  - { by: post, retracts: broke, date: 2024-05-09 }\n",
            "  - { by: post, retracts: broke, date: 2024-05-08 }\n",
        ),
        (
            "round-trip-sourcing",
            "  - { id: a, by: post, asserts: broke, date: 2024-05-03 }\n  - { id: b, by: bell, asserts: broke, cites: a, date: 2024-05-04 }\n  - { by: post, asserts: broke, cites: b, date: 2024-05-09 }\n",
            "  - { by: post, basis: witnessed, asserts: broke, date: 2024-05-02 }\n",
        ),
    ];
    for (rule, said, again) in cases {
        let before = known_by(rule, &format!("{head}statements:\n{said}"));
        assert_eq!(before.len(), 1, "{rule}");
        let after = known_by(rule, &format!("{head}statements:\n{again}{said}"));
        assert!(after.is_superset(&before), "{rule}: {after:?} {before:?}");
    }
}

/// Two findings that are known by the same are still two.
#[test]
fn what_is_known_by_the_same_is_numbered() {
    let yaml = r#"
actors: { ana: { name: Ana }, post: { name: The Post } }
claims: { broke: { text: "The dam broke" } }
statements:
  - { id: a, by: ana, basis: witnessed, asserts: broke, date: 2024-05-09 }
  - { id: p, by: post, asserts: broke, cites: a, date: 2024-05-05 }
  - { id: q, by: post, asserts: broke, cites: a, date: 2024-05-06 }
"#;
    assert_eq!(known_by("relay-before-origin", yaml).len(), 2);
}
