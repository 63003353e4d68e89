//! Round trips and laundering loops (semantics §5, levels 2 and 3): a word that comes back to its own side.
//!
//! Both are paths of citations within one claim, by whatever id (`same_as`). Only citations that carry support count: to
//! answer an opponent is no circularity, and whoever doubts what it hears back confirms nothing; nor does a word come
//! back by a premise that closes no circle ([`premises`](super::premises)). A path may run through what was taken back
//! since; a copy outlives its original. Two statements in one cycle are left to that cycle, and a chain passes none
//! twice: what goes round in a circle on its way comes back within that circle only. Shortest chains by breadth-first
//! search from each candidate, within a budget a claim; no search begins in a cycle that leads nowhere, or to nobody
//! whom a chain might end with.

use std::collections::{HashMap, HashSet};

use super::super::base::Base;
use super::super::lineage::{Citation, LineageIdx};
use super::super::voices::Ties;
use super::Circles;
use super::premises::Closing;
use super::ways::Ways;
use crate::case::{ActorIdx, ClaimIdx, StatementIdx};

/// How many steps are taken for each kind of loop within one claim.
pub const BUDGET: usize = 200_000;

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

/// A path of citations from a statement of one actor back to one of another that shares a voice with it, through
/// somebody who shares a voice with neither.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LaunderingLoop {
    /// The claim within which it runs.
    pub claim: ClaimIdx,
    /// Whose word it is in the beginning.
    pub first: ActorIdx,
    /// Who has it back from an outsider in the end.
    pub last: ActorIdx,
    /// Those on the way who share a voice with neither, in the order of the chain; never empty.
    pub outsiders: Vec<ActorIdx>,
    /// The chain, the earliest statement first: each is cited by the next.
    pub chain: Vec<StatementIdx>,
}

/// The loops of one kind within a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loops<T> {
    /// Those found.
    pub found: Vec<T>,
    /// Whether all were looked for; if not, there may be more.
    pub complete: bool,
    /// How many steps were taken, [`BUDGET`] at most.
    pub steps: usize,
}

impl<T> Default for Loops<T> {
    fn default() -> Self {
        Loops {
            found: Vec::new(),
            complete: true,
            steps: 0,
        }
    }
}

/// The shortest round trip of each actor within a claim (citogenesis).
pub fn round_trips(
    closing: Closing<'_, '_>,
    claim: ClaimIdx,
    circles: &Circles,
) -> Loops<RoundTrip> {
    let base = closing.base;
    let mut search = Search::new(closing, claim, circles);
    let mut loops = Loops::default();
    if search.said().nth(2).is_none() {
        return loops;
    }
    for own in search.carrying().chunk_by(same_speaker(base)) {
        if own.len() < 2 {
            continue;
        }
        search.are_all = true;
        let actor = base.graph.speaker(own[0]);
        let own_word = |at: StatementIdx| base.graph.speaker(at) == actor;
        let live = own.iter().filter(|&&at| base.life.is_live(at));
        let chains = live.filter_map(|&start| {
            let may_end = search.leads_out(start, |by| by.binary_search(&actor).is_ok());
            may_end.then(|| search.shortest(start, |at| !own_word(at), own_word, Some))?
        });
        let best = chains.min_by_key(|chain| (chain.len(), chain.clone()));
        loops.complete &= best.is_some() || search.are_all;
        loops.found.extend(best.map(|chain| RoundTrip {
            claim,
            actor,
            chain,
        }));
    }
    loops.complete &= search.budget > 0;
    loops.steps = BUDGET - search.budget;
    loops
}

/// The shortest laundering loop that ends in each actor within a claim, by ties that surely held.
pub fn laundering_loops(
    closing: Closing<'_, '_>,
    claim: ClaimIdx,
    circles: &Circles,
) -> Loops<LaunderingLoop> {
    let base = closing.base;
    let mut search = Search::new(closing, claim, circles);
    let mut loops = Loops::default();
    if search.said().nth(2).is_none() || base.voices.are_untied() {
        return loops;
    }
    let shared = search.shared_voices();
    if shared.is_empty() {
        return loops;
    }
    let mut voices = Vec::new();
    for own in search.carrying().chunk_by(same_speaker(base)) {
        search.are_all = true;
        let actor = base.graph.speaker(own[0]);
        let live = own.iter().filter(|&&at| base.life.is_live(at));
        let chains = live.filter_map(|&start| {
            voices.clear();
            let date = base.graph.date(start);
            (base.voices).labels(actor, date, Ties::Sure, &mut voices);
            let joined = |voice| shared.binary_search(voice).is_ok();
            let may_end = voices.iter().any(joined)
                && search.leads_out(start, |by| by.iter().any(|&other| other != actor));
            may_end.then(|| search.laundered(start))?
        });
        let best = chains.min_by_key(|chain| (chain.len(), chain.clone()));
        loops.complete &= best.is_some() || search.are_all;
        let Some(chain) = best else {
            continue;
        };
        loops.found.push(LaunderingLoop {
            claim,
            first: base.graph.speaker(chain[0]),
            last: actor,
            outsiders: outsiders(base, &chain),
            chain,
        });
    }
    loops.complete &= search.budget > 0;
    loops.steps = BUDGET - search.budget;
    loops
}

