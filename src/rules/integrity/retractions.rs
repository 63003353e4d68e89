//! Retractions that take back nothing.

use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::Facts;
use crate::case::graph::Object;
use crate::case::vocabulary::Stance;
use crate::case::{ActorIdx, StatementIdx};
use crate::rules::each;
use crate::rules::finding::{Finding, StepKind};
use crate::rules::profile::steps;

/// Retractions of what their speakers never said: a retraction takes back statements of the same actor only. One that
/// comes too early is `impossible-date`. Linear in the statements on what somebody takes back.
pub fn empty(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    let graph = facts.graph();
    let mut retractions: BTreeMap<(Object, ActorIdx), Vec<StatementIdx>> = BTreeMap::new();
    for at in graph.statements() {
        if graph.stance(at) == Stance::Retracts && facts.base().life.is_made(at) {
            let key = (graph.object(at), graph.speaker(at));
            retractions.entry(key).or_default().push(at);
        }
    }
    if retractions.is_empty() {
        return;
    }
    let said = spoken_on(
        facts,
        retractions.keys().map(|&(object, _)| object).collect(),
    );
    for ((object, actor), retractions) in retractions {
        let is_own = matches!(object, Object::Statement(at) if graph.speaker(at) == actor);
        if !is_own && !said.contains(&(graph.matter(object), actor)) {
            findings.push(finding(facts, object, actor, retractions));
        }
    }
}

/// Who takes another stance than a retraction on each of some claims, by whatever id, and statements, or has verified
/// something.
fn spoken_on(facts: &Facts<'_>, objects: BTreeSet<Object>) -> BTreeSet<(Object, ActorIdx)> {
    let graph = facts.graph();
    let on_claims = objects.iter().flat_map(|object| match object {
        Object::Claim(claim) => Vec::from_iter(graph.statements_on_any_id(*claim)),
        Object::Statement(_) => Vec::new(),
    });
    let on_statements = each::on_statements(graph);
    let verified = graph
        .all_evidence()
        .flat_map(|at| &graph.evidence(at).verified);
    let verified = verified.flat_map(|entry| {
        let claims = entry.claims.iter();
        claims.map(|&claim| (graph.matter(Object::Claim(claim)), entry.by))
    });
    on_claims
        .chain(on_statements.filter(|&at| objects.contains(&graph.object(at))))
        .filter(|&at| graph.stance(at) != Stance::Retracts)
        .map(|at| (graph.matter(graph.object(at)), graph.speaker(at)))
        .chain(verified)
        .collect()
}

fn finding(
    facts: &Facts<'_>,
    object: Object,
    actor: ActorIdx,
    mut retractions: Vec<StatementIdx>,
) -> Finding {
    let graph = facts.graph();
    let name = graph.name(actor);
    let (claim, message) = match object {
        Object::Claim(claim) => {
            let message = format!(
                "{name} takes back `{}`, on which it has said nothing",
                graph.id(claim)
            );
            (Some(claim), message)
        }
        Object::Statement(said) => {
            let speaker = graph.name(graph.speaker(said));
            let message = format!(
                "{name} takes back `{}`, which {speaker} has said",
                graph.id(said)
            );
            (graph.claim_of(said), message)
        }
    };
    let mut witness = steps(facts, StepKind::Chain, &retractions);
    if let Object::Statement(said) = object {
        witness.extend(steps(facts, StepKind::Chain, &[said]));
        retractions.push(said);
    }
    Finding {
        parts: vec![vec![actor.into(), object.into()]],
        claims: claim.into_iter().collect(),
        actors: vec![actor],
        witness,
        statements: retractions,
        ..Finding::of("empty-retraction", message)
    }
}
