//! One who speaks very often, and crowds that are tied or opposed.

use claimgraph::analysis::history::History;
use claimgraph::analysis::relevant::Undoings;
use claimgraph::analysis::{Count, Facts, Settings, Ties};
use claimgraph::case::ClaimGraph;
use claimgraph::case::date::Date;
use claimgraph::case::excerpt::Excerpts;

use super::{WITNESSED, actor, case, says, scale, standing, support};

#[test]
fn a_star_of_one_actor_is_one_line() {
    let graph = case(|text| {
        actor(text, 0, "");
        for number in 0..10_000 * scale() {
            says(text, &format!("s{number}"), 0, WITNESSED);
        }
    });
    assert_eq!(standing(&graph).support.lines_max, Count::exact(1));
}

#[test]
fn a_crowd_of_adversaries_without_a_basis_is_counted_within_bounds() {
    let count = 150 * scale();
    let graph = case(|text| {
        for number in 0..count {
            let against = match number {
                0 => String::new(),
                _ => format!(",\"adversaries\":[\"a{}\"]", number - 1),
            };
            actor(text, number, &against);
            says(text, &format!("s{number}"), number, "");
        }
    });
    let found = standing(&graph).support;
    assert_eq!(found.lines_max, Count::exact(count as u32));
    assert_eq!(found.lines_min.least, 2);
}

/// Whether there is a history of the claim where it has its share of the budget among so many; alone it has one.
fn is_history_among(graph: &ClaimGraph, many: usize) -> bool {
    let facts = Facts::new(graph, Settings::default());
    let (excerpts, undoings) = (Excerpts::new(graph), Undoings::new(graph));
    let claim = support::claim(graph, "c");
    assert!(History::among(&facts, &excerpts, &undoings, claim, 1).is_some());
    History::among(&facts, &excerpts, &undoings, claim, many).is_some()
}

#[test]
fn opponents_weigh_more_in_the_budget_of_a_history() {
    // Each set of them is weighed for itself, so that to count once is to look at each many times.
    let is_affordable = |are_opponents: bool| {
        let graph = case(|text| {
            for number in 0..30 {
                let against = match number {
                    0 => String::new(),
                    _ if are_opponents => format!(",\"adversaries\":[\"a{}\"]", number - 1),
                    _ => String::new(),
                };
                actor(text, number, &against);
                let date = format!(",\"date\":\"{}\"", 1_000 + number);
                says(text, &format!("s{number}"), number, &date);
            }
        });
        is_history_among(&graph, 1 << 12)
    };
    assert!(is_affordable(false));
    assert!(!is_affordable(true));
}

#[test]
fn very_many_ties_of_one_actor_weigh_more_in_the_budget_of_a_history() {
    // Each of its words is asked for its voices at another time.
    let is_affordable = |houses: usize| {
        let graph = case(|text| {
            let tie = |house: usize| {
                let day = format!("\"{}\"", 1_000 + house);
                format!(
                    "{{\"to\":\"a{house}\",\"role\":\"part-of\",\"from\":{day},\"until\":{day}}}"
                )
            };
            let ties: Vec<String> = (1..=houses).map(tie).collect();
            actor(text, 0, &format!(",\"affiliations\":[{}]", ties.join(",")));
            for number in 1..=houses {
                actor(text, number, "");
            }
            for number in 0..30 {
                let date = format!(",\"date\":\"{}\"{WITNESSED}", 1_000 + number);
                says(text, &format!("s{number}"), 0, &date);
            }
        });
        is_history_among(&graph, 1 << 10)
    };
    assert!(is_affordable(1));
    assert!(!is_affordable(400));
}

#[test]
fn a_crowd_joined_by_alleged_ties_is_one_voice_at_least_and_many_at_most() {
    let count = 1_000 * scale();
    let graph = case(|text| {
        for number in 0..count {
            let tie = match number {
                0 => String::new(),
                _ => format!(
                    ",\"affiliations\":[{{\"to\":\"a{}\",\"role\":\"part-of\",\"alleged\":true}}]",
                    (number - 1) / 2
                ),
            };
            actor(text, number, &tie);
            says(text, &format!("s{number}"), number, WITNESSED);
        }
    });
    let found = standing(&graph).support;
    assert_eq!(found.lines_max, Count::exact(count as u32));
    assert_eq!(found.lines_min, Count::exact(1));
}

#[test]
fn a_long_row_of_ties_in_doubt_costs_a_label_each() {
    let shapes = [
        ("\"alleged\":true", "", Date::UNKNOWN, false),
        (
            "\"from\":\"2023-01-01\",\"until\":\"2023-06-30\"",
            ",\"date\":\"2023-03-01\"",
            "2023-03-01".parse().unwrap(),
            true,
        ),
    ];
    for count in [200 * scale(), 800 * scale()] {
        for (how, when, date, is_sure) in shapes {
            let graph = case(|text| {
                for number in 0..count {
                    let tie = match number {
                        0 => String::new(),
                        _ => format!(
                            ",\"affiliations\":[{{\"to\":\"a{}\",\"role\":\"part-of\",{how}}}]",
                            number - 1
                        ),
                    };
                    actor(text, number, &tie);
                    says(
                        text,
                        &format!("s{number}"),
                        number,
                        &format!("{WITNESSED}{when}"),
                    );
                }
            });
            let found = standing(&graph).support;
            let most = if is_sure { 1 } else { count as u32 };
            assert_eq!(found.lines_max, Count::exact(most));
            assert_eq!(found.lines_min, Count::exact(1));
            let facts = Facts::new(&graph, Settings::default());
            let mut labels = Vec::new();
            for (actor, ties) in graph
                .actors()
                .flat_map(|at| [(at, Ties::Sure), (at, Ties::Possible)])
            {
                (facts.base().voices).labels(actor, date, ties, &mut labels);
            }
            assert_eq!(labels.len(), 2 * count);
        }
    }
}
