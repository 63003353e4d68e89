//! What changed, and which statement or edit did it: `timeline`, `diff`.

use super::{CASE, claimgraph, folder, json, strings};

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
fn a_claim_that_is_denied_no_longer_stands_better_and_is_supported_as_before() {
    let case = r#"
claims: { c: { text: c } }
actors: { ana: {}, ben: {} }
statements:
  - { by: ana, basis: witnessed, asserts: c, date: 2024-01-01 }
  - { by: ben, basis: witnessed, disputes: c, date: 2024-01-02 }
  - { by: ben, retracts: c, date: 2024-01-03 }
"#;
    let folder = folder(&[("case.yaml", case)]);
    let moved = |from: &str, to: &str| {
        let asked = ["diff", "case.yaml", "--from", from, "--to", to];
        let output = claimgraph(folder.path(), &asked);
        let text = String::from_utf8(output.stdout).unwrap();
        text.lines().next().unwrap().to_owned()
    };
    let (denied, withdrawn) = ("2024-01-02", "2024-01-03");
    assert_eq!(
        moved("2024-01-01", denied),
        "1 claim stands worse than before"
    );
    assert_eq!(
        moved(denied, withdrawn),
        "1 claim stands better than before"
    );
}
