//! Ids in sixteen bytes each: a short one is the text itself, so that two are compared without looking anywhere else.

use std::hash::BuildHasher;

/// Ids up to this length are their own [`Name`]. Almost all ids that machines make are.
const SHORT: usize = 15;

/// In the place of the length of an id that stands in [`Texts`].
const LONG: u8 = u8::MAX;

/// An id: its bytes and their number where it is short, else where it stands in the [`Texts`] that it came from, as
/// the offsets of its first byte and of the byte after its last.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(align(8))]
pub(super) struct Name([u8; SHORT + 1]);

impl Name {
    /// A hash of the id, of which all bits are good.
    #[inline]
    pub fn hash(id: &str) -> u64 {
        match id.len() <= SHORT {
            true => Name::short(id.as_bytes()).hash_short(),
            false => hash_long(id),
        }
    }

    /// The hash of the id behind a short name.
    #[inline]
    fn hash_short(self) -> u64 {
        // Digits of π, which nobody chose. Products folded in halves mix all bits, as in wyhash.
        const SEEDS: [u64; 4] = [
            0x243f_6a88_85a3_08d3,
            0x1319_8a2e_0370_7345,
            0xa409_3822_299f_31d1,
            0x082e_fa98_ec4e_6c89,
        ];
        let fold = |one: u64, other: u64| {
            let product = u128::from(one) * u128::from(other);
            product as u64 ^ (product >> 64) as u64
        };
        let [low, high] = self.words();
        fold(low ^ SEEDS[0], SEEDS[1]).wrapping_add(fold(high ^ SEEDS[2], SEEDS[3]))
    }

    #[inline]
    fn short(id: &[u8]) -> Name {
        let [low, high] = words(id);
        Name::of_words([low, high | (id.len() as u64) << 56])
    }

    fn long(start: usize, end: usize) -> Name {
        debug_assert!(end < 1 << 56, "no memory is so large");
        Name::of_words([start as u64, end as u64 | u64::from(LONG) << 56])
    }

    #[inline]
    fn of_words([low, high]: [u64; 2]) -> Name {
        let mut bytes = [0; SHORT + 1];
        bytes[..8].copy_from_slice(&low.to_le_bytes());
        bytes[8..].copy_from_slice(&high.to_le_bytes());
        Name(bytes)
    }

    /// The sixteen bytes as two words.
    #[inline]
    fn words(self) -> [u64; 2] {
        let ([low, high], []) = self.0.as_chunks::<8>() else {
            unreachable!("sixteen bytes are two words");
        };
        [u64::from_le_bytes(*low), u64::from_le_bytes(*high)]
    }

    #[inline]
    fn is_long(self) -> bool {
        self.0[SHORT] == LONG
    }
}

fn hash_long(id: &str) -> u64 {
    foldhash::fast::FixedState::default().hash_one(id)
}

/// The bytes of a text of at most sixteen as two words, the first byte lowest, zeros above.
#[inline]
fn words(text: &[u8]) -> [u64; 2] {
    let length = text.len();
    if let (Some(first), Some(last)) = (text.first_chunk::<8>(), text.last_chunk::<8>()) {
        // The last eight overlap the first; what is above the first eight is shifted down.
        let rest = (u64::from_le_bytes(*last) >> (8 * (15 - length.min(15)))) >> 8;
        return [u64::from_le_bytes(*first), rest];
    }
    if let (Some(first), Some(last)) = (text.first_chunk::<4>(), text.last_chunk::<4>()) {
        let first = u64::from(u32::from_le_bytes(*first));
        let last = u64::from(u32::from_le_bytes(*last)) << (8 * (length - 4));
        return [first | last, 0];
    }
    let bytes = text.iter().rev();
    [bytes.fold(0, |word, &byte| word << 8 | u64::from(byte)), 0]
}

/// The texts of long ids, one after another.
#[derive(Clone, Debug, Default)]
pub(super) struct Texts(String);

impl Texts {
    /// Forgets all of them, and keeps the room that they had.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// An id as a name in these texts.
    #[inline]
    pub fn keep(&mut self, id: &str) -> Name {
        if id.len() <= SHORT {
            return Name::short(id.as_bytes());
        }
        let start = self.0.len();
        self.0.push_str(id);
        Name::long(start, self.0.len())
    }

    /// A name in other texts as one in these.
    #[inline]
    pub fn take(&mut self, name: Name, of: &Texts) -> Name {
        match name.is_long() {
            true => self.keep(of.text(&name)),
            false => name,
        }
    }

    /// Whether a name in these texts is the same id as one in others.
    #[inline]
    pub fn holds(&self, name: Name, other: Name, of: &Texts) -> bool {
        match name.is_long() {
            true => other.is_long() && self.text(&name) == of.text(&other),
            false => name == other,
        }
    }

    /// The hash of the id behind a name in these texts: that of [`Name::hash`].
    #[inline]
    pub fn hash(&self, name: &Name) -> u64 {
        match name.is_long() {
            true => hash_long(self.text(name)),
            false => name.hash_short(),
        }
    }

    /// The id behind a name in these texts.
    pub fn text<'n>(&'n self, name: &'n Name) -> &'n str {
        match name.is_long() {
            true => &self.0[self.range(name)],
            // SAFETY: a short name holds the bytes of the text that it was made of, all of them. To look at them again
            // at each of millions of look-ups would be a tenth of putting findings into words.
            false => unsafe { std::str::from_utf8_unchecked(self.bytes(name)) },
        }
    }

    /// The bytes of the id behind a name in these texts.
    #[inline]
    pub fn bytes<'n>(&'n self, name: &'n Name) -> &'n [u8] {
        match name.is_long() {
            true => &self.0.as_bytes()[self.range(name)],
            false => &name.0[..usize::from(name.0[SHORT]).min(SHORT)],
        }
    }

    fn range(&self, name: &Name) -> std::ops::Range<usize> {
        let [start, end] = name.words();
        start as usize..(end & (u64::MAX >> 8)) as usize
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_name_is_its_text_and_no_other(ids in prop::collection::vec("[ab\\x00é]{0,18}", 1..20)) {
            let mut texts = Texts::default();
            let mut others = Texts::default();
            for (one, other) in ids.iter().zip(ids.iter().rev()) {
                let (name, also) = (texts.keep(one), others.keep(other));
                prop_assert_eq!(texts.text(&name), one);
                prop_assert_eq!(texts.bytes(&name), one.as_bytes());
                prop_assert_eq!(texts.hash(&name), Name::hash(one));
                prop_assert_eq!(texts.holds(name, also, &others), one == other);
                let taken = texts.take(also, &others);
                prop_assert_eq!(texts.text(&taken), other);
            }
        }

        #[test]
        fn words_are_the_bytes_in_order(text in prop::collection::vec(any::<u8>(), 0..=15)) {
            let mut padded = text.clone();
            padded.resize(16, 0);
            let [low, high] = words(&text);
            let bytes = [low.to_le_bytes(), high.to_le_bytes()].concat();
            prop_assert_eq!(bytes, padded);
        }
    }
}
