//! A view as a Graphviz file.
//!
//! Stands before the `dot-writer` crate, which escapes nothing: nodes are named `n0`, `n1`, … so that no text of the
//! case is ever an identifier; every text of the case goes through [`escaped`]; output goes into memory, where a
//! write cannot fail. In a label only the elements written here occur, so no text of the case can become a link, a
//! shape or a field.

use std::borrow::Cow;

use dot_writer::{Attributes, DotWriter, Scope};

use super::style::{self, Dash, EdgeLook, Head, NodeLook, Outline, Theme};
use super::text;
use super::view::{
    Arrangement, Cluster, Edge, Emphasis, Key, Line, Node, NodeAt, Pull, Role, View,
};
use crate::case::columns::batched;

/// The view in the language of Graphviz, to be laid out by `dot`.
pub fn write(view: &View, theme: Theme) -> Vec<u8> {
    let mut bytes = Vec::new();
    {
        let mut writer = DotWriter::from(&mut bytes);
        let mut graph = writer.digraph();
        graph_attributes(&mut graph, view, theme);
        let mut members: Vec<Vec<NodeAt>> = vec![Vec::new(); view.clusters.len()];
        let mut free = Vec::new();
        for (at, node) in view.nodes.iter().enumerate() {
            let home = node.cluster.and_then(|cluster| members.get_mut(cluster));
            home.unwrap_or(&mut free).push(at);
        }
        let written: Vec<NodeAt> = members.iter().chain([&free]).flatten().copied().collect();
        let mut texts = batched(&written, |&at| NodeText::of(&view.nodes[at], theme));
        let mut heights = vec![0; view.nodes.len()];
        let mut write = |scope: &mut Scope<'_, '_>, at: NodeAt| {
            if let Some(text) = texts.next() {
                write_node(scope, at, &view.nodes[at], &text, theme);
                heights[at] = text.lines;
            }
        };
        for (at, cluster) in view.clusters.iter().enumerate() {
            let mut scope = graph.cluster();
            cluster_attributes(&mut scope, cluster, theme);
            for &member in &members[at] {
                write(&mut scope, member);
            }
        }
        for at in free {
            write(&mut graph, at);
        }
        if view.arrangement == Arrangement::Cells {
            columns(&mut graph, view, &members, &heights);
        }
        let count = view.nodes.len();
        let edges = view.edges.iter();
        let edges: Vec<&Edge> = edges
            .filter(|edge| edge.from.max(edge.to) < count)
            .collect();
        let texts = batched(&edges, |edge| EdgeText::of(edge, theme));
        for (edge, text) in edges.iter().zip(texts) {
            write_edge(&mut graph, edge, &text, theme);
        }
    }
    name(&mut bytes, &view.title);
    bytes
}

/// Names a graph, which `dot-writer` cannot: an SVG picture takes its title from there.
fn name(bytes: &mut Vec<u8>, title: &str) {
    const START: &[u8] = b"digraph ";
    if bytes.starts_with(START) {
        let name = format!("\"{}\" ", escaped(title, Read::Never));
        bytes.splice(START.len()..START.len(), name.into_bytes());
    }
}

/// The texts of a node: what takes longest, and is made by all threads before one writes.
struct NodeText {
    label: String,
    tooltip: String,
    /// Lines of the label.
    lines: usize,
}

