//! Which claims to show: those asked for, the most consequential first.

use std::cmp::Reverse;

use super::view::EdgeRole;
use super::{Candidates, Selection, label, text};
use crate::analysis::{Facts, Status};
use crate::case::{ClaimGraph, ClaimIdx, EventIdx, Node, Object, StatementIdx};
use crate::rules::{Finding, Severity};

/// The claims that a selection asks for, the most consequential first.
///
/// Consequence is the severity of the sharpest finding, then whether the claim is contested, then how much is said
/// about it. Of 10⁶ statements none is looked at more than once per hop.
pub fn claims(facts: &Facts<'_>, findings: &[Finding], selection: &Selection) -> Vec<ClaimIdx> {
    let graph = facts.graph();
    let wanted = wanted(graph, selection);
    let severity = severities(graph, findings);
    let mut ranked: Vec<ClaimIdx> = graph.claims().filter(|claim| wanted[claim.at()]).collect();
    let focused = |claim: ClaimIdx| selection.focus.contains(&Node::Claim(claim));
    ranked.sort_by_cached_key(|&claim| {
        let contested = match facts.status(claim) {
            Status::Contested => 0,
            Status::Circular | Status::Denied | Status::Unfounded => 1,
            _ => 2,
        };
        let said = graph.statements_on(claim).len();
        (
            !focused(claim),
            severity[claim.at()],
            contested,
            Reverse(said),
            claim,
        )
    });
    ranked
}

/// Which claims a selection asks for.
pub(super) fn wanted(graph: &ClaimGraph, selection: &Selection) -> Vec<bool> {
    let mut wanted = vec![selection.is_everything(); graph.claims().len()];
    if let Some(candidates) = &selection.among {
        wanted.fill(false);
        for claim in &candidates.claims {
            wanted[claim.at()] = true;
        }
        return wanted;
    }
    if let Some(event) = selection.event {
        mark_event(graph, event, &mut wanted);
    }
    if let Some(actor) = selection.actor {
        mark_node(graph, Node::Actor(actor), &mut wanted);
    }
    if !selection.focus.is_empty() {
        mark_neighbourhood(graph, &selection.focus, selection.hops, &mut wanted);
    }
    wanted
}

/// What counts of all that is said of a claim, with the edges that stand for it: none for what takes something back.
pub(super) fn said<'f>(
    facts: &'f Facts<'_>,
    claim: ClaimIdx,
) -> impl Iterator<Item = (EdgeRole, StatementIdx)> + 'f {
    let graph = facts.graph();
    let live = graph.statements_on(claim).filter(|&at| facts.is_live(at));
    live.filter_map(|at| Some((EdgeRole::of(graph.stance(at))?, at)))
}

/// The rank of the sharpest finding about each claim: 0 an error, 1 a warning, 2 anything else.
fn severities(graph: &ClaimGraph, findings: &[Finding]) -> Vec<u8> {
    let mut sharpest = vec![2; graph.claims().len()];
    for finding in findings {
        let rank = match finding.severity {
            Severity::Error => 0,
            Severity::Warning => 1,
            Severity::Info | Severity::Note => 2,
        };
        for claim in &finding.claims {
            let known = &mut sharpest[claim.at()];
            *known = rank.min(*known);
        }
    }
    sharpest
}

fn mark_event(graph: &ClaimGraph, event: EventIdx, wanted: &mut [bool]) {
    for claim in graph.claims() {
        let events = &graph.links(claim).events;
        if events.iter().any(|&part| graph.is_within(part, event)) {
            wanted[claim.at()] = true;
        }
    }
}

/// Marks the claims that a record itself is about, speaks on or carries.
fn mark_node(graph: &ClaimGraph, node: Node, wanted: &mut [bool]) {
    match node {
        Node::Claim(claim) => wanted[claim.at()] = true,
        Node::Event(event) => mark_event(graph, event, wanted),
        Node::Statement(statement) => {
            if let Some(claim) = object_claim(graph, statement) {
                wanted[claim.at()] = true;
            }
        }
        Node::Actor(actor) => {
            for claim in graph
                .claims()
                .filter(|&claim| graph.links(claim).actors.contains(&actor))
            {
                wanted[claim.at()] = true;
            }
            mark_statements(graph, wanted, |statement| graph.speaker(statement) == actor);
        }
        Node::Report(report) => {
            mark_statements(graph, wanted, |statement| {
                graph.report_of(statement) == Some(report)
            });
        }
        Node::Evidence(evidence) => {
            let number = graph.node_index(Node::Evidence(evidence));
            let record = graph.evidence(evidence);
            for claim in record.shows.iter().chain(&record.does_not_show) {
                wanted[claim.at()] = true;
            }
            mark_statements(graph, wanted, |statement| {
                graph.cites(statement).contains(&number)
            });
        }
    }
}

