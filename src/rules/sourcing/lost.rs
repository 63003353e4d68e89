//! What outlives its source: support that rests on what was taken back, or on what is not known yet.

use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::live::Said;
use crate::analysis::{Facts, LineageIdx, Status};
use crate::case::date::Date;
use crate::case::graph::Object;
use crate::case::vocabulary::Stance;
use crate::case::{ActorIdx, ClaimGraph, ClaimIdx, Node, StatementIdx};
use crate::rules::finding::{Finding, StepKind};
use crate::rules::fingerprint::who_says_what;
use crate::rules::grouped::set;
use crate::rules::profile::{CLAIMS, Profile, steps};
use crate::rules::taken_back::first_retraction;
use crate::rules::words::{self, actor_names, count, ids};

pub fn unfounded_support(profile: &Profile<'_, '_>) -> Option<Finding> {
    let facts = profile.facts;
    let is_such = match profile.standing.status {
        Status::Unfounded => true,
        // The cycles that it leads into rest on something.
        Status::Circular => facts.bare_circles(profile.support()).is_empty(),
        _ => false,
    };
    is_such.then(|| {
        let graph = facts.graph();
        let lost = Lost::behind(facts, profile.support());
        let (message, help) = lost.told(facts, profile.support().len());
        let mut finding = profile.unproved("unfounded-support", message);
        if let Some(help) = help {
            finding.help = help.into();
        }
        let mut seen = BTreeSet::new();
        let speakers = profile.support().iter().map(|&at| graph.speaker(at));
        finding.actors = speakers.filter(|&actor| seen.insert(actor)).collect();
        finding.witness = steps(facts, StepKind::Chain, profile.support());
        let behind = lost.taken_back.iter().flat_map(|&(said, by)| [said, by]);
        (finding.witness).extend(steps(facts, StepKind::Chain, &Vec::from_iter(behind)));
        finding.witness.dedup();
        finding
    })
}

/// Why the support of a claim rests on nothing, in a clause.
pub fn why_unfounded(facts: &Facts<'_>, claim: ClaimIdx) -> String {
    let lost = Lost::behind(facts, &facts.support(claim));
    let what = "what its support rests on";
    let mut reasons = Vec::new();
    if !lost.taken_back.is_empty() {
        reasons.push(format!("{what} was taken back"));
    }
    if !lost.not_yet_known.is_empty() {
        reasons.push(format!("{what} is not known yet"));
    }
    if !lost.premises.is_empty() {
        reasons.push("a premise has no support".to_owned());
    }
    match reasons.is_empty() {
        true => format!("{what} does not stand"),
        false => reasons.join(", and "),
    }
}

/// What the support of a claim leads back to and that does not stand, as it is met.
struct Lost {
    /// What was said and taken back since, each with its retraction.
    taken_back: Vec<(StatementIdx, StatementIdx)>,
    /// What is cited and was not said yet on the as-of date, or not heard of.
    not_yet_known: Vec<StatementIdx>,
    /// The claims from which something is inferred and that nobody supports.
    premises: Vec<ClaimIdx>,
}

impl Lost {
    /// Linear in the lineage of the support.
    fn behind(facts: &Facts<'_>, support: &[StatementIdx]) -> Self {
        let (graph, lineage) = (facts.graph(), facts.lineage());
        let mut open: Vec<LineageIdx> = support.iter().map(|&at| lineage.of(at)).collect();
        let mut seen: BTreeSet<LineageIdx> = open.iter().copied().collect();
        let is_made = |at| facts.base().life.is_made(at);
        let mut taken_back = Vec::new();
        let (mut not_yet_known, mut premises) = (BTreeSet::new(), BTreeSet::new());
        let mut next = 0;
        while let Some(&at) = open.get(next) {
            next += 1;
            match lineage.statement(at) {
                Some(said) if facts.is_live(said) => {
                    for &cited in graph.cites(said) {
                        match graph.node(cited) {
                            Node::Claim(claim) => drop(premises.insert(claim)),
                            Node::Statement(cited) if !is_made(cited) => {
                                not_yet_known.insert(cited);
                            }
                            _ => {}
                        }
                    }
                }
                said => taken_back
                    .extend(said.and_then(|said| Some((said, first_retraction(facts, said)?)))),
            }
            let cited = lineage.citations(at).iter().filter(|edge| edge.carries);
            open.extend(cited.map(|edge| edge.to).filter(|&to| seen.insert(to)));
        }
        premises.retain(|&claim| facts.support(claim).is_empty());
        Lost {
            taken_back,
            not_yet_known: not_yet_known.into_iter().collect(),
            premises: premises.into_iter().collect(),
        }
    }

