//! What made the difference (semantics §7): between two dates of a case, and between two cases.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use schemars::JsonSchema;
use serde::Serialize;

use super::Facts;
use super::change::movement;
use super::history::{History, Occurrence, is_alike};
use super::needless::without_needless;
use super::relevant::Undoings;
use super::support::Standing;
use crate::case::excerpt::Excerpts;
use crate::case::{ClaimGraph, ClaimIdx, Node, StatementIdx};

/// How many replays are tried for one claim.
const MOST_TRIALS: usize = 600;

/// What made the difference between two dates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Turning {
    /// The earliest statement or verification after which the claim stands as it does at the later date.
    At(Occurrence),
    /// None by itself.
    Nowhere,
    /// Not looked for: too many statements can matter.
    Unsought,
}

/// The claims that stand otherwise at a later date, each with what made the difference.
pub fn between_dates(before: &Facts<'_>, after: &Facts<'_>) -> Vec<(ClaimIdx, Turning)> {
    let graph = after.graph();
    let moved: Vec<ClaimIdx> = graph
        .claims()
        .filter(|&claim| movement(before.standing(claim), after.standing(claim)).is_some())
        .collect();
    let (excerpts, undoings) = (Excerpts::new(graph), Undoings::new(graph));
    let start = before
        .settings()
        .as_of
        .map_or(i64::MAX, |date| date.latest());
    let claims = moved.len();
    let turning = |claim| {
        let history = History::among(after, &excerpts, &undoings, claim, claims);
        let Some(history) = history else {
            return Turning::Unsought;
        };
        let found = history.turning_point(history.made_by(start), history.len());
        found.map_or(Turning::Nowhere, Turning::At)
    };
    let moved = moved.into_par_iter();
    moved.map(|claim| (claim, turning(claim))).collect()
}

/// What happened to a statement between two cases.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Edit {
    /// It is only in the second.
    Added,
    /// It is only in the first.
    Removed,
    /// It says something else.
    Changed,
}

impl Edit {
    /// The word used in output.
    pub const fn word(self) -> &'static str {
        match self {
            Edit::Added => "added",
            Edit::Removed => "removed",
            Edit::Changed => "changed",
        }
    }
}

/// Why a claim stands otherwise in another case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cause {
    /// The statements that made the difference: with these alone the claim stands as it does in the second case.
    pub statements: Vec<(Edit, String)>,
    /// Whether it is proved that no fewer would.
    pub is_least: bool,
    /// Whether it was not looked for, as too many statements can matter.
    pub is_unsought: bool,
}

impl Cause {
    fn unsought() -> Self {
        Cause {
            is_unsought: true,
            ..Cause::default()
        }
    }
}

/// What is compared: a case with what was prepared for its histories.
struct Side<'f, 'g> {
    facts: &'f Facts<'g>,
    excerpts: Excerpts<'g>,
    undoings: Undoings,
}

impl<'f, 'g> Side<'f, 'g> {
    fn new(facts: &'f Facts<'g>) -> Self {
        Side {
            facts,
            excerpts: Excerpts::new(facts.graph()),
            undoings: Undoings::new(facts.graph()),
        }
    }

    fn history(&self, claim: ClaimIdx, claims: usize) -> Option<History> {
        History::among(self.facts, &self.excerpts, &self.undoings, claim, claims)
    }
}

/// The claims of both cases that stand otherwise in the second, each with why. A cause without statements: nothing
/// that was said made the difference, but ties, artefacts or what claims say of each other.
pub fn between_cases(before: &Facts<'_>, after: &Facts<'_>) -> Vec<(ClaimIdx, ClaimIdx, Cause)> {
    let moved: Vec<(ClaimIdx, ClaimIdx)> = (before.graph().claims())
        .filter_map(|old| match after.graph().find(before.graph().id(old))? {
            Node::Claim(new) => Some((old, new)),
            _ => None,
        })
        .filter(|&(old, new)| movement(before.standing(old), after.standing(new)).is_some())
        .collect();
    let (first, second) = (Side::new(before), Side::new(after));
    let claims = moved.len();
    let cause = |old, new| {
        let histories = (first.history(old, claims)).zip(second.history(new, claims));
        histories.map_or_else(Cause::unsought, |(old, new)| cause(&old, &new))
    };
    let moved = moved.into_par_iter();
    moved
        .map(|(old, new)| (old, new, cause(old, new)))
        .collect()
}

