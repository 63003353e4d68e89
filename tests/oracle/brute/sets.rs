//! Sets of few things, as bits: the enumeration makes and compares very many of them.

use std::fmt;
use std::marker::PhantomData;
use std::ops::{BitOr, Sub};

use super::{Label, Node, Speaker};

/// Something that has a number below 128.
pub trait Numbered: Copy {
    fn number(self) -> usize;
}

/// A set of what has numbers.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Few<T> {
    bits: u128,
    of: PhantomData<T>,
}

pub type Labels = Few<Label>;
pub type Nodes = Few<Node>;

/// A number within a part of the range; a case that is too large for it is no case for enumeration.
fn part(start: usize, size: usize, number: usize) -> usize {
    assert!(number < size, "a case too large for the enumeration");
    start + number
}

impl Numbered for Label {
    fn number(self) -> usize {
        match self {
            Label::Actor(at) => part(0, 64, at),
            Label::Evidence(at) => part(64, 32, at),
            Label::Publisher(at) => part(96, 32, at),
        }
    }
}

impl Numbered for Node {
    fn number(self) -> usize {
        const CLAIMS: usize = 4;
        match self {
            Node::Statement(at) => part(0, 64, at),
            Node::Implied { speaker, claim } => {
                let claim = part(0, CLAIMS, claim);
                match speaker {
                    Speaker::Actor(at) => part(64, 48, at * CLAIMS + claim),
                    Speaker::PublisherOf(at) => part(112, 16, at * CLAIMS + claim),
                }
            }
        }
    }
}

impl<T> Few<T> {
    pub const EMPTY: Self = Few {
        bits: 0,
        of: PhantomData,
    };

    const fn of(bits: u128) -> Self {
        Few {
            bits,
            of: PhantomData,
        }
    }

    pub fn is_empty(&self) -> bool {
        self.bits == 0
    }

    pub fn len(self) -> usize {
        self.bits.count_ones() as usize
    }

    pub fn is_disjoint(&self, other: Self) -> bool {
        self.bits & other.bits == 0
    }

    pub fn is_subset(&self, other: Self) -> bool {
        self.bits & !other.bits == 0
    }
}

impl<T: Numbered> Few<T> {
    pub fn one(item: T) -> Self {
        Few::of(1 << item.number())
    }

    pub fn contains(self, item: T) -> bool {
        self.bits >> item.number() & 1 == 1
    }

    /// Whether it was new.
    pub fn insert(&mut self, item: T) -> bool {
        let new = !self.contains(item);
        *self = *self | Few::one(item);
        new
    }
}

impl<T> Default for Few<T> {
    fn default() -> Self {
        Few::EMPTY
    }
}

impl<T: Numbered> FromIterator<T> for Few<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        let bits = items.into_iter().map(|item| 1 << item.number());
        Few::of(bits.fold(0, BitOr::bitor))
    }
}

impl<T> BitOr for Few<T> {
    type Output = Self;
    fn bitor(self, other: Self) -> Self {
        Few::of(self.bits | other.bits)
    }
}

impl<T> Sub for Few<T> {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Few::of(self.bits & !other.bits)
    }
}

impl<T> fmt::Debug for Few<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let numbers = (0..128).filter(|number| self.bits >> number & 1 == 1);
        f.debug_set().entries(numbers).finish()
    }
}
