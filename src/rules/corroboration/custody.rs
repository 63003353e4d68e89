//! Claims of which the word is in the hands of those who hold a prisoner.

use crate::analysis::LineageIdx;
use crate::case::{ActorIdx, StatementIdx};
use crate::rules::finding::Finding;
use crate::rules::grouped::set;
use crate::rules::profile::Profile;
use crate::rules::words::actor_names;

pub fn custodial_confession(profile: &Profile<'_, '_>) -> Option<Finding> {
    let facts = profile.facts;
    if !facts.occurring().custody || !profile.has_known_roots() {
        return None;
    }
    // Who is held never speaks but through others.
    let judged = profile.judged().heard_through_others();
    let confessed = judged.by.iter().map(|&root| profile.confession(root));
    let confessed: Vec<StatementIdx> = confessed.flatten().collect();
    let in_hands = Custodians::of(profile, &confessed);
    let is_theirs = |&root: &LineageIdx| in_hands.have(profile, root);
    (!confessed.is_empty() && judged.by.iter().all(is_theirs)).then(|| {
        let (message, of) = match confessed.len() == judged.by.len() {
            true => (
                "nothing but a confession in custody stands behind {claims}; it is the word of {actors}",
                ", and of ",
            ),
            false => (
                "a confession in custody and the custodian's own word are all that stands behind {claims}: {actors}",
                " and ",
            ),
        };
        let held_by = in_hands.names(profile, of) + &profile.through(&judged.by);
        profile.judgement("custodial-confession", &judged, message, held_by)
    })
}

/// Those who hold some prisoners.
struct Custodians {
    /// Sorted, each once.
    known: Vec<ActorIdx>,
    /// Whether it is not recorded of all of them by whom they are held.
    or_others: bool,
}

impl Custodians {
    fn of(profile: &Profile<'_, '_>, confessed: &[StatementIdx]) -> Self {
        let base = profile.facts.base();
        let of_each = confessed.iter().map(|&at| base.custodians(at));
        let of_each: Vec<Vec<ActorIdx>> = of_each.collect();
        Custodians {
            or_others: of_each.iter().any(Vec::is_empty),
            known: set(of_each.concat()),
        }
    }

    /// Whether a root is their word, or what somebody confesses to them who shows nothing of others.
    fn have(&self, profile: &Profile<'_, '_>, root: LineageIdx) -> bool {
        let confessed = profile.confession(root);
        let prisoner = confessed.map(|at| profile.facts.graph().speaker(at));
        let mut words = profile.word_of(root).into_iter();
        words.all(|word| Some(word.0) == prisoner || profile.is_of(word, &self.known))
    }

    /// Their names, and behind a word that joins it that one is not known.
    fn names(&self, profile: &Profile<'_, '_>, joining: &str) -> String {
        let unknown = "a custodian who is not named";
        let names = actor_names(profile.facts, &self.known);
        match (self.known.is_empty(), self.or_others) {
            (true, _) => unknown.to_owned(),
            (false, true) => format!("{names}{joining}{unknown}"),
            (false, false) => names,
        }
    }
}
