//! Statements in a large table, read in parallel and without allocating where nothing must be kept.
//!
//! The text is cut at the ends of rows into chunks. A row in the plain form that machines write (no quotes, and only
//! the columns named in [`Field`]) goes straight to the sink; any other goes the way of every table, which knows all
//! columns and says what is wrong. What a plain row refers to has no finer place than the row, as in NDJSON.

use std::ops::Range;

use rayon::prelude::*;

use super::csv::record_of;
use super::reading::{Job, Reading, Source};
use super::rows::{Header, Row, bounds};
use super::table::STATEMENTS;
use super::text;
use crate::case::date::Date;
use crate::case::sink::{BareStatement, RecordSink};
use crate::case::vocabulary::{Basis, Stance};
use crate::source::Span;

/// Smaller tables are read in one piece, and every reference keeps its cell.
pub const LARGE: usize = 1 << 20;

/// The columns of a plain row.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Field {
    Id,
    By,
    In,
    Date,
    Basis,
    Stance,
    Claim,
    Cites,
    /// Any other: a row with a cell in it is not plain.
    Other,
    /// A column that no table has: its cells are left out.
    Unknown,
}

/// A table of statements that can be read in parts.
pub struct Lines<'s> {
    source: Source<'s>,
    header: Header,
    fields: Vec<Field>,
    chunks: Vec<Range<usize>>,
}

impl<'s> Lines<'s> {
    /// The table in a file of statements, if each part of it can be read by itself: it has nothing that is no text,
    /// and no row that belongs to a row of another table. `chunk` is about how many bytes make a part.
    pub fn new(source: Source<'s>, chunk: usize) -> Option<Self> {
        let bytes = source.bytes;
        if text::utf16(source.file, bytes).is_some() {
            return None;
        }
        let base = text::bom_length(bytes);
        let first = std::str::from_utf8(bytes.get(base..first_line(bytes))?).ok()?;
        let header = Header::read(&STATEMENTS, source.file, first, base)?;
        let owner = STATEMENTS.owner.map(|(column, _)| column);
        let names = header.columns.iter();
        let names = names.map(|column| column.map(|column| column.name));
        let fields: Vec<Field> = names.clone().map(field).collect();
        let of_another = names.clone().flatten().any(|name| Some(name) == owner);
        if of_another || header.unnamed.contains(&true) {
            return None;
        }
        let start = base + header.end;
        let chunks = cut(bytes, start, header.delimiter, chunk);
        let clean = chunks
            .par_iter()
            .all(|range| is_clean(&bytes[range.clone()]));
        clean.then_some(Lines {
            source,
            header,
            fields,
            chunks,
        })
    }

