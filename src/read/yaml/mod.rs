//! YAML, the form that people write.
//!
//! A text is parsed as a whole. Where its syntax is at fault, what was complete is kept, and reading is taken up
//! again at the next record or statement (see [`outline`]): a fault costs the item that it is in, and no other.

mod builder;
mod explain;
mod outline;

use std::ops::Range;

use granit_parser::{Event, Parser, StrInput};

use self::builder::{Anchors, Break, Builder};
use self::outline::{After, Container, Piece};
use super::document;
use super::node::{Complete, LeftOut, MAX_DEPTH, Node, Value};
use super::reading::{Reading, Source};
use super::text;
use crate::case::problem::Problem;
use crate::case::sink::RecordSink;
use crate::source::Span;

/// Values that may be copied for anchors and aliases in one file: a few bytes can ask for billions.
const MAX_COPIES: usize = 1_000_000;

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
            anchors: Anchors::new(MAX_COPIES),
            whole: None,
            line: (0, 1),
        };
        let documents = file.read(&mut reading);
        if documents == 0 && faultless {
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
    anchors: Anchors<'s>,
    /// What was read of the document.
    whole: Option<Node<'s>>,
    /// The number of the line at an offset: later ones are counted from here.
    line: (usize, usize),
}

/// Where reading broke off.
struct Fault<'s> {
    problem: Problem,
    /// Offset of the fault.
    at: usize,
    /// The record or statement that it is in.
    left_out: Option<LeftOut<'s>>,
    /// Whether some of what is left out was read all the same: the first statements of a report in brackets.
    is_partial: bool,
    resume: Resume,
    is_fatal: bool,
}

/// Where the next item may begin.
#[derive(Clone, Copy)]
struct Resume {
    from: usize,
    after: After,
    /// The deepest level at which items may follow.
    level: usize,
}

impl<'s> File<'s> {
    /// Reads all of it; the number of documents, read in part or whole.
    fn read<S: RecordSink>(&mut self, reading: &mut Reading<S>) -> usize {
        let mut documents = 0;
        let mut around = Vec::new();
        let mut piece = Piece {
            start: 0,
            end: self.text.len(),
            level: 0,
        };
        // A fault that is told once it is known where reading goes on.
        let mut untold: Option<Fault<'s>> = None;
        loop {
            let fault = self
                .piece(&piece, &around, &mut documents, reading)
                .map(|fault| self.confined(&piece, fault, reading));
            let is_repeated = untold
                .as_ref()
                .zip(fault.as_ref())
                .is_some_and(|(before, again)| {
                    before.left_out.is_none() && piece.start <= before.at && again.at <= before.at
                });
            let mut next = Resume {
                from: piece.end,
                after: After::Item,
                level: piece.level,
            };
            let mut is_fatal = false;
            if is_repeated {
                next = self.past(&piece);
                // Alone, the item says more clearly what it lacks.
                if let (Some(before), Some(again)) = (&mut untold, fault) {
                    before.problem = again.problem;
                    before.left_out = again.left_out;
                }
            } else {
                if let Some(fault) = untold.take() {
                    self.tell(fault, Some(&piece), reading);
                }
                untold = fault;
                if let Some(fault) = &untold {
                    next = fault.resume;
                    is_fatal = fault.is_fatal;
                }
            }
            around = outline::containers(self.text, self.base, self.whole.as_ref());
            around.truncate(next.level.saturating_add(1));
            match outline::next_piece(self.text, next.from, next.after, &around) {
                Some(next) if !is_fatal => piece = next,
                _ => break,
            }
            if outline::is_document(self.text, &piece) {
                documents += usize::from(self.deliver(reading));
                around.clear();
            }
        }
        if let Some(fault) = untold {
            documents += 1;
            self.tell(fault, None, reading);
        }
        documents + usize::from(self.deliver(reading))
    }

