//! A result of `claimgraph check --format json`, field by field, as the checker reads it.
//!
//! Nothing but such a document is one: an unknown key, a missing one, one that stands twice and a value of another type
//! are errors with their line and column. What is only told is read as well, and is not looked at again.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The version of results that can be checked.
pub const VERSION: &str = "1";

/// Defines records that are read from objects with just these fields.
macro_rules! objects {
    ($($(#[$about:meta])* $name:ident { $($(#[$field:meta])* $key:ident: $kind:ty,)* })*) => {$(
        #[derive(Debug, Deserialize, Serialize)]
        #[serde(deny_unknown_fields)]
        #[allow(missing_docs)]
        $(#[$about])*
        pub struct $name {$($(#[$field])* pub $key: $kind,)*}
    )*};
}

objects! {
    /// A result.
    Document {
        schema_version: String,
        tool: Tool,
        /// Only what was said by then counts.
        #[serde(deserialize_with = "Option::deserialize")]
        as_of: Option<String>,
        inputs: Vec<String>,
        /// Whether the case was analysed at all.
        complete: bool,
        settings: Settings,
        summary: Summary,
        findings: Vec<Finding>,
        cycles: Vec<Cycle>,
        claims: Vec<Claim>,
        problems: Vec<Problem>,
        #[serde(deserialize_with = "Option::deserialize")]
        stale: Option<Vec<Stale>>,
    }

    /// What wrote it.
    Tool {
        name: String,
        version: String,
    }

    /// What a result assumed.
    Settings {
        /// How many known lines make a claim corroborated.
        threshold: u32,
        /// Whether a party's statement without a basis is taken as its own act.
        assume_own_acts: bool,
        /// The roles that join voices.
        joining: Vec<String>,
        /// From where on rules find something: what is found is not looked for again.
        thresholds: Thresholds,
        rules: Rules,
    }

    /// What was asked of the rules.
    Rules {
        /// Whether every weakness of a claim is listed, not only the sharpest.
        all: bool,
        /// The rules of which something is said: `off`, `on`, or the severity of all that they find.
        levels: BTreeMap<String, String>,
        /// What the configuration allows.
        allowed: Vec<Allowance>,
    }

    /// A rule whose findings are allowed at some records; at none: everywhere.
    Allowance {
        rule: String,
        about: Vec<String>,
    }

    /// From where on rules speak of something.
    #[serde(rename_all = "kebab-case")]
    Thresholds {
        amplification: Amplification,
        citation_bias: CitationBias,
        halo_grading: HaloGrading,
        linchpin: Linchpin,
        recycled_evidence: RecycledEvidence,
    }

    /// Citation paths, in all and for each line.
    #[serde(rename_all = "kebab-case")]
    Amplification {
        paths: u64,
        paths_a_line: u64,
    }

    /// Citations, who cites, how likely and how far apart.
    CitationBias {
        citations: u64,
        citing: u64,
        p: f64,
        times: f64,
    }

    /// Pairs of grades, and the share of those that are alike.
    HaloGrading {
        pairs: u64,
        share: f64,
    }

    /// Actors of a class; claims in all and as a part of all; statements beyond which nothing is looked for.
    #[serde(rename_all = "kebab-case")]
    Linchpin {
        actors: u64,
        claims: usize,
        one_in: usize,
        most_statements: u64,
    }

    /// Bits in which perceptual hashes differ.
    RecycledEvidence {
        bits: u64,
    }

    /// How much there is of what.
    Summary {
        errors: usize,
        warnings: usize,
        infos: usize,
        notes: usize,
        allowed: usize,
        known: usize,
        claims: usize,
        claims_with_findings: usize,
        statements: usize,
        speakers: usize,
        actors: usize,
        statuses: Statuses,
    }

    /// How many claims have which status.
    #[serde(rename_all = "kebab-case")]
    Statuses {
        open: usize,
        contested: usize,
        denied: usize,
        unsupported: usize,
        circular: usize,
        unfounded: usize,
        uncorroborated: usize,
        independence_unknown: usize,
        corroborated: usize,
    }

    /// One finding.
    Finding {
        rule: String,
        severity: String,
        message: String,
        claims: Vec<String>,
        actors: Vec<String>,
        events: Vec<String>,
        evidence: Vec<String>,
        reports: Vec<String>,
        statements: Vec<String>,
        witness: Vec<Step>,
        locations: Vec<Location>,
        help: String,
        fingerprint: String,
        /// Why it does not count, if it does not.
        #[serde(deserialize_with = "Option::deserialize")]
        accepted: Option<Accepted>,
    }

    /// One step of a witness.
    Step {
        kind: String,
        #[serde(deserialize_with = "Option::deserialize")]
        id: Option<String>,
        text: String,
        /// How many steps are left out here.
        #[serde(default)]
        more: Option<usize>,
    }

    /// A place in the input.
    Location {
        path: String,
        line: usize,
        column: usize,
        end_line: usize,
        end_column: usize,
    }

    /// A fault of the input.
    Problem {
        severity: String,
        message: String,
        #[serde(deserialize_with = "Option::deserialize")]
        location: Option<Location>,
        #[serde(deserialize_with = "Option::deserialize")]
        help: Option<String>,
    }

    /// What a baseline knows and is found no more.
    Stale {
        rule: String,
        about: Vec<String>,
        fingerprint: String,
    }

    /// A statement cycle.
    Cycle {
        members: usize,
        shortest: Vec<String>,
        possible: bool,
        grounded: bool,
        cut: Vec<Cut>,
        cut_at_least: usize,
        /// Told only of those that are circles by the letter alone.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        apparent: bool,
    }

    /// A citation to strike.
    Cut {
        statement: String,
        cites: String,
    }

    /// One claim.
    Claim {
        claim: String,
        status: String,
        lines_min: u32,
        lines_max: u32,
        origins_min: u32,
        origins_max: u32,
        denial_min: u32,
        denial_max: u32,
        statements: u32,
        denials: u32,
        relays: u32,
        /// The names of the numbers of which only a bound is given.
        inexact: String,
        grounded: bool,
        /// A decimal number of any size.
        paths: String,
        #[serde(deserialize_with = "Option::deserialize")]
        first: Option<String>,
        #[serde(deserialize_with = "Option::deserialize")]
        last: Option<String>,
        support: Certificate,
        denial: Certificate,
    }

    /// The proof of the numbers of one side.
    Certificate {
        lines: Vec<Line>,
        known_lines: Vec<Line>,
        cut: Vec<Label>,
        known_cut: Vec<Label>,
    }

    /// One line.
    Line {
        steps: Vec<Node>,
        carriers: Vec<Carrier>,
        labels: Vec<Label>,
        known: bool,
    }
}

/// Why a finding does not count.
#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
#[allow(missing_docs)]
pub enum Accepted {
    Allowed { because: String, location: Location },
    Baseline,
}

/// A statement, or what is cited and not recorded.
#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[allow(missing_docs)]
pub enum Node {
    Statement(String),
    Implied {
        #[serde(deserialize_with = "Option::deserialize")]
        by: Option<String>,
        #[serde(deserialize_with = "Option::deserialize")]
        report: Option<String>,
        claim: String,
    },
}

/// What must be right.
#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[allow(missing_docs)]
pub enum Carrier {
    Speaker(String),
    AssumedOwnAct(String),
    Artefact {
        evidence: String,
        verifier: String,
        #[serde(deserialize_with = "Option::deserialize")]
        date: Option<String>,
    },
    Makers(String),
    Custodian(String),
    Unknown(Option<String>),
}

/// What lines may not share.
#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Label {
    Voice(String),
    Artefact(String),
    Nameless(Node),
}

impl Label {
    /// The id of the actor or artefact, unless it is a nameless source.
    pub(super) fn id(&self) -> Option<&str> {
        match self {
            Label::Voice(id) | Label::Artefact(id) => Some(id),
            Label::Nameless(_) => None,
        }
    }
}
