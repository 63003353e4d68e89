//! Which numbers are found by whoever looks for them, so that a bound of them is refused (semantics §4).
//!
//! Whoever gives a bound may have searched for less long than is done here, and in another way. So a number counts as
//! found where every search ends: among so little that each claim is looked at so far, and by so few lines, or so few
//! nodes, that they can be chosen from in any way.

use std::collections::BTreeSet;

use super::choosing::minimal;
use super::lines::Kind;
use super::packing::{FEW_SETS, MOST_SETS};
use super::reading::{Label, Labels, NodeNumber, Reading};

/// So much is looked at for all claims together, and for each at least.
const WEIGHT: (usize, usize) = (1 << 22, 1 << 8);

/// Of an artefact that more have verified so many are weighed.
const WEIGHED: usize = 64;

/// Among so few nodes lines are found.
const FEW_NODES: usize = 32;

/// Among so few sets, of so few labels, the most that share nothing are found.
const FEW: (usize, usize) = (24, 128);

/// Whether the most of some origins that share nothing are found: each has one label, or there are few.
pub fn are_origins_found(origins: &BTreeSet<Labels>) -> bool {
    origins.iter().all(|labels| labels.len() == 1)
        || origins.len() <= FEW.0 && are_few_labels(origins.iter().flatten().copied())
}

fn are_few_labels(labels: impl Iterator<Item = Label>) -> bool {
    labels.collect::<Labels>().len() <= FEW.1
}

impl Reading<'_> {
    /// Whether the most lines of a kind to some sinks are found.
    pub fn are_lines_found(&self, sinks: &[NodeNumber], kind: Kind) -> bool {
        let nodes = self.ancestors(sinks, Kind::Any);
        let weight = nodes.iter().map(|&node| self.weight(node));
        let most = WEIGHT.1.max(WEIGHT.0 / self.graph.claims().len().max(1));
        if weight.fold(0, usize::saturating_add) > most {
            return false;
        }
        let without = Labels::new();
        if nodes.len() <= FEW_NODES {
            let goes_round = kind == Kind::Known && self.may_go_round(sinks);
            let counted = || self.most_lines(sinks, kind, &without, (0, MOST_SETS));
            return !goes_round && counted().is_some();
        }
        let are_few = |ways| minimal(&ways).is_some_and(|needed| needed.len() <= FEW.0);
        let labels = nodes.iter().flat_map(|&node| self.labels(node, kind));
        !self.may_excuse(sinks)
            && are_few_labels(labels)
            && self
                .ways_to(sinks, kind, &without, FEW_SETS)
                .is_some_and(are_few)
    }

    /// What a node weighs where lines are sought: itself, its carriers and, for little, its citations.
    fn weight(&self, node: NodeNumber) -> usize {
        let cited = self.statement(node).into_iter();
        let mut cited = cited.flat_map(|at| self.artefacts(at));
        let is_crowd = |evidence| self.graph.evidence(evidence).verified.len() > WEIGHED;
        match cited.any(is_crowd) {
            true => usize::MAX,
            false => {
                let carriers = self.all_carriers(node, Kind::Any.ties()).len();
                1 + 4 * carriers + self.edges(node).len() / 16
            }
        }
    }

    /// Everything that lines of a kind through a node, or from it, may bear of it.
    fn labels(&self, node: NodeNumber, kind: Kind) -> Labels {
        let ties = kind.ties();
        let carriers = self.all_carriers(node, ties).into_iter();
        let of_carriers = carriers.flat_map(|one| self.carrier_labels(node, one, ties));
        self.node_labels(node, ties)
            .into_iter()
            .chain(of_carriers)
            .collect()
    }
}
