//! Claims that cannot both hold, rival accounts, disputed claims, and the sides that hold and dispute each.
//!
//! Each conflict is a cell with two camps: who opposes whom is coloured in two like a map, so that a pair reads from
//! left to right as side – claim ⇄ claim – side.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::sides::{self, Sides, Speaker};
use super::view::{
    Arrangement, Cluster, ClusterAt, ClusterRole, Edge, EdgeRole, Emphasis, Line, LineKind,
    Node as Drawn, NodeAt, Pull, Role, View,
};
use super::{Selection, label, select, text};
use crate::analysis::Facts;
use crate::case::date::Date;
use crate::case::vocabulary::Stance;
use crate::case::{ActorIdx, ClaimGraph, ClaimIdx, Node, Object, StatementIdx};
use crate::rules::Finding;

/// Claims beyond which conflicts are no longer told apart.
pub(super) const LIMIT: usize = 40;
/// Rules that say no more than an edge between two claims does.
const SAID_BY_EDGES: [&str; 2] = ["rival-accounts", "value-conflict"];
/// Sides shown for a claim, and as many against it; the others are counted.
const VOICES: usize = 4;
/// Speakers named on a side; the others are counted.
const NAMES: usize = 3;

/// On which side of its conflict a claim stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Camp {
    Left,
    Right,
}

impl Camp {
    fn other(self) -> Camp {
        match self {
            Camp::Left => Camp::Right,
            Camp::Right => Camp::Left,
        }
    }
}

/// Claims in conflict with one another, each with its camp, the most consequential first.
type Conflict = Vec<(ClaimIdx, Camp)>;

/// The conflicts of a case, the most consequential first.
pub fn conflict_view(facts: &Facts<'_>, findings: &[Finding], selection: &Selection) -> View {
    let graph = facts.graph();
    let rivals = Rivals::new(facts, findings);
    let mut ranked = select::claims(facts, findings, selection);
    ranked.retain(|&claim| rivals.is_contested(claim));
    let (conflicts, shown) = conflicts(&rivals, &ranked, selection.limit.unwrap_or(LIMIT));
    let claims = conflicts.iter().flatten().map(|&(claim, _)| claim);
    let mut marks = label::marks(findings, claims);
    for rules in marks.values_mut() {
        rules.retain(|rule| !SAID_BY_EDGES.contains(rule));
    }
    let speakers = (conflicts.iter().enumerate()).map(|(number, conflict)| {
        let said = conflict.iter().flat_map(|&(claim, _)| said(facts, claim));
        let spoken = said.map(|(_, at)| {
            let (actor, time) = spoken(facts, at);
            let speaker = Speaker::new(actor).at(facts, time);
            ((number, actor, time), speaker)
        });
        spoken.collect()
    });
    let sides = Sides::new(facts, speakers);
    let mut view = View {
        title: text::joined(&["What is in conflict", &select::title(graph, selection)]),
        notes: select::notes(graph, selection, notes(ranked.len(), shown)),
        arrangement: Arrangement::Cells,
        sides: sides.legend(graph),
        ..View::default()
    };
    let cell = Cell {
        facts,
        sides: &sides,
        rivals: &rivals,
        marks: &marks,
    };
    // Those about one thing stand in one frame.
    let mut frames: BTreeMap<Node, ClusterAt> = BTreeMap::new();
    for (number, conflict) in conflicts.iter().enumerate() {
        let cluster = cell.cluster(conflict);
        let frame = match cluster.record {
            Some(about) => *frames.entry(about).or_insert_with(|| view.enclose(cluster)),
            None => view.enclose(cluster),
        };
        cell.draw(number, conflict, frame, &mut view);
    }
    view
}

/// Which claims oppose which, and which are disputed.
struct Rivals<'g> {
    graph: &'g ClaimGraph,
    disputed: Vec<bool>,
    values: BTreeMap<ClaimIdx, BTreeSet<ClaimIdx>>,
}

