//! Linchpins (semantics §8): the classes and artefacts without which claims lose their status.
//!
//! Not one run of the world for each candidate: what a claim can lose its status by lies on the lines of its
//! certificate, whichever they are, since whoever is on none of them leaves them all standing; but for those who may
//! hold a prisoner, who are tried besides. So the few labels on them are tried, against this claim's own ancestors
//! only. Where a line is long, what lies on every line is read off the graph first ([`points`]), in linear time; where
//! even the rest is too much to try, the claim is named as not settled. A class is named by the head that its members
//! answer to in the end; where its loss costs something, those within it are tried as well.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::Facts;
use super::base::Base;
use super::carriers::Carrier;
use super::lineage::LineageIdx;
use super::lines::instance::Instance;
use super::lines::opponents;
use super::lines::points::{Points, points};
use super::lines::{Excused, Extractor, Scope};
use super::standing;
use super::status::Status;
use super::support::{Count, Label, Lines};
use super::suppose::{Suppositions, Taken};
use super::voices::Ties;
use super::work::Allowance;
use crate::case::date::Date;
use crate::case::vocabulary::Basis;
use crate::case::{ActorIdx, ClaimIdx, StatementIdx};

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
const TOTAL: (usize, usize) = (1 << 22, 1 << 9);

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
    let mut statements = facts.graph().statements();
    let any_in_doubt = statements.any(|at| is_custody_in_doubt(facts.base(), at));
    let found: Vec<Found> = claims
        .par_iter()
        .map(|&claim| of_claim(facts, claim, any_in_doubt))
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

fn of_claim(facts: &Facts<'_>, claim: ClaimIdx, any_in_doubt: bool) -> Found {
    let mut found = Found {
        losses: BTreeMap::new(),
        is_settled: true,
    };
    let standing = facts.standing(claim);
    let need = match standing.status {
        _ if !standing.support.grounded => return found,
        Status::Corroborated => Need::Known,
        Status::IndependenceUnknown => Need::Any,
        _ => Need::One,
    };
    let can_spare = can_spare_a_line(facts, &standing.support, need);
    if can_spare && !any_in_doubt {
        return found;
    }
    let sinks = standing::sinks(facts.base(), &facts.support(claim));
    if !can_spare {
        try_lines(facts, &standing.support, &sinks, need, &mut found);
    }
    if any_in_doubt {
        try_custodians(facts, &sinks, need, &mut found);
    }
    found
}

/// Tries what lies on the lines to some sinks.
fn try_lines(
    facts: &Facts<'_>,
    support: &Lines,
    sinks: &[LineageIdx],
    need: Need,
    found: &mut Found,
) {
    let base = facts.base();
    let all = Extractor::new(base, facts.grounded(), Scope::All, Excused::Nobody);
    // Where there is one line, what lies on it is found as what lies on every line.
    let is_one = need == Need::One && support.lines_max == Count::exact(1);
    let mut lines = None;
    if !is_one {
        lines = candidate_lines(facts, &all, sinks, need);
        if lines.is_none() {
            return;
        }
    }
    let most = budget(base.graph.claims().len());
    let Some(question) = all.question(sinks, most) else {
        found.is_settled = false;
        return;
    };
    let trial = Trial::new(facts, sinks, need, &question, most);
    let open = trial.read_off(&mut found.losses);
    let mut candidates = BTreeSet::new();
    if !open.as_ref().is_some_and(BTreeSet::is_empty) {
        let lines = lines.unwrap_or_else(|| all.solve(sinks).lines);
        candidates.extend(lines.iter().flatten().filter_map(taken));
        candidates.retain(|what| open.as_ref().is_none_or(|open| open.contains(what)));
    }
    let mut who = BTreeSet::new();
    if !base.voices.are_untied() {
        who = standing_on(base, &all, &question.lineage().collect::<Vec<_>>());
    }
    if need == Need::Known {
        candidates.extend(of_crowds(base, &who));
    }
    trial.try_out(&candidates, 1, found);
    trial.try_within(&who, found);
}

/// Whether a prisoner speaks of whom it is not sure who holds him.
fn is_custody_in_doubt(base: &Base<'_>, at: StatementIdx) -> bool {
    base.graph.basis(at) == Some(Basis::Custody) && !base.doubtful_custodians(at).is_empty()
}

