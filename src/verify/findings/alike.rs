//! Equal weaknesses of several claims are one finding: whether all of its claims are alike, and which it leaves out.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::Finding;
use super::named::events_of;
use super::subjects::Subject;
use super::suppressions;
use crate::case::vocabulary::ClaimKind;
use crate::case::{ActorIdx, ClaimIdx, EventIdx, Node as Record};
use crate::verify::certificates::names::{Doubt, wrong};
use crate::verify::certificates::reading::Reading;
use crate::verify::document::{Claim, Document};

/// The weaknesses of a claim's support, the sharpest first: each explains those after it.
const SHARPEST_FIRST: [&str; 16] = [
    "circular-support",
    "unfounded-support",
    "custodial-confession",
    "anonymous-only",
    "self-serving-claim",
    "affiliated-corroboration",
    "parties-only",
    "false-corroboration",
    "relay-bottleneck",
    "single-origin-echo",
    "publisher-only",
    "uncorroborated-claim",
    "hearsay-only",
    "amplification",
    "unknown-independence",
    "pluralised-source",
];

/// Rules of the whole case that explain weaknesses of the claims that they name, each with the sharpest of these.
const EXPLAINING: [(&str, &str); 6] = [
    ("retracted-still-cited", "unfounded-support"),
    ("laundered-sourcing", "affiliated-corroboration"),
    ("round-trip-sourcing", "false-corroboration"),
    ("contested-claim", "uncorroborated-claim"),
    ("value-conflict", "uncorroborated-claim"),
    ("adverse-agreement", "uncorroborated-claim"),
];

/// How sharp a weakness is, or the sharpest that a rule of the whole case explains: the less the sharper.
fn sharpness(rule: &str) -> Option<usize> {
    let explained = EXPLAINING.iter().find(|(sharp, _)| *sharp == rule);
    let rule = explained.map_or(rule, |&(_, weakness)| weakness);
    SHARPEST_FIRST.iter().position(|&one| one == rule)
}

/// Whether a rule explains a weakness, or one that is as sharp as that.
fn explains(other: &str, rule: &str) -> bool {
    sharpness(other).is_some_and(|other| sharpness(rule).is_some_and(|own| other <= own))
}

/// What equal weaknesses have in common: by whom a claim stands, and on which matter.
type Key = (BTreeSet<ActorIdx>, BTreeSet<Record>);

/// Claims by what they have in common, for one way to tell by whom they stand and on which matter.
type Groups = HashMap<Key, Vec<ClaimIdx>>;

/// By whom a claim stands, and on which matter.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Alike {
    /// Those who speak at its roots and whose word these are, on its events or in its documents.
    ByRoots,
    /// The same, whatever the matter: one report, or one confession, is one finding.
    OfAnything,
    /// Those who speak at its roots; of several of one side the head of that.
    BySides,
    /// All who say it.
    BySupport,
}

fn alike(rule: &str) -> Option<Alike> {
    match rule {
        "circular-support" | "false-corroboration" | "pluralised-source" => None,
        "publisher-only" | "custodial-confession" => Some(Alike::OfAnything),
        "single-origin-echo" => Some(Alike::BySides),
        "unfounded-support" => Some(Alike::BySupport),
        weakness => SHARPEST_FIRST.contains(&weakness).then_some(Alike::ByRoots),
    }
}

/// What is looked up for every finding of a result.
pub struct Grouped<'r> {
    /// What the result says of each claim.
    pub said: BTreeMap<&'r str, &'r Claim>,
    /// The rules of the findings that name a claim.
    rules: HashMap<&'r str, HashSet<&'r str>>,
    groups: RefCell<BTreeMap<Alike, Groups>>,
    /// The first claim that no finding of a rule names where it should.
    left_out: RefCell<HashMap<(&'r str, Key), Option<ClaimIdx>>>,
}

impl<'r> Grouped<'r> {
    pub fn new(result: &'r Document) -> Self {
        let mut rules: HashMap<&str, HashSet<&str>> = HashMap::new();
        for finding in &result.findings {
            for claim in &finding.claims {
                rules.entry(claim).or_default().insert(&finding.rule);
            }
        }
        let claims = result.claims.iter();
        Grouped {
            said: claims.map(|one| (one.claim.as_str(), one)).collect(),
            rules,
            groups: RefCell::default(),
            left_out: RefCell::default(),
        }
    }

    /// Whether a finding of a rule on a claim is listed, or one that explains it.
    fn tells(&self, rule: &str, claim: &str, all: bool) -> bool {
        let listed = self.rules.get(claim).into_iter().flatten();
        let mut listed = listed.copied();
        listed.any(|other| other == rule || !all && explains(other, rule))
    }

    /// Whether one of a rule of the whole case that explains it is, on the claim under this id.
    fn is_told_of(&self, claim: &str, rule: &str) -> bool {
        let listed = self.rules.get(claim);
        let is_listed = |sharp: &str| listed.is_some_and(|listed| listed.contains(sharp));
        let mut sharper = EXPLAINING.iter();
        sharper.any(|&(sharp, _)| is_listed(sharp) && explains(sharp, rule))
    }
}

