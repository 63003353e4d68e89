//! The common case at a glance: for each node of the lineage graph a byte of traits and one label.
//!
//! A node is *plain* if it bears one label whatever ties count, needs no premises, and, as a root, has one carrier
//! that brings no labels of its own: somebody's word, with a basis or without. Where all that a claim rests on is
//! plain, its lines can be counted on these two columns alone.

use rayon::prelude::*;

use super::base::Base;
use super::carriers::Carrier;
use super::lineage::{LineageIdx, LineageNode};
use super::voices::Ties;
use crate::case::Node;
use crate::case::vocabulary::Basis;

/// It is live and grounded: lines may pass.
pub const OPEN: u8 = 1;
/// Its speaker has a name.
pub const NAMED: u8 = 2;
/// It is a root.
pub const ROOT: u8 = 4;
/// It is a root, and what must be right is known.
pub const KNOWN: u8 = 8;
/// It is plain.
pub const PLAIN: u8 = 16;
/// It is a root of a named speaker without a basis, whose side has declared adversaries.
pub const FIGHTING: u8 = 32;

/// Traits and labels of all nodes.
pub struct Columns {
    traits: Vec<u8>,
    labels: Vec<u32>,
    label_count: usize,
}

impl Columns {
    /// Linear in nodes and their citations, in parallel.
    pub fn new(base: &Base<'_>, grounded: &[bool]) -> Self {
        let voices = base.voices.label_count() as u32;
        let columns = (0..base.lineage.node_count() as u32)
            .into_par_iter()
            .map(|at| column(base, grounded, LineageIdx(at), voices))
            .unzip();
        let statements = base.graph.statement_count();
        Columns {
            traits: columns.0,
            labels: columns.1,
            label_count: voices as usize + base.lineage.node_count() - statements,
        }
    }

    /// The traits of a node.
    pub fn traits(&self, node: LineageIdx) -> u8 {
        self.traits[node.at()]
    }

    /// The number of the label of a plain node.
    pub fn label(&self, node: LineageIdx) -> u32 {
        self.labels[node.at()]
    }

    /// How many nodes there are.
    pub fn node_count(&self) -> usize {
        self.traits.len()
    }

    /// How many labels there are: their numbers lie below.
    pub fn label_count(&self) -> usize {
        self.label_count
    }
}

fn column(base: &Base<'_>, grounded: &[bool], node: LineageIdx, voices: u32) -> (u8, u32) {
    let mut traits = 0;
    if grounded[node.at()] && base.is_live(node) {
        traits |= OPEN;
    }
    let speaker = match base.lineage.node(node) {
        LineageNode::Statement(at) => Some(base.graph.speaker(at)),
        LineageNode::Implied(implied) => implied.speaker,
    };
    if speaker.is_some_and(|actor| !base.is_nameless(actor)) {
        traits |= NAMED;
    }
    let label = match speaker {
        None => Some(voices + base.lineage.source(node).0 - base.graph.statement_count() as u32),
        Some(actor) => base.voices.only_label(actor).map(|label| label.0),
    };
    let mut plain = label.is_some();
    if base.lineage.is_root(node) {
        traits |= ROOT;
        plain &= is_bare(base, node);
        if plain {
            traits |= root(base, node);
        }
    } else {
        plain &= !base.needs_all(node);
    }
    if plain {
        traits |= PLAIN;
    }
    (traits, label.unwrap_or(0))
}

/// Whether a root's carrier brings no labels: it cites no artefact, and nobody has its speaker in custody.
fn is_bare(base: &Base<'_>, node: LineageIdx) -> bool {
    base.lineage.statement(node).is_none_or(|statement| {
        let artefact = |&cited: &_| matches!(base.graph.node(cited), Node::Evidence(_));
        base.graph.basis(statement) != Some(Basis::Custody)
            && !base.graph.cites(statement).iter().any(artefact)
    })
}

/// The traits of a bare root.
fn root(base: &Base<'_>, node: LineageIdx) -> u8 {
    let Some(statement) = base.lineage.statement(node) else {
        let supposed = base
            .carriers(node, Ties::Sure)
            .iter()
            .any(Carrier::is_known);
        return if supposed { KNOWN } else { 0 };
    };
    let basis = base.graph.basis(statement);
    match base.bare_carrier(statement, basis) {
        Carrier::Unknown(_) => {
            let speaker = base.graph.speaker(statement);
            let fights = basis.is_none() && base.may_be_opposed(speaker);
            if fights { FIGHTING } else { 0 }
        }
        _ => KNOWN,
    }
}
