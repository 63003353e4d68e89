//! Where reading is taken up after a fault in the syntax: at the next record or statement, found by its indentation.
//!
//! A fault is shut in by the items of the [containers](Container) around it: the case, a section, a report, a
//! report's statements. The next line that is indented no deeper than the items of one of them begins an item of
//! it, whatever the parser took it for (inside an open quote, it took it for text). Items are then read one by
//! one, each by itself, so that no fault reaches beyond its item; each line is read at most once a level.

use std::borrow::Cow;

use crate::read::document;
use crate::read::node::{Node, Value};

/// A list or map, written in lines of its own, whose items are read one by one.
pub struct Container<'a> {
    /// Blanks before its items.
    pub column: usize,
    /// Whether its items begin with a dash.
    pub is_list: bool,
    /// Whether its last item is written on lines of its own: what is indented deeper may be a field of that.
    ends_in_block: bool,
    /// The key it stands under; none for the case and for what is an item of a list.
    pub name: Cow<'a, str>,
}

/// An item to be read by itself.
pub struct Piece {
    /// Offset of its first line.
    pub start: usize,
    /// Offset of the line after it.
    pub end: usize,
    /// Level of the container that it is an item of: 0 is the case.
    pub level: usize,
}

/// The containers, outermost first, that the last of what was read is in.
pub fn containers<'a>(text: &str, base: usize, whole: Option<&Node<'a>>) -> Vec<Container<'a>> {
    let Some(root) = whole else {
        return vec![Container {
            column: 0,
            is_list: false,
            ends_in_block: false,
            name: "".into(),
        }];
    };
    let mut found: Vec<Container<'a>> = Vec::new();
    let mut next = Some((Cow::Borrowed(""), root));
    while let Some((name, node)) = next {
        let outer = found.last().map(|outer| outer.column);
        let Some(layout) = layout(text, node, node.range.start - base, outer) else {
            break;
        };
        found.push(Container { name, ..layout });
        next = last_container(node, &found);
    }
    found
}

/// The container at a level, in the last of what was read.
pub fn at_level<'n, 'a>(root: &'n mut Node<'a>, level: usize) -> Option<&'n mut Node<'a>> {
    let mut names: Vec<Cow<'a, str>> = vec!["".into()];
    let mut node = root;
    while names.len() <= level {
        let at = last_item(node, &names)?;
        node = match &mut node.value {
            Value::Map(entries) => {
                let entry = &mut entries[at];
                names.push(entry.key.text.clone());
                &mut entry.value
            }
            Value::List(items) => {
                names.push("".into());
                &mut items[at]
            }
            Value::Empty | Value::Scalar(_) => return None,
        };
    }
    Some(node)
}

/// What the first line after a fault may be.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum After {
    /// What belongs to the item that the fault is in, if it is indented deeper.
    Item,
    /// An item of its own, wrongly indented: no item was open.
    Nothing,
}

/// Empties a section or list of statements that was taken for a text: its first item lacks its colon or dash.
pub fn empty_texts(text: &str, base: usize, root: &mut Node<'_>) {
    for level in [0, 2] {
        let Some(Value::Map(entries)) = at_level(root, level).map(|node| &mut node.value) else {
            continue;
        };
        let Some(last) = entries.last_mut() else {
            continue;
        };
        let key = last.key.text.as_ref();
        let holds_items = match level {
            0 => document::is_nearly_section(key),
            _ => key == "statements",
        };
        let end = last.key_range.end;
        let is_below = last.value.range.start >= line_after(text, end - base) + base;
        let is_text = matches!(&last.value.value, Value::Scalar(scalar) if !scalar.quoted);
        if holds_items && is_below && is_text {
            last.value = Node {
                range: end..end,
                value: Value::Empty,
            };
        }
    }
}

