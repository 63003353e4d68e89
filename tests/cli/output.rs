//! What is written: the same bytes for any number of threads, whole or not at all.

#[cfg(unix)]
use std::os::unix::process::ExitStatusExt;
use std::process::{Command, Stdio};

use super::{claimgraph, fed, folder, run, status, text};
use crate::support;

#[test]
fn the_same_bytes_for_any_number_of_threads() {
    for command in [
        &["check", "datasets/afghanistan", "--format", "json"][..],
        &["graph", "datasets/afghanistan", "--format", "dot"],
    ] {
        let one = claimgraph()
            .args(command)
            .args(["--threads", "1"])
            .output()
            .unwrap();
        let eight = claimgraph()
            .args(command)
            .args(["--threads", "8"])
            .output()
            .unwrap();
        assert!(!one.stdout.is_empty());
        assert!(one.stdout == eight.stdout, "{command:?}");
    }
}

#[test]
fn json_and_sarif_point_at_lines_that_say_so() {
    let json: serde_json::Value = serde_json::from_slice(
        &run(&["check", "datasets/quickstart.yaml", "--format", "json"]).stdout,
    )
    .unwrap();
    assert_eq!(json["schema_version"], "1");
    let source = std::fs::read_to_string(support::root().join("datasets/quickstart.yaml")).unwrap();
    let lines: Vec<&str> = source.lines().collect();
    let findings = json["findings"].as_array().unwrap();
    assert!(!findings.is_empty());
    for finding in findings {
        let claim = finding["claims"][0].as_str().unwrap();
        for location in finding["locations"].as_array().unwrap() {
            let line = lines[location["line"].as_u64().unwrap() as usize - 1];
            assert!(line.contains(claim), "{claim}: {line}");
        }
    }
    let sarif: serde_json::Value = serde_json::from_slice(
        &run(&["check", "datasets/quickstart.yaml", "--format", "sarif"]).stdout,
    )
    .unwrap();
    assert_eq!(sarif["version"], "2.1.0");
    let run = &sarif["runs"][0];
    assert_eq!(run["results"].as_array().unwrap().len(), findings.len());
    for result in run["results"].as_array().unwrap() {
        let rule = result["ruleIndex"].as_u64().unwrap() as usize;
        assert_eq!(run["tool"]["driver"]["rules"][rule]["id"], result["ruleId"]);
    }
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let lines = [
        "check datasets/afghanistan --format json",
        "check datasets/afghanistan --all --info --format csv",
        "support datasets/afghanistan --format csv",
        "influence datasets/afghanistan --format csv",
        "linchpins datasets/afghanistan --format csv",
    ];
    for line in lines {
        let mut child = claimgraph()
            .args(line.split(' '))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(text(&output.stderr), "", "{line}");
        assert_eq!(status(&output), 0, "{line}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error_in_words() {
    let full = std::fs::File::options()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let output = claimgraph()
        .args(["check", "datasets/quickstart.yaml"])
        .stdout(full)
        .stderr(Stdio::piped())
        .output()
        .unwrap();
    assert_eq!(status(&output), 2);
    assert!(
        text(&output.stderr).contains("cannot write"),
        "{}",
        text(&output.stderr)
    );
}

#[test]
fn an_output_file_appears_whole_and_alone() {
    let folder = folder();
    let path = folder.path().join("out.csv");
    let target = path.to_string_lossy();
    assert_eq!(
        status(&run(&[
            "support",
            "datasets/quickstart.yaml",
            "--format",
            "csv",
            "-o",
            &target
        ])),
        0
    );
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    let nowhere = folder.path().join("no/such/folder/out.csv");
    let output = run(&[
        "support",
        "datasets/quickstart.yaml",
        "-o",
        &nowhere.to_string_lossy(),
    ]);
    assert_eq!(status(&output), 2);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[cfg(unix)]
#[test]
fn an_interrupt_leaves_no_half_written_file() {
    let folder = tempfile::tempdir().unwrap();
    let case = folder.path().join("case.ndjson");
    let line = |at| format!("{{\"claim\":{{\"id\":\"c{at}\",\"text\":\"claim {at}\"}}}}\n");
    std::fs::write(&case, (0..200_000).map(line).collect::<String>()).unwrap();
    let target = folder.path().join("out.yaml");
    std::fs::write(&target, "before").unwrap();
    let mut child = claimgraph()
        .args(["convert", "--to", "yaml", "-o"])
        .args([&target, &case])
        .spawn()
        .unwrap();
    let names = || {
        let entries = std::fs::read_dir(folder.path()).unwrap();
        let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        names
    };
    while names().len() == 2 {
        assert!(
            child.try_wait().unwrap().is_none(),
            "it ended before it could be interrupted"
        );
        std::thread::yield_now();
    }
    // A moment for the first bytes to be written.
    std::thread::sleep(std::time::Duration::from_millis(20));
    let sent = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()
        .unwrap();
    assert!(sent.success());
    // It ends as the signal would have ended it.
    assert_eq!(child.wait().unwrap().signal(), Some(2));
    assert_eq!(names(), ["case.ndjson", "out.yaml"]);
    assert_eq!(std::fs::read_to_string(&target).unwrap(), "before");
}

#[cfg(target_os = "linux")]
#[test]
fn where_memory_ends_that_is_told_and_nothing_is_left() {
    let folder = tempfile::tempdir().unwrap();
    let case = folder.path().join("case.ndjson");
    let line = |at| format!("{{\"claim\":{{\"id\":\"c{at}\",\"text\":\"claim {at}\"}}}}\n");
    std::fs::write(&case, (0..200_000).map(line).collect::<String>()).unwrap();
    let claimgraph = env!("CARGO_BIN_EXE_claimgraph");
    // Debug builds of some systems take address space for themselves: the limit leaves room for that, and no more.
    let limited = |kilobytes: u64, memory: &str| {
        let script = format!(
            "ulimit -v {kilobytes}; exec {claimgraph} convert --threads 1 --to csv -o {} {}",
            folder.path().join("tables").display(),
            case.display()
        );
        let mut shell = Command::new("sh");
        shell.args(["-c", &script]).env("CLAIMGRAPH_MEMORY", memory);
        shell.output().unwrap()
    };
    let mut told = Vec::new();
    for kilobytes in (80_000..400_000).step_by(20_000) {
        let output = limited(kilobytes, "64G");
        match output.status.code() {
            Some(0) => break,
            Some(2) => told.push(String::from_utf8_lossy(&output.stderr).into_owned()),
            other => panic!(
                "{kilobytes}: {other:?} {}",
                String::from_utf8_lossy(&output.stderr)
            ),
        }
        let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().collect();
        assert_eq!(left.len(), 1, "{left:?}");
    }
    let by_the_allocator = |text: &&String| text.starts_with("error: out of memory: ");
    let text = told
        .iter()
        .find(by_the_allocator)
        .expect("memory ends once");
    assert!(text.contains("more are needed\nhelp: in all "), "{text}");
}

#[test]
fn tables_appear_together_or_not_at_all() {
    let folder = folder();
    let out = folder.path().join("tables");
    // A folder stands where one of the tables would.
    std::fs::create_dir_all(out.join("statements.csv")).unwrap();
    let to = out.to_str().unwrap();
    let convert = || {
        run(&[
            "convert",
            "datasets/quickstart.yaml",
            "--to",
            "csv",
            "-o",
            to,
        ])
    };
    let output = convert();
    assert_eq!(status(&output), 2, "{}", text(&output.stderr));
    assert_eq!(std::fs::read_dir(&out).unwrap().count(), 1);
    std::fs::remove_dir(out.join("statements.csv")).unwrap();
    let output = convert();
    assert_eq!(status(&output), 0, "{}", text(&output.stderr));
    assert!(std::fs::read_dir(&out).unwrap().count() > 3);
}

#[test]
fn what_the_title_of_a_finding_says_is_not_said_again_below_it() {
    let case = include_str!("../../src/rules/examples/dead-end-citation.fires.yaml");
    let output = fed(
        &["check", "-", "--rule", "uncorroborated-claim=off"],
        case.as_bytes(),
    );
    let said = text(&output.stdout);
    let times = |what: &str| said.matches(what).count();
    assert_eq!(times("[dead-end-citation]"), 1, "{said}");
    assert_eq!(
        times("no statement that could be meant is on record"),
        1,
        "{said}"
    );
}
