//! When a crowd is asked about: where all its ties held alike then, whom one answers to in the end stands for all
//! voices.

use std::collections::BTreeMap;

use super::{Ties, held_between};
use crate::case::date::Date;
use crate::case::graph::Tie;
use crate::case::vocabulary::Role;
use crate::case::{ActorIdx, ClaimGraph, Node};

/// The dates at which somebody of a side speaks, or stands behind what is said, as far as they matter to ties: the
/// least and greatest of their first days, and of their last.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked {
    first: [i64; 2],
    last: [i64; 2],
}

impl Asked {
    /// No dates yet.
    const NEVER: Asked = Asked {
        first: [i64::MAX, i64::MIN],
        last: [i64::MAX, i64::MIN],
    };

    /// All dates: for ties that are not dated.
    pub const ALWAYS: Asked = Asked {
        first: [i64::MIN, i64::MAX],
        last: [i64::MIN, i64::MAX],
    };

    fn note(&mut self, date: Date) {
        for (range, day) in [
            (&mut self.first, date.earliest()),
            (&mut self.last, date.latest()),
        ] {
            *range = [range[0].min(day), range[1].max(day)];
        }
    }

    /// Whether a date is among them, or lies so that every tie holds as it does at all of them.
    pub fn has(&self, date: Date) -> bool {
        let within = |range: [i64; 2], day| range[0] <= day && day <= range[1];
        within(self.first, date.earliest()) && within(self.last, date.latest())
    }

    /// How a tie held at all of these dates: surely, perhaps or not; outside, `None` where that is not known to be one
    /// and the same.
    pub fn held(&self, tie: &Tie) -> Option<Option<Ties>> {
        // The longer the time that a date may mean, the less surely a tie held then, and the less surely not: alike at
        // the longest and the shortest that there may be among these dates, it held alike at all of them.
        let short = held_between(tie, self.first[1], self.last[0]);
        let long = held_between(tie, self.first[0], self.last[1]);
        let is_one = self.first[0] == self.first[1] && self.last[0] == self.last[1];
        (is_one || short == long).then_some(long)
    }
}

/// When somebody of some sides is asked about.
pub(super) fn asked(
    graph: &ClaimGraph,
    side: impl Fn(ActorIdx) -> u32,
    sides: impl IntoIterator<Item = u32>,
) -> BTreeMap<u32, Asked> {
    let mut asked: BTreeMap<u32, Asked> = sides.into_iter().map(|at| (at, Asked::NEVER)).collect();
    if asked.is_empty() {
        return asked;
    }
    let mut note = |actor, date| {
        if let Some(asked) = asked.get_mut(&side(actor)) {
            asked.note(date);
        }
    };
    for at in graph.statements() {
        let (speaker, date) = (graph.speaker(at), graph.date(at));
        note(speaker, date);
        let declared = graph.detail(at).and_then(|detail| detail.custodian);
        let held = graph.ties(speaker).iter();
        let held = held.filter(|tie| tie.role == Role::InCustodyOf);
        let custodians = held.map(|tie| tie.to).chain(declared);
        custodians.for_each(|custodian| note(custodian, date));
        // Whoever is cited and said nothing is taken to have said it at a time that is not known.
        for &cited in graph.cites(at) {
            let cited = match graph.node(cited) {
                Node::Actor(actor) => Some(actor),
                Node::Report(report) => graph.report(report).publisher,
                _ => None,
            };
            cited
                .into_iter()
                .for_each(|actor| note(actor, Date::UNKNOWN));
        }
    }
    for evidence in graph.all_evidence() {
        let record = graph.evidence(evidence);
        let makers = record.producer.into_iter().chain(record.released_by);
        makers.for_each(|maker| note(maker, record.date));
        let verified = record.verified.iter();
        verified.for_each(|entry| note(entry.by, entry.date));
    }
    asked
}
