//! Which statements count at a time (semantics §1).

use std::collections::{BTreeSet, HashMap};

use super::Settings;
use super::suppose::{Suppositions, Taken};
use super::voices::{Ties, Voices};
use crate::case::graph::Object;
use crate::case::vocabulary::Stance;
use crate::case::{ClaimGraph, ReportIdx, StatementIdx};

/// Which statements were made by the as-of date, and which of them had not been taken back by then.
pub struct Life {
    /// `None`: all of them.
    made: Option<Vec<bool>>,
    live: Vec<bool>,
    /// What is supposed to be gone; empty where nothing is.
    taken: Vec<bool>,
    taken_reports: BTreeSet<ReportIdx>,
    /// Those that stand.
    retractions: Vec<StatementIdx>,
}

impl Life {
    /// Linear in statements; retractions, which are few, are followed one by one.
    pub fn new(graph: &ClaimGraph, settings: &Settings, voices: &Voices) -> Self {
        let suppositions = &settings.suppositions;
        let mut made: Option<Vec<bool>> = settings.as_of.map(|date| {
            graph
                .statements()
                .map(|statement| graph.made_at(statement) <= date.latest())
                .collect()
        });
        if suppositions.unsaid.iter().any(|&unsaid| unsaid) {
            made.get_or_insert_with(|| vec![true; graph.statement_count()])
                .iter_mut()
                .zip(suppositions.unsaid.iter())
                .for_each(|(made, unsaid)| *made &= !unsaid);
        }
        let mut taken = taken(graph, suppositions);
        let mut live = (made.clone()).unwrap_or_else(|| vec![true; graph.statement_count()]);
        let is_made = |at: StatementIdx| made.as_ref().is_none_or(|made| made[at.at()]);
        live.iter_mut()
            .zip(&taken)
            .for_each(|(live, taken)| *live &= !taken);
        let retractions: Vec<StatementIdx> = graph
            .statements()
            .filter(|&at| graph.stance(at) == Stance::Retracts && is_made(at))
            .collect();
        // The last retraction stands; an earlier one stands unless a later one takes it back.
        let mut done = BTreeSet::new();
        let mut standing = Vec::new();
        let said = Said::new(graph);
        for retraction in last_first(graph, &retractions) {
            done.insert(retraction);
            if !live[retraction.at()] {
                continue;
            }
            standing.push(retraction);
            for target in said.retracted_by(retraction) {
                if !done.contains(&target) {
                    live[target.at()] = false;
                }
            }
        }
        for class in suppositions.classes() {
            for at in graph.statements() {
                let reach = voices.reach(graph.speaker(at), graph.date(at), Ties::Sure);
                if reach.binary_search(&class).is_ok() {
                    live[at.at()] = false;
                    taken[at.at()] = true;
                }
            }
        }
        let taken_reports = (suppositions.without.iter())
            .filter_map(|taken| match *taken {
                Taken::Report(report) => Some(report),
                _ => None,
            })
            .collect();
        Life {
            made,
            live,
            taken,
            taken_reports,
            retractions: standing,
        }
    }

    /// Whether it was made by the as-of date.
    pub fn is_made(&self, statement: StatementIdx) -> bool {
        self.made.as_ref().is_none_or(|made| made[statement.at()])
    }

    /// Whether it is supposed to be gone: nothing that it cites counts either.
    pub fn is_taken(&self, statement: StatementIdx) -> bool {
        self.taken.get(statement.at()).copied().unwrap_or(false)
    }

    /// Whether a report is supposed to be gone.
    pub fn is_report_taken(&self, report: ReportIdx) -> bool {
        self.taken_reports.contains(&report)
    }

    /// The retractions that were not taken back themselves.
    pub fn retractions(&self) -> &[StatementIdx] {
        &self.retractions
    }

    /// Whether it was made and not taken back.
    pub fn is_live(&self, statement: StatementIdx) -> bool {
        self.live[statement.at()]
    }
}

