//! Shapes that make careless algorithms quadratic or worse, scaled down: each ends, and with the right numbers.
//!
//! `CLAIMGRAPH_SCALE` multiplies the sizes; a release build takes 100 of each in seconds.

#[path = "../support/mod.rs"]
mod support;

mod citations;
mod claims;
mod evidence;
mod history;
mod people;

use std::fmt::Write;

use claimgraph::analysis::{Facts, Settings, Standing};
use claimgraph::case::ClaimGraph;
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
