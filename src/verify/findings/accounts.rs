//! What is said for claims, and by whom: crowds, opponents, confirmations, doubts, and silence.

use std::collections::{BTreeMap, BTreeSet};

use super::Finding;
use super::named::{Named, Shown, events_of, shown};
use crate::case::vocabulary::Stance;
use crate::case::{ActorIdx, ClaimIdx, StatementIdx};
use crate::verify::certificates::reading::{Labels, NodeNumber, Reading, Ties};

/// Nothing but the claims, and what they are about.
pub fn nothing_said(finding: &Finding<'_, '_>) -> Vec<Named> {
    let is_one = finding.named.claims.len() == 1;
    Vec::from_iter(is_one.then(|| finding.with([])))
}

/// Roots of support without a name that are said to be several: some for each claim.
pub fn crowds(finding: &Finding<'_, '_>) -> Vec<Named> {
    let (reading, graph) = (finding.reading, finding.reading.graph);
    let is_plural = |number: &str| match number.trim().parse::<f64>() {
        Ok(number) => number > 1.0,
        Err(_) => !["", "one", "a", "single"].contains(&number.trim()),
    };
    let is_crowd = |&at: &StatementIdx| {
        let number = graph.detail(at).and_then(|detail| detail.number.as_deref());
        let is_alone = reading.is_root(at.0) && graph.cites(at).len() < 2;
        is_alone && reading.is_unnamed(at.0) && number.is_some_and(is_plural)
    };
    let of_each = finding.claims().map(|claim| {
        let support = reading.support(claim).into_iter();
        support.filter(is_crowd).collect::<Vec<StatementIdx>>()
    });
    let of_each: Vec<Vec<StatementIdx>> = of_each.collect();
    let has_some = !of_each.is_empty() && of_each.iter().all(|crowds| !crowds.is_empty());
    Vec::from_iter(has_some.then(|| finding.with(of_each.concat())))
}

/// Among so many statements opponents are looked for.
pub const MOST_SPEAKERS: usize = 256;

/// Opponents of one another who say it; where there are none, whoever says it against the side that they belong to, and
/// does not say it on the way to a boast. All that they say is named.
pub fn agreement(finding: &Finding<'_, '_>) -> Vec<Named> {
    let (reading, graph) = (finding.reading, finding.reading.graph);
    let [claim] = Vec::from_iter(finding.propositions())[..] else {
        return Vec::new();
    };
    let told = reading.told_freely(claim);
    let speakers = |some: Vec<&StatementIdx>| -> BTreeSet<ActorIdx> {
        some.into_iter().map(|&at| graph.speaker(at)).collect()
    };
    let fights = |one: &&StatementIdx| told.iter().any(|other| reading.are_opposed(one.0, other.0));
    let boasts = |at: StatementIdx| {
        told.iter().any(|&other| {
            let favours = graph.claim_of(other).map(|claim| graph.favours(claim));
            graph.speaker(other) == graph.speaker(at)
                && favours.is_some_and(|favours| reading.is_of(at.0, &favours))
        })
    };
    let against = graph.against(claim);
    let concedes = |at: &&StatementIdx| reading.is_of(at.0, &against) && !boasts(**at);
    let opponents = speakers(told.iter().take(MOST_SPEAKERS).filter(fights).collect());
    let actors = match opponents.len() {
        0 | 1 => speakers(told.iter().filter(concedes).collect()),
        _ => opponents,
    };
    let own = told
        .iter()
        .filter(|&&at| actors.contains(&graph.speaker(at)));
    let own: BTreeSet<StatementIdx> = own.copied().collect();
    let holds = !own.is_empty() && finding.names_all_ids();
    Vec::from_iter(holds.then(|| finding.with(own)))
}

/// A confirmation of what begins where it begins itself: with all of that, and where it begins.
struct Echo {
    of: StatementIdx,
    confirmed: Vec<StatementIdx>,
    origins: Vec<NodeNumber>,
}

impl Echo {
    fn told(&self) -> impl Iterator<Item = StatementIdx> + Clone + '_ {
        self.confirmed.iter().copied().chain([self.of])
    }
}

/// Where more than so much lies behind the support of a claim for each of its confirmations, not all are looked at.
const MOST_BEHIND: usize = 20_000;

/// Of each claim every confirmation of what begins just where it does itself; where there is very much, some.
pub fn echoes(finding: &Finding<'_, '_>) -> Vec<Named> {
    let (reading, graph) = (finding.reading, finding.reading.graph);
    let mut due = finding.with(BTreeSet::new());
    for claim in finding.claims() {
        let (mut found, behind) = reading.echoes(claim);
        if behind > MOST_BEHIND {
            let named = &finding.named.statements;
            found.retain(|echo| echo.told().all(|at| named.contains(&at)));
        }
        if found.is_empty() {
            return Vec::new();
        }
        for echo in found {
            due.actors.insert(graph.speaker(echo.of));
            due.statements.extend(echo.told());
            due.shown.extend(shown(echo.told()));
            let origins = echo.origins.into_iter();
            let origins = origins.map(|node| Some(reading.statement(node)?.into()));
            due.shown.extend(origins.collect::<Shown>());
        }
    }
    vec![due]
}