    /// The message about so many statements that rest on it, and what to do where that is not what the rule advises.
    fn told(&self, facts: &Facts<'_>, statements: usize) -> (String, Option<&'static str>) {
        let rest = if statements == 1 { "rests" } else { "rest" };
        let rest = format!("{} on {CLAIMS} {rest} on", count(statements, "statement"));
        let gone = format!("{rest} nothing that still stands");
        if let Some(who) = self.who_took_back(facts) {
            (format!("{gone}: {}", words::literal(&who)), None)
        } else if !self.premises.is_empty() {
            let premises = words::ids(facts, self.premises.iter().copied());
            let premises = words::literal(&premises);
            (
                format!("{gone}: nothing supports {premises}, from which it is inferred"),
                Some("find support for the premise, or withdraw what is inferred from it"),
            )
        } else if !self.not_yet_known.is_empty() {
            let whose = self.who_was_not_heard(facts);
            let whose = words::literal(&whose);
            (
                format!("{rest} nothing that is known yet: {whose}"),
                Some("look again as of a later day, or correct the dates"),
            )
        } else {
            (gone, None)
        }
    }

    /// Who took back what a claim rested on, the first of them first: "Ana took its word back on 2024-05-03".
    fn who_took_back(&self, facts: &Facts<'_>) -> Option<String> {
        let graph = facts.graph();
        let mut taken: Vec<(Date, ActorIdx, StatementIdx)> = (self.taken_back.iter())
            .map(|&(_, by)| (graph.date(by), graph.speaker(by), by))
            .collect();
        taken.sort_by_key(|&(date, who, by)| (date.sort_key(), who, by));
        let mut seen = BTreeSet::new();
        taken.retain(|&(_, who, _)| seen.insert(who));
        match taken.as_slice() {
            [] => None,
            &[(date, who, by)] => {
                let (on, held) = (words::on(date), held(facts, by));
                Some(format!("{} took its word back{on}{held}", graph.name(who)))
            }
            several => {
                let told = words::list(several, |&(date, who, _)| {
                    format!("{}{}", graph.name(who), words::on(date)).into()
                });
                Some(format!("{told} took their words back"))
            }
        }
    }

    /// Whose word is not known yet: "the word of Ana, known since 2024-05-03".
    fn who_was_not_heard(&self, facts: &Facts<'_>) -> String {
        let graph = facts.graph();
        let heard = |&at: &StatementIdx| graph.heard_on(at);
        let first = self.not_yet_known.iter().map(heard);
        let first = first.min_by_key(|date| date.sort_key());
        let speakers = self.not_yet_known.iter().map(|&at| graph.speaker(at));
        let speakers = set(speakers.collect());
        let names = actor_names(facts, &speakers);
        match (speakers.as_slice(), first) {
            ([_], Some(first)) => {
                format!("the word of {names}, known since {}", first.end_to_string())
            }
            _ => format!("the words of {names}"),
        }
    }
}

