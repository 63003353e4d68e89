//! Statements after their shorthands, and what is live (section 1).

use std::collections::BTreeSet;

use super::{ALWAYS, Brute, NEVER, Skip, When};
use crate::model::{Basis, Case, Cite, Object, Stance};

/// A statement after the shorthands are expanded.
#[derive(Clone, Debug)]
pub struct Said {
    pub by: usize,
    pub stance: Stance,
    pub object: Object,
    pub basis: Option<Basis>,
    pub cites: Vec<Cite>,
    pub when: When,
    pub report: Option<usize>,
    pub custodian: Option<usize>,
    /// Known only through relays.
    pub via: bool,
    /// When its report appeared, if it is known through relays and is no word that these say again; else `ALWAYS`.
    pub appeared: i64,
    /// Passes on what somebody else said.
    pub relay: bool,
    /// The statement as written of which a `via` made it, or it itself.
    pub written: usize,
}

impl Said {
    pub fn claim(&self) -> Option<usize> {
        match self.object {
            Object::Claim(claim) => Some(claim),
            Object::Statement(_) => None,
        }
    }
}

impl Brute<'_> {
    /// "made at or before `T`".
    ///
    /// Of one that is known through relays they must be made as well, and the reverse: before they have spoken nobody
    /// has heard of it; nor of what is no word to be said again before its report has appeared.
    pub(super) fn is_made(&self, at: usize) -> bool {
        let Some(as_of) = self.assumptions.as_of else {
            return true;
        };
        let written = self.said[at].written;
        (self.said.iter())
            .filter(|one| one.written == written)
            .flat_map(|one| [one.when.1, one.appeared])
            .all(|when| when == ALWAYS || when <= as_of)
    }

    /// "`retracts` takes back the same actor's earlier-or-equal statements with the same object (undated counts as
    /// earlier)"; to retract a statement takes back that statement, and to retract the same again no retraction: else a
    /// second one, of a date, would give back what a first one without a date took.
    pub(super) fn takes_back(&self, retraction: usize, at: usize) -> bool {
        let (one, other) = (&self.said[retraction], &self.said[at]);
        let surely_later = other.when.0 > one.when.1;
        one.stance == Stance::Retracts
            && retraction != at
            && one.by == other.by
            && (one.object == Object::Statement(at)
                || one.object == other.object && other.stance != Stance::Retracts)
            && !surely_later
    }

    /// "a retraction that is itself taken back has no effect".
    pub(super) fn is_taken_back(&self, at: usize, path: &mut Vec<usize>) -> Result<bool, Skip> {
        if path.contains(&at) {
            return Err(Skip::Paradox);
        }
        path.push(at);
        let mut taken = false;
        for retraction in 0..self.said.len() {
            if self.is_made(retraction)
                && !self.is_retraction_gone(retraction)
                && self.takes_back(retraction, at)
                && !self.is_taken_back(retraction, path)?
            {
                taken = true;
            }
        }
        path.pop();
        Ok(taken)
    }

    /// The claims that entail one of `claims`, and they themselves.
    pub(super) fn entailing(&self, mut claims: BTreeSet<usize>) -> BTreeSet<usize> {
        loop {
            let before = claims.len();
            for (at, claim) in self.case.claims.iter().enumerate() {
                if claim.entails.iter().any(|to| claims.contains(to)) {
                    claims.insert(at);
                }
            }
            if claims.len() == before {
                return claims;
            }
        }
    }

    /// The claims that follow from a claim, and it itself.
    pub(super) fn entailed(&self, claim: usize) -> BTreeSet<usize> {
        let mut claims = BTreeSet::from([claim]);
        loop {
            let next: BTreeSet<usize> = claims
                .iter()
                .flat_map(|&at| self.case.claims[at].entails.iter().copied())
                .chain(claims.iter().copied())
                .collect();
            if next.len() == claims.len() {
                return claims;
            }
            claims = next;
        }
    }

    pub(super) fn oppose(&self, one: usize, other: usize) -> bool {
        let declared = |from: usize, to: usize| {
            let claim = &self.case.claims[from];
            from != to && (claim.contradicts.contains(&to) || claim.negates.contains(&to))
        };
        declared(one, other) || declared(other, one)
    }

    /// Whether a statement would be in `Support(claim)` if it were live.
    pub(super) fn supports(&self, at: usize, claim: usize) -> bool {
        let said = &self.said[at];
        let entailing = self.entailing(BTreeSet::from([claim]));
        said.stance.supports() && said.claim().is_some_and(|on| entailing.contains(&on))
    }

    /// The claims whose support is denial of `claim`.
    pub(super) fn excluding(&self, claim: usize) -> BTreeSet<usize> {
        let entailed = self.entailed(claim);
        let opposed = (0..self.case.claims.len())
            .filter(|&other| entailed.iter().any(|&one| self.oppose(one, other)))
            .collect();
        self.entailing(opposed)
    }

    /// Whether a statement would be in `Denial(claim)` if it were live.
    pub(super) fn denies(&self, at: usize, claim: usize) -> bool {
        let said = &self.said[at];
        let Some(on) = said.claim() else { return false };
        (said.stance == Stance::Disputes && self.entailed(claim).contains(&on))
            || (said.stance.supports() && self.excluding(claim).contains(&on))
    }

    pub fn support(&self, claim: usize) -> Vec<usize> {
        (0..self.said.len())
            .filter(|&at| self.live[at] && self.supports(at, claim))
            .collect()
    }

    pub fn denial(&self, claim: usize) -> Vec<usize> {
        (0..self.said.len())
            .filter(|&at| self.live[at] && self.denies(at, claim))
            .collect()
    }
}

