//! The independent lines of one inference, its own voices left aside.

use std::collections::BTreeSet;

use super::answering::answer;
use super::instance::Ways;
use super::splitting::split;
use super::{Extractor, Solution};
use crate::analysis::lineage::LineageIdx;
use crate::analysis::support::Label;

impl Extractor<'_, '_> {
    /// The most independent derivations of all premises of an inference.
    ///
    /// The inference is asked as so many copies of itself that no more lines are possible and one more, each with a
    /// label of its own in place of its voices. No cut needs those: it would need them all, and the ways to fill one
    /// premise are fewer.
    pub fn solve_inference(&self, node: LineageIdx) -> Solution {
        let mut solution = Solution::default();
        let whole = self.extract_within(&[node], &BTreeSet::new(), self.sought(1));
        let Some(mut instance) = whole else {
            solution.count.least = u32::from(!self.scope.is_of_known());
            solution.count.most = self.base.label_count() as u32;
            return solution;
        };
        let Some(Ways::All(premises)) = instance.nodes.first().map(|first| &first.ways) else {
            return solution;
        };
        let ways = premises
            .iter()
            .map(|premise| instance.list(premise.cited).len() + premise.artefacts.len());
        let copies = ways.min().unwrap_or(0) as u32 + 1;
        let label = |copy: u32| Label::Nameless(LineageIdx(u32::MAX - copy));
        let first_label = instance.labels.len() as u32;
        for copy in 0..copies {
            instance.labels.push(label(copy));
            if copy > 0 {
                let place = instance.nodes.len() as u32;
                instance.nodes.push(instance.nodes[0].clone());
                instance.sinks.push(place);
                instance.nodes[place as usize].labels = vec![first_label + copy];
            }
        }
        instance.nodes[0].labels = vec![first_label];
        for part in split(instance) {
            answer(&part, &mut solution, self.base());
        }
        let is_real = |known: &Label| (0..copies).all(|copy| *known != label(copy));
        solution
            .lines
            .iter_mut()
            .for_each(|line| line.retain(is_real));
        solution.cut.retain(is_real);
        solution.lines.sort();
        solution.cut.sort();
        solution
    }
}
