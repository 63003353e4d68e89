//! The formats of `check`: the same findings and the same exit status in each.

use std::io::Write;
use std::process::Stdio;

use serde_json::Value;

use super::desk::{CASE, Desk, Said};
use super::support;

const FORMATS: [&str; 7] = [
    "text", "json", "ndjson", "sarif", "github", "markdown", "csv",
];

fn schema(name: &str) -> jsonschema::Validator {
    let path = support::root().join(name);
    let schema: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

#[test]
fn the_exit_status_is_the_same_in_every_format() {
    let desk = Desk::with_a_case();
    for format in FORMATS {
        let status = |more: &str| desk.run(&format!("check --format {format} {more}")).status;
        assert_eq!(status(""), 1, "{format}");
        assert_eq!(status("--fail-on error"), 0, "{format}");
        assert_eq!(status("--exit-zero"), 0, "{format}");
        assert_eq!(status("nowhere.yaml"), 2, "{format}");
        assert_eq!(status("--baseline nowhere.json"), 2, "{format}");
        assert_eq!(status("--rule no-such-rule=off"), 2, "{format}");
    }
    // Each severity alone, against each level of `--fail-on`.
    for (severity, failing) in [("error", 4), ("warning", 3), ("info", 2), ("note", 1)] {
        let levels =
            format!("--rule parties-only={severity} --rule uncorroborated-claim={severity}");
        for format in FORMATS {
            let fails = |level: &str| {
                let line = format!("check --format {format} {levels} --fail-on {level}");
                desk.run(&line).status == 1
            };
            let levels = ["error", "warning", "info", "note", "never"];
            assert_eq!(
                levels.into_iter().filter(|level| fails(level)).count(),
                failing,
                "{format} {severity}"
            );
        }
    }
    desk.run("check --write-baseline known.json");
    for format in FORMATS {
        let line = format!("check --format {format} --baseline known.json");
        assert_eq!(desk.run(&line).status, 0, "{format}");
    }
}

#[test]
fn every_line_of_ndjson_keeps_to_its_schema_and_says_what_json_says() {
    let validator = schema("docs/finding.schema.json");
    for case in ["datasets/quickstart.yaml", "datasets/afghanistan"] {
        let desk = Desk::new();
        let case = support::root().join(case);
        let case = case.to_string_lossy();
        let document = desk.run(&format!("check {case} --format json")).json();
        let lines = desk.run(&format!("check {case} --format ndjson")).out;
        let mut findings = Vec::new();
        for line in lines.lines() {
            let mut line: Value = serde_json::from_str(line).unwrap();
            assert!(validator.is_valid(&line), "{line:#}");
            assert_eq!(
                line.as_object_mut().unwrap().remove("type").unwrap(),
                "finding"
            );
            findings.push(line);
        }
        assert_eq!(Value::Array(findings), document["findings"]);
    }
}

#[test]
fn csv_has_a_row_a_finding() {
    let desk = Desk::with_a_case();
    let text = desk.run("check --format csv").out;
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let column = |name: &str| {
        let headers = csv::Reader::from_reader(text.as_bytes())
            .headers()
            .unwrap()
            .clone();
        headers.iter().position(|header| header == name).unwrap()
    };
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 2);
    let both = rows
        .iter()
        .find(|row| &row[column("rule")] == "parties-only")
        .unwrap();
    assert_eq!(&both[column("claims")], "bridge-held;leader-killed");
    assert_eq!(&both[column("path")], "case.yaml");
    assert_eq!(&both[column("line")], "16");
}

#[test]
fn services_find_a_case_that_was_named_by_its_whole_path() {
    let desk = Desk::with_a_case();
    let folder = desk.path().canonicalize().unwrap();
    let path = folder.join("case.yaml");
    let whole = path.to_str().unwrap();
    for format in ["sarif", "github"] {
        let named = desk.run(&format!("check {whole} --format {format}")).out;
        assert!(
            !named.is_empty() && !named.contains(&format!("{whole}\"")),
            "{named}"
        );
        assert!(!named.contains(&format!("file={whole}")), "{named}");
        assert!(
            named.contains("\"case.yaml\"") || named.contains("file=case.yaml,"),
            "{named}"
        );
        // Elsewhere only the whole path leads there.
        desk.write("below/x", "");
        let mut command = desk.command();
        command.current_dir(folder.join("below"));
        let output = command
            .args(["check", whole, "--format", format])
            .output()
            .unwrap();
        assert!(
            String::from_utf8(output.stdout).unwrap().contains(whole),
            "{format}"
        );
    }
}

#[test]
fn annotations_name_file_and_line_and_stay_on_their_line() {
    let desk = Desk::new();
    let hostile = CASE
        .replace("The Army", "The\\n::error::Army, 50%: x")
        .replace("{ name: The\\n", "{ name: \"The\\n")
        .replace("50%: x }", "50%: x\" }");
    desk.write("a,b.yaml", &hostile);
    let said = desk.run("check --format github");
    assert_eq!(said.status, 1, "{}", said.problems);
    let lines: Vec<&str> = said.out.lines().collect();
    assert_eq!(lines.len(), 2, "{}", said.out);
    let line = lines
        .iter()
        .find(|line| line.contains("parties-only"))
        .unwrap();
    assert!(
        line.starts_with("::warning file=a%2Cb.yaml,line=16,endLine=16,col="),
        "{line}"
    );
    assert!(
        line.contains("title=parties-only::") && line.contains("50%25"),
        "{line}"
    );
}

