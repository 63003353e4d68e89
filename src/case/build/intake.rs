//! Puts the parts of a case together: their ids become symbols, their rows the tables of the case.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rayon::prelude::*;

use super::part::Part;
use super::rows::{
    ActorRow, BareTie, Cited, CitedAs, Cites, ExtrasIdx, Row, StatementRow, Tables, narrow,
};
use super::symbols::{Occurrences, Symbol, Symbols};
use crate::case::columns::append_blocks;
use crate::case::problem::Problem;
use crate::case::sink::CaseSink;

/// Collects the records of a case: a [`CaseSink`] that [`build`](super::build) turns into a graph.
#[derive(Default)]
pub struct Intake {
    pub(super) symbols: Symbols,
    pub(super) tables: Tables,
    pub(super) first_rows: FirstRows,
    /// Parts that were taken over: their room is used again for those that follow.
    pub(super) spare: Mutex<Vec<Part>>,
}

/// The first row of a statement that has each id, by symbol: noted while the rows are at hand.
#[derive(Default)]
pub(super) struct FirstRows(Vec<AtomicU32>);

impl FirstRows {
    /// In the place of a row: no statement has the id.
    const NONE: u32 = u32::MAX;

    fn make_room(&mut self, symbols: usize) {
        let room = self.0.len().max(symbols);
        self.0.resize_with(room, || AtomicU32::new(Self::NONE));
    }

    /// Notes that the statement of a row has an id. Of several rows, in whatever order, the first is kept.
    pub fn note(&mut self, id: Symbol, row: usize) {
        self.make_room(id.at() + 1);
        self.0[id.at()].fetch_min(narrow(row), Ordering::Relaxed);
    }

    /// For each id that a statement has, its place in a column of all ids and the first row that has it.
    pub fn beside<T: Send>(self, column: &mut [T]) -> impl ParallelIterator<Item = (&mut T, u32)> {
        let rows = column.par_iter_mut().zip(self.0).with_min_len(1 << 12);
        let rows = rows.map(|(place, row)| (place, row.into_inner()));
        rows.filter(|&(_, row)| row != Self::NONE)
    }
}

/// Where the rows of a part begin in the tables of the case.
#[derive(Clone, Copy)]
struct Base {
    statements: usize,
    cited: usize,
    extras: u32,
    mentions: u32,
    ties: u32,
}

impl Tables {
    fn end(&self) -> Base {
        Base {
            statements: self.statements.len(),
            cited: self.cited.len(),
            extras: narrow(self.extras.len()),
            mentions: self.mentions,
            ties: narrow(self.ties.len()),
        }
    }
}

impl Base {
    fn after(self, part: &Tables) -> Base {
        let Base {
            statements,
            cited,
            extras,
            mentions,
            ties,
        } = part.end();
        Base {
            statements: self.statements + statements,
            cited: self.cited + cited,
            extras: self.extras + extras,
            mentions: self.mentions + mentions,
            ties: self.ties + ties,
        }
    }
}

impl CaseSink for Intake {
    type Part = Part;

    const TIMES: u64 = 2;

    fn part(&self, bytes: usize) -> Part {
        let spare = self.spare().pop();
        spare.unwrap_or_else(|| Part::with_room(bytes))
    }

    fn problem(&mut self, problem: Problem) {
        self.tables.problems.push(problem);
    }

    fn merge(&mut self, mut parts: Vec<Part>) {
        (self.symbols).settle(parts.iter_mut().map(|part| &mut part.ids));
        let mut bases = Vec::with_capacity(parts.len());
        let mut end = self.tables.end();
        for part in &parts {
            bases.push(end);
            end = end.after(&part.tables);
        }
        let settling = parts.iter().zip(bases.iter().copied());
        let settling: Vec<Settling<'_>> = settling
            .map(|(part, base)| Settling { part, base })
            .collect();
        self.first_rows.make_room(self.symbols.bound());
        let first_rows = &self.first_rows;
        append_blocks(
            &mut self.tables.statements,
            &settling,
            |settling| settling.part.tables.statements.len(),
            |settling| settling.statements(first_rows),
        );
        append_blocks(
            &mut self.tables.cited,
            &settling,
            |settling| settling.part.tables.cited.len(),
            |settling| {
                let cited = settling.part.tables.cited.iter();
                cited.map(|&cited| settling.cited(cited))
            },
        );
        for (mut part, base) in parts.into_iter().zip(bases) {
            let tables = part.take_tables();
            self.tables.take_entities(tables, &part.ids, base);
            part.ids.clear();
            self.spare().push(part);
        }
    }
}

impl Intake {
    fn spare(&self) -> MutexGuard<'_, Vec<Part>> {
        self.spare.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A part whose symbols are known.
struct Settling<'p> {
    part: &'p Part,
    base: Base,
}

impl Settling<'_> {
    /// The statements of the part as rows of the case; their ids are noted.
    fn statements(&self, first_rows: &FirstRows) -> impl Iterator<Item = StatementRow> {
        let rows = self.part.tables.statements.iter();
        (self.base.statements..).zip(rows).map(|(at, row)| {
            let row = self.statement(row);
            if let Some(id) = row.id.some() {
                first_rows.0[id.at()].fetch_min(at as u32, Ordering::Relaxed);
            }
            row
        })
    }

    fn statement(&self, row: &StatementRow) -> StatementRow {
        let cited = narrow(self.base.cited);
        StatementRow {
            id: self.part.ids.symbol(row.id),
            by: self.part.ids.symbol(row.by),
            object: self.part.ids.symbol(row.object),
            report: self.part.ids.symbol(row.report),
            cites: Cites {
                start: row.cites.start + cited,
                end: row.cites.end + cited,
            },
            extras: (row.extras)
                .map(|at| ExtrasIdx::from_usize(at.at() + self.base.extras as usize)),
            ..*row
        }
    }

    fn cited(&self, cited: Cited) -> Cited {
        let cited = match cited.into() {
            CitedAs::Id(occurrence) => CitedAs::Id(self.part.ids.symbol(occurrence)),
            CitedAs::Row(row) => CitedAs::Row(row + narrow(self.base.statements)),
        };
        cited.into()
    }
}

impl Tables {
    /// Takes over everything of a part but its statements and what they cite.
    fn take_entities(&mut self, part: Tables, symbols: &Occurrences, base: Base) {
        fn rows<T>(into: &mut Vec<Row<T>>, rows: Vec<Row<T>>, symbols: &Occurrences) {
            into.extend(rows.into_iter().map(|row| Row {
                symbol: symbols.symbol(row.symbol),
                ..row
            }));
        }
        let actors = self.actors.len();
        rows(&mut self.actors, part.actors, symbols);
        for actor in &mut self.actors[actors..] {
            if let ActorRow::Bare { ties, .. } = &mut actor.record {
                *ties = ties.start + base.ties..ties.end + base.ties;
            }
        }
        rows(&mut self.claims, part.claims, symbols);
        rows(&mut self.events, part.events, symbols);
        rows(&mut self.evidence, part.evidence, symbols);
        rows(&mut self.reports, part.reports, symbols);
        self.ties.extend(part.ties.into_iter().map(|tie| BareTie {
            to: symbols.symbol(tie.to),
            ..tie
        }));
        self.extras
            .extend(part.extras.into_iter().map(|mut extras| {
                if let Some((_, mention)) = &mut extras.unnamed {
                    *mention += base.mentions;
                }
                extras
            }));
        self.mentions += part.mentions;
        self.nameless += part.nameless;
        self.titles.extend(part.titles);
        self.problems.extend(part.problems);
    }
}
