//! Where things stand in the input, as other programs read it: paths, lines, columns, URIs.

use std::path::Path;

use schemars::JsonSchema;
use serde::Serialize;

use crate::source::{SourceMap, Span};

/// A place in the input. Lines and columns count from 1; columns count characters; the end is exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Location<'s> {
    /// The file as it was given, with `/` as separator.
    pub path: &'s str,
    /// The first line.
    pub line: usize,
    /// The first column.
    pub column: usize,
    /// The last line.
    pub end_line: usize,
    /// The column after the last character.
    pub end_column: usize,
}

impl<'s> Location<'s> {
    /// The place of a span.
    pub fn of(sources: &'s SourceMap, span: Span) -> Self {
        let file = sources.file(span.file);
        let [start, end] = file.places(span.start, span.end);
        Location {
            path: file.name(),
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
        }
    }
}

/// A path from the current folder where it lies below that, which is how services find it in a checkout.
pub fn from_here(path: &str) -> String {
    let below = || {
        let here = std::env::current_dir().ok()?;
        let below = Path::new(path).strip_prefix(here).ok()?.to_str()?;
        Some(below.replace(std::path::MAIN_SEPARATOR, "/"))
    };
    below().unwrap_or_else(|| path.to_owned())
}

/// The URI reference of a path: relative where the path is, `file:///…` where it is not.
pub fn uri(path: &str) -> String {
    let mut out = String::with_capacity(path.len() + 8);
    let bytes = path.as_bytes();
    let drive = bytes.len() > 2 && bytes[1] == b':' && bytes[0].is_ascii_alphabetic();
    if drive {
        out.push_str("file:///");
    } else if path.starts_with('/') {
        out.push_str("file://");
    }
    for (at, &byte) in bytes.iter().enumerate() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                out.push(byte as char);
            }
            b':' if drive && at == 1 => out.push(':'),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_becomes_a_uri_that_reads_back() {
        assert_eq!(uri("datasets/a b.yaml"), "datasets/a%20b.yaml");
        assert_eq!(uri("/tmp/é:x"), "file:///tmp/%C3%A9%3Ax");
        assert_eq!(uri("C:/x"), "file:///C:/x");
    }
}
