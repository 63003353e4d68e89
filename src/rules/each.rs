//! Rules that look at each claim or statement for itself, run in parallel.

use rayon::prelude::*;

use crate::case::{ClaimGraph, ClaimIdx, StatementIdx};

/// So many records at least are looked at by one thread before another may take the next.
const RUN: usize = 1 << 10;
/// So many at most: what a thread has begun nobody else can take over, and all would wait for it.
const LONG_RUN: usize = 1 << 13;

/// What is found at the claims, in their order.
pub fn claim<T: Send, I: IntoIterator<Item = T>>(
    graph: &ClaimGraph,
    look: impl Fn(ClaimIdx) -> I + Sync + Send,
) -> Vec<T> {
    let claims = 0..graph.claims().len() as u32;
    let runs = in_runs(claims.into_par_iter());
    runs.flat_map_iter(|at| look(ClaimIdx(at))).collect()
}

/// What is found at the claims, in their order, each looked at under the first of its ids only.
pub fn proposition<T: Send, I: IntoIterator<Item = T>>(
    graph: &ClaimGraph,
    look: impl Fn(ClaimIdx) -> I + Sync + Send,
) -> Vec<T> {
    claim(graph, |claim| {
        let is_first = graph.proposition(claim) == claim;
        is_first.then(|| look(claim)).into_iter().flatten()
    })
}

/// What is found at the facts, in their order, each looked at once, with all ids under which it is a fact.
pub fn fact<T: Send, I: IntoIterator<Item = T>>(
    graph: &ClaimGraph,
    look: impl Fn(Vec<ClaimIdx>) -> I + Sync + Send,
) -> Vec<T> {
    proposition(graph, |claim| {
        let claims = Vec::from_iter(graph.as_facts(claim));
        let is_any = !claims.is_empty();
        is_any.then(|| look(claims)).into_iter().flatten()
    })
}

/// Stances on statements: they stand after all stances on claims.
pub fn on_statements(graph: &ClaimGraph) -> impl Iterator<Item = StatementIdx> + use<> {
    let end = graph.claims().last();
    let end = end.map_or(0, |claim| graph.statement_range(claim).end);
    (end..graph.statement_count() as u32).map(StatementIdx)
}

/// What is found at the statements, in their order.
pub fn statement<T: Send, I: IntoIterator<Item = T>>(
    graph: &ClaimGraph,
    look: impl Fn(StatementIdx) -> I + Sync + Send,
) -> Vec<T> {
    let statements = 0..graph.statement_count() as u32;
    let runs = in_runs(statements.into_par_iter());
    runs.flat_map_iter(|at| look(StatementIdx(at))).collect()
}

fn in_runs(
    records: impl IndexedParallelIterator<Item = u32>,
) -> impl IndexedParallelIterator<Item = u32> {
    records.with_min_len(RUN).with_max_len(LONG_RUN)
}