impl<'g> Rivals<'g> {
    /// One pass over the statements.
    fn new(facts: &Facts<'g>, findings: &[Finding]) -> Self {
        let graph = facts.graph();
        let mut disputed = vec![false; graph.claims().len()];
        for statement in graph.statements() {
            if graph.stance(statement) == Stance::Disputes
                && facts.is_live(statement)
                && let Object::Claim(claim) = graph.object(statement)
            {
                disputed[claim.at()] = true;
            }
        }
        let mut values: BTreeMap<ClaimIdx, BTreeSet<ClaimIdx>> = BTreeMap::new();
        for finding in findings
            .iter()
            .filter(|finding| finding.rule == "value-conflict")
        {
            for (one, other) in differing(graph, &finding.claims) {
                values.entry(one).or_default().insert(other);
                values.entry(other).or_default().insert(one);
            }
        }
        Rivals {
            graph,
            disputed,
            values,
        }
    }

    fn of(&self, claim: ClaimIdx) -> impl Iterator<Item = (ClaimIdx, EdgeRole)> + '_ {
        let links = self.graph.links(claim);
        let opposed = links
            .opposes
            .iter()
            .map(|&other| (other, EdgeRole::Contradicts));
        let contrasted = links
            .contrasts
            .iter()
            .map(|&other| (other, EdgeRole::Contrasts));
        let values = self.values.get(&claim).into_iter().flatten();
        opposed
            .chain(contrasted)
            .chain(values.map(|&other| (other, EdgeRole::Differs)))
    }

    fn is_contested(&self, claim: ClaimIdx) -> bool {
        self.disputed[claim.at()] || self.of(claim).next().is_some()
    }
}

/// The pairs of claims whose values exclude each other; of more claims than are drawn, as many as join them.
fn differing(graph: &ClaimGraph, claims: &[ClaimIdx]) -> Vec<(ClaimIdx, ClaimIdx)> {
    let value = |claim: ClaimIdx| graph.links(claim).quantity.as_ref();
    let excludes = |one, other| {
        let both = value(one).zip(value(other));
        both.is_some_and(|(one, other)| one.excludes(other))
    };
    let later = |(nth, &one): (usize, &ClaimIdx)| {
        let others = claims[nth + 1..].iter();
        let found = others.filter(move |&&other| excludes(one, other));
        found.map(move |&other| (one, other)).collect::<Vec<_>>()
    };
    match claims.split_first() {
        Some((&first, others)) if claims.len() > LIMIT => {
            others.iter().map(|&other| (first, other)).collect()
        }
        _ => claims.iter().enumerate().flat_map(later).collect(),
    }
}

/// Connected conflicts in order of their most consequential claim, and how many claims are in them.
fn conflicts(rivals: &Rivals<'_>, ranked: &[ClaimIdx], limit: usize) -> (Vec<Conflict>, usize) {
    let asked: BTreeSet<ClaimIdx> = ranked.iter().copied().collect();
    let mut seen: BTreeSet<ClaimIdx> = BTreeSet::new();
    let mut room = limit.max(1);
    let mut found = Vec::new();
    for &claim in ranked {
        if room == 0 || !seen.insert(claim) {
            continue;
        }
        let mut conflict: Conflict = Vec::new();
        let mut queue = VecDeque::from([(claim, Camp::Left)]);
        while let Some((claim, camp)) = queue.pop_front() {
            if room == 0 {
                break;
            }
            room -= 1;
            conflict.push((claim, camp));
            for (other, _) in rivals.of(claim) {
                if asked.contains(&other) && seen.insert(other) {
                    queue.push_back((other, camp.other()));
                }
            }
        }
        found.push(conflict);
    }
    let shown = found.iter().map(Vec::len).sum();
    (found, shown)
}

