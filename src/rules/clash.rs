//! Clashes between claims: which of them explains which, and which are one conflict told several times.

mod telling;

pub use telling::voices;

use std::collections::{BTreeMap, BTreeSet};
use std::hash::BuildHasher;

use foldhash::fast::FixedState;
use hashbrown::HashSet;
use rayon::prelude::*;

use super::consequence;
use super::finding::{Finding, Message, StepKind, events_of};
use super::fingerprint::again;
use super::grouped::set;
use super::packed::Packed;
use super::profile::steps;
use crate::analysis::Facts;
use crate::case::{ActorIdx, ClaimIdx, EventIdx, Node, StatementIdx};

/// From the rule that explains most to the one that explains least.
const PRECEDENCE: [&str; 4] = [
    "value-conflict",
    "self-contradiction",
    "contested-claim",
    "rival-accounts",
];

/// One side of a clash: claims, and who says so, each sorted. A dispute has no claim of its own.
#[derive(Clone, Debug)]
pub struct Side {
    pub(super) claims: Vec<ClaimIdx>,
    pub(super) statements: Vec<StatementIdx>,
    /// How many statements more there are than are listed.
    pub(super) more: u32,
}

/// Of a crowd so many statements are listed, those on the claim itself first.
const MOST_LISTED: usize = 256;

impl Side {
    /// Those who support a claim.
    pub fn of(claim: ClaimIdx, statements: Vec<StatementIdx>) -> Self {
        Side {
            claims: vec![claim],
            statements: set(statements),
            more: 0,
        }
    }

    /// Those who support a claim by any of its ids, all of which are named.
    pub fn of_any_id(facts: &Facts<'_>, claim: ClaimIdx, statements: Vec<StatementIdx>) -> Self {
        Side {
            claims: facts.graph().same(claim).collect(),
            ..Side::of(claim, statements)
        }
    }

    /// All who support a claim, by whatever entails it too.
    pub fn supporting(facts: &Facts<'_>, claim: ClaimIdx) -> Self {
        Side::crowd(facts, claim, facts.support(claim))
    }

    /// Some who support a claim.
    pub fn crowd(facts: &Facts<'_>, claim: ClaimIdx, mut statements: Vec<StatementIdx>) -> Self {
        let more = statements.len().saturating_sub(MOST_LISTED);
        if more > 0 {
            let graph = facts.graph();
            let is_on = |on: ClaimIdx| graph.are_same(on, claim);
            statements.sort_by_key(|&at| !graph.claim_of(at).is_some_and(is_on));
            statements.truncate(MOST_LISTED);
        }
        Side {
            more: more as u32,
            ..Side::of_any_id(facts, claim, statements)
        }
    }

    /// All who deny the claims of the other side, by what these entail too.
    pub fn denying(facts: &Facts<'_>, claim: ClaimIdx) -> Self {
        Side::crowd(facts, claim, facts.denial(claim)).without_claims()
    }

    /// Those who dispute the claims of the other side.
    pub fn against(statements: Vec<StatementIdx>) -> Self {
        Side {
            claims: Vec::new(),
            statements: set(statements),
            more: 0,
        }
    }

    /// The same as those who dispute the claims of the other side.
    pub fn without_claims(self) -> Self {
        Side {
            claims: Vec::new(),
            ..self
        }
    }

    /// The heads of those who speak, sorted, each once.
    fn heads(&self, facts: &Facts<'_>) -> Vec<ActorIdx> {
        let own = self.own(facts).into_iter();
        set(own
            .map(|at| facts.side(facts.graph().speaker(at)))
            .collect())
    }

    /// What is said in the speakers' own voice, where there is any such.
    fn own(&self, facts: &Facts<'_>) -> Vec<StatementIdx> {
        let relay = |at: &&StatementIdx| !facts.graph().is_relay(**at);
        let own: Vec<StatementIdx> = self.statements.iter().filter(relay).copied().collect();
        match own.is_empty() {
            true => self.statements.clone(),
            false => own,
        }
    }

    fn absorb(&mut self, other: Side) {
        self.claims = set([std::mem::take(&mut self.claims), other.claims].concat());
        self.statements = set([std::mem::take(&mut self.statements), other.statements].concat());
        self.more = self.more.max(other.more);
    }
}

/// How a clash is put into words.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Wording {
    /// As given; such a clash is never merged with another.
    Fixed(String),
    /// One side says both, and they contradict.
    Contradiction,
    /// One side says both, and they are in tension.
    Tension,
    /// The first side's claims are disputed by the second.
    Disputed,
    /// The second side denies some claims that each of the first side's claims entails, equally near.
    Through(Vec<ClaimIdx>),
    /// The claims oppose each other.
    Opposed,
    /// The claims are rival accounts.
    Rival,
}

