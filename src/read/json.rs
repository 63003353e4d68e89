//! JSON: the same document as in YAML, as machines write it.
//!
//! One pass over the text builds the [`Tree`] directly, without recursion, so that every value
//! knows its bytes, repeated keys are seen, and what was complete before a fault is kept.

use std::borrow::Cow;
use std::ops::Range;

use serde_json::value::RawValue;

use super::node::{Node, Tree, Value};
use super::reading::{Reading, Source};
use super::{document, text};
use crate::case::problem::Problem;
use crate::case::sink::RecordSink;
use crate::source::{FileId, Span};

/// Reads a JSON file.
pub fn read<S: RecordSink>(sources: &[Source<'_>]) -> Reading<S> {
    let mut reading = Reading::<S>::default();
    for &source in sources {
        let document = text::document(source.file, source.bytes);
        let faultless = document.problem.is_none();
        reading.problems.extend(document.problem);
        if document.text.trim().is_empty() {
            if faultless {
                reading.problems.add(text::nothing_in(source));
            }
            continue;
        }
        let (root, problems) = parse(source.file, &document.text, document.base);
        reading.problems.extend(problems);
        if let Some(root) = root {
            document::read(source, &root, &mut reading);
        }
    }
    reading
}

/// The tree of a JSON text that starts at `base` in its file, as far as it could be read.
pub fn parse(file: FileId, text: &str, base: usize) -> (Option<Node<'_>>, Vec<Problem>) {
    let mut scanner = Scanner {
        text,
        at: 0,
        base,
        tree: Tree::new(file),
        open: Vec::new(),
    };
    let outcome = scanner.document();
    let Scanner { mut tree, .. } = scanner;
    match outcome {
        Ok(()) => (tree.take_root(), tree.problems),
        Err(fault) => {
            let root = tree.take_complete(&[""], |_| false).root;
            tree.problems.push(fault.problem(file, base));
            (root, tree.problems)
        }
    }
}

/// What may come next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    Value,
    /// A value, or the end of a list that has just begun.
    ValueOrEnd,
    Key,
    /// A key, or the end of a map that has just begun.
    KeyOrEnd,
    CommaOrEnd,
}

/// A fault in the syntax, at an offset in the text.
struct Fault {
    range: Range<usize>,
    message: String,
    help: &'static str,
    /// The bracket that it lies in, where that one is not closed.
    unclosed: Option<(char, usize)>,
}

impl Fault {
    fn problem(self, file: FileId, base: usize) -> Problem {
        let span = |range: Range<usize>| Span::new(file, range.start + base..range.end + base);
        let mut problem = Problem::error(span(self.range), self.message)
            .label("nothing after this is read")
            .help(self.help);
        if let Some((bracket, at)) = self.unclosed {
            problem = problem.related(span(at..at + 1), format!("this `{bracket}` is not closed"));
        }
        problem
    }
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
    base: usize,
    tree: Tree<'a>,
    /// The open brackets and where they are.
    open: Vec<(char, usize)>,
}

