//! Pages of `explain`: what a claim stands on, down to its roots; and what there is to know of any other record.
//!
//! A page is put together once and written as text, Markdown or JSON.

mod actor;
mod claim;
mod record;
mod tree;

pub(super) use claim::{numbers, reason, related};

use std::fmt::Write;

use serde_json::{Value, json};

use super::markdown::escape;
use super::safe;
use super::style::Colour;
use crate::analysis::Facts;
use crate::case::Node;
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
#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    depth: usize,
    id: Option<String>,
    text: String,
}

impl Entry {
    /// What is told of one record.
    fn of(id: &str, text: impl Into<String>) -> Self {
        Entry {
            depth: 0,
            id: Some(id.to_owned()),
            text: text.into(),
        }
    }

    fn plain(text: impl Into<String>) -> Self {
        Entry {
            depth: 0,
            id: None,
            text: text.into(),
        }
    }
}

/// A heading with what stands under it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Section {
    heading: String,
    entries: Vec<Entry>,
}

/// What is told of one record.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Page {
    id: String,
    kind: &'static str,
    title: String,
    place: Option<String>,
    /// Short facts as heading and value; they stand in the head of a page.
    head: Vec<(&'static str, String)>,
    sections: Vec<Section>,
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

/// The page of a record.
pub fn explain(facts: &Facts<'_>, sources: &SourceMap, node: Node, form: Form) -> String {
    let mut page = match node {
        Node::Claim(claim) => claim::page(facts, claim),
        other => record::page(facts, other),
    };
    page.place = facts.graph().span(node).map(|span| sources.display(span));
    match form {
        Form::Text(colour) => text(&page, colour),
        Form::Markdown => markdown(&page),
        Form::Json => {
            let mut document = json(&page);
            document["schema_version"] = super::document::SCHEMA_VERSION.into();
            document["tool"] = json!(super::document::TOOL);
            let as_of = facts.settings().as_of.map(|date| date.to_string());
            document["as_of"] = json!(as_of);
            format!("{document:#}\n")
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

fn json(page: &Page) -> Value {
    let head: serde_json::Map<String, Value> = page
        .head
        .iter()
        .map(|(name, value)| (name.replace(' ', "_"), json!(value)))
        .collect();
    let sections: Vec<Value> = page
        .sections
        .iter()
        .map(|section| {
            let entries: Vec<Value> = (section.entries.iter())
                .map(|entry| json!({ "depth": entry.depth, "id": entry.id, "text": entry.text }))
                .collect();
            json!({ "heading": section.heading, "entries": entries })
        })
        .collect();
    json!({
        "id": page.id,
        "kind": page.kind,
        "title": page.title,
        "place": page.place,
        "head": head,
        "sections": sections,
    })
}
