//! The whole case: what is claimed about each event, by whom, and how it stands.
//!
//! Drawn as small multiples. Each event is a cell of its own with the claims about it and the actors who speak on
//! them; an actor appears once in every cell in which it speaks, so that no edge crosses the page.

mod choose;
mod words;

use std::collections::BTreeMap;

use choose::{Cell, Shown, Voice, choose, speaking};
pub(super) use choose::{Home, homes};
use words::{elsewhere, through_others};

use super::sides::Sides;
use super::view::{
    Arrangement, Cluster, ClusterAt, ClusterRole, Edge, EdgeRole, Emphasis, Line, LineKind, NodeAt,
    Pull, View,
};
use super::{Selection, fold, label, select, text};
use crate::analysis::{Facts, Status};
use crate::case::{ActorIdx, ClaimGraph, ClaimIdx, Node};
use crate::rules::Finding;

/// Nodes beyond which a case is no longer read but searched.
pub(super) const LIMIT: usize = 80;
/// Cards beyond which a cell falls into parts.
const LARGE: usize = 10;

/// The claims of a case by event, the most consequential first, with those who speak on them.
pub fn case_view(facts: &Facts<'_>, findings: &[Finding], selection: &Selection) -> View {
    let graph = facts.graph();
    let ranked = select::claims(facts, findings, selection);
    let cells = choose(
        facts,
        &ranked,
        selection.limit.unwrap_or(LIMIT),
        selection.among.as_ref(),
    );
    let shown = cells
        .iter()
        .flat_map(|cell| cell.claims.iter().map(|shown| shown.claim));
    let speakers = (cells.iter().enumerate()).map(|(number, cell)| {
        let speaking = speaking(facts, cell).into_iter();
        let numbered = speaking.map(|(actor, speaker)| ((number, actor), speaker));
        numbered.collect()
    });
    let sides = Sides::new(facts, speakers);
    let mut view = View {
        title: select::title(graph, selection),
        notes: select::notes(graph, selection, notes(ranked.len(), shown.clone().count())),
        arrangement: Arrangement::Cells,
        sides: sides.legend(graph),
        ..View::default()
    };
    let marks = label::marks(findings, shown);
    for (number, cell) in cells.into_iter().enumerate() {
        for part in parted(facts, cell, &marks) {
            draw(facts, (number, &part), &marks, &sides, &mut view);
        }
    }
    fold::twins_folded(&view)
}

/// The rules that fault each claim.
type Marks = BTreeMap<ClaimIdx, Vec<&'static str>>;

/// What makes claims alike to the eye: their status, and who says what of them.
type Likeness = (Status, Vec<Voice>, usize);

/// Why a claim may lie in a stack: nothing is said on its card but its text and its status.
fn likeness(facts: &Facts<'_>, shown: &Shown, marks: &Marks) -> Option<Likeness> {
    let links = facts.graph().links(shown.claim);
    let is_plain = marks.get(&shown.claim).is_none_or(Vec::is_empty)
        && links.opposes.is_empty()
        && links.contrasts.is_empty()
        && through_others(facts, shown, |_| false).is_empty();
    is_plain.then(|| (facts.status(shown.claim), shown.voices.clone(), shown.more))
}

/// How many cards are drawn for these claims, and which card each is on: those that are alike lie in one stack.
fn cards(facts: &Facts<'_>, claims: &[Shown], marks: &Marks) -> (usize, Vec<usize>) {
    let alike: Vec<Option<Likeness>> = claims
        .iter()
        .map(|shown| likeness(facts, shown, marks))
        .collect();
    let mut crowds: BTreeMap<&Likeness, (usize, Option<usize>)> = BTreeMap::new();
    for likeness in alike.iter().flatten() {
        crowds.entry(likeness).or_default().0 += 1;
    }
    let mut count = 0;
    let mut next = || {
        count += 1;
        count - 1
    };
    let card = |likeness: &Option<Likeness>| {
        let crowd = likeness
            .as_ref()
            .and_then(|likeness| crowds.get_mut(likeness));
        match crowd.filter(|(crowd, _)| *crowd >= fold::LEAST) {
            Some((_, card)) => *card.get_or_insert_with(&mut next),
            None => next(),
        }
    };
    let cards = alike.iter().map(card).collect();
    (count, cards)
}

/// A cell of more cards than the eye takes in, in parts: claims on which the same actors speak stay together.
fn parted(facts: &Facts<'_>, mut cell: Cell, marks: &Marks) -> Vec<Cell> {
    let graph = facts.graph();
    if cards(facts, &cell.claims, marks).0 <= LARGE {
        return vec![cell];
    }
    let said: BTreeMap<ClaimIdx, Vec<ActorIdx>> = cell
        .claims
        .iter()
        .map(|shown| (shown.claim, shown.speakers()))
        .collect();
    // A claim stands with the first that it contradicts.
    let partner = |claim: ClaimIdx| {
        let others = graph.links(claim).opposes.iter().copied();
        others
            .filter(|other| said.contains_key(other))
            .min()
            .map_or(claim, |other| other.min(claim))
    };
    cell.claims.sort_by_cached_key(|shown| {
        (
            said.get(&partner(shown.claim)).cloned(),
            partner(shown.claim),
        )
    });
    let (all, cards) = cards(facts, &cell.claims, marks);
    let count = all.div_ceil(LARGE);
    let size = all.div_ceil(count);
    let mut parts: Vec<Vec<Shown>> = (0..count).map(|_| Vec::new()).collect();
    for (shown, card) in cell.claims.into_iter().zip(cards) {
        parts[card / size].push(shown);
    }
    parts.retain(|claims| !claims.is_empty());
    let count = parts.len();
    let part = |(number, claims): (usize, Vec<Shown>)| {
        let mut actors: Vec<ActorIdx> = claims.iter().flat_map(Shown::speakers).collect();
        actors.sort_unstable();
        actors.dedup();
        Cell {
            home: cell.home,
            claims,
            actors,
            total: cell.total,
            part: Some((number + 1, count)),
        }
    };
    parts.into_iter().enumerate().map(part).collect()
}