impl<'a> Scanner<'a> {
    fn document(&mut self) -> Result<(), Fault> {
        let mut next = Next::Value;
        loop {
            next = self.step(next)?;
            if self.open.is_empty() {
                break;
            }
        }
        self.skip_blanks();
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(self.fault(
                "something follows the end of the document".to_owned(),
                "a JSON file is one document; for one record a line use the extension `.ndjson`",
            )),
        }
    }

    /// Reads one token, and says what may follow it.
    fn step(&mut self, next: Next) -> Result<Next, Fault> {
        self.skip_blanks();
        let start = self.at;
        let Some(byte) = self.peek() else {
            return Err(self.ends_early());
        };
        let value = matches!(next, Next::Value | Next::ValueOrEnd);
        let ends = matches!(next, Next::ValueOrEnd | Next::KeyOrEnd | Next::CommaOrEnd);
        let in_map = self.open.last().is_some_and(|&(bracket, _)| bracket == '{');
        match byte {
            b'{' if value => {
                self.at += 1;
                self.open.push(('{', start));
                self.tree.open_map(self.base + start);
                return Ok(Next::KeyOrEnd);
            }
            b'[' if value => {
                self.at += 1;
                self.open.push(('[', start));
                self.tree.open_list(self.base + start);
                return Ok(Next::ValueOrEnd);
            }
            b'}' | b']' if ends && in_map == (byte == b'}') => {
                self.at += 1;
                self.open.pop();
                if let Some(node) = self.tree.close(Some(self.base + self.at)) {
                    self.tree.add(node);
                }
            }
            b',' if next == Next::CommaOrEnd => {
                self.at += 1;
                return Ok(if in_map { Next::Key } else { Next::Value });
            }
            b'"' if matches!(next, Next::Key | Next::KeyOrEnd) => {
                self.string()?;
                self.skip_blanks();
                if self.peek() != Some(b':') {
                    return Err(self.expected("`:` after the key"));
                }
                self.at += 1;
                return Ok(Next::Value);
            }
            b'"' if value => self.string()?,
            _ if value => self.word()?,
            _ => {
                return Err(self.expected(match next {
                    Next::Key | Next::KeyOrEnd => "a key in quotes",
                    _ if in_map => "`,` or `}`",
                    _ => "`,` or `]`",
                }));
            }
        }
        Ok(Next::CommaOrEnd)
    }

    /// A text in quotes, as a key or a value.
    fn string(&mut self) -> Result<(), Fault> {
        let bytes = self.text.as_bytes();
        let start = self.at;
        let mut end = start + 1;
        let mut escaped = false;
        loop {
            match memchr::memchr2(b'"', b'\\', &bytes[end..]) {
                None => return Err(self.unclosed_text(start)),
                Some(more) if bytes[end + more] == b'"' => {
                    end += more + 1;
                    break;
                }
                // A backslash hides the byte after it.
                Some(more) => {
                    escaped = true;
                    end = (end + more + 2).min(bytes.len());
                }
            }
        }
        let inner = &self.text[start + 1..end - 1];
        if let Some(control) = inner.bytes().position(|byte| byte < b' ') {
            let at = start + 1 + control;
            if matches!(bytes[at], b'\n' | b'\r') {
                return Err(self.unclosed_text(start));
            }
            self.at = at;
            return Err(self.fault(
                format!("control character U+{:04X} in a text", bytes[at]),
                "write it as an escape: `\\t`, `\\u0000`",
            ));
        }
        let text = if escaped {
            let read: Result<String, _> = serde_json::from_str(&self.text[start..end]);
            Cow::Owned(read.map_err(|_| Fault {
                range: start..end,
                message: "an escape that does not exist".to_owned(),
                help: "a backslash begins an escape: write `\\\\` for the character itself",
                unclosed: None,
            })?)
        } else {
            Cow::Borrowed(inner)
        };
        let range = self.base + start..self.base + end;
        self.tree.add(Node::scalar(range, text, true));
        self.at = end;
        Ok(())
    }

    /// A number, `true`, `false` or `null`.
    fn word(&mut self) -> Result<(), Fault> {
        let rest = &self.text[self.at..];
        let is_word = |c: char| c.is_alphanumeric() || matches!(c, '+' | '-' | '.' | '_');
        let word = &rest[..rest.find(|c| !is_word(c)).unwrap_or(rest.len())];
        if word.is_empty() {
            return Err(self.expected("a value"));
        }
        if serde_json::from_str::<&RawValue>(word).is_err() {
            let range = self.at..self.at + word.len();
            return Err(Fault {
                range,
                message: format!("`{}` is no value in JSON", shown(word)),
                help: "put a text in quotes; leave out a field without a value",
                unclosed: None,
            });
        }
        let range = self.base + self.at..self.base + self.at + word.len();
        self.at += word.len();
        match (word, self.open.last()) {
            // To a machine, a field that is null is a field that is not there.
            ("null", Some(('{', _))) => self.tree.leave_out(),
            ("null", _) => self.tree.add(Node {
                range,
                value: Value::Empty,
            }),
            _ => self.tree.add(Node::scalar(range, word, false)),
        }
        Ok(())
    }

    fn skip_blanks(&mut self) {
        let rest = &self.text.as_bytes()[self.at..];
        let is_blank = |byte: &u8| matches!(byte, b' ' | b'\n' | b'\r' | b'\t');
        self.at += rest.iter().take_while(|byte| is_blank(byte)).count();
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn fault(&self, message: String, help: &'static str) -> Fault {
        let length = self.text[self.at..]
            .chars()
            .next()
            .map_or(0, char::len_utf8);
        Fault {
            range: self.at..self.at + length,
            message,
            help,
            unclosed: None,
        }
    }

    fn expected(&self, what: &str) -> Fault {
        match self.text[self.at..].chars().next() {
            None => self.ends_early(),
            Some(found) => self.fault(
                format!("expected {what}, found `{found}`"),
                "check the commas, brackets and quotes just before this place",
            ),
        }
    }

    fn ends_early(&self) -> Fault {
        Fault {
            unclosed: self.open.last().copied(),
            ..self.fault(
                "the text ends too early".to_owned(),
                "was the file cut off? close every bracket and quote",
            )
        }
    }

    fn unclosed_text(&self, start: usize) -> Fault {
        Fault {
            range: start..start + 1,
            message: "a text does not end".to_owned(),
            help: "close the quote on the same line; write a line break as `\\n`",
            unclosed: None,
        }
    }
}

