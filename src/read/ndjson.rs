//! NDJSON: one record a line, the form that scales.
//!
//! The file is cut at line breaks into chunks that are read in parallel, each into a sink of its own; the sinks are
//! merged in order. A line in the plain form that machines write is read without allocating (see [`lean`]);
//! any other line goes the way of a JSON document, which knows every field and says what is wrong and where.

use rayon::prelude::*;

use super::reading::{Reading, Source};
use super::{document, json, lean, text};
use crate::case::problem::Problem;
use crate::case::sink::RecordSink;

/// Large enough to make the cost of a sink per chunk disappear, small enough to keep all threads busy.
const CHUNK: usize = 1 << 20;

/// Reads an NDJSON file.
pub fn read<S: RecordSink>(sources: &[Source<'_>]) -> Reading<S> {
    let mut reading = Reading::<S>::default();
    for &source in sources {
        read_file(source, &mut reading);
    }
    reading
}

fn read_file<S: RecordSink>(source: Source<'_>, reading: &mut Reading<S>) {
    if let Some(problem) = text::utf16(source.file, source.bytes) {
        return reading.problems.add(problem);
    }
    let chunks = chunks(source.bytes, text::bom_length(source.bytes));
    let parts: Vec<Part<S>> = chunks
        .into_par_iter()
        .map(|range| read_chunk(source, range.start, &source.bytes[range]))
        .collect();
    // One report for the whole file, however many of its lines are in another encoding.
    if let Some(at) = parts.iter().find_map(|part| part.not_utf8) {
        let problem = text::not_utf8(source.file, source.bytes, at);
        reading.problems.add(problem);
    }
    let mut lines = 0;
    for part in parts {
        lines += part.lines;
        reading.merge(part.reading);
    }
    if lines == 0 {
        reading.problems.add(text::nothing_in(source));
    }
}

/// What was read from one chunk.
struct Part<S> {
    reading: Reading<S>,
    /// Lines that are not blank.
    lines: usize,
    /// The first byte of the file that is not UTF-8, if it is in this chunk.
    not_utf8: Option<usize>,
}

/// Ranges of whole lines that together are everything from `start` on.
fn chunks(bytes: &[u8], start: usize) -> Vec<std::ops::Range<usize>> {
    let mut chunks = Vec::with_capacity(bytes.len() / CHUNK + 1);
    let mut from = start;
    while from < bytes.len() {
        let least = (from + CHUNK).min(bytes.len());
        let end = memchr::memchr(b'\n', &bytes[least..]).map_or(bytes.len(), |at| least + at + 1);
        chunks.push(from..end);
        from = end;
    }
    chunks
}

fn read_chunk<S: RecordSink>(source: Source<'_>, base: usize, bytes: &[u8]) -> Part<S> {
    let (text, bad) = text::utf8(bytes);
    let mut part = Part {
        reading: Reading::default(),
        lines: 0,
        not_utf8: bad.map(|at| base + at),
    };
    let mut cites = Vec::new();
    let mut from = 0;
    while from < text.len() {
        let rest = &text.as_bytes()[from..];
        let length = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        let line = &text[from..from + length];
        let start = base + from;
        from += length + 1;
        let trimmed = line.trim_ascii();
        if trimmed.is_empty() {
            continue;
        }
        part.lines += 1;
        let start = start + (line.len() - line.trim_ascii_start().len());
        let sink = &mut part.reading.sink;
        if !lean::read(source.file, trimmed, start, &mut cites, sink) {
            read_line(source, trimmed, start, &mut part.reading);
        }
    }
    part
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
