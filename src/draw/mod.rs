//! Pictures: what to show ([`View`]), how it looks ([`style`]), and two ways to put it on paper ([`dot`], [`svg`]).
//!
//! A view is chosen first and drawn after: each looks once at the statements, keeps what matters most up to its limit,
//! and says in the picture what it leaves out. The library runs no layout program: [`svg`] has a layout of its own,
//! which gives the same picture on every machine; `dot -Tsvg` lays out the Graphviz file where somebody prefers that.

mod case;
mod claim;
mod colour;
mod columns;
mod conflict;
pub mod dot;
mod fold;
mod label;
mod large;
mod legend;
mod select;
mod sides;
mod sourcing;
pub mod style;
pub mod svg;
pub mod text;
pub mod view;

pub use style::Theme;
pub use view::View;

use crate::analysis::Facts;
use crate::case::{ActorIdx, ClaimGraph, EventIdx, Node};
use crate::rules::{Finding, Policy};

pub use case::case_view;
pub use claim::{claim_view, looked_at};
pub use conflict::conflict_view;
pub use large::{Candidates, Excerpt, Sampling, excerpt};
pub use select::claims as most_consequential;
pub use sourcing::sourcing_view;

/// What of a case to draw.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Start from these records; the view of one claim takes its claim from here. Empty: everything.
    pub focus: Vec<Node>,
    /// How many relations between claims to follow from there.
    pub hops: u32,
    /// Only claims about this event, or a part of it.
    pub event: Option<EventIdx>,
    /// Only claims on which this actor speaks, or which are about it.
    pub actor: Option<ActorIdx>,
    /// At most so many nodes; `None`: as many as the view thinks readable.
    pub limit: Option<usize>,
    /// What of a large case was looked at; `None`: all.
    pub among: Option<Candidates>,
}

impl Selection {
    /// The neighbourhood of one record.
    pub fn around(focus: impl Into<Node>, hops: u32) -> Selection {
        Selection {
            focus: vec![focus.into()],
            hops,
            ..Selection::default()
        }
    }

    /// Whether it leaves nothing out.
    pub fn is_everything(&self) -> bool {
        self.focus.is_empty() && self.event.is_none() && self.actor.is_none()
    }
}

/// One kind of picture.
pub struct Picture {
    /// Its name on the command line.
    pub name: &'static str,
    /// The question that it answers.
    pub help: &'static str,
    /// Whether it is about one claim, the first of the selection's focus.
    pub about_one_claim: bool,
    /// The nodes it shows at most, where the selection does not say.
    pub limit: usize,
    /// The rules whose findings it shows; `None`: all that find errors or warnings.
    pub rules: Option<&'static [&'static str]>,
    /// How it chooses what of a large case it looks at; `None`: it looks at all.
    pub sampling: Option<Sampling>,
    /// Chooses what to show.
    pub view: fn(&Facts<'_>, &[Finding], &Selection) -> View,
}

/// Every kind of picture.
pub const PICTURES: [Picture; 4] = [
    Picture {
        name: "case",
        help: "events with what is claimed about them: who says so, who denies it, on how much it stands",
        about_one_claim: false,
        limit: case::LIMIT,
        rules: None,
        sampling: Some(large::most_said),
        view: case_view,
    },
    Picture {
        name: "claim",
        help: "what one claim rests on: from its origins to the claim, support and denial",
        about_one_claim: true,
        limit: claim::LIMIT,
        rules: None,
        sampling: Some(large::one_claim),
        view: claim_view,
    },
    Picture {
        name: "sourcing",
        help: "who cites whom, how often, and where it runs in a circle",
        about_one_claim: false,
        limit: sourcing::LIMIT,
        rules: Some(&sourcing::CIRCULAR),
        sampling: None,
        view: sourcing_view,
    },
    Picture {
        name: "conflict",
        help: "claims that contradict one another or are disputed, and the sides that hold them",
        about_one_claim: false,
        limit: conflict::LIMIT,
        rules: None,
        sampling: Some(large::most_contested),
        view: conflict_view,
    },
];

impl Picture {
    /// What is to be asked of the rules for it: in a large case they take longer than the picture.
    pub fn asks(&self, policy: &Policy, graph: &ClaimGraph) -> Policy {
        match self.rules {
            Some(rules) => policy.only(|rule| rules.contains(&rule.name)),
            None => policy.for_marks(graph),
        }
    }
}

/// The picture of this name.
pub fn picture(name: &str) -> Option<&'static Picture> {
    PICTURES.iter().find(|picture| picture.name == name)
}
