//! The resolved, immutable claim graph: every reference is an index, every column is flat.
//!
//! Entities are sorted by id and statements by claim, date and id, so that the same records give the same graph in
//! whatever order and from however many files they were read. Statements of one claim lie side by side.

mod entity;
mod heard;
mod same;

pub use self::entity::{
    Actor, Allow, Claim, ClaimLinks, Detail, Directness, Event, Evidence, Object, Quantity,
    Remarks, Report, Tie, Verification, folded,
};
use self::same::Propositions;

use std::ops::Range;
use std::sync::OnceLock;

use rayon::prelude::*;

use crate::case::build::Ids;
use crate::case::date::Date;
use crate::case::index::{
    ActorIdx, ClaimIdx, EventIdx, EvidenceIdx, Kind, Node, NodeIdx, ReportIdx, Rows, StatementIdx,
};
use crate::case::lasting::{Lasting, may_not_last};
use crate::case::vocabulary::{ActorKind, Basis, Stance};
use crate::source::{PackedSpan, Span};

/// What every walk looks at, in sixteen bytes a statement.
#[derive(Clone, Copy)]
pub(super) struct StatementCore {
    pub by: ActorIdx,
    /// A claim, or (with the top bit) a statement.
    pub object: u32,
    /// A report, or [`NO_REPORT`].
    pub report: u32,
    pub stance: Stance,
    pub basis: Option<Basis>,
    pub flags: u8,
}

/// The statements, column by column.
#[derive(Default)]
pub(super) struct StatementColumns {
    pub core: Vec<StatementCore>,
    pub date: Vec<Date>,
    pub place: Vec<PackedSpan>,
    pub cites: Rows<NodeIdx>,
    /// Statements that have a [`Detail`], sorted, and the details in the same order.
    pub detailed: Vec<StatementIdx>,
    pub details: Vec<Detail>,
}

pub(super) const OBJECT_IS_STATEMENT: u32 = 1 << 31;
pub(super) const FLAG_VIA: u8 = 1;
pub(super) const FLAG_RELAY: u8 = 2;
pub(super) const NO_REPORT: u32 = u32::MAX;

/// Everything that was read, resolved. See the module documentation.
#[derive(Default)]
pub struct ClaimGraph {
    pub(super) titles: Vec<String>,
    pub(super) ids: Ids,
    /// The first node number of each kind, and the number of nodes.
    pub(super) starts: [u32; 7],
    pub(super) actors: Vec<Actor>,
    pub(super) ties: Rows<Tie>,
    pub(super) claims: Vec<Claim>,
    pub(super) events: Vec<Event>,
    pub(super) evidence: Vec<Evidence>,
    pub(super) reports: Vec<Report>,
    pub(super) statements: StatementColumns,
    /// Where the statements of each claim start; one more at the end.
    pub(super) claim_starts: Vec<u32>,
    pub(super) statement_order: OnceLock<Vec<u32>>,
    pub(super) lasting: OnceLock<Lasting>,
    /// Relays made from a `via`: see [`relays_of`](ClaimGraph::relays_of).
    pub(super) relayed: OnceLock<Vec<(StatementIdx, StatementIdx)>>,
    pub(super) propositions: OnceLock<Propositions>,
}

