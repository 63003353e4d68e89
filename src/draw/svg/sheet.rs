//! The document being written: escaping, numbers, groups, lines of text.

use super::place::Point;
use crate::draw::style::{self, Dash, Rgb, TextLook, Theme};
use crate::draw::text;
use crate::draw::view::View;

/// Where a line of text stands.
#[derive(Clone, Copy)]
pub(super) enum Anchor {
    /// From this side, or up to the other where it is read from right to left.
    Flush { left: f64, right: f64 },
    /// Up to this place, whichever way it is read.
    End(f64),
    /// Around this place.
    Middle(f64),
}

/// An SVG document in the making.
pub(super) struct Sheet {
    out: String,
}

impl Sheet {
    /// An empty sheet with its title and description.
    pub(super) fn new(width: f64, height: f64, view: &View, theme: Theme) -> Sheet {
        let (wide, high) = (number(width), number(height));
        let mut out = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{wide}\" height=\"{high}\" \
             viewBox=\"0 0 {wide} {high}\" role=\"img\" aria-labelledby=\"title desc\" font-family=\"{}\">\n",
            escaped(style::FONTS)
        );
        out += &format!("<title id=\"title\">{}</title>\n", escaped(&view.title));
        let words = [
            view.notes.join(" "),
            format!("{} nodes and {} edges.", view.nodes.len(), view.edges.len()),
        ];
        out += &format!("<desc id=\"desc\">{}</desc>\n", escaped(&words.join(" ")));
        out += &format!(
            "<rect width=\"{wide}\" height=\"{high}\" fill=\"{}\"/>\n",
            theme.paper()
        );
        Sheet { out }
    }

    /// An empty sheet within a page.
    pub(super) fn inline(width: f64, height: f64) -> Sheet {
        let (wide, high) = (number(width), number(height));
        Sheet {
            out: format!(
                "<svg width=\"{wide}\" height=\"{high}\" viewBox=\"0 0 {wide} {high}\" font-family=\"{}\">\n",
                escaped(style::FONTS)
            ),
        }
    }

    /// The document.
    pub(super) fn finish(mut self) -> Vec<u8> {
        self.out += "</svg>\n";
        self.out.into_bytes()
    }

    /// Opens a group that lies at `place`.
    pub(super) fn open_group(&mut self, place: Point) {
        self.out += &format!(
            "<g transform=\"translate({} {})\">\n",
            number(place.0),
            number(place.1)
        );
    }

    /// Opens a group with what is shown on pointing at it.
    pub(super) fn open_titled(&mut self, title: &str) {
        self.out += "<g>";
        let title = escaped(title);
        if !title.is_empty() {
            self.out += &format!("<title>{title}</title>");
        }
    }

    /// Opens a link, if there is one.
    pub(super) fn open_link(&mut self, link: Option<&str>) {
        if let Some(link) = link {
            self.out += &format!("<a href=\"{}\">", escaped(link));
        }
    }

    /// Closes it.
    pub(super) fn close_link(&mut self, link: Option<&str>) {
        if link.is_some() {
            self.out += "</a>";
        }
    }

    /// Closes the last group.
    pub(super) fn close_group(&mut self) {
        self.out += "</g>\n";
    }

    /// An element without content, its attributes written by the caller from numbers and colours only.
    pub(super) fn element(&mut self, name: &str, attributes: &str) {
        self.out += &format!("<{name} {attributes}/>");
    }

    /// A line along a path.
    pub(super) fn stroke(&mut self, path: &str, stroke: Rgb, weight: u32, dash: Dash) {
        let line = line_attributes(stroke, weight, dash);
        self.element("path", &format!("d=\"{path}\" fill=\"none\" {line}"));
    }

    /// One line of text with its base line at `base`.
    pub(super) fn line(&mut self, raw: &str, look: TextLook, anchor: Anchor, base: f64) {
        self.text(raw, look, anchor, base, "");
    }

    /// The same on a line, with the ground showing around its letters.
    pub(super) fn haloed(
        &mut self,
        raw: &str,
        look: TextLook,
        anchor: Anchor,
        base: f64,
        ground: Rgb,
    ) {
        let halo = format!(
            " stroke=\"{ground}\" stroke-width=\"3\" stroke-linejoin=\"round\" paint-order=\"stroke\""
        );
        self.text(raw, look, anchor, base, &halo);
    }

    fn text(&mut self, raw: &str, look: TextLook, anchor: Anchor, base: f64, more: &str) {
        let words = runs(raw);
        if words.is_empty() {
            return;
        }
        let rtl = text::is_right_to_left(raw);
        // Browsers anchor a text by the direction of its first sign.
        let first = if !rtl && words.starts_with('<') {
            "\u{200e}"
        } else {
            ""
        };
        let (x, anchored) = match anchor {
            Anchor::Middle(x) => (x, " text-anchor=\"middle\""),
            Anchor::Flush { right, .. } if rtl => (right, ""),
            Anchor::End(right) if rtl => (right, ""),
            Anchor::End(right) => (right, " text-anchor=\"end\""),
            Anchor::Flush { left, .. } => (left, ""),
        };
        let direction = if rtl { " direction=\"rtl\"" } else { "" };
        let bold = if look.bold {
            " font-weight=\"bold\""
        } else {
            ""
        };
        let struck = if look.struck {
            " text-decoration=\"line-through\""
        } else {
            ""
        };
        self.out += &format!(
            "<text x=\"{}\" y=\"{}\" font-size=\"{}\" fill=\"{}\"{bold}{struck}{anchored}{direction}{more}>{first}{words}</text>",
            number(x),
            number(base),
            look.size,
            look.ink,
        );
    }
}

