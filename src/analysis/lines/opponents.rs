//! Lines that rest on the undeclared words of opponents, which count as known beside one another (semantics §4, the
//! exception of κ⁻).
//!
//! One such line alone does not count, so it matters of each line whether it rests on a word: every node is taken
//! twice, once however a line comes to it, and once for the lines that come to it from a word. Exact for questions
//! that are small enough to list their minimal lines.

use std::collections::BTreeSet;

use super::super::base::Base;
use super::super::carriers::Carrier;
use super::super::lineage::LineageIdx;
use super::super::support::{Count, Label, Line};
use super::super::voices::Ties;
use super::instance::{Instance, InstanceNode, Premise, Ways};
use super::packing::{self, Mask};
use super::{Excused, Extractor, Scope, Solution, families};
use crate::case::ActorIdx;
use crate::case::date::Date;

/// Of more undeclared words of those who have opponents only so many are weighed.
const MOST_UNDECLARED: usize = 64;
/// How many nodes may be looked at to weigh sets of opponents, in all claims together where there are few; and for one
/// claim at least.
const WEIGHED: (usize, usize) = (1 << 20, 1 << 16);
/// How many sets of opponents are weighed at most.
const MOST_GROUPS: usize = 1 << 8;
/// How many minimal lines from words may be tried in pairs.
const MOST_WORDS: usize = 1 << 9;

/// The most independent known lines, with those of adversaries who declare no basis where that gives more.
///
/// With it come the adversaries' roots that count as known in it, if any do.
pub fn solve_known(
    base: &Base<'_>,
    grounded: &[bool],
    sinks: &[LineageIdx],
) -> (Solution, BTreeSet<LineageIdx>) {
    let plain = Extractor::new(base, grounded, Scope::Known, Excused::Nobody);
    let best = (plain.solve(sinks), BTreeSet::new());
    if !base.has_adversaries {
        return best;
    }
    let own = base.counting_afresh();
    let best = with_opponents(&own, grounded, sinks, best);
    base.work.add(own.work.done());
    best
}

/// How many nodes may be looked at to weigh the opponents of one claim.
fn weighed(base: &Base<'_>) -> usize {
    WEIGHED.1.max(WEIGHED.0 / base.questions.max(1))
}

/// The same or more, where the words of some opponents count. What is looked at is counted for this question alone.
fn with_opponents(
    base: &Base<'_>,
    grounded: &[bool],
    sinks: &[LineageIdx],
    mut best: (Solution, BTreeSet<LineageIdx>),
) -> (Solution, BTreeSet<LineageIdx>) {
    let all = Extractor::new(base, grounded, Scope::All, Excused::Nobody).on_lines(sinks);
    let (groups, is_all) = opposed_roots(base, &all.nodes);
    let mut is_bounded = all.is_whole && is_all;
    let mut most = best.0.count.most;
    let better = |found: &Solution, best: &Solution| found.count.least > best.count.least;
    for (nth, group) in groups.into_iter().enumerate() {
        if nth > 0 && base.work.done() >= weighed(base) {
            is_bounded = false;
            break;
        }
        let extractor = |excused| Extractor::new(base, grounded, Scope::Known, excused);
        let excused = extractor(Excused::These(&group));
        // All that is known and the words of these, be it that of one alone: no more lines count.
        let found = excused.solve(sinks);
        let mut most_of_these = found.count.most;
        let instead = extractor(Excused::Instead(&group)).solve(sinks);
        let ways = [
            (found, extractor(Excused::Nobody)),
            (instead, extractor(Excused::Others(&group))),
        ];
        for (found, plain) in ways {
            let found = without_lone_word(found, &plain, sinks);
            if better(&found, &best.0) {
                best = (found, group.clone());
            }
        }
        match excused.solve_by_word(sinks, &group, most_of_these) {
            ByWord::Fewer => most_of_these = 0,
            ByWord::Lines(found) => {
                most_of_these = most_of_these.min(found.count.most);
                if better(&found, &best.0) && are_lines(&excused, &found.lines, &group, sinks) {
                    best = (found, group.clone());
                }
            }
            ByWord::TooMany => {}
        }
        most = most.max(most_of_these);
        // A known line may stand in the way of a word that counts only beside its opponent's.
        let known = extractor(Excused::Nobody);
        let found = beside_words(extractor(Excused::Only(&group)).solve(sinks), &known, sinks);
        if let Some(found) = found.filter(|found| better(found, &best.0)) {
            best = (found, group);
        }
    }
    best.0.count.most = match is_bounded {
        true => most.max(best.0.count.least),
        false => u32::MAX,
    };
    best
}

