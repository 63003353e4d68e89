//! The page of an actor: whom it is tied to, what it took part in, made, verified and published, and what it says.

use super::record::{dated, listed, names, verified_claims};
use super::{Entry, Page};
use crate::analysis::Facts;
use crate::case::graph::Tie;
use crate::case::{ActorIdx, Node};

pub(super) fn actor(facts: &Facts<'_>, at: ActorIdx, page: &mut Page) {
    let graph = facts.graph();
    let record = graph.actor(at);
    page.kind = "actor";
    page.head.push(("kind", record.kind.to_string()));
    let side = facts.side(at);
    if side != at {
        page.head
            .push(("of the side of", graph.name(side).to_owned()));
    }
    if !record.adversaries.is_empty() {
        page.head
            .push(("adversary of", names(facts, &record.adversaries)));
    }
    let own = graph.ties(at).iter();
    let own = own.map(|tie| Entry::plain(tied(tie, graph.name(tie.to))));
    page.section("Ties", own.collect());
    let others = graph.actors().flat_map(|other| {
        let ties = graph.ties(other).iter().filter(|tie| tie.to == at);
        ties.map(move |tie| (other, tie))
    });
    let others = others.map(|(other, tie)| {
        let text = format!("{} {}", graph.name(other), tied(tie, graph.name(at)));
        Entry::of(graph.id(other), text)
    });
    page.section("Ties of others to it", others.collect());
    let events = graph
        .events()
        .filter(|&event| graph.event(event).parties.contains(&at));
    let events = events.map(|event| Entry::of(graph.id(event), graph.name(event)));
    page.section("Party to", events.collect());
    page.section("Artefacts", artefacts(facts, at));
    let reports = graph
        .reports()
        .filter(|&report| graph.report(report).publisher == Some(at));
    let reports = reports.map(|report| Entry::of(graph.id(report), graph.name(report)));
    page.section("Publisher of", reports.collect());
    let said = graph
        .statements()
        .filter(|&statement| graph.speaker(statement) == at);
    page.section("Statements", listed(facts, said));
}

/// A tie in words, from the side of whoever declares it.
fn tied(tie: &Tie, to: &str) -> String {
    let mut text = format!("{} {to}", tie.role);
    if tie.alleged {
        text.push_str(", alleged");
    }
    if !tie.from.is_unknown() {
        text.push_str(&format!(", from {}", tie.from));
    }
    if !tie.until.is_unknown() {
        text.push_str(&format!(", until {}", tie.until));
    }
    text
}

/// What an actor made, released and verified, and for which claims.
fn artefacts(facts: &Facts<'_>, at: ActorIdx) -> Vec<Entry> {
    let graph = facts.graph();
    let mut entries = Vec::new();
    for evidence in graph.all_evidence() {
        let record = graph.evidence(evidence);
        let (id, name) = (graph.id(evidence), graph.name(Node::Evidence(evidence)));
        let did = |deed: &str| Entry::of(id, format!("{deed} {name}"));
        entries.extend((record.producer == Some(at)).then(|| did("made")));
        entries.extend((record.released_by == Some(at)).then(|| did("released")));
        for entry in record.verified.iter().filter(|entry| entry.by == at) {
            let when = dated(entry.date);
            entries.push(Entry::of(id, format!("verified {name}{when}")));
            entries.extend(verified_claims(facts, evidence, entry));
        }
    }
    entries
}