/// Tries whoever may hold those who speak on the lines to some sinks: he is on none of them for that, and may take more
/// than one away.
fn try_custodians(facts: &Facts<'_>, sinks: &[LineageIdx], need: Need, found: &mut Found) {
    let base = facts.base();
    let all = Extractor::new(base, facts.grounded(), Scope::All, Excused::Nobody);
    let most = budget(base.graph.claims().len());
    let Some(question) = all.question(sinks, most) else {
        found.is_settled = false;
        return;
    };
    let statements = question
        .lineage()
        .filter_map(|node| base.lineage.statement(node));
    let in_doubt = statements.filter(|&at| is_custody_in_doubt(base, at));
    let custodians: BTreeSet<(ActorIdx, Date)> = in_doubt
        .flat_map(|at| {
            let custodians = base.doubtful_custodians(at).into_iter();
            custodians.map(move |custodian| (custodian, base.graph.date(at)))
        })
        .collect();
    let classes =
        (custodians.iter()).flat_map(|&(actor, date)| base.voice_labels(actor, date, Ties::Sure));
    let candidates = classes.filter_map(|label| taken(&label)).collect();
    let trial = Trial::new(facts, sinks, need, &question, most);
    trial.try_out(&candidates, 1, found);
    trial.try_within(&custodians, found);
}

/// Whether a claim is known to have a line more than it needs: nothing is on two of them.
fn can_spare_a_line(facts: &Facts<'_>, support: &Lines, need: Need) -> bool {
    let threshold = facts.settings().threshold;
    match need {
        Need::One => support.lines_max.least > 1,
        Need::Any => support.lines_max.least > threshold,
        // Without one of two opponents the word of the other does not count either.
        Need::Known => {
            let at_once = 1 + u32::from(facts.base().has_adversaries);
            support.lines_min.least >= threshold + at_once
        }
    }
}

/// Lines on which everything lies by which a claim can lose its status; `None` where it loses it by nothing alone.
fn candidate_lines(
    facts: &Facts<'_>,
    all: &Extractor<'_, '_>,
    sinks: &[LineageIdx],
    need: Need,
) -> Option<Vec<Vec<Label>>> {
    let threshold = facts.settings().threshold;
    if need != Need::Known {
        let solution = all.solve(sinks);
        let least = if need == Need::One { 1 } else { threshold };
        let is_safe = solution.count.most > least || solution.lines.len() as u32 > least;
        return (!is_safe).then_some(solution.lines);
    }
    let (solution, opponents) = opponents::solve_known(facts.base(), facts.grounded(), sinks);
    // Without one of two opponents the word of the other does not count either.
    let at_once = if opponents.is_empty() { 1 } else { 2 };
    match solution.lines.is_empty() {
        _ if solution.count.least >= threshold + at_once => None,
        true => Some(all.solve(sinks).lines),
        false => Some(solution.lines),
    }
}

/// What is asked of one claim, again and again, without this and without that.
struct Trial<'t, 'g> {
    facts: &'t Facts<'g>,
    sinks: &'t [LineageIdx],
    need: Need,
    question: &'t Instance,
    /// What may be looked at.
    allowance: Allowance,
    /// The labels of all that verifiers vouched for.
    verified: BTreeSet<Label>,
    budget: usize,
}

impl<'t, 'g> Trial<'t, 'g> {
    fn new(
        facts: &'t Facts<'g>,
        sinks: &'t [LineageIdx],
        need: Need,
        question: &'t Instance,
        budget: usize,
    ) -> Self {
        Trial {
            facts,
            sinks,
            need,
            question,
            allowance: Allowance::new(budget),
            verified: verified(question),
            budget,
        }
    }

    /// Notes what surely lies on every line, where one is needed, and tells what else may; `None`: it cannot be told.
    fn read_off(&self, losses: &mut BTreeMap<Taken, Loss>) -> Option<BTreeSet<Taken>> {
        if self.need != Need::One {
            return None;
        }
        let Points {
            on_every_line,
            undecided,
        } = points(self.question);
        // What a verifier vouched for may still stand on its makers' word: that is tried.
        let (tried, sure): (Vec<Label>, Vec<Label>) =
            (on_every_line.into_iter()).partition(|label| self.verified.contains(label));
        let sure = sure.iter().filter_map(taken);
        losses.extend(sure.map(|what| (what, Loss::Support)));
        let open = tried.iter().chain(&undecided).filter_map(taken);
        Some(open.collect())
    }

    /// Notes what is lost without each of some candidates: of so many at least, and as many as can be afforded.
    fn try_out(&self, candidates: &BTreeSet<Taken>, least: usize, found: &mut Found) {
        for (nth, &what) in candidates.iter().enumerate() {
            if nth >= least && self.allowance.is_spent() {
                found.is_settled = false;
                return;
            }
            let (loss, looked_at) = loss(self.facts, self.sinks, self.need, what);
            self.allowance.spend(looked_at);
            found.losses.extend(loss.map(|loss| (what, loss)));
        }
    }

