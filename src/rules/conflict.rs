//! The family *Conflict*: claims that cannot stand together, and who stands on each side.
//!
//! One finding a pair of claims: `value-conflict` explains `self-contradiction`, which explains `contested-claim`,
//! which explains `rival-accounts`. Whoever disputes the other account outright is no rival besides.

mod answers;
mod contested;

use std::collections::{BTreeMap, HashSet};

use petgraph::unionfind::UnionFind;

use super::clash::{Clash, Side, Wording, own_support, speakers};
use super::finding::Severity;
use super::grouped::set;
use super::words::actor_names;
use super::{Check, Rule, Runs, each};
use crate::analysis::{Facts, Label, Ties};
use crate::case::graph::{Quantity, folded};
use crate::case::{ClaimIdx, EventIdx, StatementIdx};

const FAMILY: &str = "Conflict";

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "value-conflict",
        family: FAMILY,
        severity: Severity::Warning,
        since: "0.1.0",
        runs: Runs::Always,
        summary: "for one event and one counted thing, values that cannot both hold are asserted",
        why: "A figure taken from one side hides that there is another.",
        source: "Every Casualty Counts, Standards for Casualty Recording (2016): record the range and who gives it.",
        caveat: "Counts made at different times may both have been right then.",
        help: "give the range with its sources, or find out what each of them counted",
        fires: include_str!("examples/value-conflict.fires.yaml"),
        clean: include_str!("examples/value-conflict.clean.yaml"),
        check: Check::Conflict(value_conflict),
    },
    Rule {
        name: "self-contradiction",
        family: FAMILY,
        severity: Severity::Warning,
        since: "0.1.0",
        runs: Runs::Always,
        summary: "one side asserts two claims that contradict, or are in tension with, each other",
        why: "At least one of the two needs another source than that side.",
        source: "Logic; consistency as a test of testimony.",
        caveat: "Members of one house may speak for themselves; scopes may differ.",
        help: "ask what it stands by, or record what was taken back as `retracts`",
        fires: include_str!("examples/self-contradiction.fires.yaml"),
        clean: include_str!("examples/self-contradiction.clean.yaml"),
        check: Check::Conflict(self_contradiction),
    },
    Rule {
        name: "contested-claim",
        family: FAMILY,
        severity: Severity::Warning,
        since: "0.1.0",
        runs: Runs::Always,
        summary: "the claim has support and denial, and both rest on something",
        why: "A text that gives one side only takes that side.",
        source: "Right of reply; analysis of competing hypotheses (Heuer 1999).",
        caveat: "One side may have been settled since: record what was taken back.",
        help: "give both sides, and what each rests on, wherever one of them is used",
        fires: include_str!("examples/contested-claim.fires.yaml"),
        clean: include_str!("examples/contested-claim.clean.yaml"),
        check: Check::Conflict(contested::contested),
    },
    Rule {
        name: "rival-accounts",
        family: FAMILY,
        severity: Severity::Warning,
        since: "0.1.0",
        runs: Runs::Always,
        summary: "two contrasting accounts are told by different sides",
        why: "They may not exclude each other, but a text that knows only one is poorer.",
        source: "Analysis of competing hypotheses (Heuer 1999).",
        caveat: "Scopes may differ so far that there is no rivalry.",
        help: "tell both accounts, or say where their scopes differ",
        fires: include_str!("examples/rival-accounts.fires.yaml"),
        clean: include_str!("examples/rival-accounts.clean.yaml"),
        check: Check::Conflict(rival_accounts),
    },
    Rule {
        name: "unanswered-claim",
        family: FAMILY,
        severity: Severity::Info,
        since: "0.1.0",
        runs: Runs::Always,
        summary: "somebody against whom a claim goes was asked or named, and says nothing to it",
        why: "The reader should learn that there was a chance to answer, and that it was not taken.",
        source: "Right of reply (press codes of conduct).",
        caveat: "Silence is no admission; there may have been no time to answer.",
        help: "carry along that there is no answer wherever the claim is used, or ask again",
        fires: include_str!("examples/unanswered-claim.fires.yaml"),
        clean: include_str!("examples/unanswered-claim.clean.yaml"),
        check: Check::Case(answers::unanswered),
    },
    Rule {
        name: "doubted-claim",
        family: FAMILY,
        severity: Severity::Info,
        since: "0.1.0",
        runs: Runs::Always,
        summary: "somebody could not verify, or doubts, a claim that others make",
        why: "That a check was tried and failed is worth as much as the claim to whoever reads it.",
        source: "The third value of rumour stance (RumourEval: query); Afghan Witness: \"could not be verified\".",
        caveat: "Not to be able to verify a claim is nothing against it.",
        help: "carry the doubt along wherever the claim is used",
        fires: include_str!("examples/doubted-claim.fires.yaml"),
        clean: include_str!("examples/doubted-claim.clean.yaml"),
        check: Check::Case(answers::doubted),
    },
];

