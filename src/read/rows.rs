//! The rows of a CSV text, with the place of every cell.

use std::ops::Range;

use csv::{ByteRecord, Reader, ReaderBuilder};

use super::fault::advice;
use super::reading::Problems;
use super::table::{Column, Table};
use crate::case::problem::Problem;
use crate::source::{FileId, Span};

/// A row of a table.
pub struct Row {
    /// Its bytes.
    pub range: Range<usize>,
    /// Its cells that are not empty, in columns that are known.
    pub cells: Vec<Filled>,
}

/// A cell that is not empty.
pub struct Filled {
    /// Its column.
    pub column: &'static Column,
    /// Its bytes.
    pub range: Range<usize>,
    /// Its text, trimmed.
    pub text: String,
}

impl Row {
    /// Text and place of the cell in a column, where it is filled in.
    pub fn special(&self, column: &str) -> Option<(&str, &Range<usize>)> {
        let cell = self.cells.iter().find(|cell| cell.column.name == column)?;
        Some((&cell.text, &cell.range))
    }
}

/// The first row of a table: its columns.
pub struct Header {
    /// The columns, where they are known.
    pub columns: Vec<Option<&'static Column>>,
    /// Which of them have no name.
    pub unnamed: Vec<bool>,
    /// The character between the cells.
    pub delimiter: u8,
    /// Offset in the text of the byte after it.
    pub end: usize,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
}

impl Header {
    /// The first row of a text that starts at `base` in its file; `None` where there is no row.
    pub fn read(table: &Table, file: FileId, text: &str, base: usize) -> Option<Self> {
        let delimiter = delimiter(text);
        let mut reader = reader(text, delimiter);
        let mut record = ByteRecord::new();
        let Ok(true) = reader.read_byte_record(&mut record) else {
            return None;
        };
        let range = range(&record, &reader, text);
        let end = range.end;
        let line = Line::new(text.as_bytes(), range, delimiter, base);
        let mut problems = Vec::new();
        let place = |range: &Range<usize>| Span::new(file, range.clone());
        let mut columns: Vec<Option<&'static Column>> = Vec::with_capacity(record.len());
        for (at, name) in record.iter().enumerate() {
            let (column, problem) = column(table, name, place(line.cell(at)));
            problems.extend(problem);
            let mut before = columns.iter().flatten();
            let first = column.filter(|one| before.all(|known| known.name != one.name));
            if let (Some(again), None) = (column, first) {
                let message = format!("column `{}` stands twice", again.name);
                let problem = Problem::error(place(line.cell(at)), message);
                problems.push(problem.label("its cells are left out"));
            }
            columns.push(first);
        }
        let unnamed = record.iter().map(|name| name.trim_ascii().is_empty());
        Some(Header {
            unnamed: unnamed.collect(),
            columns,
            delimiter,
            end,
            problems,
        })
    }

    /// Hands on the rows of a text below the header that starts at `base` in its file, and returns what is wrong with
    /// them and how much of the text was read; `most` is how many rows are read.
    fn rows(
        &self,
        file: FileId,
        text: &str,
        base: usize,
        most: usize,
        mut take: impl FnMut(Row),
    ) -> (Problems, usize) {
        let mut problems = Problems::default();
        let mut reader = reader(text, self.delimiter);
        let mut record = ByteRecord::new();
        let place = |range: &Range<usize>| Span::new(file, range.clone());
        let mut end = 0;
        for _ in 0..most {
            // A reader over bytes in memory has no other error than those that `flexible` rules out.
            let Ok(true) = reader.read_byte_record(&mut record) else {
                end = text.len();
                break;
            };
            let range = range(&record, &reader, text);
            end = range.end;
            let line = Line::new(text.as_bytes(), range, self.delimiter, base);
            problems.extend(misshapen(&line, record.len(), self.columns.len(), place));
            let unnamed = record.iter().zip(&self.unnamed).enumerate();
            for (at, _) in unnamed.filter(|(_, (cell, unnamed))| **unnamed && !is_blank(cell)) {
                let problem =
                    Problem::error(place(line.cell(at)), "a cell of a column without a name");
                let help = "name the column in the first row, or remove it";
                problems.add(problem.label("it is left out").help(help));
            }
            let filled = record.iter().zip(&self.columns).enumerate();
            let cells: Vec<Filled> = filled
                .filter_map(|(at, (cell, column))| {
                    let text = String::from_utf8_lossy(cell.trim_ascii()).into_owned();
                    Some(Filled {
                        column: (*column).filter(|_| !text.is_empty())?,
                        range: line.cell(at).clone(),
                        text,
                    })
                })
                .collect();
            if !cells.is_empty() {
                let range = line.range;
                take(Row { range, cells });
            }
        }
        (problems, end)
    }

    /// Hands on the first row of a text below the header, as [`each_row`] does with all, and returns what is wrong with
    /// it and how much of the text it takes.
    pub fn first_row(
        &self,
        file: FileId,
        text: &str,
        base: usize,
        take: impl FnMut(Row),
    ) -> (Problems, usize) {
        self.rows(file, text, base, 1, take)
    }
}

/// Hands on each row of a table that starts at `base` in its file, and returns what is wrong with the table.
pub fn each_row(
    table: &'static Table,
    file: FileId,
    text: &str,
    base: usize,
    take: impl FnMut(Row),
) -> Problems {
    let mut problems = Problems::default();
    let Some(header) = Header::read(table, file, text, base) else {
        return problems;
    };
    problems.extend(header.problems.iter().cloned());
    let (start, most) = (header.end, usize::MAX);
    let (of_rows, _) = header.rows(file, &text[start..], base + start, most, take);
    problems.append(of_rows);
    problems
}

