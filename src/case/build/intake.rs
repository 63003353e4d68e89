//! Takes records as they are read and turns ids into symbols, so that nothing refers to text any more.

use std::ops::Range;

use super::symbols::{Symbol, Symbols};
use crate::case::date::Date;
use crate::case::problem::Problem;
use crate::case::record::{
    ActorRecord, AllowRecord, ClaimRecord, DefaultsRecord, EventRecord, EvidenceRecord, Ref,
    ReportRecord, StatementRecord,
};
use crate::case::sink::{BareStatement, Record, RecordSink};
use crate::case::spanned::Spanned;
use crate::case::vocabulary::{Basis, Certainty, Stance};
use crate::source::{FileId, Span};

/// A record with its symbol and its place.
pub(super) struct Row<T> {
    pub symbol: Symbol,
    pub span: Span,
    pub record: T,
}

/// What a citation names: an id, or a statement made from the same record.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Cited {
    Id(Symbol),
    Row(u32),
}

/// A statement in symbols. Everything that few statements have is in its [`Extras`].
pub(super) struct StatementRow {
    pub id: Symbol,
    pub by: Symbol,
    pub object: Symbol,
    pub report: Symbol,
    pub date: Date,
    pub cites: Range<u32>,
    pub extras: Option<u32>,
    pub span: Span,
    pub stance: Stance,
    pub basis: Option<Basis>,
    pub relay: bool,
    pub has_via: bool,
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

/// Collects the records of a case: a [`RecordSink`] that [`build`](super::build) turns into a graph.
#[derive(Default)]
pub struct Intake {
    pub(super) symbols: Symbols,
    pub(super) titles: Vec<(FileId, Spanned<String>)>,
    pub(super) actors: Vec<Row<ActorRecord>>,
    pub(super) claims: Vec<Row<ClaimRecord>>,
    pub(super) events: Vec<Row<EventRecord>>,
    pub(super) evidence: Vec<Row<EvidenceRecord>>,
    pub(super) reports: Vec<Row<ReportRecord>>,
    pub(super) statements: Vec<StatementRow>,
    pub(super) cited: Vec<Cited>,
    pub(super) extras: Vec<Extras>,
    pub(super) mentions: u32,
    pub(super) problems: Vec<Problem>,
}

impl Intake {
    fn symbol(&mut self, id: &Option<Ref>) -> Symbol {
        id.as_ref()
            .map_or(Symbol::NONE, |id| self.symbols.intern(id))
    }

    fn row<T>(
        &mut self,
        file: FileId,
        range: Range<usize>,
        id: &Option<Ref>,
        what: &str,
        record: T,
    ) -> Option<Row<T>> {
        let Some(id) = id.as_ref().filter(|id| !id.value.trim().is_empty()) else {
            let problem = Problem::error(Span::new(file, range), format!("{what} without an id"));
            self.problems
                .push(problem.help("every record that others may refer to needs an `id`"));
            return None;
        };
        let span = Span::new(
            file,
            if id.range.is_empty() {
                range
            } else {
                id.range.clone()
            },
        );
        let symbol = self.symbols.intern(id);
        Some(Row {
            symbol,
            span,
            record,
        })
    }

    fn report(&mut self, file: FileId, range: Range<usize>, mut record: ReportRecord) {
        let statements = std::mem::take(&mut record.statements);
        let defaults = record.defaults.clone().unwrap_or_default();
        let id = record.id.clone();
        let Some(row) = self.row(file, range, &id, "report", record) else {
            return;
        };
        let report = row.symbol;
        self.reports.push(row);
        for mut statement in statements {
            apply_defaults(&mut statement, &defaults);
            let range = statement_range(&statement);
            self.statement(file, range, report, statement);
        }
    }

