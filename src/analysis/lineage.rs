//! The lineage graph `P` (semantics §2): what each statement rests on, down to its roots and their carriers.
//!
//! Citations of actors, reports and claims are resolved here to the statements that they may mean.
//! Linear in statements and resolved citations.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use rayon::prelude::*;

use super::digraph::Digraph;
use super::live::{Bearings, Life};
use crate::case::date::Date;
use crate::case::vocabulary::{Basis, Stance};
use crate::case::{
    ActorIdx, ClaimGraph, ClaimIdx, EvidenceIdx, Node, NodeIdx, ReportIdx, Rows, StatementIdx,
};

/// A node of the lineage graph: statements first, then the implied ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct LineageIdx(pub u32);

impl LineageIdx {
    /// The node as a position in a column.
    pub const fn at(self) -> usize {
        self.0 as usize
    }
}

/// What a node of the lineage graph is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineageNode {
    /// A statement of the case.
    Statement(StatementIdx),
    /// The undeclared statement that a dead-end citation stands for.
    Implied(Implied),
}

/// An undeclared statement that somebody cites and nobody recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Implied {
    /// Who is cited; for a report without a publisher nobody.
    pub speaker: Option<ActorIdx>,
    /// For what.
    pub claim: ClaimIdx,
    /// The report that is cited, where it has no known publisher.
    pub report: Option<ReportIdx>,
}

/// An edge of the lineage graph.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Citation {
    /// What is cited.
    pub to: LineageIdx,
    /// Which of the statement's citations, as written, this edge comes from.
    pub written: u32,
    /// Whether it carries support by kind and side (polarity); other edges matter for cycles only.
    pub carries: bool,
    /// Whether it is one of several statements that a cited actor, report or claim may mean.
    pub resolved: bool,
}

/// What must be right for a root to be worth anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Carrier {
    /// The speaker saw it or did it.
    Speaker(ActorIdx),
    /// The speaker is party to the event and declares no basis: taken as its own act.
    AssumedOwnAct(ActorIdx),
    /// An artefact that somebody outside its makers verified.
    Artefact {
        /// The artefact.
        evidence: EvidenceIdx,
        /// Who verified the claim on it.
        verifier: ActorIdx,
        /// When: the verifier's voices are those of that time.
        date: Date,
    },
    /// An artefact on its makers' word: producer, and releaser where there is one.
    Makers {
        /// The artefact.
        evidence: EvidenceIdx,
    },
    /// The custodian of the speaker.
    Custodian(ActorIdx),
    /// An artefact that somebody from outside is supposed to have verified (semantics §8).
    Supposed(EvidenceIdx),
    /// Not known; an artefact of unknown making is still on the line.
    Unknown(Option<EvidenceIdx>),
}

/// The lineage graph.
#[derive(Default)]
pub struct Lineage {
    statements: u32,
    implied: Vec<Implied>,
    /// For each implied statement the first one with the same unnamed source.
    sources: Vec<LineageIdx>,
    citations: Rows<Citation>,
    /// For each statement the one that holds its citations, as both cite the same; empty where each holds its own.
    holders: Vec<u32>,
    roots: Vec<bool>,
    dead_ends: Vec<(StatementIdx, u32, LineageIdx)>,
}

impl Digraph for Lineage {
    fn vertex_count(&self) -> usize {
        self.node_count()
    }

    fn edges(&self, from: u32) -> Range<usize> {
        if from < self.statements {
            self.citations.range(self.holder(LineageIdx(from)).at())
        } else {
            0..0
        }
    }

    fn target(&self, edge: usize) -> u32 {
        self.citations.items()[edge].to.0
    }
}

impl Lineage {
    /// How many nodes there are.
    pub fn node_count(&self) -> usize {
        self.statements as usize + self.implied.len()
    }

    /// Every node.
    pub fn nodes(&self) -> impl ExactSizeIterator<Item = LineageIdx> + Clone + use<> {
        (0..self.node_count() as u32).map(LineageIdx)
    }

    /// What a node is.
    pub fn node(&self, at: LineageIdx) -> LineageNode {
        match at.0.checked_sub(self.statements) {
            None => LineageNode::Statement(StatementIdx(at.0)),
            Some(implied) => LineageNode::Implied(self.implied[implied as usize]),
        }
    }

    /// The statement behind a node, unless it is implied.
    pub fn statement(&self, at: LineageIdx) -> Option<StatementIdx> {
        (at.0 < self.statements).then_some(StatementIdx(at.0))
    }

    /// The node of a statement.
    pub fn of(&self, statement: StatementIdx) -> LineageIdx {
        LineageIdx(statement.0)
    }

    /// What a statement cites, resolved. Implied statements cite nothing.
    pub fn citations(&self, at: LineageIdx) -> &[Citation] {
        if at.0 < self.statements {
            self.citations.row(self.holder(at).at())
        } else {
            &[]
        }
    }

