//! Ids as numbers: one namespace for all kinds of record.
//!
//! Ids are looked up far more often than anything else is done, so the namespace is cut into [`SHARDS`] by hash.
//! A reader only notes each id where it occurs, in the bucket of its shard ([`Occurrences`]); then every shard goes
//! through its buckets in the order of the text ([`Symbols::settle`]). Shards work in parallel and share nothing; each
//! is small enough to stay in a processor's cache, and the numbers do not depend on how many threads there are.

use std::hash::BuildHasher;
use std::ops::Range;

use rayon::prelude::*;

/// Parts of the namespace. A power of two, so that a symbol tells its shard.
const SHARDS: usize = 64;

/// An id that was seen, declared or not. The lowest bits are its shard.
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
struct Names {
    bytes: String,
    ends: Vec<u64>,
}

impl Names {
    fn push(&mut self, text: &str) {
        self.bytes.push_str(text);
        self.ends.push(self.bytes.len() as u64);
    }

    #[inline]
    fn get(&self, at: usize) -> &str {
        &self.bytes[self.range(at)]
    }

    #[inline]
    fn range(&self, at: usize) -> Range<usize> {
        let start = (at.checked_sub(1)).map_or(0, |before| self.ends[before] as usize);
        start..self.ends[at] as usize
    }
}

#[inline]
fn hash(id: &str) -> u64 {
    foldhash::fast::FixedState::default().hash_one(id)
}

/// The shard of an id by its hash: bits that the tables of the shards do not use.
fn shard(hash: u64) -> usize {
    (hash >> 32) as usize % SHARDS
}

/// An occurrence of an id in its bucket.
struct Key {
    hash: u32,
    /// Which occurrence of its part it is.
    occurrence: u32,
    /// Where its text ends in the bucket.
    end: usize,
}

/// The occurrences of one part whose ids belong to one shard, in the order of the text.
#[derive(Default)]
struct Bucket {
    keys: Vec<Key>,
    bytes: String,
}

/// The ids of one part of the input, each time they occur. An occurrence is known by its number.
pub struct Occurrences {
    buckets: Box<[Bucket]>,
    count: u32,
}

impl Default for Occurrences {
    fn default() -> Self {
        Occurrences {
            buckets: (0..SHARDS).map(|_| Bucket::default()).collect(),
            count: 0,
        }
    }
}

impl Occurrences {
    /// Notes an id; the symbol stands for it until the part is [settled](Symbols::settle).
    pub fn note(&mut self, id: &str) -> Symbol {
        let hash = hash(id);
        let bucket = &mut self.buckets[shard(hash)];
        let occurrence = self.count;
        self.count = occurrence
            .checked_add(1)
            .expect("fewer than 2^32 references in one part");
        bucket.bytes.push_str(id);
        bucket.keys.push(Key {
            hash: hash as u32,
            occurrence,
            end: bucket.bytes.len(),
        });
        Symbol(occurrence)
    }
}

/// The ids of one shard: an open-addressed table of half a hash and a position each, linearly probed.
///
/// Growing it looks at no text, and most unequal ids differ in their hash.
#[derive(Default)]
struct Shard {
    names: Names,
    slots: Vec<Slot>,
}

/// Half of a hash, and the position of its id plus one; zero where the slot is free.
type Slot = (u32, u32);

/// Keys that are looked up at once, so that the processor waits for memory once and not for each.
const GROUP: usize = 16;

impl Shard {
    fn home(&self, hash: u32) -> usize {
        hash as usize & (self.slots.len() - 1)
    }

    fn intern(&mut self, hash: u32, id: &str) -> u32 {
        // Three quarters full at most.
        if self.slots.len() * 3 <= self.names.ends.len() * 4 {
            self.grow();
        }
        let mut at = self.home(hash);
        loop {
            match self.slots[at] {
                (_, 0) => break,
                (known, next) if known == hash && self.names.get(next as usize - 1) == id => {
                    return next - 1;
                }
                _ => at = (at + 1) & (self.slots.len() - 1),
            }
        }
        let position = self.names.ends.len();
        let next = u32::try_from(position + 1).expect("fewer than 2^32 ids");
        self.slots[at] = (hash, next);
        self.names.push(id);
        position as u32
    }

    fn grow(&mut self) {
        let slots = vec![(0, 0); (self.slots.len() * 2).max(16)];
        for (hash, next) in std::mem::replace(&mut self.slots, slots) {
            if next != 0 {
                let mut at = self.home(hash);
                while self.slots[at].1 != 0 {
                    at = (at + 1) & (self.slots.len() - 1);
                }
                self.slots[at] = (hash, next);
            }
        }
    }

