//! The same case gives the same bytes: for any number of threads, and in whatever order its records stand.
//!
//! `CLAIMGRAPH_DETERMINISM=100000` tries what large cases are asked for on so many statements instead of some thousand.

mod support;

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use claimgraph::case::{ClaimGraph, Intake, Object, build};
use claimgraph::read::{Input, read_inputs};
use claimgraph::source::SourceMap;
use serde_json::Value;

/// A Weyl sequence with a mixing step: enough to shuffle and to skew.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        (mixed >> 33) as usize % bound
    }
}

/// A case in lines: some actors answer to one another, some statements have no id, no date, a list of objects, relays,
/// or cite what comes after them or in a circle.
fn lines(statements: usize) -> Vec<String> {
    let mut dice = Dice(7);
    let (actors, claims) = (statements / 15 + 5, statements / 6 + 3);
    let mut lines = Vec::new();
    for actor in 0..actors {
        let tie = match dice.below(3) {
            0 => format!(
                ",\"affiliations\":[{{\"to\":\"actor {}\",\"role\":\"part-of\"}}]",
                (actor + 1 + dice.below(actors - 1)) % actors
            ),
            _ => String::new(),
        };
        lines.push(format!(
            "{{\"actor\":{{\"id\":\"actor {actor}\",\"kind\":\"outlet\"{tie}}}}}"
        ));
    }
    for claim in 0..claims {
        lines.push(format!(
            "{{\"claim\":{{\"id\":\"claim/{claim}\",\"text\":\"Claim {claim}\"}}}}"
        ));
    }
    for statement in 0..statements {
        let mut line = String::from("{\"statement\":{");
        if statement % 5 > 0 {
            let _ = write!(line, "\"id\":\"s{statement}\",");
        }
        let claim = dice.below(claims).min(dice.below(claims));
        let _ = write!(
            line,
            "\"by\":\"actor {}\",",
            dice.below(actors).min(dice.below(actors))
        );
        let stance = [
            "asserts",
            "asserts",
            "asserts",
            "corroborates",
            "disputes",
            "questions",
        ][dice.below(6)];
        match dice.below(8) {
            0 if statement % 5 == 0 => {
                let _ = write!(
                    line,
                    "\"{stance}\":[\"claim/{claim}\",\"claim/{}\"]",
                    dice.below(claims)
                );
            }
            _ => {
                let _ = write!(line, "\"{stance}\":\"claim/{claim}\"");
            }
        }
        if dice.below(3) > 0 {
            let _ = write!(
                line,
                ",\"date\":\"2024-{:02}-{:02}\"",
                1 + dice.below(12),
                1 + dice.below(28)
            );
        }
        match dice.below(6) {
            0 | 1 => line.push_str(",\"basis\":\"witnessed\""),
            2 => {
                let _ = write!(
                    line,
                    ",\"quote\":\"words {statement}\",\"via\":\"actor {}\"",
                    dice.below(actors)
                );
            }
            _ => {
                let cited = dice.below(statements);
                if !cited.is_multiple_of(5) && cited != statement {
                    let _ = write!(line, ",\"cites\":[\"s{cited}\"]");
                }
            }
        }
        line.push_str("}}");
        lines.push(line);
    }
    lines
}

fn shuffled(mut lines: Vec<String>) -> Vec<String> {
    let mut dice = Dice(3);
    for at in (1..lines.len()).rev() {
        lines.swap(at, dice.below(at + 1));
    }
    lines
}

fn output(case: &Path, threads: &str, arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_claimgraph"))
        .args(arguments)
        .args(["--threads", threads, "--quiet", "--keep-going"])
        .arg("case.ndjson")
        .current_dir(case)
        .output()
        .unwrap();
    assert!(
        output.status.code().is_some_and(|code| code < 2),
        "{output:?}"
    );
    String::from_utf8(output.stdout).unwrap()
}

/// The document without the places in the text.
fn without_places(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.retain(|name, _| {
                !["place", "line", "column", "end_line", "end_column", "span"]
                    .contains(&name.as_str())
            });
            fields.values_mut().for_each(without_places);
        }
        Value::Array(items) => items.iter_mut().for_each(without_places),
        _ => {}
    }
}

