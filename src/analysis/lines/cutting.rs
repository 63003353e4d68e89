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
            lists: Vec::new(),
            held: HashMap::default(),
        };
        let sinks: Vec<u32> = sinks
            .iter()
            .filter_map(|&sink| cutting.enter(sink))
            .collect();
        let mut nodes: Vec<InstanceNode> = Vec::new();
        let mut left = budget;
        while nodes.len() < cutting.open.len() {
            let node = cutting.open[nodes.len()];
            let lists = cutting.lists.len();
            let ways = cutting.ways(node);
            let weight = weight(&ways, &cutting.lists[lists..]);
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
            lists: cutting.lists,
            sinks,
            labels: cutting.numbers.labels,
        })
    }
}

/// Who cites more than so much may cite it with others.
const MANY: usize = 16;

/// What a node costs: itself, its carriers, which take most room, and the citations that are listed for it, which take
/// little.
fn weight(ways: &Ways, lists: &[Vec<u32>]) -> usize {
    const OF_CARRIER: usize = 4;
    let own = match ways {
        Ways::Any { roots, .. } => 1 + OF_CARRIER * roots.len(),
        Ways::All(premises) => (premises.iter())
            .map(|one| 1 + OF_CARRIER * one.artefacts.len())
            .sum(),
    };
    own + lists
        .iter()
        .map(|list| list.len() / CITATIONS)
        .sum::<usize>()
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
    lists: Vec<Vec<u32>>,
    /// The list of each citation that several hold alike; of all citations of a holder without the number of one.
    held: HashMap<(LineageIdx, Option<u32>), u32, FixedState>,
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
        Ways::Any {
            roots: self.root_options(node, extractor.carriers(node)),
            cited: self.list(node, None),
        }
    }

    /// The list of what a node cites, by one citation as written or by all: a new one, but where another node cites
    /// alike.
    fn list(&mut self, node: LineageIdx, written: Option<u32>) -> u32 {
        let lineage = &self.extractor.base.lineage;
        let key = (lineage.holder(node), written);
        let is_held = lineage.has_holders() && lineage.citations(node).len() > MANY;
        if let Some(&list) = self.held.get(&key).filter(|_| is_held) {
            return list;
        }
        // What stands for one written citation stands together.
        let edges = lineage.citations(node);
        let edges = written.map_or(edges, |written| {
            let first = edges.partition_point(|edge| edge.written < written);
            let end = edges.partition_point(|edge| edge.written <= written);
            &edges[first..end]
        });
        // Of what several hold alike one may stand on its own list: no line comes to a node by way of itself.
        let others = edges
            .iter()
            .filter(|edge| edge.carries && (is_held || edge.to != node));
        let mut nodes: Vec<u32> = others.filter_map(|edge| self.enter(edge.to)).collect();
        nodes.sort_unstable();
        nodes.dedup();
        self.lists.push(nodes);
        let list = self.lists.len() as u32 - 1;
        if is_held {
            self.held.insert(key, list);
        }
        list
    }

    fn premises(&mut self, node: LineageIdx) -> Vec<Premise> {
        let base = self.extractor.base;
        let Some(statement) = base.lineage.statement(node) else {
            return Vec::new();
        };
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
            premise.cited = self.list(node, Some(written as u32));
            premises.push(premise);
        }
        premises
    }
}
