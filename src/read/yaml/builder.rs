//! From the parser's events to a [`Node`] tree, without recursion.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use granit_parser::{Event, ScalarStyle, ScanError, Span as Mark, StructureStyle};

use super::explain;
use crate::case::problem::Problem;
use crate::read::node::{Entry, LeftOut, Node, Tree, Value};
use crate::read::reading::Source;
use crate::source::Span;

/// A fault in the syntax.
pub struct Break {
    /// What to say of it.
    pub problem: Problem,
    /// Offset of the fault in the text.
    pub at: usize,
    /// Offset in the text of the end of the last thing that was understood.
    pub understood: usize,
    /// The outermost open list or map that is written in brackets, as an item of what it stands in.
    pub in_brackets: Option<LeftOut<'static>>,
    /// Whether it makes sense to go on.
    pub is_fatal: bool,
}

/// Values that were given a name, `&name`, in one document.
pub struct Anchors<'a> {
    named: HashMap<Cow<'a, str>, usize>,
    values: HashMap<usize, (Node<'a>, usize)>,
    /// The number of the next anchor; zero is none.
    pub next: usize,
    /// Values that may still be copied.
    copies_left: usize,
}

impl Anchors<'_> {
    /// No names yet, and so many copies to be made.
    pub fn new(copies: usize) -> Self {
        Anchors {
            named: HashMap::new(),
            values: HashMap::new(),
            next: 1,
            copies_left: copies,
        }
    }

    /// Forgets the names, as each document has its own.
    pub fn forget(&mut self) {
        self.named.clear();
        self.values.clear();
    }
}

/// Builds the tree of one document after the other, or of a piece of one.
pub struct Builder<'b, 'a> {
    source: Source<'b>,
    /// What to add to the parser's offsets.
    shift: usize,
    /// What was built.
    pub tree: Tree<'a>,
    /// The names of values, kept from piece to piece.
    pub anchors: &'b mut Anchors<'a>,
    /// Of each open list or map: its anchor, and whether it is written in brackets.
    open: Vec<(usize, StructureStyle)>,
    /// End of the last event, in the parser's offsets.
    understood: usize,
}

impl<'b, 'a> Builder<'b, 'a> {
    /// A builder for a text that begins at this offset of the file.
    pub fn new(source: Source<'b>, shift: usize, anchors: &'b mut Anchors<'a>) -> Self {
        Builder {
            source,
            shift,
            tree: Tree::new(source.file),
            anchors,
            open: Vec::new(),
            understood: 0,
        }
    }