    /// The node that holds the citations of a node: where many cite one premise, or one actor, for one claim, all that
    /// this means is held once. Two nodes with one holder have the same citations.
    pub fn holder(&self, at: LineageIdx) -> LineageIdx {
        self.holders
            .get(at.at())
            .map_or(at, |&held| LineageIdx(held))
    }

    /// Whether some nodes share their citations: whoever walks need follow them once only.
    pub fn has_holders(&self) -> bool {
        !self.holders.is_empty()
    }

    /// Takes from some nodes that a lineage may end there.
    pub(super) fn unroot(&mut self, nodes: &[LineageIdx]) {
        for node in nodes {
            self.roots[node.at()] = false;
        }
    }

    /// Whether a lineage may end here: the statement has a basis of its own, or nothing it cites carries support.
    pub fn is_root(&self, at: LineageIdx) -> bool {
        self.roots.get(at.at()).copied().unwrap_or(true)
    }

    /// The node that stands for the unnamed source behind an implied one: the publisher of one report is one source,
    /// for whichever claims the report is cited.
    pub fn source(&self, at: LineageIdx) -> LineageIdx {
        let place = at.0.checked_sub(self.statements);
        place.map_or(at, |place| self.sources[place as usize])
    }

    /// Citations of somebody who says nothing on the claim: the statement, which of its citations, what it stands for.
    pub fn dead_ends(&self) -> &[(StatementIdx, u32, LineageIdx)] {
        &self.dead_ends
    }

    /// Resolves every citation of every statement that was made by the as-of date, in parallel.
    pub fn new(graph: &ClaimGraph, life: &Life, bearings: &Bearings) -> Self {
        let resolver = Resolver {
            graph,
            life,
            bearings,
            candidates: Candidates::new(graph, life, bearings),
        };
        let count = graph.statement_count() as u32;
        let parts: Vec<Part> = (0..count.div_ceil(PART))
            .into_par_iter()
            .map(|part| resolver.part(part * PART..count.min((part + 1) * PART)))
            .collect();
        let mut lineage = Lineage {
            statements: count,
            roots: Vec::with_capacity(count as usize),
            ..Lineage::default()
        };
        let mut numbers: HashMap<Implied, LineageIdx> = HashMap::new();
        let mut publishers: HashMap<ReportIdx, LineageIdx> = HashMap::new();
        let mut citations = Vec::with_capacity(parts.len());
        for mut part in parts {
            lineage.roots.append(&mut part.roots);
            if !part.held.is_empty() && lineage.holders.is_empty() {
                lineage.holders = (0..count).collect();
            }
            for &(at, holder) in &part.held {
                lineage.holders[at as usize] = holder;
            }
            if part.dead_ends.is_empty() {
                citations.push(part.citations);
                continue;
            }
            let mut filled = part.dead_ends.into_iter();
            let (starts, mut edges) = part.citations.into_parts();
            for edge in edges.iter_mut().filter(|edge| edge.to == OPEN) {
                let Some((statement, implied)) = filled.next() else {
                    break;
                };
                edge.to = *numbers.entry(implied).or_insert_with(|| {
                    let to = LineageIdx(count + lineage.implied.len() as u32);
                    lineage.implied.push(implied);
                    let source = (implied.report)
                        .map_or(to, |report| *publishers.entry(report).or_insert(to));
                    lineage.sources.push(source);
                    to
                });
                lineage.dead_ends.push((statement, edge.written, edge.to));
            }
            citations.push(Rows::from_parts(starts, edges));
        }
        lineage.citations = Rows::concat(&citations);
        lineage
    }
}

/// What means more statements than this is resolved once for all who cite it for one claim.
const MANY: usize = 16;
/// Statements are resolved so many at a time.
const PART: u32 = 1 << 16;
/// The target of a dead end until implied statements are numbered.
const OPEN: LineageIdx = LineageIdx(u32::MAX);

/// The resolved citations of some statements.
#[derive(Default)]
struct Part {
    citations: Rows<Citation>,
    roots: Vec<bool>,
    /// What the open citations stand for, in their order.
    dead_ends: Vec<(StatementIdx, Implied)>,
    /// Statements of which another holds the citations, with that one.
    held: Vec<(u32, u32)>,
}

/// All on which it depends what the citations of a statement mean.
#[derive(PartialEq, Eq, Hash)]
struct Meaning {
    claim: Option<ClaimIdx>,
    /// Whether it speaks for the claim or against it, if either.
    side: Option<bool>,
    /// What somebody cited by name can have said by then.
    date: Date,
    cited: Vec<(u32, NodeIdx)>,
}

struct Resolver<'g> {
    graph: &'g ClaimGraph,
    life: &'g Life,
    bearings: &'g Bearings,
    candidates: Candidates,
}

