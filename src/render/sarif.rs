//! The findings of `check` as SARIF 2.1.0 (OASIS, 2020), for code-scanning tools.
//!
//! Only the rules that fired are described. Witnesses are code flows; fingerprints hold no line number.

use serde_json::{Value, json};

use super::Checked;
use super::place::{Location, uri};
use crate::rules::{Finding, Rule, Severity, rule};

/// The log.
pub fn check(checked: &Checked<'_, '_>) -> Vec<u8> {
    let mut fired: Vec<&'static Rule> = Vec::new();
    for finding in checked.findings {
        if let Some(row) = rule(finding.rule)
            && !fired.iter().any(|known| known.name == row.name)
        {
            fired.push(row);
        }
    }
    fired.sort_by_key(|row| row.name);
    let results: Vec<Value> = checked
        .findings
        .iter()
        .map(|finding| result(checked, finding, &fired))
        .collect();
    let log = json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": env!("CARGO_PKG_NAME"),
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": fired.iter().map(|row| descriptor(row)).collect::<Vec<Value>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    super::json::pretty(&log)
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info | Severity::Note => "note",
    }
}

fn descriptor(row: &Rule) -> Value {
    json!({
        "id": row.name,
        "shortDescription": { "text": row.summary },
        "fullDescription": { "text": format!("{} {}", super::words::capitalised(row.summary) + ".", row.why) },
        "help": { "text": format!("{}\nWhen it is wrong: {}\nSource: {}", row.help, row.caveat, row.source) },
        "defaultConfiguration": { "level": level(row.severity) },
        "properties": { "tags": [row.family] },
    })
}

fn location(place: &Location, message: Option<&str>) -> Value {
    let mut location = json!({
        "physicalLocation": {
            "artifactLocation": { "uri": uri(&place.path) },
            "region": {
                "startLine": place.line,
                "startColumn": place.column,
                "endLine": place.end_line,
                "endColumn": place.end_column,
            },
        },
    });
    if let Some(text) = message.filter(|text| !text.is_empty()) {
        location["message"] = json!({ "text": text });
    }
    location
}

fn result(checked: &Checked<'_, '_>, finding: &Finding, fired: &[&Rule]) -> Value {
    let places: Vec<(Location, String)> = checked
        .places(finding)
        .into_iter()
        .map(|(span, label)| (Location::of(checked.sources, span), label))
        .collect();
    let steps: Vec<Value> = places
        .iter()
        .map(|(place, label)| json!({ "location": location(place, Some(label)) }))
        .collect();
    let mut result = json!({
        "ruleId": finding.rule,
        "ruleIndex": fired.iter().position(|row| row.name == finding.rule),
        "level": level(finding.severity),
        "message": { "text": format!("{}. {}", finding.message, super::words::capitalised(&finding.help)) },
        "locations": places.first().map(|(place, _)| location(place, None)).into_iter().collect::<Vec<Value>>(),
        "partialFingerprints": { "claimgraph/v1": checked.fingerprint(finding) },
    });
    if places.len() > 1 {
        result["relatedLocations"] = places[1..]
            .iter()
            .map(|(place, label)| location(place, Some(label)))
            .collect();
        result["codeFlows"] = json!([{ "threadFlows": [{ "locations": steps }] }]);
    }
    result
}
