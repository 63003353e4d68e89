//! The status of a claim (semantics §6).

use schemars::JsonSchema;
use serde::Serialize;

/// What can be said of a claim from the statements in the case. It never says whether the claim is true.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Only questioned; to be met with silence alone is no question.
    Open,
    /// Grounded support and grounded denial.
    Contested,
    /// Grounded denial, no grounded support.
    Denied,
    /// No live support.
    Unsupported,
    /// Support, none of it grounded, and its lineage runs into a cycle.
    Circular,
    /// Support, none of it grounded, no cycle.
    Unfounded,
    /// At most one independent line.
    Uncorroborated,
    /// Enough lines if unknown provenance is independent, too few if it is not.
    IndependenceUnknown,
    /// Enough independent known lines.
    Corroborated,
}

impl Status {
    /// Every status, from the least to the best supported.
    pub const ALL: [Status; 9] = [
        Status::Open,
        Status::Contested,
        Status::Denied,
        Status::Unsupported,
        Status::Circular,
        Status::Unfounded,
        Status::Uncorroborated,
        Status::IndependenceUnknown,
        Status::Corroborated,
    ];

    /// How well a claim of this status is supported, beside its denial: the order in which statuses fall and rise.
    pub const fn footing(self) -> u8 {
        match self {
            Status::Open
            | Status::Denied
            | Status::Unsupported
            | Status::Circular
            | Status::Unfounded => 0,
            Status::Contested => 1,
            Status::Uncorroborated => 2,
            Status::IndependenceUnknown => 3,
            Status::Corroborated => 4,
        }
    }

    /// The word used in output.
    pub const fn word(self) -> &'static str {
        match self {
            Status::Open => "open",
            Status::Contested => "contested",
            Status::Denied => "denied",
            Status::Unsupported => "unsupported",
            Status::Circular => "circular",
            Status::Unfounded => "unfounded",
            Status::Uncorroborated => "uncorroborated",
            Status::IndependenceUnknown => "independence-unknown",
            Status::Corroborated => "corroborated",
        }
    }
}

impl std::fmt::Display for Status {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.word())
    }
}