#[test]
fn markdown_is_a_table_that_no_name_breaks() {
    let desk = Desk::new();
    desk.write("case.yaml", &CASE.replace("The Army", "The | <b>Army</b>"));
    let said = desk.run("check --format markdown");
    let rows: Vec<&str> = said
        .out
        .lines()
        .filter(|line| line.starts_with("| warning"))
        .collect();
    assert_eq!(rows.len(), 2, "{}", said.out);
    assert!(said.out.contains("The \\| \\<b\\>Army"), "{}", said.out);
    assert!(said.out.contains("3 claims"), "{}", said.out);
}

#[test]
fn programs_are_told_of_bad_input_in_the_document() {
    let desk = Desk::new();
    desk.write("case.yaml", "claims: { a: { text: \"a\", abuot: b } }\n");
    let json = desk.run("check --format json");
    assert_eq!(json.status, 2);
    let document = json.json();
    assert!(schema("docs/check.schema.json").is_valid(&document));
    assert_eq!(document["complete"], false);
    assert_eq!(document["findings"], Value::Array(Vec::new()));
    assert_eq!(document["problems"][0]["location"]["line"], 1);
    assert!(json.problems.contains("abuot"), "people are told as well");
    let line: Value = serde_json::from_str(&desk.run("check --format ndjson").out).unwrap();
    assert_eq!(line["type"], "problem");
    assert!(schema("docs/finding.schema.json").is_valid(&line));
    let log = desk.run("check --format sarif").json();
    assert!(schema("tests/schemas/sarif-2.1.0.json").is_valid(&log));
    assert_eq!(
        log["runs"][0]["invocations"][0]["executionSuccessful"],
        false
    );
    let note = desk.run("check --format github").out;
    assert!(note.starts_with("::error file=case.yaml,line=1"), "{note}");
    assert!(
        desk.run("check --format markdown")
            .out
            .contains("nothing was analysed")
    );
    // With `--keep-going` the case is analysed, and the problems stay.
    let document = desk.run("check --keep-going --format json").json();
    assert_eq!(document["complete"], true);
    assert_eq!(document["problems"].as_array().unwrap().len(), 1);
}

#[test]
fn going_on_with_nothing_is_an_error() {
    let desk = Desk::new();
    for format in ["text", "json"] {
        let said = desk.run(&format!(
            "check nowhere.yaml --keep-going --format {format}"
        ));
        said.fails_with(&["nowhere.yaml", "nothing of the input could be read"]);
    }
    desk.run("support nowhere.yaml --keep-going")
        .fails_with(&["nothing of the input could be read"]);
    desk.write("empty.yaml", "");
    assert_eq!(
        desk.run("check empty.yaml").status,
        0,
        "an empty case is no error"
    );
}

/// A program before it in the pipe may have failed: nothing to check is no clean bill.
#[test]
fn an_empty_pipe_is_no_clean_case() {
    let desk = Desk::new();
    for input in ["", " \n"] {
        let mut command = desk.command();
        command.args(["check", "-"]).stdin(Stdio::piped());
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child
            .stdin
            .take()
            .unwrap()
            .write_all(input.as_bytes())
            .unwrap();
        let said: Said = child.wait_with_output().unwrap().into();
        said.fails_with(&["standard input is empty", "pipe"]);
    }
}

/// What a note names as a command can be run as it stands.
#[test]
fn the_command_that_shows_the_other_places_works() {
    let desk = Desk::new();
    let statements: String = (0..8)
        .map(|at| format!("  - {{ by: a{at}, basis: witnessed, asserts: c }}\n"))
        .collect();
    let actors: String = (0..8)
        .map(|at| {
            format!(
                "  a{at}: {{ name: A{at}, adversaries: [a{}] }}\n",
                (at + 1) % 8
            )
        })
        .collect();
    let case =
        format!("actors:\n{actors}claims: {{ c: {{ text: x }} }}\nstatements:\n{statements}");
    desk.write("the case's.yaml", &case);
    let mut check = desk.command();
    let said: Said = check
        .args(["check", "the case's.yaml"])
        .output()
        .unwrap()
        .into();
    let note = said
        .out
        .lines()
        .find(|line| line.contains("places more"))
        .unwrap();
    let named = note.split('`').nth(1).unwrap();
    let program = env!("CARGO_BIN_EXE_claimgraph");
    let line = named.replace("claimgraph", program);
    let shell = std::process::Command::new("sh")
        .current_dir(desk.path())
        .args(["-c", &line])
        .output()
        .unwrap();
    let said = Said::from(shell);
    assert_eq!(said.status, 0, "{line}: {}", said.problems);
    assert!(said.out.contains("A7"), "{}", said.out);
}