impl Resolver<'_> {
    fn part(&self, statements: Range<u32>) -> Part {
        let mut part = Part {
            roots: Vec::with_capacity(statements.len()),
            ..Part::default()
        };
        let mut row = Vec::new();
        let mut known: HashMap<Meaning, (u32, bool)> = HashMap::new();
        let first = statements.start;
        for statement in statements.map(StatementIdx) {
            row.clear();
            let mut absent = false;
            if self.life.is_made(statement) && !self.life.is_taken(statement) {
                let meaning = self.meaning(statement);
                let held = meaning.as_ref().and_then(|meaning| known.get(meaning));
                if let Some(&(holder, absent)) = held {
                    let row = part.citations.row((holder - first) as usize);
                    part.roots.push(self.is_root(statement, row, absent));
                    part.citations.push([]);
                    part.held.push((statement.0, holder));
                    continue;
                }
                absent = self.citations_of(statement, &mut row, &mut part.dead_ends);
                if let Some(meaning) = meaning.filter(|_| row.iter().all(|edge| edge.to != OPEN)) {
                    known.insert(meaning, (statement.0, absent));
                }
            }
            part.roots.push(self.is_root(statement, &row, absent));
            part.citations.push(row.iter().copied());
        }
        part
    }

    /// What the citations of a statement mean, if that is much and others may cite the same.
    fn meaning(&self, statement: StatementIdx) -> Option<Meaning> {
        let graph = self.graph;
        let claim = graph.claim_of(statement);
        let (mut means, mut by_name) = (0, false);
        for &node in graph.cites(statement) {
            match graph.node(node) {
                Node::Evidence(_) | Node::Event(_) => {}
                Node::Statement(_) => means += 1,
                Node::Claim(premise) => {
                    let claims = self.bearings.supported_by(premise);
                    let many = claims.iter().map(|&on| graph.statement_range(on).len());
                    means += many.sum::<usize>();
                }
                named => {
                    by_name = true;
                    let claims = claim.map_or(&[][..], |on| self.bearings.supported_by(on));
                    let many = claims.iter().map(|&on| self.candidates.of(on, node).len());
                    means += many.sum::<usize>();
                    // Nobody cites itself: that depends on who cites.
                    let report = graph.report_of(statement).map(Node::Report);
                    if named == Node::Actor(graph.speaker(statement)) || Some(named) == report {
                        return None;
                    }
                }
            }
        }
        if means <= MANY {
            return None;
        }
        let stance = graph.stance(statement);
        let cited = (0u32..).zip(graph.cites(statement).iter().copied());
        let is_meant = |node| !matches!(graph.node(node), Node::Evidence(_) | Node::Event(_));
        Some(Meaning {
            claim,
            side: (stance.supports() || stance == Stance::Disputes).then(|| stance.supports()),
            date: match by_name {
                true => graph.date(statement),
                false => Date::UNKNOWN,
            },
            cited: cited.filter(|&(_, node)| is_meant(node)).collect(),
        })
    }

    /// Collects the edges of a statement; whether it cites by kind what carries and is not there: a claim that nobody
    /// supports, or what has not been said yet.
    fn citations_of(
        &self,
        statement: StatementIdx,
        row: &mut Vec<Citation>,
        dead_ends: &mut Vec<(StatementIdx, Implied)>,
    ) -> bool {
        let mut absent = false;
        for (written, &cited) in self.graph.cites(statement).iter().enumerate() {
            let written = written as u32;
            match self.graph.node(cited) {
                Node::Statement(to) if self.life.is_made(to) => {
                    self.push(statement, to, written, false, row);
                }
                Node::Statement(to) => absent |= self.carries(statement, to),
                Node::Report(report) if self.life.is_report_taken(report) => absent = true,
                Node::Actor(_) | Node::Report(_) => {
                    let dead_end = self.resolve(statement, cited, written, row);
                    dead_ends.extend(dead_end.map(|implied| (statement, implied)));
                }
                Node::Claim(claim) => {
                    absent |= self.premise(statement, claim, written, row);
                }
                Node::Evidence(_) | Node::Event(_) => {}
            }
        }
        absent
    }

    /// Polarity: whether a citation carries support by kind and side.
    fn carries(&self, statement: StatementIdx, to: StatementIdx) -> bool {
        self.graph.stance(to).carries() && !self.bearings.are_opposite(self.graph, statement, to)
    }

    fn push(
        &self,
        statement: StatementIdx,
        to: StatementIdx,
        written: u32,
        resolved: bool,
        row: &mut Vec<Citation>,
    ) {
        row.push(Citation {
            to: LineageIdx(to.0),
            written,
            carries: self.carries(statement, to),
            resolved,
        });
    }

    /// A cited actor or report means its latest statements on the claim that are not later than the citation.
    /// Where there is none, the citation stays open, and what it stands for is returned.
    fn resolve(
        &self,
        statement: StatementIdx,
        cited: NodeIdx,
        written: u32,
        row: &mut Vec<Citation>,
    ) -> Option<Implied> {
        let claim = self.graph.claim_of(statement)?;
        let date = self.graph.date(statement);
        let mut found: Vec<StatementIdx> = Vec::new();
        for &claim in self.bearings.supported_by(claim) {
            let candidates = self.candidates.of(claim, cited).iter().copied();
            found.extend(candidates.filter(|&candidate| {
                candidate != statement && !self.graph.date(candidate).surely_after(date)
            }));
        }
        if found.is_empty() {
            row.push(Citation {
                to: OPEN,
                written,
                carries: true,
                resolved: false,
            });
            return Some(self.implied(claim, cited));
        }
        let undated = |at: StatementIdx| {
            let date = self.graph.date(at);
            date.is_unknown() || date.has_open_start()
        };
        let newest = found
            .iter()
            .filter(|&&at| !undated(at))
            .map(|&at| self.graph.date(at).earliest())
            .max()
            .unwrap_or(i64::MIN);
        found.retain(|&at| undated(at) || self.graph.date(at).latest() >= newest);
        found.sort_unstable();
        for to in found {
            self.push(statement, to, written, true, row);
        }
        None
    }

    /// What somebody who says nothing on a claim is cited for.
    fn implied(&self, claim: ClaimIdx, cited: NodeIdx) -> Implied {
        let (speaker, report) = match self.graph.node(cited) {
            Node::Report(report) => match self.graph.report(report).publisher {
                Some(publisher) => (Some(publisher), None),
                None => (None, Some(report)),
            },
            Node::Actor(actor) => (Some(actor), None),
            _ => (None, None),
        };
        Implied {
            speaker,
            claim,
            report,
        }
    }

    /// A premise is the whole live support of a claim; whether it would carry, were there any.
    fn premise(
        &self,
        statement: StatementIdx,
        premise: ClaimIdx,
        written: u32,
        row: &mut Vec<Citation>,
    ) -> bool {
        for &claim in self.bearings.supported_by(premise) {
            for to in self.graph.statements_on(claim) {
                if self.life.is_live(to) && self.graph.stance(to).supports() {
                    self.push(statement, to, written, true, row);
                }
            }
        }
        !self
            .bearings
            .is_claim_opposite(self.graph, statement, premise)
    }

    fn is_root(&self, statement: StatementIdx, row: &[Citation], absent: bool) -> bool {
        let graph = self.graph;
        let carried = absent || row.iter().any(|edge| edge.carries);
        let evidence = graph
            .cites(statement)
            .iter()
            .any(|&node| matches!(graph.node(node), Node::Evidence(_)));
        match graph.basis(statement) {
            Some(Basis::Inferred) => !carried && !evidence,
            Some(Basis::Witnessed | Basis::OwnAct | Basis::Documented | Basis::Custody) => true,
            Some(Basis::Told) | None => evidence || !carried,
        }
    }
}

