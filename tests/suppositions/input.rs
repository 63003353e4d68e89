//! Input that is wrong or odd, and the form of what is answered.

use serde_json::Value;

use super::{CASE, claimgraph, folder, json, support};

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
    let documents: [(&str, &[&str]); 8] = [
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
        ("explain", &["explain", "fire", "case.yaml"]),
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
