//! What every machine-readable document has: its version, the program, the question, and how it is written.

use std::io::{self, Write};
use std::sync::{Mutex, PoisonError};

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Serialize;
use serde_json::ser::{Formatter, PrettyFormatter, Serializer};

use super::safe;
use super::style::Colour;
use crate::analysis::Facts;
use crate::case::columns::{BATCH, made_ahead};

/// In what form an answer is written that is no table.
#[derive(Clone, Copy, Debug)]
pub enum Form {
    /// For reading.
    Text(Colour),
    /// One JSON document.
    Json,
}

/// In what form a table is written.
#[derive(Clone, Copy, Debug)]
pub enum TableForm {
    /// For reading.
    Text(Colour),
    /// Comma-separated values with a header.
    Csv,
    /// One JSON document.
    Json,
}

/// The version of the documents written here.
pub const SCHEMA_VERSION: &str = "1";

/// The head of a document about a case.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Head<'a> {
    /// The version of the format. It changes only when a field changes its meaning or goes.
    pub schema_version: &'static str,
    /// What wrote it.
    pub tool: Tool,
    /// Only what was said by this date counts (EDTF); null: everything.
    pub as_of: Option<String>,
    /// The inputs as they were named.
    pub inputs: &'a [String],
}

/// The program that wrote a document.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct Tool {
    /// Its name.
    pub name: &'static str,
    /// Its version.
    pub version: &'static str,
}

/// This program.
pub const TOOL: Tool = Tool {
    name: env!("CARGO_PKG_NAME"),
    version: env!("CARGO_PKG_VERSION"),
};

impl<'a> Head<'a> {
    /// The head of a document on these facts.
    pub fn new(facts: &Facts<'_>, inputs: &'a [String]) -> Self {
        Head {
            schema_version: SCHEMA_VERSION,
            tool: TOOL,
            as_of: facts.settings().as_of.map(|date| date.to_string()),
            inputs,
        }
    }
}

/// The JSON Schema of a document as it is written.
pub fn schema<T: JsonSchema>() -> serde_json::Value {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    settings
        .into_generator()
        .into_root_schema_for::<T>()
        .to_value()
}

/// Writes a document indented, with a line break at its end.
///
/// # Errors
/// Where `out` cannot be written to.
pub fn write(out: &mut dyn Write, document: &impl Serialize) -> io::Result<()> {
    let mut serializer = Serializer::with_formatter(&mut *out, Safe(PrettyFormatter::new()));
    document.serialize(&mut serializer)?;
    out.write_all(b"\n")
}

/// Writes a document on one line.
///
/// # Errors
/// Where `out` cannot be written to.
pub fn write_line<W: Write + ?Sized>(out: &mut W, document: &impl Serialize) -> io::Result<()> {
    // Where the kind of writer is known, each bit of text is written without a call.
    let mut serializer =
        Serializer::with_formatter(&mut *out, Safe(serde_json::ser::CompactFormatter));
    document.serialize(&mut serializer)?;
    out.write_all(b"\n")
}

/// A document on one line for a script element of a page, which it cannot end: it holds no `<`.
pub fn for_script(document: &impl Serialize) -> String {
    let mut out = Vec::new();
    let mut serializer =
        Serializer::with_formatter(&mut out, Safe(serde_json::ser::CompactFormatter));
    // Documents are structs and lists of texts and numbers, which always serialise into memory.
    let _ = document.serialize(&mut serializer);
    let text = String::from_utf8(out).unwrap_or_default();
    // Outside of texts JSON has no such sign.
    text.replace('<', "\\u003c")
}

/// A list that is written as it is made, so that a large one never stands in memory.
pub struct Each<F>(pub F);

impl<F, I> Serialize for Each<F>
where
    F: Fn() -> I,
    I: Iterator<Item: Serialize>,
{
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}

/// How many of them one thread takes at a time.
const PART: usize = 1 << 6;

