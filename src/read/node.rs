//! A tree of values that remember where they were written, the same for every document syntax.
//!
//! Readers build it through [`Tree`], which bounds its depth: whatever walks a [`Node`] may recurse.

use std::borrow::Cow;
use std::ops::Range;

use crate::case::problem::Problem;
use crate::source::{FileId, Span};

/// The deepest nesting that is read; a case file needs six levels.
pub const MAX_DEPTH: usize = 64;

/// A value with the bytes it was read from.
#[derive(Clone, Debug, PartialEq)]
pub struct Node<'a> {
    /// Byte range in the file.
    pub range: Range<usize>,
    /// The value itself.
    pub value: Value<'a>,
}

/// What a node holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    /// Nothing was written, or an unquoted `null` or `~`.
    Empty,
    /// One text, number or word, as written and without its escapes.
    Scalar(Scalar<'a>),
    /// Values in order.
    List(Vec<Node<'a>>),
    /// Keys with values in order, repeated keys included.
    Map(Vec<Entry<'a>>),
}

/// A single text, and whether quotes made it one.
#[derive(Clone, Debug, PartialEq)]
pub struct Scalar<'a> {
    /// The text without quotes and escapes.
    pub text: Cow<'a, str>,
    /// Whether it was written in quotes (or as a block of text).
    pub quoted: bool,
}

impl Scalar<'_> {
    /// Whether it is a number as all formats write them.
    fn is_number(&self) -> bool {
        let text = self.text.as_ref();
        let begins = text.starts_with(|first: char| first.is_ascii_digit() || first == '-');
        !self.quoted && begins && text.parse::<f64>().is_ok()
    }
}

/// A key of a map with its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry<'a> {
    /// The key.
    pub key: Scalar<'a>,
    /// Byte range of the key.
    pub key_range: Range<usize>,
    /// The value.
    pub value: Node<'a>,
}

impl<'a> Node<'a> {
    /// A node that holds one text.
    pub fn scalar(range: Range<usize>, text: impl Into<Cow<'a, str>>, quoted: bool) -> Self {
        Node {
            range,
            value: Value::Scalar(Scalar {
                text: text.into(),
                quoted,
            }),
        }
    }

    /// What it is, in the words of a message: `a list`.
    pub fn describe(&self) -> &'static str {
        match &self.value {
            Value::Empty => "nothing",
            Value::Scalar(scalar) if scalar.is_number() => "a number",
            Value::Scalar(_) => "a text",
            Value::List(_) => "a list",
            Value::Map(_) => "a map",
        }
    }

    /// The same as if all of it were written in one place.
    #[must_use]
    pub fn placed_at(self, range: &Range<usize>) -> Self {
        let value = match self.value {
            Value::List(items) => Value::List(
                items
                    .into_iter()
                    .map(|item| item.placed_at(range))
                    .collect(),
            ),
            Value::Map(entries) => Value::Map(
                entries
                    .into_iter()
                    .map(|entry| Entry {
                        key: entry.key,
                        key_range: range.clone(),
                        value: entry.value.placed_at(range),
                    })
                    .collect(),
            ),
            value => value,
        };
        Node {
            range: range.clone(),
            value,
        }
    }

    /// Number of nodes in it, itself included.
    pub fn size(&self) -> usize {
        1 + match &self.value {
            Value::Empty | Value::Scalar(_) => 0,
            Value::List(items) => items.iter().map(Node::size).sum(),
            Value::Map(entries) => entries.iter().map(|entry| entry.value.size()).sum(),
        }
    }

    /// Levels of lists and maps in it.
    pub fn depth(&self) -> usize {
        match &self.value {
            Value::Empty | Value::Scalar(_) => 0,
            Value::List(items) => 1 + items.iter().map(Node::depth).max().unwrap_or(0),
            Value::Map(entries) => {
                1 + entries
                    .iter()
                    .map(|entry| entry.value.depth())
                    .max()
                    .unwrap_or(0)
            }
        }
    }
}

/// How many of the containers with these names, from the case inwards, hold records or statements as items of their
/// own: the case, a section, a report, its statements. The case and items of a list have no name.
fn whole_levels(names: &[&str]) -> usize {
    let is_whole = |level: usize| match level {
        0 | 1 => true,
        2 => names[1] == "reports",
        3 => names[1] == "reports" && names[3] == "statements",
        _ => false,
    };
    (0..names.len())
        .take_while(|&level| is_whole(level))
        .count()
}

enum Key<'a> {
    Awaited,
    Read(Scalar<'a>, Range<usize>),
    Unusable,
}

