//! Claims of which the word is in the hands of those who hold a prisoner.

use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::{LineageIdx, Ties};
use crate::case::{ActorIdx, ClaimIdx, EvidenceIdx, StatementIdx};
use crate::rules::finding::Finding;
use crate::rules::profile::Profile;
use crate::rules::words::actor_names;

pub fn custodial_confession(profile: &Profile<'_, '_>) -> Option<Finding> {
    if !profile.facts.occurring().custody || !profile.has_known_roots() {
        return None;
    }
    // Who is held never speaks but through others.
    let judged = profile.judged().heard_through_others();
    let heard = Heard::on(profile);
    let roots = judged
        .by
        .iter()
        .map(|&root| (root, heard.at(profile, root)));
    let roots: Vec<(LineageIdx, Confession)> = roots.collect();
    let mut all = Confession::default();
    roots.iter().for_each(|(_, one)| all.extend(one));
    let custodians = Vec::from_iter(all.to.clone());
    let is_theirs = |(root, confession): &(LineageIdx, Confession)| {
        let mut words = profile.word_of(*root).into_iter();
        words.all(|word| confession.by.contains(&word.0) || profile.is_of(word, &custodians))
    };
    (all.is_any() && roots.iter().all(is_theirs)).then(|| {
        let nothing_else = roots.iter().all(|(_, confession)| confession.is_any());
        let message = match (nothing_else, all.stands) {
            (true, true) => {
                "nothing but a confession in custody stands behind {claims}; it is the word of {actors}"
            }
            (true, false) => {
                "nothing but a confession in custody, since taken back, stands behind {claims}; it is the word of {actors}"
            }
            (false, true) => {
                "a confession in custody and the custodian's own word are all that stands behind {claims}: {actors}"
            }
            (false, false) => {
                "a confession in custody, since taken back, and the custodian's own word are all that stands behind {claims}: {actors}"
            }
        };
        let and_of = if nothing_else { ", and of " } else { " and " };
        let held_by = all.custodians(profile, and_of) + &profile.through(&judged.by);
        profile.judgement("custodial-confession", &judged, message, held_by)
    })
}

/// What some who are held say, none of it against those who hold them.
#[derive(Clone, Default)]
struct Confession {
    /// Who is held and vouches for it.
    by: BTreeSet<ActorIdx>,
    /// Who holds them.
    to: BTreeSet<ActorIdx>,
    /// Whether it is not recorded of all of them by whom they are held.
    or_to_others: bool,
    /// Whether some of it was not taken back.
    stands: bool,
}

impl Confession {
    fn of(by: ActorIdx, to: Vec<ActorIdx>, stands: bool) -> Self {
        Confession {
            by: BTreeSet::from([by]),
            or_to_others: to.is_empty(),
            to: to.into_iter().collect(),
            stands,
        }
    }

    fn is_any(&self) -> bool {
        self.or_to_others || !self.to.is_empty()
    }

    fn extend(&mut self, other: &Confession) {
        self.by.extend(&other.by);
        self.to.extend(&other.to);
        self.or_to_others |= other.or_to_others;
        self.stands |= other.stands;
    }

    /// The names of those who hold them, and behind a word that joins it that one is not known.
    fn custodians(&self, profile: &Profile<'_, '_>, joining: &str) -> String {
        let unknown = "a custodian who is not named";
        let names = actor_names(profile.facts, &Vec::from_iter(self.to.clone()));
        match (self.to.is_empty(), self.or_to_others) {
            (true, _) => unknown.to_owned(),
            (false, true) => format!("{names}{joining}{unknown}"),
            (false, false) => names,
        }
    }
}

/// What prisoners said for a claim, taken back or not, by the artefacts in which it is heard and what it is.
struct Heard(BTreeMap<(EvidenceIdx, ClaimIdx), Confession>);

impl Heard {
    fn on(profile: &Profile<'_, '_>) -> Self {
        let (base, graph) = (profile.facts.base(), profile.facts.graph());
        let mut heard: BTreeMap<_, Confession> = BTreeMap::new();
        let claims = base.bearings.supported_by(profile.claim);
        for claim in claims.iter() {
            for at in graph.statements_on(claim) {
                let found_in = graph.detail(at).and_then(|detail| detail.found_in);
                let Some(evidence) = found_in.filter(|_| base.life.is_made(at)) else {
                    continue;
                };
                if graph.stance(at).supports() && profile.confesses(at) {
                    let place = (evidence, graph.proposition(claim));
                    let one = in_custody(profile, at);
                    heard.entry(place).or_default().extend(&one);
                }
            }
        }
        Heard(heard)
    }

    /// What is confessed at a root, or in an artefact that it shows, which a custodian released if a prisoner made it;
    /// nobody vouches there for what only is heard in it.
    fn at(&self, profile: &Profile<'_, '_>, root: LineageIdx) -> Confession {
        let (base, graph) = (profile.facts.base(), profile.facts.graph());
        let mut found = Confession::default();
        let Some(statement) = profile.facts.lineage().statement(root) else {
            return found;
        };
        if profile.confesses(statement) {
            found.extend(&in_custody(profile, statement));
        }
        let artefacts = profile.facts.carriers(root).into_iter();
        for evidence in artefacts.filter_map(|carrier| carrier.artefact()) {
            let claim = graph.claim_of(statement).map(|at| graph.proposition(at));
            let heard = claim.and_then(|claim| self.0.get(&(evidence, claim)));
            if let Some(heard) = heard {
                found.extend(&Confession {
                    by: BTreeSet::new(),
                    ..heard.clone()
                });
            }
            for (maker, date) in base.makers(evidence) {
                let custodians = base.held_by(maker, date, Ties::Sure);
                let has_released = base
                    .makers(evidence)
                    .any(|one| profile.is_of(one, &custodians));
                let accuses = |&one: &ActorIdx| profile.goes_against((one, date));
                if has_released && !custodians.iter().any(accuses) {
                    found.extend(&Confession::of(maker, custodians, true));
                }
            }
        }
        found
    }
}

fn in_custody(profile: &Profile<'_, '_>, at: StatementIdx) -> Confession {
    let custodians = profile.facts.base().custodians(at);
    let stands = profile.facts.is_live(at);
    Confession::of(profile.facts.graph().speaker(at), custodians, stands)
}