impl<'r> Finding<'r, '_> {
    /// Claims of which the same holds, on the same matter by the same people, stand in one finding.
    pub fn names_all_alike(&self) -> Result<(), Doubt> {
        let rule = self.said.rule.as_str();
        let Some(alike) = alike(rule) else {
            return Ok(());
        };
        if self.reading.is_long(&self.sinks()) {
            return Ok(());
        }
        let keys: BTreeSet<Key> = self.claims().map(|at| self.key(alike, at)).collect();
        let mut keys = keys.into_iter();
        let (Some(key), None) = (keys.next(), keys.next()) else {
            return wrong("its claims are not of one matter, or not by the same people");
        };
        match self.left_out(alike, key) {
            Some(claim) => {
                let id = self.reading.graph.id(claim);
                wrong(format!("it leaves out `{id}`, of which the same holds"))
            }
            None => Ok(()),
        }
    }

    /// Of each claim the sharpest weakness is told and no other, unless all were asked for. Looked for are the sharper
    /// ones of which the claim alone says whether they are there.
    pub fn is_sharpest(&self) -> Result<(), Doubt> {
        let own = SHARPEST_FIRST.iter().position(|one| *one == self.said.rule);
        let own = own.filter(|_| !self.result.settings.rules.all);
        let sharper = SHARPEST_FIRST[..own.unwrap_or(0)].iter().copied();
        let sharper =
            sharper.filter(|rule| alike(rule).is_some() && suppressions::runs(self, rule));
        let sharper: Vec<&str> = sharper.collect();
        for &(claim, said) in &self.about {
            let finding = self;
            let subject = Subject {
                finding,
                claim,
                said,
                in_doubt: false,
            };
            let explains = sharper.iter().find(|rule| subject.is_such(rule));
            let is_long = || {
                self.reading
                    .is_long(&self.reading.sinks(&self.reading.support(claim)))
            };
            if let Some(rule) = explains.filter(|_| !is_long()) {
                let id = self.reading.graph.id(claim);
                return wrong(format!("`{rule}` says more of `{id}`"));
            }
        }
        Ok(())
    }

    fn left_out(&self, alike: Alike, key: Key) -> Option<ClaimIdx> {
        let rule = self.said.rule.as_str();
        let asked = (rule, key);
        if let Some(&known) = self.grouped.left_out.borrow().get(&asked) {
            return known;
        }
        let graph = self.reading.graph;
        let mut groups = self.grouped.groups.borrow_mut();
        let groups = groups.entry(alike).or_insert_with(|| {
            let mut groups = Groups::new();
            for claim in graph.claims() {
                if graph.claim(claim).kind == ClaimKind::Fact {
                    groups
                        .entry(self.key(alike, claim))
                        .or_default()
                        .push(claim);
                }
            }
            groups
        });
        let all = self.result.settings.rules.all;
        let is_left_out = |claim: &ClaimIdx| {
            let id = graph.id(*claim);
            let said = self.grouped.said.get(id).copied();
            let mut ids = graph.same(*claim).map(|claim| graph.id(claim));
            !self.grouped.tells(rule, id, all)
                && (all || !ids.any(|id| self.grouped.is_told_of(id, rule)))
                && (all || !self.is_laundered_untold(rule, *claim))
                && said.is_some_and(|said| {
                    let (finding, claim) = (self, *claim);
                    let subject = Subject {
                        finding,
                        claim,
                        said,
                        in_doubt: false,
                    };
                    let sinks = self.reading.sinks(&self.reading.support(claim));
                    !self.reading.is_long(&sinks) && subject.is_such(rule)
                })
        };
        let claims = groups.get(&asked.1).map_or(&[][..], Vec::as_slice);
        let found = claims.iter().copied().find(|claim| is_left_out(claim));
        self.grouped.left_out.borrow_mut().insert(asked, found);
        found
    }

    /// Whether a claim is laundered, which explains a weakness of it, and a round trip leaves that untold.
    fn is_laundered_untold(&self, rule: &str, claim: ClaimIdx) -> bool {
        let untold = "laundered-sourcing";
        let listed = self.grouped.rules.get(self.reading.graph.id(claim));
        listed.is_some_and(|listed| listed.contains("round-trip-sourcing"))
            && explains(untold, rule)
            && suppressions::runs(self, untold)
            && self.reading.may_be_laundered(claim)
    }

    fn key(&self, alike: Alike, claim: ClaimIdx) -> Key {
        let (reading, graph) = (self.reading, self.reading.graph);
        let support = reading.support(claim);
        let actors = match alike {
            Alike::ByRoots | Alike::OfAnything => reading.behind_roots_of(claim),
            Alike::BySides => {
                let roots = reading.roots_of(claim).into_iter();
                let speakers = roots.filter_map(|at| reading.speaker(at).0);
                self.sides_of(speakers.collect())
            }
            Alike::BySupport => support.iter().map(|&at| graph.speaker(at)).collect(),
        };
        let events = events_of(graph, [&claim]);
        let documents = support.iter().filter_map(|&at| {
            let said_in = graph.detail(at).and_then(|detail| detail.said_in);
            Some(said_in.or(graph.report_of(at))?.into())
        });
        let matter = match events.is_empty() {
            _ if alike == Alike::OfAnything => BTreeSet::new(),
            true => documents.collect(),
            false => events.iter().map(|&at| whole(reading, at).into()).collect(),
        };
        (actors, matter)
    }

    /// The head of the side of some actors, where they are several of one.
    pub fn sides_of(&self, actors: BTreeSet<ActorIdx>) -> BTreeSet<ActorIdx> {
        let heads = || -> BTreeSet<ActorIdx> {
            let heads = actors.iter().map(|&one| self.index.head(one));
            heads.collect()
        };
        match actors.len() > 1 && heads().len() == 1 {
            true => heads(),
            false => actors,
        }
    }
}

/// What an event is part of, where that took a day at most: a campaign of months is no one event.
fn whole(reading: &Reading<'_>, event: EventIdx) -> EventIdx {
    let is_one_day = |&event: &EventIdx| {
        let date = reading.graph.event(event).date;
        !date.is_unknown() && date.latest() - date.earliest() < 24 * 3600
    };
    let part_of = |&part: &EventIdx| reading.graph.event(part).part_of.filter(is_one_day);
    let wholes = std::iter::successors(Some(event), part_of);
    wholes.last().unwrap_or(event)
}
