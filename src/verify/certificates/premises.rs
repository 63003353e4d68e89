//! Which citations of a claim as a premise close no circle: the claim stands on something else than what is concluded
//! from it, and what is cited was surely said later, or says the conclusion, which the premise does not lead to.

use std::collections::HashSet;

use super::reading::{Edge, NodeNumber, Reading};
use crate::case::{ClaimIdx, Node as Record, StatementIdx};

/// A citation as written.
pub type Written = (NodeNumber, u32);

impl Reading<'_> {
    /// Whether a statement may close a circle by one of its citations.
    pub fn may_close(&self, from: NodeNumber, edge: &Edge) -> bool {
        let (Some(citing), Some(cited)) = (self.statement(from), self.statement(edge.to)) else {
            return true;
        };
        let Some(premise) = self.claim_cited(citing, edge.written) else {
            return true;
        };
        let standing = self.standing_premises();
        let is_later = || {
            let said_at = |at| self.graph.said_at(at);
            said_at(cited).surely_after(said_at(citing))
        };
        !standing.contains(&(from, edge.written))
            || !(self.is_conclusion(citing, premise, cited) || is_later())
    }

    /// Whether a citation is of a premise that stands on something else, and of what was not surely said before.
    pub fn may_be_later(&self, from: NodeNumber, to: NodeNumber, written: u32) -> bool {
        let said_at = |node| self.statement(node).map(|at| self.graph.said_at(at));
        let both = said_at(to).zip(said_at(from));
        self.standing_premises().contains(&(from, written))
            && both.is_some_and(|(cited, citing)| !cited.surely_before(citing))
    }

    fn claim_cited(&self, citing: StatementIdx, written: u32) -> Option<ClaimIdx> {
        match self.graph.node(self.graph.cites(citing)[written as usize]) {
            Record::Claim(claim) => Some(claim),
            _ => None,
        }
    }

    /// Whether a statement says what another concludes, and that entails the premise without following from it.
    fn is_conclusion(&self, citing: StatementIdx, premise: ClaimIdx, said: StatementIdx) -> bool {
        let concludes = self.graph.stance(citing).supports();
        let conclusion = self.graph.claim_of(citing).filter(|_| concludes);
        (conclusion.zip(self.graph.claim_of(said))).is_some_and(|(conclusion, said)| {
            let supporters = self.supporters(conclusion);
            self.supporters(premise).contains(&conclusion)
                && !supporters.contains(&premise)
                && supporters.contains(&said)
        })
    }

    /// The citations of claims that rest on a root by something that does not say the conclusion.
    pub fn standing_premises(&self) -> &HashSet<Written> {
        self.standing.get_or_init(|| self.find_standing_premises())
    }

    fn find_standing_premises(&self) -> HashSet<Written> {
        let mut found = HashSet::new();
        for citing in self.graph.statements() {
            for edge in self.edges(citing.0) {
                let premise = self.claim_cited(citing, edge.written);
                let cited = self
                    .statement(edge.to)
                    .filter(|_| self.is_grounded(edge.to));
                if let Some((premise, cited)) = premise.zip(cited)
                    && !self.is_conclusion(citing, premise, cited)
                {
                    found.insert((citing.0, edge.written));
                }
            }
        }
        found
    }
}
