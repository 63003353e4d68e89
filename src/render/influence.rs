//! Through whom the citation paths of claims run: tables, CSV and JSON.

use std::io::{self, Write};

use schemars::JsonSchema;
use serde::Serialize;

use super::document::{self, Head, TableForm};
use super::style::Colour;
use super::table::{self, Align, Cell};
use super::{safe, words};
use crate::analysis::influence::Passage;
use crate::analysis::{Facts, Influence};
use crate::case::{ActorIdx, ClaimIdx, StatementIdx};

/// The document of `influence --format json`.
#[derive(Serialize, JsonSchema)]
pub struct InfluenceDocument<'a> {
    /// Version, program, date and inputs.
    #[serde(flatten)]
    pub head: Head<'a>,
    /// Ids of the claims whose paths are counted.
    pub claims: Vec<&'a str>,
    /// Citation paths of length one or more among their live support: a decimal number of any size.
    pub paths: String,
    /// Live statements in support.
    pub statements: usize,
    /// Citations among them.
    pub citations: usize,
    /// The actors on any path, the most paths first.
    pub actors: Vec<Row<'a>>,
    /// The statements on any path, the most paths first.
    pub through: Vec<Row<'a>>,
}

/// An actor or a statement with the paths that touch it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Row<'a> {
    /// Whether it is an actor or a statement.
    pub kind: &'static str,
    /// Its id.
    pub id: &'a str,
    /// Id of the actor who speaks.
    pub actor: &'a str,
    /// Paths that start at it, run through it or end at it: a decimal number of any size.
    pub paths: String,
    /// The part of all paths that these are, from 0 to 1.
    pub share: f64,
    /// Paths that end at it.
    pub ending: String,
    /// Whether it is a statement from which lines may begin; null for an actor.
    pub root: Option<bool>,
}

const COLUMNS: [&str; 7] = ["kind", "id", "actor", "paths", "share", "ending", "root"];

fn actor_row<'g>(facts: &Facts<'g>, of: &Influence, one: &Passage<ActorIdx>) -> Row<'g> {
    let id = facts.graph().id(one.of);
    Row {
        kind: "actor",
        id,
        actor: id,
        paths: one.paths.to_string(),
        share: of.share(&one.paths),
        ending: one.ending.to_string(),
        root: None,
    }
}

fn statement_row<'g>(facts: &Facts<'g>, of: &Influence, one: &Passage<StatementIdx>) -> Row<'g> {
    let graph = facts.graph();
    Row {
        kind: "statement",
        id: graph.id(one.of),
        actor: graph.id(graph.speaker(one.of)),
        paths: one.paths.to_string(),
        share: of.share(&one.paths),
        ending: one.ending.to_string(),
        root: Some(facts.lineage().is_root(facts.lineage().of(one.of))),
    }
}

/// Writes the influence in the network of some claims; of actors and of statements `limit` each.
///
/// # Errors
/// Where `out` cannot be written to.
pub fn influence(
    facts: &Facts<'_>,
    inputs: &[String],
    claims: &[ClaimIdx],
    limit: usize,
    form: TableForm,
    out: &mut dyn Write,
) -> io::Result<()> {
    let found = facts.influence(claims, limit);
    let actors: Vec<Row<'_>> = (found.through_actors.iter().take(limit))
        .map(|one| actor_row(facts, &found, one))
        .collect();
    let statements: Vec<Row<'_>> = (found.through_statements.iter().take(limit))
        .map(|one| statement_row(facts, &found, one))
        .collect();
    match form {
        TableForm::Text(colour) => {
            out.write_all(text(&found, &actors, &statements, colour).as_bytes())
        }
        TableForm::Csv => {
            let mut writer = csv::WriterBuilder::new()
                .has_headers(false)
                .from_writer(out);
            writer.write_record(COLUMNS)?;
            for row in actors.iter().chain(&statements) {
                writer.serialize(row)?;
            }
            writer.flush()
        }
        TableForm::Json => document::write(
            out,
            &InfluenceDocument {
                head: Head::new(facts, inputs),
                claims: claims
                    .iter()
                    .map(|&claim| facts.graph().id(claim))
                    .collect(),
                paths: found.paths.to_string(),
                statements: found.statements,
                citations: found.citations,
                actors,
                through: statements,
            },
        ),
    }
}

/// A number that a person can read: exact up to fifteen digits, then its size.
fn readable(digits: &str) -> String {
    match digits.len() {
        0..=15 => words::grouped_digits(digits),
        length => format!("{}.{}e{}", &digits[..1], &digits[1..4], length - 1),
    }
}

fn text(found: &Influence, actors: &[Row<'_>], statements: &[Row<'_>], colour: Colour) -> String {
    let paths = found.paths.to_string();
    let mut out = format!(
        "{} citation path{} among {} in support, with {}\n",
        readable(&paths),
        if paths == "1" { "" } else { "s" },
        words::count(found.statements, words::STATEMENT),
        words::count(found.citations, words::CITATION)
    );
    let all = [
        ("actor", actors, found.actors),
        ("statement", statements, found.through_statements.len()),
    ];
    for (what, rows, count) in all {
        if rows.is_empty() {
            continue;
        }
        let columns = [
            (what, Align::Left),
            ("paths", Align::Right),
            ("share", Align::Right),
            ("ending there", Align::Right),
            (if what == "actor" { "" } else { "by" }, Align::Left),
        ];
        let rows: Vec<[Cell; 5]> = rows
            .iter()
            .map(|row| {
                let by = match row.root {
                    None => String::new(),
                    Some(true) => format!("{} (a root)", safe::clip(row.actor, 40)),
                    Some(false) => safe::clip(row.actor, 40).into_owned(),
                };
                [
                    Cell::from(safe::clip(row.id, 48)),
                    Cell::from(readable(&row.paths)),
                    Cell::from(format!("{:.1} %", 100.0 * row.share)),
                    Cell::from(readable(&row.ending)),
                    Cell::from(by),
                ]
            })
            .collect();
        out.push('\n');
        out.push_str(&table::text(columns, &rows, colour));
        if rows.len() < count {
            out.push_str(&format!(
                "… and {} more\n",
                words::grouped(count - rows.len())
            ));
        }
    }
    out
}
