//! The findings of `check` as workflow commands, which GitHub shows at the lines of a change.
//!
//! The form is `::error file=…,line=…::message`; see "Workflow commands for GitHub Actions" in GitHub's documentation.
//! GitHub shows ten of each level in a step; SARIF has no such bound.

use std::io::{self, Write};

use super::place::{Location, from_here};
use super::rules::sentence;
use super::select::Options;
use super::{Checked, safe};
use crate::case::problem::Gravity;
use crate::rules::Severity;
use crate::source::Span;

/// Writes an annotation for each problem and each finding.
///
/// # Errors
/// Where `out` cannot be written to.
pub fn check(checked: &Checked<'_, '_>, options: Options, out: &mut dyn Write) -> io::Result<()> {
    for problem in checked.problems {
        let level = match problem.gravity {
            Gravity::Error => "error",
            Gravity::Warning => "warning",
        };
        let help = problem.help.as_deref();
        let place = problem.span.map(|span| properties(checked, span));
        annotation(level, place, "input", &problem.message, help, out)?;
    }
    for finding in checked.shown(options.accepting) {
        if finding.severity == Severity::Info && !options.infos {
            continue;
        }
        let finding = finding.open();
        let level = match finding.severity {
            _ if !finding.counts() => "notice",
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info | Severity::Note => "notice",
        };
        let place = checked.spans(&finding).into_iter().next();
        let place = place.map(|span| properties(checked, span));
        let (message, help) = (finding.message(checked.facts), Some(&*finding.help));
        annotation(level, place, finding.rule, &message, help, out)?;
    }
    for entry in checked.stale.unwrap_or_default() {
        let message = format!("{} is in the baseline and found no more", entry.text());
        let help = Some("write it anew with `--write-baseline`");
        annotation("warning", None, "baseline", &message, help, out)?;
    }
    Ok(())
}

/// Where the annotation is shown. GitHub takes columns only within one line.
fn properties(checked: &Checked<'_, '_>, span: Span) -> String {
    let place = Location::of(checked.sources, span);
    let mut text = format!(
        "file={},line={},endLine={}",
        property(&from_here(place.path)),
        place.line,
        place.end_line
    );
    if place.line == place.end_line {
        text.push_str(&format!(
            ",col={},endColumn={}",
            place.column, place.end_column
        ));
    }
    text
}

fn annotation(
    level: &str,
    place: Option<String>,
    title: &str,
    message: &str,
    help: Option<&str>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let place = place.map_or(String::new(), |place| format!("{place},"));
    let mut text = sentence(message);
    if let Some(help) = help {
        text.push(' ');
        text.push_str(&sentence(help));
    }
    let (title, text) = (property(title), data(&text));
    writeln!(out, "::{level} {place}title={title}::{text}")
}

/// A text after `::`.
fn data(text: &str) -> String {
    // What would act on a terminal is shown; line breaks have become blanks.
    safe::inline(text).replace('%', "%25")
}

/// The value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_ends_before_the_help_begins() {
        let mut out = Vec::new();
        let message = "`a` (1 line) against `b` (1 line)";
        let help = Some("give both sides");
        annotation("warning", None, "contested-claim", message, help, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.ends_with("`b` (1 line). Give both sides.\n"), "{text}");
    }

    #[test]
    fn nothing_in_a_text_ends_the_command() {
        assert_eq!(data("50 %\n::error::x"), "50 %25 ::error::x");
        assert_eq!(property("a,b:c.yaml"), "a%2Cb%3Ac.yaml");
    }
}
