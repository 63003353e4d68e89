//! The command as people and programs use it: exit status, formats, bad input.

mod support;

use std::io::Write;
use std::path::PathBuf;
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
fn an_id_that_is_not_there_is_suggested() {
    let output = run(&["explain", "battery-strated", "datasets/quickstart.yaml"]);
    assert_eq!(status(&output), 2);
    assert!(text(&output.stderr).contains("did you mean `battery-started`?"));
    let output = run(&["rules", "single-orign-echo"]);
    assert!(text(&output.stderr).contains("did you mean `single-origin-echo`?"));
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
        .args(["support", "-"])
        .env("CLAIMGRAPH_MEMORY", "1K")
        .stdin(std::fs::File::open(support::root().join("datasets/quickstart.yaml")).unwrap())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
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
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert_eq!(names(), ["case.ndjson", "out.yaml"]);
    assert_eq!(std::fs::read_to_string(&target).unwrap(), "before");
}

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