enum Open<'a> {
    List(usize, Vec<Node<'a>>),
    Map(usize, Vec<Entry<'a>>, Key<'a>),
}

impl Open<'_> {
    fn start(&self) -> usize {
        match *self {
            Open::List(start, _) | Open::Map(start, _, _) => start,
        }
    }
}

/// What there was of a tree when reading broke off.
pub struct Complete<'a> {
    /// All that was complete.
    pub root: Option<Node<'a>>,
    /// The record or statement that was not.
    pub left_out: Option<LeftOut<'a>>,
}

/// A record or statement that a fault left incomplete.
pub struct LeftOut<'a> {
    /// Depth of the container that it is an item of, in its tree.
    pub depth: usize,
    /// Offset where it begins.
    pub start: usize,
    /// Its key, if it has one.
    pub key: Option<Cow<'a, str>>,
    /// Whether it stands where a key was to come.
    pub is_key: bool,
}

/// A tree under construction: what a reader found, in the order in which it found it.
pub struct Tree<'a> {
    file: FileId,
    open: Vec<Open<'a>>,
    /// Collections opened below the deepest level: they are passed over.
    beyond: usize,
    root: Option<Node<'a>>,
    /// What was wrong with the shape of the tree.
    pub problems: Vec<Problem>,
}

impl<'a> Tree<'a> {
    /// An empty tree for a document of `file`.
    pub fn new(file: FileId) -> Self {
        Tree {
            file,
            open: Vec::new(),
            beyond: 0,
            root: None,
            problems: Vec::new(),
        }
    }

    /// Starts a list at an offset.
    pub fn open_list(&mut self, start: usize) {
        self.open(Open::List(start, Vec::new()), start);
    }

    /// Starts a map at an offset.
    pub fn open_map(&mut self, start: usize) {
        self.open(Open::Map(start, Vec::new(), Key::Awaited), start);
    }

    fn open(&mut self, open: Open<'a>, start: usize) {
        if self.beyond > 0 || self.open.len() == MAX_DEPTH {
            if self.beyond == 0 {
                self.too_deep(start..start + 1);
            }
            self.beyond += 1;
            return;
        }
        self.open.push(open);
    }

