//! The case as the checker reads it: what is live ([`live`]), what cites what ([`citations`]), who speaks for whom
//! ([`people`]), and what rests on a root.
//!
//! Written from the definitions (semantics §§1–3 and 5), for clearness rather than speed, and apart from `analysis`: an
//! error there is not repeated here. Linear in statements and resolved citations, but for the voices of actors.

mod citations;
mod live;
mod people;

use std::cell::OnceCell;
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use crate::case::date::Date;
use crate::case::graph::Tie;
use crate::case::vocabulary::{Basis, Role};
use crate::case::{
    ActorIdx, ClaimGraph, ClaimIdx, EvidenceIdx, Node as Record, ReportIdx, StatementIdx,
};

/// What the result says that it assumed.
#[derive(Clone, Debug)]
pub(super) struct Assumptions {
    pub as_of: Option<Date>,
    pub own_acts: bool,
    pub threshold: u32,
    pub joining: Vec<Role>,
}

/// Which ties count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ties {
    /// Those that surely held: for κ⁺.
    Sure,
    /// Those that may have held: for κ⁻.
    Possible,
}

/// A statement by its number, or after those what is cited and was never recorded.
pub(super) type NodeNumber = u32;

/// What is cited and was never recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Unrecorded {
    pub speaker: Option<ActorIdx>,
    pub report: Option<ReportIdx>,
    pub claim: ClaimIdx,
}

/// What two lines may not share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Label {
    Voice(ActorIdx),
    Artefact(EvidenceIdx),
    Nameless(NodeNumber),
}

/// What must be right for a root to be worth anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Carrier {
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

    fn artefact(self) -> Option<EvidenceIdx> {
        match self {
            Carrier::Artefact(evidence, ..) | Carrier::Makers(evidence) => Some(evidence),
            Carrier::Unknown(evidence) => evidence,
            Carrier::Speaker(_) | Carrier::AssumedOwnAct(_) | Carrier::Custodian(_) => None,
        }
    }
}

/// A citation as written, resolved to one of the statements that it may mean.
#[derive(Clone, Copy, Debug)]
pub(super) struct Edge {
    pub to: NodeNumber,
    pub written: u32,
    /// Whether support flows along it, by kind and side.
    pub carries: bool,
}

/// Sets of labels as plain sorted sets.
pub(super) type Labels = BTreeSet<Label>;

/// The case under some assumptions.
pub(super) struct Reading<'g> {
    pub graph: &'g ClaimGraph,
    pub assumed: Assumptions,
    made: Vec<bool>,
    live: Vec<bool>,
    unrecorded: Vec<Unrecorded>,
    edges: Vec<Vec<Edge>>,
    roots: Vec<bool>,
    grounded: Vec<bool>,
    ties: Vec<Vec<Tie>>,
    settled: Vec<bool>,
    timeless: Vec<bool>,
    entailing: HashMap<ClaimIdx, Rc<BTreeSet<ClaimIdx>>>,
    /// Every node on a cycle, when it was asked for.
    pub cyclic: OnceCell<BTreeSet<NodeNumber>>,
}

impl<'g> Reading<'g> {
    pub fn new(graph: &'g ClaimGraph, assumed: Assumptions) -> Self {
        let mut reading = Reading {
            graph,
            assumed,
            made: Vec::new(),
            live: Vec::new(),
            unrecorded: Vec::new(),
            edges: Vec::new(),
            roots: Vec::new(),
            grounded: Vec::new(),
            ties: vec![Vec::new(); graph.actors().len()],
            settled: Vec::new(),
            timeless: Vec::new(),
            entailing: HashMap::new(),
            cyclic: OnceCell::new(),
        };
        reading.read_ties();
        reading.find_settled();
        reading.made = graph.statements().map(|at| reading.was_made(at)).collect();
        reading.live = reading.not_taken_back();
        reading.read_entailments();
        reading.read_citations();
        reading.grounded = reading.least_fixpoint();
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
        self.grounded[node as usize]
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

    fn least_fixpoint(&self) -> Vec<bool> {
        let nodes = self.node_count();
        let mut citing: Vec<Vec<(NodeNumber, u32)>> = vec![Vec::new(); nodes];
        for (from, row) in self.edges.iter().enumerate() {
            for edge in row.iter().filter(|edge| edge.carries) {
                citing[edge.to as usize].push((from as u32, edge.written));
            }
        }
        let mut missing: HashMap<NodeNumber, BTreeSet<u32>> = HashMap::new();
        let mut grounded = vec![false; nodes];
        let mut ready: Vec<NodeNumber> = Vec::new();
        for node in 0..nodes as u32 {
            if !self.is_node_live(node) {
                continue;
            }
            if self.is_root(node) {
                ready.push(node);
            } else if let (true, Some(at)) = (self.needs_all(node), self.statement(node)) {
                let premises = self.premises(at).into_iter();
                let open: BTreeSet<u32> = premises
                    .filter(|(_, artefact)| artefact.is_none())
                    .map(|(written, _)| written)
                    .collect();
                if open.is_empty() {
                    ready.push(node);
                }
                missing.insert(node, open);
            }
        }
        while let Some(node) = ready.pop() {
            if std::mem::replace(&mut grounded[node as usize], true) {
                continue;
            }
            for &(from, written) in &citing[node as usize] {
                let complete = match missing.get_mut(&from) {
                    Some(open) => {
                        open.remove(&written);
                        open.is_empty()
                    }
                    None => true,
                };
                if complete && self.is_node_live(from) {
                    ready.push(from);
                }
            }
        }
        grounded
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