/// The first item of one of the `containers` at or after an offset, the start of a line.
pub fn next_piece(
    text: &str,
    from: usize,
    after: After,
    containers: &[Container<'_>],
) -> Option<Piece> {
    let mut lines = lines(text, from);
    let mut may_be_deeper = after == After::Nothing;
    let mut containers = containers;
    let (first, level) = lines.find_map(|line| {
        let is_item = line.begins == Begins::Item;
        let fits = |container: &Container<'_>| {
            container.is_list == is_item
                && line.indent > container.column
                && (is_item || !container.ends_in_block || names_record(text, &line))
        };
        let level = level_of(text, &line, containers).or_else(|| {
            containers
                .iter()
                .rposition(fits)
                .filter(|&level| may_be_deeper && level > 0)
        });
        may_be_deeper = false;
        if level.is_none() && hides_record(text, &line, containers) {
            // Whose fields come next is not known: go on with the next record.
            containers = &containers[..containers.len().min(2)];
        }
        Some((line, level?))
    })?;
    let is_marker = first.begins == Begins::Document;
    let has_fields_below = level > 0 && names_record(text, &first);
    let ends = |line: &Line| match (containers.get(level), line.begins) {
        _ if is_marker => false,
        (_, Begins::Document) => true,
        (Some(container), begins) => {
            let column = first.indent.min(container.column);
            match (container.is_list, begins) {
                (is_list, Begins::ItemAfterTab) => is_list,
                // Behind a tab, a text in quotes or brackets may go on.
                (_, Begins::Stray) => {
                    let may_go_on = is_tabbed(text, line) && !is_record_name(content(text, line));
                    line.indent <= column && !may_go_on
                }
                (true, Begins::Item) => line.indent <= container.column,
                // What follows the name of a record that stands too far left is in it.
                (false, Begins::Other) if !has_fields_below => line.indent <= container.column,
                (_, Begins::Other) | (true, _) => line.indent <= column,
                // The items of a list may stand as far left as the key above it.
                (false, _) => line.indent < column,
            }
        }
        (None, _) => line.indent == 0,
    };
    Some(Piece {
        start: first.start,
        end: lines.find(ends).map_or(text.len(), |line| line.start),
        level,
    })
}

/// Whether the value of a key that ends at `at` begins on a line below it.
pub fn begins_below(text: &str, at: usize) -> bool {
    let line = text[at..].lines().next().unwrap_or("");
    line.trim_start_matches(['"', '\''])
        .trim_start()
        .strip_prefix(':')
        .is_some_and(|rest| {
            let rest = rest.trim_start();
            rest.is_empty() || rest.starts_with('#')
        })
}

/// Offset of the line after the one that `at` lies in.
pub fn line_after(text: &str, at: usize) -> usize {
    memchr::memchr(b'\n', &text.as_bytes()[at..]).map_or(text.len(), |end| at + end + 1)
}

/// Offset of the start of the line that `at` lies in.
pub fn line_of(text: &str, at: usize) -> usize {
    memchr::memrchr(b'\n', &text.as_bytes()[..at]).map_or(0, |end| end + 1)
}

/// Whether the first line at or after an offset begins an item of a list.
pub fn is_list_item(text: &str, from: usize) -> bool {
    lines(text, from)
        .next()
        .is_some_and(|line| line.begins == Begins::Item)
}

/// Whether a line begins a record in a list, not a text.
pub fn is_statement(text: &str, line: usize) -> bool {
    let line = text[line..].lines().next().unwrap_or("").trim();
    line.starts_with("- ") && line.contains(['{', ':'])
}

/// Takes the last item out of a container.
pub fn drop_last(container: &mut Node<'_>) {
    match &mut container.value {
        Value::Map(entries) => drop(entries.pop()),
        Value::List(items) => drop(items.pop()),
        Value::Empty | Value::Scalar(_) => {}
    }
}

/// Whether a piece begins another document.
pub fn is_document(text: &str, piece: &Piece) -> bool {
    lines(text, piece.start)
        .next()
        .is_some_and(|line| line.begins == Begins::Document)
}

