//! Puts the parts of a case together: their ids become symbols, their rows the tables of the case.

use rayon::prelude::*;

use super::part::Part;
use super::rows::{
    ActorRow, BareTie, Cited, CitedAs, Cites, ExtrasIdx, Row, StatementRow, Tables, narrow,
};
use super::symbols::{Occurrences, Symbol, Symbols};
use crate::case::problem::Problem;
use crate::case::sink::CaseSink;

/// Collects the records of a case: a [`CaseSink`] that [`build`](super::build) turns into a graph.
#[derive(Default)]
pub struct Intake {
    pub(super) symbols: Symbols,
    pub(super) tables: Tables,
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

    fn problem(&mut self, problem: Problem) {
        self.tables.problems.push(problem);
    }

    fn merge(&mut self, parts: Vec<Part>) {
        let ids: Vec<&Occurrences> = parts.iter().map(|part| &part.ids).collect();
        let symbols = self.symbols.settle(&ids);
        let mut bases = Vec::with_capacity(parts.len());
        let mut end = self.tables.end();
        for part in &parts {
            bases.push(end);
            end = end.after(&part.tables);
        }
        let settling: Vec<Settling<'_>> = (parts.iter().zip(&symbols).zip(bases))
            .map(|((part, symbols), base)| Settling {
                tables: &part.tables,
                symbols,
                base,
            })
            .collect();
        let Tables {
            statements, cited, ..
        } = &mut self.tables;
        append(
            statements,
            end.statements,
            &settling,
            |part| part.base.statements,
            Settling::statement,
        );
        append(
            cited,
            end.cited,
            &settling,
            |part| part.base.cited,
            Settling::cited,
        );
        let bases: Vec<Base> = settling.iter().map(|part| part.base).collect();
        for ((part, symbols), base) in parts.into_iter().zip(&symbols).zip(bases) {
            self.tables.take_entities(part.tables, symbols, base);
        }
    }
}

/// A part whose symbols are known.
struct Settling<'p> {
    tables: &'p Tables,
    symbols: &'p [Symbol],
    base: Base,
}

impl Settling<'_> {
    fn symbol(&self, occurrence: Symbol) -> Symbol {
        settled(self.symbols, occurrence)
    }

    fn statement(&self, at: usize) -> StatementRow {
        let row = self.tables.statements[at];
        let cited = narrow(self.base.cited);
        StatementRow {
            id: self.symbol(row.id),
            by: self.symbol(row.by),
            object: self.symbol(row.object),
            report: self.symbol(row.report),
            cites: Cites {
                start: row.cites.start + cited,
                end: row.cites.end + cited,
            },
            extras: (row.extras)
                .map(|at| ExtrasIdx::from_usize(at.at() + self.base.extras as usize)),
            ..row
        }
    }

    fn cited(&self, at: usize) -> Cited {
        let cited = match self.tables.cited[at].into() {
            CitedAs::Id(occurrence) => CitedAs::Id(self.symbol(occurrence)),
            CitedAs::Row(row) => CitedAs::Row(row + narrow(self.base.statements)),
        };
        cited.into()
    }
}

fn settled(symbols: &[Symbol], occurrence: Symbol) -> Symbol {
    occurrence
        .some()
        .map_or(Symbol::NONE, |occurrence| symbols[occurrence.at()])
}

/// Appends the items of all parts to a column up to its new end, in parallel and each in its place.
fn append<'p, T: Send>(
    column: &mut Vec<T>,
    end: usize,
    parts: &[Settling<'p>],
    base: impl Fn(&Settling<'p>) -> usize + Sync,
    item: impl Fn(&Settling<'p>, usize) -> T + Sync,
) {
    let items = (column.len()..end).into_par_iter().with_min_len(1 << 10);
    column.par_extend(items.map(|at| {
        let part = &parts[parts.partition_point(|part| base(part) <= at) - 1];
        item(part, at - base(part))
    }));
}

impl Tables {
    /// Takes over everything of a part but its statements and what they cite.
    fn take_entities(&mut self, part: Tables, symbols: &[Symbol], base: Base) {
        fn rows<T>(into: &mut Vec<Row<T>>, rows: Vec<Row<T>>, symbols: &[Symbol]) {
            into.extend(rows.into_iter().map(|row| Row {
                symbol: settled(symbols, row.symbol),
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
            to: settled(symbols, tie.to),
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
        self.titles.extend(part.titles);
        self.problems.extend(part.problems);
    }
}
