//! Lines of NDJSON in the plain form that machines write, read without allocating where nothing must be kept.
//!
//! A line is lean if it has only the fields named here, each once, with texts free of escapes. Any other line is
//! refused, never reported: the reader for all lines then makes of it what can be made, and says what is wrong.

use crate::case::date::Date;
use crate::case::sink::{BareActor, BareClaim, BareStatement, RecordSink};
use crate::case::spanned::Spanned;
use crate::case::vocabulary::{Basis, Role, Stance};
use crate::source::FileId;

/// Room for the lists of one record, used again for the next.
#[derive(Default)]
pub struct Scratch<'a> {
    cites: Vec<&'a str>,
    ties: Vec<(Spanned<&'a str>, Role)>,
}

/// Reads the lean line at an offset into the sink, and says where the next one starts.
///
/// `None`, and nothing done, for any other line. `base` is the offset of the text in its file.
pub fn read<'a, S: RecordSink>(
    file: FileId,
    text: &'a str,
    at: usize,
    base: usize,
    scratch: &mut Scratch<'a>,
    sink: &mut S,
) -> Option<usize> {
    let mut cursor = Cursor { text, at, base };
    cursor.peek()?;
    let start = base + cursor.at;
    cursor.expect(b'{')?;
    let kind = cursor.text()?.value;
    cursor.expect(b':')?;
    match kind {
        "statement" => {
            let statement = statement(&mut cursor, &mut scratch.cites)?;
            let (end, next) = cursor.end()?;
            sink.bare_statement(file, start..end, statement);
            Some(next)
        }
        "claim" => {
            let claim = claim(&mut cursor)?;
            let (end, next) = cursor.end()?;
            sink.bare_claim(file, start..end, claim);
            Some(next)
        }
        "actor" => {
            let actor = actor(&mut cursor, &mut scratch.ties)?;
            let (end, next) = cursor.end()?;
            sink.bare_actor(file, start..end, actor);
            Some(next)
        }
        _ => None,
    }
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
            cursor.texts(cites)?;
            once(&mut cited, ())
        }
        word => {
            let stance = stance(word)?;
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

/// A stance by its word, without the error that a wrong word makes.
fn stance(word: &str) -> Option<Stance> {
    let at = Stance::WORDS.iter().position(|&known| known == word)?;
    Some(Stance::ALL[at])
}

fn claim<'a>(cursor: &mut Cursor<'a>) -> Option<BareClaim<'a>> {
    let (mut id, mut text) = (None, None);
    cursor.fields(|cursor, field| match field {
        "id" => once(&mut id, cursor.id()?),
        "text" => once(&mut text, cursor.text()?.value),
        _ => None,
    })?;
    Some(BareClaim {
        id: id?,
        text: text?,
    })
}

fn actor<'a, 'c>(
    cursor: &mut Cursor<'a>,
    ties: &'c mut Vec<(Spanned<&'a str>, Role)>,
) -> Option<BareActor<'c>>
where
    'a: 'c,
{
    let (mut id, mut name, mut kind, mut affiliations) = (None, None, None, None);
    ties.clear();
    cursor.fields(|cursor, field| match field {
        "id" => once(&mut id, cursor.id()?),
        "name" => once(&mut name, cursor.text()?.value),
        "kind" => {
            let word = cursor.text()?;
            let value = word.value.parse().ok()?;
            let range = word.range;
            once(&mut kind, Spanned { range, value })
        }
        "affiliations" => {
            cursor.list(|cursor| {
                ties.push(affiliation(cursor)?);
                Some(())
            })?;
            once(&mut affiliations, ())
        }
        _ => None,
    })?;
    Some(BareActor {
        id: id?,
        name,
        kind,
        ties,
    })
}

fn affiliation<'a>(cursor: &mut Cursor<'a>) -> Option<(Spanned<&'a str>, Role)> {
    let (mut to, mut role) = (None, None);
    cursor.fields(|cursor, field| match field {
        "to" => once(&mut to, cursor.text()?),
        "role" => once(&mut role, cursor.text()?.value.parse().ok()?),
        _ => None,
    })?;
    Some((to?, role?))
}

/// Fills a slot that must still be empty.
fn once<T>(slot: &mut Option<T>, value: T) -> Option<()> {
    if slot.is_some() {
        return None;
    }
    *slot = Some(value);
    Some(())
}