/// Whether the last key of a case is none that holds records, however it is spelled.
pub fn ends_in_no_section(root: &Node<'_>) -> bool {
    match &root.value {
        Value::Map(entries) => entries
            .last()
            .is_some_and(|entry| !document::is_nearly_section(&entry.key.text)),
        _ => false,
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Begins {
    /// `- `
    Item,
    /// The same behind a tab, where no item can be read.
    ItemAfterTab,
    /// A closing bracket before something else, or a tab: no item.
    Stray,
    /// `---` or `...`
    Document,
    Other,
}

struct Line {
    start: usize,
    indent: usize,
    begins: Begins,
}

/// The lines from an offset on, without comments and those that only close brackets.
fn lines(text: &str, from: usize) -> impl Iterator<Item = Line> {
    let mut start = from.min(text.len());
    std::iter::from_fn(move || {
        while start < text.len() {
            let line_start = start;
            start = line_after(text, start);
            let line = text[line_start..start].trim_end();
            let content = line.trim_start_matches(' ');
            let indent = line.len() - content.len();
            let is_tabbed = content.starts_with('\t');
            let after_brackets = content.trim_start_matches(['}', ']', ',', ' ']);
            if after_brackets.is_empty() || after_brackets.starts_with('#') {
                continue;
            }
            let begins = match content {
                _ if is_tabbed && content.trim_start().starts_with("- ") => Begins::ItemAfterTab,
                _ if is_tabbed || after_brackets.len() < content.len() => Begins::Stray,
                "---" | "..." if indent == 0 => Begins::Document,
                _ if indent == 0 && content.starts_with("--- ") => Begins::Document,
                _ if content == "-" || content.starts_with("- ") => Begins::Item,
                _ => Begins::Other,
            };
            return Some(Line {
                start: line_start,
                indent,
                begins,
            });
        }
        None
    })
}

/// The level that a line begins an item of, by its dash and its indentation, right or not.
fn level_of(text: &str, line: &Line, containers: &[Container<'_>]) -> Option<usize> {
    match line.begins {
        Begins::Document => return Some(0),
        Begins::ItemAfterTab | Begins::Stray => return None,
        Begins::Item | Begins::Other => {}
    }
    if containers.is_empty() {
        let is_known = line.indent == 0 && document::is_top_level_key(key_of(text, line));
        return is_known.then_some(0);
    }
    let is_list = line.begins == Begins::Item;
    let is_in_line = containers
        .iter()
        .any(|container| container.column == line.indent);
    let begins_key =
        |c: char| c.is_alphanumeric() || is_in_line && matches!(c, '"' | '\'' | '_' | '<');
    if !is_list && !key_of(text, line).starts_with(begins_key) {
        return None;
    }
    let mut outer = None;
    let mut found = None;
    for (level, container) in containers.iter().enumerate() {
        if container.is_list != is_list {
            continue;
        }
        let is_inside = match level {
            1 if found.is_none() && key_of(text, line).starts_with(char::is_alphanumeric) => true,
            _ => outer.is_none_or(|outer| line.indent > outer),
        };
        // What no case has at its top is a record that lost its blanks.
        let is_known =
            level > 0 || containers.len() == 1 || document::is_nearly_known(key_of(text, line));
        let is_outer = level == 2 && line.indent < container.column && names_record(text, line);
        if line.indent <= container.column && is_inside && is_known && !is_outer {
            found = Some(level);
        }
        outer = Some(container.column);
    }
    found
}

/// How a container is laid out; none if it is written in brackets.
fn layout<'a>(
    text: &str,
    node: &Node<'_>,
    at: usize,
    outer: Option<usize>,
) -> Option<Container<'a>> {
    let name = Cow::Borrowed("");
    let (is_list, last) = match &node.value {
        Value::Map(entries) => (false, entries.last().map(|entry| &entry.value)),
        Value::List(items) => (true, items.last()),
        Value::Empty => return layout_below(text, line_after(text, at), outer),
        Value::Scalar(_) => return None,
    };
    // To the parser, a list that stands as far left as its key begins behind its first dash.
    let start = line_of(text, at);
    let first = match text[start..at].find('-') {
        Some(dash) if is_list => start + dash,
        _ => at,
    };
    if text[first..].starts_with(['{', '[']) {
        return None;
    }
    Some(Container {
        column: first - start,
        is_list,
        ends_in_block: last.is_some_and(|last| {
            let is_flow =
                text[last.range.start - (node.range.start - at)..].starts_with(['{', '[']);
            matches!(last.value, Value::Map(_) | Value::List(_)) && !is_flow
        }),
        name,
    })
}

/// How a container is laid out whose first item is what a fault is in: its other items show it.
fn layout_below<'a>(text: &str, from: usize, outer: Option<usize>) -> Option<Container<'a>> {
    let outer = outer.unwrap_or(0);
    let is_inside = |line: &Line| line.indent > outer || line.begins == Begins::Item;
    let mut below = lines(text, from)
        .filter(|line| !matches!(line.begins, Begins::ItemAfterTab | Begins::Stray));
    let faulty = below.next().filter(is_inside);
    let next = below
        .take_while(|line| {
            let goes_on = line.begins != Begins::Document && line.indent >= outer;
            goes_on && (is_inside(line) || !document::is_nearly_known(key_of(text, line)))
        })
        .filter(is_inside)
        .min_by_key(|line| line.indent);
    // One blank more or less is the fault; what is indented much deeper is the content of that item.
    let first = match (faulty, next) {
        (Some(faulty), Some(next)) if next.indent <= faulty.indent + 1 => next,
        (Some(faulty), _) => faulty,
        (None, next) => next?,
    };
    Some(Container {
        column: first.indent,
        is_list: first.begins == Begins::Item,
        ends_in_block: false,
        name: Cow::Borrowed(""),
    })
}

/// Whether a line with a stray sign before its key names a record that has its fields on the lines below.
fn hides_record(text: &str, line: &Line, containers: &[Container<'_>]) -> bool {
    let is_outer = containers
        .get(1)
        .is_some_and(|section| line.indent <= section.column);
    let raw = text[line.start..]
        .lines()
        .next()
        .unwrap_or("")
        .trim_matches(' ');
    let content = raw.trim_start_matches(|c: char| !c.is_alphanumeric());
    is_outer && content.len() < raw.len() && !raw.starts_with("- ") && is_record_name(content)
}

/// Whether a line names a record that has its fields on the lines below.
fn names_record(text: &str, line: &Line) -> bool {
    is_record_name(content(text, line))
}

fn content<'t>(text: &'t str, line: &Line) -> &'t str {
    text[line.start..].lines().next().unwrap_or("").trim()
}

