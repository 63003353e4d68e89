//! The claim graph as petgraph sees it: every record is a node, every reference an edge.
//!
//! With these traits each algorithm of petgraph runs on a case as it is:
//!
//! ```
//! use claimgraph::case::{Intake, Node, build};
//! use claimgraph::read::{Input, read_inputs};
//! use claimgraph::source::SourceMap;
//! use petgraph::algo::has_path_connecting;
//!
//! let yaml = "
//! actors: { ministry: {}, agency: { affiliations: [{ to: ministry, role: organ-of }] } }
//! claims: { bridge-closed: { text: \"The bridge is closed\" } }
//! statements: [{ id: s, by: agency, asserts: bridge-closed }]
//! ";
//! let mut sources = SourceMap::default();
//! let input = Input::Text("case.yaml".into(), yaml.into());
//! let intake: Intake = read_inputs(&[input], &mut sources);
//! let (graph, problems) = build(intake);
//! assert!(problems.is_empty());
//!
//! let node = |id| graph.node_index(graph.find(id).unwrap());
//! // The statement leads to the ministry, through the agency that made it; nothing leads back.
//! assert!(has_path_connecting(&graph, node("s"), node("ministry"), None));
//! assert!(!has_path_connecting(&graph, node("ministry"), node("s"), None));
//! ```

use std::collections::HashSet;
use std::ops::Range;

use petgraph::Directed;
use petgraph::visit::{
    Data, EdgeRef, GraphBase, GraphProp, IntoEdgeReferences, IntoEdges, IntoNeighbors,
    IntoNodeIdentifiers, NodeCompactIndexable, NodeCount, NodeIndexable, Visitable,
};

use super::graph::ClaimGraph;
use super::index::{Node, NodeIdx};

/// What an edge of the claim graph stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// A statement is by an actor.
    By,
    /// A statement is a stance on a claim or another statement.
    Object,
    /// A report carries a statement.
    In,
    /// A statement rests on a record.
    Cites,
    /// An actor is tied to another.
    Tie,
    /// A claim or an artefact is about an event or an actor.
    About,
    /// A claim entails another.
    Entails,
    /// Two claims cannot hold together.
    Opposes,
    /// Two claims are rival accounts.
    Contrasts,
    /// An event is part of another.
    PartOf,
    /// An actor is party to an event.
    Party,
    /// An actor made, released or published it.
    Maker,
    /// An artefact shows a claim.
    Shows,
}

/// An edge: from a record to one that it refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reference {
    from: NodeIdx,
    to: NodeIdx,
    /// Which of the references of `from` it is.
    nth: u32,
    relation: Relation,
}

impl EdgeRef for Reference {
    type NodeId = NodeIdx;
    type EdgeId = (NodeIdx, u32);
    type Weight = Relation;

    fn source(&self) -> NodeIdx {
        self.from
    }

    fn target(&self) -> NodeIdx {
        self.to
    }

    fn weight(&self) -> &Relation {
        &self.relation
    }

    fn id(&self) -> (NodeIdx, u32) {
        (self.from, self.nth)
    }
}

