//! Histories of claims, held against the case as of each date.

use claimgraph::analysis::history::{History, Occurrence};
use claimgraph::analysis::relevant::Undoings;
use claimgraph::analysis::{Facts, Settings, Standing};
use claimgraph::case::ClaimGraph;
use claimgraph::case::date::Date;
use claimgraph::case::excerpt::Excerpts;

use crate::engine;
use crate::model::{Case, Stance, Statement, day};
use crate::removed::inferring_from_a_report;
use crate::shrinking::{hold, hold_as};

/// The last day on which anything happens in a random case, and one more.
const LAST: i64 = 18;

/// The case in which some are known through others only, and some take back what they said.
pub fn retold(case: &Case) -> Case {
    let mut edited = inferring_from_a_report(case);
    let actors = case.actors.len();
    for (at, statement) in edited.statements.iter_mut().enumerate() {
        if at % 4 == 2 && statement.stance.supports() {
            statement.via = vec![(statement.by + 1) % actors];
        }
    }
    for at in (0..case.statements.len()).step_by(3) {
        let said = &edited.statements[at];
        let Some((_, last)) = said.date else {
            continue;
        };
        let later = last + 1 + at as i64 % 3;
        let retraction = Statement {
            id: format!("zz-back-{at}"),
            stance: Stance::Retracts,
            basis: None,
            cites: Vec::new(),
            via: Vec::new(),
            date: Some((later, later)),
            report: None,
            custodian: None,
            ..said.clone()
        };
        edited.statements.push(retraction);
    }
    edited
}

/// The moment at which something happened.
fn moment(graph: &ClaimGraph, happened: &Occurrence) -> i64 {
    match happened {
        Occurrence::Said(at) => graph.made_at(*at),
        Occurrence::Verified(checks) => checks[0].date.latest(),
    }
}

fn fault(case: &Case) -> Option<String> {
    let graph = engine::graph(case);
    let facts = Facts::new(&graph, Settings::default());
    let (excerpts, undoings) = (Excerpts::new(&graph), Undoings::new(&graph));
    let told = |standing: &Standing| (standing.status, standing.support, standing.denial);
    for claim in graph.claims() {
        let history = History::new(&facts, &excerpts, &undoings, claim);
        let timeline = history.timeline();
        let last = timeline.moments.last();
        let last = last.map_or(&timeline.start, |one| &one.standing);
        if told(last) != told(facts.standing(claim)) {
            return Some(format!("{}: ends otherwise", graph.id(claim)));
        }
        for at in 0..=LAST {
            let date: Date = day(at).parse().expect("a date");
            let settings = Settings {
                as_of: Some(date),
                ..Settings::default()
            };
            let then = Facts::new(&graph, settings);
            let expected = told(then.standing(claim));
            let found = history.after(history.made_by(date.latest()));
            let mut by_then = timeline.moments.iter().rev();
            let shown = by_then.find(|one| moment(&graph, &one.occurrence) <= date.latest());
            let shown = shown.map_or(&timeline.start, |one| &one.standing);
            if told(&found) != expected || told(shown) != expected {
                let id = graph.id(claim);
                return Some(format!(
                    "{id} on {date}: {expected:?}, {found:?}, {shown:?}"
                ));
            }
        }
    }
    None
}

#[test]
fn a_history_passes_through_what_each_date_shows() {
    hold(40, &fault);
    hold_as(40, &retold, &fault);
}
