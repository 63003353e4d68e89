//! The case as the checker reads it: what is live, what cites what, who speaks for whom, and what rests on a root.
//!
//! Written from the definitions (semantics §§1–3 and 5), for clearness rather than speed, and apart from `analysis`: an
//! error there is not repeated here. Linear in statements and resolved citations, but for the voices of actors.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use crate::case::date::Date;
use crate::case::graph::{Object, Tie};
use crate::case::vocabulary::{Basis, Role, Stance};
use crate::case::{
    ActorIdx, ClaimGraph, ClaimIdx, EvidenceIdx, Node as Record, NodeIdx, ReportIdx, StatementIdx,
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
    Artefact(EvidenceIdx, ActorIdx),
    Makers(EvidenceIdx),
    Custodian(ActorIdx),
    Unknown(Option<EvidenceIdx>),
}

impl Carrier {
    pub fn is_known(self) -> bool {
        !matches!(self, Carrier::Unknown(_))
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
            entailing: HashMap::new(),
            cyclic: OnceCell::new(),
        };
        reading.read_ties();
        reading.made = graph.statements().map(|at| reading.was_made(at)).collect();
        reading.live = reading.not_taken_back();
        reading.read_entailments();
        reading.read_citations();
        reading.grounded = reading.least_fixpoint();
        reading
    }

    // What counts, and for what (§1).

    fn was_made(&self, at: StatementIdx) -> bool {
        let Some(as_of) = self.assumed.as_of else {
            return true;
        };
        let own = self.graph.date(at);
        let published = |report| self.graph.report(report).date;
        let date = match own.is_unknown() {
            true => self.graph.report_of(at).map_or(own, published),
            false => own,
        };
        date.is_unknown() || date.latest() <= as_of.latest()
    }

    /// A retraction takes back its speaker's statements on the same object that are not surely later, and the statement
    /// that it names. Of two retractions that would take each other back the later one stands.
    fn not_taken_back(&self) -> Vec<bool> {
        let graph = self.graph;
        let when = |at: StatementIdx| {
            let date = graph.date(at);
            let published = graph.report_of(at).map(|report| graph.report(report).date);
            let date = match date.is_unknown() {
                true => published.unwrap_or(date),
                false => date,
            };
            match date.is_unknown() {
                true => i64::MIN,
                false => date.latest(),
            }
        };
        let mut retractions: Vec<(i64, StatementIdx)> = graph
            .statements()
            .filter(|&at| graph.stance(at) == Stance::Retracts && self.made[at.at()])
            .map(|at| (when(at), at))
            .collect();
        retractions.sort_unstable();
        let on_statements: Vec<StatementIdx> = (graph.statements())
            .filter(|&at| graph.claim_of(at).is_none())
            .collect();
        let mut live = self.made.clone();
        for nth in (0..retractions.len()).rev() {
            let (_, by) = retractions[nth];
            if !live[by.at()] {
                continue;
            }
            let same_object: Vec<StatementIdx> = match graph.object(by) {
                Object::Claim(claim) => graph.statements_on(claim).collect(),
                object => (on_statements.iter().copied())
                    .filter(|&at| graph.object(at) == object)
                    .collect(),
            };
            let named = match graph.object(by) {
                Object::Statement(named) => Some(named),
                Object::Claim(_) => None,
            };
            for at in same_object.into_iter().chain(named) {
                let stands = retractions[nth..].iter().any(|&(_, later)| later == at);
                let own = graph.speaker(at) == graph.speaker(by);
                if own && !stands && !graph.date(at).surely_after(graph.date(by)) {
                    live[at.at()] = false;
                }
            }
        }
        live
    }

    fn read_entailments(&mut self) {
        for claim in self.graph.claims() {
            if !self.graph.links(claim).entailed_by.is_empty() {
                let found = self.follow([claim], |claim| &self.graph.links(claim).entailed_by);
                self.entailing.insert(claim, Rc::new(found));
            }
        }
    }

    fn follow<'c>(
        &self,
        start: impl IntoIterator<Item = ClaimIdx>,
        next: impl Fn(ClaimIdx) -> &'c [ClaimIdx],
    ) -> BTreeSet<ClaimIdx> {
        let mut open: Vec<ClaimIdx> = start.into_iter().collect();
        let mut found: BTreeSet<ClaimIdx> = open.iter().copied().collect();
        while let Some(claim) = open.pop() {
            open.extend(next(claim).iter().filter(|&&to| found.insert(to)));
        }
        found
    }

    /// The claim and those that entail it: their support is its support.
    fn supporters(&self, claim: ClaimIdx) -> Rc<BTreeSet<ClaimIdx>> {
        match self.entailing.get(&claim) {
            Some(found) => Rc::clone(found),
            None => Rc::new(BTreeSet::from([claim])),
        }
    }

    /// The claim and those that it entails: who disputes them disputes it.
    pub fn entailed(&self, claim: ClaimIdx) -> BTreeSet<ClaimIdx> {
        self.follow([claim], |claim| &self.graph.links(claim).entails)
    }

    /// The claims whose support is denial of this one.
    pub fn excluding(&self, claim: ClaimIdx) -> BTreeSet<ClaimIdx> {
        let opposed = self.entailed(claim).into_iter();
        let opposed = opposed.flat_map(|claim| self.graph.links(claim).opposes.iter().copied());
        self.follow(opposed, |claim| &self.graph.links(claim).entailed_by)
    }

    fn live_on<'s>(
        &'s self,
        claims: &BTreeSet<ClaimIdx>,
        wanted: impl Fn(Stance) -> bool + 's,
    ) -> Vec<StatementIdx> {
        let on = claims
            .iter()
            .flat_map(|&claim| self.graph.statements_on(claim));
        on.filter(|&at| self.is_live(at) && wanted(self.graph.stance(at)))
            .collect()
    }

    /// `Support(claim)`.
    pub fn support(&self, claim: ClaimIdx) -> Vec<StatementIdx> {
        self.live_on(&self.supporters(claim), Stance::supports)
    }

    /// `Denial(claim)`.
    pub fn denial(&self, claim: ClaimIdx) -> Vec<StatementIdx> {
        let mut found = self.live_on(&self.entailed(claim), |stance| stance == Stance::Disputes);
        found.extend(self.live_on(&self.excluding(claim), Stance::supports));
        found.sort_unstable();
        found
    }

    /// Live statements of other stances on the claim itself that are neither.
    pub fn reservations(&self, claim: ClaimIdx) -> Vec<StatementIdx> {
        self.live_on(&BTreeSet::from([claim]), |stance| {
            matches!(
                stance,
                Stance::Questions | Stance::Silent | Stance::Declines
            )
        })
    }

    pub fn is_made(&self, at: StatementIdx) -> bool {
        self.made[at.at()]
    }

    pub fn is_live(&self, at: StatementIdx) -> bool {
        self.live[at.at()]
    }

    // What rests on what (§2).

    fn sides_differ(&self, citing: StatementIdx, cited_claim: ClaimIdx, disputes: bool) -> bool {
        let Some(claim) = self.graph.claim_of(citing) else {
            return false;
        };
        match (self.graph.stance(citing), disputes) {
            (Stance::Disputes, true) => false,
            (Stance::Disputes, false) => self.supporters(claim).contains(&cited_claim),
            (stance, true) if stance.supports() => self.entailed(claim).contains(&cited_claim),
            (stance, false) if stance.supports() => {
                let related = !self.graph.links(claim).opposes.is_empty()
                    || !self.graph.links(claim).entails.is_empty();
                related && self.excluding(claim).contains(&cited_claim)
            }
            _ => false,
        }
    }

    /// Polarity of a citation of a statement.
    fn carries(&self, citing: StatementIdx, cited: StatementIdx) -> bool {
        let stance = self.graph.stance(cited);
        let speaks = stance.supports() || stance == Stance::Disputes;
        let disputes = stance == Stance::Disputes;
        let opposite = |on| self.sides_differ(citing, on, disputes);
        speaks && !self.graph.claim_of(cited).is_some_and(opposite)
    }

    fn read_citations(&mut self) {
        let mut numbers: BTreeMap<Unrecorded, NodeNumber> = BTreeMap::new();
        let candidates = self.candidates();
        for at in self.graph.statements() {
            let mut row = Vec::new();
            let mut open_premise = false;
            if self.is_made(at) {
                for (written, &cited) in self.graph.cites(at).iter().enumerate() {
                    let edge = |to: StatementIdx| Edge {
                        to: to.0,
                        written: written as u32,
                        carries: self.carries(at, to),
                    };
                    match self.graph.node(cited) {
                        Record::Statement(to) if self.is_made(to) => row.push(edge(to)),
                        Record::Statement(to) => open_premise |= self.carries(at, to),
                        Record::Claim(claim) => {
                            row.extend(self.support(claim).into_iter().map(edge));
                            open_premise |= !self.sides_differ(at, claim, false);
                        }
                        Record::Actor(_) | Record::Report(_) => {
                            let Some(claim) = self.graph.claim_of(at) else {
                                continue;
                            };
                            let meant = self.meant(at, claim, cited, &candidates);
                            if meant.is_empty() {
                                let unrecorded = self.unrecorded_of(cited, claim);
                                let first = self.graph.statement_count() as u32;
                                let next = first + numbers.len() as u32;
                                row.push(Edge {
                                    to: *numbers.entry(unrecorded).or_insert(next),
                                    written: written as u32,
                                    carries: true,
                                });
                            }
                            row.extend(meant.into_iter().map(edge));
                        }
                        Record::Evidence(_) | Record::Event(_) => {}
                    }
                }
            }
            let carried = open_premise || row.iter().any(|edge| edge.carries);
            let shown = self.artefacts(at).next().is_some();
            self.roots.push(match self.graph.basis(at) {
                Some(Basis::Inferred) => !carried && !shown,
                Some(Basis::Told) | None => shown || !carried,
                Some(_) => true,
            });
            self.edges.push(row);
        }
        let mut unrecorded: Vec<(NodeNumber, Unrecorded)> = numbers
            .into_iter()
            .map(|(what, number)| (number, what))
            .collect();
        unrecorded.sort_unstable();
        self.unrecorded = unrecorded.into_iter().map(|(_, what)| what).collect();
    }

    /// Whatever can be meant by citing an actor or a report for a claim; only for pairs that somebody cites.
    fn candidates(&self) -> HashMap<(ClaimIdx, NodeIdx), Vec<StatementIdx>> {
        let graph = self.graph;
        let mut found: HashMap<(ClaimIdx, NodeIdx), Vec<StatementIdx>> = HashMap::new();
        for at in graph.statements() {
            let Some(claim) = graph.claim_of(at) else {
                continue;
            };
            for &cited in graph.cites(at) {
                if matches!(graph.node(cited), Record::Actor(_) | Record::Report(_)) {
                    for &claim in self.supporters(claim).iter() {
                        found.entry((claim, cited)).or_default();
                    }
                }
            }
        }
        for at in graph.statements() {
            let Some(claim) = graph.claim_of(at) else {
                continue;
            };
            if !self.is_made(at) || graph.stance(at) == Stance::Retracts {
                continue;
            }
            let actor = Some(Record::Actor(graph.speaker(at)));
            let report = graph.report_of(at).map(Record::Report);
            for record in actor.into_iter().chain(report) {
                if let Some(list) = found.get_mut(&(claim, graph.node_index(record))) {
                    list.push(at);
                }
            }
        }
        found
    }

    /// The latest of its statements on the claim, or one that entails it, that are not surely later than the citation.
    fn meant(
        &self,
        at: StatementIdx,
        claim: ClaimIdx,
        cited: NodeIdx,
        candidates: &HashMap<(ClaimIdx, NodeIdx), Vec<StatementIdx>>,
    ) -> Vec<StatementIdx> {
        let date = |at: StatementIdx| self.graph.date(at);
        let mut found: Vec<StatementIdx> = Vec::new();
        for &claim in self.supporters(claim).iter() {
            let listed = candidates.get(&(claim, cited)).into_iter().flatten();
            found.extend(listed.filter(|&&to| to != at && !date(to).surely_after(date(at))));
        }
        let open = |at| date(at).is_unknown() || date(at).has_open_start();
        let dated = found.iter().filter(|&&at| !open(at));
        let newest = dated.map(|&at| date(at).earliest()).max();
        found.retain(|&at| open(at) || newest.is_none_or(|newest| date(at).latest() >= newest));
        found.sort_unstable();
        found
    }

    fn unrecorded_of(&self, cited: NodeIdx, claim: ClaimIdx) -> Unrecorded {
        let (speaker, report) = match self.graph.node(cited) {
            Record::Actor(actor) => (Some(actor), None),
            Record::Report(report) => match self.graph.report(report).publisher {
                Some(publisher) => (Some(publisher), None),
                None => (None, Some(report)),
            },
            _ => (None, None),
        };
        Unrecorded {
            speaker,
            report,
            claim,
        }
    }

    pub fn statement(&self, node: NodeNumber) -> Option<StatementIdx> {
        ((node as usize) < self.graph.statement_count()).then_some(StatementIdx(node))
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

    // Who is behind it (§§2 and 3).

    pub fn speaker(&self, node: NodeNumber) -> (Option<ActorIdx>, Date) {
        match self.statement(node) {
            Some(at) => (Some(self.graph.speaker(at)), self.graph.date(at)),
            None => {
                let place = node as usize - self.graph.statement_count();
                (self.unrecorded[place].speaker, Date::UNKNOWN)
            }
        }
    }

    pub fn is_unnamed(&self, node: NodeNumber) -> bool {
        let speaker = self.speaker(node).0;
        speaker.is_none_or(|actor| self.graph.is_unnamed(actor))
    }

    fn read_ties(&mut self) {
        for actor in self.graph.actors() {
            for tie in self.graph.ties(actor) {
                if !self.assumed.joining.contains(&tie.role) {
                    continue;
                }
                self.ties[actor.at()].push(*tie);
                if tie.role == Role::AlignedWith {
                    self.ties[tie.to.at()].push(Tie { to: actor, ..*tie });
                }
            }
        }
    }

    /// Everybody an actor speaks for at a time.
    pub fn voices(&self, actor: ActorIdx, when: Date, ties: Ties) -> BTreeSet<ActorIdx> {
        let mut found = BTreeSet::from([actor]);
        let mut open = vec![actor];
        while let Some(from) = open.pop() {
            let held = self.ties[from.at()]
                .iter()
                .filter(|tie| held(tie, when, ties));
            open.extend(held.map(|tie| tie.to).filter(|&to| found.insert(to)));
        }
        found
    }

    fn voice_labels(&self, actor: ActorIdx, when: Date, ties: Ties) -> Labels {
        let voices = self.voices(actor, when, ties);
        voices.into_iter().map(Label::Voice).collect()
    }

    fn are_joined(&self, one: (ActorIdx, Date), other: (ActorIdx, Date), ties: Ties) -> bool {
        let first = self.voices(one.0, one.1, ties);
        !first.is_disjoint(&self.voices(other.0, other.1, ties))
    }

    /// What a node puts on every line through it.
    pub fn node_labels(&self, node: NodeNumber, ties: Ties) -> Labels {
        match self.speaker(node) {
            (Some(actor), when) => self.voice_labels(actor, when, ties),
            (None, _) => Labels::from([Label::Nameless(self.source(node))]),
        }
    }

    /// The first node with the same unnamed source: the publisher of one report is one, whatever it is cited for.
    fn source(&self, node: NodeNumber) -> NodeNumber {
        let first = self.graph.statement_count();
        let report = |place: usize| self.unrecorded[place].report;
        let own = node as usize - first;
        let places = 0..self.unrecorded.len();
        let same = |&place: &usize| report(place).is_some() && report(place) == report(own);
        (first + places.into_iter().find(same).unwrap_or(own)) as u32
    }

    /// Whether two speakers are declared opponents, or answer to such.
    pub fn are_opposed(&self, one: NodeNumber, other: NodeNumber) -> bool {
        let reach = |node| match self.speaker(node) {
            (Some(actor), when) => self.voices(actor, when, Ties::Sure),
            (None, _) => BTreeSet::new(),
        };
        let (one, other) = (reach(one), reach(other));
        one.iter()
            .any(|&a| other.iter().any(|&b| self.graph.are_adversaries(a, b)))
    }

    /// Whether the speaker has opponents, or answers to somebody who has.
    pub fn has_opponents(&self, node: NodeNumber) -> bool {
        let (Some(actor), when) = self.speaker(node) else {
            return false;
        };
        let voices = self.voices(actor, when, Ties::Sure);
        let opposed = |&voice: &ActorIdx| !self.graph.actor(voice).adversaries.is_empty();
        voices.iter().any(opposed)
    }

    /// The carriers of a root, alternatives; none where the node is no root.
    pub fn carriers(&self, node: NodeNumber, ties: Ties) -> Vec<Carrier> {
        if !self.is_root(node) {
            return Vec::new();
        }
        let Some(at) = self.statement(node) else {
            return vec![Carrier::Unknown(None)];
        };
        let basis = self.graph.basis(at);
        let mut found = Vec::new();
        if basis != Some(Basis::Inferred) {
            let shown = self.artefacts(at);
            found.extend(shown.flat_map(|evidence| self.artefact_carriers(at, evidence, ties)));
        }
        if found.is_empty() {
            found.push(self.own_carrier(at, basis));
        }
        found
    }

    fn own_carrier(&self, at: StatementIdx, basis: Option<Basis>) -> Carrier {
        let speaker = self.graph.speaker(at);
        if self.graph.is_unnamed(speaker) {
            return Carrier::Unknown(None);
        }
        match basis {
            Some(Basis::Witnessed | Basis::OwnAct) => Carrier::Speaker(speaker),
            Some(Basis::Custody) => {
                let sure = self.custodians(at, Ties::Sure);
                let only = (sure.len() == 1 && sure == self.custodians(at, Ties::Possible))
                    .then(|| sure.into_iter().next())
                    .flatten();
                match only {
                    Some(only) if !self.graph.is_unnamed(only) => Carrier::Custodian(only),
                    _ => Carrier::Unknown(None),
                }
            }
            None if self.is_own_act(at) => Carrier::AssumedOwnAct(speaker),
            _ => Carrier::Unknown(None),
        }
    }

    fn custodians(&self, at: StatementIdx, ties: Ties) -> BTreeSet<ActorIdx> {
        if let Some(declared) = self.graph.detail(at).and_then(|detail| detail.custodian) {
            return BTreeSet::from([declared]);
        }
        let date = self.graph.date(at);
        let own = self.graph.ties(self.graph.speaker(at)).iter();
        own.filter(|tie| tie.role == Role::InCustodyOf && held(tie, date, ties))
            .map(|tie| tie.to)
            .collect()
    }

    fn is_own_act(&self, at: StatementIdx) -> bool {
        if !self.assumed.own_acts || self.graph.is_relay(at) {
            return false;
        }
        let Some(claim) = self.graph.claim_of(at) else {
            return false;
        };
        let (speaker, date) = (self.graph.speaker(at), self.graph.date(at));
        let events = self.graph.links(claim).events.iter();
        let mut parties = events.flat_map(|&event| self.graph.parties(event));
        parties.any(|&party| self.are_joined((speaker, date), (party, date), Ties::Sure))
    }

    /// The carriers that an artefact offers to a statement that cites it.
    pub fn artefact_carriers(
        &self,
        at: StatementIdx,
        evidence: EvidenceIdx,
        ties: Ties,
    ) -> Vec<Carrier> {
        let record = self.graph.evidence(evidence);
        let mut found = Vec::new();
        for entry in &record.verified {
            let dated = !entry.date.is_unknown();
            let later = |as_of: Date| dated && entry.date.latest() > as_of.latest();
            let when = if dated {
                entry.date
            } else {
                self.graph.date(at)
            };
            let outside = |maker: Option<ActorIdx>| {
                let joined = |maker| self.are_joined((entry.by, when), (maker, record.date), ties);
                !maker.is_some_and(joined)
            };
            let verified = entry.claims.iter().any(|&claim| self.says(at, claim));
            if !self.assumed.as_of.is_some_and(later)
                && !self.graph.is_unnamed(entry.by)
                && verified
                && outside(record.producer)
                && outside(record.released_by)
            {
                found.push(Carrier::Artefact(evidence, entry.by));
            }
        }
        if found.is_empty() {
            let named = |&maker: &ActorIdx| !self.graph.is_unnamed(maker);
            found.push(match record.producer.filter(named) {
                Some(_) => Carrier::Makers(evidence),
                None => Carrier::Unknown(Some(evidence)),
            });
        }
        found
    }

    /// Whether to hold a claim is to hold what a statement says.
    fn says(&self, at: StatementIdx, claim: ClaimIdx) -> bool {
        let Some(own) = self.graph.claim_of(at) else {
            return false;
        };
        match self.graph.stance(at) {
            Stance::Disputes => self.excluding(own).contains(&claim),
            _ => self.supporters(own).contains(&claim),
        }
    }

    /// What a carrier puts on a line beside the voices of the statement.
    pub fn carrier_labels(&self, node: NodeNumber, carrier: Carrier, ties: Ties) -> Labels {
        let when = self.speaker(node).1;
        match carrier {
            Carrier::Speaker(_) | Carrier::AssumedOwnAct(_) => Labels::new(),
            Carrier::Custodian(custodian) => self.voice_labels(custodian, when, ties),
            Carrier::Artefact(evidence, verifier) => {
                let mut labels = self.voice_labels(verifier, when, ties);
                labels.insert(Label::Artefact(evidence));
                labels
            }
            Carrier::Makers(evidence) | Carrier::Unknown(Some(evidence)) => {
                let mut labels = self.makers(evidence, ties);
                labels.insert(Label::Artefact(evidence));
                labels
            }
            // A custodian is on the line even where it is not known who, or how.
            Carrier::Unknown(None) => match self.statement(node) {
                Some(at) if self.graph.basis(at) == Some(Basis::Custody) => (self
                    .custodians(at, ties))
                .into_iter()
                .flat_map(|custodian| self.voice_labels(custodian, when, ties))
                .collect(),
                _ => Labels::new(),
            },
        }
    }

    fn makers(&self, evidence: EvidenceIdx, ties: Ties) -> Labels {
        let record = self.graph.evidence(evidence);
        let makers = record.producer.into_iter().chain(record.released_by);
        makers
            .flat_map(|maker| self.voice_labels(maker, record.date, ties))
            .collect()
    }

    /// What tells one origin from another: two that share any of it are one.
    pub fn origin(&self, node: NodeNumber, carrier: Carrier, ties: Ties) -> Labels {
        match carrier {
            Carrier::Artefact(evidence, _) | Carrier::Unknown(Some(evidence)) => {
                Labels::from([Label::Artefact(evidence)])
            }
            Carrier::Makers(evidence) => self.makers(evidence, ties),
            Carrier::Custodian(_) => self.carrier_labels(node, carrier, ties),
            Carrier::Unknown(None) => {
                let custodians = self.carrier_labels(node, carrier, ties);
                match custodians.is_empty() {
                    true => self.node_labels(node, ties),
                    false => custodians,
                }
            }
            Carrier::Speaker(_) | Carrier::AssumedOwnAct(_) => self.node_labels(node, ties),
        }
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
}

/// Whether a tie held at a time: surely, or for [`Ties::Possible`] perhaps.
fn held(tie: &Tie, when: Date, ties: Ties) -> bool {
    let (from, until) = (tie.from, tie.until);
    let begun = from.is_unknown() || from.earliest() <= when.latest();
    let lasting = until.is_unknown() || when.earliest() <= until.latest();
    let surely_begun = from.is_unknown() || from.earliest() <= when.earliest();
    let surely_lasting = until.is_unknown() || when.latest() <= until.latest();
    match ties {
        Ties::Possible => begun && lasting,
        Ties::Sure => surely_begun && surely_lasting && !tie.alleged,
    }
}