    /// The jobs of reading it: one a chunk.
    pub fn jobs<S: RecordSink>(self) -> Vec<Job<'s, S>> {
        let lines = std::sync::Arc::new(self);
        let job = |(at, range): (usize, Range<usize>)| {
            let lines = lines.clone();
            Job {
                bytes: Span::new(lines.source.file, range.clone()),
                read: Box::new(move |fresh| lines.read(at, range.clone(), fresh(range.len()))),
            }
        };
        lines
            .chunks
            .clone()
            .into_iter()
            .enumerate()
            .map(job)
            .collect()
    }

    fn read<S: RecordSink>(&self, at: usize, range: Range<usize>, sink: S) -> Reading<S> {
        let mut reading = Reading {
            sink,
            ..Reading::default()
        };
        if at == 0 {
            reading
                .problems
                .extend(self.header.problems.iter().cloned());
        }
        // It was looked at whole before: this cannot fail.
        let Ok(text) = std::str::from_utf8(&self.source.bytes[range.clone()]) else {
            return reading;
        };
        let file = self.source.file;
        let mut cites = Vec::new();
        let mut next = 0;
        while next < text.len() {
            let rest = &text.as_bytes()[next..];
            let end = memchr::memchr(b'\n', rest).map_or(text.len(), |at| next + at + 1);
            let place = bounds(text.as_bytes(), next..end);
            cites.clear();
            if let Some(statement) = self.plain(&text[place.clone()], &mut cites) {
                let place = range.start + place.start..range.start + place.end;
                reading.sink.bare_statement(file, place, statement);
                next = end;
                continue;
            }
            let base = range.start + next;
            let row = |row: Row| {
                let record = record_of(&STATEMENTS, self.source, &row, &mut reading.problems);
                if let Some(record) = record {
                    reading.sink.record(file, row.range, record);
                }
            };
            let (problems, read) = self.header.first_row(file, &text[next..], base, row);
            reading.problems.append(problems);
            next += read.max(1);
        }
        reading
    }

    /// A plain row.
    fn plain<'a, 'c>(&self, line: &'a str, cites: &'c mut Vec<&'a str>) -> Option<BareStatement<'c>>
    where
        'a: 'c,
    {
        if memchr::memchr2(b'"', b'\r', line.as_bytes()).is_some() {
            return None;
        }
        let (mut id, mut by, mut report, mut date, mut basis) = (None, None, None, None, None);
        let (mut stance, mut object) = (None, None);
        let mut fields = self.fields.iter();
        for cell in line.split(char::from(self.header.delimiter)) {
            let (field, cell) = (*fields.next()?, cell.trim_ascii());
            match field {
                _ if cell.is_empty() => {}
                Field::Id => id = Some(cell),
                Field::By => by = Some(cell),
                Field::In => report = Some(cell),
                Field::Date => date = Some(cell.parse::<Date>().ok()?),
                Field::Basis => basis = Some(cell.parse::<Basis>().ok()?),
                Field::Stance => {
                    let at = Stance::WORDS.iter().position(|&word| word == cell)?;
                    stance = Some(Stance::ALL[at]);
                }
                Field::Claim if cell.contains([';', '\\']) => return None,
                Field::Claim => object = Some(cell.trim()),
                Field::Cites if cell.contains('\\') => return None,
                Field::Cites => {
                    let items = cell.split(';').map(str::trim);
                    cites.extend(items.filter(|item| !item.is_empty()));
                }
                Field::Other => return None,
                Field::Unknown => {}
            }
        }
        Some(BareStatement {
            id,
            by: by?,
            stance: stance?,
            object: object?,
            date: date.unwrap_or(Date::UNKNOWN),
            basis,
            report,
            cites,
        })
    }
}

fn field(name: Option<&str>) -> Field {
    match name {
        Some("id") => Field::Id,
        Some("by") => Field::By,
        Some("in") => Field::In,
        Some("date") => Field::Date,
        Some("basis") => Field::Basis,
        Some("stance") => Field::Stance,
        Some("claim") => Field::Claim,
        Some("cites") => Field::Cites,
        Some(_) => Field::Other,
        None => Field::Unknown,
    }
}

/// The end of the first line that is not empty.
fn first_line(bytes: &[u8]) -> usize {
    let blank = bytes.iter().take_while(|byte| byte.is_ascii_whitespace());
    let start = blank.count();
    memchr::memchr(b'\n', &bytes[start..]).map_or(bytes.len(), |at| start + at + 1)
}

/// Whether bytes are text without control characters.
fn is_clean(bytes: &[u8]) -> bool {
    let is_control = |byte: &u8| *byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r');
    std::str::from_utf8(bytes).is_ok() && !bytes.iter().any(is_control)
}

