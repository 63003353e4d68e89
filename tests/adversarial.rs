//! Shapes that make careless algorithms quadratic or worse, scaled down: each ends, and with the right numbers.
//!
//! `CLAIMGRAPH_SCALE` multiplies the sizes; a release build takes 100 of each in seconds.

mod support;

use std::fmt::Write;

use claimgraph::analysis::history::History;
use claimgraph::analysis::relevant::Undoings;
use claimgraph::analysis::{Count, Facts, Settings, Standing, Status, Ties, cycles};
use claimgraph::case::ClaimGraph;
use claimgraph::case::date::Date;
use claimgraph::case::excerpt::Excerpts;
use claimgraph::read::Input;
use claimgraph::rules::{self, Detail};

fn scale() -> usize {
    let scale = std::env::var("CLAIMGRAPH_SCALE").ok();
    scale.and_then(|scale| scale.parse().ok()).unwrap_or(1)
}

/// A case of one claim `c` and what `records` writes.
fn case(records: impl FnOnce(&mut String)) -> ClaimGraph {
    let mut text = String::from("{\"claim\":{\"id\":\"c\",\"text\":\"It happened\"}}\n");
    records(&mut text);
    let (graph, problems) = support::read(&[Input::Text("case.ndjson".into(), text.into_bytes())]);
    assert!(problems.is_empty(), "{problems:?}");
    graph
}

fn actor(text: &mut String, number: usize, more: &str) {
    let _ = writeln!(text, "{{\"actor\":{{\"id\":\"a{number}\"{more}}}}}");
}

fn says(text: &mut String, id: &str, by: usize, more: &str) {
    let _ = writeln!(
        text,
        "{{\"statement\":{{\"id\":\"{id}\",\"by\":\"a{by}\",\"asserts\":\"c\"{more}}}}}"
    );
}

/// The statement of this number in a chain cites the one before; the first was there.
fn cites_the_one_before(number: usize) -> String {
    match number {
        0 => WITNESSED.to_owned(),
        _ => format!(",\"cites\":[\"s{}\"]", number - 1),
    }
}

/// A claim `c` and the number with a statement on it, and more of each.
fn tells(text: &mut String, number: usize, of_claim: &str, how: &str) {
    actor(text, number, "");
    let _ = writeln!(
        text,
        "{{\"claim\":{{\"id\":\"c{number}\",\"text\":\"So\"{of_claim}}}}}\n\
         {{\"statement\":{{\"id\":\"s{number}\",\"by\":\"a{number}\",\"asserts\":\"c{number}\"{how}}}}}"
    );
}

const WITNESSED: &str = ",\"basis\":\"witnessed\"";

/// The numbers of claim `c`; every rule is run beside.
fn standing(graph: &ClaimGraph) -> Standing {
    let facts = Facts::new(graph, Settings::default());
    rules::check(&facts, Detail::Sharpest);
    facts.standing(support::claim(graph, "c")).clone()
}

#[test]
fn a_long_chain_is_one_line() {
    let length = 10_000 * scale();
    let graph = case(|text| {
        for number in 0..length {
            actor(text, number, "");
            says(
                text,
                &format!("s{number}"),
                number,
                &cites_the_one_before(number),
            );
        }
    });
    let found = standing(&graph);
    assert_eq!(found.support.lines_max, Count::exact(1));
    assert_eq!(found.support.origins_min, Count::exact(1));
}

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
fn a_complete_layer_of_relays_has_as_many_lines_as_relays() {
    let side = 150 * scale().isqrt();
    let graph = case(|text| {
        let _ = writeln!(text, "{{\"claim\":{{\"id\":\"d\",\"text\":\"Seen\"}}}}");
        let all: Vec<String> = (0..side).map(|root| format!("\"r{root}\"")).collect();
        for number in 0..side {
            actor(text, number, "");
            actor(text, side + number, "");
            let _ = writeln!(
                text,
                "{{\"statement\":{{\"id\":\"r{number}\",\"by\":\"a{number}\",\"asserts\":\"d\"{WITNESSED}}}}}"
            );
            let cites = format!(",\"cites\":[{}]", all.join(","));
            says(text, &format!("s{number}"), side + number, &cites);
        }
    });
    let found = standing(&graph).support;
    assert_eq!(found.lines_max, Count::exact(side as u32));
    assert_eq!(found.origins_max, Count::exact(side as u32));
}

