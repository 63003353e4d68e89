//! Whether actors lead to one of some others, asked of many: what was found out is kept.

use std::collections::HashSet;
use std::sync::atomic::{AtomicU8, Ordering::Relaxed};

use super::{Ties, Voices};
use crate::case::ActorIdx;
use crate::case::date::Date;

const NO: u8 = 1;
const YES: u8 = 2;

/// For each actor whether it leads to one of some others, as far as that was asked.
pub struct Told(Vec<AtomicU8>);

impl Told {
    /// Nothing is known of so many actors.
    pub fn new(actors: usize) -> Self {
        let mut told = Vec::new();
        told.resize_with(actors, AtomicU8::default);
        Told(told)
    }

    fn get(&self, actor: ActorIdx) -> u8 {
        self.0[actor.at()].load(Relaxed)
    }

    fn set(&self, actor: ActorIdx, answer: u8) {
        self.0[actor.at()].store(answer, Relaxed);
    }
}

impl Voices {
    /// Whether an actor is one of some, or surely answers to one of them at a time. Of those whose ties are all certain
    /// every actor and tie is looked at once, however many are asked about, but for those who come to a wanted one by
    /// several ways.
    pub fn leads_to(
        &self,
        actor: ActorIdx,
        at: Date,
        is_wanted: impl Fn(ActorIdx) -> bool,
        told: &Told,
    ) -> bool {
        match self.is_fixed(actor) {
            true => self.leads_always_to(actor, is_wanted, told),
            false => (self.reach(actor, at, Ties::Sure).into_iter()).any(is_wanted),
        }
    }

    fn leads_always_to(
        &self,
        actor: ActorIdx,
        is_wanted: impl Fn(ActorIdx) -> bool,
        told: &Told,
    ) -> bool {
        let mut seen = HashSet::from([actor]);
        // Each with the place of the one by which it was come to.
        let mut met: Vec<(ActorIdx, usize)> = vec![(actor, 0)];
        let mut next = 0;
        while let Some(&(at, _)) = met.get(next) {
            match told.get(at) {
                NO => {}
                known if known == YES || is_wanted(at) => {
                    // So do all on the way to it.
                    let mut place = next;
                    loop {
                        let (on_way, before) = met[place];
                        told.set(on_way, YES);
                        if place == 0 {
                            return true;
                        }
                        place = before;
                    }
                }
                _ => {
                    let ties = self.ties[at.at()].iter().map(|tie| tie.to);
                    met.extend(ties.filter(|&to| seen.insert(to)).map(|to| (to, next)));
                }
            }
            next += 1;
        }
        met.into_iter().for_each(|(at, _)| told.set(at, NO));
        false
    }
}
