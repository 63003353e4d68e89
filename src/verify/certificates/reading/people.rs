//! Who speaks for whom, and what must be right for a root to be worth anything (semantics §§2 and 3).

use std::collections::BTreeSet;
use std::rc::Rc;

use super::{Carrier, Label, Labels, NodeNumber, Reading, Ties, closure};
use crate::case::date::Date;
use crate::case::graph::{Object, Tie, Verification};
use crate::case::vocabulary::{Basis, Role, Stance};
use crate::case::{ActorIdx, ClaimIdx, EvidenceIdx, StatementIdx};

/// More than so many whose ties hang together are a crowd.
const CROWD: usize = 64;

/// So many voices are kept, all together.
const MOST_KEPT: usize = 16_000_000;

/// Whether who verified something vouches for it still.
#[derive(Clone, Copy)]
enum Vouches {
    Still,
    NoMore,
}

impl Reading<'_> {
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

    pub(super) fn read_ties(&mut self) {
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

    /// Marks those among whom every tie is certain and lasts: of ties that hang together none is alleged or dated.
    pub(super) fn find_settled(&mut self) {
        let mut around: Vec<Vec<ActorIdx>> = vec![Vec::new(); self.ties.len()];
        let mut open = Vec::new();
        for actor in self.graph.actors() {
            for tie in &self.ties[actor.at()] {
                around[actor.at()].push(tie.to);
                around[tie.to.at()].push(actor);
                let lasts = tie.from.is_unknown() && tie.until.is_unknown();
                open.extend((tie.alleged || !lasts).then_some(actor));
            }
        }
        let around_all = |start: Vec<ActorIdx>| closure(start, |actor| around[actor.at()].clone());
        self.unsettled = around_all(open);
        let mut seen: BTreeSet<ActorIdx> = BTreeSet::new();
        for &actor in &self.unsettled {
            if !seen.contains(&actor) {
                let side = around_all(vec![actor]);
                let is_crowd = side.len() > CROWD;
                self.crowded.extend(side.iter().filter(|_| is_crowd));
                seen.extend(side);
            }
        }
    }

    /// Whether an actor may be named by whom it answers to in the end, surely or perhaps: every tie that hangs together
    /// with its own is certain and lasts, or there are very many.
    pub fn goes_by_its_ends(&self, actor: ActorIdx) -> bool {
        self.crowded.contains(&actor) || self.is_settled(actor)
    }

    /// Whether every tie that hangs together with those of an actor is certain and lasts.
    pub fn is_settled(&self, actor: ActorIdx) -> bool {
        !self.unsettled.contains(&actor)
    }

    /// Whom each tie that joins leads from and to, as it is written, whenever it held.
    pub fn written_ties(&self) -> impl Iterator<Item = (ActorIdx, ActorIdx)> + '_ {
        let ties = (self.graph.actors())
            .flat_map(|actor| self.graph.ties(actor).iter().map(move |tie| (actor, tie)));
        let joining = ties.filter(|(_, tie)| self.assumed.joining.contains(&tie.role));
        joining.map(|(from, tie)| (from, tie.to))
    }

    /// Whom an actor is tied to for certain and at all times; once for each tie.
    pub fn lastingly_tied(&self, actor: ActorIdx) -> impl Iterator<Item = ActorIdx> + '_ {
        let ties = self.ties[actor.at()].iter();
        let lasting = ties.filter(|tie| held(tie, Date::UNKNOWN, Ties::Sure));
        lasting.map(|tie| tie.to)
    }

    /// Everybody an actor speaks for at a time.
    pub fn voices(&self, actor: ActorIdx, when: Date, which: Ties) -> BTreeSet<ActorIdx> {
        let lasts = which != Ties::None && !self.unsettled.contains(&actor);
        if let Some(known) = self.lasting_voices.borrow().get(&actor).filter(|_| lasts) {
            return known.clone();
        }
        let found = closure([actor], |from| {
            let ties = self.ties[from.at()].iter();
            ties.filter(|tie| held(tie, when, which)).map(|tie| tie.to)
        });
        let mut kept = self.lasting_voices.borrow_mut();
        if lasts && found.len() > 1 && found.len() * kept.len() < MOST_KEPT {
            kept.insert(actor, found.clone());
        }
        found
    }

    pub fn voice_labels(&self, actor: ActorIdx, when: Date, ties: Ties) -> Labels {
        let voices = self.voices(actor, when, ties);
        voices.into_iter().map(Label::Voice).collect()
    }

    pub fn are_joined(&self, one: (ActorIdx, Date), other: (ActorIdx, Date), ties: Ties) -> bool {
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
    pub(super) fn source(&self, node: NodeNumber) -> NodeNumber {
        let first = self.graph.statement_count();
        let report = |place: usize| self.unrecorded[place].report;
        let own = node as usize - first;
        let places = 0..self.unrecorded.len();
        let same = |&place: &usize| report(place).is_some() && report(place) == report(own);
        (first + places.into_iter().find(same).unwrap_or(own)) as u32
    }

    /// Whether two speakers are declared opponents, or answer to such, and share no voice.
    pub fn are_opposed(&self, one: NodeNumber, other: NodeNumber) -> bool {
        let speaker = |node| match self.speaker(node) {
            (Some(actor), when) => Some((actor, when)),
            (None, _) => None,
        };
        let both = speaker(one).zip(speaker(other));
        both.is_some_and(|(one, other)| self.are_opponents(one, other))
    }

    /// The same of two actors, each at a time.
    pub fn are_opponents(&self, one: (ActorIdx, Date), other: (ActorIdx, Date)) -> bool {
        let [one, other] = [one, other].map(|(actor, when)| self.voices(actor, when, Ties::Sure));
        one.is_disjoint(&other)
            && one
                .iter()
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

    pub(super) fn own_carrier(&self, at: StatementIdx, basis: Option<Basis>) -> Carrier {
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

    pub fn custodians(&self, at: StatementIdx, ties: Ties) -> BTreeSet<ActorIdx> {
        if let Some(declared) = self.graph.detail(at).and_then(|detail| detail.custodian) {
            return BTreeSet::from([declared]);
        }
        self.holders(self.graph.speaker(at), self.graph.date(at), ties)
    }

    /// Who holds an actor at a time.
    pub fn holders(&self, actor: ActorIdx, when: Date, ties: Ties) -> BTreeSet<ActorIdx> {
        let own = self.graph.ties(actor).iter();
        own.filter(|tie| tie.role == Role::InCustodyOf && held(tie, when, ties))
            .map(|tie| tie.to)
            .collect()
    }

    /// Whether the speaker may be in somebody's hands: his word is then no party's and no opponent's own.
    pub fn may_be_held(&self, at: StatementIdx) -> bool {
        !self.custodians(at, Ties::Possible).is_empty()
    }

    pub(super) fn is_own_act(&self, at: StatementIdx) -> bool {
        if !self.assumed.own_acts || self.graph.is_relay(at) || self.may_be_held(at) {
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
        let outside = self
            .outsiders(at, evidence, ties, Vouches::Still)
            .into_iter();
        let mut found: Vec<Carrier> = outside
            .map(|(verifier, when)| Carrier::Artefact(evidence, verifier, when))
            .collect();
        if found.is_empty() {
            let named = |&maker: &ActorIdx| !self.graph.is_unnamed(maker);
            found.push(match self.graph.evidence(evidence).producer.filter(named) {
                Some(_) => Carrier::Makers(evidence),
                None => Carrier::Unknown(Some(evidence)),
            });
        }
        found
    }

    /// Who verified what a statement says on an artefact, still vouches for it or not, and shares no voice with any of
    /// its makers, nor is held by one that does.
    fn outsiders(
        &self,
        at: StatementIdx,
        evidence: EvidenceIdx,
        ties: Ties,
        vouches: Vouches,
    ) -> Vec<(ActorIdx, Date)> {
        let makers = self.makers(evidence).into_iter();
        let makers: BTreeSet<ActorIdx> =
            (makers.flat_map(|(maker, made)| self.voices(maker, made, ties))).collect();
        let producer = self.graph.evidence(evidence).producer;
        let is_makers_unknown = producer.is_none_or(|maker| self.graph.is_unnamed(maker));
        let mut verifiers = self.verifiers(at, evidence, vouches);
        verifiers.retain(|&(by, when)| {
            let held_by = self.holders(by, when, ties);
            // His custodian may have made what nobody is known to have made.
            if is_makers_unknown && ties == Ties::Possible && !held_by.is_empty() {
                return false;
            }
            let among = held_by.into_iter().chain([by]);
            among
                .flat_map(|actor| self.voices(actor, when, ties))
                .all(|voice| !makers.contains(&voice))
        });
        verifiers
    }

    /// Who verified by name what a statement says on an artefact, and vouches for it still or took it back.
    fn verifiers(
        &self,
        at: StatementIdx,
        evidence: EvidenceIdx,
        vouches: Vouches,
    ) -> Vec<(ActorIdx, Date)> {
        let held = self.held_with(at);
        let later = |date: Date| {
            let after = |as_of: Date| !date.is_unknown() && date.latest() > as_of.latest();
            self.assumed.as_of.is_some_and(after)
        };
        let of_it = |entry: &&Verification| {
            let mut claims = entry.claims.iter().filter(|claim| held.contains(claim));
            let stands = |claim| !self.was_withdrawn(evidence, entry, claim);
            match vouches {
                Vouches::Still => claims.any(|&claim| stands(claim)),
                Vouches::NoMore => {
                    let claims: Vec<ClaimIdx> = claims.copied().collect();
                    !claims.is_empty() && !claims.into_iter().any(stands)
                }
            }
        };
        let verified = self.graph.evidence(evidence).verified.iter();
        verified
            .filter(|entry| !later(entry.heard) && !self.graph.is_unnamed(entry.by))
            .filter(of_it)
            .map(|entry| (entry.by, entry.date))
            .collect()
    }

    /// Whether who verified a claim on an artefact has retracted the claim since, or a statement that shows it by that
    /// artefact.
    pub fn was_withdrawn(
        &self,
        evidence: EvidenceIdx,
        entry: &Verification,
        claim: ClaimIdx,
    ) -> bool {
        let graph = self.graph;
        self.retractions.iter().any(|&back| {
            let is_same = |on| graph.are_same(claim, on);
            let is_of_it = match graph.object(back) {
                Object::Claim(on) => is_same(on),
                Object::Statement(named) => {
                    graph.speaker(named) == entry.by
                        && graph.claim_of(named).is_some_and(is_same)
                        && self.artefacts(named).any(|cited| cited == evidence)
                }
            };
            is_of_it
                && graph.speaker(back) == entry.by
                && !entry.date.surely_after(graph.date(back))
        })
    }

    /// Who verified it from outside if a tie in doubt does not hold, and is an insider if it does: where the makers
    /// stand for an artefact, these may have to.
    fn perhaps_outside(
        &self,
        node: NodeNumber,
        evidence: EvidenceIdx,
        ties: Ties,
    ) -> Vec<(ActorIdx, Date)> {
        match self.statement(node) {
            Some(at) if ties == Ties::Possible => {
                let surely = self.outsiders(at, evidence, Ties::Possible, Vouches::Still);
                let mut perhaps = self.outsiders(at, evidence, Ties::Sure, Vouches::Still);
                perhaps.retain(|verifier| !surely.contains(verifier));
                perhaps
            }
            _ => Vec::new(),
        }
    }

    /// Who verified it and took that back: the artefact falls with these, too.
    fn withdrawn(&self, node: NodeNumber, evidence: EvidenceIdx) -> Vec<(ActorIdx, Date)> {
        let found = (self.statement(node)).map(|at| self.verifiers(at, evidence, Vouches::NoMore));
        found.unwrap_or_default()
    }

    /// The claims that cannot be held without what a statement says.
    fn held_with(&self, at: StatementIdx) -> Rc<BTreeSet<ClaimIdx>> {
        match self.graph.claim_of(at) {
            None => Rc::default(),
            Some(own) if self.graph.stance(at) == Stance::Disputes => Rc::new(self.excluding(own)),
            Some(own) => self.supporters(own),
        }
    }

    /// What a carrier puts on a line beside the voices of the statement.
    pub fn carrier_labels(&self, node: NodeNumber, carrier: Carrier, ties: Ties) -> Labels {
        let behind = self.behind(node, carrier, ties).into_iter();
        let voices = behind.flat_map(|(actor, when)| self.voice_labels(actor, when, ties));
        voices
            .chain(carrier.artefact().map(Label::Artefact))
            .collect()
    }

    /// Who stands behind a carrier beside the speaker, and at what time.
    pub fn behind(&self, node: NodeNumber, carrier: Carrier, ties: Ties) -> Vec<(ActorIdx, Date)> {
        let when = self.speaker(node).1;
        match carrier {
            Carrier::Speaker(_) | Carrier::AssumedOwnAct(_) => Vec::new(),
            Carrier::Custodian(custodian) => vec![(custodian, when)],
            Carrier::Artefact(_, verifier, verified) => vec![(verifier, verified)],
            Carrier::Makers(evidence) => {
                let mut behind = self.makers(evidence);
                behind.extend(self.perhaps_outside(node, evidence, ties));
                behind.extend(self.withdrawn(node, evidence));
                behind
            }
            Carrier::Unknown(Some(evidence)) => {
                let mut behind = self.makers(evidence);
                behind.extend(self.withdrawn(node, evidence));
                behind
            }
            // A custodian is on the line even where it is not known who, or how.
            Carrier::Unknown(None) => match self.statement(node) {
                Some(at) if self.graph.basis(at) == Some(Basis::Custody) => {
                    let custodians = self.custodians(at, ties).into_iter();
                    custodians.map(|custodian| (custodian, when)).collect()
                }
                _ => Vec::new(),
            },
        }
    }

    /// Who made and who released an artefact, and when.
    pub fn makers(&self, evidence: EvidenceIdx) -> Vec<(ActorIdx, Date)> {
        let record = self.graph.evidence(evidence);
        let makers = record.producer.into_iter().chain(record.released_by);
        makers.map(|maker| (maker, record.date)).collect()
    }

    /// What tells one origin from another: two that share any of it are one.
    pub fn origin(&self, node: NodeNumber, carrier: Carrier, ties: Ties) -> Labels {
        match carrier {
            Carrier::Artefact(evidence, ..) | Carrier::Unknown(Some(evidence)) => {
                Labels::from([Label::Artefact(evidence)])
            }
            Carrier::Makers(evidence) => {
                let makers = self.makers(evidence).into_iter();
                let mut origin: Labels = makers
                    .flat_map(|(maker, made)| self.voice_labels(maker, made, ties))
                    .collect();
                let perhaps = self.perhaps_outside(node, evidence, ties);
                if !perhaps.is_empty() || !self.withdrawn(node, evidence).is_empty() {
                    origin.insert(Label::Artefact(evidence));
                }
                origin
            }
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
}

/// Whether a tie held at a time: surely, or for [`Ties::Possible`] perhaps.
fn held(tie: &Tie, when: Date, ties: Ties) -> bool {
    let (from, until) = (tie.from, tie.until);
    let begun = from.is_unknown() || from.earliest() <= when.latest();
    let lasting = until.is_unknown() || when.earliest() <= until.latest();
    let surely_begun = from.is_unknown() || from.earliest() <= when.earliest();
    let surely_lasting = until.is_unknown() || when.latest() <= until.latest();
    match ties {
        Ties::None => false,
        Ties::Possible => begun && lasting,
        Ties::Sure => surely_begun && surely_lasting && !tie.alleged,
    }
}