/// Statements by claim and by the actor or report that somebody cites for it.
struct Candidates {
    found: HashMap<(ClaimIdx, NodeIdx), Vec<StatementIdx>>,
}

impl Candidates {
    /// Two passes: which pairs are asked for, then which statements answer to them.
    fn new(graph: &ClaimGraph, life: &Life, bearings: &Bearings) -> Self {
        let mut found: HashMap<(ClaimIdx, NodeIdx), Vec<StatementIdx>> = HashMap::new();
        let mut claims = BTreeSet::new();
        for statement in graph.statements() {
            let Some(claim) = graph.claim_of(statement) else {
                continue;
            };
            for &cited in graph.cites(statement) {
                if matches!(graph.node(cited), Node::Actor(_) | Node::Report(_)) {
                    for &claim in bearings.supported_by(claim) {
                        found.entry((claim, cited)).or_default();
                        claims.insert(claim);
                    }
                }
            }
        }
        for claim in claims {
            for statement in graph.statements_on(claim) {
                // What an actor does not say is nothing that one could cite it for.
                let said = !matches!(graph.stance(statement), Stance::Retracts);
                if !life.is_made(statement) || !said {
                    continue;
                }
                let actor = graph.node_index(Node::Actor(graph.speaker(statement)));
                let report = graph
                    .report_of(statement)
                    .map(|report| graph.node_index(Node::Report(report)));
                for key in std::iter::once(actor).chain(report) {
                    if let Some(list) = found.get_mut(&(claim, key)) {
                        list.push(statement);
                    }
                }
            }
        }
        Candidates { found }
    }

    fn of(&self, claim: ClaimIdx, cited: NodeIdx) -> &[StatementIdx] {
        self.found.get(&(claim, cited)).map_or(&[], Vec::as_slice)
    }
}
