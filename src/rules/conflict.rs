//! The family *Conflict*: claims that cannot stand together, and who stands on each side.
//!
//! One finding a pair of claims: `value-conflict` explains `self-contradiction`, which explains `contested-claim`,
//! which explains `rival-accounts`.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::finding::{Finding, Severity, StepKind};
use super::profile::steps;
use super::words::{actor_names, count};
use super::{Check, Rule};
use crate::analysis::{Facts, Status, Ties};
use crate::case::graph::Quantity;
use crate::case::vocabulary::Stance;
use crate::case::{ActorIdx, ClaimIdx, EventIdx, StatementIdx};

const FAMILY: &str = "Conflict";

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "value-conflict",
        family: FAMILY,
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "for one event and one counted thing, values that cannot both hold are asserted",
        why: "A figure taken from one side hides that there is another.",
        source: "Every Casualty Counts, Standards for Casualty Recording (2016): record the range and who gives it.",
        caveat: "Counts made at different times may both have been right then.",
        help: "give the range with its sources, or find out what each of them counted",
        fires: r#"
actors: { army: { name: The Army }, doctor: { name: The doctor } }
events: { raid: {} }
claims:
  three-died: { text: "Three died", about: raid, quantity: { of: dead, value: 3 } }
  nine-died: { text: "Nine or more died", about: raid, quantity: { of: dead, min: 9 } }
statements:
  - { by: army, asserts: three-died }
  - { by: doctor, asserts: nine-died }
"#,
        clean: r#"
actors: { army: { name: The Army }, doctor: { name: The doctor } }
events: { raid: {} }
claims:
  three-died: { text: "Three died", about: raid, quantity: { of: dead, value: 3 } }
  some-died: { text: "Two to nine died", about: raid, quantity: { of: dead, min: 2, max: 9 } }
statements:
  - { by: army, asserts: three-died }
  - { by: doctor, asserts: some-died }
"#,
        check: Check::Case(value_conflict),
    },
    Rule {
        name: "self-contradiction",
        family: FAMILY,
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "one side asserts two claims that contradict, or are in tension with, each other",
        why: "At least one of the two needs another source than that side.",
        source: "Logic; consistency as a test of testimony.",
        caveat: "Members of one house may speak for themselves; scopes may differ.",
        help: "ask which of the two it stands by, or record what was taken back as `retracts`",
        fires: r#"
actors:
  ministry: { name: The Ministry }
  agency: { name: The Agency, affiliations: [{ to: ministry, role: organ-of }] }
claims:
  all-killed: { text: "All of the cell were killed", contradicts: some-escaped }
  some-escaped: { text: "Some of the cell escaped" }
statements:
  - { by: ministry, asserts: all-killed }
  - { by: agency, asserts: some-escaped }
"#,
        clean: r#"
actors: { ministry: { name: The Ministry }, agency: { name: The Agency } }
claims:
  all-killed: { text: "All of the cell were killed" }
  some-wounded: { text: "Some of ours were wounded" }
statements:
  - { by: ministry, asserts: all-killed }
  - { by: ministry, asserts: some-wounded }
"#,
        check: Check::Case(self_contradiction),
    },
    Rule {
        name: "contested-claim",
        family: FAMILY,
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "the claim has support and denial, and both rest on something",
        why: "A text that gives one side only takes that side.",
        source: "Right of reply; analysis of competing hypotheses (Heuer 1999).",
        caveat: "One side may have been settled since: record what was taken back.",
        help: "give both sides and what each rests on",
        fires: r#"
actors: { owner: { name: The owner }, union: { name: The union } }
claims: { sprinklers-ran: { text: "The sprinklers came on" } }
statements:
  - { by: owner, asserts: sprinklers-ran }
  - { by: union, disputes: sprinklers-ran }
"#,
        clean: r#"
actors: { owner: { name: The owner }, union: { name: The union } }
claims: { sprinklers-ran: { text: "The sprinklers came on" } }
statements:
  - { by: owner, asserts: sprinklers-ran }
  - { by: union, questions: sprinklers-ran }
"#,
        check: Check::Case(contested),
    },
    Rule {
        name: "rival-accounts",
        family: FAMILY,
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "two contrasting accounts are told by different sides",
        why: "They may not exclude each other, but a text that knows only one is poorer.",
        source: "Analysis of competing hypotheses (Heuer 1999).",
        caveat: "Scopes may differ so far that there is no rivalry.",
        help: "tell both accounts, or say where their scopes differ",
        fires: r#"
actors: { army: { name: The Army }, rebels: { name: The Rebels } }
claims:
  dead-were-fighters: { text: "The dead were fighters", contrasts: dead-were-farmers }
  dead-were-farmers: { text: "The dead were farmers" }
statements:
  - { by: army, asserts: dead-were-fighters }
  - { by: rebels, asserts: dead-were-farmers }
"#,
        clean: r#"
actors: { army: { name: The Army }, rebels: { name: The Rebels } }
claims:
  dead-were-fighters: { text: "The dead were fighters", contrasts: dead-were-farmers }
  dead-were-farmers: { text: "The dead were farmers" }
statements:
  - { by: army, asserts: dead-were-fighters }
  - { by: rebels, questions: dead-were-farmers }
"#,
        check: Check::Case(rival_accounts),
    },
];

