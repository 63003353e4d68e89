//! The documents for programs keep their published form.

mod support;

use std::process::Command;

use claimgraph::analysis::{Facts, Settings};
use claimgraph::case::{ClaimGraph, Intake, build};
use claimgraph::read::{Input, read_inputs};
use claimgraph::render::{Checked, json, sarif};
use claimgraph::rules::{self, Detail};
use claimgraph::source::SourceMap;
use serde_json::Value;

/// What `check` writes about the datasets, in one format.
fn documents(format: &str) -> Vec<(String, Value)> {
    [
        "datasets/quickstart.yaml",
        "datasets/citogenesis.yaml",
        "datasets/afghanistan",
    ]
    .into_iter()
    .map(|case| {
        let output = Command::new(env!("CARGO_BIN_EXE_claimgraph"))
            .current_dir(support::root())
            .args(["check", case, "--all", "--format", format])
            .output()
            .unwrap();
        (
            case.to_owned(),
            serde_json::from_slice(&output.stdout).unwrap(),
        )
    })
    .collect()
}

fn published(path: &str) -> Value {
    serde_json::from_slice(&std::fs::read(support::root().join(path)).unwrap()).unwrap()
}

fn hold_against(schema: &str, documents: &[(String, Value)]) {
    let validator = jsonschema::validator_for(&published(schema)).unwrap();
    for (case, document) in documents {
        let faults: Vec<String> = validator
            .iter_errors(document)
            .map(|fault| format!("{}: {fault}", fault.instance_path))
            .collect();
        assert!(faults.is_empty(), "{case}: {faults:#?}");
    }
}

#[test]
fn sarif_keeps_to_the_official_schema() {
    let documents = documents("sarif");
    hold_against("tests/schemas/sarif-2.1.0.json", &documents);
    for (case, log) in documents {
        let run = &log["runs"][0];
        let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
        let results = run["results"].as_array().unwrap();
        assert!(!results.is_empty(), "{case}");
        for result in results {
            let rule = &rules[result["ruleIndex"].as_u64().unwrap() as usize];
            assert_eq!(rule["id"], result["ruleId"]);
            assert!(
                !result["locations"].as_array().unwrap().is_empty(),
                "{result:#}"
            );
        }
        let used = |rule: &Value| results.iter().any(|result| result["ruleId"] == rule["id"]);
        assert!(
            rules.iter().all(used),
            "only rules that fired are described"
        );
    }
}

#[test]
fn sarif_says_of_each_finding_what_json_says() {
    let plain = documents("json");
    for ((case, log), (_, document)) in documents("sarif").into_iter().zip(plain) {
        let results = log["runs"][0]["results"].as_array().unwrap();
        let findings = document["findings"].as_array().unwrap();
        assert_eq!(results.len(), findings.len(), "{case}");
        for (result, finding) in results.iter().zip(findings) {
            assert_eq!(result["ruleId"], finding["rule"]);
            let prints = result["partialFingerprints"].as_object().unwrap();
            assert!(prints.values().eq([&finding["fingerprint"]]), "{result:#}");
            let steps = finding["witness"].as_array().unwrap();
            let leads = |step: &&Value| {
                ["line", "cycle", "chain"].contains(&step["kind"].as_str().unwrap())
            };
            let leading = steps.iter().filter(leads);
            let texts: Vec<&Value> = leading.map(|step| &step["text"]).collect();
            for path in paths(result) {
                assert!(path.len() > 1, "{result:#}");
                assert!(path.iter().all(|text| texts.contains(text)), "{result:#}");
            }
            // Chains and cycles lead from step to step whatever they are.
            let of_kind = |kind: &str| steps.iter().filter(|step| step["kind"] == kind).count();
            for kind in ["chain", "cycle"] {
                let steps = of_kind(kind);
                let is_whole = |path: &Vec<&Value>| path.len() == steps;
                assert!(
                    steps < 2 || paths(result).iter().any(is_whole),
                    "{result:#}"
                );
            }
        }
        let mut uris = Vec::new();
        places(&log["runs"][0]["results"], &mut uris);
        assert!(!uris.is_empty());
        for uri in uris {
            assert!(!uri.starts_with('/') && !uri.contains(':'), "{uri}");
            assert!(support::root().join(uri).is_file(), "{uri}");
        }
    }
}

/// What the steps of each path of a result say.
fn paths(result: &Value) -> Vec<Vec<&Value>> {
    let flows = result["codeFlows"].as_array();
    flows
        .into_iter()
        .flatten()
        .map(|flow| {
            let steps = flow["threadFlows"][0]["locations"].as_array().unwrap();
            steps
                .iter()
                .map(|step| &step["location"]["message"]["text"])
                .collect()
        })
        .collect()
}

