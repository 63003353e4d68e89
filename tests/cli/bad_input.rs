//! Bad input: a message with its place, and nothing else.

use super::{claimgraph, folder, run, status, text};
use crate::support;

/// Bad input, with what the message must name.
const BAD: &[(&str, &str, &[&str])] = &[
    (
        "yaml",
        "claims:\n  a: { text: \"a\", abuot: [] }\n",
        &["abuot", "did you mean `about`", ":2:"],
    ),
    (
        "yaml",
        "actors: { ana: {} }\nclaims: { a: { text: \"a\" } }\nstatements:\n  - { by: anna, asserts: a }\n",
        &["unknown actor `anna`", "did you mean `ana`", ":4:11"],
    ),
    (
        "yaml",
        "actors: { a: {} }\nclaims: { a: { text: \"a\" } }\n",
        &["declared twice", ":2:11", "first declared here"],
    ),
    (
        "yaml",
        "actors: { a: {} }\nstatements: [{ by: a, asserts: a }]\n",
        &["`a` is an actor, not a claim or a statement"],
    ),
    (
        "yaml",
        "claims: { a: { text: \"a\", contradicts: a } }\n",
        &["contradicts itself"],
    ),
    (
        "yaml",
        "actors: { a: { affiliations: [{ to: a, role: part-of }] } }\n",
        &["affiliated to itself"],
    ),
    (
        "yaml",
        "events: { e: { date: 2023-02-30 } }\n",
        &["2023-02-30", "28 days"],
    ),
    (
        "yaml",
        "claims: { a: { text: \"a\", quantity: { of: x, min: 9, max: 2 } } }\n",
        &["range upside down"],
    ),
    ("yaml", "actors:\n  a: { name: \"A\" }\n b: {}\n", &[":3:"]),
    (
        "json",
        "{\"claims\": {\"a\": {\"text\": \"a\"",
        &["case.json:1:"],
    ),
    (
        "ndjson",
        "{\"claim\":{\"id\":\"a\",\"text\":\"a\"}}\n{\"claim\":{\"id\":\"b\"}}\n",
        &["text", ":2:"],
    ),
    (
        "yaml",
        "actors: { a: {} }\nclaims: { c: { text: \"c\" } }\nstatements: [{ by: a }]\n",
        &["without a stance"],
    ),
];

#[test]
fn bad_input_is_named_with_its_place_and_nothing_is_analysed() {
    for (ending, content, expected) in BAD {
        let folder = folder();
        let path = folder.path().join(format!("case.{ending}"));
        std::fs::write(&path, content).unwrap();
        let output = run(&["check", &path.to_string_lossy()]);
        let told = text(&output.stderr);
        assert_eq!(status(&output), 2, "{content}\n{told}");
        for words in *expected {
            assert!(told.contains(words), "no {words:?} in\n{told}");
        }
        let output = run(&["check", "--keep-going", &path.to_string_lossy()]);
        let told = text(&output.stderr);
        let nothing_left = told.contains("nothing of the input could be read");
        assert!((status(&output) == 2) == nothing_left, "{content}\n{told}");
    }
}

#[test]
fn hostile_bytes_end_in_an_error_and_soon() {
    let bomb: String = (0..9).fold("a0: &a0 [x,x,x,x,x,x,x,x,x]\n".to_owned(), |text, level| {
        let next = level + 1;
        text + &format!(
            "a{next}: &a{next} [{}]\n",
            vec![format!("*a{level}"); 9].join(",")
        )
    });
    let nested = "[".repeat(100_000);
    let cases: [(&str, &[u8]); 5] = [
        ("yaml", bomb.as_bytes()),
        ("yaml", nested.as_bytes()),
        ("json", nested.as_bytes()),
        ("yaml", b"actors: { a: { name: \"\xff\xfe\" } }\n"),
        ("ndjson", b"\x00\x01\x02\n"),
    ];
    for (ending, content) in cases {
        let folder = folder();
        let path = folder.path().join(format!("case.{ending}"));
        std::fs::write(&path, content).unwrap();
        let output = run(&["check", &path.to_string_lossy()]);
        assert_eq!(status(&output), 2);
        assert!(!output.stderr.is_empty());
    }
}

#[test]
fn an_id_that_is_not_there_is_suggested() {
    let output = run(&["explain", "battery-strated", "datasets/quickstart.yaml"]);
    assert_eq!(status(&output), 2);
    assert!(text(&output.stderr).contains("did you mean `battery-started`?"));
    let output = run(&["rules", "single-orign-echo"]);
    assert!(text(&output.stderr).contains("did you mean `single-origin-echo`?"));
}

#[test]
fn what_is_too_large_for_the_memory_says_what_it_needs() {
    let output = claimgraph()
        .args(["support", "datasets/quickstart.yaml"])
        .env("CLAIMGRAPH_MEMORY", "1K")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    let told = text(&output.stderr);
    assert!(
        told.contains("of memory are needed; 1.0 kB are available"),
        "{told}"
    );
    assert!(told.contains("CLAIMGRAPH_MEMORY="), "{told}");
    let output = claimgraph()
        .args(["support", "datasets/quickstart.yaml"])
        .env("CLAIMGRAPH_MEMORY", "much")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    let told = text(&output.stderr);
    assert!(told.contains("is `much`, which is no size"), "{told}");
    let output = claimgraph()
        .args(["support", "-"])
        .env("CLAIMGRAPH_MEMORY", "1K")
        .stdin(std::fs::File::open(support::root().join("datasets/quickstart.yaml")).unwrap())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn a_picture_of_a_claim_asks_for_the_id_where_only_a_file_is_named() {
    let output = run(&["graph", "--view", "claim", "datasets/quickstart.yaml"]);
    assert_eq!(status(&output), 2);
    let told = text(&output.stderr);
    assert!(
        told.contains("`datasets/quickstart.yaml` is a path, and the id of a claim is missing"),
        "{told}"
    );
    assert!(told.contains("--view claim ID INPUT"), "{told}");
}
