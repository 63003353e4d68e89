//! The case as the checker reads it: what is live ([`live`]), what cites what ([`citations`]), who speaks for whom
//! ([`people`]), and what rests on a root.
//!
//! Written from the definitions (semantics §§1–3 and 5), for clearness rather than speed, and apart from `analysis`: an
//! error there is not repeated here. Linear in statements and resolved citations, but for the voices of actors.

mod citations;
mod live;
mod people;

use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::rc::Rc;

use super::circles::Circles;
use super::premises::Written;
use crate::case::date::Date;
use crate::case::graph::Tie;
use crate::case::vocabulary::{Basis, Role, Stance};
use crate::case::{
    ActorIdx, ClaimGraph, ClaimIdx, EvidenceIdx, Node as Record, ReportIdx, StatementIdx,
};

/// What the result says that it assumed.
#[derive(Clone, Debug, PartialEq)]
pub struct Assumptions {
    pub as_of: Option<Date>,
    pub own_acts: bool,
    pub threshold: u32,
    pub joining: Vec<Role>,
}

/// Which ties count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ties {
    /// None.
    None,
    /// Those that surely held: for κ⁺.
    Sure,
    /// Those that may have held: for κ⁻.
    Possible,
}

/// A statement by its number, or after those what is cited and was never recorded.
pub type NodeNumber = u32;

/// What is cited and was never recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unrecorded {
    pub speaker: Option<ActorIdx>,
    pub report: Option<ReportIdx>,
    pub claim: ClaimIdx,
}

/// What two lines may not share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Label {
    Voice(ActorIdx),
    Artefact(EvidenceIdx),
    Nameless(NodeNumber),
}

/// What must be right for a root to be worth anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Carrier {
    Speaker(ActorIdx),
    AssumedOwnAct(ActorIdx),
    /// Verified, by whom and when.
    Artefact(EvidenceIdx, ActorIdx, Date),
    Makers(EvidenceIdx),
    Custodian(ActorIdx),
    Unknown(Option<EvidenceIdx>),
}

impl Carrier {
    pub fn is_known(self) -> bool {
        !matches!(self, Carrier::Unknown(_))
    }

    pub fn artefact(self) -> Option<EvidenceIdx> {
        match self {
            Carrier::Artefact(evidence, ..) | Carrier::Makers(evidence) => Some(evidence),
            Carrier::Unknown(evidence) => evidence,
            Carrier::Speaker(_) | Carrier::AssumedOwnAct(_) | Carrier::Custodian(_) => None,
        }
    }
}

/// A citation as written, resolved to one of the statements that it may mean.
#[derive(Clone, Copy, Debug)]
pub struct Edge {
    pub to: NodeNumber,
    pub written: u32,
    /// Whether support flows along it, by kind and side.
    pub carries: bool,
}

/// Everything that some things lead to, they themselves included.
pub fn closure<T: Copy + Ord, I: IntoIterator<Item = T>>(
    start: impl IntoIterator<Item = T>,
    next: impl Fn(T) -> I,
) -> BTreeSet<T> {
    let mut open: Vec<T> = start.into_iter().collect();
    let mut found: BTreeSet<T> = open.iter().copied().collect();
    while let Some(at) = open.pop() {
        open.extend(next(at).into_iter().filter(|&to| found.insert(to)));
    }
    found
}

/// Sets of labels as plain sorted sets.
pub type Labels = BTreeSet<Label>;

