//! The table of all claims: status, lines and origins, under names that do not change.

use std::io::{self, Write};

use schemars::JsonSchema;
use serde::Serialize;

use super::document::{self, Each, Head};
use super::style::Colour;
use super::table::{self, Align, Cell};
use super::{safe, words};
use crate::analysis::{Count, Facts, Lines, Status};
use crate::case::columns::batched;
use crate::case::vocabulary::Stance;
use crate::case::{ClaimIdx, StatementIdx};

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

/// One claim. Of a number that is known only within bounds, minima give the lower one and maxima the upper; `inexact`
/// names it. Whatever else lies between a minimum and its maximum comes of what is unknown.
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
    /// The numbers of which only a bound is known, since a search ended at its budget: the names of their columns, with
    /// blanks between; empty where all are exact.
    pub inexact: String,
    /// Whether the support rests on anything.
    pub grounded: bool,
    /// Citation paths among the support: a decimal number of any size.
    pub paths: String,
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
        inexact: inexact(&[
            ("lines_min", support.lines_min),
            ("lines_max", support.lines_max),
            ("origins_min", support.origins_min),
            ("origins_max", support.origins_max),
            ("denial_min", denial.lines_min),
            ("denial_max", denial.lines_max),
        ]),
        grounded: support.grounded,
        paths: facts.citation_paths(claim).to_string(),
        first: standing.first.map(|date| date.to_string()),
        last: standing.last.map(|date| date.end_to_string()),
    }
}

/// The names of those numbers that are not exact.
fn inexact(numbers: &[(&str, Count)]) -> String {
    let open = numbers.iter().filter(|(_, count)| !count.is_exact());
    open.map(|&(name, _)| name).collect::<Vec<_>>().join(" ")
}

/// The names of the columns, in order.
pub const COLUMNS: [&str; 16] = [
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
    "inexact",
    "grounded",
    "paths",
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
    // The first standing counts all claims: not from within a parallel loop.
    if let Some(&claim) = claims.first() {
        facts.standing(claim);
    }
    let rows = || batched(claims, |&claim| row(facts, claim));
    match form {
        Form::Table(colour) => out.write_all(table(facts, claims, colour).as_bytes()),
        Form::Csv => document::write_table(out, COLUMNS, claims, |&claim, writer| {
            writer.serialize(row(facts, claim))
        }),
        Form::Json => {
            let head = Head::new(facts, inputs);
            let claims = Each(rows);
            document::write(out, &Document { head, claims })
        }
        Form::Ndjson => document::write_in_order(out, claims, |&claim, out| {
            document::write_line(out, &row(facts, claim))
        }),
    }
}

const HEADINGS: [(&str, Align); 8] = [
    ("claim", Align::Left),
    ("status", Align::Left),
    ("lines", Align::Right),
    ("origins", Align::Right),
    ("denial", Align::Right),
    ("said by", Align::Right),
    ("denied by", Align::Right),
    ("last", Align::Left),
];

fn table(facts: &Facts<'_>, claims: &[ClaimIdx], colour: Colour) -> String {
    let row = |&claim: &ClaimIdx| {
        let standing = facts.standing(claim);
        let (support, denial) = (&standing.support, &standing.denial);
        let last = standing.last.map(|date| date.end_to_string());
        [
            Cell::from(safe::clip(facts.graph().id(claim), 48)),
            Cell::styled(standing.status.word(), colour.status(standing.status)),
            Cell::from(words::interval(support.lines_min, support.lines_max)),
            Cell::from(words::interval(support.origins_min, support.origins_max)),
            Cell::from(words::interval(denial.lines_min, denial.lines_max)),
            Cell::from(words::grouped(support.statements as usize)),
            Cell::from(words::grouped(denial.statements as usize)),
            Cell::from(last.unwrap_or_default()),
        ]
    };
    let rows: Vec<[Cell; 8]> = claims.iter().map(row).collect();
    let mut counts = claims.iter().flat_map(|&claim| {
        let standing = facts.standing(claim);
        let (support, denial) = (&standing.support, &standing.denial);
        let lines = [support.lines_min, support.lines_max];
        let origins = [support.origins_min, support.origins_max];
        let denials = [denial.lines_min, denial.lines_max];
        [lines, origins, denials].concat()
    });
    table::text(HEADINGS, &rows, colour) + legend(counts.all(Count::is_exact))
}

/// What the dots in a table mean, if there are any.
fn legend(all_exact: bool) -> &'static str {
    match all_exact {
        true => "",
        false => "a..b: the search ended at its budget; the number itself lies between the two\n",
    }
}

/// One statement. Of a number that is known only within bounds, minima give the lower one and maxima the upper;
/// `inexact` names it. What carries nothing (a question, silence, a retraction) has no lines and is not grounded.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct StatementRow<'g> {
    /// Id of the statement.
    pub statement: &'g str,
    /// Id of the claim that it is a stance on; null where it is one on another statement.
    pub claim: Option<&'g str>,
    /// Id of the actor who speaks.
    pub actor: &'g str,
    /// The stance.
    pub stance: Stance,
    /// When it was said.
    pub date: Option<String>,
    /// Whether it counts: it was said by the as-of date and was not taken back.
    pub live: bool,
    /// κ⁻ of the statement, its own voices not counted as shared.
    pub lines_min: u32,
    /// κ⁺.
    pub lines_max: u32,
    /// ω⁻.
    pub origins_min: u32,
    /// ω⁺.
    pub origins_max: u32,
    /// The numbers of which only a bound is known, as for claims.
    pub inexact: String,
    /// Whether it carries something and rests on anything.
    pub grounded: bool,
}

