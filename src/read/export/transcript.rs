//! A case that is to be written again: of each record the JSON object of its fields, which takes a fraction of the
//! room that the fields would take, and is made while others are read.

use std::borrow::Cow;
use std::ops::Range;

use serde::Serialize;

use super::filled_in;
use crate::case::Kind;
use crate::case::problem::Problem;
use crate::case::record::{ReportRecord, StatementRecord};
use crate::case::sink::{BareActor, BareClaim, BareStatement, CaseSink, Record, RecordSink};
use crate::case::spanned::Spanned;
use crate::read::kept::{self, Kept};
use crate::source::FileId;

/// The records of a case in the order in which they were read, as they are written.
#[derive(Debug, Default)]
pub struct Transcript {
    /// Titles of the case.
    pub(super) titles: Vec<String>,
    pub(super) entries: Vec<Entry>,
    /// What was wrong with the input.
    pub problems: Vec<Problem>,
}

/// One record.
#[derive(Debug)]
pub(super) enum Entry {
    /// A report, whose statements some formats write by themselves.
    Report(Box<ReportRecord>),
    /// Anything else, as a JSON object.
    Fields(Kind, Box<str>),
}

impl Entry {
    fn of(record: Record) -> Self {
        match record {
            Record::Actor(actor) => Entry::Fields(Kind::Actor, fields(&actor)),
            Record::Claim(claim) => Entry::Fields(Kind::Claim, fields(&claim)),
            Record::Event(event) => Entry::Fields(Kind::Event, fields(&event)),
            Record::Evidence(evidence) => Entry::Fields(Kind::Evidence, fields(&evidence)),
            Record::Report(report) => Entry::Report(Box::new(report)),
            Record::Statement(statement) => Entry::statement(&statement),
        }
    }

    fn statement(statement: &StatementRecord) -> Self {
        Entry::Fields(Kind::Statement, fields(statement))
    }

    pub(super) fn kind(&self) -> Kind {
        match self {
            Entry::Report(_) => Kind::Report,
            Entry::Fields(kind, _) => *kind,
        }
    }

    /// Its fields as a JSON object, in the order of their declaration.
    pub(super) fn fields(&self) -> Cow<'_, str> {
        match self {
            Entry::Report(report) => Cow::Owned(fields(report).into()),
            Entry::Fields(_, fields) => Cow::Borrowed(fields),
        }
    }

    /// The same as records without defaults, each statement by itself unless its `in` is not its report.
    pub(super) fn flat(&self) -> Vec<(Kind, Cow<'_, str>)> {
        let Entry::Report(report) = self else {
            return vec![(self.kind(), self.fields())];
        };
        let defaults = report.defaults.clone().unwrap_or_default();
        let mut nested = Vec::new();
        let mut alone = Vec::new();
        for statement in &report.statements {
            let mut statement = filled_in(statement.clone(), &defaults);
            match &report.id {
                Some(id) if statement.in_.is_none() => {
                    statement.in_ = Some(id.clone());
                    alone.push((Kind::Statement, Cow::Owned(fields(&statement).into())));
                }
                _ => nested.push(statement),
            }
        }
        let report = ReportRecord {
            defaults: None,
            statements: nested,
            ..(**report).clone()
        };
        let mut records = vec![(Kind::Report, Cow::Owned(fields(&report).into()))];
        records.append(&mut alone);
        records
    }
}

/// The fields of a record as a JSON object, in the order of their declaration.
fn fields(record: &impl Serialize) -> Box<str> {
    // Records are structs and lists of texts and numbers, which always serialise into memory.
    serde_json::to_string(record).unwrap_or_default().into()
}

impl RecordSink for Transcript {
    fn title(&mut self, _: FileId, title: Spanned<String>) {
        self.titles.push(title.value);
    }

    fn record(&mut self, _: FileId, _: Range<usize>, record: Record) {
        self.entries.push(Entry::of(record));
    }

    fn bare_statement(&mut self, _: FileId, range: Range<usize>, bare: BareStatement<'_>) {
        let entry = Entry::statement(&kept::statement(range, bare));
        self.entries.push(entry);
    }

    fn bare_claim(&mut self, _: FileId, _: Range<usize>, bare: BareClaim<'_>) {
        let entry = Entry::of(Record::Claim(kept::claim(bare)));
        self.entries.push(entry);
    }

    fn bare_actor(&mut self, _: FileId, _: Range<usize>, bare: BareActor<'_>) {
        let entry = Entry::of(Record::Actor(kept::actor(bare)));
        self.entries.push(entry);
    }
}

impl CaseSink for Transcript {
    type Part = Transcript;

    const TIMES: u64 = 3;

    fn problem(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    fn merge(&mut self, parts: Vec<Self>) {
        for part in parts {
            self.titles.extend(part.titles);
            self.entries.extend(part.entries);
        }
    }
}

impl From<&Kept> for Transcript {
    fn from(case: &Kept) -> Self {
        let titles = case.titles.iter().map(|(_, title)| title.value.clone());
        let records = case.records.iter().map(|(_, record)| record.clone());
        Transcript {
            titles: titles.collect(),
            entries: records.map(Entry::of).collect(),
            problems: case.problems.clone(),
        }
    }
}
