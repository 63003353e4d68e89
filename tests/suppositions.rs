//! What if, what next, what changed: worked answers, each small enough to check on paper, and bad input.

mod support;

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

fn claimgraph(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_claimgraph"))
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .args(arguments)
        .output()
        .unwrap()
}

fn json(folder: &Path, arguments: &[&str]) -> Value {
    let output = claimgraph(folder, &[arguments, &["--format", "json"]].concat());
    let errors = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{errors}");
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(document["schema_version"], "1");
    assert_eq!(document["tool"]["name"], "claimgraph");
    assert!(document["inputs"].is_array());
    document
}

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

fn strings(list: &Value, field: &str) -> Vec<String> {
    let items = list.as_array().unwrap().iter();
    items
        .map(|item| item[field].as_str().unwrap().to_owned())
        .collect()
}

/// Two claims: `fire` on two witnesses, one of them through an agency that answers to the ministry, and `cause`, which
/// the ministry alone tells and an outlet repeats. The witness `eva` took her word back in April.
const CASE: &str = r#"
actors:
  ministry: {}
  agency: { affiliations: [{ to: ministry, role: organ-of }] }
  bureau: { affiliations: [{ to: ministry, role: organ-of }] }
  ann: {}
  bob: {}
  eva: {}
  paper: {}
  rumour: { kind: unnamed }
evidence:
  clip: { kind: video, producer: bob }
claims:
  fire: { text: "It burned" }
  cause: { text: "By accident" }
  dead: { text: "Two died" }
statements:
  - { id: ann-saw, by: ann, asserts: fire, basis: witnessed, date: 2024-01-02 }
  - { id: agency-tells, by: agency, asserts: fire, basis: witnessed, date: 2024-01-03 }
  - { id: paper-tells, by: paper, relays: fire, cites: ann-saw, date: 2024-01-04 }
  - { id: eva-saw, by: eva, asserts: fire, basis: witnessed, date: 2024-02-01 }
  - { id: eva-recants, by: eva, retracts: fire, date: 2024-04-01 }
  - { id: ministry-cause, by: ministry, asserts: cause, basis: witnessed, date: 2024-01-05 }
  - { id: paper-cause, by: paper, asserts: cause, cites: ministry-cause, date: 2024-01-06 }
  - { id: bureau-cause, by: bureau, asserts: cause, basis: witnessed, date: 2024-03-01 }
  - { id: dead-clip, by: ann, asserts: dead, cites: clip, date: 2024-01-07 }
  - { id: dead-rumour, by: rumour, asserts: dead, basis: witnessed, date: 2024-01-08 }
"#;

#[test]
fn what_falls_without_an_actor_is_what_rested_on_its_word() {
    let folder = folder(&[("case.yaml", CASE)]);
    let found = json(folder.path(), &["what-if", "case.yaml", "--without", "ann"]);
    // `fire` keeps the agency; `dead` keeps the rumour, for Ann speaks on the other line.
    let claims = found["claims"].as_array().unwrap();
    assert_eq!(strings(&found["claims"], "claim"), ["dead", "fire"]);
    assert_eq!(strings(&found["claims"], "movement"), ["falls", "falls"]);
    assert_eq!(claims[1]["before"]["status"], "corroborated");
    assert_eq!(claims[1]["after"]["status"], "uncorroborated");
    assert_eq!(found["without"][0]["kind"], "actor");
    assert_eq!(found["unchanged"], 1);
}

