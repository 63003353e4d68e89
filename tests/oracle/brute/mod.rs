//! The definitions by enumeration: slow, small, and sharing nothing with the engine.
//!
//! Quoted sentences in the comments are those of the definitions that the code follows.

mod circles;
mod gone;
mod lineage;
mod lines;
mod said;
mod sets;
mod status;
mod voices;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use crate::model::{Case, Day};
pub use circles::{Circle, Return};
pub use gone::Gone;
use lineage::Premise;
use said::Said;
pub use sets::{Labels, Nodes};

const NEVER: Day = Day::MIN;
const ALWAYS: Day = Day::MAX;

/// First and last day on which something may have been; open ends are [`NEVER`] and [`ALWAYS`].
type When = (Day, Day);

/// The case is too large to enumerate, or outside what is defined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Skip {
    /// More derivations than the enumeration bears.
    TooMany,
    /// Two retractions that take each other back.
    Paradox,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ties {
    /// Those that surely held.
    Sure,
    /// And those that may have held.
    Possible,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Label {
    Actor(usize),
    Evidence(usize),
    /// The unknown publisher of a report.
    Publisher(usize),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Node {
    Statement(usize),
    /// "one implicit undeclared statement per (actor, claim); for a report, its publisher's".
    Implied {
        speaker: Speaker,
        claim: usize,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Speaker {
    Actor(usize),
    PublisherOf(usize),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Knowledge {
    Known,
    /// Unknown because the root at this node declares no basis.
    Undeclared(Node),
    Unknown,
}

/// What must be right for a root to be worth anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Carrier {
    pub knowledge: Knowledge,
    /// What it may share with another carrier.
    pub labels: Labels,
}

/// A derivation: the statements on it, what occurs on it, and what is not known of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Derivation {
    pub nodes: Nodes,
    pub labels: Labels,
    /// Its undeclared roots.
    undeclared: Nodes,
    /// Whether another carrier on it is unknown, or an unnamed actor speaks on it.
    unknown: bool,
}

impl Derivation {
    /// "A line is unknown if a carrier on it is unknown or an unnamed actor speaks anywhere on it."
    pub fn is_known(&self) -> bool {
        !self.unknown && self.undeclared.is_empty()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Assumptions {
    pub as_of: Option<Day>,
    pub own_acts: bool,
}

impl Default for Assumptions {
    fn default() -> Self {
        Assumptions {
            as_of: None,
            own_acts: true,
        }
    }
}

/// The four numbers, and whether the statements are grounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Numbers {
    pub lines_min: u32,
    pub lines_max: u32,
    pub origins_min: u32,
    pub origins_max: u32,
    pub grounded: bool,
    pub statements: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer {
    pub status: &'static str,
    pub support: Numbers,
    pub denial: Numbers,
}

/// A way in which a statement alone is a line: the carrier, and what the carrier adds to the line.
type Way = (Carrier, Labels);

/// The lines that end in some statements, by the ties that are counted.
type Found = BTreeMap<(Vec<usize>, Ties), Rc<[Derivation]>>;

pub struct Brute<'c> {
    pub case: &'c Case,
    pub assumptions: Assumptions,
    gone: BTreeSet<Gone>,
    pub said: Vec<Said>,
    pub live: Vec<bool>,
    premises: Vec<Vec<Premise>>,
    /// By the ties that surely held, and by those that may have.
    ways: [Vec<Vec<Way>>; 2],
    spoken: [Vec<Labels>; 2],
    pub grounded: Vec<bool>,
    /// Lines that were enumerated before.
    lines: RefCell<Found>,
}

impl<'c> Brute<'c> {
    pub fn new(case: &'c Case, assumptions: Assumptions) -> Result<Self, Skip> {
        Brute::without(case, assumptions, BTreeSet::new())
    }

    /// The same where some things are taken away.
    pub fn without(
        case: &'c Case,
        assumptions: Assumptions,
        gone: BTreeSet<Gone>,
    ) -> Result<Self, Skip> {
        let mut brute = Brute {
            case,
            assumptions,
            gone,
            said: said::expand(case),
            live: Vec::new(),
            premises: Vec::new(),
            ways: Default::default(),
            spoken: Default::default(),
            grounded: Vec::new(),
            lines: RefCell::default(),
        };
        let all = 0..brute.said.len();
        brute.live = (all.clone())
            .map(|at| {
                let is_back = brute.is_taken_back(at, &mut Vec::new())?;
                Ok(brute.is_made(at) && !brute.is_gone(at) && !is_back)
            })
            .collect::<Result<_, Skip>>()?;
        brute.premises = all.clone().map(|at| brute.premises_of(at)).collect();
        let both = [Ties::Sure, Ties::Possible];
        brute.spoken = both.map(|ties| {
            let reach = |at: usize| brute.reach(brute.said[at].by, brute.said[at].when, ties);
            all.clone().map(reach).collect()
        });
        brute.ways = both.map(|ties| all.clone().map(|at| brute.ways_of(at, ties)).collect());
        brute.grounded = brute.least_fixpoint();
        Ok(brute)
    }
}