/// From the rule that explains most to the one that explains least.
const PRECEDENCE: [&str; 4] = [
    "value-conflict",
    "self-contradiction",
    "contested-claim",
    "rival-accounts",
];

/// Leaves one conflict finding for each pair of claims.
pub(super) fn keep_sharpest(findings: &mut Vec<Finding>) {
    let mut explained: HashSet<(ClaimIdx, ClaimIdx)> = HashSet::new();
    for rule in PRECEDENCE {
        let mut found = Vec::new();
        findings.retain(|finding| {
            if finding.rule != rule {
                return true;
            }
            let pairs = pairs(&finding.claims);
            let news = pairs.iter().any(|pair| !explained.contains(pair));
            found.extend(pairs);
            news
        });
        explained.extend(found);
    }
}

/// Every pair of some claims; a claim alone is a pair with itself.
fn pairs(claims: &[ClaimIdx]) -> Vec<(ClaimIdx, ClaimIdx)> {
    if let [only] = claims {
        return vec![(*only, *only)];
    }
    let mut pairs = Vec::new();
    for (at, &one) in claims.iter().enumerate() {
        for &other in &claims[at + 1..] {
            pairs.push((one.min(other), one.max(other)));
        }
    }
    pairs
}

/// Support in somebody's own voice that rests on something: relays say nothing of their own.
fn own_support(facts: &Facts<'_>, claim: ClaimIdx) -> Vec<StatementIdx> {
    let mut support = facts.support(claim);
    support.retain(|&at| !facts.graph().is_relay(at) && facts.is_grounded(at));
    support
}

fn speakers(facts: &Facts<'_>, statements: &[StatementIdx]) -> Vec<ActorIdx> {
    let speakers: BTreeSet<ActorIdx> = statements
        .iter()
        .map(|&at| facts.graph().speaker(at))
        .collect();
    speakers.into_iter().collect()
}

/// What both of two claims, or all of several, are about.
fn events(facts: &Facts<'_>, claims: &[ClaimIdx]) -> Vec<EventIdx> {
    let events: BTreeSet<EventIdx> = claims
        .iter()
        .flat_map(|&claim| facts.graph().links(claim).events.iter().copied())
        .collect();
    events.into_iter().collect()
}

fn conflict(
    facts: &Facts<'_>,
    rule: &'static str,
    message: String,
    claims: Vec<ClaimIdx>,
    statements: Vec<StatementIdx>,
) -> Finding {
    Finding {
        actors: speakers(facts, &statements),
        events: events(facts, &claims),
        witness: steps(facts, StepKind::Conflict, &statements),
        claims,
        statements,
        ..Finding::of(rule, message)
    }
}

