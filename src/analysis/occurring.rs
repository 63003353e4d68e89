//! What occurs in a case at all.

use rayon::prelude::*;

use super::base::Base;
use super::voices::Ties;
use crate::case::vocabulary::Basis;

/// Whether there is any such thing in a case. Most large cases lack most of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Occurring {
    /// What a prisoner said in somebody's hands, or made there.
    pub custody: bool,
    /// What somebody was told and does not say by whom.
    pub told: bool,
    /// A speaker without a name, or a cited report without a publisher.
    pub unnamed: bool,
}

impl Occurring {
    /// One pass over the statements, in parallel.
    pub fn new(base: &Base<'_>) -> Self {
        let nodes = (0..base.lineage.node_count() as u32).into_par_iter();
        let of_node = nodes.map(|at| {
            let node = super::LineageIdx(at);
            let statement = base.lineage.statement(node);
            Occurring {
                custody: statement.is_some_and(|at| base.is_in_custody(at)),
                told: statement.is_some_and(|at| base.graph.basis(at) == Some(Basis::Told)),
                unnamed: base.is_unnamed(node),
            }
        });
        let is_held = |(maker, date)| !base.held_by(maker, date, Ties::Sure).is_empty();
        let mut artefacts = base.graph.all_evidence();
        let made = Occurring {
            custody: artefacts.any(|evidence| base.makers(evidence).any(is_held)),
            ..Occurring::default()
        };
        of_node.reduce(
            || made,
            |one, other| Occurring {
                custody: one.custody | other.custody,
                told: one.told | other.told,
                unnamed: one.unnamed | other.unnamed,
            },
        )
    }
}
