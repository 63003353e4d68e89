//! The findings that are accepted next to the records of a case.

use super::ClaimGraph;
use super::graph::Allow;
use super::index::Node;

impl ClaimGraph {
    /// Every record with what is accepted at it, kind by kind in the order of their indices.
    ///
    /// Linear in the entities and in the statements that have any remark: most have none.
    pub fn allowed(&self) -> impl Iterator<Item = (Node, &Allow)> {
        let entities = (self.actors().map(Node::from))
            .chain(self.claims().map(Node::from))
            .chain(self.events().map(Node::from))
            .chain(self.all_evidence().map(Node::from))
            .chain(self.reports().map(Node::from));
        let statements = self.statements.detailed.iter().map(|&at| Node::from(at));
        entities.chain(statements).flat_map(|node| {
            let remarks = self.remarks(node);
            let allow = remarks.map_or(&[][..], |remarks| &remarks.allow);
            allow.iter().map(move |allow| (node, allow))
        })
    }
}
