//! Lines of NDJSON in the plain form that machines write, read without allocating where nothing must be kept.
//!
//! A line is lean if it has only the fields named here, each once, with texts free of escapes. Any other line is
//! refused, never reported: the reader for all lines then makes of it what can be made, and says what is wrong.

use crate::case::date::Date;
use crate::case::record::{ActorRecord, AffiliationRecord, ClaimRecord, OneOrMany};
use crate::case::sink::{BareStatement, Record, RecordSink};
use crate::case::spanned::Spanned;
use crate::case::vocabulary::{Basis, Stance};
use crate::source::FileId;

/// Reads a lean line into the sink; `false`, and nothing done, for any other line.
///
/// `start` is the offset of the line in its file; `cites` is scratch space.
pub fn read<'a, S: RecordSink>(
    file: FileId,
    line: &'a str,
    start: usize,
    cites: &mut Vec<&'a str>,
    sink: &mut S,
) -> bool {
    let mut cursor = Cursor { line, at: 0, start };
    read_line(file, &mut cursor, cites, sink).is_some()
}

fn read_line<'a, S: RecordSink>(
    file: FileId,
    cursor: &mut Cursor<'a>,
    cites: &mut Vec<&'a str>,
    sink: &mut S,
) -> Option<()> {
    let range = cursor.start..cursor.start + cursor.line.len();
    cursor.expect(b'{')?;
    let kind = cursor.text()?.value;
    cursor.expect(b':')?;
    match kind {
        "statement" => {
            let statement = statement(cursor, cites)?;
            cursor.end()?;
            sink.bare(file, range, statement);
        }
        "claim" => {
            let record = claim(cursor)?;
            cursor.end()?;
            sink.record(file, range, Record::Claim(record));
        }
        "actor" => {
            let record = actor(cursor)?;
            cursor.end()?;
            sink.record(file, range, Record::Actor(record));
        }
        _ => return None,
    }
    Some(())
}

fn statement<'a, 'c>(
    cursor: &mut Cursor<'a>,
    cites: &'c mut Vec<&'a str>,
) -> Option<BareStatement<'c>>
where
    'a: 'c,
{
    let (mut id, mut by, mut date, mut basis, mut report) = (None, None, None, None, None);
    let mut stance_and_object = None;
    cites.clear();
    let mut cited = None;
    cursor.fields(|cursor, field| match field {
        "id" => once(&mut id, cursor.text()?.value),
        "by" => once(&mut by, cursor.text()?.value),
        "date" => {
            let text = cursor.text()?.value;
            once(&mut date, text.parse().ok()?)
        }
        "basis" => once(&mut basis, cursor.text()?.value.parse::<Basis>().ok()?),
        "in" => once(&mut report, cursor.text()?.value),
        "cites" => {
            cursor.list(|cursor| {
                cites.push(cursor.text()?.value);
                Some(())
            })?;
            once(&mut cited, ())
        }
        word => {
            let stance = word.parse::<Stance>().ok()?;
            once(&mut stance_and_object, (stance, cursor.text()?.value))
        }
    })?;
    let (stance, object) = stance_and_object?;
    Some(BareStatement {
        id,
        by: by?,
        stance,
        object,
        date: date.unwrap_or(Date::UNKNOWN),
        basis,
        report,
        cites,
    })
}

fn claim(cursor: &mut Cursor<'_>) -> Option<ClaimRecord> {
    let (mut id, mut text) = (None, None);
    cursor.fields(|cursor, field| match field {
        "id" => once(&mut id, cursor.text()?.owned()),
        "text" => once(&mut text, cursor.text()?.value.to_owned()),
        _ => None,
    })?;
    Some(ClaimRecord {
        id,
        text: text?,
        ..ClaimRecord::default()
    })
}

