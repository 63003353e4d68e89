//! What was read is never written over.

use super::desk::{CASE, Desk};

#[test]
fn no_result_is_written_over_what_was_read() {
    let desk = Desk::with_a_case();
    desk.write("claimgraph.toml", "[check]\ninfo = true\n");
    let lines = [
        "check case.yaml -o case.yaml",
        "check case.yaml -o ./case.yaml --format json",
        "check -o case.yaml",
        "check case.yaml --write-baseline case.yaml",
        "check case.yaml --write-baseline claimgraph.toml",
        "check case.yaml --write-baseline new.json -o case.yaml",
        "report case.yaml -o case.yaml",
        "graph case.yaml --format dot -o case.yaml",
        "support case.yaml -o case.yaml",
        "convert case.yaml --to yaml -o case.yaml",
    ];
    for line in lines {
        desk.run(line)
            .fails_with(&["was read as input", "name another file"]);
        assert_eq!(desk.read("case.yaml"), CASE, "{line}");
        assert!(!desk.path().join("new.json").exists(), "{line}");
    }
    assert_eq!(desk.read("claimgraph.toml"), "[check]\ninfo = true\n");
}

#[cfg(unix)]
#[test]
fn a_link_to_what_was_read_is_spared_too() {
    let desk = Desk::with_a_case();
    std::os::unix::fs::symlink("case.yaml", desk.path().join("link.txt")).unwrap();
    desk.run("check case.yaml -o link.txt")
        .fails_with(&["`link.txt` was read as input"]);
    assert_eq!(desk.read("case.yaml"), CASE);
}

#[test]
fn tables_that_were_read_are_spared_all_together() {
    let desk = Desk::with_a_case();
    assert_eq!(desk.run("convert case.yaml --to csv -o tables").status, 0);
    let before = desk.read("tables/claims.csv");
    desk.run("convert tables --to csv -o tables")
        .fails_with(&["was read as input"]);
    assert_eq!(desk.read("tables/claims.csv"), before);
    assert_eq!(desk.run("convert tables --to csv -o others").status, 0);
}

#[test]
fn results_and_baselines_may_be_written_anew() {
    let desk = Desk::with_a_case();
    for line in [
        "check --exit-zero -o out.txt",
        "check --exit-zero --write-baseline known.json",
    ] {
        for _ in 0..2 {
            assert_eq!(desk.run(line).status, 0, "{line}");
        }
    }
}
