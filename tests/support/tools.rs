//! Other programs that some tests ask.
#![allow(dead_code)]

use std::io::Write;
use std::process::{Command, Stdio};

/// Runs a program on an input; `None`, with a word about it, where the program is not installed.
///
/// # Panics
/// If the program fails or complains, or if it is missing and `CLAIMGRAPH_REQUIRE_TOOLS` is `1`.
pub fn run(program: &str, what: &str, arguments: &[&str], input: &[u8]) -> Option<Vec<u8>> {
    let started = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let Ok(mut child) = started else {
        skip(&format!("{what} `{program}` is not installed"));
        return None;
    };
    let mut stdin = child.stdin.take().expect("stdin is piped");
    let input = input.to_vec();
    // Written beside the reading: a program may answer before it has read everything.
    let writer = std::thread::spawn(move || stdin.write_all(&input));
    let output = child.wait_with_output().expect("the program ends");
    writer
        .join()
        .expect("the writer does not panic")
        .expect("the program reads its input");
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program} fails: {complaint}");
    assert!(
        complaint.trim().is_empty(),
        "{program} complains: {complaint}"
    );
    Some(output.stdout)
}

/// Says aloud that a test is skipped, and why.
///
/// # Panics
/// If `CLAIMGRAPH_REQUIRE_TOOLS` is `1`: then nothing may be missing.
pub fn skip(why: &str) {
    let required = std::env::var("CLAIMGRAPH_REQUIRE_TOOLS").as_deref() == Ok("1");
    assert!(!required, "{why}");
    println!("SKIPPED: {why}");
}

/// The first of some names under which a program is installed; `None`, with a word about it, where it is not.
///
/// # Panics
/// As [`skip`].
pub fn found(names: &[&str], what: &str) -> Option<std::path::PathBuf> {
    let folders = std::env::var_os("PATH").unwrap_or_default();
    let found = names.iter().find_map(|name| {
        std::env::split_paths(&folders)
            .map(|folder| folder.join(name))
            .find(|path| path.is_file())
    });
    if found.is_none() {
        skip(&format!("{what} is not installed"));
    }
    found
}

/// Draws Graphviz files, one after the other, as SVG.
pub fn dot(input: &[u8]) -> Option<String> {
    let drawn = run("dot", "Graphviz", &["-Tsvg"], input)?;
    Some(String::from_utf8(drawn).expect("Graphviz writes UTF-8"))
}
