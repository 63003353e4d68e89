//! Whose word a claim is: not who shows an artefact, but who made it, or verified it from outside.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::{ACTORS, MOST_SHOWN, Profile};
use crate::analysis::{Carrier, LineageIdx, Ties};
use crate::case::date::Date;
use crate::case::vocabulary::Stance;
use crate::case::{ActorIdx, EvidenceIdx, StatementIdx};
use crate::rules::words::{actor_names, ids, literal};

impl Profile<'_, '_> {
    /// Those whose word some roots are, sorted, each once.
    pub fn vouching_for(&self, roots: &[LineageIdx]) -> Vec<ActorIdx> {
        if self.are_their_speakers_own() {
            return self.speakers_of(roots);
        }
        let vouching = roots.iter().flat_map(|&root| self.word_of(root));
        let actors: BTreeSet<ActorIdx> = vouching.map(|(actor, _)| actor).collect();
        actors.into_iter().collect()
    }

    /// Whose word a root is, and at what time: what a prisoner says against those who hold him is his own.
    pub fn word_of(&self, root: LineageIdx) -> Vec<(ActorIdx, Date)> {
        let base = self.facts.base();
        let statement = self.facts.lineage().statement(root);
        let complains =
            statement.is_some_and(|at| self.is_in_custody(at) && self.accuses_custodian(at));
        match complains && matches!(self.facts.carriers(root)[..], [Carrier::Custodian(_)]) {
            true => base.speaker(root).into_iter().collect(),
            false => base.vouching(root),
        }
    }

    /// Whether something is said in custody, and not against those who hold the speaker.
    pub fn confesses(&self, at: StatementIdx) -> bool {
        self.is_in_custody(at) && !self.accuses_custodian(at)
    }

    fn is_in_custody(&self, at: StatementIdx) -> bool {
        self.facts.occurring().custody && self.facts.base().is_in_custody(at)
    }

    /// Whether the claim goes against those who hold the speaker, or serves the speaker and none of these, nor is said
    /// in their name, too.
    fn accuses_custodian(&self, at: StatementIdx) -> bool {
        let graph = self.facts.graph();
        let (date, favours) = (graph.date(at), graph.favours(self.claim));
        let custodians = self.facts.base().custodians(at);
        let gains = |actor: ActorIdx| self.is_of((actor, date), &favours);
        let is_theirs = |&one: &ActorIdx| gains(one) || self.is_said_for((one, date));
        gains(graph.speaker(at)) && !custodians.iter().any(is_theirs)
            || (custodians.into_iter()).any(|custodian| self.goes_against((custodian, date)))
    }

    /// Whether the claim harms the interest of somebody's house at a time, or is denied in its name.
    pub fn goes_against(&self, who: (ActorIdx, Date)) -> bool {
        let voices = self.facts.base().voices.reach(who.0, who.1, Ties::Sure);
        let mut voices = voices.into_iter();
        self.is_of(who, &self.facts.graph().against(self.claim))
            || voices.any(|voice| self.denying().contains(&voice))
    }

    /// Whether somebody says it in its own voice, held by nobody, who speaks for whom somebody else does at a time.
    fn is_said_for(&self, who: (ActorIdx, Date)) -> bool {
        let (facts, graph) = (self.facts, self.facts.graph());
        let own = |&&at: &&StatementIdx| !graph.is_relay(at) && !facts.base().is_in_custody(at);
        let said = self.support().iter().filter(own);
        let mut speakers = said.map(|&at| (graph.speaker(at), graph.date(at)));
        speakers.any(|speaker| facts.base().voices.joined(speaker, who, Ties::Sure))
    }

    /// For whom those speak who deny the claim in their own voice, or leave it open.
    fn denying(&self) -> &BTreeSet<ActorIdx> {
        self.denying.get_or_init(|| {
            let graph = self.facts.graph();
            let open = self.facts.reservations(self.claim).into_iter();
            let open = open.filter(|&at| graph.stance(at) == Stance::Questions);
            let denial = self.facts.denial(self.claim).into_iter().chain(open);
            let own = denial.filter(|&at| !graph.is_relay(at));
            let speakers = own.map(|at| (graph.speaker(at), graph.date(at)));
            (self.facts.base().voices).reach_of_all(speakers, Ties::Sure)
        })
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
        let words = self.word_of(root);
        !words.is_empty() && words.into_iter().all(|word| self.is_of(word, actors))
    }

    /// Whether somebody shares a voice with one of some actors at a time.
    pub fn is_of(&self, who: (ActorIdx, Date), actors: &[ActorIdx]) -> bool {
        let voices = &self.facts.base().voices;
        let joined = |&actor| voices.joined(who, (actor, who.1), Ties::Sure);
        actors.iter().any(joined)
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
            let is_own = self.word_of(root).iter().any(|&(who, _)| who == speaker);
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
