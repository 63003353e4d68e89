//! Chains, layers, rings and ladders of citations and premises.

use std::fmt::Write;

use claimgraph::analysis::{Count, Facts, Settings, Status, cycles};
use claimgraph::case::ClaimGraph;
use claimgraph::rules::{self, Detail};

use super::{WITNESSED, actor, case, cites_the_one_before, says, scale, standing, support, tells};

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

/// One of the crowd that has seen `p`.
fn witness(text: &mut String, number: usize) {
    actor(text, number, "");
    let _ = writeln!(
        text,
        "{{\"statement\":{{\"id\":\"r{number}\",\"by\":\"a{number}\",\"asserts\":\"p\"{WITNESSED}}}}}"
    );
}

#[test]
fn what_many_conclude_from_one_premise_is_held_once() {
    let count = 200 * scale();
    let graph = case(|text| {
        let _ = writeln!(text, "{{\"claim\":{{\"id\":\"p\",\"text\":\"Seen\"}}}}");
        for number in 0..count {
            actor(text, count + number, "");
            witness(text, number);
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
    assert_eq!(found.lines_max, Count::exact(count as u32));
    assert_eq!(found.lines_min, Count::exact(count as u32));
}

#[test]
fn what_many_claims_are_concluded_from_is_held_once() {
    let count = 200 * scale();
    let graph = case(|text| {
        let _ = writeln!(text, "{{\"claim\":{{\"id\":\"p\",\"text\":\"Seen\"}}}}");
        for number in 0..count {
            actor(text, count + number, "");
            witness(text, number);
            let by = count + number;
            let _ = writeln!(
                text,
                "{{\"claim\":{{\"id\":\"k{number}\",\"text\":\"So\"}}}}
{{\"statement\":{{\"id\":\"s{number}\",\"by\":\"a{by}\",\"asserts\":\"k{number}\",\"basis\":\"inferred\",\"cites\":[\"p\"]}}}}"
            );
        }
    });
    let facts = Facts::new(&graph, Settings::default());
    // Not as many as the conclusions times what they are concluded from.
    assert_eq!(facts.lineage().edge_count(), count);
    for number in 0..count {
        let claim = support::claim(&graph, &format!("k{number}"));
        assert_eq!(facts.standing(claim).support.lines_min, Count::exact(1));
        assert_eq!(facts.standing(claim).support.lines_max, Count::exact(1));
    }
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
    let mut steps = circles.iter().map(|finding| finding.witness.len());
    assert!(steps.all(|steps| steps <= SHOWN));
}

/// Of a long circle so many steps are shown: both ends, and how many lie between.
const SHOWN: usize = 65;

#[test]
fn many_claims_that_lead_into_a_long_ring_show_both_ends_of_it() {
    let count = 1_000 * scale();
    let graph = case(|text| {
        for number in 0..count {
            let cites = format!(",\"cites\":[\"s{}\"]", (number + 1) % count);
            says(text, &format!("s{number}"), number % 20, &cites);
            actor(text, number, "");
            let cites = format!(",\"cites\":[\"s{number}\"]");
            tells(text, count + number, "", &cites);
        }
    });
    let facts = Facts::new(&graph, Settings::default());
    let findings = rules::judge(&facts, &Detail::All.into());
    let findings = findings.iter().map(|finding| finding.open());
    let circles: Vec<_> = findings
        .filter(|finding| finding.rule == "circular-support")
        .collect();
    let told = circles.iter().map(|finding| finding.claims.len());
    assert_eq!(told.sum::<usize>(), count + 1);
    let mut steps = circles.iter().map(|finding| finding.witness.len());
    assert!(steps.all(|steps| steps == SHOWN));
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

#[test]
fn an_inference_rests_on_no_more_lines_than_there_are_origins_however_many_may_fill_its_premises() {
    let count = 600;
    let graph = case(|text| {
        for premise in ["p", "q"] {
            let _ = writeln!(
                text,
                "{{\"claim\":{{\"id\":\"{premise}\",\"text\":\"A premise\"}}}}"
            );
        }
        for number in 0..count {
            actor(text, number, "");
            // Who is a label, and says nothing.
            actor(text, count + number, "");
            for premise in ["p", "q"] {
                let _ = writeln!(
                    text,
                    "{{\"statement\":{{\"id\":\"{premise}{number}\",\"by\":\"a{number}\",\"asserts\":\"{premise}\"{WITNESSED}}}}}"
                );
            }
        }
        for (id, premises) in [("one", "\"p\""), ("both", "\"p\",\"q\"")] {
            let inferred = format!(",\"basis\":\"inferred\",\"cites\":[{premises}]");
            says(text, id, count, &inferred);
        }
    });
    let facts = Facts::new(&graph, Settings::default());
    let lines = |id| facts.statement_lines(support::statement(&graph, id));
    let origins = Count::exact(count as u32);
    assert_eq!(lines("one").lines_max, origins);
    let lines = lines("both");
    assert_eq!(lines.origins_max, origins);
    assert_eq!(
        (lines.lines_max.least, lines.lines_max.most),
        (1, count as u32)
    );
}