/// Citations of a statement by who speaks surely after it was heard to be taken back; one finding for each statement
/// taken back.
pub fn retracted_still_cited(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    let (graph, lineage) = (facts.graph(), facts.lineage());
    let taken_back = heard_taken_back(facts);
    if taken_back.is_empty() {
        return;
    }
    let mut late: BTreeMap<StatementIdx, Vec<StatementIdx>> = BTreeMap::new();
    // Who doubts or denies what was taken back does not rely on it.
    let relies = |&at: &StatementIdx| facts.is_live(at) && graph.stance(at).carries();
    for at in graph.statements().filter(relies) {
        for edge in lineage.citations(lineage.of(at)) {
            let Some(to) = lineage.statement(edge.to).filter(|_| edge.carries) else {
                continue;
            };
            let too_late = (taken_back.get(&to))
                .is_some_and(|&(heard, _)| graph.said_at(at).surely_after(heard));
            if too_late && !disputes(graph, at, to) {
                late.entry(to).or_default().push(at);
            }
        }
    }
    for (to, mut citing) in late {
        citing.dedup();
        let (_, retraction) = taken_back[&to];
        findings.push(still_cited(facts, to, retraction, citing));
    }
}

/// What was taken back, each with the retraction that was heard of first and when that was.
fn heard_taken_back(facts: &Facts<'_>) -> BTreeMap<StatementIdx, (Date, StatementIdx)> {
    let graph = facts.graph();
    let said = Said::new(graph);
    let mut taken_back: BTreeMap<StatementIdx, (Date, StatementIdx)> = BTreeMap::new();
    for retraction in graph.statements() {
        if graph.stance(retraction) != Stance::Retracts || !facts.is_live(retraction) {
            continue;
        }
        let heard = graph.heard_on(retraction);
        if heard.is_unknown() {
            continue;
        }
        for target in said.retracted_by(retraction) {
            let known = taken_back.entry(target).or_insert((heard, retraction));
            if heard.sort_key() < known.0.sort_key() {
                *known = (heard, retraction);
            }
        }
    }
    taken_back
}

/// Whether a statement is disputed by one that cites it, or cites what says the same.
fn disputes(graph: &ClaimGraph, at: StatementIdx, cited: StatementIdx) -> bool {
    let Object::Statement(disputed) = graph.object(at) else {
        return false;
    };
    let matter = |at| graph.matter(graph.object(at));
    graph.stance(at) == Stance::Disputes
        && graph.stance(disputed).carries()
        && graph.stance(disputed).supports() == graph.stance(cited).supports()
        && matter(disputed) == matter(cited)
}

/// Behind what somebody took back: in whose hands that was.
fn held(facts: &Facts<'_>, retraction: StatementIdx) -> String {
    let base = facts.base();
    let custodians = base.custodians(retraction);
    match (base.is_in_custody(retraction), custodians.is_empty()) {
        (false, _) => String::new(),
        (true, true) => " in custody".to_owned(),
        (true, false) => format!(" in the hands of {}", actor_names(facts, &custodians)),
    }
}

fn still_cited(
    facts: &Facts<'_>,
    to: StatementIdx,
    retraction: StatementIdx,
    citing: Vec<StatementIdx>,
) -> Finding {
    let graph = facts.graph();
    let actors = set(citing.iter().map(|&at| graph.speaker(at)).collect());
    let on = citing.iter().filter_map(|&at| graph.claim_of(at));
    let on: BTreeSet<ClaimIdx> = on.map(|claim| graph.proposition(claim)).collect();
    let claims = set(on.iter().flat_map(|&claim| graph.same(claim)).collect());
    let mut message = format!(
        "{} still {} on what {} said of {} and took back{}",
        actor_names(facts, &actors),
        if actors.len() == 1 { "relies" } else { "rely" },
        graph.name(graph.speaker(to)),
        ids(facts, [graph.object(to)]),
        words::on(graph.said_at(retraction)) + &held(facts, retraction),
    );
    let bare = claims.iter().copied();
    let bare: Vec<ClaimIdx> = bare
        .filter(|&claim| facts.status(claim) == Status::Unfounded)
        .collect();
    if !bare.is_empty() {
        message = format!("{message}; nothing else holds up {}", ids(facts, bare));
    }
    let part = |&at: &StatementIdx| who_says_what(facts, &[to, at]);
    let parts = citing.iter().map(part).collect();
    let mut statements = vec![to, retraction];
    statements.extend(citing);
    Finding {
        parts,
        claims,
        actors,
        witness: steps(facts, StepKind::Chain, &statements),
        statements,
        ..Finding::of("retracted-still-cited", message)
    }
}
