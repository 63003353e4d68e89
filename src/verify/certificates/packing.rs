//! The most lines and origins that share nothing, by enumeration (semantics §4).

use std::collections::{BTreeMap, BTreeSet};

use super::lines::Kind;
use super::reading::{Carrier, Label, Labels, NodeNumber, Reading, Ties, closure};
use crate::case::ActorIdx;

/// Among so many nobody needs bounds.
const FEW_ORIGINS: usize = 32;

/// How many sets of labels may be looked at where a number hangs on it.
pub const MOST_SETS: usize = 50_000;

/// How many where a rule asks.
pub const FEW_SETS: usize = 500;

/// So many comparisons of two sets count as one that is looked at.
const COMPARED: usize = 8;

/// How often two sets may be compared to choose among them.
const MOST_COMPARED: usize = 5_000_000;

impl Reading<'_> {
    /// The most pairwise independent lines, by enumerating minimal ones; `None` where there are too many.
    ///
    /// For [`Kind::Known`] undeclared words count where all that are chosen are opposed to one another, and are several.
    /// No line counts that bears one of the labels `without`.
    pub fn most_lines(
        &self,
        sinks: &[NodeNumber],
        kind: Kind,
        without: &Labels,
        most_sets: usize,
    ) -> Option<u32> {
        let nodes = self.ancestors(sinks, kind);
        let mut budget = most_sets;
        let mut families: BTreeMap<NodeNumber, BTreeSet<Way>> = BTreeMap::new();
        loop {
            let mut grew = false;
            for &node in &nodes {
                let mut ways = self.lines_of(node, kind, &families, &mut budget)?;
                ways.retain(|way| way.labels.is_disjoint(without));
                let family = families.entry(node).or_default();
                for way in ways {
                    budget = budget.checked_sub(family.len() / COMPARED)?;
                    if !family.iter().any(|known| known.is_within(&way)) {
                        family.retain(|known| !way.is_within(known));
                        family.insert(way);
                        grew = true;
                    }
                }
            }
            if !grew {
                break;
            }
        }
        let all: BTreeSet<Way> = (sinks.iter())
            .filter_map(|sink| families.get(sink))
            .flatten()
            .cloned()
            .collect();
        MOST_COMPARED.checked_sub(all.len() * all.len())?;
        let minimal: Vec<&Way> = (all.iter())
            .filter(|way| {
                !all.iter()
                    .any(|other| other != *way && other.is_within(way))
            })
            .collect();
        self.most_disjoint(&minimal)
    }

    fn lines_of(
        &self,
        node: NodeNumber,
        kind: Kind,
        families: &BTreeMap<NodeNumber, BTreeSet<Way>>,
        budget: &mut usize,
    ) -> Option<Vec<Way>> {
        let ties = kind.ties();
        let own = self.node_labels(node, ties);
        let begins = |carrier: Carrier| {
            let excused = kind == Kind::Known
                && self.is_undeclared(node, carrier)
                && self.has_opponents(node);
            (self.counts(carrier, kind) || excused).then(|| Way {
                labels: &own | &self.carrier_labels(node, carrier, ties),
                excused: excused.then_some(node).into_iter().collect(),
            })
        };
        let cited = |written: Option<u32>| {
            let edges = self.edges(node).iter().filter(move |edge| {
                edge.carries && edge.to != node && written.is_none_or(|one| one == edge.written)
            });
            edges.filter_map(|edge| families.get(&edge.to)).flatten()
        };
        let mut ways: Vec<Way> = Vec::new();
        match self.statement(node).filter(|_| self.needs_all(node)) {
            None => {
                ways.extend(self.carriers(node, ties).into_iter().filter_map(begins));
                ways.extend(cited(None).map(|way| way.with(&own)));
            }
            Some(at) => {
                ways.push(Way {
                    labels: own.clone(),
                    excused: BTreeSet::new(),
                });
                for (written, artefact) in self.premises(at) {
                    let mut options: Vec<Way> = cited(Some(written)).cloned().collect();
                    if let Some(evidence) = artefact {
                        let offered = self.artefact_carriers(at, evidence, ties);
                        options.extend(offered.into_iter().filter_map(begins));
                    }
                    *budget = budget.checked_sub(ways.len() * options.len() + 1)?;
                    let joined =
                        |way: &Way| options.iter().map(|one| one.and(way)).collect::<Vec<_>>();
                    ways = ways.iter().flat_map(joined).collect();
                }
            }
        }
        *budget = budget.checked_sub(ways.len())?;
        Some(ways)
    }

    /// The most pairwise disjoint of some ways, part by part of those that hang together. Those that count only beside
    /// others are one part.
    fn most_disjoint(&self, ways: &[&Way]) -> Option<u32> {
        let mut bearers: BTreeMap<Label, Vec<usize>> = BTreeMap::new();
        for (nth, way) in ways.iter().enumerate() {
            (way.labels.iter()).for_each(|&label| bearers.entry(label).or_default().push(nth));
        }
        let excused: Vec<usize> = (0..ways.len())
            .filter(|&nth| !ways[nth].excused.is_empty())
            .collect();
        let beside = |nth: usize| {
            let by_label = ways[nth].labels.iter().flat_map(|label| &bearers[label]);
            let by_word = excused
                .iter()
                .filter(move |_| !ways[nth].excused.is_empty());
            by_label.chain(by_word).copied()
        };
        let opposed = self.opposed_among(ways.iter().flat_map(|way| &way.excused).copied());
        let mut seen = BTreeSet::new();
        let mut sum = 0;
        for start in 0..ways.len() {
            if seen.contains(&start) {
                continue;
            }
            let part = closure([start], beside);
            let mut shared = ways[start].labels.iter();
            sum += match shared.any(|label| bearers[label].len() == part.len())
                && excused.is_empty()
            {
                true => 1,
                false => {
                    let part: Vec<&Way> = part.iter().map(|&nth| ways[nth]).collect();
                    let (mut best, mut budget) = (0, MOST_COMPARED);
                    choose(&part, &opposed, &mut Vec::new(), &mut best, &mut budget)?;
                    best
                }
            };
            seen.extend(part);
        }
        Some(sum)
    }

    /// Those pairs of some nodes that are opposed, in both orders.
    fn opposed_among(&self, nodes: impl Iterator<Item = NodeNumber>) -> Opposed {
        let mut by_voice: BTreeMap<ActorIdx, BTreeSet<NodeNumber>> = BTreeMap::new();
        let nodes: BTreeSet<NodeNumber> = nodes.collect();
        let voices = |node| match self.speaker(node) {
            (Some(actor), when) => self.voices(actor, when, Ties::Sure),
            (None, _) => BTreeSet::new(),
        };
        for &node in &nodes {
            for voice in voices(node) {
                by_voice.entry(voice).or_default().insert(node);
            }
        }
        let mut found = Opposed::new();
        for &node in &nodes {
            let foes = (voices(node).into_iter())
                .flat_map(|voice| self.graph.actor(voice).adversaries.iter())
                .filter_map(|foe| by_voice.get(foe))
                .flatten();
            let foes: BTreeSet<NodeNumber> = foes.copied().collect();
            found.extend((foes.into_iter()).map(|foe| (node, foe)));
        }
        found.retain(|&(one, other)| self.are_opposed(one, other));
        found
    }

    /// Whether every node of one set is opposed to every node of each other.
    pub fn are_all_opposed(&self, sets: &[&BTreeSet<NodeNumber>]) -> bool {
        sets.iter().enumerate().all(|(nth, one)| {
            let others = sets[nth + 1..].iter().flat_map(|other| other.iter());
            others
                .clone()
                .all(|&b| one.iter().all(|&a| self.are_opposed(a, b)))
        })
    }

    /// The most pairwise unjoined carriers on lines of a kind, `None` where that is too much to count; and whether they are
    /// so few that a bound says too little.
    pub fn most_origins(&self, sinks: &[NodeNumber], kind: Kind) -> (Option<u32>, bool) {
        let passes = |node| match kind {
            Kind::Known => self.has_known_line(node),
            Kind::Any | Kind::Apart => self.is_node_live(node) && self.is_grounded(node),
        };
        self.most_apart(&self.through(sinks, passes), kind)
    }

    /// The same of the carriers of some nodes.
    pub fn most_apart(&self, nodes: &[NodeNumber], kind: Kind) -> (Option<u32>, bool) {
        let ties = kind.ties();
        let mut origins: BTreeSet<Labels> = BTreeSet::new();
        for &node in nodes {
            let mut carriers = self.carriers(node, ties);
            if let Some(at) = self.statement(node).filter(|_| self.needs_all(node)) {
                let shown = self.artefacts(at);
                carriers
                    .extend(shown.flat_map(|evidence| self.artefact_carriers(at, evidence, ties)));
            }
            carriers.retain(|&carrier| self.counts(carrier, kind));
            origins.extend(
                carriers
                    .into_iter()
                    .map(|carrier| self.origin(node, carrier, ties)),
            );
        }
        let origins = origins.into_iter().map(|labels| Way {
            labels,
            excused: BTreeSet::new(),
        });
        let origins: Vec<Way> = origins.collect();
        let all: Vec<&Way> = origins.iter().collect();
        (self.most_disjoint(&all), origins.len() <= FEW_ORIGINS)
    }
}

