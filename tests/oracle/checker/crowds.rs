//! True results of crowds: where very much could be chosen from, the checker comes to an end and confirms them.

use std::collections::BTreeSet;

use claimgraph::analysis::{Facts, Settings};
use serde_json::json;

use super::{doubts, read_lines, result};

/// The records of a case of so many statements, one a line.
type Shape = fn(usize) -> Vec<String>;

/// The shapes by name.
const SHAPES: [(&str, Shape); 12] = [
    ("pairs of opponents", |count| {
        let foe = |at: usize| (at % 2 == 1).then(|| at - 1).into_iter().collect();
        opponents(count, foe)
    }),
    ("two camps of opponents", |count| {
        let foes = |at: usize| {
            if at < count / 2 {
                Vec::new()
            } else {
                (0..count / 2).collect()
            }
        };
        opponents(count, foes)
    }),
    ("opponents of all others", |count| {
        opponents(count, |at| (0..at).collect())
    }),
    ("one side against another", |count| {
        let mut lines = opponents(count, |_| Vec::new());
        lines.push(r#"{"actor": {"id": "x", "adversaries": ["y"]}}"#.to_owned());
        lines.push(r#"{"actor": {"id": "y"}}"#.to_owned());
        (0..count).for_each(|at| {
            let house = if at % 2 == 0 { "x" } else { "y" };
            let tie = format!(r#""affiliations": [{{"to": "{house}", "role": "employed-by"}}]"#);
            lines[at + 1] = format!(r#"{{"actor": {{"id": "a{at}", {tie}}}}}"#);
        });
        lines
    }),
    ("a ring", |count| citing(count, |at| vec![(at + 1) % count])),
    ("a component of mutual citations", |count| {
        citing(count, |at| vec![(at + 1) % count, (at * 7 + 3) % count])
    }),
    ("a component of three citations each", |count| {
        citing(count, |at| {
            vec![
                (at + 1) % count,
                (at * 7 + 3) % count,
                (at * 11 + 5) % count,
            ]
        })
    }),
    ("a ladder of two lineages", |count| {
        over_claims(count, |at| {
            let before = at.checked_sub(1);
            before.map_or_else(String::new, |at| {
                format!(r#""cites": ["sa{at}", "sb{at}"]"#)
            })
        })
    }),
    ("conclusions from two that are concluded", |count| {
        over_claims(count, |at| {
            let before = at.checked_sub(1);
            let premise = |at| format!(r#""basis": "inferred", "cites": ["c{at}"]"#);
            before.map_or_else(String::new, premise)
        })
    }),
    ("layers that cite all before", |count| {
        citing(count, |at| match at / 5 {
            0 => Vec::new(),
            layer => (5 * layer - 5..5 * layer).collect(),
        })
    }),
    ("witnesses of two houses each", |count| {
        let mut lines = citing(count, |_| Vec::new());
        for at in 0..count {
            let ties = [1, 7].map(|step| {
                let house = (at * step + step) % (count / 2);
                format!(r#"{{"to": "h{house}", "role": "part-of"}}"#)
            });
            let ties = ties.join(", ");
            lines[at + 1] = format!(r#"{{"actor": {{"id": "a{at}", "affiliations": [{ties}]}}}}"#);
        }
        lines.extend((0..count / 2).map(|at| format!(r#"{{"actor": {{"id": "h{at}"}}}}"#)));
        lines
    }),
    ("a row of alleged ties", |count| {
        let mut lines = opponents(count, |_| Vec::new());
        for at in 1..count {
            let to = at - 1;
            let tie = format!(r#"{{"to": "a{to}", "role": "part-of", "alleged": true}}"#);
            lines[at + 1] = format!(r#"{{"actor": {{"id": "a{at}", "affiliations": [{tie}]}}}}"#);
        }
        lines
    }),
];

/// One claim that each of some actors asserts without a basis, each with opponents.
fn opponents(count: usize, foes: impl Fn(usize) -> Vec<usize>) -> Vec<String> {
    let claim = r#"{"claim": {"id": "c", "text": "So"}}"#.to_owned();
    let actors = (0..count).map(|at| {
        let foes: Vec<String> = foes(at).iter().map(|foe| format!("\"a{foe}\"")).collect();
        format!(
            r#"{{"actor": {{"id": "a{at}", "adversaries": [{}]}}}}"#,
            foes.join(", ")
        )
    });
    let says = |at| format!(r#"{{"statement": {{"id": "s{at}", "by": "a{at}", "asserts": "c"}}}}"#);
    let says = (0..count).map(says);
    [claim].into_iter().chain(actors).chain(says).collect()
}

/// One claim that each of some actors asserts, each citing others.
fn citing(count: usize, cited: impl Fn(usize) -> Vec<usize>) -> Vec<String> {
    let mut lines = opponents(count, |_| Vec::new());
    for at in 0..count {
        let cited: Vec<String> = cited(at).iter().map(|to| format!("\"s{to}\"")).collect();
        let how = match cited.is_empty() {
            true => r#""basis": "witnessed""#.to_owned(),
            false => format!(r#""cites": [{}]"#, cited.join(", ")),
        };
        lines[count + 1 + at] =
            format!(r#"{{"statement": {{"id": "s{at}", "by": "a{at}", "asserts": "c", {how}}}}}"#);
    }
    lines
}

/// Claims one after another, each asserted by two actors, on what is said of the one before.
fn over_claims(count: usize, how: impl Fn(usize) -> String) -> Vec<String> {
    let claim = |at: usize| {
        let claim = format!(r#"{{"claim": {{"id": "c{at}", "text": "So it is with {at}"}}}}"#);
        let how = match how(at) {
            none if none.is_empty() => r#""basis": "witnessed""#.to_owned(),
            how => how,
        };
        let says = ["a", "b"].map(|of| {
            format!(
                r#"{{"actor": {{"id": "{of}{at}"}}}}
{{"statement": {{"id": "s{of}{at}", "by": "{of}{at}", "asserts": "c{at}", {how}}}}}"#
            )
        });
        [claim].into_iter().chain(says).collect::<Vec<String>>()
    };
    (0..count / 2).flat_map(claim).collect()
}

/// More of them than can be compared each with each.
#[test]
fn true_results_of_very_many_opponents_are_confirmed() {
    let (_, pairs) = SHAPES[0];
    let (graph, sources) = read_lines(&pairs(2_400));
    let facts = Facts::new(&graph, Settings::default());
    let result = result(&facts, &sources);
    assert_eq!(result["claims"][0]["lines_min"], 2);
    assert_eq!(doubts(&graph, &result), Vec::<String>::new());
}

/// More of them than are weighed: what is found of them is a bound.
#[test]
fn a_bound_of_many_mutual_opponents_is_confirmed() {
    let all_others = |at| (0..70).filter(|&foe| foe != at).collect();
    let (graph, sources) = read_lines(&opponents(70, all_others));
    let facts = Facts::new(&graph, Settings::default());
    let mut result = result(&facts, &sources);
    assert_eq!(result["claims"][0]["lines_min"], 64);
    assert_eq!(doubts(&graph, &result), Vec::<String>::new());
    result["claims"][0]["lines_min"] = 65.into();
    assert!(!doubts(&graph, &result).is_empty());
}

/// More ways through the relays of either house than can be listed: what cuts all of them cuts opponents' words as
/// well.
#[test]
fn a_cut_of_opponents_words_and_of_known_lines_is_enough() {
    let (layers, width) = (5, 8);
    let mut lines = vec![
        r#"{"claim": {"id": "c", "text": "So"}}"#.to_owned(),
        r#"{"actor": {"id": "other"}}"#.to_owned(),
        r#"{"statement": {"id": "other-word", "by": "other", "asserts": "c"}}"#.to_owned(),
    ];
    for (house, foe) in [("h", "g"), ("g", "h")] {
        let tie = format!(r#""affiliations": [{{"to": "{house}", "role": "part-of"}}]"#);
        lines.extend([
            format!(r#"{{"actor": {{"id": "{house}"}}}}"#),
            format!(r#"{{"actor": {{"id": "{house}-eye", {tie}}}}}"#),
            format!(r#"{{"actor": {{"id": "{house}-voice", {tie}, "adversaries": ["{foe}-voice"]}}}}"#),
            format!(r#"{{"statement": {{"id": "{house}-word", "by": "{house}-voice", "asserts": "c"}}}}"#),
        ]);
        let saw = r#""basis": "witnessed""#;
        lines.push(format!(
            r#"{{"statement": {{"id": "{house}-saw", "by": "{house}-eye", "asserts": "c", {saw}}}}}"#
        ));
        let mut before = vec![format!("\"{house}-saw\"")];
        for layer in 0..layers {
            let names: Vec<String> = (0..width)
                .map(|at| format!("{house}{layer}-{at}"))
                .collect();
            for name in &names {
                let cited = before.join(", ");
                lines.push(format!(r#"{{"actor": {{"id": "{name}"}}}}"#));
                lines.push(format!(
                    r#"{{"statement": {{"id": "s{name}", "by": "{name}", "relays": "c", "cites": [{cited}]}}}}"#
                ));
            }
            before = names.iter().map(|name| format!("\"s{name}\"")).collect();
        }
        lines.push(format!(r#"{{"actor": {{"id": "{house}-end"}}}}"#));
        lines.push(format!(
            r#"{{"statement": {{"id": "{house}-last", "by": "{house}-end", "asserts": "c", "cites": [{}]}}}}"#,
            before.join(", ")
        ));
    }
    let (graph, sources) = read_lines(&lines);
    let facts = Facts::new(&graph, Settings::default());
    let mut result = result(&facts, &sources);
    assert_eq!(result["claims"][0]["lines_min"], 2);
    assert_eq!(result["claims"][0]["lines_max"], 3);
    assert_eq!(doubts(&graph, &result), Vec::<String>::new());
    result["claims"][0]["lines_min"] = 1.into();
    assert!(!doubts(&graph, &result).is_empty());
}

/// The shortest cycle through the first uses up what all the others are made of.
#[test]
fn a_bound_of_many_short_cycles_on_a_long_one_is_confirmed() {
    let count = 130;
    let (graph, sources) = read_lines(&citing(count, |at| match at {
        0 | 1 => vec![at + 1],
        _ => vec![at - 1, (at + 1) % count],
    }));
    let facts = Facts::new(&graph, Settings::default());
    let mut result = result(&facts, &sources);
    let least = result["cycles"][0]["cut_at_least"].as_u64().unwrap();
    assert!(least > 64, "{least}");
    assert_eq!(doubts(&graph, &result), Vec::<String>::new());
    result["cycles"][0]["cut_at_least"] = 140.into();
    assert!(!doubts(&graph, &result).is_empty());
}

#[test]
fn true_results_of_crowds_are_confirmed() {
    for (name, shape) in SHAPES {
        for count in [20, 30] {
            let (graph, sources) = read_lines(&shape(count));
            assert!(graph.statement_count() >= count, "{name}");
            let facts = Facts::new(&graph, Settings::default());
            let result = result(&facts, &sources);
            assert_eq!(
                doubts(&graph, &result),
                Vec::<String>::new(),
                "{name} of {count}"
            );
        }
    }
}

/// Words that nobody is against count for nothing, however many sides they may be parted into.
#[test]
fn words_without_opponents_leave_what_is_known_exact() {
    let count = 18;
    // All are of one side with all others but their neighbour, as is alleged.
    let sides = |one: usize| {
        let others = (0..count).filter(move |other| other / 2 != one / 2);
        others.map(move |other| format!("h{}-{}", one.min(other), one.max(other)))
    };
    let mut lines = vec![
        r#"{"actor":{"id":"foe","adversaries":["other"]}}"#.to_owned(),
        r#"{"actor":{"id":"other"}}"#.to_owned(),
        r#"{"actor":{"id":"w"}}"#.to_owned(),
        r#"{"claim":{"id":"c","text":"c"}}"#.to_owned(),
        r#"{"statement":{"id":"seen","by":"w","asserts":"c","basis":"witnessed"}}"#.to_owned(),
    ];
    for one in 0..count {
        let ties =
            sides(one).map(|side| format!(r#"{{"to":"{side}","role":"part-of","alleged":true}}"#));
        let ties = ties.collect::<Vec<_>>().join(",");
        lines.push(format!(
            r#"{{"actor":{{"id":"a{one}","affiliations":[{ties}]}}}}"#
        ));
        lines.push(format!(
            r#"{{"statement":{{"id":"s{one}","by":"a{one}","asserts":"c"}}}}"#
        ));
    }
    let heads: BTreeSet<String> = (0..count).flat_map(sides).collect();
    lines.extend(
        heads
            .iter()
            .map(|head| format!(r#"{{"actor":{{"id":"{head}"}}}}"#)),
    );
    let (graph, sources) = read_lines(&lines);
    let facts = Facts::new(&graph, Settings::default());
    let result = result(&facts, &sources);
    assert_eq!(result["claims"][0]["lines_min"], json!(1));
    assert_eq!(result["claims"][0]["inexact"], json!(""));
    assert_eq!(doubts(&graph, &result), Vec::<String>::new());
}
