//! The same case in another format.
//!
//! Whatever is written can be read again, and gives the same records. YAML and JSON keep a report's statements and
//! defaults with it. NDJSON, CSV and Parquet have a row for each statement: there the defaults are filled in, and `in`
//! names the report; only a statement whose `in` is something else stays with its report. CSV and Parquet keep no
//! blanks around a text, no empty text and no control characters.

mod csv;
#[cfg(feature = "parquet")]
mod parquet;
mod transcript;
mod yaml;

pub use self::csv::csv;
#[cfg(feature = "parquet")]
pub use self::parquet::parquet;
pub use self::transcript::Transcript;
pub use self::yaml::yaml;

use std::io::{self, Write};

use self::transcript::Entry;
use super::json::parse;
use super::node::{Entry as Field, Node, Value};
use super::table::TABLES;
use crate::case::Kind;
use crate::case::record::{DefaultsRecord, StatementRecord};
use crate::source::FileId;

/// The sections of a case in the order in which they are written, with their names.
const SECTIONS: [(Kind, &str); 6] = [
    (Kind::Actor, "actors"),
    (Kind::Event, "events"),
    (Kind::Evidence, "evidence"),
    (Kind::Claim, "claims"),
    (Kind::Report, "reports"),
    (Kind::Statement, "statements"),
];

/// The tables of a case as they are asked for: the name of each file, and its bytes.
pub type Files<'c> = Box<dyn Iterator<Item = io::Result<(String, Vec<u8>)>> + 'c>;

/// The names of all tables, without extensions.
pub fn table_names() -> impl Iterator<Item = &'static str> {
    TABLES.into_iter().map(|table| table.name)
}

/// Writes a case as one JSON document, a record a line.
///
/// # Errors
/// Where `out` cannot be written to.
pub fn json(case: &Transcript, out: &mut impl Write) -> io::Result<()> {
    out.write_all(b"{")?;
    let mut separator = "\n";
    if let Some(title) = case.titles.first() {
        write!(
            out,
            "{separator}  \"case\": {}",
            serde_json::to_string(title)?
        )?;
        separator = ",\n";
    }
    for (kind, name) in SECTIONS {
        let mut records = section(case, kind).peekable();
        if records.peek().is_none() {
            continue;
        }
        write!(out, "{separator}  \"{name}\": [")?;
        separator = ",\n";
        for (at, record) in records.enumerate() {
            out.write_all(if at == 0 { b"\n    " } else { b",\n    " })?;
            out.write_all(record.fields().as_bytes())?;
        }
        out.write_all(b"\n  ]")?;
    }
    out.write_all(b"\n}\n")
}

/// Writes a case as NDJSON, a record a line.
///
/// # Errors
/// Where `out` cannot be written to.
pub fn ndjson(case: &Transcript, out: &mut impl Write) -> io::Result<()> {
    for title in &case.titles {
        writeln!(out, "{{\"case\":{}}}", serde_json::to_string(title)?)?;
    }
    for record in &case.entries {
        for (kind, fields) in record.flat() {
            writeln!(out, "{{\"{}\":{fields}}}", kind.word())?;
        }
    }
    Ok(())
}

/// The records of a section, in the order in which they were read.
fn section(case: &Transcript, kind: Kind) -> impl Iterator<Item = &Entry> {
    case.entries
        .iter()
        .filter(move |entry| entry.kind() == kind)
}

/// What was written as JSON, as a tree that keeps the order of the fields.
fn tree(json: &str) -> io::Result<Node<'_>> {
    let (root, _) = parse(FileId(0), json, 0);
    root.ok_or_else(|| io::Error::other("a record that cannot be written"))
}

/// The id of a record among its fields: the first of them, where it has one.
fn id_of<'n>(fields: &'n [Field<'_>]) -> Option<&'n str> {
    let first = fields.first().filter(|first| first.key.text == "id")?;
    match &first.value.value {
        Value::Scalar(id) => Some(&id.text),
        _ => None,
    }
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