fn same_speaker<'b>(base: &'b Base<'_>) -> impl Fn(&StatementIdx, &StatementIdx) -> bool + 'b {
    |&one, &other| base.graph.speaker(one) == base.graph.speaker(other)
}

/// Those on a chain who share a voice with neither of its ends, each once.
fn outsiders(base: &Base<'_>, chain: &[StatementIdx]) -> Vec<ActorIdx> {
    let [first, between @ .., last] = chain else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for &at in between {
        let joined = |end: StatementIdx| {
            base.voices
                .statements_joined(base.graph, at, end, Ties::Sure)
        };
        let actor = base.graph.speaker(at);
        if !joined(*first) && !joined(*last) && !found.contains(&actor) {
            found.push(actor);
        }
    }
    found
}

/// A chain passes a statement twice.
struct Repeats;

fn has_twice(nodes: &[LineageIdx]) -> bool {
    let mut seen = HashSet::new();
    !nodes.iter().all(|node| seen.insert(node))
}

/// A search for chains within one claim.
struct Search<'b, 'g> {
    base: &'b Base<'g>,
    claim: ClaimIdx,
    circles: &'b Circles,
    closing: Closing<'b, 'g>,
    budget: usize,
    /// The members that each cycle has within the claim.
    members: HashMap<u32, Vec<LineageIdx>>,
    /// For each cycle met, the speakers of what these lead to outside it, sorted.
    beyond: HashMap<u32, Vec<ActorIdx>>,
    /// Whether no way was left out that might have led to a chain.
    are_all: bool,
}

impl<'b, 'g> Search<'b, 'g> {
    fn new(closing: Closing<'b, 'g>, claim: ClaimIdx, circles: &'b Circles) -> Self {
        let base = closing.base;
        let mut search = Search {
            base,
            claim,
            circles,
            closing,
            budget: BUDGET,
            members: HashMap::new(),
            beyond: HashMap::new(),
            are_all: true,
        };
        if !circles.cycles().is_empty() {
            for at in search.said().map(|at| base.lineage.of(at)) {
                if let Some(number) = circles.circle(at) {
                    search.members.entry(number).or_default().push(at);
                }
            }
        }
        search
    }

