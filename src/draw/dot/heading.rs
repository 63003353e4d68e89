//! Title, notes and legend of a Graphviz file: the label of the whole graph.

use super::texts::markup;
use crate::draw::style::{self, Dash, EdgeLook, Head, NodeLook, Outline, Theme};
use crate::draw::text;
use crate::draw::view::{Emphasis, Key, Role, View};

/// Columns of the heading. Graphviz stretches the columns under a wide title alike: the more empty ones stand beside
/// the legend, the less it is pulled apart.
const HEADING_COLUMNS: usize = 40;

/// Title, notes and legend, as the label of the graph.
pub(super) fn heading(view: &View, theme: Theme) -> String {
    let mut out = String::from("<<table border=\"0\" cellspacing=\"0\" cellpadding=\"2\">");
    for line in text::wrap(&view.title, 72, 3) {
        out += &heading_row(&format!("<b>{}</b>", markup(&line)), 18, theme.ink());
    }
    for note in &view.notes {
        for line in text::wrap(note, 110, 4) {
            out += &heading_row(&markup(&line), 10, theme.faint());
        }
    }
    let legend = legend(view, theme);
    if !legend.is_empty() {
        let beside = "<td></td>".repeat(HEADING_COLUMNS - 1);
        out += &format!("<tr><td align=\"left\">{legend}</td>{beside}</tr>");
    }
    out + "<tr><td> </td></tr></table>>"
}

fn heading_row(content: &str, size: u32, ink: style::Rgb) -> String {
    format!(
        "<tr><td align=\"left\" colspan=\"{HEADING_COLUMNS}\"><font point-size=\"{size}\" \
         color=\"{ink}\">{content}</font></td></tr>"
    )
}

fn legend(view: &View, theme: Theme) -> String {
    const COLUMNS: usize = 5;
    let keys = view.legend();
    let mut rows = String::new();
    for section in keys.chunk_by(|one, other| one.section() == other.section()) {
        for chunk in section.chunks(COLUMNS) {
            let cells: String = chunk.iter().map(|key| legend_cells(key, theme)).collect();
            rows += &format!("<tr>{cells}</tr>");
        }
    }
    if rows.is_empty() {
        return rows;
    }
    format!("<table border=\"0\" cellspacing=\"4\" cellpadding=\"1\">{rows}</table>")
}

fn legend_cells(key: &Key, theme: Theme) -> String {
    let swatch = match key {
        Key::Node(role) => swatch(
            &theme.node(*role, None, Emphasis::None),
            node_sign(*role),
            theme,
        ),
        Key::Side(hue, _) => swatch(
            &theme.node(Role::Actor, Some(*hue), Emphasis::None),
            "",
            theme,
        ),
        Key::Emphasis(why) => swatch(&theme.node(Role::Actor, None, *why), "", theme),
        Key::Stack => {
            let look = theme.node(Role::Statement, None, Emphasis::None);
            swatch(&look, "×", theme)
        }
        Key::Cluster(role) => swatch(&theme.cluster(*role, None, Emphasis::None), "", theme),
        Key::Edge(role) => {
            let look = theme.edge(*role, Emphasis::None);
            let ink = look.stroke;
            format!(
                "<td><font point-size=\"10\" color=\"{ink}\">{}</font></td>",
                drawn(&look)
            )
        }
        Key::Mark => {
            let ink = theme.mark();
            format!(
                "<td><font point-size=\"10\" color=\"{ink}\">{}</font></td>",
                style::MARK
            )
        }
    };
    let words = text::shorten(key.words(), 34);
    let words = markup(&words);
    format!(
        "{swatch}<td align=\"left\"><font point-size=\"10\" color=\"{}\">{words}  </font></td>",
        theme.ink()
    )
}

fn node_sign(role: Role) -> &'static str {
    match role {
        Role::Claim(status) => style::sign(status),
        _ => "",
    }
}

fn swatch(look: &NodeLook, sign: &str, theme: Theme) -> String {
    let mut styles: Vec<&str> = Vec::new();
    if look.outline == Outline::Pill {
        styles.push("rounded");
    }
    match look.dash {
        Dash::Solid => {}
        Dash::Dashed => styles.push("dashed"),
        Dash::Dotted | Dash::DashDotted => styles.push("dotted"),
    }
    let border = if look.weight > 15 { 2 } else { 1 };
    let sign = if sign.is_empty() { "   " } else { sign };
    format!(
        "<td border=\"{border}\" style=\"{}\" color=\"{}\" bgcolor=\"{}\" fixedsize=\"true\" \
         width=\"26\" height=\"17\"><font point-size=\"9\" \
         color=\"{}\">{sign}</font></td>",
        styles.join(","),
        look.stroke,
        look.fill,
        theme.ink(),
    )
}

/// An edge in characters, for the legend: Graphviz draws no line inside a label.
fn drawn(look: &EdgeLook) -> String {
    let line = match look.dash {
        Dash::Solid => "──",
        Dash::Dashed => "╌╌",
        Dash::Dotted | Dash::DashDotted => "┈┈",
    };
    let head = match look.head {
        Head::Arrow => "▶",
        Head::DoubleArrow => "▶▶",
        Head::Hollow => "▷",
        Head::Bar => "┤",
        Head::Query => "○",
        Head::Diamond => "◆",
        Head::Dot => "●",
        Head::None => "",
    };
    let tail = match look.tail {
        Head::Bar => "├",
        Head::Diamond => "◆",
        Head::Dot => "●",
        _ => "",
    };
    format!("{tail}{line}{head}")
}
