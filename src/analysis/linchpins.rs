//! Linchpins (semantics §8): the classes and artefacts without which claims lose their status.
//!
//! Not one run of the world for each candidate: what a claim can lose its status by lies on the lines of its
//! certificate, whichever they are, since whoever is on none of them leaves them all standing. So the few labels on
//! them are tried, against this claim's own ancestors only. Where a line is long, what lies on every line is read off
//! the graph first ([`points`]), in linear time; where even the rest is too much to try, the claim is named as not
//! settled. A class is named by the head that its members answer to in the end; where its loss costs something, those
//! within it are tried as well.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::Facts;
use super::base::Base;
use super::lineage::{Carrier, LineageIdx};
use super::lines::points;
use super::lines::{Excused, Extractor, Scope};
use super::standing;
use super::status::Status;
use super::support::Label;
use super::suppose::{Suppositions, Taken};
use super::voices::Ties;
use crate::case::date::Date;
use crate::case::{ActorIdx, ClaimIdx};

/// A class or an artefact, with the claims that would lose their status without it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Linchpin {
    /// What is taken away: a class or an artefact.
    pub what: Taken,
    /// The claims, sorted, with what each would lose.
    pub losses: Vec<(ClaimIdx, Loss)>,
}

/// What a claim would lose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Loss {
    /// All its lines.
    Support,
    /// Its being corroborated, yet not all its lines.
    Corroboration,
    /// Its being perhaps corroborated, yet not all its lines.
    Possibility,
}

impl Loss {
    /// The word used in output.
    pub const fn word(self) -> &'static str {
        match self {
            Loss::Support => "support",
            Loss::Corroboration => "corroboration",
            Loss::Possibility => "possibility",
        }
    }
}

/// What everything hangs on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Linchpins {
    /// Every class and artefact without which some claim would lose its status: the most claims first, then by
    /// what it is.
    pub ranked: Vec<Linchpin>,
    /// Claims too large for every candidate to be tried: they may hang on more than is listed.
    pub unsettled: Vec<ClaimIdx>,
}

/// How many nodes may be looked at, all candidates of one claim together.
const BUDGET: usize = 4_000_000;
/// How many of all claims together, where there are many; and of one claim at least.
const TOTAL: (usize, usize) = (1 << 23, 1 << 11);

fn budget(claims: usize) -> usize {
    BUDGET.min((TOTAL.0 / claims.max(1)).max(TOTAL.1))
}

/// Every linchpin of a case. Each claim is asked once, in parallel, among its own ancestors.
pub fn linchpins(facts: &Facts<'_>) -> Linchpins {
    let claims: Vec<ClaimIdx> = facts.graph().claims().collect();
    // The standings of all claims are counted in parallel once, before the threads ask for them.
    if let Some(&first) = claims.first() {
        facts.standing(first);
    }
    let found: Vec<Found> = claims
        .par_iter()
        .map(|&claim| of_claim(facts, claim))
        .collect();
    let mut losses: BTreeMap<Taken, Vec<(ClaimIdx, Loss)>> = BTreeMap::new();
    let mut unsettled = Vec::new();
    for (&claim, found) in claims.iter().zip(found) {
        for (what, loss) in found.losses {
            losses.entry(what).or_default().push((claim, loss));
        }
        if !found.is_settled {
            unsettled.push(claim);
        }
    }
    let mut ranked: Vec<Linchpin> = losses
        .into_iter()
        .map(|(what, losses)| Linchpin { what, losses })
        .collect();
    ranked.sort_by_key(|one| (std::cmp::Reverse(one.losses.len()), one.what));
    Linchpins { ranked, unsettled }
}

/// What one claim hangs on.
struct Found {
    losses: BTreeMap<Taken, Loss>,
    is_settled: bool,
}

/// What it takes for a claim to keep its status.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Need {
    /// So many known lines.
    Known,
    /// So many lines.
    Any,
    /// One line.
    One,
}

