//! Which actors, claims, events, artefacts and reports are touched.

use std::collections::BTreeSet;

use super::Earlier;
use super::renumbering::{Renumbering, is_same};
use crate::analysis::base::Base;
use crate::analysis::live::Life;
use crate::case::graph::{Tie, Verification};
use crate::case::{ActorIdx, ClaimGraph, ClaimIdx, EventIdx, EvidenceIdx, Node, ReportIdx};

/// What is touched, by the numbers of now.
pub(super) struct Touched {
    pub actors: Vec<bool>,
    pub claims: Vec<bool>,
    pub reports: Vec<bool>,
    events: Vec<bool>,
    evidence: Vec<bool>,
}

impl Touched {
    pub fn new(earlier: Earlier<'_>, base: &Base<'_>, numbers: &Renumbering) -> Self {
        let comparison = Comparison {
            old: earlier.graph,
            new: base.graph,
            numbers,
            // What was verified later had not been verified yet.
            is_same_date: earlier.settings.as_of == base.settings.as_of,
            retracting: [
                retracting(earlier.graph, earlier.life),
                retracting(base.graph, &base.life),
            ],
        };
        let mut touched = Touched {
            actors: comparison.actors(),
            claims: Vec::new(),
            reports: Vec::new(),
            events: Vec::new(),
            evidence: Vec::new(),
        };
        touched.events = comparison.events(&touched.actors);
        touched.reports = comparison.reports(&touched.actors);
        touched.evidence = comparison.evidence(&touched);
        touched.claims = comparison.claims(&touched);
        touched
    }

    /// Whether a record is an artefact that is touched.
    pub fn is_artefact(&self, node: Node) -> bool {
        matches!(node, Node::Evidence(at) if self.evidence[at.at()])
    }
}

struct Comparison<'c> {
    old: &'c ClaimGraph,
    new: &'c ClaimGraph,
    numbers: &'c Renumbering,
    is_same_date: bool,
    /// Who took anything back, before and now: verifications among it.
    retracting: [BTreeSet<ActorIdx>; 2],
}

fn retracting(graph: &ClaimGraph, life: &Life) -> BTreeSet<ActorIdx> {
    let retractions = life.retractions().iter();
    retractions.map(|&at| graph.speaker(at)).collect()
}

/// The records of now that nothing of before is like.
fn touched<T: Copy>(
    now: impl ExactSizeIterator<Item = T>,
    place: impl Fn(T) -> usize,
    alike: impl Iterator<Item = T>,
) -> Vec<bool> {
    let mut touched = vec![true; now.len()];
    for at in alike {
        touched[place(at)] = false;
    }
    touched
}

