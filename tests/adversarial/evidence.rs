//! Artefacts that are very many, or made and verified by very many.

use std::fmt::Write;

use claimgraph::analysis::history::History;
use claimgraph::analysis::relevant::Undoings;
use claimgraph::analysis::{Count, Facts, Settings};
use claimgraph::case::excerpt::Excerpts;

use super::{actor, case, says, scale, standing, support};

#[test]
fn an_artefact_that_a_crowd_verified_is_on_one_line() {
    let count = 150 * scale();
    let graph = case(|text| {
        (0..=count).for_each(|number| actor(text, number, ""));
        let verified =
            (0..count).map(|number| format!("{{\"by\":\"a{number}\",\"claims\":[\"c\"]}}"));
        let verified = verified.collect::<Vec<_>>().join(",");
        let _ = writeln!(
            text,
            "{{\"evidence\":{{\"id\":\"e\",\"producer\":\"a{count}\",\"verified\":[{verified}]}}}}"
        );
        for number in 0..count {
            let how = ",\"basis\":\"documented\",\"cites\":[\"e\"]";
            says(text, &format!("s{number}"), number, how);
        }
    });
    let found = standing(&graph).support;
    assert_eq!(found.lines_max, Count::exact(1));
    assert_eq!(found.lines_min, Count::exact(1));
}

#[test]
fn artefacts_that_overlap_in_their_makers_and_verifiers_have_a_history_within_bounds() {
    let count = 100 * scale();
    let graph = case(|text| {
        (0..count).for_each(|number| actor(text, number, ""));
        for number in 0..count {
            let (next, after) = ((number + 1) % count, (number + 2) % count);
            let date = format!("{}", 1000 + number % 1000);
            let _ = writeln!(
                text,
                "{{\"evidence\":{{\"id\":\"e{number}\",\"producer\":\"a{number}\",\"verified\":\
                 [{{\"by\":\"a{next}\",\"claims\":[\"c\"],\"date\":\"{date}\"}}]}}}}"
            );
            let how = format!(",\"cites\":[\"e{number}\"],\"date\":\"{date}\"");
            says(text, &format!("s{number}"), after, &how);
        }
    });
    let claim = support::claim(&graph, "c");
    let facts = Facts::new(&graph, Settings::default());
    let (excerpts, undoings) = (Excerpts::new(&graph), Undoings::new(&graph));
    let found = History::new(&facts, &excerpts, &undoings, claim).timeline();
    let end = &found.moments.last().expect("a moment").standing;
    assert_eq!(end, facts.standing(claim));
    // Each line bears three labels, and of any two that follow one another only one is independent.
    let lines = end.support.lines_max;
    assert!(lines.least as usize >= count / 3 && lines.least as usize <= count / 2);
    assert!(lines.most >= lines.least);
}

#[test]
fn very_many_artefacts_of_one_maker_are_one_line() {
    for count in [63, 64, 200 * scale()] {
        let graph = case(|text| {
            actor(text, count, "");
            for number in 0..count {
                actor(text, number, "");
                let _ = writeln!(
                    text,
                    "{{\"evidence\":{{\"id\":\"e{number}\",\"producer\":\"a{count}\"}}}}"
                );
                says(
                    text,
                    &format!("s{number}"),
                    number,
                    &format!(",\"cites\":[\"e{number}\"]"),
                );
            }
        });
        let found = standing(&graph).support;
        assert_eq!(found.lines_max, Count::exact(1));
        assert_eq!(found.lines_min, Count::exact(1));
    }
}
