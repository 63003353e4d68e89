//! What made the difference between two cases or dates, held against each day and each choice of edits.

use std::collections::BTreeSet;

use claimgraph::analysis::difference::{Turning, between_cases, between_dates};
use claimgraph::analysis::history::Occurrence;
use claimgraph::analysis::{Facts, Settings};
use claimgraph::case::ClaimGraph;

use crate::engine;
use crate::histories::retold;
use crate::model::{Basis, Case, Cite, Object, day};
use crate::removed::choices;
use crate::shrinking::{hold, hold_as};

/// The facts of a case as of a day.
fn as_of(graph: &ClaimGraph, at: i64) -> Facts<'_> {
    let settings = Settings {
        as_of: Some(day(at).parse().expect("a date")),
        ..Settings::default()
    };
    Facts::new(graph, settings)
}

/// The day on which something is said or verified, where nothing else happens on it.
fn only_day(case: &Case, graph: &ClaimGraph, happened: &Occurrence) -> Option<i64> {
    let made = |at: usize| {
        let statement = &case.statements[at];
        let published = statement.report.and_then(|at| case.reports[at].date);
        let said = statement.date.map(|(_, last)| last);
        match statement.via.is_empty() {
            true => said.or(published),
            // It is heard once its relays have spoken.
            false => said.max(published),
        }
    };
    let said = (0..case.statements.len()).filter_map(made);
    let verified = case.evidence.iter().flat_map(|one| &one.verified);
    let all: Vec<i64> = said.chain(verified.filter_map(|one| one.date)).collect();
    let moment = match happened {
        Occurrence::Said(at) => graph.made_at(*at),
        Occurrence::Verified(_) => return None,
    };
    let of_day = |at: &i64| {
        let date: claimgraph::case::date::Date = day(*at).parse().expect("a date");
        date.latest() == moment
    };
    match all
        .iter()
        .filter(|at| of_day(at))
        .copied()
        .collect::<Vec<_>>()[..]
    {
        [only] => Some(only),
        _ => None,
    }
}

#[test]
fn what_made_the_difference_is_what_happened_on_the_first_day_that_shows_it() {
    let compared = std::cell::Cell::new(0);
    let fault = |case: &Case| {
        let graph = engine::graph(case);
        let days: Vec<Facts<'_>> = (0..=20).map(|at| as_of(&graph, at)).collect();
        for (from, to) in [(0, 20), (3, 9), (5, 20), (0, 6)] {
            for (claim, because) in between_dates(&days[from], &days[to]) {
                let end = days[to].status(claim);
                let Turning::At(because) = because else {
                    continue;
                };
                if end == days[from].status(claim) {
                    continue;
                }
                let Some(found) = only_day(case, &graph, &because) else {
                    continue;
                };
                compared.set(compared.get() + 1);
                let shows = |&at: &usize| days[at].status(claim) == end;
                let first = (from + 1..=to).find(shows).expect("the last day does");
                if first as i64 != found {
                    let id = graph.id(claim);
                    return Some(format!(
                        "{id} from {from} to {to}: {because:?} on {found}, not {first}"
                    ));
                }
            }
        }
        None
    };
    hold(100, &fault);
    hold_as(100, &retold, &fault);
    assert!(compared.get() > 20, "{} differences", compared.get());
}

/// How many statements the second of two cases says more than the first.
const MORE: usize = 3;

/// Whether nothing rests on, or is about, one of the last statements, and nobody is known through others.
fn ends_loose(case: &Case) -> bool {
    let count = case.statements.len();
    count > MORE + 1
        && case.statements.iter().all(|one| {
            let is_late = |to: usize| to >= count - MORE;
            let cites_late = |cite: &Cite| matches!(cite, Cite::Statement(to) if is_late(*to));
            let about_late = matches!(one.object, Object::Statement(to) if is_late(to));
            one.via.is_empty() && !about_late && !one.cites.iter().any(cites_late)
        })
}

/// How the last statements of a case differ between two cases.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Edits {
    /// The second says them, too.
    Added,
    /// Every other one is only in the first, and the statement before them has another basis there.
    Mixed,
}

/// The case after some of its edits, by the places of statements.
fn edited(case: &Case, edits: Edits, done: &BTreeSet<usize>) -> Case {
    let rest = case.statements.len() - MORE;
    let mut some = case.clone();
    let is_told = edits == Edits::Mixed && done.contains(&(rest - 1));
    if is_told && some.statements[rest - 1].basis != Some(Basis::Inferred) {
        some.statements[rest - 1].basis = Some(Basis::Told);
    }
    let is_said = |at: usize| match edits == Edits::Mixed && at % 2 == 1 {
        true => !done.contains(&at),
        false => done.contains(&at),
    };
    let said = case.statements.iter().enumerate();
    let kept = said.filter(|&(at, _)| at < rest || is_said(at));
    some.statements = kept.map(|(at, _)| some.statements[at].clone()).collect();
    some
}

fn check_differences(edits: Edits) {
    let compared = std::cell::Cell::new(0);
    hold(250, &|case| {
        if !ends_loose(case) {
            return None;
        }
        let all: BTreeSet<usize> =
            (case.statements.len() - MORE - 1..case.statements.len()).collect();
        let with = |done: &BTreeSet<usize>| engine::graph(&edited(case, edits, done));
        let (first, second) = (with(&BTreeSet::new()), with(&all));
        let settings = Settings::default;
        let (before, after) = (
            Facts::new(&first, settings()),
            Facts::new(&second, settings()),
        );
        for (old, new, cause) in between_cases(&before, &after) {
            let (id, end) = (second.id(new), after.status(new));
            if before.status(old) == end {
                continue;
            }
            let ids: BTreeSet<&str> = cause.statements.iter().map(|(_, id)| id.as_str()).collect();
            let is_chosen = |at: &usize| ids.contains(case.statements[*at].id.as_str());
            let chosen: BTreeSet<usize> = all.iter().copied().filter(is_chosen).collect();
            let makes_it = |chosen: &BTreeSet<usize>| {
                let graph = with(chosen);
                Facts::new(&graph, settings()).status(engine::claim(&graph, id)) == end
            };
            compared.set(compared.get() + 1);
            if chosen.len() != ids.len() || !makes_it(&chosen) {
                return Some(format!("{id}: {ids:?} do not make it {end}"));
            }
            let all: Vec<usize> = all.iter().copied().collect();
            let fewer = choices(&all, chosen.len());
            if let Some(fewer) = fewer.iter().find(|fewer| cause.is_least && makes_it(fewer)) {
                return Some(format!("{id}: {fewer:?} are fewer than {chosen:?}"));
            }
        }
        None
    });
    assert!(compared.get() > 20, "{} differences", compared.get());
}

#[test]
fn the_statements_that_made_the_difference_make_it_alone_and_no_fewer_do() {
    check_differences(Edits::Added);
}

#[test]
fn what_made_the_difference_among_edits_of_all_kinds_is_enough() {
    check_differences(Edits::Mixed);
}