/// Pairs of opposed nodes, in both orders.
type Opposed = BTreeSet<(NodeNumber, NodeNumber)>;

/// Tries every choice of lines that share nothing, of which those that count only beside others are all opposed to one
/// another, and several. Depth is at most the number of lines chosen.
fn choose<'w>(
    rest: &[&'w Way],
    opposed: &Opposed,
    chosen: &mut Vec<&'w Way>,
    best: &mut u32,
    budget: &mut usize,
) -> Option<()> {
    let is_excused = |way: &&&Way| !way.excused.is_empty();
    if chosen.len() as u32 > *best && chosen.iter().filter(is_excused).count() != 1 {
        *best = chosen.len() as u32;
    }
    for (nth, way) in rest.iter().enumerate() {
        if chosen.len() + rest.len() - nth <= *best as usize {
            return Some(());
        }
        *budget = budget.checked_sub(rest.len() - nth)?;
        let goes_with = |other: &&&Way| {
            let mut pairs = way.excused.iter().flat_map(|&one| {
                let others = other.excused.iter();
                others.map(move |&other| (one, other))
            });
            other.labels.is_disjoint(&way.labels) && pairs.all(|pair| opposed.contains(&pair))
        };
        let left: Vec<&Way> = (rest[nth + 1..].iter().filter(goes_with).copied()).collect();
        chosen.push(way);
        choose(&left, opposed, chosen, best, budget)?;
        chosen.pop();
    }
    Some(())
}

/// What one line bears, and which undeclared roots it rests on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Way {
    labels: Labels,
    excused: BTreeSet<NodeNumber>,
}

impl Way {
    /// Whether this one serves wherever the other does. What is known does not stand in for an opponent's word: that
    /// counts only beside another.
    fn is_within(&self, other: &Way) -> bool {
        self.labels.is_subset(&other.labels)
            && self.excused.is_subset(&other.excused)
            && self.excused.is_empty() == other.excused.is_empty()
    }

    fn with(&self, labels: &Labels) -> Way {
        Way {
            labels: &self.labels | labels,
            excused: self.excused.clone(),
        }
    }

    fn and(&self, other: &Way) -> Way {
        Way {
            labels: &self.labels | &other.labels,
            excused: &self.excused | &other.excused,
        }
    }
}
