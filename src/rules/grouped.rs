//! Equal weaknesses of several claims, which are one finding.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::hash::BuildHasher;

use foldhash::fast::FixedState;
use hashbrown::HashSet;
use rayon::prelude::*;

use super::finding::{Finding, Message, Severity, Step, StepKind};
use super::packed::Packed;
use super::policy::Accepted;
use super::{PRECEDENCE, consequence};
use crate::analysis::Facts;
use crate::case::{ActorIdx, EventIdx, Node};

/// What equal weaknesses have in common: rule, severity, whose word it is, the events or else the matter, why it is
/// accepted, the words.
type Key = (
    &'static str,
    Severity,
    Vec<ActorIdx>,
    Vec<Node>,
    Option<Accepted>,
    Option<Cow<'static, str>>,
);

/// Findings of one rule and severity that rest on the same speakers, about the same event, are one that lists its
/// claims, if the same can be said of them. An event stands for all its parts; claims about no event are one matter
/// where one document has them. A whole report is one finding of `publisher-only`.
///
/// Takes them claim by claim. Most keys are those of one finding, so they are told apart by their hashes first.
pub fn grouped(facts: &Facts<'_>, findings: Vec<Packed>) -> Vec<Packed> {
    let hasher = FixedState::default();
    let hashed = findings.into_par_iter().map(|finding| {
        let key = key(facts, &finding.open_without_witness());
        (hasher.hash_one(key), finding)
    });
    let mut hashed: Vec<(u64, Packed)> = hashed.collect();
    hashed.par_sort_unstable_by_key(|(hash, finding)| (*hash, finding.first()));
    let alike: Vec<&[(u64, Packed)]> = hashed.chunk_by(|one, other| one.0 == other.0).collect();
    let groups = alike.into_par_iter().flat_map_iter(|alike| match alike {
        [(_, alone)] => vec![alone.clone()],
        several => split(facts, several),
    });
    groups.collect()
}

/// The findings of keys of one hash.
fn split(facts: &Facts<'_>, alike: &[(u64, Packed)]) -> Vec<Packed> {
    let mut groups: BTreeMap<Key, Vec<&Packed>> = BTreeMap::new();
    for (_, finding) in alike {
        let key = key(facts, &finding.open_without_witness());
        groups.entry(key).or_default().push(finding);
    }
    let merged = groups.into_values().map(|group| {
        let mut all = merged(&group);
        consequence::order(facts, &mut all.claims);
        all
    });
    merged.map(Packed::from).collect()
}

fn key(facts: &Facts<'_>, finding: &Finding) -> Key {
    let graph = facts.graph();
    // A part stands for the whole where that took a day at most; a campaign of months is no one event.
    let is_one_day = |&event: &EventIdx| {
        let date = graph.event(event).date;
        !date.is_unknown() && date.latest() - date.earliest() < 86_400
    };
    let whole = |&event: &EventIdx| {
        std::iter::successors(Some(event), |&part| {
            graph.event(part).part_of.filter(is_one_day)
        })
        .last()
        .unwrap_or(event)
    };
    let speakers = set(finding.actors.clone());
    let matter: Vec<Node> = match finding.rule {
        // One report, or one confession, is one finding.
        "publisher-only" | "custodial-confession" => Vec::new(),
        _ if finding.events.is_empty() => {
            let statements = finding.statements.iter();
            let documents = statements.filter_map(|&at| {
                let said_in = graph.detail(at).and_then(|detail| detail.said_in);
                said_in.or(graph.report_of(at)).map(Node::from)
            });
            set(documents.collect())
        }
        _ => set(finding
            .events
            .iter()
            .map(|event| whole(event).into())
            .collect()),
    };
    // One message has to be right for all of them.
    let words = match &finding.says {
        Message::Template(words) => Some(words.clone()),
        _ => None,
    };
    let accepted = finding.accepted.clone();
    (
        finding.rule,
        finding.severity,
        speakers,
        matter,
        accepted,
        words,
    )
}

/// Sorted, each once.
pub fn set<T: Ord>(mut list: Vec<T>) -> Vec<T> {
    list.sort_unstable();
    list.dedup();
    list
}

/// One finding for several claims: the message and witness of the one with most behind it, and everybody's records.
/// Each is opened when its turn comes: the witnesses of many may be the same long one.
fn merged(group: &[&Packed]) -> Finding {
    let mut group = group.iter().map(|finding| finding.open());
    let Some(mut all) = group.next() else {
        // No group is empty.
        return Finding::of(PRECEDENCE[0], String::new());
    };
    let mut seen: HashSet<Step, FixedState> = all.witness.iter().cloned().collect();
    for finding in group {
        all.claims.extend(finding.claims);
        all.actors.extend(finding.actors);
        all.events.extend(finding.events);
        all.evidence.extend(finding.evidence);
        all.statements.extend(finding.statements);
        all.parts.extend(finding.parts);
        let mut new = finding.witness;
        new.retain(|step| is_gap(step) || seen.insert(step.clone()));
        all.witness.append(&mut new);
        if all.actors.len() > MOST_UNSORTED {
            all.actors = set(all.actors);
            all.statements = set(all.statements);
        }
    }
    with_each_once(all)
}

/// Longer lists are put in order before more is added to them.
const MOST_UNSORTED: usize = 1 << 16;

/// A finding that names each record and step once.
pub fn with_each_once(finding: Finding) -> Finding {
    Finding {
        claims: set(finding.claims),
        actors: set(finding.actors),
        events: set(finding.events),
        evidence: set(finding.evidence),
        statements: set(finding.statements),
        witness: each_once(finding.witness),
        ..finding
    }
}

/// Whether something is left out there, in each line for itself; circles of several claims are the same.
fn is_gap(step: &Step) -> bool {
    step.left_out().is_some() && step.kind != StepKind::Cycle
}

/// So few steps are compared one with another.
const FEW_STEPS: usize = 16;

/// The steps of a witness in their order, each where it stands first.
fn each_once(mut steps: Vec<Step>) -> Vec<Step> {
    if steps.len() > FEW_STEPS {
        let mut seen: HashSet<Step, FixedState> = HashSet::default();
        steps.retain(|step| is_gap(step) || seen.insert(step.clone()));
        return steps;
    }
    let mut kept: Vec<Step> = Vec::with_capacity(steps.len());
    for step in steps {
        if is_gap(&step) || !kept.contains(&step) {
            kept.push(step);
        }
    }
    kept
}