/// The attributes of a line.
pub(super) fn line_attributes(stroke: Rgb, weight: u32, dash: Dash) -> String {
    let pattern = match dash {
        Dash::Solid => "",
        Dash::Dashed => " stroke-dasharray=\"5 3\"",
        Dash::Dotted => " stroke-dasharray=\"1.5 3\"",
        Dash::DashDotted => " stroke-dasharray=\"9 3 1.5 3\"",
    };
    format!(
        "stroke=\"{stroke}\" stroke-width=\"{}.{}\"{pattern}",
        weight / 10,
        weight % 10
    )
}

/// A number with at most one decimal.
pub(super) fn number(value: f64) -> String {
    let tenths = (value * 10.0).round() as i64;
    match tenths % 10 {
        0 => (tenths / 10).to_string(),
        _ => format!(
            "{}{}.{}",
            if tenths < 0 { "-" } else { "" },
            tenths.abs() / 10,
            tenths.abs() % 10
        ),
    }
}

/// The text as content of a text element, its parts with a direction of their own as spans; what is left open is
/// closed.
fn runs(raw: &str) -> String {
    let [open, close] = text::ISOLATE;
    let raw = text::clean(raw);
    let mut out = String::new();
    let (mut depth, mut end) = (0, 0);
    for piece in raw.split_inclusive(text::ISOLATE) {
        end += piece.len();
        let words = piece.trim_end_matches(text::ISOLATE);
        out += &spaced(words);
        if piece.ends_with(open) {
            let way = if text::is_right_to_left(&raw[end..]) {
                "rtl"
            } else {
                "ltr"
            };
            out += &format!("<tspan direction=\"{way}\" unicode-bidi=\"isolate\">");
            depth += 1;
        } else if piece.ends_with(close) && depth > 0 {
            out += "</tspan>";
            depth -= 1;
        }
    }
    out + &"</tspan>".repeat(depth)
}

/// The text as content of an element or attribute.
pub(super) fn escaped(raw: &str) -> String {
    spaced(&text::clean(&text::without_isolates(raw)))
}

/// The same of a text that is clean, with the blanks at its ends.
fn spaced(clean: &str) -> String {
    let mut out = String::with_capacity(clean.len());
    for char in clean.chars() {
        match char {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            _ => out.push(char),
        }
    }
    out
}