    /// The statements on the claim, by whatever id.
    fn said(&self) -> impl Iterator<Item = StatementIdx> + use<'g> {
        self.base.graph.statements_on_any_id(self.claim)
    }

    /// The statement that a citation leads to, if a chain may go on there: it carries, within the claim.
    fn follow(&self, edge: &Citation) -> Option<StatementIdx> {
        let to = self.base.lineage.statement(edge.to)?;
        let graph = self.base.graph;
        let on = graph.claim_of(to).filter(|_| edge.carries)?;
        graph.are_same(self.claim, on).then_some(to)
    }

    /// Whether a chain from `start` may end with one of those whom its cycle leads to; on no cycle it always may.
    fn leads_out(&mut self, start: StatementIdx, wanted: impl Fn(&[ActorIdx]) -> bool) -> bool {
        let Some(number) = self.circles.circle(self.base.lineage.of(start)) else {
            return true;
        };
        if !self.beyond.contains_key(&number) {
            let beyond = self.speakers_beyond(number);
            self.beyond.insert(number, beyond);
        }
        wanted(&self.beyond[&number])
    }

    /// The speakers of what the members of a cycle lead to outside it, sorted; nobody where the budget ends. One member
    /// need not lead to another here: what closes the cycle may carry nothing, or run through another claim.
    fn speakers_beyond(&mut self, number: u32) -> Vec<ActorIdx> {
        let mut open = self.members.get(&number).cloned().unwrap_or_default();
        let mut seen: HashSet<LineageIdx> = open.iter().copied().collect();
        let mut speakers = Vec::new();
        while let Some(at) = open.pop() {
            for (edge, closes) in self.closing.weighed(at) {
                let Some(left) = self.budget.checked_sub(1) else {
                    return Vec::new();
                };
                self.budget = left;
                if closes
                    && let Some(to) = self.follow(edge)
                    && seen.insert(edge.to)
                {
                    open.push(edge.to);
                    if self.circles.circle(edge.to) != Some(number) {
                        speakers.push(self.base.graph.speaker(to));
                    }
                }
            }
        }
        speakers.sort_unstable();
        speakers.dedup();
        speakers
    }

    /// The statements on the claim that may carry something, speaker by speaker, those among them that were taken back
    /// since.
    fn carrying(&self) -> Vec<StatementIdx> {
        let graph = self.base.graph;
        let mut carrying: Vec<StatementIdx> = (self.said())
            .filter(|&at| self.base.life.is_made(at) && graph.stance(at).carries())
            .collect();
        carrying.sort_by_key(|&at| (graph.speaker(at), at));
        carrying
    }

    /// The voices that statements of more than one actor on the claim share, sorted.
    fn shared_voices(&self) -> Vec<ActorIdx> {
        let graph = self.base.graph;
        let mut borne: Vec<(ActorIdx, ActorIdx)> = Vec::new();
        let mut voices = Vec::new();
        for at in self.said() {
            let (actor, date) = (graph.speaker(at), graph.date(at));
            voices.clear();
            (self.base.voices).labels(actor, date, Ties::Sure, &mut voices);
            borne.extend(voices.iter().map(|&voice| (voice, actor)));
        }
        borne.sort_unstable();
        borne.dedup();
        let mut shared: Vec<ActorIdx> = (borne.windows(2))
            .filter(|pair| pair[0].0 == pair[1].0)
            .map(|pair| pair[0].0)
            .collect();
        shared.dedup();
        shared
    }

    /// The shortest laundering loop that ends in `start`.
    ///
    /// Where voices are a partition, whoever is joined with the one end is with the other, and the first chain found
    /// is one. Where they overlap, one who is not joined with `start` may be with the other end: then that pair is
    /// searched again for itself.
    fn laundered(&mut self, start: StatementIdx) -> Option<Vec<StatementIdx>> {
        let base = self.base;
        let joined = |one, other| {
            base.voices
                .statements_joined(base.graph, one, other, Ties::Sure)
        };
        let actor = base.graph.speaker(start);
        let mut doubtful = Vec::new();
        let direct = self.shortest(
            start,
            |at| !joined(at, start),
            |at| base.graph.speaker(at) != actor && joined(at, start),
            |chain| {
                if outsiders(base, &chain).is_empty() {
                    if !doubtful.contains(&chain[0]) {
                        doubtful.push(chain[0]);
                    }
                    return None;
                }
                Some(chain)
            },
        );
        let mut best = direct;
        for end in doubtful {
            let found = self.shortest(
                start,
                |at| !joined(at, start) && !joined(at, end),
                |at| at == end,
                Some,
            );
            let shorter = |chain: &Vec<StatementIdx>| {
                best.as_ref().is_none_or(|best| chain.len() < best.len())
            };
            if let Some(chain) = found.filter(shorter) {
                best = Some(chain);
            }
        }
        best
    }

    /// The first chain that `accept` takes, shortest first: from `start` back to a statement where it `ends`, through
    /// one that it must `pass`, the two ends in no common cycle, and no statement twice. `None` too where the budget
    /// ends.
    ///
    /// Looked for first by the shortest way to each statement, whatever lies on it. Only within a cycle may that pass a
    /// statement twice; where it does, all ways are looked for that others do not make needless.
    fn shortest(
        &mut self,
        start: StatementIdx,
        passes: impl Fn(StatementIdx) -> bool,
        ends: impl Fn(StatementIdx) -> bool,
        mut accept: impl FnMut(Vec<StatementIdx>) -> Option<Vec<StatementIdx>>,
    ) -> Option<Vec<StatementIdx>> {
        match self.search(start, &passes, &ends, &mut accept, Ways::any()) {
            Ok(found) => found,
            Err(Repeats) => {
                let found = self.search(start, &passes, &ends, &mut accept, Ways::simple());
                found.unwrap_or_default()
            }
        }
    }

    fn search(
        &mut self,
        start: StatementIdx,
        passes: &impl Fn(StatementIdx) -> bool,
        ends: &impl Fn(StatementIdx) -> bool,
        accept: &mut impl FnMut(Vec<StatementIdx>) -> Option<Vec<StatementIdx>>,
        mut ways: Ways,
    ) -> Result<Option<Vec<StatementIdx>>, Repeats> {
        let lineage = &self.base.lineage;
        let origin = lineage.of(start);
        ways.add(origin, false, None);
        let mut next = 0;
        while let Some(&way) = ways.all.get(next) {
            for (edge, closes) in self.closing.weighed(way.at) {
                let Some(to) = (self.follow(edge)).filter(|_| closes && edge.to != origin) else {
                    if !self.spend(1) {
                        return Ok(None);
                    }
                    continue;
                };
                let (added, cost) = ways.go_on(next as u32, edge.to, passes(to), self.circles);
                if !self.spend(1 + cost) {
                    return Ok(None);
                }
                if added && way.passed && ends(to) && !self.in_one_cycle(edge.to, origin) {
                    let nodes = ways.last_back();
                    if !self.spend(nodes.len()) {
                        return Ok(None);
                    }
                    if has_twice(&nodes) {
                        return Err(Repeats);
                    }
                    let chain = nodes.into_iter().filter_map(|at| lineage.statement(at));
                    let chain = accept(chain.collect());
                    if chain.is_some() {
                        return Ok(chain);
                    }
                }
            }
            next += 1;
        }
        self.are_all &= ways.are_all;
        Ok(None)
    }

    /// Whether the budget bears so many steps more; else it is spent.
    fn spend(&mut self, steps: usize) -> bool {
        let left = self.budget.checked_sub(steps);
        self.budget = left.unwrap_or(0);
        left.is_some()
    }

    fn in_one_cycle(&self, one: LineageIdx, other: LineageIdx) -> bool {
        let number = self.circles.circle(one);
        number.is_some() && number == self.circles.circle(other)
    }
}
