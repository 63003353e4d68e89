//! The family *Sourcing*: how a claim came to be told, and where its lineage goes wrong.

use std::collections::{BTreeMap, BTreeSet};

use super::finding::{Finding, Severity, StepKind};
use super::profile::{ACTORS, CLAIMS, Profile, step, steps};
use super::words::{self, actor_names, count};
use super::{Check, Rule};
use crate::analysis::{Facts, LineageIdx, LineageNode, StatementCycle, Status};
use crate::case::vocabulary::ClaimKind;
use crate::case::{ActorIdx, ClaimIdx, StatementIdx};

const FAMILY: &str = "Sourcing";

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "circular-support",
        family: FAMILY,
        severity: Severity::Error,
        since: "0.1.0",
        summary: "the claim has support, none of it rests on anything, and it runs into a cycle",
        why: "Statements that rest only on one another rest on nothing.",
        source: "Support loops in Carneades (Gordon, Prakken & Walton 2007); unfounded sets (Van Gelder, Ross & Schlipf 1991).",
        caveat: "A source outside the circle may merely not have been recorded.",
        help: "find the source outside the circle, or do not use the claim",
        fires: r#"
actors: { post: { name: The Post }, wire: { name: The Wire } }
claims: { bridge-closed: { text: "The bridge is closed" } }
statements:
  - { id: first, by: post, asserts: bridge-closed, cites: second }
  - { id: second, by: wire, asserts: bridge-closed, cites: first }
"#,
        clean: r#"
actors: { post: { name: The Post }, wire: { name: The Wire } }
claims: { bridge-closed: { text: "The bridge is closed" } }
statements:
  - { id: first, by: post, asserts: bridge-closed, basis: witnessed }
  - { id: second, by: wire, asserts: bridge-closed, cites: first }