    /// The positions of all ids in a bucket.
    ///
    /// Most ids are known and in their first slot. These are found a group at a time, in steps that do not depend on
    /// one another; whatever is not found so is looked up by itself.
    fn intern_all(&mut self, bucket: &Bucket) -> Vec<u32> {
        let mut positions = Vec::with_capacity(bucket.keys.len());
        let mut start = 0;
        for keys in bucket.keys.chunks(GROUP) {
            let mut guesses = [None; GROUP];
            if !self.slots.is_empty() {
                for (guess, key) in guesses.iter_mut().zip(keys) {
                    let (hash, next) = self.slots[self.home(key.hash)];
                    *guess = (hash == key.hash).then(|| next.checked_sub(1)).flatten();
                }
            }
            let places = guesses
                .map(|guess: Option<u32>| guess.map_or(0..0, |at| self.names.range(at as usize)));
            for ((key, guess), place) in keys.iter().zip(guesses).zip(places) {
                let id = &bucket.bytes[start..key.end];
                start = key.end;
                positions.push(match guess {
                    Some(at) if &self.names.bytes[place] == id => at,
                    _ => self.intern(key.hash, id),
                });
            }
        }
        positions
    }
}

/// Gives each distinct id a number.
pub struct Symbols {
    shards: Box<[Shard]>,
}

impl Default for Symbols {
    fn default() -> Self {
        Symbols {
            shards: (0..SHARDS).map(|_| Shard::default()).collect(),
        }
    }
}

impl Symbols {
    /// The symbol of an id, new or known.
    pub fn intern(&mut self, id: &str) -> Symbol {
        let hash = hash(id);
        let shard = shard(hash);
        symbol(self.shards[shard].intern(hash as u32, id), shard)
    }

    /// The symbols of the ids in parts of the input: those of each part by the number of the occurrence.
    pub fn settle(&mut self, parts: &[&Occurrences]) -> Vec<Vec<Symbol>> {
        let shards = self.shards.par_iter_mut().enumerate();
        let settled: Vec<Vec<Vec<u32>>> = shards
            .map(|(at, shard)| {
                let buckets = parts.iter().map(|part| &part.buckets[at]);
                buckets.map(|bucket| shard.intern_all(bucket)).collect()
            })
            .collect();
        let symbols_of = |(at, part): (usize, &&Occurrences)| {
            let mut symbols = vec![Symbol(0); part.count as usize];
            for (shard, bucket) in part.buckets.iter().enumerate() {
                for (key, &position) in bucket.keys.iter().zip(&settled[shard][at]) {
                    symbols[key.occurrence as usize] = symbol(position, shard);
                }
            }
            symbols
        };
        parts.par_iter().enumerate().map(symbols_of).collect()
    }

    /// The id behind a symbol.
    pub fn name(&self, symbol: Symbol) -> &str {
        self.shards[symbol.at() % SHARDS]
            .names
            .get(symbol.at() / SHARDS)
    }

    /// A number above every symbol: the length of a column with a place for each.
    pub fn bound(&self) -> usize {
        let longest = self.shards.iter().map(|shard| shard.names.ends.len()).max();
        longest.unwrap_or(0) * SHARDS
    }

    /// Forgets how ids are found, and keeps what they are.
    pub fn into_names(mut self) -> Self {
        for shard in &mut self.shards {
            shard.slots = Vec::new();
        }
        self
    }
}

/// The symbol of a position in a shard. References to rows and to ids share 32 bits: see `Cited`.
fn symbol(position: u32, shard: usize) -> Symbol {
    let number = position as usize * SHARDS + shard;
    assert!(number < 1 << 31, "fewer than 2^31 ids");
    Symbol(number as u32)
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn equal_ids_and_only_they_have_one_symbol(parts in prop::collection::vec(prop::collection::vec("[ab]{0,3}", 0..40), 0..6)) {
            let mut symbols = Symbols::default();
            let known = symbols.intern("aa");
            let noted: Vec<Occurrences> = parts
                .iter()
                .map(|ids| {
                    let mut part = Occurrences::default();
                    ids.iter().for_each(|id| { part.note(id); });
                    part
                })
                .collect();
            let settled = symbols.settle(&noted.iter().collect::<Vec<_>>());
            let mut seen: HashMap<&str, Symbol> = HashMap::from([("aa", known)]);
            for (id, symbol) in parts.iter().flatten().zip(settled.into_iter().flatten()) {
                prop_assert_eq!(symbols.name(symbol), id);
                prop_assert_eq!(*seen.entry(id).or_insert(symbol), symbol);
                prop_assert_eq!(symbols.intern(id), symbol);
                prop_assert!(symbol.at() < symbols.bound());
            }
        }
    }
}