fn of_claim(facts: &Facts<'_>, claim: ClaimIdx) -> Found {
    let (base, grounded) = (facts.base(), facts.grounded());
    let mut found = Found {
        losses: BTreeMap::new(),
        is_settled: true,
    };
    let standing = facts.standing(claim);
    let threshold = base.settings.threshold;
    let lines = &standing.support;
    let need = match standing.status {
        _ if !lines.grounded => return found,
        Status::Corroborated => Need::Known,
        Status::IndependenceUnknown => Need::Any,
        _ => Need::One,
    };
    let sinks = standing::sinks(base, &facts.support(claim));
    let all = Extractor::new(base, grounded, Scope::All, Excused::Nobody);
    let (count, lines) = match need {
        Need::Known => {
            let (solution, opponents) = standing::solve_known(base, grounded, &sinks);
            // Without one of two opponents the word of the other does not count either.
            let at_once = if opponents.is_empty() { 1 } else { 2 };
            if solution.count.least >= threshold + at_once {
                return found;
            }
            match solution.lines.is_empty() {
                true => (1, all.solve(&sinks).lines),
                false => (solution.count.least, solution.lines),
            }
        }
        Need::Any | Need::One => {
            let solution = all.solve(&sinks);
            (solution.count.most, solution.lines)
        }
    };
    let least = if need == Need::One { 1 } else { threshold };
    if need != Need::Known && (count > least || lines.len() as u32 > least) {
        return found;
    }
    let mut candidates: BTreeSet<Taken> = lines.iter().flatten().filter_map(taken).collect();
    let on_lines = all.on_lines(&sinks);
    let size = on_lines.nodes.len();
    if !on_lines.is_whole || size > all.sought(sinks.len()) {
        found.is_settled = false;
        return found;
    }
    let who = standing_on(base, &all, &on_lines.nodes);
    if need == Need::Known {
        candidates.extend(of_crowds(base, &who));
    }
    let budget = budget(base.graph.claims().len());
    if need == Need::One && candidates.len().saturating_mul(size) > budget {
        let verified = verified(base, &all, &on_lines.nodes);
        for label in points::on_every_line(&all, &sinks) {
            // What a verifier vouched for may still stand on its makers' word: that is tried.
            let Some(what) = taken(&label) else { continue };
            if !verified.contains(&label) && candidates.remove(&what) {
                found.losses.insert(what, Loss::Support);
            }
        }
    }
    let affordable = budget / size.max(1);
    for (tried, &what) in candidates.iter().enumerate() {
        if tried >= affordable.max(1) {
            found.is_settled = false;
            break;
        }
        if let Some(loss) = loss(facts, &sinks, need, what) {
            found.losses.insert(what, loss);
        }
    }
    let left = affordable.saturating_sub(candidates.len());
    let inner = inner_classes(facts, &who, &found.losses);
    found.is_settled &= inner.len() <= left;
    for what in inner.into_iter().take(left) {
        if let Some(loss) = loss(facts, &sinks, need, what) {
            found.losses.insert(what, loss);
        }
    }
    found
}

/// Whoever speaks or stands behind something on the lines, each at the time.
fn standing_on(
    base: &Base<'_>,
    all: &Extractor<'_, '_>,
    nodes: &[LineageIdx],
) -> BTreeSet<(ActorIdx, Date)> {
    let mut who: BTreeSet<(ActorIdx, Date)> = BTreeSet::new();
    for &node in nodes {
        who.extend(base.speaker(node));
        let date = base.lineage.statement(node).map(|at| base.graph.date(at));
        for carrier in all.all_carriers(node) {
            match carrier {
                Carrier::Artefact { verifier, date, .. } => who.extend([(verifier, date)]),
                Carrier::Custodian(custodian) => who.extend(date.map(|date| (custodian, date))),
                Carrier::Makers { evidence } | Carrier::Unknown(Some(evidence)) => {
                    let record = base.graph.evidence(evidence);
                    let makers = [record.producer, record.released_by].into_iter().flatten();
                    who.extend(makers.map(|maker| (maker, record.date)));
                }
                _ => {}
            }
        }
    }
    who
}

