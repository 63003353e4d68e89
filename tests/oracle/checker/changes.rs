//! A result that differs from a true one in a single place is refused, wherever that is.

use std::collections::BTreeMap;
use std::path::PathBuf;

use claimgraph::analysis::{Facts, Settings};
use claimgraph::case::Kind;
use claimgraph::verify::{self, Checker, document::Document};
use rayon::prelude::*;
use serde_json::{Value, json};

use super::{Read, doubts, examples, in_words, read_file, result, root};
use crate::engine;
use crate::random::{self, Dice};

/// Every place of a document, as a path of keys.
fn places(value: &Value, path: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (key, field) in fields {
                places(field, &format!("{path}/{key}"), found);
            }
        }
        Value::Array(items) => {
            for (nth, item) in items.iter().enumerate() {
                places(item, &format!("{path}/{nth}"), found);
            }
        }
        _ => {}
    }
    found.push(path.to_owned());
}

/// What only tells a reader something, wherever it stands: its form is looked at, and not what it says.
const TOLD: [&str; 10] = [
    "tool",
    "inputs",
    "problems",
    "stale",
    "message",
    "help",
    "locations",
    "location",
    "fingerprint",
    "text",
];

fn is_told(path: &str) -> bool {
    let reason = path.ends_with("/because");
    reason || path.split('/').any(|word| TOLD.contains(&word))
}

/// Rules on weaknesses of support: what holds of several claims that rest on the same holds of some of them.
pub(super) const OF_SEVERAL_CLAIMS: [&str; 17] = [
    "affiliated-corroboration",
    "amplification",
    "anonymous-only",
    "circular-support",
    "custodial-confession",
    "false-corroboration",
    "hearsay-only",
    "interested-release",
    "parties-only",
    "pluralised-source",
    "publisher-only",
    "relay-bottleneck",
    "self-serving-claim",
    "single-origin-echo",
    "uncorroborated-claim",
    "unfounded-support",
    "unknown-independence",
];

/// Whether another value may do as well in a part of the findings of a rule.
fn is_left_to_its_rule(rule: &str, part: &str) -> bool {
    match part {
        "rule" => true,
        // Where something is allowed the configuration says.
        _ if rule == "unused-suppression" => true,
        "claims" => OF_SEVERAL_CLAIMS.contains(&rule),
        // Of those who answer to each other any one names the class.
        "actors" => rule == "linchpin",
        _ => false,
    }
}

/// The rule and the part of a finding that a path leads into.
fn part_of_finding<'p>(result: &Value, path: &'p str) -> Option<(String, &'p str)> {
    let mut words = path.strip_prefix("/findings/")?.split('/');
    let finding = &result["findings"][words.next()?.parse::<usize>().ok()?];
    let rule = finding["rule"].as_str()?.to_owned();
    Some((rule, words.next().unwrap_or_default()))
}

/// What stands in the place of an id that is nobody's.
const NOBODY: &str = "nobody";

/// How a document was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Change {
    /// It is no result any more: a key too many or too few, a value of another type.
    Form,
    /// Something is missing, stands twice or is nobody's.
    Amount,
    /// A value gives way to another, or two change places.
    Value,
}

/// What is done to one place of a document.
#[derive(Clone, Debug)]
enum Edit {
    /// Its key is taken out of the object that it stands in.
    Drop,
    /// Another value takes its place.
    Replace(Value),
    /// It changes places with another.
    Swap(String),
}

impl Edit {
    /// The document with a place changed; nothing where that makes no difference.
    fn applied(&self, document: &Value, path: &str) -> Option<Value> {
        let mut other = document.clone();
        match self {
            Edit::Drop => {
                let (above, key) = path.rsplit_once('/')?;
                other.pointer_mut(above)?.as_object_mut()?.remove(key)?;
            }
            Edit::Replace(value) => *other.pointer_mut(path)? = value.clone(),
            Edit::Swap(next) => {
                let (one, there) = (document.pointer(path)?, document.pointer(next)?);
                other.pointer_mut(path)?.clone_from(there);
                other.pointer_mut(next)?.clone_from(one);
            }
        }
        (other != *document).then_some(other)
    }

