//! Circularity (semantics §5), a fault at each of three levels: statement cycles with the citations to cut
//! ([`feedback`]), round trips and laundering loops ([`loops`]).
//!
//! Cycles are the strongly connected components of the lineage graph, each with a shortest witness; they are never
//! listed. Where some of its citations close no circle ([`premises`]), what is left of a component stands in its place;
//! where nothing is left, it is a cycle by the letter only. Linear, but for the witnesses and the cuts, which have
//! budgets.

mod asked;
mod closed;
pub mod feedback;
pub mod loops;
mod orders;
pub mod premises;
mod ways;

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap, VecDeque};

use rayon::prelude::*;

use super::components;
use super::digraph::Bits;
use super::lineage::{Citation, Lineage, LineageIdx};
use crate::case::{Node, Rows};
use premises::Closing;

pub use feedback::{CitationCut, CutCitation};
pub use loops::{LaunderingLoop, Loops, RoundTrip, laundering_loops, round_trips};

/// How many steps the search for a shortest cycle may take in one component; beyond, a short one is shown.
const BUDGET: usize = 2_000_000;

/// A strongly connected component of the lineage graph, or a statement that cites itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementCycle {
    /// Its members, sorted.
    pub members: Vec<LineageIdx>,
    /// A shortest cycle in it, one that is certain where there is any: each statement cites the next, the last cites
    /// the first; it starts with the earliest.
    pub shortest: Vec<LineageIdx>,
    /// Whether every cycle in it hangs on a cited actor or report that may have meant another statement, or one made
    /// at the same time or later, or on a premise that took it in only if it was made before.
    pub possible: bool,
    /// Whether something that is said in it rests on a root: a question carries nothing, whatever it cites.
    pub grounded: bool,
    /// The fewest citations without which no cycle is left in it.
    pub cut: CitationCut,
    /// Whether it is one by the letter only: no cycle is left in it without citations of [`premises`] that close none.
    pub apparent: bool,
}

impl StatementCycle {
    /// Whether it rests on nothing, and is one by more than the letter.
    fn is_bare(&self) -> bool {
        !self.grounded && !self.apparent
    }
}

/// The statement cycles of a case.
pub struct Circles {
    cycles: Vec<StatementCycle>,
    /// Which of them each node lies on.
    places: HashMap<LineageIdx, u32>,
}

impl Circles {
    /// Of each component of the lineage graph what is left without citations that close no circle; it itself where
    /// nothing is.
    pub fn new(closing: Closing<'_, '_>, grounded: &[bool]) -> Self {
        let base = closing.base;
        let all = Closing::new(base, None);
        let by_letter = base.lineage.cyclic();
        let (circles, apparent) = match closing.premises.is_none() || by_letter.is_empty() {
            true => (by_letter, Vec::new()),
            false => {
                let circles = closed::circles(closing, &by_letter);
                let mut told = Bits::new(base.lineage.node_count());
                circles.iter().flatten().for_each(|&at| told.insert(at));
                let untold = |members: &Vec<u32>| !members.iter().any(|&at| told.has(at));
                (circles, by_letter.into_iter().filter(untold).collect())
            }
        };
        let circles = (circles.into_par_iter()).map(|members| cycle(closing, grounded, members));
        let apparent = (apparent.into_par_iter()).map(|members| StatementCycle {
            apparent: true,
            ..cycle(all, grounded, members)
        });
        let mut cycles: Vec<StatementCycle> = circles.chain(apparent).collect();
        cycles.sort_by(|one, other| one.members.cmp(&other.members));
        let numbered = cycles.iter().zip(0u32..);
        let places = numbered
            .flat_map(|(cycle, number)| cycle.members.iter().map(move |&member| (member, number)));
        Circles {
            places: places.collect(),
            cycles,
        }
    }

    /// All of them, by their first members.
    pub fn cycles(&self) -> &[StatementCycle] {
        &self.cycles
    }

    /// Those that are more than circles by the letter.
    pub fn closed(&self) -> impl Iterator<Item = &StatementCycle> {
        self.cycles.iter().filter(|cycle| !cycle.apparent)
    }

    /// The number of the cycle that a node lies on, be it one by the letter only. Whatever leads into a component leads
    /// into one that is told in its place.
    pub fn listed(&self, node: LineageIdx) -> Option<u32> {
        self.places.get(&node).copied()
    }

    /// The bare cycles into which some nodes lead by the fewest citations.
    pub fn nearest_bare(
        &self,
        lineage: &Lineage,
        mut level: Vec<LineageIdx>,
    ) -> Vec<&StatementCycle> {
        let mut seen: BTreeSet<LineageIdx> = level.iter().copied().collect();
        while !level.is_empty() {
            let listed = level.iter().filter_map(|&at| self.listed(at));
            let bare: BTreeSet<u32> = listed
                .filter(|&number| self.cycles[number as usize].is_bare())
                .collect();
            if !bare.is_empty() {
                let bare = bare.into_iter().map(|number| &self.cycles[number as usize]);
                return bare.collect();
            }
            let cited = level.iter().flat_map(|&at| lineage.citations(at));
            let cited = cited.map(|edge| edge.to);
            level = cited.filter(|&to| seen.insert(to)).collect();
        }
        Vec::new()
    }

