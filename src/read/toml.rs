//! TOML: what programs are told about, not cases. Read into the same [`Node`] as every document, so that what is wrong
//! with it is said in the same words and with the same places.

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use super::attempts::Attempts;
use super::node::{Entry, Node, Scalar, Value};
use super::text;
use crate::case::problem::Problem;
use crate::source::{FileId, Span};

/// The record that a TOML document is, as far as it can be read, and everything that is wrong with it.
///
/// The document must be small: it is read again for each fault in it.
pub fn toml<T: Default + DeserializeOwned>(file: FileId, bytes: &[u8]) -> (T, Vec<Problem>) {
    let document = text::document(file, bytes);
    let mut problems: Vec<Problem> = document.problem.into_iter().collect();
    let (table, faults) = DeTable::parse_recoverable(&document.text);
    problems.extend(faults.iter().map(|fault| {
        let span = fault
            .span()
            .map(|range| Span::new(file, range.start + document.base..range.end + document.base));
        let message = fault.message().lines().collect::<Vec<_>>().join("; ");
        Problem::error(span, message)
    }));
    let root = Node {
        range: document.base..document.base + document.text.len(),
        value: map(table.get_ref(), document.base),
    };
    let attempts = Attempts::new(file, bytes).strict();
    let record = attempts.read(&root, None).unwrap_or_default();
    problems.extend(attempts.into_problems().told("the configuration"));
    (record, problems)
}

fn map<'a>(table: &'a DeTable<'_>, base: usize) -> Value<'a> {
    let entry = |(key, value): (&'a Spanned<_>, &'a Spanned<DeValue<'_>>)| Entry {
        key: Scalar {
            text: std::borrow::Cow::Borrowed(AsRef::<str>::as_ref(key.get_ref())),
            quoted: false,
        },
        key_range: key.span().start + base..key.span().end + base,
        value: node(value, base),
    };
    let mut entries: Vec<Entry<'a>> = table.iter().map(entry).collect();
    entries.sort_by_key(|entry| entry.key_range.start);
    Value::Map(entries)
}

fn list<'a>(array: &'a DeArray<'_>, base: usize) -> Value<'a> {
    Value::List(array.iter().map(|item| node(item, base)).collect())
}

/// A value; the parser bounds how deep they nest.
fn node<'a>(value: &'a Spanned<DeValue<'_>>, base: usize) -> Node<'a> {
    let range = value.span().start + base..value.span().end + base;
    match value.get_ref() {
        DeValue::Table(table) => Node {
            range,
            value: map(table, base),
        },
        DeValue::Array(array) => Node {
            range,
            value: list(array, base),
        },
        DeValue::String(text) => Node::scalar(range, text.as_ref(), true),
        DeValue::Integer(number) => {
            // `0x10` is sixteen.
            let value = i128::from_str_radix(number.as_str(), number.radix());
            let text = value.map_or_else(|_| number.to_string(), |value| value.to_string());
            Node::scalar(range, text, false)
        }
        DeValue::Float(number) => Node::scalar(range, number.as_str(), false),
        DeValue::Boolean(truth) => Node::scalar(range, truth.to_string(), false),
        DeValue::Datetime(date) => Node::scalar(range, date.to_string(), false),
    }
}