fn mark_statements(
    graph: &ClaimGraph,
    wanted: &mut [bool],
    matches: impl Fn(StatementIdx) -> bool,
) {
    for statement in graph.statements().filter(|&statement| matches(statement)) {
        if let Some(claim) = object_claim(graph, statement) {
            wanted[claim.at()] = true;
        }
    }
}

/// The claim on which a statement bears, through the statements that it is about, if any.
pub(super) fn object_claim(graph: &ClaimGraph, statement: StatementIdx) -> Option<ClaimIdx> {
    let mut at = statement;
    // A statement about a statement about … may run in a circle: as many steps as there are statements are enough.
    for _ in 0..=graph.statement_count() {
        match graph.object(at) {
            Object::Claim(claim) => return Some(claim),
            Object::Statement(next) => at = next,
        }
    }
    None
}

fn mark_neighbourhood(graph: &ClaimGraph, focus: &[Node], hops: u32, wanted: &mut [bool]) {
    let mut near = vec![false; wanted.len()];
    for &node in focus {
        mark_node(graph, node, &mut near);
    }
    let mut frontier: Vec<ClaimIdx> = graph.claims().filter(|claim| near[claim.at()]).collect();
    for _ in 0..hops {
        let mut next = Vec::new();
        for claim in frontier {
            for neighbour in related(graph, claim) {
                if !std::mem::replace(&mut near[neighbour.at()], true) {
                    next.push(neighbour);
                }
            }
        }
        if next.is_empty() {
            break;
        }
        frontier = next;
    }
    for (wanted, near) in wanted.iter_mut().zip(near) {
        *wanted |= near;
    }
}

/// The claims that a claim is related to, and those on which what is said of it rests.
pub(super) fn related(graph: &ClaimGraph, claim: ClaimIdx) -> Vec<ClaimIdx> {
    let links = graph.links(claim);
    let declared = [
        &links.opposes,
        &links.contrasts,
        &links.entails,
        &links.entailed_by,
        &links.part_of,
        &links.same_as,
    ];
    let declared = declared.into_iter().flat_map(|list| list.iter().copied());
    let cited = graph
        .statements_on(claim)
        .flat_map(|statement| graph.cites(statement))
        .filter_map(|&cited| match graph.node(cited) {
            Node::Claim(premise) => Some(premise),
            Node::Statement(source) => graph.claim_of(source),
            _ => None,
        });
    declared.chain(cited).collect()
}

/// What a picture of this selection is called: what was asked for, else the case.
pub(super) fn title(graph: &ClaimGraph, selection: &Selection) -> String {
    let asked = selection.focus.iter().copied();
    let asked = asked
        .chain(selection.event.map(Node::Event))
        .chain(selection.actor.map(Node::Actor));
    let asked: Vec<&str> = asked.map(|node| name(graph, node)).collect();
    if !asked.is_empty() {
        return row(&asked);
    }
    match graph.titles() {
        [] => "The case".to_owned(),
        titles => row(titles),
    }
}

/// The parts in one line.
fn row<P: AsRef<str>>(parts: &[P]) -> String {
    match parts {
        [alone] => text::isolated(alone.as_ref()),
        _ => text::joined(parts),
    }
}

fn name(graph: &ClaimGraph, node: Node) -> &str {
    match node {
        Node::Claim(claim) => label::proposition(graph, claim),
        other => graph.name(other),
    }
}

/// The notes of a picture of this selection: the case it is taken from, then `said`.
pub(super) fn notes(graph: &ClaimGraph, selection: &Selection, said: Vec<String>) -> Vec<String> {
    let asked = !selection.is_everything() && !graph.titles().is_empty();
    let from = asked.then(|| format!("From: {}", text::isolated(&row(graph.titles()))));
    let among = selection.among.iter().map(Candidates::note);
    from.into_iter().chain(said).chain(among).collect()
}

/// What is said of claims left out.
pub(super) fn left_out(shown: usize, asked: usize) -> Vec<String> {
    match asked.saturating_sub(shown) {
        0 => Vec::new(),
        more => vec![format!(
            "The {} that {} most. + {} not shown: use --focus ID or --event ID.",
            label::counted(shown, "claim"),
            if shown == 1 { "matters" } else { "matter" },
            label::counted(more, "claim"),
        )],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_is_told_in_the_right_number() {
        assert!(left_out(3, 3).is_empty());
        assert!(left_out(1, 3)[0].starts_with("The 1 claim that matters most. + 2 claims not"));
        assert!(left_out(2, 3)[0].starts_with("The 2 claims that matter most. + 1 claim not"));
    }
}
