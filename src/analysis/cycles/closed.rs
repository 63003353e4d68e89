//! The components of the lineage graph by the citations that count.
//!
//! What several cite alike is followed once: what counts whoever cites it through one vertex; what counts if it was not
//! surely said later through a row of vertices, each for one that was said later than those before it, which whoever
//! cites it enters at its own time. Linear in the citations that are held, but for their order in time.

use std::collections::HashMap;

use super::super::components;
use super::super::digraph::Digraph;
use super::super::lineage::LineageIdx;
use super::premises::Closing;
use crate::case::{Rows, StatementIdx};

/// The components that hold a citation that counts, of those that hold any. Members ascend.
pub fn circles(closing: Closing<'_, '_>, by_letter: &[Vec<u32>]) -> Vec<Vec<u32>> {
    let mut cyclic: Vec<LineageIdx> = (by_letter.iter().flatten())
        .map(|&at| LineageIdx(at))
        .collect();
    cyclic.sort_unstable();
    let mut arcs = Arcs {
        closing,
        next: cyclic.len() as u32,
        cyclic: &cyclic,
        all: Vec::new(),
    };
    let mut rows: HashMap<LineageIdx, Entrances> = HashMap::new();
    for (&at, from) in cyclic.iter().zip(0u32..) {
        let holder = closing.base.lineage.holder(at);
        let entrances = rows.entry(holder).or_insert_with(|| arcs.entrances(at));
        let latest = closing.base.graph.said_at(StatementIdx(at.0)).latest();
        let known = (entrances.earliest).partition_point(|&earliest| earliest <= latest);
        arcs.all.push((from, entrances.always));
        if let Some(last) = known.checked_sub(1) {
            arcs.all.push((from, entrances.first + last as u32));
        }
    }
    let graph = Rows::from_pairs(arcs.next as usize, &arcs.all);
    let mut found = components::cyclic(&graph);
    for members in &mut found {
        members.retain(|&vertex| (vertex as usize) < cyclic.len());
        members
            .iter_mut()
            .for_each(|vertex| *vertex = cyclic[*vertex as usize].0);
    }
    found
}

/// Where statements with the same citations enter these.
struct Entrances {
    /// The vertex that leads to all that counts whoever cites it.
    always: u32,
    /// The first of those that lead to what may have been said later, and when each was said at the earliest.
    first: u32,
    earliest: Vec<i64>,
}

/// What leads where: the statements that lie on any cycle come first, by their places, then the vertices between.
struct Arcs<'c, 'b, 'g> {
    closing: Closing<'b, 'g>,
    cyclic: &'c [LineageIdx],
    next: u32,
    all: Vec<(u32, u32)>,
}

impl Arcs<'_, '_, '_> {
    /// The vertices for what a statement cites.
    fn entrances(&mut self, at: LineageIdx) -> Entrances {
        let (lineage, graph) = (&self.closing.base.lineage, self.closing.base.graph);
        let always = self.next;
        let mut dated = Vec::new();
        for edge in lineage.edges(at.0) {
            let cited = lineage.citation(edge).to;
            let Ok(to) = self.cyclic.binary_search(&cited) else {
                continue;
            };
            let premises = self.closing.premises;
            match premises.filter(|one| one.standing.has(edge as u32)) {
                None => self.all.push((always, to as u32)),
                Some(premises) if premises.own.has(edge as u32) => {}
                Some(_) => {
                    let said_at = graph.said_at(StatementIdx(cited.0));
                    dated.push((said_at.earliest(), to as u32));
                }
            }
        }
        dated.sort_unstable();
        let first = always + 1;
        for (&(_, to), vertex) in dated.iter().zip(first..) {
            self.all.push((vertex, to));
            if vertex > first {
                self.all.push((vertex, vertex - 1));
            }
        }
        self.next = first + dated.len() as u32;
        Entrances {
            always,
            first,
            earliest: dated.into_iter().map(|(earliest, _)| earliest).collect(),
        }
    }
}
