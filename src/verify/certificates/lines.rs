//! Lines, cuts and the numbers that they prove (semantics §4).
//!
//! A line is checked step by step, a cut by looking whether anything is left without it. Where a cut has more members
//! than there are lines, neither proves the other: then all minimal lines are enumerated ([`super::packing`]).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::names::Doubt;
use super::reading::{Carrier, Label, Labels, NodeNumber, Reading, Ties, closure};
use crate::case::date::Date;
use crate::case::{ActorIdx, Directness, StatementIdx};
use crate::verify::document;

/// A line that was followed.
pub struct Followed {
    /// Everything on it.
    pub labels: Labels,
    /// Whether its provenance is known.
    pub known: bool,
    /// Its undeclared roots by named speakers, where nothing else on it is unknown.
    pub undeclared: Option<Vec<NodeNumber>>,
}

/// What a line may rest on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Anything.
    Any,
    /// What is known.
    Known,
    /// Anything, if nobody answered to anybody.
    Apart,
}

impl Kind {
    pub fn ties(self) -> Ties {
        match self {
            Kind::Any => Ties::Sure,
            Kind::Known => Ties::Possible,
            Kind::Apart => Ties::None,
        }
    }
}

impl Reading<'_> {
    /// The sinks among some statements.
    pub fn sinks(&self, statements: &[StatementIdx]) -> Vec<NodeNumber> {
        let direct = |at: &&StatementIdx| self.graph.directness(**at) == Directness::Direct;
        statements.iter().filter(direct).map(|at| at.0).collect()
    }

    /// Follows a line from its roots to its sink.
    pub fn follow_line(
        &self,
        line: &document::Line,
        sinks: &[NodeNumber],
        kind: Kind,
    ) -> Result<Followed, Doubt> {
        let steps = (line.steps.iter())
            .map(|step| self.step(step))
            .collect::<Result<Vec<_>, _>>()?;
        let carriers = (line.carriers.iter())
            .map(|one| self.carrier(one))
            .collect::<Result<Vec<_>, _>>()?;
        let Some(&sink) = steps.last() else {
            return Err("a line has no steps".to_owned());
        };
        if !sinks.contains(&sink) {
            return Err(format!(
                "{} is no direct statement on that side",
                self.name(sink)
            ));
        }
        let places: HashMap<NodeNumber, usize> = steps
            .iter()
            .enumerate()
            .map(|(place, &node)| (node, place))
            .collect();
        if places.len() < steps.len() {
            return Err(format!(
                "a line to {} passes one step twice",
                self.name(sink)
            ));
        }
        if let Some(&dead) = steps.iter().find(|&&node| !self.is_node_live(node)) {
            return Err(format!("{} does not count at that date", self.name(dead)));
        }
        let mut cited = BTreeSet::from([sink]);
        for &node in &steps {
            let carrying = self.edges(node).iter().filter(|edge| edge.carries);
            cited.extend(
                carrying
                    .map(|edge| edge.to)
                    .filter(|to| places.get(to) < places.get(&node)),
            );
        }
        if let Some(&idle) = steps.iter().find(|&node| !cited.contains(node)) {
            return Err(format!("nothing on its line rests on {}", self.name(idle)));
        }
        let taken = self.take_carriers(&steps, &carriers, &places, kind.ties())?;
        let mut followed = Followed {
            labels: Labels::new(),
            known: carriers.iter().all(|carrier| carrier.is_known())
                && steps.iter().all(|&node| !self.is_unnamed(node)),
            undeclared: self.undeclared(&steps, &taken),
        };
        for &node in &steps {
            followed.labels.extend(self.node_labels(node, kind.ties()));
        }
        for &(node, carrier) in &taken {
            followed
                .labels
                .extend(self.carrier_labels(node, carrier, kind.ties()));
        }
        if line.known != followed.known {
            let not = if followed.known { "" } else { "not " };
            return Err(format!(
                "the provenance of the line to {} is {not}known",
                self.name(sink)
            ));
        }
        self.check_labels(line, &followed.labels, &steps, &taken, kind.ties())?;
        Ok(followed)
    }

    /// Who brings which carrier to a line: each step is a root, with the next carriers, or rests on steps before it.
    fn take_carriers(
        &self,
        steps: &[NodeNumber],
        carriers: &[Carrier],
        places: &HashMap<NodeNumber, usize>,
        ties: Ties,
    ) -> Result<Vec<(NodeNumber, Carrier)>, Doubt> {
        // For each step: how many carriers may have been taken with it, from how many before.
        let mut taken: Vec<BTreeMap<usize, usize>> = Vec::with_capacity(steps.len());
        let mut before = BTreeSet::from([0]);
        for (place, &node) in steps.iter().enumerate() {
            let mut after: BTreeMap<usize, usize> = BTreeMap::new();
            for &start in &before {
                for end in self.ways(node, place, start, carriers, places, ties) {
                    after.entry(end).or_insert(start);
                }
            }
            if after.is_empty() {
                return Err(format!(
                    "{} rests on nothing before it on its line",
                    self.name(node)
                ));
            }
            before = after.keys().copied().collect();
            taken.push(after);
        }
        let mut end = carriers.len();
        let mut found = Vec::new();
        for (place, &node) in steps.iter().enumerate().rev() {
            let Some(&start) = taken[place].get(&end) else {
                return Err("a line has carriers that nothing on it brings".to_owned());
            };
            found.extend(carriers[start..end].iter().map(|&carrier| (node, carrier)));
            end = start;
        }
        Ok(found)
    }

    /// How many carriers may have been taken after a step, if so many were before it.
    fn ways(
        &self,
        node: NodeNumber,
        place: usize,
        start: usize,
        carriers: &[Carrier],
        places: &HashMap<NodeNumber, usize>,
        ties: Ties,
    ) -> BTreeSet<usize> {
        let earlier = |to: NodeNumber| places.get(&to).is_some_and(|&at| at < place);
        let takes = |at: usize, offered: &[Carrier]| {
            carriers.get(at).is_some_and(|next| offered.contains(next))
        };
        let edges = self
            .edges(node)
            .iter()
            .filter(|edge| edge.carries && earlier(edge.to));
        let written: BTreeSet<u32> = edges.map(|edge| edge.written).collect();
        let mut ends = BTreeSet::new();
        if let (true, Some(at)) = (self.needs_all(node), self.statement(node)) {
            ends.insert(start);
            for (premise, artefact) in self.premises(at) {
                let mut next = BTreeSet::new();
                for &end in &ends {
                    match artefact {
                        Some(evidence) => {
                            let offered = self.artefact_carriers(at, evidence, ties);
                            next.extend(takes(end, &offered).then_some(end + 1));
                        }
                        None => next.extend(written.contains(&premise).then_some(end)),
                    }
                }
                ends = next;
            }
            return ends;
        }
        if !written.is_empty() {
            ends.insert(start);
        }
        if takes(start, &self.carriers(node, ties)) {
            ends.insert(start + 1);
        }
        ends
    }

    /// The undeclared roots of a line whose every other carrier is known, all speakers named.
    fn undeclared(
        &self,
        steps: &[NodeNumber],
        taken: &[(NodeNumber, Carrier)],
    ) -> Option<Vec<NodeNumber>> {
        if steps.iter().any(|&node| self.is_unnamed(node)) {
            return None;
        }
        let unknown = taken.iter().filter(|(_, carrier)| !carrier.is_known());
        unknown
            .map(|&(node, carrier)| self.is_undeclared(node, carrier).then_some(node))
            .collect()
    }

    pub fn is_undeclared(&self, node: NodeNumber, carrier: Carrier) -> bool {
        let no_basis = |at: StatementIdx| self.graph.basis(at).is_none();
        carrier == Carrier::Unknown(None)
            && self.statement(node).is_some_and(no_basis)
            && !self.is_unnamed(node)
    }

    /// The labels that a line lists: all of them are on it, every artefact and unnamed source is among them, and of
    /// everybody who speaks or stands behind it whoever they answer to in the end.
    fn check_labels(
        &self,
        line: &document::Line,
        labels: &Labels,
        steps: &[NodeNumber],
        taken: &[(NodeNumber, Carrier)],
        ties: Ties,
    ) -> Result<(), Doubt> {
        let listed = (line.labels.iter())
            .map(|label| self.label(label))
            .collect::<Result<Labels, _>>()?;
        if listed.len() < line.labels.len() {
            return Err("a line lists a label twice".to_owned());
        }
        if !listed.is_subset(labels) {
            return Err("a line lists a voice or artefact that is not on it".to_owned());
        }
        let speakers = steps.iter().map(|&node| self.speaker(node));
        let mut voices: Vec<(ActorIdx, Date)> = speakers
            .filter_map(|(actor, when)| actor.map(|actor| (actor, when)))
            .collect();
        voices.extend(
            taken
                .iter()
                .flat_map(|&(node, carrier)| self.behind(node, carrier, ties)),
        );
        // Where all ties are certain and lasting, whom one answers to in the end stands for all; where some are only
        // alleged it may; else everybody stands for himself.
        let leads_to_listed = |&voice: &ActorIdx, when| {
            let mut ends = self.voices(voice, when, ties).into_iter();
            ends.any(|end| listed.contains(&Label::Voice(end)))
        };
        let mut needed = Labels::new();
        let is_whole = voices.into_iter().all(|(actor, when)| {
            let all = self.voices(actor, when, ties);
            let whole = all.iter().all(|voice| leads_to_listed(voice, when));
            let needs = |&&voice: &&ActorIdx| match self.is_settled(voice) {
                true => self
                    .voices(voice, when, ties)
                    .into_iter()
                    .all(|one| self.voices(one, when, ties).contains(&voice)),
                false => true,
            };
            needed.extend(all.iter().filter(needs).map(|&voice| Label::Voice(voice)));
            whole
        });
        let is_needed = |label: &Label| match *label {
            Label::Voice(actor) if !self.goes_by_its_ends(actor) => listed.contains(label),
            _ => true,
        };
        let idle = listed
            .iter()
            .any(|label| matches!(label, Label::Voice(_)) && !needed.contains(label));
        let is_whole = is_whole && !idle && needed.iter().all(is_needed);
        let is_voice = |label: &Label| matches!(label, Label::Voice(_));
        let others = labels
            .iter()
            .all(|label| is_voice(label) || listed.contains(label));
        match is_whole && others {
            true => Ok(()),
            false => Err("a line leaves out a voice or artefact that is on it".to_owned()),
        }
    }

    /// Whether a carrier counts for lines of a kind.
    pub fn counts(&self, carrier: Carrier, kind: Kind) -> bool {
        kind != Kind::Known || carrier.is_known()
    }

    pub fn passes(&self, node: NodeNumber, kind: Kind) -> bool {
        self.is_node_live(node) && (kind != Kind::Known || !self.is_unnamed(node))
    }

    /// The nodes that may be on a line to some sinks.
    pub fn ancestors(&self, sinks: &[NodeNumber], kind: Kind) -> Vec<NodeNumber> {
        self.through(sinks, |node| self.passes(node, kind))
    }

    /// Everything that some sinks rest on through nodes that let it pass.
    pub fn through(
        &self,
        sinks: &[NodeNumber],
        passes: impl Fn(NodeNumber) -> bool,
    ) -> Vec<NodeNumber> {
        let start = sinks.iter().copied().filter(|&sink| passes(sink));
        let found = closure(start, |node| {
            let carrying = self.edges(node).iter().filter(|edge| edge.carries);
            carrying.map(|edge| edge.to).filter(|&to| passes(to))
        });
        found.into_iter().collect()
    }

    /// Whether so much lies behind some sinks that not all of it is looked at where there are many claims.
    pub fn is_long(&self, sinks: &[NodeNumber]) -> bool {
        const MANY: usize = 256;
        self.nodes_behind(sinks).len() > MANY
    }

    /// Whether a line comes to a node of which the provenance is known.
    pub fn has_known_line(&self, node: NodeNumber) -> bool {
        let known = self.known.get_or_init(|| {
            let is_any = |carriers: Vec<Carrier>| carriers.iter().any(|one| one.is_known());
            let nodes = 0..self.node_count() as u32;
            self.resting(
                nodes.filter(|&node| self.passes(node, Kind::Known)),
                |node| is_any(self.carriers(node, Ties::Possible)),
                |at, evidence| is_any(self.artefact_carriers(at, evidence, Ties::Possible)),
            )
        });
        known.contains(&node)
    }

    /// Whether a line of a kind is left that bears none of some labels.
    pub fn is_line_left(&self, sinks: &[NodeNumber], kind: Kind, without: &Labels) -> bool {
        let ties = kind.ties();
        let free = |labels: &Labels| labels.is_disjoint(without);
        let open = |node: NodeNumber, carriers: Vec<Carrier>| {
            carriers.into_iter().any(|carrier| {
                self.counts(carrier, kind) && free(&self.carrier_labels(node, carrier, ties))
            })
        };
        let nodes = self.ancestors(sinks, kind).into_iter();
        let reached = self.resting(
            nodes.filter(|&node| free(&self.node_labels(node, ties))),
            |node| open(node, self.carriers(node, ties)),
            |at, evidence| open(at.0, self.artefact_carriers(at, evidence, ties)),
        );
        sinks.iter().any(|sink| reached.contains(sink))
    }

    /// Whether opponents' undeclared words may count among some lines.
    pub fn may_excuse(&self, sinks: &[NodeNumber]) -> bool {
        self.ancestors(sinks, Kind::Any).into_iter().any(|node| {
            let carriers = self.carriers(node, Ties::Sure);
            carriers
                .iter()
                .any(|&carrier| self.is_undeclared(node, carrier))
                && self.has_opponents(node)
        })
    }
}
