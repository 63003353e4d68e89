//! Circularity (semantics §5): statement cycles, and round trips of one actor, with shortest witnesses.

use std::collections::{BTreeMap, HashMap, VecDeque};

use super::base::Base;
use super::components;
use super::lineage::LineageIdx;
use crate::case::{ActorIdx, ClaimIdx, StatementIdx};

/// How many steps the search for a shortest cycle may take in one component; beyond, a short one is shown.
const BUDGET: usize = 2_000_000;

/// A strongly connected component of the lineage graph, or a statement that cites itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementCycle {
    /// Its members, sorted.
    pub members: Vec<LineageIdx>,
    /// A shortest cycle in it: each statement cites the next, the last cites the first; it starts with the earliest.
    pub shortest: Vec<LineageIdx>,
    /// Whether it hangs on a citation that may have meant another statement.
    pub possible: bool,
    /// Whether something in it rests on a root.
    pub grounded: bool,
}

/// The statement cycles of a case. Linear, but for the witnesses, which are bounded.
pub fn statement_cycles(base: &Base<'_>, grounded: &[bool]) -> Vec<StatementCycle> {
    let lineage = &base.lineage;
    let found = components::strong(lineage.node_count(), |at, visit| {
        for edge in lineage.citations(LineageIdx(at)) {
            visit(edge.to.0);
        }
    });
    let mut cycles: Vec<StatementCycle> = found
        .into_iter()
        .filter(|members| {
            members.len() > 1 || {
                let only = LineageIdx(members[0]);
                lineage.citations(only).iter().any(|edge| edge.to == only)
            }
        })
        .map(|members| cycle(base, grounded, members))
        .collect();
    cycles.sort_by(|one, other| one.members.cmp(&other.members));
    cycles
}

fn cycle(base: &Base<'_>, grounded: &[bool], members: Vec<u32>) -> StatementCycle {
    let members: Vec<LineageIdx> = members.into_iter().map(LineageIdx).collect();
    let mut shortest = shortest_cycle(base, &members);
    let first = (0..shortest.len())
        .min_by_key(|&at| {
            let date = base.speaker(shortest[at]).map(|(_, date)| date.sort_key());
            (date, shortest[at])
        })
        .unwrap_or(0);
    shortest.rotate_left(first);
    let edge = |from: LineageIdx, to: LineageIdx| {
        base.lineage
            .citations(from)
            .iter()
            .filter(|edge| edge.to == to)
            .all(|edge| edge.resolved)
    };
    let possible =
        (0..shortest.len()).any(|at| edge(shortest[at], shortest[(at + 1) % shortest.len()]));
    StatementCycle {
        grounded: members.iter().any(|member| grounded[member.at()]),
        members,
        shortest,
        possible,
    }
}

/// A shortest cycle through any member, by breadth-first search from each while the budget lasts.
fn shortest_cycle(base: &Base<'_>, members: &[LineageIdx]) -> Vec<LineageIdx> {
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

/// A path of citations from a statement of an actor back to another of its own through somebody else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundTrip {
    /// The claim within which it runs.
    pub claim: ClaimIdx,
    /// The actor whose word comes back to it.
    pub actor: ActorIdx,
    /// The chain, the earliest statement first: each is cited by the next.
    pub chain: Vec<StatementIdx>,
}

/// How many citations are followed for the round trips of one claim.
const TRIP_BUDGET: usize = 200_000;

/// The shortest round trip of each actor within a claim (citogenesis).
///
/// Only citations that carry support count: to answer an opponent is no round trip. Two statements in one cycle are
/// left to that cycle.
pub fn round_trips(
    base: &Base<'_>,
    claim: ClaimIdx,
    component: &HashMap<LineageIdx, u32>,
) -> Vec<RoundTrip> {
    let graph = base.graph;
    let statements = graph.statement_range(claim);
    if statements.len() < 3 {
        return Vec::new();
    }
    let mut by_actor: BTreeMap<ActorIdx, Vec<StatementIdx>> = BTreeMap::new();
    for statement in graph.statements_on(claim) {
        if base.life.is_live(statement) {
            by_actor
                .entry(graph.speaker(statement))
                .or_default()
                .push(statement);
        }
    }
    let mut budget = TRIP_BUDGET;
    let mut trips = Vec::new();
    for (actor, own) in by_actor.into_iter().filter(|(_, own)| own.len() > 1) {
        let best = own
            .iter()
            .filter(|&&start| !base.lineage.citations(base.lineage.of(start)).is_empty())
            .filter_map(|&start| trip(base, claim, start, component, &mut budget))
            .min_by_key(|chain| (chain.len(), chain.clone()));
        trips.extend(best.map(|chain| RoundTrip {
            claim,
            actor,
            chain,
        }));
    }
    trips
}

fn trip(
    base: &Base<'_>,
    claim: ClaimIdx,
    start: StatementIdx,
    component: &HashMap<LineageIdx, u32>,
    budget: &mut usize,
) -> Option<Vec<StatementIdx>> {
    let graph = base.graph;
    let actor = graph.speaker(start);
    let origin = base.lineage.of(start);
    // A state is a statement and whether somebody else has been passed on the way.
    let mut by: HashMap<(LineageIdx, bool), (LineageIdx, bool)> = HashMap::new();
    let mut queue = VecDeque::from([(origin, false)]);
    while let Some((at, passed)) = queue.pop_front() {
        for edge in base.lineage.citations(at) {
            *budget = budget.checked_sub(1)?;
            let Some(to) = base.lineage.statement(edge.to) else {
                continue;
            };
            if !edge.carries || graph.claim_of(to) != Some(claim) || edge.to == origin {
                continue;
            }
            let own = graph.speaker(to) == actor;
            let state = (edge.to, passed || !own);
            if by.contains_key(&state) {
                continue;
            }
            by.insert(state, (at, passed));
            let in_one_cycle = component
                .get(&edge.to)
                .is_some_and(|number| component.get(&origin) == Some(number));
            if own && passed && !in_one_cycle {
                return Some(unwind(base, &by, state, origin));
            }
            queue.push_back(state);
        }
    }
    None
}

fn unwind(
    base: &Base<'_>,
    by: &HashMap<(LineageIdx, bool), (LineageIdx, bool)>,
    end: (LineageIdx, bool),
    origin: LineageIdx,
) -> Vec<StatementIdx> {
    let mut chain = Vec::new();
    let mut at = end;
    loop {
        chain.extend(base.lineage.statement(at.0));
        if at == (origin, false) {
            return chain;
        }
        match by.get(&at) {
            Some(&before) => at = before,
            None => return chain,
        }
    }
}
