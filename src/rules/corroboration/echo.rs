//! Confirmations that rest on what they confirm.

use std::collections::BTreeSet;

use crate::analysis::{Facts, Label, LineageIdx, Ties};
use crate::case::StatementIdx;
use crate::case::vocabulary::Stance;
use crate::rules::finding::{Finding, Step, StepKind};
use crate::rules::profile::Profile;

/// How many statements are looked at behind the confirmations of one claim. Beyond, nothing is reported.
const BUDGET: usize = 20_000;

/// A `corroborates` is false where everything else that is said for the claim begins at the very origins at which it
/// begins, but for what rests on it and what surely came later, and it begins nowhere else. Houses play no part here:
/// that is `affiliated-corroboration`.
pub fn false_corroboration(profile: &Profile<'_, '_>) -> Option<Finding> {
    let facts = profile.facts;
    let graph = facts.graph();
    let is_confirmation = |at: StatementIdx| {
        graph.stance(at) == Stance::Corroborates && !graph.is_relay(at) && facts.is_grounded(at)
    };
    let mut budget = BUDGET;
    let echoes: Vec<Echo> = (profile.support().iter())
        .filter(|&&at| is_confirmation(at))
        .map_while(|&at| echo(profile, at, &mut budget).ok())
        .flatten()
        .collect();
    if echoes.is_empty() {
        return None;
    }
    let message = "what {actors} confirms on {claims} has the same origin as the confirmation";
    let mut finding = profile.unproved("false-corroboration", message);
    finding.actors = echoes.iter().map(|echo| graph.speaker(echo.of)).collect();
    finding.actors.sort_unstable();
    finding.actors.dedup();
    finding.statements = echoes
        .iter()
        .flat_map(|echo| echo.confirmed.iter().copied().chain([echo.of]))
        .collect();
    finding.statements.sort_unstable();
    finding.statements.dedup();
    finding.witness = echoes
        .iter()
        .flat_map(|echo| {
            let told = echo.confirmed.iter().copied().chain([echo.of]);
            let told = told.map(|at| facts.lineage().of(at));
            echo.origins.iter().copied().chain(told)
        })
        .map(|node| Step::said(StepKind::Chain, node))
        .collect();
    finding.witness.dedup();
    Some(finding)
}

/// A confirmation with all that it confirms, and where it begins.
struct Echo {
    of: StatementIdx,
    confirmed: Vec<StatementIdx>,
    origins: Vec<LineageIdx>,
}

/// The budget has ended.
struct Exhausted;

/// The echo that a confirmation is, unless something else stands beside it.
fn echo(
    profile: &Profile<'_, '_>,
    of: StatementIdx,
    budget: &mut usize,
) -> Result<Option<Echo>, Exhausted> {
    let (facts, graph) = (profile.facts, profile.facts.graph());
    let own = lineage(facts, of, budget)?;
    let identities = |roots: &[LineageIdx]| -> BTreeSet<Label> {
        (roots.iter())
            .flat_map(|&root| identity(facts, root))
            .collect()
    };
    let known = identities(&own.roots);
    let apart = |root: LineageIdx| {
        let identity = identity(facts, root);
        !identity.iter().any(|label| known.contains(label))
    };
    // Nobody confirms what is said later.
    let is_earlier = |at| !graph.date(at).surely_after(graph.date(of));
    let others = (profile.support().iter())
        .filter(|&&other| other != of && facts.is_grounded(other) && is_earlier(other))
        .map(|&other| (other, facts.lineage().of(other)));
    // Most confirmations have somebody beside them who has a basis of its own: no lineage need be followed.
    let is_beside = |node| facts.lineage().is_root(node) && apart(node);
    if others.clone().any(|(_, node)| is_beside(node)) {
        return Ok(None);
    }
    let mut confirmed = Vec::new();
    let mut heard: BTreeSet<Label> = BTreeSet::new();
    for (other, _) in others {
        let behind = lineage(facts, other, budget)?;
        if behind.seen.contains(&facts.lineage().of(of)) {
            continue;
        }
        if behind.roots.iter().any(|&root| apart(root)) {
            return Ok(None);
        }
        confirmed.push(other);
        // What is known through others is heard from them, and what it says elsewhere adds nothing to it.
        if graph.relays_of(other).next().is_none() && graph.speaker(other) != graph.speaker(of) {
            heard.extend(identities(&behind.roots));
        }
    }
    let is_heard = |&root: &LineageIdx| {
        let mut identity = identity(facts, root).into_iter();
        identity.any(|label| heard.contains(&label))
    };
    // Whom nobody else has heard is another origin.
    Ok(
        (!confirmed.is_empty() && own.roots.iter().all(is_heard)).then_some(Echo {
            of,
            confirmed,
            origins: own.roots,
        }),
    )
}

/// What a root stands on: its carriers, each actor for itself.
fn identity(facts: &Facts<'_>, root: LineageIdx) -> Vec<Label> {
    (facts.base().carriers(root, Ties::None).iter())
        .flat_map(|carrier| facts.base().carrier_identity(root, carrier, Ties::None))
        .collect()
}

struct Lineage {
    roots: Vec<LineageIdx>,
    seen: BTreeSet<LineageIdx>,
}

/// What a statement rests on, back to its roots; one with a basis of its own needs nothing further back. Who infers a
/// cause from its effect does not rest on those who do the same, and nobody rests on what was said later.
fn lineage(facts: &Facts<'_>, of: StatementIdx, budget: &mut usize) -> Result<Lineage, Exhausted> {
    let start = facts.lineage().of(of);
    let mut found = Lineage {
        roots: Vec::new(),
        seen: BTreeSet::from([start]),
    };
    let closing = facts.closing();
    let mut open = vec![start];
    while let Some(at) = open.pop() {
        *budget = budget.checked_sub(1).ok_or(Exhausted)?;
        if facts.lineage().is_root(at) {
            found.roots.push(at);
            continue;
        }
        for (edge, closes) in closing.weighed(at) {
            let carries = closes && edge.carries && facts.grounded()[edge.to.at()];
            if carries && found.seen.insert(edge.to) {
                open.push(edge.to);
            }
        }
    }
    found.roots.sort_unstable();
    Ok(found)
}
