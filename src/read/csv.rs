//! A folder of tables, as a spreadsheet exports them.
//!
//! Each row becomes a [`Node`] and is read like any other record. Rows that belong to a row of another table (ties,
//! verifications) are joined to it; since a record lies in one file, what they hold then points at that row.
//! A large table of statements is read in parts (see [`statement_lines`](super::statement_lines)).

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;
use std::path::Path;

use serde::de::DeserializeOwned;

use super::attempts::Attempts;
use super::document::Records;
use super::fault::advice;
use super::kept::id;
use super::node::{Entry, Node, Scalar, Value};
use super::reading::{Job, Problems, Reading, Source};
use super::rows::{Row, each_row};
use super::statement_lines::{LARGE, Lines};
use super::table::{Cell, STATEMENTS, TABLES, Table, split};
use super::text;
use super::unpack::unpacked_name;
use crate::case::problem::Problem;
use crate::case::record::{AffiliationRecord, StatementRecord, VerificationRecord};
use crate::case::sink::{Record, RecordSink};
use crate::case::spanned::Spanned;
use crate::case::vocabulary::Stance;
use crate::source::{FileId, Span};

/// Rows without owner for which a similar id is looked up: each look-up compares with all ids.
const MAX_SUGGESTIONS: usize = 32;

/// A shorthand that takes the place of a stance.
const VERIFIES: &str = "verifies";

/// The table that a file holds, by its name.
fn table_of(path: &Path) -> Option<&'static Table> {
    let path = unpacked_name(path);
    let stem = path.file_stem()?.to_str()?;
    TABLES
        .into_iter()
        .find(|table| table.name.eq_ignore_ascii_case(stem))
}

/// Whether rows of other tables belong to the rows of this one.
fn is_owner(table: &Table) -> bool {
    let mut owners = TABLES.iter().filter_map(|table| table.owner);
    owners.any(|(_, owner)| owner == table.name)
}

/// Whether a file's name is that of a table.
pub fn is_table(path: &Path) -> bool {
    table_of(path).is_some()
}

/// The jobs of reading the tables of one folder: one for all, and after it many for a large table of statements.
pub fn jobs<'s, S: RecordSink>(sources: &[Source<'s>]) -> Vec<Job<'s, S>> {
    let is_large = |source: &Source<'_>| {
        let table = table_of(Path::new(source.name));
        source.bytes.len() >= LARGE && table.is_some_and(|table| table.name == STATEMENTS.name)
    };
    let mut together = Vec::new();
    let mut apart = Vec::new();
    for &source in sources {
        match is_large(&source)
            .then(|| Lines::new(source, LARGE))
            .flatten()
        {
            Some(lines) => apart.push(lines),
            None => together.push(source),
        }
    }
    let mut jobs = Vec::new();
    if !together.is_empty() {
        jobs.extend(Job::whole(&together, read));
    }
    jobs.extend(apart.into_iter().flat_map(Lines::jobs));
    jobs
}