    /// One statement record, expanded: an object each, and a relay for each `via`.
    fn statement(
        &mut self,
        file: FileId,
        range: Range<usize>,
        report: Symbol,
        record: StatementRecord,
    ) {
        let span = Span::new(file, range);
        let Some((stance, verifies, objects)) = self.stance_of(span, &record) else {
            return;
        };
        if let (Some(by), Some(unnamed)) = (&record.by, &record.unnamed) {
            let message = "a statement has one speaker: `by` or `unnamed`";
            let problem = Problem::error(Span::new(file, unnamed.range.clone()), message)
                .label("unnamed speaker")
                .related(Span::new(file, by.range.clone()), "named speaker")
                .help("keep one of them; `via` names those who pass a statement on");
            self.problems.push(problem);
        }
        let cites: Vec<Cited> = record
            .cites
            .0
            .iter()
            .map(|cited| Cited::Id(self.symbols.intern(cited)))
            .collect();
        let id = self.symbol(&record.id);
        let by = self.symbol(&record.by);
        let basis = record.basis.or(verifies.then_some(Basis::Documented));
        let date = record.date.map_or(Date::UNKNOWN, |date| date.0);
        let several = objects.len() > 1;
        let extras = self.extras_of(&record, verifies);
        for (nth, object) in objects.iter().enumerate() {
            let own_id = match (several, id.some()) {
                (true, Some(base)) => {
                    let numbered = format!("{}~{}", self.symbols.name(base), nth + 1);
                    self.symbols.intern(&numbered)
                }
                _ => id,
            };
            let mut extras = extras.clone();
            extras.refs.push(object.clone());
            let via = extras.via.clone();
            let object = self.symbols.intern(object);
            let row = StatementRow {
                id: own_id,
                by,
                object,
                report,
                date,
                cites: 0..0,
                extras: None,
                span,
                stance,
                basis,
                relay: false,
                has_via: !via.is_empty(),
            };
            let first = self.push_statement(row, &cites, Some(extras));
            self.relays(first, &via);
        }
    }

    /// The chain of relay statements through which a statement is known.
    fn relays(&mut self, first: u32, via: &[Ref]) {
        let mut cited = first;
        for (nth, relay) in via.iter().enumerate() {
            let by = self.symbols.intern(relay);
            let StatementRow {
                object,
                report,
                stance,
                span,
                ..
            } = self.statements[first as usize];
            if !stance.carries() {
                return;
            }
            let extras = Extras {
                at: self.extras_at(first).and_then(|extras| extras.at.clone()),
                refs: vec![relay.clone()],
                ..Extras::default()
            };
            let row = StatementRow {
                id: Symbol::NONE,
                by,
                object,
                report,
                date: Date::UNKNOWN,
                cites: 0..0,
                extras: None,
                span,
                stance: if stance.supports() {
                    Stance::Relays
                } else {
                    stance
                },
                basis: None,
                relay: true,
                has_via: nth + 1 < via.len(),
            };
            cited = self.push_statement(row, &[Cited::Row(cited)], Some(extras));
        }
    }

    fn extras_at(&self, row: u32) -> Option<&Extras> {
        let at = self.statements[row as usize].extras?;
        Some(&self.extras[at as usize])
    }

    fn push_statement(
        &mut self,
        mut row: StatementRow,
        cites: &[Cited],
        extras: Option<Extras>,
    ) -> u32 {
        let first = narrow(self.cited.len());
        self.cited.extend_from_slice(cites);
        row.cites = first..narrow(self.cited.len());
        if let Some(extras) = extras {
            row.extras = Some(narrow(self.extras.len()));
            self.extras.push(extras);
        }
        self.statements.push(row);
        narrow(self.statements.len() - 1)
    }

    fn extras_of(&mut self, record: &StatementRecord, verifies: bool) -> Extras {
        let mention = record.unnamed.as_ref().map(|label| {
            self.mentions += 1;
            (label.clone(), self.mentions - 1)
        });
        let mut refs: Vec<Ref> = record.cites.0.clone();
        refs.extend(record.by.iter().cloned());
        Extras {
            at: record.at.as_ref().map(|at| at.0.clone()),
            quote: record.quote.clone(),
            number: record.number.as_ref().map(|number| number.0.clone()),
            note: record.note.clone(),
            url: record.url.clone(),
            certainty: record.certainty,
            credibility: record.credibility.clone(),
            custodian: record.custodian.clone(),
            found_in: record.in_.clone(),
            unnamed: mention,
            via: record.via.0.clone(),
            verifies,
            allow: record.allow.0.clone(),
            refs,
        }
    }

