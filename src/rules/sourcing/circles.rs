//! Support that runs in a circle, or comes back to its author.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::analysis::{
    Facts, LaunderingLoop, LineageIdx, Loops, RoundTrip, StatementCycle, Status,
};
use crate::case::vocabulary::{ClaimKind, Stance};
use crate::case::{ActorIdx, ClaimIdx, Node, StatementIdx};
use crate::rules::each;
use crate::rules::finding::{Finding, Step, StepKind, events_of};
use crate::rules::grouped::set;
use crate::rules::profile::{CLAIMS, Profile, ends, shortened, steps};
use crate::rules::words::{self, actor_names, ids};

pub fn circular_support(profile: &Profile<'_, '_>) -> Option<Finding> {
    let is_such = profile.standing.status == Status::Circular;
    let cycles = is_such.then(|| nearest_cycles(profile));
    cycles.filter(|cycles| !cycles.is_empty()).map(|cycles| {
        let facts = profile.facts;
        let told: Vec<LineageIdx> = cycles.iter().flat_map(|cycle| told_of(cycle)).collect();
        let members = set(speakers(facts, &told));
        let names = actor_names(facts, &members);
        let names = words::literal(&names);
        let possibly = possibly(&cycles);
        let message = match (members.len(), cycles.len()) {
            (_, 1) if take_conclusions(facts, &told) => format!(
                "nothing but a circle vouches for {CLAIMS}: {names} {possibly}{TAKE_CONCLUSIONS}"
            ),
            (1, _) if told.iter().all(|&at| infers_more(facts, at)) => format!(
                "nothing but itself vouches for {CLAIMS}: nothing else supports what {names} infers it from"
            ),
            (1, _) => format!(
                "nothing but itself vouches for {CLAIMS}: {names} {possibly}cites its own word"
            ),
            (_, ..=1) => format!(
                "nothing but a circle vouches for {CLAIMS}: {names} {possibly}cite one another"
            ),
            (_, circles) => format!(
                "nothing but {circles} circles vouch for {CLAIMS}: in each some of {names} {possibly}cite one another"
            ),
        };
        let mut finding = profile.unproved("circular-support", message);
        finding.actors = members;
        let shown = |cycle: &&'_ StatementCycle| {
            shortened(StepKind::Cycle, &cycle.shortest).collect::<Vec<Step>>()
        };
        finding.witness = cycles.iter().flat_map(shown).collect();
        let cuts = cycles.iter().take(MOST_CUT);
        for cycle in cuts {
            finding.help = help(&finding, words::cut(facts, cycle));
        }
        finding
    })
}

/// Of so many circles it is said how they would end.
const MOST_CUT: usize = 3;
/// Of more circles that are equally near not all are shown.
const MOST_CIRCLES: usize = 64;
/// Of larger circles only what is shown of the shortest way round is told.
const MOST_MEMBERS: usize = 64;

/// Those of the members of a circle that are told.
fn told_of(cycle: &StatementCycle) -> impl Iterator<Item = LineageIdx> + '_ {
    let (first, last) = match cycle.members.len() > MOST_MEMBERS {
        true => {
            let (first, _, last) = ends(&cycle.shortest);
            (first, last)
        }
        false => (&cycle.members[..], &[][..]),
    };
    first.iter().chain(last).copied()
}

/// A word before the verb where circles hang on citations that may be of something else.
fn possibly(cycles: &[&StatementCycle]) -> &'static str {
    match !cycles.is_empty() && cycles.iter().all(|cycle| cycle.possible) {
        true => "possibly ",
        false => "",
    }
}

/// The advice of a rule, and what to strike.
fn help(finding: &Finding, cut: String) -> Cow<'static, str> {
    format!("{}; {cut}", finding.help).into()
}

/// The bare circles that the support of a claim leads into by the fewest citations, as many as are told.
fn nearest_cycles<'f>(profile: &Profile<'f, '_>) -> Vec<&'f StatementCycle> {
    let mut nearest = profile.facts.bare_circles(profile.support());
    nearest.truncate(MOST_CIRCLES);
    nearest
}

/// The speakers of some nodes, in that order, each once.
fn speakers(facts: &Facts<'_>, nodes: &[LineageIdx]) -> Vec<ActorIdx> {
    let mut seen = BTreeSet::new();
    let speakers = nodes.iter().filter_map(|&node| facts.base().speaker(node));
    let speakers = speakers.map(|(actor, _)| actor);
    speakers.filter(|&actor| seen.insert(actor)).collect()
}

