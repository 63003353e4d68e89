//! What can matter to a claim: the statements on it and on what bears on it, all that they rest on, those by whom any
//! of them came to be known, and what takes any of them back. Whatever else the case holds, a claim stands in these as
//! it stands in the whole.

use std::collections::{BTreeSet, HashMap};

use super::bearings::{Bearings, Claims};
use crate::case::vocabulary::Stance;
use crate::case::{ClaimGraph, ClaimIdx, EvidenceIdx, Node, Object, StatementIdx};

/// What takes a statement back, by that statement.
pub struct Undoings {
    by_object: HashMap<StatementIdx, Vec<StatementIdx>>,
}

impl Undoings {
    /// Linear in statements, once for a whole graph.
    pub fn new(graph: &ClaimGraph) -> Self {
        let mut by_object: HashMap<StatementIdx, Vec<StatementIdx>> = HashMap::new();
        for at in graph.statements() {
            if let (Stance::Retracts, Object::Statement(on)) = (graph.stance(at), graph.object(at))
            {
                by_object.entry(on).or_default().push(at);
            }
        }
        Undoings { by_object }
    }
}

/// The statements that can matter to the standing of some claims, whenever they were made; `None` where there are more
/// than so many. Linear in those that do.
pub fn relevant(
    graph: &ClaimGraph,
    bearings: &Bearings,
    undoings: &Undoings,
    claims: &[ClaimIdx],
    most: usize,
) -> Option<BTreeSet<StatementIdx>> {
    let mut search = Relevant {
        graph,
        most,
        found: BTreeSet::new(),
        open: Vec::new(),
        whole: BTreeSet::new(),
        touched: BTreeSet::new(),
        weighed: BTreeSet::new(),
        supported: BTreeSet::new(),
    };
    for &claim in claims {
        search.claim(claim);
        let bearing = [
            bearings.supported_by(claim),
            bearings.denied_with(claim),
            bearings.denied_by(claim),
        ];
        search.all(bearing.into_iter().flat_map(Claims::iter));
    }
    while let Some(at) = search.open.pop() {
        if search.found.len() > most {
            return None;
        }
        if let Some(on) = graph.claim_of(at) {
            search.retractions(on);
        }
        // It counts once those who passed it on have spoken, on whichever claim.
        graph
            .relays_of(at)
            .for_each(|relay| search.statement(relay));
        // To take a statement back takes back whatever the speaker said about it.
        if let Object::Statement(on) = graph.object(at)
            && undoings.by_object.contains_key(&on)
        {
            search.statement(on);
        }
        let undone = undoings.by_object.get(&at).into_iter().flatten();
        undone.for_each(|&retraction| search.statement(retraction));
        for &cited in graph.cites(at) {
            match graph.node(cited) {
                Node::Statement(to) => search.statement(to),
                Node::Actor(_) | Node::Report(_) => {
                    let on = graph.claim_of(at).into_iter();
                    on.for_each(|claim| search.support(bearings, claim));
                }
                Node::Claim(premise) => search.support(bearings, premise),
                Node::Evidence(evidence) => search.withdrawals(undoings, evidence),
                Node::Event(_) => {}
            }
        }
    }
    (search.found.len() <= most).then_some(search.found)
}

struct Relevant<'g> {
    graph: &'g ClaimGraph,
    /// No more is looked for once there is more than this.
    most: usize,
    found: BTreeSet<StatementIdx>,
    open: Vec<StatementIdx>,
    /// Claims all of whose statements are in.
    whole: BTreeSet<ClaimIdx>,
    /// Claims all of whose retractions are in.
    touched: BTreeSet<ClaimIdx>,
    /// Artefacts all of whose verifications that were taken back are in.
    weighed: BTreeSet<EvidenceIdx>,
    /// Claims all of whose support is in.
    supported: BTreeSet<ClaimIdx>,
}

impl Relevant<'_> {
    fn statement(&mut self, at: StatementIdx) {
        if self.found.insert(at) {
            self.open.push(at);
        }
    }

    fn claim(&mut self, claim: ClaimIdx) {
        if self.whole.insert(claim) {
            self.graph
                .statements_on(claim)
                .for_each(|at| self.statement(at));
        }
    }

    fn all(&mut self, claims: impl Iterator<Item = ClaimIdx>) {
        for claim in claims {
            if self.found.len() > self.most {
                return;
            }
            self.claim(claim);
        }
    }

    fn support(&mut self, bearings: &Bearings, claim: ClaimIdx) {
        if self.supported.insert(claim) {
            self.all(bearings.supported_by(claim).iter());
        }
    }

    /// What was verified on an artefact may have been taken back by retracting the claim, or what was said of it.
    fn withdrawals(&mut self, undoings: &Undoings, evidence: EvidenceIdx) {
        if !self.weighed.insert(evidence) {
            return;
        }
        let graph = self.graph;
        for entry in &graph.evidence(evidence).verified {
            for &claim in &entry.claims {
                self.retractions(claim);
                let is_own = |at: &StatementIdx| graph.speaker(*at) == entry.by;
                for at in graph.statements_on(claim).filter(is_own) {
                    if undoings.by_object.contains_key(&at) {
                        self.statement(at);
                    }
                }
            }
        }
    }

    fn retractions(&mut self, claim: ClaimIdx) {
        if !self.whole.contains(&claim) && self.touched.insert(claim) {
            let retracts = |&at: &StatementIdx| self.graph.stance(at) == Stance::Retracts;
            let said = self.graph.statements_on_any_id(claim);
            let retractions: Vec<StatementIdx> = said.filter(retracts).collect();
            retractions.into_iter().for_each(|at| self.statement(at));
        }
    }
}
