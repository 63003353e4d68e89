//! The records of one part of the input, as its reader delivers them.

use std::ops::Range;

use super::rows::{
    ActorRow, BareTie, Cited, CitedAs, Cites, ClaimRow, Extras, ExtrasIdx, Row, StatementRow,
    Tables, narrow,
};
use super::symbols::{Occurrences, Symbol};
use crate::case::date::Date;
use crate::case::problem::Problem;
use crate::case::record::{DefaultsRecord, Ref, ReportRecord, StatementRecord};
use crate::case::sink::{BareActor, BareClaim, BareStatement, Record, RecordSink};
use crate::case::spanned::Spanned;
use crate::case::vocabulary::{ActorKind, Basis, Stance};
use crate::source::{FileId, Span};

/// The records of one part of the input. Its symbols are [`Occurrences`].
#[derive(Default)]
pub struct Part {
    pub(super) ids: Occurrences,
    pub(super) tables: Tables,
}

impl Part {
    /// An empty part with room for the records in so many bytes, as machines write statements: the room is not touched
    /// before it is used, and more is made where it ends.
    pub(super) fn with_room(bytes: usize) -> Self {
        const BYTES_OF_STATEMENT: usize = 120;
        const IDS_OF_STATEMENT: usize = 5;
        let statements = bytes / BYTES_OF_STATEMENT;
        Part {
            ids: Occurrences::with_room(statements * IDS_OF_STATEMENT),
            tables: Tables {
                statements: Vec::with_capacity(statements),
                cited: Vec::with_capacity(statements),
                ..Tables::default()
            },
        }
    }

    /// Takes the tables but for statements and what they cite: these are forgotten, and the room that they had is kept.
    pub(super) fn take_tables(&mut self) -> Tables {
        let mut tables = std::mem::take(&mut self.tables);
        tables.statements.clear();
        tables.cited.clear();
        self.tables.statements = std::mem::take(&mut tables.statements);
        self.tables.cited = std::mem::take(&mut tables.cited);
        tables
    }

    fn symbol(&mut self, id: &Option<Ref>) -> Symbol {
        self.optional(id.as_deref().map(String::as_str))
    }

