//! The same case in another format.
//!
//! Whatever is written can be read again, and gives the same records. YAML and JSON keep a report's statements and
//! defaults with it. NDJSON, CSV and Parquet have a row for each statement: there the defaults are filled in, and `in` names
//! the report; only a statement whose `in` is something else stays with its report. CSV and Parquet
//! keep no blanks around a text, no empty text and no control characters.

mod csv;
#[cfg(feature = "parquet")]
mod parquet;
mod yaml;

pub use self::csv::csv;
#[cfg(feature = "parquet")]
pub use self::parquet::parquet;
pub use self::yaml::yaml;

use std::borrow::Cow;
use std::io::{self, Write};

use super::json::parse;
use super::kept::Kept;
use super::node::Node;
use crate::case::record::{DefaultsRecord, ReportRecord, StatementRecord};
use crate::case::sink::Record;
use crate::source::FileId;

/// The sections of a case in the order in which they are written.
const SECTIONS: [&str; 6] = [
    "actors",
    "events",
    "evidence",
    "claims",
    "reports",
    "statements",
];

/// Writes a case as one JSON document, a record a line.
///
/// # Errors
/// Where `out` cannot be written to.
pub fn json(case: &Kept, out: &mut impl Write) -> io::Result<()> {
    out.write_all(b"{")?;
    let mut separator = "\n";
    if let Some((_, title)) = case.titles.first() {
        write!(
            out,
            "{separator}  \"case\": {}",
            serde_json::to_string(title)?
        )?;
        separator = ",\n";
    }
    for name in SECTIONS {
        let records: Vec<&Record> = section(case, name).collect();
        if records.is_empty() {
            continue;
        }
        write!(out, "{separator}  \"{name}\": [")?;
        separator = ",\n";
        for (at, record) in records.into_iter().enumerate() {
            out.write_all(if at == 0 { b"\n    " } else { b",\n    " })?;
            out.write_all(fields(record)?.as_bytes())?;
        }
        out.write_all(b"\n  ]")?;
    }
    out.write_all(b"\n}\n")
}

/// Writes a case as NDJSON, a record a line.
///
/// # Errors
/// Where `out` cannot be written to.
pub fn ndjson(case: &Kept, out: &mut impl Write) -> io::Result<()> {
    for (_, title) in &case.titles {
        writeln!(out, "{{\"case\":{}}}", serde_json::to_string(title)?)?;
    }
    for (_, record) in &case.records {
        for record in flat(record) {
            writeln!(out, "{{\"{}\":{}}}", kind(&record), fields(&record)?)?;
        }
    }
    Ok(())
}

/// The records of a section, in the order in which they were read.
fn section<'k>(case: &'k Kept, name: &'static str) -> impl Iterator<Item = &'k Record> {
    let records = case.records.iter().map(|(_, record)| record);
    records.filter(move |record| section_of(record) == name)
}

fn section_of(record: &Record) -> &'static str {
    match record {
        Record::Actor(_) => "actors",
        Record::Claim(_) => "claims",
        Record::Event(_) => "events",
        Record::Evidence(_) => "evidence",
        Record::Report(_) => "reports",
        Record::Statement(_) => "statements",
    }
}

/// What a record is called where it stands alone.
fn kind(record: &Record) -> &'static str {
    match section_of(record) {
        "evidence" => "evidence",
        section => section.trim_end_matches('s'),
    }
}

/// The fields of a record as a JSON object, in the order of their declaration.
fn fields(record: &Record) -> serde_json::Result<String> {
    match record {
        Record::Actor(actor) => serde_json::to_string(actor),
        Record::Claim(claim) => serde_json::to_string(claim),
        Record::Event(event) => serde_json::to_string(event),
        Record::Evidence(evidence) => serde_json::to_string(evidence),
        Record::Report(report) => serde_json::to_string(report),
        Record::Statement(statement) => serde_json::to_string(statement),
    }
}

/// What was written as JSON, as a tree that keeps the order of the fields.
fn tree(json: &str) -> io::Result<Node<'_>> {
    let (root, _) = parse(FileId(0), json, 0);
    root.ok_or_else(|| io::Error::other("a record that cannot be written"))
}

/// A record as records without defaults, each statement by itself unless its `in` is not its report.
fn flat(record: &Record) -> Vec<Cow<'_, Record>> {
    let Record::Report(report) = record else {
        return vec![Cow::Borrowed(record)];
    };
    let defaults = report.defaults.clone().unwrap_or_default();
    let mut nested = Vec::new();
    let mut alone = Vec::new();
    for statement in &report.statements {
        let mut statement = filled_in(statement.clone(), &defaults);
        match &report.id {
            Some(id) if statement.in_.is_none() => {
                statement.in_ = Some(id.clone());
                alone.push(Cow::Owned(Record::Statement(statement)));
            }
            _ => nested.push(statement),
        }
    }
    let report = ReportRecord {
        defaults: None,
        statements: nested,
        ..report.clone()
    };
    let mut records = vec![Cow::Owned(Record::Report(report))];
    records.append(&mut alone);
    records
}

/// A statement with the defaults of its report where it does not say otherwise.
///
/// An unnamed speaker and the basis that `verifies` implies are said otherwise.
pub fn filled_in(statement: StatementRecord, defaults: &DefaultsRecord) -> StatementRecord {
    let says_speaker = statement.unnamed.is_some();
    let says_basis = !statement.verifies.is_empty();
    let by = || defaults.by.clone().filter(|_| !says_speaker);
    let basis = defaults.basis.filter(|_| !says_basis);
    let via = match statement.via.is_empty() {
        true => defaults.via.clone(),
        false => statement.via,
    };
    StatementRecord {
        by: statement.by.or_else(by),
        date: statement.date.or(defaults.date),
        basis: statement.basis.or(basis),
        certainty: statement.certainty.or(defaults.certainty),
        via,
        ..statement
    }
}