/// The case under some assumptions.
pub struct Reading<'g> {
    pub graph: &'g ClaimGraph,
    pub assumed: Assumptions,
    made: Vec<bool>,
    live: Vec<bool>,
    /// Those that stand.
    retractions: Vec<StatementIdx>,
    unrecorded: Vec<Unrecorded>,
    edges: Vec<Vec<Edge>>,
    roots: Vec<bool>,
    grounded: HashSet<NodeNumber>,
    ties: Vec<Vec<Tie>>,
    /// Whose ties hang together with one that is alleged or dated.
    unsettled: BTreeSet<ActorIdx>,
    /// Of those whose ties are not all certain: who is one of very many.
    crowded: BTreeSet<ActorIdx>,
    entailing: HashMap<ClaimIdx, Rc<BTreeSet<ClaimIdx>>>,
    /// For whom those speak whose ties hold at all times, once it was asked for, as long as there is room.
    lasting_voices: RefCell<HashMap<ActorIdx, BTreeSet<ActorIdx>>>,
    /// What known lines come to, which premises stand, and what runs in a circle, once it was asked for.
    pub known: OnceCell<HashSet<NodeNumber>>,
    pub standing: OnceCell<HashSet<Written>>,
    pub circles: OnceCell<Circles>,
}

impl<'g> Reading<'g> {
    pub fn new(graph: &'g ClaimGraph, assumed: Assumptions) -> Self {
        let mut reading = Reading {
            graph,
            assumed,
            made: Vec::new(),
            live: Vec::new(),
            retractions: Vec::new(),
            unrecorded: Vec::new(),
            edges: Vec::new(),
            roots: Vec::new(),
            grounded: HashSet::new(),
            ties: vec![Vec::new(); graph.actors().len()],
            unsettled: BTreeSet::new(),
            crowded: BTreeSet::new(),
            entailing: HashMap::new(),
            lasting_voices: RefCell::default(),
            known: OnceCell::new(),
            standing: OnceCell::new(),
            circles: OnceCell::new(),
        };
        reading.read_ties();
        reading.find_settled();
        reading.made = graph.statements().map(|at| reading.was_made(at)).collect();
        reading.live = reading.not_taken_back();
        let retracts = |&at: &StatementIdx| graph.stance(at) == Stance::Retracts;
        let standing = (graph.statements()).filter(|at| retracts(at) && reading.is_live(*at));
        reading.retractions = standing.collect();
        reading.read_entailments();
        reading.read_citations();
        let live = (0..reading.node_count() as u32).filter(|&node| reading.is_node_live(node));
        reading.grounded = reading.resting(live, |node| reading.is_root(node), |_, _| true);
        reading
    }

    pub fn statement(&self, node: NodeNumber) -> Option<StatementIdx> {
        ((node as usize) < self.graph.statement_count()).then_some(StatementIdx(node))
    }

    /// What was never recorded, by its number.
    pub fn unrecorded(&self, node: NodeNumber) -> Option<Unrecorded> {
        let place = (node as usize).checked_sub(self.graph.statement_count())?;
        self.unrecorded.get(place).copied()
    }

    /// The number of what was never recorded.
    pub fn number_of(&self, what: Unrecorded) -> Option<NodeNumber> {
        let place = self.unrecorded.iter().position(|&known| known == what)?;
        Some((self.graph.statement_count() + place) as u32)
    }

    pub fn edges(&self, node: NodeNumber) -> &[Edge] {
        self.edges.get(node as usize).map_or(&[], Vec::as_slice)
    }

    /// How many nodes there are, statements and what was never recorded.
    pub fn node_count(&self) -> usize {
        self.graph.statement_count() + self.unrecorded.len()
    }

    pub fn is_node_live(&self, node: NodeNumber) -> bool {
        self.statement(node).is_none_or(|at| self.is_live(at))
    }

    pub fn is_root(&self, node: NodeNumber) -> bool {
        self.roots.get(node as usize).copied().unwrap_or(true)
    }

    pub fn is_grounded(&self, node: NodeNumber) -> bool {
        self.grounded.contains(&node)
    }

    /// Whether every premise is needed.
    pub fn needs_all(&self, node: NodeNumber) -> bool {
        let inferred = |at| self.graph.basis(at) == Some(Basis::Inferred);
        self.statement(node).is_some_and(inferred) && !self.is_root(node)
    }