/// Claims that do not go together, and who stands on each side.
#[derive(Clone, Debug)]
pub struct Clash {
    /// The rule that it is a finding of.
    pub rule: &'static str,
    /// The sides.
    pub sides: Vec<Side>,
    /// How it is put into words.
    pub wording: Wording,
    /// The how manieth of its rule about the same claims it is, from zero.
    pub nth: usize,
}

/// Support in somebody's own voice that rests on something: relays say nothing of their own.
pub fn own_support(facts: &Facts<'_>, claim: ClaimIdx) -> Vec<StatementIdx> {
    let mut support = facts.support(claim);
    support.retain(|&at| !facts.graph().is_relay(at) && facts.is_grounded(at));
    support
}

/// The speakers of some statements, sorted, each once.
pub fn speakers(facts: &Facts<'_>, statements: &[StatementIdx]) -> Vec<ActorIdx> {
    let speakers = statements.iter().map(|&at| facts.graph().speaker(at));
    set(speakers.collect())
}

impl Clash {
    fn claims(&self) -> Vec<ClaimIdx> {
        let sides = self.sides.iter();
        set(sides.flat_map(|side| &side.claims).copied().collect())
    }

    /// Whether somebody on the one side shares no voice with somebody on the other.
    fn is_between_houses(&self, facts: &Facts<'_>) -> bool {
        let [one, other] = self.sides.as_slice() else {
            return false;
        };
        let (one, other) = (one.own(facts), other.own(facts));
        let mut apart = one
            .iter()
            .flat_map(|&at| other.iter().map(move |&by| (at, by)));
        apart.any(|(at, by)| !facts.are_joined(at, by))
    }

    /// Its claims, each under the first of its ids.
    fn matters(&self, facts: &Facts<'_>) -> Vec<ClaimIdx> {
        let claims = self.claims().into_iter();
        set(claims
            .map(|claim| facts.graph().proposition(claim))
            .collect())
    }

    /// Every pair of its claims, whatever their ids; a claim alone is a pair with itself.
    fn pairs(&self, facts: &Facts<'_>) -> Vec<(ClaimIdx, ClaimIdx)> {
        let claims = self.matters(facts);
        if let [only] = claims.as_slice() {
            return vec![(*only, *only)];
        }
        let later = |at: usize| claims[at + 1..].iter().copied();
        (0..claims.len())
            .flat_map(|at| later(at).map(move |other| (at, other)))
            .map(|(at, other)| (claims[at], other))
            .collect()
    }

    /// The events that it is about, sorted, each once.
    fn events(&self, facts: &Facts<'_>) -> Vec<EventIdx> {
        events_of(facts, &self.claims())
    }

    fn finding(mut self, facts: &Facts<'_>, parts: Vec<Vec<Node>>) -> Finding {
        let statements = self.sides.iter().flat_map(|side| &side.statements);
        let statements = set(statements.copied().collect());
        let claims = self.claims();
        // What says the claims themselves comes first; what only entails them cannot be read as a conflict alone.
        let entails = |at: &StatementIdx| {
            let claim = facts.graph().claim_of(*at);
            claim.is_some_and(|claim| claims.binary_search(&claim).is_err())
        };
        let mut shown = statements.clone();
        shown.sort_by_key(entails);
        for side in &mut self.sides {
            consequence::order(facts, &mut side.claims);
        }
        let mut told: Vec<ClaimIdx> = Vec::with_capacity(claims.len());
        let mut seen: HashSet<ClaimIdx, FixedState> = HashSet::default();
        let all = self.sides.iter().flat_map(|side| &side.claims);
        told.extend(all.filter(|&&claim| seen.insert(claim)));
        Finding {
            actors: speakers(facts, &statements),
            events: self.events(facts),
            witness: steps(facts, StepKind::Conflict, &shown),
            claims: told,
            statements,
            parts,
            word: match self.nth {
                0 => String::new(),
                nth => again(nth as u32 + 1),
            },
            ..Finding::of(self.rule, Message::Clash(Box::new(self)))
        }
    }
}

