//! Source texts, byte spans and the one conversion from a byte offset to a line and a column.
//!
//! Everything that is read keeps where it came from as a [`Span`]: a file and a byte range.
//! Lines and columns are computed only when somebody asks, from the text itself.

mod lines;

use std::ops::{Deref, Range};
use std::sync::OnceLock;

use lines::{Line, Lines};

/// Index of a file in a [`SourceMap`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// A byte range in one source file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// Offset of the first byte.
    pub start: u64,
    /// Offset after the last byte.
    pub end: u64,
}

impl Span {
    /// A span from a range of bytes in `file`.
    pub fn new(file: FileId, range: Range<usize>) -> Self {
        Span {
            file,
            start: range.start as u64,
            end: range.end.max(range.start) as u64,
        }
    }

    /// The bytes it covers.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A [`Span`] in sixteen bytes, for columns of millions of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PackedSpan {
    start: u64,
    file: FileId,
    length: u32,
}

impl From<Span> for PackedSpan {
    /// Of a span longer than 4 GiB, the beginning.
    fn from(span: Span) -> Self {
        PackedSpan {
            start: span.start,
            file: span.file,
            length: u32::try_from(span.end - span.start).unwrap_or(u32::MAX),
        }
    }
}

impl From<PackedSpan> for Span {
    fn from(packed: PackedSpan) -> Self {
        Span {
            file: packed.file,
            start: packed.start,
            end: packed.start + u64::from(packed.length),
        }
    }
}

/// The bytes of a file, owned or memory-mapped.
pub enum Text {
    /// Held in memory.
    Owned(Vec<u8>),
    /// Mapped from disk.
    Mapped(memmap2::Mmap),
}

impl Deref for Text {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Text::Owned(bytes) => bytes,
            Text::Mapped(map) => map,
        }
    }
}

/// One input: its name as shown to the user, and its bytes.
pub struct SourceFile {
    name: String,
    text: Text,
    lines: OnceLock<Lines>,
    /// How many characters stand before every [`MILESTONE`]; only looked at in long lines.
    milestones: OnceLock<Vec<u64>>,
}

/// No system has smaller pages; where they are larger, a call for less than one is refused, which does no harm.
#[cfg(unix)]
const PAGE: usize = 4096;

/// Bytes between two known character counts: a place in a line of 100 MB must not cost a pass over the line.
const MILESTONE: usize = 1 << 16;

/// A place as people read it: 1-based line, and 1-based column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Line, from 1.
    pub line: usize,
    /// Column in Unicode scalar values, from 1.
    pub column: usize,
}

impl SourceFile {
    /// The name under which the file was given, with `/` as separator.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The bytes of the file.
    pub fn bytes(&self) -> &[u8] {
        &self.text
    }

    /// Says that these bytes will hardly be looked at again: where they are mapped, they need no longer be in memory.
    /// They stay what they are, and come back at the first look.
    pub fn release(&self, range: Range<usize>) {
        #[cfg(unix)]
        if let Text::Mapped(map) = &self.text {
            // Whole pages only; those at the edges go with the neighbours, or stay.
            let start = range.start.next_multiple_of(PAGE);
            let length = (range.end / PAGE * PAGE).saturating_sub(start);
            // SAFETY: the mapping is of a file and never written to, so what is dropped is read from the file again.
            let _ = unsafe {
                map.unchecked_advise_range(memmap2::UncheckedAdvice::DontNeed, start, length)
            };
        }
    }

    fn lines(&self) -> &Lines {
        self.lines.get_or_init(|| Lines::new(&self.text))
    }

    /// Finds where the lines begin, with all threads, before many places are asked for. Not from within a parallel
    /// loop.
    pub fn index(&self) {
        if self.lines.get().is_none() {
            // Of a large text nothing need stay in memory for it.
            let lines = Lines::in_parallel(&self.text, |range| self.release(range));
            let _ = self.lines.set(lines);
        }
    }

    /// The line and column of a byte offset; an offset past the end is the end.
    pub fn place(&self, offset: u64) -> Place {
        self.place_on(self.lines().line_of(self.within(offset)), offset)
    }

    /// The same of the two ends of a range, which mostly lie on one line.
    pub fn places(&self, start: u64, end: u64) -> [Place; 2] {
        let lines = self.lines();
        let line = lines.line_of(self.within(start));
        let last = match lines.is_on(line, self.within(start), self.within(end)) {
            true => line,
            false => lines.line_of(self.within(end)),
        };
        [self.place_on(line, start), self.place_on(last, end)]
    }

    fn within(&self, offset: u64) -> usize {
        offset.min(self.text.len() as u64) as usize
    }

    fn place_on(&self, line: Line, offset: u64) -> Place {
        Place {
            line: line.number,
            column: self.characters(line.start..self.within(offset)) + 1,
        }
    }

