//! The certificate checker against the engine: every true result is confirmed, every changed one is not.

mod alike;
mod borrowed;
mod bounds;
mod changes;
mod circles;
mod copies;
mod crowds;
mod edits;
mod extract;
mod large;
mod same;
mod settings;
mod sharpest;
mod stand_in;
mod taken_back;

use std::panic::AssertUnwindSafe;
use std::path::{Path, PathBuf};

use claimgraph::analysis::{Facts, Settings};
use claimgraph::case::{ClaimGraph, build};
use claimgraph::read::{Input, read_inputs};
use claimgraph::render::{Checked, json};
use claimgraph::rules::baseline::Baseline;
use claimgraph::rules::{self, Detail, Policy};
use claimgraph::source::SourceMap;
use claimgraph::verify::{self, Unreadable, Verdict, document::Document};
use serde_json::Value;

use crate::decorated;
use crate::engine;
use crate::linchpins::in_custody;
use crate::model::Case;
use crate::random::{self, Dice};
use crate::shrinking;

/// A case as it was read.
type Read = (ClaimGraph, SourceMap);

/// The result of `check --all --info` on a case, as a document.
fn result(facts: &Facts<'_>, sources: &SourceMap) -> Value {
    result_under(facts, sources, &Detail::All.into(), None)
}

/// The same under a policy, where some findings may be known.
fn result_under(
    facts: &Facts<'_>,
    sources: &SourceMap,
    policy: &Policy,
    known: Option<&Baseline>,
) -> Value {
    let mut findings = rules::judge(facts, policy);
    let stale = known.map(|known| known.mark(facts.graph(), &mut findings));
    let checked = Checked {
        facts,
        sources,
        inputs: &[],
        policy,
        problems: &[],
        findings: &findings,
        complete: true,
        stale: stale.as_deref(),
    };
    let mut out = Vec::new();
    json::check(&checked, &mut out).expect("memory takes everything");
    serde_json::from_slice(&out).expect("JSON")
}

/// What is not confirmed, in words; what cannot even be read counts too.
fn doubts(graph: &ClaimGraph, result: &Value) -> Vec<String> {
    in_words(result, |document| verify::verify(graph, document))
}

/// The same of a document, by whoever checks it.
fn in_words(
    result: &Value,
    check: impl FnOnce(&Document) -> Result<Verdict, Unreadable>,
) -> Vec<String> {
    let text = serde_json::to_vec(result).expect("JSON");
    match verify::read(&text).and_then(|document| check(&document)) {
        Ok(verdict) => (verdict.doubtful.iter())
            .map(|one| format!("{one:?}"))
            .collect(),
        Err(error) => vec![error.to_string()],
    }
}

#[test]
fn every_true_result_is_confirmed() {
    let draws = [random::case, random::feud, random::argument];
    for (seed, draw) in random::cases_of(10, 300).flat_map(|seed| draws.map(|draw| (seed, draw))) {
        let mut dice = Dice::new(seed);
        let case = draw(&mut dice);
        let assumptions = random::assumptions(&mut dice);
        let fails = |case: &Case| {
            let run = AssertUnwindSafe(|| {
                let (graph, sources) = engine::read(case);
                let facts = Facts::new(&graph, engine::settings(assumptions));
                doubts(&graph, &result(&facts, &sources))
            });
            std::panic::catch_unwind(run).unwrap_or_else(|_| vec!["panicked".to_owned()])
        };
        if !fails(&case).is_empty() {
            let small = shrinking::minimised(&case, &|case| !fails(case).is_empty());
            panic!(
                "seed {seed} {assumptions:?}\n{}{:#?}",
                shrinking::brief(&small),
                fails(&small)
            );
        }
    }
}

/// The same of cases with more in them, with many circles, and with many prisoners.
#[test]
fn every_true_result_of_a_richer_case_is_confirmed() {
    let held = |dice: &mut Dice| in_custody(&random::case(dice));
    let draws: [fn(&mut Dice) -> Case; 3] = [random::case, random::tangle, held];
    for (seed, draw) in random::cases_of(10, 150).flat_map(|seed| draws.map(|draw| (seed, draw))) {
        let case = draw(&mut Dice::new(seed));
        let fails = |case: &Case| {
            let records = decorated::records(seed | 1, case);
            let (graph, sources) = read_lines(&decorated::lines(&records));
            let facts = Facts::new(&graph, Settings::default());
            doubts(&graph, &result(&facts, &sources))
        };
        if !fails(&case).is_empty() {
            let small = shrinking::minimised(&case, &|case| !fails(case).is_empty());
            let (about, doubts) = (shrinking::brief(&small), fails(&small));
            panic!("seed {seed}\n{about}{doubts:#?}");
        }
    }
}

fn read(case: String) -> Read {
    let mut sources = SourceMap::default();
    let inputs = [Input::Text("case.json".into(), case.into_bytes())];
    let (graph, _) = build(read_inputs(&inputs, &mut sources));
    (graph, sources)
}

/// A case of one record a line.
fn read_lines(lines: &[String]) -> Read {
    let mut sources = SourceMap::default();
    let text = lines.join("\n").into_bytes();
    let inputs = [Input::Text("case.ndjson".into(), text)];
    let (graph, _) = build(read_inputs(&inputs, &mut sources));
    (graph, sources)
}

/// A file or folder below the repository's root.
fn read_file(path: &Path) -> Read {
    let mut sources = SourceMap::default();
    let (graph, _) = build(read_inputs(&[Input::Path(path.to_owned())], &mut sources));
    (graph, sources)
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The examples on which a rule fires: cycles, chains, conflicts and cuts of every kind are among their findings.
fn examples() -> Vec<PathBuf> {
    let files = std::fs::read_dir(root().join("src/rules/examples")).expect("a folder");
    let mut paths: Vec<PathBuf> = files.map(|file| file.expect("a file").path()).collect();
    paths.retain(|path| path.to_string_lossy().ends_with(".fires.yaml"));
    paths.sort();
    paths
}
