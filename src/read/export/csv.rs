//! A folder of tables, for spreadsheets.

use std::collections::BTreeMap;
use std::io;

use super::transcript::Entry as Record;
use super::{Files, SECTIONS, Transcript, id_of, tree};
use crate::case::Kind;
use crate::case::columns::{BATCH, made_ahead};
use crate::case::vocabulary::Stance;
use crate::read::node::{Entry, Node, Value};
use crate::read::table::{
    AFFILIATIONS, CASE, Cell, Cells, STATEMENTS, TABLES, Table, VERIFICATIONS, join,
};

/// A row: its cells that are not empty, by column.
type Row = BTreeMap<&'static str, String>;

/// A table to be written.
pub struct Written {
    /// Its name.
    pub name: &'static str,
    /// The columns that have a cell, with their cells; all its columns where none has.
    pub columns: Vec<(&'static str, Cells)>,
    /// How many rows it has.
    pub rows: usize,
}

/// Records of which the rows are made at once by one thread.
const PART: usize = 1 << 7;

/// Every table of a case, column by column.
///
/// One without rows is written too, as its header: in a folder that holds the tables of another case it takes the
/// place of that case's, which would be read as part of this one.
///
/// # Errors
/// Where a record cannot be written.
pub fn tables(case: &Transcript) -> io::Result<Vec<Written>> {
    let mut written = TABLES.map(Written::new);
    let mut add = |table: &Table, row: Row| {
        let mut known = written.iter_mut();
        if let Some(written) = known.find(|written| written.name == table.name) {
            written.add(row);
        }
    };
    for title in &case.titles {
        add(&CASE, Row::from([("title", title.clone())]));
    }
    let parts: Vec<&[Record]> = case.entries.chunks(PART).collect();
    made_ahead(
        &parts,
        BATCH / PART,
        |part| rows_of_all(part),
        |made| {
            for rows in made {
                rows?.into_iter().for_each(|(table, row)| add(table, row));
            }
            io::Result::Ok(())
        },
    )?;
    for table in &mut written {
        if table.columns.iter().any(|(_, cells)| !cells.is_empty()) {
            table.columns.retain(|(_, cells)| !cells.is_empty());
        }
    }
    Ok(written.into())
}

impl Written {
    fn new(table: &Table) -> Self {
        let columns = table.columns.iter();
        Written {
            name: table.name,
            columns: columns.map(|one| (one.name, Cells::default())).collect(),
            rows: 0,
        }
    }

    fn add(&mut self, mut row: Row) {
        for (name, cells) in &mut self.columns {
            if let Some(cell) = row.remove(name) {
                cells.begin(self.rows);
                cells.bytes.extend_from_slice(cell.as_bytes());
            }
        }
        self.rows += 1;
    }
}

/// Every table of a case as comma-separated values.
///
/// # Errors
/// Where a record cannot be written.
pub fn csv(case: &Transcript) -> io::Result<Files<'static>> {
    let files = tables(case)?.into_iter().map(|table| {
        let bytes = write(&table)?;
        Ok((format!("{}.csv", table.name), bytes))
    });
    Ok(Box::new(files))
}

fn write(table: &Written) -> io::Result<Vec<u8>> {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    writer.write_record(table.columns.iter().map(|(name, _)| name))?;
    for row in 0..table.rows {
        writer.write_record(table.columns.iter().map(|(_, cells)| cells.cell(row)))?;
    }
    writer.into_inner().map_err(|error| error.into_error())
}

/// The rows of some records, in their order.
fn rows_of_all(records: &[Record]) -> io::Result<Vec<(&'static Table, Row)>> {
    let mut rows = Vec::new();
    for record in records {
        for (kind, fields) in record.flat() {
            rows_of(kind, &fields, &mut rows)?;
        }
    }
    Ok(rows)
}

