//! How nodes and edges look, as attributes of Graphviz: few different ones, each put into words once.

use std::collections::BTreeMap;

use dot_writer::Attributes;

use crate::draw::style::{Dash, Head, NodeLook, Outline, Theme};
use crate::draw::view::{Edge, EdgeRole, Emphasis, Hue, Node, Pull, Role};

/// An attribute: its name, its value, and whether the value is quoted.
pub(super) type Attribute = (&'static str, String, bool);

/// Sets attributes that look alike for all of a kind.
pub(super) fn set(out: &mut impl Attributes, look: &[Attribute]) {
    for (name, value, quoted) in look {
        out.set(name, value, *quoted);
    }
}

/// The attributes of each kind of node and edge that has been met.
pub(super) struct Looks {
    theme: Theme,
    nodes: BTreeMap<(Role, Option<Hue>, Emphasis), Vec<Attribute>>,
    edges: BTreeMap<(EdgeRole, Emphasis, Pull), Vec<Attribute>>,
}

impl Looks {
    pub(super) fn new(theme: Theme) -> Self {
        Looks {
            theme,
            nodes: BTreeMap::new(),
            edges: BTreeMap::new(),
        }
    }

    pub(super) fn theme(&self) -> Theme {
        self.theme
    }

    pub(super) fn node(&mut self, node: &Node) -> &[Attribute] {
        let key = (node.role, node.side, node.emphasis);
        let theme = self.theme;
        let look = || node_attributes(&theme.node(node.role, node.side, node.emphasis));
        self.nodes.entry(key).or_insert_with(look)
    }

    pub(super) fn edge(&mut self, edge: &Edge) -> &[Attribute] {
        let key = (edge.role, edge.emphasis, edge.pull);
        let theme = self.theme;
        let look = || edge_attributes(theme, edge);
        self.edges.entry(key).or_insert_with(look)
    }
}

fn node_attributes(look: &NodeLook) -> Vec<Attribute> {
    let (shape, rounded) = match look.outline {
        Outline::Card | Outline::DoubleCard => ("box", false),
        Outline::Pill => ("box", true),
        Outline::Sheet => ("note", false),
        Outline::Bare => ("plaintext", false),
    };
    let mut attributes = vec![
        ("shape", shape.to_owned(), false),
        ("style", node_style(look, rounded), true),
        ("fillcolor", look.fill.to_string(), true),
        ("color", look.stroke.to_string(), true),
        ("penwidth", tenths(look.weight), false),
    ];
    if look.outline == Outline::DoubleCard {
        attributes.push(("peripheries", "2".to_owned(), false));
    }
    attributes
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

/// What an edge does not have in common with all: see the attributes of edges in the head of the file.
fn edge_attributes(theme: Theme, edge: &Edge) -> Vec<Attribute> {
    let look = theme.edge(edge.role, edge.emphasis);
    let (head, tail) = match edge.pull {
        Pull::Backward => (look.tail, look.head),
        Pull::Forward | Pull::Beside => (look.head, look.tail),
    };
    let mut attributes = vec![
        ("arrowhead", arrow(head).to_owned(), false),
        ("color", look.stroke.to_string(), true),
        ("penwidth", tenths(look.weight), false),
    ];
    let mut unless = |usual: &str, name, value: &str| {
        if value != usual {
            attributes.push((name, value.to_owned(), false));
        }
    };
    unless("none", "arrowtail", arrow(tail));
    let dash = match look.dash {
        Dash::Solid => "solid",
        Dash::Dashed => "dashed",
        // Graphviz knows no other pattern; the head tells them apart.
        Dash::Dotted | Dash::DashDotted => "dotted",
    };
    unless("solid", "style", dash);
    let pulls = if edge.pull == Pull::Beside {
        "false"
    } else {
        "true"
    };
    unless("true", "constraint", pulls);
    attributes
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

pub(super) fn tenths(weight: u32) -> String {
    format!("{}.{}", weight / 10, weight % 10)
}
