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

/// One witness of two takes his word back later; the two are of one house.
const TAKEN_BACK: &str = "
actors: { office: { name: Office }, unit: { name: Unit, affiliations: [{ to: office, role: organ-of }] } }
claims: { out: { text: The fire is out } }
statements:
  - { by: office, asserts: out, basis: witnessed, date: 2025-05-01 }
  - { by: unit, asserts: out, basis: witnessed, date: 2025-05-02 }
  - { by: unit, retracts: out, date: 2025-05-15 }
";

/// A result confirms what the case says under its own settings; whoever asks under others is told so first, and by the
/// exit status.
#[test]
fn a_result_under_other_settings_is_no_plain_yes() {
    let folder = folder();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let case = file("case.yaml", TAKEN_BACK);
    let apart = file("apart.toml", "[analysis]\njoining-roles = []\n");
    let fewer = file("fewer.toml", "[analysis]\njoining-roles = ['funded-by']\n");
    let result = folder.path().join("result.json").display().to_string();
    let ties = "aligned-with, controlled-by, employed-by, organ-of, part-of, spokesperson-of";
    let nobody = format!("nobody joined by {ties}");
    let others = format!("{nobody}; joined by funded-by");
    let dated = ["--as-of", "2025-05-14"];
    let made_under: [(&[&str], &str); 6] = [
        (&dated, "as of 2025-05-14, not without a date"),
        (&["--config", &apart], &nobody),
        (&["--config", &fewer], &others),
        (
            &["--rule", "hearsay-only=off"],
            "hearsay-only: off, not as the rule has it",
        ),
        (
            &["--rule", "hearsay-only=off", "--as-of", "2025-05-14"],
            "as of 2025-05-14, not without a date; hearsay-only: off, not as the rule has it",
        ),
        (&[], ""),
    ];
    for (options, told) in made_under {
        let check = [
            "check",
            &case,
            "--format",
            "json",
            "--exit-zero",
            "-o",
            &result,
        ];
        assert_eq!(status(&run(&[&check[..], options].concat())), 0);
        let verify = |options: &[&str]| run(&[&["verify", &result, &case][..], options].concat());
        let (alike, plain) = (verify(options), verify(&[]));
        let sure = match options.contains(&"--as-of") {
            true => "everything is confirmed as of 2025-05-14: ",
            false => "everything is confirmed: ",
        };
        assert_eq!(status(&alike), 0, "{options:?}: {}", text(&alike.stdout));
        assert!(text(&alike.stdout).starts_with(sure), "{options:?}");
        let first = match told {
            "" => sure.to_owned(),
            told => format!("confirmed only under its own settings: {told}\nconfirmed: "),
        };
        let shown = text(&plain.stdout);
        assert!(shown.starts_with(&first), "{options:?}: {shown}");
        assert_eq!(status(&plain), i32::from(!told.is_empty()), "{options:?}");
        let json = verify(&["--format", "json"]);
        assert_eq!(status(&json), status(&plain));
        let json: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
        assert_eq!(json["is_confirmed"], told.is_empty());
        assert_eq!(json["not_confirmed"], serde_json::json!([]));
        let others = json["other_settings"].as_array().unwrap();
        let others: Vec<&str> = others.iter().map(|one| one.as_str().unwrap()).collect();
        assert_eq!(others.join("; "), told);
        let dated = options.contains(&"--as-of").then_some("2025-05-14");
        assert_eq!(json["as_of"].as_str(), dated);
    }
    // The last one has no date.
    let asked = run(&["verify", &result, &case, "--as-of", "2025-05-14"]);
    assert_eq!(status(&asked), 1);
    let told = "confirmed only under its own settings: without a date, not as of 2025-05-14\n";
    assert!(text(&asked.stdout).starts_with(told));
}

#[test]
fn what_does_not_hold_is_told_after_the_settings_that_it_does_not_hold_under() {
    let folder = folder();
    let case = folder.path().join("case.yaml");
    std::fs::write(&case, TAKEN_BACK).unwrap();
    let case = case.to_str().unwrap();
    let path = checked(&folder, case);
    let written = std::fs::read_to_string(&path).unwrap();
    let dated = written.replacen("\"as_of\": null", "\"as_of\": \"2025-05-02\"", 1);
    assert_ne!(written, dated);
    std::fs::write(&path, dated).unwrap();
    let shown = path.to_str().unwrap();
    let verified = run(&["verify", shown, case, "--as-of", "2025-05-14"]);
    assert_eq!(status(&verified), 1);
    let told = text(&verified.stdout);
    let first = "checked under its own settings, not those in force: as of 2025-05-02, not 2025-05-14\nnot confirmed: ";
    assert!(told.starts_with(first), "{told}");
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
