//! The layers hold: each folder uses only what it may.

mod support;

use std::collections::BTreeSet;
use std::path::Path;

/// Each part of the crate with those it may use beside itself.
const LAYERS: &[(&str, &[&str])] = &[
    ("source", &[]),
    ("case", &["source"]),
    ("read", &["source", "case"]),
    ("analysis", &["source", "case"]),
    ("verify", &["source", "case"]),
    ("rules", &["source", "case", "analysis"]),
    ("draw", &["source", "case", "analysis", "rules"]),
    (
        "render",
        &["source", "case", "analysis", "verify", "rules", "draw"],
    ),
    (
        "cli",
        &[
            "source", "case", "read", "analysis", "verify", "rules", "draw", "render",
        ],
    ),
];

fn rust_files(folder: &Path, files: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
}

/// The parts that a text names by `crate::part`, tests and doc links left out.
fn used(text: &str) -> BTreeSet<String> {
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    code.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .flat_map(|line| line.split("crate::").skip(1))
        .map(|rest| {
            rest.chars()
                .take_while(|character| character.is_ascii_lowercase() || *character == '_')
                .collect()
        })
        .collect()
}

#[test]
fn each_folder_uses_only_what_lies_below_it() {
    let source = support::root().join("src");
    let mut files = Vec::new();
    rust_files(&source, &mut files);
    assert!(files.len() > 50);
    for file in files {
        let relative = file.strip_prefix(&source).unwrap();
        let first = relative
            .components()
            .next()
            .unwrap()
            .as_os_str()
            .to_string_lossy();
        let part = first.trim_end_matches(".rs");
        let Some((_, allowed)) = LAYERS.iter().find(|(name, _)| *name == part) else {
            assert!(matches!(part, "lib" | "main"), "{part} is in no layer");
            continue;
        };
        let is_test = relative.to_string_lossy().contains("tests");
        for used in used(&std::fs::read_to_string(&file).unwrap()) {
            let known = LAYERS.iter().any(|(name, _)| *name == used);
            assert!(
                is_test || !known || used == part || allowed.contains(&used.as_str()),
                "{} uses {used}",
                relative.display()
            );
        }
    }
}

#[test]
fn only_reading_and_the_command_line_touch_files_or_the_terminal() {
    let source = support::root().join("src");
    let mut files = Vec::new();
    rust_files(&source, &mut files);
    for file in files {
        let relative = file
            .strip_prefix(&source)
            .unwrap()
            .to_string_lossy()
            .into_owned();
        if relative.starts_with("read") || relative.starts_with("cli") || relative == "main.rs" {
            continue;
        }
        let text = std::fs::read_to_string(&file).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for forbidden in [
            "std::fs",
            "println!",
            "eprintln!",
            "process::exit",
            "Instant::now",
            "SystemTime",
        ] {
            assert!(!code.contains(forbidden), "{relative} has {forbidden}");
        }
    }
}