/// Leaves one clash for each pair of claims: that of the rule which explains most. Of rival accounts nothing is left
/// where those who give the one dispute the other outright. That one side contradicts itself explains no contest with
/// another.
pub fn keep_sharpest(facts: &Facts<'_>, clashes: &mut Vec<Clash>) {
    let rival = |clash: &Clash| clash.wording == Wording::Rival;
    let disputed = match clashes.iter().any(rival) {
        true => disputed(facts, clashes),
        false => BTreeMap::new(),
    };
    clashes.retain(|clash| {
        let [one, other] = clash.sides.as_slice() else {
            return true;
        };
        let denies = |side: &Side, account: &Side| {
            let mut accounts = account.claims.iter();
            accounts.any(|claim| {
                (disputed.get(claim))
                    .is_some_and(|by| side.heads(facts).iter().all(|head| by.contains(head)))
            })
        };
        !rival(clash) || !(denies(one, other) || denies(other, one))
    });
    let (mut explained, mut by_values) = (Explained::default(), Explained::default());
    for rule in PRECEDENCE {
        let mut found = Explained::default();
        clashes.retain(|clash| {
            if clash.rule != rule {
                return true;
            }
            let claims = clash.matters(facts);
            let pairs = || clash.pairs(facts).into_iter();
            let is_open = |by: &Explained| pairs().any(|pair| !by.contains(pair));
            let keep = claims.len() > MOST_PAIRED
                || is_open(&explained)
                || rule == "contested-claim"
                    && is_open(&by_values)
                    && clash.is_between_houses(facts);
            match keep {
                true if claims.len() > MOST_PAIRED => found.crowds.push(claims),
                true => found.pairs.extend(pairs()),
                false => {}
            }
            keep
        });
        if rule == "value-conflict" {
            by_values = found.clone();
        }
        explained.pairs.extend(found.pairs);
        explained.crowds.append(&mut found.crowds);
    }
}

/// The pairs of more claims than this are not listed: whoever is of the same crowd is a pair.
const MOST_PAIRED: usize = 64;

/// Pairs of claims that some clash explains.
#[derive(Clone, Default)]
struct Explained {
    pairs: HashSet<(ClaimIdx, ClaimIdx), FixedState>,
    /// Sorted.
    crowds: Vec<Vec<ClaimIdx>>,
}

impl Explained {
    fn contains(&self, pair: (ClaimIdx, ClaimIdx)) -> bool {
        let is_in = |crowd: &Vec<ClaimIdx>, claim| crowd.binary_search(&claim).is_ok();
        let mut crowds = self.crowds.iter();
        self.pairs.contains(&pair)
            || pair.0 != pair.1 && crowds.any(|crowd| is_in(crowd, pair.0) && is_in(crowd, pair.1))
    }
}

/// The claims that are contested, each with the heads of the sides whose named speakers dispute it.
fn disputed(facts: &Facts<'_>, clashes: &[Clash]) -> BTreeMap<ClaimIdx, BTreeSet<ActorIdx>> {
    let graph = facts.graph();
    let mut disputed: BTreeMap<ClaimIdx, BTreeSet<ActorIdx>> = BTreeMap::new();
    for clash in clashes {
        let [one, against] = clash.sides.as_slice() else {
            continue;
        };
        if clash.wording != Wording::Disputed {
            continue;
        }
        let named = (against.statements.iter())
            .map(|&at| graph.speaker(at))
            .filter(|&speaker| !graph.is_unnamed(speaker));
        let heads: BTreeSet<ActorIdx> = named.map(|speaker| facts.side(speaker)).collect();
        for &claim in &one.claims {
            disputed.entry(claim).or_default().extend(&heads);
        }
    }
    disputed
}

/// Clashes of one rule between the same two sides are one, where they share a claim or are about the same events. What
/// is only passed on is told of each side of each clash where nobody says it in his own voice.
///
/// Most stand alone, so they are told apart by the hashes of their keys first.
pub fn findings(facts: &Facts<'_>, clashes: Vec<Clash>) -> Vec<Packed> {
    let hasher = FixedState::default();
    let hashed = (clashes.into_par_iter().enumerate()).map(|(nth, mut clash)| {
        for side in &mut clash.sides {
            side.statements = side.own(facts);
        }
        turn(facts, &mut clash);
        (hasher.hash_one(key(facts, &clash)), nth, Some(clash))
    });
    let mut hashed: Vec<(u64, usize, Option<Clash>)> = hashed.collect();
    hashed.par_sort_unstable_by_key(|&(hash, nth, _)| (hash, nth));
    let alike: Vec<_> = (hashed.chunk_by_mut(|one, other| one.0 == other.0)).collect();
    let merged = alike.into_par_iter().flat_map_iter(|alike| {
        let clashes = alike.iter_mut().filter_map(|(_, _, clash)| clash.take());
        let groups = groups(facts, clashes.collect()).into_iter();
        groups.map(|(clash, parts)| Packed::from(clash.finding(facts, parts)))
    });
    merged.collect()
}

