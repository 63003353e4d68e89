//! What proves the numbers of a claim, and what there is on each of its sides.

use std::collections::BTreeSet;

use super::Facts;
use super::lines::{Excused, Extractor, Scope};
use super::standing::{self, Roots};
use super::support::{Certificate, Count, Label, Lines};
use crate::case::vocabulary::Stance;
use crate::case::{ClaimIdx, StatementIdx};

/// What stands for a claim, or against it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// `Support(c)`.
    Support,
    /// `Denial(c)`.
    Denial,
}

/// How much may be told of a proof.
#[derive(Clone, Copy, Debug)]
pub struct Room {
    /// Of more statements on a side nothing is told.
    pub statements: usize,
    /// Among more nodes no lines are sought.
    pub nodes: usize,
    /// Of more lines the first are told.
    pub lines: usize,
}

impl Facts<'_> {
    /// The independent lines of the support of a claim, and the cut that bounds them.
    pub fn certificate(&self, claim: ClaimIdx) -> Certificate {
        standing::certificate(&self.base, self.grounded(), &self.support(claim))
    }

    /// The same without its known lines: what proves κ⁺ alone.
    pub fn upper_certificate(&self, claim: ClaimIdx) -> Certificate {
        standing::upper_certificate(&self.base, self.grounded(), &self.support(claim))
    }

    /// As many of the independent lines of one side of a claim as there is room for, with the cut of all, and how many
    /// lines there are.
    pub fn some_lines(&self, claim: ClaimIdx, side: Side, room: usize) -> (Certificate, usize) {
        let statements = self.on_side(claim, side);
        standing::some_lines(&self.base, self.grounded(), &statements, room)
    }

    /// The independent lines of the denial of a claim, and the cut that bounds them.
    pub fn denial_certificate(&self, claim: ClaimIdx) -> Certificate {
        standing::certificate(&self.base, self.grounded(), &self.denial(claim))
    }

    /// The roots on the lines of a claim's support.
    pub fn roots(&self, claim: ClaimIdx) -> Roots {
        standing::roots(&self.base, self.grounded(), &self.support(claim))
    }

    /// Labels without which no line to the support of a claim is left, without the lines.
    pub fn cut(&self, claim: ClaimIdx) -> Vec<Label> {
        standing::cut(&self.base, self.grounded(), &self.support(claim))
    }

    /// Those of some labels without each of which alone no line to the support of a claim is left, sorted, as far as
    /// they can be tried.
    pub fn narrow_places(&self, claim: ClaimIdx, among: &BTreeSet<Label>) -> Vec<Label> {
        let sinks = standing::sinks(&self.base, &self.support(claim));
        let all = Extractor::new(&self.base, self.grounded(), Scope::All, Excused::Nobody);
        let mut found = all.alone(&sinks, among);
        found.sort();
        found
    }

    /// How many independent lines the support of a claim would have if nobody answered to anybody.
    pub fn separate_lines(&self, claim: ClaimIdx) -> Count {
        standing::separate_lines(&self.base, self.grounded(), &self.support(claim))
    }

    /// The statements on one side of a claim.
    pub fn on_side(&self, claim: ClaimIdx, side: Side) -> Vec<StatementIdx> {
        match side {
            Side::Support => self.support(claim),
            Side::Denial => self.denial(claim),
        }
    }

    /// The same where these are no more than so many; else those on the claim itself, and of those on other claims as
    /// many as there is room for. With it comes how many are left out.
    pub fn on_side_within(
        &self,
        claim: ClaimIdx,
        side: Side,
        most: usize,
    ) -> (Vec<StatementIdx>, usize) {
        let all = self.lines_of(claim, side).statements as usize;
        if all <= most {
            return (self.on_side(claim, side), 0);
        }
        let bearings = &self.base.bearings;
        let disputes = |stance| stance == Stance::Disputes;
        let itself = || std::iter::once(claim);
        let is_other = move |other: &ClaimIdx| *other != claim;
        let mut listed: Vec<StatementIdx> = match side {
            Side::Support => self.live_on(itself(), Stance::supports).collect(),
            Side::Denial => self.live_on(itself(), disputes).collect(),
        };
        let room = most.saturating_sub(listed.len());
        match side {
            Side::Support => {
                let others = bearings.supported_by(claim).iter().filter(is_other);
                listed.extend(self.live_on(others, Stance::supports).take(room));
            }
            Side::Denial => {
                let others = bearings.denied_with(claim).iter().filter(is_other);
                let disputing = self.live_on(others, disputes);
                let opposing = self.live_on(bearings.denied_by(claim).iter(), Stance::supports);
                listed.extend(disputing.chain(opposing).take(room));
            }
        }
        listed.sort_unstable();
        let left_out = all - listed.len();
        (listed, left_out)
    }

    /// The proof of the numbers of one side of a claim, as far as it may be asked of every claim: `None` where more
    /// than so many statements are on it, and a cut alone where its lines lie among more nodes than there is room for.
    /// The known lines are shown apart only where opponents may count as known.
    pub fn proof_within(&self, claim: ClaimIdx, side: Side, room: Room) -> Option<Certificate> {
        if self.lines_of(claim, side).statements as usize > room.statements {
            return None;
        }
        let (base, grounded) = (&self.base, self.grounded());
        let statements = self.on_side(claim, side);
        let sinks = standing::sinks(base, &statements);
        let all = Extractor::new(base, grounded, Scope::All, Excused::Nobody);
        let sought = all.sought(sinks.len()).min(room.nodes);
        Some(match all.finds_more(&sinks, sought) {
            true => standing::cut_within(base, grounded, &sinks, sought),
            false if base.has_adversaries => standing::certificate(base, grounded, &statements),
            false => standing::some_lines(base, grounded, &statements, room.lines).0,
        })
    }

    fn lines_of(&self, claim: ClaimIdx, side: Side) -> &Lines {
        let standing = self.standing(claim);
        match side {
            Side::Support => &standing.support,
            Side::Denial => &standing.denial,
        }
    }
}
