//! Results that are verified from what `check` wrote.

use std::path::PathBuf;

use super::{folder, run, status, text};

/// The result of `check` on a dataset, in a file of its own.
fn checked(folder: &tempfile::TempDir, case: &str) -> PathBuf {
    let path = folder.path().join("result.json");
    let shown = path.to_str().unwrap();
    let output = run(&[
        "check",
        case,
        "--format",
        "json",
        "--exit-zero",
        "-o",
        shown,
    ]);
    assert_eq!(status(&output), 0);
    path
}

#[test]
fn a_true_result_is_confirmed_and_a_changed_one_is_not() {
    let folder = folder();
    let path = checked(&folder, "datasets/afghanistan");
    let shown = path.to_str().unwrap();
    let verified = run(&["verify", shown, "datasets/afghanistan"]);
    assert_eq!(status(&verified), 0, "{}", text(&verified.stdout));
    let told = text(&verified.stdout);
    assert!(told.starts_with("everything is confirmed") && told.contains(" findings"));
    let written = std::fs::read_to_string(&path).unwrap();
    let changed = written.replacen(
        "\"status\": \"uncorroborated\"",
        "\"status\": \"corroborated\"",
        1,
    );
    assert_ne!(written, changed);
    std::fs::write(&path, changed).unwrap();
    let verified = run(&["verify", shown, "datasets/afghanistan"]);
    assert_eq!(status(&verified), 1);
    let told = text(&verified.stdout);
    assert!(
        told.contains("the status is said to be corroborated and is uncorroborated"),
        "{told}"
    );
    let json = run(&["verify", shown, "datasets/afghanistan", "--format", "json"]);
    assert_eq!(status(&json), 1);
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(json["is_confirmed"], false);
    assert_eq!(json["not_confirmed"][0]["part"], "status");
}

#[test]
fn a_result_of_another_case_is_not_confirmed() {
    let folder = folder();
    let path = checked(&folder, "datasets/quickstart.yaml");
    let verified = run(&[
        "verify",
        path.to_str().unwrap(),
        "datasets/citogenesis.yaml",
    ]);
    assert_eq!(status(&verified), 1);
    let told = text(&verified.stdout);
    assert!(
        told.contains("the case has no claim") && told.contains("the result does not"),
        "{told}"
    );
}

#[test]
fn what_is_no_result_is_told_apart_from_one_that_does_not_hold() {
    let folder = folder();
    let path = checked(&folder, "datasets/quickstart.yaml");
    let written = std::fs::read_to_string(&path).unwrap();
    let deep = "[".repeat(100_000);
    let hostile = [
        (
            "cut short",
            written[..written.len() / 2].to_owned(),
            "no result of",
        ),
        (
            "another version",
            written.replacen("\"schema_version\": \"1\"", "\"schema_version\": \"9\"", 1),
            "version `9`",
        ),
        ("empty", String::new(), "no result of"),
        (
            "another document",
            "{\"schema_version\": \"1\"}".to_owned(),
            "no result of",
        ),
        ("too deep", deep, "no result of"),
        (
            "a key too many",
            written.replacen("\"complete\"", "\"whole\": 1, \"complete\"", 1),
            "unknown field `whole`",
        ),
        (
            "a key too few",
            written.replacen("\"problems\"", "\"stale\"", 1),
            "duplicate field `stale`",
        ),
        (
            "a number as text",
            written.replacen("\"threshold\": 2", "\"threshold\": \"2\"", 1),
            "at line 1",
        ),
        (
            "a role that is none",
            written.replacen("organ-of", "friend-of", 1),
            "friend-of",
        ),
    ];
    for (what, result, reason) in hostile {
        std::fs::write(&path, result).unwrap();
        let verified = run(&["verify", path.to_str().unwrap(), "datasets/quickstart.yaml"]);
        assert_eq!(status(&verified), 2, "{what}");
        assert!(
            text(&verified.stderr).contains(reason),
            "{what}: {}",
            text(&verified.stderr)
        );
    }
    let missing = run(&["verify", "no-such-file.json", "datasets/quickstart.yaml"]);
    assert_eq!(status(&missing), 2);
}
