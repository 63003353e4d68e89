//! One proposition under several ids: claims that are `same_as` one another, by however many steps.
//!
//! Most claims have one id, and of these nothing is looked up.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::{ClaimGraph, ClaimLinks, Object};
use crate::case::index::{ActorIdx, ClaimIdx, Rows, StatementIdx};
use crate::case::vocabulary::ClaimKind;

/// The propositions that have several ids.
#[derive(Default)]
pub(in crate::case) struct Propositions {
    /// Their claims, sorted, each with the row of its proposition.
    rows: Vec<(ClaimIdx, usize)>,
    /// The claims of each, sorted.
    claims: Rows<ClaimIdx>,
}

impl Propositions {
    fn new(graph: &ClaimGraph) -> Self {
        let mut found = Propositions::default();
        let mut seen: BTreeSet<ClaimIdx> = BTreeSet::new();
        for first in graph.claims().filter(|&claim| graph.has_other_ids(claim)) {
            if !seen.insert(first) {
                continue;
            }
            let mut claims = vec![first];
            let mut next = 0;
            while let Some(&at) = claims.get(next) {
                next += 1;
                let same = graph.links(at).same_as.iter().copied();
                claims.extend(same.filter(|&other| seen.insert(other)));
            }
            claims.sort_unstable();
            let row = found.claims.len();
            found.rows.extend(claims.iter().map(|&claim| (claim, row)));
            found.claims.push(claims);
        }
        found.rows.sort_unstable();
        found
    }

    /// The claims of a proposition of several ids; none for any other.
    fn of(&self, claim: ClaimIdx) -> &[ClaimIdx] {
        let place = self.rows.binary_search_by_key(&claim, |&(one, _)| one);
        place.map_or(&[], |place| self.claims.row(self.rows[place].1))
    }
}

impl ClaimGraph {
    fn has_other_ids(&self, claim: ClaimIdx) -> bool {
        !self.links(claim).same_as.is_empty()
    }

    /// The claims that are the same proposition as one, itself among them; sorted.
    pub fn same(&self, claim: ClaimIdx) -> impl Iterator<Item = ClaimIdx> + Clone + '_ {
        let all = match self.has_other_ids(claim) {
            true => (self.propositions)
                .get_or_init(|| Propositions::new(self))
                .of(claim),
            false => &[],
        };
        let alone = all.is_empty().then_some(claim);
        alone.into_iter().chain(all.iter().copied())
    }

    /// The same of those that are facts: under such an id the proposition is one.
    pub fn as_facts(&self, claim: ClaimIdx) -> impl Iterator<Item = ClaimIdx> + Clone + '_ {
        let is_fact = |&claim: &ClaimIdx| self.claim(claim).kind == ClaimKind::Fact;
        self.same(claim).filter(is_fact)
    }

    /// The statements whose object is a claim, by whatever id; those on each id in order of date.
    pub fn statements_on_any_id(
        &self,
        claim: ClaimIdx,
    ) -> impl Iterator<Item = StatementIdx> + Clone + '_ {
        self.same(claim).flat_map(|claim| self.statements_on(claim))
    }

    /// Of the claims that are the same proposition as one, the first: it stands for all.
    pub fn proposition(&self, claim: ClaimIdx) -> ClaimIdx {
        self.same(claim).next().unwrap_or(claim)
    }

    /// Whether two claims are one proposition.
    pub fn are_same(&self, one: ClaimIdx, other: ClaimIdx) -> bool {
        one == other || self.has_other_ids(one) && self.proposition(one) == self.proposition(other)
    }

    /// What an object is about, whatever its id.
    pub fn matter(&self, object: Object) -> Object {
        match object {
            Object::Claim(claim) => Object::Claim(self.proposition(claim)),
            Object::Statement(_) => object,
        }
    }

    /// Actors whose interest a claim serves, by whatever id; sorted.
    pub fn favours(&self, claim: ClaimIdx) -> Cow<'_, [ActorIdx]> {
        self.of_any_id(claim, |links| &links.favours)
    }

    /// Actors whose interest a claim harms, by whatever id; sorted.
    pub fn against(&self, claim: ClaimIdx) -> Cow<'_, [ActorIdx]> {
        self.of_any_id(claim, |links| &links.against)
    }

    fn of_any_id(
        &self,
        claim: ClaimIdx,
        list: fn(&ClaimLinks) -> &Box<[ActorIdx]>,
    ) -> Cow<'_, [ActorIdx]> {
        match self.has_other_ids(claim) {
            false => Cow::Borrowed(list(self.links(claim))),
            true => {
                let all = self
                    .same(claim)
                    .flat_map(|claim| list(self.links(claim)).iter());
                let all: BTreeSet<ActorIdx> = all.copied().collect();
                Cow::Owned(all.into_iter().collect())
            }
        }
    }
}
