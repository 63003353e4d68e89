//! `claimgraph.toml`: where it is looked for, what it says, what is wrong with it.

use super::desk::{CASE, Desk};

const BOTH: &str = "parties-only bridge-held,leader-killed";
const ROAD: &str = "uncorroborated-claim road-closed";

#[test]
fn the_case_without_a_configuration_has_these_findings() {
    assert_eq!(Desk::with_a_case().found(""), [BOTH, ROAD]);
}

#[test]
fn a_configuration_above_the_input_counts_and_flags_come_before_it() {
    let desk = Desk::new();
    desk.write(
        "claimgraph.toml",
        "[rules]\nuncorroborated-claim = \"off\"\nhearsay-only = \"off\"\n",
    );
    desk.write("cases/2023/case.yaml", CASE);
    assert_eq!(desk.found("cases/2023/case.yaml"), [BOTH]);
    assert_eq!(desk.found("cases"), [BOTH]);
    assert_eq!(desk.found(""), [BOTH]);
    assert_eq!(desk.found("--no-config"), [BOTH, ROAD]);
    assert_eq!(desk.found("--rule uncorroborated-claim=on"), [BOTH, ROAD]);
    desk.write("other.toml", "");
    assert_eq!(desk.found("--config other.toml"), [BOTH, ROAD]);
}

#[test]
fn what_the_file_shows_a_flag_hides() {
    let desk = Desk::with_a_case();
    desk.write("claimgraph.toml", "[check]\ninfo = true\nall = true\n");
    let info = "--rule uncorroborated-claim=info";
    let lines = |more: &str| {
        desk.run(&format!("check {info} {more}"))
            .out
            .lines()
            .count()
    };
    assert!(desk.found("").len() > desk.found("--all=false").len());
    assert_eq!(desk.found("--all=false"), desk.found("--no-config"));
    assert!(lines("") > lines("--info=false"));
    assert_eq!(lines("--all=false --info=false"), lines("--no-config"));
    assert_eq!(lines("--no-config --all --info"), lines(""));
}

#[test]
fn a_comparison_keeps_to_what_the_configuration_asks_for() {
    let desk = Desk::new();
    desk.write("before.yaml", "actors: {}\n");
    desk.write("after.yaml", CASE);
    let came = |desk: &Desk| {
        let document = desk.run("diff before.yaml after.yaml --format json").json();
        let came = document["findings_came"].as_array().unwrap().iter();
        let mut came: Vec<String> = came
            .map(|one| format!("{} {}", one["severity"], one["rule"]).replace('"', ""))
            .collect();
        came.sort();
        came
    };
    assert_eq!(
        came(&desk),
        ["warning parties-only", "warning uncorroborated-claim"]
    );
    desk.write(
        "claimgraph.toml",
        "[rules]\nparties-only = \"error\"\n[[allow]]\nrule = \"uncorroborated-claim\"\nbecause = \"known\"\n",
    );
    assert_eq!(came(&desk), ["error parties-only"]);
}

#[test]
fn a_hidden_name_serves_as_well() {
    let desk = Desk::with_a_case();
    desk.write(".claimgraph.toml", "[rules]\nparties-only = \"off\"\n");
    // What is less sharp shows when a rule does not look.
    let found = desk.found("");
    assert!(
        found.iter().all(|one| !one.starts_with("parties-only")),
        "{found:?}"
    );
    assert!(found.len() > 1, "{found:?}");
}

#[test]
fn standard_input_is_configured_by_the_current_folder() {
    use std::io::Write;
    let desk = Desk::new();
    desk.write(
        "claimgraph.toml",
        "[rules]\nparties-only = \"off\"\nuncorroborated-claim = \"off\"\n",
    );
    let mut child = desk
        .command()
        .args(["check", "-", "--fail-on", "note"])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(CASE.as_bytes())
        .unwrap();
    let out = String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap();
    assert!(!out.contains("[uncorroborated-claim]"), "{out}");
    assert!(out.contains("finding"), "{out}");
}

#[test]
fn a_severity_is_what_the_configuration_says() {
    let desk = Desk::with_a_case();
    desk.write(
        "claimgraph.toml",
        "[rules]\nparties-only = \"error\"\nuncorroborated-claim = \"info\"\n",
    );
    let summary = desk.run("check --format json").json()["summary"].clone();
    assert_eq!(summary["errors"], 1);
    assert_eq!(summary["warnings"], 0);
    assert_eq!(summary["infos"], 1);
    assert_eq!(desk.run("check --fail-on error").status, 1);
}

#[test]
fn assumptions_thresholds_and_joining_roles_reach_the_analysis() {
    let desk = Desk::new();
    desk.write(
        "case.yaml",
        r#"
actors:
  ministry: { name: The Ministry }
  agency: { name: The Agency, affiliations: [{ to: ministry, role: funded-by }] }
events: { raid: { parties: [ministry] } }
claims: { c: { text: "c", about: raid } }
statements:
  - { by: ministry, asserts: c }
  - { by: agency, basis: witnessed, asserts: c }
"#,
    );
    let lines = |desk: &Desk| {
        let rows = desk.run("support --format json").json();
        let row = &rows["claims"][0];
        (
            row["lines_min"].as_u64().unwrap(),
            row["lines_max"].as_u64().unwrap(),
            row["status"].as_str().unwrap().to_owned(),
        )
    };
    assert_eq!(lines(&desk), (2, 2, "corroborated".to_owned()));
    desk.write("claimgraph.toml", "[analysis]\nassume-own-acts = false\n");
    assert_eq!(lines(&desk), (1, 2, "independence-unknown".to_owned()));
    desk.write(
        "claimgraph.toml",
        "[analysis]\njoining-roles = [\"funded-by\"]\n",
    );
    assert_eq!(lines(&desk), (1, 1, "uncorroborated".to_owned()));
    desk.write("claimgraph.toml", "[analysis]\ncorroborated-from = 3\n");
    assert_eq!(lines(&desk), (2, 2, "uncorroborated".to_owned()));
    // What explains and draws a claim counts in the same way.
    assert!(desk.run("explain c").out.contains("uncorroborated"));
    assert!(
        desk.run("graph --format dot")
            .out
            .contains("uncorroborated")
    );
}

