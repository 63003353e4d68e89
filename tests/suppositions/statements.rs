//! Single statements, and what cites them: `support --by statement`, `explain`, `influence`.

use super::{claimgraph, folder, json, support};

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
fn an_actor_is_shown_with_what_it_had_a_part_in() {
    let case = r#"
actors: { guard: { name: Guard }, osint: { name: Osint }, mia: { affiliations: [{ to: guard, role: part-of }] } }
evidence:
  photo:
    producer: guard
    of_one_of: [fire, blast]
    hash: sha256:1234
    verified: [{ by: osint, claims: [burned], date: 2024-02-03 }]
events:
  fire: { name: The fire, parties: [guard], possibly_same_as: [blast] }
  blast: { name: The blast }
reports: { bulletin: { publisher: osint } }
claims: { burned: { text: It burned, about: fire } }
statements:
  - { id: mia-shows, by: mia, asserts: burned, cites: photo }
"#;
    let folder = folder(&[("case.yaml", case)]);
    let page = |id: &str| {
        let output = claimgraph(folder.path(), &["explain", id, "case.yaml"]);
        assert!(output.status.success());
        String::from_utf8(output.stdout).unwrap()
    };
    let osint = page("osint");
    assert!(
        osint.contains("Artefacts\n  verified photo, 2024-02-03\n  └─ `burned`"),
        "{osint}"
    );
    assert!(osint.contains("Publisher of\n  bulletin\n"), "{osint}");
    let guard = page("guard");
    assert!(
        guard.contains("Ties of others to it\n  mia part-of Guard\n"),
        "{guard}"
    );
    assert!(guard.contains("Party to\n  The fire\n"), "{guard}");
    assert!(guard.contains("Artefacts\n  made photo\n"), "{guard}");
    let photo = page("photo");
    assert!(
        photo.contains("of one of: The blast and The fire\n"),
        "{photo}"
    );
    assert!(photo.contains("hash: sha256:1234\n"), "{photo}");
    assert!(photo.contains("by Osint, 2024-02-03\n"), "{photo}");
    let blast = page("blast");
    assert!(
        blast.contains("Possibly the same as\n  The fire\n"),
        "{blast}"
    );
}

#[test]
fn whose_words_count_as_known_because_they_are_opponents_is_told() {
    let case = r#"
actors: { ann: { adversaries: [bob] }, bob: {}, eva: {} }
claims: { burned: { text: It burned } }
statements:
  - { id: ann-says, by: ann, asserts: burned }
  - { id: bob-says, by: bob, asserts: burned }
  - { id: eva-saw, by: eva, asserts: burned, basis: witnessed }
"#;
    let folder = folder(&[("case.yaml", case)]);
    let why = |folder: &std::path::Path| {
        let found = json(folder, &["explain", "burned", "case.yaml"]);
        found["head"]["why"].as_str().unwrap().to_owned()
    };
    assert_eq!(
        why(folder.path()),
        "at least 3 lines share nothing with each other and count as known: ann and bob declare no basis, but are \
         opponents, who do not repeat each other"
    );
    let declared = case.replace("asserts: burned }", "asserts: burned, basis: own-act }");
    std::fs::write(folder.path().join("case.yaml"), declared).unwrap();
    assert_eq!(
        why(folder.path()),
        "at least 3 known lines share nothing with each other"
    );
}

#[test]
fn lines_that_a_tie_in_doubt_may_make_one_are_told() {
    let case = |tie: &str| {
        format!(
            r#"
actors: {{ house: {{}}, ann: {{ affiliations: [{{ to: house, role: part-of{tie} }}] }}, bob: {{}} }}
claims: {{ burned: {{ text: It burned }} }}
statements:
  - {{ id: one, by: ann, date: "2024-02-01", asserts: burned, basis: witnessed }}
  - {{ id: two, by: house, date: "2024-02-01", asserts: burned, basis: witnessed }}
  - {{ id: three, by: bob, date: "2024-02-01", asserts: burned, basis: witnessed }}
"#
        )
    };
    let told = |tie: &str| {
        let folder = folder(&[("case.yaml", &case(tie))]);
        let output = claimgraph(folder.path(), &["explain", "burned", "case.yaml"]);
        String::from_utf8(output.stdout).unwrap()
    };
    let alleged = told(", alleged: true");
    let expected = "Lines that a tie in doubt may make one\n  \
        line 1 and line 3: ann and house may be of one voice\n  \
        were all these ties to hold, 2 independent lines would be left, and none would do without bob and house\n";
    assert!(alleged.contains(expected), "{alleged}");
    let few = case(", alleged: true").replace("by: bob", "by: ann");
    let folder = folder(&[("case.yaml", &few)]);
    let found = json(folder.path(), &["explain", "burned", "case.yaml"]);
    let why = "there may be 2 independent lines, but a tie in doubt may make some of them one";
    assert_eq!(found["head"]["why"], why);
    for sure in [", until: \"2024-01-01\"", ""] {
        let page = told(sure);
        assert!(!page.contains("tie in doubt"), "{page}");
    }
}