    /// The same in an extract, which may not have the other of two places.
    fn within(&self, document: &Value) -> Option<Edit> {
        match self {
            Edit::Swap(next) => Some(Edit::Replace(document.pointer(next)?.clone())),
            other => Some(other.clone()),
        }
    }
}

/// What else may stand in a place: ids of every kind of record, and values from other places of the document.
pub(super) struct Others<'a> {
    ids: &'a [&'a str],
    /// By the names of the lists in which findings name them.
    by_kind: BTreeMap<&'static str, Vec<String>>,
}

impl<'a> Others<'a> {
    fn new(case: &Read, ids: &'a [&'a str]) -> Self {
        let kinds = [
            ("claims", Kind::Claim),
            ("actors", Kind::Actor),
            ("events", Kind::Event),
            ("evidence", Kind::Evidence),
            ("reports", Kind::Report),
            ("statements", Kind::Statement),
        ];
        let all = |kind| case.0.ids_of(kind).map(str::to_owned).collect();
        Others {
            ids,
            by_kind: kinds.map(|(name, kind)| (name, all(kind))).into(),
        }
    }
}

/// What may be done to a place of a document; `next` is another place of the same sort, `far` any other.
fn edits(
    result: &Value,
    path: &str,
    (next, far): (Option<&String>, &str),
    others: &Others<'_>,
) -> Vec<(Change, Edit)> {
    let mut edits = vec![(Change::Form, Edit::Drop)];
    let before = result.pointer(path).expect("a place");
    let mut with = |how, value: Value| edits.push((how, Edit::Replace(value)));
    if let Value::Object(fields) = before {
        let mut fields = fields.clone();
        fields.insert("unknown".to_owned(), json!(1));
        with(Change::Form, Value::Object(fields));
    }
    with(
        Change::Form,
        match before {
            Value::Array(_) => json!({}),
            other => json!([other]),
        },
    );
    if is_told(path) {
        return edits;
    }
    let apart = |one: &str, other: &str| !one.starts_with(other) && !other.starts_with(one);
    if let Some(value) = result.pointer(far).filter(|_| apart(path, far)) {
        with(Change::Value, value.clone());
    }
    let key = path.rsplit('/').next().unwrap_or_default();
    match before {
        Value::Number(number) => {
            let number = number.as_u64().unwrap_or_default();
            with(Change::Value, json!(number + 1));
            if number > 0 {
                with(Change::Value, json!(number - 1));
            }
        }
        Value::Bool(flag) => with(Change::Value, json!(!flag)),
        Value::String(_) => {
            for id in others.ids {
                with(Change::Value, json!(id));
            }
            with(Change::Amount, json!(NOBODY));
            with(Change::Amount, Value::Null);
        }
        Value::Null if path == "/as_of" => with(Change::Value, json!("2020-01-03")),
        Value::Null => with(Change::Amount, json!(NOBODY)),
        Value::Array(items) => {
            if let [first, rest @ ..] = items.as_slice() {
                with(Change::Amount, json!(rest));
                with(Change::Amount, json!(&items[..rest.len()]));
                with(Change::Amount, json!([]));
                with(
                    Change::Amount,
                    json!([items.as_slice(), std::slice::from_ref(first)].concat()),
                );
                if path == "/claims" || path.ends_with("/steps") || path.ends_with("/shortest") {
                    with(
                        Change::Value,
                        json!([rest, std::slice::from_ref(first)].concat()),
                    );
                }
            }
            // A list of a finding names one more, of those that it does not name the first and the last.
            let named = others
                .by_kind
                .get(key)
                .filter(|_| path.starts_with("/findings/"));
            let mut more = named.into_iter().flatten().map(|id| json!(id));
            let mut more = more.by_ref().filter(|id| !items.contains(id));
            for id in more.next().into_iter().chain(more.last()) {
                with(Change::Amount, json!([items.as_slice(), &[id]].concat()));
            }
        }
        Value::Object(_) => {}
    }
    let next = next.filter(|next| apart(path, next) && !are_in_one_set(path, next));
    edits.extend(next.map(|next| (Change::Value, Edit::Swap(next.clone()))));
    edits
}

