//! The whole case: what is claimed about each event, by whom, and how it stands.
//!
//! Drawn as small multiples. Each event is a cell of its own with the claims about it and the actors who speak on
//! them; an actor appears once in every cell in which it speaks, so that no edge crosses the page.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::sides::Sides;
use super::view::{
    Arrangement, Cluster, ClusterAt, ClusterRole, Edge, EdgeRole, Emphasis, Line, LineKind, NodeAt,
    Pull, View,
};
use super::{Selection, fold, label, select, text};
use crate::analysis::{Facts, Status};
use crate::case::{ActorIdx, ClaimGraph, ClaimIdx, EventIdx, Node};
use crate::rules::Finding;

/// Nodes beyond which a case is no longer read but searched.
pub(super) const LIMIT: usize = 80;
/// Speakers shown on one claim; the others are counted.
const SPEAKERS: usize = 6;
/// Cards beyond which a cell falls into parts.
const LARGE: usize = 10;
/// As much of a claim outside the cell is told.
const OTHER: usize = 44;
/// Relations to claims outside the cell that a card names.
const RELATIONS: usize = 2;

/// The claims of a case by event, the most consequential first, with those who speak on them.
pub fn case_view(facts: &Facts<'_>, findings: &[Finding], selection: &Selection) -> View {
    let graph = facts.graph();
    let ranked = select::claims(facts, findings, selection);
    let cells = choose(facts, &ranked, selection.limit.unwrap_or(LIMIT));
    let shown = cells
        .iter()
        .flat_map(|cell| cell.claims.iter().map(|shown| shown.claim));
    let sides = Sides::new(
        facts,
        cells.iter().flat_map(|cell| cell.actors.iter().copied()),
    );
    let mut view = View {
        title: select::title(graph, selection),
        notes: select::notes(graph, selection, notes(ranked.len(), shown.clone().count())),
        arrangement: Arrangement::Cells,
        sides: sides.legend(graph),
        ..View::default()
    };
    let marks = label::marks(findings, shown);
    for cell in cells
        .into_iter()
        .flat_map(|cell| parted(facts, cell, &marks))
    {
        draw(facts, &cell, &marks, &sides, &mut view);
    }
    fold::twins_folded(&view)
}

/// Under what a claim is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Home {
    Event(EventIdx),
    /// About an actor and no event.
    Actor(ActorIdx),
    Nowhere,
}

/// The rules that fault each claim.
type Marks = BTreeMap<ClaimIdx, Vec<&'static str>>;

/// One event, or what stands for it, and the claims chosen to be shown there.
struct Cell {
    home: Home,
    claims: Vec<Shown>,
    actors: Vec<ActorIdx>,
    /// Claims that belong here, shown or not.
    total: usize,
    /// Which of how many parts of a large cell it is.
    part: Option<(usize, usize)>,
}

impl Cell {
    fn take(&mut self, other: Cell) {
        self.claims.extend(other.claims);
        self.actors.extend(other.actors);
        self.actors.sort_unstable();
        self.actors.dedup();
        self.total += other.total;
    }
}

/// A claim and who speaks on it.
struct Shown {
    claim: ClaimIdx,
    voices: Vec<Voice>,
    /// Speakers left out.
    more: usize,
}

impl Shown {
    fn speakers(&self) -> Vec<ActorIdx> {
        let mut speakers: Vec<ActorIdx> = self.voices.iter().map(|voice| voice.actor).collect();
        speakers.sort_unstable();
        speakers.dedup();
        speakers
    }
}

/// What one actor says of one claim, parallel statements merged.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Voice {
    role: EdgeRole,
    actor: ActorIdx,
    times: u32,
}

