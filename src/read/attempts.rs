//! Reading a record again and again until everything in it that cannot be read has been set aside.

use std::cell::RefCell;
use std::collections::HashSet;
use std::marker::PhantomData;

use serde::de::Deserialize;

use super::decode::Reader;
use super::fault::advice;
use super::node::{Entry, Node, Value};
use super::reading::Problems;
use crate::case::problem::{Problem, closest};
use crate::source::{FileId, Span};

/// Faults after which the rest of one record is given up.
const MAX_FAULTS: usize = 64;

/// Values that may be read again on account of faults in one record: a huge one must not be read 64 times.
const MAX_READ_AGAIN: usize = 2_000_000;

/// What may stand for what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Types {
    /// A text that reads as a number or truth value is one, and any of them can be a text: tables know only texts.
    Lenient,
    /// Each kind of value only for itself, as the published schema has it.
    Strict,
}

/// What has been found wrong in a record while it was read, once or again.
pub struct Attempts<'s> {
    file: FileId,
    source: &'s [u8],
    /// What may stand for what.
    pub types: Types,
    /// Nodes that are treated as if they were not there, by address: the tree does not move meanwhile.
    set_aside: RefCell<HashSet<*const ()>>,
    problems: RefCell<Problems>,
}

impl<'s> Attempts<'s> {
    /// For records of a file with these bytes.
    pub fn new(file: FileId, source: &'s [u8]) -> Self {
        Attempts {
            file,
            source,
            types: Types::Lenient,
            set_aside: RefCell::default(),
            problems: RefCell::default(),
        }
    }

    /// The same where a text is no number and a number no text.
    #[must_use]
    pub fn strict(self) -> Self {
        Attempts {
            types: Types::Strict,
            ..self
        }
    }

    /// Treats a value as if it were not there.
    pub fn set_aside(&self, node: &Node<'_>) {
        self.set_aside.borrow_mut().insert(address(node));
    }

    /// Reads a record as far as it can be read; `name` is its id, if that is a key.
    pub fn read<'n, T: Deserialize<'n>>(
        &'n self,
        node: &'n Node<'n>,
        name: Option<&'n str>,
    ) -> Option<T> {
        let root = Reader::new(node, name, self);
        let mut read_again = 0;
        for _ in 0..MAX_FAULTS {
            let fault = match root.read(PhantomData::<T>) {
                Ok(record) => return Some(record),
                Err(fault) => fault,
            };
            let at = fault.to_blame();
            if !fault.follows {
                self.report(fault.problem(self.file));
            }
            if at == Some(address(node)) {
                return None;
            }
            read_again += node.size();
            if read_again > MAX_READ_AGAIN {
                break;
            }
            self.set_aside.borrow_mut().extend(at);
        }
        self.report(
            Problem::error(
                Span::new(self.file, node.range.clone()),
                "too many faults in one record",
            )
            .label("it is left out"),
        );
        None
    }

    /// What was found wrong.
    pub fn into_problems(self) -> Problems {
        self.problems.into_inner()
    }

    /// Whether a value has been set aside.
    pub fn is_aside(&self, node: &Node<'_>) -> bool {
        let aside = self.set_aside.borrow();
        !aside.is_empty() && aside.contains(&address(node))
    }

    fn report(&self, problem: Problem) {
        self.problems.borrow_mut().add(problem);
    }

    /// The entries of a map that are fields of a record; what is wrong with others is reported once. `called` is what
    /// such a field is called.
    pub fn fields<'n>(
        &self,
        entries: &'n [Entry<'n>],
        known: &[&str],
        called: &str,
    ) -> Vec<&'n Entry<'n>> {
        let mut fields: Vec<&Entry<'_>> = Vec::with_capacity(entries.len());
        for (at, entry) in entries.iter().enumerate() {
            if self.is_aside(&entry.value) {
                continue;
            }
            let span = Span::new(self.file, entry.key_range.clone());
            let first = fields.iter().find(|other| other.key.text == entry.key.text);
            let problem = if let Some(first) = first {
                duplicate_key(self.file, entry, first)
            } else if !known.contains(&entry.key.text.as_ref()) {
                let mut problem =
                    Problem::error(span, format!("unknown {called} `{}`", entry.key.text));
                problem.help = self
                    .cut_text(entries, at, known)
                    .or_else(|| advice(&entry.key.text, known))
                    .or_else(|| {
                        let lists = || "`claimgraph rules` lists them all".to_owned();
                        (called == "rule").then(lists)
                    });
                problem
            } else if entry.value.value == Value::Empty {
                let help = self.cut_text(entries, at, known).unwrap_or_else(|| {
                    "write a value, or leave the field out; quote a text that contains a comma"
                        .to_owned()
                });
                Problem::error(span, format!("`{}` has no value", entry.key.text)).help(help)
            } else {
                fields.push(entry);
                continue;
            };
            self.report(problem);
            self.set_aside(&entry.value);
        }
        fields
    }

    /// Advice where a key is really the rest of a text or number that an unquoted comma has cut.
    fn cut_text(&self, entries: &[Entry<'_>], at: usize, known: &[&str]) -> Option<String> {
        let before = entries.get(at.checked_sub(1)?)?;
        let entry = &entries[at];
        let Value::Scalar(text) = &before.value.value else {
            return None;
        };
        let between = before.value.range.end..entry.key_range.start;
        let comma = self.source.get(between)?.contains(&b',');
        if text.quoted || entry.key.quoted || !comma {
            return None;
        }
        let after = self.source.get(entry.key_range.end..).unwrap_or_default();
        let is_key = after.trim_ascii_start().starts_with(b":");
        let word = entry.key.text.as_ref();
        let is_near = || known.contains(&word) || closest(word, known.iter().copied()).is_some();
        if is_key && (!text.text.contains(' ') || is_near()) {
            return None;
        }
        let (field, first, rest) = (&before.key.text, &text.text, &entry.key.text);
        if rest.bytes().all(|byte| byte.is_ascii_digit()) {
            return Some(format!(
                "write the number without commas: `{field}: {first}{rest}`"
            ));
        }
        Some(format!(
            "a comma ends an unquoted text: write `{field}: \"{first}, {rest}\"`"
        ))
    }
}

/// What to say about the second of two equal keys.
pub fn duplicate_key(file: FileId, entry: &Entry<'_>, first: &Entry<'_>) -> Problem {
    Problem::error(
        Span::new(file, entry.key_range.clone()),
        format!("duplicate key `{}`", entry.key.text),
    )
    .label("this one is left out")
    .related(
        Span::new(file, first.key_range.clone()),
        "first written here",
    )
}

/// What tells a node from all others while the tree stands.
pub fn address(node: &Node<'_>) -> *const () {
    std::ptr::from_ref(node).cast()
}
