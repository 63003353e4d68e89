//! How wide text is, without a font: the advance widths of Helvetica, which Arial and Liberation Sans share.

use unicode_width::UnicodeWidthChar;

use crate::draw::style::TextLook;

/// Advance widths of U+0020 to U+007E in thousandths of the size, from Adobe's font metrics of Helvetica.
const HELVETICA: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];

/// The width of a line of text, in points; rather too wide than too narrow.
pub(super) fn width(text: &str, look: TextLook) -> f64 {
    let thousandths: u32 = text.chars().map(advance).sum();
    let bold = if look.bold { 1.07 } else { 1.0 };
    f64::from(thousandths) * f64::from(look.size) * bold / 1000.0
}

fn advance(char: char) -> u32 {
    let latin = (char as usize)
        .checked_sub(0x20)
        .and_then(|at| HELVETICA.get(at));
    match latin {
        Some(&advance) => u32::from(advance),
        None => match char.width().unwrap_or(0) {
            0 => 0,
            1 => 640,
            _ => 1050,
        },
    }
}

/// The height of a line.
pub(super) fn height(look: TextLook) -> f64 {
    f64::from(look.size) * 1.22
}
