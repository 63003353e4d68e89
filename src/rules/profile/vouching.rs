//! Whose word a claim is: not who shows an artefact, but who made it, or verified it from outside.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::{ACTORS, MOST_SHOWN, Profile};
use crate::analysis::{LineageIdx, Ties};
use crate::case::{ActorIdx, EvidenceIdx};
use crate::rules::words::{actor_names, ids, literal};

impl Profile<'_, '_> {
    /// Those whose word some roots are, sorted, each once.
    pub fn vouching_for(&self, roots: &[LineageIdx]) -> Vec<ActorIdx> {
        if self.are_their_speakers_own() {
            return self.speakers_of(roots);
        }
        let base = self.facts.base();
        let vouching = roots.iter().flat_map(|&root| base.vouching(root));
        let actors: BTreeSet<ActorIdx> = vouching.map(|(actor, _)| actor).collect();
        actors.into_iter().collect()
    }

    /// Whether nothing can be another's word than its speaker's.
    fn are_their_speakers_own(&self) -> bool {
        self.facts.graph().all_evidence().len() == 0 && !self.facts.occurring().custody
    }

    /// Who speaks at its roots and whose word these are, sorted, each once.
    pub fn actors(&self) -> Vec<ActorIdx> {
        let mut actors = self.speakers();
        if !self.are_their_speakers_own() {
            actors.extend(self.vouching_for(self.roots()));
            actors.sort_unstable();
            actors.dedup();
            if self.origins().is_long {
                actors.truncate(MOST_SHOWN);
            }
        }
        actors
    }

    /// Whether all whose word a root is share a voice with one of some actors.
    pub fn is_word_of(&self, root: LineageIdx, actors: &[ActorIdx]) -> bool {
        let base = self.facts.base();
        let is_theirs = |who| {
            let joined = |&actor| base.voices.joined(who, (actor, who.1), Ties::Sure);
            actors.iter().any(joined)
        };
        let vouching = base.vouching(root);
        !vouching.is_empty() && vouching.into_iter().all(is_theirs)
    }

    /// The artefacts by which some roots are the word of others than who speaks there, to be said behind the names of
    /// these: ", through `video`, which The Post cites".
    pub fn through(&self, roots: &[LineageIdx]) -> String {
        let (facts, base) = (self.facts, self.facts.base());
        let (mut shown, mut citing): (BTreeSet<EvidenceIdx>, BTreeSet<ActorIdx>) =
            Default::default();
        if self.are_their_speakers_own() {
            return String::new();
        }
        for &root in roots {
            let Some((speaker, _)) = base.speaker(root) else {
                continue;
            };
            let artefacts = facts.carriers(root).into_iter();
            let artefacts: Vec<EvidenceIdx> = artefacts.filter_map(|one| one.artefact()).collect();
            let is_own = base.vouching(root).iter().any(|&(who, _)| who == speaker);
            if !is_own && !artefacts.is_empty() {
                shown.extend(artefacts);
                citing.insert(speaker);
            }
        }
        match shown.is_empty() {
            true => String::new(),
            false => {
                let cite = if citing.len() == 1 { "cites" } else { "cite" };
                let citing = actor_names(facts, &Vec::from_iter(citing));
                format!(", through {}, which {citing} {cite}", ids(facts, shown))
            }
        }
    }

    /// Whose word some roots are, in a sentence.
    pub fn whose_word(&self, roots: &[LineageIdx]) -> String {
        let names = actor_names(self.facts, &self.vouching_for(roots));
        format!("{names}{}", self.through(roots))
    }

    /// Names in a template: [`ACTORS`] where they are just those of the actors that a finding names.
    pub fn in_template(&self, names: String) -> Cow<'static, str> {
        match names == actor_names(self.facts, &self.actors()) {
            true => ACTORS.into(),
            false => literal(&names).into_owned().into(),
        }
    }

    /// A template in which names stand for [`ACTORS`]: most need no text of their own.
    pub fn named(&self, template: &'static str, names: String) -> Cow<'static, str> {
        match self.in_template(names) {
            Cow::Borrowed(_) => template.into(),
            Cow::Owned(names) => template.replace(ACTORS, &names).into(),
        }
    }
}