    fn optional(&mut self, id: Option<&str>) -> Symbol {
        id.map_or(Symbol::NONE, |id| self.ids.note(id))
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
            self.tables
                .problems
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
        let symbol = self.ids.note(id);
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
        self.tables.reports.push(row);
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
            self.tables.problems.push(problem);
        }
        let cites: Vec<Cited> = record
            .cites
            .0
            .iter()
            .map(|cited| CitedAs::Id(self.ids.note(cited)).into())
            .collect();
        let id = self.symbol(&record.id);
        let by = self.symbol(&record.by);
        let basis = record.basis.or(verifies.then_some(Basis::Documented));
        let date = record.date.map_or(Date::UNKNOWN, |date| date.0);
        let several = objects.len() > 1;
        let extras = self.extras_of(&record, verifies);
        for (nth, object) in objects.iter().enumerate() {
            let own_id = match (several, &record.id) {
                (true, Some(base)) => self.ids.note(&format!("{}~{}", **base, nth + 1)),
                _ => id,
            };
            let mut extras = extras.clone();
            extras.refs.push(object.clone());
            let via = extras.via.clone();
            let object = self.ids.note(object);
            let row = StatementRow {
                id: own_id,
                by,
                object,
                report,
                date,
                place: span.into(),
                cites: Cites { start: 0, end: 0 },
                extras: None,
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
            let by = self.ids.note(relay);
            let StatementRow {
                object,
                report,
                stance,
                place,
                ..
            } = self.tables.statements[first as usize];
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
                place,
                cites: Cites { start: 0, end: 0 },
                extras: None,
                stance: if stance.supports() {
                    Stance::Relays
                } else {
                    stance
                },
                basis: None,
                relay: true,
                has_via: nth + 1 < via.len(),
            };
            cited = self.push_statement(row, &[CitedAs::Row(cited).into()], Some(extras));
        }
    }

    fn extras_at(&self, row: u32) -> Option<&Extras> {
        let at = self.tables.statements[row as usize].extras?;
        Some(&self.tables.extras[at.at()])
    }

    fn push_statement(
        &mut self,
        mut row: StatementRow,
        cites: &[Cited],
        extras: Option<Extras>,
    ) -> u32 {
        let first = narrow(self.tables.cited.len());
        self.tables.cited.extend_from_slice(cites);
        row.cites = Cites {
            start: first,
            end: narrow(self.tables.cited.len()),
        };
        if let Some(extras) = extras {
            row.extras = Some(ExtrasIdx::from_usize(self.tables.extras.len()));
            self.tables.extras.push(extras);
        }
        self.tables.nameless += usize::from(row.id == Symbol::NONE);
        self.tables.statements.push(row);
        narrow(self.tables.statements.len() - 1)
    }

    fn extras_of(&mut self, record: &StatementRecord, verifies: bool) -> Extras {
        let mention = record.unnamed.as_ref().map(|label| {
            self.tables.mentions += 1;
            (label.clone(), self.tables.mentions - 1)
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
            self.tables.problems.push(problem);
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
            self.tables.problems.push(problem);
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

impl RecordSink for Part {
    fn title(&mut self, file: FileId, title: Spanned<String>) {
        self.tables.titles.push((file, title));
    }

    fn record(&mut self, file: FileId, range: Range<usize>, record: Record) {
        match record {
            Record::Actor(record) => {
                let id = record.id.clone();
                let row = self.row(file, range, &id, "actor", ActorRow::Full(Box::new(record)));
                self.tables.actors.extend(row);
            }
            Record::Claim(record) => {
                let id = record.id.clone();
                let row = self.row(file, range, &id, "claim", ClaimRow::Full(Box::new(record)));
                self.tables.claims.extend(row);
            }
            Record::Event(record) => {
                let id = record.id.clone();
                let row = self.row(file, range, &id, "event", record);
                self.tables.events.extend(row);
            }
            Record::Evidence(record) => {
                let id = record.id.clone();
                let row = self.row(file, range, &id, "evidence", record);
                self.tables.evidence.extend(row);
            }
            Record::Report(record) => self.report(file, range, record),
            Record::Statement(record) => {
                let report = self.symbol(&record.in_);
                self.statement(file, range, report, record);
            }
        }
    }

    fn bare_statement(&mut self, file: FileId, range: Range<usize>, statement: BareStatement<'_>) {
        let id = self.optional(statement.id);
        let by = self.ids.note(statement.by);
        let object = self.ids.note(statement.object);
        let report = self.optional(statement.report);
        self.tables.nameless += usize::from(id == Symbol::NONE);
        let ids = &mut self.ids;
        let first = narrow(self.tables.cited.len());
        let cited = statement.cites.iter().map(|cited| ids.note(cited));
        self.tables
            .cited
            .extend(cited.map(|id| Cited::from(CitedAs::Id(id))));
        self.tables.statements.push(StatementRow {
            id,
            by,
            object,
            report,
            date: statement.date,
            place: Span::new(file, range).into(),
            cites: Cites {
                start: first,
                end: narrow(self.tables.cited.len()),
            },
            extras: None,
            stance: statement.stance,
            basis: statement.basis,
            relay: false,
            has_via: false,
        });
    }

    fn bare_claim(&mut self, file: FileId, _: Range<usize>, claim: BareClaim<'_>) {
        self.tables.claims.push(Row {
            symbol: self.ids.note(&claim.id),
            span: Span::new(file, claim.id.range),
            record: ClaimRow::Bare(claim.text.into()),
        });
    }

    fn bare_actor(&mut self, file: FileId, _: Range<usize>, actor: BareActor<'_>) {
        let first = narrow(self.tables.ties.len());
        for (to, role) in actor.ties {
            self.tables.ties.push(BareTie {
                to: self.ids.note(to),
                role: *role,
                span: Span::new(file, to.range.clone()),
            });
        }
        self.tables.actors.push(Row {
            symbol: self.ids.note(&actor.id),
            span: Span::new(file, actor.id.range),
            record: ActorRow::Bare {
                name: actor.name.map(Into::into),
                kind: actor.kind.map_or(ActorKind::Other, |kind| kind.value),
                ties: first..narrow(self.tables.ties.len()),
            },
        });
    }
}