/// A photo that one verified, cited twice; and two photos by two makers that one verified, each cited once.
#[test]
fn what_all_lines_run_through_is_told_apart_from_what_takes_them_away() {
    let head =
        "claims: { k: { text: It burned } }\nactors: { a: {}, b: {}, w: {}, g: {}, h: {} }\n";
    let photo = |id: &str, by: &str| {
        format!("  {id}: {{ kind: photo, producer: {by}, verified: [{{ by: w, claims: [k] }}] }}\n")
    };
    let says = |by: &str, cites: &str| format!("  - {{ by: {by}, asserts: k, cites: {cites} }}\n");
    let one = [head, "evidence:\n", &photo("e", "g"), "statements:\n"].concat();
    let one = one + &says("a", "e") + &says("b", "e");
    let two = [
        head,
        "evidence:\n",
        &photo("e", "g"),
        &photo("f", "h"),
        "statements:\n",
    ]
    .concat();
    let two = two + &says("a", "e") + &says("b", "f");
    let folder = folder(&[("one.yaml", &one), ("two.yaml", &two)]);
    for (case, through, refute) in [
        ("one.yaml", "", vec!["e"]),
        ("two.yaml", "w", vec!["a", "b"]),
    ] {
        let page = claimgraph(folder.path(), &["explain", "k", case]);
        let page = String::from_utf8(page.stdout).unwrap();
        let section = |title: &str| page.split(title).nth(1).unwrap_or_default().to_owned();
        let runs = section("Every line runs through one of these");
        assert_eq!(!runs.is_empty(), !through.is_empty(), "{page}");
        assert!(
            runs.lines().nth(1).unwrap_or_default().contains(through),
            "{page}"
        );
        let needed = section("Without these no line is left");
        let cheapest = json(folder.path(), &["next", case, "--claim", "k"]);
        assert_eq!(strings(&cheapest["refute"], "id"), refute);
        assert_eq!(cheapest["refute_is_least"], true);
        for (id, line) in refute.iter().zip(needed.lines().skip(1)) {
            assert!(line.contains(id), "{page}");
        }
        let without = json(
            folder.path(),
            &["what-if", case, "--without", &refute.join(",")],
        );
        assert_eq!(without["claims"][0]["after"]["lines_max"], 0);
    }
}

#[test]
fn a_claim_moves_where_its_status_or_its_lines_do() {
    // Two witnesses through one agency: without one of them it is one origin, and one line as before.
    let case = "claims: { c: { text: It burned } }\nactors: { r: {}, s: {}, k: {} }\nstatements:\n  - { by: r, basis: witnessed, via: k, asserts: c }\n  - { by: s, basis: witnessed, via: k, asserts: c }\n";
    let folder = folder(&[("case.yaml", case)]);
    let found = json(folder.path(), &["what-if", "case.yaml", "--without", "r"]);
    assert!(found["claims"].as_array().unwrap().is_empty());
    assert_eq!(found["unchanged"], 1);
}

#[test]
fn what_rises_without_a_retraction_is_what_it_took_back() {
    let folder = folder(&[("case.yaml", CASE)]);
    let found = json(
        folder.path(),
        &["what-if", "case.yaml", "--without", "eva-recants"],
    );
    assert_eq!(strings(&found["claims"], "movement"), ["rises"]);
    assert_eq!(found["claims"][0]["after"]["lines_min"], 3);
}

#[test]
fn a_class_goes_with_all_who_answer_to_it() {
    let folder = folder(&[("case.yaml", CASE)]);
    let alone = json(
        folder.path(),
        &["what-if", "case.yaml", "--without", "ministry"],
    );
    assert!(
        alone["claims"].as_array().unwrap().is_empty(),
        "the bureau still says so"
    );
    let class = json(
        folder.path(),
        &["what-if", "case.yaml", "--without-class", "ministry"],
    );
    assert_eq!(strings(&class["claims"], "claim"), ["cause", "fire"]);
    assert_eq!(class["claims"][0]["after"]["status"], "unfounded");
}

#[test]
fn to_believe_two_houses_independent_parts_only_them() {
    let folder = folder(&[("case.yaml", CASE)]);
    let arguments = [
        "what-if",
        "case.yaml",
        "--believe-independent",
        "ministry,bureau",
    ];
    let found = json(folder.path(), &arguments);
    assert_eq!(strings(&found["claims"], "claim"), ["cause"]);
    assert_eq!(found["claims"][0]["after"]["status"], "corroborated");
    let output = claimgraph(
        folder.path(),
        &["what-if", "case.yaml", "--believe-independent", "ann,bob"],
    );
    let note = String::from_utf8(output.stderr).unwrap();
    assert!(note.contains("share no voice"), "{note}");
}

