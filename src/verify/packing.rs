//! The most lines and origins that share nothing, by enumeration (semantics §4).

use std::collections::{BTreeMap, BTreeSet};

use super::lines::Kind;
use super::reading::{Carrier, Labels, NodeNumber, Reading};

/// Among so many nobody needs bounds.
const FEW_ORIGINS: usize = 32;

/// How many sets may be looked at.
const MOST_SETS: usize = 20_000;

impl Reading<'_> {
    /// The most pairwise independent lines, by enumerating minimal ones; `None` where there are too many.
    ///
    /// For [`Kind::Known`] undeclared words count where all that are chosen are opposed to one another, and are several.
    pub fn most_lines(&self, sinks: &[NodeNumber], kind: Kind) -> Option<u32> {
        let nodes = self.ancestors(sinks, kind);
        let mut budget = MOST_SETS;
        let mut families: BTreeMap<NodeNumber, BTreeSet<Way>> = BTreeMap::new();
        loop {
            let mut grew = false;
            for &node in &nodes {
                let ways = self.lines_of(node, kind, &families, &mut budget)?;
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
        let mut best = 0;
        self.choose(&minimal, &mut Vec::new(), &mut best, &mut budget)?;
        Some(best)
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
        let ties = kind.ties();
        let mut origins: BTreeSet<Labels> = BTreeSet::new();
        let passes = |node| self.passes(node, kind) && self.is_grounded(node);
        for node in self.through(sinks, passes) {
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
        let origins: Vec<Labels> = origins.into_iter().collect();
        (most_disjoint(&origins), origins.len() <= FEW_ORIGINS)
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

/// The most pairwise disjoint of some sets, part by part of those that hang together.
fn most_disjoint(sets: &[Labels]) -> Option<u32> {
    let mut bearers: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (nth, set) in sets.iter().enumerate() {
        set.iter()
            .for_each(|label| bearers.entry(label).or_default().push(nth));
    }
    let mut seen = vec![false; sets.len()];
    let mut sum = 0;
    for start in 0..sets.len() {
        if std::mem::replace(&mut seen[start], true) {
            continue;
        }
        let mut part = vec![start];
        let mut next = 0;
        while next < part.len() {
            for label in &sets[part[next]] {
                for &other in &bearers[label] {
                    if !std::mem::replace(&mut seen[other], true) {
                        part.push(other);
                    }
                }
            }
            next += 1;
        }
        let shared = |label: &&super::reading::Label| bearers[label].len() == part.len();
        sum += match sets[start].iter().find(shared) {
            Some(_) => 1,
            None => {
                let part: Vec<&Labels> = part.iter().map(|&nth| &sets[nth]).collect();
                let mut budget = MOST_SETS;
                let mut best = 0;
                most_of(&part, 0, &mut best, &mut budget)?;
                best
            }
        };
    }
    Some(sum)
}

fn most_of(rest: &[&Labels], chosen: u32, best: &mut u32, budget: &mut usize) -> Option<()> {
    *budget = budget.checked_sub(1)?;
    *best = chosen.max(*best);
    for (nth, one) in rest.iter().enumerate() {
        if chosen + (rest.len() - nth) as u32 <= *best {
            break;
        }
        let left: Vec<&Labels> = rest[nth + 1..]
            .iter()
            .copied()
            .filter(|other| other.is_disjoint(one))
            .collect();
        most_of(&left, chosen + 1, best, budget)?;
    }
    Some(())
}