fn draw(
    facts: &Facts<'_>,
    (number, cell): (usize, &Cell),
    marks: &Marks,
    sides: &Sides<(usize, ActorIdx)>,
    view: &mut View,
) {
    let graph = facts.graph();
    let cluster = view.enclose(cluster(graph, cell));
    let mut speakers: BTreeMap<ActorIdx, NodeAt> = BTreeMap::new();
    for &actor in &cell.actors {
        let mut node = label::actor(graph, actor);
        node.label
            .extend(sides.words(graph, (number, actor), actor));
        node.cluster = Some(cluster);
        node.side = sides.hue((number, actor));
        speakers.insert(actor, view.add(node));
    }
    let mut places: BTreeMap<ClaimIdx, NodeAt> = BTreeMap::new();
    for shown in &cell.claims {
        let at = card(facts, shown, cell, marks, cluster, view);
        places.insert(shown.claim, at);
        for voice in &shown.voices {
            if let Some(&from) = speakers.get(&voice.actor) {
                let mut edge = Edge::new(from, at, voice.role);
                if voice.times > 1 {
                    edge.label = format!("×{}", voice.times);
                }
                view.edges.push(edge);
            }
        }
    }
    contradictions(graph, &places, view);
}

fn card(
    facts: &Facts<'_>,
    shown: &Shown,
    cell: &Cell,
    marks: &Marks,
    cluster: ClusterAt,
    view: &mut View,
) -> NodeAt {
    let is_plain = likeness(facts, shown, marks).is_some();
    let marks = marks.get(&shown.claim).map_or(&[][..], Vec::as_slice);
    let mut node = label::claim(facts, shown.claim, marks);
    node.cluster = Some(cluster);
    node.alike = is_plain.then(|| facts.status(shown.claim).word());
    if shown.more > 0 {
        let more = format!("+ {}", label::counted(shown.more, "more speaker"));
        node.label.push(Line::new(LineKind::Detail, more));
    }
    let here = |claim: ClaimIdx| cell.claims.iter().any(|shown| shown.claim == claim);
    let opposed = &facts.graph().links(shown.claim).opposes;
    let drawn = |claim: ClaimIdx| here(claim) && opposed.contains(&claim);
    for words in through_others(facts, shown, drawn) {
        node.label.push(Line::new(LineKind::Detail, words));
    }
    for other in elsewhere(facts.graph(), shown.claim, here) {
        node.label.push(Line::new(LineKind::Detail, other));
    }
    view.add(node)
}

fn cluster(graph: &ClaimGraph, cell: &Cell) -> Cluster {
    let (role, title, mut detail) = match cell.home {
        Home::Event(event) => {
            let known = label::when_and_where(graph, event);
            let detail = Some(known).filter(|known| !known.is_empty());
            (
                ClusterRole::Event,
                graph.name(event).to_owned(),
                Vec::from_iter(detail),
            )
        }
        Home::Actor(actor) => (
            ClusterRole::Group,
            format!("About {}", text::isolated(graph.name(actor))),
            Vec::new(),
        ),
        Home::Nowhere => (ClusterRole::Group, "Other claims".to_owned(), Vec::new()),
    };
    let shown = cell.claims.len();
    detail.push(match (cell.total > shown, cell.part) {
        (false, _) => label::counted(shown, "claim"),
        (true, None) => format!("{shown} of {}", label::counted(cell.total, "claim")),
        (true, Some((part, parts))) => {
            format!(
                "part {part} of {parts}: {shown} of {}",
                label::counted(cell.total, "claim")
            )
        }
    });
    Cluster {
        role,
        title,
        detail: text::joined(&detail),
        side: None,
        emphasis: Emphasis::None,
        record: match cell.home {
            Home::Event(event) => Some(Node::Event(event)),
            Home::Actor(actor) => Some(Node::Actor(actor)),
            Home::Nowhere => None,
        },
    }
}

/// Contradictions between claims of one cell.
fn contradictions(graph: &ClaimGraph, places: &BTreeMap<ClaimIdx, NodeAt>, view: &mut View) {
    for (&claim, &from) in places {
        for other in graph
            .links(claim)
            .opposes
            .iter()
            .filter(|&&other| other > claim)
        {
            if let Some(&to) = places.get(other) {
                view.edges.push(Edge {
                    pull: Pull::Beside,
                    ..Edge::new(from, to, EdgeRole::Contradicts)
                });
            }
        }
    }
}

fn notes(asked: usize, shown: usize) -> Vec<String> {
    match asked {
        0 => vec!["No claims.".to_owned()],
        _ => select::left_out(shown, asked),
    }
}
