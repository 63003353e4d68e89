//! What `check` found, in short, as Markdown: for the summary of a job, a review or a mail.

use std::io::{self, Write};

use super::place::Location;
use super::select::Options;
use super::{Checked, MOST_STALE, Tally, safe, words};
use crate::analysis::Status;
use crate::rules::{Finding, Packed, Severity};

/// Writes the summary: how much there is of what, and a table of findings.
///
/// # Errors
/// Where `out` cannot be written to.
pub fn check(checked: &Checked<'_, '_>, options: Options, out: &mut dyn Write) -> io::Result<()> {
    let tally = Tally::of(checked);
    writeln!(out, "## claimgraph\n")?;
    if !checked.complete {
        writeln!(out, "**The input has errors, and nothing was analysed.**\n")?;
    }
    problems(checked, out)?;
    if !checked.complete {
        return Ok(());
    }
    writeln!(out, "{}\n", headline(&tally))?;
    let is_shown = |finding: &&Packed| options.infos || finding.severity != Severity::Info;
    let mut shown = checked.shown(options.accepting).filter(is_shown).peekable();
    if shown.peek().is_some() {
        writeln!(
            out,
            "| | rule | finding | where |\n| --- | --- | --- | --- |"
        )?;
    }
    for finding in shown {
        row(checked, &finding.open(), out)?;
    }
    stale(checked, out)?;
    statuses(checked, &tally, out)
}

fn problems(checked: &Checked<'_, '_>, out: &mut dyn Write) -> io::Result<()> {
    for problem in checked.problems {
        let place = problem.span.map(|span| {
            let place = Location::of(checked.sources, span);
            format!(" ({}:{}:{})", escape(place.path), place.line, place.column)
        });
        writeln!(
            out,
            "- {}{}",
            escape(&problem.message),
            place.unwrap_or_default()
        )?;
    }
    if !checked.problems.is_empty() {
        writeln!(out)?;
    }
    Ok(())
}

/// What the baseline knows and is found no more.
fn stale(checked: &Checked<'_, '_>, out: &mut dyn Write) -> io::Result<()> {
    let gone = checked.stale.unwrap_or_default();
    if gone.is_empty() {
        return Ok(());
    }
    let entries = words::count(gone.len(), words::ENTRY);
    writeln!(out, "\n{entries} of the baseline found no more:\n")?;
    for entry in gone.iter().take(MOST_STALE) {
        writeln!(out, "- {}", escape(&entry.text()))?;
    }
    if gone.len() > MOST_STALE {
        let rest = words::grouped(gone.len() - MOST_STALE);
        writeln!(out, "- … and {rest} more")?;
    }
    Ok(())
}

fn headline(tally: &Tally) -> String {
    let number = |severity, noun| words::count(tally.findings(severity), noun);
    let mut text = format!(
        "**{}**, {}, {}, {}",
        number(Severity::Error, words::ERROR),
        number(Severity::Warning, words::WARNING),
        number(Severity::Info, words::INFO),
        number(Severity::Note, words::NOTE),
    );
    for part in tally.accepted_parts() {
        text.push_str(", ");
        text.push_str(&part);
    }
    text.push('.');
    text
}

fn row(checked: &Checked<'_, '_>, finding: &Finding, out: &mut dyn Write) -> io::Result<()> {
    let place = checked.spans(finding).into_iter().next();
    let place = place.map_or(String::new(), |span| {
        let place = Location::of(checked.sources, span);
        format!("{}:{}", escape(place.path), place.line)
    });
    let aside = if finding.counts() { "" } else { " (accepted)" };
    writeln!(
        out,
        "| {}{aside} | `{}` | {} | {place} |",
        finding.severity.word(),
        finding.rule,
        escape(&finding.message(checked.facts)),
    )
}

fn statuses(checked: &Checked<'_, '_>, tally: &Tally, out: &mut dyn Write) -> io::Result<()> {
    let claims = words::count(checked.facts.graph().claims().len(), words::CLAIM);
    match tally.facts_among() {
        Some(facts) => writeln!(
            out,
            "\n{} among {claims}:",
            words::count(facts, words::FACT)
        )?,
        None => writeln!(out, "\n{claims}:")?,
    }
    writeln!(out)?;
    for status in Status::ALL.into_iter().rev() {
        let number = tally.facts(status);
        if number > 0 {
            writeln!(out, "- {} {status}", words::grouped(number))?;
        }
    }
    Ok(())
}

/// A text in which nothing is markup, but for the backticks around ids.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in safe::inline(text).chars() {
        if matches!(
            character,
            '\\' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '&'
        ) {
            out.push('\\');
        }
        out.push(character);
    }
    out
}
