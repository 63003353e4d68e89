//! Claims that entail one another, and lineages through very many claims.

use std::fmt::Write;

use claimgraph::analysis::history::History;
use claimgraph::analysis::relevant::Undoings;
use claimgraph::analysis::{Count, Facts, Settings, Suppositions};
use claimgraph::case::Node;
use claimgraph::case::excerpt::Excerpts;
use claimgraph::rules::{self, Detail};

use super::{WITNESSED, case, cites_the_one_before, scale, standing, support, tells};

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
fn to_believe_a_pair_independent_costs_nothing_where_it_changes_nothing() {
    let count = 200 * scale();
    // The last but one of the chain answer to the last.
    let house = [count - 3, count - 2];
    let graph = case(|text| {
        for number in 0..count {
            let entails = match number {
                0 => ",\"entails\":[\"c\"]".to_owned(),
                _ => format!(",\"entails\":[\"c{}\"]", number - 1),
            };
            tells(text, number, &entails, WITNESSED);
        }
        for member in house {
            let tie = format!("{{\"to\":\"a{}\",\"role\":\"part-of\"}}", count - 1);
            let _ = writeln!(
                text,
                "{{\"actor\":{{\"id\":\"b{member}\",\"affiliations\":[{tie}]}}}}\n\
                 {{\"statement\":{{\"id\":\"t{member}\",\"by\":\"b{member}\",\"asserts\":\"c{member}\"{WITNESSED}}}}}"
            );
        }
    });
    let actor = |id: String| match graph.find(&id) {
        Some(Node::Actor(actor)) => actor,
        other => panic!("actor `{id}`: {other:?}"),
    };
    let looked_at = |apart| {
        let settings = Settings {
            suppositions: Suppositions {
                apart,
                ..Suppositions::default()
            },
            ..Settings::default()
        };
        let facts = Facts::new(&graph, settings);
        let lines = facts
            .standing(support::claim(&graph, "c"))
            .support
            .lines_max;
        (facts.base().work.done(), lines)
    };
    let none = looked_at(Vec::new());
    assert_eq!(none, (0, Count::exact(count as u32)));
    let strangers = (actor("a0".to_owned()), actor("a1".to_owned()));
    assert_eq!(looked_at(vec![strangers]), none);
    let [one, other] = house.map(|member| actor(format!("b{member}")));
    let (_, lines) = looked_at(vec![(one, other)]);
    assert_eq!(lines, Count::exact(count as u32 + 1));
}

#[test]
fn what_is_plain_along_a_chain_of_entailments_is_counted_beside_what_is_not() {
    let count = 300 * scale();
    let graph = case(|text| {
        let _ = writeln!(
            text,
            "{{\"actor\":{{\"id\":\"one\"}}}}\n{{\"actor\":{{\"id\":\"two\"}}}}\n\
             {{\"actor\":{{\"id\":\"both\",\"affiliations\":[{{\"to\":\"one\",\"role\":\"part-of\"}},{{\"to\":\"two\",\"role\":\"part-of\"}}]}}}}"
        );
        for number in 0..count {
            let entails = match number {
                0 => ",\"entails\":[\"c\"]".to_owned(),
                _ => format!(",\"entails\":[\"c{}\"]", number - 1),
            };
            tells(text, number, &entails, WITNESSED);
        }
        // Every claim rests on who answers to two houses, of which nothing is counted on sight.
        let _ = writeln!(
            text,
            "{{\"statement\":{{\"id\":\"t\",\"by\":\"both\",\"asserts\":\"c{}\"{WITNESSED}}}}}",
            count - 1
        );
    });
    let facts = Facts::new(&graph, Settings::default());
    for number in 0..count {
        let claim = support::claim(&graph, &format!("c{number}"));
        let found = &facts.standing(claim).support;
        let expected = Count::exact((count - number) as u32 + 1);
        assert_eq!((found.lines_min, found.lines_max), (expected, expected));
        assert_eq!((found.origins_min, found.origins_max), (expected, expected));
    }
    let looked_at = facts.base().work.done();
    assert!(looked_at < count * count / 4, "{looked_at} nodes");
}
