//! When a statement counts as made, and with it what passes it on.
//!
//! What is known only through relays has not been heard before they have spoken, and they do not speak before it: a
//! statement with a `via` and the relays made from it count from the latest of their moments on. Of a report of
//! September that has what somebody said in January nothing was known in May.

use super::{ClaimGraph, Directness, FLAG_RELAY, FLAG_VIA};
use crate::case::date::Date;
use crate::case::index::{Node, StatementIdx};

impl ClaimGraph {
    /// The moment by which a statement counts as made, as [`Date::latest`] counts: an undated one is as old as its
    /// report, or was always there (`i64::MIN`); one that is passed on, or passes it on, is as old as the last of
    /// these.
    pub fn made_at(&self, statement: StatementIdx) -> i64 {
        self.moment(self.heard_with(statement))
    }

    /// When it was said: what a publisher says itself without another date, when its report appeared. What others say
    /// in a report, or what was heard elsewhere, may have been said before.
    pub fn said_at(&self, statement: StatementIdx) -> Date {
        let date = self.date(statement);
        let detail = self.detail(statement);
        let own = self.report_of(statement).filter(|&at| {
            self.report(at).publisher == Some(self.speaker(statement))
                && self.report(at).date.not_later_than() == date
                && self.directness(statement) == Directness::Direct
                && detail.is_none_or(|detail| {
                    detail.found_in.is_none() && detail.said_in.is_none_or(|said_in| said_in == at)
                })
        });
        own.map_or(date, |report| self.report(report).date)
    }

    /// The statement by which another came to be known: the last of the relays made from its `via`, if one is later.
    pub fn heard_with(&self, statement: StatementIdx) -> StatementIdx {
        let Some(first) = self.passed_on(statement) else {
            return statement;
        };
        let mut last = statement;
        for one in [first].into_iter().chain(self.relays_of(first)) {
            if self.moment(one) > self.moment(last) {
                last = one;
            }
        }
        last
    }

    /// The relays that were made from the `via` of a statement.
    pub fn relays_of(&self, statement: StatementIdx) -> impl Iterator<Item = StatementIdx> + '_ {
        let pairs = self.relayed.get_or_init(|| self.pairs());
        let from = pairs.partition_point(|&(first, _)| first < statement);
        let own = pairs[from..]
            .iter()
            .take_while(move |pair| pair.0 == statement);
        own.map(|&(_, relay)| relay)
    }

    /// Whether a statement was made from the `via` of another.
    pub fn is_made_from_via(&self, statement: StatementIdx) -> bool {
        self.statements.core[statement.at()].flags & FLAG_RELAY != 0
    }

    /// What a relay made from a `via` passes on at last, or a statement with a `via` itself; `None` for any other.
    pub fn passed_on(&self, statement: StatementIdx) -> Option<StatementIdx> {
        let flags = |at: StatementIdx| self.statements.core[at.at()].flags;
        let mut at = statement;
        while flags(at) & FLAG_RELAY != 0 {
            match self.node(*self.cites(at).first()?) {
                Node::Statement(passed_on) => at = passed_on,
                _ => return None,
            }
        }
        (flags(at) & FLAG_VIA != 0).then_some(at)
    }

    /// Each relay made from a `via` with what it passes on at last before it, sorted.
    fn pairs(&self) -> Vec<(StatementIdx, StatementIdx)> {
        let made = self.statements().filter(|&at| self.is_made_from_via(at));
        let mut pairs: Vec<(StatementIdx, StatementIdx)> = made
            .filter_map(|relay| Some((self.passed_on(relay)?, relay)))
            .collect();
        pairs.sort_unstable();
        pairs
    }

    fn moment(&self, statement: StatementIdx) -> i64 {
        let date = self.date(statement);
        if !date.is_unknown() {
            return date.latest();
        }
        self.report_of(statement)
            .map(|report| self.report(report).date)
            .filter(|date| !date.is_unknown())
            .map_or(i64::MIN, Date::latest)
    }
}