/// What is said for and against a claim.
fn said<'f>(
    facts: &'f Facts<'_>,
    claim: ClaimIdx,
) -> impl Iterator<Item = (EdgeRole, StatementIdx)> + 'f {
    let carries = |at| facts.graph().stance(at).carries();
    select::said(facts, claim).filter(move |&(_, at)| carries(at))
}

/// Who says something, and when, as far as its side depends on that.
fn spoken(facts: &Facts<'_>, at: StatementIdx) -> (ActorIdx, Date) {
    let graph = facts.graph();
    let speaker = graph.speaker(at);
    (speaker, sides::time(facts, speaker, graph.date(at)))
}

struct Cell<'v, 'g> {
    facts: &'v Facts<'g>,
    /// By conflict, speaker and date.
    sides: &'v Sides<(usize, ActorIdx, Date)>,
    rivals: &'v Rivals<'g>,
    marks: &'v BTreeMap<ClaimIdx, Vec<&'static str>>,
}

/// What one side says of one claim, parallel statements merged.
struct Voice {
    role: EdgeRole,
    head: ActorIdx,
    times: u32,
    speakers: BTreeSet<ActorIdx>,
}

/// The sides in a conflict, by head and camp: where each is drawn, and who speaks for it there.
type Stands = BTreeMap<(ActorIdx, Camp), (NodeAt, BTreeSet<ActorIdx>)>;

impl Cell<'_, '_> {
    fn draw(&self, number: usize, conflict: &Conflict, cluster: ClusterAt, view: &mut View) {
        let mut places: BTreeMap<ClaimIdx, (NodeAt, Camp)> = BTreeMap::new();
        for &(claim, camp) in conflict {
            let marks = self.marks.get(&claim).map_or(&[][..], Vec::as_slice);
            let mut node = label::claim(self.facts, claim, marks);
            node.cluster = Some(cluster);
            places.insert(claim, (view.add(node), camp));
        }
        self.oppositions(&places, view);
        let mut stands: Stands = BTreeMap::new();
        for &(claim, camp) in conflict {
            let at = places[&claim].0;
            let (voices, more) = self.voices(number, claim);
            for voice in &voices {
                self.stand(voice, (at, camp), cluster, &mut stands, view);
            }
            if more > 0 {
                let more = format!("+ {} not shown", label::counted(more, "more voice"));
                view.nodes[at].label.push(Line::new(LineKind::Detail, more));
            }
        }
        let both: BTreeSet<ActorIdx> = stands
            .keys()
            .filter(|&&(head, camp)| stands.contains_key(&(head, camp.other())))
            .map(|&(head, _)| head)
            .collect();
        for ((head, _), (at, speakers)) in stands {
            self.name(head, &speakers, &mut view.nodes[at]);
            if both.contains(&head) {
                let words = Line::new(LineKind::Detail, "stands on both sides");
                view.nodes[at].label.push(words);
            }
        }
    }

    /// A side beside the claim on which it speaks. Who disputes a claim stands with its opponents.
    fn stand(
        &self,
        voice: &Voice,
        (claim, camp): (NodeAt, Camp),
        cluster: ClusterAt,
        stands: &mut Stands,
        view: &mut View,
    ) {
        let camp = if voice.role == EdgeRole::Disputes {
            camp.other()
        } else {
            camp
        };
        let (at, speakers) = stands.entry((voice.head, camp)).or_insert_with(|| {
            let mut node = self.side(voice.head);
            node.cluster = Some(cluster);
            (view.add(node), BTreeSet::new())
        });
        speakers.extend(&voice.speakers);
        let mut edge = Edge::new(*at, claim, voice.role);
        if voice.times > 1 {
            edge.label = format!("×{}", voice.times);
        }
        edge.pull = match camp {
            Camp::Left => Pull::Forward,
            Camp::Right => Pull::Backward,
        };
        view.edges.push(edge);
    }