/// No inference has more known lines than this, were all words of some opponents known, be it that of one alone.
pub fn most_of_inference(base: &Base<'_>, grounded: &[bool], node: LineageIdx, known: u32) -> u32 {
    if !base.has_adversaries {
        return known;
    }
    let all = Extractor::new(base, grounded, Scope::All, Excused::Nobody).on_lines(&[node]);
    let (groups, is_all) = opposed_roots(base, &all.nodes);
    if !(all.is_whole && is_all) {
        return u32::MAX;
    }
    let of_these = |group: &BTreeSet<LineageIdx>| {
        let excused = Extractor::new(base, grounded, Scope::Known, Excused::These(group));
        excused.solve_inference(node).count.most
    };
    groups.iter().map(of_these).fold(known, u32::max)
}

/// Lines without the one that rests on a word, if there is only one: it has no opponent beside it and stays unknown.
fn without_lone_word(
    mut found: Solution,
    plain: &Extractor<'_, '_>,
    sinks: &[LineageIdx],
) -> Solution {
    let derived = plain.derivations(sinks, &found.lines);
    let by_word: Vec<usize> = (derived.iter().enumerate())
        .filter_map(|(at, line)| line.is_none().then_some(at))
        .collect();
    if let [only] = by_word.as_slice() {
        found.lines.remove(*only);
        found.count.least -= 1;
    }
    found
}

/// Lines that rest on words alone, if there are several, and what is known beside them.
fn beside_words(
    mut found: Solution,
    known: &Extractor<'_, '_>,
    sinks: &[LineageIdx],
) -> Option<Solution> {
    if found.lines.len() < 2 {
        return None;
    }
    let labels = found.lines.iter().flatten().copied().collect();
    let beside = known.solve_beside(sinks, &labels);
    found.count.least += beside.count.least;
    found.lines.extend(beside.lines);
    found.cut.extend(beside.cut);
    Some(found)
}

/// Whether sets of labels are those of lines, be it without any opponent's word or of two or more that rest on one. A line
/// that comes through a node twice, without a word and then with it, is none.
fn are_lines(
    excused: &Extractor<'_, '_>,
    found: &[Vec<Label>],
    words: &BTreeSet<LineageIdx>,
    sinks: &[LineageIdx],
) -> bool {
    let known = Extractor {
        excused: Excused::Nobody,
        ..*excused
    };
    let by_word = excused.derivations_by_word(sinks, found, words);
    let several = by_word.iter().flatten().count() > 1;
    let mut lines = by_word.iter().zip(known.derivations(sinks, found));
    lines.all(|(by_word, known)| known.is_some() || by_word.is_some() && several)
}

/// The most independent lines of which two or more rest on some opponents' words.
enum ByWord {
    /// No two rest on such.
    Fewer,
    /// These do, or a number of lines and a bound.
    Lines(Solution),
    /// There are too many lines to list.
    TooMany,
}

/// Whether two actors are declared adversaries, or answer to such. Those who share a voice are none: it is an error of
/// the case that they are called so.
pub fn opposed(base: &Base<'_>, one: (ActorIdx, Date), other: (ActorIdx, Date)) -> bool {
    let first = base.voices.reach_together(one.0, one.1, Ties::Sure);
    let second = (base.voices).reach_together(other.0, other.1, Ties::Sure);
    let are_declared = first.iter().any(|&voice| {
        let adversaries = &base.graph.actor(voice).adversaries;
        second
            .iter()
            .any(|other| adversaries.binary_search(other).is_ok())
    });
    are_declared && !base.voices.joined(one, other, Ties::Sure)
}