impl ClaimGraph {
    /// Every reference of a record to others, in a fixed order.
    pub fn references(&self, from: NodeIdx) -> Vec<Reference> {
        let mut found: Vec<(Relation, Node)> = Vec::new();
        fn each<I: Copy + Into<Node>>(
            found: &mut Vec<(Relation, Node)>,
            relation: Relation,
            list: &[I],
        ) {
            found.extend(list.iter().map(|&to| (relation, to.into())));
        }
        match self.node(from) {
            Node::Statement(at) => {
                found.push((Relation::By, self.speaker(at).into()));
                found.push((Relation::Object, self.object(at).into()));
                found.extend(self.report_of(at).map(|to| (Relation::In, to.into())));
                let cited = self.cites(at).iter();
                found.extend(cited.map(|&to| (Relation::Cites, self.node(to))));
            }
            Node::Actor(at) => {
                found.extend(
                    self.ties(at)
                        .iter()
                        .map(|tie| (Relation::Tie, tie.to.into())),
                );
            }
            Node::Claim(at) => {
                let links = self.links(at);
                each(&mut found, Relation::About, &links.events);
                each(&mut found, Relation::About, &links.actors);
                each(&mut found, Relation::Entails, &links.entails);
                each(&mut found, Relation::Opposes, &links.opposes);
                each(&mut found, Relation::Contrasts, &links.contrasts);
            }
            Node::Event(at) => {
                let event = self.event(at);
                found.extend(event.part_of.map(|to| (Relation::PartOf, to.into())));
                each(&mut found, Relation::Party, &event.parties);
            }
            Node::Evidence(at) => {
                let evidence = self.evidence(at);
                let makers = [evidence.producer, evidence.released_by];
                each(
                    &mut found,
                    Relation::Maker,
                    &makers.into_iter().flatten().collect::<Vec<_>>(),
                );
                each(&mut found, Relation::About, &evidence.of);
                each(&mut found, Relation::Shows, &evidence.shows);
            }
            Node::Report(at) => {
                let publisher = self.report(at).publisher;
                found.extend(publisher.map(|to| (Relation::Maker, to.into())));
            }
        }
        (0..)
            .zip(found)
            .map(|(nth, (relation, to))| Reference {
                from,
                to: self.node_index(to),
                nth,
                relation,
            })
            .collect()
    }
}

impl GraphBase for ClaimGraph {
    type NodeId = NodeIdx;
    type EdgeId = (NodeIdx, u32);
}

impl Data for ClaimGraph {
    type NodeWeight = Node;
    type EdgeWeight = Relation;
}

impl GraphProp for ClaimGraph {
    type EdgeType = Directed;
}

impl NodeCount for ClaimGraph {
    fn node_count(&self) -> usize {
        ClaimGraph::node_count(self)
    }
}

impl NodeIndexable for ClaimGraph {
    fn node_bound(&self) -> usize {
        ClaimGraph::node_count(self)
    }

    fn to_index(&self, node: NodeIdx) -> usize {
        node.at()
    }

    fn from_index(&self, at: usize) -> NodeIdx {
        NodeIdx::from_usize(at)
    }
}

impl NodeCompactIndexable for ClaimGraph {}

impl Visitable for ClaimGraph {
    type Map = HashSet<NodeIdx>;

    fn visit_map(&self) -> Self::Map {
        HashSet::new()
    }

    fn reset_map(&self, map: &mut Self::Map) {
        map.clear();
    }
}

impl IntoNodeIdentifiers for &ClaimGraph {
    type NodeIdentifiers = std::iter::Map<Range<u32>, fn(u32) -> NodeIdx>;

    fn node_identifiers(self) -> Self::NodeIdentifiers {
        (0..ClaimGraph::node_count(self) as u32).map(NodeIdx)
    }
}

impl IntoNeighbors for &ClaimGraph {
    type Neighbors = std::iter::Map<std::vec::IntoIter<Reference>, fn(Reference) -> NodeIdx>;

    fn neighbors(self, node: NodeIdx) -> Self::Neighbors {
        self.references(node).into_iter().map(|edge| edge.to)
    }
}

impl IntoEdgeReferences for &ClaimGraph {
    type EdgeRef = Reference;
    type EdgeReferences = std::vec::IntoIter<Reference>;

    fn edge_references(self) -> Self::EdgeReferences {
        let all: Vec<Reference> = self
            .node_identifiers()
            .flat_map(|node| self.references(node))
            .collect();
        all.into_iter()
    }
}

impl IntoEdges for &ClaimGraph {
    type Edges = std::vec::IntoIter<Reference>;

    fn edges(self, node: NodeIdx) -> Self::Edges {
        self.references(node).into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_case_is_an_empty_graph() {
        let graph = ClaimGraph::default();
        assert_eq!(petgraph::algo::connected_components(&graph), 0);
    }
}
