//! The witnesses of findings: cuts, cycles, chains and conflicts (semantics §§4 and 5).

use std::collections::BTreeSet;

use super::document::{Document, Finding, Label};
use super::names::Doubt;
use super::reading::{NodeNumber, Reading, Ties};
use crate::case::vocabulary::Stance;
use crate::case::{Node as Record, StatementIdx};

/// Checks that what a finding names is there, and its witness what its kind says.
pub(super) fn finding(
    reading: &Reading<'_>,
    result: &Document,
    finding: &Finding,
) -> Result<(), Doubt> {
    finding
        .claims
        .iter()
        .try_for_each(|id| reading.claim_of(id).map(drop))?;
    finding
        .actors
        .iter()
        .try_for_each(|id| reading.actor_of(id).map(drop))?;
    finding
        .evidence
        .iter()
        .try_for_each(|id| reading.evidence_of(id).map(drop))?;
    finding
        .statements
        .iter()
        .try_for_each(|id| reading.statement_of(id).map(drop))?;
    for id in &finding.events {
        if !matches!(reading.graph.find(id), Some(Record::Event(_))) {
            return Err(format!("the case has no event `{id}`"));
        }
    }
    for id in finding.witness.iter().filter_map(|step| step.id.as_deref()) {
        if reading.graph.find(id).is_none() {
            return Err(format!(
                "its witness names `{id}`, which is not in the case"
            ));
        }
    }
    named_once(finding)?;
    witness_kinds(finding)?;
    if !["error", "warning", "info", "note"].contains(&finding.severity.as_str()) {
        return Err(format!("`{}` is no severity", finding.severity));
    }
    let of_kind = |kind: &str| -> Vec<&str> {
        let steps = finding.witness.iter().filter(|step| step.kind == kind);
        steps.filter_map(|step| step.id.as_deref()).collect()
    };
    cut_steps(result, finding, &of_kind("cut"))?;
    cycle_steps(reading, &of_kind("cycle"))?;
    match finding.rule.as_str() {
        "circular-support" | "circular-citation" if of_kind("cycle").is_empty() => {
            Err("it shows no cycle".to_owned())
        }
        "round-trip-sourcing" => chain(reading, &of_kind("chain"), Return::SameActor),
        "laundered-sourcing" => chain(reading, &of_kind("chain"), Return::SameSide),
        "contested-claim" | "self-contradiction" | "value-conflict" | "rival-accounts" => {
            conflict(reading, &of_kind("conflict"))
        }
        _ => Ok(()),
    }
}

/// A finding names nothing twice.
fn named_once(finding: &Finding) -> Result<(), Doubt> {
    let named = [
        &finding.claims,
        &finding.actors,
        &finding.events,
        &finding.evidence,
        &finding.statements,
    ];
    for ids in named {
        let mut seen = BTreeSet::new();
        if let Some(twice) = ids.iter().find(|&id| !seen.insert(id)) {
            return Err(format!("it names `{twice}` twice"));
        }
    }
    Ok(())
}

/// Each step of a witness is of a known kind, and only what goes in circles or along several lines passes one record
/// twice.
fn witness_kinds(finding: &Finding) -> Result<(), Doubt> {
    let mut seen = BTreeSet::new();
    for step in &finding.witness {
        let once = match step.kind.as_str() {
            "line" | "cycle" => false,
            "cut" | "chain" | "conflict" => true,
            other => return Err(format!("its witness has a step of unknown kind `{other}`")),
        };
        let twice = (step.id.as_deref()).filter(|&id| !seen.insert((step.kind.as_str(), id)));
        if let Some(id) = twice.filter(|_| once) {
            return Err(format!("its witness shows `{id}` twice as {}", step.kind));
        }
    }
    Ok(())
}

/// A statement that had been made by the as-of date.
fn made(reading: &Reading<'_>, id: &str) -> Result<StatementIdx, Doubt> {
    let at = reading.statement_of(id)?;
    match reading.is_made(at) {
        true => Ok(at),
        false => Err(format!("`{id}` had not been said at that date")),
    }
}

/// What is shown as a cut is in the cut of one of the claims.
fn cut_steps(result: &Document, finding: &Finding, ids: &[&str]) -> Result<(), Doubt> {
    if ids.is_empty() {
        return Ok(());
    }
    let claims = result
        .claims
        .iter()
        .filter(|claim| finding.claims.contains(&claim.claim));
    let cuts: BTreeSet<&str> = claims
        .flat_map(|claim| claim.support.cut.iter().chain(&claim.denial.cut))
        .filter_map(|label| match label {
            Label::Voice(id) | Label::Artefact(id) => Some(id.as_str()),
            Label::Nameless(_) => None,
        })
        .collect();
    match ids.iter().find(|id| !cuts.contains(*id)) {
        Some(id) => Err(format!("`{id}` is in the cut of none of its claims")),
        None => Ok(()),
    }
}

