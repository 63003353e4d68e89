//! Pages of `explain`: what a claim stands on, down to its roots; and what there is to know of any other record.
//!
//! A page is put together once and written as text, Markdown or JSON.

mod actor;
mod claim;
mod doubt;
mod record;
mod tree;

pub(super) use claim::{numbers, reason, related};

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write};

use schemars::JsonSchema;
use serde::{Serialize, Serializer};

use super::document::{self, Head};
use super::markdown::escape;
use super::safe;
use super::style::Colour;
use super::support;
use crate::analysis::{Facts, LineageIdx};
use crate::case::{Node, StatementIdx};
use crate::rules::taken_back::{first_retraction, why_not};
use crate::source::SourceMap;

/// In what form a page is written.
#[derive(Clone, Copy, Debug)]
pub enum Form {
    /// For a terminal.
    Text(Colour),
    /// For a note or a ticket.
    Markdown,
    /// One document.
    Json,
}

/// A line of a list or a tree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
struct Entry {
    /// How far it is below its section: what stands below the last that is less deep belongs to that.
    depth: usize,
    /// The record that it tells of, if it is one.
    id: Option<String>,
    /// What it says.
    text: String,
    /// Of a statement that was taken back: the id of the first statement that did.
    #[serde(skip_serializing_if = "Option::is_none")]
    taken_back_by: Option<String>,
}

impl Entry {
    /// What is told of one record.
    fn of(id: &str, text: impl Into<String>) -> Self {
        Entry {
            id: Some(id.to_owned()),
            ..Entry::plain(text)
        }
    }

    /// What is told of a statement, and why it does not count where that is so.
    fn said(facts: &Facts<'_>, at: StatementIdx, text: impl Into<String>) -> Self {
        let mut entry = Entry::of(facts.graph().id(at), text);
        if let Some(why) = why_not(facts, at) {
            entry.text.push_str(&format!(" — {why}"));
            let by = first_retraction(facts, at);
            entry.taken_back_by = by.map(|by| facts.graph().id(by).to_owned());
        }
        entry
    }

    /// The same of a node of the lineage, which may be no statement.
    fn at(facts: &Facts<'_>, node: LineageIdx, text: impl Into<String>) -> Self {
        match facts.lineage().statement(node) {
            Some(at) => Entry::said(facts, at, text),
            None => Entry::plain(text),
        }
    }

    fn plain(text: impl Into<String>) -> Self {
        Entry {
            depth: 0,
            id: None,
            text: text.into(),
            taken_back_by: None,
        }
    }
}

/// A heading with what stands under it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
struct Section {
    /// The heading.
    heading: String,
    /// What stands under it, in order.
    entries: Vec<Entry>,
}

/// What is told of one record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
struct Page {
    /// The id of the record.
    id: String,
    /// What sort of record it is.
    kind: &'static str,
    /// Its name, text or sentence.
    title: String,
    /// Where it is declared: file, line and column.
    place: Option<String>,
    /// Short facts by their names.
    #[serde(serialize_with = "by_name")]
    #[schemars(with = "BTreeMap<String, String>")]
    head: Vec<(&'static str, String)>,
    /// What is told at length; none is empty.
    sections: Vec<Section>,
}

/// Short facts as fields: their names with a low line for each blank.
fn by_name<S: Serializer>(facts: &[(&'static str, String)], to: S) -> Result<S::Ok, S::Error> {
    to.collect_map(
        facts
            .iter()
            .map(|(name, text)| (name.replace(' ', "_"), text)),
    )
}

/// The document of `explain --format json`.
#[derive(Serialize, JsonSchema)]
pub struct ExplainDocument<'a> {
    /// Version, program, date and inputs.
    #[serde(flatten)]
    pub head: Head<'a>,
    #[serde(flatten)]
    page: Page,
    /// The numbers of a claim or a statement, as `support` gives them.
    #[serde(skip_serializing_if = "Option::is_none")]
    numbers: Option<Numbers<'a>>,
}

#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
enum Numbers<'a> {
    Claim(Box<support::Row<'a>>),
    Statement(Box<support::StatementRow<'a>>),
}

impl<'a> Numbers<'a> {
    fn of(facts: &Facts<'a>, node: Node) -> Option<Self> {
        match node {
            Node::Claim(claim) => Some(Numbers::Claim(support::row(facts, claim).into())),
            Node::Statement(at) => {
                Some(Numbers::Statement(support::statement_row(facts, at).into()))
            }
            _ => None,
        }
    }
}

impl Page {
    /// Adds a section unless it would be empty.
    fn section(&mut self, heading: impl Into<String>, entries: Vec<Entry>) {
        if !entries.is_empty() {
            self.sections.push(Section {
                heading: heading.into(),
                entries,
            });
        }
    }
}

/// Writes the page of a record.
///
/// # Errors
/// Where `out` cannot be written to.
pub fn explain(
    facts: &Facts<'_>,
    sources: &SourceMap,
    inputs: &[String],
    node: Node,
    form: Form,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut page = match node {
        Node::Claim(claim) => claim::page(facts, claim),
        other => record::page(facts, other),
    };
    page.place = facts.graph().span(node).map(|span| sources.display(span));
    match form {
        Form::Text(colour) => out.write_all(text(&page, colour).as_bytes()),
        Form::Markdown => out.write_all(markdown(&page).as_bytes()),
        Form::Json => {
            let document = ExplainDocument {
                head: Head::new(facts, inputs),
                page,
                numbers: Numbers::of(facts, node),
            };
            document::write(out, &document)
        }
    }
}

fn text(page: &Page, colour: Colour) -> String {
    let strong = colour.strong();
    let faint = colour.faint();
    let mut out = String::new();
    let _ = writeln!(
        out,
        "{strong}{}{strong:#}  {}",
        safe::inline(&page.id),
        safe::inline(&page.title)
    );
    if let Some(place) = &page.place {
        let _ = writeln!(
            out,
            "{faint}{} at {}{faint:#}",
            page.kind,
            safe::inline(place)
        );
    }
    for (name, value) in &page.head {
        let _ = writeln!(out, "  {name}: {}", safe::inline(value));
    }
    for section in &page.sections {
        let _ = writeln!(out, "\n{strong}{}{strong:#}", section.heading);
        for (line, entry) in tree::ruled(&section.entries) {
            let _ = writeln!(out, "  {faint}{line}{faint:#}{}", safe::inline(&entry.text));
        }
    }
    out
}

fn markdown(page: &Page) -> String {
    let mut out = format!("# `{}`\n\n{}\n", page.id, escape(&page.title));
    for (name, value) in &page.head {
        let _ = write!(out, "\n- **{name}:** {}", escape(value));
    }
    if !page.head.is_empty() {
        out.push('\n');
    }
    for section in &page.sections {
        let _ = write!(out, "\n## {}\n\n", section.heading);
        for entry in &section.entries {
            let _ = writeln!(out, "{}- {}", "  ".repeat(entry.depth), escape(&entry.text));
        }
    }
    out
}
