//! Two records that are one: the same name, text, address or hash under two ids.
//!
//! By sorting what could be equal: O(n log n). Only within a small group are pairs told apart one by one.

use std::collections::BTreeSet;

use crate::analysis::Facts;
use crate::case::graph::folded;
use crate::case::vocabulary::ActorKind;
use crate::case::{ActorIdx, ClaimGraph, EvidenceIdx, Node};
use crate::rules::finding::{Finding, StepKind};
use crate::rules::profile::record_step;
use crate::rules::words::{count, ids};

/// In larger groups of equal records it is not asked which of them are declared to differ.
const MOST_PAIRED: usize = 64;

/// What two records have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Shared {
    Name,
    Text,
    Address,
    Hash,
}

impl Shared {
    fn word(self) -> &'static str {
        match self {
            Shared::Name => "name",
            Shared::Text => "text",
            Shared::Address => "address",
            Shared::Hash => "hash",
        }
    }
}

/// One way in which a record can be recognised.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Mark {
    kind: u8,
    shared: Shared,
    value: String,
    /// Two records alike in all else are told apart by this.
    apart: String,
    node: Node,
}

pub fn duplicates(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    let graph = facts.graph();
    let mut marks = marks(graph);
    marks.sort_unstable();
    marks.dedup();
    let mut known: BTreeSet<Vec<Node>> = BTreeSet::new();
    let same = |one: &Mark, other: &Mark| {
        let key = |mark: &Mark| (mark.kind, mark.shared);
        key(one) == key(other) && one.value == other.value && one.apart == other.apart
    };
    for group in marks.chunk_by(same).filter(|group| group.len() > 1) {
        let nodes: Vec<Node> = group.iter().map(|mark| mark.node).collect();
        let nodes = alike(graph, nodes);
        if nodes.len() > 1 && known.insert(nodes.clone()) {
            findings.push(finding(facts, &group[0], &nodes));
        }
    }
}

/// An address without what does not tell two apart.
fn address(url: &str) -> String {
    let url = url.trim();
    let bare = url.strip_prefix("https://").or(url.strip_prefix("http://"));
    bare.unwrap_or(url).trim_end_matches('/').to_owned()
}

fn marks(graph: &ClaimGraph) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut mark_apart = |node: Node, shared, value: String, apart: String| {
        if !value.is_empty() {
            let kind = kind(node);
            marks.push(Mark {
                kind,
                shared,
                value,
                apart,
                node,
            });
        }
    };
    for evidence in graph.all_evidence() {
        let url = graph
            .remarks(evidence)
            .and_then(|remarks| remarks.url.as_deref());
        if let Some(url) = url {
            let apart = within_a_post(graph, evidence);
            mark_apart(evidence.into(), Shared::Address, address(url), apart);
        }
    }
    let mut mark = |node, shared, value| mark_apart(node, shared, value, String::new());
    for actor in graph.actors() {
        let record = graph.actor(actor);
        if record.kind == ActorKind::Unnamed {
            continue;
        }
        let aliases = (record.remarks.iter()).flat_map(|remarks| remarks.aliases.iter());
        for name in record.name.iter().chain(aliases) {
            mark(actor.into(), Shared::Name, folded(name));
        }
        let url = record
            .remarks
            .as_ref()
            .and_then(|remarks| remarks.url.as_deref());
        mark(
            actor.into(),
            Shared::Address,
            address(url.unwrap_or_default()),
        );
    }
    for claim in graph.claims() {
        mark(claim.into(), Shared::Text, folded(&graph.claim(claim).text));
    }
    for event in graph.events() {
        let name = graph.event(event).name.as_deref().unwrap_or_default();
        mark(event.into(), Shared::Name, folded(name));
    }
    // Many claims and events are found at one address; a report is what is there.
    for report in graph.reports() {
        if let Some(remarks) = graph.remarks(report) {
            let url = remarks.url.as_deref().unwrap_or_default();
            mark(report.into(), Shared::Address, address(url));
            let hash = remarks.hash.as_deref().unwrap_or_default();
            mark(report.into(), Shared::Hash, folded(hash));
        }
    }
    for evidence in graph.all_evidence() {
        if let Some(hash) = graph
            .remarks(evidence)
            .and_then(|remarks| remarks.hash.as_deref())
        {
            mark(evidence.into(), Shared::Hash, folded(hash));
        }
    }
    marks
}