/// Each statement of a cycle cites the next, and the last the first; of a finding about several claims one cycle may
/// follow another, and a step that closes one may stand there or not.
fn cycle_steps(reading: &Reading<'_>, ids: &[&str]) -> Result<(), Doubt> {
    let mut ring: Vec<NodeNumber> = Vec::new();
    let closes = |ring: &[NodeNumber]| match ring {
        [] => true,
        [first, .., last] if first == last => true,
        [first, ..] => reading.cites(ring[ring.len() - 1], *first),
    };
    for id in ids {
        let next = reading.statement_of(id)?.0;
        let follows = ring.last().is_none_or(|&last| reading.cites(last, next));
        if !follows {
            if !closes(&ring) {
                return Err(format!("the cycle is not closed before `{id}`"));
            }
            ring.clear();
        }
        ring.push(next);
    }
    match closes(&ring) {
        true => Ok(()),
        false => Err("its cycle does not end where it began".to_owned()),
    }
}

/// To whom a chain comes back.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Return {
    SameActor,
    SameSide,
}

/// A chain within one claim, each statement cited by the next, that comes back through somebody else.
fn chain(reading: &Reading<'_>, ids: &[&str], back: Return) -> Result<(), Doubt> {
    let chain = ids
        .iter()
        .map(|id| made(reading, id))
        .collect::<Result<Vec<_>, Doubt>>()?;
    let [first, between @ .., last] = chain.as_slice() else {
        return Err("its chain has no two ends".to_owned());
    };
    for pair in chain.windows(2) {
        let carries = |to: StatementIdx| {
            reading
                .edges(pair[1].0)
                .iter()
                .any(|edge| edge.to == to.0 && edge.carries)
        };
        if !carries(pair[0]) {
            let (from, to) = (reading.name(pair[1].0), reading.name(pair[0].0));
            return Err(format!("{from} does not rest on {to}"));
        }
        if reading.graph.claim_of(pair[0]) != reading.graph.claim_of(pair[1]) {
            return Err("its chain runs through several claims".to_owned());
        }
    }
    let speaker = |at: StatementIdx| reading.graph.speaker(at);
    let voices = |at: StatementIdx| reading.voices(speaker(at), reading.graph.date(at), Ties::Sure);
    let joined = |one, other| !voices(one).is_disjoint(&voices(other));
    let same = speaker(*first) == speaker(*last);
    let holds = match back {
        Return::SameActor => same && between.iter().any(|&at| speaker(at) != speaker(*first)),
        Return::SameSide => {
            let outside = |&at: &StatementIdx| !joined(at, *first) && !joined(at, *last);
            !same && joined(*first, *last) && between.iter().any(outside)
        }
    };
    if !holds {
        return Err("its chain does not come back through somebody else".to_owned());
    }
    match reading.reach(&[first.0]).contains(&last.0) {
        true => Err("its chain is part of a cycle".to_owned()),
        false => Ok(()),
    }
}

/// Two of some statements or claims do not go together.
fn conflict(reading: &Reading<'_>, ids: &[&str]) -> Result<(), Doubt> {
    let records: Vec<Record> = ids.iter().filter_map(|id| reading.graph.find(id)).collect();
    // One statement may do: its claim may lead to what opposes it.
    let opposed = records.iter().any(|&one| {
        let mut others = records.iter();
        others.any(|&other| reading.clash(one, other))
    });
    match opposed {
        true => Ok(()),
        false => Err("no two of its statements contradict each other".to_owned()),
    }
}

impl Reading<'_> {
    /// Whether one record denies, or gives a rival account of, what the other says.
    fn clash(&self, one: Record, other: Record) -> bool {
        let claim = |record| match record {
            Record::Claim(claim) => Some(claim),
            Record::Statement(at) => self.graph.claim_of(at),
            _ => None,
        };
        let disputes = |record| match record {
            Record::Statement(at) => self.graph.stance(at) == Stance::Disputes,
            _ => false,
        };
        let (Some(a), Some(b)) = (claim(one), claim(other)) else {
            return false;
        };
        let links = self.graph.links(a);
        let quantities = (&links.quantity, &self.graph.links(b).quantity);
        let excluded = matches!(quantities, (Some(x), Some(y)) if x.excludes(y));
        match (disputes(one), disputes(other)) {
            (false, true) => self.entailed(a).contains(&b),
            (true, false) => self.entailed(b).contains(&a),
            (true, true) => false,
            (false, false) => {
                excluded || links.contrasts.contains(&b) || self.excluding(a).contains(&b)
            }
        }
    }
}
