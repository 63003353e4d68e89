//! The pages of events, evidence, reports and statements.

use super::tree;
use super::{Entry, Page};
use crate::analysis::Facts;
use crate::analysis::verified::Outcome;
use crate::case::date::Date;
use crate::case::graph::Verification;
use crate::case::vocabulary::Stance;
use crate::case::{ActorIdx, ClaimIdx, EventIdx, EvidenceIdx, Node, ReportIdx, StatementIdx};
use crate::render::words;
use crate::rules::taken_back::{is_taken_back, retractions, taken_back_by, why_not};
use crate::rules::{describe, name_list};

/// How many statements of an actor or a report are listed.
const MOST: usize = 200;

pub(super) fn page(facts: &Facts<'_>, node: Node) -> Page {
    let graph = facts.graph();
    let mut page = Page {
        id: graph.id(node).to_owned(),
        kind: "",
        title: graph.name(node).to_owned(),
        place: None,
        head: Vec::new(),
        sections: Vec::new(),
    };
    match node {
        Node::Actor(at) => super::actor::actor(facts, at, &mut page),
        Node::Event(at) => event(facts, at, &mut page),
        Node::Evidence(at) => evidence(facts, at, &mut page),
        Node::Report(at) => report(facts, at, &mut page),
        Node::Statement(at) => statement(facts, at, &mut page),
        Node::Claim(at) => page = super::claim::page(facts, at),
    }
    if let Some(remarks) = graph.remarks(node) {
        let told = [
            ("url", &remarks.url),
            ("archive", &remarks.archive),
            ("hash", &remarks.hash),
            ("note", &remarks.note),
        ];
        let told = told.into_iter();
        (page.head)
            .extend(told.filter_map(|(name, text)| Some((name, text.as_deref()?.to_owned()))));
    }
    page
}

pub(super) fn listed(
    facts: &Facts<'_>,
    statements: impl Iterator<Item = StatementIdx>,
) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut left_out = 0;
    for at in statements {
        if entries.len() == MOST {
            left_out += 1;
            continue;
        }
        let text = describe(facts, facts.lineage().of(at));
        entries.push(Entry::said(facts, at, text));
    }
    if left_out > 0 {
        entries.push(Entry::plain(format!("… and {left_out} more, left out")));
    }
    entries
}

pub(super) fn claims(facts: &Facts<'_>, claims: impl Iterator<Item = ClaimIdx>) -> Vec<Entry> {
    let graph = facts.graph();
    claims
        .map(|claim| {
            let (id, status) = (graph.id(claim), facts.status(claim));
            let text = &graph.claim(claim).text;
            Entry::of(id, format!("`{id}` ({status}): {text}"))
        })
        .collect()
}

/// The claims that somebody verified on an artefact, and which of them were taken back.
pub(super) fn verified_claims(
    facts: &Facts<'_>,
    at: EvidenceIdx,
    entry: &Verification,
) -> Vec<Entry> {
    let mut found = claims(facts, entry.claims.iter().copied());
    for (told, &claim) in found.iter_mut().zip(&entry.claims) {
        told.depth = 1;
        if facts.base().outcome(at, entry, claim) == Outcome::TakenBack {
            told.text.push_str(" — taken back");
        }
    }
    found
}

/// A date after what happened then; nothing where it is unknown.
pub(super) fn dated(date: Date) -> String {
    match date.is_unknown() {
        true => String::new(),
        false => format!(", {date}"),
    }
}

pub(super) fn names(facts: &Facts<'_>, actors: &[ActorIdx]) -> String {
    name_list(actors.iter().map(|&actor| facts.graph().name(actor)))
}

fn event(facts: &Facts<'_>, at: EventIdx, page: &mut Page) {
    let graph = facts.graph();
    let record = graph.event(at);
    page.kind = "event";
    page.head.push(("date", record.date.to_string()));
    if let Some(place) = &record.place {
        page.head.push(("place", place.to_string()));
    }
    let parties = graph.parties(at);
    if !parties.is_empty() {
        page.head.push(("parties", names(facts, parties)));
    }
    if let Some(whole) = record.part_of {
        page.head.push(("part of", graph.name(whole).to_owned()));
    }
    let same = record.possibly_same_as.iter();
    let same = same.map(|&other| Entry::of(graph.id(other), graph.name(other)));
    page.section("Possibly the same as", same.collect());
    let parts = graph
        .events()
        .filter(|&part| graph.event(part).part_of == Some(at));
    let parts = parts.map(|part| Entry::of(graph.id(part), graph.name(part)));
    page.section("Parts", parts.collect());
    let about = graph.claims().filter(|&claim| {
        graph
            .links(claim)
            .events
            .iter()
            .any(|&part| graph.is_within(part, at))
    });
    page.section("Claims about it", claims(facts, about));
}