    /// Reads one item by itself, or the documents from here on.
    fn piece<S: RecordSink>(
        &mut self,
        piece: &Piece,
        around: &[Container<'s>],
        documents: &mut usize,
        reading: &mut Reading<S>,
    ) -> Option<Fault<'s>> {
        let text: &'s str = &self.text[piece.start..piece.end];
        let options = granit_parser::options! {
            emit_unresolved_aliases: true,
            emit_anchor_events: true,
            flow_nesting_limit: MAX_DEPTH,
            block_nesting_limit: MAX_DEPTH,
        };
        let mut parser = Parser::<StrInput<'s>>::new_from_str_with_options(text, options);
        parser.set_anchor_offset(self.anchors.next);
        let shift = self.base + piece.start;
        let mut builder = Builder::new(self.source, shift, &mut self.anchors);
        for event in parser {
            let broken = match event {
                Ok((Event::DocumentEnd, _)) => {
                    let root = builder.tree.take_root();
                    reading.problems.extend(builder.tree.problems.drain(..));
                    if piece.end == self.text.len() && piece.level == 0 && self.whole.is_none() {
                        builder.anchors.forget();
                        *documents += usize::from(deliver(self.source, root, reading));
                        continue;
                    }
                    return root.and_then(|root| self.join(piece, root));
                }
                Ok((event, mark)) => builder.event(event, mark),
                Err(error) => Err(Box::new(builder.syntax(&error, text))),
            };
            if let Err(fault) = broken {
                let names: Vec<&str> = match around {
                    [] => vec![""],
                    around => around[..=piece.level]
                        .iter()
                        .map(|one| one.name.as_ref())
                        .collect(),
                };
                let begins = |at| outline::begins_below(self.text, at - self.base);
                let complete = builder.tree.take_complete(&names, begins);
                reading.problems.extend(builder.tree.problems.drain(..));
                return Some(self.broken(piece, *fault, complete));
            }
        }
        None
    }

    /// Adds what a piece holds to the container that it is of; a fault where it is no item.
    fn join(&mut self, piece: &Piece, root: Node<'s>) -> Option<Fault<'s>> {
        let Some(whole) = &mut self.whole else {
            self.whole = Some(root);
            return None;
        };
        let container = outline::at_level(whole, piece.level)?;
        match (&mut container.value, root.value) {
            (Value::Map(entries), Value::Map(more)) => entries.extend(more),
            (Value::List(items), Value::List(more)) => items.extend(more),
            (Value::Empty, value @ (Value::Map(_) | Value::List(_))) => {
                container.value = value;
                container.range.start = root.range.start;
            }
            _ => return Some(self.no_item(piece, root.range)),
        }
        container.range.end = root.range.end;
        None
    }

    fn no_item(&self, piece: &Piece, range: Range<usize>) -> Fault<'s> {
        let explained = explain::no_item(range.start - self.base);
        let span = Span::new(self.source.file, range);
        Fault {
            problem: Problem::error(span, explained.message).help(explained.help),
            at: explained.at,
            left_out: None,
            is_partial: false,
            resume: Resume {
                from: piece.end,
                after: After::Item,
                level: piece.level,
            },
            is_fatal: false,
        }
    }