fn value_conflict(facts: &Facts<'_>) -> Vec<Clash> {
    let graph = facts.graph();
    let mut counted: BTreeMap<(EventIdx, String), Vec<Counted<'_>>> = BTreeMap::new();
    for claim in graph.claims() {
        let links = graph.links(claim);
        if let Some(quantity) = links
            .quantity
            .as_ref()
            .filter(|quantity| quantity.has_value())
        {
            for &event in &links.events {
                let group = counted.entry((event, folded(&quantity.of))).or_default();
                group.push((claim, quantity));
            }
        }
    }
    let mut seen: HashSet<Vec<ClaimIdx>> = HashSet::new();
    let mut clashes = Vec::new();
    for ((event, _), mut group) in counted {
        if group.len() < 2 {
            continue;
        }
        group.retain(|&(claim, _)| !own_support(facts, claim).is_empty());
        // A claim that fits all others is no part of the conflict.
        let clashing: Vec<Counted<'_>> = group
            .iter()
            .filter(|(_, one)| group.iter().any(|(_, other)| one.excludes(other)))
            .copied()
            .collect();
        let claims = clashing.iter().map(|&(claim, _)| claim).collect();
        if clashing.is_empty() || !seen.insert(claims) {
            continue;
        }
        let clash = values_of(facts, event, clashing);
        clashes.extend((clash.sides.len() > 1).then_some(clash));
    }
    clashes
}

/// A claim with the number that it gives.
type Counted<'g> = (ClaimIdx, &'g Quantity);

/// Claims about one event of which each excludes another as one clash. The same number under another id is told once.
fn values_of(facts: &Facts<'_>, event: EventIdx, clashing: Vec<Counted<'_>>) -> Clash {
    let graph = facts.graph();
    let first = clashing[0].1;
    let unit = first.unit.as_ref().map(|unit| format!(" in {unit}"));
    let mut told: HashSet<(ClaimIdx, String)> = HashSet::new();
    let (mut values, mut sides) = (Vec::new(), Vec::new());
    for (claim, quantity) in clashing {
        // All of them have one unit.
        let quantity = Quantity {
            unit: None,
            ..quantity.clone()
        };
        let value = quantity.to_string();
        if told.insert((graph.proposition(claim), value.clone())) {
            let own = own_support(facts, claim);
            let names = actor_names(facts, &speakers(facts, &own));
            values.push(format!("{value} ({names})"));
            sides.push(Side::of_any_id(facts, claim, own));
        }
    }
    let text = format!(
        "`{}` of `{}` is given{} as {}",
        first.of,
        graph.id(event),
        unit.unwrap_or_default(),
        values.join(" and as ")
    );
    Clash {
        rule: "value-conflict",
        sides,
        wording: Wording::Fixed(text),
        nth: 0,
    }
}

/// Pairs of claims that stand in a symmetric relation, each once, under the first of their ids; sorted.
fn related_pairs<'f>(
    facts: &'f Facts<'_>,
    list: impl Fn(ClaimIdx) -> &'f [ClaimIdx],
) -> Vec<(ClaimIdx, ClaimIdx)> {
    let graph = facts.graph();
    let mut pairs = Vec::new();
    for claim in graph.claims() {
        let others = list(claim).iter().filter(|&&other| claim < other);
        pairs.extend(others.map(|&other| {
            let (one, other) = (graph.proposition(claim), graph.proposition(other));
            (one.min(other), one.max(other))
        }));
    }
    set(pairs)
}

