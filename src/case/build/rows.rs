//! Records with symbols in the place of ids: what is between reading and the graph.

use std::num::NonZeroU32;
use std::ops::Range;

use super::symbols::Symbol;
use crate::case::date::Date;
use crate::case::problem::Problem;
use crate::case::record::{
    ActorRecord, AllowRecord, ClaimRecord, EventRecord, EvidenceRecord, Ref, ReportRecord,
};
use crate::case::spanned::Spanned;
use crate::case::vocabulary::{ActorKind, Basis, Certainty, Role, Stance};
use crate::source::{FileId, PackedSpan, Span};

/// A record with its symbol and its place.
pub(super) struct Row<T> {
    pub symbol: Symbol,
    pub span: Span,
    pub record: T,
}

/// What a citation names: an id, or a statement made from the same record.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum CitedAs {
    Id(Symbol),
    Row(u32),
}

/// A [`CitedAs`] in four bytes: neither symbols nor rows need the top bit.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Cited(u32);

const CITED_ROW: u32 = 1 << 31;

impl From<CitedAs> for Cited {
    fn from(cited: CitedAs) -> Self {
        match cited {
            CitedAs::Id(symbol) => Cited(symbol.0),
            CitedAs::Row(row) => {
                assert!(row < CITED_ROW, "fewer than 2^31 statements");
                Cited(row | CITED_ROW)
            }
        }
    }
}

impl From<Cited> for CitedAs {
    fn from(Cited(packed): Cited) -> Self {
        match packed & CITED_ROW {
            0 => CitedAs::Id(Symbol(packed)),
            _ => CitedAs::Row(packed & !CITED_ROW),
        }
    }
}

/// Consecutive places in the column of all citations.
#[derive(Clone, Copy)]
pub(super) struct Cites {
    pub start: u32,
    pub end: u32,
}

impl Cites {
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A statement in symbols, in one cache line. Everything that few statements have is in its [`Extras`].
#[derive(Clone, Copy)]
pub(super) struct StatementRow {
    pub id: Symbol,
    pub by: Symbol,
    pub object: Symbol,
    pub report: Symbol,
    pub date: Date,
    pub place: PackedSpan,
    pub cites: Cites,
    pub extras: Option<ExtrasIdx>,
    pub stance: Stance,
    pub basis: Option<Basis>,
    pub relay: bool,
    pub has_via: bool,
}

impl StatementRow {
    /// Where it was written.
    pub fn span(&self) -> Span {
        self.place.into()
    }
}

/// The place of a row's [`Extras`], plus one, so that none takes no room.
#[derive(Clone, Copy)]
pub(super) struct ExtrasIdx(NonZeroU32);

impl ExtrasIdx {
    pub fn from_usize(at: usize) -> Self {
        let number = NonZeroU32::new(narrow(at + 1));
        ExtrasIdx(number.expect("one more than a place is not zero"))
    }

    pub fn at(self) -> usize {
        self.0.get() as usize - 1
    }
}

/// What few machine-made and most hand-written statements have.
#[derive(Clone, Default)]
pub(super) struct Extras {
    pub at: Option<String>,
    pub quote: Option<String>,
    pub number: Option<String>,
    pub note: Option<String>,
    pub url: Option<String>,
    pub certainty: Option<Certainty>,
    pub credibility: Option<Spanned<u8>>,
    pub custodian: Option<Ref>,
    pub found_in: Option<Ref>,
    /// The mention of an unnamed speaker: its label and a number that is equal for statements of one record.
    pub unnamed: Option<(Spanned<String>, u32)>,
    pub via: Vec<Ref>,
    pub verifies: bool,
    pub allow: Vec<AllowRecord>,
    /// The references as written, for exact places in messages.
    pub refs: Vec<Ref>,
}

/// An actor as it was read.
pub(super) enum ActorRow {
    /// With nothing but a name, a kind and some ties, in the column of all bare ties.
    Bare {
        name: Option<Box<str>>,
        kind: ActorKind,
        ties: Range<u32>,
    },
    Full(Box<ActorRecord>),
}

/// A tie that is neither dated nor alleged.
pub(super) struct BareTie {
    pub to: Symbol,
    pub role: Role,
    pub span: Span,
}

/// A claim as it was read.
pub(super) enum ClaimRow {
    /// With nothing but its text.
    Bare(Box<str>),
    Full(Box<ClaimRecord>),
}

/// The records of a case, kind by kind.
#[derive(Default)]
pub(super) struct Tables {
    pub titles: Vec<(FileId, Spanned<String>)>,
    pub actors: Vec<Row<ActorRow>>,
    pub ties: Vec<BareTie>,
    pub claims: Vec<Row<ClaimRow>>,
    pub events: Vec<Row<EventRecord>>,
    pub evidence: Vec<Row<EvidenceRecord>>,
    pub reports: Vec<Row<ReportRecord>>,
    pub statements: Vec<StatementRow>,
    pub cited: Vec<Cited>,
    pub extras: Vec<Extras>,
    pub mentions: u32,
    /// How many statements have no id of their own.
    pub nameless: usize,
    pub problems: Vec<Problem>,
}

/// A number of records as it is kept in columns.
pub(super) fn narrow(at: usize) -> u32 {
    u32::try_from(at).expect("fewer than 2^32 records of one kind")
}
