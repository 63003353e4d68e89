//! What if somebody were wrong, or unknown ties were known: `what-if`, `linchpins`, `next`.

use super::{CASE, claimgraph, folder, json, strings};

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

#[test]
fn whoever_is_believed_independent_does_not_inherit_opponents() {
    let case = r#"
actors:
  organ: { affiliations: [{ to: house, role: organ-of }] }
  house: {}
  foe: { adversaries: [house] }
claims: { k: { text: It burned } }
statements:
  - { by: organ, asserts: k }
  - { by: foe, asserts: k }
"#;
    let folder = folder(&[("case.yaml", case)]);
    let apart = [
        "what-if",
        "case.yaml",
        "--believe-independent",
        "organ,house",
    ];
    let found = json(folder.path(), &apart);
    let status = |when: &str| found["claims"][0][when]["status"].clone();
    assert_eq!(
        [status("before"), status("after")],
        ["corroborated", "independence-unknown"]
    );
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
fn whoever_goes_by_a_document_is_asked_for_it() {
    let case = |basis: &str| {
        format!(
            "claims: {{ c: {{ text: c }} }}\nactors: {{ clinic: {{ name: The Clinic }} }}\nstatements:\n  - {{ id: s, by: clinic,{basis} asserts: c }}\n"
        )
    };
    let question = |basis: &str| {
        let folder = folder(&[("case.yaml", &case(basis))]);
        let found = json(folder.path(), &["next", "case.yaml"]);
        strings(&found["checks"], "question").concat()
    };
    assert_eq!(question(""), "how does The Clinic know? (`s`)");
    assert_eq!(
        question(" basis: documented,"),
        "which document does The Clinic go by? (`s`)"
    );
}
