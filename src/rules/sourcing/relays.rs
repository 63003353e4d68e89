//! What happens to a claim on its way: it grows surer, it becomes another claim.

use std::collections::BTreeSet;

use crate::analysis::Facts;
use crate::case::vocabulary::{Basis, Certainty, ClaimKind};
use crate::case::{ClaimIdx, Node, StatementIdx};
use crate::rules::finding::{Finding, Severity, StepKind};
use crate::rules::fingerprint::who_says_what;
use crate::rules::grouped::set;
use crate::rules::profile::steps;
use crate::rules::words::{actor_names, ids};

/// What a statement rests on and may have passed on: of what a premise takes in, not what was said later. `None` where
/// it also rests on something that nobody said.
fn carried(facts: &Facts<'_>, at: StatementIdx) -> Option<Vec<StatementIdx>> {
    let lineage = facts.lineage();
    let edges = facts.closing().weighed(lineage.of(at));
    let edges = edges.filter(|&(edge, counts)| counts && edge.carries);
    edges.map(|(edge, _)| lineage.statement(edge.to)).collect()
}

/// Statements that only pass on what others said, each with those others: no root, and no inference of its own.
fn passed_on<'f>(
    facts: &'f Facts<'_>,
) -> impl Iterator<Item = (StatementIdx, Vec<StatementIdx>)> + 'f {
    let graph = facts.graph();
    let lineage = facts.lineage();
    graph.statements().filter_map(move |at| {
        let passes = graph.stance(at).supports()
            && facts.is_live(at)
            && !lineage.is_root(lineage.of(at))
            && graph.basis(at) != Some(Basis::Inferred);
        let mut cited = passes.then(|| carried(facts, at))??;
        // Whom it cites may be cited by what he said as well.
        let mut seen = BTreeSet::new();
        cited.retain(|&to| seen.insert(to));
        (!cited.is_empty()).then_some((at, cited))
    })
}

fn is_fact(facts: &Facts<'_>, at: StatementIdx) -> bool {
    let claim = facts.graph().claim_of(at);
    claim.is_some_and(|claim| facts.graph().claim(claim).kind == ClaimKind::Fact)
}

fn certainty(facts: &Facts<'_>, at: StatementIdx) -> Option<Certainty> {
    facts.graph().detail(at).and_then(|detail| detail.certainty)
}

/// A relay with another's words behind it, as the records of a finding.
fn passage(
    facts: &Facts<'_>,
    rule: &'static str,
    message: String,
    (at, cited): (StatementIdx, Vec<StatementIdx>),
) -> Finding {
    let graph = facts.graph();
    let part = |&source: &StatementIdx| who_says_what(facts, &[at, source]);
    let mut parts: Vec<Vec<Node>> = cited.iter().map(part).collect();
    parts.sort_unstable();
    parts.dedup();
    let mut chain = cited;
    chain.push(at);
    chain.sort_by_key(|&at| (graph.date(at).sort_key(), at));
    let mut claims: Vec<ClaimIdx> = chain.iter().filter_map(|&at| graph.claim_of(at)).collect();
    claims.sort_unstable();
    claims.dedup();
    Finding {
        parts,
        events: graph
            .claim_of(at)
            .map_or_else(Vec::new, |claim| graph.links(claim).events.to_vec()),
        claims,
        actors: vec![graph.speaker(at)],
        witness: steps(facts, StepKind::Chain, &chain),
        statements: chain,
        ..Finding::of(rule, message)
    }
}