    /// The same of the classes within those that something was lost with.
    fn try_within(&self, who: &BTreeSet<(ActorIdx, Date)>, found: &mut Found) {
        let (inner, are_all) = inner_classes(self.facts, who, &found.losses, self.budget);
        found.is_settled &= are_all;
        self.try_out(&inner, 0, found);
    }
}

/// Whoever speaks or stands behind something on the lines, each at the time.
pub(super) fn standing_on(
    base: &Base<'_>,
    all: &Extractor<'_, '_>,
    nodes: &[LineageIdx],
) -> BTreeSet<(ActorIdx, Date)> {
    let mut who: BTreeSet<(ActorIdx, Date)> = BTreeSet::new();
    for &node in nodes {
        who.extend(base.speaker(node));
        // The words of a prisoner go with whoever holds him, and be it that nobody knows who the prisoner is.
        let statement = base.lineage.statement(node);
        if let Some(at) = statement.filter(|&at| base.graph.basis(at) == Some(Basis::Custody)) {
            let custodians = base.custodians(at).into_iter();
            who.extend(custodians.map(|custodian| (custodian, base.graph.date(at))));
        }
        for carrier in all.all_carriers(node) {
            match carrier {
                Carrier::Artefact { verifier, date, .. } => who.extend([(verifier, date)]),
                Carrier::Makers { evidence } | Carrier::Unknown(Some(evidence)) => {
                    who.extend(base.makers(evidence));
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
/// that it answers to in the end; and whether these are all, where no more than so many voices are looked at for them.
fn inner_classes(
    facts: &Facts<'_>,
    who: &BTreeSet<(ActorIdx, Date)>,
    lost: &BTreeMap<Taken, Loss>,
    most: usize,
) -> (BTreeSet<Taken>, bool) {
    let voices = &facts.base().voices;
    let mut inner = BTreeSet::new();
    let left = Cell::new(most);
    let reach = |actor, date| {
        let reach = voices.reach(actor, date, Ties::Sure);
        left.set(left.get().saturating_sub(reach.len()));
        reach
    };
    for &(actor, date) in who {
        if voices.only_label(actor) == Some(actor) {
            continue;
        }
        if left.get() == 0 {
            return (inner, false);
        }
        let above = reach(actor, date);
        let is_lost = |&voice: &ActorIdx| lost.contains_key(&Taken::Class(voice));
        if !above.iter().any(is_lost) {
            continue;
        }
        // A long row of ties is left alone.
        for &voice in above.iter().take(MOST_WITHIN) {
            // Those who answer to each other are one class, which has one name.
            let answers = |&other: &ActorIdx| reach(other, date).binary_search(&voice).is_ok();
            let alike = reach(voice, date).into_iter();
            let alike: Vec<ActorIdx> = alike.take(MOST_WITHIN).filter(answers).collect();
            if !alike.iter().any(is_lost) && alike.first() == Some(&voice) {
                inner.insert(Taken::Class(voice));
            }
        }
    }
    (inner, true)
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
fn verified(question: &Instance) -> BTreeSet<Label> {
    let nodes = 0..question.nodes.len() as u32;
    let options = nodes.flat_map(|at| question.root_options(at));
    let verified = options.filter(|root| matches!(root.carrier, Carrier::Artefact { .. }));
    let labels = verified.flat_map(|root| &root.labels);
    labels
        .map(|&label| question.labels[label as usize])
        .collect()
}

/// What a claim loses without something, if it loses anything; and how many nodes were looked at to tell.
fn loss(facts: &Facts<'_>, sinks: &[LineageIdx], need: Need, what: Taken) -> (Option<Loss>, usize) {
    let suppositions = facts.base().suppositions();
    let base = facts.base().supposing(Suppositions {
        without: (suppositions.without.iter().copied())
            .chain([what])
            .collect(),
        ..suppositions.clone()
    });
    let loss = loss_in(&base, facts.grounded(), sinks, need);
    (loss, base.work.done())
}

fn loss_in(base: &Base<'_>, grounded: &[bool], sinks: &[LineageIdx], need: Need) -> Option<Loss> {
    let all = Extractor::new(base, grounded, Scope::All, Excused::Nobody);
    if !all.has_line(sinks) {
        return Some(Loss::Support);
    }
    if need == Need::One {
        return None;
    }
    let (least, most) = standing::count_lines(base, grounded, sinks);
    let threshold = base.settings.threshold;
    match need {
        Need::Known => (least.least < threshold).then_some(Loss::Corroboration),
        _ => (most.most < threshold).then_some(Loss::Possibility),
    }
}
