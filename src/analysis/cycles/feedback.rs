//! Which citations to strike so that a component has no cycle left: a smallest feedback arc set.
//!
//! What is struck is a citation as written: one that names a claim or an actor may lead to several statements, and
//! goes whole. Exact for components of up to [`MOST_STATEMENTS`] statements, by the best of all [`orders`]. Of larger
//! ones with up to [`MOST_CITATIONS`] citations inside, by a smallest hitting set of cycles that are added as long as
//! one is left (Baharev, Schichl, Neumaier & Achterberg 2021, "An exact method for the minimum feedback arc set
//! problem"), where that ends within its budget. Else the greedy order of Eades, Lin & Smyth 1993, in linear time,
//! with a lower bound from cycles that share no citation.
//!
//! [`orders`]: super::orders

use petgraph::algo::greedy_feedback_arc_set;
use petgraph::graph::DiGraph;

use super::super::components;
use super::super::lineage::LineageIdx;
use super::super::lines::packing::{self, Mask};
use super::is_uncertain;
use super::orders::{self, MOST_STATEMENTS};
use super::premises::Closing;
use crate::case::{Rows, StatementIdx};

/// How many citations inside a component may be weighed against one another, cycle by cycle; and order by order, of few
/// statements.
pub const MOST_CITATIONS: usize = 128;
const MOST_IN_ORDER: usize = 512;
/// How often more cycles are added before the answer counts as not proved.
const MOST_ROUNDS: usize = 100;
/// How many steps may be taken to improve the bounds of a large component.
const BUDGET: usize = 5_000_000;

/// Of a component with more arcs the citations are struck in the order of its members.
const MOST_ARCS: usize = 1 << 22;

/// One citation of a statement, as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CutCitation {
    /// The citing statement.
    pub from: StatementIdx,
    /// Which of its citations, as written.
    pub written: u32,
}

/// Citations without which a component has no cycle.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct CitationCut {
    /// The citations, sorted.
    pub citations: Vec<CutCitation>,
    /// At least so many are needed; as many as there are: no smaller set does.
    pub least: usize,
}

impl CitationCut {
    /// Whether no smaller set would do.
    pub fn is_smallest(&self) -> bool {
        self.least == self.citations.len()
    }
}

/// The citations within a component: its nodes and citations are numbered from zero.
struct Component {
    /// From, to, and the number of the citation.
    arcs: Vec<(u32, u32, u32)>,
    /// Where the arcs of each node start; one more at the end.
    starts: Vec<u32>,
    citations: Vec<CutCitation>,
}

/// The fewest citations without which no cycle is left among some statements, a component by those that count.
pub fn citation_cut(closing: Closing<'_, '_>, members: &[LineageIdx]) -> CitationCut {
    let cited = |&member: &LineageIdx| closing.base.lineage.citations(member).len();
    if members.iter().map(cited).sum::<usize>() > MOST_ARCS {
        return in_order(closing, members);
    }
    let component = Component::new(closing, members);
    let (mut chosen, least) = match component.citations.len() {
        ..=MOST_IN_ORDER if members.len() <= MOST_STATEMENTS => component.by_order(),
        ..=MOST_CITATIONS => component.smallest(),
        _ => component.greedy(),
    };
    chosen.sort_unstable();
    let mut citations: Vec<CutCitation> = (chosen.into_iter())
        .map(|number| component.citations[number as usize])
        .collect();
    citations.sort_unstable();
    CitationCut { citations, least }
}

/// All citations that lead to a later member, or to the citing one itself: without them each rests on earlier ones. Of
/// those that lead to themselves each has to go.
fn in_order(closing: Closing<'_, '_>, members: &[LineageIdx]) -> CitationCut {
    let mut cut = CitationCut::default();
    for &member in members {
        let Some(from) = closing.base.lineage.statement(member) else {
            continue;
        };
        // Members are sorted, and what a citation means stands together.
        let mut written = None;
        let mut is_own = false;
        for edge in closing.inside(member, members) {
            if written != Some(edge.written) {
                is_own = false;
            }
            if edge.to == member && !is_own {
                is_own = true;
                cut.least += 1;
            }
            if edge.to >= member && written != Some(edge.written) {
                cut.citations.push(CutCitation {
                    from,
                    written: edge.written,
                });
                written = Some(edge.written);
            }
        }
    }
    cut.citations.sort_unstable();
    cut.least = cut.least.max(1);
    cut
}