"#,
        check: Check::Weakness(circular_support),
    },
    Rule {
        name: "unfounded-support",
        family: FAMILY,
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "the claim has support, and what that rests on was taken back or a premise has none",
        why: "Echoes outlive the statement that they repeat.",
        source: "Unfounded sets (Van Gelder, Ross & Schlipf 1991); studies of retracted papers that go on being cited.",
        caveat: "Those who repeat it may have a source of their own that is not recorded.",
        help: "find another source, or withdraw what rests on the one that was taken back",
        fires: r#"
actors: { ana: { name: Ana }, post: { name: The Post } }
claims: { bridge-closed: { text: "The bridge is closed" } }
statements:
  - { id: seen, by: ana, basis: witnessed, date: "2024-05-01", asserts: bridge-closed }
  - { by: ana, date: "2024-05-03", retracts: bridge-closed }
  - { by: post, date: "2024-05-02", asserts: bridge-closed, cites: seen }
"#,
        clean: r#"
actors: { ana: { name: Ana }, post: { name: The Post } }
claims: { bridge-closed: { text: "The bridge is closed" } }
statements:
  - { id: seen, by: ana, basis: witnessed, date: "2024-05-01", asserts: bridge-closed }
  - { by: post, date: "2024-05-02", asserts: bridge-closed, cites: seen }
"#,
        check: Check::Weakness(unfounded_support),
    },
    Rule {
        name: "circular-citation",
        family: FAMILY,
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "statements cite one another in a circle, and something else holds the claim up",
        why: "The circle adds nothing, and hides which statement came first.",
        source: "The independent support loop of Carneades (Gordon, Prakken & Walton 2007).",
        caveat: "Pages that are edited over time may cite each other's later versions; record the versions apart.",
        help: "remove one of the citations, or split a source that changed into dated statements",
        fires: r#"
actors: { ana: { name: Ana }, post: { name: The Post }, wire: { name: The Wire } }
claims: { bridge-closed: { text: "The bridge is closed" } }
statements:
  - { id: seen, by: ana, basis: witnessed, asserts: bridge-closed }
  - { id: first, by: post, asserts: bridge-closed, cites: [second, seen] }
  - { id: second, by: wire, asserts: bridge-closed, cites: first }
"#,
        clean: r#"
actors: { ana: { name: Ana }, post: { name: The Post }, wire: { name: The Wire } }
claims: { bridge-closed: { text: "The bridge is closed" } }
statements:
  - { id: seen, by: ana, basis: witnessed, asserts: bridge-closed }
  - { id: first, by: post, asserts: bridge-closed, cites: seen }
  - { id: second, by: wire, asserts: bridge-closed, cites: first }
"#,
        check: Check::Case(circular_citation),
    },
    Rule {
        name: "round-trip-sourcing",
        family: FAMILY,
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "an actor's statement comes back to it, through somebody else, as its own confirmation",
        why: "The second statement looks better sourced than the first and rests on nothing but the first.",
        source: "Citogenesis (Munroe 2011): an encyclopaedia cites the newspaper that copied it.",
        caveat: "The actor may have checked the claim in the meantime; then the new statement has a basis of its own.",
        help: "strike the citation that leads back, and look for the first statement's own source",
        fires: r#"
actors: { wiki: { name: The encyclopaedia }, post: { name: The Post } }
claims: { named-after: { text: "The bridge is named after a poet" } }
statements:
  - { id: edit, by: wiki, date: "2020-01-01", asserts: named-after }
  - { id: story, by: post, date: "2021-01-01", asserts: named-after, cites: edit }
  - { id: next, by: wiki, date: "2022-01-01", asserts: named-after, cites: story }
"#,
        clean: r#"
actors: { wiki: { name: The encyclopaedia }, post: { name: The Post } }
claims: { named-after: { text: "The bridge is named after a poet" } }
statements:
  - { id: edit, by: wiki, date: "2020-01-01", asserts: named-after }
  - { id: story, by: post, date: "2021-01-01", basis: witnessed, asserts: named-after }
  - { id: next, by: wiki, date: "2022-01-01", asserts: named-after, cites: story }
"#,
        check: Check::Case(round_trip),
    },
    Rule {
        name: "anonymous-only",
        family: FAMILY,
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "nobody at the roots of the claim has a name",
        why: "A source without a name answers to nobody, and two of them may be one.",
        source: "Reuters Handbook of Journalism on anonymous sources.",
        caveat: "There are good reasons not to be named, and good reasons to believe some who are not.",
        help: "find somebody who will be named, or a document",
        fires: r#"
actors: { post: { name: The Post } }
claims: { bridge-closed: { text: "The bridge is closed" } }
reports:
  story: { publisher: post, statements: [{ unnamed: "an official", via: post, asserts: bridge-closed }] }
"#,
        clean: r#"
actors: { post: { name: The Post }, ana: { name: Ana } }
claims: { bridge-closed: { text: "The bridge is closed" } }
reports:
  story:
    publisher: post
    statements:
      - { unnamed: "an official", via: post, asserts: bridge-closed }
      - { by: ana, basis: witnessed, asserts: bridge-closed }
"#,
        check: Check::Weakness(anonymous_only),
    },
    Rule {
        name: "unsourced-claim",
        family: FAMILY,
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "nobody in the case takes a stance on the claim",
        why: "A claim that nobody makes is the analyst's own.",
        source: "Security Force Monitor research handbook: every datum carries its source.",
        caveat: "It may be there as the common consequence of others: let them `entail` it.",
        help: "add the statement that makes it, or remove the claim",
        fires: r#"
claims: { bridge-closed: { text: "The bridge is closed" } }
"#,
        clean: r#"
actors: { ana: { name: Ana } }
claims: { bridge-closed: { text: "The bridge is closed" } }
statements: [{ by: ana, questions: bridge-closed }]
"#,
        check: Check::Case(unsourced),
    },
    Rule {
        name: "dead-end-citation",
        family: FAMILY,
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "somebody is cited for the claim who makes no other statement on it",
        why: "The trail ends where the reader was told that it goes on.",
        source: "Dead-end citation (Greenberg 2009).",
        caveat: "The cited statement may exist and merely not be recorded.",
        help: "record what the cited source said on this claim, or cite somebody who said it",
        fires: r#"
actors: { ana: { name: Ana }, post: { name: The Post } }
claims: { bridge-closed: { text: "The bridge is closed" } }
statements:
  - { by: post, asserts: bridge-closed, cites: ana }
"#,
        clean: r#"
actors: { ana: { name: Ana }, post: { name: The Post } }
claims: { bridge-closed: { text: "The bridge is closed" } }
statements:
  - { by: ana, basis: witnessed, asserts: bridge-closed }
  - { by: post, asserts: bridge-closed, cites: ana }
"#,
        check: Check::Case(dead_end),
    },
];

