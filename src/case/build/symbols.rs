//! Ids as numbers: one namespace for all kinds of record.
//!
//! Ids are looked up far more often than anything else is done, so the namespace is cut into [`SHARDS`] by hash.
//! A reader only notes each id where it occurs, in the bucket of its shard ([`Occurrences`]); then every shard goes
//! through its buckets in the order of the text ([`Symbols::settle`]). Shards work in parallel and share nothing; each
//! is small enough to stay in a processor's cache, and the numbers do not depend on how many threads there are.

use rayon::prelude::*;

use super::name::{Name, Texts};

/// Parts of the namespace. A power of two, so that a symbol tells its shard.
const SHARDS: usize = 128;

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

    /// The symbol of a position in a shard. References to rows and to ids share 32 bits: see `Cited`.
    #[inline]
    fn new(position: usize, shard: usize) -> Symbol {
        let number = position * SHARDS + shard;
        assert!(number < 1 << 31, "fewer than 2^31 ids");
        Symbol(number as u32)
    }

    #[inline]
    fn shard(self) -> usize {
        self.at() % SHARDS
    }

    #[inline]
    fn position(self) -> usize {
        self.at() / SHARDS
    }
}

/// The shard of an id by its hash: bits that the tables of the shards do not use.
#[inline]
fn shard(hash: u64) -> usize {
    (hash >> 32) as usize % SHARDS
}

/// The occurrences of one part whose ids belong to one shard, in the order of the text.
#[derive(Default)]
struct Bucket {
    names: Vec<Name>,
    texts: Texts,
    /// What they stand for, once that is settled.
    symbols: Vec<Symbol>,
}

/// The ids of one part of the input, each time they occur. An occurrence is known by its place in its bucket.
pub struct Occurrences {
    buckets: Box<[Bucket]>,
}

impl Default for Occurrences {
    fn default() -> Self {
        Occurrences::with_room(0)
    }
}

impl Occurrences {
    /// No occurrence yet, and room for about so many.
    pub fn with_room(occurrences: usize) -> Self {
        let room = occurrences / SHARDS;
        let bucket = |_| Bucket {
            names: Vec::with_capacity(room),
            texts: Texts::default(),
            symbols: Vec::new(),
        };
        Occurrences {
            buckets: (0..SHARDS).map(bucket).collect(),
        }
    }

    /// Notes an id; the symbol stands for it until the part is [settled](Symbols::settle).
    #[inline]
    pub fn note(&mut self, id: &str) -> Symbol {
        let shard = shard(Name::hash(id));
        let bucket = &mut self.buckets[shard];
        bucket.names.push(bucket.texts.keep(id));
        Symbol::new(bucket.names.len() - 1, shard)
    }

    /// The symbol that a settled occurrence stands for.
    #[inline]
    pub fn symbol(&self, occurrence: Symbol) -> Symbol {
        match occurrence {
            Symbol::NONE => Symbol::NONE,
            _ => self.buckets[occurrence.shard()].symbols[occurrence.position()],
        }
    }

    /// Forgets all occurrences, and keeps the room that they had.
    pub fn clear(&mut self) {
        for bucket in &mut self.buckets {
            bucket.names.clear();
            bucket.texts.clear();
            bucket.symbols.clear();
        }
    }
}

/// The ids of one shard: an open-addressed table of half a hash and a position each, linearly probed.
///
/// Growing it looks at no text, and most unequal ids differ in their hash.
#[derive(Default)]
struct Shard {
    names: Vec<Name>,
    texts: Texts,
    slots: Vec<Slot>,
}

/// Half of a hash, and the position of its id plus one; zero where the slot is free.
type Slot = (u32, u32);

/// Keys that are looked up at once, so that the processor waits for memory once and not for each.
const GROUP: usize = 16;

impl Shard {
    #[inline]
    fn home(&self, hash: u64) -> usize {
        hash as usize & (self.slots.len() - 1)
    }

