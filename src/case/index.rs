//! Index newtypes: a claim can never be mistaken for an actor.

use std::fmt;

use super::columns::append_blocks;

macro_rules! index {
    ($($(#[$meta:meta])* $name:ident,)+) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        pub struct $name(pub u32);

        impl $name {
            /// The index as a position in a column.
            pub const fn at(self) -> usize {
                self.0 as usize
            }

            /// The index of a position in a column.
            ///
            /// # Panics
            /// If a case holds 2³² or more records of one kind.
            pub fn from_usize(at: usize) -> Self {
                $name(u32::try_from(at).expect("fewer than 2^32 records of one kind"))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }
    )+};
}

index! {
    /// An actor.
    ActorIdx,
    /// A claim.
    ClaimIdx,
    /// An event.
    EventIdx,
    /// A piece of evidence.
    EvidenceIdx,
    /// A report.
    ReportIdx,
    /// A statement.
    StatementIdx,
    /// Any record: all kinds share one contiguous range of numbers.
    NodeIdx,
}

/// A record of any kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Node {
    /// An actor.
    Actor(ActorIdx),
    /// A claim.
    Claim(ClaimIdx),
    /// An event.
    Event(EventIdx),
    /// A piece of evidence.
    Evidence(EvidenceIdx),
    /// A report.
    Report(ReportIdx),
    /// A statement.
    Statement(StatementIdx),
}

/// The kinds of record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Kind {
    /// Actors.
    Actor = 0,
    /// Claims.
    Claim = 1,
    /// Events.
    Event = 2,
    /// Evidence.
    Evidence = 3,
    /// Reports.
    Report = 4,
    /// Statements.
    Statement = 5,
}

impl Kind {
    /// Every kind, in the order of node numbers.
    pub const ALL: [Kind; 6] = [
        Kind::Actor,
        Kind::Claim,
        Kind::Event,
        Kind::Evidence,
        Kind::Report,
        Kind::Statement,
    ];

    /// The kind as a word in a sentence.
    pub const fn word(self) -> &'static str {
        match self {
            Kind::Actor => "actor",
            Kind::Claim => "claim",
            Kind::Event => "event",
            Kind::Evidence => "evidence",
            Kind::Report => "report",
            Kind::Statement => "statement",
        }
    }

    /// The word with its article: `an actor`.
    pub const fn a_word(self) -> &'static str {
        match self {
            Kind::Actor => "an actor",
            Kind::Claim => "a claim",
            Kind::Event => "an event",
            Kind::Evidence => "a piece of evidence",
            Kind::Report => "a report",
            Kind::Statement => "a statement",
        }
    }
}

/// Rows of variable length in two flat arrays (compressed sparse rows).
#[derive(Clone, Debug)]
pub struct Rows<T> {
    starts: Vec<u32>,
    items: Vec<T>,
}

impl<T> Default for Rows<T> {
    fn default() -> Self {
        Rows {
            starts: vec![0],
            items: Vec::new(),
        }
    }
}

impl<T> Rows<T> {
    /// Appends one row.
    pub fn push(&mut self, row: impl IntoIterator<Item = T>) {
        self.items.extend(row);
        let end = u32::try_from(self.items.len()).expect("fewer than 2^32 edges of one kind");
        self.starts.push(end);
    }

    /// Rows with room for `rows` of them.
    pub fn with_capacity(rows: usize, items: usize) -> Self {
        let mut starts = Vec::with_capacity(rows + 1);
        starts.push(0);
        Rows {
            starts,
            items: Vec::with_capacity(items),
        }
    }

    /// Rows of which the array of starts is made already: as many as rows and one more, from 0, ascending.
    pub(crate) fn from_parts(starts: Vec<u32>, items: Vec<T>) -> Self {
        debug_assert_eq!(starts.last().map(|&end| end as usize), Some(items.len()));
        Rows { starts, items }
    }

    /// The starts of the rows and their items.
    pub(crate) fn into_parts(self) -> (Vec<u32>, Vec<T>) {
        (self.starts, self.items)
    }

    /// The rows of many, one after another, put together in parallel.
    pub fn concat(parts: &[Rows<T>]) -> Self
    where
        T: Copy + Send + Sync,
    {
        let mut end = 0;
        let offsets = parts.iter().map(|part| {
            let offset = end;
            end += part.items.len();
            (offset as u32, part)
        });
        let offsets: Vec<(u32, &Rows<T>)> = offsets.collect();
        u32::try_from(end).expect("fewer than 2^32 edges of one kind");
        let rows = parts.iter().map(Rows::len).sum();
        let mut all = Rows::with_capacity(rows, end);
        append_blocks(
            &mut all.starts,
            &offsets,
            |(_, part)| part.len(),
            |(offset, part)| part.starts[1..].iter().map(move |start| start + offset),
        );
        append_blocks(
            &mut all.items,
            parts,
            |part| part.items.len(),
            |part| part.items.iter().copied(),
        );
        all
    }

    /// The row at a position.
    pub fn row(&self, at: usize) -> &[T] {
        &self.items[self.starts[at] as usize..self.starts[at + 1] as usize]
    }

    /// The place of a row's items among all items.
    pub fn range(&self, at: usize) -> std::ops::Range<usize> {
        self.starts[at] as usize..self.starts[at + 1] as usize
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All items, row after row.
    pub fn items(&self) -> &[T] {
        &self.items
    }
}

impl<T: Copy + Default> Rows<T> {
    /// Rows from unordered (row, item) pairs; items of a row keep the order of the pairs.
    pub fn from_pairs(rows: usize, pairs: &[(u32, T)]) -> Self {
        let mut starts = vec![0u32; rows + 1];
        for &(row, _) in pairs {
            starts[row as usize + 1] += 1;
        }
        for at in 0..rows {
            starts[at + 1] += starts[at];
        }
        let mut next = starts.clone();
        let mut items = vec![T::default(); pairs.len()];
        for &(row, item) in pairs {
            items[next[row as usize] as usize] = item;
            next[row as usize] += 1;
        }
        Rows { starts, items }
    }
}
