//! Findings that are accepted: next to a record, in the configuration, by a baseline.

use super::desk::{CASE, Desk};

const BOTH: &str = "parties-only bridge-held,leader-killed";
const ROAD: &str = "uncorroborated-claim road-closed";

/// The case with something allowed at a record.
fn allowing(record: &str, rule: &str) -> String {
    let allow = format!("allow: [{{ rule: {rule}, because: \"we know\" }}], ");
    CASE.replace(&format!("{record}: {{ "), &format!("{record}: {{ {allow}"))
}

#[test]
fn a_finding_is_accepted_at_a_record_that_it_names_and_the_rest_of_its_group_stays() {
    let desk = Desk::new();
    desk.write("case.yaml", &allowing("leader-killed", "parties-only"));
    assert_eq!(desk.found(""), ["parties-only bridge-held", ROAD]);
    for record in ["raid", "army"] {
        desk.write("case.yaml", &allowing(record, "parties-only"));
        assert_eq!(desk.found(""), [ROAD], "{record}");
    }
    let at_report = CASE.replace(
        "    publisher: army\n",
        "    publisher: army\n    allow: [{ rule: parties-only, because: \"a press release\" }]\n",
    );
    desk.write("case.yaml", &at_report);
    assert_eq!(desk.found(""), [ROAD]);
    let at_statement = CASE.replace(
        "asserts: road-closed,",
        "asserts: road-closed, allow: [{ rule: uncorroborated-claim, because: \"seen\" }],",
    );
    desk.write("case.yaml", &at_statement);
    assert_eq!(desk.found(""), [BOTH]);
}

#[test]
fn what_is_accepted_explains_what_is_less_sharp_and_what_is_off_does_not() {
    let desk = Desk::new();
    desk.write("case.yaml", &allowing("raid", "parties-only"));
    assert_eq!(desk.found(""), [ROAD]);
    assert!(desk.found("--rule parties-only=off").len() > 1);
}

#[test]
fn what_is_accepted_is_counted_and_shown_when_asked_for() {
    let desk = Desk::new();
    desk.write("case.yaml", &allowing("raid", "parties-only"));
    let said = desk.run("check");
    assert!(
        said.out.contains("1 finding in 1 of 3 claims"),
        "{}",
        said.out
    );
    assert!(
        said.out.contains("(+ 1 allowed: --show-accepted)"),
        "{}",
        said.out
    );
    assert!(!said.out.contains("[parties-only]"), "{}", said.out);
    let said = desk.run("check --show-accepted");
    assert!(said.out.contains("accepted[parties-only]"), "{}", said.out);
    assert!(said.out.contains("it is allowed: we know"), "{}", said.out);
    let summary = desk.run("check --format json").json()["summary"].clone();
    assert_eq!(
        (&summary["allowed"], &summary["warnings"]),
        (&1.into(), &1.into())
    );
    let lines = |more: &str| {
        desk.run(&format!("check --format ndjson {more}"))
            .out
            .lines()
            .count()
    };
    assert_eq!((lines(""), lines("--show-accepted")), (1, 2));
}

#[test]
fn sarif_has_suppressions_with_their_reasons_and_places() {
    let desk = Desk::new();
    desk.write("case.yaml", &allowing("raid", "parties-only"));
    desk.write(
        "claimgraph.toml",
        "[[allow]]\nrule = \"uncorroborated-claim\"\nabout = \"road-closed\"\nbecause = \"a photo exists\"\n",
    );
    let said = desk.run("check --format sarif");
    assert_eq!(said.status, 0);
    let log = said.json();
    let results = log["runs"][0]["results"].as_array().unwrap();
    let of = |rule: &str| {
        let result = results.iter().find(|one| one["ruleId"] == rule).unwrap();
        assert_eq!(result["suppressions"].as_array().unwrap().len(), 1);
        result["suppressions"][0].clone()
    };
    let line = |one: &serde_json::Value| {
        let place = &one["location"]["physicalLocation"];
        (
            place["artifactLocation"]["uri"]
                .as_str()
                .unwrap()
                .to_owned(),
            place["region"]["startLine"].as_u64().unwrap(),
        )
    };
    let at_event = of("parties-only");
    assert_eq!(at_event["kind"], "inSource");
    assert_eq!(at_event["justification"], "we know");
    assert_eq!(line(&at_event), ("case.yaml".to_owned(), 6));
    let configured = of("uncorroborated-claim");
    assert_eq!(configured["kind"], "external");
    assert_eq!(line(&configured), ("claimgraph.toml".to_owned(), 3));
}