#[test]
fn one_component_of_mutual_citations_is_circular() {
    let length = 5_000 * scale();
    let graph = case(|text| {
        for number in 0..length {
            actor(text, number, "");
            let (next, far) = ((number + 1) % length, (number * 7 + 3) % length);
            let cites = format!(",\"cites\":[\"s{next}\",\"s{far}\"]");
            says(text, &format!("s{number}"), number, &cites);
        }
    });
    assert_eq!(standing(&graph).status, Status::Circular);
}

/// The number of statements in a ring in which each of a few actors speaks many times; each cites the next one's word,
/// and `more`.
fn ring_of_few(length: usize, more: &str) -> ClaimGraph {
    case(|text| {
        actor(text, length, "");
        says(text, "w", length, WITNESSED);
        for number in 0..length {
            actor(text, number, "");
        }
        let few = length.isqrt();
        for number in 0..length {
            let cites = format!(",\"cites\":[\"s{}\"{more}]", (number + 1) % length);
            says(text, &format!("s{number}"), number % few, &cites);
        }
    })
}

#[test]
fn in_a_ring_of_few_actors_no_word_comes_back_and_none_is_looked_for_twice() {
    for length in [250 * scale(), 1_000 * scale()] {
        for more in ["", ",\"w\""] {
            let graph = ring_of_few(length, more);
            let found = standing(&graph);
            assert_eq!(found.support.lines_max.least, 1);
            let facts = Facts::new(&graph, Settings::default());
            let trips = facts.round_trips(support::claim(&graph, "c"));
            assert!(trips.complete && trips.found.is_empty());
            assert!(trips.steps <= 2 * length + 1, "{} steps", trips.steps);
        }
    }
}

#[test]
fn a_search_for_round_trips_that_is_too_long_ends_and_says_so() {
    // A ring that leads to an older word of each of its few actors: every statement may begin a round trip.
    let length = 1_000 * scale();
    let few = length.isqrt();
    let graph = case(|text| {
        for number in 0..few {
            actor(text, number, "");
            let how = match number {
                0 => WITNESSED.to_owned(),
                _ => format!(",\"cites\":[\"w{}\"]", number - 1),
            };
            says(text, &format!("w{number}"), number, &how);
        }
        for number in 0..length {
            let more = match number {
                0 => format!(",\"w{}\"", few - 1),
                _ => String::new(),
            };
            let cites = format!(",\"cites\":[\"s{}\"{more}]", (number + 1) % length);
            says(text, &format!("s{number}"), number % few, &cites);
        }
    });
    standing(&graph);
    let facts = Facts::new(&graph, Settings::default());
    let trips = facts.round_trips(support::claim(&graph, "c"));
    assert!(!trips.complete);
    assert!(trips.steps <= cycles::loops::BUDGET);
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
        let facts = Facts::new(&graph, Settings::default());
        let (excerpts, undoings) = (Excerpts::new(&graph), Undoings::new(&graph));
        let claim = support::claim(&graph, "c");
        let (many, few) = (1 << 12, 1);
        assert!(History::among(&facts, &excerpts, &undoings, claim, few).is_some());
        History::among(&facts, &excerpts, &undoings, claim, many).is_some()
    };
    assert!(is_affordable(false));
    assert!(!is_affordable(true));
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
fn a_claim_that_a_crowd_of_claims_entails_stands_on_all_of_them() {
    let count = 2_000 * scale();
    let graph = case(|text| {
        for number in 0..count {
            tells(text, number, ",\"entails\":[\"c\"]", WITNESSED);
        }
    });
    assert_eq!(
        standing(&graph).support.lines_min,
        Count::exact(count as u32)
    );
}

#[test]
fn a_chain_of_claims_each_of_which_entails_the_next_is_held_as_runs() {
    let count = 300 * scale();
    let graph = case(|text| {
        // In an order that has nothing to do with that of the ids.
        let claim = |place: usize| place * 7 % count;
        for place in 0..count {
            let entails = match place + 1 < count {
                true => format!("\"c{}\"", claim(place + 1)),
                false => "\"c\"".to_owned(),
            };
            let entails = format!(",\"entails\":[{entails}]");
            tells(text, claim(place), &entails, WITNESSED);
        }
    });
    let found = standing(&graph);
    assert_eq!(found.support.lines_min, Count::exact(count as u32));
    let facts = Facts::new(&graph, Settings::default());
    let runs = facts.base().bearings.runs();
    assert!(runs <= 3 * (count + 1), "{runs} runs");
    let claim = |id: &str| {
        facts
            .base()
            .bearings
            .supported_by(support::claim(&graph, id))
    };
    assert_eq!(claim("c0").sorted(), [support::claim(&graph, "c0")]);
    assert_eq!(claim("c").len(), count + 1);
    assert!(claim("c").contains(support::claim(&graph, "c0")));
}