/// What one side says in both of two lists of statements, side by side: those that share a voice with one of the other
/// list, together with all that hang together so. Linear in voices.
fn joined(
    facts: &Facts<'_>,
    one: &[StatementIdx],
    other: &[StatementIdx],
) -> Vec<[Vec<StatementIdx>; 2]> {
    let voices = |at: StatementIdx| facts.base().labels(facts.lineage().of(at), Ties::Sure);
    // Which lists know a voice, and its number.
    let mut heard: BTreeMap<Label, ([bool; 2], usize)> = BTreeMap::new();
    for (side, list) in [one, other].into_iter().enumerate() {
        for voice in list.iter().flat_map(|&at| voices(at)) {
            let number = heard.len();
            heard.entry(voice).or_insert(([false; 2], number)).0[side] = true;
        }
    }
    heard.retain(|_, (by, _)| *by == [true; 2]);
    if heard.is_empty() {
        return Vec::new();
    }
    let shared = |at: StatementIdx| -> Vec<usize> {
        let shared = voices(at).into_iter();
        shared
            .filter_map(|voice| Some(heard.get(&voice)?.1))
            .collect()
    };
    let most = heard.values().map(|&(_, number)| number + 1).max();
    let mut sides = UnionFind::new(most.unwrap_or_default());
    for voices in one.iter().chain(other).map(|&at| shared(at)) {
        for pair in voices.windows(2) {
            sides.union(pair[0], pair[1]);
        }
    }
    let mut found: BTreeMap<usize, [Vec<StatementIdx>; 2]> = BTreeMap::new();
    for (side, list) in [one, other].into_iter().enumerate() {
        for &at in list {
            if let Some(&voice) = shared(at).first() {
                found.entry(sides.find(voice)).or_default()[side].push(at);
            }
        }
    }
    found.into_values().collect()
}

/// Support in somebody's own voice, but for what is said in custody: that is no word of his side's.
fn spoken_freely(facts: &Facts<'_>, claim: ClaimIdx) -> Vec<StatementIdx> {
    let mut support = own_support(facts, claim);
    support.retain(|&at| facts.base().is_free(at));
    support
}

fn self_contradiction(facts: &Facts<'_>) -> Vec<Clash> {
    let graph = facts.graph();
    let opposed = related_pairs(facts, |claim| &graph.links(claim).opposes);
    let mut in_tension = related_pairs(facts, |claim| &graph.links(claim).contrasts);
    // What contradicts a claim and is in tension with it is told of once.
    in_tension.retain(|pair| opposed.binary_search(pair).is_err());
    let mut clashes = Vec::new();
    for (pairs, wording) in [
        (opposed, Wording::Contradiction),
        (in_tension, Wording::Tension),
    ] {
        for (one, other) in pairs {
            let found = joined(
                facts,
                &spoken_freely(facts, one),
                &spoken_freely(facts, other),
            );
            clashes.extend((0..).zip(found).map(|(nth, [first, second])| Clash {
                nth,
                rule: "self-contradiction",
                sides: vec![
                    Side::crowd(facts, one, first),
                    Side::crowd(facts, other, second),
                ],
                wording: wording.clone(),
            }));
        }
    }
    clashes.extend(each::proposition(graph, |claim| {
        let mut disputes = contested::disputes(facts, claim);
        disputes.retain(|&at| !graph.is_relay(at) && facts.base().is_free(at));
        let found = match disputes.as_slice() {
            [] => Vec::new(),
            _ => joined(facts, &spoken_freely(facts, claim), &disputes),
        };
        (0..).zip(found).map(move |(nth, [first, second])| Clash {
            nth,
            rule: "self-contradiction",
            sides: vec![
                Side::crowd(facts, claim, first),
                Side::crowd(facts, claim, second).without_claims(),
            ],
            wording: Wording::Contradiction,
        })
    }));
    clashes
}

fn rival_accounts(facts: &Facts<'_>) -> Vec<Clash> {
    let graph = facts.graph();
    let mut clashes = Vec::new();
    for (one, other) in related_pairs(facts, |claim| &graph.links(claim).contrasts) {
        let sides = [one, other].map(|claim| own_support(facts, claim));
        let rivals = sides[0].iter().any(|&first| {
            sides[1]
                .iter()
                .any(|&second| !facts.are_joined(first, second))
        });
        if rivals {
            let [first, second] = sides;
            clashes.push(Clash {
                rule: "rival-accounts",
                sides: vec![
                    Side::of_any_id(facts, one, first),
                    Side::of_any_id(facts, other, second),
                ],
                wording: Wording::Rival,
                nth: 0,
            });
        }
    }
    clashes
}
