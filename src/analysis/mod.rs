//! What the graph says: lineage, voices, independent lines, circularity, conflict and status.
//!
//! [`Facts`] computes each once and shares it. Nothing here judges; `rules` does.

pub mod lineage;
pub mod status;
pub mod support;
pub mod voices;

use crate::case::date::Date;
use crate::case::index::Rows;
use crate::case::vocabulary::Role;
use crate::case::{ActorIdx, ClaimGraph, ClaimIdx, StatementIdx};

pub use lineage::{Carrier, Lineage, LineageIdx, LineageNode};
pub use status::Status;
pub use support::{Certificate, Count, Line, Standing};

/// What an analysis assumes.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Only what was said by then counts; `None`: everything.
    pub as_of: Option<Date>,
    /// Whether a statement without a basis by a party to the claim's event is taken as its own act.
    pub assume_own_acts: bool,
    /// How many independent known lines make a claim corroborated.
    pub threshold: u32,
    /// The roles that join the voices of two actors (`aligned-with` both ways).
    pub joining: Vec<Role>,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            as_of: None,
            assume_own_acts: true,
            threshold: 2,
            joining: vec![
                Role::SpokespersonOf,
                Role::OrganOf,
                Role::PartOf,
                Role::ControlledBy,
                Role::EmployedBy,
                Role::AlignedWith,
            ],
        }
    }
}

/// Everything that is derived from a graph under some settings.
pub struct Facts<'g> {
    graph: &'g ClaimGraph,
    settings: Settings,
}

impl<'g> Facts<'g> {
    /// Facts about `graph`.
    pub fn new(graph: &'g ClaimGraph, settings: Settings) -> Self {
        Facts { graph, settings }
    }

    /// The graph.
    pub fn graph(&self) -> &'g ClaimGraph {
        self.graph
    }

    /// The settings.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Whether a statement was made by the as-of date and has not been taken back by then.
    pub fn is_live(&self, _statement: StatementIdx) -> bool {
        unimplemented!()
    }

    /// Where each statement's provenance leads.
    pub fn lineage(&self) -> &Lineage {
        unimplemented!()
    }

    /// `Support(c)`: live statements that support the claim or one that entails it, sorted.
    pub fn support(&self, _claim: ClaimIdx) -> Vec<StatementIdx> {
        unimplemented!()
    }

    /// `Denial(c)`: live statements that deny it, sorted.
    pub fn denial(&self, _claim: ClaimIdx) -> Vec<StatementIdx> {
        unimplemented!()
    }

    /// Live `questions`, `silent` and `declines` on the claim itself, sorted.
    pub fn reservations(&self, _claim: ClaimIdx) -> Vec<StatementIdx> {
        unimplemented!()
    }

    /// Intervals and counts of a claim.
    pub fn standing(&self, _claim: ClaimIdx) -> &Standing {
        unimplemented!()
    }

    /// The independent lines of the support of a claim, and the cut that bounds them.
    pub fn certificate(&self, _claim: ClaimIdx) -> Certificate {
        unimplemented!()
    }

    /// The same for its denial.
    pub fn denial_certificate(&self, _claim: ClaimIdx) -> Certificate {
        unimplemented!()
    }

    /// The status of a claim.
    pub fn status(&self, _claim: ClaimIdx) -> Status {
        unimplemented!()
    }

    /// Whether a statement rests on a root: the least fixpoint of semantics §5.
    pub fn is_grounded(&self, _statement: StatementIdx) -> bool {
        unimplemented!()
    }

    /// The voices of a statement: its speaker and everybody the speaker answers to by ties that surely held then.
    pub fn voices(&self, _statement: StatementIdx) -> Vec<ActorIdx> {
        unimplemented!()
    }

    /// A stable name for the side of an actor (by all its ties, undated): the class of actors joined with it,
    /// as a number that is equal for actors on one side. For pictures only; independence uses [`Facts::voices`].
    pub fn side(&self, _actor: ActorIdx) -> u32 {
        unimplemented!()
    }

    /// Statement cycles: each strongly connected component of the lineage graph with its shortest cycle.
    pub fn cycles(&self) -> &Rows<LineageIdx> {
        unimplemented!()
    }
}
