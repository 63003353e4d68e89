//! A view as a Graphviz file.
//!
//! Stands before the `dot-writer` crate, which escapes nothing: nodes are named `n0`, `n1`, … so that no text of the
//! case is ever an identifier; every text of the case goes through [`escaped`]; output goes into memory, where a
//! write cannot fail. In a label only the elements written here occur, so no text of the case can become a link, a
//! shape or a field.

mod heading;
mod looks;
mod texts;

use std::io::{self, Write};

use dot_writer::{Attributes, DotWriter, Scope};

use heading::heading;
use looks::{Attribute, Looks, set, tenths};
use texts::{EdgeText, NodeText, Read, escaped, markup, row, tip};

use super::style::{self, Dash, Theme};
use super::text;
use super::view::{Arrangement, Cluster, Edge, NodeAt, Pull, View};
use crate::case::columns::{BATCH, made_ahead};

/// The view in the language of Graphviz, to be laid out by `dot`.
pub fn write(view: &View, theme: Theme) -> Vec<u8> {
    let mut named = Named::new(&view.title);
    {
        let mut writer = DotWriter::from(&mut named);
        let mut graph = writer.digraph();
        graph_attributes(&mut graph, view, theme);
        let mut members: Vec<Vec<NodeAt>> = vec![Vec::new(); view.clusters.len()];
        let mut free = Vec::new();
        for (at, node) in view.nodes.iter().enumerate() {
            let home = node.cluster.and_then(|cluster| members.get_mut(cluster));
            home.unwrap_or(&mut free).push(at);
        }
        let mut looks = Looks::new(theme);
        let heights = nodes(&mut graph, view, [&members, &[free]], &mut looks);
        if view.arrangement == Arrangement::Cells {
            columns(&mut graph, view, &members, &heights);
        }
        edges(&mut graph, view, &mut looks);
    }
    named.bytes
}

/// Writes all nodes, those of each cluster and then the others, and tells how many lines each has.
fn nodes(
    graph: &mut Scope<'_, '_>,
    view: &View,
    [members, others]: [&[Vec<NodeAt>]; 2],
    looks: &mut Looks,
) -> Vec<usize> {
    let theme = looks.theme();
    let all: Vec<NodeAt> = members.iter().chain(others).flatten().copied().collect();
    let mut heights = vec![0; view.nodes.len()];
    let text = |&at: &NodeAt| NodeText::of(&view.nodes[at], theme);
    made_ahead(&all, BATCH, text, |texts| {
        let mut write = |scope: &mut Scope<'_, '_>, at: NodeAt| {
            if let Some(text) = texts.next() {
                write_node(scope, at, &text, looks.node(&view.nodes[at]));
                heights[at] = text.lines;
            }
        };
        for (cluster, members) in view.clusters.iter().zip(members) {
            let mut scope = graph.cluster();
            cluster_attributes(&mut scope, cluster, theme);
            for &member in members {
                write(&mut scope, member);
            }
        }
        for &at in others.iter().flatten() {
            write(graph, at);
        }
    });
    heights
}

/// Writes all edges between nodes that are there.
fn edges(graph: &mut Scope<'_, '_>, view: &View, looks: &mut Looks) {
    let (theme, count) = (looks.theme(), view.nodes.len());
    let edges = view.edges.iter();
    let edges: Vec<&Edge> = edges
        .filter(|edge| edge.from.max(edge.to) < count)
        .collect();
    let text = |edge: &&Edge| EdgeText::of(edge, theme);
    made_ahead(&edges, BATCH, text, |texts| {
        for (edge, text) in edges.iter().zip(texts) {
            write_edge(graph, edge, &text, looks.edge(edge));
        }
    });
}

/// A graph with a name, which `dot-writer` cannot give it: an SVG picture takes its title from there.
struct Named {
    bytes: Vec<u8>,
    /// How many of the next bytes stand there already.
    written: usize,
}

impl Named {
    fn new(title: &str) -> Self {
        const START: &str = "digraph ";
        Named {
            bytes: format!("{START}\"{}\" ", escaped(title, Read::Never)).into(),
            written: START.len(),
        }
    }
}

impl Write for Named {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let again = self.written.min(bytes.len());
        self.written -= again;
        self.bytes.extend_from_slice(&bytes[again..]);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
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
        .set("arrowsize", "0.7", false)
        .set("weight", "4", false)
        .set("dir", "both", false)
        .set("arrowtail", "none", false);
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

fn write_node(scope: &mut Scope<'_, '_>, at: NodeAt, text: &NodeText, look: &[Attribute]) {
    let mut out = scope.node_named(format!("n{at}"));
    set(&mut *out, look);
    out.set_html(&text.label)
        .set("tooltip", &text.tooltip, true);
}

fn write_edge(graph: &mut Scope<'_, '_>, edge: &Edge, text: &EdgeText, look: &[Attribute]) {
    let (first, second) = match edge.pull {
        Pull::Backward => (edge.to, edge.from),
        Pull::Forward | Pull::Beside => (edge.from, edge.to),
    };
    let mut out = graph
        .edge(format!("n{first}"), format!("n{second}"))
        .attributes();
    set(&mut out, look);
    if let Some(label) = &text.label {
        out.set_html(label).set("labeltooltip", &text.tooltip, true);
    }
    out.set("tooltip", &text.tooltip, true);
}