/// The first place at which two documents differ.
fn difference(one: &Value, other: &Value, path: &str) -> Option<String> {
    match (one, other) {
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => {
            let mut pairs = one.iter().zip(other).enumerate();
            pairs.find_map(|(at, (one, other))| difference(one, other, &format!("{path}[{at}]")))
        }
        (Value::Object(one), Value::Object(other)) if one.keys().eq(other.keys()) => {
            let mut pairs = one.iter().zip(other.values());
            pairs.find_map(|((key, one), other)| difference(one, other, &format!("{path}.{key}")))
        }
        _ => (one != other).then(|| format!("{path}: {one} and {other}")),
    }
}

/// A case in two folders: as it was made, and with its records shuffled.
fn both_orders(statements: usize, folder: &Path) -> (PathBuf, PathBuf) {
    let lines = lines(statements);
    let write = |name: &str, lines: &[String]| {
        let place = folder.join(name);
        std::fs::create_dir(&place).unwrap();
        std::fs::write(place.join("case.ndjson"), lines.join("\n")).unwrap();
        place
    };
    let straight = write("straight", &lines);
    (straight, write("mixed", &shuffled(lines)))
}

/// Lines of NDJSON without the places in the text.
fn told(ndjson: &str) -> Vec<String> {
    let line = |line: &str| {
        // Places stand side by side at the end of a finding, after its witness.
        let (start, rest) = line.split_once(",\"locations\":[").unwrap_or((line, ""));
        let end = rest.split_once("],\"help\":").map_or("", |(_, end)| end);
        format!("{start}{end}")
    };
    ndjson.lines().map(line).collect()
}

#[test]
fn threads_and_order_change_nothing_in_a_large_case() {
    let size = std::env::var("CLAIMGRAPH_DETERMINISM")
        .ok()
        .and_then(|size| size.parse().ok());
    let folder = tempfile::tempdir().unwrap();
    let (straight, mixed) = both_orders(size.unwrap_or(8_000), folder.path());
    for arguments in [
        &["check", "--format", "ndjson"][..],
        &["support", "--format", "ndjson"],
        &["support", "--origins", "--format", "csv"],
    ] {
        let expected = output(&straight, "1", arguments);
        assert!(expected.lines().count() > 1000);
        for threads in ["2", "8"] {
            let same = output(&straight, threads, arguments) == expected;
            assert!(same, "{arguments:?} with {threads} threads");
        }
        let same = told(&output(&mixed, "2", arguments)) == told(&expected);
        assert!(same, "{arguments:?} of shuffled records");
    }
}

#[test]
fn threads_and_order_change_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (straight, mixed) = both_orders(4_000, folder.path());
    for arguments in [
        &["support", "--format", "csv"][..],
        &["check", "--format", "json"],
    ] {
        let expected = output(&straight, "1", arguments);
        assert!(expected.lines().count() > 100);
        for threads in ["2", "8"] {
            assert!(
                output(&straight, threads, arguments) == expected,
                "{arguments:?} with {threads} threads"
            );
        }
        let other = output(&mixed, "2", arguments);
        if arguments[0] == "support" {
            assert!(other == expected, "{arguments:?} of shuffled records");
            continue;
        }
        let [mut other, mut expected]: [Value; 2] =
            [&other, &expected].map(|text| serde_json::from_str(text).unwrap());
        without_places(&mut other);
        without_places(&mut expected);
        assert_eq!(
            difference(&other, &expected, ""),
            None,
            "{arguments:?} of shuffled records"
        );
    }
}

