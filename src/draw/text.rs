//! Text as it is drawn: cleaned, measured, and broken into short lines.
//!
//! Widths are columns as a terminal counts them (Unicode Standard Annex 11), so that Chinese, Arabic and emoji take
//! the room they need. Nothing here knows how a label is escaped; the writers do.

use std::borrow::Cow;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The text without what has no shape or would disturb its neighbours.
///
/// Control characters, non-characters and private line separators become spaces; the characters that open or close a
/// direction (`U+202A`–`U+202E`, `U+2066`, `U+2067`) go, because one that is left open turns round the text that
/// follows it; those of [`isolated`] stay, and the writers close what is left open. Marks that shape a word (joiners,
/// `U+200E`, `U+200F`) stay. Runs of white space become one space.
pub fn clean(text: &str) -> Cow<'_, str> {
    if is_plain(text) {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        if is_directional(char) || char == '\u{feff}' {
            continue;
        }
        if char.is_whitespace() || char.is_control() || is_no_character(char) {
            if !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
            }
        } else {
            out.push(char);
        }
    }
    out.truncate(out.trim_end().len());
    out.into()
}

/// Whether a text is clean as it is: what has a shape, and one space at a time between its words.
fn is_plain(text: &str) -> bool {
    let mut before = ' ';
    let mut follows = |char: char| {
        let is_plain = match char {
            ' ' => before != ' ',
            '!'..='~' => true,
            _ => has_shape(char),
        };
        before = char;
        is_plain
    };
    // Most are ASCII, and are seen to be clean without looking for characters.
    let is_plain = match text.is_ascii() {
        true => text.bytes().all(|byte| follows(char::from(byte))),
        false => text.chars().all(follows),
    };
    is_plain && !text.ends_with(' ')
}

fn has_shape(char: char) -> bool {
    !(is_directional(char)
        || char == '\u{feff}'
        || char.is_whitespace()
        || char.is_control()
        || is_no_character(char))
}

fn is_directional(char: char) -> bool {
    matches!(char, '\u{202a}'..='\u{202e}' | '\u{2066}' | '\u{2067}')
}

fn is_no_character(char: char) -> bool {
    matches!(char, '\u{fdd0}'..='\u{fdef}') || (char as u32) & 0xfffe == 0xfffe
}

/// How many columns a text takes.
pub fn width(text: &str) -> usize {
    text.width()
}

fn char_width(char: char) -> usize {
    char.width().unwrap_or(0)
}

/// Whether the text is to be read from right to left: whether its first letter, or a mark that stands for one, is
/// Hebrew, Arabic or of their kin. Parts with a direction of their own say nothing of the whole.
pub fn is_right_to_left(text: &str) -> bool {
    let [open, close] = ISOLATE;
    let mut depth = 0_usize;
    for char in text.chars() {
        match char {
            _ if char == open => depth += 1,
            _ if char == close => depth = depth.saturating_sub(1),
            '\u{200e}' | '\u{200f}' if depth == 0 => return is_of_the_right(char),
            _ if depth == 0 && char.is_alphabetic() => return is_of_the_right(char),
            _ => {}
        }
    }
    false
}

