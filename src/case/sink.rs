//! The seam between readers and what is made of records: the graph, or the same case in another format.

use std::ops::Range;

use super::date::Date;
use super::problem::Problem;
use super::record::{
    ActorRecord, ClaimRecord, EventRecord, EvidenceRecord, ReportRecord, StatementRecord,
};
use super::spanned::Spanned;
use super::vocabulary::{Basis, Stance};
use crate::source::FileId;

/// One record of a case. Its `id` is set wherever one was written, be it as a key or as a field.
#[derive(Clone, Debug, PartialEq)]
pub enum Record {
    /// An actor.
    Actor(ActorRecord),
    /// A claim.
    Claim(ClaimRecord),
    /// An event.
    Event(EventRecord),
    /// A piece of evidence.
    Evidence(EvidenceRecord),
    /// A report with the statements it carries.
    Report(ReportRecord),
    /// A statement outside any report.
    Statement(StatementRecord),
}

/// A statement with nothing but what most machine-made statements have, borrowed from its line.
#[derive(Clone, Debug)]
pub struct BareStatement<'a> {
    /// Its id, if any.
    pub id: Option<&'a str>,
    /// The speaker.
    pub by: &'a str,
    /// The stance.
    pub stance: Stance,
    /// The claim or statement it is about.
    pub object: &'a str,
    /// When, or [`Date::UNKNOWN`].
    pub date: Date,
    /// How the speaker knows.
    pub basis: Option<Basis>,
    /// The report that carries it.
    pub report: Option<&'a str>,
    /// What it rests on.
    pub cites: &'a [&'a str],
}

/// Takes the records of a case as they are read.
pub trait RecordSink: Default + Send {
    /// The title of the case.
    fn title(&mut self, file: FileId, title: Spanned<String>);

    /// One record, with the bytes it was read from.
    fn record(&mut self, file: FileId, range: Range<usize>, record: Record);

    /// A bare statement, with the bytes it was read from. References have no finer place than the record.
    fn bare(&mut self, file: FileId, range: Range<usize>, statement: BareStatement<'_>);

    /// Something that is wrong with the input.
    fn problem(&mut self, problem: Problem);

    /// Takes over what a reader of a later part of the input produced.
    fn merge(&mut self, later: Self);
}
