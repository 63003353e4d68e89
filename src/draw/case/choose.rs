//! Which claims of a case are shown, and in which cells: those of an event together, with those who speak on them.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::analysis::Facts;
use crate::case::{ActorIdx, ClaimGraph, ClaimIdx, EventIdx};
use crate::draw::sides::Speaker;
use crate::draw::view::EdgeRole;
use crate::draw::{Candidates, select};

/// Speakers shown on one claim; the others are counted.
const SPEAKERS: usize = 6;

/// Under what a claim is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::draw) enum Home {
    Event(EventIdx),
    /// About an actor and no event.
    Actor(ActorIdx),
    Nowhere,
}

/// One event, or what stands for it, and the claims chosen to be shown there.
pub(super) struct Cell {
    pub home: Home,
    pub claims: Vec<Shown>,
    pub actors: Vec<ActorIdx>,
    /// Claims that belong here, shown or not.
    pub total: usize,
    /// Which of how many parts of a large cell it is.
    pub part: Option<(usize, usize)>,
}

impl Cell {
    fn take(&mut self, other: Cell) {
        self.claims.extend(other.claims);
        self.actors.extend(other.actors);
        self.actors.sort_unstable();
        self.actors.dedup();
    }
}

/// A claim and who speaks on it.
pub(super) struct Shown {
    pub claim: ClaimIdx,
    pub voices: Vec<Voice>,
    /// Speakers left out.
    pub more: usize,
}

impl Shown {
    pub fn speakers(&self) -> Vec<ActorIdx> {
        speakers(&self.voices)
    }
}

/// What one actor says of one claim, parallel statements merged.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Voice {
    pub role: EdgeRole,
    pub actor: ActorIdx,
    pub times: u32,
}

/// Claims in order of consequence, as long as there is room for them and their speakers.
pub(super) fn choose(
    facts: &Facts<'_>,
    ranked: &[ClaimIdx],
    limit: usize,
    among: Option<&Candidates>,
) -> Vec<Cell> {
    let graph = facts.graph();
    let sizes = event_sizes(graph);
    let mut totals: BTreeMap<Home, usize> = BTreeMap::new();
    for home in ranked.iter().flat_map(|&claim| homes(graph, claim)) {
        *totals.entry(home).or_default() += 1;
    }
    // Of a large case not all are ranked.
    totals.extend(among.into_iter().flat_map(|among| among.totals.clone()));
    let mut cells: BTreeMap<Home, Cell> = BTreeMap::new();
    let mut known: HashSet<(Home, ActorIdx)> = HashSet::new();
    let mut room = limit;
    for &claim in ranked {
        let home = home(graph, claim, &sizes);
        let shown = shown(facts, claim);
        let mut new = shown.speakers();
        new.retain(|&actor| !known.contains(&(home, actor)));
        if new.len() + 1 > room && !cells.is_empty() {
            break;
        }
        room = room.saturating_sub(new.len() + 1);
        let total = totals.get(&home).copied().unwrap_or_default();
        let cell = cells.entry(home).or_insert_with(|| Cell {
            home,
            claims: Vec::new(),
            actors: Vec::new(),
            total,
            part: None,
        });
        cell.claims.push(shown);
        known.extend(new.iter().map(|&actor| (home, actor)));
        cell.actors.extend(new);
    }
    in_order(graph, swept(joined(graph, cells)))
}

/// How many claims there are about each event.
fn event_sizes(graph: &ClaimGraph) -> Vec<u32> {
    let mut sizes = vec![0; graph.events().len()];
    for claim in graph.claims() {
        for event in &graph.links(claim).events {
            sizes[event.at()] += 1;
        }
    }
    sizes
}

/// All under which a claim belongs: its events and those of which they are parts, else the actor it is about.
pub(in crate::draw) fn homes(graph: &ClaimGraph, claim: ClaimIdx) -> BTreeSet<Home> {
    let links = graph.links(claim);
    let mut homes = BTreeSet::new();
    for &event in &links.events {
        let mut at = Some(event);
        while let Some(one) = at.filter(|&one| homes.insert(Home::Event(one))) {
            at = graph.event(one).part_of;
        }
    }
    if homes.is_empty() {
        homes.insert(
            links
                .actors
                .first()
                .map_or(Home::Nowhere, |&actor| Home::Actor(actor)),
        );
    }
    homes
}

