//! Every command of the README and the guides runs, and prints what they show.
//!
//! In a block of `console`, lines that start with `$ ` are commands and those after them what is printed, in which
//! `...` stands for anything. Where no line starts so, every line is a command. A block with a `title` is a file:
//! written, added to with `append`, or in the place of a line that contains what `replace` says.

use std::path::Path;
use std::process::Command;

use super::desk::Desk;
use super::support;

/// What needs the sources or the network, and is looked at elsewhere.
const NOT_RUN: &[&str] = &["cargo test", "cargo install", "cargo build"];

struct Block {
    info: String,
    text: String,
}

fn blocks(document: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    for line in document.lines() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(info)) => {
                open = Some(Block {
                    info: info.to_owned(),
                    text: String::new(),
                });
            }
            (Some(_), Some("")) => blocks.extend(open.take()),
            (Some(block), _) => {
                block.text.push_str(line);
                block.text.push('\n');
            }
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "a block does not end");
    blocks
}

/// The commands of a block, each with what it is to print, if that is shown.
fn commands(text: &str) -> Vec<(String, Option<String>)> {
    if !text.lines().any(|line| line.starts_with("$ ")) {
        return text.lines().map(|line| (line.to_owned(), None)).collect();
    }
    let mut commands: Vec<(String, Option<String>)> = Vec::new();
    for line in text.lines() {
        match line.strip_prefix("$ ") {
            Some(command) => commands.push((command.to_owned(), Some(String::new()))),
            None => {
                let (_, shown) = commands.last_mut().expect("output after a command");
                let shown = shown.get_or_insert_default();
                shown.push_str(line);
                shown.push('\n');
            }
        }
    }
    commands
}

/// The value of a word of an info string: `title="…"`.
fn value<'i>(info: &'i str, name: &str) -> Option<&'i str> {
    let (_, rest) = info.split_once(&format!("{name}=\""))?;
    rest.split_once('"').map(|(value, _)| value)
}

fn write(desk: &Desk, name: &str, block: &Block) {
    let text = match value(&block.info, "replace") {
        _ if block.info.ends_with("append") => format!("{}\n{}", desk.read(name), block.text),
        None => block.text.clone(),
        Some(words) => {
            let before = desk.read(name);
            let line = before.lines().find(|line| line.contains(words));
            let line = format!("{}\n", line.expect("a line to replace"));
            before.replace(&line, &block.text)
        }
    };
    desk.write(name, &text);
}

