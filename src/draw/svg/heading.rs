//! Title, notes and legend above the picture.

use super::metrics;
use super::place::{Point, Rect};
use super::shapes;
use super::sheet::{Anchor, Sheet, number};
use crate::draw::style::{self, EdgeLook, NodeLook, Outline, TextLook, Theme};
use crate::draw::text;
use crate::draw::view::{EdgeRole, Emphasis, Key, LineKind, Role, View};

/// What stands above the picture, broken into lines.
pub(super) struct Heading {
    title: Vec<String>,
    notes: Vec<String>,
    /// Signs of the legend, row by row, each with its place from the left.
    legend: Vec<Vec<(Key, f64)>>,
    /// The room it takes.
    pub width: f64,
    /// The room it takes, with what parts it from the picture.
    pub height: f64,
}

const TITLE_HEIGHT: f64 = 25.0;
const NOTE_HEIGHT: f64 = 15.0;
const ROW_HEIGHT: f64 = 22.0;
const SWATCH: f64 = 26.0;
const SWATCH_HEIGHT: f64 = 16.0;
/// Room between signs, and how much more between those of one section and the next.
const BETWEEN_SIGNS: f64 = 18.0;
const BETWEEN_SECTIONS: f64 = 14.0;
/// The legend is at least so wide before it starts a new row.
const LEAST: f64 = 620.0;

impl Heading {
    /// Breaks title, notes and legend for a picture of this width.
    pub(super) fn new(view: &View, theme: Theme, picture: f64) -> Heading {
        let room = picture.max(LEAST);
        let columns = |size: f64| (room / (size * 0.55)) as usize;
        let title = text::wrap(&view.title, columns(20.0), 3);
        let notes: Vec<String> = view
            .notes
            .iter()
            .flat_map(|note| text::wrap(note, columns(11.0), 4))
            .collect();
        let mut legend: Vec<Vec<(Key, f64)>> = Vec::new();
        let (mut width, mut right) = (0.0_f64, 0.0);
        let mut last = None;
        for key in view.legend() {
            let text = metrics::width(&words(&key), word(theme));
            let wide = swatch_width(&key) + 6.0 + text + BETWEEN_SIGNS;
            let section = key.section();
            if last.is_some_and(|last| last != section) {
                right += BETWEEN_SECTIONS;
            }
            if legend.is_empty() || right + wide > room {
                legend.push(Vec::new());
                right = 0.0;
            }
            if let Some(row) = legend.last_mut() {
                row.push((key, right));
            }
            right += wide;
            width = width.max(right);
            last = Some(section);
        }
        for line in &title {
            // Faces that stand in for Helvetica are wider.
            width = width.max(metrics::width(line, big(theme)) * 1.1);
        }
        for line in &notes {
            width = width.max(metrics::width(line, small(theme)) * 1.1);
        }
        let height = title.len() as f64 * TITLE_HEIGHT
            + notes.len() as f64 * NOTE_HEIGHT
            + legend.len() as f64 * ROW_HEIGHT
            + 30.0;
        Heading {
            title,
            notes,
            legend,
            width,
            height,
        }
    }

    /// Draws it with its first corner at `corner`, over a picture of this width.
    pub(super) fn draw(&self, sheet: &mut Sheet, corner: Point, room: f64, theme: Theme) {
        let (left, mut top) = corner;
        let anchor = Anchor::Flush {
            left,
            right: left + room,
        };
        for line in &self.title {
            sheet.line(line, big(theme), anchor, top + 18.0);
            top += TITLE_HEIGHT;
        }
        for line in &self.notes {
            sheet.line(line, small(theme), anchor, top + 10.0);
            top += NOTE_HEIGHT;
        }
        top += 8.0;
        for row in &self.legend {
            for (key, right) in row {
                swatch(sheet, key, (left + right, top), theme);
                let x = left + right + swatch_width(key) + 6.0;
                sheet.line(
                    &words(key),
                    word(theme),
                    Anchor::Flush { left: x, right: x },
                    top + 12.0,
                );
            }
            top += ROW_HEIGHT;
        }
    }
}

fn words(key: &Key) -> String {
    text::shorten(key.words(), 34)
}

