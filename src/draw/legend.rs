//! The legend of a view: the signs that occur in it, and what they mean.

use std::collections::BTreeSet;

use super::view::{ClusterRole, EdgeRole, Emphasis, Hue, LineKind, Role, View};

/// One entry of a legend: a sign, and what it means.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// A kind of node.
    Node(Role),
    /// Several nodes drawn as one.
    Stack,
    /// The mark of a finding.
    Mark,
    /// A node or edge that stands out.
    Emphasis(Emphasis),
    /// A side, by name.
    Side(Hue, String),
    /// A kind of box.
    Cluster(ClusterRole),
    /// A kind of edge.
    Edge(EdgeRole),
}

impl View {
    /// The legend: every sign that occurs, and no other.
    pub fn legend(&self) -> Vec<Key> {
        let mut keys: BTreeSet<Key> = BTreeSet::new();
        for node in &self.nodes {
            // A claim says its status in words, beside the sign.
            let says_itself = matches!(node.role, Role::Claim(_) | Role::More)
                && node.label.iter().any(|line| line.kind != LineKind::Body);
            if !says_itself {
                keys.insert(Key::Node(node.role));
            }
            if !node.stack.is_empty() {
                keys.insert(Key::Stack);
            }
            if node.label.iter().any(|line| line.kind == LineKind::Mark) {
                keys.insert(Key::Mark);
            }
        }
        keys.extend(self.edges.iter().map(|edge| Key::Edge(edge.role)));
        let emphasised = self.nodes.iter().map(|node| node.emphasis);
        let emphasised = emphasised.chain(self.edges.iter().map(|edge| edge.emphasis));
        let emphasised = emphasised.chain(self.clusters.iter().map(|cluster| cluster.emphasis));
        keys.extend(
            emphasised
                .filter(|&why| why != Emphasis::None)
                .map(Key::Emphasis),
        );
        let coloured = self.nodes.iter().filter_map(|node| node.side);
        let coloured = coloured.chain(self.clusters.iter().filter_map(|cluster| cluster.side));
        let coloured: BTreeSet<Hue> = coloured.collect();
        let sides = self.sides.iter().filter(|(hue, _)| coloured.contains(hue));
        keys.extend(sides.map(|(hue, name)| Key::Side(*hue, name.clone())));
        if self
            .clusters
            .iter()
            .any(|cluster| cluster.role == ClusterRole::Side && cluster.emphasis == Emphasis::None)
        {
            keys.insert(Key::Cluster(ClusterRole::Side));
        }
        keys.into_iter().collect()
    }
}

impl Key {
    /// The part of the legend in which it stands.
    pub(super) fn section(&self) -> u8 {
        match self {
            Key::Node(Role::Claim(_)) => 0,
            Key::Node(_) | Key::Stack => 1,
            Key::Mark | Key::Emphasis(_) => 2,
            Key::Side(..) | Key::Cluster(_) => 3,
            Key::Edge(_) => 4,
        }
    }

    /// What the sign means.
    pub fn words(&self) -> &str {
        match self {
            Key::Node(role) => role.words(),
            Key::Edge(role) => role.words(),
            Key::Stack => "several alike, by name",
            Key::Emphasis(Emphasis::Focus) => "asked for",
            Key::Emphasis(Emphasis::Line) => "on an independent line",
            Key::Emphasis(Emphasis::Cut) => "cut: every line runs through one",
            Key::Emphasis(Emphasis::Loop) => "runs in a circle",
            Key::Emphasis(Emphasis::None) => "",
            Key::Side(_, name) => name,
            Key::Cluster(ClusterRole::Side) => "one side: its voices count once",
            Key::Cluster(ClusterRole::Event) => "an event",
            Key::Cluster(ClusterRole::Group) => "belongs together",
            Key::Mark => "a finding, by its rule",
        }
    }
}
