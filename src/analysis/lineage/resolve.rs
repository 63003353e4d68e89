//! What each citation means (semantics §2): actors, reports and claims are resolved to the statements that somebody who
//! cites them may mean.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use super::super::bearings::Bearings;
use super::super::live::Life;
use super::{Citation, Implied, LineageIdx};
use crate::case::date::Date;
use crate::case::vocabulary::{Basis, Stance};
use crate::case::{ClaimGraph, ClaimIdx, Node, NodeIdx, Rows, StatementIdx};

/// What means more statements than this is resolved once for all who cite it for one claim, or for any on which nothing
/// else bears.
const MANY: usize = 16;
/// Statements are resolved so many at a time.
pub(super) const PART: u32 = 1 << 16;
/// The target of a dead end until implied statements are numbered.
pub(super) const OPEN: LineageIdx = LineageIdx(u32::MAX);

/// The resolved citations of some statements.
#[derive(Default)]
pub(super) struct Part {
    pub citations: Rows<Citation>,
    pub roots: Vec<bool>,
    /// What the open citations stand for, in their order.
    pub dead_ends: Vec<(StatementIdx, Implied)>,
    /// Statements of which another holds the citations, with that one.
    pub held: Vec<(u32, u32)>,
}

/// All on which it depends what the citations of a statement mean.
#[derive(PartialEq, Eq, Hash)]
struct Meaning {
    /// The claim that is spoken on, where it matters.
    claim: Option<ClaimIdx>,
    /// Whether it speaks for the claim or against it, if either.
    side: Option<Side>,
    /// Whether it is inferred: an inference answers nobody.
    is_inferred: bool,
    /// What somebody cited by name can have said by then.
    date: Date,
    cited: Vec<(u32, NodeIdx)>,
}

/// The sides of a claim.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Side {
    For,
    Against,
}

impl Side {
    fn of(stance: Stance) -> Option<Self> {
        match stance {
            Stance::Disputes => Some(Side::Against),
            _ => stance.supports().then_some(Side::For),
        }
    }

    fn other(self) -> Self {
        match self {
            Side::For => Side::Against,
            Side::Against => Side::For,
        }
    }
}

pub(super) struct Resolver<'g> {
    graph: &'g ClaimGraph,
    life: &'g Life,
    bearings: &'g Bearings,
    candidates: Candidates,
}

impl<'g> Resolver<'g> {
    /// Linear in statements.
    pub fn new(graph: &'g ClaimGraph, life: &'g Life, bearings: &'g Bearings) -> Self {
        Resolver {
            graph,
            life,
            bearings,
            candidates: Candidates::new(graph, life, bearings),
        }
    }

