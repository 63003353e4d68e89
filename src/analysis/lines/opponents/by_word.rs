//! Lines that rest on opponents' words, listed and tried in pairs.
//!
//! Every node is taken twice, once however a line comes to it, and once for the lines that come to it from a word.

use std::collections::BTreeSet;

use super::super::super::lineage::LineageIdx;
use super::super::super::support::{Count, Label, Line};
use super::super::instance::{Instance, InstanceNode, Premise, Ways};
use super::super::packing::{self, LabelSet, Mask};
use super::super::{Extractor, Solution, families};
use super::groups::Group;
use super::weighed;

/// How many minimal lines from words may be tried in pairs.
const MOST_WORDS: usize = 1 << 9;

/// The most independent lines of which two or more rest on some opponents' words.
pub enum ByWord {
    /// No two rest on such.
    Fewer,
    /// A number of lines and a bound, and the words that they may rest on.
    Lines(Solution, BTreeSet<LineageIdx>),
    /// There are too many lines to list.
    TooMany,
}

impl Extractor<'_, '_> {
    /// The most independent lines of which two or more rest on words of a group, those words being excused here, where
    /// no more than so many are to be had.
    pub fn solve_by_word(&self, sinks: &[LineageIdx], group: &Group, bound: u32) -> ByWord {
        let work = &self.base.work;
        let none = BTreeSet::new();
        let sought = self.sought(sinks.len());
        let Some(mut whole) = self.extract_within(sinks, &none, sought) else {
            return ByWord::TooMany;
        };
        let words = &group.words;
        let labels = whole.labels.len();
        mark_sides(&mut whole, &group.sides);
        let minimal = |of: &Instance| families::of_sinks(of, families::MANY, work);
        let by_word: Vec<Mask> = match minimal(&from_words(&whole, words)) {
            Some(by_word) if by_word.len() < 2 => return ByWord::Fewer,
            Some(by_word) if by_word.len() <= MOST_WORDS => by_word,
            _ => return ByWord::TooMany,
        };
        let Some(mut all) = minimal(&without_words(&whole, words)) else {
            return ByWord::TooMany;
        };
        all.extend(&by_word);
        let Some((best, most)) = self.most_by_pairs(&by_word, &all, bound) else {
            return ByWord::Fewer;
        };
        let named = |mask: &Mask| -> Vec<Label> {
            let members = (0..labels).filter(|&label| mask >> label & 1 == 1);
            let mut labels: Vec<Label> = members.map(|label| whole.labels[label]).collect();
            labels.sort();
            labels
        };
        let words = match group.sides.as_slice() {
            [] => words.clone(),
            _ => words_within(&whole, words, &best),
        };
        let solution = Solution {
            count: Count {
                least: best.len() as u32,
                most: most as u32,
            },
            lines: best.iter().map(named).collect(),
            cut: Vec::new(),
            least_cut: 0,
        };
        ByWord::Lines(solution, words)
    }

    /// The most disjoint ones of all sets with two of some, and no more than how many there are; `None` where no two
    /// are disjoint.
    fn most_by_pairs(&self, some: &[Mask], all: &[Mask], bound: u32) -> Option<(Vec<Mask>, usize)> {
        let mut best: Option<Vec<Mask>> = None;
        let mut most = 0;
        let pairs = (some.iter().enumerate())
            .flat_map(|(nth, &one)| some[nth + 1..].iter().map(move |&other| (one, other)));
        for (one, other) in pairs.filter(|(one, other)| one & other == 0) {
            if best.is_some() && self.base.work.done() >= weighed(self.base) {
                most = u32::MAX as usize;
                break;
            }
            let beside = |&set: &Mask| set & (one | other) == 0;
            let rest: Vec<Mask> = all.iter().copied().filter(beside).collect();
            let packed = packing::pack(&rest);
            self.base.work.add_light(packed.looked_at);
            most = most.max(2 + packed.bound);
            let mut found = packed.chosen;
            found.extend([one, other]);
            let is_bound = found.len() >= bound as usize;
            if best.as_ref().is_none_or(|best| best.len() < found.len()) {
                best = Some(found);
            }
            if is_bound {
                break;
            }
        }
        best.map(|best| (best, most))
    }

