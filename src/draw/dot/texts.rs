//! The texts of a Graphviz file: labels and tooltips, with nothing left in them that would be read as more than text.

use std::borrow::Cow;
use std::fmt::Write;

use crate::draw::style::{self, Theme};
use crate::draw::text;
use crate::draw::view::{Edge, Line, Node, Role};

/// The texts of a node: what takes longest, and is made by all threads before one writes.
pub(super) struct NodeText<'v> {
    pub(super) label: String,
    pub(super) tooltip: Cow<'v, str>,
    /// Lines of the label.
    pub(super) lines: usize,
}

impl<'v> NodeText<'v> {
    pub(super) fn of(node: &'v Node, theme: Theme) -> Self {
        let fill = theme.node(node.role, node.side, node.emphasis).fill;
        let lines = node.lines();
        NodeText {
            label: node_label(node, &lines, fill, theme),
            tooltip: tip(&node.tooltip),
            lines: lines.len(),
        }
    }
}

/// The texts of an edge.
pub(super) struct EdgeText {
    pub(super) label: Option<String>,
    pub(super) tooltip: Cow<'static, str>,
}

impl EdgeText {
    pub(super) fn of(edge: &Edge, theme: Theme) -> Self {
        let label = text::shorten(&edge.label, 24);
        let label = (!label.is_empty()).then(|| {
            let ink = theme.word(theme.edge(edge.role, edge.emphasis).stroke);
            let words = markup(&label);
            format!("<<font point-size=\"10\" color=\"{ink}\">{words}</font>>")
        });
        EdgeText {
            label,
            tooltip: match edge.words() {
                Cow::Borrowed(words) => tip(words),
                Cow::Owned(words) => tip(&words).into_owned().into(),
            },
        }
    }
}

fn node_label(node: &Node, lines: &[Line], fill: style::Rgb, theme: Theme) -> String {
    let flush = matches!(node.role, Role::Claim(_)) || !node.stack.is_empty();
    // About as long as the markup of each line is.
    const MARKUP: usize = 80;
    let texts: usize = lines.iter().map(|line| line.text.len() + MARKUP).sum();
    let mut label = String::with_capacity(texts);
    label.push('<');
    for (at, line) in lines.iter().enumerate() {
        let look = theme.text(node.role, line.kind, fill);
        let mut content = markup(&line.text);
        if look.bold {
            content = ["<b>", &content, "</b>"].concat().into();
        }
        if look.struck {
            content = ["<s>", &content, "</s>"].concat().into();
        }
        add_font(&mut label, &content, look.size, look.ink);
        if flush {
            add_break(&mut label, &line.text);
        } else if at + 1 < lines.len() {
            label.push_str("<br/>");
        }
    }
    label.push('>');
    label
}

fn add_font(label: &mut String, content: &str, size: u32, ink: style::Rgb) {
    // Nothing that is written into a text fails.
    let _ = write!(label, "<font point-size=\"{size}\" color=\"{ink}\">");
    label.push_str(content);
    label.push_str("</font>");
}

/// The end of a line of text that is flush with the side on which its script begins.
fn add_break(label: &mut String, text: &str) {
    label.push_str(match text::is_right_to_left(text) {
        true => "<br align=\"right\"/>",
        false => "<br align=\"left\"/>",
    });
}

/// One line of text, flush with the side on which its script begins.
pub(super) fn row(content: &str, text: &str, size: u32, ink: style::Rgb) -> String {
    let mut row = String::new();
    add_font(&mut row, content, size, ink);
    add_break(&mut row, text);
    row
}

/// Where Graphviz replaces `\N` by the name of the node (and `\G`, `\E` and more alike), a backslash is written so
/// often that one is left: it reads labels once and tooltips twice. It decodes entities before, so `&#92;` is no way
/// out, but for the name of the graph, which it does not read.
#[derive(Clone, Copy)]
pub(super) enum Read {
    /// The name of the graph.
    Never,
    /// A label.
    Once,
    /// A tooltip.
    Twice,
}

/// The text as Graphviz will show it, in an HTML-like label or between quotes. Entities and escapes of this function
/// are the only markup that can come of it.
pub(super) fn escaped(raw: &str, read: Read) -> Cow<'_, str> {
    let shown = match text::without_isolates(raw) {
        Cow::Borrowed(raw) => text::clean(raw),
        Cow::Owned(raw) => text::clean(&raw).into_owned().into(),
    };
    if !shown.contains(['&', '<', '>', '"', '\\']) {
        return shown;
    }
    let mut out = String::with_capacity(shown.len() + 16);
    for char in shown.chars() {
        match (char, read) {
            ('&', _) => out.push_str("&amp;"),
            ('<', _) => out.push_str("&lt;"),
            ('>', _) => out.push_str("&gt;"),
            ('"', _) => out.push_str("&quot;"),
            ('\\', Read::Never) => out.push_str("&#92;"),
            ('\\', Read::Once) => out.push_str(r"\\"),
            ('\\', Read::Twice) => out.push_str(r"\\\\"),
            _ => out.push(char),
        }
    }
    out.into()
}

/// The text as content of a label.
pub(super) fn markup(raw: &str) -> Cow<'_, str> {
    escaped(raw, Read::Once)
}

/// The text as content of a tooltip.
pub(super) fn tip(raw: &str) -> Cow<'_, str> {
    escaped(raw, Read::Twice)
}