impl Component {
    /// The citations are numbered so that of sets of equal size those come first that may have meant something else,
    /// then those of the earliest statements: what is cited by an earlier one is the less likely.
    fn new(closing: Closing<'_, '_>, members: &[LineageIdx]) -> Self {
        let base = closing.base;
        let mut inner: Vec<(u32, u32, CutCitation, bool)> = Vec::new();
        for (from, &member) in members.iter().enumerate() {
            let Some(statement) = base.lineage.statement(member) else {
                continue;
            };
            for edge in closing.inside(member, members) {
                if let Ok(to) = members.binary_search(&edge.to) {
                    let citation = CutCitation {
                        from: statement,
                        written: edge.written,
                    };
                    let certain = !is_uncertain(closing, member, edge);
                    inner.push((from as u32, to as u32, citation, certain));
                }
            }
        }
        let mut order: Vec<(bool, (i64, i64), CutCitation)> = inner
            .iter()
            .map(|&(_, _, citation, certain)| {
                (certain, base.graph.date(citation.from).sort_key(), citation)
            })
            .collect();
        order.sort_unstable();
        let mut citations: Vec<CutCitation> = Vec::with_capacity(order.len());
        let mut numbers = std::collections::HashMap::with_capacity(order.len());
        for (_, _, citation) in order {
            numbers.entry(citation).or_insert_with(|| {
                citations.push(citation);
                citations.len() as u32 - 1
            });
        }
        let mut arcs: Vec<(u32, u32, u32)> = inner
            .into_iter()
            .map(|(from, to, citation, _)| (from, to, numbers[&citation]))
            .collect();
        arcs.sort_unstable();
        arcs.dedup();
        let starts = (0..=members.len() as u32)
            .map(|node| arcs.partition_point(|&(from, ..)| from < node) as u32)
            .collect();
        Component {
            arcs,
            starts,
            citations,
        }
    }

    fn node_count(&self) -> usize {
        self.starts.len() - 1
    }

    fn arcs_of(&self, node: u32) -> &[(u32, u32, u32)] {
        let (start, end) = (self.starts[node as usize], self.starts[node as usize + 1]);
        &self.arcs[start as usize..end as usize]
    }

    /// A smallest set of citations of few statements, and its size.
    fn by_order(&self) -> (Vec<u32>, usize) {
        let mut inside: Vec<Vec<(u32, u32)>> = vec![Vec::new(); self.node_count()];
        let mut arcs = self.arcs.clone();
        arcs.sort_unstable_by_key(|&(from, to, number)| (from, number, to));
        for (from, to, number) in arcs {
            let own = &mut inside[from as usize];
            match own.last_mut() {
                Some((last, cited)) if *last == number => *cited |= 1 << to,
                _ => own.push((number, 1 << to)),
            }
        }
        let chosen = orders::fewest(&inside);
        let size = chosen.len();
        (chosen, size)
    }

    /// A smallest set of citations, and its size; or a set and a lower bound where a budget ends.
    fn smallest(&self) -> (Vec<u32>, usize) {
        let mut cycles: Vec<Mask> = Vec::new();
        let mut least = 0;
        for _ in 0..MOST_ROUNDS {
            let hitting = packing::hitting(&cycles, 0);
            least = least.max(hitting.least);
            let mut struck: Mask = 0;
            for &number in &hitting.labels {
                struck |= 1 << number;
            }
            let left = self.shortest_cycles(struck);
            if left.is_empty() {
                return (hitting.labels, least);
            }
            cycles.extend(left);
        }
        let (chosen, bound) = self.greedy();
        (chosen, least.max(bound))
    }