fn circular_support(profile: &Profile<'_, '_>) -> Option<Finding> {
    (profile.standing.status == Status::Circular).then(|| {
        let facts = profile.facts;
        let cycle = reached_cycle(profile);
        let members: Vec<ActorIdx> =
            cycle.map_or_else(Vec::new, |cycle| speakers(facts, &cycle.shortest));
        let names = actor_names(facts, &members);
        let message = match members.as_slice() {
            [_] => format!("nothing but itself vouches for {CLAIMS}: {names} cites its own word"),
            _ => format!("nothing but a circle vouches for {CLAIMS}: {names} cite one another"),
        };
        let mut finding = profile.finding("circular-support", message);
        finding.actors = members;
        finding.witness = cycle.map_or_else(Vec::new, |cycle| {
            let steps = cycle.shortest.iter().chain(cycle.shortest.first());
            steps
                .map(|&node| step(facts, StepKind::Cycle, node))
                .collect()
        });
        finding
    })
}

/// A statement cycle that the support of a claim leads into.
fn reached_cycle<'f>(profile: &Profile<'f, '_>) -> Option<&'f StatementCycle> {
    let facts = profile.facts;
    let members = facts.cycle_members();
    let mut seen: BTreeSet<LineageIdx> = BTreeSet::new();
    let mut open: Vec<LineageIdx> = (profile.support().iter().rev())
        .map(|&at| facts.lineage().of(at))
        .collect();
    while let Some(at) = open.pop() {
        if let Some(&number) = members.get(&at) {
            return facts.cycles().get(number as usize);
        }
        if seen.insert(at) {
            let cited = facts.lineage().citations(at);
            open.extend(cited.iter().filter(|edge| edge.carries).map(|edge| edge.to));
        }
    }
    None
}

/// The speakers of some nodes, in that order, each once.
fn speakers(facts: &Facts<'_>, nodes: &[LineageIdx]) -> Vec<ActorIdx> {
    let mut found = Vec::new();
    for &node in nodes {
        if let Some((actor, _)) = facts.base().speaker(node)
            && !found.contains(&actor)
        {
            found.push(actor);
        }
    }
    found
}

fn unfounded_support(profile: &Profile<'_, '_>) -> Option<Finding> {
    (profile.standing.status == Status::Unfounded).then(|| {
        let facts = profile.facts;
        let message = format!(
            "{} on {CLAIMS} rest on nothing that still stands",
            count(profile.support().len(), "statement")
        );
        let mut finding = profile.finding("unfounded-support", message);
        finding.actors = speakers(
            facts,
            &profile
                .support()
                .iter()
                .map(|&at| facts.lineage().of(at))
                .collect::<Vec<_>>(),
        );
        finding.witness = steps(facts, StepKind::Chain, profile.support());
        finding
    })
}

fn anonymous_only(profile: &Profile<'_, '_>) -> Option<Finding> {
    let unnamed = profile.is_grounded()
        && !profile.roots().is_empty()
        && profile
            .roots()
            .iter()
            .all(|&root| profile.facts.base().is_unnamed(root));
    unnamed.then(|| {
        let message = format!("only unnamed sources vouch for {CLAIMS}: {ACTORS}");
        profile.finding("anonymous-only", message)
    })
}

/// The claims that some nodes are about, of kind `fact`, sorted.
fn claims_of(facts: &Facts<'_>, nodes: &[LineageIdx]) -> Vec<ClaimIdx> {
    let claims: BTreeSet<ClaimIdx> = nodes
        .iter()
        .filter_map(|&node| facts.base().claim(node))
        .collect();
    claims.into_iter().collect()
}

