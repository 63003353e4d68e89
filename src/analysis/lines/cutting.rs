//! Cutting a question about lines out of a case.

use std::collections::BTreeSet;

use foldhash::fast::FixedState;
use hashbrown::HashMap;

use super::super::carriers::Carrier;
use super::super::lineage::LineageIdx;
use super::super::support::Label;
use super::instance::{Instance, InstanceNode, LabelNumbers, Premise, RootOption, Ways};
use super::{CITATIONS, Extractor};
use crate::case::Node;

impl Extractor<'_, '_> {
    /// The ancestors of the sinks without anything that bears a `taken` label.
    pub(super) fn extract(&self, sinks: &[LineageIdx], taken: &BTreeSet<Label>) -> Instance {
        self.cut_out(sinks, Open::Without(taken), usize::MAX)
            .unwrap_or_default()
    }

    /// The ancestors of the sinks that bear some labels and no others.
    pub(super) fn extract_of(&self, sinks: &[LineageIdx], labels: &BTreeSet<Label>) -> Instance {
        self.cut_out(sinks, Open::Within(labels), usize::MAX)
            .unwrap_or_default()
    }

    /// The same if there is not too much of it: so many nodes, carriers counting as several and citations for little.
    pub(super) fn extract_within(
        &self,
        sinks: &[LineageIdx],
        taken: &BTreeSet<Label>,
        budget: usize,
    ) -> Option<Instance> {
        self.cut_out(sinks, Open::Without(taken), budget)
    }

    fn cut_out(&self, sinks: &[LineageIdx], is_open: Open<'_>, budget: usize) -> Option<Instance> {
        let mut cutting = Cutting {
            extractor: self,
            is_open,
            numbers: LabelNumbers::default(),
            places: HashMap::default(),
            open: Vec::new(),
            labels: Vec::new(),
        };
        let sinks: Vec<u32> = sinks
            .iter()
            .filter_map(|&sink| cutting.enter(sink))
            .collect();
        let mut nodes: Vec<InstanceNode> = Vec::new();
        let mut left = budget;
        while nodes.len() < cutting.open.len() {
            let node = cutting.open[nodes.len()];
            let ways = cutting.ways(node);
            let weight = weight(&ways);
            self.base.work.add(weight);
            (self.base.work).add_light(cutting.labels[nodes.len()].len());
            left = left.checked_sub(weight)?;
            nodes.push(InstanceNode {
                node,
                labels: std::mem::take(&mut cutting.labels[nodes.len()]),
                ways,
            });
        }
        Some(Instance {
            nodes,
            sinks,
            labels: cutting.numbers.labels,
        })
    }
}

/// What a node costs: itself, its carriers, which take most room, and its citations, which take little.
fn weight(ways: &Ways) -> usize {
    const OF_CARRIER: usize = 4;
    match ways {
        Ways::Any { roots, nodes } => 1 + OF_CARRIER * roots.len() + nodes.len() / CITATIONS,
        Ways::All(premises) => (premises.iter())
            .map(|one| 1 + OF_CARRIER * one.artefacts.len() + one.nodes.len() / CITATIONS)
            .sum(),
    }
}

/// Which labels lines may bear.
#[derive(Clone, Copy)]
enum Open<'e> {
    Without(&'e BTreeSet<Label>),
    Within(&'e BTreeSet<Label>),
}

impl Open<'_> {
    fn to(self, labels: &[Label]) -> bool {
        labels.iter().all(|label| match self {
            Open::Without(taken) => !taken.contains(label),
            Open::Within(labels) => labels.contains(label),
        })
    }
}

/// An [`Instance`] in the making.
struct Cutting<'e, 'b, 'g> {
    extractor: &'e Extractor<'b, 'g>,
    is_open: Open<'e>,
    numbers: LabelNumbers,
    places: HashMap<LineageIdx, Option<u32>, FixedState>,
    open: Vec<LineageIdx>,
    labels: Vec<Vec<u32>>,
}

impl Cutting<'_, '_, '_> {
    /// The place of a node, entered if it is new; `None` where nothing can pass.
    fn enter(&mut self, node: LineageIdx) -> Option<u32> {
        if let Some(&place) = self.places.get(&node) {
            return place;
        }
        let labels = match self.extractor.may_pass(node) {
            true => self
                .extractor
                .base
                .labels(node, self.extractor.scope.ties()),
            false => Vec::new(),
        };
        let closed = labels.is_empty() || !self.is_open.to(&labels);
        let place = (!closed).then(|| {
            let numbered = labels
                .into_iter()
                .map(|label| self.numbers.number(label))
                .collect();
            self.labels.push(numbered);
            self.open.push(node);
            self.open.len() as u32 - 1
        });
        self.places.insert(node, place);
        place
    }

    fn root_options(&mut self, node: LineageIdx, carriers: Vec<Carrier>) -> Vec<RootOption> {
        let mut options = Vec::with_capacity(carriers.len());
        for carrier in carriers {
            let labels = self.extractor.option(node, &carrier);
            if !self.is_open.to(&labels) {
                continue;
            }
            let mut labels: Vec<u32> = labels
                .into_iter()
                .map(|label| self.numbers.number(label))
                .collect();
            labels.sort_unstable();
            labels.dedup();
            options.push(RootOption { carrier, labels });
        }
        options
    }

    fn ways(&mut self, node: LineageIdx) -> Ways {
        let extractor = self.extractor;
        if extractor.base.needs_all(node) {
            return Ways::All(self.premises(node));
        }
        let roots = self.root_options(node, extractor.carriers(node));
        let mut nodes = Vec::new();
        for edge in extractor.base.lineage.citations(node) {
            if edge.carries && edge.to != node {
                nodes.extend(self.enter(edge.to));
            }
        }
        nodes.sort_unstable();
        nodes.dedup();
        Ways::Any { roots, nodes }
    }

    fn premises(&mut self, node: LineageIdx) -> Vec<Premise> {
        let base = self.extractor.base;
        let Some(statement) = base.lineage.statement(node) else {
            return Vec::new();
        };
        let edges = base.lineage.citations(node);
        let mut premises = Vec::new();
        for (written, &cited) in base.graph.cites(statement).iter().enumerate() {
            if !base.is_premise(statement, written) {
                continue;
            }
            let mut premise = Premise::default();
            if let Node::Evidence(evidence) = base.graph.node(cited) {
                let ties = self.extractor.scope.ties();
                let mut carriers = base.artefact_carriers(statement, evidence, ties);
                carriers.retain(|carrier| self.extractor.counts(node, carrier));
                premise.artefacts = self.root_options(node, carriers);
            }
            // What stands for one written citation stands together.
            let first = edges.partition_point(|edge| edge.written < written as u32);
            let own = edges[first..].iter();
            for edge in own.take_while(|edge| edge.written == written as u32) {
                if edge.carries && edge.to != node {
                    premise.nodes.extend(self.enter(edge.to));
                }
            }
            premises.push(premise);
        }
        premises
    }
}
