//! Claims with support and denial that both rest on something.

use std::collections::{BTreeMap, BTreeSet};

use super::related_pairs;
use crate::analysis::{Facts, Status};
use crate::case::vocabulary::Stance;
use crate::case::{ActorIdx, ClaimIdx, StatementIdx};
use crate::rules::clash::{Clash, Side, Wording, own_support};
use crate::rules::each;

/// Disputes of a claim, and pairs of claims that oppose each other; then whatever else is contested.
pub fn contested(facts: &Facts<'_>) -> Vec<Clash> {
    let mut clashes = disputed(facts);
    clashes.extend(opposed(facts));
    clashes.extend(through(facts, &clashes));
    clashes
}

/// Live disputes of the claim itself, by whatever id, that rest on something.
pub fn disputes(facts: &Facts<'_>, claim: ClaimIdx) -> Vec<StatementIdx> {
    let graph = facts.graph();
    let grounded = |&at: &StatementIdx| {
        graph.stance(at) == Stance::Disputes && facts.is_live(at) && facts.is_grounded(at)
    };
    let said = graph.statements_on_any_id(claim);
    said.filter(grounded).collect()
}

fn disputed(facts: &Facts<'_>) -> Vec<Clash> {
    let graph = facts.graph();
    each::proposition(graph, |claim| {
        let mut disputes = match facts.status(claim) {
            Status::Contested => disputes(facts, claim),
            _ => Vec::new(),
        };
        // Whoever asserts the opposite as well quarrels once, not twice.
        let opposing = (graph.same(claim)).flat_map(|claim| &graph.links(claim).opposes);
        let opposing: BTreeSet<ActorIdx> = match disputes.is_empty() {
            true => BTreeSet::new(),
            false => (opposing.flat_map(|&other| own_support(facts, other)))
                .map(|at| graph.speaker(at))
                .collect(),
        };
        disputes.retain(|&at| !opposing.contains(&graph.speaker(at)));
        (!disputes.is_empty()).then(|| Clash {
            rule: "contested-claim",
            sides: vec![Side::supporting(facts, claim), Side::against(disputes)],
            wording: Wording::Disputed,
            nth: 0,
        })
    })
}

fn opposed(facts: &Facts<'_>) -> Vec<Clash> {
    let pairs = related_pairs(facts, |claim| &facts.graph().links(claim).opposes).into_iter();
    let clash = |(one, other): (ClaimIdx, ClaimIdx)| {
        let both = [one, other];
        let stand = both.iter().all(|&claim| stands(facts, claim));
        let is_contested = |&claim: &ClaimIdx| facts.status(claim) == Status::Contested;
        (stand && both.iter().any(is_contested)).then(|| Clash {
            rule: "contested-claim",
            sides: both.map(|claim| Side::supporting(facts, claim)).to_vec(),
            wording: Wording::Opposed,
            nth: 0,
        })
    };
    pairs.filter_map(clash).collect()
}

/// What is contested and in no clash so far: it entails a claim that is denied, and so is denied with it.
fn through(facts: &Facts<'_>, told: &[Clash]) -> Vec<Clash> {
    let graph = facts.graph();
    let sides = told.iter().flat_map(|clash| &clash.sides);
    let told: BTreeSet<ClaimIdx> = sides.flat_map(|side| side.claims.iter().copied()).collect();
    let is_untold =
        |claim: ClaimIdx| facts.status(claim) == Status::Contested && !told.contains(&claim);
    if !graph.claims().any(is_untold) {
        return Vec::new();
    }
    let denied = nearest_denied(facts);
    each::proposition(graph, |claim| {
        is_untold(claim).then(|| Clash {
            rule: "contested-claim",
            sides: vec![Side::supporting(facts, claim), Side::denying(facts, claim)],
            wording: match denied.get(&claim) {
                Some(denied) if !denied.contains(&claim) => {
                    let denied = denied.iter().flat_map(|&one| graph.same(one));
                    Wording::Through(denied.collect())
                }
                _ => Wording::Disputed,
            },
            nth: 0,
        })
    })
}

/// Of more claims that are equally near not all are told.
const MOST_NEAR: usize = 16;

/// For whatever is denied, or entails what is, under the first of its ids: the claims, the fewest steps away, that are
/// disputed themselves or opposed by one that stands. Linear.
fn nearest_denied(facts: &Facts<'_>) -> BTreeMap<ClaimIdx, BTreeSet<ClaimIdx>> {
    let graph = facts.graph();
    let is_denied = |&claim: &ClaimIdx| {
        let mut opposing = (graph.same(claim)).flat_map(|claim| &graph.links(claim).opposes);
        opposing.any(|&other| stands(facts, other)) || !disputes(facts, claim).is_empty()
    };
    let is_first = |&claim: &ClaimIdx| graph.proposition(claim) == claim;
    let denied = graph.claims().filter(is_first).filter(is_denied);
    let mut level: BTreeMap<ClaimIdx, BTreeSet<ClaimIdx>> = denied
        .map(|claim| (claim, BTreeSet::from([claim])))
        .collect();
    let mut nearest: BTreeMap<ClaimIdx, BTreeSet<ClaimIdx>> = BTreeMap::new();
    while !level.is_empty() {
        let mut next: BTreeMap<ClaimIdx, BTreeSet<ClaimIdx>> = BTreeMap::new();
        for (&claim, denied) in &level {
            let entailing = (graph.same(claim)).flat_map(|claim| &graph.links(claim).entailed_by);
            for by in entailing.map(|&by| graph.proposition(by)) {
                if !nearest.contains_key(&by) && !level.contains_key(&by) {
                    let told = next.entry(by).or_default();
                    let room = MOST_NEAR.saturating_sub(told.len());
                    told.extend(denied.iter().take(room));
                }
            }
        }
        nearest.append(&mut level);
        level = next;
    }
    nearest
}

/// Whether support of a claim rests on something.
fn stands(facts: &Facts<'_>, claim: ClaimIdx) -> bool {
    facts.standing(claim).support.grounded
}