    /// The resolved citations of some statements.
    pub fn part(&self, statements: Range<u32>) -> Part {
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
        let side = Side::of(graph.stance(statement));
        let (mut means, mut by_name) = (0, false);
        // Premises mean the same for every claim that has to do with none of them.
        let mut for_any = claim.is_none_or(|on| self.bearings.is_alone(on));
        for &node in graph.cites(statement) {
            match graph.node(node) {
                Node::Evidence(_) | Node::Event(_) => {}
                Node::Statement(_) => {
                    means += 1;
                    for_any = false;
                }
                Node::Claim(premise) => {
                    for_any &= claim != Some(premise);
                    let claims = self.bearings.supported_by(premise);
                    let many = claims.iter().map(|on| graph.statement_range(on).len());
                    means += many.sum::<usize>();
                }
                named => {
                    (by_name, for_any) = (true, false);
                    means += claim.map_or(0, |on| self.candidates(on, node, side).len());
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
        let cited = (0u32..).zip(graph.cites(statement).iter().copied());
        let is_meant = |node| !matches!(graph.node(node), Node::Evidence(_) | Node::Event(_));
        Some(Meaning {
            claim: claim.filter(|_| !for_any),
            side,
            is_inferred: graph.basis(statement) == Some(Basis::Inferred),
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
        let side = Side::of(self.graph.stance(statement));
        let mut found = self.candidates(claim, cited, side).into_owned();
        found.retain(|&candidate| {
            candidate != statement && !self.graph.date(candidate).surely_after(date)
        });
        self.keep_meant(statement, claim, &mut found);
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
        // A claim may bear on another in more than one way.
        found.sort_unstable();
        found.dedup();
        for to in found {
            self.push(statement, to, written, true, row);
        }
        None
    }

    /// Of what somebody said that bears on a claim, what a statement on that claim can mean: what stands on its own
    /// side, else what it answers, on the other; an inference answers nothing.
    fn keep_meant(&self, statement: StatementIdx, claim: ClaimIdx, found: &mut Vec<StatementIdx>) {
        let graph = self.graph;
        let Some(own) = Side::of(graph.stance(statement)) else {
            return;
        };
        // Who denies what is stronger says nothing of what is weaker.
        let stands = |side: Side, at: StatementIdx| match side {
            Side::For => self.bearings.supports(graph, at, claim),
            Side::Against => self.bearings.denies(graph, at, claim),
        };
        let is_inferred = graph.basis(statement) == Some(Basis::Inferred);
        let is_own_meant = is_inferred || found.iter().any(|&at| stands(own, at));
        let side = if is_own_meant { own } else { own.other() };
        found.retain(|&at| stands(side, at));
    }

    /// What somebody who is cited by name says on a claim or on one that entails it; for who denies it also what
    /// denies it from elsewhere, in no order.
    fn candidates(
        &self,
        claim: ClaimIdx,
        cited: NodeIdx,
        side: Option<Side>,
    ) -> Cow<'_, [StatementIdx]> {
        let candidates = &self.candidates;
        if self.bearings.is_alone(claim) {
            let found = candidates.on_it.get(&(claim, cited));
            return found.map_or(&[][..], Vec::as_slice).into();
        }
        let bearings = self.bearings;
        let mut claims = vec![bearings.supported_by(claim)];
        if side == Some(Side::Against) {
            claims.extend([bearings.denied_with(claim), bearings.denied_by(claim)]);
        }
        let all = candidates
            .anywhere
            .get(&cited)
            .map_or(&[][..], Vec::as_slice);
        if all.len() <= claims.iter().map(|claims| claims.len()).sum() {
            let bears = |at: &StatementIdx| {
                let on = self.graph.claim_of(*at);
                on.is_some_and(|on| claims.iter().any(|claims| claims.contains(on)))
            };
            return all.iter().copied().filter(bears).collect();
        }
        let of_claim = |claim| {
            let range = self.graph.statement_range(claim);
            let place = |number| all.partition_point(|at| at.0 < number);
            all[place(range.start)..place(range.end)].iter().copied()
        };
        let claims = claims.iter().flat_map(|claims| claims.iter());
        claims.flat_map(of_claim).collect()
    }

    /// What somebody who says nothing on a claim is cited for. What a report that is supposed to be gone is cited for
    /// goes with it, and is not its publisher's word.
    fn implied(&self, claim: ClaimIdx, cited: NodeIdx) -> Implied {
        let (speaker, report) = match self.graph.node(cited) {
            Node::Report(report) => match self.graph.report(report).publisher {
                Some(publisher) => {
                    let is_taken = self.life.is_report_taken(report);
                    (Some(publisher), is_taken.then_some(report))
                }
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
        let first = row.len();
        for claim in self.bearings.supported_by(premise).iter() {
            for to in self.graph.statements_on(claim) {
                if self.life.is_live(to) && self.graph.stance(to).supports() {
                    self.push(statement, to, written, true, row);
                }
            }
        }
        row[first..].sort_unstable_by_key(|edge| edge.to);
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

/// Statements by the actor or report that somebody cites for a claim.
struct Candidates {
    /// Those on a claim on which no other bears.
    on_it: HashMap<(ClaimIdx, NodeIdx), Vec<StatementIdx>>,
    /// All statements of those who are cited for other claims, sorted.
    anywhere: HashMap<NodeIdx, Vec<StatementIdx>>,
}

impl Candidates {
    /// Two passes: who is asked for on which claim, then which statements answer to that.
    fn new(graph: &ClaimGraph, life: &Life, bearings: &Bearings) -> Self {
        let mut candidates = Candidates {
            on_it: HashMap::new(),
            anywhere: HashMap::new(),
        };
        let mut claims = BTreeSet::new();
        for statement in graph.statements() {
            let Some(claim) = graph.claim_of(statement) else {
                continue;
            };
            for &cited in graph.cites(statement) {
                if !matches!(graph.node(cited), Node::Actor(_) | Node::Report(_)) {
                    continue;
                }
                if bearings.is_alone(claim) {
                    candidates.on_it.entry((claim, cited)).or_default();
                    claims.insert(claim);
                } else {
                    candidates.anywhere.entry(cited).or_default();
                }
            }
        }
        let answering = |statement: StatementIdx| {
            // Who asks, is silent, declines or retracts says nothing that one could cite.
            let said = life.is_made(statement) && graph.stance(statement).carries();
            let actor = Node::Actor(graph.speaker(statement));
            let report = graph.report_of(statement).map(Node::Report);
            let both = std::iter::once(actor).chain(report).filter(move |_| said);
            both.map(|node| graph.node_index(node))
        };
        for claim in claims {
            for statement in graph.statements_on(claim) {
                for node in answering(statement) {
                    if let Some(list) = candidates.on_it.get_mut(&(claim, node)) {
                        list.push(statement);
                    }
                }
            }
        }
        if !candidates.anywhere.is_empty() {
            for statement in graph.statements() {
                for node in answering(statement) {
                    if let Some(list) = candidates.anywhere.get_mut(&node) {
                        list.push(statement);
                    }
                }
            }
        }
        candidates
    }
}
