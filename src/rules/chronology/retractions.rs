//! Retractions that the dates rule out: each comes before all that it could take back.

use std::collections::BTreeMap;

use super::precedes;
use crate::analysis::Facts;
use crate::case::date::Date;
use crate::case::graph::Object;
use crate::case::vocabulary::Stance;
use crate::case::{ActorIdx, ClaimGraph, ClaimIdx, StatementIdx};
use crate::rules::finding::{Finding, StepKind};
use crate::rules::fingerprint::who_says_what;
use crate::rules::grouped::set;
use crate::rules::profile::steps;
use crate::rules::words::{on, verb};

pub fn before_what_they_take_back(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    of_claims(facts, findings);
    of_statements(facts, findings);
}

/// Retractions of a claim before their speaker says or verifies anything on it, by whatever id. Linear in the
/// statements on claims that have one.
fn of_claims(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    let graph = facts.graph();
    let mut retractions: BTreeMap<ClaimIdx, Vec<StatementIdx>> = BTreeMap::new();
    for at in graph.statements() {
        if graph.stance(at) == Stance::Retracts
            && let Object::Claim(claim) = graph.object(at)
        {
            let claim = graph.proposition(claim);
            retractions.entry(claim).or_default().push(at);
        }
    }
    if retractions.is_empty() {
        return;
    }
    let verified = first_verified(graph);
    for (claim, retractions) in retractions {
        let first = first_said(graph, claim);
        for retraction in retractions {
            let is_before = |date| precedes(graph.date(retraction), date);
            let actor = graph.speaker(retraction);
            let mut verified = verified.get(&(claim, actor)).into_iter();
            if let Some(&said) = first.get(&actor)
                && is_before(graph.date(said))
                && verified.all(|&date| is_before(date))
            {
                let message = first_says(facts, retraction, said);
                findings.push(finding(facts, retraction, said, message));
            }
        }
    }
}

/// What each actor said first on a claim, by whatever id.
fn first_said(graph: &ClaimGraph, claim: ClaimIdx) -> BTreeMap<ActorIdx, StatementIdx> {
    let mut first = BTreeMap::new();
    for at in graph.statements_on_any_id(claim) {
        if graph.stance(at) != Stance::Retracts {
            let known = first.entry(graph.speaker(at)).or_insert(at);
            if graph.date(at).earliest() < graph.date(*known).earliest() {
                *known = at;
            }
        }
    }
    first
}

/// When each actor first verified a claim on an artefact, each claim under the first of its ids.
fn first_verified(graph: &ClaimGraph) -> BTreeMap<(ClaimIdx, ActorIdx), Date> {
    let mut first = BTreeMap::new();
    let entries = graph.all_evidence();
    for entry in entries.flat_map(|at| &graph.evidence(at).verified) {
        for &claim in &entry.claims {
            let key = (graph.proposition(claim), entry.by);
            let known = first.entry(key).or_insert(entry.date);
            if entry.date.earliest() < known.earliest() {
                *known = entry.date;
            }
        }
    }
    first
}

/// Retractions of one statement, named by its id, before that was made. It may be a retraction itself.
fn of_statements(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    let graph = facts.graph();
    for retraction in graph.statements() {
        let Object::Statement(said) = graph.object(retraction) else {
            continue;
        };
        if graph.stance(retraction) == Stance::Retracts
            && graph.speaker(retraction) == graph.speaker(said)
            && precedes(graph.date(retraction), graph.date(said))
        {
            let message = format!(
                "{} takes back `{}`{} and says that only{}",
                graph.name(graph.speaker(said)),
                graph.id(said),
                on(graph.date(retraction)),
                on(graph.date(said)),
            );
            findings.push(finding(facts, retraction, said, message));
        }
    }
}

fn first_says(facts: &Facts<'_>, retraction: StatementIdx, said: StatementIdx) -> String {
    let graph = facts.graph();
    let [taken, spoken] = [retraction, said].map(|at| graph.object(at));
    let says = match graph.stance(said) {
        stance if stance.supports() => "says so".to_owned(),
        stance => format!("{} it", verb(stance)),
    };
    let id = match taken == spoken {
        true => String::new(),
        false => format!(", as `{}`", graph.id(spoken)),
    };
    format!(
        "{} takes back `{}`{} and first {says}{}{id}",
        graph.name(graph.speaker(said)),
        graph.id(taken),
        on(graph.date(retraction)),
        on(graph.date(said)),
    )
}

fn finding(
    facts: &Facts<'_>,
    retraction: StatementIdx,
    said: StatementIdx,
    message: String,
) -> Finding {
    let graph = facts.graph();
    let statements = vec![retraction, said];
    let claims = statements.iter().filter_map(|&at| graph.claim_of(at));
    Finding {
        parts: vec![who_says_what(facts, &statements)],
        claims: set(claims.collect()),
        actors: vec![graph.speaker(said)],
        witness: steps(facts, StepKind::Chain, &statements),
        statements,
        ..Finding::of("impossible-date", message)
    }
}