impl Reading<'_> {
    /// Confirmations of a claim of which nothing that is said for it until then, and does not rest on them, begins
    /// elsewhere, each actor taken for itself; and how much was looked at behind them.
    fn echoes(&self, claim: ClaimIdx) -> (Vec<Echo>, usize) {
        let identity = |&root: &NodeNumber| {
            let carriers = self.carriers(root, Ties::None).into_iter();
            carriers.flat_map(move |carrier| self.origin(root, carrier, Ties::None))
        };
        let mut support = self.support(claim);
        support.retain(|&at| self.is_grounded(at.0));
        support.sort_unstable();
        let mut looked_at = 0;
        let mut lineages: BTreeMap<StatementIdx, (Vec<NodeNumber>, BTreeSet<NodeNumber>)> =
            BTreeMap::new();
        let mut echo = |of: StatementIdx| {
            if lineages.is_empty() {
                lineages.extend(support.iter().map(|&at| (at, self.lineage_of(at))));
            }
            looked_at += (lineages.values())
                .map(|(_, behind)| behind.len())
                .sum::<usize>();
            let origins = lineages.get(&of)?.0.clone();
            let known: Labels = origins.iter().flat_map(identity).collect();
            let date = |at: StatementIdx| self.graph.date(at);
            let is_later = |&at: &StatementIdx| date(at).surely_after(date(of));
            let others = (lineages.iter()).filter(|&(at, _)| *at != of && !is_later(at));
            let beside = others.filter(|(_, (_, behind))| !behind.contains(&of.0));
            let beside: Vec<_> = beside.collect();
            let is_known = |root: &NodeNumber| identity(root).any(|label| known.contains(&label));
            let are_known = (beside.iter()).all(|(_, (roots, _))| roots.iter().all(is_known));
            // Whom only it has heard, it brings as another origin.
            let is_elsewhere = |at: StatementIdx| {
                self.graph.relays_of(at).next().is_none()
                    && self.graph.speaker(at) != self.graph.speaker(of)
            };
            let elsewhere = beside.iter().filter(|&&(&at, _)| is_elsewhere(at));
            let heard: Labels = (elsewhere.flat_map(|(_, (roots, _))| roots))
                .flat_map(identity)
                .collect();
            let is_heard = |root: &NodeNumber| identity(root).any(|label| heard.contains(&label));
            let adds_none = are_known && origins.iter().all(is_heard);
            let confirmed: Vec<StatementIdx> = beside.into_iter().map(|(&at, _)| at).collect();
            (adds_none && !confirmed.is_empty()).then_some(Echo {
                of,
                confirmed,
                origins,
            })
        };
        let confirms = |&at: &StatementIdx| self.graph.stance(at) == Stance::Corroborates;
        let told = self.told(claim).into_iter().filter(confirms);
        let found = told.filter_map(&mut echo).collect();
        (found, looked_at)
    }
}

/// All doubts about some claims, under any of their ids: of each by the same doubters, about the same event, and of
/// what the same speakers say.
pub fn doubted(finding: &Finding<'_, '_>) -> Vec<Named> {
    let (reading, graph) = (finding.reading, finding.reading.graph);
    let speakers = |some: &[StatementIdx]| -> BTreeSet<ActorIdx> {
        some.iter().map(|&at| graph.speaker(at)).collect()
    };
    let mut all = Vec::new();
    let mut keys = BTreeSet::new();
    for claim in finding.propositions() {
        let on_it = BTreeSet::from_iter(graph.same(claim));
        let doubts = reading.live_on(&on_it, |stance| stance == Stance::Questions);
        let named = on_it.iter().filter(|id| finding.named.claims.contains(id));
        let events = events_of(graph, named);
        keys.insert((speakers(&doubts), events, speakers(&reading.told(claim))));
        all.extend(doubts);
    }
    let holds = keys.len() == 1 && !all.is_empty() && finding.names_all_ids();
    Vec::from_iter(holds.then(|| finding.with(all)))
}

/// All silence of one actor in one passage of a report on claims that go against it, and that its side never answers.
pub fn unanswered(finding: &Finding<'_, '_>) -> Vec<Named> {
    let (reading, graph) = (finding.reading, finding.reading.graph);
    let Some(&first) = finding.named.statements.first() else {
        return Vec::new();
    };
    let passage = |at: StatementIdx| {
        let place = graph.detail(at).and_then(|detail| detail.at.clone());
        (graph.speaker(at), graph.report_of(at), place)
    };
    let is_such = |&at: &StatementIdx| {
        let is_silent = [Stance::Silent, Stance::Declines].contains(&graph.stance(at));
        is_silent
            && reading.is_live(at)
            && passage(at) == passage(first)
            && graph.claim_of(at).is_some_and(|claim| {
                reading.is_of(at.0, &graph.against(claim))
                    && reading.stands(claim)
                    && !reading.is_answered(claim, at)
            })
    };
    let own = finding.index.made_by(graph.speaker(first)).iter().copied();
    let silent: Vec<StatementIdx> = own.filter(is_such).collect();
    Vec::from_iter((!silent.is_empty()).then(|| Named::said(graph, silent)))
}

impl Reading<'_> {
    /// Whether the side that was silent speaks on the claim itself, says what cannot stand with it or is a rival
    /// account, and not surely before.
    fn is_answered(&self, claim: ClaimIdx, silence: StatementIdx) -> bool {
        let graph = self.graph;
        let answers = |at: StatementIdx| {
            let stance = graph.stance(at);
            (stance.supports() || [Stance::Disputes, Stance::Questions].contains(&stance))
                && self.is_live(at)
                && !graph.is_relay(at)
                && self.are_of_one_side(at, silence)
                && !graph.date(at).surely_before(graph.date(silence))
        };
        let rivals = (graph.same(claim)).flat_map(|claim| &graph.links(claim).contrasts);
        let mut rivals = rivals.flat_map(|&rival| self.told(rival));
        graph.statements_on_any_id(claim).any(answers)
            || self.denial(claim).into_iter().any(answers)
            || rivals.any(answers)
    }
}