    /// How many characters a range has, invalid bytes counted as they are shown.
    fn characters(&self, range: Range<usize>) -> usize {
        if self.lines().is_narrow(range.clone()) {
            return range.len();
        }
        if range.len() <= MILESTONE {
            return count_characters(&self.text[range]);
        }
        (self.characters_before(range.end) - self.characters_before(range.start)) as usize
    }

    fn characters_before(&self, offset: usize) -> u64 {
        let milestones = self.milestones.get_or_init(|| {
            let mut before = 0;
            let mut start = 0;
            let mut milestones = vec![0];
            while start + MILESTONE < self.text.len() {
                let end = self.milestone(milestones.len());
                before += count_characters(&self.text[start..end]) as u64;
                milestones.push(before);
                start = end;
            }
            milestones
        });
        let at = (offset / MILESTONE).min(milestones.len() - 1);
        let start = self.milestone(at);
        if start > offset {
            // The offset lies within the character at which this milestone was put back.
            return milestones[at];
        }
        milestones[at] + count_characters(&self.text[start..offset]) as u64
    }

    /// The byte of a milestone: put back to the start of a character, so that counts on both sides add up.
    fn milestone(&self, at: usize) -> usize {
        character_start(&self.text, at * MILESTONE)
    }

    /// The byte range of a line (from 1), without its line break.
    pub fn line_range(&self, line: usize) -> Range<usize> {
        let start = self.lines().start(line - 1).unwrap_or(self.text.len());
        let end = (self.lines().start(line)).map_or(self.text.len(), |next| next - 1);
        start..end.max(start)
    }
}

fn count_characters(bytes: &[u8]) -> usize {
    String::from_utf8_lossy(bytes).chars().count()
}

/// The start of the character that a byte belongs to; the byte itself where it belongs to none.
pub fn character_start(bytes: &[u8], at: usize) -> usize {
    // A character has at most three bytes after its first. Four in a row belong to none, and may be cut anywhere.
    (at.saturating_sub(3)..=at)
        .rev()
        .find(|&start| bytes.get(start).is_none_or(|byte| byte & 0xc0 != 0x80))
        .unwrap_or(at)
}

/// All the files of a case.
#[derive(Default)]
pub struct SourceMap {
    files: Vec<SourceFile>,
}

impl SourceMap {
    /// Adds a file and returns its index.
    pub fn add(&mut self, name: impl Into<String>, text: Text) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).expect("fewer than 2^32 files"));
        self.files.push(SourceFile {
            name: name.into(),
            text,
            lines: OnceLock::new(),
            milestones: OnceLock::new(),
        });
        id
    }

    /// The file with this index.
    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    /// All files in the order in which they were added.
    pub fn files(&self) -> impl ExactSizeIterator<Item = &SourceFile> {
        self.files.iter()
    }

    /// Where a span starts, as people read it.
    pub fn place(&self, span: Span) -> Place {
        self.file(span.file).place(span.start)
    }

    /// `file:line:column` of the start of a span.
    pub fn display(&self, span: Span) -> String {
        let place = self.place(span);
        format!(
            "{}:{}:{}",
            self.file(span.file).name,
            place.line,
            place.column
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_lines_end_before_their_break() {
        let mut sources = SourceMap::default();
        let id = sources.add("a", Text::Owned("é: x\nzweite\n".into()));
        let file = sources.file(id);
        assert_eq!(file.place(0), Place { line: 1, column: 1 });
        assert_eq!(file.place(4), Place { line: 1, column: 4 });
        assert_eq!(file.place(6), Place { line: 2, column: 1 });
        assert_eq!(file.place(999), Place { line: 3, column: 1 });
        assert_eq!(file.line_range(2), 6..12);
    }

    #[test]
    fn a_column_far_down_a_line_is_the_number_of_characters_before_it() {
        let mut bytes = b"short\n".to_vec();
        // Characters of one to four bytes and bytes that are none, so that milestones fall everywhere.
        while bytes.len() < 5 * MILESTONE {
            bytes.extend("aé—😀".as_bytes());
            bytes.extend(&[0x80, 0x80, 0x80, 0x80, 0x80, 0xe2, 0x82, b'|'][..bytes.len() % 9 % 8]);
        }
        let mut sources = SourceMap::default();
        let id = sources.add("a", Text::Owned(bytes.clone()));
        let line = &bytes[6..];
        for at in (0..line.len())
            .step_by(7_919)
            .chain(MILESTONE - 9..MILESTONE + 9)
        {
            if character_start(line, at) != at {
                continue;
            }
            let expected = count_characters(&line[..at]) + 1;
            assert_eq!(
                sources.file(id).place(6 + at as u64).column,
                expected,
                "at {at}"
            );
        }
    }
}