#[test]
fn linchpins_are_ranked_by_the_claims_that_hang_on_them() {
    let folder = folder(&[("case.yaml", CASE)]);
    let found = json(folder.path(), &["linchpins", "case.yaml"]);
    let list = found["linchpins"].as_array().unwrap();
    let named = |at: usize| {
        (
            list[at]["kind"].as_str().unwrap(),
            list[at]["id"].as_str().unwrap(),
        )
    };
    // Ann: `fire` would be corroborated no more, `dead` not even perhaps. The ministry: `cause` and `fire`.
    assert_eq!(named(0), ("class", "ann"));
    assert_eq!(named(1), ("class", "ministry"));
    assert_eq!(strings(&list[0]["claims"], "claim"), ["dead", "fire"]);
    assert_eq!(
        strings(&list[0]["claims"], "loses"),
        ["possibility", "corroboration"]
    );
    assert_eq!(
        strings(&list[1]["claims"], "loses"),
        ["support", "corroboration"]
    );
    // The agency within the ministry: `fire`. The clip, its maker and the rumour: `dead`.
    let others: Vec<(&str, &str)> = (2..list.len()).map(named).collect();
    assert_eq!(
        others,
        [
            ("class", "agency"),
            ("class", "bob"),
            ("class", "rumour"),
            ("evidence", "clip")
        ]
    );
    assert_eq!(list[2]["within"], "ministry");
    assert_eq!(strings(&list[2]["claims"], "claim"), ["fire"]);
    assert!(list[1]["within"].is_null());
    let limited = json(folder.path(), &["linchpins", "case.yaml", "--limit", "1"]);
    assert_eq!(limited["linchpins"].as_array().unwrap().len(), 1);
}

#[test]
fn what_to_check_first_is_what_corroborates_most() {
    let folder = folder(&[("case.yaml", CASE)]);
    let found = json(folder.path(), &["next", "case.yaml"]);
    let checks = found["checks"].as_array().unwrap();
    // With a name the rumour is a second known line; the clip has a known maker, and would be one with a checker too.
    assert_eq!(checks[0]["kind"], "name");
    assert_eq!(checks[0]["id"], "rumour");
    assert_eq!(checks[0]["raises"][0], "dead");
    let claim = json(folder.path(), &["next", "case.yaml", "--claim", "dead"]);
    assert_eq!(claim["settle"][0]["id"], "rumour");
    assert_eq!(claim["settle_is_least"], true);
    assert_eq!(claim["new_sources"], 1);
    assert_eq!(claim["refute"].as_array().unwrap().len(), 2);
    assert_eq!(claim["refute_is_least"], true);
}

#[test]
fn of_a_nameless_witness_only_the_name_is_asked() {
    let case = r#"
claims: { k: { text: "The depot burned" } }
statements:
  - { id: x1, unnamed: "a driver", basis: witnessed, asserts: k }
  - { id: x2, unnamed: "a clerk", asserts: k }
"#;
    let folder = folder(&[("case.yaml", case)]);
    let document = json(folder.path(), &["next", "case.yaml"]);
    let checks = document["checks"].as_array().unwrap();
    let of_kind = |kind: &str| -> Vec<&str> {
        let asked = checks.iter().filter(|check| check["kind"] == kind);
        asked.filter_map(|check| check["id"].as_str()).collect()
    };
    assert_eq!(of_kind("basis"), ["x2"], "{document:#}");
    assert_eq!(of_kind("name").len(), 2, "{document:#}");
}

#[test]
fn a_timeline_names_the_statement_at_each_move() {
    let folder = folder(&[("case.yaml", CASE)]);
    let found = json(folder.path(), &["timeline", "fire", "case.yaml"]);
    assert_eq!(found["complete"], true);
    assert_eq!(found["start"]["status"], "unsupported");
    let steps = found["steps"].as_array().unwrap();
    assert_eq!(
        strings(&found["steps"], "statement"),
        [
            "ann-saw",
            "agency-tells",
            "paper-tells",
            "eva-saw",
            "eva-recants"
        ]
    );
    let known: Vec<u64> = steps
        .iter()
        .map(|step| step["lines_min"].as_u64().unwrap())
        .collect();
    assert_eq!(known, [1, 2, 2, 3, 2]);
    let moves: Vec<Option<&str>> = steps.iter().map(|step| step["movement"].as_str()).collect();
    assert_eq!(
        moves,
        [
            Some("rises"),
            Some("rises"),
            None,
            Some("rises"),
            Some("falls")
        ]
    );
    let before = json(
        folder.path(),
        &["timeline", "fire", "case.yaml", "--as-of", "2024-01-03"],
    );
    assert_eq!(before["steps"].as_array().unwrap().len(), 2);
}

