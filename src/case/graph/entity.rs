//! The records of the graph, resolved: references are indices, lists are sorted.

use crate::case::date::Date;
use crate::case::index::{ActorIdx, ClaimIdx, EventIdx, EvidenceIdx, ReportIdx, StatementIdx};
use crate::case::vocabulary::{ActorKind, Certainty, ClaimKind, EvidenceKind, Reliability, Role};
use crate::source::Span;

/// A finding accepted in the case file, with the reason.
#[derive(Clone, Debug, PartialEq)]
pub struct Allow {
    /// The rule.
    pub rule: Box<str>,
    /// Why its finding is accepted here.
    pub because: Option<Box<str>>,
    /// Where that is written.
    pub span: Span,
}

/// What any record may carry beside its own fields.
#[derive(Clone, Debug, Default)]
pub struct Remarks {
    /// Other names.
    pub aliases: Box<[Box<str>]>,
    /// A remark.
    pub note: Option<Box<str>>,
    /// Where it is found.
    pub url: Option<Box<str>>,
    /// Archived copy.
    pub archive: Option<Box<str>>,
    /// Cryptographic hash.
    pub hash: Option<Box<str>>,
    /// Perceptual hash.
    pub phash: Option<Box<str>>,
    /// Findings accepted here.
    pub allow: Box<[Allow]>,
}

/// An actor.
#[derive(Clone, Debug)]
pub struct Actor {
    /// Name as shown, where one was given.
    pub name: Option<Box<str>>,
    /// What sort of actor it is.
    pub kind: ActorKind,
    /// The analyst's own grade.
    pub reliability: Option<Reliability>,
    /// Declared opponents, both ways, sorted.
    pub adversaries: Box<[ActorIdx]>,
    /// Actors with a similar name that are somebody else, both ways, sorted.
    pub distinct_from: Box<[ActorIdx]>,
    /// Further fields.
    pub remarks: Option<Box<Remarks>>,
    /// Where it is declared, or first mentioned.
    pub span: Option<Span>,
}

/// A tie from an actor to another.
#[derive(Clone, Copy, Debug)]
pub struct Tie {
    /// The actor at the other end.
    pub to: ActorIdx,
    /// What kind of tie it is.
    pub role: Role,
    /// When it began; unknown counts as always.
    pub from: Date,
    /// When it ended, inclusive; unknown counts as never.
    pub until: Date,
    /// Whether the tie is only alleged.
    pub alleged: bool,
    /// Where it is written.
    pub span: Option<Span>,
}

/// What is counted, and the range of values.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// The counted thing.
    pub of: Box<str>,
    /// Least value, −∞ where open.
    pub min: f64,
    /// Greatest value, +∞ where open.
    pub max: f64,
    /// The value in words.
    pub words: Option<Box<str>>,
    /// Unit of measure.
    pub unit: Option<Box<str>>,
}

/// A text without what does not tell two apart: case, and how many blanks there are.
pub fn folded(text: &str) -> String {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ")
}

impl Quantity {
    /// Whether any number is known.
    pub fn has_value(&self) -> bool {
        self.min.is_finite() || self.max.is_finite()
    }

    /// Whether both count the same thing in the same unit, written as it may be.
    pub fn counts_as(&self, other: &Quantity) -> bool {
        let unit = |quantity: &Quantity| quantity.unit.as_deref().map(folded);
        folded(&self.of) == folded(&other.of) && unit(self) == unit(other)
    }

    /// Whether no value fits both, in the same unit.
    pub fn excludes(&self, other: &Quantity) -> bool {
        self.counts_as(other)
            && self.has_value()
            && other.has_value()
            && (self.max < other.min || other.max < self.min)
    }
}

impl std::fmt::Display for Quantity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.min.is_finite(), self.max.is_finite()) {
            (true, true) if self.min == self.max => write!(f, "{}", self.min)?,
            (true, true) => write!(f, "{}–{}", self.min, self.max)?,
            (true, false) => write!(f, "at least {}", self.min)?,
            (false, true) => write!(f, "at most {}", self.max)?,
            (false, false) => f.write_str(self.words.as_deref().unwrap_or("unknown"))?,
        }
        match &self.unit {
            Some(unit) => write!(f, " {unit}"),
            None => Ok(()),
        }
    }
}

/// A claim.
#[derive(Clone, Debug)]
pub struct Claim {
    /// The proposition.
    pub text: Box<str>,
    /// A short title for pictures.
    pub name: Option<Box<str>>,
    /// What sort of proposition it is.
    pub kind: ClaimKind,
    /// The analyst's own grade, 1 to 6.
    pub credibility: Option<u8>,
    /// How it relates to other records, where it does.
    pub links: Option<Box<ClaimLinks>>,
    /// Further fields.
    pub remarks: Option<Box<Remarks>>,
    /// Where it is declared.
    pub span: Span,
}

