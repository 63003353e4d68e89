//! The catalogue: of which kinds the steps of a witness are, and whom and what a finding of each rule has to name.

use Facts::{Only, OrAnything};
use Severity::{Error, Info, Note, Warning};

use super::named::Named;
use super::{
    Finding, accounts, chains, conflicts, dates, evidence, records, suppressions, weaknesses,
};

/// What the findings of one rule are like.
#[derive(Clone, Copy)]
pub struct Row {
    /// How severe they are, unless the result says that it was asked otherwise; of some rules some are more or less so.
    pub severity: Severity,
    /// The kinds of steps of its witness: each is there, and no other.
    pub shows: &'static [&'static str],
    /// Whether it speaks of claims of kind `fact` only.
    pub facts: Facts,
    /// What a finding may name and show, derived again from what it is about: all ways that there are, mostly one, and
    /// none where its definition does not hold. A way that stands several times may be listed as often.
    pub due: Due,
}

/// Of which claims a rule speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Facts {
    Only,
    OrAnything,
}

/// How severe a finding is; in this order findings are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    Error,
    Warning,
    Info,
    Note,
}

impl Severity {
    /// Of what is grave where more is to be said of it, and else good to know.
    pub fn grave(is_grave: bool) -> Option<Self> {
        Some(if is_grave {
            Severity::Warning
        } else {
            Severity::Info
        })
    }

    pub fn of(word: &str) -> Option<Self> {
        Some(match word {
            "error" => Severity::Error,
            "warning" => Severity::Warning,
            "info" => Severity::Info,
            "note" => Severity::Note,
            _ => return None,
        })
    }
}

/// The row of a rule; `None` where there is no such rule.
pub fn row(rule: &str) -> Option<Row> {
    let found = ROWS.iter().find(|(name, ..)| *name == rule);
    found.map(|&(_, severity, shows, facts, due)| Row {
        severity,
        shows,
        facts,
        due,
    })
}

type Due = fn(&Finding<'_, '_>) -> Vec<Named>;

/// Name, severity, what the witness shows, of which claims, and what is due.
#[rustfmt::skip]
const ROWS: &[(&str, Severity, &[&str], Facts, Due)] = &[
    // Weaknesses of the support of claims, by their lines.
    ("custodial-confession", Warning, &["line"], Only, weaknesses::by_lines),
    ("anonymous-only", Warning, &["line"], Only, weaknesses::by_lines),
    ("self-serving-claim", Warning, &["line"], Only, weaknesses::by_lines),
    ("parties-only", Warning, &["line"], Only, weaknesses::by_lines),
    ("uncorroborated-claim", Warning, &["line"], Only, weaknesses::by_lines),
    ("publisher-only", Info, &["line"], Only, weaknesses::by_lines),
    ("hearsay-only", Info, &["line"], Only, weaknesses::by_lines),
    ("amplification", Info, &["line"], Only, weaknesses::by_lines),
    ("unknown-independence", Info, &["line"], Only, weaknesses::by_lines),
    ("overgraded-claim", Warning, &["conflict", "line"], Only, weaknesses::overgraded),
    ("relay-bottleneck", Warning, &["cut", "line"], Only, weaknesses::bottleneck),
    ("affiliated-corroboration", Warning, &["cut", "line"], Only, weaknesses::affiliated),
    ("single-origin-echo", Warning, &["line"], Only, weaknesses::echo),
    ("circular-support", Error, &["cycle"], Only, weaknesses::circular),
    ("unfounded-support", Warning, &["chain"], Only, weaknesses::unfounded),
    ("linchpin", Info, &["line"], Only, weaknesses::linchpin),
    // By what is said for claims.
    ("pluralised-source", Info, &["line"], Only, accounts::crowds),
    ("adverse-agreement", Note, &["line"], Only, accounts::agreement),
    ("false-corroboration", Warning, &["chain"], Only, accounts::echoes),
    ("unsourced-claim", Warning, &[], Only, accounts::nothing_said),
    ("doubted-claim", Info, &["conflict"], Only, accounts::doubted),
    ("unanswered-claim", Info, &["conflict"], OrAnything, accounts::unanswered),
    ("citation-bias", Info, &["chain"], Only, super::bias::citations),
    // By what cites what.
    ("round-trip-sourcing", Warning, &["chain"], Only, chains::round_trip),
    ("laundered-sourcing", Warning, &["chain"], Only, chains::laundered),
    ("circular-citation", Warning, &["cycle"], OrAnything, chains::circle),
    ("dead-end-citation", Warning, &["chain"], Only, chains::dead_end),
    ("certainty-inflation", Warning, &["chain"], OrAnything, chains::inflation),
    ("claim-drift", Warning, &["chain"], OrAnything, chains::drift),
    ("retracted-still-cited", Warning, &["chain"], OrAnything, chains::still_cited),
    ("empty-retraction", Warning, &["chain"], OrAnything, chains::empty_retraction),
    // By what does not go together.
    ("contested-claim", Warning, &["conflict"], OrAnything, conflicts::contested),
    ("self-contradiction", Warning, &["conflict"], OrAnything, conflicts::within_one_side),
    ("value-conflict", Warning, &["conflict"], OrAnything, conflicts::values),
    ("rival-accounts", Warning, &["conflict"], OrAnything, conflicts::rivals),
    ("evidence-overreach", Warning, &["conflict"], OrAnything, evidence::overreach),
    ("recycled-evidence", Warning, &["conflict"], OrAnything, evidence::recycled),
    ("unattributable-evidence", Info, &["conflict"], OrAnything, evidence::unattributable),
    ("not-shown", Warning, &["conflict"], OrAnything, evidence::not_shown),
    ("interested-release", Info, &["line"], OrAnything, evidence::interested),
    // By dates.
    ("relay-before-origin", Error, &["chain"], OrAnything, dates::relay_before_origin),
    ("premature-statement", Error, &["chain"], OrAnything, dates::premature),
    ("impossible-date", Warning, &["chain"], OrAnything, dates::impossible),
    // By the records of the case.
    ("halo-grading", Info, &["line"], OrAnything, records::halo),
    ("untraceable-statement", Info, &["line"], OrAnything, records::untraceable),
    ("unused-entity", Info, &["line"], OrAnything, records::unused),
    ("bridging-actor", Info, &["line"], OrAnything, records::bridge),
    ("adversary-in-class", Error, &["conflict"], OrAnything, records::opponents),
    ("duplicate-entity", Warning, &["conflict"], OrAnything, records::duplicates),
    ("unpreserved-source", Info, &["chain"], OrAnything, records::unpreserved),
    ("unused-suppression", Warning, &[], OrAnything, suppressions::unused),
];