/// The statements of a case after its shorthands: `via` makes relays, the support of a statement is that of its claim.
/// The statements as written come first, in their order.
pub(super) fn expand(case: &Case) -> Vec<Said> {
    let when = |date: Option<When>, report: Option<usize>| {
        date.unwrap_or_else(|| {
            let published = report.and_then(|at| case.reports[at].date);
            (NEVER, published.unwrap_or(ALWAYS))
        })
    };
    let mut said: Vec<Said> = case
        .statements
        .iter()
        .enumerate()
        .map(|(written, statement)| {
            let mut object = statement.object;
            let mut cites = statement.cites.clone();
            if let (Object::Statement(at), Stance::Relays) = (object, statement.stance)
                && !cites.contains(&Cite::Statement(at))
            {
                cites.push(Cite::Statement(at));
            }
            if statement.stance.supports() {
                while let Object::Statement(at) = object {
                    object = case.statements[at].object;
                }
            }
            Said {
                by: statement.by,
                stance: statement.stance,
                object,
                basis: statement.basis,
                cites,
                when: when(statement.date, statement.report),
                report: statement.report,
                custodian: statement.custodian,
                via: !statement.via.is_empty(),
                appeared: match statement.stance.speaks() || statement.via.is_empty() {
                    true => ALWAYS,
                    false => when(None, statement.report).1,
                },
                relay: statement.stance == Stance::Relays,
                written,
            }
        })
        .collect();
    for (at, statement) in case.statements.iter().enumerate() {
        if !statement.stance.speaks() {
            continue;
        }
        let mut cited = at;
        for (nth, &by) in statement.via.iter().enumerate() {
            let stance = match statement.stance {
                Stance::Disputes => Stance::Disputes,
                _ => Stance::Relays,
            };
            let object = said[at].object;
            said.push(Said {
                by,
                stance,
                object,
                basis: None,
                cites: vec![Cite::Statement(cited)],
                when: when(None, statement.report),
                report: statement.report,
                custodian: None,
                via: nth + 1 < statement.via.len(),
                appeared: ALWAYS,
                relay: true,
                written: at,
            });
            cited = said.len() - 1;
        }
    }
    said
}