/// What tells apart two artefacts at one address: there may be many pictures in one post.
fn within_a_post(graph: &ClaimGraph, evidence: EvidenceIdx) -> String {
    let record = graph.evidence(evidence);
    let hash = graph
        .remarks(evidence)
        .and_then(|remarks| remarks.hash.as_deref());
    format!(
        "{:?}",
        (
            (&record.kind, record.name.as_deref().map(folded), hash),
            (
                &record.number,
                record.producer,
                record.released_by,
                record.date
            ),
            (
                &record.of,
                &record.of_one_of,
                &record.shows,
                &record.shows_text
            ),
            (&record.does_not_show, &record.does_not_show_text),
        )
    )
}

fn kind(node: Node) -> u8 {
    match node {
        Node::Actor(_) => 0,
        Node::Claim(_) => 1,
        Node::Event(_) => 2,
        Node::Evidence(_) => 3,
        Node::Report(_) => 4,
        Node::Statement(_) => 5,
    }
}

/// The records of a group that are declared to differ from none of the others, where they are few.
fn alike(graph: &ClaimGraph, nodes: Vec<Node>) -> Vec<Node> {
    if nodes.len() > MOST_PAIRED {
        return nodes;
    }
    let twin = |node: &Node| {
        nodes
            .iter()
            .any(|other| other != node && !is_told_apart(graph, *node, *other))
    };
    nodes.iter().filter(|node| twin(node)).copied().collect()
}

/// Whether the case says that two records are two, or that it knows them to be one.
fn is_told_apart(graph: &ClaimGraph, one: Node, other: Node) -> bool {
    match (one, other) {
        (Node::Actor(one), Node::Actor(other)) => {
            let tied = |from: ActorIdx, to| graph.ties(from).iter().any(|tie| tie.to == to);
            let names = [one, other].map(|at| folded(graph.name(at)));
            graph.actor(one).distinct_from.contains(&other)
                // A branch goes by the name of the house now and then.
                || (names[0] != names[1] && (tied(one, other) || tied(other, one)))
        }
        (Node::Claim(one), Node::Claim(other)) => {
            graph.links(one).same_as.contains(&other)
                || graph.claim(one).kind != graph.claim(other).kind
                || graph.links(one).events != graph.links(other).events
        }
        (Node::Event(one), Node::Event(other)) => {
            let [first, second] = [one, other].map(|at| graph.event(at));
            first.possibly_same_as.contains(&other)
                || first.date.surely_before(second.date)
                || second.date.surely_before(first.date)
                || first.place != second.place
                || graph.is_within(one, other)
                || graph.is_within(other, one)
        }
        _ => false,
    }
}

fn finding(facts: &Facts<'_>, mark: &Mark, nodes: &[Node]) -> Finding {
    let message = match nodes.len() {
        2 => format!(
            "{} have the same {}",
            ids(facts, nodes.iter().copied()),
            mark.shared.word()
        ),
        many => format!(
            "{} have the same {}: {}",
            count(many, "record"),
            mark.shared.word(),
            ids(facts, nodes.iter().copied())
        ),
    };
    let mut finding = Finding::of("duplicate-entity", message);
    for &node in nodes {
        about(&mut finding, node);
    }
    let text = format!("{}: {}", mark.shared.word(), mark.value);
    finding.witness = nodes
        .iter()
        .take(MOST_PAIRED)
        .map(|&node| record_step(facts, StepKind::Conflict, node, text.clone()))
        .collect();
    finding
}

/// Puts a record into the list of its kind.
pub fn about(finding: &mut Finding, node: Node) {
    match node {
        Node::Actor(at) => finding.actors.push(at),
        Node::Claim(at) => finding.claims.push(at),
        Node::Event(at) => finding.events.push(at),
        Node::Evidence(at) => finding.evidence.push(at),
        Node::Report(at) => finding.reports.push(at),
        Node::Statement(at) => finding.statements.push(at),
    }
}
