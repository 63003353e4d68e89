//! What much hangs on, and what to check next, as the page tells it.

use std::collections::BTreeMap;

use serde::Serialize;

use super::detail::named;
use crate::analysis::linchpins::{Linchpin, Loss, linchpins};
use crate::analysis::next::Check;
use crate::analysis::suppose::{Taken, Unknown};
use crate::analysis::{Facts, Implied};
use crate::case::vocabulary::ClaimKind;
use crate::case::{ActorIdx, ClaimGraph, ClaimIdx, Node};

/// How many of each are told.
const MOST: usize = 40;
/// How many claims are named with each.
const CLAIMS: usize = 200;

/// Both lists.
#[derive(Serialize)]
pub(super) struct Advice {
    linchpins: Vec<LinchpinRecord>,
    next: Vec<CheckRecord>,
    /// Claims too large for everything to be tried.
    unsettled: usize,
}

#[derive(Serialize)]
struct LinchpinRecord {
    /// What is taken away: the letter of its kind and its number.
    what: String,
    /// Whether an actor stands for all who answer to it.
    class: bool,
    /// How many claims lose all their lines, and how many only some that they need.
    support: usize,
    standing: usize,
    /// How many of all are claims of fact, which alone the findings count.
    facts: usize,
    claims: Vec<usize>,
}

#[derive(Serialize)]
struct CheckRecord {
    /// What kind of unknown it is.
    kind: &'static str,
    /// What it is about, in the order in which the kind speaks of it.
    about: Vec<String>,
    raises: Vec<usize>,
    concerns: usize,
}

impl Advice {
    pub(super) fn new(facts: &Facts<'_>) -> Advice {
        let graph = facts.graph();
        let (found, checks) = (linchpins(facts), facts.checks());
        let mut unsettled: Vec<ClaimIdx> = [found.unsettled, checks.unsettled].concat();
        unsettled.sort_unstable();
        unsettled.dedup();
        let shared = |one: &&Linchpin| one.losses.len() > 1;
        let told = distinct(facts, &found.ranked);
        let raising = |one: &&Check| !one.raises.is_empty();
        Advice {
            linchpins: told
                .into_iter()
                .filter(shared)
                .take(MOST)
                .map(|one| linchpin(graph, one))
                .collect(),
            next: checks
                .ranked
                .iter()
                .filter(raising)
                .take(MOST)
                .map(|one| check(graph, one))
                .collect(),
            unsettled: unsettled.len(),
        }
    }
}

/// A side, and what is lost without it.
type Alike<'l> = (ActorIdx, &'l [(ClaimIdx, Loss)]);

/// Linchpins of which each takes something else away. Those aligned with one another are classes of the same voices:
/// the one to whom they answer in the end stands for them.
fn distinct<'l>(facts: &Facts<'_>, ranked: &'l [Linchpin]) -> Vec<&'l Linchpin> {
    let mut told: Vec<&Linchpin> = Vec::new();
    let mut places: BTreeMap<Alike, usize> = BTreeMap::new();
    for one in ranked {
        let Taken::Class(actor) = one.what else {
            told.push(one);
            continue;
        };
        let head = facts.side(actor);
        match places.get(&(head, one.losses.as_slice())) {
            Some(&at) if actor == head => told[at] = one,
            Some(_) => {}
            None => {
                places.insert((head, &one.losses), told.len());
                told.push(one);
            }
        }
    }
    told
}

fn linchpin(graph: &ClaimGraph, one: &Linchpin) -> LinchpinRecord {
    let (what, class) = match one.what {
        Taken::Class(actor) => (Node::from(actor), true),
        Taken::Actor(actor) => (Node::from(actor), false),
        Taken::Report(report) => (Node::from(report), false),
        Taken::Evidence(evidence) => (Node::from(evidence), false),
        Taken::Statement(statement) => (Node::from(statement), false),
    };
    let support = one.losses.iter().filter(|(_, loss)| *loss == Loss::Support);
    let support = support.count();
    let is_fact = |claim: ClaimIdx| graph.claim(claim).kind == ClaimKind::Fact;
    let facts = one.losses.iter().filter(|(claim, _)| is_fact(*claim));
    LinchpinRecord {
        what: named(graph, what),
        class,
        support,
        standing: one.losses.len() - support,
        facts: facts.count(),
        claims: one
            .losses
            .iter()
            .take(CLAIMS)
            .map(|(claim, _)| claim.at())
            .collect(),
    }
}

fn check(graph: &ClaimGraph, one: &Check) -> CheckRecord {
    let (kind, about): (&'static str, Vec<Node>) = match one.unknown {
        Unknown::Basis(statement) => ("basis", vec![statement.into()]),
        Unknown::Name(actor) => ("name", vec![actor.into()]),
        Unknown::Artefact(evidence) => ("artefact", vec![evidence.into()]),
        Unknown::Unrecorded(implied) => ("unrecorded", cited(implied)),
        Unknown::Tie(from, to) => ("tie", vec![from.into(), to.into()]),
    };
    CheckRecord {
        kind,
        about: about.into_iter().map(|node| named(graph, node)).collect(),
        raises: one
            .raises
            .iter()
            .take(CLAIMS)
            .map(|claim| claim.at())
            .collect(),
        concerns: one.concerns.len(),
    }
}

/// Who is cited, and for which claim.
fn cited(implied: Implied) -> Vec<Node> {
    let source = (implied.speaker.map(Node::from)).or(implied.report.map(Node::from));
    source
        .into_iter()
        .chain([Node::from(implied.claim)])
        .collect()
}
