//! Results under other settings, shown in part or with findings that are accepted, and what settings may not excuse.

use claimgraph::analysis::{Facts, Settings};
use claimgraph::case::vocabulary::Role;
use claimgraph::rules::baseline::{Baseline, Notes};
use claimgraph::rules::thresholds::THRESHOLDS;
use claimgraph::rules::{self, Allowance, Detail, Level, Policy, Severity};
use claimgraph::source::Span;
use serde_json::{Value, json};

use super::changes::assert_changes_are_refused;
use super::{doubts, read, read_lines, result, result_under};
use crate::engine;
use crate::random::{self, Dice};
use crate::shrinking;

/// A policy drawn at random: thresholds from one on, severities, rules that are off, findings that are allowed.
fn policy(dice: &mut Dice, span: Span) -> Policy {
    let detail = dice.pick(&[Detail::Sharpest, Detail::All]);
    let mut policy = Policy::from(detail);
    for threshold in THRESHOLDS {
        if dice.percent(70) {
            let (least, _) = threshold.range;
            policy
                .thresholds
                .set(threshold, least.max(1.0) + dice.below(2) as f64);
        }
    }
    let severities = [
        Severity::Error,
        Severity::Warning,
        Severity::Info,
        Severity::Note,
    ];
    for rule in rules::catalogue() {
        let level = match dice.below(10) {
            0 => Level::Off,
            1 | 2 => Level::As(dice.pick(&severities)),
            _ => Level::On,
        };
        policy.levels.insert(rule.name, level);
        if dice.percent(10) {
            policy.allowances.push(Allowance {
                rule: rule.name,
                about: Vec::new(),
                because: "so".to_owned(),
                span,
            });
        }
    }
    policy
}

/// Settings drawn at random.
fn settings(dice: &mut Dice) -> Settings {
    let mut joining = Settings::default().joining;
    joining.push(Role::FundedBy);
    joining.retain(|_| dice.percent(70));
    Settings {
        threshold: 1 + dice.below(3) as u32,
        joining,
        ..engine::settings(random::assumptions(dice))
    }
}

#[test]
fn results_under_other_settings_are_confirmed_and_changes_of_them_refused() {
    let mut tried = 0;
    for seed in random::cases_of(25, 120) {
        let mut dice = Dice::new(seed);
        let case = random::case(&mut dice);
        let read = engine::read(&case);
        let facts = Facts::new(&read.0, settings(&mut dice));
        let (Some(first), true) = (read.0.actors().next(), read.0.claims().len() > 0) else {
            continue;
        };
        let policy = policy(&mut dice, read.0.span(first).expect("it was read"));
        // Of what is found at first, the baseline knows what is found of one case in two.
        let found = rules::judge(&facts, &policy);
        let known = Baseline::of(&read.0, &found[..found.len() / 2], Notes::Listed);
        let known = dice.percent(50).then_some(&known);
        let result = result_under(&facts, &read.1, &policy, known);
        let about = format!("seed {seed}\n{}", shrinking::brief(&case));
        assert_eq!(doubts(&read.0, &result), Vec::<String>::new(), "{about}");
        let place = (seed % 400) as usize;
        tried += assert_changes_are_refused(&read, &result, &["a0", "s0"], (place, 400), &about);
    }
    assert!(tried > 0);
}

/// Several changes that go together: a number is called a bound, and what follows from it follows.
#[test]
fn nobody_needs_bounds_of_what_is_small() {
    let case = r#"{ "claims": { "k": { "text": "k" } }, "actors": { "a": {}, "b": {}, "c": {}, "d": {} },
        "statements": [
            { "id": "s1", "by": "a", "asserts": ["k"], "cites": ["s2"] },
            { "id": "s2", "by": "b", "asserts": ["k"], "cites": ["s3", "s1"] },
            { "id": "s3", "by": "c", "asserts": ["k"], "basis": "witnessed", "cites": ["s1"] },
            { "id": "s4", "by": "d", "asserts": ["k"], "basis": "witnessed" } ] }"#;
    let (graph, sources) = read(case.to_owned());
    let facts = Facts::new(&graph, Settings::default());
    let result = result(&facts, &sources);
    assert_eq!(doubts(&graph, &result), Vec::<String>::new());
    let refused = |change: &dyn Fn(&mut Value)| {
        let mut other = result.clone();
        change(&mut other);
        !doubts(&graph, &other).is_empty()
    };
    assert!(refused(&|result| {
        let claim = &mut result["claims"][0];
        claim["lines_min"] = json!(1);
        claim["inexact"] = json!("lines_min");
        claim["status"] = json!("independence-unknown");
        let known = claim["support"]["known_lines"].as_array_mut();
        known.expect("lines").pop();
        result["summary"]["statuses"]["corroborated"] = json!(0);
        result["summary"]["statuses"]["independence-unknown"] = json!(1);
    }));
    for (number, other) in [("origins_max", 3), ("origins_min", 1)] {
        assert!(refused(&|result| {
            result["claims"][0]["inexact"] = json!(number);
            result["claims"][0][number] = json!(other);
        }));
        assert!(refused(
            &|result| result["claims"][0]["inexact"] = json!(number)
        ));
    }
    assert!(refused(&|result| {
        let cut = ["s1", "s3"].map(|cited| json!({ "statement": "s2", "cites": cited }));
        result["cycles"][0]["cut"] = json!(cut);
    }));
}

