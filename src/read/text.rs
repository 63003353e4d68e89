//! From bytes to text without moving anything: what cannot be read is replaced byte for byte.

use std::borrow::Cow;

use super::reading::Source;
use crate::case::problem::Problem;
use crate::source::{FileId, Span};

/// The UTF-8 byte order mark that some editors write.
const BOM: &str = "\u{FEFF}";

/// The text of a document, without anything that no text holds.
pub struct Document<'a> {
    /// The text after the byte order mark.
    pub text: Cow<'a, str>,
    /// Offset of the text in the file.
    pub base: usize,
    /// The first thing in the bytes that is no text.
    pub problem: Option<Problem>,
}

/// The text of `bytes`, with `?` for every byte that is not UTF-8, and the first such byte.
pub fn utf8(bytes: &[u8]) -> (Cow<'_, str>, Option<usize>) {
    match std::str::from_utf8(bytes) {
        Ok(text) => (Cow::Borrowed(text), None),
        Err(error) => {
            let mut text = String::with_capacity(bytes.len());
            for chunk in bytes.utf8_chunks() {
                text.push_str(chunk.valid());
                text.extend(chunk.invalid().iter().map(|_| '?'));
            }
            (Cow::Owned(text), Some(error.valid_up_to()))
        }
    }
}

/// What to say about a byte that is not UTF-8.
pub fn not_utf8(file: FileId, bytes: &[u8], at: usize) -> Problem {
    Problem::error(
        Span::new(file, at..at + 1),
        format!("byte 0x{:02X} is not UTF-8", bytes[at]),
    )
    .label("each such byte is read as `?`")
    .help("save the file as UTF-8")
}

/// The error of a file in UTF-16, by its byte order mark.
pub fn utf16(file: FileId, bytes: &[u8]) -> Option<Problem> {
    let marked = bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF");
    marked.then(|| {
        Problem::error(Span::new(file, 0..2), "the file is UTF-16, not UTF-8")
            .help("save the file as UTF-8")
    })
}

/// How many bytes at the start are a byte order mark.
pub fn bom_length(bytes: &[u8]) -> usize {
    if bytes.starts_with(BOM.as_bytes()) {
        BOM.len()
    } else {
        0
    }
}

/// The text of a whole file, with a blank for every control character; UTF-16 reads as nothing.
pub fn document(file: FileId, bytes: &[u8]) -> Document<'_> {
    if let Some(problem) = utf16(file, bytes) {
        return Document {
            text: Cow::Borrowed(""),
            base: 0,
            problem: Some(problem),
        };
    }
    let base = bom_length(bytes);
    let (mut text, bad) = utf8(&bytes[base..]);
    let mut problem = bad.map(|at| not_utf8(file, bytes, base + at));
    let is_control = |byte: u8| byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r');
    if let Some(at) = bytes.iter().position(|&byte| is_control(byte)) {
        problem.get_or_insert_with(|| {
            Problem::error(
                Span::new(file, at..at + 1),
                format!("control character U+{:04X} in the file", bytes[at]),
            )
            .label("each such character is read as a blank")
            .help("is this a text file? remove the character")
        });
        text = Cow::Owned(text.replace(|c: char| c.is_ascii() && is_control(c as u8), " "));
    }
    Document {
        text,
        base,
        problem,
    }
}

/// What to say about a file that holds no record.
pub fn nothing_in(source: Source<'_>) -> Problem {
    let span = Span::new(source.file, 0..0);
    Problem::warning(span, format!("`{}` is empty", source.name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_moves_when_bytes_are_replaced() {
        let bytes = b"\xEF\xBB\xBFa: caf\xE9\xE2\x82 \x00 b";
        let document = document(FileId(0), bytes);
        assert_eq!(document.text, "a: caf???   b");
        assert_eq!(document.base + document.text.len(), bytes.len());
        let problem = document.problem.unwrap();
        assert_eq!(problem.message, "byte 0xE9 is not UTF-8");
        assert_eq!(problem.span.unwrap().range(), 9..10);
    }

    #[test]
    fn utf16_is_named() {
        let problem = document(FileId(0), b"\xFF\xFEa\0").problem.unwrap();
        assert_eq!(problem.message, "the file is UTF-16, not UTF-8");
    }
}
