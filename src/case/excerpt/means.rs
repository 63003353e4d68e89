//! Which claims an excerpt needs: those that it is asked for, and those by which they bear on one another.
//!
//! A claim bears on another along `entails`, one opposition at most, and `entails` backwards. So what lies between is
//! entailed by some that is kept, and entails some that is kept or opposes what is entailed likewise. Linear in what is
//! entailed by the claims kept; what merely hangs together with them is left alone.

use foldhash::fast::FixedState;
use hashbrown::HashSet;

use super::super::graph::ClaimGraph;
use super::super::index::ClaimIdx;

type Claims = HashSet<ClaimIdx, FixedState>;

/// The claims of `kept`, and those by which they bear on one another or some of `others` on them; with those others.
pub(super) fn between(
    graph: &ClaimGraph,
    kept: &[ClaimIdx],
    others: &[ClaimIdx],
) -> impl Iterator<Item = ClaimIdx> + use<> {
    let all: Vec<ClaimIdx> = kept.iter().chain(others).copied().collect();
    let entailed = reached(&all, |claim, to| to.extend(&graph.links(claim).entails));
    let opposes = |&claim: &ClaimIdx| {
        let mut opposed = graph.links(claim).opposes.iter();
        opposed.any(|other| entailed.contains(other))
    };
    let mut ends = all;
    ends.extend(entailed.iter().copied().filter(opposes));
    let means = reached(&ends, |claim, to| {
        let entailing = graph.links(claim).entailed_by.iter();
        to.extend(entailing.filter(|at| entailed.contains(*at)));
    });
    // What the others have to do with each other alone is not asked.
    let found = reached(kept, |claim, to| {
        to.extend(linked_to(graph, claim).filter(|at| means.contains(at)));
    });
    found.into_iter()
}

/// The claims of `kept`, and all that hang together with them.
pub(super) fn linked(
    graph: &ClaimGraph,
    kept: &[ClaimIdx],
) -> impl Iterator<Item = ClaimIdx> + use<> {
    reached(kept, |claim, to| to.extend(linked_to(graph, claim))).into_iter()
}

/// What a claim entails, and what entails or opposes it.
fn linked_to(graph: &ClaimGraph, claim: ClaimIdx) -> impl Iterator<Item = ClaimIdx> + '_ {
    let links = graph.links(claim);
    let linked = [&links.entails, &links.entailed_by, &links.opposes];
    linked.into_iter().flatten().copied()
}

/// Some claims and all that can be come to from them.
fn reached(from: &[ClaimIdx], next: impl Fn(ClaimIdx, &mut Vec<ClaimIdx>)) -> Claims {
    let mut found: Claims = from.iter().copied().collect();
    let mut open = from.to_vec();
    let mut new = Vec::new();
    while let Some(claim) = open.pop() {
        next(claim, &mut new);
        open.extend(new.drain(..).filter(|&to| found.insert(to)));
    }
    found
}
