//! Ids as numbers: one namespace for all kinds of record.

use hashbrown::HashTable;
use std::hash::BuildHasher;

/// An id that was seen, declared or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Symbol(pub u32);

impl Symbol {
    /// No id.
    pub const NONE: Symbol = Symbol(u32::MAX);

    /// The symbol, unless it is [`Symbol::NONE`].
    pub fn some(self) -> Option<Symbol> {
        (self != Symbol::NONE).then_some(self)
    }

    /// The position in a column of symbols.
    pub fn at(self) -> usize {
        self.0 as usize
    }
}

/// Texts one after another in one buffer.
#[derive(Clone, Debug, Default)]
pub struct Names {
    bytes: String,
    ends: Vec<u64>,
}

impl Names {
    /// Appends a text.
    pub fn push(&mut self, text: &str) {
        self.bytes.push_str(text);
        self.ends.push(self.bytes.len() as u64);
    }

    /// The text at a position.
    pub fn get(&self, at: usize) -> &str {
        let start = at
            .checked_sub(1)
            .map_or(0, |before| self.ends[before] as usize);
        &self.bytes[start..self.ends[at] as usize]
    }

    /// How many texts there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }
}

/// Gives each distinct id a number, in order of first appearance.
#[derive(Default)]
pub struct Symbols {
    names: Names,
    /// Hash and position: growing the table then looks at no text, and most unequal ids differ in their hash.
    table: HashTable<(u64, u32)>,
    hasher: foldhash::fast::FixedState,
}

impl Symbols {
    /// The number of an id, new or known.
    pub fn intern(&mut self, id: &str) -> Symbol {
        let hash = self.hasher.hash_one(id);
        let Symbols { names, table, .. } = self;
        let entry = table.entry(
            hash,
            |&(known, at)| known == hash && names.get(at as usize) == id,
            |&(known, _)| known,
        );
        match entry {
            hashbrown::hash_table::Entry::Occupied(entry) => Symbol(entry.get().1),
            hashbrown::hash_table::Entry::Vacant(entry) => {
                let at = u32::try_from(names.len()).expect("fewer than 2^32 ids");
                entry.insert((hash, at));
                names.push(id);
                Symbol(at)
            }
        }
    }

    /// The id behind a number.
    pub fn name(&self, symbol: Symbol) -> &str {
        self.names.get(symbol.at())
    }

    /// How many distinct ids there are.
    pub fn len(&self) -> usize {
        self.names.len()
    }
}