/// Claims in order of consequence, as long as there is room for them and their speakers.
fn choose(facts: &Facts<'_>, ranked: &[ClaimIdx], limit: usize) -> Vec<Cell> {
    let graph = facts.graph();
    let sizes = event_sizes(graph);
    let mut totals: BTreeMap<Home, usize> = BTreeMap::new();
    for &claim in ranked {
        *totals.entry(home(graph, claim, &sizes)).or_default() += 1;
    }
    let mut cells: BTreeMap<Home, Cell> = BTreeMap::new();
    let mut room = limit;
    for &claim in ranked {
        let home = home(graph, claim, &sizes);
        let shown = shown(facts, claim);
        let known = cells.get(&home).map_or(&[][..], |cell| &cell.actors);
        let mut new = shown.speakers();
        new.retain(|actor| !known.contains(actor));
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

/// What makes claims alike to the eye: their status, and who says what of them.
type Likeness = (Status, Vec<Voice>, usize);

/// Why a claim may lie in a stack: nothing is said on its card but its text and its status.
fn likeness(facts: &Facts<'_>, shown: &Shown, marks: &Marks) -> Option<Likeness> {
    let links = facts.graph().links(shown.claim);
    let is_plain = marks.get(&shown.claim).is_none_or(Vec::is_empty)
        && links.opposes.is_empty()
        && links.contrasts.is_empty();
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

/// Single claims about one actor each stand together.
fn swept(cells: BTreeMap<Home, Cell>) -> Vec<Cell> {
    let (single, mut kept): (Vec<Cell>, Vec<Cell>) = cells
        .into_values()
        .partition(|cell| cell.claims.len() == 1 && !matches!(cell.home, Home::Event(_)));
    let mut single = single.into_iter();
    if let Some(mut rest) = single.next() {
        for cell in single {
            rest.home = Home::Nowhere;
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
    for statement in graph
        .statements_on(claim)
        .filter(|&statement| facts.is_live(statement))
    {
        if let Some(role) = EdgeRole::of(graph.stance(statement)) {
            *times.entry((role, graph.speaker(statement))).or_default() += 1;
        }
    }
    let mut voices: Vec<Voice> = times
        .into_iter()
        .map(|((role, actor), times)| Voice { role, actor, times })
        .collect();
    voices.sort_by_key(|voice| (voice.role != EdgeRole::Disputes, *voice));
    let more = voices.len().saturating_sub(SPEAKERS);
    voices.truncate(SPEAKERS);
    Shown {
        claim,
        voices,
        more,
    }
}

fn draw(facts: &Facts<'_>, cell: &Cell, marks: &Marks, sides: &Sides, view: &mut View) {
    let graph = facts.graph();
    let cluster = view.enclose(cluster(graph, cell));
    let mut speakers: BTreeMap<ActorIdx, NodeAt> = BTreeMap::new();
    for &actor in &cell.actors {
        let mut node = label::actor(graph, actor, sides.shared(actor));
        node.cluster = Some(cluster);
        node.side = sides.hue(actor);
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

/// Contradictions with claims outside the cell and rival accounts, in words: as edges they would hide the stances.
fn elsewhere(graph: &ClaimGraph, claim: ClaimIdx, here: impl Fn(ClaimIdx) -> bool) -> Vec<String> {
    let links = graph.links(claim);
    let opposed = links
        .opposes
        .iter()
        .filter(|&&other| !here(other))
        .map(|&other| ("contradicts", other));
    let contrasted = links
        .contrasts
        .iter()
        .map(|&other| ("contrasts with", other));
    let away: Vec<(&str, ClaimIdx)> = opposed
        .chain(contrasted)
        .filter(|&(_, other)| !here(other))
        .collect();
    let more = away.len().saturating_sub(RELATIONS);
    let mut words: Vec<String> = away
        .iter()
        .take(RELATIONS)
        .map(|(word, other)| {
            let other = text::shorten(label::proposition(graph, *other), OTHER);
            format!("{word} “{}”", text::isolated(&other))
        })
        .collect();
    if let (Some(last), true) = (words.last_mut(), more > 0) {
        last.push_str(&format!(" + {more} more"));
    }
    words
}

fn notes(asked: usize, shown: usize) -> Vec<String> {
    match asked {
        0 => vec!["No claims.".to_owned()],
        _ => select::left_out(shown, asked),
    }
}