#[test]
fn who_is_cited_along_a_chain_of_entailments_is_looked_for_once() {
    let count = 300 * scale();
    let graph = case(|text| {
        for number in 0..count {
            let entails = match number {
                0 => ",\"entails\":[\"c\"]".to_owned(),
                _ => format!(",\"entails\":[\"c{}\"]", number - 1),
            };
            let how = match number + 1 < count {
                true => format!(",\"cites\":[\"a{}\"]", count - 1),
                false => WITNESSED.to_owned(),
            };
            tells(text, number, &entails, &how);
        }
    });
    let found = standing(&graph).support;
    assert_eq!(found.lines_max, Count::exact(1));
    assert_eq!(found.statements, count as u32);
}

#[test]
fn a_lineage_through_many_claims_is_shown_by_both_its_ends() {
    let count = 150 * scale();
    let graph = case(|text| {
        for number in 0..count {
            tells(text, number, "", &cites_the_one_before(number));
        }
    });
    let facts = Facts::new(&graph, Settings::default());
    for claim in graph.claims().filter(|&claim| graph.id(claim) != "c") {
        assert_eq!(facts.standing(claim).support.lines_max, Count::exact(1));
    }
    let findings = rules::check(&facts, Detail::All);
    let steps = findings
        .iter()
        .map(|finding| finding.witness.len())
        .sum::<usize>();
    let told = findings
        .iter()
        .map(|finding| finding.claims.len())
        .sum::<usize>();
    assert!(told >= count);
    assert!(steps <= 100 * told, "{steps} steps for {told} claims");
    let last = facts
        .lineage()
        .of(support::statement(&graph, &format!("s{}", count - 1)));
    let way = facts.nearest().way(last, 10).unwrap();
    assert_eq!(
        way.root,
        facts.lineage().of(support::statement(&graph, "s0"))
    );
    assert_eq!((way.between, way.last.len()), (count - 1 - 10, 10));
}

