//! NDJSON: one record a line, the form that scales.
//!
//! The file is cut at line breaks into chunks that are read in parallel. A line in the plain form that machines write
//! is read without allocating (see [`lean`]); any other line goes the way of a JSON document, which knows every field
//! and says what is wrong and where.

use std::ops::Range;

use super::reading::{Job, Reading, Source};
use super::{document, json, lean, text};
use crate::case::problem::Problem;
use crate::case::sink::RecordSink;
use crate::source::Span;

/// The bytes of a part: enough to make the cost of one disappear, and so many parts as keep all threads busy.
fn chunk_size(bytes: usize) -> usize {
    (bytes / 16).clamp(1 << 17, 1 << 20)
}

/// How a line of `check --format ndjson` begins, and one of `support --format ndjson` after the id of the claim or
/// statement: there a record has its fields.
const OWN: [&[u8]; 4] = [
    b"{\"type\":\"finding\",",
    b"{\"type\":\"problem\",",
    b"{\"claim\":\"",
    b"{\"statement\":\"",
];

/// The beginning of a result of the program itself, if a text is one.
fn own(bytes: &[u8]) -> Option<&'static [u8]> {
    let mark = OWN.into_iter().find(|mark| bytes.starts_with(mark))?;
    let line = &bytes[..memchr::memchr(b'\n', bytes).unwrap_or(bytes.len())];
    let counts = || memchr::memmem::find(line, b",\"lines_min\":").is_some();
    (mark.ends_with(b",") || counts()).then_some(mark)
}

/// The jobs of reading NDJSON files: one a chunk.
pub fn jobs<'s, S: RecordSink>(sources: &[Source<'s>]) -> Vec<Job<'s, S>> {
    let of_file = |&source: &Source<'s>| {
        let unread = |problem: Option<Problem>| {
            Job::whole(&[source], move |_| {
                let mut reading = Reading::<S>::default();
                reading.problems.extend(problem.clone());
                reading
            })
        };
        if let Some(problem) = text::utf16(source.file, source.bytes) {
            return unread(Some(problem));
        }
        let start = text::bom_length(source.bytes);
        if let Some(mark) = own(&source.bytes[start..]) {
            let mark = start..start + mark.len();
            return unread(document::own_problem(source, "a result", mark));
        }
        let chunks = chunks(source.bytes, start).into_iter();
        let job = |range: Range<usize>| Job {
            bytes: Span::new(source.file, range.clone()),
            read: Box::new(move |fresh| {
                let bytes = &source.bytes[range.clone()];
                read_chunk(source, range.start, bytes, fresh(bytes.len()))
            }),
        };
        chunks.map(job).collect()
    };
    sources.iter().flat_map(of_file).collect()
}

/// Ranges of whole lines that together are everything from `start` on; one empty range where that is nothing.
fn chunks(bytes: &[u8], start: usize) -> Vec<Range<usize>> {
    let size = chunk_size(bytes.len());
    let mut chunks = Vec::with_capacity(bytes.len() / size + 1);
    let mut from = start;
    while from < bytes.len() || chunks.is_empty() {
        let least = (from + size).min(bytes.len());
        let end = memchr::memchr(b'\n', &bytes[least..]).map_or(bytes.len(), |at| least + at + 1);
        chunks.push(from..end);
        from = end;
    }
    chunks
}

fn read_chunk<S: RecordSink>(source: Source<'_>, base: usize, bytes: &[u8], sink: S) -> Reading<S> {
    let (text, bad) = text::utf8(bytes);
    let mut reading = Reading {
        sink,
        not_utf8: bad.map(|at| text::not_utf8(source.file, source.bytes, base + at)),
        ..Reading::default()
    };
    let mut records = 0;
    let mut scratch = lean::Scratch::default();
    let mut at = 0;
    while at < text.len() {
        let sink = &mut reading.sink;
        if let Some(next) = lean::read(source.file, &text, at, base, &mut scratch, sink) {
            at = next;
            records += 1;
            continue;
        }
        let rest = &text.as_bytes()[at..];
        let length = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        let line = &text[at..at + length];
        let start = base + at + (line.len() - line.trim_ascii_start().len());
        at += length + 1;
        let line = line.trim_ascii();
        if !line.is_empty() {
            records += 1;
            read_line(source, line, start, &mut reading);
        }
    }
    reading.records = Some(records);
    reading
}

/// Reads a line of any form, and reports what is wrong with it.
fn read_line<S: RecordSink>(
    source: Source<'_>,
    line: &str,
    start: usize,
    reading: &mut Reading<S>,
) {
    let (root, problems) = json::parse(source.file, line, start);
    if problems.is_empty() {
        if let Some(root) = root {
            document::read_wrapped(source, &root, reading);
        }
        return;
    }
    let left_out = |problem: Problem| problem.label("the line is left out");
    reading.problems.extend(problems.into_iter().map(left_out));
}
