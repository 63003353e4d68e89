//! What is allowed where nothing is found: by a record of the case, or by the configuration as the result tells it.

use super::Finding;
use super::named::Named;
use super::table::{self, Severity};
use crate::case::problem::closest;
use crate::case::{Kind, Node as Record};
use crate::verify::document::{self, Accepted};

/// A rule that does not look unless it is asked to.
const ON_REQUEST: &str = "unpreserved-source";

/// A rule whose findings are allowed: at a record, or what is taken for one, or everywhere.
struct Suppression<'r> {
    rule: &'r str,
    about: Option<(&'r str, Option<Record>)>,
}

/// Just what is allowed there and accepts nothing, in the words that tell so: nothing that is not said yet is missed
/// at a date.
pub fn unused(finding: &Finding<'_, '_>) -> Vec<Named> {
    if finding.result.as_of.is_some() {
        return Vec::new();
    }
    let due = suppressions(finding).into_iter().map(|one| {
        let at = one.about.and_then(|(_, record)| record);
        let mut named = Named::default();
        match at {
            Some(Record::Actor(at)) => drop(named.actors.insert(at)),
            Some(Record::Claim(at)) => drop(named.claims.insert(at)),
            Some(Record::Event(at)) => drop(named.events.insert(at)),
            Some(Record::Evidence(at)) => drop(named.evidence.insert(at)),
            Some(Record::Report(at)) => drop(named.reports.insert(at)),
            Some(Record::Statement(at)) => drop(named.statements.insert(at)),
            None => {}
        }
        named.severity = Severity::grave(is_of_use(finding, &one));
        named
    });
    due.take(1).collect()
}

/// The words of a finding of what is allowed, which tell it from others of the same record.
pub fn told(said: &document::Finding) -> Option<&str> {
    (said.rule == "unused-suppression").then_some(&said.message)
}

/// Whether the rule of a finding is allowed at something that it names, or everywhere.
pub fn is_allowed(finding: &Finding<'_, '_>) -> bool {
    let (graph, said) = (finding.reading.graph, finding.said);
    let own = graph
        .allowed()
        .filter(|(_, allow)| *allow.rule == *said.rule);
    let mut own = own.map(|(node, _)| (graph.id(node), node));
    let configured = finding.result.settings.rules.allowed.iter();
    let mut configured = configured.filter(|one| one.rule == said.rule);
    own.any(|(id, at)| is_about(finding, said, id, at))
        || configured.any(|one| {
            let mut about = one.about.iter();
            let is_named = |id: &String| {
                graph
                    .find(id)
                    .is_some_and(|at| is_about(finding, said, id, at))
            };
            one.about.is_empty() || about.any(is_named)
        })
}

/// Whether what is allowed could be of use in this case: its rule looks, and its record is there or was meant.
fn is_of_use(finding: &Finding<'_, '_>, one: &Suppression<'_>) -> bool {
    const KINDS: [Kind; 5] = [
        Kind::Actor,
        Kind::Claim,
        Kind::Event,
        Kind::Evidence,
        Kind::Report,
    ];
    let ids = || {
        KINDS
            .into_iter()
            .flat_map(|kind| finding.reading.graph.ids_of(kind))
    };
    match one.about {
        Some((id, None)) => closest(id, ids()).is_some(),
        _ => runs(finding, one.rule),
    }
}

/// Whether a rule was asked for.
pub fn runs(finding: &Finding<'_, '_>, rule: &str) -> bool {
    let levels = &finding.result.settings.rules.levels;
    match levels.get(rule) {
        Some(level) => level != "off",
        None => rule != ON_REQUEST,
    }
}

/// What is allowed at the record of a finding, or at none that the case has, of which the finding speaks.
fn suppressions<'f>(finding: &'f Finding<'_, '_>) -> Vec<Suppression<'f>> {
    let graph = finding.reading.graph;
    let named = finding.named.records().next();
    let remarks = named.and_then(|record| graph.remarks(record));
    let own = remarks.into_iter().flat_map(|remarks| &remarks.allow);
    let own = own.map(|allow| Suppression {
        rule: &allow.rule,
        about: named.map(|record| (graph.id(record), Some(record))),
    });
    let configured = finding.result.settings.rules.allowed.iter();
    let configured = configured.flat_map(|one| {
        let everywhere = one.about.is_empty().then_some(None);
        let about = one
            .about
            .iter()
            .map(|id| Some((id.as_str(), graph.find(id))));
        let rule = one.rule.as_str();
        (everywhere.into_iter().chain(about)).map(move |about| Suppression { rule, about })
    });
    let is_told = |one: &Suppression<'_>| {
        let is_there = one.about.and_then(|(_, record)| record) == named;
        let is_rule = table::row(one.rule).is_some();
        is_there && is_rule && words(finding, one) == finding.said.message && !accepts(finding, one)
    };
    own.chain(configured).filter(is_told).collect()
}

fn words(finding: &Finding<'_, '_>, one: &Suppression<'_>) -> String {
    let rule = one.rule;
    let why = match runs(finding, rule) {
        true => "it finds nothing there",
        false => "the rule is off",
    };
    match one.about {
        None => format!("`{rule}` is allowed everywhere, and {why}"),
        Some((id, Some(_))) => format!("`{rule}` is allowed at `{id}`, and {why}"),
        Some((id, None)) => format!("`{rule}` is allowed at `{id}`, which is not in this case"),
    }
}

/// Whether a finding of its rule is listed as allowed there.
fn accepts(finding: &Finding<'_, '_>, one: &Suppression<'_>) -> bool {
    let is_allowed = |other: &&document::Finding| {
        other.rule == one.rule && matches!(other.accepted, Some(Accepted::Allowed { .. }))
    };
    let mut allowed = finding.result.findings.iter().filter(is_allowed);
    allowed.any(|other| match one.about {
        None => true,
        Some((_, None)) => false,
        Some((id, Some(at))) => is_about(finding, other, id, at),
    })
}

/// Whether a finding names a record; a whole event stands for its parts, and a report for its statements.
fn is_about(finding: &Finding<'_, '_>, other: &document::Finding, id: &str, at: Record) -> bool {
    let graph = finding.reading.graph;
    let names = |list: &[String]| list.iter().any(|named| named == id);
    match at {
        Record::Actor(_) => names(&other.actors),
        Record::Claim(_) => names(&other.claims),
        Record::Evidence(_) => names(&other.evidence),
        Record::Statement(_) => names(&other.statements),
        Record::Report(report) => {
            let is_of_report = |id: &String| {
                let found = finding.reading.statement_of(id);
                found.is_ok_and(|at| graph.report_of(at) == Some(report))
            };
            names(&other.reports) || other.statements.iter().any(is_of_report)
        }
        Record::Event(whole) => other.events.iter().any(|id| {
            let part = finding.reading.event_of(id);
            part.is_ok_and(|part| graph.is_within(part, whole))
        }),
    }
}