/// A place in a text. Every method moves past what it reads, and answers `None` where it finds anything else.
struct Cursor<'a> {
    text: &'a str,
    at: usize,
    /// Offset of the text in its file.
    base: usize,
}

impl<'a> Cursor<'a> {
    /// The next byte that is not blank.
    fn peek(&mut self) -> Option<u8> {
        let bytes = self.text.as_bytes();
        while matches!(bytes.get(self.at)?, b' ' | b'\t' | b'\r') {
            self.at += 1;
        }
        Some(bytes[self.at])
    }

    #[inline]
    fn expect(&mut self, byte: u8) -> Option<()> {
        self.takes(byte).then_some(())
    }

    /// Whether a byte comes next; then it is moved past.
    #[inline]
    fn takes(&mut self, byte: u8) -> bool {
        // Machines write no blanks: mostly there is nothing to pass over.
        let next = self.text.as_bytes().get(self.at);
        let found = next == Some(&byte) || self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    /// A text in quotes without escapes.
    #[inline]
    fn text(&mut self) -> Option<Spanned<&'a str>> {
        self.expect(b'"')?;
        let from = self.at;
        let length = plain_length(&self.text.as_bytes()[from..])?;
        self.at = from + length + 1;
        Some(Spanned {
            range: self.base + from - 1..self.base + self.at,
            value: &self.text[from..from + length],
        })
    }

    /// A text that can be the id of a record.
    fn id(&mut self) -> Option<Spanned<&'a str>> {
        self.text().filter(|id| !id.value.trim().is_empty())
    }

    /// One text, or a list of them.
    fn texts(&mut self, into: &mut Vec<&'a str>) -> Option<()> {
        if self.peek()? == b'"' {
            into.push(self.text()?.value);
            return Some(());
        }
        self.list(|cursor| {
            into.push(cursor.text()?.value);
            Some(())
        })
    }

    /// The fields of an object, each of which `read` takes by its name.
    fn fields(&mut self, mut read: impl FnMut(&mut Self, &str) -> Option<()>) -> Option<()> {
        self.expect(b'{')?;
        loop {
            let name = self.text()?.value;
            self.expect(b':')?;
            read(self, name)?;
            if !self.takes(b',') {
                return self.expect(b'}');
            }
        }
    }

    /// The items of a list.
    fn list(&mut self, mut read: impl FnMut(&mut Self) -> Option<()>) -> Option<()> {
        self.expect(b'[')?;
        if self.takes(b']') {
            return Some(());
        }
        loop {
            read(self)?;
            if !self.takes(b',') {
                return self.expect(b']');
            }
        }
    }

    /// The end of the wrapping object, as an offset in the file, and the start of the next line in the text.
    fn end(&mut self) -> Option<(usize, usize)> {
        self.expect(b'}')?;
        let end = self.base + self.at;
        match self.peek() {
            Some(b'\n') => Some((end, self.at + 1)),
            Some(_) => None,
            None => Some((end, self.at)),
        }
    }
}

const ONES: u64 = u64::MAX / 255;

/// The length of a text up to its closing quote; `None` where an escape or a control character comes first.
///
/// Eight bytes at a time: of the marks, the lowest is exact, those above it need not be.
fn plain_length(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    while let Some((word, _)) = bytes[at..].split_first_chunk::<8>() {
        let word = u64::from_le_bytes(*word);
        let below =
            |word: u64, bound: u8| word.wrapping_sub(ONES * u64::from(bound)) & !word & (ONES << 7);
        let is = |byte: u8| below(word ^ (ONES * u64::from(byte)), 1);
        let marks = is(b'"') | is(b'\\') | below(word, b' ');
        if marks != 0 {
            at += marks.trailing_zeros() as usize / 8;
            return (bytes[at] == b'"').then_some(at);
        }
        at += 8;
    }
    let ends = |&byte: &u8| byte == b'"' || byte == b'\\' || byte < b' ';
    at += bytes[at..].iter().position(ends)?;
    (bytes[at] == b'"').then_some(at)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_plain_text_ends_at_its_first_quote(text in "[ -#Z-^\\x1e-\\x21\\x7f-\\u{a2}ÿ]{0,24}") {
            let ends = |&byte: &u8| byte == b'"' || byte == b'\\' || byte < b' ';
            let end = text.bytes().position(|byte| ends(&byte));
            let expected = end.filter(|&at| text.as_bytes()[at] == b'"');
            prop_assert_eq!(plain_length(text.as_bytes()), expected);
        }
    }
}
