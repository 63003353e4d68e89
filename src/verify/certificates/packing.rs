//! The most lines and origins that share nothing, by enumeration (semantics §4).

use std::collections::{BTreeMap, BTreeSet};

use super::choosing::{Opposed, Way, minimal, most_disjoint};
use super::lines::Kind;
use super::reading::{Carrier, Labels, NodeNumber, Reading, Ties};
use crate::case::ActorIdx;

/// So many voices may be behind the origins of a claim, all together.
const MOST_LABELS: usize = 10_000_000;

/// How many sets of labels may be looked at where a number hangs on it.
pub const MOST_SETS: usize = 400_000;

/// How many where a rule asks.
pub const FEW_SETS: usize = 500;

/// So many comparisons of two sets count as one that is looked at.
const COMPARED: usize = 8;

impl Reading<'_> {
    /// The most pairwise independent lines, by enumerating minimal ones; `None` where there are too many.
    ///
    /// For [`Kind::Known`] undeclared words count where all that are chosen are opposed to one another, and are
    /// several. No line counts that bears one of the labels `without`; so many are shown already.
    pub fn most_lines(
        &self,
        sinks: &[NodeNumber],
        kind: Kind,
        without: &Labels,
        (shown, most_sets): (u32, usize),
    ) -> Option<u32> {
        let all = self.ways_to(sinks, kind, without, most_sets)?;
        let minimal = minimal(&all)?;
        let words = minimal.iter().flat_map(|way| &way.excused).copied();
        most_disjoint(&minimal, &self.opposed_among(words), shown)
    }

    /// What the lines to each sink bear, but those in place of which another serves.
    pub fn ways_to(
        &self,
        sinks: &[NodeNumber],
        kind: Kind,
        without: &Labels,
        most_sets: usize,
    ) -> Option<BTreeSet<Way>> {
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
        let of_sinks = sinks.iter().filter_map(|sink| families.get(sink));
        Some(of_sinks.flatten().cloned().collect())
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
            let excused = kind == Kind::Known && self.is_excusable(node, carrier);
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

    /// Those pairs of some nodes that are opposed, in both orders.
    fn opposed_among(&self, nodes: impl Iterator<Item = NodeNumber>) -> Opposed {
        let mut by_voice: BTreeMap<ActorIdx, BTreeSet<NodeNumber>> = BTreeMap::new();
        let nodes: BTreeSet<NodeNumber> = nodes.collect();
        let voices = |&node: &NodeNumber| match self.speaker(node) {
            (Some(actor), when) => (node, self.voices(actor, when, Ties::Sure)),
            (None, _) => (node, BTreeSet::new()),
        };
        let voices: BTreeMap<NodeNumber, BTreeSet<ActorIdx>> = nodes.iter().map(voices).collect();
        for (&node, voices) in &voices {
            for &voice in voices {
                by_voice.entry(voice).or_default().insert(node);
            }
        }
        let mut found = Opposed::new();
        for (&node, own) in &voices {
            let foes = (own.iter())
                .flat_map(|&voice| self.graph.actor(voice).adversaries.iter())
                .filter_map(|foe| by_voice.get(foe))
                .flatten();
            let foes = foes.filter(|foe| own.is_disjoint(&voices[foe]));
            found.extend(foes.flat_map(|&foe| [(node, foe), (foe, node)]));
        }
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

    /// The carriers on lines of a kind, by whom they stand or fall with; `None` where that is too much to look at.
    pub fn origins(&self, sinks: &[NodeNumber], kind: Kind) -> Option<BTreeSet<Labels>> {
        let passes = |node| match kind {
            Kind::Known => self.has_known_line(node),
            Kind::Any | Kind::Apart => self.is_node_live(node) && self.is_grounded(node),
        };
        self.origins_at(&self.through(sinks, passes), kind)
    }

    /// The same of some nodes.
    pub fn origins_at(&self, nodes: &[NodeNumber], kind: Kind) -> Option<BTreeSet<Labels>> {
        let ties = kind.ties();
        let mut origins: BTreeSet<Labels> = BTreeSet::new();
        let mut left = MOST_LABELS;
        for &node in nodes {
            let carriers = self.all_carriers(node, ties).into_iter();
            for carrier in carriers.filter(|&carrier| self.counts(carrier, kind)) {
                let origin = self.origin(node, carrier, ties);
                left = left.checked_sub(origin.len())?;
                origins.insert(origin);
            }
        }
        Some(origins)
    }

    /// The carriers of a node as a root, or those of the artefacts that it infers from.
    pub fn all_carriers(&self, node: NodeNumber, ties: Ties) -> Vec<Carrier> {
        let mut carriers = self.carriers(node, ties);
        if let Some(at) = self.statement(node).filter(|_| self.needs_all(node)) {
            let shown = self.artefacts(at);
            carriers.extend(shown.flat_map(|evidence| self.artefact_carriers(at, evidence, ties)));
        }
        carriers
    }
}

/// The most pairwise unjoined of some carriers, `None` where that is too much to count. So many are shown already, one
/// on each of some lines that share nothing.
pub fn most_apart(origins: BTreeSet<Labels>, shown: u32) -> Option<u32> {
    let origins = origins.into_iter().map(|labels| Way {
        labels,
        excused: BTreeSet::new(),
    });
    let origins: BTreeSet<Way> = origins.collect();
    // Who is joined with all with whom another is may be left out for that one.
    let needed = minimal(&origins).unwrap_or_else(|| origins.iter().collect());
    most_disjoint(&needed, &Opposed::new(), shown)
}
