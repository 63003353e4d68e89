//! Results about more than is shown: long lines and long lineages.

use claimgraph::analysis::{Facts, Settings};
use serde_json::{Value, json};

use super::{doubts, read, read_lines, result};

/// Of a long line the witness shows both ends, and what it shows must lie behind the claim.
#[test]
fn ends_of_long_lines_are_confirmed_and_no_others() {
    let count = 90;
    let parts = |part: &dyn Fn(usize) -> String| -> String {
        let parts: Vec<String> = (0..count).map(part).collect();
        parts.join(",")
    };
    let actors = parts(&|number| format!(r#""a{number}": {{}}"#));
    let claims = parts(&|number| format!(r#""c{number}": {{ "text": "So" }}"#));
    let statements = parts(&|number| {
        let how = match number {
            0 => r#""basis": "witnessed""#.to_owned(),
            _ => format!(r#""cites": ["s{}"]"#, number - 1),
        };
        format!(r#"{{ "id": "s{number}", "by": "a{number}", "asserts": ["c{number}"], {how} }}"#)
    });
    let case = format!(
        r#"{{ "actors": {{ "x": {{}}, {actors} }}, "claims": {{ "c": {{ "text": "Else" }}, {claims} }},
            "statements": [ {{ "id": "s", "by": "x", "asserts": ["c"] }}, {statements} ] }}"#
    );
    let (graph, sources) = read(case);
    let facts = Facts::new(&graph, Settings::default());
    let result = result(&facts, &sources);
    assert_eq!(doubts(&graph, &result), Vec::<String>::new());
    let findings = result["findings"].as_array().expect("findings");
    let steps = findings.iter().zip(0..).flat_map(|(finding, nth)| {
        let witness = finding["witness"].as_array().expect("steps");
        let gap = witness.iter().position(|step| step["id"].is_null());
        gap.map(|gap| (nth, gap - 1))
    });
    let steps: Vec<(usize, usize)> = steps.collect();
    assert!(!steps.is_empty(), "no line is long");
    for (finding, step) in steps {
        let mut other = result.clone();
        other["findings"][finding]["witness"][step]["id"] = json!("s");
        assert!(!doubts(&graph, &other).is_empty());
    }
}

/// A claim with so much behind it that its lines are counted within bounds: the witness shows one short way, or the
/// first of many roots.
#[test]
fn what_is_shown_of_a_very_long_lineage_is_confirmed() {
    // All claims share what may be looked at: of so many each may look at some hundred nodes only.
    let (claims, count) = (9_000, 1_000);
    let mut lines = vec![
        r#"{"claim": {"id": "c", "text": "So"}}"#.to_owned(),
        r#"{"claim": {"id": "d", "text": "Else"}}"#.to_owned(),
        r#"{"actor": {"id": "head"}}"#.to_owned(),
        r#"{"actor": {"id": "x"}}"#.to_owned(),
        r#"{"statement": {"id": "top", "by": "x", "asserts": "c", "cites": ["d"]}}"#.to_owned(),
    ];
    let aside = |number| {
        format!(r#"{{"claim": {{"id": "j{number}", "text": "Else", "kind": "judgement"}}}}"#)
    };
    lines.extend((0..claims).map(aside));
    for number in 0..count {
        let basis = if number % 2 == 0 { "witnessed" } else { "told" };
        lines.push(format!(
            r#"{{"actor": {{"id": "a{number}", "affiliations": [{{"to": "head", "role": "part-of"}}]}}}}"#
        ));
        lines.push(format!(
            r#"{{"statement": {{"id": "s{number}", "by": "a{number}", "asserts": "d", "basis": "{basis}"}}}}"#
        ));
    }
    let (graph, sources) = read_lines(&lines);
    let facts = Facts::new(&graph, Settings::default());
    let result = result(&facts, &sources);
    let mut findings = result["findings"].as_array().expect("findings").iter();
    let is_short = |one: &Value| {
        let actors = one["actors"].as_array().expect("actors").len();
        one["rule"] == "uncorroborated-claim" && one["claims"][0] == "c" && actors < count
    };
    assert!(findings.any(is_short), "everybody is named");
    assert_eq!(doubts(&graph, &result), Vec::<String>::new());
}
