//! Sentences that must not say more or less than is so.

use super::{fed, run, status, text};

/// What a command says of a case from standard input.
fn said(command: &[&str], case: &str) -> String {
    text(&fed(&[command, &["-", "--no-config"]].concat(), case.as_bytes()).stdout)
}

#[test]
fn what_was_verified_and_nobody_says_is_told_so() {
    let head = r#"
actors: { army: { name: Army }, lab: { name: Lab } }
evidence: { vid: { kind: video, verified: [{ by: lab, claims: [hit] }] } }
claims: { hit: { text: "The school was hit" } }
"#;
    let denied = format!("{head}statements: [{{ by: army, disputes: hit, basis: witnessed }}]\n");
    let told = said(&["explain", "hit"], &denied);
    assert!(
        told.contains("support: nobody says so, though Lab verified it on `vid`, which counts"),
        "{told}"
    );
    let told = said(&["check"], head);
    assert!(
        told.contains("nobody says or denies `hit`, though Lab verified it on `vid`"),
        "{told}"
    );
}

#[test]
fn what_is_not_known_yet_is_told_from_what_was_taken_back() {
    let case = r#"
actors: { ana: { name: Ana }, ben: { name: Ben }, wire: { name: Wire } }
claims: { c: { text: "The bridge is closed" } }
reports:
  early: { publisher: wire, date: 2020-02-12, statements: [{ asserts: c, cites: seen }] }
  late: { publisher: ben, date: 2020-02-15, statements: [{ id: seen, by: ana, asserts: c, date: 2020-02-11, via: ben }] }
  last: { publisher: ben, date: 2020-02-18, statements: [{ by: ana, retracts: seen, date: 2020-02-16, via: ben }] }
"#;
    let told = |date: &str| said(&["explain", "c", "--as-of", date], case);
    let early = told("2020-02-13");
    assert!(
        early.contains("what its support rests on is not known yet"),
        "{early}"
    );
    assert!(!early.contains("taken back"), "{early}");
    let late = told("2020-02-18");
    assert!(
        late.contains("what its support rests on was taken back"),
        "{late}"
    );
}

#[test]
fn what_was_verified_twice_is_told_once() {
    let case = r#"
actors: { lab: { name: Lab } }
evidence: { vid: { kind: video, verified: [{ by: lab, claims: [hit] }] } }
claims: { hit: { text: "The school was hit" } }
statements: [{ by: lab, verifies: hit, cites: vid, date: 2024-01-02 }]
"#;
    let told = said(&["explain", "hit"], case);
    assert!(!told.contains(", or from"), "{told}");
    assert_eq!(
        told.matches("Lab verified it on `vid`").count(),
        1,
        "{told}"
    );
}

#[test]
fn the_summary_counts_the_claims_of_the_findings_that_are_shown() {
    let case = r#"
actors: { tabloid: { name: Tabloid } }
claims: { x: { text: "The minister takes bribes" } }
reports: { r: { publisher: tabloid, statements: [{ asserts: x }] } }
"#;
    let told = said(&["check"], case);
    assert!(
        told.starts_with("no findings in 0 of 1 claim (+ 1 info"),
        "{told}"
    );
    let told = said(&["check", "--info"], case);
    assert!(told.contains("1 finding in 1 of 1 claim"), "{told}");
}

#[test]
fn a_house_of_three_is_not_both() {
    let case = r#"
actors:
  a: { name: A }
  b: { name: B, affiliations: [{ to: a, role: part-of }] }
  c: { name: C, affiliations: [{ to: a, role: part-of }] }
claims: { y: { text: "Y" } }
statements:
  - { by: a, asserts: y, basis: witnessed }
  - { by: b, asserts: y, basis: witnessed }
  - { by: c, asserts: y, basis: witnessed }
"#;
    let told = said(&["check"], case);
    assert!(told.contains("B and C belong to or side with A"), "{told}");
}

#[test]
fn that_all_weaknesses_were_asked_for_is_a_setting() {
    let case = "datasets/quickstart.yaml";
    let checked = run(&["check", case, "--all", "-f", "json", "--exit-zero"]);
    let verified = fed(&["verify", "-", case], &checked.stdout);
    assert_eq!(status(&verified), 1);
    let told = text(&verified.stdout);
    assert!(
        told.starts_with("confirmed only under its own settings: every weakness of a claim"),
        "{told}"
    );
    let verified = fed(&["verify", "-", case, "--all"], &checked.stdout);
    assert_eq!(status(&verified), 0, "{}", text(&verified.stdout));
}

#[test]
fn what_came_later_is_shown_below_an_inference_only_if_nothing_else_leads_there() {
    let case = r#"
actors: { a: { name: Lab A }, c: { name: Lab C }, e: { name: Review E }, f: { name: Review F } }
claims: { eff: { text: E }, cause: { text: C, entails: [eff] } }
statements:
  - { id: seen, by: a, basis: witnessed, asserts: eff, date: "2010" }
  - { id: concluded, by: c, basis: inferred, asserts: cause, cites: eff, date: "2012" }
  - { id: one, by: e, asserts: cause, cites: [concluded, other], date: "2016" }
  - { id: other, by: f, asserts: cause, cites: one, date: "2016" }
"#;
    // The two reviews cite one another and begin the tree together.
    let told = said(&["explain", "cause"], case);
    assert!(
        told.contains(
            "Support, down to its roots
  Review E asserts `cause`, 2016
  ├─ Lab C asserts `cause`, 2012, inferred
  │  └─ Lab A asserts `eff`, 2010, witnessed
  └─ Review F asserts `cause`, 2016
     └─ ↻ back to Review E asserts `cause`, 2016\n\n"
        ),
        "{told}"
    );
    let told = said(&["explain", "concluded"], case);
    let below = told.split("What it rests on\n").nth(1).unwrap();
    assert!(
        below.starts_with(
            "  Lab C asserts `cause`, 2012, inferred
  ├─ Lab A asserts `eff`, 2010, witnessed
  ├─ Review E asserts `cause`, 2016\n"
        ),
        "{told}"
    );
}
