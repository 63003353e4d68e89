//! What was taken back, and by what.

use super::{each, words};
use crate::analysis::Facts;
use crate::analysis::live::{Said, would_take_back};
use crate::case::vocabulary::Stance;
use crate::case::{ClaimIdx, StatementIdx};

/// Whether a statement was made and taken back since.
pub fn is_taken_back(facts: &Facts<'_>, said: StatementIdx) -> bool {
    let life = &facts.base().life;
    life.is_made(said) && !life.is_live(said) && !life.is_taken(said)
}

/// By what the speaker of a statement that does not count took it back, in the order of statements. Linear in what is
/// said on its claim and on statements.
pub fn retractions(facts: &Facts<'_>, said: StatementIdx) -> Vec<StatementIdx> {
    let graph = facts.graph();
    let on_claim = graph
        .claim_of(said)
        .into_iter()
        .flat_map(|claim| graph.statements_on_any_id(claim));
    let all = on_claim.chain(each::on_statements(graph)).filter(|&at| {
        graph.stance(at) == Stance::Retracts
            && graph.speaker(at) == graph.speaker(said)
            && facts.is_live(at)
    });
    all.filter(|&at| would_take_back(graph, at, said)).collect()
}

/// By what a statement was taken back first: since then it counts no more.
pub fn first_retraction(facts: &Facts<'_>, said: StatementIdx) -> Option<StatementIdx> {
    if !is_taken_back(facts, said) {
        return None;
    }
    let graph = facts.graph();
    let all = retractions(facts, said).into_iter();
    all.min_by_key(|&at| (graph.made_at(at), at))
}

/// What a retraction took back.
pub fn taken_back_by(facts: &Facts<'_>, retraction: StatementIdx) -> Vec<StatementIdx> {
    if !facts.is_live(retraction) {
        return Vec::new();
    }
    let mut targets = Said::new(facts.graph()).retracted_by(retraction);
    targets.retain(|&target| is_taken_back(facts, target));
    targets
}

/// What would bear on a claim if it had not been taken back, sorted.
pub fn taken_back_on(facts: &Facts<'_>, claim: ClaimIdx) -> Vec<StatementIdx> {
    let (graph, bearings) = (facts.graph(), &facts.base().bearings);
    let own = graph.statements_on(claim);
    let supporting = [bearings.supported_by(claim), bearings.denied_by(claim)].into_iter();
    let supporting = supporting.flat_map(|claims| claims.iter());
    let supporting = supporting
        .flat_map(|claim| graph.statements_on(claim))
        .filter(|&at| graph.stance(at).supports());
    let denied_with = bearings.denied_with(claim).iter();
    let disputing = denied_with
        .flat_map(|claim| graph.statements_on(claim))
        .filter(|&at| graph.stance(at) == Stance::Disputes);
    let all = own.chain(supporting).chain(disputing);
    let mut found: Vec<StatementIdx> = all.filter(|&at| is_taken_back(facts, at)).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// Why a statement does not count, in words; nothing where it does.
pub fn why_not(facts: &Facts<'_>, said: StatementIdx) -> Option<String> {
    if facts.is_live(said) {
        return None;
    }
    if !facts.base().life.is_made(said) {
        return Some("later than the as-of date".to_owned());
    }
    let graph = facts.graph();
    Some(match first_retraction(facts, said) {
        Some(at) => format!("taken back{} by `{}`", when(facts, at), graph.id(at)),
        None => "supposed to be gone".to_owned(),
    })
}

/// When something was said, as [`words::on`] tells it.
pub fn when(facts: &Facts<'_>, at: StatementIdx) -> String {
    words::on(facts.graph().date(at))
}