fn value_conflict(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    let graph = facts.graph();
    let mut counted: BTreeMap<(EventIdx, &str), Vec<(ClaimIdx, &Quantity)>> = BTreeMap::new();
    for claim in graph.claims() {
        let links = graph.links(claim);
        if let Some(quantity) = links
            .quantity
            .as_ref()
            .filter(|quantity| quantity.has_value())
        {
            for &event in &links.events {
                let group = counted.entry((event, &quantity.of)).or_default();
                group.push((claim, quantity));
            }
        }
    }
    let mut seen: HashSet<Vec<ClaimIdx>> = HashSet::new();
    for ((event, thing), mut group) in counted {
        if group.len() < 2 {
            continue;
        }
        group.retain(|&(claim, _)| !own_support(facts, claim).is_empty());
        // A claim that fits all others is no part of the conflict.
        let clashing: Vec<(ClaimIdx, &Quantity)> = group
            .iter()
            .filter(|(_, one)| group.iter().any(|(_, other)| one.excludes(other)))
            .copied()
            .collect();
        let claims: Vec<ClaimIdx> = clashing.iter().map(|&(claim, _)| claim).collect();
        if claims.len() < 2 || !seen.insert(claims.clone()) {
            continue;
        }
        let mut statements = Vec::new();
        let mut values = Vec::new();
        for &(claim, quantity) in &clashing {
            let own = own_support(facts, claim);
            values.push(format!(
                "{quantity} ({})",
                actor_names(facts, &speakers(facts, &own))
            ));
            statements.extend(own);
        }
        let message = format!(
            "`{thing}` of `{}` is given as {}",
            graph.id(event),
            values.join(" and as ")
        );
        statements.sort_unstable();
        statements.dedup();
        findings.push(conflict(
            facts,
            "value-conflict",
            message,
            claims,
            statements,
        ));
    }
}

/// Pairs of claims that stand in a symmetric relation, each once.
fn related_pairs<'f>(
    facts: &'f Facts<'_>,
    list: impl Fn(ClaimIdx) -> &'f [ClaimIdx],
) -> Vec<(ClaimIdx, ClaimIdx)> {
    let mut pairs = Vec::new();
    for claim in facts.graph().claims() {
        pairs.extend(
            list(claim)
                .iter()
                .filter(|&&other| claim < other)
                .map(|&other| (claim, other)),
        );
    }
    pairs
}

/// A statement of each list such that the two share a voice; the first such pair.
fn joined(
    facts: &Facts<'_>,
    one: &[StatementIdx],
    other: &[StatementIdx],
) -> Option<(StatementIdx, StatementIdx)> {
    let labels = |at: StatementIdx| facts.base().labels(facts.lineage().of(at), Ties::Sure);
    let mut first = BTreeMap::new();
    for &statement in one {
        for label in labels(statement) {
            first.entry(label).or_insert(statement);
        }
    }
    other.iter().find_map(|&statement| {
        let shared = labels(statement)
            .into_iter()
            .find_map(|label| first.get(&label).copied());
        shared.map(|before| (before, statement))
    })
}

fn self_contradiction(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    let graph = facts.graph();
    let opposed = related_pairs(facts, |claim| &graph.links(claim).opposes);
    let in_tension = related_pairs(facts, |claim| &graph.links(claim).contrasts);
    let relations = [
        (opposed, "contradict each other"),
        (in_tension, "are in tension"),
    ];
    for (pairs, relation) in relations {
        for (one, other) in pairs {
            let found = joined(facts, &own_support(facts, one), &own_support(facts, other));
            if let Some((first, second)) = found {
                let claims = vec![one, other];
                let message = format!(
                    "{} `{}` and `{}`, which {relation}",
                    who_says_both(facts, first, second),
                    graph.id(one),
                    graph.id(other)
                );
                let statements = vec![first, second];
                findings.push(conflict(
                    facts,
                    "self-contradiction",
                    message,
                    claims,
                    statements,
                ));
            }
        }
    }
    for claim in graph.claims() {
        let disputes: Vec<StatementIdx> = graph
            .statements_on(claim)
            .filter(|&at| {
                graph.stance(at) == Stance::Disputes && !graph.is_relay(at) && facts.is_live(at)
            })
            .collect();
        if disputes.is_empty() {
            continue;
        }
        if let Some((first, second)) = joined(facts, &own_support(facts, claim), &disputes) {
            let message = format!(
                "{} and disputes `{}`",
                who_says_both(facts, first, second).replace("asserts", "both asserts"),
                graph.id(claim)
            );
            let statements = vec![first, second];
            findings.push(conflict(
                facts,
                "self-contradiction",
                message,
                vec![claim],
                statements,
            ));
        }
    }
}