#[test]
fn a_timeline_says_what_is_in_doubt_of_a_line_more() {
    let folder = folder(&[(
        "case.yaml",
        r#"
actors: { house: {}, desk: { affiliations: [{ to: house, role: organ-of, alleged: true }] }, first: {}, late: {} }
claims: { c: { text: "c" } }
statements:
  - { by: first, date: "2024-01-01", asserts: c }
  - { by: house, basis: witnessed, date: "2024-01-02", asserts: c }
  - { by: desk, basis: witnessed, date: "2024-01-03", asserts: c }
  - { by: late, date: "2024-01-04", asserts: c }
"#,
    )]);
    let found = json(folder.path(), &["timeline", "c", "case.yaml"]);
    let steps = found["steps"].as_array().unwrap();
    let intervals: Vec<(u64, u64)> = steps
        .iter()
        .map(|step| {
            ["lines_min", "lines_max"]
                .map(|name| step[name].as_u64().unwrap())
                .into()
        })
        .collect();
    assert_eq!(intervals, [(1, 1), (1, 2), (1, 3), (1, 4)]);
    assert_eq!(
        strings(&found["steps"], "reason"),
        [
            "the first line for it",
            // An unknown one stood in for it until now.
            "1 more line for it, known",
            "1 more line for it, known, unless a tie in doubt makes it one with another",
            "1 more line for it, of unknown provenance",
        ]
    );
}

#[test]
fn a_difference_of_dates_names_the_earliest_statement_that_made_it() {
    let folder = folder(&[("case.yaml", CASE)]);
    let dates = ["--from", "2024-01-02", "--to", "2024-02"];
    let found = json(
        folder.path(),
        &[&["diff", "case.yaml"], &dates[..]].concat(),
    );
    let claims = found["claims"].as_array().unwrap();
    let of = |id: &str| claims.iter().find(|one| one["claim"] == id).unwrap();
    // Corroborated since the agency's word, whatever Eva added.
    assert_eq!(of("fire")["because"][0]["statement"], "agency-tells");
    assert_eq!(of("cause")["because"][0]["statement"], "ministry-cause");
    assert_eq!(of("cause")["before"]["status"], "unsupported");
    assert_eq!(found["before"]["as_of"], "2024-01-02");
    assert_eq!(found["as_of"], "2024-02");
    let later = json(folder.path(), &["diff", "case.yaml", "--from", "2024-03"]);
    assert_eq!(strings(&later["claims"], "claim"), ["fire"]);
    assert_eq!(later["claims"][0]["because"][0]["statement"], "eva-recants");
}

#[test]
fn a_difference_of_cases_names_the_fewest_edits_that_make_it() {
    let without_agency = CASE.replace(
        "  - { id: agency-tells, by: agency, asserts: fire, basis: witnessed, date: 2024-01-03 }\n",
        "",
    );
    let told = CASE.replace(
        "asserts: fire, basis: witnessed, date: 2024-01-03",
        "asserts: fire, basis: told, date: 2024-01-03",
    );
    let untied = CASE.replace(
        "bureau: { affiliations: [{ to: ministry, role: organ-of }] }",
        "bureau: {}",
    );
    let folder = folder(&[
        ("old.yaml", &without_agency),
        ("new.yaml", CASE),
        ("told.yaml", &told),
        ("untied.yaml", &untied),
    ]);
    let because = |old: &str, new: &str| {
        let found = json(folder.path(), &["diff", old, new]);
        let claims = found["claims"].as_array().unwrap().clone();
        assert_eq!(claims.len(), 1, "{claims:#?}");
        let because = claims[0]["because"].as_array().unwrap();
        let edits: Vec<(String, String)> = (because.iter())
            .map(|one| {
                let word = |field: &str| one[field].as_str().unwrap().to_owned();
                (word("edit"), word("statement"))
            })
            .collect();
        (claims[0]["movement"].as_str().unwrap().to_owned(), edits)
    };
    let one = |edit: &str| vec![(edit.to_owned(), "agency-tells".to_owned())];
    assert_eq!(
        because("old.yaml", "new.yaml"),
        ("rises".to_owned(), one("added"))
    );
    assert_eq!(
        because("new.yaml", "old.yaml"),
        ("falls".to_owned(), one("removed"))
    );
    assert_eq!(
        because("new.yaml", "told.yaml"),
        ("falls".to_owned(), one("changed"))
    );
    // No statement made this one.
    assert_eq!(
        because("new.yaml", "untied.yaml"),
        ("rises".to_owned(), Vec::new())
    );
    let same = claimgraph(folder.path(), &["diff", "new.yaml", "new.yaml"]);
    assert_eq!(
        String::from_utf8(same.stdout).unwrap(),
        "nothing changes: no claim, no finding\n"
    );
}

