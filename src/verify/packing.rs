//! The most lines and origins that share nothing, by enumeration (semantics §4).

use std::collections::{BTreeMap, BTreeSet};

use super::lines::Kind;
use super::reading::{Carrier, Label, Labels, NodeNumber, Reading, closure};

/// Among so many nobody needs bounds.
const FEW_ORIGINS: usize = 32;

/// How many sets may be looked at.
const MOST_SETS: usize = 20_000;

impl Reading<'_> {
    /// The most pairwise independent lines, by enumerating minimal ones; `None` where there are too many.
    ///
    /// For [`Kind::Known`] undeclared words count where all that are chosen are opposed to one another, and are several.
    /// No line counts that bears one of the labels `without`.
    pub fn most_lines(&self, sinks: &[NodeNumber], kind: Kind, without: &Labels) -> Option<u32> {
        let nodes = self.ancestors(sinks, kind);
        let mut budget = MOST_SETS;
        let mut families: BTreeMap<NodeNumber, BTreeSet<Way>> = BTreeMap::new();
        loop {
            let mut grew = false;
            for &node in &nodes {
                let mut ways = self.lines_of(node, kind, &families, &mut budget)?;
                ways.retain(|way| way.labels.is_disjoint(without));
                let family = families.entry(node).or_default();
                for way in ways {
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
                    let (mut best, mut budget) = (0, MOST_SETS);
                    self.choose(&part, &mut Vec::new(), &mut best, &mut budget)?;
                    best
                }
            };
            seen.extend(part);
        }
        Some(sum)
    }

    /// Tries every choice of pairwise disjoint lines. Depth is at most the number of lines chosen.
    fn choose<'w>(
        &self,
        rest: &[&'w Way],
        chosen: &mut Vec<&'w Way>,
        best: &mut u32,
        budget: &mut usize,
    ) -> Option<()> {
        *budget = budget.checked_sub(1)?;
        if chosen.len() as u32 > *best && self.may_count(chosen) {
            *best = chosen.len() as u32;
        }
        if chosen.len() + rest.len() <= *best as usize {
            return Some(());
        }
        for (nth, way) in rest.iter().enumerate() {
            let left: Vec<&Way> = (rest[nth + 1..].iter().copied())
                .filter(|other| other.labels.is_disjoint(&way.labels))
                .collect();
            chosen.push(way);
            self.choose(&left, chosen, best, budget)?;
            chosen.pop();
        }
        Some(())
    }

    fn may_count(&self, chosen: &[&Way]) -> bool {
        let excused: Vec<&BTreeSet<NodeNumber>> = chosen
            .iter()
            .map(|way| &way.excused)
            .filter(|nodes| !nodes.is_empty())
            .collect();
        excused.len() != 1 && self.are_all_opposed(&excused)
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
        let passes = |node| self.passes(node, kind) && self.is_grounded(node);
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
