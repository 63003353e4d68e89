//! Tables for reading: columns as wide as their widest cell, numbers to the right, words to the left.

use anstyle::Style;
use unicode_width::UnicodeWidthStr;

use super::style::Colour;

/// To which side a column is aligned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// Words.
    Left,
    /// Numbers.
    Right,
}

/// One cell.
#[derive(Clone, Debug)]
pub struct Cell {
    text: String,
    style: Style,
}

impl Cell {
    /// A cell in a style.
    pub fn styled(text: impl Into<String>, style: Style) -> Self {
        Cell {
            text: text.into(),
            style,
        }
    }
}

impl<T: Into<String>> From<T> for Cell {
    fn from(text: T) -> Self {
        Cell::styled(text, Style::new())
    }
}

/// A table with its headings; the last column has no blanks after it.
pub fn text<const N: usize>(
    columns: [(&str, Align); N],
    rows: &[[Cell; N]],
    colour: Colour,
) -> String {
    let headings = columns.map(|(heading, _)| Cell::styled(heading, colour.strong()));
    let all = || std::iter::once(&headings).chain(rows);
    let mut widths = [0usize; N];
    for row in all() {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.text.width());
        }
    }
    let mut out = String::new();
    for row in all() {
        for (nth, cell) in row.iter().enumerate() {
            let blanks = " ".repeat(widths[nth] - cell.text.width());
            let (before, after) = match columns[nth].1 {
                Align::Right => (blanks.as_str(), ""),
                Align::Left => ("", blanks.as_str()),
            };
            let style = cell.style;
            out.push_str(&format!("{before}{style}{}{style:#}", cell.text));
            if nth + 1 < N {
                out.push_str(after);
                out.push_str("  ");
            }
        }
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_to_the_right_and_words_to_the_left() {
        let rows = [["é", "10"].map(Cell::from), ["long", "9"].map(Cell::from)];
        let table = text(
            [("id", Align::Left), ("n", Align::Right)],
            &rows,
            Colour::Off,
        );
        assert_eq!(table, "id     n\né     10\nlong   9\n");
    }
}