/// How a claim relates to other records. Lists are sorted; symmetric relations hold both ways.
#[derive(Clone, Debug, Default)]
pub struct ClaimLinks {
    /// Events it is about.
    pub events: Box<[EventIdx]>,
    /// Actors it is about.
    pub actors: Box<[ActorIdx]>,
    /// Claims that cannot hold together with it, negations included; symmetric.
    pub opposes: Box<[ClaimIdx]>,
    /// Negations of it; symmetric.
    pub negates: Box<[ClaimIdx]>,
    /// Rival accounts; symmetric.
    pub contrasts: Box<[ClaimIdx]>,
    /// Claims that follow from it (direct ones; `same_as` follows both ways).
    pub entails: Box<[ClaimIdx]>,
    /// Claims from which it follows (direct ones).
    pub entailed_by: Box<[ClaimIdx]>,
    /// Wider claims of which it is a part.
    pub part_of: Box<[ClaimIdx]>,
    /// The same proposition under other ids; symmetric.
    pub same_as: Box<[ClaimIdx]>,
    /// What it counts.
    pub quantity: Option<Quantity>,
    /// Actors whose interest it serves.
    pub favours: Box<[ActorIdx]>,
    /// Actors whose interest it harms.
    pub against: Box<[ActorIdx]>,
}

/// An event.
#[derive(Clone, Debug)]
pub struct Event {
    /// Name as shown, where one was given.
    pub name: Option<Box<str>>,
    /// When it happened.
    pub date: Date,
    /// Where it happened.
    pub place: Option<Box<str>>,
    /// Who took part or was attacked, as declared.
    pub parties: Box<[ActorIdx]>,
    /// The larger event of which it is a part; never a cycle.
    pub part_of: Option<EventIdx>,
    /// Events that may be this one; symmetric.
    pub possibly_same_as: Box<[EventIdx]>,
    /// Further fields.
    pub remarks: Option<Box<Remarks>>,
    /// Where it is declared.
    pub span: Span,
}

/// Somebody's verification of claims on an artefact.
#[derive(Clone, Debug, PartialEq)]
pub struct Verification {
    /// The verifier.
    pub by: ActorIdx,
    /// What it found the artefact to show, sorted.
    pub claims: Box<[ClaimIdx]>,
    /// When.
    pub date: Date,
    /// When it came to be known: what somebody passes on, when the report of that appeared.
    pub heard: Date,
    /// Whether it is a statement that tells of it, by `verifies`, and not the record of the artefact.
    pub is_told: bool,
}

/// An artefact.
#[derive(Clone, Debug)]
pub struct Evidence {
    /// Name as shown, where one was given.
    pub name: Option<Box<str>>,
    /// What sort of artefact it is.
    pub kind: EvidenceKind,
    /// How many there are, as written.
    pub number: Option<Box<str>>,
    /// Who made it.
    pub producer: Option<ActorIdx>,
    /// Who released it.
    pub released_by: Option<ActorIdx>,
    /// When.
    pub date: Date,
    /// The events it is of.
    pub of: Box<[EventIdx]>,
    /// The events of which it is one.
    pub of_one_of: Box<[EventIdx]>,
    /// Claims it shows.
    pub shows: Box<[ClaimIdx]>,
    /// What it shows, in words.
    pub shows_text: Box<[Box<str>]>,
    /// Claims it is taken to show and does not.
    pub does_not_show: Box<[ClaimIdx]>,
    /// What it does not show, in words.
    pub does_not_show_text: Box<[Box<str>]>,
    /// What was verified on it.
    pub verified: Box<[Verification]>,
    /// Further fields.
    pub remarks: Option<Box<Remarks>>,
    /// Where it is declared.
    pub span: Span,
}

/// A report.
#[derive(Clone, Debug)]
pub struct Report {
    /// Name or title as shown, where one was given.
    pub name: Option<Box<str>>,
    /// Who published it; unknown where absent.
    pub publisher: Option<ActorIdx>,
    /// When.
    pub date: Date,
    /// Language.
    pub language: Option<Box<str>>,
    /// Further fields.
    pub remarks: Option<Box<Remarks>>,
    /// Where it is declared.
    pub span: Span,
}

/// What few machine-made and most hand-written statements have.
#[derive(Clone, Debug, Default)]
pub struct Detail {
    /// Paragraph, page, time code or selector.
    pub at: Option<Box<str>>,
    /// The verbatim anchor.
    pub quote: Option<Box<str>>,
    /// How many speakers there are said to be.
    pub number: Option<Box<str>>,
    /// How sure the speaker is.
    pub certainty: Option<Certainty>,
    /// The analyst's own grade.
    pub credibility: Option<u8>,
    /// Who holds the speaker.
    pub custodian: Option<ActorIdx>,
    /// The artefact in which it is heard.
    pub found_in: Option<EvidenceIdx>,
    /// The publication in which it was said, as named with the statement; another report may tell of it.
    pub said_in: Option<ReportIdx>,
    /// The relays as written, nearest to the speaker first.
    pub via: Box<[ActorIdx]>,
    /// Further fields.
    pub remarks: Option<Box<Remarks>>,
}

/// What a statement is a stance on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Object {
    /// A claim.
    Claim(ClaimIdx),
    /// Another statement.
    Statement(StatementIdx),
}

/// Whether and how a statement stands for what somebody else said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Directness {
    /// Known directly.
    Direct,
    /// Known only through the relays that were made from its `via`.
    ThroughRelays,
}
