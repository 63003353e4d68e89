//! The command as people and programs use it.

#[path = "../support/mod.rs"]
mod support;

mod bad_input;
mod formats;
mod output;
mod verifying;
mod words;

use std::io::Write;
use std::process::{Command, Output, Stdio};

fn claimgraph() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_claimgraph"));
    command.current_dir(support::root()).env("NO_COLOR", "1");
    command
}

fn run(arguments: &[&str]) -> Output {
    claimgraph().args(arguments).output().unwrap()
}

fn fed(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = claimgraph()
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let bytes = input.to_vec();
    let writer = std::thread::spawn(move || {
        let _ = stdin.write_all(&bytes);
    });
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    output
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn status(output: &Output) -> i32 {
    output.status.code().expect("an exit status, no signal")
}

/// A folder for one test's files.
fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

#[test]
fn the_exit_status_tells_clean_from_findings_from_errors() {
    assert_eq!(status(&run(&["check", "datasets/quickstart.yaml"])), 1);
    assert_eq!(
        status(&run(&["check", "datasets/quickstart.yaml", "--exit-zero"])),
        0
    );
    assert_eq!(
        status(&run(&[
            "check",
            "datasets/quickstart.yaml",
            "--fail-on",
            "error"
        ])),
        0
    );
    for format in ["text", "json", "sarif"] {
        assert_eq!(
            status(&run(&[
                "check",
                "datasets/quickstart.yaml",
                "--format",
                format
            ])),
            1
        );
    }
    assert_eq!(status(&run(&["check", "no-such-file.yaml"])), 2);
    assert_eq!(status(&run(&["check", "--no-such-option"])), 2);
    assert_eq!(status(&run(&["--version"])), 0);
}

#[test]
fn every_command_has_help_with_three_examples_that_run() {
    for command in claimgraph::cli::command().get_subcommands() {
        let name = command.get_name();
        let help = text(&run(&[name, "--help"]).stdout);
        let examples: Vec<&str> = help
            .lines()
            .skip_while(|line| !line.starts_with("Examples:"))
            .filter_map(|line| line.trim().strip_prefix("claimgraph "))
            .collect();
        assert_eq!(examples.len(), 3, "{name}: {help}");
        // What one example writes another may read.
        let mut folders: Vec<tempfile::TempDir> = Vec::new();
        for example in examples {
            let folder = folder();
            // What follows is the shell's business.
            let example = example.split(['|', '>']).next().unwrap();
            let mut arguments: Vec<String> = Vec::new();
            let mut words = example.split_whitespace().peekable();
            while let Some(word) = words.next() {
                let written = folders.iter().map(|earlier| earlier.path().join(word));
                let written = written.into_iter().find(|path| path.is_file());
                arguments.push(match written.filter(|_| name == "verify") {
                    Some(path) => path.to_string_lossy().into_owned(),
                    None => word.to_owned(),
                });
                if word == "-o" {
                    let file = folder.path().join(words.next().unwrap());
                    arguments.push(file.to_string_lossy().into_owned());
                }
            }
            if arguments.len() == 2 && arguments[0] == "init" && arguments[1] != "-" {
                arguments[1] = folder
                    .path()
                    .join(&arguments[1])
                    .to_string_lossy()
                    .into_owned();
            }
            let output = claimgraph().args(&arguments).output().unwrap();
            assert!(status(&output) < 2, "{example}: {}", text(&output.stderr));
            folders.push(folder);
        }
    }
}

#[test]
fn init_writes_a_case_that_reads_and_never_overwrites() {
    let folder = folder();
    let path = folder.path().join("my.yaml");
    let target = path.to_string_lossy();
    assert_eq!(status(&run(&["init", &target])), 0);
    let written = std::fs::read(&path).unwrap();
    assert!(status(&run(&["check", &target])) < 2);
    assert_eq!(status(&run(&["init", &target])), 2);
    assert_eq!(std::fs::read(&path).unwrap(), written);
}

#[test]
fn the_published_schema_is_fresh() {
    let published =
        std::fs::read_to_string(support::root().join("docs/claimgraph.schema.json")).unwrap();
    assert_eq!(
        text(&run(&["schema"]).stdout),
        published,
        "run `claimgraph schema -o docs/claimgraph.schema.json`"
    );
}

#[test]
fn every_dataset_names_the_schema_in_its_first_line() {
    for (file, schema) in [
        ("datasets/quickstart.yaml", "../docs/claimgraph.schema.json"),
        (
            "datasets/citogenesis.yaml",
            "../docs/claimgraph.schema.json",
        ),
        (
            "datasets/afghanistan/actors.yaml",
            "../../docs/claimgraph.schema.json",
        ),
        (
            "datasets/afghanistan/iskp-raids-2023.yaml",
            "../../docs/claimgraph.schema.json",
        ),
        (
            "datasets/afghanistan/pakistan-embassy-2022.yaml",
            "../../docs/claimgraph.schema.json",
        ),
    ] {
        let text = std::fs::read_to_string(support::root().join(file)).unwrap();
        let first = text.lines().next().unwrap();
        assert_eq!(
            first,
            format!("# yaml-language-server: $schema={schema}"),
            "{file}"
        );
        let folder = support::root().join(file).parent().unwrap().to_path_buf();
        assert!(folder.join(schema).exists());
    }
}