/// The claims that some nodes are about, of kind `fact`, sorted.
fn claims_of(facts: &Facts<'_>, nodes: &[LineageIdx]) -> Vec<ClaimIdx> {
    let claims: BTreeSet<ClaimIdx> = nodes
        .iter()
        .filter_map(|&node| facts.base().claim(node))
        .collect();
    claims.into_iter().collect()
}

pub fn circular_citation(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    for cycle in facts.circles().closed() {
        let claims = claims_of(facts, &cycle.members);
        let explained = claims
            .iter()
            .all(|&claim| facts.status(claim) == Status::Circular);
        let is_fact = |&claim: &ClaimIdx| facts.graph().claim(claim).kind == ClaimKind::Fact;
        if (explained && !claims.is_empty()) || !claims.iter().any(is_fact) {
            continue;
        }
        let names = speakers(facts, &cycle.shortest);
        let possibly = possibly(&[cycle]);
        let message = match cycle.shortest.as_slice() {
            &[node] if infers_from_itself(facts, node) => format!(
                "{} takes what it concludes as a premise",
                actor_names(facts, &names)
            ),
            [_] => format!(
                "{} {possibly}cites its own statement",
                actor_names(facts, &names)
            ),
            _ => format!(
                "{} {possibly}{}",
                actor_names(facts, &names),
                match names.len() {
                    1 => "cites its own statements in a circle",
                    _ if take_conclusions(facts, &cycle.shortest) => TAKE_CONCLUSIONS,
                    _ => "cite one another in a circle",
                }
            ),
        };
        let statements: Vec<StatementIdx> = (cycle.shortest.iter())
            .filter_map(|&node| facts.lineage().statement(node))
            .collect();
        let closed = cycle.shortest.iter().chain(cycle.shortest.first());
        let finding = Finding::of("circular-citation", message);
        let claims_and_actors = claims.iter().map(|&at| Node::from(at));
        let claims_and_actors = claims_and_actors.chain(names.iter().map(|&at| at.into()));
        findings.push(Finding {
            parts: vec![claims_and_actors.collect()],
            help: help(&finding, words::cut(facts, cycle)),
            claims,
            actors: names,
            witness: closed
                .map(|&node| Step::said(StepKind::Cycle, node))
                .collect(),
            statements,
            ..finding
        });
    }
}

/// What those do who close a circle by premises alone: neither cites the other.
const TAKE_CONCLUSIONS: &str = "take one another's conclusions as premises";

/// Whether several of some statements cite one another by claims alone, which they cite as premises.
fn take_conclusions(facts: &Facts<'_>, among: &[LineageIdx]) -> bool {
    let (graph, lineage) = (facts.graph(), facts.lineage());
    let others: BTreeSet<LineageIdx> = among.iter().copied().collect();
    let by_premises = |&from: &LineageIdx| {
        let cited = lineage.statement(from).map(|at| graph.cites(at));
        let mut links = lineage.citations(from).iter();
        links.all(|edge| {
            let written = cited.and_then(|cited| cited.get(edge.written as usize));
            !others.contains(&edge.to)
                || written.is_some_and(|&one| matches!(graph.node(one), Node::Claim(_)))
        })
    };
    speakers(facts, among).len() > 1 && among.iter().all(by_premises)
}

/// Whether a statement cites as a premise a claim that it supports itself.
fn infers_from_itself(facts: &Facts<'_>, node: LineageIdx) -> bool {
    own_premises(facts, node).next().is_some()
}

/// Whether a statement infers from a claim what is more than that, and entails it.
fn infers_more(facts: &Facts<'_>, node: LineageIdx) -> bool {
    let (graph, mut premises) = (facts.graph(), own_premises(facts, node).peekable());
    let own = facts.base().claim(node);
    premises.peek().is_some()
        && premises.all(|premise| own.is_some_and(|own| !graph.are_same(own, premise)))
}

/// The claims that a statement cites as premises and supports itself.
fn own_premises(facts: &Facts<'_>, node: LineageIdx) -> impl Iterator<Item = ClaimIdx> {
    let (graph, bearings) = (facts.graph(), &facts.base().bearings);
    let at = facts.lineage().statement(node).into_iter();
    let cited = at.flat_map(move |at| graph.cites(at).iter().map(move |&cited| (at, cited)));
    cited.filter_map(move |(at, cited)| match graph.node(cited) {
        Node::Claim(claim) if bearings.supports(graph, at, claim) => Some(claim),
        _ => None,
    })
}