fn is_of_the_right(char: char) -> bool {
    matches!(char,
        '\u{200f}' | '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}'
        | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

/// The signs around a part of a text that has a direction of its own.
pub(super) const ISOLATE: [char; 2] = ['\u{2068}', '\u{2069}'];

/// A name within a sentence, read in its own direction, where it could be read in another: it would draw digits and
/// brackets beside it to itself.
pub fn isolated(name: &str) -> String {
    let [open, close] = ISOLATE;
    match name.chars().any(is_of_the_right) {
        true => format!("{open}{}{close}", without_isolates(name)),
        false => name.to_owned(),
    }
}

/// The text without the signs of [`isolated`], for where they mean nothing.
pub fn without_isolates(text: &str) -> Cow<'_, str> {
    match text.is_ascii() || !text.contains(ISOLATE) {
        true => text.into(),
        false => text.replace(ISOLATE, "").into(),
    }
}

/// The parts in one line from left to right, whatever the direction of each: `2023 · Mazar · 3 claims`.
///
/// Numbers after Arabic would go with it, so a left-to-right mark stands before each part.
pub fn joined<P: AsRef<str>>(parts: &[P]) -> String {
    let turned = parts
        .iter()
        .any(|part| part.as_ref().chars().any(is_of_the_right));
    let (start, between) = if turned {
        ("\u{200e}", " · \u{200e}")
    } else {
        ("", " · ")
    };
    let parts: Vec<String> = parts.iter().map(|part| isolated(part.as_ref())).collect();
    format!("{start}{}", parts.join(between))
}

/// The text on lines of at most `columns`, and at most `lines` of them: what does not fit ends in an ellipsis.
///
/// Lines break at spaces, between wide characters (Chinese and Japanese put no spaces), and inside a word only where
/// it is longer than a line, never between a letter and its marks. All lines are read in the direction of the whole: a
/// line that begins otherwise begins with a mark that says so.
pub fn wrap(text: &str, columns: usize, lines: usize) -> Vec<String> {
    let text = clean(text);
    if text.is_ascii() && (1..=columns).contains(&text.len()) {
        return vec![text.into_owned()];
    }
    let turned = is_right_to_left(&text);
    let mut wrapped = broken(&text, columns, lines);
    carry(&mut wrapped);
    for line in &mut wrapped {
        if is_right_to_left(line) != turned {
            line.insert(0, if turned { '\u{200f}' } else { '\u{200e}' });
        }
    }
    wrapped
}

/// Closes on each line the isolated parts that are open at its end, and opens them again on the next.
fn carry(lines: &mut [String]) {
    let [open, close] = ISOLATE;
    let mut depth = 0_usize;
    for line in lines {
        line.insert_str(0, &open.to_string().repeat(depth));
        depth = 0;
        for char in line.chars() {
            match char {
                _ if char == open => depth += 1,
                _ if char == close => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
        line.push_str(&close.to_string().repeat(depth));
    }
}

fn broken(text: &str, columns: usize, lines: usize) -> Vec<String> {
    let mut done: Vec<String> = Vec::new();
    let mut line = String::new();
    let mut used = 0;
    for (piece, spaced) in (Pieces { rest: text }) {
        let gap = usize::from(spaced && !line.is_empty());
        let wide = width(piece);
        if used + gap + wide > columns && !line.is_empty() {
            if done.len() + 1 == lines {
                return ended(done, line, columns);
            }
            done.push(std::mem::take(&mut line));
            used = 0;
        } else if gap == 1 {
            line.push(' ');
            used += 1;
        }
        for (part, part_width) in fitting(piece, columns) {
            if used + part_width > columns && !line.is_empty() {
                if done.len() + 1 == lines {
                    return ended(done, line, columns);
                }
                done.push(std::mem::take(&mut line));
                used = 0;
            }
            line.push_str(part);
            used += part_width;
        }
    }
    if !line.is_empty() {
        done.push(line);
    }
    done
}

/// The text on one line of at most `columns`.
pub fn shorten(text: &str, columns: usize) -> String {
    wrap(text, columns, 1).pop().unwrap_or_default()
}

fn ended(mut done: Vec<String>, mut line: String, columns: usize) -> Vec<String> {
    while width(&line) + 1 > columns {
        if line.pop().is_none() {
            break;
        }
    }
    line.truncate(line.trim_end().len());
    line.push('…');
    done.push(line);
    done
}

/// Pieces between which a line may break, each with whether a space stood before it.
struct Pieces<'t> {
    rest: &'t str,
}

impl<'t> Iterator for Pieces<'t> {
    type Item = (&'t str, bool);

    fn next(&mut self) -> Option<Self::Item> {
        let spaced = self.rest.starts_with(' ');
        self.rest = self.rest.trim_start_matches(' ');
        let first = self.rest.chars().next()?;
        let end = self
            .rest
            .char_indices()
            .skip(1)
            .find(|&(_, char)| {
                char == ' ' || is_ideograph(char) || (is_ideograph(first) && char_width(char) > 0)
            })
            .map_or(self.rest.len(), |(at, _)| at);
        let (piece, rest) = self.rest.split_at(end);
        self.rest = rest;
        Some((piece, spaced))
    }
}

fn is_ideograph(char: char) -> bool {
    matches!(char, '\u{2e80}'..='\u{2fff}' | '\u{3040}'..='\u{30ff}' | '\u{31f0}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// A piece cut where it is longer than a line, never before a mark or after a joiner.
fn fitting(piece: &str, columns: usize) -> Vec<(&str, usize)> {
    let mut parts = Vec::new();
    let (mut start, mut end) = (0, 0);
    while end < piece.len() {
        let next = end + letter(&piece[end..]);
        if end > start && width(&piece[start..next]) > columns {
            parts.push((&piece[start..end], width(&piece[start..end])));
            start = end;
        }
        end = next;
    }
    parts.push((&piece[start..], width(&piece[start..])));
    parts
}

/// The length of the first letter with its marks and whatever is joined to it.
fn letter(text: &str) -> usize {
    let mut joined = false;
    text.char_indices()
        .skip(1)
        .find(|&(_, char)| {
            let starts = char_width(char) > 0 && !joined;
            joined = char == '\u{200d}';
            starts
        })
        .map_or(text.len(), |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_never_wider_than_asked() {
        for text in [
            "Three leading ISKP members died in the Mazar raids",
            "Donaudampfschifffahrtsgesellschaftskapitänswitwenrente und mehr",
            "塔利班表示三名高级成员在突袭中丧生,但无法核实其身份",
            "أعلنت حركة طالبان مقتل ثلاثة من كبار قادة التنظيم في مزار الشريف",
            "👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦",
        ] {
            for columns in [10, 28] {
                let lines = wrap(text, columns, 100);
                assert!(lines.iter().all(|line| width(line) <= columns), "{lines:?}");
                let (joined, whole) = (lines.concat(), clean(text));
                assert_eq!(joined.replace(' ', ""), whole.replace(' ', ""));
            }
        }
    }

    #[test]
    fn all_lines_of_a_text_are_read_in_its_direction() {
        let lines = wrap("أعلنت حركة طالبان Shed 4 burned down", 12, 9);
        assert!(
            lines.len() > 2 && lines.iter().all(|line| is_right_to_left(line)),
            "{lines:?}"
        );
        let lines = wrap("Taliban said أعلنت حركة طالبان مقتل", 12, 9);
        assert!(
            lines.len() > 2 && !lines.iter().any(|line| is_right_to_left(line)),
            "{lines:?}"
        );
    }

    #[test]
    fn an_isolated_part_stays_one_from_line_to_line() {
        let title = format!("What of “{}”", isolated("أعلنت حركة طالبان Shed 4 (12)"));
        assert!(!is_right_to_left(&title));
        let lines = wrap(&title, 12, 9);
        assert!(lines.len() > 2, "{lines:?}");
        for line in &lines {
            let [opened, closed] = ISOLATE.map(|sign| line.matches(sign).count());
            assert_eq!(opened, closed, "{line:?}");
            assert!(!is_right_to_left(line), "{line:?}");
        }
    }

    #[test]
    fn what_is_left_out_is_said() {
        assert_eq!(wrap("one two three four", 9, 1), ["one two…"]);
        assert_eq!(wrap("one two three four", 9, 2), ["one two", "three…"]);
        assert_eq!(wrap("one two", 9, 1), ["one two"]);
        assert!(wrap("", 9, 1).is_empty());
    }

    #[test]
    fn what_is_clean_at_a_glance_is_clean() {
        for text in [
            "", "a", "a b", " a", "a ", "a  b", "a\tb", "a\u{7f}", "é b", "-- ~!",
        ] {
            let words: Vec<&str> = (text
                .split(|char: char| char.is_whitespace() || char.is_control()))
            .filter(|word| !word.is_empty())
            .collect();
            assert_eq!(clean(text), words.join(" "), "{text:?}");
            assert_eq!(wrap(text, 9, 1).concat(), clean(text), "{text:?}");
        }
    }

    #[test]
    fn characters_that_would_turn_round_their_neighbours_go() {
        assert_eq!(clean("a\u{202e}b\u{0}c\r\n d\u{ffff}"), "ab c d");
        assert_eq!(clean("می\u{200c}خواهم"), "می\u{200c}خواهم");
    }

    #[test]
    fn parts_stay_in_their_order_beside_arabic() {
        assert_eq!(
            joined(&["2023", "Mazar", "2 claims"]),
            "2023 · Mazar · 2 claims"
        );
        let beside = joined(&["2023", "مزار", "2 claims"]);
        assert_eq!(
            beside,
            "\u{200e}2023 · \u{200e}\u{2068}مزار\u{2069} · \u{200e}2 claims"
        );
        assert!(!is_right_to_left(&beside));
    }

    #[test]
    fn the_first_letter_gives_the_direction() {
        assert!(is_right_to_left("«طالبان» and others"));
        assert!(is_right_to_left("17 שלום"));
        assert!(!is_right_to_left("Taliban طالبان"));
        assert!(!is_right_to_left("17"));
    }
}
