//! `check --watch`: checks again when a file is saved.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use super::desk::{CASE, Desk};

/// How long a run may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

struct Watching {
    child: Child,
    out: Receiver<String>,
    err: Receiver<String>,
}

impl Watching {
    fn start(desk: &Desk, more: &[&str]) -> Self {
        let mut child = desk
            .command()
            .args(["check", "--watch"])
            .args(more)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let out = lines(child.stdout.take().unwrap());
        let err = lines(child.stderr.take().unwrap());
        Watching { child, out, err }
    }

    /// Waits for a finding or a summary that contains some words, and for the end of that check.
    fn finds(&self, words: &str) {
        wait_for(&self.out, words);
        self.rests();
    }

    /// Waits for the end of a check.
    fn rests(&self) {
        wait_for(&self.err, "Ctrl-C ends");
    }
}

/// The lines of a pipe, as they come.
fn lines(pipe: impl Read + Send + 'static) -> Receiver<String> {
    let (send, lines) = channel();
    std::thread::spawn(move || {
        let mut all = BufReader::new(pipe).lines().map_while(Result::ok);
        all.try_for_each(|line| send.send(line))
    });
    lines
}

/// Waits for a line that contains some words.
#[track_caller]
fn wait_for(lines: &Receiver<String>, words: &str) {
    let mut seen = Vec::new();
    while let Ok(line) = lines.recv_timeout(PATIENCE) {
        if line.contains(words) {
            return;
        }
        seen.push(line);
    }
    panic!("no {words:?} in:\n{}", seen.join("\n"));
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_saved_file_a_saved_configuration_and_a_new_file_are_checked_again() {
    let desk = Desk::with_a_case();
    let watching = Watching::start(&desk, &[]);
    watching.finds("2 findings in 3 of 3 claims");
    desk.write(
        "case.yaml",
        &CASE.replace(
            "  road-closed: { text: \"The road is closed\" }\n",
            "  road-closed: { text: \"x\", kind: judgement }\n",
        ),
    );
    watching.finds("1 finding in 2 of 3 claims");
    desk.write("claimgraph.toml", "[rules]\nparties-only = \"off\"\nuncorroborated-claim = \"off\"\npublisher-only = \"off\"\n");
    watching.finds("no findings");
    desk.write("more.yaml", "claims: { c: { text: 1, txt: 2 } }\n");
    wait_for(&watching.err, "unknown field `txt`");
    watching.rests();
    // An editor that puts a new file in the place of the old one.
    desk.write("more.tmp", "claims: { nobody-says: { text: \"c\" } }\n");
    std::fs::rename(desk.path().join("more.tmp"), desk.path().join("more.yaml")).unwrap();
    watching.finds("1 finding in 1 of 4 claims");
}

#[test]
fn a_baseline_that_is_written_anew_is_compared_with_at_once() {
    let desk = Desk::with_a_case();
    desk.write(
        "kept/known.json",
        "{ \"baseline_version\": 1, \"findings\": [] }\n",
    );
    let watching = Watching::start(&desk, &["case.yaml", "--baseline", "kept/known.json"]);
    watching.finds("2 findings in 3 of 3 claims");
    desk.run("check case.yaml --write-baseline kept/known.json");
    watching.finds("(+ 2 in the baseline: --show-accepted)");
    // What is new counts beside what is known.
    desk.write(
        "case.yaml",
        &CASE.replace("claims:\n", "claims:\n  nobody-says: { text: \"x\" }\n"),
    );
    watching.finds("1 finding in 1 of 4 claims");
    // A baseline that breaks is told, and watched on.
    desk.write("kept/known.json", "{");
    wait_for(&watching.err, "cannot use the baseline");
    watching.rests();
    desk.write(
        "kept/known.json",
        "{ \"baseline_version\": 1, \"findings\": [] }\n",
    );
    watching.finds("3 findings in 4 of 4 claims");
}

#[test]
fn a_single_file_and_what_it_includes_are_watched() {
    let desk = Desk::new();
    desk.write("actors/actors.yaml", "actors: { ana: { name: Ana } }\n");
    desk.write("case.yaml", "include: [actors/actors.yaml]\nclaims: { c: { text: \"c\" } }\nstatements: [{ by: ana, asserts: c }]\n");
    let watching = Watching::start(&desk, &["case.yaml"]);
    wait_for(&watching.err, "watching 2 files");
    desk.write("actors/actors.yaml", "actors: { anna: { name: Anna } }\n");
    wait_for(&watching.err, "unknown actor `ana`");
}

#[test]
fn a_folder_that_another_takes_the_place_of_is_watched_on() {
    let desk = Desk::new();
    let nobody_says = |count: usize| {
        let claims = (0..count).map(|at| format!("  c{at}: {{ text: \"claim {at}\" }}\n"));
        format!("claims:\n{}", claims.collect::<String>())
    };
    desk.write("case/case.yaml", &nobody_says(1));
    let watching = Watching::start(&desk, &["case"]);
    watching.finds("1 of 1 claim");
    let case = desk.path().join("case");
    std::fs::rename(&case, desk.path().join("old")).unwrap();
    desk.write("new/case.yaml", &nobody_says(2));
    std::fs::rename(desk.path().join("new"), &case).unwrap();
    watching.finds("2 of 2 claims");
    desk.write("case/more.yaml", "claims: { d: { text: \"d\" } }\n");
    watching.finds("3 of 3 claims");
    std::fs::remove_dir_all(&case).unwrap();
    desk.write("case/case.yaml", &nobody_says(4));
    watching.finds("4 of 4 claims");
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_cleanly() {
    let desk = Desk::with_a_case();
    let mut watching = Watching::start(&desk, &[]);
    watching.rests();
    let pid = watching.child.id().to_string();
    assert!(
        std::process::Command::new("kill")
            .args(["-INT", &pid])
            .status()
            .unwrap()
            .success()
    );
    let status = watching.child.wait().unwrap();
    assert_eq!(
        status.code(),
        Some(1),
        "the status of the last check: {status}"
    );
}

#[test]
fn what_cannot_be_watched_is_told() {
    let desk = Desk::with_a_case();
    desk.run("check - --watch")
        .fails_with(&["standard input cannot be watched"]);
    desk.run("check --watch nowhere.yaml")
        .fails_with(&["cannot watch `nowhere.yaml`"]);
    desk.run("check --watch -o out.txt")
        .fails_with(&["cannot be used with"]);
}