    /// The position of an id, new or known, that stands in some texts.
    fn intern(&mut self, hash: u64, name: Name, of: &Texts) -> usize {
        self.make_room(1);
        let mut at = self.home(hash);
        loop {
            match self.slots[at] {
                (_, 0) => break,
                (known, next) if known == hash as u32 => {
                    let position = next as usize - 1;
                    if self.texts.holds(self.names[position], name, of) {
                        return position;
                    }
                }
                _ => {}
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
        let position = self.names.len();
        let next = u32::try_from(position + 1).expect("fewer than 2^32 ids");
        self.slots[at] = (hash as u32, next);
        self.names.push(self.texts.take(name, of));
        position
    }

    /// What stands in the first slot that a hash may stand for, from its home on, where `slot` is: the position plus
    /// one, or zero where there is none.
    #[inline]
    fn likely(&self, hash: u64, mut slot: Slot) -> u32 {
        let mut at = self.home(hash);
        while slot.1 != 0 && slot.0 != hash as u32 {
            at = (at + 1) & (self.slots.len() - 1);
            slot = self.slots[at];
        }
        slot.1
    }

    /// Leaves the table three quarters full at most when so many ids are added.
    fn make_room(&mut self, ids: usize) {
        while self.slots.len() * 3 < (self.names.len() + ids) * 4 {
            self.grow();
        }
    }

    fn grow(&mut self) {
        let slots = vec![(0, 0); (self.slots.len() * 2).max(16)];
        for (hash, next) in std::mem::replace(&mut self.slots, slots) {
            if next != 0 {
                let mut at = self.home(u64::from(hash));
                while self.slots[at].1 != 0 {
                    at = (at + 1) & (self.slots.len() - 1);
                }
                self.slots[at] = (hash, next);
            }
        }
    }

    /// Finds the symbols of all ids in a bucket.
    ///
    /// Most ids are known. These are found a group at a time, in steps that do not depend on one another: the first
    /// slots of all, what is found from there on, the ids that stand there. Whatever is not found so is looked up by
    /// itself.
    fn intern_all(&mut self, shard: usize, bucket: &mut Bucket) {
        let Bucket {
            names,
            texts,
            symbols,
        } = bucket;
        symbols.reserve(names.len());
        for names in names.chunks(GROUP) {
            let mut hashes = [0; GROUP];
            for (hash, name) in hashes.iter_mut().zip(names) {
                *hash = texts.hash(name);
            }
            self.make_room(GROUP);
            let first = hashes.map(|hash| self.slots[self.home(hash)]);
            let mut positions = [0; GROUP];
            for ((position, hash), first) in positions.iter_mut().zip(hashes).zip(first) {
                *position = self.likely(hash, first);
            }
            let known = |position: u32| {
                let position = (position as usize).wrapping_sub(1);
                self.names.get(position).map(|&name| (position, name))
            };
            let guesses = positions.map(known);
            for ((&name, hash), guess) in names.iter().zip(hashes).zip(guesses) {
                let position = match guess {
                    Some((at, known)) if self.texts.holds(known, name, texts) => at,
                    _ => self.intern(hash, name, texts),
                };
                symbols.push(Symbol::new(position, shard));
            }
        }
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
        let hash = Name::hash(id);
        let shard = shard(hash);
        let mut texts = Texts::default();
        let name = texts.keep(id);
        Symbol::new(self.shards[shard].intern(hash, name, &texts), shard)
    }

    /// Finds what the ids in parts of the input stand for.
    pub fn settle<'p>(&mut self, parts: impl Iterator<Item = &'p mut Occurrences>) {
        let mut by_shard: Vec<Vec<&mut Bucket>> = self.shards.iter().map(|_| Vec::new()).collect();
        for part in parts {
            for (of_shard, bucket) in by_shard.iter_mut().zip(&mut part.buckets) {
                of_shard.push(bucket);
            }
        }
        let shards = self.shards.par_iter_mut().zip(by_shard).enumerate();
        shards.for_each(|(at, (shard, buckets))| {
            for bucket in buckets {
                shard.intern_all(at, bucket);
            }
        });
    }

    /// The id behind a symbol.
    pub fn name(&self, symbol: Symbol) -> &str {
        let shard = &self.shards[symbol.shard()];
        shard.texts.text(&shard.names[symbol.position()])
    }

    /// The bytes of the id behind a symbol: quicker where ids are only compared.
    #[inline]
    pub fn bytes(&self, symbol: Symbol) -> &[u8] {
        let shard = &self.shards[symbol.shard()];
        shard.texts.bytes(&shard.names[symbol.position()])
    }

    /// Whether some id has a byte.
    pub fn some_has(&self, byte: u8) -> bool {
        let shards = self.shards.par_iter();
        shards.any(|shard| {
            let mut ids = shard.names.iter().map(|name| shard.texts.bytes(name));
            ids.any(|id| id.contains(&byte))
        })
    }

    /// A number above every symbol: the length of a column with a place for each.
    pub fn bound(&self) -> usize {
        let longest = self.shards.iter().map(|shard| shard.names.len()).max();
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

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn equal_ids_and_only_they_have_one_symbol(parts in prop::collection::vec(prop::collection::vec("[ab]{0,3}|[ab]{15}|a{14,17}b?", 0..40), 0..6)) {
            let mut symbols = Symbols::default();
            let known = symbols.intern("aa");
            let noted = parts.iter().map(|ids| {
                let mut part = Occurrences::default();
                let occurrences: Vec<Symbol> = ids.iter().map(|id| part.note(id)).collect();
                (part, occurrences)
            });
            let (noted, occurrences): (Vec<Occurrences>, Vec<Vec<Symbol>>) = noted.unzip();
            let mut noted = noted;
            symbols.settle(noted.iter_mut());
            let mut seen: HashMap<&str, Symbol> = HashMap::from([("aa", known)]);
            let noted = parts.iter().zip(&noted).zip(occurrences);
            let noted = noted.flat_map(|((ids, part), occurrences)| {
                ids.iter().zip(occurrences.into_iter().map(|at| part.symbol(at)))
            });
            for (id, symbol) in noted {
                prop_assert_eq!(symbols.name(symbol), id);
                prop_assert_eq!(*seen.entry(id).or_insert(symbol), symbol);
                prop_assert_eq!(symbols.intern(id), symbol);
                prop_assert!(symbol.at() < symbols.bound());
            }
        }
    }
}