    /// The fault as it is without what follows its item: an item that is not closed takes in all that follows, and
    /// one that is complete may not have been recognised as such.
    fn confined<S: RecordSink>(
        &mut self,
        piece: &Piece,
        mut fault: Fault<'s>,
        reading: &mut Reading<S>,
    ) -> Fault<'s> {
        let mut around = outline::containers(self.text, self.base, self.whole.as_ref());
        around.truncate(fault.resume.level.saturating_add(1));
        let Some(item) = self.item(piece, &fault, &around) else {
            return fault;
        };
        if fault.is_partial
            && let Some(container) = self.whole.as_mut()
            && let Some(container) = outline::at_level(container, item.level)
        {
            outline::drop_last(container);
        }
        match self.piece(&item, &around, &mut 0, reading) {
            Some(again) => {
                let line = outline::line_of(self.text, again.at);
                let shorter = Piece { end: line, ..item };
                // The next statement, indented too far, was taken for a part of this one.
                let is_other = line > item.start && outline::is_statement(self.text, line);
                if is_other && self.piece(&shorter, &around, &mut 0, reading).is_none() {
                    fault.left_out = None;
                }
                fault.problem = again.problem;
            }
            None => fault.left_out = None,
        }
        fault
    }

    /// The item that a fault left incomplete, unless it was read alone.
    fn item(&self, piece: &Piece, fault: &Fault<'s>, around: &[Container<'s>]) -> Option<Piece> {
        let start = outline::line_of(self.text, fault.left_out.as_ref()?.start - self.base);
        let item = outline::next_piece(self.text, start, After::Nothing, around)?;
        let is_it = item.start == start && item.level == fault.resume.level;
        let was_alone = (item.start, item.end) == (piece.start, piece.end);
        (is_it && !was_alone).then_some(item)
    }

    /// Keeps what was complete when a piece broke off, and finds where the next item may begin.
    fn broken(&mut self, piece: &Piece, fault: Break, complete: Complete<'s>) -> Fault<'s> {
        let at = piece.start + fault.at;
        let understood = piece.start + fault.understood.min(fault.at);
        let mut left_out = complete.left_out;
        // What is in brackets cannot be gone on with: the item is all that they stand in.
        let is_partial = match (&left_out, &fault.in_brackets) {
            (Some(left_out), Some(item)) => item.depth < left_out.depth,
            (left_out, item) => left_out.is_none() && item.is_some(),
        };
        if is_partial && !left_out.as_ref().is_some_and(|left_out| left_out.is_key) {
            left_out = fault.in_brackets;
        }
        let in_other = left_out.as_ref().is_some_and(|left_out| left_out.depth > 0)
            && piece.level == 0
            && complete
                .root
                .as_ref()
                .is_some_and(outline::ends_in_no_section);
        let is_first = self.whole.is_none();
        let has_read = complete.root.is_some();
        if let Some(root) = complete.root {
            self.join(piece, root);
        }
        if let Some(whole) = &mut self.whole {
            outline::empty_texts(self.text, self.base, whole);
        }
        let resume = match &left_out {
            Some(left_out) if !left_out.is_key => Resume {
                from: outline::line_after(self.text, left_out.start - self.base),
                after: After::Item,
                level: match in_other {
                    true => 0,
                    false => piece.level + left_out.depth,
                },
            },
            None if !has_read && !is_first => self.past(piece),
            _ => self.after_nothing(piece, at, understood, left_out.as_ref()),
        };
        Fault {
            problem: fault.problem,
            at,
            left_out,
            is_partial,
            resume,
            is_fatal: fault.is_fatal,
        }
    }

    /// Where the next item may begin if none was open.
    fn after_nothing(
        &self,
        piece: &Piece,
        at: usize,
        understood: usize,
        brackets: Option<&LeftOut<'_>>,
    ) -> Resume {
        let next_line = |at| outline::line_after(self.text, at);
        let (from, after) = match brackets {
            // Brackets where a key was to come: their line may be a record, wrongly begun.
            Some(brackets) => {
                let line = outline::line_of(self.text, brackets.start - self.base);
                (line.max(next_line(piece.start)), After::Nothing)
            }
            None if next_line(understood) > at => (next_line(understood), After::Item),
            None => (next_line(understood), After::Nothing),
        };
        Resume {
            from,
            after,
            level: usize::MAX,
        }
    }

    /// Where items may follow the first line of a piece, which is none.
    fn past(&self, piece: &Piece) -> Resume {
        let from = outline::line_after(self.text, piece.start);
        Resume {
            from,
            after: After::Item,
            // Fields that follow may be those of a record of which that line was the name.
            level: match outline::is_list_item(self.text, from) {
                true => usize::MAX,
                false => piece.level,
            },
        }
    }

    /// Reports a fault, with what it costs and where reading goes on.
    fn tell<S: RecordSink>(
        &mut self,
        fault: Fault<'s>,
        next: Option<&Piece>,
        reading: &mut Reading<S>,
    ) {
        let goes_on = match next {
            Some(next) => {
                let (at, line) = self.line;
                let more =
                    memchr::memchr_iter(b'\n', &self.text.as_bytes()[at..next.start]).count();
                self.line = (next.start, line + more);
                format!("reading goes on at line {}", line + more)
            }
            None => "nothing after this is read".to_owned(),
        };
        let what = fault.left_out.map(|left_out| match left_out.key {
            Some(key) => format!("`{key}`"),
            None => "this item".to_owned(),
        });
        let label = match what {
            Some(what) if fault.is_partial => format!("the rest of {what} is left out; {goes_on}"),
            Some(what) => format!("{what} is left out; {goes_on}"),
            None => goes_on,
        };
        reading.problems.add(fault.problem.label(label));
    }

    /// Hands on what was read of a document; whether there was anything.
    fn deliver<S: RecordSink>(&mut self, reading: &mut Reading<S>) -> bool {
        self.anchors.forget();
        deliver(self.source, self.whole.take(), reading)
    }
}

fn deliver<S: RecordSink>(
    source: Source<'_>,
    root: Option<Node<'_>>,
    reading: &mut Reading<S>,
) -> bool {
    let root = root.filter(|root| root.value != Value::Empty);
    if let Some(root) = &root {
        document::read(source, root, reading);
    }
    root.is_some()
}
