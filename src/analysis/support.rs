//! How much a claim stands on: counts, intervals and their certificates (semantics §4).

use super::carriers::Carrier;
use super::lineage::LineageIdx;
use super::status::Status;
use crate::case::date::Date;
use crate::case::{ActorIdx, EvidenceIdx};

/// A number known to lie between two bounds; equal bounds where it is known exactly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Count {
    /// Lower bound.
    pub least: u32,
    /// Upper bound.
    pub most: u32,
}

impl Count {
    /// A number known exactly.
    pub const fn exact(value: u32) -> Self {
        Count {
            least: value,
            most: value,
        }
    }

    /// Whether the number itself is known; else a search ended at its budget, and only bounds are.
    pub const fn is_exact(self) -> bool {
        self.least == self.most
    }
}

/// The four numbers of one side of a claim: κ⁻, κ⁺, ω⁻, ω⁺.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Lines {
    /// κ⁻: independent known lines.
    pub lines_min: Count,
    /// κ⁺: independent lines, unknown ones counted as they stand.
    pub lines_max: Count,
    /// ω⁻: pairwise unjoined known carriers.
    pub origins_min: Count,
    /// ω⁺: pairwise unjoined carriers.
    pub origins_max: Count,
    /// Whether any of the statements is grounded.
    pub grounded: bool,
    /// Live statements.
    pub statements: u32,
    /// Relays among them.
    pub relays: u32,
}

/// Everything counted about a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Its status.
    pub status: Status,
    /// Its support.
    pub support: Lines,
    /// Its denial.
    pub denial: Lines,
    /// Supported by declared adversaries, or by a side that it is `against`.
    pub adverse: bool,
    /// Date of the earliest live statement on it.
    pub first: Option<Date>,
    /// Date of the latest live statement on it.
    pub last: Option<Date>,
}

/// Something that lines may share: a voice (actors, named or not) or an artefact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Label {
    /// An actor, as a voice.
    Voice(ActorIdx),
    /// An artefact.
    Artefact(EvidenceIdx),
    /// The unknown publisher of a cited report, or another nameless source, by lineage node.
    Nameless(LineageIdx),
}

/// One derivation of a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The statements on it, every one after those that it rests on: roots first, the sink last.
    pub steps: Vec<LineageIdx>,
    /// The carriers of its roots, in the order in which the roots appear.
    pub carriers: Vec<Carrier>,
    /// Everything that may not be shared with another line, sorted.
    pub labels: Vec<Label>,
    /// Whether every carrier on it is known and nobody unnamed speaks on it.
    pub known: bool,
}

/// The proof of a count: the lines, and what cuts them all.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Certificate {
    /// As many pairwise independent lines as κ⁺ says (its lower bound, where it is not exact).
    pub lines: Vec<Line>,
    /// As many pairwise independent *known* lines as κ⁻ says.
    pub known_lines: Vec<Line>,
    /// Voices and artefacts of which every line bears one. As many as there are lines: then the count is proved; more:
    /// the count may be proved by exhaustion only. Empty where there is no line. Without them no line of these is left;
    /// where a verifier is among them, what it alone verified may still stand on its makers' word, which is another.
    pub cut: Vec<Label>,
    /// The same for known lines; opponents' undeclared words are none of them.
    pub known_cut: Vec<Label>,
}