#[test]
fn the_configuration_accepts_at_records_or_everywhere() {
    let desk = Desk::with_a_case();
    let allow = |about: &str| {
        let text = format!("[[allow]]\nrule = \"parties-only\"\n{about}because = \"x\"\n");
        desk.write("claimgraph.toml", &text);
    };
    allow("about = \"bridge-held\"\n");
    assert_eq!(desk.found(""), ["parties-only leader-killed", ROAD]);
    allow("about = [\"bridge-held\", \"leader-killed\"]\n");
    assert_eq!(desk.found(""), [ROAD]);
    allow("");
    assert_eq!(desk.found(""), [ROAD]);
}

#[test]
fn a_suppression_that_accepts_nothing_is_a_finding_at_its_own_place() {
    let desk = Desk::new();
    desk.write("case.yaml", &allowing("road-closed", "parties-only"));
    let document = desk.run("check --format json").json();
    let findings = document["findings"].as_array().unwrap();
    let unused = findings
        .iter()
        .find(|one| one["rule"] == "unused-suppression")
        .unwrap();
    assert_eq!(unused["claims"][0], "road-closed");
    assert_eq!(unused["locations"][0]["line"], 10);
    assert!(
        unused["message"]
            .as_str()
            .unwrap()
            .contains("`parties-only` is allowed at `road-closed`")
    );
    // What is explained by something sharper is used; before a date nothing is known of it.
    desk.write(
        "case.yaml",
        &allowing("leader-killed", "uncorroborated-claim"),
    );
    assert_eq!(desk.found(""), [BOTH, ROAD]);
    desk.write("case.yaml", &allowing("road-closed", "parties-only"));
    assert!(!desk.run("check --as-of 2020").out.contains("unused"));
}

#[test]
fn an_id_in_the_configuration_that_is_not_there_is_a_slip_or_of_another_case() {
    let desk = Desk::with_a_case();
    let severity = |id: &str| {
        let text =
            format!("[[allow]]\nrule = \"parties-only\"\nabout = \"{id}\"\nbecause = \"x\"\n");
        desk.write("claimgraph.toml", &text);
        let document = desk.run("check --format json").json();
        let findings = document["findings"].as_array().unwrap();
        let one = findings
            .iter()
            .find(|one| one["rule"] == "unused-suppression")
            .unwrap();
        assert_eq!(one["locations"][0]["path"], "claimgraph.toml");
        assert_eq!(one["locations"][0]["line"], 3);
        (one["severity"].clone(), one["help"].clone())
    };
    assert_eq!(
        severity("bridge-hold"),
        ("warning".into(), "did you mean `bridge-held`?".into())
    );
    assert_eq!(severity("another-case").0, "info");
}

#[test]
fn a_suppression_needs_a_reason_and_a_rule_that_exists() {
    let desk = Desk::new();
    desk.write(
        "case.yaml",
        &CASE.replace("raid: { ", "raid: { allow: [parties-only], "),
    );
    desk.run("check").fails_with(&[
        "`allow` of `parties-only` gives no reason",
        "case.yaml:6:19",
        "because",
    ]);
    desk.write("case.yaml", &allowing("raid", "party-only"));
    desk.run("check").fails_with(&[
        "there is no rule `party-only`",
        "case.yaml:6:27",
        "did you mean `parties-only`",
    ]);
}