    /// The number of the circle that a node lies on.
    pub fn circle(&self, node: LineageIdx) -> Option<u32> {
        self.listed(node)
            .filter(|&number| !self.cycles[number as usize].apparent)
    }
}

/// Whether a citation may have meant something else than this statement: it names an actor or a report, and there are
/// alternatives, or the statement is not surely earlier; or it is a premise that stands without it, and the same.
fn is_uncertain(closing: Closing<'_, '_>, from: LineageIdx, edge: &Citation) -> bool {
    let base = closing.base;
    let (Some(citing), Some(cited)) = (
        base.lineage.statement(from),
        base.lineage.statement(edge.to),
    ) else {
        return false;
    };
    if closing.may_be_later(from, edge) {
        return true;
    }
    let written = base.graph.cites(citing)[edge.written as usize];
    let by_name = matches!(base.graph.node(written), Node::Actor(_) | Node::Report(_));
    by_name && {
        // What stands for one written citation stands together.
        let row = base.lineage.citations(from);
        let before = |written| row.partition_point(|other| other.written < written);
        let alternatives = before(edge.written + 1) - before(edge.written);
        let (cited, citing) = (base.graph.date(cited), base.graph.date(citing));
        alternatives > 1 || !cited.surely_before(citing)
    }
}

/// The cycle that some members are by the citations that count.
fn cycle(closing: Closing<'_, '_>, grounded: &[bool], members: Vec<u32>) -> StatementCycle {
    let base = closing.base;
    let members: Vec<LineageIdx> = members.into_iter().map(LineageIdx).collect();
    let certain = certain_members(closing, &members);
    let possible = certain.is_empty();
    let mut shortest = match possible {
        true => shortest_cycle(closing, &members, |_, _| true),
        false => shortest_cycle(closing, &certain, |from, edge| {
            !is_uncertain(closing, from, edge)
        }),
    };
    let first = (0..shortest.len())
        .min_by_key(|&at| {
            let date = base.speaker(shortest[at]).map(|(_, date)| date.sort_key());
            (date, shortest[at])
        })
        .unwrap_or(0);
    shortest.rotate_left(first);
    let carries = |&at: &LineageIdx| {
        let statement = base.lineage.statement(at);
        statement.is_some_and(|at| base.graph.stance(at).carries())
    };
    let mut rests = members.iter().filter(|at| grounded[at.at()]);
    StatementCycle {
        grounded: rests.any(carries),
        cut: feedback::citation_cut(closing, &members),
        members,
        shortest,
        possible,
        apparent: false,
    }
}

/// Those members that lie on a cycle of certain citations, sorted.
fn certain_members(closing: Closing<'_, '_>, members: &[LineageIdx]) -> Vec<LineageIdx> {
    let base = closing.base;
    // Only who is cited by name may have said something else, and only a premise takes in what comes later.
    let is_open = |&member: &LineageIdx| {
        let statement = base.lineage.statement(member);
        let cited = statement.map_or(&[][..], |at| base.graph.cites(at));
        let mut cited = cited.iter().map(|&cited| base.graph.node(cited));
        cited.any(|cited| match cited {
            Node::Actor(_) | Node::Report(_) => true,
            Node::Claim(_) => closing.premises.is_some(),
            _ => false,
        })
    };
    if !members.iter().any(is_open) {
        return members.to_vec();
    }
    let mut certain = Rows::with_capacity(members.len(), members.len());
    for &from in members {
        let edges = closing.inside(from, members).into_iter();
        let edges = edges.filter(|edge| !is_uncertain(closing, from, edge));
        certain.push(edges.filter_map(|edge| Some(members.binary_search(&edge.to).ok()? as u32)));
    }
    let mut found: Vec<LineageIdx> = components::cyclic(&certain)
        .into_iter()
        .flatten()
        .map(|at| members[at as usize])
        .collect();
    found.sort_unstable();
    found
}

/// A shortest cycle of some citations through any member, by breadth-first search from each while the budget lasts.
/// Every member must lie on such a cycle.
fn shortest_cycle(
    closing: Closing<'_, '_>,
    members: &[LineageIdx],
    counts: impl Fn(LineageIdx, &Citation) -> bool,
) -> Vec<LineageIdx> {
    let mut best: Vec<LineageIdx> = Vec::new();
    let mut budget = BUDGET;
    for &start in members {
        if best.len() == 1 || (!best.is_empty() && budget == 0) {
            break;
        }
        let mut by: HashMap<LineageIdx, LineageIdx> = HashMap::new();
        let mut queue = VecDeque::from([(start, 1usize)]);
        'search: while let Some((at, length)) = queue.pop_front() {
            if !best.is_empty() && length >= best.len() {
                break;
            }
            for edge in closing.inside(at, members) {
                budget = budget.saturating_sub(1);
                if !counts(at, edge) {
                    continue;
                }
                if edge.to == start {
                    let mut path = vec![at];
                    while let Some(&from) = by.get(path.last().unwrap_or(&at)) {
                        path.push(from);
                    }
                    path.reverse();
                    best = path;
                    break 'search;
                }
                if let Entry::Vacant(free) = by.entry(edge.to) {
                    free.insert(at);
                    queue.push_back((edge.to, length + 1));
                }
            }
        }
    }
    best
}
