//! The sides of a case as pictures name and colour them.
//!
//! Ties hold at the time of a statement, and so do sides: whoever surely answers to a house whenever it says what a
//! node stands for is drawn with it. Those on one side of a picture share a voice at all these times, so that the
//! numbers count them once. Who may speak for one of several sides is drawn on the one that most others are on.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use super::label;
use super::style::SIDE_HUES;
use super::view::{Hue, Line, LineKind};
use crate::analysis::{Facts, Ties};
use crate::case::date::Date;
use crate::case::{ActorIdx, ClaimGraph};

/// Who speaks at a node, and when.
pub(super) struct Speaker {
    actor: ActorIdx,
    dates: BTreeSet<Date>,
}

impl Speaker {
    pub(super) fn new(actor: ActorIdx) -> Speaker {
        Speaker {
            actor,
            dates: BTreeSet::new(),
        }
    }

    /// The same, speaking at a time.
    pub(super) fn at(mut self, facts: &Facts<'_>, date: Date) -> Speaker {
        self.note(facts, date);
        self
    }

    /// Another time at which it speaks.
    pub(super) fn note(&mut self, facts: &Facts<'_>, date: Date) {
        self.dates.insert(time(facts, self.actor, date));
    }

    /// For whom it surely speaks at all of these times.
    fn voices(&self, facts: &Facts<'_>) -> Vec<ActorIdx> {
        let voices = &facts.base().voices;
        let spoken = |&date: &Date| {
            let mut labels = Vec::new();
            voices.labels(self.actor, date, Ties::Sure, &mut labels);
            labels.iter().map(|&label| voices.whole(label)).collect()
        };
        let mut all: Vec<ActorIdx> = self.dates.first().map_or(Vec::new(), spoken);
        for date in self.dates.iter().skip(1) {
            let others: BTreeSet<ActorIdx> = spoken(date).into_iter().collect();
            all.retain(|voice| others.contains(voice));
        }
        all
    }
}

/// A time as far as the ties of an actor depend on it.
pub(super) fn time(facts: &Facts<'_>, actor: ActorIdx, date: Date) -> Date {
    match facts.base().voices.is_fixed(actor) {
        true => Date::UNKNOWN,
        false => date,
    }
}

/// Who stands together in a picture: each node where somebody speaks by its head, for whom all of its side speak there.
pub(super) struct Sides<K> {
    heads: BTreeMap<K, ActorIdx>,
    /// For whom else one speaks at some of the times of its node.
    at_times: BTreeMap<K, ActorIdx>,
    /// How many belong to the side of each head.
    members: Vec<u32>,
    hues: BTreeMap<ActorIdx, Hue>,
}

impl<K: Copy + Ord> Sides<K> {
    /// The sides of all who speak, each group of them for itself, and a colour for those that others belong to too.
    ///
    /// The sides with the most members have their colours in the case, so that a side looks the same in every
    /// picture of it; the others take those that are left, the most frequent first.
    pub(super) fn new(
        facts: &Facts<'_>,
        groups: impl IntoIterator<Item = BTreeMap<K, Speaker>>,
    ) -> Sides<K> {
        let graph = facts.graph();
        let mut members = vec![0u32; graph.actors().len()];
        for actor in graph.actors() {
            members[facts.side(actor).at()] += 1;
        }
        let lasting = members.clone();
        let (mut heads, mut at_times) = (BTreeMap::new(), BTreeMap::new());
        let mut dated: BTreeSet<(ActorIdx, ActorIdx)> = BTreeSet::new();
        for group in groups {
            let (keys, speakers): (Vec<K>, Vec<Speaker>) = group.into_iter().unzip();
            let houses: Vec<Houses> = speakers
                .iter()
                .map(|speaker| Houses::new(facts, speaker))
                .collect();
            for ((key, house), head) in keys.into_iter().zip(&houses).zip(together(&houses)) {
                if facts.side(house.actor) != head && dated.insert((head, house.actor)) {
                    members[head.at()] += 1;
                }
                heads.insert(key, head);
                at_times.extend(house.at_times.map(|other| (key, other)));
            }
        }
        let mut counts: BTreeMap<ActorIdx, u32> = BTreeMap::new();
        for &head in heads.values().filter(|head| members[head.at()] > 1) {
            *counts.entry(head).or_default() += 1;
        }
        let hues = hues(graph, &lasting, counts);
        Sides {
            heads,
            at_times,
            members,
            hues,
        }
    }

    /// The head of the side of who speaks here.
    pub(super) fn head(&self, at: K) -> Option<ActorIdx> {
        self.heads.get(&at).copied()
    }

    /// The same where others belong to it too.
    pub(super) fn shared(&self, at: K) -> Option<ActorIdx> {
        self.head(at).filter(|head| self.members[head.at()] > 1)
    }

    /// What is to be said of the side of an actor who speaks here: its name, where it is another, and on whose side the
    /// actor is at some of the times of its node only.
    pub(super) fn words(&self, graph: &ClaimGraph, at: K, actor: ActorIdx) -> Vec<Line> {
        let shared = self.shared(at).filter(|&head| head != actor);
        let whole = shared.map(|head| label::side(graph, head));
        let at_times = self.at_times(graph, at);
        let lines = whole.into_iter().chain(at_times);
        lines
            .map(|words| Line::new(LineKind::Detail, words))
            .collect()
    }