fn is_blank(cell: &[u8]) -> bool {
    cell.trim_ascii().is_empty()
}

fn reader(text: &str, delimiter: u8) -> Reader<&[u8]> {
    let mut builder = ReaderBuilder::new();
    let builder = builder.has_headers(false).flexible(true);
    builder.delimiter(delimiter).from_reader(text.as_bytes())
}

/// The bytes of a record that has just been read.
fn range(record: &ByteRecord, reader: &Reader<&[u8]>, text: &str) -> Range<usize> {
    let start = record.position().map_or(0, |at| at.byte() as usize);
    let end = (reader.position().byte() as usize).min(text.len());
    start..end
}

/// The bytes of a row without the line breaks around it.
pub fn bounds(text: &[u8], range: Range<usize>) -> Range<usize> {
    let is_break = |byte: &&u8| matches!(byte, b'\r' | b'\n');
    let row = &text[range.clone()];
    let start = range.start + row.iter().take_while(is_break).count();
    let breaks = text[start..range.end].iter().rev().take_while(is_break);
    start..range.end - breaks.count()
}

/// The places of a row in its file.
struct Line {
    /// Its bytes, without the line break.
    range: Range<usize>,
    /// The bytes of its cells.
    cells: Vec<Range<usize>>,
    /// The beginning of a quoted cell that does not end.
    unclosed: Option<usize>,
}

impl Line {
    /// The row at `range` of a text that starts at `base` in its file.
    ///
    /// A quote counts only at the beginning of a cell; in a quoted cell, two stand for one.
    fn new(text: &[u8], range: Range<usize>, delimiter: u8, base: usize) -> Self {
        let Range { start, end } = bounds(text, range);
        let mut cells = Vec::new();
        let (mut from, mut quote) = (start, None);
        for (at, &byte) in text[..end].iter().enumerate().skip(start) {
            match (byte, quote) {
                // The second quote of two opens again what the first has closed.
                (b'"', None) if text[from] == b'"' => quote = Some(base + from),
                (b'"', Some(_)) => quote = None,
                (_, None) if byte == delimiter => {
                    cells.push(base + from..base + at);
                    from = at + 1;
                }
                _ => {}
            }
        }
        cells.push(base + from..base + end);
        Line {
            range: base + start..base + end,
            cells,
            unclosed: quote,
        }
    }

    /// The bytes of a cell; those of the row where it has fewer.
    fn cell(&self, at: usize) -> &Range<usize> {
        self.cells.get(at).unwrap_or(&self.range)
    }
}

/// The character between the cells: of those in use, the one that the first line has most of.
fn delimiter(text: &str) -> u8 {
    let header = text.trim_start().lines().next().unwrap_or_default();
    let count = |&delimiter: &u8| header.bytes().filter(|&byte| byte == delimiter).count();
    // The last of equals wins, so the comma comes last.
    let candidates = [b'\t', b';', b','];
    candidates.into_iter().max_by_key(count).unwrap_or(b',')
}

/// The column with this name, or what is wrong with it.
fn column(table: &Table, name: &[u8], place: Span) -> (Option<&'static Column>, Option<Problem>) {
    let name = String::from_utf8_lossy(name);
    let name = name.trim();
    let column = table.column(name);
    if column.is_some() || name.is_empty() {
        return (column, None);
    }
    let message = format!("unknown column `{name}` in table `{}`", table.name);
    let known: Vec<&str> = table.columns.iter().map(|column| column.name).collect();
    let help = advice(name, &known)
        .unwrap_or_else(|| format!("columns of this table: `{}`", known.join("`, `")));
    let problem = Problem::error(place, message);
    (
        None,
        Some(problem.label("its cells are left out").help(help)),
    )
}

/// What is wrong with the shape of a row.
fn misshapen(
    line: &Line,
    cells: usize,
    columns: usize,
    place: impl Fn(&Range<usize>) -> Span,
) -> Option<Problem> {
    if let Some(at) = line.unclosed {
        let problem = Problem::error(place(&(at..at + 1)), "a quoted cell does not end");
        return Some(problem.help("close the quote; inside a quoted cell write `\"\"` for `\"`"));
    }
    (cells > columns).then(|| {
        let message = format!("{cells} cells in a table of {columns} columns");
        Problem::error(place(&line.range), message)
            .label("what is over is left out")
            .help("put a cell that contains the separator in quotes")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_know_their_bytes_whatever_is_in_them() {
        let text = b"\na,\"b,\"\"c\n\",,5\" gun,d\r\n";
        let line = Line::new(text, 0..text.len(), b',', 100);
        let place = |range: &Range<usize>| &text[range.start - 100..range.end - 100];
        let texts: Vec<&[u8]> = line.cells.iter().map(place).collect();
        assert_eq!(
            texts,
            [b"a".as_slice(), b"\"b,\"\"c\n\"", b"", b"5\" gun", b"d"]
        );
        assert_eq!((line.range, line.unclosed), (101..121, None));
        let unclosed = Line::new(b"a,\"b,c", 0..6, b',', 100).unclosed;
        assert_eq!(unclosed, Some(102));
    }

    #[test]
    fn the_header_tells_the_delimiter() {
        assert_eq!(delimiter("id;text\n\"a,b,c\";d"), b';');
        assert_eq!(delimiter("id\ttext"), b'\t');
        assert_eq!(delimiter("id"), b',');
    }
}