#[test]
fn each_line_of_a_witness_is_a_path_of_its_own() {
    let (graph, sources) = case(
        r#"
actors: { ana: { name: Ana }, ben: { name: Ben }, eva: { name: Eva }, post: { name: Post }, herald: { name: Herald } }
claims: { c: { text: "The bridge is closed" } }
statements:
  - { id: a, by: ana, via: post, asserts: c }
  - { id: b, by: ben, via: herald, asserts: c }
  - { id: e, by: eva, asserts: c }
"#,
    );
    let log = written(&graph, &sources, sarif::check);
    let results = log["runs"][0]["results"].as_array().unwrap();
    let result = results
        .iter()
        .find(|one| one["ruleId"] == "unknown-independence");
    let paths = paths(result.unwrap());
    let speakers: Vec<Vec<&str>> = paths
        .iter()
        .map(|path| {
            let first_words = path.iter().map(|text| text.as_str().unwrap());
            first_words
                .map(|text| text.split(' ').next().unwrap())
                .collect()
        })
        .collect();
    assert_eq!(speakers, [["Ana", "Post"], ["Ben", "Herald"]]);
}

/// The files that a part of a log names.
fn places<'v>(value: &'v Value, uris: &mut Vec<&'v str>) {
    match value {
        Value::Object(fields) => {
            uris.extend(fields.get("uri").and_then(Value::as_str));
            fields.values().for_each(|field| places(field, uris));
        }
        Value::Array(items) => items.iter().for_each(|item| places(item, uris)),
        _ => {}
    }
}

#[test]
fn regions_are_the_text_that_they_name() {
    for (_, log) in documents("sarif") {
        for result in log["runs"][0]["results"].as_array().unwrap() {
            let place = &result["locations"][0]["physicalLocation"];
            let path = support::root().join(place["artifactLocation"]["uri"].as_str().unwrap());
            let text = std::fs::read_to_string(path).unwrap();
            let number = |name: &str| place["region"][name].as_u64().unwrap() as usize;
            let offset = |line: usize, column: usize| {
                let before: usize = text
                    .split_inclusive('\n')
                    .take(line - 1)
                    .map(str::len)
                    .sum();
                let rest = text[before..].char_indices().nth(column - 1);
                before + rest.map_or(text.len() - before, |(at, _)| at)
            };
            let start = offset(number("startLine"), number("startColumn"));
            let end = offset(number("endLine"), number("endColumn"));
            // A statement is marked from its speaker to its object: neither blanks nor brackets at its ends.
            let marked = &text[start..end];
            assert!(!marked.is_empty() && marked.trim() == marked, "{marked:?}");
            let before = text[..start].chars().next_back().unwrap();
            assert!(!before.is_alphanumeric(), "{before}{marked}");
        }
    }
}

#[test]
fn json_keeps_to_the_published_schema() {
    hold_against("docs/check.schema.json", &documents("json"));
}

#[test]
fn the_published_schema_of_check_is_fresh() {
    assert!(
        json::schema() == published("docs/check.schema.json"),
        "run `claimgraph schema check -o docs/check.schema.json`"
    );
}

fn case(yaml: &str) -> (ClaimGraph, SourceMap) {
    let mut sources = SourceMap::default();
    let text = Input::Text("case.yaml".into(), yaml.as_bytes().to_vec());
    let intake: Intake = read_inputs(&[text], &mut sources);
    (build(intake).0, sources)
}

fn written(
    graph: &ClaimGraph,
    sources: &SourceMap,
    write: fn(&Checked<'_, '_>, &mut dyn std::io::Write) -> std::io::Result<()>,
) -> Value {
    let facts = Facts::new(graph, Settings::default());
    let policy = Detail::All.into();
    let findings = rules::judge(&facts, &policy);
    let checked = Checked {
        facts: &facts,
        sources,
        inputs: &["case.yaml".to_owned()],
        policy: &policy,
        problems: &[],
        findings: &findings,
        stale: None,
        complete: true,
    };
    let mut out = Vec::new();
    write(&checked, &mut out).unwrap();
    serde_json::from_slice(&out).unwrap()
}

#[test]
fn every_rule_that_can_fire_gives_documents_in_their_form() {
    let json_schema = jsonschema::validator_for(&published("docs/check.schema.json")).unwrap();
    let sarif_schema =
        jsonschema::validator_for(&published("tests/schemas/sarif-2.1.0.json")).unwrap();
    for rule in rules::catalogue() {
        let (graph, sources) = case(rule.fires);
        for (document, schema) in [
            (written(&graph, &sources, json::check), &json_schema),
            (written(&graph, &sources, sarif::check), &sarif_schema),
        ] {
            let fault = schema.iter_errors(&document).next();
            assert!(fault.is_none(), "{}: {fault:?}\n{document:#}", rule.name);
        }
    }
}