/// A dispute has a fixed direction; other clashes are turned so that equal sides lie on one hand.
fn turn(facts: &Facts<'_>, clash: &mut Clash) {
    if clash.sides.len() == 2 && clash.sides.iter().all(|side| !side.claims.is_empty()) {
        let place = |side: &Side| (side.heads(facts), side.claims.clone());
        clash.sides.sort_by_cached_key(place);
    }
}

/// What clashes have in common that may be one: rule, wording, and the heads of each side.
type Key = (&'static str, Wording, Vec<Vec<ActorIdx>>);

fn key(facts: &Facts<'_>, clash: &Clash) -> Key {
    let heads = clash.sides.iter().map(|side| side.heads(facts));
    let mut heads: Vec<Vec<ActorIdx>> = heads.collect();
    // Of what is said within one side it is all one on which hand it lies.
    if matches!(clash.wording, Wording::Contradiction | Wording::Tension) {
        heads.sort_unstable();
    }
    (clash.rule, clash.wording.clone(), heads)
}

/// A clash, with the claims of those that it is made of.
type Merged = (Clash, Vec<Vec<Node>>);

/// Clashes of keys of one hash, merged where they are one.
fn groups(facts: &Facts<'_>, clashes: Vec<Clash>) -> Vec<Merged> {
    let mut groups: BTreeMap<Key, Vec<Clash>> = BTreeMap::new();
    for clash in clashes {
        groups.entry(key(facts, &clash)).or_default().push(clash);
    }
    let groups = groups.into_values();
    groups.flat_map(|group| merged(facts, group)).collect()
}

/// What makes two clashes of one key one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Bond {
    /// A claim that both are about.
    Claim(ClaimIdx),
    /// They are about the same events.
    Events(Vec<EventIdx>),
    /// The same sides quarrel about one claim.
    Denied,
}

fn bonds(facts: &Facts<'_>, clash: &Clash) -> Vec<Bond> {
    let claims = clash.claims().into_iter().map(Bond::Claim);
    match clash.wording {
        Wording::Fixed(_) => Vec::new(),
        Wording::Through(_) => vec![Bond::Denied],
        // Within one side, only what is held against the same claim is one contradiction.
        Wording::Contradiction | Wording::Tension => claims.collect(),
        _ => claims.chain([Bond::Events(clash.events(facts))]).collect(),
    }
}

/// Clashes of one key, merged where a chain of bonds leads from one to another; whatever shares a claim with what is
/// merged already goes first, so that it stays on its hand.
fn merged(facts: &Facts<'_>, group: Vec<Clash>) -> Vec<Merged> {
    let own: Vec<Vec<Bond>> = group.iter().map(|clash| bonds(facts, clash)).collect();
    let mut bound: BTreeMap<&Bond, Vec<usize>> = BTreeMap::new();
    for (at, bonds) in own.iter().enumerate() {
        for bond in bonds {
            bound.entry(bond).or_default().push(at);
        }
    }
    let part = |clash: &Clash| clash.claims().into_iter().map(Node::from).collect();
    let mut left: Vec<Option<Clash>> = group.into_iter().map(Some).collect();
    let mut found: Vec<Merged> = Vec::new();
    for first in 0..left.len() {
        let Some(mut whole) = left[first].take() else {
            continue;
        };
        let mut parts = vec![part(&whole)];
        let (mut claims, mut others): (Vec<&Bond>, Vec<&Bond>) = Default::default();
        let mut reached = first;
        loop {
            let is_claim = |bond: &&Bond| matches!(bond, Bond::Claim(_));
            claims.extend(own[reached].iter().filter(is_claim));
            others.extend(own[reached].iter().filter(|bond| !is_claim(bond)));
            let mut next = None;
            while let Some(bond) = claims.last().or(others.last()).filter(|_| next.is_none()) {
                let at = bound.get_mut(bond).and_then(Vec::pop);
                next = at.and_then(|at| Some((at, left[at].take()?)));
                if at.is_none() {
                    claims.pop().or_else(|| others.pop());
                }
            }
            let Some((at, clash)) = next else { break };
            parts.push(part(&clash));
            absorb(&mut whole, clash);
            reached = at;
        }
        found.push((whole, parts));
    }
    found
}

/// Merges two clashes so that a claim shared by both stays on its hand.
fn absorb(into: &mut Clash, mut other: Clash) {
    let crossed = |into: &Clash, other: &Clash| {
        let meets = |one: &Side, two: &Side| {
            let mut few = two.claims.iter();
            few.any(|claim| one.claims.binary_search(claim).is_ok())
        };
        meets(&into.sides[0], &other.sides[1]) || meets(&into.sides[1], &other.sides[0])
    };
    if crossed(into, &other) {
        other.sides.reverse();
    }
    for (side, more) in into.sides.iter_mut().zip(other.sides) {
        side.absorb(more);
    }
}
