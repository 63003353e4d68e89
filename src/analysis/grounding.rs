//! Grounding (semantics §5): which statements rest on a root at all.
//!
//! The least fixpoint over live nodes: a root is grounded; any other statement as soon as one thing it cites is,
//! an inference as soon as something is for each of its premises. Linear time by counting what is still missing.

use super::base::Base;
use super::lineage::LineageIdx;
use super::voices::Ties;
use crate::case::Node;

/// Whether each node of the lineage graph is grounded.
pub fn grounded(base: &Base<'_>) -> Vec<bool> {
    let nodes = base.lineage.node_count();
    let mut citing_starts = vec![0u32; nodes + 1];
    for at in base.lineage.nodes() {
        for edge in base.lineage.citations(at) {
            citing_starts[edge.to.at() + 1] += 1;
        }
    }
    for at in 0..nodes {
        citing_starts[at + 1] += citing_starts[at];
    }
    let mut next = citing_starts.clone();
    let mut citing = vec![(0u32, 0u32); citing_starts[nodes] as usize];
    for at in base.lineage.nodes() {
        for edge in base.lineage.citations(at) {
            let slot = &mut next[edge.to.at()];
            citing[*slot as usize] = (at.0, edge.written);
            *slot += 1;
        }
    }
    let mut grounded = vec![false; nodes];
    let mut inferences: std::collections::HashMap<u32, Vec<u32>> = base
        .lineage
        .nodes()
        .filter(|&at| base.is_live(at) && base.needs_all(at))
        .map(|at| (at.0, premises(base, at)))
        .collect();
    let mut ready: Vec<u32> = base
        .lineage
        .nodes()
        .filter(|&at| base.is_live(at) && base.lineage.is_root(at))
        .map(|at| at.0)
        .collect();
    ready.extend(
        inferences
            .iter()
            .filter(|(_, premises)| premises.is_empty())
            .map(|(&at, _)| at),
    );
    while let Some(at) = ready.pop() {
        if std::mem::replace(&mut grounded[at as usize], true) {
            continue;
        }
        let range = citing_starts[at as usize] as usize..citing_starts[at as usize + 1] as usize;
        for &(from, written) in &citing[range] {
            if grounded[from as usize] || !base.is_live(LineageIdx(from)) {
                continue;
            }
            let carries = base
                .lineage
                .citations(LineageIdx(from))
                .iter()
                .any(|edge| edge.to.0 == at && edge.written == written && edge.carries);
            if !carries {
                continue;
            }
            let complete = match inferences.get_mut(&from) {
                None => true,
                Some(open) => {
                    open.retain(|&premise| premise != written);
                    open.is_empty()
                }
            };
            if complete {
                ready.push(from);
            }
        }
    }
    grounded
}

/// The citations of an inference that must be filled by statements; artefacts fill theirs by themselves, unless they
/// are supposed to be gone.
fn premises(base: &Base<'_>, at: LineageIdx) -> Vec<u32> {
    let Some(statement) = base.lineage.statement(at) else {
        return Vec::new();
    };
    let cited = base.graph.cites(statement);
    (0..cited.len())
        .filter(|&written| {
            let filled = match base.graph.node(cited[written]) {
                Node::Evidence(evidence) => {
                    let carriers = base.artefact_carriers(statement, evidence, Ties::Sure);
                    !carriers.is_empty()
                }
                _ => false,
            };
            !filled && base.is_premise(statement, written)
        })
        .map(|written| written as u32)
        .collect()
}