    /// The one stance of a record and its objects.
    fn stance_of<'r>(
        &mut self,
        span: Span,
        record: &'r StatementRecord,
    ) -> Option<(Stance, bool, &'r [Ref])> {
        let stances = [
            (Stance::Asserts, &record.asserts, "asserts"),
            (Stance::Corroborates, &record.corroborates, "corroborates"),
            (Stance::Relays, &record.relays, "relays"),
            (Stance::Questions, &record.questions, "questions"),
            (Stance::Disputes, &record.disputes, "disputes"),
            (Stance::Retracts, &record.retracts, "retracts"),
            (Stance::Silent, &record.silent, "silent"),
            (Stance::Declines, &record.declines, "declines"),
            (Stance::Asserts, &record.verifies, "verifies"),
        ];
        let mut taken = stances.iter().filter(|(_, objects, _)| !objects.is_empty());
        let Some(&(stance, objects, word)) = taken.next() else {
            let problem = Problem::error(span, "a statement without a stance").help(format!(
                "add one of {} with the id of a claim",
                Stance::WORDS.map_list()
            ));
            self.problems.push(problem);
            return None;
        };
        if let Some((_, second, other)) = taken.next() {
            let problem = Problem::error(
                place_of(span, &second.0[0]),
                format!("a statement has one stance, this one has `{word}` and `{other}`"),
            )
            .label("second stance")
            .related(place_of(span, &objects.0[0]), "first stance")
            .help("write two statements");
            self.problems.push(problem);
        }
        Some((stance, word == "verifies", &objects.0))
    }
}

trait MapList {
    fn map_list(&self) -> String;
}

impl MapList for &[&str] {
    fn map_list(&self) -> String {
        let quoted: Vec<String> = self.iter().map(|word| format!("`{word}`")).collect();
        quoted.join(", ")
    }
}

fn place_of(record: Span, reference: &Ref) -> Span {
    if reference.range.is_empty() {
        return record;
    }
    Span::new(record.file, reference.range.clone())
}

/// The bytes of a statement nested in a report: from its first to its last reference.
fn statement_range(record: &StatementRecord) -> Range<usize> {
    let lists = [
        &record.asserts,
        &record.corroborates,
        &record.relays,
        &record.questions,
        &record.disputes,
        &record.retracts,
        &record.silent,
        &record.declines,
        &record.verifies,
    ];
    let ranges = lists
        .iter()
        .flat_map(|list| &list.0)
        .chain(&record.by)
        .map(|reference| &reference.range)
        .filter(|range| !range.is_empty());
    let start = ranges.clone().map(|range| range.start).min().unwrap_or(0);
    let end = ranges.map(|range| range.end).max().unwrap_or(0);
    start..end
}

fn apply_defaults(statement: &mut StatementRecord, defaults: &DefaultsRecord) {
    if statement.by.is_none() && statement.unnamed.is_none() {
        statement.by = defaults.by.clone();
    }
    statement.date = statement.date.or(defaults.date);
    statement.basis = statement.basis.or(defaults.basis);
    statement.certainty = statement.certainty.or(defaults.certainty);
    if statement.via.is_empty() {
        statement.via = defaults.via.clone();
    }
}

fn narrow(at: usize) -> u32 {
    u32::try_from(at).expect("fewer than 2^32 records of one kind")
}

impl RecordSink for Intake {
    fn title(&mut self, file: FileId, title: Spanned<String>) {
        self.titles.push((file, title));
    }