#[test]
fn only_findings_that_the_baseline_does_not_know_count() {
    let desk = Desk::with_a_case();
    let written = desk.run("check --write-baseline known.json");
    assert_eq!(written.status, 0, "{}", written.problems);
    assert!(
        written.problems.contains("wrote 3 findings"),
        "{}",
        written.problems
    );
    let said = desk.run("check --baseline known.json");
    assert_eq!(said.status, 0);
    assert!(
        said.out.contains("(+ 2 in the baseline: --show-accepted)"),
        "{}",
        said.out
    );
    // Moved, edited, renamed, shuffled: the same findings.
    std::fs::remove_file(desk.path().join("case.yaml")).unwrap();
    let edited = CASE
        .replace("The leader died", "Their leader is dead")
        .replace("2023-05-02", "2023-05-03")
        .replace("actors:", "# a line\n\nactors:");
    desk.write("renamed.yaml", &edited);
    assert_eq!(desk.run("check --baseline known.json").status, 0);
    // One more claim of an equal weakness: the group is new, and known without it.
    let more = edited
        .replace(
            "claims:\n",
            "claims:\n  hill-taken: { text: \"The hill was taken\", about: raid }\n",
        )
        .replace("bridge-held] }", "bridge-held, hill-taken] }");
    desk.write("renamed.yaml", &more);
    assert_eq!(
        desk.found("--baseline known.json"),
        ["parties-only bridge-held,hill-taken,leader-killed"]
    );
    assert_eq!(desk.run("check --baseline known.json").status, 1);
    // One less: what is left is known, and what is gone is told.
    desk.write(
        "renamed.yaml",
        &edited
            .replace("bridge-held] }", "] }")
            .replace("[leader-killed, ]", "[leader-killed]"),
    );
    let said = desk.run("check --baseline known.json --rule unsourced-claim=off");
    assert_eq!(said.status, 0, "{}", said.out);
    assert!(
        said.problems
            .contains("1 entry of the baseline `known.json` found no more"),
        "{}",
        said.problems
    );
    assert!(
        said.problems.contains("`parties-only` about `bridge-held`"),
        "{}",
        said.problems
    );
    let stale = desk.run("check --baseline known.json --format json").json()["stale"].clone();
    assert_eq!(stale[0]["about"][0], "bridge-held");
    // In the formats of a job, too, whatever `-q` keeps from standard error.
    for (format, told) in [
        ("markdown", "1 entry of the baseline found no more:"),
        ("github", "::warning title=baseline::"),
        (
            "sarif",
            "`parties-only` about `bridge-held` is in the baseline and found no more",
        ),
    ] {
        let said = desk.run(&format!("check --baseline known.json -q --format {format}"));
        assert!(said.out.contains(told), "{}", said.out);
        assert!(said.out.contains("`bridge-held`"), "{}", said.out);
    }
}

#[test]
fn what_a_sharper_finding_hides_is_not_gone() {
    let desk = Desk::with_a_case();
    desk.run("check --write-baseline sharpest.json");
    desk.run("check --all --info --write-baseline known.json");
    let lines = |name| desk.read(name).lines().count();
    assert!(
        lines("known.json") > lines("sharpest.json"),
        "something is hidden"
    );
    let said = desk.run("check --baseline known.json");
    assert_eq!(said.status, 0, "{}", said.out);
    assert_eq!(said.problems, "");
    let stale = |line: &str| desk.run(line).json()["stale"].clone();
    let none = serde_json::json!([]);
    assert_eq!(stale("check --baseline known.json --format json"), none);
    // What no rule finds is gone.
    desk.write(
        "case.yaml",
        &CASE.replace("asserts: road-closed", "denies: road-closed"),
    );
    let some = stale("check --baseline known.json --format json");
    let all = stale("check --all --baseline known.json --format json");
    assert_ne!(some, none);
    assert_eq!(some, all);
}

#[test]
fn a_baseline_is_sorted_with_an_entry_a_line_and_keeps_nothing_that_is_allowed() {
    let desk = Desk::with_a_case();
    desk.run("check --write-baseline known.json");
    let text = desk.read("known.json");
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 8, "{text}");
    assert!(
        lines[3].contains("bridge-held") && lines[4].contains("leader-killed"),
        "{text}"
    );
    assert!(lines[5].contains("road-closed"), "{text}");
    assert!(!text.contains("case.yaml"), "no places: {text}");
    desk.write("case.yaml", &allowing("raid", "parties-only"));
    desk.run("check --write-baseline known.json");
    assert_eq!(desk.read("known.json").lines().count(), 6);
    // A configuration may name it, relative to itself.
    desk.write("case.yaml", CASE);
    desk.write("claimgraph.toml", "[check]\nbaseline = \"known.json\"\n");
    assert_eq!(desk.found(""), [BOTH]);
    let log = desk.run("check --format sarif").json();
    let states: Vec<&str> = log["runs"][0]["results"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["baselineState"].as_str().unwrap())
        .collect();
    assert_eq!(states, ["new", "unchanged"]);
    // What is known raises no alarm where nobody reads that state.
    let results = &log["runs"][0]["results"];
    assert!(results[0].get("suppressions").is_none());
    assert_eq!(results[1]["suppressions"][0]["kind"], "external");
}

#[test]
fn a_baseline_is_written_to_a_file_and_not_into_the_stream_of_findings() {
    let desk = Desk::with_a_case();
    desk.run("check --write-baseline -")
        .fails_with(&["`-` is none", "--write-baseline baseline.json"]);
    assert!(!desk.path().join("-").exists());
}

#[test]
fn a_suppression_of_a_rule_that_is_off_turns_no_check_red() {
    let desk = Desk::with_a_case();
    desk.write("case.yaml", &allowing("raid", "parties-only"));
    let off = "check --rule uncorroborated-claim=off --rule self-serving-claim=off";
    assert_eq!(desk.run(off).status, 0);
    assert_eq!(
        desk.run(&format!("{off} --rule parties-only=off")).status,
        0
    );
    let said = desk.run("check --info --rule parties-only=off");
    assert!(said.out.contains("the rule is off"), "{}", said.out);
}