/// Whether two places lie in one list of which the order means nothing: findings, cycles, and the lists of a finding.
fn are_in_one_set(one: &str, other: &str) -> bool {
    let start =
        |path: &str, words: usize| path.split('/').take(words).collect::<Vec<_>>().join("/");
    let is_whole = |path: &str| path.split('/').count() == 3;
    let lists = one.starts_with("/findings/") || one.starts_with("/cycles/");
    lists && (is_whole(one) || start(one, 3) == start(other, 3))
}

/// Whether a change may leave as good a result: another record in the place of one in a proof, which the checker then
/// found to prove as much; other settings, under which the same numbers hold; what only a rule can judge.
fn is_as_good(case: &Read, before: &Value, (how, after): (Change, &Value), path: &str) -> bool {
    if how == Change::Form {
        return false;
    }
    if path.starts_with("/settings/thresholds") {
        return true;
    }
    if path.starts_with("/settings") || path == "/as_of" {
        return numbers(after) == numbers_under(case, after);
    }
    if let Some((rule, part)) = part_of_finding(before, path) {
        let [one, other] = [before, after].map(|of| set(of.pointer(path)));
        let is_same_set = one.is_some() && one == other;
        return is_same_set || is_left_to_its_rule(&rule, part);
    }
    let proofs = [
        "/cut/",
        "/known_cut/",
        "/steps",
        "/carriers/",
        "/labels/",
        "/lines/",
        "/known_lines/",
    ];
    how == Change::Value && proofs.iter().any(|part| path.contains(part))
}

/// The items of a list in an order of their own.
fn set(list: Option<&Value>) -> Option<Vec<String>> {
    let mut items: Vec<String> = list?.as_array()?.iter().map(Value::to_string).collect();
    items.sort_unstable();
    Some(items)
}

/// What a document says of each claim, without the proofs.
fn numbers(document: &Value) -> Vec<Value> {
    let claims = document["claims"].as_array().expect("claims").iter();
    let without = |claim: &Value| {
        let mut claim = claim.clone();
        if let Value::Object(fields) = &mut claim {
            fields.remove("support");
            fields.remove("denial");
        }
        claim
    };
    claims.map(without).collect()
}

/// The same as the engine finds it under the settings of a document.
fn numbers_under((graph, sources): &Read, document: &Value) -> Vec<Value> {
    let settings = &document["settings"];
    let roles = settings["joining"].as_array().expect("roles").iter();
    let facts = Facts::new(
        graph,
        Settings {
            as_of: (document["as_of"].as_str()).map(|date| date.parse().expect("a date")),
            assume_own_acts: settings["assume_own_acts"].as_bool().expect("a flag"),
            threshold: settings["threshold"].as_u64().expect("a number") as u32,
            joining: roles
                .map(|role| role.as_str().expect("a role").parse().expect("a role"))
                .collect(),
            ..Settings::default()
        },
    );
    numbers(&result(&facts, sources))
}

/// A path without its numbers.
fn sort_of(path: &str) -> String {
    let words = path.split('/').map(|word| match word.parse::<usize>() {
        Ok(_) => "#",
        Err(_) => word,
    });
    words.collect::<Vec<_>>().join("/")
}

/// A part of a document in which most changes of one claim or finding are caught already: that alone, with what is said of
/// its claims.
struct Extract<'c> {
    checker: &'c Checker<'c>,
    document: Value,
    doubts: Vec<String>,
    /// How the path to the part begins in the whole and here.
    start: (String, String),
}

