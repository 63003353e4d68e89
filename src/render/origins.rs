//! The table of where the lineage of each claim ends: origins and circles.

use std::io::{self, Write};

use schemars::JsonSchema;
use serde::Serialize;

use super::document::{self, Each, Head};
use super::support::Form;
use super::table::{self, Align, Cell};
use super::{safe, words};
use crate::analysis::{Endings, Facts};
use crate::case::ClaimIdx;

/// Where the lineage of one claim ends.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct EndingsRow<'g> {
    /// Id of the claim.
    pub claim: &'g str,
    /// Live statements in support.
    pub statements: u32,
    /// Origins, one a side: statements in its lineage that cite nothing.
    pub origins: u32,
    /// Circles of citations that nothing leads out of.
    pub circles: u32,
    /// Whether the whole lineage was looked at; if not, there may be more of both.
    pub whole: bool,
}

/// The names of the columns, in order.
pub const COLUMNS: [&str; 5] = ["claim", "statements", "origins", "circles", "whole"];

#[derive(Serialize)]
struct Document<'a, R> {
    #[serde(flatten)]
    head: Head<'a>,
    totals: Totals,
    claims: R,
}

/// Sums over all claims.
#[derive(Clone, Copy, Debug, Default, Serialize)]
struct Totals {
    claims: u64,
    origins: u64,
    circles: u64,
    /// Claims without an origin whose lineage runs into a circle.
    circular: u64,
}

impl Totals {
    fn of(all: &[(ClaimIdx, Endings)]) -> Self {
        let sum = |number: fn(&Endings) -> u32| {
            let numbers = all.iter().map(|(_, endings)| u64::from(number(endings)));
            numbers.sum()
        };
        Totals {
            claims: all.len() as u64,
            origins: sum(|endings| endings.origins),
            circles: sum(|endings| endings.circles),
            circular: sum(|endings| u32::from(endings.origins == 0 && endings.circles > 0)),
        }
    }
}

/// Writes the endings of all claims.
///
/// # Errors
/// Where `out` cannot be written to.
pub fn origins(
    facts: &Facts<'_>,
    inputs: &[String],
    form: Form,
    out: &mut dyn Write,
) -> io::Result<()> {
    let graph = facts.graph();
    let all: Vec<(ClaimIdx, Endings)> = graph.claims().zip(facts.endings()).collect();
    let row = |&(claim, endings): &(ClaimIdx, Endings)| EndingsRow {
        claim: graph.id(claim),
        statements: endings.statements,
        origins: endings.origins,
        circles: endings.circles,
        whole: endings.is_whole,
    };
    match form {
        Form::Table(colour) => {
            let rows: Vec<[Cell; 4]> = all.iter().map(row).map(|row| cells(&row)).collect();
            out.write_all(table::text(HEADINGS, &rows, colour).as_bytes())?;
            writeln!(out, "{}", summary(Totals::of(&all)))
        }
        Form::Csv => {
            document::write_table(out, COLUMNS, &all, |one, writer| writer.serialize(row(one)))
        }
        Form::Json => {
            let document = Document {
                head: Head::new(facts, inputs),
                totals: Totals::of(&all),
                claims: Each(|| all.iter().map(row)),
            };
            document::write(out, &document)
        }
        Form::Ndjson => {
            document::write_in_order(out, &all, |one, out| document::write_line(out, &row(one)))
        }
    }
}

const HEADINGS: [(&str, Align); 4] = [
    ("claim", Align::Left),
    ("said by", Align::Right),
    ("origins", Align::Right),
    ("circles", Align::Right),
];

fn cells(row: &EndingsRow<'_>) -> [Cell; 4] {
    let number = |number: u32| {
        let more = if row.whole { "" } else { "+" };
        Cell::from(format!("{}{more}", words::grouped(number as usize)))
    };
    [
        Cell::from(safe::clip(row.claim, 48)),
        Cell::from(words::grouped(row.statements as usize)),
        number(row.origins),
        number(row.circles),
    ]
}

fn summary(totals: Totals) -> String {
    let count = |number: u64, noun| words::count(number as usize, noun);
    format!(
        "{} · {} · {} · {} with nothing but circles",
        count(totals.claims, words::CLAIM),
        count(totals.origins, words::ORIGIN),
        count(totals.circles, words::CIRCLE),
        words::grouped(totals.circular as usize),
    )
}
