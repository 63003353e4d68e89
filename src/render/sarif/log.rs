//! The parts of a SARIF 2.1.0 log that claimgraph writes (OASIS, 27 March 2020), under their names in the standard.

use std::borrow::Cow;

use serde::Serialize;

/// §3.13: the log.
#[derive(Serialize)]
pub struct Log<'a, R> {
    #[serde(rename = "$schema")]
    pub schema: &'static str,
    pub version: &'static str,
    pub runs: [Run<'a, R>; 1],
}

/// §3.14: one run of the tool.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Run<'a, R> {
    pub tool: Tool<'a>,
    pub invocations: [Invocation<'a>; 1],
    pub column_kind: &'static str,
    pub results: R,
}

/// §3.18: the tool.
#[derive(Serialize)]
pub struct Tool<'a> {
    pub driver: Driver<'a>,
}

/// §3.19: the program and its rules.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Driver<'a> {
    pub name: &'static str,
    pub semantic_version: &'static str,
    pub rules: Vec<Descriptor<'a>>,
}

/// §3.49: a rule.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Descriptor<'a> {
    pub id: &'a str,
    pub short_description: Message,
    pub full_description: Message,
    pub help: Help,
    pub default_configuration: Configuration,
    pub properties: Properties<'a>,
}

/// §3.12.3: a message with a Markdown form.
#[derive(Serialize)]
pub struct Help {
    pub text: String,
    pub markdown: String,
}

/// §3.50: how a rule reports.
#[derive(Serialize)]
pub struct Configuration {
    pub level: &'static str,
}

/// §3.8: what the standard has no field for.
#[derive(Serialize)]
pub struct Properties<'a> {
    pub tags: [&'a str; 1],
    pub since: &'a str,
    pub source: &'a str,
}

/// §3.20: how the run went.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Invocation<'a> {
    pub execution_successful: bool,
    pub tool_execution_notifications: Vec<Notification<'a>>,
}

/// §3.58: what is wrong with the input.
#[derive(Serialize)]
pub struct Notification<'a> {
    pub level: &'static str,
    pub message: Message<Cow<'a, str>>,
    pub locations: Vec<Location>,
}

/// §3.27: a finding.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Result {
    pub rule_id: &'static str,
    pub rule_index: usize,
    pub level: &'static str,
    pub message: Message,
    pub locations: Vec<Location>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub related_locations: Vec<Location>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub code_flows: Vec<CodeFlow>,
    pub partial_fingerprints: Fingerprints,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub baseline_state: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub suppressions: Vec<Suppression>,
}

/// §3.35: why a finding does not count.
#[derive(Serialize)]
pub struct Suppression {
    pub kind: &'static str,
    pub justification: Box<str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<Location>,
}

/// §3.27.17.
#[derive(Serialize)]
pub struct Fingerprints {
    #[serde(rename = "claimgraph/v1")]
    pub claimgraph: String,
}

/// §3.36: a proof in steps.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CodeFlow {
    pub thread_flows: [ThreadFlow; 1],
}

/// §3.37: the steps.
#[derive(Serialize)]
pub struct ThreadFlow {
    pub locations: Vec<Step>,
}

/// §3.38: a step.
#[derive(Serialize)]
pub struct Step {
    pub location: Location,
}

/// §3.28: a place, or what is to be said of none.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub physical_location: Option<Physical>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<Message>,
}

/// §3.29: a place in a file.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Physical {
    pub artifact_location: Artifact,
    pub region: Region,
}

/// §3.4: a file.
#[derive(Clone, Serialize)]
pub struct Artifact {
    pub uri: String,
}

/// §3.30: lines and columns from 1, the end exclusive.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Region {
    pub start_line: usize,
    pub start_column: usize,
    pub end_line: usize,
    pub end_column: usize,
}

/// §3.11: a message.
#[derive(Clone, Serialize)]
pub struct Message<T = String> {
    pub text: T,
}
