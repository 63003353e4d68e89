//! A folder of tables, for spreadsheets.

use std::collections::BTreeMap;
use std::io;

use super::{fields, flat, section_of, tree};
use crate::case::sink::Record;
use crate::case::vocabulary::Stance;
use crate::read::kept::{Kept, id};
use crate::read::node::{Entry, Node, Value};
use crate::read::table::{
    AFFILIATIONS, CASE, Cell, STATEMENTS, TABLES, Table, VERIFICATIONS, join,
};

/// A row: its cells that are not empty, by column.
pub type Row = BTreeMap<&'static str, String>;

/// A table to be written.
pub struct Written {
    /// Its name.
    pub name: &'static str,
    /// The columns that have a cell; all its columns where none has.
    pub columns: Vec<&'static str>,
    /// Its rows.
    pub rows: Vec<Row>,
}

/// Every table of a case.
///
/// One without rows is written too, as its header: in a folder that holds the tables of another case it takes the
/// place of that case's, which would be read as part of this one.
///
/// # Errors
/// Where a record cannot be written.
pub fn tables(case: &Kept) -> io::Result<Vec<Written>> {
    let mut rows: BTreeMap<&str, Vec<Row>> = BTreeMap::new();
    for (_, title) in &case.titles {
        let row = Row::from([("title", title.value.clone())]);
        rows.entry(CASE.name).or_default().push(row);
    }
    for (_, record) in &case.records {
        for record in flat(record) {
            for (table, row) in rows_of(&record)? {
                rows.entry(table.name).or_default().push(row);
            }
        }
    }
    let written = TABLES.into_iter().map(|table| {
        let rows = rows.remove(table.name).unwrap_or_default();
        let columns = table.columns.iter().map(|column| column.name);
        let filled = |column: &&str| rows.iter().any(|row| row.contains_key(column));
        let mut used: Vec<&str> = columns.clone().filter(filled).collect();
        if used.is_empty() {
            used.extend(columns);
        }
        Written {
            name: table.name,
            columns: used,
            rows,
        }
    });
    Ok(written.collect())
}

/// Every table of a case: the name of its file, and its bytes.
///
/// # Errors
/// Where a record cannot be written.
pub fn csv(case: &Kept) -> io::Result<Vec<(String, Vec<u8>)>> {
    let written = tables(case)?.into_iter().map(|table| {
        let bytes = write(&table)?;
        Ok((format!("{}.csv", table.name), bytes))
    });
    written.collect()
}

fn write(table: &Written) -> io::Result<Vec<u8>> {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    writer.write_record(&table.columns)?;
    for row in &table.rows {
        let cells = table.columns.iter();
        writer.write_record(cells.map(|column| row.get(column).map_or("", String::as_str)))?;
    }
    writer.into_inner().map_err(|error| error.into_error())
}

/// The rows of a record: its own, and those of other tables that belong to it.
fn rows_of(record: &Record) -> io::Result<Vec<(&'static Table, Row)>> {
    let json = fields(record)?;
    let Value::Map(entries) = tree(&json)?.value else {
        return Ok(Vec::new());
    };
    let section = section_of(record);
    let owner = id(record).map(|id| id.value.as_str()).unwrap_or_default();
    let mut rows = Vec::new();
    if let Some(table) = TABLES.into_iter().find(|table| table.name == section) {
        rows.push((table, row(table, &entries)));
    }
    for entry in &entries {
        let table = match (section, entry.key.text.as_ref()) {
            ("actors", "affiliations") => &AFFILIATIONS,
            ("evidence", "verified") => &VERIFICATIONS,
            ("reports", "statements") => &STATEMENTS,
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
    Ok(rows)
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
