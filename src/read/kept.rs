//! A sink that keeps every record as it was read, field by field.

use std::ops::Range;

use crate::case::problem::Problem;
use crate::case::record::{
    ActorRecord, AffiliationRecord, ClaimRecord, OneOrMany, Ref, StatementRecord, WrittenDate,
};
use crate::case::sink::{BareActor, BareClaim, BareStatement, CaseSink, Record, RecordSink};
use crate::case::spanned::Spanned;
use crate::case::vocabulary::{Role, Stance};
use crate::source::{FileId, Span};

/// The records of a case in the order in which they were read.
#[derive(Clone, Debug, Default)]
pub struct Kept {
    /// Titles, with their files.
    pub titles: Vec<(FileId, Spanned<String>)>,
    /// Records, with where they were read.
    pub records: Vec<(Span, Record)>,
    /// What was wrong with the input.
    pub problems: Vec<Problem>,
}

impl RecordSink for Kept {
    fn title(&mut self, file: FileId, title: Spanned<String>) {
        self.titles.push((file, title));
    }

    fn record(&mut self, file: FileId, range: Range<usize>, record: Record) {
        self.records.push((Span::new(file, range), record));
    }

    fn bare_statement(&mut self, file: FileId, range: Range<usize>, bare: BareStatement<'_>) {
        let record = statement(range.clone(), bare);
        self.record(file, range, Record::Statement(record));
    }

    fn bare_claim(&mut self, file: FileId, range: Range<usize>, bare: BareClaim<'_>) {
        self.record(file, range, Record::Claim(claim(bare)));
    }

    fn bare_actor(&mut self, file: FileId, range: Range<usize>, bare: BareActor<'_>) {
        self.record(file, range, Record::Actor(actor(bare)));
    }
}

/// The record of a bare statement, read from these bytes.
pub(super) fn statement(range: Range<usize>, bare: BareStatement<'_>) -> StatementRecord {
    let reference = |id: &str| Spanned {
        range: range.clone(),
        value: id.to_owned(),
    };
    let mut statement = StatementRecord {
        id: bare.id.map(reference),
        by: Some(reference(bare.by)),
        date: (!bare.date.is_absent()).then_some(WrittenDate(bare.date)),
        basis: bare.basis,
        in_: bare.report.map(reference),
        cites: OneOrMany(bare.cites.iter().map(|id| reference(id)).collect()),
        ..StatementRecord::default()
    };
    *objects(&mut statement, bare.stance) = OneOrMany(vec![reference(bare.object)]);
    statement
}

/// The record of a bare claim.
pub(super) fn claim(bare: BareClaim<'_>) -> ClaimRecord {
    ClaimRecord {
        id: Some(owned(&bare.id)),
        text: bare.text.to_owned(),
        ..ClaimRecord::default()
    }
}

/// The record of a bare actor.
pub(super) fn actor(bare: BareActor<'_>) -> ActorRecord {
    let tie = |(to, role): &(Spanned<&str>, Role)| AffiliationRecord {
        to: owned(to),
        role: *role,
        from: None,
        until: None,
        alleged: false,
    };
    ActorRecord {
        id: Some(owned(&bare.id)),
        name: bare.name.map(str::to_owned),
        kind: bare.kind.map(|kind| Spanned {
            range: kind.range,
            value: kind.value.word().to_owned(),
        }),
        affiliations: OneOrMany(bare.ties.iter().map(tie).collect()),
        ..ActorRecord::default()
    }
}

fn owned(id: &Spanned<&str>) -> Ref {
    Spanned {
        range: id.range.clone(),
        value: id.value.to_owned(),
    }
}

impl CaseSink for Kept {
    type Part = Kept;

    const TIMES: u64 = 16;

    fn problem(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    fn merge(&mut self, parts: Vec<Self>) {
        for part in parts {
            self.titles.extend(part.titles);
            self.records.extend(part.records);
        }
    }
}

/// The field of a statement that holds the objects of a stance.
pub fn objects(statement: &mut StatementRecord, stance: Stance) -> &mut OneOrMany<Ref> {
    match stance {
        Stance::Asserts => &mut statement.asserts,
        Stance::Corroborates => &mut statement.corroborates,
        Stance::Relays => &mut statement.relays,
        Stance::Questions => &mut statement.questions,
        Stance::Disputes => &mut statement.disputes,
        Stance::Retracts => &mut statement.retracts,
        Stance::Silent => &mut statement.silent,
        Stance::Declines => &mut statement.declines,
    }
}

/// The id of a record, if it has one.
pub fn id(record: &Record) -> Option<&Ref> {
    match record {
        Record::Actor(actor) => actor.id.as_ref(),
        Record::Claim(claim) => claim.id.as_ref(),
        Record::Event(event) => event.id.as_ref(),
        Record::Evidence(evidence) => evidence.id.as_ref(),
        Record::Report(report) => report.id.as_ref(),
        Record::Statement(statement) => statement.id.as_ref(),
    }
}
