//! What made the difference (semantics §7): between two dates of a case, and between two cases.

use std::collections::BTreeSet;

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
        let wholes = [before.graph(), after.graph()];
        histories.map_or_else(Cause::unsought, |(old, new)| cause(wholes, &old, &new))
    };
    let moved = moved.into_par_iter();
    moved
        .map(|(old, new)| (old, new, cause(old, new)))
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

/// The statements that were edited and can matter to a claim, by what happened to them: each in the small graph of the
/// case that has it, what was changed in that of the second.
#[derive(Default)]
struct Edits {
    removed: Vec<StatementIdx>,
    changed: Vec<StatementIdx>,
    added: Vec<StatementIdx>,
    /// What was changed and can matter only as it was: its id.
    changed_before: Vec<String>,
}

impl Edits {
    fn new(wholes: [&ClaimGraph; 2], before: &History, after: &History) -> Self {
        let [old, new] = wholes;
        let find = |graph: &ClaimGraph, id: &str| match graph.find(id) {
            Some(Node::Statement(at)) => Some(wording(graph, at)),
            _ => None,
        };
        let edit = |id: &str| match (find(old, id), find(new, id)) {
            (Some(old), Some(new)) => (old != new).then_some(Edit::Changed),
            (Some(_), None) => Some(Edit::Removed),
            (None, _) => Some(Edit::Added),
        };
        let mut edits = Edits::default();
        // Relays made from a `via` go with what they pass on.
        let own = |graph: &ClaimGraph, at: &StatementIdx| !graph.is_made_from_via(*at);
        let graph = after.graph();
        let after_ids = after.statements();
        for &at in after_ids.iter().filter(|at| own(graph, at)) {
            match edit(graph.id(at)) {
                Some(Edit::Added) => edits.added.push(at),
                Some(Edit::Changed) => edits.changed.push(at),
                Some(Edit::Removed) | None => {}
            }
        }
        let known: BTreeSet<&str> = edits.changed.iter().map(|&at| graph.id(at)).collect();
        let graph = before.graph();
        for at in before.statements().into_iter().filter(|at| own(graph, at)) {
            let id = graph.id(at);
            match edit(id) {
                Some(Edit::Removed) => edits.removed.push(at),
                Some(Edit::Changed) if !known.contains(id) => {
                    edits.changed_before.push(id.to_owned());
                }
                Some(Edit::Changed | Edit::Added) | None => {}
            }
        }
        edits
    }
}

/// Two kinds of state between the cases can be counted: the first without some of what was removed, and the second
/// without some of what was added. What is named is enough in either case; that no fewer are, is proved where it is one
/// statement, or where all edits are of one kind.
fn cause(wholes: [&ClaimGraph; 2], before: &History, after: &History) -> Cause {
    let edits = Edits::new(wholes, before, after);
    let start = before.after(before.len());
    let end = after.after(after.len());
    let is_end = |standing: &Standing| match start.status == end.status {
        true => is_alike(standing, &end),
        false => standing.status == end.status,
    };
    let ids = |graph: &ClaimGraph, edit: Edit, chosen: &[StatementIdx]| -> Vec<(Edit, String)> {
        (chosen.iter().map(|&at| (edit, graph.id(at).to_owned()))).collect()
    };
    let others = edits.changed.len() + edits.changed_before.len();
    let whole = before.statements();
    let without = |chosen: &BTreeSet<StatementIdx>| is_end(&before.with(&(&whole - chosen)));
    if !edits.removed.is_empty() && without(&edits.removed.iter().copied().collect()) {
        let (chosen, is_least) = smallest(&edits.removed, before.affordable(), &without);
        return Cause {
            is_least: is_least && (chosen.len() == 1 || others + edits.added.len() == 0),
            statements: ids(before.graph(), Edit::Removed, &chosen),
            is_unsought: false,
        };
    }
    let whole = after.statements();
    let rest = &whole - &edits.added.iter().copied().collect();
    let with = |chosen: &BTreeSet<StatementIdx>| is_end(&after.with(&(&rest | chosen)));
    let (chosen, is_least) = match with(&BTreeSet::new()) {
        true => (Vec::new(), true),
        false => smallest(&edits.added, after.affordable(), &with),
    };
    if chosen.is_empty() && others == 0 {
        // The same is said in both states, and the claim does not stand alike: it is not what is said.
        return Cause::default();
    }
    let mut statements = ids(after.graph(), Edit::Added, &chosen);
    statements.extend(ids(after.graph(), Edit::Changed, &edits.changed));
    statements.extend(
        edits
            .changed_before
            .into_iter()
            .map(|id| (Edit::Changed, id)),
    );
    statements.extend(ids(before.graph(), Edit::Removed, &edits.removed));
    let is_alone = others + edits.removed.len() == 0;
    Cause {
        is_least: is_least && (statements.len() < 2 || is_alone),
        statements,
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
