//! Baselines: the findings that were there when somebody started to look, so that only new ones count.
//!
//! A baseline lists the parts of findings (see [`fingerprint`](super::fingerprint)), a line each, sorted by rule and
//! ids: it can be read, merged and reviewed. A finding is known if all of its parts are. Remarks are no debt and are
//! listed only where they count: a strength is shown every time.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Accepted, Finding, Packed, Policy, Severity, fingerprint, rule};
use crate::analysis::Facts;
use crate::case::ClaimGraph;

/// The version of the files that are read and written here.
pub const VERSION: u64 = 1;

/// One part of a finding.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The rule.
    pub rule: String,
    /// Ids of the records that it is about, sorted.
    pub about: Vec<String>,
    /// Both as one number.
    pub fingerprint: String,
}

impl Entry {
    /// What it is about: "`rule` about `a`, `b`".
    pub fn text(&self) -> String {
        format!("`{}` about `{}`", self.rule, self.about.join("`, `"))
    }
}

/// Known findings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    entries: BTreeSet<Entry>,
}

/// Why a text is no baseline that can be used.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum BaselineError {
    /// It is no JSON, or something is missing in it.
    #[error("damaged at line {line}, column {column}: {what}")]
    Damaged {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// What is wrong there.
        what: String,
    },
    /// It is something else.
    #[error("it is no baseline")]
    Other,
    /// It is of a version that is not known here.
    #[error("it has version {found}, and this program knows version {VERSION}")]
    Newer {
        /// The version.
        found: u64,
    },
    /// What was signed is not what is there.
    #[error("the entry of `{rule}` about {about} does not go with its fingerprint")]
    Changed {
        /// Its rule.
        rule: String,
        /// What it is about.
        about: String,
    },
}

impl BaselineError {
    /// What would mend it.
    pub fn help(&self) -> &'static str {
        match self {
            BaselineError::Newer { .. } => {
                "update claimgraph, or write the baseline anew with `--write-baseline`"
            }
            BaselineError::Other => "name a file that `--write-baseline` has written",
            BaselineError::Damaged { .. } | BaselineError::Changed { .. } => {
                "restore it from version control, or write it anew with `--write-baseline`"
            }
        }
    }
}

/// Whether a baseline lists findings of severity `note`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notes {
    /// They are shown every time.
    LeftOut,
    /// They count as all others do.
    Listed,
}

/// What a baseline knows and is not found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Missing {
    /// It would be found if it were still there.
    pub gone: Vec<Entry>,
    /// It is about records that are not in this case: removed, or in files that are not looked at.
    pub elsewhere: Vec<Entry>,
}

impl Missing {
    /// Sorts entries that were not found. Nothing is said of rules that do not look, nor of a past date, at which what
    /// was found later was not there yet.
    pub fn new(facts: &Facts<'_>, policy: &Policy, mut entries: Vec<Entry>) -> Self {
        if facts.settings().as_of.is_some() {
            return Missing::default();
        }
        entries.retain(|entry| rule(&entry.rule).is_none_or(|rule| policy.runs(rule)));
        let is_here = |name: &String| facts.graph().knows(name) || rule(name).is_some();
        let (gone, elsewhere) = (entries.into_iter())
            .partition(|entry| entry.about.is_empty() || entry.about.iter().any(is_here));
        Missing { gone, elsewhere }
    }
}

impl Baseline {
    /// The baseline of some findings: those that nobody allows.
    pub fn of(graph: &ClaimGraph, findings: &[Packed], notes: Notes) -> Self {
        let listed = findings.iter().filter(|finding| {
            (finding.severity != Severity::Note || notes == Notes::Listed)
                && !matches!(finding.accepted(), Some(Accepted::Allowed { .. }))
        });
        Baseline {
            entries: (listed.flat_map(|one| entries(graph, &one.open()))).collect(),
        }
    }

    /// How many entries it has.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether it knows nothing.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// How many entries this one has that another has not.
    pub fn beyond(&self, other: &Baseline) -> usize {
        self.entries.difference(&other.entries).count()
    }

    /// Marks the findings that it knows, and tells what it knows that is not found.
    pub fn mark(&self, graph: &ClaimGraph, findings: &mut [Packed]) -> Vec<Entry> {
        let mut found: BTreeSet<Entry> = BTreeSet::new();
        for finding in findings {
            let parts = entries(graph, &finding.open());
            if finding.counts() && parts.iter().all(|part| self.entries.contains(part)) {
                finding.accept(Accepted::Known);
            }
            found.extend(parts);
        }
        self.entries.difference(&found).cloned().collect()
    }

    /// Writes it, an entry a line.
    ///
    /// # Errors
    /// Where `out` cannot be written to.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        write!(
            out,
            "{{\n  \"baseline_version\": {VERSION},\n  \"findings\": ["
        )?;
        for (at, entry) in self.entries.iter().enumerate() {
            let separator = if at == 0 { "" } else { "," };
            write!(out, "{separator}\n    {}", serde_json::to_string(entry)?)?;
        }
        let end = if self.is_empty() { "" } else { "\n  " };
        writeln!(out, "{end}]\n}}")
    }

    /// Reads what [`write`](Self::write) has written.
    ///
    /// # Errors
    /// Where it is damaged, changed, of a later version, or something else.
    pub fn read(bytes: &[u8]) -> Result<Self, BaselineError> {
        let document: BTreeMap<String, serde_json::Value> =
            serde_json::from_slice(bytes).map_err(|error| damaged(&error))?;
        let version = document
            .get("baseline_version")
            .ok_or(BaselineError::Other)?;
        match version.as_u64() {
            Some(VERSION) => {}
            Some(found) if found > VERSION => return Err(BaselineError::Newer { found }),
            _ => return Err(BaselineError::Other),
        }
        // Once more, for the places of what is wrong.
        let file: File = serde_json::from_slice(bytes).map_err(|error| damaged(&error))?;
        for entry in &file.findings {
            let about: Vec<&str> = entry.about.iter().map(String::as_str).collect();
            if fingerprint::of(&entry.rule, &about) != entry.fingerprint {
                return Err(BaselineError::Changed {
                    rule: entry.rule.clone(),
                    about: format!("`{}`", about.join("`, `")),
                });
            }
        }
        Ok(Baseline {
            entries: file.findings.into_iter().collect(),
        })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "baseline_version")]
    _version: u64,
    findings: Vec<Entry>,
}

fn damaged(error: &serde_json::Error) -> BaselineError {
    let text = error.to_string();
    let what = text.split(" at line ").next().unwrap_or_default();
    BaselineError::Damaged {
        line: error.line(),
        column: error.column().max(1),
        what: what.to_owned(),
    }
}

fn entries(graph: &ClaimGraph, finding: &Finding) -> Vec<Entry> {
    let parts = fingerprint::parts(graph, finding);
    let entry = |about: Vec<&str>| Entry {
        rule: finding.rule.to_owned(),
        fingerprint: fingerprint::of(finding.rule, &about),
        about: about.into_iter().map(str::to_owned).collect(),
    };
    parts.into_iter().map(entry).collect()
}