#[test]
fn a_baseline_that_cannot_be_used_is_told_with_what_would_mend_it() {
    let desk = Desk::with_a_case();
    let fails = |text: &str, named: &[&str]| {
        desk.write("known.json", text);
        desk.run("check case.yaml --baseline known.json")
            .fails_with(named);
    };
    desk.run("check --write-baseline known.json");
    let good = desk.read("known.json");
    fails(
        &good.replace("\"baseline_version\": 1", "\"baseline_version\": 2"),
        &["has version 2", "update claimgraph"],
    );
    fails(
        &good[..good.len() / 2],
        &[
            "cannot use the baseline `known.json`",
            "damaged at line",
            "restore it",
        ],
    );
    fails(
        &good.replace("leader-killed", "leader-wounded"),
        &["`leader-wounded`", "fingerprint"],
    );
    fails(
        "{\"findings\": []}",
        &["it is no baseline", "--write-baseline"],
    );
    fails("{\"baseline_version\": \"1\"}", &["it is no baseline"]);
    fails("actors: {}\n", &["damaged at line 1"]);
    fails("", &["damaged at line 1"]);
    fails(
        "{\"baseline_version\": 1, \"findings\": [{\"rule\": 3}]}",
        &["damaged at line 1, column"],
    );
    fails(
        "{\"baseline_version\": 1, \"findings\": [], \"more\": 1}",
        &["unknown field `more`"],
    );
    desk.run("check case.yaml --baseline nowhere.json")
        .fails_with(&["nowhere.json", "--write-baseline"]);
    desk.run("check case.yaml --baseline .")
        .fails_with(&["cannot use the baseline `.`"]);
}

#[test]
fn where_notes_count_a_baseline_lists_them() {
    let desk = Desk::new();
    desk.write(
        "case.yaml",
        claimgraph::rules::rule("adverse-agreement").unwrap().fires,
    );
    let notes = |name: &str| desk.read(name).matches("adverse-agreement").count();
    desk.run("check --write-baseline known.json");
    assert_eq!(notes("known.json"), 0);
    assert_eq!(
        desk.run("check --fail-on note --baseline known.json")
            .status,
        1
    );
    desk.run("check --fail-on note --write-baseline known.json");
    assert_eq!(notes("known.json"), 1);
    assert_eq!(
        desk.run("check --fail-on note --baseline known.json")
            .status,
        0
    );
    desk.write(
        "claimgraph.toml",
        "[check]\nfail-on = \"note\"\nbaseline = \"known.json\"\n",
    );
    assert_eq!(desk.run("check").status, 0);
}

#[test]
fn of_what_is_not_looked_at_nothing_is_said_to_be_gone() {
    let desk = Desk::new();
    let (road, rest) = (
        "claims: { road-closed: { text: \"The road is closed\" } }\nactors: { post: { name: The Post } }\nreports: { story: { publisher: post, statements: [{ asserts: road-closed, basis: told }] } }\n",
        "claims: { bridge-held: { text: \"The bridge was held\" } }\nactors: { army: { name: The Army } }\nreports: { press: { publisher: army, statements: [{ asserts: bridge-held, basis: witnessed }] } }\n",
    );
    desk.write("cases/road.yaml", road);
    desk.write("cases/rest.yaml", rest);
    desk.run("check cases --write-baseline known.json");
    let whole = desk.run("check cases --baseline known.json");
    assert_eq!((whole.status, whole.problems.as_str()), (0, ""));
    // One file of the case.
    let part = desk.run("check cases/road.yaml --baseline known.json --format json");
    assert_eq!(
        (part.status, &part.json()["stale"]),
        (0, &serde_json::json!([]))
    );
    assert!(
        part.problems.contains(
            "note: 1 entry of the baseline `known.json` is about records that are not in this case"
        ),
        "{}",
        part.problems
    );
    // A rule that does not look, and a date at which nothing had been said.
    for more in ["--rule uncorroborated-claim=off", "--as-of 1999"] {
        let said = desk.run(&format!(
            "check cases --baseline known.json --format json {more}"
        ));
        assert_eq!(said.json()["stale"], serde_json::json!([]), "{more}");
        assert!(
            !said.problems.contains("found no more"),
            "{}",
            said.problems
        );
    }
    // Written anew it says what changes.
    let anew = desk.run("check cases/road.yaml --write-baseline known.json");
    assert!(
        anew.problems
            .contains("wrote 1 finding to the baseline `known.json` (0 new, 1 gone)"),
        "{}",
        anew.problems
    );
}