pub fn round_trip(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    findings.extend(came_back(facts, Facts::round_trips, trip));
}

pub fn laundered(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    findings.extend(came_back(facts, Facts::laundering_loops, laundering));
}

/// What is looked for in each fact and found to come back, with what is to be known of the search.
fn came_back<'f, 'g, L>(
    facts: &'f Facts<'g>,
    look: impl Fn(&'f Facts<'g>, ClaimIdx) -> Loops<L> + Sync + Send,
    tell: impl Fn(&Facts<'_>, &[ClaimIdx], L) -> Finding + Sync + Send,
) -> Vec<Finding> {
    each::fact(facts.graph(), |claims| {
        let loops = look(facts, claims[0]);
        let told = loops.found.into_iter().map(|found| {
            let mut finding = tell(facts, &claims, found);
            if !loops.complete {
                let help = &finding.help;
                let bound =
                    "too many citations lie within this claim to look for all: there may be more";
                finding.help = format!("{help}; {bound}").into();
            }
            finding
        });
        told.collect::<Vec<Finding>>()
    })
}

fn trip(facts: &Facts<'_>, claims: &[ClaimIdx], trip: RoundTrip) -> Finding {
    let graph = facts.graph();
    let actors = tellers(facts, &trip.chain);
    let others = actors.iter().filter(|&&actor| actor != trip.actor);
    let through: Vec<ActorIdx> = others.copied().collect();
    let denial = match trip
        .chain
        .iter()
        .all(|&at| graph.stance(at) == Stance::Disputes)
    {
        true => "the denial of ",
        false => "",
    };
    let mut message = format!(
        "{denial}{} came back to {} through {}",
        ids(facts, claims.iter().copied()),
        graph.name(trip.actor),
        actor_names(facts, &through)
    );
    // Where all that is said began there, those beside are no confirmation either.
    if facts.standing(trip.claim).support.origins_max.most == 1 {
        let support = facts.support(trip.claim).into_iter();
        let beside: BTreeSet<ActorIdx> = support.map(|at| graph.speaker(at)).collect();
        let beside = beside.into_iter().filter(|actor| !actors.contains(actor));
        let beside: Vec<ActorIdx> = beside.collect();
        let rest = if beside.len() == 1 { "rests" } else { "rest" };
        if !beside.is_empty() {
            let names = actor_names(facts, &beside);
            message = format!("{message}; {names} {rest} on it, too");
        }
    }
    Finding {
        parts: vec![part(claims, &[trip.actor])],
        ..chain(
            facts,
            claims,
            trip.chain,
            Finding::of("round-trip-sourcing", message),
        )
    }
}

fn laundering(facts: &Facts<'_>, claims: &[ClaimIdx], found: LaunderingLoop) -> Finding {
    let graph = facts.graph();
    let message = format!(
        "{}, said by {}, came back to {}, of the same side, through {}",
        ids(facts, claims.iter().copied()),
        graph.name(found.first),
        graph.name(found.last),
        actor_names(facts, &found.outsiders)
    );
    Finding {
        parts: vec![part(claims, &[found.first, found.last])],
        ..chain(
            facts,
            claims,
            found.chain,
            Finding::of("laundered-sourcing", message),
        )
    }
}

/// What tells a finding apart: claims, and who is at the ends of the way.
fn part(claims: &[ClaimIdx], ends: &[ActorIdx]) -> Vec<Node> {
    let claims = claims.iter().map(|&at| Node::from(at));
    claims.chain(ends.iter().map(|&at| at.into())).collect()
}

/// A finding about a chain of statements on a fact.
fn chain(
    facts: &Facts<'_>,
    claims: &[ClaimIdx],
    chain: Vec<StatementIdx>,
    finding: Finding,
) -> Finding {
    Finding {
        claims: claims.to_vec(),
        actors: tellers(facts, &chain),
        events: events_of(facts, claims),
        witness: steps(facts, StepKind::Chain, &chain),
        statements: chain,
        ..finding
    }
}

/// Who speaks in a chain, in its order, each once.
fn tellers(facts: &Facts<'_>, chain: &[StatementIdx]) -> Vec<ActorIdx> {
    let nodes = chain.iter().map(|&at| facts.lineage().of(at));
    speakers(facts, &Vec::from_iter(nodes))
}