/// Writes what `part` writes of each item: in parallel into memory, and in order to `out`.
///
/// # Errors
/// Where `out` cannot be written to.
pub fn write_in_order<T: Sync>(
    out: &mut dyn Write,
    items: &[T],
    part: impl Fn(&T, &mut Vec<u8>) -> io::Result<()> + Sync,
) -> io::Result<()> {
    write_parts(out, items, |items, bytes| {
        items.iter().try_for_each(|item| part(item, bytes))
    })
}

fn write_parts<T: Sync>(
    out: &mut dyn Write,
    items: &[T],
    part: impl Fn(&[T], &mut Vec<u8>) -> io::Result<()> + Sync,
) -> io::Result<()> {
    // What has been written leaves its room to what comes next.
    let spare: Mutex<Vec<Vec<u8>>> = Mutex::default();
    let room = || spare.lock().unwrap_or_else(PoisonError::into_inner);
    let written = |items: &[T]| {
        let mut bytes = room().pop().unwrap_or_default();
        part(items, &mut bytes).map(|()| bytes)
    };
    let parts: Vec<&[T]> = items.chunks(PART).collect();
    made_ahead(
        &parts,
        BATCH / PART,
        |part| written(part),
        |made| {
            for part in made {
                let mut part = part?;
                out.write_all(&part)?;
                part.clear();
                room().push(part);
            }
            Ok(())
        },
    )
}

/// Writes a table of comma-separated values, its rows made in parallel.
///
/// # Errors
/// Where `out` cannot be written to.
pub fn write_table<T: Sync, const N: usize>(
    out: &mut dyn Write,
    columns: [&str; N],
    items: &[T],
    row: impl Fn(&T, &mut csv::Writer<&mut Vec<u8>>) -> csv::Result<()> + Sync,
) -> io::Result<()> {
    let mut header = csv::Writer::from_writer(&mut *out);
    header.write_record(columns)?;
    header.flush()?;
    drop(header);
    write_parts(out, items, |items, bytes| {
        let mut builder = csv::WriterBuilder::new();
        let mut writer = builder.has_headers(false).from_writer(bytes);
        items.iter().try_for_each(|item| row(item, &mut writer))?;
        writer.flush()
    })
}

/// Escapes what a terminal or an editor would act upon: JSON escapes only some of the controls.
struct Safe<F>(F);

impl<F: Formatter> Formatter for Safe<F> {
    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        let mut rest = fragment;
        // Most texts are plain, and are seen to be at a glance.
        // (No end before the last byte: so many are compared at once.)
        if (fragment.bytes()).fold(true, |plain, byte| plain & (byte < 0x7f)) {
            return writer.write_all(fragment.as_bytes());
        }
        while let Some((at, character)) = rest.char_indices().find(|&(_, one)| acts(one)) {
            writer.write_all(&rest.as_bytes()[..at])?;
            write!(writer, "\\u{:04x}", character as u32)?;
            rest = &rest[at + character.len_utf8()..];
        }
        writer.write_all(rest.as_bytes())
    }

    fn begin_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_array(writer)
    }

    fn end_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_array(writer)
    }

    fn begin_array_value<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.0.begin_array_value(writer, first)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_array_value(writer)
    }

    fn begin_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_object(writer)
    }

    fn end_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_object(writer)
    }

    fn begin_object_key<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.0.begin_object_key(writer, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_object_value(writer)
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_object_value(writer)
    }
}

fn acts(character: char) -> bool {
    // All of them lie below U+10000, where four digits are enough.
    matches!(character, '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}')
        || safe::is_direction_override(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_holds_nothing_that_acts_and_reads_back_the_same() {
        let text = "a\u{1b}[1m\u{9b}2J\u{202e}é\u{7f}😀";
        let mut out = Vec::new();
        write(&mut out, &[text]).unwrap();
        let shown = std::str::from_utf8(&out).unwrap();
        assert!(
            !shown
                .chars()
                .any(|one| one != '\n' && (one.is_control() || acts(one))),
            "{shown}"
        );
        let again: [String; 1] = serde_json::from_slice(&out).unwrap();
        assert_eq!(again, [text]);
    }
}
