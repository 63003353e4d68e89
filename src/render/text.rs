//! The findings of `check` for reading: grouped by claim, with excerpts, witness and advice, and a summary line.

use std::collections::BTreeMap;
use std::fmt::Write;

use annotate_snippets::Level;

use super::excerpt::{Diagnostic, Mark, render};
use super::style::Colour;
use super::{Checked, safe, words};
use crate::analysis::Status;
use crate::case::{ClaimIdx, Node};
use crate::rules::{Finding, Severity, StepKind};

/// How much to show.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Whether and how text is coloured.
    pub colour: Colour,
    /// Whether findings of severity `info` are shown, or only counted.
    pub infos: bool,
    /// Whether only the summary is shown.
    pub summary_only: bool,
}

/// How many places of a witness are shown with their source.
const MOST_MARKS: usize = 4;
/// How many claims of a finding are listed.
const MOST_CLAIMS: usize = 12;

/// The report of `check`.
pub fn check(checked: &Checked<'_, '_>, options: Options) -> String {
    let mut text = String::new();
    if !options.summary_only {
        for group in groups(checked, options.infos) {
            header(checked, group[0], options.colour, &mut text);
            for finding in group {
                diagnostic(checked, finding, options.colour, &mut text);
            }
        }
    }
    text.push_str(&summary(checked, options));
    text
}

/// Findings about the same claims stand together, in the order of the first of them.
fn groups<'a>(checked: &Checked<'a, '_>, infos: bool) -> Vec<Vec<&'a Finding>> {
    let mut place: BTreeMap<&[ClaimIdx], usize> = BTreeMap::new();
    let mut groups: Vec<Vec<&Finding>> = Vec::new();
    for finding in checked.findings {
        if finding.severity == Severity::Info && !infos {
            continue;
        }
        let at = *place.entry(&finding.claims).or_insert(groups.len());
        match groups.get_mut(at) {
            Some(group) if !finding.claims.is_empty() => group.push(finding),
            _ => groups.push(vec![finding]),
        }
    }
    groups
}

/// The claims that the next findings are about, each with its status and its text.
fn header(checked: &Checked<'_, '_>, finding: &Finding, colour: Colour, text: &mut String) {
    let facts = checked.facts;
    let graph = facts.graph();
    let strong = colour.strong();
    for &claim in finding.claims.iter().take(MOST_CLAIMS) {
        let status = facts.status(claim);
        let look = colour.status(status);
        let support = &facts.standing(claim).support;
        let _ = writeln!(
            text,
            "{strong}{}{strong:#}  {look}{status}{look:#}, {}: {}",
            safe::inline(graph.id(claim)),
            words::interval_sentence(support.lines_min, support.lines_max, words::LINE),
            safe::clip(&graph.claim(claim).text, 400)
        );
    }
    if finding.claims.len() > MOST_CLAIMS {
        let rest = finding.claims.len() - MOST_CLAIMS;
        let _ = writeln!(text, "… and {}", words::count(rest, words::CLAIM));
    }
}

fn diagnostic(checked: &Checked<'_, '_>, finding: &Finding, colour: Colour, text: &mut String) {
    let places = checked.places(finding);
    let shown = places.len().min(MOST_MARKS);
    let marks = places[..shown]
        .iter()
        .map(|(span, label)| Mark {
            span: *span,
            label: label.clone(),
        })
        .collect();
    let graph = checked.facts.graph();
    let mut notes: Vec<String> = finding
        .witness
        .iter()
        .filter(|step| {
            let placed = matches!(
                step.node.map(|node| graph.node(node)),
                Some(Node::Statement(_))
            );
            step.kind == StepKind::Cut || !placed
        })
        .map(|step| step.text.clone())
        .collect();
    if places.len() > shown {
        let rest = words::count(places.len() - shown, words::STATEMENT);
        notes.push(format!("and {rest} more: `claimgraph explain` shows them"));
    }
    let diagnostic = Diagnostic {
        level: level(finding.severity),
        id: Some(finding.rule),
        title: finding.message.clone(),
        marks,
        notes,
        help: Some(finding.help.clone()),
    };
    text.push_str(&render(checked.sources, &diagnostic, colour));
    text.push('\n');
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
        Severity::Note => Level::NOTE,
    }
}

/// One line on findings, one on the case.
fn summary(checked: &Checked<'_, '_>, options: Options) -> String {
    let facts = checked.facts;
    let graph = facts.graph();
    let number = |severity: Severity| {
        let of = |finding: &&Finding| finding.severity == severity;
        checked.findings.iter().filter(of).count()
    };
    let mut text = String::new();
    let strong = options.colour.strong();
    let mut parts = vec![
        words::count(number(Severity::Error), words::ERROR),
        words::count(number(Severity::Warning), words::WARNING),
    ];
    let strengths = number(Severity::Note);
    if strengths > 0 {
        parts.push(words::count(strengths, words::STRENGTH));
    }
    let _ = write!(text, "{strong}{}{strong:#}", words::list(&parts));
    let infos = number(Severity::Info);
    if infos > 0 {
        let hint = if options.infos { "" } else { ": --info" };
        let _ = write!(text, " (+ {}{hint})", words::count(infos, words::INFO));
    }
    let _ = writeln!(
        text,
        ", about {} of {}",
        words::grouped(checked.claims_with_findings()),
        words::count(graph.claims().len(), words::CLAIM)
    );
    let mut statuses: BTreeMap<Status, usize> = BTreeMap::new();
    for claim in graph.claims() {
        *statuses.entry(facts.status(claim)).or_default() += 1;
    }
    let counted: Vec<String> = statuses
        .iter()
        .rev()
        .map(|(status, number)| format!("{} {status}", words::grouped(*number)))
        .collect();
    let _ = writeln!(
        text,
        "{} by {}{}{}",
        words::count(graph.statement_count(), words::STATEMENT),
        words::count(graph.actors().len(), words::ACTOR),
        if counted.is_empty() { "" } else { "; claims: " },
        counted.join(", ")
    );
    text
}
