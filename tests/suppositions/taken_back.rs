//! What `explain` tells of what was taken back: of the claim, of who said it, of where it is read, and of both words.

use serde_json::{Value, json};

use super::{claimgraph, folder, json};

/// Pavo takes back in May what Norna passed on; Ilda takes back a retraction, and the outlet what it never said.
const RETRACTED: &str = r#"
actors: { pavo: { name: Pavo }, ilda: { name: Ilda }, norna: { name: Norna }, outlet: { name: The Outlet } }
claims:
  c: { text: Nobody warned the villages }
  d: { text: Nobody was ever warned, entails: c }
reports:
  herald:
    publisher: outlet
    date: 2025-05-12
    statements:
      - { id: p, by: pavo, asserts: d, basis: witnessed, date: 2025-05-10 }
      - { id: i, by: ilda, asserts: c, basis: witnessed, date: 2025-05-10 }
statements:
  - { id: n, by: norna, relays: d, cites: p, date: 2025-05-13 }
  - { id: back, by: pavo, retracts: d, date: 2025-05-15 }
  - { id: again, by: pavo, retracts: p, date: 2025-05-20 }
  - { id: mistaken, by: ilda, retracts: i, date: 2025-05-15 }
  - { id: kept, by: ilda, retracts: mistaken, date: 2025-05-16 }
  - { id: empty, by: outlet, retracts: c, date: 2025-05-16 }
"#;

const MARK: &str = " — taken back on 2025-05-15 by `back`";

fn explained(arguments: &[&str]) -> Value {
    let folder = folder(&[("case.yaml", RETRACTED)]);
    let page = json(
        folder.path(),
        &[&["explain"], arguments, &["case.yaml"]].concat(),
    );
    let schema = std::fs::read_to_string(super::support::root().join("docs/explain.schema.json"));
    let schema: Value = serde_json::from_str(&schema.unwrap()).unwrap();
    jsonschema::validate(&schema, &page).unwrap();
    page
}

/// The entries below a heading.
fn below(page: &Value, heading: &str) -> Vec<Value> {
    let mut sections = page["sections"].as_array().unwrap().iter();
    let section = sections.find(|section| section["heading"] == heading);
    section.map_or(Vec::new(), |section| {
        section["entries"].as_array().unwrap().clone()
    })
}

/// The entry of a record below a heading.
fn entry(page: &Value, heading: &str, id: &str) -> Value {
    let found = below(page, heading)
        .into_iter()
        .find(|entry| entry["id"] == id);
    found.unwrap_or_else(|| panic!("{id} below {heading}: {page:#}"))
}

fn is_marked(entry: &Value) -> bool {
    assert_eq!(entry["taken_back_by"], "back", "{entry}");
    entry["text"].as_str().unwrap().ends_with(MARK)
}

#[test]
fn a_claim_lists_what_was_taken_back() {
    let heading = "Taken back, which counts no more";
    for claim in ["c", "d"] {
        let page = explained(&[claim]);
        assert!(is_marked(&entry(&page, heading, "p")));
    }
    let page = explained(&["c"]);
    assert_eq!(below(&page, heading).len(), 1, "{page:#}");
    assert_eq!(
        below(&explained(&["c", "--as-of", "2025-05-14"]), heading),
        [] as [Value; 0]
    );
    // What it supports is marked where it is passed on.
    assert!(is_marked(&entry(&page, "Support, down to its roots", "p")));
}

#[test]
fn lists_of_statements_mark_what_was_taken_back() {
    for (record, heading) in [("pavo", "Statements"), ("herald", "Statements")] {
        let page = explained(&[record]);
        assert!(is_marked(&entry(&page, heading, "p")), "{record}");
    }
    let page = explained(&["herald"]);
    let kept = entry(&page, "Statements", "i");
    assert_eq!(kept["text"], "Ilda asserts `c`, 2025-05-10, witnessed");
    assert_eq!(kept.get("taken_back_by"), None);
    let page = explained(&["pavo", "--as-of", "2025-05-14"]);
    let later = entry(&page, "Statements", "back");
    assert_eq!(
        later["text"],
        "Pavo retracts `d`, 2025-05-15 — later than the as-of date"
    );
}

#[test]
fn a_statement_says_since_when_and_why_it_does_not_count() {
    let page = explained(&["p"]);
    assert_eq!(page["head"]["counts"], "no");
    assert_eq!(page["head"]["why"], MARK.strip_prefix(" — ").unwrap());
    let by: Vec<Value> = below(&page, "Taken back by")
        .iter()
        .map(|by| by["id"].clone())
        .collect();
    assert_eq!(by, ["back", "again"]);

    let page = explained(&["p", "--as-of", "2025-05-09"]);
    assert_eq!(page["head"]["why"], "later than the as-of date");
    let page = explained(&["p", "--as-of", "2025-05-14"]);
    assert_eq!(
        (&page["head"]["counts"], page["head"].get("why")),
        (&json!("yes"), None)
    );
}

#[test]
fn a_retraction_says_what_it_takes_back() {
    let page = explained(&["back"]);
    assert!(is_marked(&entry(&page, "Takes back", "p")));
    assert_eq!(page["head"].get("rests_on_something"), None);
    assert_eq!(below(&page, "What it rests on"), [] as [Value; 0]);

    let nothing = |id: &str| below(&explained(&[id]), "Takes back")[0]["text"].clone();
    assert_eq!(nothing("empty"), "nothing that The Outlet had said");
    assert_eq!(nothing("mistaken"), "nothing, as it does not count itself");
    entry(&explained(&["kept"]), "Takes back", "mistaken");
}

#[test]
fn the_page_for_reading_says_the_same() {
    let folder = folder(&[("case.yaml", RETRACTED)]);
    let page = claimgraph(folder.path(), &["explain", "p", "case.yaml"]);
    let page = String::from_utf8(page.stdout).unwrap();
    assert!(
        page.contains("  why: taken back on 2025-05-15 by `back`\n"),
        "{page}"
    );
    assert!(
        page.contains("\nTaken back by\n  Pavo retracts `d`, 2025-05-15\n"),
        "{page}"
    );
}