const STATEMENT_COLUMNS: [&str; 12] = [
    "statement",
    "claim",
    "actor",
    "stance",
    "date",
    "live",
    "lines_min",
    "lines_max",
    "origins_min",
    "origins_max",
    "inexact",
    "grounded",
];

/// The row of a statement.
pub fn statement_row<'g>(facts: &Facts<'g>, at: StatementIdx) -> StatementRow<'g> {
    row_of_statement(facts, at, &live_lines(facts, at))
}

/// The numbers of a statement; none where it does not count.
fn live_lines(facts: &Facts<'_>, at: StatementIdx) -> Lines {
    match facts.is_live(at) {
        true => facts.statement_lines(at),
        false => Lines::default(),
    }
}

fn row_of_statement<'g>(facts: &Facts<'g>, at: StatementIdx, lines: &Lines) -> StatementRow<'g> {
    let graph = facts.graph();
    let date = graph.date(at);
    StatementRow {
        statement: graph.id(at),
        claim: graph.claim_of(at).map(|claim| graph.id(claim)),
        actor: graph.id(graph.speaker(at)),
        stance: graph.stance(at),
        date: (!date.is_unknown()).then(|| date.to_string()),
        live: facts.is_live(at),
        lines_min: lines.lines_min.least,
        lines_max: lines.lines_max.most,
        origins_min: lines.origins_min.least,
        origins_max: lines.origins_max.most,
        inexact: inexact(&[
            ("lines_min", lines.lines_min),
            ("lines_max", lines.lines_max),
            ("origins_min", lines.origins_min),
            ("origins_max", lines.origins_max),
        ]),
        grounded: lines.grounded,
    }
}

#[derive(Serialize)]
struct StatementDocument<'a, R> {
    #[serde(flatten)]
    head: Head<'a>,
    statements: R,
}

/// Writes the table of all statements, in the order of their claims and dates.
///
/// # Errors
/// Where `out` cannot be written to.
pub fn by_statement(
    facts: &Facts<'_>,
    inputs: &[String],
    form: Form,
    out: &mut dyn Write,
) -> io::Result<()> {
    facts.singles();
    let statements: Vec<StatementIdx> = facts.graph().statements().collect();
    let rows = || batched(&statements, |&at| statement_row(facts, at));
    match form {
        Form::Table(colour) => {
            let lines = batched(&statements, |&at| live_lines(facts, at));
            let lines: Vec<Lines> = lines.collect();
            let rows = statements.iter().zip(&lines);
            let rows: Vec<[Cell; 6]> = rows
                .map(|(&at, lines)| statement_cells(facts, at, lines))
                .collect();
            let all_exact = lines.iter().all(|lines| {
                let counts = [lines.lines_min, lines.lines_max];
                let origins = [lines.origins_min, lines.origins_max];
                counts.into_iter().chain(origins).all(Count::is_exact)
            });
            let text = table::text(STATEMENT_HEADINGS, &rows, colour) + legend(all_exact);
            out.write_all(text.as_bytes())
        }
        Form::Csv => document::write_table(out, STATEMENT_COLUMNS, &statements, |&at, writer| {
            writer.serialize(statement_row(facts, at))
        }),
        Form::Json => {
            let head = Head::new(facts, inputs);
            let statements = Each(rows);
            document::write(out, &StatementDocument { head, statements })
        }
        Form::Ndjson => document::write_in_order(out, &statements, |&at, out| {
            document::write_line(out, &statement_row(facts, at))
        }),
    }
}

const STATEMENT_HEADINGS: [(&str, Align); 6] = [
    ("statement", Align::Left),
    ("stance", Align::Left),
    ("claim", Align::Left),
    ("lines", Align::Right),
    ("origins", Align::Right),
    ("date", Align::Left),
];

fn statement_cells(facts: &Facts<'_>, at: StatementIdx, lines: &Lines) -> [Cell; 6] {
    let row = row_of_statement(facts, at, lines);
    let interval = |min, max| match (row.live, row.stance.carries()) {
        (false, _) => "gone".to_owned(),
        (true, false) => "none".to_owned(),
        (true, true) => words::interval(min, max),
    };
    [
        Cell::from(safe::clip(row.statement, 56)),
        Cell::from(row.stance.word()),
        Cell::from(safe::clip(row.claim.unwrap_or("(a statement)"), 40)),
        Cell::from(interval(lines.lines_min, lines.lines_max)),
        Cell::from(interval(lines.origins_min, lines.origins_max)),
        Cell::from(row.date.unwrap_or_default()),
    ]
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
            inexact: "lines_max".to_owned(),
            grounded: true,
            paths: "10".to_owned(),
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
        let rows = [row];
        document::write_table(&mut out, COLUMNS, &rows, |row, writer| {
            writer.serialize(row)
        })
        .unwrap();
        let expected = COLUMNS.join(",")
            + "\nc,independence-unknown,1,2,3,4,5,6,7,8,9,lines_max,true,10,,2023\n";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }
}
