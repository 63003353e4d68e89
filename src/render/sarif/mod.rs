//! The findings of `check` as SARIF 2.1.0 (OASIS, 2020), for code-scanning tools.
//!
//! Only the rules that fired are described. Witnesses that lead somewhere (lines, cycles, dated chains) are code
//! flows; fingerprints hold no line number.

mod log;

use std::io::{self, Write};

use super::document::{self, Each, TOOL};
use super::place::{Location, from_here, uri};
use super::{Checked, rules as pages};
use crate::case::problem::Gravity;
use crate::rules::{Accepted, Finding, Rule, Severity, Step, StepKind, fingerprint, rule};
use crate::source::Span;

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// Writes the log.
///
/// # Errors
/// Where `out` cannot be written to.
pub fn check(checked: &Checked<'_, '_>, out: &mut dyn Write) -> io::Result<()> {
    let mut fired: Vec<&'static Rule> = Vec::new();
    for finding in checked.findings {
        if !fired.iter().any(|known| known.name == finding.rule) {
            fired.extend(rule(finding.rule));
        }
    }
    fired.sort_by_key(|row| row.name);
    let results = || {
        checked
            .findings
            .iter()
            .map(|one| result(checked, one, &fired))
    };
    let run = log::Run {
        tool: log::Tool {
            driver: log::Driver {
                name: TOOL.name,
                semantic_version: TOOL.version,
                rules: fired.iter().map(|row| descriptor(row)).collect(),
            },
        },
        invocations: [log::Invocation {
            execution_successful: checked.complete,
            tool_execution_notifications: notifications(checked),
        }],
        column_kind: "unicodeCodePoints",
        results: Each(results),
    };
    let log = log::Log {
        schema: SCHEMA,
        version: "2.1.0",
        runs: [run],
    };
    document::write(out, &log)
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info | Severity::Note => "note",
    }
}

fn text(text: impl Into<String>) -> log::Message {
    log::Message { text: text.into() }
}

fn descriptor(row: &Rule) -> log::Descriptor<'_> {
    log::Descriptor {
        id: row.name,
        short_description: text(pages::sentence(row.summary)),
        full_description: text(format!(
            "{} {}",
            pages::sentence(row.summary),
            pages::sentence(row.why)
        )),
        help: log::Help {
            text: format!(
                "{} {}",
                pages::sentence(row.help),
                pages::sentence(row.caveat)
            ),
            markdown: pages::markdown(row),
        },
        default_configuration: log::Configuration {
            level: level(row.severity),
        },
        properties: log::Properties {
            tags: [row.family],
            since: row.since,
            source: row.source,
        },
    }
}

/// Problems of the input with which the run went on.
fn notifications<'a>(checked: &'a Checked<'_, '_>) -> Vec<log::Notification<'a>> {
    let one = |problem: &'a crate::case::problem::Problem| log::Notification {
        level: match problem.gravity {
            Gravity::Error => "error",
            Gravity::Warning => "warning",
        },
        message: log::Message {
            text: &problem.message,
        },
        locations: problem
            .span
            .map(|span| place(checked, span))
            .into_iter()
            .collect(),
    };
    checked.problems.iter().map(one).collect()
}

fn place(checked: &Checked<'_, '_>, span: Span) -> log::Location {
    let place = Location::of(checked.sources, span);
    log::Location {
        physical_location: Some(log::Physical {
            artifact_location: log::Artifact {
                uri: uri(&from_here(&place.path)),
            },
            region: log::Region {
                start_line: place.line,
                start_column: place.column,
                end_line: place.end_line,
                end_column: place.end_column,
            },
        }),
        message: None,
    }
}

fn labelled(location: log::Location, label: &str) -> log::Location {
    log::Location {
        message: (!label.is_empty()).then(|| text(label)),
        ..location
    }
}

fn result<'a>(checked: &Checked<'_, '_>, finding: &'a Finding, fired: &[&Rule]) -> log::Result<'a> {
    let places = checked.places(finding);
    let mut places = places.iter();
    let message = pages::sentence(&finding.message);
    log::Result {
        rule_id: finding.rule,
        rule_index: fired.partition_point(|row| row.name < finding.rule),
        level: level(finding.severity),
        message: text(format!("{message} {}", pages::sentence(&finding.help))),
        locations: (places.by_ref().take(1))
            .map(|(span, label)| labelled(place(checked, *span), label))
            .collect(),
        related_locations: places
            .map(|(span, label)| labelled(place(checked, *span), label))
            .collect(),
        code_flows: code_flow(checked, &finding.witness).into_iter().collect(),
        partial_fingerprints: log::Fingerprints {
            claimgraph: fingerprint(checked.facts.graph(), finding),
        },
        baseline_state: checked.stale.map(|_| match finding.accepted {
            Some(Accepted::Known) => "unchanged",
            _ => "new",
        }),
        suppressions: (finding.accepted.iter())
            .filter_map(|accepted| suppression(checked, accepted))
            .collect(),
    }
}

fn suppression<'a>(
    checked: &Checked<'_, '_>,
    accepted: &'a Accepted,
) -> Option<log::Suppression<'a>> {
    let Accepted::Allowed { because, span } = accepted else {
        return None;
    };
    Some(log::Suppression {
        // In the case it stands in what the finding is about; the configuration is another file.
        kind: match checked.sources.file(span.file).name().ends_with(".toml") {
            true => "external",
            false => "inSource",
        },
        justification: because,
        location: place(checked, *span),
    })
}

/// The steps of a witness that lead from one to the next; a pair in conflict leads nowhere.
fn code_flow(checked: &Checked<'_, '_>, witness: &[Step]) -> Option<log::CodeFlow> {
    let leads = |step: &&Step| {
        matches!(
            step.kind,
            StepKind::Line | StepKind::Cycle | StepKind::Chain
        )
    };
    let steps: Vec<log::Step> = witness
        .iter()
        .filter(leads)
        .map(|step| {
            let nowhere = log::Location {
                physical_location: None,
                message: None,
            };
            let at = checked
                .place(step)
                .map_or(nowhere, |span| place(checked, span));
            log::Step {
                location: labelled(at, &step.text),
            }
        })
        .collect();
    (steps.len() > 1).then_some(log::CodeFlow {
        thread_flows: [log::ThreadFlow { locations: steps }],
    })
}
