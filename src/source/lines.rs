//! Where the lines of a text begin, in two bytes a line, and where it is more than ASCII.
//!
//! A text is cut into blocks; each line start is kept as its place within its block. So a line is found without a
//! search and without a look at the text, which is perhaps no longer in memory: made once in O(n), asked in O(1) but
//! for lines that begin in another block, which take O(log n).

use rayon::prelude::*;

/// The bytes of a block: places in it take two bytes.
const BLOCK: usize = 1 << 12;
/// How many blocks are indexed at a time.
const STRETCH: usize = 1 << 8;

/// The line starts of one text.
pub(super) struct Lines {
    /// For each block, and for the end, how many lines begin before it.
    before: Vec<u64>,
    /// Where in its block each line begins.
    starts: Vec<u16>,
    /// A bit a block: whether it holds anything but ASCII.
    wide: Vec<u64>,
}

/// One line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Its number, from 1.
    pub number: usize,
    /// Where it begins.
    pub start: usize,
}

/// A stretch of blocks on its own.
struct Stretch {
    counts: Vec<u32>,
    starts: Vec<u16>,
    wide: Vec<bool>,
}

impl Lines {
    /// The lines of a text, by one thread.
    pub(super) fn new(text: &[u8]) -> Self {
        Lines::joined((0..stretches(text)).map(|at| Stretch::new(text, at)))
    }

    /// The same by all threads; `done` is told of each range of bytes that was read.
    pub(super) fn in_parallel(text: &[u8], done: impl Fn(std::ops::Range<usize>) + Sync) -> Self {
        let stretch = |at: usize| {
            let stretch = Stretch::new(text, at);
            let start = at * STRETCH * BLOCK;
            done(start..text.len().min(start + STRETCH * BLOCK));
            stretch
        };
        let stretches = (0..stretches(text)).into_par_iter().map(stretch);
        Lines::joined(stretches.collect::<Vec<_>>().into_iter())
    }

    fn joined(stretches: impl Iterator<Item = Stretch>) -> Self {
        let mut lines = Lines {
            before: vec![0],
            starts: Vec::new(),
            wide: Vec::new(),
        };
        let (mut count, mut blocks) = (0, 0);
        for stretch in stretches {
            lines.starts.extend_from_slice(&stretch.starts);
            for (starting, wide) in stretch.counts.into_iter().zip(stretch.wide) {
                count += u64::from(starting);
                lines.before.push(count);
                if blocks % 64 == 0 {
                    lines.wide.push(0);
                }
                if let Some(bits) = lines.wide.last_mut() {
                    *bits |= u64::from(wide) << (blocks % 64);
                }
                blocks += 1;
            }
        }
        lines
    }

    /// How many lines begin at or before a byte of the text or its end: the number of its line, from 1.
    pub(super) fn number(&self, offset: usize) -> usize {
        let block = offset / BLOCK;
        let (first, last) = (self.before[block] as usize, self.before[block + 1] as usize);
        let within = |&start: &u16| usize::from(start) <= offset % BLOCK;
        first + self.starts[first..last].partition_point(within)
    }

    /// Where a line begins, counted from 0; `None` past the last.
    pub(super) fn start(&self, line: usize) -> Option<usize> {
        let start = *self.starts.get(line)?;
        let block = self
            .before
            .partition_point(|&before| before as usize <= line)
            - 1;
        Some(block * BLOCK + usize::from(start))
    }

    /// The line of a byte.
    pub(super) fn line_of(&self, offset: usize) -> Line {
        let number = self.number(offset);
        let block = offset / BLOCK;
        let start = match (self.before[block] as usize) < number {
            true => block * BLOCK + usize::from(self.starts[number - 1]),
            false => self.start(number - 1).unwrap_or(0),
        };
        Line { number, start }
    }

    /// Whether a byte is seen at a glance to lie on the line of another; `false`: it may.
    pub(super) fn is_on(&self, line: Line, known: usize, offset: usize) -> bool {
        let block = known / BLOCK;
        let is_last_of_block = self.before[block + 1] as usize == line.number;
        let is_before_next = || usize::from(self.starts[line.number]) > offset % BLOCK;
        (known..(block + 1) * BLOCK).contains(&offset) && (is_last_of_block || is_before_next())
    }

    /// Whether every byte of the blocks that a range touches is a character.
    pub(super) fn is_narrow(&self, range: std::ops::Range<usize>) -> bool {
        let mut blocks = range.start / BLOCK..range.end.div_ceil(BLOCK);
        blocks.all(|block| self.wide[block / 64] >> (block % 64) & 1 == 0)
    }
}

/// How many stretches cover a text and the place after its end.
fn stretches(text: &[u8]) -> usize {
    text.len() / (STRETCH * BLOCK) + 1
}

impl Stretch {
    fn new(text: &[u8], at: usize) -> Self {
        let mut stretch = Stretch {
            counts: Vec::with_capacity(STRETCH),
            starts: Vec::new(),
            wide: Vec::with_capacity(STRETCH),
        };
        for block in at * STRETCH..((at + 1) * STRETCH).min(text.len() / BLOCK + 1) {
            let start = block * BLOCK;
            let end = text.len().min(start + BLOCK);
            let before = stretch.starts.len();
            // A line begins at the start of the text and after each line break, perhaps that before the block.
            if start == 0 || text[start - 1] == b'\n' {
                stretch.starts.push(0);
            }
            // A break in the last byte begins a line of the next block.
            let breaks = memchr::memchr_iter(b'\n', &text[start..end.min(start + BLOCK - 1)]);
            stretch.starts.extend(breaks.map(|at| (at + 1) as u16));
            stretch.counts.push((stretch.starts.len() - before) as u32);
            stretch.wide.push(!text[start..end].is_ascii());
        }
        stretch
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Texts of short lines and long ones, with a few characters that are not ASCII.
    fn texts() -> impl Strategy<Value = Vec<u8>> {
        let line = (0usize..3 * BLOCK, 0u8..20);
        prop::collection::vec(line, 0..12).prop_map(|lines| {
            let mut text = Vec::new();
            for (length, kind) in lines {
                let length = if kind < 12 { length % 90 } else { length };
                text.extend(std::iter::repeat_n(b'a', length));
                match kind {
                    0..=2 => text.extend("é".as_bytes()),
                    3..=5 => text.extend(b"\n\n\n"),
                    _ => {}
                }
                if kind != 6 {
                    text.push(b'\n');
                }
            }
            text
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn lines_are_those_that_a_walk_through_the_text_counts(text in texts()) {
            let lines = Lines::new(&text);
            let parallel = Lines::in_parallel(&text, |_| {});
            let (mut number, mut start) = (1, 0);
            for at in 0..=text.len() {
                if at > 0 && text[at - 1] == b'\n' {
                    number += 1;
                    start = at;
                }
                prop_assert_eq!(lines.number(at), number);
                prop_assert_eq!(parallel.number(at), number);
                prop_assert_eq!(lines.line_of(at), Line { number, start });
                let before = at.saturating_sub(at % 97);
                let line = lines.line_of(before);
                if lines.is_on(line, before, at) {
                    prop_assert_eq!(line.number, number);
                }
                prop_assert_eq!(lines.start(number - 1), Some(start));
                if lines.is_narrow(start..at) {
                    prop_assert!(text[start..at].is_ascii());
                }
            }
            prop_assert_eq!(lines.start(number), None);
        }
    }
}