#[test]
fn findings_that_came_and_went_are_known_by_what_they_are_about() {
    let old = CASE.replace(
        "  - { id: agency-tells, by: agency, asserts: fire, basis: witnessed, date: 2024-01-03 }\n",
        "",
    );
    let moved = format!("# a line\n\n{CASE}");
    let folder = folder(&[
        ("old.yaml", &old),
        ("new.yaml", CASE),
        ("moved.yaml", &moved),
    ]);
    let found = json(folder.path(), &["diff", "old.yaml", "new.yaml"]);
    let went = found["findings_went"].as_array().unwrap();
    assert!(
        went.iter()
            .any(|one| one["ids"].as_array().unwrap().contains(&"fire".into())),
        "{went:#?}"
    );
    let same = json(folder.path(), &["diff", "new.yaml", "moved.yaml"]);
    assert!(same["findings_came"].as_array().unwrap().is_empty());
    assert!(same["findings_went"].as_array().unwrap().is_empty());
}

#[test]
fn one_statement_rests_on_what_it_cites_and_not_on_itself() {
    let folder = folder(&[(
        "case.yaml",
        r#"
actors: { r1: {}, r2: {}, hub: {}, blog: { kind: unnamed } }
claims: { c: { text: "c" } }
statements:
  - { id: one, by: r1, asserts: c, basis: witnessed }
  - { id: two, by: r2, asserts: c, basis: witnessed }
  - { id: both, by: hub, asserts: c, cites: [one, two] }
  - { id: anonymous, by: blog, asserts: c, cites: [one, two] }
  - { id: inference, by: hub, asserts: c, basis: inferred, cites: [one, two] }
  - { id: question, by: hub, questions: c, cites: [one, two] }
"#,
    )]);
    let found = json(
        folder.path(),
        &["support", "case.yaml", "--by", "statement"],
    );
    let rows = found["statements"].as_array().unwrap();
    let of = |id: &str| {
        let row = rows.iter().find(|row| row["statement"] == id).unwrap();
        ["lines_min", "lines_max", "origins_min", "origins_max"]
            .map(|name| row[name].as_u64().unwrap())
    };
    assert_eq!(of("one"), [1, 1, 1, 1]);
    assert_eq!(of("both"), [2, 2, 2, 2]);
    // Nothing is known that somebody unnamed passes on.
    assert_eq!(of("anonymous"), [1, 2, 0, 2]);
    // It needs both premises at once.
    assert_eq!(of("inference"), [1, 1, 2, 2]);
    // What carries nothing has no lines, whatever it cites.
    assert_eq!(of("question"), [0, 0, 0, 0]);
    let row = |id: &str| rows.iter().find(|row| row["statement"] == id).unwrap();
    assert_eq!(row("question")["grounded"], false);
    assert_eq!(row("both")["inexact"], "");
    let table = claimgraph(
        folder.path(),
        &["support", "case.yaml", "--by", "statement"],
    );
    let table = String::from_utf8(table.stdout).unwrap();
    let asked = table
        .lines()
        .find(|line| line.starts_with("question"))
        .unwrap();
    assert!(asked.contains("none"), "{table}");
    let page = claimgraph(folder.path(), &["explain", "both", "case.yaml"]);
    let page = String::from_utf8(page.stdout).unwrap();
    assert!(page.contains("rests on: 2 independent lines"), "{page}");
    assert!(page.contains("Without these it rests on nothing"), "{page}");
}

