//! Circularity (semantics §5), a fault at each of three levels: statement cycles with the citations to cut
//! ([`feedback`]), round trips and laundering loops ([`loops`]).
//!
//! Cycles are the strongly connected components of the lineage graph, each with a shortest witness; they are never
//! listed. Linear, but for the witnesses and the cuts, which have budgets.

pub mod feedback;
pub mod loops;
mod orders;
mod ways;

use std::collections::{HashMap, VecDeque};

use rayon::prelude::*;

use super::base::Base;
use super::components;
use super::lineage::{Citation, LineageIdx};
use crate::case::{Node, Rows};

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
    /// at the same time or later.
    pub possible: bool,
    /// Whether something that is said in it rests on a root: a question carries nothing, whatever it cites.
    pub grounded: bool,
    /// The fewest citations without which no cycle is left in it.
    pub cut: CitationCut,
}

/// The statement cycles of a case, by their first members.
pub fn statement_cycles(base: &Base<'_>, grounded: &[bool]) -> Vec<StatementCycle> {
    let mut cycles: Vec<StatementCycle> = base
        .lineage
        .cyclic()
        .into_par_iter()
        .map(|members| cycle(base, grounded, members))
        .collect();
    cycles.sort_by(|one, other| one.members.cmp(&other.members));
    cycles
}

/// Whether a citation may have meant something else than this statement: it names an actor or a report, and there are
/// alternatives, or the statement is not surely earlier.
fn is_uncertain(base: &Base<'_>, from: LineageIdx, edge: &Citation) -> bool {
    let (Some(citing), Some(cited)) = (
        base.lineage.statement(from),
        base.lineage.statement(edge.to),
    ) else {
        return false;
    };
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

fn cycle(base: &Base<'_>, grounded: &[bool], members: Vec<u32>) -> StatementCycle {
    let members: Vec<LineageIdx> = members.into_iter().map(LineageIdx).collect();
    let certain = certain_members(base, &members);
    let possible = certain.is_empty();
    let mut shortest = match possible {
        true => shortest_cycle(base, &members, |_, _| true),
        false => shortest_cycle(base, &certain, |from, edge| !is_uncertain(base, from, edge)),
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
        cut: feedback::citation_cut(base, &members),
        members,
        shortest,
        possible,
    }
}

/// Those members that lie on a cycle of certain citations, sorted.
fn certain_members(base: &Base<'_>, members: &[LineageIdx]) -> Vec<LineageIdx> {
    // Only who is cited by name may have said something else.
    let names = |&member: &LineageIdx| {
        let statement = base.lineage.statement(member);
        let cited = statement.map_or(&[][..], |at| base.graph.cites(at));
        let mut cited = cited.iter().map(|&cited| base.graph.node(cited));
        cited.any(|cited| matches!(cited, Node::Actor(_) | Node::Report(_)))
    };
    if !members.iter().any(names) {
        return members.to_vec();
    }
    let mut certain = Rows::with_capacity(members.len(), members.len());
    for &from in members {
        let edges = base.lineage.citations(from).iter();
        let edges = edges.filter(|edge| !is_uncertain(base, from, edge));
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
    base: &Base<'_>,
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
            for edge in base.lineage.citations(at) {
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
                if members.binary_search(&edge.to).is_ok() && !by.contains_key(&edge.to) {
                    by.insert(edge.to, at);
                    queue.push_back((edge.to, length + 1));
                }
            }
        }
    }
    best
}
