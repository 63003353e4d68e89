//! Lines that rest on the undeclared words of opponents, which count as known beside one another (semantics §4, the
//! exception of κ⁻).
//!
//! One such line alone does not count, so it matters of each line whether it rests on a word: every node is taken
//! twice, once however a line comes to it, and once for the lines that come to it from a word. Exact for questions
//! that are small enough to list their minimal lines.

use std::collections::BTreeSet;

use super::super::lineage::LineageIdx;
use super::super::support::{Count, Label, Line};
use super::families::Budget;
use super::instance::{Instance, InstanceNode, Premise, Ways};
use super::packing::{self, Mask};
use super::{Extractor, Solution, families};

/// How many minimal lines from words may be tried in pairs.
const MOST_WORDS: usize = 64;

impl Extractor<'_, '_> {
    /// The most independent lines of which two or more rest on some opponents' words, those words being excused here;
    /// `None` where there are no two, or too many lines to list.
    pub fn solve_by_word(
        &self,
        sinks: &[LineageIdx],
        words: &BTreeSet<LineageIdx>,
    ) -> Option<Solution> {
        let whole = self.extract_within(sinks, &BTreeSet::new(), self.sought(sinks.len()))?;
        let by_word = families::of_sinks(&from_words(&whole, words), Budget::Many)?;
        if by_word.len() < 2 || by_word.len() > MOST_WORDS {
            return None;
        }
        let mut all = families::of_sinks(&without_words(&whole, words), Budget::Many)?;
        all.extend(&by_word);
        let mut best: Option<Vec<Mask>> = None;
        let mut most = 0;
        for (nth, &one) in by_word.iter().enumerate() {
            for &other in by_word[nth + 1..].iter().filter(|&other| one & other == 0) {
                let beside = |&set: &Mask| set & (one | other) == 0;
                let rest: Vec<Mask> = all.iter().copied().filter(beside).collect();
                let packed = packing::pack(&rest);
                most = most.max(2 + packed.bound);
                if best
                    .as_ref()
                    .is_none_or(|best| best.len() < 2 + packed.chosen.len())
                {
                    let mut chosen = packed.chosen;
                    chosen.extend([one, other]);
                    best = Some(chosen);
                }
            }
        }
        let best = best?;
        let named = |mask: &Mask| -> Vec<Label> {
            let members = (0..whole.labels.len()).filter(|&label| mask >> label & 1 == 1);
            let mut labels: Vec<Label> = members.map(|label| whole.labels[label]).collect();
            labels.sort();
            labels
        };
        Some(Solution {
            count: Count {
                least: best.len() as u32,
                most: most as u32,
            },
            lines: best.iter().map(named).collect(),
            cut: Vec::new(),
        })
    }

    /// Derivations from some words within each of some sets of labels that share none.
    pub fn derivations_by_word(
        &self,
        sinks: &[LineageIdx],
        found: &[Vec<Label>],
        words: &BTreeSet<LineageIdx>,
    ) -> Vec<Option<Line>> {
        let whole = self.extract(sinks, &BTreeSet::new());
        let mut lines = self.derivations_in(&from_words(&whole, words), found);
        for line in lines.iter_mut().flatten() {
            // An inference is passed twice where one of its premises comes from a word.
            let mut seen = BTreeSet::new();
            line.steps.retain(|&step| seen.insert(step));
        }
        lines
    }
}

/// The same question of lines that rest on some words: the nodes as they are, each again for the lines that come to it
/// from a word, and an inference once more for each premise that may do so.
fn from_words(whole: &Instance, words: &BTreeSet<LineageIdx>) -> Instance {
    let count = whole.nodes.len() as u32;
    let again = |nodes: &[u32]| -> Vec<u32> { nodes.iter().map(|&to| to + count).collect() };
    let mut nodes = whole.nodes.clone();
    let mut by_premise: Vec<InstanceNode> = Vec::new();
    for node in &whole.nodes {
        let ways = match &node.ways {
            Ways::Any { roots, nodes } => Ways::Any {
                roots: match words.contains(&node.node) {
                    true => roots.clone(),
                    false => Vec::new(),
                },
                nodes: again(nodes),
            },
            Ways::All(premises) => {
                let first = 2 * count + by_premise.len() as u32;
                by_premise.extend((0..premises.len()).map(|nth| {
                    let mut all = premises.clone();
                    all[nth] = Premise {
                        nodes: again(&premises[nth].nodes),
                        artefacts: Vec::new(),
                    };
                    InstanceNode {
                        ways: Ways::All(all),
                        ..node.clone()
                    }
                }));
                Ways::Any {
                    roots: Vec::new(),
                    nodes: (first..2 * count + by_premise.len() as u32).collect(),
                }
            }
        };
        nodes.push(InstanceNode {
            ways,
            ..node.clone()
        });
    }
    nodes.append(&mut by_premise);
    Instance {
        nodes,
        sinks: again(&whole.sinks),
        labels: whole.labels.clone(),
    }
}

/// The same question of lines that rest on none of some words.
fn without_words(whole: &Instance, words: &BTreeSet<LineageIdx>) -> Instance {
    let mut without = whole.clone();
    for node in &mut without.nodes {
        if let (true, Ways::Any { roots, .. }) = (words.contains(&node.node), &mut node.ways) {
            roots.clear();
        }
    }
    without
}
