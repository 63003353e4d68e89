//! What counts, and for what (semantics §1).

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::{Reading, closure};
use crate::case::date::Date;
use crate::case::graph::Object;
use crate::case::vocabulary::Stance;
use crate::case::{ClaimIdx, StatementIdx};

fn has_come(date: Date, as_of: Date) -> bool {
    date.is_unknown() || date.latest() <= as_of.latest()
}

impl Reading<'_> {
    /// Whether it was said by the as-of date; what is known through relays, and these, once all of them have spoken, and
    /// what relays do not say again, once its report has appeared.
    pub(super) fn was_made(&self, at: StatementIdx) -> bool {
        let Some(as_of) = self.assumed.as_of else {
            return true;
        };
        let by_then = |at: StatementIdx| self.was_written(at, as_of);
        match self.graph.passed_on(at) {
            None => by_then(at),
            Some(first) => {
                let mut relays = self.graph.relays_of(first).peekable();
                let appeared = self
                    .graph
                    .report_of(first)
                    .filter(|_| relays.peek().is_none());
                let dates = appeared.map(|report| self.graph.report(report).date);
                by_then(first)
                    && relays.all(by_then)
                    && dates.is_none_or(|date| has_come(date, as_of))
            }
        }
    }

    fn was_written(&self, at: StatementIdx, as_of: Date) -> bool {
        let own = self.graph.date(at);
        let published = |report| self.graph.report(report).date;
        let date = match own.is_unknown() {
            true => self.graph.report_of(at).map_or(own, published),
            false => own,
        };
        has_come(date, as_of)
    }

    /// A retraction takes back its speaker's statements on the same object that are not surely later, and the
    /// statement that it names; another retraction only if it names it. Of two that would take each other back the
    /// later one stands.
    pub(super) fn not_taken_back(&self) -> Vec<bool> {
        let graph = self.graph;
        let when = |at: StatementIdx| {
            let date = graph.date(at);
            let published = graph.report_of(at).map(|report| graph.report(report).date);
            let date = match date.is_unknown() {
                true => published.unwrap_or(date),
                false => date,
            };
            match date.is_unknown() {
                true => i64::MIN,
                false => date.latest(),
            }
        };
        let retractions: Vec<StatementIdx> = graph
            .statements()
            .filter(|&at| graph.stance(at) == Stance::Retracts && self.made[at.at()])
            .collect();
        let retractions = self.first_to_last(&retractions, when);
        let on_statements: Vec<StatementIdx> = (graph.statements())
            .filter(|&at| graph.claim_of(at).is_none())
            .collect();
        let mut live = self.made.clone();
        let mut decided: BTreeSet<StatementIdx> = BTreeSet::new();
        for &by in retractions.iter().rev() {
            decided.insert(by);
            if !live[by.at()] {
                continue;
            }
            let same_object: Vec<StatementIdx> = match graph.object(by) {
                Object::Claim(claim) => graph.statements_on_any_id(claim).collect(),
                object => (on_statements.iter().copied())
                    .filter(|&at| graph.object(at) == object)
                    .collect(),
            };
            let named = match graph.object(by) {
                Object::Statement(named) => Some(named),
                Object::Claim(_) => None,
            };
            let said = |&at: &StatementIdx| graph.stance(at) != Stance::Retracts;
            for at in same_object.into_iter().filter(said).chain(named) {
                let stands = at == by || decided.contains(&at);
                if !stands && self.may_take_back(by, at) {
                    live[at.at()] = false;
                }
            }
        }
        live
    }

    /// By whom it is and when.
    pub fn may_take_back(&self, by: StatementIdx, at: StatementIdx) -> bool {
        self.graph.speaker(at) == self.graph.speaker(by)
            && !self.graph.date(at).surely_after(self.graph.date(by))
    }

    /// Retractions in the order of their time, each that takes another back by name after that one: as if said with it
    /// where its own date is none or a vaguer one. Those that name one another in a circle keep their own times.
    fn first_to_last(
        &self,
        retractions: &[StatementIdx],
        when: impl Fn(StatementIdx) -> i64,
    ) -> Vec<StatementIdx> {
        let known: BTreeSet<StatementIdx> = retractions.iter().copied().collect();
        let mut naming: BTreeMap<StatementIdx, Vec<StatementIdx>> = BTreeMap::new();
        // Each names at most one, so that what is left when all ends are gone are circles, and what leads into them.
        let mut ends: Vec<StatementIdx> = Vec::new();
        let mut next: BTreeMap<StatementIdx, StatementIdx> = BTreeMap::new();
        for &at in retractions {
            match self.graph.object(at) {
                Object::Statement(to)
                    if to != at && known.contains(&to) && self.may_take_back(at, to) =>
                {
                    naming.entry(to).or_default().push(at);
                    next.insert(at, to);
                }
                _ => ends.push(at),
            }
        }
        let mut places: BTreeMap<StatementIdx, (i64, u32)> = BTreeMap::new();
        ends.extend(on_circles(&next));
        places.extend(ends.iter().map(|&at| (at, (when(at), 0))));
        while let Some(at) = ends.pop() {
            let (time, nth) = places[&at];
            for &from in naming.get(&at).into_iter().flatten() {
                if let Entry::Vacant(free) = places.entry(from) {
                    let own = when(from);
                    free.insert(if own > time {
                        (own, 0)
                    } else {
                        (time, nth + 1)
                    });
                    ends.push(from);
                }
            }
        }
        let mut order = retractions.to_vec();
        order.sort_by_key(|&at| (places[&at], when(at), at));
        order
    }

    pub(super) fn read_entailments(&mut self) {
        for claim in self.graph.claims() {
            if !self.graph.links(claim).entailed_by.is_empty() {
                let found = closure([claim], |claim| {
                    self.graph.links(claim).entailed_by.iter().copied()
                });
                self.entailing.insert(claim, Rc::new(found));
            }
        }
    }

    /// The claim and those that entail it: their support is its support.
    pub fn supporters(&self, claim: ClaimIdx) -> Rc<BTreeSet<ClaimIdx>> {
        match self.entailing.get(&claim) {
            Some(found) => Rc::clone(found),
            None => Rc::new(BTreeSet::from([claim])),
        }
    }

    /// The claim and those that it entails: who disputes them disputes it.
    pub fn entailed(&self, claim: ClaimIdx) -> BTreeSet<ClaimIdx> {
        closure([claim], |claim| {
            self.graph.links(claim).entails.iter().copied()
        })
    }

    /// The claims whose support is denial of this one.
    pub fn excluding(&self, claim: ClaimIdx) -> BTreeSet<ClaimIdx> {
        let opposed = self.entailed(claim).into_iter();
        let opposed = opposed.flat_map(|claim| self.graph.links(claim).opposes.iter().copied());
        closure(opposed, |claim| {
            self.graph.links(claim).entailed_by.iter().copied()
        })
    }

    pub fn live_on<'s>(
        &'s self,
        claims: &BTreeSet<ClaimIdx>,
        wanted: impl Fn(Stance) -> bool + 's,
    ) -> Vec<StatementIdx> {
        let on = claims
            .iter()
            .flat_map(|&claim| self.graph.statements_on(claim));
        on.filter(|&at| self.is_live(at) && wanted(self.graph.stance(at)))
            .collect()
    }

    /// `Support(claim)`.
    pub fn support(&self, claim: ClaimIdx) -> Vec<StatementIdx> {
        self.live_on(&self.supporters(claim), Stance::supports)
    }

    /// `Denial(claim)`.
    pub fn denial(&self, claim: ClaimIdx) -> Vec<StatementIdx> {
        let mut found = self.live_on(&self.entailed(claim), |stance| stance == Stance::Disputes);
        found.extend(self.live_on(&self.excluding(claim), Stance::supports));
        found.sort_unstable();
        found
    }

    /// Live statements of other stances on the claim itself that are neither.
    pub fn reservations(&self, claim: ClaimIdx) -> Vec<StatementIdx> {
        self.live_on(&BTreeSet::from([claim]), |stance| {
            matches!(
                stance,
                Stance::Questions | Stance::Silent | Stance::Declines
            )
        })
    }

    pub fn is_made(&self, at: StatementIdx) -> bool {
        self.made[at.at()]
    }

    pub fn is_live(&self, at: StatementIdx) -> bool {
        self.live[at.at()]
    }
}

/// What comes back to itself by a relation that leads from each to at most one other.
fn on_circles(next: &BTreeMap<StatementIdx, StatementIdx>) -> Vec<StatementIdx> {
    let mut found = Vec::new();
    let mut seen: BTreeSet<StatementIdx> = BTreeSet::new();
    for &start in next.keys() {
        let mut path: BTreeSet<StatementIdx> = BTreeSet::new();
        let mut at = start;
        while seen.insert(at) {
            path.insert(at);
            match next.get(&at) {
                Some(&to) => at = to,
                None => break,
            }
        }
        if path.contains(&at) && next.contains_key(&at) {
            let first = at;
            loop {
                found.push(at);
                at = next[&at];
                if at == first {
                    break;
                }
            }
        }
    }
    found
}
