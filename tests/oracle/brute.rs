//! The definitions by enumeration: slow, small, and sharing nothing with the engine.
//!
//! Quoted sentences in the comments are those of the definitions that the code follows.

use std::collections::BTreeSet;

use crate::model::{Basis, Case, Cite, Day, Object, Role, Stance};

const NEVER: Day = Day::MIN;
const ALWAYS: Day = Day::MAX;

/// First and last day on which something may have been; open ends are [`NEVER`] and [`ALWAYS`].
type When = (Day, Day);

/// The case is too large to enumerate, or outside what is defined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Skip {
    /// More derivations than the enumeration bears.
    TooMany,
    /// Two retractions that take each other back.
    Paradox,
}

const MOST_DERIVATIONS: usize = 600;
const MOST_STEPS: u32 = 20_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ties {
    /// Those that surely held.
    Sure,
    /// And those that may have held.
    Possible,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Label {
    Actor(usize),
    Evidence(usize),
    /// The unknown publisher of a report.
    Publisher(usize),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Node {
    Statement(usize),
    /// "one implicit undeclared statement per (actor, claim); for a report, its publisher's".
    Implied {
        speaker: Speaker,
        claim: usize,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Speaker {
    Actor(usize),
    PublisherOf(usize),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Knowledge {
    Known,
    /// Unknown because the root at this node declares no basis.
    Undeclared(Node),
    Unknown,
}

/// What must be right for a root to be worth anything.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Carrier {
    pub knowledge: Knowledge,
    /// What it may share with another carrier.
    pub labels: BTreeSet<Label>,
}

/// A derivation: the statements on it, what occurs on it, and its carriers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Derivation {
    pub nodes: BTreeSet<Node>,
    pub labels: BTreeSet<Label>,
    pub carriers: BTreeSet<Carrier>,
    /// Whether an unnamed actor speaks on it.
    pub unnamed: bool,
}

impl Derivation {
    /// "A line is unknown if a carrier on it is unknown or an unnamed actor speaks anywhere on it."
    pub fn is_known(&self) -> bool {
        !self.unnamed
            && self
                .carriers
                .iter()
                .all(|carrier| carrier.knowledge == Knowledge::Known)
    }

    /// The speaking nodes of its undeclared roots, where nothing else on it is unknown.
    fn undeclared(&self) -> Option<BTreeSet<Node>> {
        if self.unnamed || self.is_known() {
            return None;
        }
        let mut nodes = BTreeSet::new();
        for carrier in &self.carriers {
            match carrier.knowledge {
                Knowledge::Known => {}
                Knowledge::Undeclared(node) => {
                    nodes.insert(node);
                }
                Knowledge::Unknown => return None,
            }
        }
        Some(nodes)
    }

    fn joined_with(&self, other: &Derivation) -> Derivation {
        Derivation {
            nodes: &self.nodes | &other.nodes,
            labels: &self.labels | &other.labels,
            carriers: &self.carriers | &other.carriers,
            unnamed: self.unnamed || other.unnamed,
        }
    }
}

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
    /// Passes on what somebody else said.
    pub relay: bool,
}

impl Said {
    pub fn claim(&self) -> Option<usize> {
        match self.object {
            Object::Claim(claim) => Some(claim),
            Object::Statement(_) => None,
        }
    }
}

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

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Assumptions {
    pub as_of: Option<Day>,
    pub own_acts: bool,
}

impl Default for Assumptions {
    fn default() -> Self {
        Assumptions {
            as_of: None,
            own_acts: true,
        }
    }
}

/// The four numbers, and whether the statements are grounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Numbers {
    pub lines_min: u32,
    pub lines_max: u32,
    pub origins_min: u32,
    pub origins_max: u32,
    pub grounded: bool,
    pub statements: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer {
    pub status: &'static str,
    pub support: Numbers,
    pub denial: Numbers,
}

pub struct Brute<'c> {
    pub case: &'c Case,
    pub assumptions: Assumptions,
    pub said: Vec<Said>,
    pub live: Vec<bool>,
    pub premises: Vec<Vec<Premise>>,
    pub grounded: Vec<bool>,
}

fn overlap(one: &BTreeSet<Label>, other: &BTreeSet<Label>) -> bool {
    !one.is_disjoint(other)
}

impl<'c> Brute<'c> {
    pub fn new(case: &'c Case, assumptions: Assumptions) -> Result<Self, Skip> {
        let mut brute = Brute {
            case,
            assumptions,
            said: expand(case),
            live: Vec::new(),
            premises: Vec::new(),
            grounded: Vec::new(),
        };
        brute.live = (0..brute.said.len())
            .map(|at| Ok(brute.is_made(at) && !brute.is_taken_back(at, &mut Vec::new())?))
            .collect::<Result<_, Skip>>()?;
        brute.premises = (0..brute.said.len())
            .map(|at| brute.premises_of(at))
            .collect();
        brute.grounded = brute.least_fixpoint();
        Ok(brute)
    }

    // Section 1.

    /// "made at or before `T`".
    fn is_made(&self, at: usize) -> bool {
        let (_, last) = self.said[at].when;
        match self.assumptions.as_of {
            Some(as_of) => last == ALWAYS || last <= as_of,
            None => true,
        }
    }

    /// "`retracts` takes back the same actor's earlier-or-equal statements with the same object (undated counts as
    /// earlier)"; to retract a statement takes back that statement.
    fn takes_back(&self, retraction: usize, at: usize) -> bool {
        let (one, other) = (&self.said[retraction], &self.said[at]);
        let surely_later = other.when.0 > one.when.1;
        one.stance == Stance::Retracts
            && retraction != at
            && one.by == other.by
            && (one.object == other.object || one.object == Object::Statement(at))
            && !surely_later
    }

    /// "a retraction that is itself taken back has no effect".
    fn is_taken_back(&self, at: usize, path: &mut Vec<usize>) -> Result<bool, Skip> {
        if path.contains(&at) {
            return Err(Skip::Paradox);
        }
        path.push(at);
        let mut taken = false;
        for retraction in 0..self.said.len() {
            if self.is_made(retraction)
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
    fn entailing(&self, mut claims: BTreeSet<usize>) -> BTreeSet<usize> {
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
    fn entailed(&self, claim: usize) -> BTreeSet<usize> {
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

    fn oppose(&self, one: usize, other: usize) -> bool {
        let declared = |from: usize, to: usize| {
            let claim = &self.case.claims[from];
            from != to && (claim.contradicts.contains(&to) || claim.negates.contains(&to))
        };
        declared(one, other) || declared(other, one)
    }

    /// Whether a statement would be in `Support(claim)` if it were live.
    fn supports(&self, at: usize, claim: usize) -> bool {
        let said = &self.said[at];
        let entailing = self.entailing(BTreeSet::from([claim]));
        said.stance.supports() && said.claim().is_some_and(|on| entailing.contains(&on))
    }

    /// The claims whose support is denial of `claim`.
    fn excluding(&self, claim: usize) -> BTreeSet<usize> {
        let entailed = self.entailed(claim);
        let opposed = (0..self.case.claims.len())
            .filter(|&other| entailed.iter().any(|&one| self.oppose(one, other)))
            .collect();
        self.entailing(opposed)
    }

    /// Whether a statement would be in `Denial(claim)` if it were live.
    fn denies(&self, at: usize, claim: usize) -> bool {
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

    // Section 2.

    /// "not on the opposite side of the citing statement's claim and is no `questions`, `silent`, `declines` or
    /// `retracts`".
    fn carries(&self, citing: usize, cited: usize) -> bool {
        let Some(claim) = self.said[citing].claim() else {
            return self.said[cited].stance.speaks();
        };
        let opposite = match self.said[citing].stance {
            Stance::Disputes => self.supports(cited, claim),
            _ => self.denies(cited, claim),
        };
        self.said[cited].stance.speaks() && !opposite
    }

    fn premises_of(&self, at: usize) -> Vec<Premise> {
        self.said[at]
            .cites
            .iter()
            .filter_map(|&cite| self.premise(at, cite))
            .collect()
    }

    fn premise(&self, citing: usize, cite: Cite) -> Option<Premise> {
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
                Some(match found.is_empty() {
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
    fn meant(&self, citing: usize, claim: usize, fits: &dyn Fn(&Said) -> bool) -> Vec<usize> {
        let entailing = self.entailing(BTreeSet::from([claim]));
        let surely_later =
            |one: usize, other: usize| self.said[one].when.0 > self.said[other].when.1;
        let candidates: Vec<usize> = (0..self.said.len())
            .filter(|&at| {
                let said = &self.said[at];
                at != citing
                    && said.stance != Stance::Retracts
                    && self.is_made(at)
                    && fits(said)
                    && said.claim().is_some_and(|on| entailing.contains(&on))
                    && !surely_later(at, citing)
            })
            .collect();
        candidates
            .iter()
            .copied()
            .filter(|&at| {
                let undated = self.said[at].when.0 == NEVER;
                undated || !candidates.iter().any(|&other| surely_later(other, at))
            })
            .collect()
    }

    /// The premises of an inference, or what any other statement cites: only what carries support by kind.
    fn carrying(&self, at: usize) -> Vec<&Premise> {
        self.premises[at]
            .iter()
            .filter(|premise| premise.carries())
            .collect()
    }

    fn evidence(&self, at: usize) -> Vec<usize> {
        self.premises[at]
            .iter()
            .filter_map(|premise| match premise {
                Premise::Evidence(evidence) => Some(*evidence),
                Premise::Of { .. } => None,
            })
            .collect()
    }

    /// "assumed … where a statement without declared basis comes from a side that is among the parties of the claim's
    /// event".
    fn is_assumed_own_act(&self, at: usize) -> bool {
        let said = &self.said[at];
        let Some(claim) = said.claim() else {
            return false;
        };
        let voices = self.voices(Node::Statement(at), Ties::Sure);
        let joined = |party: usize| overlap(&voices, &self.reach(party, said.when, Ties::Sure));
        self.assumptions.own_acts
            && said.basis.is_none()
            && said.stance.speaks()
            && !said.relay
            && self.carrying(at).is_empty()
            && self.case.claims[claim]
                .parties
                .iter()
                .any(|&party| joined(party))
    }

    /// The ways in which a statement alone is a line: the carrier, and what the carrier adds to the line.
    fn root_ways(&self, at: usize, ties: Ties) -> Vec<(Carrier, BTreeSet<Label>)> {
        let said = &self.said[at];
        let node = Node::Statement(at);
        let own = self.voices(node, ties);
        let known = |labels: BTreeSet<Label>| Carrier {
            knowledge: match self.case.actors[said.by].unnamed {
                true => Knowledge::Unknown,
                false => Knowledge::Known,
            },
            labels,
        };
        let unknown = |knowledge: Knowledge| Carrier {
            knowledge,
            labels: own.clone(),
        };
        let alone = |carrier: Carrier| (carrier.clone(), carrier.labels);
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
        if !ways.is_empty() {
            return ways;
        }
        match said.basis {
            Some(Basis::Witnessed | Basis::OwnAct) => ways.push(alone(known(own))),
            Some(Basis::Documented) => ways.push(alone(unknown(Knowledge::Unknown))),
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
                let labels: BTreeSet<Label> = (self.custodians(at, ties).into_iter())
                    .flat_map(|custodian| self.reach(custodian, said.when, ties))
                    .collect();
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
                    None => Knowledge::Undeclared(node),
                    Some(_) => Knowledge::Unknown,
                })));
            }
            _ => {}
        }
        ways
    }

    /// "the custodian (the statement's `custodian`, else the speaker's `in-custody-of` tie)".
    fn custodians(&self, at: usize, ties: Ties) -> BTreeSet<usize> {
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
    fn evidence_ways(
        &self,
        evidence: usize,
        at: usize,
        ties: Ties,
    ) -> Vec<(Carrier, BTreeSet<Label>)> {
        let said = &self.said[at];
        let artefact = &self.case.evidence[evidence];
        let own: BTreeSet<Label> = BTreeSet::from([Label::Evidence(evidence)]);
        let makers: Vec<usize> = artefact
            .producer
            .into_iter()
            .chain(artefact.released_by)
            .collect();
        // Its makers and verifiers have the voices of whenever it was made, which is not recorded.
        let voices = |actor: usize| self.reach(actor, (NEVER, ALWAYS), ties);
        let verifying = |actor: usize| self.reach(actor, said.when, ties);
        let mut ways = Vec::new();
        for verification in &artefact.verified {
            let by = verification.by;
            let in_time = match (verification.date, self.assumptions.as_of) {
                (Some(date), Some(as_of)) => date <= as_of,
                _ => true,
            };
            // A verification is made when it is dated, else with the statement that cites the artefact.
            let when = verification.date.map_or(said.when, |day| (day, day));
            let then = self.reach(by, when, ties);
            let outside = makers.iter().all(|&maker| !overlap(&voices(maker), &then));
            let verified = said.claim().is_some_and(|claim| {
                let shown = match said.stance {
                    Stance::Disputes => self.excluding(claim),
                    _ => self.entailing(BTreeSet::from([claim])),
                };
                verification.claims.iter().any(|on| shown.contains(on))
            });
            if in_time && outside && verified && !self.case.actors[by].unnamed {
                let carrier = Carrier {
                    knowledge: Knowledge::Known,
                    labels: own.clone(),
                };
                ways.push((carrier, &own | &verifying(by)));
            }
        }
        if ways.is_empty() {
            let mut labels = own.clone();
            for &maker in &makers {
                labels = &labels | &voices(maker);
            }
            let known = artefact
                .producer
                .is_some_and(|maker| !self.case.actors[maker].unnamed);
            let carrier = match known {
                true => Carrier {
                    knowledge: Knowledge::Known,
                    labels: &labels - &own,
                },
                false => Carrier {
                    knowledge: Knowledge::Unknown,
                    labels: own,
                },
            };
            ways.push((carrier, labels));
        }
        if self.case.actors[said.by].unnamed {
            for (carrier, _) in &mut ways {
                carrier.knowledge = Knowledge::Unknown;
            }
        }
        ways
    }

    // Section 3.

    /// "its actor and all actors reachable along ties that held when it was made".
    pub fn voices(&self, node: Node, ties: Ties) -> BTreeSet<Label> {
        match node {
            Node::Statement(at) => self.reach(self.said[at].by, self.said[at].when, ties),
            Node::Implied { speaker, .. } => match speaker {
                Speaker::Actor(actor) => self.reach(actor, (NEVER, ALWAYS), ties),
                Speaker::PublisherOf(report) => BTreeSet::from([Label::Publisher(report)]),
            },
        }
    }

    fn reach(&self, actor: usize, when: When, ties: Ties) -> BTreeSet<Label> {
        let mut reached = BTreeSet::from([actor]);
        loop {
            let mut next = reached.clone();
            for (from, actor) in self.case.actors.iter().enumerate() {
                for tie in &actor.ties {
                    if matches!(tie.role, Role::FundedBy | Role::InCustodyOf)
                        || !held(tie, when, ties)
                    {
                        continue;
                    }
                    if reached.contains(&from) {
                        next.insert(tie.to);
                    }
                    if tie.role == Role::AlignedWith && reached.contains(&tie.to) {
                        next.insert(from);
                    }
                }
            }
            if next.len() == reached.len() {
                return reached.into_iter().map(Label::Actor).collect();
            }
            reached = next;
        }
    }

    // Section 4.

    fn is_unnamed(&self, node: Node) -> bool {
        match node {
            Node::Statement(at) => self.case.actors[self.said[at].by].unnamed,
            Node::Implied { speaker, .. } => match speaker {
                Speaker::Actor(actor) => self.case.actors[actor].unnamed,
                Speaker::PublisherOf(_) => true,
            },
        }
    }

    /// All derivations of a node that use none of `path`.
    pub fn derivations(
        &self,
        node: Node,
        ties: Ties,
        path: &mut Vec<Node>,
    ) -> Result<BTreeSet<Derivation>, Skip> {
        let mut found = BTreeSet::new();
        if path.contains(&node) {
            return Ok(found);
        }
        let own = Derivation {
            nodes: BTreeSet::from([node]),
            labels: self.voices(node, ties),
            carriers: BTreeSet::new(),
            unnamed: self.is_unnamed(node),
        };
        let at = match node {
            Node::Statement(at) => at,
            Node::Implied { .. } => {
                // What nobody recorded is no adversary's word.
                let unknown = Knowledge::Unknown;
                found.insert(with_carrier(&own, unknown, &own.labels, &own.labels));
                return Ok(found);
            }
        };
        if !self.live[at] {
            return Ok(found);
        }
        for (carrier, labels) in self.root_ways(at, ties) {
            found.insert(with_carrier(
                &own,
                carrier.knowledge,
                &carrier.labels,
                &labels,
            ));
        }
        path.push(node);
        if self.said[at].basis == Some(Basis::Inferred) {
            let premises = self.carrying(at);
            let mut partial = BTreeSet::from([own]);
            for premise in &premises {
                let options = self.options(premise, at, ties, path)?;
                let mut longer = BTreeSet::new();
                for one in &partial {
                    for option in &options {
                        longer.insert(one.joined_with(option));
                        if longer.len() > MOST_DERIVATIONS {
                            return Err(Skip::TooMany);
                        }
                    }
                }
                partial = longer;
            }
            if !premises.is_empty() {
                found.extend(partial);
            }
        } else {
            for premise in self.carrying(at) {
                if matches!(premise, Premise::Evidence(_)) {
                    continue;
                }
                for option in self.options(premise, at, ties, path)? {
                    found.insert(own.joined_with(&option));
                }
            }
        }
        path.pop();
        match found.len() > MOST_DERIVATIONS {
            true => Err(Skip::TooMany),
            false => Ok(found),
        }
    }

    /// The derivations of a premise: of any of its alternatives.
    fn options(
        &self,
        premise: &Premise,
        at: usize,
        ties: Ties,
        path: &mut Vec<Node>,
    ) -> Result<BTreeSet<Derivation>, Skip> {
        let mut found = BTreeSet::new();
        match premise {
            Premise::Evidence(evidence) => {
                for (carrier, labels) in self.evidence_ways(*evidence, at, ties) {
                    found.insert(Derivation {
                        nodes: BTreeSet::new(),
                        labels,
                        carriers: BTreeSet::from([carrier]),
                        unnamed: false,
                    });
                }
            }
            Premise::Of { alternatives, .. } => {
                for &(cited, carries) in alternatives {
                    if carries {
                        found.extend(self.derivations(cited, ties, path)?);
                    }
                }
            }
        }
        Ok(found)
    }

    /// All lines of a set of statements: derivations that end in a sink.
    pub fn lines(&self, statements: &[usize], ties: Ties) -> Result<Vec<Derivation>, Skip> {
        let mut lines = BTreeSet::new();
        for &at in statements {
            if !self.said[at].via {
                lines.extend(self.derivations(Node::Statement(at), ties, &mut Vec::new())?);
            }
        }
        Ok(lines.into_iter().collect())
    }

    pub fn numbers(&self, statements: &[usize]) -> Result<Numbers, Skip> {
        let sure = self.lines(statements, Ties::Sure)?;
        let possible = self.lines(statements, Ties::Possible)?;
        let known: Vec<&Derivation> = possible.iter().filter(|line| line.is_known()).collect();
        let lines_max = most_disjoint(sure.iter().map(|line| &line.labels))?;
        let lines_min = match self.most_counted(&possible)? {
            0 if !possible.is_empty() => 1,
            most => most,
        };
        debug_assert!(known.is_empty() || lines_min > 0);
        let origins_max = most_disjoint(self.carriers(statements, Ties::Sure, false).iter())?;
        let origins_min = most_disjoint(self.carriers(statements, Ties::Possible, true).iter())?;
        // "a claim has a line exactly if its support is grounded", and lines end in what is known directly.
        let grounded = statements
            .iter()
            .any(|&at| self.grounded[at] && !self.said[at].via);
        Ok(Numbers {
            lines_min,
            lines_max,
            origins_min,
            origins_max,
            grounded,
            statements: statements.len() as u32,
        })
    }

    /// "carriers found on lines": those of all roots to which a line of one of the statements may go. A line may pass
    /// through a statement twice, once as a root, so that every grounded citation is on some line.
    fn carriers(&self, statements: &[usize], ties: Ties, known: bool) -> Vec<BTreeSet<Label>> {
        // What an unnamed actor passes on is on no known line.
        let skip = |node: Node| known && self.is_unnamed(node);
        let mut waiting: Vec<Node> = statements
            .iter()
            .filter(|&&at| !self.said[at].via)
            .map(|&at| Node::Statement(at))
            .collect();
        let mut seen = BTreeSet::new();
        let mut carriers = Vec::new();
        while let Some(node) = waiting.pop() {
            if skip(node) || !seen.insert(node) {
                continue;
            }
            let Node::Statement(at) = node else {
                if !known {
                    carriers.push(self.voices(node, ties));
                }
                continue;
            };
            if !self.grounded[at] {
                continue;
            }
            let mut ways = self.root_ways(at, ties);
            for premise in self.carrying(at) {
                match premise {
                    Premise::Evidence(evidence) => {
                        ways.extend(self.evidence_ways(*evidence, at, ties));
                    }
                    Premise::Of { alternatives, .. } => waiting.extend(
                        alternatives
                            .iter()
                            .filter(|(_, carries)| *carries)
                            .map(|(node, _)| *node),
                    ),
                }
            }
            for (carrier, _) in ways {
                if !known || carrier.knowledge == Knowledge::Known {
                    carriers.push(carrier.labels);
                }
            }
        }
        carriers
    }

    /// "the most pairwise independent *known* lines", where "undeclared lines of *named* speakers who are declared
    /// adversaries of one another count as known": those counted so are pairwise opposed, and at least two.
    fn most_counted(&self, lines: &[Derivation]) -> Result<u32, Skip> {
        let mut countable: Vec<(&BTreeSet<Label>, Option<BTreeSet<Node>>)> = Vec::new();
        for line in lines {
            let entry = match (line.is_known(), line.undeclared()) {
                (true, _) => (&line.labels, None),
                (false, Some(undeclared)) => (&line.labels, Some(undeclared)),
                (false, _) => continue,
            };
            if !countable.contains(&entry) {
                countable.push(entry);
            }
        }
        // Of two that count alike, one that contains the other is never needed.
        let all = countable.clone();
        countable.retain(|(labels, kind)| {
            !all.iter()
                .any(|(other, same)| same == kind && other != labels && other.is_subset(labels))
        });
        let mut best = 0;
        let mut steps = 0;
        self.choose(&countable, &mut Vec::new(), &mut best, &mut steps)?;
        Ok(best)
    }

    fn choose<'l>(
        &self,
        rest: &[(&'l BTreeSet<Label>, Option<BTreeSet<Node>>)],
        chosen: &mut Vec<(&'l BTreeSet<Label>, Option<BTreeSet<Node>>)>,
        best: &mut u32,
        steps: &mut u32,
    ) -> Result<(), Skip> {
        *steps += 1;
        if *steps > MOST_STEPS {
            return Err(Skip::TooMany);
        }
        let undeclared: Vec<&BTreeSet<Node>> = chosen
            .iter()
            .filter_map(|(_, nodes)| nodes.as_ref())
            .collect();
        if self.may_count(&undeclared) {
            *best = (*best).max(chosen.len() as u32);
        }
        for (at, entry) in rest.iter().enumerate() {
            if chosen.iter().all(|(labels, _)| !overlap(labels, entry.0)) {
                chosen.push(entry.clone());
                self.choose(&rest[at + 1..], chosen, best, steps)?;
                chosen.pop();
            }
        }
        Ok(())
    }

    fn may_count(&self, undeclared: &[&BTreeSet<Node>]) -> bool {
        let all_opposed = |one: &BTreeSet<Node>, other: &BTreeSet<Node>| {
            one.iter()
                .all(|&a| other.iter().all(|&b| self.are_opposed(a, b)))
        };
        undeclared.len() != 1
            && undeclared.iter().enumerate().all(|(at, one)| {
                undeclared[at + 1..]
                    .iter()
                    .all(|other| all_opposed(one, other))
            })
    }

    /// Declared adversaries, directly or through those they answer to.
    fn are_opposed(&self, one: Node, other: Node) -> bool {
        let (one, other) = (self.voices(one, Ties::Sure), self.voices(other, Ties::Sure));
        let adversaries = |a: &Label, b: &Label| match (a, b) {
            (Label::Actor(a), Label::Actor(b)) => {
                self.case.actors[*a].adversaries.contains(b)
                    || self.case.actors[*b].adversaries.contains(a)
            }
            _ => false,
        };
        one.iter().any(|a| other.iter().any(|b| adversaries(a, b)))
    }

    // Sections 5 and 6.

    /// "a root, or cites something grounded that carries support (`inferred`: every premise, a premise being grounded
    /// when some statement of its support is): a least fixpoint"; nothing flows through what is not live.
    fn least_fixpoint(&self) -> Vec<bool> {
        let mut grounded = vec![false; self.said.len()];
        loop {
            let step: Vec<bool> = (0..self.said.len())
                .map(|at| {
                    let stands = |premise: &&Premise| match premise {
                        Premise::Evidence(_) => true,
                        Premise::Of { alternatives, .. } => {
                            alternatives.iter().any(|&(node, carries)| {
                                carries
                                    && match node {
                                        Node::Statement(cited) => grounded[cited],
                                        Node::Implied { .. } => true,
                                    }
                            })
                        }
                    };
                    let mut carrying = self.carrying(at).into_iter();
                    let rests = match self.said[at].basis {
                        Some(Basis::Inferred) => {
                            carrying.len() > 0 && carrying.all(|premise| stands(&premise))
                        }
                        _ => carrying.any(|premise| stands(&premise)),
                    };
                    self.live[at] && (rests || !self.root_ways(at, Ties::Sure).is_empty())
                })
                .collect();
            if step == grounded {
                return grounded;
            }
            grounded = step;
        }
    }

    /// "its lineage runs into a cycle".
    fn runs_into_cycle(&self, from: &[usize]) -> bool {
        let cited = |at: usize| -> BTreeSet<usize> {
            self.premises[at]
                .iter()
                .flat_map(|premise| match premise {
                    Premise::Evidence(_) => Vec::new(),
                    Premise::Of { alternatives, .. } => alternatives.clone(),
                })
                .filter_map(|(node, _)| match node {
                    // What is not yet said at the date is part of no cycle then.
                    Node::Statement(to) => self.is_made(to).then_some(to),
                    Node::Implied { .. } => None,
                })
                .collect()
        };
        let reach = |start: BTreeSet<usize>| {
            let mut reached = start;
            loop {
                let next: BTreeSet<usize> = reached
                    .iter()
                    .flat_map(|&at| cited(at))
                    .chain(reached.iter().copied())
                    .collect();
                if next.len() == reached.len() {
                    return reached;
                }
                reached = next;
            }
        };
        reach(from.iter().copied().collect())
            .into_iter()
            .any(|at| reach(cited(at)).contains(&at))
    }

    /// Whether somebody named speaks ("its actor is the speaker" of a root), or concludes from an artefact, in a set of
    /// statements or at a root of theirs.
    fn is_named(&self, statements: &[usize]) -> bool {
        let mut waiting: Vec<Node> = statements.iter().map(|&at| Node::Statement(at)).collect();
        let mut seen = BTreeSet::new();
        while let Some(node) = waiting.pop() {
            if !seen.insert(node) {
                continue;
            }
            let Node::Statement(at) = node else {
                if !self.is_unnamed(node) {
                    return true;
                }
                continue;
            };
            if !self.grounded[at] {
                continue;
            }
            let premises = self.carrying(at);
            let concludes = premises
                .iter()
                .any(|one| matches!(one, Premise::Evidence(_)));
            let is_root = !self.root_ways(at, Ties::Sure).is_empty();
            if (is_root || concludes) && !self.is_unnamed(node) {
                return true;
            }
            for premise in premises {
                if let Premise::Of { alternatives, .. } = premise {
                    let carrying = alternatives.iter().filter(|(_, carries)| *carries);
                    waiting.extend(carrying.map(|(node, _)| *node));
                }
            }
        }
        false
    }

    pub fn answer(&self, claim: usize) -> Result<Answer, Skip> {
        let (support, denial) = (self.support(claim), self.denial(claim));
        let (lines, against) = (self.numbers(&support)?, self.numbers(&denial)?);
        let questioned = (0..self.said.len()).any(|at| {
            self.live[at]
                && self.said[at].stance == Stance::Questions
                && self.said[at].object == Object::Claim(claim)
        });
        let named_denial = self.is_named(&denial);
        let outweighed = lines.lines_min >= 2 && !named_denial;
        let status = if support.is_empty() && denial.is_empty() && questioned {
            "open"
        } else if lines.grounded && against.grounded && !outweighed {
            "contested"
        } else if against.grounded && !lines.grounded {
            "denied"
        } else if support.is_empty() {
            "unsupported"
        } else if !lines.grounded && self.runs_into_cycle(&support) {
            "circular"
        } else if !lines.grounded {
            "unfounded"
        } else if lines.lines_max <= 1 {
            "uncorroborated"
        } else if lines.lines_min < 2 {
            "independence-unknown"
        } else {
            "corroborated"
        };
        Ok(Answer {
            status,
            support: lines,
            denial: against,
        })
    }
}

fn with_carrier(
    own: &Derivation,
    knowledge: Knowledge,
    carrier: &BTreeSet<Label>,
    on_line: &BTreeSet<Label>,
) -> Derivation {
    let mut derivation = own.clone();
    derivation.labels = &derivation.labels | on_line;
    derivation.carriers.insert(Carrier {
        knowledge,
        labels: carrier.clone(),
    });
    derivation
}

/// Whether a tie surely held, or may have held.
fn held(tie: &crate::model::Tie, (first, last): When, ties: Ties) -> bool {
    let (from, until) = (tie.from.unwrap_or(NEVER), tie.until.unwrap_or(ALWAYS));
    match ties {
        Ties::Sure => !tie.alleged && from <= first && last <= until,
        Ties::Possible => from <= last && first <= until,
    }
}

/// The most sets of which no two share anything: every subset is tried.
fn most_disjoint<'l>(sets: impl Iterator<Item = &'l BTreeSet<Label>>) -> Result<u32, Skip> {
    let sets: BTreeSet<&BTreeSet<Label>> = sets.collect();
    // A set that contains another is never needed.
    let sets: Vec<&BTreeSet<Label>> = sets
        .iter()
        .copied()
        .filter(|one| {
            !sets
                .iter()
                .any(|other| other != one && other.is_subset(one))
        })
        .collect();
    fn most(
        rest: &[&BTreeSet<Label>],
        used: &BTreeSet<Label>,
        steps: &mut u32,
    ) -> Result<u32, Skip> {
        *steps += 1;
        if *steps > MOST_STEPS {
            return Err(Skip::TooMany);
        }
        let mut best = 0;
        for (at, set) in rest.iter().enumerate() {
            if !overlap(set, used) {
                best = best.max(1 + most(&rest[at + 1..], &(used | *set), steps)?);
            }
        }
        Ok(best)
    }
    most(&sets, &BTreeSet::new(), &mut 0)
}

/// The statements of a case after its shorthands: `via` makes relays, the support of a statement is that of its claim.
/// The statements as written come first, in their order.
fn expand(case: &Case) -> Vec<Said> {
    let when = |date: Option<(Day, Day)>, report: Option<usize>| {
        date.unwrap_or_else(|| {
            let published = report.and_then(|at| case.reports[at].date);
            (NEVER, published.unwrap_or(ALWAYS))
        })
    };
    let mut said: Vec<Said> = case
        .statements
        .iter()
        .map(|statement| {
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
                relay: statement.stance == Stance::Relays,
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
                relay: true,
            });
            cited = said.len() - 1;
        }
    }
    said
}
