//! How many distinct origins lines have: the most carriers on them of which no two are joined (semantics §4, ω).

use std::collections::BTreeSet;

use super::instance::LabelNumbers;
use super::packing::{self, LabelSet};
use super::{Extractor, OnLines};
use crate::analysis::carriers::Carrier;
use crate::analysis::lineage::LineageIdx;
use crate::analysis::support::{Count, Label};

impl Extractor<'_, '_> {
    /// The most pairwise unjoined carriers on lines to the sinks.
    pub fn origins(&self, sinks: &[LineageIdx]) -> Count {
        let OnLines { nodes, is_whole } = self.on_lines(sinks);
        self.origins_at(&nodes, is_whole)
    }

    /// The most pairwise unjoined carriers of some nodes, which are all that are meant or some of them.
    pub fn origins_at(&self, nodes: &[LineageIdx], are_all: bool) -> Count {
        self.origins_beside(nodes, are_all, 0, |_| false)
    }

    /// The same beside so many other carriers that bear one label each, which are told by those labels.
    pub(super) fn origins_beside(
        &self,
        nodes: &[LineageIdx],
        are_all: bool,
        others: u32,
        is_taken: impl Fn(&Label) -> bool,
    ) -> Count {
        self.base.work.add(nodes.len());
        let mut single: BTreeSet<Label> = BTreeSet::new();
        let mut several: BTreeSet<Vec<Label>> = BTreeSet::new();
        for &node in nodes {
            for carrier in self.all_carriers(node) {
                let mut identity = self
                    .base
                    .carrier_identity(node, &carrier, self.scope.ties());
                identity.sort();
                identity.dedup();
                match identity.as_slice() {
                    [one] if !is_taken(one) => {
                        single.insert(*one);
                    }
                    [] | [_] => {}
                    _ => {
                        several.insert(identity);
                    }
                }
            }
        }
        // A carrier with one label can always be kept instead of any that it is joined with.
        let is_kept = |label: &Label| single.contains(label) || is_taken(label);
        several.retain(|labels| !labels.iter().any(is_kept));
        let base = others + single.len() as u32;
        if !are_all {
            return Count {
                least: base + u32::from(!several.is_empty()),
                most: self.base.label_count() as u32,
            };
        }
        self.unjoined(base, &several)
    }

    /// How many of some sets of labels share none, beside so many that share none with any.
    fn unjoined(&self, base: u32, several: &BTreeSet<Vec<Label>>) -> Count {
        if several.is_empty() {
            return Count::exact(base);
        }
        let mut numbers = LabelNumbers::default();
        let sets: Vec<Vec<u32>> = several
            .iter()
            .map(|labels| labels.iter().map(|&label| numbers.number(label)).collect())
            .collect();
        if numbers.labels.len() > packing::Mask::MOST {
            return Count {
                least: base + 1,
                most: base + several.len() as u32,
            };
        }
        let masks: Vec<packing::Mask> = sets
            .iter()
            .map(|set| set.iter().fold(0, |mask, &label| mask | 1 << label))
            .collect();
        let packed = packing::pack(&masks);
        self.base.work.add_light(packed.looked_at);
        Count {
            least: base + packed.chosen.len() as u32,
            most: base + packed.bound as u32,
        }
    }

    /// The carriers of a node as a root, and those of the artefacts that an inference takes as premises.
    pub fn all_carriers(&self, node: LineageIdx) -> Vec<Carrier> {
        let mut carriers = self.carriers(node);
        if self.base.needs_all(node)
            && let Some(statement) = self.base.lineage.statement(node)
        {
            for evidence in self.base.artefacts(statement) {
                carriers.extend(
                    self.base
                        .artefact_carriers(statement, evidence, self.scope.ties())
                        .into_iter()
                        .filter(|carrier| self.counts(node, carrier)),
                );
            }
        }
        carriers
    }
}