    fn oppositions(&self, places: &BTreeMap<ClaimIdx, (NodeAt, Camp)>, view: &mut View) {
        for (&claim, &(from, camp)) in places {
            let mut drawn = BTreeSet::new();
            for (other, role) in self.rivals.of(claim).filter(|&(other, _)| other > claim) {
                if let Some(&(to, facing)) = places.get(&other)
                    && drawn.insert(other)
                {
                    let pull = match (camp, facing) {
                        (Camp::Right, Camp::Left) => Pull::Backward,
                        _ => Pull::Forward,
                    };
                    view.edges.push(Edge {
                        pull,
                        ..Edge::new(from, to, role)
                    });
                }
            }
        }
    }

    /// What each side says of a claim, those with the most to say first, and for how many there is no room.
    fn voices(&self, number: usize, claim: ClaimIdx) -> (Vec<Voice>, usize) {
        let mut merged: BTreeMap<(EdgeRole, ActorIdx), (u32, BTreeSet<ActorIdx>)> = BTreeMap::new();
        for (role, at) in said(self.facts, claim) {
            let (speaker, time) = spoken(self.facts, at);
            let head = self.sides.head((number, speaker, time));
            let (times, speakers) = merged.entry((role, head.unwrap_or(speaker))).or_default();
            *times += 1;
            speakers.insert(speaker);
        }
        let voice = |((role, head), (times, speakers))| Voice {
            role,
            head,
            times,
            speakers,
        };
        let mut voices: Vec<Voice> = merged.into_iter().map(voice).collect();
        voices.sort_by_key(|voice| (voice.role, Reverse(voice.times), voice.head));
        let (mut room, count) = (BTreeMap::new(), voices.len());
        voices.retain(|voice| {
            let taken: &mut usize = room.entry(voice.role == EdgeRole::Disputes).or_default();
            *taken += 1;
            *taken <= VOICES
        });
        let more = count - voices.len();
        (voices, more)
    }

    fn side(&self, head: ActorIdx) -> Drawn {
        let mut node = label::actor(self.facts.graph(), head);
        node.side = self.sides.hue_of(head);
        node
    }

    /// Who speaks for a side, where it is not its head alone.
    fn name(&self, head: ActorIdx, speakers: &BTreeSet<ActorIdx>, node: &mut Drawn) {
        let graph = self.facts.graph();
        if speakers.len() == 1 && speakers.contains(&head) {
            return;
        }
        node.role = Role::Side;
        let names: Vec<String> = speakers
            .iter()
            .take(NAMES)
            .map(|&actor| text::isolated(graph.name(actor)))
            .collect();
        let mut words = format!("through {}", names.join(", "));
        if speakers.len() > NAMES {
            words += &format!(" + {} more", speakers.len() - NAMES);
        }
        node.label.push(Line::new(LineKind::Detail, words));
    }

    fn cluster(&self, conflict: &Conflict) -> Cluster {
        let graph = self.facts.graph();
        let first = conflict.first().map(|&(claim, _)| graph.links(claim));
        let event = first.and_then(|links| links.events.first().copied());
        let actor = first.and_then(|links| links.actors.first().copied());
        let (title, record) = match (event, actor) {
            (Some(event), _) => (graph.name(event).to_owned(), Some(Node::Event(event))),
            (None, Some(actor)) => (
                format!("About {}", text::isolated(graph.name(actor))),
                Some(Node::Actor(actor)),
            ),
            (None, None) => (String::new(), None),
        };
        Cluster {
            role: ClusterRole::Group,
            title,
            detail: event.map_or(String::new(), |event| label::when_and_where(graph, event)),
            side: None,
            emphasis: Emphasis::None,
            record,
        }
    }
}

fn notes(asked: usize, shown: usize) -> Vec<String> {
    match asked {
        0 => vec!["No claims are disputed, and none oppose one another.".to_owned()],
        _ => select::left_out(shown, asked),
    }
}
