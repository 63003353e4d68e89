//! Lines that rest on the undeclared words of opponents, which count as known beside one another (semantics §4, the
//! exception of κ⁻).
//!
//! One such line alone does not count, so it matters of each line whether it rests on a word. Exact for questions that
//! are small enough to list their minimal lines.

mod by_word;
mod groups;

use std::collections::BTreeSet;

use super::super::base::Base;
use super::super::lineage::LineageIdx;
use super::super::support::Label;
use super::super::voices::Ties;
use super::{Excused, Extractor, Scope, Solution};
use crate::case::ActorIdx;
use crate::case::date::Date;
use by_word::ByWord;
use groups::{Group, groups};

/// How many nodes may be looked at to weigh sets of opponents, in all claims together where there are few; and for one
/// claim at least.
const WEIGHED: (usize, usize) = (1 << 20, 1 << 16);

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
    let (groups, are_all) = groups(base, &all.nodes);
    let mut is_bounded = all.is_whole && are_all;
    let mut most = best.0.count.most;
    for (nth, group) in groups.into_iter().enumerate() {
        if nth > 0 && base.work.done() >= weighed(base) {
            is_bounded = false;
            break;
        }
        let excused = Extractor::new(base, grounded, Scope::Known, Excused::These(&group.words));
        // All that is known and the words of these, be it that of one alone: no more lines count.
        let found = excused.solve(sinks);
        let mut most_of_these = found.count.most;
        if group.sides.is_empty() {
            best = with_group(&excused, &group.words, sinks, found, best);
        }
        match excused.solve_by_word(sinks, &group, most_of_these) {
            ByWord::Fewer => most_of_these = 0,
            ByWord::Lines(found, words) => {
                most_of_these = most_of_these.min(found.count.most);
                if found.count.least > best.0.count.least
                    && are_lines(&excused, &found.lines, &words, sinks)
                {
                    best = (found, words);
                }
            }
            ByWord::TooMany => {}
        }
        most = most.max(most_of_these);
    }
    best.0.count.most = match is_bounded {
        true => most.max(best.0.count.least),
        false => u32::MAX,
    };
    best
}

/// The same or more, where any words of a group may be on lines beside one another, and so many lines were found that
/// rest on any.
fn with_group<'b>(
    excused: &Extractor<'b, '_>,
    words: &'b BTreeSet<LineageIdx>,
    sinks: &[LineageIdx],
    found: Solution,
    mut best: (Solution, BTreeSet<LineageIdx>),
) -> (Solution, BTreeSet<LineageIdx>) {
    let extractor = |excused_words| Extractor {
        excused: excused_words,
        ..*excused
    };
    let known = extractor(Excused::Nobody);
    let instead = extractor(Excused::Instead(words)).solve(sinks);
    let others = extractor(Excused::Others(words));
    // A known line may stand in the way of a word that counts only beside its opponent's.
    let only = extractor(Excused::Only(words)).solve(sinks);
    let ways = [
        Some(without_lone_word(found, &known, sinks)),
        Some(without_lone_word(instead, &others, sinks)),
        beside_words(only, &known, sinks),
    ];
    for found in ways.into_iter().flatten() {
        if found.count.least > best.0.count.least {
            best = (found, words.clone());
        }
    }
    best
}

/// No inference has more known lines than this, were all words of some opponents known, be it that of one alone.
pub fn most_of_inference(base: &Base<'_>, grounded: &[bool], node: LineageIdx, known: u32) -> u32 {
    if !base.has_adversaries {
        return known;
    }
    let all = Extractor::new(base, grounded, Scope::All, Excused::Nobody).on_lines(&[node]);
    let (groups, are_all) = groups(base, &all.nodes);
    if !(all.is_whole && are_all) {
        return u32::MAX;
    }
    let of_these = |group: &Group| {
        let excused = Extractor::new(base, grounded, Scope::Known, Excused::These(&group.words));
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

/// Whether sets of labels are those of lines, be it without any opponent's word or of two or more that rest on one. A
/// line that comes through a node twice, without a word and then with it, is none.
fn are_lines<'b>(
    extractor: &Extractor<'b, '_>,
    found: &[Vec<Label>],
    words: &'b BTreeSet<LineageIdx>,
    sinks: &[LineageIdx],
) -> bool {
    let with = |excused| Extractor {
        excused,
        ..*extractor
    };
    let (excused, known) = (with(Excused::These(words)), with(Excused::Nobody));
    let by_word = excused.derivations_by_word(sinks, found, words);
    let several = by_word.iter().flatten().count() > 1;
    let mut lines = by_word.iter().zip(known.derivations(sinks, found));
    lines.all(|(by_word, known)| known.is_some() || by_word.is_some() && several)
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