/// Reads the tables of one folder.
pub fn read<S: RecordSink>(sources: &[Source<'_>]) -> Reading<S> {
    let mut tables: Tables<S> = Tables {
        reading: Reading::default(),
        records: Vec::new(),
        by_id: HashMap::new(),
        suggestions_left: MAX_SUGGESTIONS,
    };
    let name_of = |source: &Source<'_>| table_of(Path::new(source.name)).map(|table| table.name);
    for source in sources.iter().filter(|source| name_of(source).is_none()) {
        let message = format!("`{}` is not named after a table of a case", source.name);
        let names = TABLES.map(|table| table.name).join(".csv`, `");
        let problem = Problem::error(Span::new(source.file, 0..0), message);
        let help = format!("name the file after what it holds: `{names}.csv`");
        tables.reading.problems.add(problem.help(help));
    }
    for table in TABLES {
        for &source in sources {
            if name_of(&source) == Some(table.name) {
                tables.read(table, source);
            }
        }
    }
    let mut reading = tables.reading;
    for (file, range, record) in tables.records {
        reading.sink.record(file, range, record);
    }
    reading
}

/// The tables of one folder while they are read.
struct Tables<S> {
    reading: Reading<S>,
    /// Records to be delivered when everything that belongs to them is joined.
    records: Vec<(FileId, Range<usize>, Record)>,
    /// Where the records of a table are, by table and id.
    by_id: HashMap<&'static str, HashMap<String, usize>>,
    suggestions_left: usize,
}

impl<S: RecordSink> Tables<S> {
    fn read(&mut self, table: &'static Table, source: Source<'_>) {
        let document = text::document(source.file, source.bytes);
        if let Some(problem) = document.problem {
            self.reading.problems.add(problem);
        } else if document.text.trim().is_empty() {
            self.reading.problems.add(text::nothing_in(source));
        }
        let problems = each_row(table, source.file, &document.text, document.base, |row| {
            self.row(table, source, &row);
        });
        self.reading.problems.append(problems);
    }

    fn row(&mut self, table: &'static Table, source: Source<'_>, row: &Row) {
        let node = match node(table, source.file, row) {
            Ok(node) => node,
            Err(problem) => return self.reading.problems.add(*problem),
        };
        let owner = table.owner.and_then(|(column, owner)| {
            let (id, range) = row.special(column)?;
            Some((owner, id, range))
        });
        if let Some((section, id, range)) = owner {
            return self.join(source, node, section, id, range);
        }
        if table.name == "case" {
            let cell = row.cells.first();
            let title = cell.map(|cell| Spanned {
                range: cell.range.clone(),
                value: cell.text.clone(),
            });
            return title
                .into_iter()
                .for_each(|title| self.reading.sink.title(source.file, title));
        }
        let record = record(table, source, &node, &mut self.reading.problems);
        if let Some(record) = record {
            if let Some(id) = id(&record).filter(|_| is_owner(table)) {
                let ids = self.by_id.entry(table.name).or_default();
                ids.entry(id.value.clone()).or_insert(self.records.len());
            }
            self.records.push((source.file, row.range.clone(), record));
        }
    }

    /// Adds a row to the record of another table to which it belongs.
    fn join(
        &mut self,
        source: Source<'_>,
        node: Node<'_>,
        section: &'static str,
        id: &str,
        range: &Range<usize>,
    ) {
        let ids = self.by_id.entry(section).or_default();
        let Some(&at) = ids.get(id) else {
            let span = Span::new(source.file, range.clone());
            let mut problem = Problem::error(span, format!("`{id}` is not in table `{section}`"));
            if self.suggestions_left > 0 {
                self.suggestions_left -= 1;
                problem = problem.suggest(id, ids.keys().map(String::as_str));
            }
            return self.reading.problems.add(problem);
        };
        let (_, owner, record) = &mut self.records[at];
        let problems = &mut self.reading.problems;
        match record {
            Record::Actor(actor) => {
                let tie: Option<AffiliationRecord> = joined(source, node, owner, problems);
                actor.affiliations.0.extend(tie);
            }
            Record::Evidence(evidence) => {
                let verified: Option<VerificationRecord> = joined(source, node, owner, problems);
                evidence.verified.0.extend(verified);
            }
            Record::Report(report) => {
                let statement: Option<StatementRecord> = joined(source, node, owner, problems);
                report.statements.extend(statement);
            }
            // Nothing belongs to the others.
            _ => {}
        }
    }
}

/// A row that belongs to no other as a record.
pub fn record_of(
    table: &Table,
    source: Source<'_>,
    row: &Row,
    problems: &mut Problems,
) -> Option<Record> {
    match node(table, source.file, row) {
        Ok(node) => record(table, source, &node, problems),
        Err(problem) => {
            problems.add(*problem);
            None
        }
    }
}

fn record(
    table: &Table,
    source: Source<'_>,
    node: &Node<'_>,
    problems: &mut Problems,
) -> Option<Record> {
    let mut records = Records::new(source);
    let record = records.of_section(table.name, node);
    problems.append(records.problems);
    record
}

/// Reads a row where it stands, for what is wrong with it, and again as a part of its owner.
fn joined<T: DeserializeOwned>(
    source: Source<'_>,
    node: Node<'_>,
    owner: &Range<usize>,
    problems: &mut Problems,
) -> Option<T> {
    let there = Attempts::new(source.file, source.bytes);
    let read: Option<T> = there.read(&node, None);
    problems.append(there.into_problems());
    read?;
    let here = Attempts::new(source.file, source.bytes);
    here.read(&node.placed_at(owner), None)
}

fn scalar(range: &Range<usize>, text: &str) -> Node<'static> {
    Node::scalar(range.clone(), Cow::Owned(text.to_owned()), true)
}