fn evidence(facts: &Facts<'_>, at: EvidenceIdx, page: &mut Page) {
    let graph = facts.graph();
    let record = graph.evidence(at);
    page.kind = "evidence";
    page.head.push(("kind", record.kind.to_string()));
    let name = |actor: Option<ActorIdx>| {
        actor.map_or_else(
            || "not known".to_owned(),
            |actor| graph.name(actor).to_owned(),
        )
    };
    page.head.push(("made by", name(record.producer)));
    page.head.push(("released by", name(record.released_by)));
    page.head.push(("date", record.date.to_string()));
    let events = |events: &[EventIdx]| name_list(events.iter().map(|&event| graph.name(event)));
    for (heading, of) in [("of", &record.of), ("of one of", &record.of_one_of)] {
        if !of.is_empty() {
            page.head.push((heading, events(of)));
        }
    }
    let texts = |texts: &[Box<str>]| texts.iter().map(|text| Entry::plain(&**text)).collect();
    let mut shows = claims(facts, record.shows.iter().copied());
    shows.extend::<Vec<Entry>>(texts(&record.shows_text));
    page.section("Shows", shows);
    let mut absent = claims(facts, record.does_not_show.iter().copied());
    absent.extend::<Vec<Entry>>(texts(&record.does_not_show_text));
    page.section("Does not show", absent);
    let mut verified = Vec::new();
    for entry in &record.verified {
        let by = format!("by {}{}", graph.name(entry.by), dated(entry.date));
        verified.push(Entry::of(graph.id(entry.by), by));
        verified.extend(verified_claims(facts, at, entry));
    }
    page.section("Verified", verified);
    let node = graph.node_index(Node::Evidence(at));
    let citing = graph
        .statements()
        .filter(|&citing| graph.cites(citing).contains(&node));
    page.section("Cited by", listed(facts, citing));
}

fn report(facts: &Facts<'_>, at: ReportIdx, page: &mut Page) {
    let graph = facts.graph();
    let record = graph.report(at);
    page.kind = "report";
    let publisher = record
        .publisher
        .map_or("not known", |publisher| graph.name(publisher));
    page.head.push(("publisher", publisher.to_owned()));
    page.head.push(("date", record.date.to_string()));
    let carried = graph
        .statements()
        .filter(|&statement| graph.report_of(statement) == Some(at));
    page.section("Statements", listed(facts, carried));
}

/// What a retraction takes back, or that it takes back nothing.
fn taken_back(facts: &Facts<'_>, retraction: StatementIdx) -> Vec<Entry> {
    let targets = taken_back_by(facts, retraction);
    if !targets.is_empty() {
        return listed(facts, targets.into_iter());
    }
    let speaker = facts.graph().speaker(retraction);
    let nothing = match facts.is_live(retraction) {
        true => format!("nothing that {} had said", facts.graph().name(speaker)),
        false => "nothing, as it does not count itself".to_owned(),
    };
    vec![Entry::plain(nothing)]
}

fn statement(facts: &Facts<'_>, at: StatementIdx, page: &mut Page) {
    let graph = facts.graph();
    let node = facts.lineage().of(at);
    page.kind = "statement";
    page.title = describe(facts, node);
    let yes = |yes: bool| if yes { "yes" } else { "no" }.to_owned();
    let lines = facts.statement_lines(at);
    page.head.push(("counts", yes(facts.is_live(at))));
    page.head.extend(why_not(facts, at).map(|why| ("why", why)));
    let takes_back = graph.stance(at) == Stance::Retracts;
    if !takes_back {
        page.head.push(("rests on something", yes(lines.grounded)));
    }
    page.head
        .push(("counted with", names(facts, &facts.voices(at))));
    if let Some(quote) = graph.detail(at).and_then(|detail| detail.quote.as_deref()) {
        page.head.push(("quote", format!("“{quote}”")));
    }
    if lines.grounded && graph.stance(at).carries() {
        let interval = |min, max, noun| words::interval_sentence(min, max, noun);
        let text = interval(lines.lines_min, lines.lines_max, words::LINE);
        page.head.push(("rests on", text));
        let text = interval(lines.origins_min, lines.origins_max, words::ORIGIN);
        page.head.push(("from", text));
    }
    if takes_back {
        page.section("Takes back", taken_back(facts, at));
    }
    if is_taken_back(facts, at) {
        let by = retractions(facts, at).into_iter();
        page.section("Taken back by", listed(facts, by));
    }
    if !takes_back || !facts.lineage().citations(node).is_empty() {
        page.section("What it rests on", tree::lineage(facts, &[at]));
    }
    let certificate = facts.statement_certificate(at);
    page.section(
        "Its independent lines, its own voices not counted",
        super::claim::lines(facts, &certificate),
    );
    let title = match facts.is_statement_lost_without(at, &certificate.cut) {
        true => "Without these it rests on nothing",
        false => "Every line that it rests on runs through one of these",
    };
    page.section(title, super::claim::cut(facts, &certificate));
    page.section(
        "Disputed by, which denies nothing",
        super::claim::undercutting(facts, |about| about == at),
    );
    let citing = graph.statements().filter(|&other| {
        let edges = facts.lineage().citations(facts.lineage().of(other));
        edges.iter().any(|edge| edge.to == node)
    });
    page.section("Cited by", listed(facts, citing));
}