#[test]
fn a_plain_line_says_where_it_is_heard_like_any_other() {
    let graph = |statement: &str| {
        let text = format!(
            "{{\"actor\":{{\"id\":\"a\"}}}}\n{{\"claim\":{{\"id\":\"c\",\"text\":\"x\"}}}}\n\
             {{\"evidence\":{{\"id\":\"video\",\"kind\":\"video\"}}}}\n{{\"statement\":{statement}}}\n"
        );
        let input = Input::Text("a.ndjson".to_owned(), text.into());
        let intake: Intake = read_inputs(&[input], &mut SourceMap::default());
        build(intake).0
    };
    let plain = graph(r#"{"id":"s","by":"a","asserts":"c","in":"video"}"#);
    let other = graph(r#"{"id":"s","by":"a","asserts":["c"],"in":"video"}"#);
    for graph in [plain, other] {
        let statement = graph.statements().next().unwrap();
        let detail = graph.detail(statement).expect("it is heard in a video");
        assert_eq!(graph.id(detail.found_in.unwrap()), "video");
    }
}

#[test]
fn statements_on_statements_find_what_they_are_about_in_any_part_of_a_case() {
    let mut text = String::from("{\"actor\":{\"id\":\"a\"}}\n");
    for claim in 0..20_000 {
        let _ = write!(
            text,
            "{{\"claim\":{{\"id\":\"c{claim}\",\"text\":\"x\"}}}}\n\
             {{\"statement\":{{\"id\":\"s{claim}\",\"by\":\"a\",\"asserts\":\"c{claim}\"}}}}\n"
        );
    }
    for claim in (0..20_000).step_by(50) {
        let _ = writeln!(
            text,
            "{{\"statement\":{{\"id\":\"on-s{claim}\",\"by\":\"a\",\"questions\":\"s{claim}\"}}}}"
        );
    }
    for _ in 0..5 {
        let input = Input::Text("a.ndjson".to_owned(), text.clone().into());
        let (graph, problems) = build(read_inputs(&[input], &mut SourceMap::default()));
        assert!(problems.is_empty(), "{problems:#?}");
        let mut found = 0;
        for statement in graph.statements() {
            if let Object::Statement(on) = graph.object(statement) {
                found += 1;
                assert_eq!(graph.id(statement), format!("on-{}", graph.id(on)));
            }
        }
        assert_eq!(found, 400);
    }
}

#[test]
fn twins_are_told_apart_by_whatever_they_differ_in_but_their_places() {
    let ways = [
        "basis: witnessed",
        "basis: told, cites: other",
        "date: 2023-05-02",
        "custodian: army",
        "via: army",
        "number: several",
        "certainty: likely",
        "id: two",
    ];
    for (speaker, way) in ["unnamed: an officer", "by: army"]
        .into_iter()
        .flat_map(|speaker| ways.map(|way| (speaker, way)))
    {
        let plain = match way.starts_with("id") {
            true => ", id: one",
            false => "",
        };
        let twin = |more: &str| format!("      - {{ {speaker}, asserts: c{more} }}\n");
        let twins = [twin(plain), twin(&format!(", {way}"))];
        let case = |twins: &[&str]| {
            let twins = twins.concat();
            support::case(&format!(
                "actors: {{ army: {{}} }}\nclaims: {{ c: {{ text: So }} }}\nreports:\n  press:\n    statements:\n      - {{ id: other, unnamed: a clerk, asserts: c }}\n{twins}"
            ))
        };
        let ids = |graph: &ClaimGraph| -> BTreeSet<String> {
            let each = graph.statements().map(|at| {
                let cited = graph.cites(at).iter().map(|&one| graph.id(graph.node(one)));
                let cited: Vec<&str> = cited.collect();
                let detail = graph.detail(at).map(|detail| {
                    let custodian = detail.custodian.map(|actor| graph.id(actor));
                    (&detail.number, detail.certainty, custodian)
                });
                let (id, speaker) = (graph.id(at), graph.id(graph.speaker(at)));
                let (date, basis) = (graph.date(at), graph.basis(at));
                format!("{id} {speaker} {date:?} {basis:?} {cited:?} {detail:?}")
            });
            each.collect()
        };
        let one = case(&[&twins[0], &twins[1]]);
        let other = case(&[&twins[1], &twins[0]]);
        assert_eq!(ids(&one), ids(&other), "{speaker}, {way}");
    }
}
