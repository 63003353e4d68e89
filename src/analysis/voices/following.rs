//! Following ties: whom an actor leads to, and who leads to it.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::{Terminals, Ties, Voices, Weight};
use crate::case::ActorIdx;
use crate::case::date::Date;
use crate::case::graph::Tie;

/// Among so few actors one is found by looking at each.
const FEW: usize = 16;

impl Voices {
    /// Everybody an actor speaks for at a time, the nearest first, beginning with itself.
    pub fn in_order(&self, actor: ActorIdx, at: Date, which: Ties) -> Vec<ActorIdx> {
        let mut found = vec![actor];
        let mut many: HashSet<ActorIdx> = HashSet::new();
        let mut next = 0;
        while let Some(&from) = found.get(next) {
            next += 1;
            for tie in self.ties[from.at()]
                .iter()
                .filter(|tie| which.counts(tie, at))
            {
                if found.len() == FEW && many.is_empty() {
                    many.extend(&found);
                }
                let is_new = match many.is_empty() {
                    true => !found.contains(&tie.to),
                    false => many.insert(tie.to),
                };
                if is_new {
                    found.push(tie.to);
                }
            }
        }
        found
    }

    /// Whom an actor surely answers to in the end at a time: of several the head of its side, else the first.
    pub fn end(&self, actor: ActorIdx, at: Date) -> ActorIdx {
        let head = self.head(actor);
        if self.is_fixed(actor) {
            return head;
        }
        let reach = self.reach(actor, at, Ties::Sure);
        let place = |voice: ActorIdx| reach.binary_search(&voice).unwrap_or_default();
        let held = |from: &ActorIdx| {
            let ties = self.ties[from.at()].iter();
            let held = ties.filter(|tie| Ties::Sure.counts(tie, at));
            let within = held.map(|tie| Tie {
                to: ActorIdx(place(tie.to) as u32),
                ..*tie
            });
            within.collect()
        };
        let ties: Vec<Vec<Tie>> = reach.iter().map(held).collect();
        let weights: Vec<Weight> = reach.iter().map(|one| self.weights[one.at()]).collect();
        let ends = Terminals::new(&ties, &weights).of(place(actor));
        match ends.iter().any(|&end| reach[end.at()] == head) {
            true => head,
            false => reach[ends[0].at()],
        }
    }

    /// Whether anybody else surely answers to an actor, whenever it is. The first call looks at all ties.
    pub fn is_answered(&self, actor: ActorIdx) -> bool {
        let answered = self.answered.get_or_init(|| {
            let mut answered = vec![false; self.ties.len()];
            for (ties, from) in self.ties.iter().zip((0..).map(ActorIdx)) {
                let sure = ties
                    .iter()
                    .filter(|tie| Ties::Sure.counts(tie, Date::UNKNOWN));
                for to in sure.map(|tie| tie.to).chain([self.head(from)]) {
                    answered[to.at()] |= to != from;
                }
            }
            answered
        });
        answered[actor.at()]
    }

    /// Everybody for whom somebody of each of some groups speaks, all at their times.
    pub fn common(&self, groups: &[Vec<(ActorIdx, Date)>], which: Ties) -> BTreeSet<ActorIdx> {
        let Some((first, others)) = groups.split_first() else {
            return BTreeSet::new();
        };
        let mut common = self.reach_of_all(first.iter().copied(), which);
        // Those who are known to lead to all that is left; of whom ties do not depend on the time, at any.
        let moment = |(actor, at)| match self.is_fixed(actor) {
            true => (actor, Date::UNKNOWN),
            false => (actor, at),
        };
        let mut leading: HashSet<(ActorIdx, Date)> = HashSet::new();
        if let [only] = first[..] {
            leading.insert(moment(only));
        }
        for group in others {
            // Each with the place of the one by which it was come to.
            let mut met: Vec<((ActorIdx, Date), Option<usize>)> =
                group.iter().map(|&one| (one, None)).collect();
            let mut seen: HashSet<(ActorIdx, Date)> = group.iter().copied().collect();
            let (mut next, mut leads_to_all) = (0, false);
            while let Some(&((from, at), _)) = met.get(next).filter(|_| !leads_to_all) {
                leads_to_all = leading.contains(&moment((from, at)));
                let mut way = Some(next).filter(|_| leads_to_all);
                while let Some((on_way, before)) = way.map(|place| met[place]) {
                    leading.insert(moment(on_way));
                    way = before;
                }
                let ties = self.ties[from.at()].iter();
                let above = ties
                    .filter(|tie| which.counts(tie, at))
                    .map(|tie| (tie.to, at));
                let new = above.filter(|&one| seen.insert(one));
                met.extend(new.map(|one| (one, Some(next))));
                next += 1;
            }
            if !leads_to_all {
                let seen: HashSet<ActorIdx> = seen.into_iter().map(|(actor, _)| actor).collect();
                common.retain(|actor| seen.contains(actor));
                if let [only] = group[..] {
                    leading.insert(moment(only));
                }
            }
        }
        common
    }

    /// Of some actors those who lead to one of them at a time by way of each other, that one included.
    pub fn leading_within(
        &self,
        actor: ActorIdx,
        among: &[ActorIdx],
        at: Date,
        which: Ties,
    ) -> Vec<ActorIdx> {
        let mut answering: BTreeMap<ActorIdx, Vec<ActorIdx>> =
            among.iter().map(|&one| (one, Vec::new())).collect();
        for &from in among {
            for tie in self.ties[from.at()]
                .iter()
                .filter(|tie| which.counts(tie, at))
            {
                if let Some(known) = answering.get_mut(&tie.to) {
                    known.push(from);
                }
            }
        }
        let mut found = vec![actor];
        let mut seen = HashSet::from([actor]);
        let mut next = 0;
        while let Some(at) = found.get(next) {
            let from = answering.remove(at).unwrap_or_default();
            next += 1;
            found.extend(from.into_iter().filter(|&one| seen.insert(one)));
        }
        found
    }
}