#[test]
fn the_network_of_the_guide_has_the_paths_that_it_says() {
    let guide = std::fs::read_to_string(support::root().join("docs/citation-networks.md")).unwrap();
    let mut tables = guide
        .split("```csv\n")
        .skip(1)
        .map(|rest| rest.split("```").next().unwrap());
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("network")).unwrap();
    for name in ["claims.csv", "actors.csv", "statements.csv"] {
        let path = folder.path().join("network").join(name);
        std::fs::write(path, tables.next().unwrap()).unwrap();
    }
    let found = json(folder.path(), &["influence", "network"]);
    assert_eq!(found["paths"], "11");
    assert_eq!(
        (&found["statements"], &found["citations"]),
        (&5.into(), &6.into())
    );
    let through = found["through"].as_array().unwrap();
    let of = |id: &str| through.iter().find(|one| one["id"] == id).unwrap();
    assert_eq!(
        (&of("p1")["ending"], &of("p1")["root"]),
        (&"6".into(), &true.into())
    );
    assert_eq!(of("p3")["paths"], "7");
    let support = claimgraph(folder.path(), &["support", "network", "--format", "csv"]);
    let support = String::from_utf8(support.stdout).unwrap();
    assert!(
        support.lines().next().unwrap().contains(",paths,"),
        "{support}"
    );
    assert!(support.contains(",11,2001,2005"), "{support}");
}

#[test]
fn what_is_assumed_and_what_undercuts_a_statement_is_told_beside_it() {
    let case = "claims: { c: { text: It burned, about: raid } }\nevents: { raid: { parties: [army] } }\nactors: { army: {}, b: {} }\nstatements:\n  - { id: s, by: army, asserts: c }\n  - { id: u, by: b, disputes: s }\n";
    let folder = folder(&[("case.yaml", case)]);
    for (id, title) in [("c", "Disputed among these"), ("s", "Disputed by")] {
        let output = claimgraph(folder.path(), &["explain", id, "case.yaml"]);
        let told = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(
            told.contains("taken to know at first hand (assumed)"),
            "{told}"
        );
        let section =
            format!("{title}, which denies nothing\n  b disputes `s`, basis not declared\n");
        assert!(told.contains(&section), "{told}");
    }
}

#[test]
fn bad_input_is_told_with_what_would_mend_it() {
    let folder = folder(&[("case.yaml", CASE)]);
    let fails = |arguments: &[&str], expected: &str| {
        let output = claimgraph(folder.path(), arguments);
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {text}");
        assert!(text.contains(expected), "{arguments:?}: {text}");
        assert!(output.stdout.is_empty());
    };
    fails(&["what-if", "case.yaml"], "--without");
    fails(
        &["what-if", "case.yaml", "--without", "an"],
        "did you mean `ann`?",
    );
    fails(
        &["what-if", "case.yaml", "--without", "fire"],
        "is a claim, not",
    );
    fails(
        &["what-if", "case.yaml", "--without-class", "clip"],
        "not an actor",
    );
    fails(
        &["what-if", "case.yaml", "--believe-independent", "ann"],
        "two actors",
    );
    fails(
        &["what-if", "case.yaml", "--believe-independent", "ann,ann"],
        "independent of itself",
    );
    fails(&["diff", "case.yaml"], "two cases are compared, not 1");
    fails(
        &["diff", "case.yaml", "--from", "2024-02", "--to", "2024-01"],
        "is after `--to 2024-01`",
    );
    fails(&["diff", "case.yaml", "--to", "2024-01"], "--from");
    fails(&["diff", "case.yaml", "--from", "soon"], "soon");
    fails(&["diff", "-", "-"], "standard input");
    fails(
        &["diff", "case.yaml", "--from", "2024", "--as-of", "2024"],
        "--to",
    );
    fails(&["timeline", "fires", "case.yaml"], "did you mean `fire`?");
    fails(
        &["timeline", "ann", "case.yaml"],
        "is an actor, not a claim",
    );
    fails(
        &["influence", "case.yaml", "--claim", "ann-saw"],
        "is a statement, not a claim",
    );
    fails(
        &["next", "case.yaml", "--claim", "deed"],
        "did you mean `dead`?",
    );
    fails(
        &[
            "support",
            "case.yaml",
            "--by",
            "statement",
            "--sort",
            "lines",
        ],
        "--sort",
    );
}

