//! Records that nothing refers to, and statements that nobody can look up. Linear in the case.

use super::duplicates::about;
use crate::analysis::Facts;
use crate::case::{ClaimGraph, Kind, Node, StatementIdx};
use crate::rules::evidence::copied;
use crate::rules::finding::{Finding, StepKind};
use crate::rules::profile::{record_step, steps};
use crate::rules::thresholds::Thresholds;
use crate::rules::words::{count, ids};

/// How many of many records are shown.
const SHOWN: usize = 12;

/// Declared records that nothing refers to: one finding a kind. Claims are left to `unsourced-claim`; what shows that
/// another artefact is a copy is of use.
pub fn unused(facts: &Facts<'_>, thresholds: &Thresholds, findings: &mut Vec<Finding>) {
    let graph = facts.graph();
    let mut used = used(graph);
    for evidence in copied(facts, thresholds) {
        used[graph.node_index(evidence.into()).at()] = true;
    }
    let is_used = |node: Node| used[graph.node_index(node).at()];
    let actors: Vec<Node> = graph.actors().map(Node::from).collect();
    let events: Vec<Node> = graph.events().map(Node::from).collect();
    let evidence: Vec<Node> = graph.all_evidence().map(Node::from).collect();
    let reports: Vec<Node> = graph.reports().map(Node::from).collect();
    let kinds = [
        (Kind::Actor, "actor", actors),
        (Kind::Event, "event", events),
        (Kind::Evidence, "artefact", evidence),
        (Kind::Report, "report", reports),
    ];
    for (_, word, mut nodes) in kinds {
        nodes.retain(|&node| !is_used(node) && graph.span(node).is_some());
        if nodes.is_empty() {
            continue;
        }
        let message = match nodes.as_slice() {
            [only] => format!("nothing refers to {}", ids(facts, [*only])),
            _ => format!(
                "nothing refers to {}: {}",
                count(nodes.len(), word),
                ids(facts, nodes.iter().copied())
            ),
        };
        let mut finding = Finding::of("unused-entity", message);
        finding.parts = nodes.iter().map(|&node| vec![node]).collect();
        for &node in &nodes {
            about(&mut finding, node);
        }
        finding.witness = (nodes.iter().take(SHOWN))
            .map(|&node| record_step(facts, StepKind::Line, node, "declared here"))
            .collect();
        findings.push(finding);
    }
}

/// Which records something else refers to.
fn used(graph: &ClaimGraph) -> Vec<bool> {
    let mut used = vec![false; graph.node_count()];
    let mut mark = |node: Node| used[graph.node_index(node).at()] = true;
    for actor in graph.actors() {
        let record = graph.actor(actor);
        let tied = graph.ties(actor).iter().map(|tie| tie.to);
        for other in tied.chain(record.adversaries.iter().copied()) {
            mark(other.into());
            mark(actor.into());
        }
    }
    for claim in graph.claims() {
        let links = graph.links(claim);
        links.events.iter().for_each(|&at| mark(at.into()));
        for list in [&links.actors, &links.favours, &links.against] {
            list.iter().for_each(|&at| mark(at.into()));
        }
    }
    for event in graph.events() {
        let record = graph.event(event);
        record.parties.iter().for_each(|&at| mark(at.into()));
        record.part_of.iter().for_each(|&at| mark(at.into()));
    }
    for evidence in graph.all_evidence() {
        let record = graph.evidence(evidence);
        let makers = record.producer.into_iter().chain(record.released_by);
        let verifiers = record.verified.iter().map(|entry| entry.by);
        makers.chain(verifiers).for_each(|at| mark(at.into()));
        let events = record.of.iter().chain(&record.of_one_of);
        events.for_each(|&at| mark(at.into()));
        if !(record.shows.is_empty() && record.does_not_show.is_empty()) {
            mark(evidence.into());
        }
    }
    for report in graph.reports() {
        let publisher = graph.report(report).publisher;
        publisher.into_iter().for_each(|at| mark(at.into()));
    }
    for at in graph.statements() {
        mark(graph.speaker(at).into());
        graph
            .report_of(at)
            .into_iter()
            .for_each(|at| mark(at.into()));
        graph
            .cites(at)
            .iter()
            .for_each(|&cited| mark(graph.node(cited)));
        if let Some(detail) = graph.detail(at) {
            detail.custodian.into_iter().for_each(|at| mark(at.into()));
            detail.found_in.into_iter().for_each(|at| mark(at.into()));
            detail.said_in.into_iter().for_each(|at| mark(at.into()));
            detail.via.iter().for_each(|&at| mark(at.into()));
        }
    }
    used
}

/// Statements without a report, a place or a quotation, in a case that otherwise has them: one finding a case.
///
/// Machine-made cases that keep no reports at all say nothing by leaving them out, in whatever format they come.
pub fn untraceable(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    let graph = facts.graph();
    let is_traced = |at: StatementIdx| {
        let detail = graph.detail(at);
        graph.report_of(at).is_some()
            || detail.is_some_and(|detail| {
                let url = detail
                    .remarks
                    .as_ref()
                    .and_then(|remarks| remarks.url.as_ref());
                detail.at.is_some()
                    || detail.quote.is_some()
                    || detail.found_in.is_some()
                    || url.is_some()
            })
    };
    let bare: Vec<StatementIdx> = graph.statements().filter(|&at| !is_traced(at)).collect();
    if bare.is_empty() || bare.len() == graph.statement_count() {
        return;
    }
    let message = format!(
        "{} of {} name neither a report nor a place in one",
        bare.len(),
        count(graph.statement_count(), "statement")
    );
    findings.push(Finding {
        witness: steps(facts, StepKind::Line, &bare[..bare.len().min(SHOWN)]),
        parts: bare.iter().map(|&at| vec![at.into()]).collect(),
        statements: bare,
        ..Finding::of("untraceable-statement", message)
    });
}