fn big(theme: Theme) -> TextLook {
    TextLook {
        ink: theme.ink(),
        size: 18,
        bold: true,
        struck: false,
    }
}

fn small(theme: Theme) -> TextLook {
    TextLook {
        ink: theme.faint(),
        size: 11,
        bold: false,
        struck: false,
    }
}

fn word(theme: Theme) -> TextLook {
    TextLook {
        ink: theme.ink(),
        size: 10,
        bold: false,
        struck: false,
    }
}

/// The sign of a legend's entry as a drawing of its own, with room for its lines.
pub(super) fn sign(key: &Key, theme: Theme) -> Vec<u8> {
    const LINE: f64 = 2.0;
    let [wide, high] = [swatch_width(key), SWATCH_HEIGHT].map(|side| side + 2.0 * LINE);
    let mut sheet = Sheet::inline(wide, high);
    swatch(&mut sheet, key, (LINE, LINE), theme);
    sheet.finish()
}

/// How broad the sign of a legend's entry is.
fn swatch_width(key: &Key) -> f64 {
    match key {
        Key::Mark => 12.0,
        _ => SWATCH,
    }
}

/// Draws the sign of a legend's entry.
fn swatch(sheet: &mut Sheet, key: &Key, (left, top): Point, theme: Theme) {
    let rect = Rect {
        left,
        top,
        right: left + swatch_width(key),
        bottom: top + SWATCH_HEIGHT,
    };
    let sign = |sheet: &mut Sheet, text: &str, ink| {
        let look = TextLook {
            ink,
            size: 10,
            bold: false,
            struck: false,
        };
        let middle = left + swatch_width(key) / 2.0;
        sheet.line(text, look, Anchor::Middle(middle), top + 11.5);
    };
    let edge = |sheet: &mut Sheet, look| stroke(sheet, look, (left, top + 8.0), theme);
    let look = match key {
        Key::Stack => {
            let look = theme.node(Role::Statement, None, Emphasis::None);
            shapes::stack(sheet, &look, rect, 6.0);
            return;
        }
        Key::Node(role) => theme.node(*role, None, Emphasis::None),
        Key::Side(hue, _) => theme.node(Role::Actor, Some(*hue), Emphasis::None),
        Key::Emphasis(Emphasis::Focus) => NodeLook {
            outline: Outline::Card,
            ..theme.node(Role::Actor, None, Emphasis::Focus)
        },
        // Heavy boxes are origins too: a line is told by its strokes.
        Key::Emphasis(Emphasis::Line) => {
            return edge(sheet, theme.edge(EdgeRole::Feeds, Emphasis::Line));
        }
        Key::Emphasis(why) => theme.node(Role::Actor, None, *why),
        Key::Cluster(role) => theme.cluster(*role, None, Emphasis::None),
        Key::Mark => return sign(sheet, style::MARK, theme.mark()),
        Key::Edge(role) => return edge(sheet, theme.edge(*role, Emphasis::None)),
    };
    shapes::outline(sheet, &look, rect, 8.0);
    match key {
        Key::Emphasis(Emphasis::Cut) => sign(sheet, "✂", theme.mark()),
        Key::Emphasis(Emphasis::Loop) => sign(sheet, "↻", theme.mark()),
        _ => {}
    }
    if let Key::Node(role @ Role::Claim(status)) = key {
        sign(
            sheet,
            style::sign(*status),
            theme.text(*role, LineKind::Body, look.fill).ink,
        );
    }
}

/// Draws an edge from `start` across a swatch.
fn stroke(sheet: &mut Sheet, look: EdgeLook, start: Point, theme: Theme) {
    let end = (start.0 + SWATCH, start.1);
    let path = format!(
        "M{} {}H{}",
        number(start.0 + shapes::length(look.tail)),
        number(start.1),
        number(end.0 - shapes::length(look.head))
    );
    sheet.stroke(&path, look.stroke, look.weight, look.dash);
    shapes::head(
        sheet,
        look.head,
        (end, (1.0, 0.0)),
        look.stroke,
        theme.paper(),
    );
    shapes::head(
        sheet,
        look.tail,
        (start, (-1.0, 0.0)),
        look.stroke,
        theme.paper(),
    );
}
