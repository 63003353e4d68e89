//! The seam between readers and what is made of records: the graph, or the same case in another format.

use std::ops::Range;

use super::date::Date;
use super::problem::Problem;
use super::record::{
    ActorRecord, ClaimRecord, EventRecord, EvidenceRecord, ReportRecord, StatementRecord,
};
use super::spanned::Spanned;
use super::vocabulary::{ActorKind, Basis, Role, Stance};
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

/// A claim with nothing but its id and its text, borrowed from its line.
#[derive(Clone, Debug)]
pub struct BareClaim<'a> {
    /// Its id.
    pub id: Spanned<&'a str>,
    /// The proposition.
    pub text: &'a str,
}

/// An actor with nothing but what most machine-made actors have, borrowed from its line.
#[derive(Clone, Debug)]
pub struct BareActor<'a> {
    /// Its id.
    pub id: Spanned<&'a str>,
    /// Name as shown.
    pub name: Option<&'a str>,
    /// What sort of actor it is, with the place of the word.
    pub kind: Option<Spanned<ActorKind>>,
    /// Actors to which it is tied, always and surely.
    pub ties: &'a [(Spanned<&'a str>, Role)],
}

/// Takes the records of one part of the input as they are read.
pub trait RecordSink: Default + Send + 'static {
    /// The title of the case.
    fn title(&mut self, file: FileId, title: Spanned<String>);

    /// One record, with the bytes it was read from.
    fn record(&mut self, file: FileId, range: Range<usize>, record: Record);

    /// A bare statement, with the bytes it was read from. References have no finer place than the record.
    fn bare_statement(&mut self, file: FileId, range: Range<usize>, statement: BareStatement<'_>);

    /// A bare claim, with the bytes it was read from.
    fn bare_claim(&mut self, file: FileId, range: Range<usize>, claim: BareClaim<'_>);

    /// A bare actor, with the bytes it was read from.
    fn bare_actor(&mut self, file: FileId, range: Range<usize>, actor: BareActor<'_>);
}

/// Puts together the parts of a case that were read in parallel.
pub trait CaseSink: Default + Sync {
    /// What takes the records of one part.
    type Part: RecordSink;

    /// How many bytes of memory are taken for each byte of input, at most of what is usual: for what is kept of it, and
    /// for what is made of that.
    const TIMES: u64;

    /// An empty part with room for the records in so many bytes of a format in which machines write.
    fn part(&self, _bytes: usize) -> Self::Part {
        Self::Part::default()
    }

    /// Something that is wrong with the input.
    fn problem(&mut self, problem: Problem);

    /// Takes over the parts that follow in the order of the input.
    fn merge(&mut self, parts: Vec<Self::Part>);
}