fn entry(key: &str, key_range: &Range<usize>, value: Node<'static>) -> Entry<'static> {
    Entry {
        key: Scalar {
            text: Cow::Owned(key.to_owned()),
            quoted: true,
        },
        key_range: key_range.clone(),
        value,
    }
}

/// A row as the map that a case file would hold.
fn node(table: &Table, file: FileId, row: &Row) -> Result<Node<'static>, Box<Problem>> {
    let mut entries = Vec::new();
    let mut quantity = Vec::new();
    for cell in &row.cells {
        let (name, range, text) = (cell.column.name, &cell.range, &cell.text);
        let list = |item: fn(&Range<usize>, &str) -> Node<'static>| Node {
            range: range.clone(),
            value: Value::List(split(text).iter().map(|text| item(range, text)).collect()),
        };
        match cell.column.cell {
            Cell::One => entries.push(entry(name, range, scalar(range, text))),
            Cell::List => entries.push(entry(name, range, list(scalar))),
            Cell::Allow => entries.push(entry(name, range, list(allow))),
            Cell::Quantity(field) => quantity.push(entry(field, range, scalar(range, text))),
            Cell::Special => {}
        }
    }
    let map = |range: &Range<usize>, entries| Node {
        range: range.clone(),
        value: Value::Map(entries),
    };
    if !quantity.is_empty() {
        let range = quantity[0].key_range.start..quantity[quantity.len() - 1].key_range.end;
        entries.push(entry("quantity", &range, map(&range, quantity)));
    }
    if table.name == STATEMENTS.name {
        entries.extend(stance(file, row)?);
    }
    Ok(map(&row.range, entries))
}

/// `rule`, or `rule: reason`.
fn allow(range: &Range<usize>, text: &str) -> Node<'static> {
    let Some((rule, because)) = text.split_once(": ") else {
        return scalar(range, text);
    };
    Node {
        range: range.clone(),
        value: Value::Map(vec![
            entry("rule", range, scalar(range, rule)),
            entry("because", range, scalar(range, because)),
        ]),
    }
}

/// The columns `stance` and `claim` (or `object`) as the field that they stand for.
fn stance(file: FileId, row: &Row) -> Result<Option<Entry<'static>>, Box<Problem>> {
    let error = |range: &Range<usize>, message: String| {
        Problem::error(Span::new(file, range.clone()), message).label("the row is left out")
    };
    let stance = row.special("stance");
    let objects = row.special("claim").or_else(|| row.special("object"));
    let (word, range, objects, objects_range) = match (stance, objects) {
        (Some((word, range)), Some((objects, at))) => (word, range, objects, at),
        (None, None) => return Ok(None),
        (None, Some((objects, at))) => {
            let problem = error(at, format!("no stance on `{objects}`"));
            return Err(Box::new(problem.help("fill in the column `stance`")));
        }
        (Some((word, range)), None) => {
            let problem = error(range, format!("no claim for the stance `{word}`"));
            return Err(Box::new(problem.help("fill in the column `claim`")));
        }
    };
    if word != VERIFIES && word.parse::<Stance>().is_err() {
        let mut problem = error(range, format!("unknown stance `{word}`"));
        problem.help = advice(word, Stance::WORDS);
        return Err(Box::new(problem));
    }
    let items = split(objects)
        .iter()
        .map(|object| scalar(objects_range, object))
        .collect();
    let list = Node {
        range: objects_range.clone(),
        value: Value::List(items),
    };
    Ok(Some(entry(word, range, list)))
}