/// Whether a text is what is shown, `...` standing for anything.
fn is_shown(text: &str, shown: &str) -> bool {
    let parts: Vec<&str> = shown
        .split("...")
        .map(|part| part.trim_matches(' '))
        .collect();
    let [first, middle @ .., last] = parts.as_slice() else {
        return text == shown;
    };
    let Some(mut rest) = text.strip_prefix(*first) else {
        return false;
    };
    for part in middle {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

fn has_jq() -> bool {
    let there = Command::new("jq").arg("--version").output().is_ok();
    let required = std::env::var("CLAIMGRAPH_REQUIRE_TOOLS").as_deref() == Ok("1");
    assert!(there || !required, "`jq` is not installed");
    there
}

/// Runs every command of a document in a folder.
fn run(document: &str, desk: &Desk) {
    let path = support::root().join(document);
    let text = std::fs::read_to_string(&path).unwrap();
    let binary = Path::new(env!("CARGO_BIN_EXE_claimgraph"));
    let folder = binary.parent().unwrap().to_string_lossy().into_owned();
    let found = format!("{folder}:{}", std::env::var("PATH").unwrap());
    let mut number = 0;
    for block in blocks(&text) {
        if let Some(name) = value(&block.info, "title") {
            write(desk, name, &block);
        }
        if block.info != "console" {
            continue;
        }
        for (command, shown) in commands(&block.text) {
            if NOT_RUN.iter().any(|start| command.starts_with(start)) {
                continue;
            }
            number += 1;
            if command.contains("| jq") && !has_jq() {
                println!("SKIPPED: {command}");
                continue;
            }
            let command = command.replace("cargo run --release --", "claimgraph");
            let output = Command::new("bash")
                .args(["-o", "pipefail", "-c", &format!("exec 2>&1; {command}")])
                .current_dir(desk.path())
                .env("PATH", &found)
                .env("NO_COLOR", "1")
                .output()
                .unwrap();
            let printed = String::from_utf8(output.stdout).unwrap();
            let printed: String = printed
                .lines()
                .map(|line| format!("{}\n", line.trim_end()))
                .collect();
            let status = output.status.code().unwrap();
            let expects_error = command.contains("2>/dev/null");
            assert!(
                status < 2 || expects_error,
                "{document}: {command}: {status}\n{printed}"
            );
            if let Some(shown) = shown.filter(|shown| !shown.is_empty()) {
                assert!(
                    is_shown(&printed, &shown),
                    "{document}: {command}\n--- shown\n{shown}--- printed\n{printed}"
                );
            }
        }
    }
    assert!(number > 2, "{document} has {number} commands");
}

#[test]
fn the_guide_leads_from_an_article_to_a_picture() {
    let desk = Desk::new();
    run("docs/guide.md", &desk);
    for picture in ["ferry.svg", "steering.svg"] {
        assert!(desk.read(picture).contains("</svg>"), "{picture}");
    }
}

#[test]
fn what_is_said_to_pipelines_is_so() {
    run("docs/for-pipelines.md", &Desk::new());
}

#[cfg(unix)]
#[test]
fn the_readme_does_what_it_says() {
    let desk = Desk::new();
    let datasets = support::root().join("datasets");
    // A link, so that nothing is copied; the pictures are written beside it.
    std::os::unix::fs::symlink(datasets, desk.path().join("datasets")).unwrap();
    std::fs::create_dir_all(desk.path().join("docs/pictures")).unwrap();
    run("README.md", &desk);
}

#[test]
fn dots_stand_for_anything_and_nothing_else_does() {
    assert!(is_shown("a\nb\nc\n", "a\n...\nc\n"));
    assert!(is_shown("one (x) two\n", "...(x)...\n"));
    assert!(!is_shown("a\nb\n", "a\n"));
    assert!(!is_shown("a\nb\nc\n", "b\n...\n"));
    assert!(!is_shown("a\nc\n", "...\nb\n..."));
}

/// The texts of a YAML document: keys with their values, list items with their places, a line each.
fn scalars(text: &str) -> Vec<String> {
    use granit_parser::{Event, Parser};
    let mut scalars = Vec::new();
    for event in Parser::new_from_str(text) {
        if let (Event::Scalar(text, ..), _) = event.expect("well-formed YAML") {
            scalars.push(text.into_owned());
        }
    }
    scalars
}

#[test]
fn the_action_and_the_hook_name_options_that_exist() {
    let read = |name: &str| std::fs::read_to_string(support::root().join(name)).unwrap();
    let (action, hooks) = (read("action.yml"), read(".pre-commit-hooks.yaml"));
    let command = claimgraph::cli::command();
    let check = command.find_subcommand("check").unwrap();
    let known: Vec<&str> = (check.get_arguments().chain(command.get_arguments()))
        .filter_map(|argument| argument.get_long())
        .collect();
    let mut used = 0;
    for text in scalars(&action)
        .iter()
        .filter(|text| text.contains("$claimgraph\" check"))
    {
        for word in text.split(|char: char| char.is_whitespace() || "()".contains(char)) {
            if let Some(name) = word.strip_prefix("--") {
                assert!(known.contains(&name), "--{name}");
                used += 1;
            }
        }
    }
    assert!(used >= 10, "{used}");
    let hook = scalars(&hooks);
    assert!(
        hook.windows(2)
            .any(|pair| pair == ["entry", "claimgraph check"]),
        "{hook:?}"
    );
    assert!(hook.windows(2).any(|pair| pair == ["language", "rust"]));
}

/// The script of the action runs as it does in a job, with what the job provides.
#[cfg(unix)]
#[test]
fn the_action_checks_writes_a_summary_and_a_log_and_tells_the_status() {
    let action = std::fs::read_to_string(support::root().join("action.yml")).unwrap();
    let scripts = scalars(&action);
    let script = scripts
        .iter()
        .find(|text| text.contains("$claimgraph\" check"))
        .unwrap();
    let desk = Desk::with_a_case();
    let bin = desk.path().join("runner/claimgraph/bin");
    std::fs::create_dir_all(&bin).unwrap();
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_claimgraph"), bin.join("claimgraph")).unwrap();
    let run = |inputs: &str, fail_on: &str| {
        let output = Command::new("bash")
            .args(["-e", "-c", script])
            .current_dir(desk.path())
            .env("RUNNER_TEMP", desk.path().join("runner"))
            .env("GITHUB_STEP_SUMMARY", desk.path().join("summary.md"))
            .env("GITHUB_OUTPUT", desk.path().join("output"))
            .envs([
                ("INPUTS", inputs),
                ("FAIL_ON", fail_on),
                ("CONFIG", ""),
                ("BASELINE", ""),
                ("SARIF", "f.sarif"),
            ])
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8(output.stdout).unwrap()
    };
    let annotations = run("case.yaml", "");
    assert_eq!(
        annotations
            .lines()
            .filter(|line| line.starts_with("::warning "))
            .count(),
        2
    );
    assert!(
        desk.read("summary.md")
            .contains("| warning | `parties-only` |")
    );
    assert!(
        desk.read("f.sarif")
            .contains("\"ruleId\": \"parties-only\"")
    );
    run("case.yaml", "error");
    run("nowhere.yaml", "");
    // A list over several lines is read to its end.
    run("case.yaml\nnowhere.yaml\n", "");
    let statuses = "status=1\nstatus=0\nstatus=2\nstatus=2\n";
    assert_eq!(desk.read("output"), statuses);
}