    /// Takes in the next event.
    pub fn event(&mut self, event: Event<'a>, mark: Mark) -> Result<(), Box<Break>> {
        let bytes = mark.byte_range().unwrap_or(0..0);
        let range = bytes.start + self.shift..bytes.end + self.shift;
        // The end of a block lies where the next thing begins.
        let understood = self.understood_after(&event, &bytes);
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let plain = style == ScalarStyle::Plain && tag.is_none();
                let node = if plain && (range.is_empty() || is_null(&text)) {
                    // What is missing is missing after its key, wherever the parser noticed.
                    let end = self.understood + self.shift;
                    Node {
                        range: if text.is_empty() { end..end } else { range },
                        value: Value::Empty,
                    }
                } else {
                    Node::scalar(range, text, !plain)
                };
                self.complete(node, anchor)?;
            }
            Event::SequenceStart(style, anchor, _) => {
                self.open.push((anchor, style));
                self.tree.open_list(range.start);
            }
            Event::MappingStart(style, anchor, _) => {
                self.open.push((anchor, style));
                self.tree.open_map(range.start);
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let (anchor, style) = self.open.pop().unwrap_or((0, StructureStyle::Block));
                let end = (style == StructureStyle::Flow).then_some(range.end);
                if let Some(node) = self.tree.close(end) {
                    let node = self.merged(node);
                    self.complete(node, anchor)?;
                }
            }
            Event::Anchor(anchor, name) => {
                self.anchors.next = self.anchors.next.max(anchor + 1);
                self.anchors.named.insert(name, anchor);
            }
            Event::Alias(anchor) => self.alias(anchor, range)?,
            Event::UnresolvedAlias(name) => self.unresolved(&name, range)?,
            _ => {}
        }
        self.understood = understood;
        Ok(())
    }

    /// Where what is understood ends with an event.
    fn understood_after(&self, event: &Event<'_>, bytes: &Range<usize>) -> usize {
        let is_nothing = match event {
            // Where a block begins or ends, nothing was read yet of what comes there.
            Event::SequenceStart(StructureStyle::Block, ..)
            | Event::MappingStart(StructureStyle::Block, ..) => true,
            Event::SequenceEnd | Event::MappingEnd => {
                let open = self.open.last();
                bytes.is_empty() || open.is_some_and(|&(_, style)| style == StructureStyle::Block)
            }
            Event::Scalar(text, ScalarStyle::Plain, ..) if text.is_empty() => true,
            _ => bytes.is_empty(),
        };
        match is_nothing {
            true => self.understood,
            false => self.understood.max(bytes.end),
        }
    }

    /// An alias without an anchor before it, but for those in earlier pieces of the document.
    fn unresolved(&mut self, name: &str, range: Range<usize>) -> Result<(), Box<Break>> {
        if let Some(&anchor) = self.anchors.named.get(name) {
            return self.alias(anchor, range);
        }
        let span = Span::new(self.source.file, range);
        let problem = Problem::error(span, format!("no value has the anchor `&{name}`"));
        self.tree.problems.push(
            problem.help("an unquoted `*` refers to an anchor: quote a text that begins with it"),
        );
        self.tree.leave_out();
        Ok(())
    }

    /// Adds a value, and keeps a copy where it has an anchor.
    fn complete(&mut self, node: Node<'a>, anchor: usize) -> Result<(), Box<Break>> {
        if anchor > 0 {
            let size = node.size();
            self.count(size, &node.range)?;
            self.anchors.values.insert(anchor, (node.clone(), size));
        }
        self.tree.add(node);
        Ok(())
    }

    fn alias(&mut self, anchor: usize, range: Range<usize>) -> Result<(), Box<Break>> {
        // An alias inside the value that it refers to: there is no finite text for it.
        let Some(&(_, size)) = self.anchors.values.get(&anchor) else {
            let span = Span::new(self.source.file, range);
            let problem = Problem::error(span, "an alias inside the value that it stands for");
            self.tree.problems.push(problem);
            self.tree.leave_out();
            return Ok(());
        };
        self.count(size, &range)?;
        let (node, _) = &self.anchors.values[&anchor];
        self.tree.add_copy(node.clone());
        Ok(())
    }

    fn count(&mut self, copies: usize, range: &Range<usize>) -> Result<(), Box<Break>> {
        match self.anchors.copies_left.checked_sub(copies) {
            Some(left) => {
                self.anchors.copies_left = left;
                Ok(())
            }
            None => {
                let span = Span::new(self.source.file, range.clone());
                let message = "aliases expand to more than 1,000,000 values";
                Err(Box::new(Break {
                    problem: Problem::error(span, message)
                        .help("write the values out, or give the records ids and refer to those"),
                    at: range.start - self.shift,
                    understood: self.understood,
                    in_brackets: None,
                    is_fatal: true,
                }))
            }
        }
    }

    /// A map with what its `<<` entries bring in; keys of its own come first.
    fn merged(&mut self, mut node: Node<'a>) -> Node<'a> {
        let Value::Map(entries) = &mut node.value else {
            return node;
        };
        let is_merge = |entry: &Entry<'_>| entry.key.text == "<<" && !entry.key.quoted;
        if !entries.iter().any(is_merge) {
            return node;
        }
        let (merges, mut merged): (Vec<_>, Vec<_>) =
            std::mem::take(entries).into_iter().partition(is_merge);
        let mut known: HashSet<Cow<'a, str>> =
            merged.iter().map(|entry| entry.key.text.clone()).collect();
        for merge in merges {
            let maps = match merge.value.value {
                Value::List(maps) => maps,
                _ => vec![merge.value],
            };
            for map in maps {
                match map.value {
                    Value::Map(more) => merged.extend(
                        more.into_iter()
                            .filter(|entry| known.insert(entry.key.text.clone())),
                    ),
                    _ => self.tree.problems.push(
                        Problem::error(
                            Span::new(self.source.file, merge.key_range.clone()),
                            "`<<` takes a map, or a list of maps",
                        )
                        .help("write `<<: *anchor`, where `&anchor` stands before a map"),
                    ),
                }
            }
        }
        *entries = merged;
        node
    }

    fn in_brackets(&self) -> Option<LeftOut<'static>> {
        let is_flow = |&(_, style): &(usize, StructureStyle)| style == StructureStyle::Flow;
        let depth = self.open.iter().position(is_flow)?.checked_sub(1)?;
        let path = self.tree.path();
        let key = path.get(depth)?.map(|key| key.to_owned().into());
        Some(LeftOut {
            depth,
            start: self.tree.start_of(depth + 1)?,
            key,
            is_key: false,
        })
    }

    /// The fault that the parser found in its text.
    pub fn syntax(&self, error: &ScanError, text: &str) -> Break {
        let at = error.marker().byte_offset().unwrap_or(self.understood);
        let explained = explain::explain(error.kind(), text, at, self.understood);
        let span = |at: usize| {
            let end = at + text[at..].chars().next().map_or(0, char::len_utf8);
            Span::new(self.source.file, at + self.shift..end + self.shift)
        };
        let mut problem =
            Problem::error(span(explained.at), explained.message).help(explained.help);
        if let Some((at, label)) = explained.related {
            problem = problem.related(span(at), label);
        }
        Break {
            problem,
            at,
            understood: self.understood,
            in_brackets: self.in_brackets(),
            is_fatal: false,
        }
    }
}

/// Whether an unquoted text means that there is no value.
fn is_null(text: &str) -> bool {
    matches!(text, "" | "~" | "null" | "Null" | "NULL")
}