fn is_record_name(line: &str) -> bool {
    line.ends_with(':') && !matches!(line, "statements:" | "defaults:")
}

fn is_tabbed(text: &str, line: &Line) -> bool {
    text[line.start + line.indent..].starts_with('\t')
}

/// The key that a line begins with, if it does.
fn key_of<'t>(text: &'t str, line: &Line) -> &'t str {
    let rest = &text[line.start..];
    rest.split([':', '\n']).next().unwrap_or("").trim()
}

/// The last item of a container that is a container too.
fn last_container<'n, 'a>(
    node: &'n Node<'a>,
    found: &[Container<'a>],
) -> Option<(Cow<'a, str>, &'n Node<'a>)> {
    let names: Vec<Cow<'a, str>> = found
        .iter()
        .map(|container| container.name.clone())
        .collect();
    let at = last_item(node, &names)?;
    match &node.value {
        Value::Map(entries) => Some((entries[at].key.text.clone(), &entries[at].value)),
        Value::List(items) => Some(("".into(), &items[at])),
        Value::Empty | Value::Scalar(_) => None,
    }
}

/// Keys that are looked through for the last container: a case has seven, a report a dozen.
const MOST_KEYS: usize = 64;

/// Index of the last item that is a container, in one that lies inside those with these names.
fn last_item(node: &Node<'_>, names: &[Cow<'_, str>]) -> Option<usize> {
    let last_key = |is_it: fn(&str) -> bool| match &node.value {
        Value::Map(entries) => {
            let first = entries.len().saturating_sub(MOST_KEYS);
            let at = entries[first..]
                .iter()
                .rposition(|entry| is_it(&entry.key.text))?;
            Some(first + at)
        }
        _ => None,
    };
    let section = names.get(1).map_or("", AsRef::as_ref);
    match (names.len(), section) {
        (1, _) => last_key(document::is_nearly_section),
        (2, "reports") => match &node.value {
            Value::Map(entries) => entries.len().checked_sub(1),
            Value::List(items) => items.len().checked_sub(1),
            Value::Empty | Value::Scalar(_) => None,
        },
        (3, "reports") => last_key(|key| key == "statements"),
        _ => None,
    }
}