    /// Derivations from some words within each of some sets of labels that share none; `None` where there is none, or
    /// none that is straight.
    pub fn derivations_by_word(
        &self,
        sinks: &[LineageIdx],
        found: &[Vec<Label>],
        words: &BTreeSet<LineageIdx>,
    ) -> Vec<Option<Line>> {
        let whole = self.extract(sinks, &BTreeSet::new());
        let mut lines = self.derivations_in(&from_words(&whole, words), found);
        if lines.iter().any(Option::is_none) {
            // The shortest from a word may go round where one that takes whatever comes first does not.
            for (line, other) in lines.iter_mut().zip(self.derivations(sinks, found)) {
                *line = line.take().or(other.filter(|line| !line.known));
            }
        }
        lines
    }
}

/// Gives the words of each side a label more, so that no two lines rest on such.
fn mark_sides(whole: &mut Instance, sides: &[BTreeSet<LineageIdx>]) {
    for side in sides {
        let label = whole.labels.len() as u32;
        let first = |side: &BTreeSet<LineageIdx>| side.first().copied().unwrap_or_default();
        whole.labels.push(Label::Nameless(first(side)));
        for node in &mut whole.nodes {
            if let (true, Ways::Any { roots, .. }) = (side.contains(&node.node), &mut node.ways) {
                (roots.iter_mut()).for_each(|root| root.labels.push(label));
            }
        }
    }
}

/// Those of some words on which one of some lines may rest.
fn words_within(
    whole: &Instance,
    words: &BTreeSet<LineageIdx>,
    lines: &[Mask],
) -> BTreeSet<LineageIdx> {
    let roots = |at: u32| whole.root_options(at).map(|root| Mask::of(&root.labels));
    let nodes = whole.nodes.iter().zip(0u32..);
    let is_within = |labels: Mask| lines.iter().any(|line| labels & !line == 0);
    nodes
        .filter(|(node, _)| words.contains(&node.node))
        .filter(|&(node, at)| roots(at).any(|root| is_within(root | Mask::of(&node.labels))))
        .map(|(node, _)| node.node)
        .collect()
}

/// The same question of lines that rest on some words: the nodes as they are, each again for the lines that come to it
/// from a word, and an inference once more for each premise that may do so.
fn from_words(whole: &Instance, words: &BTreeSet<LineageIdx>) -> Instance {
    let count = whole.nodes.len() as u32;
    let again = |nodes: &Vec<u32>| -> Vec<u32> { nodes.iter().map(|&to| to + count).collect() };
    // Behind the lists the same of the nodes again.
    let first_again = whole.lists.len() as u32;
    let mut lists = whole.lists.clone();
    lists.extend(whole.lists.iter().map(again));
    let mut nodes = whole.nodes.clone();
    let mut by_premise: Vec<InstanceNode> = Vec::new();
    for node in &whole.nodes {
        let ways = match &node.ways {
            Ways::Any { roots, cited } => Ways::Any {
                roots: match words.contains(&node.node) {
                    true => roots.clone(),
                    false => Vec::new(),
                },
                cited: first_again + cited,
            },
            Ways::All(premises) => {
                let first = 2 * count + by_premise.len() as u32;
                by_premise.extend((0..premises.len()).map(|nth| {
                    let mut all = premises.clone();
                    all[nth] = Premise {
                        cited: first_again + premises[nth].cited,
                        artefacts: Vec::new(),
                    };
                    InstanceNode {
                        ways: Ways::All(all),
                        ..node.clone()
                    }
                }));
                lists.push((first..2 * count + by_premise.len() as u32).collect());
                Ways::Any {
                    roots: Vec::new(),
                    cited: lists.len() as u32 - 1,
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
        lists,
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