impl Extractor<'_, '_> {
    /// The most independent lines of which two or more rest on some opponents' words, those words being excused here, where
    /// no more than so many are to be had.
    fn solve_by_word(
        &self,
        sinks: &[LineageIdx],
        words: &BTreeSet<LineageIdx>,
        bound: u32,
    ) -> ByWord {
        let work = &self.base.work;
        let none = BTreeSet::new();
        let Some(whole) = self.extract_within(sinks, &none, self.sought(sinks.len())) else {
            return ByWord::TooMany;
        };
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
        let mut best: Option<Vec<Mask>> = None;
        let mut most = 0;
        let pairs = (by_word.iter().enumerate())
            .flat_map(|(nth, &one)| by_word[nth + 1..].iter().map(move |&other| (one, other)));
        for (one, other) in pairs.filter(|(one, other)| one & other == 0) {
            if best.is_some() && work.done() >= weighed(self.base) {
                most = u32::MAX as usize;
                break;
            }
            let beside = |&set: &Mask| set & (one | other) == 0;
            let rest: Vec<Mask> = all.iter().copied().filter(beside).collect();
            let packed = packing::pack(&rest);
            work.add_light(packed.looked_at);
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
        let Some(best) = best else {
            return ByWord::Fewer;
        };
        let named = |mask: &Mask| -> Vec<Label> {
            let members = (0..whole.labels.len()).filter(|&label| mask >> label & 1 == 1);
            let mut labels: Vec<Label> = members.map(|label| whole.labels[label]).collect();
            labels.sort();
            labels
        };
        ByWord::Lines(Solution {
            count: Count {
                least: best.len() as u32,
                most: most as u32,
            },
            lines: best.iter().map(named).collect(),
            cut: Vec::new(),
            least_cut: 0,
        })
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

/// Undeclared statements of named speakers that are declared adversaries of one another: sets of mutual ones, and whether
/// these are all.
fn opposed_roots(base: &Base<'_>, nodes: &[LineageIdx]) -> (BTreeSet<BTreeSet<LineageIdx>>, bool) {
    let mut undeclared: Vec<(LineageIdx, ActorIdx, Date)> = nodes
        .iter()
        .filter_map(|&node| {
            let statement = base.lineage.statement(node)?;
            let (actor, date) = base.speaker(node)?;
            let open = base.graph.basis(statement).is_none()
                && !base.is_unnamed(node)
                && base.carriers(node, Ties::Sure) == [Carrier::Unknown(None)];
            open.then_some((node, actor, date))
        })
        .collect();
    if undeclared.len() > MOST_UNDECLARED {
        let has_opponent = |actor: ActorIdx| !base.graph.actor(actor).adversaries.is_empty();
        undeclared.retain(|&(_, actor, date)| {
            let voices = base.voices.reach(actor, date, Ties::Sure);
            voices.iter().any(|&voice| has_opponent(voice))
        });
    }
    let is_crowd = undeclared.len() > MOST_UNDECLARED;
    undeclared.truncate(MOST_UNDECLARED);
    let count = undeclared.len();
    let (mut against, mut beside) = (vec![0_u64; count], vec![0_u64; count]);
    for (one, other) in pairs(count) {
        let [first, second] = [one, other].map(|at| (undeclared[at].1, undeclared[at].2));
        let are_opposed = opposed(base, first, second);
        // Those opposed to everyone in the set, or on the side of somebody in it. Of two on one side only one is ever on
        // a line beside another's.
        let fits = are_opposed || base.voices.joined(first, second, Ties::Possible);
        for (at, bit) in [(one, 1 << other), (other, 1 << one)] {
            against[at] |= if are_opposed { bit } else { 0 };
            beside[at] |= if fits { bit } else { 0 };
        }
    }
    let (cliques, is_whole) = match against.iter().any(|&foes| foes != 0) {
        true => cliques(&beside),
        false => (Vec::new(), true),
    };
    let mut groups: BTreeSet<BTreeSet<LineageIdx>> = BTreeSet::new();
    for clique in cliques {
        let members = || (0..count).filter(|at| clique >> at & 1 == 1);
        // No word counts where nobody is against another.
        if members().any(|at| against[at] & clique != 0) {
            groups.insert(members().map(|at| undeclared[at].0).collect());
        }
    }
    (groups, is_whole && !is_crowd)
}

/// All pairs of so many.
fn pairs(count: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..count).flat_map(move |one| (one + 1..count).map(move |other| (one, other)))
}

/// The largest sets of which every two members are neighbours, a bit a member, and whether these are all (Bron and
/// Kerbosch 1973, with a pivot). Up to 3^(n/3) of n, so no more than so many.
fn cliques(neighbours: &[u64]) -> (Vec<u64>, bool) {
    let all = match neighbours.len() {
        0 => return (Vec::new(), true),
        count => u64::MAX >> (64 - count),
    };
    let mut found = Vec::new();
    // What is in a set, what may still come to it, and what would make it one that was found before.
    let mut open = vec![(0_u64, all, 0_u64)];
    while let Some((set, mut fitting, mut done)) = open.pop() {
        let rivals = fitting | done;
        let members = |of: u64| (0..neighbours.len()).filter(move |at| of >> at & 1 == 1);
        let pivot = members(rivals).max_by_key(|&at| (fitting & neighbours[at]).count_ones());
        let Some(pivot) = pivot else {
            found.push(set);
            if found.len() == MOST_GROUPS {
                return (found, open.is_empty());
            }
            continue;
        };
        for at in members(fitting & !neighbours[pivot]) {
            let own = 1 << at;
            open.push((set | own, fitting & neighbours[at], done & neighbours[at]));
            fitting &= !own;
            done |= own;
        }
    }
    (found, true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn cliques_are_those_that_nobody_else_fits_into(edges in prop::collection::vec((0usize..9, 0usize..9), 0..30)) {
            let mut neighbours = vec![0_u64; 9];
            for (one, other) in edges.into_iter().filter(|(one, other)| one != other) {
                neighbours[one] |= 1 << other;
                neighbours[other] |= 1 << one;
            }
            let fits = |at: usize, set: u64| set & !neighbours[at] & !(1 << at) == 0;
            let is_clique = |&set: &u64| (0..9).filter(|at| set >> at & 1 == 1).all(|at| fits(at, set));
            let is_largest = |&set: &u64| (0..9).filter(|at| set >> at & 1 == 0).all(|at| !fits(at, set));
            let expected: Vec<u64> = (1..1 << 9).filter(is_clique).filter(is_largest).collect();
            let (mut found, is_whole) = cliques(&neighbours);
            found.sort_unstable();
            prop_assert_eq!((found, is_whole), (expected, true));
        }
    }
}