/// A word as a message repeats it: of a long one the beginning.
fn shown(word: &str) -> Cow<'_, str> {
    const MOST: usize = 60;
    match word.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &word[..end]).into(),
        None => word.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn value(node: &Node<'_>) -> serde_json::Value {
        match &node.value {
            Value::Empty => serde_json::Value::Null,
            Value::Scalar(scalar) if scalar.quoted => scalar.text.as_ref().into(),
            Value::Scalar(scalar) => serde_json::from_str(&scalar.text).unwrap(),
            Value::List(items) => items.iter().map(value).collect(),
            Value::Map(entries) => serde_json::Value::Object(
                entries
                    .iter()
                    .map(|entry| (entry.key.text.clone().into_owned(), value(&entry.value)))
                    .collect(),
            ),
        }
    }

    fn json() -> impl Strategy<Value = serde_json::Value> {
        let leaf = prop_oneof![
            any::<bool>().prop_map(Into::into),
            any::<i64>().prop_map(Into::into),
            any::<f64>().prop_map(Into::into),
            any::<String>().prop_map(Into::into),
        ];
        leaf.prop_recursive(4, 32, 5, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Into::into),
                prop::collection::btree_map(".{0,4}", inner, 0..5)
                    .prop_map(|map| serde_json::Value::Object(map.into_iter().collect())),
            ]
        })
    }

    #[test]
    fn every_value_knows_its_bytes() {
        let text = r#" {"a": ["b\"c", 12], "a": null}"#;
        let (root, problems) = parse(FileId(0), text, 100);
        assert!(problems.is_empty());
        let root = root.unwrap();
        assert_eq!(root.range, 101..131);
        let Value::Map(entries) = root.value else {
            panic!("the root is a map");
        };
        assert_eq!(entries.len(), 1);
        assert_eq!(entries[0].key_range, 102..105);
        let Value::List(items) = &entries[0].value.value else {
            panic!("the value is a list");
        };
        assert_eq!(
            &text[items[0].range.start - 100..items[0].range.end - 100],
            r#""b\"c""#
        );
        assert_eq!(items[1].range, 116..118);
    }

    #[test]
    fn faults_say_what_was_expected() {
        for (text, message) in [
            ("{\"a\": [1, 2", "the text ends too early"),
            ("{\"a\" 1}", "expected `:` after the key, found `1`"),
            ("{\"a\": 1,}", "expected a key in quotes, found `}`"),
            ("[1 2]", "expected `,` or `]`, found `2`"),
            ("{\"a\": NaN}", "`NaN` is no value in JSON"),
            (
                &"x".repeat(99),
                "`xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…` is no value in JSON",
            ),
            ("{\"a\": \"b\n\"}", "a text does not end"),
            ("{\"a\": \"\\x\"}", "an escape that does not exist"),
            ("{} {}", "something follows the end of the document"),
            ("[1}", "expected `,` or `]`, found `}`"),
        ] {
            let (_, problems) = parse(FileId(0), text, 0);
            let messages: Vec<_> = problems.iter().map(|p| p.message.as_str()).collect();
            assert_eq!(messages, [message], "{text}");
        }
    }

    proptest! {
        #[test]
        fn trees_are_what_serde_json_reads(written in json(), pretty: bool) {
            let text = if pretty {
                serde_json::to_string_pretty(&written).unwrap()
            } else {
                written.to_string()
            };
            let (root, problems) = parse(FileId(0), &text, 0);
            prop_assert!(problems.is_empty());
            let oracle: serde_json::Value = serde_json::from_str(&text).unwrap();
            prop_assert_eq!(value(&root.unwrap()), oracle);
        }

        #[test]
        fn what_is_json_is_what_serde_json_takes(text in r#"[\[\]{},:"a1 \\u0.\-e\n]{0,12}"#) {
            let (_, problems) = parse(FileId(0), &text, 0);
            prop_assert_eq!(problems.is_empty(), serde_json::from_str::<&RawValue>(&text).is_ok());
        }
    }
}
