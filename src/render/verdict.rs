//! What came of checking a result, as text and JSON.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::document::{self, SCHEMA_VERSION, TOOL, Tool};
use super::style::Colour;
use super::{safe, words};
use crate::verify::{Doubtful, UNCONFIRMED, Verdict};

/// How many doubts are shown unless all are asked for.
const MOST: usize = 50;

/// Writes a verdict for reading, with the settings of the result that are not those in force.
///
/// # Errors
/// Where `out` cannot be written to.
pub fn text(
    verdict: &Verdict,
    other_settings: &[String],
    colour: Colour,
    all: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    let strong = colour.strong();
    let shown = if all { usize::MAX } else { MOST };
    for Doubtful {
        about,
        part,
        reason,
        is_beyond,
    } in verdict.doubtful.iter().take(shown)
    {
        let about = safe::inline(about);
        let reason = safe::inline(reason);
        writeln!(
            out,
            "{strong}{}{strong:#}: {part} of `{about}`: {reason}",
            if *is_beyond {
                "cannot be checked"
            } else {
                "not confirmed"
            }
        )?;
    }
    let doubtful = verdict.doubtful.len();
    if doubtful > shown {
        writeln!(
            out,
            "… and {} more: `-v` shows all",
            words::grouped(doubtful - shown)
        )?;
    }
    let parts: Vec<String> = (verdict.confirmed.iter())
        .map(|(part, &count)| parts_of(part, count))
        .collect();
    let confirmed = match parts.is_empty() {
        true => "nothing".to_owned(),
        false => parts.join(" · "),
    };
    match doubtful {
        0 => writeln!(out, "everything is confirmed: {confirmed}"),
        _ => writeln!(
            out,
            "{} not confirmed; confirmed: {confirmed}",
            words::grouped(doubtful)
        ),
    }?;
    writeln!(out, "not looked at: {UNCONFIRMED}")?;
    match other_settings {
        [] => Ok(()),
        other => {
            let other = safe::inline(&other.join("; ")).into_owned();
            writeln!(
                out,
                "the result was made under other settings than those in force, and is checked under its own: {other}"
            )
        }
    }
}

/// How many of a part: `98 findings`, `2 lines of support`. Of most parts each claim has several, and they go by the
/// plural.
fn parts_of(part: &str, count: usize) -> String {
    let noun = match part {
        "cycle" => words::CYCLE,
        "finding" => words::FINDING,
        "status" => words::STATUS,
        _ => return format!("{} {part}", words::grouped(count)),
    };
    words::count(count, noun)
}

#[derive(Serialize)]
struct Document<'a> {
    schema_version: &'static str,
    tool: Tool,
    inputs: &'a [String],
    is_confirmed: bool,
    confirmed: &'a BTreeMap<&'static str, usize>,
    /// Settings of the result that are not those in force: it was checked under its own.
    other_settings: &'a [String],
    not_confirmed: Vec<Entry<'a>>,
    /// What was not looked at.
    unconfirmed: &'static str,
}

#[derive(Serialize)]
struct Entry<'a> {
    about: &'a str,
    part: &'static str,
    reason: &'a str,
    /// Whether it is more than can be checked, and may well be right.
    is_beyond: bool,
}

/// Writes a verdict as one JSON document.
///
/// # Errors
/// Where `out` cannot be written to.
pub fn json(
    verdict: &Verdict,
    other_settings: &[String],
    inputs: &[String],
    out: &mut dyn Write,
) -> io::Result<()> {
    let doubtful = verdict.doubtful.iter();
    let document = Document {
        schema_version: SCHEMA_VERSION,
        tool: TOOL,
        inputs,
        is_confirmed: verdict.doubtful.is_empty(),
        confirmed: &verdict.confirmed,
        other_settings,
        not_confirmed: doubtful
            .map(|one| Entry {
                about: &one.about,
                part: one.part,
                reason: &one.reason,
                is_beyond: one.is_beyond,
            })
            .collect(),
        unconfirmed: UNCONFIRMED,
    };
    document::write(out, &document)
}