/// Which statements are supposed to be gone, classes aside; empty where nothing is.
fn taken(graph: &ClaimGraph, suppositions: &Suppositions) -> Vec<bool> {
    if suppositions.without.is_empty() {
        return Vec::new();
    }
    let gone = |taken| suppositions.without.contains(&taken);
    graph
        .statements()
        .map(|at| {
            gone(Taken::Statement(at))
                || gone(Taken::Actor(graph.speaker(at)))
                || graph
                    .report_of(at)
                    .is_some_and(|report| gone(Taken::Report(report)))
        })
        .collect()
}

/// Retractions, the last first. One that names another comes after it whatever their dates say, if it may; in a circle
/// of such each keeps its own time.
fn last_first(graph: &ClaimGraph, retractions: &[StatementIdx]) -> Vec<StatementIdx> {
    let all: BTreeSet<StatementIdx> = retractions.iter().copied().collect();
    let named = |at: StatementIdx| match graph.object(at) {
        Object::Statement(to) if all.contains(&to) && takes_back(graph, at, to) => Some(to),
        _ => None,
    };
    let mut times: HashMap<StatementIdx, (i64, u32)> = HashMap::new();
    for &start in retractions {
        let mut chain = vec![start];
        let mut places = HashMap::from([(start, 0)]);
        let mut next = named(start);
        while let Some(to) = next
            && !times.contains_key(&to)
            && !places.contains_key(&to)
        {
            places.insert(to, chain.len());
            chain.push(to);
            next = named(to);
        }
        let circle = next.and_then(|to| places.get(&to).copied());
        let mut after = next.and_then(|to| times.get(&to).copied());
        for (place, &at) in chain.iter().enumerate().rev() {
            let own = (graph.made_at(at), 0);
            let in_circle = circle.is_some_and(|first| place >= first);
            let time = match after {
                Some((time, depth)) if time >= own.0 && !in_circle => (time, depth + 1),
                _ => own,
            };
            after = Some(*times.entry(at).or_insert(time));
        }
    }
    let mut order = retractions.to_vec();
    order.sort_by_key(|at| std::cmp::Reverse((times[at], graph.made_at(*at), *at)));
    order
}

/// Whether a retraction may take back a statement that it is about: its speaker's own, and not surely later.
fn takes_back(graph: &ClaimGraph, retraction: StatementIdx, target: StatementIdx) -> bool {
    target != retraction
        && graph.speaker(target) == graph.speaker(retraction)
        && !graph.date(target).surely_after(graph.date(retraction))
}

/// Whether a retraction would take a statement back: its own speaker's with the same object, or the one that it names,
/// and not surely later. Who retracts the same again takes no retraction back.
pub fn would_take_back(graph: &ClaimGraph, retraction: StatementIdx, target: StatementIdx) -> bool {
    let object = graph.object(retraction);
    let is_same = || {
        graph.stance(target) != Stance::Retracts
            && graph.matter(graph.object(target)) == graph.matter(object)
    };
    takes_back(graph, retraction, target) && (object == Object::Statement(target) || is_same())
}

/// The stances on statements, by what they are about: stances on claims are found in the graph.
pub struct Said<'g> {
    graph: &'g ClaimGraph,
    on_statements: HashMap<StatementIdx, Vec<StatementIdx>>,
}

impl<'g> Said<'g> {
    /// Linear in the stances on statements.
    pub fn new(graph: &'g ClaimGraph) -> Self {
        let mut on_statements: HashMap<StatementIdx, Vec<StatementIdx>> = HashMap::new();
        // Stances on statements stand after all stances on claims.
        let on_claims = (graph.claims().last()).map_or(0, |claim| graph.statement_range(claim).end);
        for at in (on_claims..graph.statement_count() as u32).map(StatementIdx) {
            if let Object::Statement(object) = graph.object(at) {
                on_statements.entry(object).or_default().push(at);
            }
        }
        Said {
            graph,
            on_statements,
        }
    }

    /// All that a retraction would take back.
    pub fn retracted_by(&self, retraction: StatementIdx) -> Vec<StatementIdx> {
        let mut targets = Vec::new();
        match self.graph.object(retraction) {
            Object::Claim(claim) => targets.extend(self.graph.statements_on_any_id(claim)),
            Object::Statement(named) => {
                targets.push(named);
                targets.extend(self.on_statements.get(&named).into_iter().flatten());
            }
        }
        targets.retain(|&target| would_take_back(self.graph, retraction, target));
        targets
    }
}
