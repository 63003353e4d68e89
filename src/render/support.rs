//! The table of all claims: status, lines and origins, under names that do not change.

use serde::Serialize;
use serde_json::{Value, json};
use unicode_width::UnicodeWidthStr;

use super::style::Colour;
use super::{json, safe, words};
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
#[derive(Clone, Debug, Serialize)]
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

/// The table of some claims.
pub fn support(facts: &Facts<'_>, inputs: &[String], claims: &[ClaimIdx], form: Form) -> Vec<u8> {
    match form {
        Form::Table(colour) => table(facts, claims, colour).into_bytes(),
        Form::Csv => csv(facts, claims),
        Form::Json => {
            let mut document = json::head(facts, inputs);
            let rows: Vec<Row<'_>> = claims.iter().map(|&claim| row(facts, claim)).collect();
            document.insert("claims".into(), json!(rows));
            json::pretty(&Value::Object(document))
        }
        Form::Ndjson => {
            let mut out = Vec::new();
            for &claim in claims {
                out.extend(json!(row(facts, claim)).to_string().bytes());
                out.push(b'\n');
            }
            out
        }
    }
}

fn csv(facts: &Facts<'_>, claims: &[ClaimIdx]) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut written = writer.write_record(COLUMNS);
    for &claim in claims {
        let row = row(facts, claim);
        let number = |value: u32| value.to_string();
        written = written.and_then(|()| {
            writer.write_record([
                row.claim,
                row.status.word(),
                &number(row.lines_min),
                &number(row.lines_max),
                &number(row.origins_min),
                &number(row.origins_max),
                &number(row.denial_min),
                &number(row.denial_max),
                &number(row.statements),
                &number(row.denials),
                &number(row.relays),
                if row.grounded { "true" } else { "false" },
                row.first.as_deref().unwrap_or_default(),
                row.last.as_deref().unwrap_or_default(),
            ])
        });
    }
    debug_assert!(written.is_ok(), "writing into memory cannot fail");
    writer.into_inner().unwrap_or_default()
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
