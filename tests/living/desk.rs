//! A folder with a case, and the command run in it.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

/// A folder for one test.
pub struct Desk {
    folder: tempfile::TempDir,
}

/// What a run said.
pub struct Said {
    pub status: i32,
    pub out: String,
    pub problems: String,
}

impl From<Output> for Said {
    fn from(output: Output) -> Self {
        Said {
            status: output.status.code().expect("an exit status, no signal"),
            out: String::from_utf8(output.stdout).unwrap(),
            problems: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Said {
    /// The output as one JSON document.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|_| panic!("{}{}", self.out, self.problems))
    }

    /// Asserts a status and that the problems name some things.
    #[track_caller]
    pub fn fails_with(&self, named: &[&str]) {
        assert_eq!(self.status, 2, "{}{}", self.out, self.problems);
        for &name in named {
            assert!(
                self.problems.contains(name),
                "no {name} in:\n{}",
                self.problems
            );
        }
        assert!(!self.problems.contains("panicked"), "{}", self.problems);
    }
}

impl Desk {
    /// An empty folder.
    pub fn new() -> Self {
        Desk {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// A folder with a case of two claims that only one party vouches for, and one that is told by one voice.
    pub fn with_a_case() -> Self {
        let desk = Desk::new();
        desk.write("case.yaml", CASE);
        desk
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file, with its folders.
    pub fn write(&self, name: &str, text: &str) {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path().join(name)).unwrap()
    }

    /// The command, to be run in the folder.
    pub fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_claimgraph"));
        command.current_dir(self.path()).env("NO_COLOR", "1");
        command
    }

    /// Runs the command with the words of a line.
    pub fn run(&self, line: &str) -> Said {
        let words = line.split_whitespace();
        self.command().args(words).output().unwrap().into()
    }

    /// The findings that count, as `rule claim,claim`, by `check` with more words.
    pub fn found(&self, more: &str) -> Vec<String> {
        let said = self.run(&format!("check {more} --format json"));
        let document = said.json();
        let findings = document["findings"].as_array().unwrap();
        let counting = findings.iter().filter(|one| one["accepted"].is_null());
        let mut found: Vec<String> = counting
            .map(|one| {
                let claims = one["claims"].as_array().unwrap();
                let claims: Vec<&str> = claims.iter().map(|id| id.as_str().unwrap()).collect();
                format!("{} {}", one["rule"].as_str().unwrap(), claims.join(","))
            })
            .collect();
        found.sort();
        found
    }
}

pub const CASE: &str = r#"case: "A raid"
actors:
  army: { name: The Army }
  post: { name: The Post }
events:
  raid: { date: 2023-05-01, parties: [army] }
claims:
  leader-killed: { text: "The leader died", about: raid }
  bridge-held: { text: "The bridge was held", about: raid }
  road-closed: { text: "The road is closed" }
reports:
  press:
    publisher: army
    date: 2023-05-02
    statements:
      - { at: 1, asserts: [leader-killed, bridge-held] }
  story:
    publisher: post
    statements:
      - { at: 2, asserts: road-closed, basis: told }
"#;