#[test]
fn defaults_of_pictures_and_of_check_come_from_the_file() {
    let desk = Desk::with_a_case();
    let dot = |more: &str| desk.run(&format!("graph --format dot {more}")).out;
    let (light, dark) = (dot(""), dot("--theme dark"));
    let sourcing = dot("--view sourcing");
    desk.write(
        "claimgraph.toml",
        "[graph]\ntheme = \"dark\"\n[check]\nfail-on = \"never\"\n",
    );
    assert_eq!(dot(""), dark);
    assert_eq!(dot("--theme light"), light);
    assert_eq!(desk.run("check").status, 0);
    assert_eq!(desk.run("check --fail-on warning").status, 1);
    desk.write(
        "claimgraph.toml",
        "graph = { view = \"sourcing\", limit = 3 }\n[output]\ncolor = \"always\"\n",
    );
    assert_eq!(dot("--limit 60"), sourcing);
    assert_ne!(dot("--view case"), light, "three nodes at most");
    assert!(desk.run("support").out.contains('\u{1b}'));
    assert!(!desk.run("support --color never").out.contains('\u{1b}'));
}

#[test]
fn two_configurations_are_one_too_many() {
    let desk = Desk::new();
    desk.write("a/claimgraph.toml", "");
    desk.write("a/case.yaml", CASE);
    desk.write("b/claimgraph.toml", "");
    desk.write("b/more.yaml", "actors: { z: {} }\n");
    desk.run("check a b").fails_with(&[
        "two configurations",
        "a/claimgraph.toml",
        "b/claimgraph.toml",
        "--config",
    ]);
    assert_eq!(desk.run("check a b --config a/claimgraph.toml").status, 1);
    desk.write("a/.claimgraph.toml", "");
    desk.run("check a")
        .fails_with(&["two configurations", "beside it"]);
}

#[test]
fn a_configuration_in_the_wrong_place_is_noticed() {
    let desk = Desk::new();
    desk.write(
        "cases/deep/claimgraph.toml",
        "[rules]\nparties-only = \"off\"\n",
    );
    desk.write("cases/case.yaml", CASE);
    desk.run("check cases").fails_with(&[
        "`cases/deep/claimgraph.toml` would not be read",
        "move it there",
        "--no-config",
    ]);
    assert_eq!(desk.run("check cases --no-config").status, 1);
    assert_eq!(desk.run("check cases/case.yaml").status, 1);
    std::fs::rename(
        desk.path().join("cases/deep/claimgraph.toml"),
        desk.path().join("cases/deep/.claimgraph.toml"),
    )
    .unwrap();
    desk.run("check cases")
        .fails_with(&["`cases/deep/.claimgraph.toml` would not be read"]);
    std::fs::remove_file(desk.path().join("cases/deep/.claimgraph.toml")).unwrap();
    desk.write("claimgraph.toml", "");
    desk.run("check claimgraph.toml")
        .fails_with(&["is a configuration, not a case", "--config"]);
    desk.run("check cases --config nowhere.toml")
        .fails_with(&["cannot read the configuration `nowhere.toml`"]);
    desk.run("check cases --config cases")
        .fails_with(&["cannot read the configuration `cases`"]);
    desk.run("check cases --config claimgraph.toml --no-config")
        .fails_with(&["cannot be used with"]);
    #[cfg(unix)]
    {
        std::fs::remove_file(desk.path().join("claimgraph.toml")).unwrap();
        std::os::unix::fs::symlink("nowhere", desk.path().join("claimgraph.toml")).unwrap();
        desk.run("check cases")
            .fails_with(&["cannot read the configuration `claimgraph.toml`"]);
    }
}

#[test]
fn a_configuration_under_another_name_is_noticed() {
    for name in [
        "Claimgraph.toml",
        "claim-graph.toml",
        ".claimGraph.toml",
        "claimgraph_toml",
    ] {
        let desk = Desk::with_a_case();
        desk.write(name, "[rules]\nparties-only = \"off\"\n");
        for inputs in ["", "case.yaml", "."] {
            desk.run(&format!("check {inputs}")).fails_with(&[
                &format!("`{name}` is no name of a configuration"),
                "call it `claimgraph.toml`",
            ]);
        }
        assert_eq!(desk.run(&format!("check --config {name}")).status, 1);
    }
    let desk = Desk::with_a_case();
    desk.write("claimgraph-ci.toml", "");
    assert_eq!(desk.found(""), [BOTH, ROAD]);
}

#[test]
fn a_rule_on_the_command_line_must_exist() {
    let desk = Desk::with_a_case();
    desk.run("check --rule parties=off")
        .fails_with(&["there is no rule `parties`"]);
    desk.run("check --rule party-only=off")
        .fails_with(&["did you mean `parties-only`"]);
    desk.run("check --rule parties-only")
        .fails_with(&["NAME=LEVEL"]);
    desk.run("check --rule parties-only=loud")
        .fails_with(&["there is no level `loud`"]);
}
