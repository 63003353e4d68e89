//! Every format is read, from files, folders and standard input, and survives being converted.

use std::path::PathBuf;
use std::process::Command;

use super::{fed, folder, run, status, text};
use crate::support;

#[test]
fn standard_input_is_read_in_every_format() {
    let yaml = std::fs::read(support::root().join("datasets/quickstart.yaml")).unwrap();
    let expected = run(&["support", "datasets/quickstart.yaml", "--format", "csv"]).stdout;
    assert_eq!(
        fed(&["support", "-", "--format", "csv"], &yaml).stdout,
        expected
    );
    for format in ["yaml", "json", "ndjson"] {
        let converted = fed(&["convert", "-", "--to", format], &yaml).stdout;
        let again = fed(&["support", "-", "--format", "csv"], &converted);
        assert_eq!(text(&again.stdout), text(&expected), "{format}");
    }
}

#[test]
fn tables_take_the_place_of_those_of_another_case() {
    let folder = folder();
    let target = folder.path().to_string_lossy().into_owned();
    for case in ["datasets/afghanistan", "datasets/citogenesis.yaml"] {
        let converted = run(&["convert", case, "--to", "csv", "-o", &target]);
        assert_eq!(status(&converted), 0, "{}", text(&converted.stderr));
    }
    let expected = run(&["convert", "datasets/citogenesis.yaml", "--to", "ndjson"]);
    let again = run(&["convert", &target, "--to", "ndjson"]);
    assert_eq!(text(&again.stderr), "");
    let sorted = |out: &str| {
        let mut lines: Vec<String> = out.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    assert_eq!(
        sorted(&text(&again.stdout)),
        sorted(&text(&expected.stdout))
    );
}

#[test]
fn results_beside_a_case_are_no_part_of_it() {
    let folder = folder();
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let case = path("case.yaml");
    std::fs::copy("datasets/quickstart.yaml", &case).unwrap();
    let expected = text(&run(&["support", &case, "--format", "csv"]).stdout);
    let results = [
        ("check.json", &["check", "--format", "json"][..]),
        ("check.ndjson", &["check", "--format", "ndjson"]),
        ("support.json", &["support", "--format", "json"]),
        ("linchpins.json", &["linchpins", "--format", "json"]),
    ];
    for (name, command) in results {
        let target = path(name);
        run(&[command, &[&case, "-o", &target]].concat());
        let named = run(&["support", &target]);
        let told = text(&named.stderr);
        assert_eq!(status(&named), 2, "{name}: {told}");
        assert_eq!(told.matches("error: ").count(), 1, "{name}: {told}");
        assert!(
            told.contains("is a result of claimgraph, not a case"),
            "{told}"
        );
    }
    let folder = folder.path().to_string_lossy().into_owned();
    let whole = run(&["support", &folder, "--format", "csv"]);
    assert_eq!(text(&whole.stderr), "");
    assert_eq!(text(&whole.stdout), expected);
}

#[cfg(feature = "parquet")]
#[test]
fn tables_of_two_formats_do_not_share_a_folder() {
    let folder = folder();
    let target = folder.path().to_string_lossy().into_owned();
    let convert = |to| {
        run(&[
            "convert",
            "datasets/citogenesis.yaml",
            "--to",
            to,
            "-o",
            &target,
        ])
    };
    assert_eq!(status(&convert("parquet")), 0);
    let refused = convert("csv");
    assert_eq!(status(&refused), 2);
    let told = text(&refused.stderr);
    assert!(
        told.contains("case.parquet` would be read with the new tables"),
        "{told}"
    );
    assert_eq!(status(&convert("parquet")), 0);
}

#[cfg(feature = "parquet")]
#[test]
fn a_table_in_columns_must_say_which_it_is() {
    let folder = folder();
    let target = folder.path().to_string_lossy().into_owned();
    run(&[
        "convert",
        "datasets/citogenesis.yaml",
        "--to",
        "parquet",
        "-o",
        &target,
    ]);
    let table = std::fs::read(folder.path().join("statements.parquet")).unwrap();
    let told = fed(&["support", "-"], &table);
    assert_eq!(status(&told), 2);
    let told = text(&told.stderr);
    assert!(
        told.contains("`<stdin>` is a table in Parquet, and does not say which"),
        "{told}"
    );
}

#[test]
fn a_case_survives_every_format() {
    for case in ["datasets/afghanistan", "datasets/citogenesis.yaml"] {
        let expected = text(&run(&["support", case, "--format", "csv"]).stdout);
        let columns = cfg!(feature = "parquet").then_some("parquet");
        for format in ["yaml", "json", "ndjson", "csv"].into_iter().chain(columns) {
            let folder = folder();
            let target: PathBuf = match format {
                "csv" | "parquet" => folder.path().join("tables"),
                other => folder.path().join(format!("case.{other}")),
            };
            let target = target.to_string_lossy().into_owned();
            let converted = run(&["convert", case, "--to", format, "-o", &target]);
            assert_eq!(status(&converted), 0, "{}", text(&converted.stderr));
            let again = run(&["support", &target, "--format", "csv"]);
            assert_eq!(
                text(&again.stdout),
                expected,
                "{case} as {format}: {}",
                text(&again.stderr)
            );
        }
    }
}

#[test]
fn a_folder_without_cases_says_what_would_count() {
    let folder = folder();
    let output = run(&["check", &folder.path().to_string_lossy()]);
    assert_eq!(status(&output), 2);
    assert!(
        text(&output.stderr).contains(".yaml"),
        "{}",
        text(&output.stderr)
    );
}

#[test]
fn rows_of_support_in_the_folder_of_a_case_are_no_records() {
    let folder = tempfile::tempdir().unwrap();
    let run = |args: &[&str]| {
        Command::new(env!("CARGO_BIN_EXE_claimgraph"))
            .current_dir(folder.path())
            .args(args)
            .output()
            .unwrap()
    };
    let case = std::fs::read(support::root().join("datasets/quickstart.yaml")).unwrap();
    std::fs::write(folder.path().join("case.yaml"), case).unwrap();
    let before = run(&["support", "--format", "csv"]).stdout;
    for by in ["claim", "statement"] {
        let name = format!("{by}.ndjson");
        run(&[
            "support",
            "case.yaml",
            "--by",
            by,
            "--format",
            "ndjson",
            "-o",
            &name,
        ]);
        let after = run(&["support", "--format", "csv"]);
        assert_eq!(text(&after.stderr), "", "{by}");
        assert_eq!(after.stdout, before, "{by}");
        let named = run(&["support", &name]);
        assert_eq!(named.status.code(), Some(2));
        assert!(text(&named.stderr).contains("is a result of claimgraph, not a case"));
    }
}