    /// On whose side one is at some of the times of a node only, in words.
    pub(super) fn at_times(&self, graph: &ClaimGraph, at: K) -> Option<String> {
        let &head = self.at_times.get(&at)?;
        Some(format!("{}, at times", label::side(graph, head)))
    }

    /// The colour of the side of who speaks here, where it has one.
    pub(super) fn hue(&self, at: K) -> Option<Hue> {
        self.hue_of(self.head(at)?)
    }

    /// The colour of the side of this head.
    pub(super) fn hue_of(&self, head: ActorIdx) -> Option<Hue> {
        self.hues.get(&head).copied()
    }

    /// The coloured sides by name, for the legend.
    pub(super) fn legend(&self, graph: &ClaimGraph) -> Vec<(Hue, String)> {
        let named = self
            .hues
            .iter()
            .map(|(&head, &hue)| (hue, label::side(graph, head)));
        let mut legend: Vec<(Hue, String)> = named.collect();
        legend.sort_unstable();
        legend
    }
}

/// For whom somebody surely speaks.
struct Houses {
    actor: ActorIdx,
    /// At all the times of its node.
    always: Vec<ActorIdx>,
    /// The one of them to whom it answers in the end.
    end: ActorIdx,
    /// To whom else it answers in the end at some of these times.
    at_times: Option<ActorIdx>,
}

impl Houses {
    fn new(facts: &Facts<'_>, speaker: &Speaker) -> Houses {
        let (actor, voices) = (speaker.actor, &facts.base().voices);
        let always = speaker.voices(facts);
        let ends = speaker.dates.iter().map(|&date| voices.end(actor, date));
        let ends: Vec<ActorIdx> = ends.collect();
        let is_lasting = |end: &&ActorIdx| always.contains(end);
        Houses {
            actor,
            end: ends.iter().find(is_lasting).copied().unwrap_or(actor),
            at_times: ends.iter().find(|end| !is_lasting(end)).copied(),
            always,
        }
    }
}

/// The head of each, the sides of most actors first, then those of who speaks most often; of two alike the one to whom
/// more answer in the end.
fn together(houses: &[Houses]) -> Vec<ActorIdx> {
    let mut speaking: BTreeMap<ActorIdx, Vec<usize>> = BTreeMap::new();
    for (at, house) in houses.iter().enumerate() {
        for &voice in &house.always {
            speaking.entry(voice).or_default().push(at);
        }
    }
    let mut heads: Vec<Option<ActorIdx>> = vec![None; houses.len()];
    let weight = |voice: ActorIdx, heads: &[Option<ActorIdx>]| {
        let free = speaking[&voice].iter().filter(|&&at| heads[at].is_none());
        let free: Vec<&Houses> = free.map(|&at| &houses[at]).collect();
        let actors: BTreeSet<ActorIdx> = free.iter().map(|house| house.actor).collect();
        let ends = free.iter().filter(|house| house.end == voice).count();
        (actors.len(), free.len(), ends)
    };
    let weighed = speaking
        .keys()
        .map(|&voice| (weight(voice, &heads), Reverse(voice)));
    let mut queue: BinaryHeap<_> = weighed.collect();
    // Weights only fall, so that the first one that is still as great is the greatest.
    while let Some((known, Reverse(voice))) = queue.pop() {
        let now = weight(voice, &heads);
        if now == known {
            for &at in &speaking[&voice] {
                heads[at].get_or_insert(voice);
            }
        } else if now.0 > 0 {
            queue.push((now, Reverse(voice)));
        }
    }
    let found = heads.iter().zip(houses);
    found
        .map(|(head, house)| head.unwrap_or(house.actor))
        .collect()
}

/// The colours of the sides that occur, each so many times.
fn hues(
    graph: &ClaimGraph,
    members: &[u32],
    counts: BTreeMap<ActorIdx, u32>,
) -> BTreeMap<ActorIdx, Hue> {
    let mut largest: Vec<ActorIdx> = graph
        .actors()
        .filter(|head| members[head.at()] > 1)
        .collect();
    largest.sort_by_key(|&head| (Reverse(members[head.at()]), head));
    let own = largest.into_iter().zip((0..).map(Hue)).take(SIDE_HUES);
    let mut hues: BTreeMap<ActorIdx, Hue> =
        own.filter(|(head, _)| counts.contains_key(head)).collect();
    let mut others: Vec<(ActorIdx, u32)> = counts
        .into_iter()
        .filter(|(head, _)| !hues.contains_key(head))
        .collect();
    others.sort_by_key(|&(head, count)| (Reverse(count), head));
    let taken: Vec<Hue> = hues.values().copied().collect();
    let free = (0..)
        .map(Hue)
        .take(SIDE_HUES)
        .filter(|hue| !taken.contains(hue));
    hues.extend(others.into_iter().map(|(head, _)| head).zip(free));
    hues
}
