//! What may be done to a result: to each of its places, one change at a time.

use std::collections::BTreeMap;

use claimgraph::case::Kind;
use serde_json::{Value, json};

use super::Read;

/// Every place of a document, as a path of keys.
pub fn places(value: &Value, path: &str, found: &mut Vec<String>) {
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

/// A path without its numbers.
pub fn sort_of(path: &str) -> String {
    let words = path.split('/').map(|word| match word.parse::<usize>() {
        Ok(_) => "#",
        Err(_) => word,
    });
    words.collect::<Vec<_>>().join("/")
}

/// What stands in the place of an id that is nobody's.
const NOBODY: &str = "nobody";

/// How a document was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// It is no result any more: a key too many or too few, a value of another type.
    Form,
    /// Something is missing, stands twice or is nobody's.
    Amount,
    /// A value gives way to another, or two change places.
    Value,
}

/// What is done to one place of a document.
#[derive(Clone, Debug)]
pub enum Edit {
    /// Its key is taken out of the object that it stands in.
    Drop,
    /// Another value takes its place.
    Replace(Value),
    /// It changes places with another.
    Swap(String),
}

impl Edit {
    /// The document with a place changed; nothing where that makes no difference.
    pub fn applied(&self, document: &Value, path: &str) -> Option<Value> {
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
    pub fn within(&self, document: &Value) -> Option<Edit> {
        match self {
            Edit::Swap(next) => Some(Edit::Replace(document.pointer(next)?.clone())),
            other => Some(other.clone()),
        }
    }
}

/// What else may stand in a place: ids of every kind of record, and values from other places of the document.
pub struct Others<'a> {
    ids: &'a [&'a str],
    /// By the names of the lists in which findings name them.
    by_kind: BTreeMap<&'static str, Vec<String>>,
}

impl<'a> Others<'a> {
    pub fn new(case: &Read, ids: &'a [&'a str]) -> Self {
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
pub fn edits(
    result: &Value,
    path: &str,
    (next, far): (Option<&String>, &str),
    others: &Others<'_>,
) -> Vec<(Change, Edit)> {
    let before = result.pointer(path).expect("a place");
    let mut edits = of_form(before);
    if is_told(path) {
        return edits;
    }
    let apart = |one: &str, other: &str| !one.starts_with(other) && !other.starts_with(one);
    if let Some(value) = result.pointer(far).filter(|_| apart(path, far)) {
        edits.push((Change::Value, Edit::Replace(value.clone())));
    }
    let key = path.rsplit('/').next().unwrap_or_default();
    edits.extend(match before {
        Value::Array(items) => of_list(items, path, key, others),
        Value::Object(_) => Vec::new(),
        value => of_value(value, path, key, others),
    });
    let next = next.filter(|next| apart(path, next) && !are_in_one_set(path, next));
    edits.extend(next.map(|next| (Change::Value, Edit::Swap(next.clone()))));
    edits
}

/// What makes it no result any more.
fn of_form(before: &Value) -> Vec<(Change, Edit)> {
    let with = |value: Value| (Change::Form, Edit::Replace(value));
    let mut edits = vec![(Change::Form, Edit::Drop)];
    if let Value::Object(fields) = before {
        let mut fields = fields.clone();
        fields.insert("unknown".to_owned(), json!(1));
        edits.push(with(Value::Object(fields)));
    }
    edits.push(with(match before {
        Value::Array(_) => json!({}),
        other => json!([other]),
    }));
    edits
}

/// Another number, flag, word or id, or none.
fn of_value(before: &Value, path: &str, key: &str, others: &Others<'_>) -> Vec<(Change, Edit)> {
    let with = |how, value: Value| (how, Edit::Replace(value));
    let value = |value| with(Change::Value, value);
    match before {
        Value::Number(number) => {
            let number = number.as_u64().unwrap_or_default();
            let less = number.checked_sub(1).map(|less| value(json!(less)));
            [value(json!(number + 1))].into_iter().chain(less).collect()
        }
        Value::Bool(flag) => vec![value(json!(!flag))],
        Value::String(_) => {
            let severities = SEVERITIES.iter().filter(|_| key == "severity");
            let ids = others.ids.iter().chain(severities);
            let mut edits: Vec<_> = ids.map(|id| value(json!(id))).collect();
            edits.push(with(Change::Amount, json!(NOBODY)));
            edits.push(with(Change::Amount, Value::Null));
            edits
        }
        Value::Null if path == "/as_of" => vec![value(json!("2020-01-03"))],
        _ => vec![with(Change::Amount, json!(NOBODY))],
    }
}

/// The words for how severe a finding is.
const SEVERITIES: [&str; 4] = ["error", "warning", "info", "note"];

/// Something less, twice or more in a list, or in another order.
fn of_list(items: &[Value], path: &str, key: &str, others: &Others<'_>) -> Vec<(Change, Edit)> {
    let with = |how, value: Value| (how, Edit::Replace(value));
    let amount = |value| with(Change::Amount, value);
    let mut edits = Vec::new();
    if let [first, rest @ ..] = items {
        let first = std::slice::from_ref(first);
        edits.push(amount(json!(rest)));
        edits.push(amount(json!(&items[..rest.len()])));
        let middle = items.len() / 2;
        edits.push(amount(json!(
            [&items[..middle], &items[middle + 1..]].concat()
        )));
        edits.push(amount(json!([])));
        edits.push(amount(json!([items, first].concat())));
        if path == "/claims" || path.ends_with("/steps") || path.ends_with("/shortest") {
            edits.push(with(Change::Value, json!([rest, first].concat())));
        }
    }
    // A list of a finding names one more, of those that it does not name the first and the last.
    let named = (others.by_kind.get(key)).filter(|_| path.starts_with("/findings/"));
    let mut more = named.into_iter().flatten().map(|id| json!(id));
    let mut more = more.by_ref().filter(|id| !items.contains(id));
    for id in more.next().into_iter().chain(more.last()) {
        edits.push(amount(json!([items, &[id]].concat())));
    }
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
