//! What if, what next, what changed: worked answers, each small enough to check on paper, and bad input.

#[path = "../support/mod.rs"]
mod support;

mod changing;
mod input;
mod statements;
mod supposing;
mod taken_back;

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
