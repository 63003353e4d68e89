//! The formats of a case, a row each, and how a file's format is told.

use std::collections::HashMap;
use std::path::Path;

use serde::de::IgnoredAny;

use super::reading::{Job, Source};
use super::unpack::unpacked_name;
use super::{csv, document, json, ndjson, text, yaml};
use crate::case::sink::RecordSink;

/// Which files make one unit of reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Each file alone.
    File,
    /// The files of one folder together.
    Folder,
}

/// A format: its name, the file extensions that announce it, its reader.
pub struct Format<S> {
    /// Its name.
    pub name: &'static str,
    /// Its extensions, without the dot.
    pub extensions: &'static [&'static str],
    /// Which files are given to the reader at once.
    pub unit: Unit,
    /// How many bytes of memory a byte of such a file takes beyond what a byte of lines takes, while it is read. A
    /// document is a tree first: a million statements in 123 MB of JSON took 1.9 GB. A table names no fields, so a byte
    /// of it says more: in 77 MB of tables they took 0.5 GB.
    pub more_memory: u64,
    /// The jobs of reading one unit, in the order of the text.
    pub jobs: for<'s> fn(&[Source<'s>]) -> Vec<Job<'s, S>>,
}

impl<S: RecordSink> Format<S> {
    /// Every format.
    pub const ALL: [Format<S>; 4] = [
        Format {
            name: "yaml",
            extensions: &["yaml", "yml"],
            unit: Unit::File,
            more_memory: 16,
            jobs: |sources| Job::whole(sources, yaml::read),
        },
        Format {
            name: "json",
            extensions: &["json"],
            unit: Unit::File,
            more_memory: 16,
            jobs: |sources| Job::whole(sources, json::read),
        },
        Format {
            name: "ndjson",
            extensions: &["ndjson", "jsonl"],
            unit: Unit::File,
            more_memory: 0,
            jobs: ndjson::jobs,
        },
        Format {
            name: "csv",
            // Parquet is unpacked to the same tables before it is read.
            extensions: &["csv", "parquet"],
            unit: Unit::Folder,
            more_memory: 4,
            jobs: csv::jobs,
        },
    ];

    /// The format of a file: what its name announces, else what its first line shows.
    pub fn of(name: &str, bytes: &[u8]) -> Self {
        Self::by_extension(Path::new(name)).unwrap_or_else(|| Self::by_content(bytes))
    }

    /// The format that a file's extension announces, be it compressed or not.
    pub fn by_extension(path: &Path) -> Option<Self> {
        let path = unpacked_name(path);
        let extension = path.extension()?.to_str()?;
        Self::ALL.into_iter().find(|format| {
            let mut extensions = format.extensions.iter();
            extensions.any(|known| known.eq_ignore_ascii_case(extension))
        })
    }

    /// The format that a file's first line shows; YAML where nothing else does.
    pub fn by_content(bytes: &[u8]) -> Self {
        let start = bytes[text::bom_length(bytes)..].trim_ascii_start();
        let name = if !start.starts_with(b"{") {
            "yaml"
        } else if starts_with_record(start) {
            "ndjson"
        } else {
            "json"
        };
        let mut formats = Self::ALL.into_iter();
        formats
            .find(|format| format.name == name)
            .expect("the three names are rows of the table")
    }
}

/// Whether the first line is a whole JSON object that wraps a record, or one that another object follows.
fn starts_with_record(start: &[u8]) -> bool {
    let end = memchr::memchr(b'\n', start).unwrap_or(start.len());
    let (line, rest) = start.split_at(end);
    serde_json::from_slice::<HashMap<String, IgnoredAny>>(line).is_ok_and(|keys| {
        let has = |is: fn(&str) -> bool| keys.keys().any(|key| is(key));
        rest.trim_ascii_start().starts_with(b"{")
            || (has(document::is_record_kind) && !has(document::is_section_only))
    })
}
