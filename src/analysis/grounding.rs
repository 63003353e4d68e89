//! Grounding (semantics §5): which statements rest on a root at all.
//!
//! The least fixpoint over live nodes: a root is grounded; any other statement as soon as one thing it cites is,
//! an inference as soon as something is for each of its premises. What is cited mostly stands before what cites it,
//! so one pass in order settles nearly everything; the rest, which waits for something later or for nothing, is
//! settled by following citations backwards among itself. Linear time.

use std::collections::{HashMap, HashSet};

use super::base::Base;
use super::carriers::Carrier;
use super::lineage::LineageIdx;
use super::plain::{Columns, KNOWN, PLAIN};
use super::voices::Ties;
use crate::case::Node;
use crate::case::index::Rows;

/// On what a statement may rest.
#[derive(Clone, Copy)]
enum Ground<'c> {
    /// On any root.
    Any,
    /// On roots of which it is known what must be right, through named speakers alone.
    Known(&'c Columns),
}

/// Whether each node of the lineage graph is grounded.
pub fn grounded(base: &Base<'_>) -> Vec<bool> {
    resting(base, Ground::Any)
}

/// Whether a known line comes to each node of the lineage graph: it is grounded in what is known (semantics §4).
pub fn known(base: &Base<'_>, columns: &Columns) -> Vec<bool> {
    resting(base, Ground::Known(columns))
}

fn resting(base: &Base<'_>, on: Ground<'_>) -> Vec<bool> {
    let statements = base.graph.statement_count();
    let nodes = base.lineage.node_count();
    let mut grounded = vec![false; nodes];
    // Implied statements are roots that cite nothing.
    for at in (statements as u32..nodes as u32).map(LineageIdx) {
        grounded[at.at()] = on.passes(base, at) && on.begins(base, at);
    }
    let mut waiting = Vec::new();
    for at in (0..statements as u32).map(LineageIdx) {
        if !on.passes(base, at) {
            continue;
        }
        if on.begins(base, at) || is_filled(base, on, at, &grounded) {
            grounded[at.at()] = true;
        } else if !base.lineage.citations(at).is_empty() {
            waiting.push(at);
        }
    }
    settle(base, on, &waiting, &mut grounded);
    grounded
}

impl Ground<'_> {
    fn passes(self, base: &Base<'_>, at: LineageIdx) -> bool {
        let has_name = || matches!(self, Ground::Any) || !base.is_unnamed(at);
        base.is_live(at) && has_name()
    }

    /// Whether it is a root that will do.
    fn begins(self, base: &Base<'_>, at: LineageIdx) -> bool {
        base.lineage.is_root(at)
            && match self {
                Ground::Any => true,
                Ground::Known(columns) if columns.traits(at) & PLAIN != 0 => {
                    columns.traits(at) & KNOWN != 0
                }
                Ground::Known(_) => self.takes(&base.carriers(at, Ties::Possible)),
            }
    }

    /// Whether one of some carriers will do.
    fn takes(self, carriers: &[Carrier]) -> bool {
        match self {
            Ground::Any => !carriers.is_empty(),
            Ground::Known(_) => carriers.iter().any(Carrier::is_known),
        }
    }

    fn ties(self) -> Ties {
        match self {
            Ground::Any => Ties::Sure,
            Ground::Known(_) => Ties::Possible,
        }
    }
}

/// Whether what is grounded so far is enough for a node that is no root.
fn is_filled(base: &Base<'_>, on: Ground<'_>, at: LineageIdx, grounded: &[bool]) -> bool {
    let citations = base.lineage.citations(at);
    if base.needs_all(at) {
        return open_premises(base, on, at, grounded).is_empty();
    }
    citations
        .iter()
        .any(|edge| edge.carries && grounded[edge.to.at()])
}

/// Carries grounding backwards along the citations of the nodes that wait for it. Citations that several hold in
/// common are followed once for all of them.
fn settle(base: &Base<'_>, on: Ground<'_>, waiting: &[LineageIdx], grounded: &mut [bool]) {
    let place: HashMap<LineageIdx, u32> = waiting.iter().copied().zip(0u32..).collect();
    let mut cited_by: Vec<(u32, (u32, u32))> = Vec::new();
    let mut inferences: HashMap<u32, Vec<u32>> = HashMap::new();
    let mut rows: HashMap<LineageIdx, u32> = HashMap::new();
    let mut members: Vec<(u32, u32)> = Vec::new();
    let mut ready = Vec::new();
    for (&at, from) in waiting.iter().zip(0u32..) {
        if base.needs_all(at) {
            inferences.insert(from, open_premises(base, on, at, grounded));
        }
        if is_filled(base, on, at, grounded) {
            ready.push(from);
        }
        let next = rows.len() as u32;
        let row = *rows.entry(base.lineage.holder(at)).or_insert(next);
        members.push((row, from));
        if row < next {
            continue;
        }
        let carried = base.lineage.citations(at).iter();
        for edge in carried.filter(|edge| edge.carries) {
            if let Some(&to) = place.get(&edge.to) {
                cited_by.push((to, (row, edge.written)));
            }
        }
    }
    let cited_by = Rows::from_pairs(waiting.len(), &cited_by);
    let members = Rows::from_pairs(rows.len(), &members);
    // Once something is grounded for a citation, that is filled for all who hold it.
    let mut filled: HashSet<(u32, u32)> = HashSet::new();
    while let Some(at) = ready.pop() {
        if std::mem::replace(&mut grounded[waiting[at as usize].at()], true) {
            continue;
        }
        for &(row, written) in cited_by.row(at as usize) {
            if !filled.insert((row, written)) {
                continue;
            }
            for &from in members.row(row as usize) {
                if let Some(open) = inferences.get_mut(&from) {
                    open.retain(|&premise| premise != written);
                    if !open.is_empty() {
                        continue;
                    }
                }
                ready.push(from);
            }
        }
    }
}

/// The premises of an inference for which nothing is grounded; artefacts fill theirs by themselves, unless they are
/// supposed to be gone.
fn open_premises(base: &Base<'_>, on: Ground<'_>, at: LineageIdx, grounded: &[bool]) -> Vec<u32> {
    let Some(statement) = base.lineage.statement(at) else {
        return Vec::new();
    };
    let cited = base.graph.cites(statement);
    let is_open = |&written: &u32| {
        let is_filled = match base.graph.node(cited[written as usize]) {
            Node::Evidence(evidence) => {
                on.takes(&base.artefact_carriers(statement, evidence, on.ties()))
            }
            _ => (base.lineage.citations(at).iter())
                .any(|edge| edge.written == written && edge.carries && grounded[edge.to.at()]),
        };
        !is_filled && base.is_premise(statement, written as usize)
    };
    (0..cited.len() as u32).filter(is_open).collect()
}
