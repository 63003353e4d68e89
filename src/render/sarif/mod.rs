//! The findings of `check` as SARIF 2.1.0 (OASIS, 2020), for code-scanning tools.
//!
//! Only the rules that fired are described. Witnesses that lead somewhere (lines, cycles, dated chains) are code
//! flows; fingerprints hold no line number.

mod log;

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::io::{self, Write};

use petgraph::unionfind::UnionFind;

use super::document::{self, Each, TOOL};
use super::place::{Location, from_here, uri};
use super::{Checked, rules as pages};
use crate::analysis::LineageIdx;
use crate::case::Node;
use crate::case::problem::Gravity;
use crate::rules::baseline::Entry;
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
        if !fired.iter().any(|known| known.name == finding.rule()) {
            fired.extend(rule(finding.rule()));
        }
    }
    fired.sort_by_key(|row| row.name);
    let results = || checked.opened().map(|one| result(checked, one, &fired));
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

/// Problems of the input with which the run went on, and what the baseline knows and is found no more.
fn notifications<'a>(checked: &'a Checked<'_, '_>) -> Vec<log::Notification<'a>> {
    let one = |problem: &'a crate::case::problem::Problem| log::Notification {
        level: match problem.gravity {
            Gravity::Error => "error",
            Gravity::Warning => "warning",
        },
        message: log::Message {
            text: Cow::Borrowed(problem.message.as_str()),
        },
        locations: problem
            .span
            .map(|span| place(checked, span))
            .into_iter()
            .collect(),
    };
    let gone = |entry: &Entry| log::Notification {
        level: "warning",
        message: log::Message {
            text: format!("{} is in the baseline and found no more", entry.text()).into(),
        },
        locations: Vec::new(),
    };
    let stale = checked.stale.unwrap_or_default().iter().map(gone);
    checked.problems.iter().map(one).chain(stale).collect()
}

fn place(checked: &Checked<'_, '_>, span: Span) -> log::Location {
    let place = Location::of(checked.sources, span);
    log::Location {
        physical_location: Some(log::Physical {
            artifact_location: log::Artifact {
                uri: uri(&from_here(place.path)),
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

fn result(checked: &Checked<'_, '_>, finding: Finding, fired: &[&Rule]) -> log::Result {
    let places = checked.places(&finding);
    let mut places = places.iter();
    let message = pages::sentence(&finding.message(checked.facts));
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
        code_flows: code_flows(checked, &finding.witness),
        partial_fingerprints: log::Fingerprints {
            claimgraph: fingerprint(checked.facts.graph(), &finding),
        },
        baseline_state: checked.stale.map(|_| match finding.accepted {
            Some(Accepted::Known) => "unchanged",
            _ => "new",
        }),
        suppressions: (finding.accepted.iter())
            .map(|accepted| suppression(checked, accepted))
            .collect(),
    }
}

fn suppression(checked: &Checked<'_, '_>, accepted: &Accepted) -> log::Suppression {
    let Accepted::Allowed { because, span } = accepted else {
        // Viewers that know no `baselineState` would raise an alarm for it each time.
        return log::Suppression {
            kind: "external",
            justification: "the baseline knows it".into(),
            location: None,
        };
    };
    log::Suppression {
        // In the case it stands in what the finding is about; the configuration is another file.
        kind: match checked.sources.file(span.file).name().ends_with(".toml") {
            true => "external",
            false => "inSource",
        },
        justification: because.clone(),
        location: Some(place(checked, *span)),
    }
}

/// The paths of a witness, a flow each: what leads from one step to the next. A pair in conflict leads nowhere, and
/// statements that cite nothing of one another lie on no path.
fn code_flows(checked: &Checked<'_, '_>, witness: &[Step]) -> Vec<log::CodeFlow> {
    let of_kind = |kind: StepKind| {
        witness
            .iter()
            .filter(move |step| step.kind == kind)
            .collect()
    };
    let mut paths = lines(checked, of_kind(StepKind::Line));
    paths.extend([StepKind::Chain, StepKind::Cycle].map(of_kind));
    paths.retain(|steps| steps.len() > 1);
    let flow = |steps: Vec<&Step>| log::CodeFlow {
        thread_flows: [log::ThreadFlow {
            locations: steps
                .into_iter()
                .map(|step| flow_step(checked, step))
                .collect(),
        }],
    };
    paths.into_iter().map(flow).collect()
}

/// Steps of lines, each line apart, in the order in which they begin: steps of one line are tied by citations.
fn lines<'s>(checked: &Checked<'_, '_>, steps: Vec<&'s Step>) -> Vec<Vec<&'s Step>> {
    let (graph, lineage) = (checked.facts.graph(), checked.facts.lineage());
    let statement = |step: &Step| match graph.node(step.node(checked.facts)?) {
        Node::Statement(at) => Some(lineage.of(at)),
        _ => None,
    };
    let at_step: HashMap<LineageIdx, usize> = (steps.iter().zip(0..))
        .filter_map(|(step, at)| Some((statement(step)?, at)))
        .collect();
    let mut tied = UnionFind::new(steps.len());
    for (at, step) in steps.iter().enumerate() {
        let Some(node) = statement(step) else {
            continue;
        };
        let cited = lineage.citations(node).iter();
        for &other in cited.filter_map(|edge| at_step.get(&edge.to)) {
            tied.union(at, other);
        }
    }
    let mut lines: BTreeMap<usize, Vec<&Step>> = BTreeMap::new();
    let mut first: HashMap<usize, usize> = HashMap::new();
    for (at, (step, line)) in steps.into_iter().zip(tied.into_labeling()).enumerate() {
        let begins = *first.entry(line).or_insert(at);
        lines.entry(begins).or_default().push(step);
    }
    lines.into_values().collect()
}

fn flow_step(checked: &Checked<'_, '_>, step: &Step) -> log::Step {
    let nowhere = log::Location {
        physical_location: None,
        message: None,
    };
    let at = checked.place(step);
    let at = at.map_or(nowhere, |span| place(checked, span));
    log::Step {
        location: labelled(at, &step.text(checked.facts)),
    }
}