/// However many there are: carriers of one voice each are counted, not weighed.
#[test]
fn nobody_needs_bounds_of_origins_that_are_told_apart_by_one_voice() {
    let witnesses: Vec<String> = (0..40)
        .map(|nth| {
            format!(
                r#"{{"statement":{{"id":"s{nth}","by":"a{nth}","asserts":"c","basis":"witnessed"}}}}"#
            )
        })
        .collect();
    let actors = (0..40).map(|nth| format!(r#"{{"actor":{{"id":"a{nth}"}}}}"#));
    let claim = r#"{"claim":{"id":"c","text":"c"}}"#.to_owned();
    let lines: Vec<String> = actors.chain([claim]).chain(witnesses).collect();
    let (graph, sources) = read_lines(&lines);
    let facts = Facts::new(&graph, Settings::default());
    let mut result = result(&facts, &sources);
    assert_eq!(doubts(&graph, &result), Vec::<String>::new());
    for number in ["origins_min", "origins_max"] {
        result["claims"][0]["inexact"] = json!(number);
        let found = doubts(&graph, &result);
        assert!(
            found.iter().any(|doubt| doubt.contains("not bounded")),
            "{found:?}"
        );
    }
}

/// A line of the opponent's is none, as it comes to the relay twice: the search gives a bound.
#[test]
fn an_honest_bound_is_confirmed_and_a_bound_above_the_lines_that_are_shown_is_refused() {
    let case = r#"{ "claims": { "c": { "text": "c" }, "k": { "text": "k" } },
        "actors": { "a": {}, "b": { "adversaries": ["foe"] }, "foe": {} },
        "statements": [
            { "id": "relay", "by": "a", "relays": "c", "cites": ["again"] },
            { "id": "word", "by": "b", "asserts": "c" },
            { "id": "inferred", "by": "a", "asserts": "k", "basis": "inferred", "cites": ["c", "taken"] },
            { "id": "again", "by": "a", "corroborates": "k", "cites": ["seen", "inferred"] },
            { "id": "seen", "by": "a", "asserts": "k", "basis": "witnessed" },
            { "id": "taken", "by": "foe", "corroborates": "k" } ] }"#;
    let (graph, sources) = read(case.to_owned());
    let facts = Facts::new(&graph, Settings::default());
    let result = result(&facts, &sources);
    assert_eq!(result["claims"][0]["inexact"], json!("lines_min"));
    assert_eq!(doubts(&graph, &result), Vec::<String>::new());
    let mut other = result.clone();
    other["claims"][0]["lines_min"] = json!(2);
    assert!(!doubts(&graph, &other).is_empty());
}

#[test]
fn nobody_needs_a_bound_of_few_opponents_words() {
    let inferred = r#", { "by": "m", "asserts": "c", "basis": "inferred", "cites": ["one"] }"#;
    for more in ["", inferred] {
        let case = format!(
            r#"{{ "claims": {{ "c": {{ "text": "c" }} }},
            "actors": {{ "a": {{ "adversaries": ["b"] }}, "b": {{}}, "m": {{}} }},
            "statements": [{{ "id": "one", "by": "a", "asserts": "c" }}, {{ "by": "b", "asserts": "c" }}{more}] }}"#
        );
        let (graph, sources) = read(case);
        let facts = Facts::new(&graph, Settings::default());
        let mut other = result(&facts, &sources);
        assert_eq!(other["claims"][0]["lines_min"], json!(2));
        assert_eq!(doubts(&graph, &other), Vec::<String>::new());
        other["claims"][0]["lines_min"] = json!(1);
        other["claims"][0]["inexact"] = json!("lines_min");
        other["claims"][0]["status"] = json!("independence-unknown");
        other["claims"][0]["support"]["known_lines"] = json!([]);
        let found = doubts(&graph, &other);
        assert!(
            found.iter().any(|doubt| doubt.contains("known lines")),
            "{found:?}"
        );
    }
}