/// "Ana asserts", "Ana and Ben (with one voice) assert".
fn who_says_both(facts: &Facts<'_>, first: StatementIdx, second: StatementIdx) -> String {
    let graph = facts.graph();
    let (one, other) = (graph.speaker(first), graph.speaker(second));
    if one == other {
        return format!("{} asserts", graph.name(one));
    }
    let side = graph.name(facts.side(one));
    format!(
        "the side of {side} ({} and {}) asserts",
        graph.name(one),
        graph.name(other)
    )
}

fn contested(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    let graph = facts.graph();
    for claim in graph.claims() {
        if facts.status(claim) != Status::Contested {
            continue;
        }
        let disputes: Vec<StatementIdx> = graph
            .statements_on(claim)
            .filter(|&at| {
                graph.stance(at) == Stance::Disputes && facts.is_live(at) && facts.is_grounded(at)
            })
            .collect();
        if !disputes.is_empty() {
            let support = facts.support(claim);
            let message = format!(
                "`{}` is contested: {} for it, {} against",
                graph.id(claim),
                side(
                    facts,
                    &support,
                    facts.standing(claim).support.lines_max.most
                ),
                side(
                    facts,
                    &disputes,
                    facts.standing(claim).denial.lines_max.most
                )
            );
            let mut statements = support;
            statements.extend(&disputes);
            findings.push(conflict(
                facts,
                "contested-claim",
                message,
                vec![claim],
                statements,
            ));
        }
    }
    for (one, other) in related_pairs(facts, |claim| &graph.links(claim).opposes) {
        let standings = [one, other].map(|claim| facts.standing(claim));
        let both = standings.iter().all(|standing| standing.support.grounded);
        let contested = standings
            .iter()
            .any(|standing| standing.status == Status::Contested);
        if !both || !contested {
            continue;
        }
        let sides = [one, other].map(|claim| facts.support(claim));
        let message = format!(
            "`{}` ({}) cannot stand with `{}` ({})",
            graph.id(one),
            side(facts, &sides[0], standings[0].support.lines_max.most),
            graph.id(other),
            side(facts, &sides[1], standings[1].support.lines_max.most)
        );
        let statements = sides.concat();
        findings.push(conflict(
            facts,
            "contested-claim",
            message,
            vec![one, other],
            statements,
        ));
    }
}

/// "2 lines, Ana and Ben".
fn side(facts: &Facts<'_>, statements: &[StatementIdx], lines: u32) -> String {
    let own: Vec<StatementIdx> = statements
        .iter()
        .copied()
        .filter(|&at| !facts.graph().is_relay(at))
        .collect();
    let shown = if own.is_empty() { statements } else { &own };
    format!(
        "{}, {}",
        count(lines as usize, "line"),
        actor_names(facts, &speakers(facts, shown))
    )
}

fn rival_accounts(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    let graph = facts.graph();
    for (one, other) in related_pairs(facts, |claim| &graph.links(claim).contrasts) {
        let sides = [one, other].map(|claim| own_support(facts, claim));
        let rivals = sides[0].iter().find_map(|&first| {
            sides[1]
                .iter()
                .find(|&&second| !facts.are_joined(first, second))
                .map(|&second| (first, second))
        });
        if rivals.is_none() {
            continue;
        }
        let message = format!(
            "two accounts: `{}` ({}) and `{}` ({})",
            graph.id(one),
            actor_names(facts, &speakers(facts, &sides[0])),
            graph.id(other),
            actor_names(facts, &speakers(facts, &sides[1]))
        );
        let statements = sides.concat();
        findings.push(conflict(
            facts,
            "rival-accounts",
            message,
            vec![one, other],
            statements,
        ));
    }
}