#[test]
fn odd_input_is_answered_as_the_guide_to_the_numbers_says() {
    let head = "claims: { c: { text: It burned } }\n";
    let rows = [
        (
            "actors:\n  a: { affiliations: [{ to: b, role: part-of }] }\n  b: { affiliations: [{ to: d, role: part-of }] }\n  d: { affiliations: [{ to: a, role: part-of }] }\nstatements:\n  - { by: a, basis: witnessed, asserts: c }\n  - { by: b, basis: witnessed, asserts: c }\n",
            "a and b count as one voice for `c`",
        ),
        (
            "actors:\n  a: { adversaries: [b] }\n  b: { affiliations: [{ to: a, role: part-of }] }\nstatements:\n  - { by: a, asserts: c }\n  - { by: b, asserts: c }\n",
            "error[adversary-in-class]: a and b are declared opponents and speak with one voice, that of a",
        ),
        (
            "actors: { a: {} }\nstatements:\n  - { id: s, by: a, basis: witnessed, date: 2024-01-01, asserts: c }\n  - { id: r, by: a, date: 2024-01-02, retracts: c }\n  - { by: a, date: 2024-01-03, retracts: r }\n",
            "one line alone, that of a, holds up `c`",
        ),
        (
            "actors: { a: {} }\nstatements:\n  - { id: s, by: a, basis: inferred, asserts: c, cites: c }\n",
            "nothing but itself vouches for `c`: a cites its own word",
        ),
    ];
    for (body, told) in rows {
        let folder = folder(&[("case.yaml", &format!("{head}{body}"))]);
        let output = claimgraph(folder.path(), &["check", "case.yaml"]);
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert_eq!(output.status.code(), Some(1), "{text}");
        assert!(text.contains(told), "{told}\n{text}");
    }
}

#[test]
fn before_everything_nothing_is_supported_and_nothing_hangs_on_anybody() {
    let folder = folder(&[("case.yaml", CASE)]);
    let at = ["--as-of", "1900"];
    let ask = |arguments: &[&str]| json(folder.path(), &[arguments, &at[..]].concat());
    let told = claimgraph(folder.path(), &["check", "case.yaml", "--as-of", "1900"]);
    assert_eq!(told.status.code(), Some(0));
    assert_eq!(
        String::from_utf8_lossy(&told.stderr),
        "note: nothing had been said by 1900: `ann-saw` comes first\n"
    );
    assert!(
        ask(&["linchpins", "case.yaml"])["linchpins"]
            .as_array()
            .unwrap()
            .is_empty()
    );
    assert!(
        ask(&["next", "case.yaml"])["checks"]
            .as_array()
            .unwrap()
            .is_empty()
    );
    assert_eq!(ask(&["influence", "case.yaml"])["paths"], "0");
    assert!(
        ask(&["timeline", "fire", "case.yaml"])["steps"]
            .as_array()
            .unwrap()
            .is_empty()
    );
    let what_if = ask(&["what-if", "case.yaml", "--without", "ann"]);
    assert!(what_if["claims"].as_array().unwrap().is_empty());
    let found = json(
        folder.path(),
        &["diff", "case.yaml", "--from", "1900", "--to", "1901"],
    );
    assert!(found["claims"].as_array().unwrap().is_empty());
    let cheapest = ask(&["next", "case.yaml", "--claim", "fire"]);
    assert_eq!(cheapest["new_sources"], 2);
    assert!(cheapest["refute"].as_array().unwrap().is_empty());
}

#[test]
fn documents_keep_their_published_form() {
    let folder = folder(&[("case.yaml", CASE)]);
    let root = support::root();
    let documents: [(&str, &[&str]); 7] = [
        ("diff", &["diff", "case.yaml", "--from", "2024-01-03"]),
        ("timeline", &["timeline", "fire", "case.yaml"]),
        (
            "what-if",
            &[
                "what-if",
                "case.yaml",
                "--without",
                "ann",
                "--believe-independent",
                "ministry,bureau",
            ],
        ),
        ("linchpins", &["linchpins", "case.yaml"]),
        ("next", &["next", "case.yaml"]),
        ("next-claim", &["next", "case.yaml", "--claim", "dead"]),
        ("influence", &["influence", "case.yaml"]),
    ];
    for (name, arguments) in documents {
        let path = root.join(format!("docs/{name}.schema.json"));
        let published: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
        let printed = claimgraph(folder.path(), &["schema", name]);
        let printed: Value = serde_json::from_slice(&printed.stdout).unwrap();
        assert!(
            printed == published,
            "run `claimgraph schema {name} -o docs/{name}.schema.json`"
        );
        let validator = jsonschema::validator_for(&published).unwrap();
        let document = json(folder.path(), arguments);
        let fault = validator.iter_errors(&document).next();
        assert!(fault.is_none(), "{name}: {fault:?}\n{document:#}");
    }
}