/// The statements of a small graph by id, each with what it says.
fn said(history: &History) -> BTreeMap<&str, (StatementIdx, String)> {
    let graph = history.graph();
    graph
        .statements()
        .map(|at| (graph.id(at), (at, wording(graph, at))))
        .collect()
}

/// All of a statement that the analysis looks at, by id.
fn wording(graph: &ClaimGraph, at: StatementIdx) -> String {
    let cites: Vec<&str> = (graph.cites(at).iter())
        .map(|&cited| graph.id(graph.node(cited)))
        .collect();
    let custodian = graph.detail(at).and_then(|detail| detail.custodian);
    format!(
        "{} {} {} {:?} {} {:?} {:?} {:?} {:?}",
        graph.id(graph.speaker(at)),
        graph.stance(at),
        graph.id(Node::from(graph.object(at))),
        graph.basis(at),
        graph.date(at),
        cites,
        graph.directness(at),
        graph
            .report_of(at)
            .map(|report| (graph.id(report), graph.report(report).date)),
        custodian.map(|actor| graph.id(actor)),
    )
}

fn cause(before: &History, after: &History) -> Cause {
    let (old, new) = (said(before), said(after));
    let edit = |id: &str| match (old.get(id), new.get(id)) {
        (Some((_, old)), Some((_, new))) => (old != new).then_some(Edit::Changed),
        (Some(_), None) => Some(Edit::Removed),
        (None, _) => Some(Edit::Added),
    };
    let start = before.after(before.len());
    let end = after.after(after.len());
    let is_end = |standing: &Standing| match start.status == end.status {
        true => is_alike(standing, &end),
        false => standing.status == end.status,
    };
    // What the second case adds, said on top of the rest of it.
    let whole = after.statements();
    let added: Vec<StatementIdx> = (new.iter())
        .filter(|(id, (at, _))| edit(id).is_some() && whole.contains(at))
        .map(|(_, &(at, _))| at)
        .collect();
    let not_added = &whole - &added.iter().copied().collect();
    let with = |chosen: &BTreeSet<StatementIdx>| is_end(&after.with(&(&not_added | chosen)));
    if !added.is_empty() && !with(&BTreeSet::new()) {
        return named(
            after.graph(),
            smallest(&added, after.affordable(), &with),
            &edit,
        );
    }
    // What it takes away, left out of the first.
    let whole = before.statements();
    let gone: Vec<StatementIdx> = (old.iter())
        .filter(|(id, (at, _))| edit(id).is_some() && whole.contains(at))
        .map(|(_, &(at, _))| at)
        .collect();
    let without = |chosen: &BTreeSet<StatementIdx>| is_end(&before.with(&(&whole - chosen)));
    if !gone.is_empty() && without(&gone.iter().copied().collect()) {
        return named(
            before.graph(),
            smallest(&gone, before.affordable(), &without),
            &edit,
        );
    }
    Cause::default()
}

fn named(
    graph: &ClaimGraph,
    (chosen, is_least): (Vec<StatementIdx>, bool),
    edit: &dyn Fn(&str) -> Option<Edit>,
) -> Cause {
    let statements = chosen.into_iter().map(|at| {
        let id = graph.id(at);
        (edit(id).unwrap_or(Edit::Changed), id.to_owned())
    });
    Cause {
        statements: statements.collect(),
        is_least,
        is_unsought: false,
    }
}

/// A smallest choice that passes, where all together do: single ones and pairs are all tried while the budget lasts;
/// beyond, what can be left out is left out, in ever smaller chunks. Whether no smaller one passes.
fn smallest(
    candidates: &[StatementIdx],
    affordable: usize,
    passes: &dyn Fn(&BTreeSet<StatementIdx>) -> bool,
) -> (Vec<StatementIdx>, bool) {
    let count = candidates.len();
    let most = affordable.min(MOST_TRIALS);
    let single = count <= most;
    if single {
        for &at in candidates {
            if passes(&BTreeSet::from([at])) {
                return (vec![at], true);
            }
        }
    }
    let pairs = single && count * count / 2 <= most;
    if pairs {
        for (nth, &one) in candidates.iter().enumerate() {
            for &other in &candidates[nth + 1..] {
                if passes(&BTreeSet::from([one, other])) {
                    return (vec![one, other], true);
                }
            }
        }
    }
    let kept = without_needless(candidates.to_vec(), most, |rest| {
        passes(&rest.iter().copied().collect())
    });
    let is_least = pairs && kept.len() <= 3;
    (kept, is_least)
}