impl NodeText {
    fn of(node: &Node, theme: Theme) -> Self {
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
struct EdgeText {
    label: Option<String>,
    tooltip: String,
}

impl EdgeText {
    fn of(edge: &Edge, theme: Theme) -> Self {
        let label = text::shorten(&edge.label, 24);
        let label = (!label.is_empty()).then(|| {
            let ink = theme.word(theme.edge(edge.role, edge.emphasis).stroke);
            let words = markup(&label);
            format!("<<font point-size=\"10\" color=\"{ink}\">{words}</font>>")
        });
        EdgeText {
            label,
            tooltip: tip(&edge.words()),
        }
    }
}

fn graph_attributes(graph: &mut Scope<'_, '_>, view: &View, theme: Theme) {
    let direction = match view.arrangement {
        Arrangement::TopToBottom => "TB",
        Arrangement::LeftToRight | Arrangement::Cells => "LR",
    };
    graph
        .set("rankdir", direction, false)
        .set("bgcolor", &theme.paper().to_string(), true)
        .set("fontname", style::FONTS, true)
        .set("fontcolor", &theme.ink().to_string(), true)
        .set("pad", "0.3", false)
        .set("nodesep", "0.16", false)
        .set("ranksep", "0.55", false)
        .set("labelloc", "t", false)
        .set("labeljust", "l", false)
        .set("outputorder", "edgesfirst", false)
        .set("newrank", "true", false)
        .set("tooltip", &tip(&view.title), true);
    graph.set_html(&heading(view, theme));
    graph
        .node_attributes()
        .set("fontname", style::FONTS, true)
        .set("margin", "0.12,0.06", true);
    graph
        .edge_attributes()
        .set("fontname", style::FONTS, true)
        .set("arrowsize", "0.7", false);
}

fn cluster_attributes(scope: &mut Scope<'_, '_>, cluster: &Cluster, theme: Theme) {
    let look = theme.cluster(cluster.role, cluster.side, cluster.emphasis);
    let mut label = String::new();
    for line in text::wrap(&cluster.title, 44, 2) {
        label += &row(&format!("<b>{}</b>", markup(&line)), &line, 12, theme.ink());
    }
    for line in text::wrap(&cluster.detail, 60, 2) {
        label += &row(&markup(&line), &line, 10, theme.faint());
    }
    if label.is_empty() {
        scope.set_label("");
    } else {
        scope.set_html(&format!("<{label}>"));
    }
    let dash = match look.dash {
        Dash::Solid => "filled,rounded",
        Dash::Dashed => "filled,rounded,dashed",
        Dash::Dotted | Dash::DashDotted => "filled,rounded,dotted",
    };
    scope
        .set("labeljust", "l", false)
        .set("style", dash, true)
        .set("fillcolor", &look.fill.to_string(), true)
        .set("color", &look.stroke.to_string(), true)
        .set("penwidth", &tenths(look.weight), false)
        .set("margin", "12", false)
        .set("tooltip", &tip(&cluster.title), true);
}

/// Puts the cells into columns, as a newspaper does: an unseen node stands before every column, after all that ends
/// the one before. (`pack` would turn rows and columns round, and is known to let cells overlap.)
fn columns(graph: &mut Scope<'_, '_>, view: &View, members: &[Vec<NodeAt>], heights: &[usize]) {
    let mut enters = vec![false; view.nodes.len()];
    let mut leaves = vec![false; view.nodes.len()];
    for edge in &view.edges {
        let (first, second) = match edge.pull {
            Pull::Forward | Pull::Beside => (edge.from, edge.to),
            Pull::Backward => (edge.to, edge.from),
        };
        if let (Some(leaves), Some(enters)) = (leaves.get_mut(first), enters.get_mut(second)) {
            (*leaves, *enters) = (true, true);
        }
    }
    let columns = view.columns(members, heights);
    for column in 0..=columns.len() {
        let mut node = graph.node_named(format!("b{column}"));
        node.set("shape", "point", false)
            .set("style", "invis", false)
            .set("width", "0", false);
    }
    let mut rail = |from: String, to: String, weight: &str| {
        let mut edge = graph.edge(from, to).attributes();
        edge.set("style", "invis", false)
            .set("weight", weight, false);
    };
    for (column, cells) in columns.into_iter().enumerate() {
        for &at in cells.iter().flat_map(|&cell| &members[cell]) {
            if !enters[at] {
                rail(format!("b{column}"), format!("n{at}"), "1");
            }
            if !leaves[at] {
                rail(format!("n{at}"), format!("b{}", column + 1), "0");
            }
        }
    }
}

/// One line of text, flush with the side on which its script begins.
fn row(content: &str, text: &str, size: u32, ink: style::Rgb) -> String {
    let side = if text::is_right_to_left(text) {
        "right"
    } else {
        "left"
    };
    format!("<font point-size=\"{size}\" color=\"{ink}\">{content}</font><br align=\"{side}\"/>")
}

fn write_node(scope: &mut Scope<'_, '_>, at: NodeAt, node: &Node, text: &NodeText, theme: Theme) {
    let look = theme.node(node.role, node.side, node.emphasis);
    let mut out = scope.node_named(format!("n{at}"));
    let (shape, rounded) = match look.outline {
        Outline::Card | Outline::DoubleCard => ("box", false),
        Outline::Pill => ("box", true),
        Outline::Sheet => ("note", false),
        Outline::Bare => ("plaintext", false),
    };
    out.set("shape", shape, false)
        .set("style", &node_style(&look, rounded), true)
        .set("fillcolor", &look.fill.to_string(), true)
        .set("color", &look.stroke.to_string(), true)
        .set("penwidth", &tenths(look.weight), false);
    if look.outline == Outline::DoubleCard {
        out.set("peripheries", "2", false);
    }
    out.set_html(&text.label)
        .set("tooltip", &text.tooltip, true);
}

fn node_style(look: &NodeLook, rounded: bool) -> String {
    let mut style = String::new();
    if look.outline != Outline::Bare {
        style += "filled";
    }
    if rounded {
        style += ",rounded";
    }
    match look.dash {
        Dash::Solid => {}
        Dash::Dashed => style += ",dashed",
        Dash::Dotted | Dash::DashDotted => style += ",dotted",
    }
    style
}

fn node_label(node: &Node, lines: &[Line], fill: style::Rgb, theme: Theme) -> String {
    let flush = matches!(node.role, Role::Claim(_)) || !node.stack.is_empty();
    let mut label = String::from("<");
    for (at, line) in lines.iter().enumerate() {
        let look = theme.text(node.role, line.kind, fill);
        let mut content = markup(&line.text);
        if look.bold {
            content = format!("<b>{content}</b>").into();
        }
        if flush {
            label += &row(&content, &line.text, look.size, look.ink);
        } else {
            label += &format!(
                "<font point-size=\"{}\" color=\"{}\">{content}</font>",
                look.size, look.ink
            );
            if at + 1 < lines.len() {
                label += "<br/>";
            }
        }
    }
    label + ">"
}

fn write_edge(graph: &mut Scope<'_, '_>, edge: &Edge, text: &EdgeText, theme: Theme) {
    let look = theme.edge(edge.role, edge.emphasis);
    let (first, second, backward) = match edge.pull {
        Pull::Backward => (edge.to, edge.from, true),
        Pull::Forward | Pull::Beside => (edge.from, edge.to, false),
    };
    let mut out = graph
        .edge(format!("n{first}"), format!("n{second}"))
        .attributes();
    let (head, tail) = if backward {
        (look.tail, look.head)
    } else {
        (look.head, look.tail)
    };
    if edge.pull == Pull::Beside {
        out.set("constraint", "false", false);
    }
    out.set("weight", "4", false)
        .set("dir", "both", false)
        .set("arrowhead", arrow(head), false)
        .set("arrowtail", arrow(tail), false)
        .set("color", &look.stroke.to_string(), true)
        .set("penwidth", &tenths(look.weight), false);
    let dash = match look.dash {
        Dash::Solid => "solid",
        Dash::Dashed => "dashed",
        // Graphviz knows no other pattern; the head tells them apart.
        Dash::Dotted | Dash::DashDotted => "dotted",
    };
    out.set("style", dash, false);
    if let Some(label) = &text.label {
        out.set_html(label);
    }
    out.set("tooltip", &text.tooltip, true)
        .set("labeltooltip", &text.tooltip, true);
}

const fn arrow(head: Head) -> &'static str {
    match head {
        Head::Arrow => "normal",
        Head::DoubleArrow => "normalnormal",
        Head::Hollow => "empty",
        Head::Bar => "tee",
        Head::Query => "odot",
        Head::Diamond => "diamond",
        Head::Dot => "dot",
        Head::None => "none",
    }
}

/// Columns of the heading. Graphviz stretches the columns under a wide title alike: the more empty ones stand beside
/// the legend, the less it is pulled apart.
const HEADING_COLUMNS: usize = 40;

/// Title, notes and legend, as the label of the graph.
fn heading(view: &View, theme: Theme) -> String {
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

fn tenths(weight: u32) -> String {
    format!("{}.{}", weight / 10, weight % 10)
}

/// Where Graphviz replaces `\N` by the name of the node (and `\G`, `\E` and more alike), a backslash is written so
/// often that one is left: it reads labels once and tooltips twice. It decodes entities before, so `&#92;` is no way
/// out, but for the name of the graph, which it does not read.
#[derive(Clone, Copy)]
enum Read {
    /// The name of the graph.
    Never,
    /// A label.
    Once,
    /// A tooltip.
    Twice,
}

/// The text as Graphviz will show it, in an HTML-like label or between quotes. Entities and escapes of this function
/// are the only markup that can come of it.
fn escaped(raw: &str, read: Read) -> Cow<'_, str> {
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
fn markup(raw: &str) -> Cow<'_, str> {
    escaped(raw, Read::Once)
}

/// The text as content of a tooltip.
fn tip(raw: &str) -> String {
    escaped(raw, Read::Twice).into_owned()
}
