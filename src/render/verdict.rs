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

/// A verdict as it is told: with the settings under which it holds.
pub struct Told<'a> {
    /// What came of checking the result, under its own settings.
    pub verdict: &'a Verdict,
    /// As of which date the result was made.
    pub as_of: Option<&'a str>,
    /// Its settings that are not those in force, in words.
    pub other_settings: &'a [String],
}

impl Told<'_> {
    /// Whether everything is confirmed, and under the settings in force: whoever asks for a plain yes did not ask for
    /// another date, or for other ties.
    pub fn is_confirmed(&self) -> bool {
        self.verdict.doubtful.is_empty() && self.other_settings.is_empty()
    }

    /// Writes it for reading. Under which other settings it holds comes first: no number says anything without them.
    ///
    /// # Errors
    /// Where `out` cannot be written to.
    pub fn text(&self, colour: Colour, all: bool, out: &mut dyn Write) -> io::Result<()> {
        let doubtful = &self.verdict.doubtful;
        let other = safe::inline(&self.other_settings.join("; ")).into_owned();
        match (self.other_settings.is_empty(), doubtful.is_empty()) {
            (true, _) => {}
            (_, true) => writeln!(out, "confirmed only under its own settings: {other}")?,
            (_, false) => writeln!(
                out,
                "checked under its own settings, not those in force: {other}"
            )?,
        }
        doubts(doubtful, colour, all, out)?;
        let parts: Vec<String> = (self.verdict.confirmed.iter())
            .map(|(part, &count)| parts_of(part, count))
            .collect();
        let confirmed = match parts.is_empty() {
            true => "nothing".to_owned(),
            false => parts.join(" · "),
        };
        let as_of = match self.as_of {
            Some(date) => format!(" as of {}", safe::inline(date)),
            None => String::new(),
        };
        match doubtful.len() {
            0 if self.is_confirmed() => {
                writeln!(out, "everything is confirmed{as_of}: {confirmed}")
            }
            0 => writeln!(out, "confirmed: {confirmed}"),
            doubtful => writeln!(
                out,
                "{} not confirmed; confirmed: {confirmed}",
                words::grouped(doubtful)
            ),
        }?;
        writeln!(out, "not looked at: {UNCONFIRMED}")
    }

    /// Writes it as one JSON document.
    ///
    /// # Errors
    /// Where `out` cannot be written to.
    pub fn json(&self, inputs: &[String], out: &mut dyn Write) -> io::Result<()> {
        let doubtful = self.verdict.doubtful.iter();
        let document = Document {
            schema_version: SCHEMA_VERSION,
            tool: TOOL,
            as_of: self.as_of,
            inputs,
            is_confirmed: self.is_confirmed(),
            other_settings: self.other_settings,
            confirmed: &self.verdict.confirmed,
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
}

/// Writes what is not confirmed, a line each.
fn doubts(doubtful: &[Doubtful], colour: Colour, all: bool, out: &mut dyn Write) -> io::Result<()> {
    let strong = colour.strong();
    let shown = if all { usize::MAX } else { MOST };
    for Doubtful {
        about,
        part,
        reason,
        is_beyond,
    } in doubtful.iter().take(shown)
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
    if doubtful.len() > shown {
        writeln!(
            out,
            "… and {} more: `-v` shows all",
            words::grouped(doubtful.len() - shown)
        )?;
    }
    Ok(())
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
    /// As of which date the result was made.
    as_of: Option<&'a str>,
    inputs: &'a [String],
    /// Whether everything is confirmed, under the settings in force.
    is_confirmed: bool,
    /// Settings of the result that are not those in force: it was checked under its own.
    other_settings: &'a [String],
    confirmed: &'a BTreeMap<&'static str, usize>,
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