impl Comparison<'_> {
    /// Actors of sides in which any is new, gone, or otherwise.
    fn actors(&self) -> Vec<bool> {
        let (old, new) = (self.old, self.new);
        let pairs = || {
            let pairs = old.actors().map(|then| (then, self.numbers.actor(then)));
            pairs.collect::<Vec<_>>()
        };
        let is_alike = |&(then, now): &(ActorIdx, Option<ActorIdx>)| {
            now.is_some_and(|now| self.is_same_actor(then, now))
        };
        let alike = pairs()
            .into_iter()
            .filter(is_alike)
            .filter_map(|(_, now)| now);
        let mut touched = touched(new.actors(), ActorIdx::at, alike);
        let gone = pairs().into_iter().filter(|pair| !is_alike(pair));
        let gone = gone.map(|(then, _)| then.at());
        let mut before = vec![false; old.actors().len()];
        spread(old, gone.collect(), &mut before);
        for (then, now) in pairs() {
            if let Some(now) = now.filter(|_| before[then.at()]) {
                touched[now.at()] = true;
            }
        }
        let start = (0..touched.len()).filter(|&at| touched[at]).collect();
        touched.fill(false);
        spread(new, start, &mut touched);
        touched
    }

    fn is_same_actor(&self, then: ActorIdx, now: ActorIdx) -> bool {
        let (old, new) = (self.old.actor(then), self.new.actor(now));
        let tie = |(old, new): (&Tie, &Tie)| {
            self.numbers.actor(old.to) == Some(new.to)
                && (old.role, old.from, old.until, old.alleged)
                    == (new.role, new.from, new.until, new.alleged)
        };
        let ties = (self.old.ties(then), self.new.ties(now));
        self.old.name(then) == self.new.name(now)
            && old.kind == new.kind
            && self
                .numbers
                .is_same_actors(&old.adversaries, &new.adversaries)
            && ties.0.len() == ties.1.len()
            && ties.0.iter().zip(ties.1).all(tie)
    }

    fn events(&self, actors: &[bool]) -> Vec<bool> {
        let alike = |then: EventIdx| {
            let now = self.numbers.event(then)?;
            let (old, new) = (self.old.parties(then), self.new.parties(now));
            let kept = self.numbers.is_same_actors(old, new)
                && new.iter().all(|actor| !actors[actor.at()]);
            kept.then_some(now)
        };
        let alike = self.old.events().filter_map(alike);
        touched(self.new.events(), EventIdx::at, alike)
    }

    fn reports(&self, actors: &[bool]) -> Vec<bool> {
        let alike = |then: ReportIdx| {
            let now = self.numbers.report(then)?;
            let (old, new) = (self.old.report(then), self.new.report(now));
            let kept =
                self.is_same_actor_of(old.publisher, new.publisher, actors) && old.date == new.date;
            kept.then_some(now)
        };
        let alike = self.old.reports().filter_map(alike);
        touched(self.new.reports(), ReportIdx::at, alike)
    }

    fn is_same_actor_of(
        &self,
        then: Option<ActorIdx>,
        now: Option<ActorIdx>,
        touched: &[bool],
    ) -> bool {
        match (then, now) {
            (None, None) => true,
            (Some(then), Some(now)) => self.numbers.actor(then) == Some(now) && !touched[now.at()],
            _ => false,
        }
    }

    fn evidence(&self, so_far: &Touched) -> Vec<bool> {
        let actors = &so_far.actors;
        let verified = |(old, new): (&Verification, &Verification)| {
            self.is_same_actor_of(Some(old.by), Some(new.by), actors)
                && (old.date, old.heard) == (new.date, new.heard)
                && old.is_told == new.is_told
                && (self.is_same_date || new.date.is_unknown())
                && self.numbers.is_same_claims(&old.claims, &new.claims)
                && !self.retracting[0].contains(&old.by)
                && !self.retracting[1].contains(&new.by)
        };
        let alike = |then: EvidenceIdx| {
            let now = self.numbers.evidence(then)?;
            let (old, new) = (self.old.evidence(then), self.new.evidence(now));
            let kept = self.is_same_actor_of(old.producer, new.producer, actors)
                && self.is_same_actor_of(old.released_by, new.released_by, actors)
                && old.date == new.date
                && old.verified.len() == new.verified.len()
                && old.verified.iter().zip(&new.verified).all(verified);
            kept.then_some(now)
        };
        let alike = self.old.all_evidence().filter_map(alike);
        touched(self.new.all_evidence(), EvidenceIdx::at, alike)
    }

    fn claims(&self, so_far: &Touched) -> Vec<bool> {
        let alike = |then: ClaimIdx| {
            let now = self.numbers.claim(then)?;
            let (old, new) = (self.old.links(then), self.new.links(now));
            let is_whole =
                |actors: &[ActorIdx]| actors.iter().all(|actor| !so_far.actors[actor.at()]);
            let kept = self.old.claim(then).kind == self.new.claim(now).kind
                && self.numbers.is_same_events(&old.events, &new.events)
                && new.events.iter().all(|event| !so_far.events[event.at()])
                && self.numbers.is_same_actors(&old.favours, &new.favours)
                && self.numbers.is_same_actors(&old.against, &new.against)
                && is_whole(&new.favours)
                && is_whole(&new.against)
                && is_same(&old.opposes, &new.opposes, |at| self.numbers.claim(at));
            kept.then_some(now)
        };
        let alike = self.old.claims().filter_map(alike);
        touched(self.new.claims(), ClaimIdx::at, alike)
    }
}

/// Marks whom some actors are tied to, in either direction, by whatever ties and however far.
fn spread(graph: &ClaimGraph, start: Vec<usize>, marked: &mut [bool]) {
    if start.is_empty() {
        return;
    }
    let mut tied: Vec<Vec<ActorIdx>> = vec![Vec::new(); marked.len()];
    for actor in graph.actors() {
        for tie in graph.ties(actor) {
            tied[actor.at()].push(tie.to);
            tied[tie.to.at()].push(actor);
        }
    }
    let mut open = start;
    while let Some(at) = open.pop() {
        if !std::mem::replace(&mut marked[at], true) {
            open.extend(tied[at].iter().map(|actor| actor.at()));
        }
    }
}
