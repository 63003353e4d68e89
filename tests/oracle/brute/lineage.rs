//! What rests on what, and where a lineage begins (section 2).

use std::collections::BTreeSet;

use super::said::Said;
use super::sets::Labels;
use super::voices::held;
use super::{
    ALWAYS, Brute, Carrier, Gone, Knowledge, Label, NEVER, Node, Speaker, Ties, Way, When,
};
use crate::model::{Basis, Cite, Object, Role, Stance};

/// One citation, as written.
#[derive(Clone, Debug)]
pub enum Premise {
    Evidence(usize),
    /// The statements that it may mean, and whether each carries support by kind.
    Of {
        alternatives: Vec<(Node, bool)>,
        /// Whether it is a claim that is not itself on the opposite side: a premise whoever supports it.
        claim: bool,
    },
}

impl Premise {
    fn carries(&self) -> bool {
        match self {
            Premise::Evidence(_) => true,
            Premise::Of {
                alternatives,
                claim,
            } => *claim || alternatives.iter().any(|(_, carries)| *carries),
        }
    }
}

impl Brute<'_> {
    /// "not on the opposite side of the citing statement's claim and is no `questions`, `silent`, `declines` or
    /// `retracts`".
    pub(super) fn carries(&self, citing: usize, cited: usize) -> bool {
        let Some(claim) = self.said[citing].claim() else {
            return self.said[cited].stance.speaks();
        };
        let opposite = match self.said[citing].stance {
            Stance::Disputes => self.supports(cited, claim),
            _ => self.denies(cited, claim),
        };
        self.said[cited].stance.speaks() && !opposite
    }

    pub(super) fn premises_of(&self, at: usize) -> Vec<Premise> {
        self.said[at]
            .cites
            .iter()
            .filter_map(|&cite| self.premise(at, cite))
            .collect()
    }

    pub(super) fn premise(&self, citing: usize, cite: Cite) -> Option<Premise> {
        let among = |found: Vec<usize>| Premise::Of {
            alternatives: found
                .into_iter()
                .map(|cited| (Node::Statement(cited), self.carries(citing, cited)))
                .collect(),
            claim: false,
        };
        let dead_end = |speaker: Speaker, claim: usize| Premise::Of {
            alternatives: vec![(Node::Implied { speaker, claim }, true)],
            claim: false,
        };
        match cite {
            Cite::Evidence(evidence) => Some(Premise::Evidence(evidence)),
            Cite::Statement(cited) => Some(among(vec![cited])),
            Cite::Actor(actor) => {
                let claim = self.said[citing].claim()?;
                let found = self.meant(citing, claim, &|said: &Said| said.by == actor);
                Some(match found.is_empty() {
                    true => dead_end(Speaker::Actor(actor), claim),
                    false => among(found),
                })
            }
            Cite::Report(report) => {
                let claim = self.said[citing].claim()?;
                let found = self.meant(citing, claim, &|said: &Said| said.report == Some(report));
                let publisher = match self.case.reports[report].publisher {
                    Some(actor) => Speaker::Actor(actor),
                    None => Speaker::PublisherOf(report),
                };
                let is_gone = self.gone.contains(&Gone::Report(report));
                Some(match found.is_empty() {
                    // It is a premise all the same, with nothing to fill it.
                    true if is_gone => Premise::Of {
                        alternatives: Vec::new(),
                        claim: true,
                    },
                    true => dead_end(publisher, claim),
                    false => among(found),
                })
            }
            Cite::Claim(claim) => {
                let found = self.support(claim);
                let opposite =
                    self.said[citing]
                        .claim()
                        .is_some_and(|on| match self.said[citing].stance {
                            Stance::Disputes => {
                                self.entailing(BTreeSet::from([on])).contains(&claim)
                            }
                            _ => self.excluding(on).contains(&claim),
                        });
                match among(found) {
                    Premise::Of { alternatives, .. } => Some(Premise::Of {
                        alternatives,
                        claim: !opposite,
                    }),
                    premise => Some(premise),
                }
            }
        }
    }

    /// "its statements on the same claim (or one that entails it), other than `s`, not surely later than `s`: all
    /// those that no other candidate is surely later than"; "all statements made by `T`, retracted or not".
    ///
    /// Of these only what can be meant: by who supports a claim its support, by who denies it its denial, wherever
    /// that is said. Who cites nobody of his side answers what the other says of the claim, which carries nothing; but
    /// from what carries nothing nothing is inferred, so that is a dead end. By the letter two who deny what is
    /// stronger would corroborate what is weaker, who declines to comment would make two who cite him independent,
    /// and who denies something stronger could cite nobody who denies it by denying something weaker.
    pub(super) fn meant(
        &self,
        citing: usize,
        claim: usize,
        fits: &dyn Fn(&Said) -> bool,
    ) -> Vec<usize> {
        let surely_later =
            |one: usize, other: usize| self.said[one].when.0 > self.said[other].when.1;
        let spoken: Vec<usize> = (0..self.said.len())
            .filter(|&at| {
                let said = &self.said[at];
                at != citing
                    && said.stance.speaks()
                    && self.is_made(at)
                    && fits(said)
                    && !surely_later(at, citing)
            })
            .collect();
        let candidates = self.on_its_side(citing, claim, &spoken);
        candidates
            .iter()
            .copied()
            .filter(|&at| {
                let undated = self.said[at].when.0 == NEVER;
                undated || !candidates.iter().any(|&other| surely_later(other, at))
            })
            .collect()
    }

    fn on_its_side(&self, citing: usize, claim: usize, spoken: &[usize]) -> Vec<usize> {
        let by = &self.said[citing];
        let stating = self.entailing(BTreeSet::from([claim]));
        let is_of_it = |at: usize| {
            self.said[at]
                .claim()
                .is_some_and(|on| stating.contains(&on))
        };
        let those = |fits: &dyn Fn(usize) -> bool| -> Vec<usize> {
            spoken.iter().copied().filter(|&at| fits(at)).collect()
        };
        if !by.stance.speaks() {
            return those(&is_of_it);
        }
        let (same, other) = match by.stance {
            Stance::Disputes => (
                those(&|at| self.denies(at, claim)),
                those(&|at| self.supports(at, claim)),
            ),
            _ => (
                those(&|at| self.supports(at, claim)),
                those(&|at| is_of_it(at) && self.denies(at, claim)),
            ),
        };
        match same.is_empty() && by.basis != Some(Basis::Inferred) {
            true => other,
            false => same,
        }
    }

    /// The premises of an inference, or what any other statement cites: only what carries support by kind.
    pub(super) fn carrying(&self, at: usize) -> Vec<&Premise> {
        self.premises[at]
            .iter()
            .filter(|premise| premise.carries())
            .collect()
    }

    pub(super) fn evidence(&self, at: usize) -> Vec<usize> {
        self.premises[at]
            .iter()
            .filter_map(|premise| match premise {
                Premise::Evidence(evidence) => Some(*evidence),
                Premise::Of { .. } => None,
            })
            .collect()
    }

    /// Who may be held speaks for itself only where it says how it knows.
    fn may_be_held(&self, at: usize) -> bool {
        !self.custodians(at, Ties::Possible).is_empty()
    }

    /// "assumed … where a statement without declared basis comes from a side that is among the parties of the claim's
    /// event".
    pub(super) fn is_assumed_own_act(&self, at: usize) -> bool {
        let said = &self.said[at];
        let Some(claim) = said.claim() else {
            return false;
        };
        let voices = self.voices(Node::Statement(at), Ties::Sure);
        let joined = |party: usize| !voices.is_disjoint(self.reach(party, said.when, Ties::Sure));
        self.assumptions.own_acts
            && said.basis.is_none()
            && said.stance.speaks()
            && !said.relay
            && !self.may_be_held(at)
            && self.carrying(at).is_empty()
            && self.case.claims[claim]
                .parties
                .iter()
                .any(|&party| joined(party))
    }

    /// The ways in which a statement alone is a line.
    pub(super) fn root_ways(&self, at: usize, ties: Ties) -> &[Way] {
        &self.ways[ties as usize][at]
    }

    pub(super) fn ways_of(&self, at: usize, ties: Ties) -> Vec<Way> {
        let said = &self.said[at];
        let node = Node::Statement(at);
        let own = self.voices(node, ties);
        let known = |labels: Labels| Carrier {
            knowledge: match self.case.actors[said.by].unnamed {
                true => Knowledge::Unknown,
                false => Knowledge::Known,
            },
            labels,
        };
        let unknown = |knowledge: Knowledge| Carrier {
            knowledge,
            labels: own,
        };
        let alone = |carrier: Carrier| (carrier, carrier.labels);
        let mut ways = Vec::new();
        if said.basis == Some(Basis::Inferred) {
            if self.carrying(at).is_empty() {
                ways.push(alone(unknown(Knowledge::Unknown)));
            }
            return ways;
        }
        for evidence in self.evidence(at) {
            ways.extend(self.evidence_ways(evidence, at, ties));
        }
        if !self.evidence(at).is_empty() {
            return ways;
        }
        match said.basis {
            Some(Basis::Witnessed | Basis::OwnAct) => ways.push(alone(known(own))),
            Some(Basis::Documented) => ways.push(alone(unknown(Knowledge::Unknown))),
            Some(Basis::Custody) if self.is_custodian_gone(at) => {}
            Some(Basis::Custody) => {
                // "Where the date is missing or straddles a tie's bound, and for alleged ties, the tie *may* hold": a
                // custodian is known where there is one for sure and none that may be beside it.
                let sure = self.custodians(at, Ties::Sure);
                let possible = self.custodians(at, Ties::Possible);
                let unnamed = |&actor: &usize| self.case.actors[actor].unnamed;
                let known = sure == possible
                    && sure.len() == 1
                    && !sure.iter().any(unnamed)
                    && !unnamed(&said.by);
                let labels = (self.custodians(at, ties).into_iter())
                    .map(|custodian| self.reach(custodian, said.when, ties))
                    .fold(Labels::EMPTY, |one, other| one | other);
                ways.push(alone(Carrier {
                    knowledge: match known {
                        true => Knowledge::Known,
                        false => Knowledge::Unknown,
                    },
                    labels: if labels.is_empty() { own } else { labels },
                }));
            }
            _ if self.is_assumed_own_act(at) => ways.push(alone(known(own))),
            _ if self.carrying(at).is_empty() => {
                ways.push(alone(unknown(match said.basis {
                    None if !said.relay && !self.may_be_held(at) => Knowledge::Undeclared(node),
                    _ => Knowledge::Unknown,
                })));
            }
            _ => {}
        }
        ways
    }

    /// "the custodian (the statement's `custodian`, else the speaker's `in-custody-of` tie)".
    pub(super) fn custodians(&self, at: usize, ties: Ties) -> BTreeSet<usize> {
        let said = &self.said[at];
        if let Some(declared) = said.custodian {
            return BTreeSet::from([declared]);
        }
        (self.case.actors[said.by].ties.iter())
            .filter(|tie| tie.role == Role::InCustodyOf && held(tie, said.when, ties))
            .map(|tie| tie.to)
            .collect()
    }

    /// "where a named actor outside all its known makers (producer, releaser) verified `c` on it, the artefact, with
    /// the verifier on the line; otherwise its known makers jointly, all on the line; unknown producer: *unknown*".
    pub(super) fn evidence_ways(&self, evidence: usize, at: usize, ties: Ties) -> Vec<Way> {
        if self.gone.contains(&Gone::Evidence(evidence)) {
            return Vec::new();
        }
        let said = &self.said[at];
        let artefact = &self.case.evidence[evidence];
        let own = Labels::one(Label::Evidence(evidence));
        let makers: Vec<usize> = artefact
            .producer
            .into_iter()
            .chain(artefact.released_by)
            .collect();
        // Its makers have the voices of whenever it was made, which is not recorded.
        let voices = |actor: usize| self.reach(actor, (NEVER, ALWAYS), ties);
        let mut ways = Vec::new();
        // "Where the date is missing or straddles a tie's bound, and for alleged ties, the tie *may* hold": where one
        // who verified may have answered to the makers, the artefact stands or falls with both.
        let mut perhaps = Labels::EMPTY;
        // "`retracts` takes back": who retracts what he verified vouches for it no more, and is on the line all the
        // same where the makers stand for it, so that no retraction raises what is left.
        let mut withdrawn = Labels::EMPTY;
        for verification in &artefact.verified {
            let by = verification.by;
            let in_time = match (verification.date, self.assumptions.as_of) {
                (Some(date), Some(as_of)) => date <= as_of,
                _ => true,
            };
            let when = verification.date.map_or((NEVER, ALWAYS), |day| (day, day));
            let then = self.reach(by, when, ties);
            // Who is held by a maker is not outside either.
            let among = |ties: Ties| {
                (self.case.actors[by].ties.iter())
                    .filter(|tie| tie.role == Role::InCustodyOf && held(tie, when, ties))
                    .map(|tie| self.reach(tie.to, when, ties))
                    .fold(self.reach(by, when, ties), |one, other| one | other)
            };
            let named = |maker: usize| !self.case.actors[maker].unnamed;
            let may_be_of_custodian = ties == Ties::Possible
                && !artefact.producer.is_some_and(named)
                && (self.case.actors[by].ties.iter())
                    .any(|tie| tie.role == Role::InCustodyOf && held(tie, when, ties));
            let outside = !may_be_of_custodian
                && makers
                    .iter()
                    .all(|&maker| voices(maker).is_disjoint(among(ties)));
            let surely_inside = makers.iter().any(|&maker| {
                let made = self.reach(maker, (NEVER, ALWAYS), Ties::Sure);
                !made.is_disjoint(among(Ties::Sure))
            });
            let shown = match (said.claim(), said.stance) {
                (None, _) => BTreeSet::new(),
                (Some(claim), Stance::Disputes) => self.excluding(claim),
                (Some(claim), _) => self.entailing(BTreeSet::from([claim])),
            };
            let (taken_back, vouched): (Vec<usize>, Vec<usize>) =
                (verification.claims.iter().copied())
                    .filter(|on| shown.contains(on))
                    .partition(|&on| self.has_withdrawn(by, when, evidence, on));
            let verified = !vouched.is_empty();
            let stands = !self.case.actors[by].unnamed && !self.is_word_gone(by, when);
            if in_time && outside && verified && stands {
                let carrier = Carrier {
                    knowledge: Knowledge::Known,
                    labels: own,
                };
                ways.push((carrier, own | then));
            } else if in_time && verified && stands && !surely_inside && ties == Ties::Possible {
                perhaps = perhaps | then;
            } else if in_time && !verified && !taken_back.is_empty() && stands {
                withdrawn = withdrawn | then;
            }
        }
        let is_gone = |&maker: &usize| self.is_word_gone(maker, (NEVER, ALWAYS));
        if ways.is_empty() && !makers.iter().any(is_gone) {
            let mut labels = own;
            for &maker in &makers {
                labels = labels | voices(maker);
            }
            let known = artefact
                .producer
                .is_some_and(|maker| !self.case.actors[maker].unnamed);
            let carrier = match known {
                true => Carrier {
                    knowledge: Knowledge::Known,
                    labels: match (perhaps | withdrawn) == Labels::EMPTY {
                        true => labels - own,
                        false => labels,
                    },
                },
                false => Carrier {
                    knowledge: Knowledge::Unknown,
                    labels: own,
                },
            };
            let behind = if known { perhaps } else { Labels::EMPTY };
            ways.push((carrier, labels | behind | withdrawn));
        }
        if self.case.actors[said.by].unnamed {
            for (carrier, _) in &mut ways {
                carrier.knowledge = Knowledge::Unknown;
            }
        }
        ways
    }

    /// Whether who verified a claim on an artefact retracted that claim, or what he said of it by that artefact, since.
    fn has_withdrawn(&self, by: usize, when: When, evidence: usize, claim: usize) -> bool {
        (0..self.said.len()).any(|at| {
            let back = &self.said[at];
            let is_of_it = match back.object {
                Object::Claim(on) => on == claim,
                Object::Statement(named) => {
                    let named = &self.said[named];
                    let cites_it = named.cites.contains(&Cite::Evidence(evidence));
                    named.by == by && named.claim() == Some(claim) && cites_it
                }
            };
            back.stance == Stance::Retracts
                && back.by == by
                && is_of_it
                && when.0 <= back.when.1
                && self.is_made(at)
                && !self.is_retraction_gone(at)
                && self.is_taken_back(at, &mut Vec::new()) == Ok(false)
        })
    }
}