    /// The citations of a shortest cycle through each node, those that are struck left out.
    fn shortest_cycles(&self, struck: Mask) -> Vec<Mask> {
        let mut found: Vec<Mask> = Vec::new();
        for start in 0..self.node_count() as u32 {
            let mut by: Vec<Option<(u32, u32)>> = vec![None; self.node_count()];
            let mut queue = std::collections::VecDeque::from([start]);
            while let Some(at) = queue.pop_front() {
                for &(_, to, number) in self.arcs_of(at) {
                    if struck >> number & 1 == 0 && by[to as usize].is_none() {
                        by[to as usize] = Some((at, number));
                        queue.push_back(to);
                    }
                }
                if by[start as usize].is_some() {
                    break;
                }
            }
            let mut cycle: Mask = 0;
            let mut at = start;
            while let Some((from, number)) = by[at as usize] {
                cycle |= 1 << number;
                at = from;
                if at == start {
                    found.push(cycle);
                    break;
                }
            }
        }
        packing::minimal(found)
    }

    /// A small set of citations by the greedy order, without what it does not need, and a lower bound.
    fn greedy(&self) -> (Vec<u32>, usize) {
        let graph = DiGraph::<(), u32>::from_edges(self.arcs.iter().copied());
        let mut struck = vec![false; self.citations.len()];
        for arc in greedy_feedback_arc_set(&graph) {
            // An arc may stand for several citations, each an arc of its own between the same two statements.
            struck[*arc.weight() as usize] = true;
        }
        let mut budget = BUDGET / (self.arcs.len() + 1);
        for number in 0..struck.len() {
            if !struck[number] || budget == 0 {
                continue;
            }
            budget -= 1;
            struck[number] = false;
            struck[number] = self.has_cycle(&struck);
        }
        let chosen = (0..struck.len() as u32)
            .filter(|&number| struck[number as usize])
            .collect();
        (chosen, self.disjoint_cycles())
    }

    fn has_cycle(&self, struck: &[bool]) -> bool {
        let left = (self.arcs.iter()).filter(|&&(.., number)| !struck[number as usize]);
        let left: Vec<(u32, u32)> = left.map(|&(from, to, _)| (from, to)).collect();
        !components::cyclic(&Rows::from_pairs(self.node_count(), &left)).is_empty()
    }

    /// How many cycles that share no citation are found one after another while the budget lasts: each needs a cut.
    fn disjoint_cycles(&self) -> usize {
        let mut struck = vec![false; self.citations.len()];
        let mut budget = BUDGET / (self.arcs.len() + 1);
        let mut found = 0;
        // Self-citations first: each is a cycle of one.
        for &(from, to, number) in &self.arcs {
            if from == to && !std::mem::replace(&mut struck[number as usize], true) {
                found += 1;
            }
        }
        while budget > 0 {
            budget -= 1;
            match self.any_cycle(&struck) {
                Some(cycle) => {
                    cycle
                        .into_iter()
                        .for_each(|number| struck[number as usize] = true);
                    found += 1;
                }
                None => break,
            }
        }
        found.max(1)
    }

    /// The citations of some cycle among those that are not struck, by depth-first search.
    fn any_cycle(&self, struck: &[bool]) -> Option<Vec<u32>> {
        const NEW: u32 = u32::MAX;
        const DONE: u32 = u32::MAX - 1;
        // Where on the path a node lies, or one of the two above.
        let mut place = vec![NEW; self.node_count()];
        for start in 0..self.node_count() as u32 {
            if place[start as usize] != NEW {
                continue;
            }
            // A node of the path, how many of its arcs are done, and the citation that led to it.
            let mut path: Vec<(u32, usize, u32)> = vec![(start, 0, 0)];
            place[start as usize] = 0;
            while let Some(&mut (node, ref mut done, _)) = path.last_mut() {
                let Some(&(_, to, number)) = self.arcs_of(node).get(*done) else {
                    place[node as usize] = DONE;
                    path.pop();
                    continue;
                };
                *done += 1;
                match place[to as usize] {
                    _ if struck[number as usize] => {}
                    NEW => {
                        place[to as usize] = path.len() as u32;
                        path.push((to, 0, number));
                    }
                    DONE => {}
                    first => {
                        let inner = path[first as usize + 1..].iter().map(|&(_, _, by)| by);
                        return Some(inner.chain([number]).collect());
                    }
                }
            }
        }
        None
    }
}
