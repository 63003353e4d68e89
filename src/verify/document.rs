//! A result of `claimgraph check --format json` as the checker reads it: only what it confirms.

use std::collections::BTreeMap;

use serde::Deserialize;

/// The version of results that can be checked.
pub const VERSION: &str = "1";

/// A result.
#[derive(Debug, Deserialize)]
pub struct Document {
    /// The version of its format.
    pub schema_version: String,
    /// Whether the case was analysed at all.
    pub complete: bool,
    /// Only what was said by then counts.
    #[serde(deserialize_with = "Option::deserialize")]
    pub as_of: Option<String>,
    /// What was assumed.
    pub settings: Settings,
    /// How much there is of what.
    pub summary: Summary,
    /// What was found.
    pub findings: Vec<Finding>,
    /// Statement cycles.
    pub cycles: Vec<Cycle>,
    /// Every claim.
    pub claims: Vec<Claim>,
}

/// What a result assumed.
#[derive(Debug, Deserialize)]
pub struct Settings {
    /// How many known lines make a claim corroborated.
    pub threshold: u32,
    /// Whether a party's statement without a basis is taken as its own act.
    pub assume_own_acts: bool,
    /// The roles that join voices.
    pub joining: Vec<String>,
}

/// How much there is of what.
#[derive(Debug, Deserialize)]
#[allow(missing_docs)]
pub struct Summary {
    pub errors: usize,
    pub warnings: usize,
    pub infos: usize,
    pub notes: usize,
    pub allowed: usize,
    pub known: usize,
    pub claims: usize,
    pub claims_with_findings: usize,
    pub speakers: usize,
    pub statements: usize,
    pub actors: usize,
    pub statuses: BTreeMap<String, usize>,
}

/// One finding.
#[derive(Debug, Deserialize)]
#[allow(missing_docs)]
pub struct Finding {
    pub rule: String,
    pub severity: String,
    pub claims: Vec<String>,
    pub actors: Vec<String>,
    pub events: Vec<String>,
    pub evidence: Vec<String>,
    pub statements: Vec<String>,
    pub witness: Vec<Witness>,
    /// Why it does not count, if it does not.
    pub accepted: Option<Accepted>,
}

/// Why a finding does not count.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Accepted {
    Allowed(serde::de::IgnoredAny),
    Baseline,
}

/// One step of a witness.
#[derive(Debug, Deserialize)]
#[allow(missing_docs)]
pub struct Witness {
    pub kind: String,
    pub id: Option<String>,
}

/// A statement cycle.
#[derive(Debug, Deserialize)]
#[allow(missing_docs)]
pub struct Cycle {
    pub members: usize,
    pub shortest: Vec<String>,
    pub possible: bool,
    pub grounded: bool,
    pub cut: Vec<Cut>,
    pub cut_at_least: usize,
}

/// A citation to strike.
#[derive(Debug, Deserialize)]
#[allow(missing_docs)]
pub struct Cut {
    pub statement: String,
    pub cites: String,
}

/// One claim.
#[derive(Debug, Deserialize)]
#[allow(missing_docs)]
pub struct Claim {
    pub claim: String,
    pub status: String,
    pub lines_min: u32,
    pub lines_max: u32,
    pub origins_min: u32,
    pub origins_max: u32,
    pub denial_min: u32,
    pub denial_max: u32,
    pub statements: u32,
    pub denials: u32,
    pub relays: u32,
    /// The names of the numbers of which only a bound is given.
    pub inexact: String,
    pub grounded: bool,
    /// A decimal number of any size.
    pub paths: String,
    pub first: Option<String>,
    pub last: Option<String>,
    pub support: Certificate,
    pub denial: Certificate,
}

/// The proof of the numbers of one side.
#[derive(Debug, Deserialize)]
#[allow(missing_docs)]
pub struct Certificate {
    pub lines: Vec<Line>,
    pub known_lines: Vec<Line>,
    pub cut: Vec<Label>,
    pub known_cut: Vec<Label>,
}

/// One line.
#[derive(Debug, Deserialize)]
#[allow(missing_docs)]
pub struct Line {
    pub steps: Vec<Step>,
    pub carriers: Vec<Carrier>,
    pub labels: Vec<Label>,
    pub known: bool,
}

/// One step of a line.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Step {
    Statement(String),
    Implied {
        by: Option<String>,
        report: Option<String>,
        claim: String,
    },
}

/// What must be right.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Carrier {
    Speaker(String),
    AssumedOwnAct(String),
    Artefact {
        evidence: String,
        verifier: String,
        date: Option<String>,
    },
    Makers(String),
    Custodian(String),
    Unknown(Option<String>),
}

/// What lines may not share.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Label {
    Voice(String),
    Artefact(String),
    Nameless(Step),
}