/// A relay that is surer than everything it rests on, by somebody who adds no source of its own. Two sources that
/// speak for different voices may well make somebody surer than either is.
pub fn certainty_inflation(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    let graph = facts.graph();
    if !graph.statements().any(|at| certainty(facts, at).is_some()) {
        return;
    }
    for (at, cited) in passed_on(facts) {
        let chain = behind_the_silent(facts, &cited);
        let is_said = |to: &StatementIdx| certainty(facts, *to).is_some();
        let (cited, between): (Vec<StatementIdx>, Vec<StatementIdx>) = match chain.is_empty() {
            true => (cited, Vec::new()),
            false => chain.into_iter().partition(is_said),
        };
        let matter = |at: StatementIdx| graph.matter(graph.object(at));
        let same = (cited.iter().chain(&between)).all(|&to| matter(to) == matter(at));
        let one_voice = cited.iter().all(|&to| facts.are_joined(to, cited[0]));
        let sure: Option<Vec<Certainty>> = cited.iter().map(|&to| certainty(facts, to)).collect();
        let Some(surest) = sure.and_then(|sure| sure.into_iter().max()) else {
            continue;
        };
        if !same
            || !one_voice
            || !is_fact(facts, at)
            || graph.is_relay(at) && certainty(facts, at).is_none()
        {
            continue;
        }
        let (severity, now) = match certainty(facts, at) {
            Some(own) if own > surest => (Severity::Warning, own.word()),
            // A hedge that is dropped; but the analyst may have left it out of the record.
            None if surest < Certainty::VeryLikely => (Severity::Info, "said without reserve"),
            _ => continue,
        };
        let sources: Vec<_> = cited.iter().map(|&to| graph.speaker(to)).collect();
        let message = format!(
            "{} has {} as {now}, and {}, its only source, as {}",
            graph.name(graph.speaker(at)),
            ids(facts, graph.claim_of(at)),
            actor_names(facts, &sources[..1]),
            surest.word(),
        );
        let chain = [cited, between].concat();
        findings.push(Finding {
            severity,
            ..passage(facts, "certainty-inflation", message, (at, chain))
        });
    }
}

/// How many relays are looked behind from one statement. Beyond, nothing is reported.
const MOST_BETWEEN: usize = 1_000;

/// What is cited, and what relays that name no certainty pass on in their turn, back to those that do name one; empty
/// where some lineage names none.
fn behind_the_silent(facts: &Facts<'_>, cited: &[StatementIdx]) -> Vec<StatementIdx> {
    let lineage = facts.lineage();
    let mut chain = cited.to_vec();
    let mut next = 0;
    while let Some(&at) = chain.get(next) {
        next += 1;
        if certainty(facts, at).is_some() {
            continue;
        }
        let node = lineage.of(at);
        if !facts.graph().is_relay(at) || lineage.is_root(node) || chain.len() > MOST_BETWEEN {
            return Vec::new();
        }
        let Some(cited) = carried(facts, at) else {
            return Vec::new();
        };
        for to in cited {
            if !chain.contains(&to) {
                chain.push(to);
            }
        }
    }
    chain
}

/// How a claim differs from the one that it was made from, where the two can be compared.
fn drift(facts: &Facts<'_>, from: ClaimIdx, to: ClaimIdx) -> Option<&'static str> {
    let graph = facts.graph();
    let (before, after) = (graph.links(from), graph.links(to));
    if let (Some(before), Some(after)) = (&before.quantity, &after.quantity)
        && before.counts_as(after)
        && before.has_value()
        && after.has_value()
    {
        // Less exact is no drift: "three" may be passed on as "at least two".
        let within = after.min <= before.min && before.max <= after.max;
        return (!within).then_some("another number");
    }
    let related = |list: &[ClaimIdx], other: &ClaimIdx| list.contains(other);
    if facts.base().bearings.supported_by(from).contains(to) {
        Some("more than was said")
    } else if related(&before.contrasts, &to) {
        Some("a rival account")
    } else if related(&before.part_of, &to) || related(&after.part_of, &from) {
        Some("another scope")
    } else {
        None
    }
}

/// A relay whose claim does not follow from what it cites, though the two speak of the same matter.
pub fn claim_drift(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    let graph = facts.graph();
    if graph
        .claims()
        .all(|claim| graph.claim(claim).links.is_none())
    {
        return;
    }
    for (at, cited) in passed_on(facts) {
        let Some(claim) = graph.claim_of(at).filter(|_| is_fact(facts, at)) else {
            continue;
        };
        let sources = facts.base().bearings.supported_by(claim);
        let said = |to: &StatementIdx| graph.claim_of(*to).is_some_and(|on| sources.contains(on));
        if cited.iter().any(said) {
            continue;
        }
        let (mut drifted, mut from, mut how) = (Vec::new(), BTreeSet::new(), BTreeSet::new());
        for to in cited {
            if let Some(other) = graph.claim_of(to)
                && let Some(difference) = drift(facts, other, claim)
            {
                drifted.push(to);
                from.insert(other);
                how.insert(difference);
            }
        }
        if drifted.is_empty() {
            continue;
        }
        let sources = set(drifted.iter().map(|&to| graph.speaker(to)).collect());
        let message = format!(
            "{} makes `{}` of what {} said, {}: {}",
            graph.name(graph.speaker(at)),
            graph.id(claim),
            actor_names(facts, &sources),
            ids(facts, from),
            Vec::from_iter(how).join(", "),
        );
        findings.push(passage(facts, "claim-drift", message, (at, drifted)));
    }
}