fn actor(cursor: &mut Cursor<'_>) -> Option<ActorRecord> {
    let (mut id, mut name, mut kind, mut affiliations) = (None, None, None, None);
    cursor.fields(|cursor, field| match field {
        "id" => once(&mut id, cursor.text()?.owned()),
        "name" => once(&mut name, cursor.text()?.value.to_owned()),
        "kind" => once(&mut kind, cursor.text()?.owned()),
        "affiliations" => {
            let mut ties = Vec::new();
            cursor.list(|cursor| {
                ties.push(affiliation(cursor)?);
                Some(())
            })?;
            once(&mut affiliations, OneOrMany(ties))
        }
        _ => None,
    })?;
    Some(ActorRecord {
        id,
        name,
        kind,
        affiliations: affiliations.unwrap_or_default(),
        ..ActorRecord::default()
    })
}

fn affiliation(cursor: &mut Cursor<'_>) -> Option<AffiliationRecord> {
    let (mut to, mut role) = (None, None);
    cursor.fields(|cursor, field| match field {
        "to" => once(&mut to, cursor.text()?.owned()),
        "role" => once(&mut role, cursor.text()?.value.parse().ok()?),
        _ => None,
    })?;
    Some(AffiliationRecord {
        to: to?,
        role: role?,
        from: None,
        until: None,
        alleged: false,
    })
}

/// Fills a slot that must still be empty.
fn once<T>(slot: &mut Option<T>, value: T) -> Option<()> {
    if slot.is_some() {
        return None;
    }
    *slot = Some(value);
    Some(())
}

impl Spanned<&str> {
    fn owned(self) -> Spanned<String> {
        Spanned {
            range: self.range,
            value: self.value.to_owned(),
        }
    }
}

/// A place in a line. Every method moves past what it reads, and answers `None` where it finds anything else.
struct Cursor<'a> {
    line: &'a str,
    at: usize,
    /// Offset of the line in its file.
    start: usize,
}

impl<'a> Cursor<'a> {
    /// The next byte that is not blank.
    fn peek(&mut self) -> Option<u8> {
        let bytes = self.line.as_bytes();
        while matches!(bytes.get(self.at)?, b' ' | b'\t' | b'\r') {
            self.at += 1;
        }
        Some(bytes[self.at])
    }

    fn expect(&mut self, byte: u8) -> Option<()> {
        (self.peek()? == byte).then(|| self.at += 1)
    }

    /// A text in quotes without escapes.
    fn text(&mut self) -> Option<Spanned<&'a str>> {
        self.expect(b'"')?;
        let from = self.at;
        let rest = &self.line.as_bytes()[from..];
        let ends = |&byte: &u8| byte == b'"' || byte == b'\\' || byte < b' ';
        let length = rest.iter().position(ends)?;
        if rest[length] != b'"' {
            return None;
        }
        self.at = from + length + 1;
        Some(Spanned {
            range: self.start + from - 1..self.start + self.at,
            value: &self.line[from..from + length],
        })
    }

    /// The fields of an object, each of which `read` takes by its name.
    fn fields(&mut self, mut read: impl FnMut(&mut Self, &str) -> Option<()>) -> Option<()> {
        self.expect(b'{')?;
        loop {
            let name = self.text()?.value;
            self.expect(b':')?;
            read(self, name)?;
            match self.peek()? {
                b',' => self.at += 1,
                _ => return self.expect(b'}'),
            }
        }
    }

    /// The items of a list.
    fn list(&mut self, mut read: impl FnMut(&mut Self) -> Option<()>) -> Option<()> {
        self.expect(b'[')?;
        if self.peek()? == b']' {
            return self.expect(b']');
        }
        loop {
            read(self)?;
            match self.peek()? {
                b',' => self.at += 1,
                _ => return self.expect(b']'),
            }
        }
    }

    /// The end of the wrapping object and of the line.
    fn end(&mut self) -> Option<()> {
        self.expect(b'}')?;
        self.peek().is_none().then_some(())
    }
}
