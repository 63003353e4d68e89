//! The steps of a history: what was said and what was verified, in their order.

use std::collections::BTreeMap;

use crate::case::date::Date;
use crate::case::{ActorIdx, ClaimGraph, EvidenceIdx, Node, StatementIdx};

/// Something that may move a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Occurrence {
    /// A statement was made.
    Said(StatementIdx),
    /// Artefacts were verified.
    Verified(Vec<Check>),
}

/// A verification of an artefact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Check {
    /// The artefact.
    pub evidence: EvidenceIdx,
    /// Who verified it.
    pub by: ActorIdx,
    /// When.
    pub date: Date,
}

/// One step of a history.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step {
    /// A statement of the small graph, with the relays made from its `via`.
    Said(StatementIdx),
    /// All that was verified at a moment.
    Verified(i64),
}

/// The statements among some steps.
pub(super) fn said<'h>(
    graph: &'h ClaimGraph,
    steps: &'h [Step],
) -> impl Iterator<Item = StatementIdx> + 'h {
    let said = steps.iter().filter_map(|&step| match step {
        Step::Said(at) => Some(at),
        Step::Verified(_) => None,
    });
    said.flat_map(|at| [at].into_iter().chain(graph.relays_of(at)))
}

/// Whether a relay is told with what it passes on.
pub(super) fn is_told_before(graph: &ClaimGraph, at: StatementIdx) -> bool {
    graph.is_made_from_via(at) && graph.passed_on(at).is_some()
}

/// What was verified of the artefacts of a small graph, by when, in the whole graph.
pub(super) fn checks(small: &ClaimGraph, whole: &ClaimGraph) -> BTreeMap<i64, Vec<Check>> {
    let mut found: BTreeMap<i64, Vec<Check>> = BTreeMap::new();
    for at in small.all_evidence() {
        let Some(Node::Evidence(evidence)) = whole.find(small.id(at)) else {
            continue;
        };
        let dated = (small.evidence(at).verified.iter())
            .filter(|one| !one.heard.is_unknown() && !one.claims.is_empty());
        for one in dated {
            if let Some(Node::Actor(by)) = whole.find(small.id(one.by)) {
                let date = one.heard;
                let check = Check { evidence, by, date };
                found.entry(date.latest()).or_default().push(check);
            }
        }
    }
    found
}

/// Statements, in their order, and moments of verification, these before what was said at the same moment.
pub(super) fn merged(
    graph: &ClaimGraph,
    said: &[StatementIdx],
    checks: &BTreeMap<i64, Vec<Check>>,
) -> Vec<Step> {
    let mut order = Vec::with_capacity(said.len() + checks.len());
    let mut moments = checks.keys().copied().peekable();
    for &at in said {
        while let Some(moment) = moments.next_if(|&moment| moment <= graph.made_at(at)) {
            order.push(Step::Verified(moment));
        }
        order.push(Step::Said(at));
    }
    order.extend(moments.map(Step::Verified));
    order
}
