//! YAML, the form that people write.
//!
//! The parser's events are built into a [`Node`] tree without recursion. It stops at the first fault in the
//! syntax; what was complete is kept, and reading takes up again at the next section of the case.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use granit_parser::{
    Event, Parser, ScalarStyle, ScanError, Span as Mark, StrInput, StructureStyle,
};

use super::document;
use super::node::{Entry, MAX_DEPTH, Node, Tree, Value};
use super::reading::{Reading, Source};
use super::{text, yaml_error};
use crate::case::problem::Problem;
use crate::case::sink::RecordSink;
use crate::source::Span;

/// Values that may be copied for anchors and aliases in one file: a few bytes can ask for billions.
const MAX_COPIES: usize = 1_000_000;

/// How often reading is taken up again after a fault in the syntax: each time costs at most one more pass.
const MAX_RESTARTS: usize = 16;

/// Reads a YAML file: each of its documents is a part of the case.
pub fn read<S: RecordSink>(sources: &[Source<'_>]) -> Reading<S> {
    let mut reading = Reading::<S>::default();
    for &source in sources {
        let document = text::document(source.file, source.bytes);
        let faultless = document.problem.is_none();
        reading.problems.extend(document.problem);
        let mut file = File {
            source,
            text: &document.text,
            base: document.base,
            copies_left: MAX_COPIES,
            documents: 0,
        };
        file.read(&mut reading);
        if file.documents == 0 && faultless {
            reading.problems.add(text::nothing_in(source));
        }
    }
    reading
}

struct File<'s> {
    source: Source<'s>,
    text: &'s str,
    /// Offset of the text in the file.
    base: usize,
    copies_left: usize,
    documents: usize,
}

/// A fault in the syntax.
struct Break {
    problem: Problem,
    /// Offset in the text of the end of the last thing that was understood.
    understood: usize,
    /// Whether it makes sense to go on.
    fatal: bool,
}

impl File<'_> {
    fn read<S: RecordSink>(&mut self, reading: &mut Reading<S>) {
        let mut from = 0;
        for restarts in 0..=MAX_RESTARTS {
            let Err(fault) = self.part(from, reading) else {
                return;
            };
            self.documents += 1;
            let next = yaml_error::next_section(self.text, fault.understood.max(from + 1))
                .filter(|_| !fault.fatal && restarts < MAX_RESTARTS);
            let unread = match next {
                Some(next) => {
                    let line =
                        1 + memchr::memchr_iter(b'\n', &self.text.as_bytes()[..next]).count();
                    format!("from here to line {line}, only whole records before this are read")
                }
                None => "nothing after this is read".to_owned(),
            };
            reading.problems.add(fault.problem.label(unread));
            match next {
                Some(next) => from = next,
                None => return,
            }
        }
    }

    /// Reads the documents from an offset on.
    fn part<S: RecordSink>(
        &mut self,
        from: usize,
        reading: &mut Reading<S>,
    ) -> Result<(), Box<Break>> {
        let mut builder = Builder {
            source: self.source,
            shift: self.base + from,
            tree: Tree::new(self.source.file),
            anchors: HashMap::new(),
            open: Vec::new(),
            copies_left: &mut self.copies_left,
            understood: 0,
        };
        let options = granit_parser::options! {
            emit_unresolved_aliases: true,
            flow_nesting_limit: MAX_DEPTH,
            block_nesting_limit: MAX_DEPTH,
        };
        let mut documents = 0;
        let mut deliver =
            |tree: &mut Tree<'_>, root: Option<Node<'_>>, reading: &mut Reading<S>| {
                reading.problems.extend(tree.problems.drain(..));
                if let Some(root) = root.filter(|root| root.value != Value::Empty) {
                    documents += 1;
                    document::read(self.source, &root, reading);
                }
            };
        let mut result = Ok(());
        for event in Parser::<StrInput<'_>>::new_from_str_with_options(&self.text[from..], options)
        {
            let broken = match event {
                Ok((Event::DocumentEnd, _)) => {
                    let root = builder.tree.take_root();
                    deliver(&mut builder.tree, root, reading);
                    continue;
                }
                Ok((event, mark)) => builder.event(event, mark),
                Err(error) => Err(Box::new(builder.syntax(&error, &self.text[from..]))),
            };
            if let Err(mut fault) = broken {
                fault.understood += from;
                let root = builder.tree.take_complete();
                deliver(&mut builder.tree, root, reading);
                result = Err(fault);
                break;
            }
        }
        self.documents += documents;
        result
    }
}