/// The classes of those who are alleged to belong to a crowd: on known lines the crowd stands in their place, and who
/// takes it away takes away nobody but whom it surely is.
fn of_crowds(base: &Base<'_>, who: &BTreeSet<(ActorIdx, Date)>) -> BTreeSet<Taken> {
    let voices = &base.voices;
    let crowded = who.iter().filter(|(actor, _)| voices.is_in_crowd(*actor));
    let classes = crowded.flat_map(|&(actor, date)| base.voice_labels(actor, date, Ties::Sure));
    classes.filter_map(|label| taken(&label)).collect()
}

/// The classes within those that something was lost with: whoever is on the lines, or between such a one and the head
/// that it answers to in the end.
fn inner_classes(
    facts: &Facts<'_>,
    who: &BTreeSet<(ActorIdx, Date)>,
    lost: &BTreeMap<Taken, Loss>,
) -> BTreeSet<Taken> {
    let voices = &facts.base().voices;
    let mut inner = BTreeSet::new();
    for &(actor, date) in who {
        if voices.only_label(actor) == Some(actor) {
            continue;
        }
        let reach = voices.reach(actor, date, Ties::Sure);
        let is_lost = |&voice: &ActorIdx| lost.contains_key(&Taken::Class(voice));
        if !reach.iter().any(is_lost) {
            continue;
        }
        // A long row of ties is left alone.
        for &voice in reach.iter().take(MOST_WITHIN) {
            // Those who answer to each other are one class, which has one name.
            let answers = |&other: &ActorIdx| {
                let back = voices.reach(other, date, Ties::Sure);
                back.binary_search(&voice).is_ok()
            };
            let alike = voices.reach(voice, date, Ties::Sure).into_iter();
            let alike: Vec<ActorIdx> = alike.take(MOST_WITHIN).filter(answers).collect();
            if !alike.iter().any(is_lost) && alike.first() == Some(&voice) {
                inner.insert(Taken::Class(voice));
            }
        }
    }
    inner
}

/// So many actors to whom one answers are tried as classes of their own.
const MOST_WITHIN: usize = 16;

/// What a label stands for, as something to take away.
fn taken(label: &Label) -> Option<Taken> {
    match *label {
        Label::Voice(actor) => Some(Taken::Class(actor)),
        Label::Artefact(evidence) => Some(Taken::Evidence(evidence)),
        Label::Nameless(_) => None,
    }
}

/// The labels of all that verifiers vouched for.
fn verified(base: &Base<'_>, all: &Extractor<'_, '_>, nodes: &[LineageIdx]) -> BTreeSet<Label> {
    let mut labels = BTreeSet::new();
    for &node in nodes {
        let Some(statement) = base.lineage.statement(node) else {
            continue;
        };
        for carrier in all.all_carriers(node) {
            if matches!(carrier, Carrier::Artefact { .. }) {
                labels.extend(base.carrier_labels(statement, &carrier, Scope::All.ties()));
            }
        }
    }
    labels
}

/// What a claim loses without something, if it loses anything.
fn loss(facts: &Facts<'_>, sinks: &[LineageIdx], need: Need, what: Taken) -> Option<Loss> {
    let base = facts.base().supposing(Suppositions {
        without: facts
            .base()
            .suppositions()
            .without
            .iter()
            .copied()
            .chain([what])
            .collect(),
        ..facts.base().suppositions().clone()
    });
    let all = Extractor::new(&base, facts.grounded(), Scope::All, Excused::Nobody);
    if !all.has_line(sinks) {
        return Some(Loss::Support);
    }
    if need == Need::One {
        return None;
    }
    let (least, most) = standing::count_lines(&base, facts.grounded(), sinks);
    let threshold = base.settings.threshold;
    match need {
        Need::Known => (least.least < threshold).then_some(Loss::Corroboration),
        _ => (most.most < threshold).then_some(Loss::Possibility),
    }
}