fn circular_citation(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    for cycle in facts.cycles() {
        let claims = claims_of(facts, &cycle.members);
        let explained = claims
            .iter()
            .all(|&claim| facts.status(claim) == Status::Circular);
        let is_fact = |&claim: &ClaimIdx| facts.graph().claim(claim).kind == ClaimKind::Fact;
        if (explained && !claims.is_empty()) || !claims.iter().any(is_fact) {
            continue;
        }
        let names = speakers(facts, &cycle.shortest);
        let possibly = if cycle.possible { "possibly " } else { "" };
        let message = match cycle.shortest.as_slice() {
            [_] => format!(
                "{} {possibly}cites its own statement",
                actor_names(facts, &names)
            ),
            _ => format!(
                "{} {possibly}cite one another in a circle",
                actor_names(facts, &names)
            ),
        };
        let statements: Vec<StatementIdx> = (cycle.shortest.iter())
            .filter_map(|&node| facts.lineage().statement(node))
            .collect();
        let closed = cycle.shortest.iter().chain(cycle.shortest.first());
        findings.push(Finding {
            claims,
            actors: names,
            witness: closed
                .map(|&node| step(facts, StepKind::Cycle, node))
                .collect(),
            statements,
            ..Finding::of("circular-citation", message)
        });
    }
}

fn round_trip(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    let graph = facts.graph();
    for claim in graph.claims() {
        if graph.claim(claim).kind != ClaimKind::Fact {
            continue;
        }
        for trip in facts.round_trips(claim) {
            let nodes: Vec<LineageIdx> = trip
                .chain
                .iter()
                .map(|&at| facts.lineage().of(at))
                .collect();
            let through: Vec<ActorIdx> = speakers(facts, &nodes)
                .into_iter()
                .filter(|&actor| actor != trip.actor)
                .collect();
            let message = format!(
                "`{}` came back to {} through {}",
                graph.id(claim),
                graph.name(trip.actor),
                actor_names(facts, &through)
            );
            findings.push(Finding {
                claims: vec![claim],
                actors: speakers(facts, &nodes),
                events: graph.links(claim).events.to_vec(),
                witness: steps(facts, StepKind::Chain, &trip.chain),
                statements: trip.chain,
                ..Finding::of("round-trip-sourcing", message)
            });
        }
    }
}

fn unsourced(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    let graph = facts.graph();
    for claim in graph.claims() {
        let bare = graph.statement_range(claim).is_empty()
            && graph.claim(claim).kind == ClaimKind::Fact
            && facts.support(claim).is_empty()
            && facts.denial(claim).is_empty();
        if bare {
            findings.push(Finding {
                claims: vec![claim],
                events: graph.links(claim).events.to_vec(),
                ..Finding::of(
                    "unsourced-claim",
                    format!("nobody says or denies `{}`", graph.id(claim)),
                )
            });
        }
    }
}

fn dead_end(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    let graph = facts.graph();
    // One finding for all who cite the same silent source for the same claim.
    let mut ends: BTreeMap<LineageIdx, Vec<StatementIdx>> = BTreeMap::new();
    for &(statement, _, to) in facts.lineage().dead_ends() {
        ends.entry(to).or_default().push(statement);
    }
    for (to, mut statements) in ends {
        let LineageNode::Implied(implied) = facts.lineage().node(to) else {
            continue;
        };
        if graph.claim(implied.claim).kind != ClaimKind::Fact {
            continue;
        }
        statements.dedup();
        let message = format!(
            "{} is cited for `{}` and makes no other statement on it",
            words::speaker(facts, to),
            graph.id(implied.claim)
        );
        let mut witness = steps(facts, StepKind::Chain, &statements);
        witness.push(step(facts, StepKind::Chain, to));
        findings.push(Finding {
            claims: vec![implied.claim],
            actors: implied.speaker.into_iter().collect(),
            events: graph.links(implied.claim).events.to_vec(),
            witness,
            statements,
            ..Finding::of("dead-end-citation", message)
        });
    }
}