/// The rows of a record: its own, and those of other tables that belong to it.
fn rows_of(kind: Kind, json: &str, rows: &mut Vec<(&'static Table, Row)>) -> io::Result<()> {
    let Value::Map(entries) = tree(json)?.value else {
        return Ok(());
    };
    let section = SECTIONS.iter().find(|(one, _)| *one == kind);
    let section = section.map_or("", |(_, name)| name);
    let owner = id_of(&entries).unwrap_or_default();
    if let Some(table) = TABLES.into_iter().find(|table| table.name == section) {
        rows.push((table, row(table, &entries)));
    }
    for entry in &entries {
        let table = match (kind, entry.key.text.as_ref()) {
            (Kind::Actor, "affiliations") => &AFFILIATIONS,
            (Kind::Evidence, "verified") => &VERIFICATIONS,
            (Kind::Report, "statements") => &STATEMENTS,
            _ => continue,
        };
        let (column, _) = table
            .owner
            .expect("each of these tables belongs to another");
        let items = match &entry.value.value {
            Value::List(items) => items.as_slice(),
            _ => std::slice::from_ref(&entry.value),
        };
        for item in items {
            if let Value::Map(entries) = &item.value {
                let mut row = row(table, entries);
                row.insert(column, owner.to_owned());
                rows.push((table, row));
            }
        }
    }
    Ok(())
}

fn row(table: &'static Table, entries: &[Entry<'_>]) -> Row {
    let field = |name: &str| {
        entries
            .iter()
            .find(|entry| entry.key.text == name)
            .map(|entry| &entry.value)
    };
    let mut row = Row::new();
    for column in table.columns {
        let cell = match column.cell {
            Cell::One => field(column.name).and_then(text),
            Cell::List => {
                field(column.name).map(|list| join(texts(list).iter().map(String::as_str)))
            }
            Cell::Allow => {
                field(column.name).map(|list| join(allowed(list).iter().map(String::as_str)))
            }
            Cell::Quantity(part) => field("quantity").and_then(|quantity| match &quantity.value {
                Value::Map(parts) => {
                    text(&parts.iter().find(|entry| entry.key.text == part)?.value)
                }
                _ => None,
            }),
            Cell::Special => None,
        };
        row.extend(cell.map(|cell| (column.name, cell)));
    }
    if table.name == STATEMENTS.name {
        name_stance(&mut row);
    }
    row
}

/// Where a statement has one stance, writes it as people do: in the columns `stance` and `claim`.
fn name_stance(row: &mut Row) {
    let words = Stance::WORDS.iter().chain(&["verifies"]);
    let mut taken = words.filter(|word| row.contains_key(*word));
    if let (Some(&stance), None) = (taken.next(), taken.next()) {
        let objects = row.remove(stance).unwrap_or_default();
        row.insert("stance", stance.to_owned());
        row.insert("claim", objects);
    }
}

fn text(node: &Node<'_>) -> Option<String> {
    match &node.value {
        Value::Scalar(scalar) if scalar.quoted => Some(scalar.text.clone().into_owned()),
        Value::Scalar(scalar) => {
            let text = scalar.text.as_ref();
            Some(text.strip_suffix(".0").unwrap_or(text).to_owned())
        }
        _ => None,
    }
}

fn texts(node: &Node<'_>) -> Vec<String> {
    match &node.value {
        Value::List(items) => items.iter().filter_map(text).collect(),
        _ => text(node).into_iter().collect(),
    }
}

/// The entries of an `allow` field, each as `rule` or `rule: reason`.
fn allowed(node: &Node<'_>) -> Vec<String> {
    let items = match &node.value {
        Value::List(items) => items.as_slice(),
        _ => std::slice::from_ref(node),
    };
    let entry = |item: &Node<'_>| match &item.value {
        Value::Map(parts) => {
            let parts: Vec<String> = parts.iter().filter_map(|part| text(&part.value)).collect();
            parts.join(": ")
        }
        _ => text(item).unwrap_or_default(),
    };
    items.iter().map(entry).collect()
}