    fn record(&mut self, file: FileId, range: Range<usize>, record: Record) {
        match record {
            Record::Actor(record) => {
                let id = record.id.clone();
                let row = self.row(file, range, &id, "actor", record);
                self.actors.extend(row);
            }
            Record::Claim(record) => {
                let id = record.id.clone();
                let row = self.row(file, range, &id, "claim", record);
                self.claims.extend(row);
            }
            Record::Event(record) => {
                let id = record.id.clone();
                let row = self.row(file, range, &id, "event", record);
                self.events.extend(row);
            }
            Record::Evidence(record) => {
                let id = record.id.clone();
                let row = self.row(file, range, &id, "evidence", record);
                self.evidence.extend(row);
            }
            Record::Report(record) => self.report(file, range, record),
            Record::Statement(record) => {
                let report = self.symbol(&record.in_);
                self.statement(file, range, report, record);
            }
        }
    }

    fn bare(&mut self, file: FileId, range: Range<usize>, statement: BareStatement<'_>) {
        let id = statement
            .id
            .map_or(Symbol::NONE, |id| self.symbols.intern(id));
        let by = self.symbols.intern(statement.by);
        let object = self.symbols.intern(statement.object);
        let report = statement
            .report
            .map_or(Symbol::NONE, |id| self.symbols.intern(id));
        let first = narrow(self.cited.len());
        for cited in statement.cites {
            let symbol = self.symbols.intern(cited);
            self.cited.push(Cited::Id(symbol));
        }
        let cites = first..narrow(self.cited.len());
        self.statements.push(StatementRow {
            id,
            by,
            object,
            report,
            date: statement.date,
            cites,
            extras: None,
            span: Span::new(file, range),
            stance: statement.stance,
            basis: statement.basis,
            relay: false,
            has_via: false,
        });
    }

    fn problem(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    fn merge(&mut self, later: Self) {
        if self.symbols.len() == 0 {
            let (titles, problems) = (
                std::mem::take(&mut self.titles),
                std::mem::take(&mut self.problems),
            );
            *self = later;
            self.titles.splice(0..0, titles);
            self.problems.splice(0..0, problems);
            return;
        }
        let map: Vec<Symbol> = (0..later.symbols.len())
            .map(|at| self.symbols.intern(later.symbols.name(Symbol(narrow(at)))))
            .collect();
        let move_symbol = |symbol: Symbol| symbol.some().map_or(Symbol::NONE, |s| map[s.at()]);
        fn move_rows<T>(into: &mut Vec<Row<T>>, rows: Vec<Row<T>>, map: &[Symbol]) {
            into.extend(rows.into_iter().map(|row| Row {
                symbol: map[row.symbol.at()],
                ..row
            }));
        }
        move_rows(&mut self.actors, later.actors, &map);
        move_rows(&mut self.claims, later.claims, &map);
        move_rows(&mut self.events, later.events, &map);
        move_rows(&mut self.evidence, later.evidence, &map);
        move_rows(&mut self.reports, later.reports, &map);
        let (rows, cited, extras) = (
            narrow(self.statements.len()),
            narrow(self.cited.len()),
            narrow(self.extras.len()),
        );
        let mentions = self.mentions;
        self.statements
            .extend(later.statements.into_iter().map(|row| StatementRow {
                id: move_symbol(row.id),
                by: move_symbol(row.by),
                object: move_symbol(row.object),
                report: move_symbol(row.report),
                cites: row.cites.start + cited..row.cites.end + cited,
                extras: row.extras.map(|at| at + extras),
                ..row
            }));
        self.cited
            .extend(later.cited.into_iter().map(|cite| match cite {
                Cited::Id(symbol) => Cited::Id(map[symbol.at()]),
                Cited::Row(row) => Cited::Row(row + rows),
            }));
        self.extras
            .extend(later.extras.into_iter().map(|mut extras| {
                if let Some((_, mention)) = &mut extras.unnamed {
                    *mention += mentions;
                }
                extras
            }));
        self.mentions += later.mentions;
        self.titles.extend(later.titles);
        self.problems.extend(later.problems);
    }
}
