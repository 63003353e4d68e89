//! "Renaming ids renames the answer", and the order of the records is none of its business: of every finding.
//!
//! Which findings there are, how grave, and of which records, must not hang on how ids are spelled. Ids decide no more
//! than what is told first of equals, and which of several equal witnesses is shown; so messages and witnesses are not
//! compared.

use std::collections::BTreeMap;

use claimgraph::analysis::{Facts, Settings};
use claimgraph::case::{ClaimGraph, Node};
use claimgraph::rules::{self, Detail, Finding};

use crate::decorated;
use crate::engine;
use crate::model::Case;
use crate::random::{self, Dice, Mix};
use crate::shrinking;

/// Other ids, which sort otherwise: each ends in the old one.
pub fn rename(dice: &mut Dice, case: &mut Case) {
    let mut rename = |id: &mut String| *id = format!("n{:03}-{id}", dice.below(1000));
    (case.actors.iter_mut()).for_each(|one| rename(&mut one.id));
    (case.claims.iter_mut()).for_each(|one| rename(&mut one.id));
    (case.statements.iter_mut()).for_each(|one| rename(&mut one.id));
    (case.evidence.iter_mut()).for_each(|one| rename(&mut one.id));
    (case.reports.iter_mut()).for_each(|one| rename(&mut one.id));
}

/// The id before [`rename`], also of what is named after records; the number aside of relays that nobody wrote down, as
/// it is nobody's business which of several equal ones came first.
pub fn original(id: &str) -> String {
    const PREFIX: usize = "n000-".len();
    let id = id.split_once('~').map_or(id, |(id, _)| id);
    let is_prefix = |text: &[u8]| {
        text[0] == b'n' && text[1..4].iter().all(u8::is_ascii_digit) && text[4] == b'-'
    };
    let (mut kept, mut at) = (String::new(), 0);
    while let Some(letter) = id[at..].chars().next() {
        match id.as_bytes().get(at..at + PREFIX).is_some_and(is_prefix) {
            true => at += PREFIX,
            false => {
                kept.push(letter);
                at += letter.len_utf8();
            }
        }
    }
    kept
}

/// What a finding says but for its words: rule, severity and the records that it is about, under their first ids.
fn about(graph: &ClaimGraph, finding: &Finding) -> String {
    let ids = |nodes: Vec<Node>| {
        let mut ids: Vec<String> = nodes.iter().map(|&at| original(graph.id(at))).collect();
        ids.sort();
        ids
    };
    fn nodes<T: Copy + Into<Node>>(list: &[T]) -> Vec<Node> {
        list.iter().map(|&at| at.into()).collect()
    }
    let mut about = vec![
        ids(nodes(&finding.claims)),
        ids(nodes(&finding.events)),
        ids(nodes(&finding.evidence)),
        ids(nodes(&finding.reports)),
    ];
    let length = vec![finding.statements.len().to_string()];
    let last = finding.statements.last();
    let last = last.map(|&at| Node::from(graph.speaker(at)));
    let parts = finding.parts.iter();
    let mut parts: Vec<Vec<String>> = parts.map(|part| ids(part.clone())).collect();
    parts.sort();
    match finding.rule {
        // Of ways back that are equally short one is shown: who it is that has its word back is said by the last.
        "round-trip-sourcing" | "laundered-sourcing" => {
            about.extend([ids(Vec::from_iter(last)), length]);
        }
        // Of circles of one component that are equally short one is shown.
        "circular-citation" => about.push(length),
        // Of actors aligned with one another one stands for all.
        "single-origin-echo" => about.push(ids(nodes(&finding.statements))),
        // Of what was first said on one day one statement is shown.
        "impossible-date" => about.extend(parts),
        _ => {
            about.push(ids(nodes(&finding.actors)));
            about.push(ids(nodes(&finding.statements)));
            about.extend(parts);
        }
    }
    format!("{} {:?} {about:?}", finding.rule, finding.severity)
}

/// How often each thing is found.
fn found(text: &str, detail: Detail) -> BTreeMap<String, usize> {
    let (graph, errors) = engine::graph_of("case.ndjson", text);
    assert!(errors.is_empty(), "{errors:?}\n{text}");
    let facts = Facts::new(&graph, Settings::default());
    let mut counts = BTreeMap::new();
    for finding in rules::check(&facts, detail) {
        *counts.entry(about(&graph, &finding)).or_default() += 1;
    }
    counts
}

/// What is found in a case, and once its records have other ids and stand in another order, if that is not the same.
fn difference(seed: u64, case: &Case) -> Option<String> {
    let mut dice = Dice::new(!seed);
    let mut other = case.clone();
    rename(&mut dice, &mut other);
    let before = decorated::lines(&decorated::records(seed, case));
    let mut after = decorated::lines(&decorated::records(seed, &other));
    dice.shuffle(&mut after);
    let (before, after) = (before.join("\n"), after.join("\n"));
    for detail in [Detail::All, Detail::Sharpest] {
        let found = [&before, &after].map(|text| found(text, detail));
        if found[0] != found[1] {
            let only = [(0, 1), (1, 0)].map(|(one, other)| {
                let only = found[one].iter();
                let only = only.filter(|&(key, count)| found[other].get(key) != Some(count));
                only.map(|(key, count)| format!("{count} of {key}\n"))
                    .collect::<String>()
            });
            let [first, second] = only;
            return Some(format!(
                "{detail:?}, before only:\n{first}after only:\n{second}{after}"
            ));
        }
    }
    None
}

/// A case of several claims that entail and contradict one another, of which few say many, dispute some and take back
/// others.
fn quarrel(dice: &mut Dice) -> Case {
    let mix = Mix {
        claims: 4,
        actors: dice.pick(&[3, 4, 5]),
        entails: 60,
        opposes: dice.pick(&[20, 50]),
        opposed: dice.pick(&[10, 40]),
        retracts: dice.pick(&[0, 20]),
        ties: dice.pick(&[0, 30]),
        ..Mix::draw(dice)
    };
    random::case_of(dice, mix)
}

#[test]
fn other_ids_in_another_order_give_the_same_findings() {
    let draws = [random::case, random::tangle, random::feud, quarrel];
    for (seed, draw) in random::cases_of_a_law(150).flat_map(|seed| draws.map(|draw| (seed, draw)))
    {
        let case = draw(&mut Dice::new(seed));
        if difference(seed, &case).is_some() {
            let small = shrinking::minimised(&case, &|case| difference(seed, case).is_some());
            let (about, differs) = (shrinking::brief(&small), difference(seed, &small));
            panic!("seed {seed}\n{about}{}", differs.unwrap_or_default());
        }
    }
}
