//! The table of all claims: status, lines and origins, under names that do not change.

use std::io::{self, Write};

use schemars::JsonSchema;
use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use super::document::{self, Each, Head};
use super::style::Colour;
use super::{safe, words};
use crate::analysis::{Facts, Status};
use crate::case::ClaimIdx;

/// In what form the table is written.
#[derive(Clone, Copy, Debug)]
pub enum Form {
    /// For reading.
    Table(Colour),
    /// Comma-separated values.
    Csv,
    /// One JSON document.
    Json,
    /// One JSON object a line.
    Ndjson,
}

/// One claim. Of a number that is known only within bounds, minima give the lower one and maxima the upper.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Row<'g> {
    /// Id of the claim.
    pub claim: &'g str,
    /// Its status.
    pub status: Status,
    /// κ⁻ of the support.
    pub lines_min: u32,
    /// κ⁺ of the support.
    pub lines_max: u32,
    /// ω⁻ of the support.
    pub origins_min: u32,
    /// ω⁺ of the support.
    pub origins_max: u32,
    /// κ⁻ of the denial.
    pub denial_min: u32,
    /// κ⁺ of the denial.
    pub denial_max: u32,
    /// Live statements in support.
    pub statements: u32,
    /// Live statements in denial.
    pub denials: u32,
    /// Relays among the support.
    pub relays: u32,
    /// Whether the support rests on anything.
    pub grounded: bool,
    /// Date of the earliest live statement.
    pub first: Option<String>,
    /// Date of the latest live statement.
    pub last: Option<String>,
}

/// The row of a claim.
pub fn row<'g>(facts: &Facts<'g>, claim: ClaimIdx) -> Row<'g> {
    let standing = facts.standing(claim);
    let (support, denial) = (&standing.support, &standing.denial);
    Row {
        claim: facts.graph().id(claim),
        status: standing.status,
        lines_min: support.lines_min.least,
        lines_max: support.lines_max.most,
        origins_min: support.origins_min.least,
        origins_max: support.origins_max.most,
        denial_min: denial.lines_min.least,
        denial_max: denial.lines_max.most,
        statements: support.statements,
        denials: denial.statements,
        relays: support.relays,
        grounded: support.grounded,
        first: standing.first.map(|date| date.to_string()),
        last: standing.last.map(|date| date.end_to_string()),
    }
}

/// The names of the columns, in order.
pub const COLUMNS: [&str; 14] = [
    "claim",
    "status",
    "lines_min",
    "lines_max",
    "origins_min",
    "origins_max",
    "denial_min",
    "denial_max",
    "statements",
    "denials",
    "relays",
    "grounded",
    "first",
    "last",
];

#[derive(Serialize)]
struct Document<'a, R> {
    #[serde(flatten)]
    head: Head<'a>,
    claims: R,
}

/// Writes the table of some claims.
///
/// # Errors
/// Where `out` cannot be written to.
pub fn support(
    facts: &Facts<'_>,
    inputs: &[String],
    claims: &[ClaimIdx],
    form: Form,
    out: &mut dyn Write,
) -> io::Result<()> {
    let rows = || claims.iter().map(|&claim| row(facts, claim));
    match form {
        Form::Table(colour) => out.write_all(table(facts, claims, colour).as_bytes()),
        Form::Csv => csv(rows(), out),
        Form::Json => {
            let head = Head::new(facts, inputs);
            let claims = Each(rows);
            document::write(out, &Document { head, claims })
        }
        Form::Ndjson => rows().try_for_each(|row| document::write_line(out, &row)),
    }
}

fn csv<'g>(rows: impl Iterator<Item = Row<'g>>, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = csv::WriterBuilder::new()
        .has_headers(false)
        .from_writer(out);
    writer.write_record(COLUMNS)?;
    for row in rows {
        writer.serialize(row)?;
    }
    writer.flush()
}

const HEADINGS: [&str; 8] = [
    "claim",
    "status",
    "lines",
    "origins",
    "denial",
    "said by",
    "denied by",
    "last",
];

fn table(facts: &Facts<'_>, claims: &[ClaimIdx], colour: Colour) -> String {
    let mut rows: Vec<[String; 8]> = vec![HEADINGS.map(str::to_owned)];
    for &claim in claims {
        let standing = facts.standing(claim);
        let (support, denial) = (&standing.support, &standing.denial);
        let last = standing.last.map(|date| date.end_to_string());
        rows.push([
            safe::clip(facts.graph().id(claim), 48).into_owned(),
            standing.status.word().to_owned(),
            words::interval(support.lines_min, support.lines_max),
            words::interval(support.origins_min, support.origins_max),
            words::interval(denial.lines_min, denial.lines_max),
            words::grouped(support.statements as usize),
            words::grouped(denial.statements as usize),
            last.unwrap_or_default(),
        ]);
    }
    let mut widths = [0usize; 8];
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.width());
        }
    }
    let mut text = String::new();
    for (nth, row) in rows.iter().enumerate() {
        for (column, cell) in row.iter().enumerate() {
            let gap = widths[column] - cell.width();
            let style = match (nth, column) {
                (0, _) => colour.strong(),
                (_, 1) => colour.status(facts.status(claims[nth - 1])),
                _ => anstyle::Style::new(),
            };
            // Numbers stand to the right, words to the left.
            let (before, after) = match column {
                2..=6 => (gap, 0),
                _ => (0, gap),
            };
            let last = column + 1 == row.len();
            text.push_str(&" ".repeat(before));
            text.push_str(&format!("{style}{cell}{style:#}"));
            if !last {
                text.push_str(&" ".repeat(after + 2));
            }
        }
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_of_the_table_names_the_fields_in_their_order() {
        let row = Row {
            claim: "c",
            status: Status::IndependenceUnknown,
            lines_min: 1,
            lines_max: 2,
            origins_min: 3,
            origins_max: 4,
            denial_min: 5,
            denial_max: 6,
            statements: 7,
            denials: 8,
            relays: 9,
            grounded: true,
            first: None,
            last: Some("2023".to_owned()),
        };
        let json = serde_json::to_string(&row).unwrap();
        let places: Vec<usize> = COLUMNS
            .iter()
            .map(|name| json.find(&format!("\"{name}\":")).expect(name))
            .collect();
        assert!(places.is_sorted() && json.matches("\":").count() == COLUMNS.len());
        let mut out = Vec::new();
        csv(std::iter::once(row), &mut out).unwrap();
        let expected =
            COLUMNS.join(",") + "\nc,independence-unknown,1,2,3,4,5,6,7,8,9,true,,2023\n";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }
}