    /// Ends the innermost list or map, which is to be [added](Self::add) next.
    ///
    /// `None` where it lay too deep, or nothing is open. Without an `end`, it ends with its last value.
    pub fn close(&mut self, end: Option<usize>) -> Option<Node<'a>> {
        if self.beyond > 0 {
            self.beyond -= 1;
            if self.beyond == 0 {
                self.leave_out();
            }
            return None;
        }
        Some(match self.open.pop()? {
            Open::List(start, items) => Node {
                range: start..end.unwrap_or(items.last().map_or(start, |last| last.range.end)),
                value: Value::List(items),
            },
            Open::Map(start, entries, _) => Node {
                range: start
                    ..end.unwrap_or(
                        entries
                            .last()
                            .map_or(start, |last| last.value.range.end.max(last.key_range.end)),
                    ),
                value: Value::Map(entries),
            },
        })
    }

    /// Adds a complete value: the next item, key or value of what is open, or the root.
    pub fn add(&mut self, node: Node<'a>) {
        if self.beyond > 0 {
            return;
        }
        match self.open.last_mut() {
            None => self.root = Some(node),
            Some(Open::List(_, items)) => items.push(node),
            Some(Open::Map(_, entries, key)) => match std::mem::replace(key, Key::Awaited) {
                Key::Read(key, key_range) => entries.push(Entry {
                    key,
                    key_range,
                    value: node,
                }),
                Key::Unusable => {}
                Key::Awaited => match node.value {
                    Value::Scalar(text) => *key = Key::Read(text, node.range),
                    _ => {
                        *key = Key::Unusable;
                        let found = format!("{} is no key", node.describe());
                        let span = Span::new(self.file, node.range);
                        self.problems.push(
                            Problem::error(span, found)
                                .help("a key is one word or a quoted text, followed by `: `"),
                        );
                    }
                },
            },
        }
    }

    /// Adds a copy of a value from elsewhere, unless it would reach too deep here.
    pub fn add_copy(&mut self, node: Node<'a>) {
        if self.beyond == 0 && self.open.len() + node.depth() > MAX_DEPTH {
            self.too_deep(node.range);
            self.leave_out();
            return;
        }
        self.add(node);
    }

    /// Passes over the value that was to come next.
    pub fn leave_out(&mut self) {
        if self.beyond > 0 {
            return;
        }
        if let Some(Open::Map(_, _, key)) = self.open.last_mut() {
            *key = match key {
                Key::Awaited => Key::Unusable,
                Key::Read(..) | Key::Unusable => Key::Awaited,
            };
        }
    }

    fn too_deep(&mut self, range: Range<usize>) {
        self.problems.push(
            Problem::error(
                Span::new(self.file, range),
                format!("nested more than {MAX_DEPTH} levels deep"),
            )
            .label("everything below this is left out")
            .help("a case file needs six levels: is a bracket repeated here?"),
        );
    }

    /// Where the open list or map at a depth starts.
    pub fn start_of(&self, depth: usize) -> Option<usize> {
        self.open.get(depth).map(Open::start)
    }

    /// The finished root, if there is one.
    pub fn take_root(&mut self) -> Option<Node<'a>> {
        self.root.take()
    }

    /// What was complete when reading broke off: whole records, and a report with its whole statements.
    ///
    /// `around` names the containers around this tree and its root, as [`whole_levels`] takes them.
    /// `begins` tells by the end of a key whether its value begins on a line below it: such a container is kept,
    /// empty, where the fault lies in its first item.
    pub fn take_complete(
        &mut self,
        around: &[&str],
        begins: impl Fn(usize) -> bool,
    ) -> Complete<'a> {
        let mut names = around.to_vec();
        names.extend(self.path().into_iter().map(Option::unwrap_or_default));
        let levels = (whole_levels(&names) + 1).saturating_sub(around.len());
        self.beyond = 0;
        let left_out = self.incomplete(levels, begins);
        while let Some(node) = self.close(None) {
            if self.open.len() < levels {
                self.add(node);
            } else {
                self.leave_out();
            }
        }
        Complete {
            root: self.take_root(),
            left_out,
        }
    }

    /// The item of the innermost of the outer `levels` that is not complete.
    fn incomplete(&mut self, levels: usize, begins: impl Fn(usize) -> bool) -> Option<LeftOut<'a>> {
        let depth = levels.min(self.open.len()).checked_sub(1)?;
        let child = self.open.get(depth + 1).map(Open::start);
        let is_innermost = child.is_none();
        let without_key = |is_key| {
            child.map(|start| LeftOut {
                depth,
                start,
                key: None,
                is_key,
            })
        };
        let Open::Map(_, entries, key) = &mut self.open[depth] else {
            return without_key(false);
        };
        let Key::Read(key, key_range) = std::mem::replace(key, Key::Awaited) else {
            return without_key(true);
        };
        if is_innermost && levels > depth + 1 && begins(key_range.end) {
            let value = Node {
                range: key_range.end..key_range.end,
                value: Value::Empty,
            };
            entries.push(Entry {
                key,
                key_range,
                value,
            });
            return None;
        }
        Some(LeftOut {
            depth,
            start: key_range.start,
            key: Some(key.text),
            is_key: false,
        })
    }

    /// The keys that lead to what is open, with `None` for places in a list.
    pub fn path(&self) -> Vec<Option<&str>> {
        self.open
            .iter()
            .map(|open| match open {
                Open::Map(_, _, Key::Read(key, _)) => Some(key.text.as_ref()),
                _ => None,
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(tree: &mut Tree<'static>, at: usize, text: &'static str) {
        tree.add(Node::scalar(at..at + text.len(), text, false));
    }

    #[test]
    fn what_is_complete_survives_and_what_is_open_does_not() {
        let mut tree = Tree::new(FileId(0));
        tree.open_map(0);
        word(&mut tree, 0, "claims");
        tree.open_map(10);
        word(&mut tree, 10, "whole");
        tree.open_map(20);
        word(&mut tree, 20, "text");
        word(&mut tree, 30, "a");
        let whole = tree.close(None).unwrap();
        tree.add(whole);
        word(&mut tree, 40, "broken");
        tree.open_map(50);
        word(&mut tree, 50, "text");
        let Value::Map(sections) = tree.take_complete(&[""], |_| false).root.unwrap().value else {
            panic!("the root is a map");
        };
        let Value::Map(claims) = &sections[0].value.value else {
            panic!("the section is a map");
        };
        assert_eq!(claims.len(), 1);
        assert_eq!(claims[0].key.text, "whole");
        assert_eq!(claims[0].value.range, 20..31);
    }

    #[test]
    fn depth_is_bounded_and_reported_once() {
        let mut tree = Tree::new(FileId(0));
        for at in 0..100_000 {
            tree.open_list(at);
        }
        for at in 0..100_000 {
            if let Some(node) = tree.close(Some(200_000 - at)) {
                tree.add(node);
            }
        }
        assert_eq!(tree.problems.len(), 1);
        assert_eq!(tree.take_root().unwrap().depth(), MAX_DEPTH);
    }
}