impl<'c> Extract<'c> {
    /// That of a place in a claim or a finding, with what is said of some claims more.
    fn of(
        checker: &'c Checker<'c>,
        whole: &Value,
        path: &str,
        more: Option<&Value>,
    ) -> Option<Self> {
        let mut words = path.split('/').skip(1);
        let (part, nth) = (words.next()?, words.next()?.parse::<usize>().ok()?);
        let one = &whole[part][nth];
        let kept = match part {
            "findings" => one["claims"].clone(),
            "claims" => json!([one["claim"]]),
            _ => return None,
        };
        let ids = |list: &Value| list.as_array().cloned().unwrap_or_default();
        let kept = [ids(&kept), more.map(ids).unwrap_or_default()].concat();
        let is_kept = |claim: &&Value| kept.contains(&claim["claim"]);
        let fields = whole.as_object()?.iter().map(|(key, value)| {
            let value = match key.as_str() {
                "findings" if part == "findings" => json!([one]),
                "findings" => json!([]),
                "claims" => value
                    .as_array()
                    .into_iter()
                    .flatten()
                    .filter(is_kept)
                    .cloned()
                    .collect(),
                _ => value.clone(),
            };
            (key.clone(), value)
        });
        let document = Value::Object(fields.collect());
        Some(Extract {
            doubts: in_words(&document, |document| checker.check(document)),
            checker,
            document,
            start: (format!("/{part}/{nth}"), format!("/{part}/0")),
        })
    }

    fn catches(&self, whole: &Value, path: &str, edit: &Edit) -> bool {
        let (there, here) = &self.start;
        let place = path.strip_prefix(there.as_str());
        // A finding that is moved as a whole is the same one.
        let place = place.filter(|rest| !rest.is_empty());
        let changed = place.and_then(|rest| {
            let edit = edit.within(whole)?;
            edit.applied(&self.document, &format!("{here}{rest}"))
        });
        // Which claims a finding names decides what else has to be known.
        let more = (changed.as_ref().zip(place))
            .filter(|(_, rest)| there.starts_with("/findings") && rest.starts_with("/claims"))
            .map(|(changed, _)| changed["findings"][0]["claims"].clone());
        let lists = |document: &Value, id: &Value| {
            let mut claims = document["claims"].as_array().into_iter().flatten();
            claims.any(|claim| claim["claim"] == *id)
        };
        let is_new = |id: &Value| lists(whole, id) && !lists(&self.document, id);
        if let Some(more) =
            more.filter(|more| more.as_array().is_some_and(|ids| ids.iter().any(is_new)))
        {
            let wider = Extract::of(self.checker, whole, there, Some(&more));
            return wider.is_some_and(|wider| wider.catches(whole, path, edit));
        }
        changed.is_some_and(|changed| {
            in_words(&changed, |document| self.checker.check(document)) != self.doubts
        })
    }
}

fn read_result(result: &Value) -> Document {
    let text = serde_json::to_vec(result).expect("JSON");
    verify::read(&text).expect("a result")
}

/// Changes a result in each place, or in every `of`-th of them; how many changes were tried. Each must be refused.
pub(super) fn assert_changes_are_refused(
    case: &Read,
    result: &Value,
    ids: &[&str],
    (nth, of): (usize, usize),
    about: &str,
) -> usize {
    let others = Others::new(case, ids);
    let mut all = Vec::new();
    places(result, "", &mut all);
    let mut alike: BTreeMap<String, Vec<&String>> = BTreeMap::new();
    for path in &all {
        alike.entry(sort_of(path)).or_default().push(path);
    }
    // Those of one claim or finding have one extract.
    let mut groups: BTreeMap<String, Vec<(usize, &String)>> = BTreeMap::new();
    for (place, path) in all.iter().enumerate().skip(nth).step_by(of) {
        let start: Vec<&str> = path.splitn(4, '/').take(3).collect();
        groups
            .entry(start.join("/"))
            .or_default()
            .push((place, path));
    }
    let try_all = |(start, places): (&String, &Vec<(usize, &String)>)| {
        let checker = Checker::new(&case.0, &read_result(result)).expect("settings");
        let extract = Extract::of(&checker, result, start, None);
        let (mut tried, mut missed) = (0, Vec::new());
        for &(place, path) in places {
            let sort = &alike[&sort_of(path)];
            let next = sort.get((place + 1) % sort.len()).copied();
            let far = &all[(place + 1) * FAR % all.len()];
            for (how, edit) in edits(result, path, (next, far), &others) {
                let is_caught = |extract: &Extract| extract.catches(result, path, &edit);
                tried += 1;
                if extract.as_ref().is_some_and(is_caught) {
                    continue;
                }
                let Some(changed) = edit.applied(result, path) else {
                    continue;
                };
                let doubts = in_words(&changed, |document| checker.check(document));
                let is_caught = !doubts.is_empty();
                if !is_caught && !is_as_good(case, result, (how, &changed), path) {
                    let [one, other] = [result, &changed].map(|of| of.pointer(path));
                    missed.push(format!("{path} ({how:?}) from {one:?} to {other:?}"));
                }
            }
        }
        (tried, missed)
    };
    let (tried, missed): (Vec<usize>, Vec<Vec<String>>) = groups.par_iter().map(try_all).unzip();
    let missed = missed.concat();
    assert!(missed.is_empty(), "{}\n{about}", missed.join("\n"));
    tried.into_iter().sum()
}