/// Builds the tree of one document after the other.
struct Builder<'b, 'a> {
    source: Source<'b>,
    /// What to add to the parser's offsets.
    shift: usize,
    tree: Tree<'a>,
    anchors: HashMap<usize, (Node<'a>, usize)>,
    /// Of each open list or map: its anchor, and whether it is written in brackets.
    open: Vec<(usize, StructureStyle)>,
    copies_left: &'b mut usize,
    /// End of the last event, in the parser's offsets.
    understood: usize,
}

impl<'a> Builder<'_, 'a> {
    fn event(&mut self, event: Event<'a>, mark: Mark) -> Result<(), Box<Break>> {
        let bytes = mark.byte_range().unwrap_or(0..0);
        let range = bytes.start + self.shift..bytes.end + self.shift;
        let understood = self.understood.max(bytes.end);
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let plain = style == ScalarStyle::Plain && tag.is_none();
                let node = if plain && (range.is_empty() || is_null(&text)) {
                    Node {
                        range,
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
            Event::Alias(anchor) => self.alias(anchor, range)?,
            Event::UnresolvedAlias(name) => {
                let span = Span::new(self.source.file, range);
                let problem = Problem::error(span, format!("no value has the anchor `&{name}`"));
                self.tree.problems.push(
                    problem.help(
                        "an unquoted `*` refers to an anchor: quote a text that begins with it",
                    ),
                );
                self.tree.leave_out();
            }
            _ => {}
        }
        self.understood = understood;
        Ok(())
    }

    /// Adds a value, and keeps a copy where it has an anchor.
    fn complete(&mut self, node: Node<'a>, anchor: usize) -> Result<(), Box<Break>> {
        if anchor > 0 {
            let size = node.size();
            self.count(size, &node.range)?;
            self.anchors.insert(anchor, (node.clone(), size));
        }
        self.tree.add(node);
        Ok(())
    }

    fn alias(&mut self, anchor: usize, range: Range<usize>) -> Result<(), Box<Break>> {
        // An alias inside the value that it refers to: there is no finite text for it.
        let Some(&(_, size)) = self.anchors.get(&anchor) else {
            let span = Span::new(self.source.file, range);
            let problem = Problem::error(span, "an alias inside the value that it stands for");
            self.tree.problems.push(problem);
            self.tree.leave_out();
            return Ok(());
        };
        self.count(size, &range)?;
        let (node, _) = &self.anchors[&anchor];
        self.tree.add_copy(node.clone());
        Ok(())
    }

    fn count(&mut self, copies: usize, range: &Range<usize>) -> Result<(), Box<Break>> {
        match self.copies_left.checked_sub(copies) {
            Some(left) => {
                *self.copies_left = left;
                Ok(())
            }
            None => {
                let span = Span::new(self.source.file, range.clone());
                let message = "aliases expand to more than 1,000,000 values";
                Err(Box::new(Break {
                    problem: Problem::error(span, message)
                        .help("write the values out, or give the records ids and refer to those"),
                    understood: self.understood,
                    fatal: true,
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

    fn syntax(&mut self, error: &ScanError, text: &str) -> Break {
        let at = error.marker().byte_offset().unwrap_or(self.understood);
        let explained = yaml_error::explain(error.kind(), text, at, self.understood);
        let end = at + text[at..].chars().next().map_or(0, char::len_utf8);
        let span = Span::new(self.source.file, at + self.shift..end + self.shift);
        let mut problem = Problem::error(span, explained.message).help(explained.help);
        if let Some((at, label)) = explained.origin {
            let start = at + self.shift;
            problem = problem.related(Span::new(self.source.file, start..start + 1), label);
        }
        Break {
            problem,
            understood: self.understood,
            fatal: false,
        }
    }
}

/// Whether an unquoted text means that there is no value.
fn is_null(text: &str) -> bool {
    matches!(text, "" | "~" | "null" | "Null" | "NULL")
}