/// Ranges of whole rows of about so many bytes that together are everything from `start` on.
///
/// A line break in a quoted cell ends no row. A quote counts only at the beginning of a cell; in a quoted cell, two
/// stand for one.
fn cut(bytes: &[u8], start: usize, delimiter: u8, chunk: usize) -> Vec<Range<usize>> {
    let mut chunks = Vec::with_capacity((bytes.len() - start) / chunk + 1);
    let (mut from, mut at) = (start, start);
    // Without any quote, every line break ends a row.
    let mut quote = next(bytes, b'"', start);
    while from < bytes.len() {
        let least = (from + chunk).min(bytes.len());
        let end = loop {
            let wanted = next(bytes, b'\n', at.max(least)).map_or(bytes.len(), |at| at + 1);
            match quote {
                Some(opens) if opens < wanted => {
                    at = opens + 1;
                    let before = bytes[..opens].last();
                    let begins = opens == start
                        || before.is_some_and(|&byte| {
                            byte == delimiter || matches!(byte, b'\n' | b'\r')
                        });
                    if begins {
                        at = closed(bytes, at);
                    }
                    quote = next(bytes, b'"', at);
                }
                _ => break wanted,
            }
        };
        chunks.push(from..end);
        from = end;
        at = end;
    }
    chunks
}

fn next(bytes: &[u8], byte: u8, from: usize) -> Option<usize> {
    memchr::memchr(byte, bytes.get(from..)?).map(|at| from + at)
}

/// The byte after the quote that closes a cell.
fn closed(bytes: &[u8], mut at: usize) -> usize {
    while let Some(quote) = next(bytes, b'"', at) {
        if bytes.get(quote + 1) != Some(&b'"') {
            return quote + 1;
        }
        at = quote + 2;
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::case::problem::Problem;
    use crate::case::sink::CaseSink;
    use crate::read::kept::Kept;
    use crate::read::reading::Asked;
    use crate::source::FileId;

    fn source(bytes: &[u8]) -> Source<'_> {
        Source {
            file: FileId(0),
            name: "statements.csv",
            bytes,
            asked: Asked::ByName,
        }
    }

    /// The records and the messages of a table, read in parts of at least so many bytes.
    fn in_parts(text: &str, chunk: usize) -> Option<(Kept, Vec<String>)> {
        let lines = Lines::new(source(text.as_bytes()), chunk)?;
        let mut all = Reading::<()>::default();
        let mut kept = Kept::default();
        for job in lines.jobs::<Kept>() {
            let (part, rest) = (job.read)(&|_| Kept::default()).split();
            kept.merge(vec![part]);
            all.append(rest);
        }
        let problems = all.told(source(text.as_bytes()));
        Some((kept, messages(&problems)))
    }

    /// Problems are sorted by place when the case is built.
    fn messages(problems: &[Problem]) -> Vec<String> {
        let told = problems.iter();
        let mut told: Vec<String> = told
            .map(|one| format!("{:?} {}", one.span, one.message))
            .collect();
        told.sort();
        told
    }

    fn whole(text: &str) -> (Kept, Vec<String>) {
        let reading = crate::read::csv::read::<Kept>(&[source(text.as_bytes())]);
        let (kept, rest) = reading.split();
        let problems = rest.told(source(text.as_bytes()));
        (kept, messages(&problems))
    }

    fn cell() -> impl Strategy<Value = &'static str> {
        prop::sample::select(vec![
            "",
            "a",
            " b ",
            "c; d",
            "\"e,f\"",
            "\"g\n\"\"h\"",
            "i\"j",
            "2023-03-26",
            "asserts",
            "told",
            "x\\;y",
            "é",
            "\"",
        ])
    }

    proptest! {
        #[test]
        fn parts_are_read_like_the_whole(
            rows in prop::collection::vec((prop::collection::vec(cell(), 1..8), prop::sample::select(vec!["\n", "\r\n", "\n\n"])), 0..12),
            chunk in 1_usize..60,
        ) {
            let mut text = String::from("id,by,stance,claim,cites,date,basis\n");
            for (cells, end) in rows {
                let plain = ["s", "a", "asserts", "c", "d", "2023", "told"];
                let cells: Vec<&str> = cells.into_iter().zip(plain).map(|(cell, plain)| match cell {
                    "" => plain,
                    cell => cell,
                }).collect();
                text += &cells.join(",");
                text += end;
            }
            let (kept, told) = in_parts(&text, chunk).unwrap();
            let (expected, problems) = whole(&text);
            prop_assert_eq!(kept.records, expected.records);
            prop_assert_eq!(told, problems);
        }
    }
}