#[test]
fn two_long_ways_in_a_case_of_very_many_claims_are_counted_within_bounds() {
    let (claims, length) = (20_000, 600);
    let graph = case(|text| {
        for number in 0..claims {
            let _ = writeln!(
                text,
                "{{\"claim\":{{\"id\":\"d{number}\",\"text\":\"So\"}}}}"
            );
        }
        for number in 0..2 * length {
            actor(text, number, "");
            let how = match number {
                0 | 1 => WITNESSED.to_owned(),
                // Each third step either way may be taken from the other: more than counting can settle.
                _ if number % 3 == 0 => {
                    format!(",\"cites\":[\"s{}\",\"s{}\"]", number - 2, (number - 2) ^ 1)
                }
                _ => format!(",\"cites\":[\"s{}\"]", number - 2),
            };
            let on = if number + 2 < 2 * length { "d0" } else { "c" };
            let _ = writeln!(
                text,
                "{{\"statement\":{{\"id\":\"s{number}\",\"by\":\"a{number}\",\"asserts\":\"{on}\"{how}}}}}"
            );
        }
    });
    let facts = Facts::new(&graph, Settings::default());
    let claim = support::claim(&graph, "c");
    let found = &facts.standing(claim).support;
    assert_eq!(found.lines_max, Count { least: 1, most: 2 });
    assert_eq!(found.lines_min, Count { least: 1, most: 2 });
    // What is shown proves the lower bound.
    let proof = facts.certificate(claim);
    assert_eq!(proof.lines.len(), 1);
    assert_eq!(proof.cut.len(), 2);
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

#[test]
fn in_a_lineage_through_many_claims_every_voice_is_a_linchpin_and_few_are_reported() {
    let count = 100 * scale();
    let graph = case(|text| {
        (0..count).for_each(|number| tells(text, number, "", &cites_the_one_before(number)));
    });
    let facts = Facts::new(&graph, Settings::default());
    let found = facts.linchpins();
    if count <= 1_000 {
        assert!(found.unsettled.is_empty());
        let losses = found.ranked.iter().map(|pin| pin.losses.len());
        assert_eq!(losses.sum::<usize>(), count * (count + 1) / 2);
    }
    let findings = rules::check(&facts, Detail::All);
    let pins = findings.iter().filter(|finding| finding.rule == "linchpin");
    assert_eq!(pins.count(), 20);
}

#[test]
fn what_many_conclude_from_one_premise_is_held_once() {
    let count = 200 * scale();
    let graph = case(|text| {
        let _ = writeln!(text, "{{\"claim\":{{\"id\":\"p\",\"text\":\"Seen\"}}}}");
        for number in 0..count {
            actor(text, number, "");
            actor(text, count + number, "");
            let _ = writeln!(
                text,
                "{{\"statement\":{{\"id\":\"r{number}\",\"by\":\"a{number}\",\"asserts\":\"p\"{WITNESSED}}}}}"
            );
            let how = ",\"basis\":\"inferred\",\"cites\":[\"p\"]";
            says(text, &format!("s{number}"), count + number, how);
        }
    });
    let facts = Facts::new(&graph, Settings::default());
    let lineage = facts.lineage();
    let statements = (0..count).map(|at| support::statement(&graph, &format!("s{at}")));
    let statements: Vec<_> = statements.collect();
    let holders = statements.iter().map(|&at| lineage.holder(lineage.of(at)));
    assert_eq!(holders.collect::<std::collections::BTreeSet<_>>().len(), 1);
    for &at in &statements {
        assert_eq!(lineage.citations(lineage.of(at)).len(), count);
        let found = facts.statement_lines(at);
        assert!(found.lines_max.least <= count as u32 && found.lines_max.most >= count as u32);
    }
    let found = standing(&graph).support;
    assert!(found.lines_max.least <= count as u32 && found.lines_max.most >= count as u32);
}

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
fn a_ring_through_many_claims_is_shown_once() {
    let count = 300 * scale();
    let graph = case(|text| {
        for number in 0..count {
            let cites = format!(",\"cites\":[\"s{}\"]", (number + 1) % count);
            tells(text, number, "", &cites);
        }
    });
    let facts = Facts::new(&graph, Settings::default());
    let findings = rules::check(&facts, Detail::All);
    let circles: Vec<_> = (findings.iter())
        .filter(|finding| finding.rule == "circular-support")
        .collect();
    let told = circles.iter().map(|finding| finding.claims.len());
    assert_eq!(told.sum::<usize>(), count);
    let steps = circles.iter().map(|finding| finding.witness.len());
    assert_eq!(steps.sum::<usize>(), count);
}

#[test]
fn each_statement_of_a_long_chain_rests_on_one_origin() {
    let count = 1_500 * scale();
    let graph = case(|text| {
        (0..2).for_each(|number| actor(text, number, ""));
        for number in 0..count {
            says(
                text,
                &format!("s{number}"),
                number % 2,
                &cites_the_one_before(number),
            );
        }
    });
    let facts = Facts::new(&graph, Settings::default());
    for at in graph.statements() {
        let found = facts.statement_lines(at);
        let numbers = [
            found.lines_min,
            found.lines_max,
            found.origins_min,
            found.origins_max,
        ];
        assert_eq!(numbers, [Count::exact(1); 4]);
    }
}

#[test]
fn many_figures_for_one_event_are_one_conflict() {
    let count = 500 * scale();
    let graph = case(|text| {
        let _ = writeln!(text, "{{\"event\":{{\"id\":\"e\"}}}}");
        for number in 0..count {
            let figure =
                format!(",\"about\":[\"e\"],\"quantity\":{{\"of\":\"killed\",\"value\":{number}}}");
            tells(text, number, &figure, WITNESSED);
        }
    });
    let facts = Facts::new(&graph, Settings::default());
    let findings = rules::check(&facts, Detail::Sharpest);
    let conflicts = findings
        .iter()
        .filter(|finding| finding.rule == "value-conflict");
    let claims: Vec<usize> = conflicts.map(|finding| finding.claims.len()).collect();
    assert_eq!(claims, [count]);
}

#[test]
fn a_ladder_over_many_claims_has_two_lines_throughout() {
    let count = 80 * scale();
    let graph = case(|text| {
        for number in 0..count {
            tells(text, 2 * number, "", &crossing(2 * number));
            actor(text, 2 * number + 1, "");
            let _ = writeln!(
                text,
                "{{\"statement\":{{\"id\":\"s{}\",\"by\":\"a{}\",\"asserts\":\"c{}\"{}}}}}",
                2 * number + 1,
                2 * number + 1,
                2 * number,
                crossing(2 * number)
            );
        }
    });
    let facts = Facts::new(&graph, Settings::default());
    for claim in graph.claims().filter(|&claim| graph.id(claim) != "c") {
        let found = facts.standing(claim).support;
        assert!(found.lines_max.least <= 2 && found.lines_max.most == 2);
        assert!(scale() > 1 || found.lines_min == Count::exact(2));
    }
}

/// How a rung of a ladder is known: from both statements of the rung before.
fn crossing(number: usize) -> String {
    match number {
        0 => WITNESSED.to_owned(),
        _ => format!(",\"cites\":[\"s{}\",\"s{}\"]", number - 2, number - 1),
    }
}

#[test]
fn a_history_of_too_many_moves_is_told_in_stretches_and_says_so() {
    // What is too many takes a while: only where more than a glance is asked for.
    if scale() == 1 {
        return;
    }
    let count = 1_250 * scale();
    let graph = case(|text| {
        for number in 0..count {
            actor(text, number, "");
            let (year, month, day) = (1900 + number / 336, 1 + number / 28 % 12, 1 + number % 28);
            let how = format!(",\"date\":\"{year}-{month:02}-{day:02}\"{WITNESSED}");
            says(text, &format!("s{number}"), number, &how);
        }
    });
    let facts = Facts::new(&graph, Settings::default());
    let (excerpts, undoings) = (Excerpts::new(&graph), Undoings::new(&graph));
    let found = History::new(&facts, &excerpts, &undoings, support::claim(&graph, "c")).timeline();
    assert!(!found.is_complete);
    assert_eq!(found.moments.len(), count);
    let mut before = Count::exact(0);
    for moment in &found.moments {
        let after = moment.standing.support.lines_max;
        if moment.is_counted {
            let told = after.most - before.most;
            assert_eq!(told as usize, moment.together + 1);
        } else {
            assert_eq!(after, before);
        }
        before = after;
    }
    assert_eq!(before, Count::exact(count as u32));
}

#[test]
fn a_claim_that_entails_a_hub_is_cut_out_without_the_others() {
    let count = 300 * scale();
    let graph = case(|text| {
        for number in 0..count {
            tells(text, number, ",\"entails\":[\"c\"]", WITNESSED);
        }
    });
    let facts = Facts::new(&graph, Settings::default());
    let (excerpts, undoings) = (Excerpts::new(&graph), Undoings::new(&graph));
    let history = |id| History::new(&facts, &excerpts, &undoings, support::claim(&graph, id));
    assert_eq!(history("c7").graph().claims().len(), 1);
    let hub = history("c");
    assert_eq!(hub.graph().claims().len(), count + 1);
    let claim = support::claim(&graph, "c");
    assert_eq!(&hub.after(hub.len()), facts.standing(claim));
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

#[test]
fn conclusions_that_share_one_premise_are_one_line() {
    let count = 20 * scale();
    let graph = case(|text| {
        let _ = writeln!(text, "{{\"claim\":{{\"id\":\"p\",\"text\":\"Seen\"}}}}");
        let witness = |text: &mut String, number: usize| {
            actor(text, number, "");
            let _ = writeln!(
                text,
                "{{\"statement\":{{\"id\":\"w{number}\",\"by\":\"a{number}\",\"asserts\":\"p\"{WITNESSED}}}}}"
            );
        };
        (0..=9 * count).for_each(|number| witness(text, number));
        for number in 0..count {
            let by = 9 * count + 1 + number;
            actor(text, by, "");
            let own = (1..=9).map(|nth| format!(",\"w{}\"", 9 * number + nth));
            let cites = format!("\"w0\"{}", own.collect::<String>());
            says(
                text,
                &format!("s{number}"),
                by,
                &format!(",\"basis\":\"inferred\",\"cites\":[{cites}]"),
            );
        }
    });
    let found = standing(&graph).support;
    assert_eq!(found.lines_max, Count::exact(1));
    assert_eq!(found.lines_min, Count::exact(1));
}