macro_rules! entities {
    ($($(#[$meta:meta])* $one:ident, $all:ident, $column:ident: $index:ident => $record:ident;)+) => {
        impl ClaimGraph {$(
            $(#[$meta])*
            pub fn $one(&self, index: $index) -> &$record {
                &self.$column[index.at()]
            }

            /// The indices of all of them, in order of id.
            pub fn $all(&self) -> impl ExactSizeIterator<Item = $index> + DoubleEndedIterator + Clone + use<> {
                (0..self.$column.len() as u32).map($index)
            }
        )+}
    };
}

entities! {
    /// The actor.
    actor, actors, actors: ActorIdx => Actor;
    /// The claim.
    claim, claims, claims: ClaimIdx => Claim;
    /// The event.
    event, events, events: EventIdx => Event;
    /// The piece of evidence.
    evidence, all_evidence, evidence: EvidenceIdx => Evidence;
    /// The report.
    report, reports, reports: ReportIdx => Report;
}

impl ClaimGraph {
    /// The titles of the case, one a file that gives one.
    pub fn titles(&self) -> &[String] {
        &self.titles
    }

    /// The ties of an actor to others.
    pub fn ties(&self, actor: ActorIdx) -> &[Tie] {
        self.ties.row(actor.at())
    }

    /// How a claim relates to other records; empty lists where it does not.
    pub fn links(&self, claim: ClaimIdx) -> &ClaimLinks {
        static NONE: OnceLock<ClaimLinks> = OnceLock::new();
        self.claims[claim.at()]
            .links
            .as_deref()
            .unwrap_or_else(|| NONE.get_or_init(ClaimLinks::default))
    }

    /// How many statements there are.
    pub fn statement_count(&self) -> usize {
        self.statements.core.len()
    }

    /// The indices of all statements: those on claims first, claim by claim, each claim's in order of date.
    pub fn statements(
        &self,
    ) -> impl ExactSizeIterator<Item = StatementIdx> + DoubleEndedIterator + Clone + use<> {
        (0..self.statement_count() as u32).map(StatementIdx)
    }

    /// The statements whose object is this very claim.
    pub fn statements_on(
        &self,
        claim: ClaimIdx,
    ) -> impl ExactSizeIterator<Item = StatementIdx> + DoubleEndedIterator + Clone + use<> {
        self.statement_range(claim).map(StatementIdx)
    }

    /// The same as a range of statement numbers.
    pub fn statement_range(&self, claim: ClaimIdx) -> Range<u32> {
        self.claim_starts[claim.at()]..self.claim_starts[claim.at() + 1]
    }

    /// Who speaks.
    pub fn speaker(&self, statement: StatementIdx) -> ActorIdx {
        self.statements.core[statement.at()].by
    }

    /// The stance.
    pub fn stance(&self, statement: StatementIdx) -> Stance {
        self.statements.core[statement.at()].stance
    }

    /// What the stance is on.
    pub fn object(&self, statement: StatementIdx) -> Object {
        let packed = self.statements.core[statement.at()].object;
        if packed & OBJECT_IS_STATEMENT != 0 {
            Object::Statement(StatementIdx(packed & !OBJECT_IS_STATEMENT))
        } else {
            Object::Claim(ClaimIdx(packed))
        }
    }

    /// The claim a statement is a stance on, unless it is one on another statement.
    pub fn claim_of(&self, statement: StatementIdx) -> Option<ClaimIdx> {
        match self.object(statement) {
            Object::Claim(claim) => Some(claim),
            Object::Statement(_) => None,
        }
    }

    /// How the speaker knows, where that is declared.
    pub fn basis(&self, statement: StatementIdx) -> Option<Basis> {
        self.statements.core[statement.at()].basis
    }

    /// When it was said: never unbounded on the right where the report is dated.
    pub fn date(&self, statement: StatementIdx) -> Date {
        self.statements.date[statement.at()]
    }

    /// The report that carries it.
    pub fn report_of(&self, statement: StatementIdx) -> Option<ReportIdx> {
        let report = self.statements.core[statement.at()].report;
        (report != NO_REPORT).then_some(ReportIdx(report))
    }

    /// Whether it is known directly or only through relays.
    pub fn directness(&self, statement: StatementIdx) -> Directness {
        if self.statements.core[statement.at()].flags & FLAG_VIA != 0 {
            Directness::ThroughRelays
        } else {
            Directness::Direct
        }
    }

    /// Whether it only passes on what somebody else said: a `relays`, or a relay of any stance made from a `via`.
    pub fn is_relay(&self, statement: StatementIdx) -> bool {
        self.statements.core[statement.at()].flags & FLAG_RELAY != 0
            || self.stance(statement) == Stance::Relays
    }

    /// What it cites, as written, in that order.
    pub fn cites(&self, statement: StatementIdx) -> &[NodeIdx] {
        self.statements.cites.row(statement.at())
    }

    /// Where it was written.
    pub fn statement_span(&self, statement: StatementIdx) -> Span {
        self.statements.place[statement.at()].into()
    }

    /// What few statements have; `None` where there is nothing.
    pub fn detail(&self, statement: StatementIdx) -> Option<&Detail> {
        let at = self.statements.detailed.binary_search(&statement).ok()?;
        Some(&self.statements.details[at])
    }

    /// Whether the identity of an actor is not known to the reader.
    pub fn is_unnamed(&self, actor: ActorIdx) -> bool {
        self.actor(actor).kind == ActorKind::Unnamed
    }

    /// Whether two actors are declared opponents.
    pub fn are_adversaries(&self, one: ActorIdx, other: ActorIdx) -> bool {
        self.actor(one).adversaries.binary_search(&other).is_ok()
    }

    /// The parties of an event: its own, or where it declares none those of the event it is part of.
    pub fn parties(&self, event: EventIdx) -> &[ActorIdx] {
        let mut event = self.event(event);
        while let (true, Some(whole)) = (event.parties.is_empty(), event.part_of) {
            event = self.event(whole);
        }
        &event.parties
    }

    /// Whether `part` is `whole` or lies within it.
    pub fn is_within(&self, part: EventIdx, whole: EventIdx) -> bool {
        std::iter::successors(Some(part), |&event| self.event(event).part_of)
            .any(|event| event == whole)
    }

    /// The number of a record among all records.
    pub fn node_index(&self, node: Node) -> NodeIdx {
        let (kind, at) = match node {
            Node::Actor(at) => (Kind::Actor, at.0),
            Node::Claim(at) => (Kind::Claim, at.0),
            Node::Event(at) => (Kind::Event, at.0),
            Node::Evidence(at) => (Kind::Evidence, at.0),
            Node::Report(at) => (Kind::Report, at.0),
            Node::Statement(at) => (Kind::Statement, at.0),
        };
        NodeIdx(self.starts[kind as usize] + at)
    }

    /// The record with this number.
    pub fn node(&self, index: NodeIdx) -> Node {
        let at = index.0;
        let [_, claims, events, evidence, reports, statements, _] = self.starts;
        if at >= statements {
            Node::Statement(StatementIdx(at - statements))
        } else if at < claims {
            Node::Actor(ActorIdx(at))
        } else if at < events {
            Node::Claim(ClaimIdx(at - claims))
        } else if at < evidence {
            Node::Event(EventIdx(at - events))
        } else if at < reports {
            Node::Evidence(EvidenceIdx(at - evidence))
        } else {
            Node::Report(ReportIdx(at - reports))
        }
    }

    /// How many records there are.
    pub fn node_count(&self) -> usize {
        self.starts[6] as usize
    }

    /// The id of a record.
    pub fn id(&self, node: impl Into<Node>) -> &str {
        self.ids.get(self.node_index(node.into()).at())
    }

    /// The id of a record, or of one whose id was made of its place as well, the name by which it is known after that
    /// was corrected: what it says.
    pub fn lasting_name(&self, node: impl Into<Node>) -> &str {
        let node = node.into();
        self.lasting().name(node).unwrap_or_else(|| self.id(node))
    }

    /// Finds the lasting names with all threads, before many are asked for. Not from within a parallel loop.
    pub fn derive_lasting_names(&self) {
        if self.lasting.get().is_none() {
            let statements = (0..self.statement_count() as u32).into_par_iter();
            let among = statements.map(StatementIdx);
            let are_numbered = self.ids.some_has(b'~');
            let among = among.filter(|&at| may_not_last(self, at, are_numbered));
            let among: Vec<_> = among.collect();
            let _ = self.lasting.set(Lasting::new(self, among));
        }
    }

    fn lasting(&self) -> &Lasting {
        self.lasting.get_or_init(|| {
            let statements = self.statements();
            let among = statements.filter(|&at| may_not_last(self, at, true));
            Lasting::new(self, among)
        })
    }

    /// Whether a text is an id or a lasting name of some record.
    pub fn knows(&self, name: &str) -> bool {
        self.find(name).is_some() || self.lasting().has(name)
    }

    /// Where a record is written; an actor that is only implied has no place.
    pub fn span(&self, node: impl Into<Node>) -> Option<Span> {
        match node.into() {
            Node::Actor(at) => self.actor(at).span,
            Node::Claim(at) => Some(self.claim(at).span),
            Node::Event(at) => Some(self.event(at).span),
            Node::Evidence(at) => Some(self.evidence(at).span),
            Node::Report(at) => Some(self.report(at).span),
            Node::Statement(at) => Some(self.statement_span(at)),
        }
    }

    /// The name of a record as shown to people; its id where it has none.
    pub fn name(&self, node: impl Into<Node>) -> &str {
        let node = node.into();
        let name = match node {
            Node::Actor(at) => self.actor(at).name.as_deref(),
            Node::Claim(at) => self.claim(at).name.as_deref(),
            Node::Event(at) => self.event(at).name.as_deref(),
            Node::Evidence(at) => self.evidence(at).name.as_deref(),
            Node::Report(at) => self.report(at).name.as_deref(),
            Node::Statement(_) => None,
        };
        name.unwrap_or_else(|| self.id(node))
    }

    /// Further fields of a record.
    pub fn remarks(&self, node: impl Into<Node>) -> Option<&Remarks> {
        match node.into() {
            Node::Actor(at) => self.actor(at).remarks.as_deref(),
            Node::Claim(at) => self.claim(at).remarks.as_deref(),
            Node::Event(at) => self.event(at).remarks.as_deref(),
            Node::Evidence(at) => self.evidence(at).remarks.as_deref(),
            Node::Report(at) => self.report(at).remarks.as_deref(),
            Node::Statement(at) => self.detail(at)?.remarks.as_deref(),
        }
    }

    /// The record with this id.
    ///
    /// Entities are found by bisection; the first look-up of a statement sorts the statements by id.
    pub fn find(&self, id: &str) -> Option<Node> {
        for kind in [
            Kind::Actor,
            Kind::Claim,
            Kind::Event,
            Kind::Evidence,
            Kind::Report,
        ] {
            let (start, end) = (self.starts[kind as usize], self.starts[kind as usize + 1]);
            let found = bisect(end - start, |at| {
                self.ids.get((start + at) as usize).cmp(id)
            });
            if let Some(at) = found {
                return Some(self.node(NodeIdx(start + at)));
            }
        }
        let start = self.starts[Kind::Statement as usize];
        let name = |at: u32| self.ids.get((start + at) as usize);
        let order = self.statement_order.get_or_init(|| {
            let mut order: Vec<u32> = (0..self.statement_count() as u32).collect();
            order.sort_unstable_by(|&one, &other| name(one).cmp(name(other)));
            order
        });
        bisect(order.len() as u32, |at| name(order[at as usize]).cmp(id))
            .map(|at| Node::Statement(StatementIdx(order[at as usize])))
    }

    /// Every id of a kind, in order of index.
    pub fn ids_of(&self, kind: Kind) -> impl Iterator<Item = &str> {
        let range = self.starts[kind as usize]..self.starts[kind as usize + 1];
        range.map(|at| self.ids.get(at as usize))
    }
}

fn bisect(length: u32, compare: impl Fn(u32) -> std::cmp::Ordering) -> Option<u32> {
    let (mut low, mut high) = (0, length);
    while low < high {
        let middle = low + (high - low) / 2;
        match compare(middle) {
            std::cmp::Ordering::Less => low = middle + 1,
            std::cmp::Ordering::Greater => high = middle,
            std::cmp::Ordering::Equal => return Some(middle),
        }
    }
    None
}

macro_rules! into_node {
    ($($index:ident => $kind:ident,)+) => {$(
        impl From<$index> for Node {
            fn from(index: $index) -> Node {
                Node::$kind(index)
            }
        }
    )+};
}

into_node! {
    ActorIdx => Actor,
    ClaimIdx => Claim,
    EventIdx => Event,
    EvidenceIdx => Evidence,
    ReportIdx => Report,
    StatementIdx => Statement,
}

impl From<Object> for Node {
    fn from(object: Object) -> Node {
        match object {
            Object::Claim(claim) => Node::Claim(claim),
            Object::Statement(statement) => Node::Statement(statement),
        }
    }
}
