//! The findings of `check` as a table for spreadsheets: a finding a row, lists with `;` between.

use std::io::{self, Write};

use super::finding::ids;
use super::place::Location;
use super::select::Accepting;
use super::{Checked, document};
use crate::rules::{Accepted, Finding, Packed, fingerprint};

/// The names of the columns, in order.
pub const COLUMNS: [&str; 15] = [
    "rule",
    "severity",
    "message",
    "claims",
    "actors",
    "events",
    "evidence",
    "reports",
    "statements",
    "path",
    "line",
    "column",
    "help",
    "fingerprint",
    "accepted",
];

/// Writes the table.
///
/// # Errors
/// Where `out` cannot be written to.
pub fn check(
    checked: &Checked<'_, '_>,
    accepting: Accepting,
    out: &mut dyn Write,
) -> io::Result<()> {
    let shown: Vec<&Packed> = checked.shown(accepting).collect();
    document::write_table(out, COLUMNS, &shown, |finding, writer| {
        writer.write_record(row(checked, &finding.open()))
    })
}

fn row(checked: &Checked<'_, '_>, finding: &Finding) -> [String; COLUMNS.len()] {
    let graph = checked.facts.graph();
    let place = checked.spans(finding).into_iter().next();
    let place = place.map(|span| Location::of(checked.sources, span));
    let number = |number: Option<usize>| number.map_or(String::new(), |number| number.to_string());
    let line = number(place.as_ref().map(|place| place.line));
    let column = number(place.as_ref().map(|place| place.column));
    [
        finding.rule.to_owned(),
        finding.severity.word().to_owned(),
        finding.message(checked.facts),
        ids(graph, &finding.claims).join(";"),
        ids(graph, &finding.actors).join(";"),
        ids(graph, &finding.events).join(";"),
        ids(graph, &finding.evidence).join(";"),
        ids(graph, &finding.reports).join(";"),
        ids(graph, &finding.statements).join(";"),
        place.map_or(String::new(), |place| place.path.to_owned()),
        line,
        column,
        finding.help.clone().into_owned(),
        fingerprint(graph, finding),
        match &finding.accepted {
            None => String::new(),
            Some(Accepted::Allowed { because, .. }) => format!("allowed: {because}"),
            Some(Accepted::Known) => "baseline".to_owned(),
        },
    ]
}
