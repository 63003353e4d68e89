//! When a statement counts as made, and with it what passes it on.
//!
//! What is known only through relays has not been heard before they have spoken, and they do not speak before it: a
//! statement with a `via` and the relays made from it count from the latest of their moments on. Of a report of
//! September that has what somebody said in January nothing was known in May.

use super::{ClaimGraph, Directness, FLAG_RELAY, FLAG_VIA};
use crate::case::date::Date;
use crate::case::index::{Node, StatementIdx};

impl ClaimGraph {
    /// The moment by which a statement counts as made, as [`Date::latest`] counts; of what is not dated at all
    /// `i64::MIN`, as it was always there.
    pub fn made_at(&self, statement: StatementIdx) -> i64 {
        moment(self.heard_on(statement))
    }

    /// When a statement came to be known: an undated one is as old as its report; one that is passed on, or passes it
    /// on, is as old as the last of these. What nobody can say again, as a retraction or a question, was passed on when
    /// its report appeared.
    pub fn heard_on(&self, statement: StatementIdx) -> Date {
        let own = self.told_on(statement);
        let Some(first) = self.passed_on(statement) else {
            return own;
        };
        let mut relays = self.relays_of(first).peekable();
        let in_report = relays.peek().is_none().then(|| self.heard_in_report(first));
        let told = [first].into_iter().chain(relays);
        let told = told.map(|one| self.told_on(one)).chain(in_report);
        told.fold(own, later)
    }

    /// When a statement came to be known if that was no earlier than its report appeared.
    pub(in crate::case) fn heard_in_report(&self, statement: StatementIdx) -> Date {
        later(self.told_on(statement), self.report_date(statement))
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

    /// Its own date; of an undated one that of its report.
    fn told_on(&self, statement: StatementIdx) -> Date {
        match self.date(statement) {
            date if date.is_unknown() => self.report_date(statement),
            date => date,
        }
    }

    fn report_date(&self, statement: StatementIdx) -> Date {
        self.report_of(statement)
            .map_or(Date::UNKNOWN, |report| self.report(report).date)
    }
}

/// The one by which more was said.
fn later(one: Date, other: Date) -> Date {
    match moment(other) > moment(one) {
        true => other,
        false => one,
    }
}

fn moment(date: Date) -> i64 {
    match date.is_unknown() {
        true => i64::MIN,
        false => date.latest(),
    }
}
