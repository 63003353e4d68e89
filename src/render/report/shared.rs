//! How records are named by number, and what many of them share: dates.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::case::date::Date;
use crate::case::{ActorIdx, ClaimIdx, EventIdx, EvidenceIdx, ReportIdx, StatementIdx};

/// The number of a record among those of its kind.
pub(super) type Number = usize;

/// A date as written, with the days since 1970 between which it lies.
#[derive(Serialize, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct DateRecord(String, Option<i64>, Option<i64>);

/// Things that many records share, each once, by the order in which they occur.
pub(super) struct Shared<T> {
    pub(super) records: Vec<T>,
    numbers: BTreeMap<T, Number>,
}

impl<T> Default for Shared<T> {
    fn default() -> Self {
        Shared {
            records: Vec::new(),
            numbers: BTreeMap::new(),
        }
    }
}

impl<T: Ord + Clone> Shared<T> {
    /// The number of one of them.
    pub(super) fn number(&mut self, one: T) -> Number {
        let records = &mut self.records;
        *self.numbers.entry(one).or_insert_with_key(|one| {
            records.push(one.clone());
            records.len() - 1
        })
    }
}

/// The dates of a case.
#[derive(Default)]
pub(super) struct Dates(Shared<DateRecord>);

impl Dates {
    /// All of them, by number.
    pub(super) fn records(self) -> Vec<DateRecord> {
        self.0.records
    }

    /// The number of a date.
    pub(super) fn number(&mut self, date: Date) -> Number {
        const DAY: i64 = 86_400;
        let bounded = |seconds: i64| (!date.is_unknown()).then_some(seconds.div_euclid(DAY));
        let first = bounded(date.earliest()).filter(|_| !date.has_open_start());
        // The end of time is no day.
        let last = bounded(date.latest()).filter(|&day| day < 10_000_000);
        self.0.number(DateRecord(date.to_string(), first, last))
    }
}

pub(super) trait At: Copy {
    fn number(self) -> Number;
}

macro_rules! at {
    ($($index:ty),+) => {$(
        impl At for $index {
            fn number(self) -> Number {
                self.at()
            }
        }
    )+};
}

at!(
    ActorIdx,
    ClaimIdx,
    EventIdx,
    EvidenceIdx,
    ReportIdx,
    StatementIdx
);

/// The numbers of some records.
pub(super) fn numbers<I: At>(list: &[I]) -> Vec<Number> {
    list.iter().map(|&at| at.number()).collect()
}

pub(super) fn as_numbers<S: serde::Serializer>(
    list: &[ClaimIdx],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(list.iter().map(|at| at.at()))
}