/// So many places on there is a value of any sort: a prime, so that all places come to meet all.
const FAR: usize = 7919;

#[test]
fn every_changed_result_is_caught() {
    let mut tried = 0;
    // Every change of some, where more are asked for of all.
    let (cases, of) = match std::env::var("CLAIMGRAPH_ORACLE_CASES") {
        Ok(_) => (5, 1),
        Err(_) => (20, 40),
    };
    for (nth, seed) in random::cases_of(2000, cases).enumerate() {
        let mut dice = Dice::new(seed);
        let case = random::case(&mut dice);
        let read = engine::read(&case);
        let facts = Facts::new(&read.0, engine::settings(random::assumptions(&mut dice)));
        let result = result(&facts, &read.1);
        let ids = ["a0", "a1", "c0", "s0", "s1", "e0"];
        let about = format!("seed {seed}\n{}", random::brief(&case));
        tried += assert_changes_are_refused(&read, &result, &ids, (nth % of, of), &about);
    }
    assert!(tried > 0);
}

/// The results of files below the repository's root are changed in every so many places, or in all of them where
/// `CLAIMGRAPH_ORACLE_CASES` is set.
fn assert_changes_of_files_are_refused(paths: &[PathBuf], of: usize) {
    let of = match std::env::var("CLAIMGRAPH_ORACLE_CASES") {
        Ok(_) => 1,
        Err(_) => of,
    };
    let tried: usize = paths
        .par_iter()
        .enumerate()
        .map(|(nth, path)| {
            let read = read_file(path);
            let facts = Facts::new(&read.0, Settings::default());
            let result = result(&facts, &read.1);
            let about = path.display().to_string();
            assert_eq!(doubts(&read.0, &result), Vec::<String>::new(), "{about}");
            assert_changes_are_refused(&read, &result, &[], (nth % of, of), &about)
        })
        .sum();
    assert!(tried > paths.len());
}

#[test]
fn changed_results_of_the_datasets_are_caught() {
    let root = root().join("datasets");
    let small = ["quickstart.yaml", "citogenesis.yaml"].map(|name| root.join(name));
    assert_changes_of_files_are_refused(&small, 60);
    assert_changes_of_files_are_refused(&[root.join("afghanistan")], 5000);
}

#[test]
fn changed_results_of_the_examples_of_rules_are_caught() {
    assert_changes_of_files_are_refused(&examples(), 40);
}

/// A cycle without statements, a line without steps: what has nothing in it is refused, and stops nobody.
#[test]
fn a_cycle_without_statements_is_refused() {
    let circle = root().join("src/rules/examples/circular-citation.fires.yaml");
    let read = read_file(&circle);
    let facts = Facts::new(&read.0, Settings::default());
    let mut result = result(&facts, &read.1);
    assert!(result["cycles"][0]["shortest"].is_array());
    result["cycles"][0]["shortest"] = json!([]);
    assert!(!doubts(&read.0, &result).is_empty());
}
