//! What is supposed beside the case (semantics §8): things taken away, unknowns settled, actors believed independent.
//!
//! [`Facts`](super::Facts) under changed [`Settings`](super::Settings) answer every such question; the case itself is
//! never edited. What is taken away stays where it is and carries nothing: a citation of it is met by nothing, and no
//! older statement takes its place. So a claim falls exactly if its lines need what is gone.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::lineage::Implied;
use crate::case::{ActorIdx, EvidenceIdx, ReportIdx, StatementIdx};

/// What an analysis supposes. By default nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Suppositions {
    /// What is taken away.
    pub without: BTreeSet<Taken>,
    /// Pairs of actors whose joining is taken away.
    pub apart: Vec<(ActorIdx, ActorIdx)>,
    /// Unknowns that are taken as settled in favour of what rests on them.
    pub settled: BTreeSet<Unknown>,
    /// For each statement whether it is taken as not yet said; empty where all are said.
    pub unsaid: Arc<[bool]>,
    /// Only what was verified by this moment, or at an unknown time, counts as verified.
    pub verified_by: Option<i64>,
    /// Whether what would stand if somebody's word went counts beside what stands: an artefact that was verified on its
    /// makers' word as well, and on the line of a prisoner whoever may hold it. So whatever meets all lines takes them
    /// all away, and nothing else does.
    pub whoever_goes: bool,
}

/// Something that is taken away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Taken {
    /// All that one actor said, and its word on artefacts and as a custodian.
    Actor(ActorIdx),
    /// The same of an actor and of everybody who surely answered to it at the time. What they took back stays taken
    /// back.
    Class(ActorIdx),
    /// All that a report carries.
    Report(ReportIdx),
    /// An artefact, and whatever it documents.
    Evidence(EvidenceIdx),
    /// One statement. Without a retraction, what it took back counts again.
    Statement(StatementIdx),
}

/// Something that is not known and could be found out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unknown {
    /// How the speaker of a statement knows. Settled: the speaker saw it.
    Basis(StatementIdx),
    /// Who an unnamed source is. Settled: somebody who answers to nobody in the case.
    Name(ActorIdx),
    /// Whether an artefact shows what is said of it. Settled: somebody from outside verified it.
    Artefact(EvidenceIdx),
    /// What a cited source, of which no statement is recorded, said itself. Settled: it saw it.
    Unrecorded(Implied),
    /// Whether one actor answers to another, as is alleged. Settled: it does not.
    Tie(ActorIdx, ActorIdx),
}

impl Suppositions {
    /// Nothing but that some things are taken away.
    pub fn without(taken: impl IntoIterator<Item = Taken>) -> Self {
        Suppositions {
            without: taken.into_iter().collect(),
            ..Suppositions::default()
        }
    }

    /// Nothing but that some unknowns are settled.
    pub fn settled(unknowns: impl IntoIterator<Item = Unknown>) -> Self {
        Suppositions {
            settled: unknowns.into_iter().collect(),
            ..Suppositions::default()
        }
    }

    /// Whether an unknown is taken as settled.
    pub fn settles(&self, unknown: Unknown) -> bool {
        !self.settled.is_empty() && self.settled.contains(&unknown)
    }

    /// Whether a statement is taken as not yet said.
    pub fn is_unsaid(&self, statement: StatementIdx) -> bool {
        self.unsaid.get(statement.at()).copied().unwrap_or(false)
    }

    /// The classes that are taken away.
    pub fn classes(&self) -> impl Iterator<Item = ActorIdx> + '_ {
        self.without.iter().filter_map(|taken| match *taken {
            Taken::Class(actor) => Some(actor),
            _ => None,
        })
    }
}
