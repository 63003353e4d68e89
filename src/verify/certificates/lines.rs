//! Lines, cuts and the numbers that they prove (semantics §4).
//!
//! A line is checked step by step, a cut by looking whether anything is left without it. Where a cut has more members
//! than there are lines, neither proves the other: then all minimal lines are enumerated ([`super::packing`]).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::names::{Doubt, wrong};
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
        let ties = kind.ties();
        let steps: Vec<NodeNumber> = (line.steps.iter())
            .map(|step| self.step(step))
            .collect::<Result<_, _>>()?;
        let carriers: Vec<Carrier> = (line.carriers.iter())
            .map(|one| self.carrier(one))
            .collect::<Result<_, _>>()?;
        let places = self.places(&steps, sinks)?;
        let taken = self.take_carriers(&steps, &carriers, &places, ties)?;
        let of_steps = steps.iter().flat_map(|&node| self.node_labels(node, ties));
        let of_carriers = taken.iter();
        let of_carriers = of_carriers.flat_map(|&(node, one)| self.carrier_labels(node, one, ties));
        let followed = Followed {
            labels: of_steps.chain(of_carriers).collect(),
            known: carriers.iter().all(|carrier| carrier.is_known())
                && steps.iter().all(|&node| !self.is_unnamed(node)),
            undeclared: self.undeclared(&steps, &taken),
        };
        if line.known != followed.known {
            let not = if followed.known { "" } else { "not " };
            return wrong(format!("the provenance of a line is {not}known"));
        }
        let listed = (line.labels.iter())
            .map(|label| self.label(label))
            .collect::<Result<Labels, _>>()?;
        if listed.len() < line.labels.len() {
            return wrong("a line lists a label twice");
        }
        if !listed.is_subset(&followed.labels) {
            return wrong("a line lists a voice or artefact that is not on it");
        }
        let is_voice = |label: &Label| matches!(label, Label::Voice(_));
        let mut others = followed.labels.iter().filter(|label| !is_voice(label));
        let listed_voices = listed.iter().copied().filter(is_voice).collect();
        match others.all(|label| listed.contains(label))
            && self.stand_for_all(&listed_voices, &steps, &taken, ties)
        {
            true => Ok(followed),
            false => wrong("a line leaves out a voice or artefact that is on it"),
        }
    }

    /// The places of the steps of a line: it ends in one of the sinks, passes each once, and each is live and rested
    /// on.
    fn places(
        &self,
        steps: &[NodeNumber],
        sinks: &[NodeNumber],
    ) -> Result<HashMap<NodeNumber, usize>, Doubt> {
        let Some(&sink) = steps.last() else {
            return wrong("a line has no steps");
        };
        let name = |node| self.name(node);
        if !sinks.contains(&sink) {
            return wrong(format!(
                "{} is no direct statement on that side",
                name(sink)
            ));
        }
        let places = steps.iter().zip(0..);
        let places: HashMap<NodeNumber, usize> = places.map(|(&node, at)| (node, at)).collect();
        if places.len() < steps.len() {
            return wrong(format!("a line to {} passes one step twice", name(sink)));
        }
        if let Some(&dead) = steps.iter().find(|&&node| !self.is_node_live(node)) {
            return wrong(format!("{} does not count at that date", name(dead)));
        }
        let mut cited = BTreeSet::from([sink]);
        for &node in steps {
            let carrying = self.edges(node).iter().filter(|edge| edge.carries);
            let earlier = |to: &NodeNumber| places.get(to) < places.get(&node);
            cited.extend(carrying.map(|edge| edge.to).filter(earlier));
        }
        match steps.iter().find(|&node| !cited.contains(node)) {
            Some(&idle) => wrong(format!("nothing on its line rests on {}", name(idle))),
            None => Ok(places),
        }
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
                return wrong(format!(
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
                return wrong("a line has carriers that nothing on it brings");
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
        let no_basis = |at: StatementIdx| {
            let is_own = !self.graph.is_relay(at) && !self.may_be_held(at);
            is_own && self.graph.basis(at).is_none()
        };
        carrier == Carrier::Unknown(None)
            && self.statement(node).is_some_and(no_basis)
            && !self.is_unnamed(node)
    }

    /// Whether the voices that a line lists stand for all who speak or stand behind it: of everybody it lists whom they
    /// answer to in the end. Where all ties are certain and lasting that stands for all; where some are only alleged it
    /// may; else everybody stands for himself. And none is listed that is not needed for that.
    fn stand_for_all(
        &self,
        listed: &Labels,
        steps: &[NodeNumber],
        taken: &[(NodeNumber, Carrier)],
        ties: Ties,
    ) -> bool {
        let speakers = steps.iter().map(|&node| self.speaker(node));
        let speakers = speakers.filter_map(|(actor, when)| actor.map(|actor| (actor, when)));
        let behind = taken.iter();
        let behind = behind.flat_map(|&(node, carrier)| self.behind(node, carrier, ties));
        let mut needed = Labels::new();
        for (actor, when) in speakers
            .chain(behind)
            .collect::<BTreeSet<(ActorIdx, Date)>>()
        {
            for voice in self.voices(actor, when, ties) {
                let above = self.voices(voice, when, ties);
                let mut ends = above.iter();
                if !ends.any(|&end| listed.contains(&Label::Voice(end))) {
                    return false;
                }
                let answers_back = |&one: &ActorIdx| self.voices(one, when, ties).contains(&voice);
                if !self.is_settled(voice) || above.iter().all(answers_back) {
                    needed.insert(Label::Voice(voice));
                }
            }
        }
        let is_told = |label: &Label| match *label {
            Label::Voice(actor) => self.goes_by_its_ends(actor) || listed.contains(label),
            _ => true,
        };
        listed.is_subset(&needed) && needed.iter().all(is_told)
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
        self.is_any_left(sinks, kind, without, |_, carrier| {
            self.counts(carrier, kind)
        })
    }

    /// Whether a known line is left that bears none of some labels, or one that is known but for opponents' words.
    pub fn is_known_or_excused_left(&self, sinks: &[NodeNumber], without: &Labels) -> bool {
        self.is_any_left(sinks, Kind::Known, without, |node, carrier| {
            carrier.is_known() || self.is_excusable(node, carrier)
        })
    }

    fn is_any_left(
        &self,
        sinks: &[NodeNumber],
        kind: Kind,
        without: &Labels,
        counts: impl Fn(NodeNumber, Carrier) -> bool,
    ) -> bool {
        let ties = kind.ties();
        let free = |labels: &Labels| labels.is_disjoint(without);
        let open = |node: NodeNumber, carriers: Vec<Carrier>| {
            carriers.into_iter().any(|carrier| {
                counts(node, carrier) && free(&self.carrier_labels(node, carrier, ties))
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

    /// Whether an undeclared word may count as known beside another's.
    pub fn is_excusable(&self, node: NodeNumber, carrier: Carrier) -> bool {
        self.is_undeclared(node, carrier) && self.has_opponents(node)
    }

    /// Whether opponents' undeclared words may count among some lines.
    pub fn may_excuse(&self, sinks: &[NodeNumber]) -> bool {
        self.excusable(sinks).next().is_some()
    }

    /// Whether a line to some sinks may come to a node twice, the second time to take an opponent's word along, so
    /// that it is none: what is enumerated does not know that.
    pub fn may_go_round(&self, sinks: &[NodeNumber]) -> bool {
        let rests_on_itself = |node: NodeNumber| {
            let cited = self.edges(node).iter().filter(|edge| edge.carries);
            let cited: Vec<NodeNumber> = cited.map(|edge| edge.to).collect();
            self.nodes_behind(&cited).contains(&node)
        };
        let mut behind = self.nodes_behind(sinks).into_iter();
        self.may_excuse(sinks) && behind.any(|node| self.needs_all(node) && rests_on_itself(node))
    }

    /// The undeclared words of opponents on lines to some sinks.
    fn excusable(&self, sinks: &[NodeNumber]) -> impl Iterator<Item = NodeNumber> + '_ {
        let nodes = self.ancestors(sinks, Kind::Any).into_iter();
        nodes.filter(|&node| {
            let carriers = self.carriers(node, Ties::Sure);
            carriers
                .iter()
                .any(|&carrier| self.is_excusable(node, carrier))
        })
    }
}