    pub fn artefacts(&self, at: StatementIdx) -> impl Iterator<Item = EvidenceIdx> + '_ {
        self.graph
            .cites(at)
            .iter()
            .filter_map(|&cited| match self.graph.node(cited) {
                Record::Evidence(evidence) => Some(evidence),
                _ => None,
            })
    }

    /// The premises of an inference by their places among its citations, each with the artefact that it is, if any.
    pub fn premises(&self, at: StatementIdx) -> Vec<(u32, Option<EvidenceIdx>)> {
        let mut premises = Vec::new();
        for (written, &cited) in self.graph.cites(at).iter().enumerate() {
            let written = written as u32;
            let carried = || {
                let row = self.edges(at.0).iter();
                row.clone()
                    .any(|edge| edge.written == written && edge.carries)
            };
            match self.graph.node(cited) {
                Record::Evidence(evidence) => premises.push((written, Some(evidence))),
                Record::Claim(claim) if !self.sides_differ(at, claim, false) => {
                    premises.push((written, None));
                }
                Record::Statement(to) if self.carries(at, to) => premises.push((written, None)),
                Record::Actor(_) | Record::Report(_) if carried() => premises.push((written, None)),
                _ => {}
            }
        }
        premises
    }

    // What rests on a root (§5).

    /// What of some nodes rests on something: those that begin anew, and those that cite, or infer from all premises,
    /// what does. `fills` tells whether an artefact stands for a premise. A least fixpoint, in linear time.
    pub fn resting(
        &self,
        nodes: impl IntoIterator<Item = NodeNumber>,
        begins: impl Fn(NodeNumber) -> bool,
        fills: impl Fn(StatementIdx, EvidenceIdx) -> bool,
    ) -> HashSet<NodeNumber> {
        let mut citing: HashMap<NodeNumber, Vec<(NodeNumber, u32)>> = HashMap::new();
        let mut missing: HashMap<NodeNumber, BTreeSet<u32>> = HashMap::new();
        let mut ready: Vec<NodeNumber> = Vec::new();
        for node in nodes {
            for edge in self.edges(node).iter().filter(|edge| edge.carries) {
                let places = citing.entry(edge.to).or_default();
                places.push((node, edge.written));
            }
            let is_ready = match self.statement(node).filter(|_| self.needs_all(node)) {
                Some(at) => {
                    let premises = self.premises(at).into_iter();
                    let open = premises
                        .filter(|&(_, artefact)| !artefact.is_some_and(|one| fills(at, one)))
                        .map(|(written, _)| written);
                    let open = missing.entry(node).insert_entry(open.collect());
                    open.get().is_empty()
                }
                None => begins(node),
            };
            ready.extend(is_ready.then_some(node));
        }
        let mut found = HashSet::new();
        while let Some(node) = ready.pop() {
            if !found.insert(node) {
                continue;
            }
            for &(from, written) in citing.get(&node).into_iter().flatten() {
                let is_complete = missing.get_mut(&from).is_none_or(|open| {
                    open.remove(&written);
                    open.is_empty()
                });
                ready.extend(is_complete.then_some(from));
            }
        }
        found
    }

    /// Whether a line may begin at a node: it is a root, or concludes from an artefact.
    fn begins_line(&self, node: NodeNumber) -> bool {
        let inferring = self.statement(node).filter(|_| self.needs_all(node));
        self.is_root(node) || inferring.is_some_and(|at| self.artefacts(at).next().is_some())
    }

    /// Where the lines to some nodes begin.
    pub fn roots_behind(&self, nodes: &[NodeNumber]) -> Vec<NodeNumber> {
        let mut found = self.nodes_behind(nodes);
        found.retain(|&node| self.begins_line(node));
        found
    }

    /// What lines to some nodes may run through, the nodes themselves among it.
    pub fn nodes_behind(&self, nodes: &[NodeNumber]) -> Vec<NodeNumber> {
        self.through(nodes, |node| {
            self.is_node_live(node) && self.is_grounded(node)
        })
    }
}
