//! What cites what, resolved, and whether support flows along it (semantics §2).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{Edge, NodeNumber, Reading, Unrecorded};
use crate::case::vocabulary::{Basis, Stance};
use crate::case::{ClaimIdx, Node as Record, NodeIdx, StatementIdx};

impl Reading<'_> {
    pub(super) fn sides_differ(
        &self,
        citing: StatementIdx,
        cited_claim: ClaimIdx,
        disputes: bool,
    ) -> bool {
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
    pub(super) fn carries(&self, citing: StatementIdx, cited: StatementIdx) -> bool {
        let stance = self.graph.stance(cited);
        let speaks = stance.supports() || stance == Stance::Disputes;
        let disputes = stance == Stance::Disputes;
        let opposite = |on| self.sides_differ(citing, on, disputes);
        speaks && !self.graph.claim_of(cited).is_some_and(opposite)
    }

    pub(super) fn read_citations(&mut self) {
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
    pub(super) fn candidates(&self) -> HashMap<(ClaimIdx, NodeIdx), Vec<StatementIdx>> {
        let graph = self.graph;
        let mut found: HashMap<(ClaimIdx, NodeIdx), Vec<StatementIdx>> = HashMap::new();
        for at in graph.statements() {
            let Some(claim) = graph.claim_of(at) else {
                continue;
            };
            for &cited in graph.cites(at) {
                if matches!(graph.node(cited), Record::Actor(_) | Record::Report(_)) {
                    for claim in self.stating(at, claim) {
                        found.entry((claim, cited)).or_default();
                    }
                }
            }
        }
        for at in graph.statements() {
            let Some(claim) = graph.claim_of(at) else {
                continue;
            };
            let speaks = graph.stance(at).supports() || graph.stance(at) == Stance::Disputes;
            if !self.is_made(at) || !speaks {
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

    /// The claims on which what is meant by a citation may be said: the claim and those that entail it; for who denies
    /// it those that it entails and those that deny it too.
    fn stating(&self, at: StatementIdx, claim: ClaimIdx) -> BTreeSet<ClaimIdx> {
        let mut claims: BTreeSet<ClaimIdx> = self.supporters(claim).iter().copied().collect();
        if self.graph.stance(at) == Stance::Disputes {
            claims.extend(self.entailed(claim).iter());
            claims.extend(self.excluding(claim).iter());
        }
        claims
    }

    /// The latest of its statements on the claim, or where that denies or supports it elsewhere, that are not surely
    /// later than the citation and stand on the same side; where there are none, and nothing is inferred from them,
    /// those on the other side.
    pub(super) fn meant(
        &self,
        at: StatementIdx,
        claim: ClaimIdx,
        cited: NodeIdx,
        candidates: &HashMap<(ClaimIdx, NodeIdx), Vec<StatementIdx>>,
    ) -> Vec<StatementIdx> {
        let date = |at: StatementIdx| self.graph.date(at);
        let mut found: Vec<StatementIdx> = Vec::new();
        for claim in self.stating(at, claim) {
            let listed = candidates.get(&(claim, cited)).into_iter().flatten();
            found.extend(listed.filter(|&&to| to != at && !date(to).surely_after(date(at))));
        }
        let disputes = |at: StatementIdx| self.graph.stance(at) == Stance::Disputes;
        if disputes(at) || self.graph.stance(at).supports() {
            let (supporters, entailed) = (self.supporters(claim), self.entailed(claim));
            let excluding = self.excluding(claim);
            let on = |to: StatementIdx| self.graph.claim_of(to);
            let stands_for = |to: StatementIdx| {
                !disputes(to) && on(to).is_some_and(|on| supporters.contains(&on))
            };
            let stands_against = |to: StatementIdx| match disputes(to) {
                true => on(to).is_some_and(|on| entailed.contains(&on)),
                false => on(to).is_some_and(|on| excluding.contains(&on)),
            };
            let is_own = |to: &StatementIdx| match disputes(at) {
                true => stands_against(*to),
                false => stands_for(*to),
            };
            let answers = |to: &StatementIdx| match disputes(at) {
                true => stands_for(*to),
                false => stands_against(*to),
            };
            let inferred = self.graph.basis(at) == Some(Basis::Inferred);
            match inferred || found.iter().any(is_own) {
                true => found.retain(is_own),
                false => found.retain(answers),
            }
        }
        let open = |at| date(at).is_unknown() || date(at).has_open_start();
        let dated = found.iter().filter(|&&at| !open(at));
        let newest = dated.map(|&at| date(at).earliest()).max();
        found.retain(|&at| open(at) || newest.is_none_or(|newest| date(at).latest() >= newest));
        found.sort_unstable();
        found
    }

    pub(super) fn unrecorded_of(&self, cited: NodeIdx, claim: ClaimIdx) -> Unrecorded {
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
}