/// The event about which most is claimed, or the actor it is about.
fn home(graph: &ClaimGraph, claim: ClaimIdx, sizes: &[u32]) -> Home {
    let links = graph.links(claim);
    let event = links
        .events
        .iter()
        .max_by_key(|event| (sizes[event.at()], Reverse(**event)));
    match (event, links.actors.first()) {
        (Some(&event), _) => Home::Event(event),
        (None, Some(&actor)) => Home::Actor(actor),
        (None, None) => Home::Nowhere,
    }
}

/// A cell of a single claim moves into the cell of the event that its own is a part of.
fn joined(graph: &ClaimGraph, mut cells: BTreeMap<Home, Cell>) -> BTreeMap<Home, Cell> {
    let homes: Vec<Home> = cells.keys().copied().collect();
    for home in homes {
        let Home::Event(event) = home else { continue };
        let Some(whole) = graph.event(event).part_of.map(Home::Event) else {
            continue;
        };
        if cells.get(&home).is_none_or(|cell| cell.claims.len() > 1) || !cells.contains_key(&whole)
        {
            continue;
        }
        let Some(part) = cells.remove(&home) else {
            continue;
        };
        if let Some(cell) = cells.get_mut(&whole) {
            cell.take(part);
        }
    }
    cells
}

/// Single claims about one actor each stand together.
fn swept(cells: BTreeMap<Home, Cell>) -> Vec<Cell> {
    let (single, mut kept): (Vec<Cell>, Vec<Cell>) = cells
        .into_values()
        .partition(|cell| cell.claims.len() == 1 && !matches!(cell.home, Home::Event(_)));
    let mut single = single.into_iter();
    if let Some(mut rest) = single.next() {
        for cell in single {
            rest.home = Home::Nowhere;
            rest.total += cell.total;
            rest.take(cell);
        }
        kept.push(rest);
    }
    kept
}

/// Events by date, then what is about no event.
fn in_order(graph: &ClaimGraph, mut cells: Vec<Cell>) -> Vec<Cell> {
    cells.sort_by_key(|cell| match cell.home {
        Home::Event(event) => (0, graph.event(event).date.sort_key(), cell.home),
        Home::Actor(_) => (1, (0, 0), cell.home),
        Home::Nowhere => (2, (0, 0), cell.home),
    });
    cells
}

/// Who says what of a claim: denial first, so that it is never what is left out.
fn shown(facts: &Facts<'_>, claim: ClaimIdx) -> Shown {
    let graph = facts.graph();
    let mut times: BTreeMap<(EdgeRole, ActorIdx), u32> = BTreeMap::new();
    for (role, at) in select::said(facts, claim) {
        *times.entry((role, graph.speaker(at))).or_default() += 1;
    }
    let mut voices: Vec<Voice> = times
        .into_iter()
        .map(|((role, actor), times)| Voice { role, actor, times })
        .collect();
    voices.sort_by_key(|voice| (voice.role != EdgeRole::Disputes, *voice));
    let all = speakers(&voices).len();
    if voices.len() > SPEAKERS {
        // Both sides are heard: of a crowd on one the other is given half of the room.
        let denying = voices.partition_point(|voice| voice.role == EdgeRole::Disputes);
        let others = (voices.len() - denying).min(SPEAKERS / 2);
        voices.drain(denying.min(SPEAKERS - others)..denying);
        voices.truncate(SPEAKERS);
    }
    Shown {
        claim,
        more: all - speakers(&voices).len(),
        voices,
    }
}

/// Who speaks in a cell, each with all that it says there.
pub(super) fn speaking(facts: &Facts<'_>, cell: &Cell) -> BTreeMap<ActorIdx, Speaker> {
    let graph = facts.graph();
    let actors = cell.actors.iter().copied();
    let mut speaking: BTreeMap<ActorIdx, Speaker> =
        actors.map(|actor| (actor, Speaker::new(actor))).collect();
    for shown in &cell.claims {
        for (_, at) in select::said(facts, shown.claim) {
            if let Some(speaker) = speaking.get_mut(&graph.speaker(at)) {
                speaker.note(facts, graph.date(at));
            }
        }
    }
    speaking
}

/// Who speaks, each once.
fn speakers(voices: &[Voice]) -> Vec<ActorIdx> {
    let mut speakers: Vec<ActorIdx> = voices.iter().map(|voice| voice.actor).collect();
    speakers.sort_unstable();
    speakers.dedup();
    speakers
}
