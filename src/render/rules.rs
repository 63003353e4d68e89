//! The catalogue for reading: the list of rules, and the page of one.

use std::fmt::Write;

use serde::Serialize;

use super::document::{SCHEMA_VERSION, TOOL, Tool};
use super::style::Colour;
use super::words::capitalised;
use crate::draw::text::wrap;
use crate::rules::{EXPLAINS, PRECEDENCE, Rule, Runs, Severity, catalogue, thresholds};

/// In what form.
#[derive(Clone, Copy, Debug)]
pub enum Form {
    /// For a terminal.
    Text(Colour),
    /// One JSON document.
    Json,
    /// Markdown.
    Markdown,
}

/// How wide a page of text is.
const COLUMNS: usize = 96;

/// A rule as it is published.
#[derive(Serialize)]
pub(super) struct Record {
    name: &'static str,
    family: &'static str,
    severity: Severity,
    since: &'static str,
    summary: &'static str,
    why: &'static str,
    source: &'static str,
    caveat: &'static str,
    help: &'static str,
    /// Whether it runs without being asked for.
    on: bool,
    /// The rules whose finding about the same records takes the place of one of this rule.
    explained_by: Vec<&'static str>,
    /// From where on it fires; each can be set in `claimgraph.toml`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    thresholds: Vec<ThresholdRecord>,
    fires: &'static str,
    clean: &'static str,
}

/// A threshold as it is published.
#[derive(Serialize)]
struct ThresholdRecord {
    key: &'static str,
    meaning: &'static str,
    default: f64,
}

#[derive(Serialize)]
struct Document<R> {
    schema_version: &'static str,
    tool: Tool,
    #[serde(flatten)]
    rules: R,
}

#[derive(Serialize)]
struct List {
    rules: Vec<Record>,
}

/// Every rule with its severity and when it fires, family by family.
pub fn list(form: Form) -> String {
    match form {
        Form::Json => json(List {
            rules: catalogue().map(record).collect(),
        }),
        Form::Text(colour) => list_as_text(colour),
        Form::Markdown => list_as_markdown(),
    }
}

fn list_as_text(colour: Colour) -> String {
    let mut text = String::new();
    let mut family = "";
    let width = catalogue().map(|rule| rule.name.len()).max().unwrap_or(0);
    let strong = colour.strong();
    for rule in catalogue() {
        if rule.family != family {
            family = rule.family;
            let gap = if text.is_empty() { "" } else { "\n" };
            let _ = writeln!(text, "{gap}{strong}{family}{strong:#}");
        }
        let look = colour.severity(rule.severity);
        let indent = width + 13;
        let mut lines = wrap(rule.summary, COLUMNS - indent, usize::MAX).into_iter();
        let _ = writeln!(
            text,
            "  {:width$}  {look}{:7}{look:#}  {}",
            rule.name,
            rule.severity.word(),
            lines.next().unwrap_or_default()
        );
        for line in lines {
            let _ = writeln!(text, "{:indent$}{line}", "");
        }
    }
    text
}

fn list_as_markdown() -> String {
    let mut text = String::from("# Rules\n");
    let mut family = "";
    for rule in catalogue() {
        if rule.family != family {
            family = rule.family;
            let _ = write!(
                text,
                "\n## {family}\n\n| rule | severity | fires when |\n| --- | --- | --- |\n"
            );
        }
        let _ = writeln!(
            text,
            "| [`{name}`]({name}.md) | {} | {} |",
            rule.severity.word(),
            rule.summary,
            name = rule.name
        );
    }
    text.push_str(&order_as_markdown());
    text
}

/// One weakness, one finding: which rule explains which.
fn order_as_markdown() -> String {
    let link = |name: &&str| format!("[`{name}`]({name}.md)");
    let mut text = String::from(
        "\n## Which explains which\n\n\
         A claim gets the one sharpest reason; `--all` shows the rest.\n\n\
         Of the weaknesses of a claim's support the first that matches is reported:\n\n",
    );
    for (name, place) in PRECEDENCE.iter().zip(1..) {
        let _ = writeln!(text, "{place}. {}", link(name));
    }
    text.push_str(
        "\nOf the conflicts of one pair of claims the first that matches is reported: \
         [`value-conflict`](value-conflict.md), [`self-contradiction`](self-contradiction.md), \
         [`contested-claim`](contested-claim.md), [`rival-accounts`](rival-accounts.md).\n\
         That one side contradicts itself takes the place of no contest with another.\n\n\
         Across families, a finding takes the place of others about the same records:\n\n\
         | finding | takes the place of |\n| --- | --- |\n",
    );
    for (sharp, dull) in EXPLAINS {
        let dull: Vec<String> = dull.iter().map(link).collect();
        let _ = writeln!(text, "| {} | {} |", link(sharp), dull.join(", "));
    }
    text
}

fn json(rules: impl Serialize) -> String {
    let document = Document {
        schema_version: SCHEMA_VERSION,
        tool: TOOL,
        rules,
    };
    // The catalogue is part of the program: plain text that always serialises.
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

/// A rule as it is published.
pub(super) fn record(rule: &'static Rule) -> Record {
    Record {
        name: rule.name,
        family: rule.family,
        severity: rule.severity,
        since: rule.since,
        summary: rule.summary,
        why: rule.why,
        source: rule.source,
        caveat: rule.caveat,
        help: rule.help,
        on: rule.runs == Runs::Always,
        explained_by: explained_by(rule),
        thresholds: thresholds::of(rule.name)
            .map(|one| ThresholdRecord {
                key: one.key,
                meaning: one.meaning,
                default: one.default,
            })
            .collect(),
        fires: rule.fires.trim_start(),
        clean: rule.clean.trim_start(),
    }
}

/// The rules whose finding about the same records takes the place of one of this rule, the sharpest first.
fn explained_by(rule: &Rule) -> Vec<&'static str> {
    let place = PRECEDENCE.iter().position(|name| *name == rule.name);
    let before = &PRECEDENCE[..place.unwrap_or(0)];
    let across = EXPLAINS
        .iter()
        .filter(|(_, dull)| dull.contains(&rule.name));
    let mut names: Vec<&str> = across.map(|(sharp, _)| *sharp).collect();
    names.extend(before);
    names
}

/// What a page says about when a rule is left out, if ever.
fn silence(rule: &Rule, quote: &str) -> Option<String> {
    let names: Vec<String> = (explained_by(rule).into_iter())
        .map(|name| format!("{quote}{name}{quote}"))
        .collect();
    match (names.as_slice(), rule.runs) {
        ([], Runs::Always) => None,
        ([], Runs::OnRequest) => Some(format!(
            "It runs where it is turned on: {quote}--rule {}=on{quote}, or in {quote}claimgraph.toml{quote}.",
            rule.name
        )),
        (names, _) => Some(format!(
            "Not reported, except with {quote}--all{quote}, where one of these says more: {}.",
            names.join(", ")
        )),
    }
}

/// The section of `claimgraph.toml` with the thresholds of a rule at their defaults, a line each; empty: it has none.
fn thresholds_of(rule: &Rule) -> Vec<String> {
    let keys: Vec<(String, &str)> = thresholds::of(rule.name)
        .map(|one| (format!("{} = {}", one.key, one.default), one.meaning))
        .collect();
    let width = keys.iter().map(|(key, _)| key.len()).max().unwrap_or(0);
    let head = (!keys.is_empty()).then(|| format!("[thresholds.{}]", rule.name));
    let lines = (keys.into_iter()).map(|(key, meaning)| format!("{key:width$}  # {meaning}"));
    head.into_iter().chain(lines).collect()
}

/// The page of one rule.
pub fn page(rule: &'static Rule, form: Form) -> String {
    match form {
        Form::Json => json(record(rule)),
        Form::Markdown => markdown(rule),
        Form::Text(colour) => page_as_text(rule, colour),
    }
}

fn page_as_text(rule: &Rule, colour: Colour) -> String {
    let strong = colour.strong();
    let look = colour.severity(rule.severity);
    let mut text = format!(
        "{strong}{}{strong:#}  {look}{}{look:#}  {}, since {}\n\n",
        rule.name,
        rule.severity.word(),
        rule.family,
        rule.since
    );
    let parts = [
        ("Fires when", Some(rule.summary.to_owned())),
        ("Why it matters", Some(rule.why.to_owned())),
        ("What to do", Some(rule.help.to_owned())),
        ("When it is wrong", Some(rule.caveat.to_owned())),
        ("When it is left out", silence(rule, "")),
        ("Source", Some(rule.source.to_owned())),
    ];
    for (heading, body) in parts {
        let Some(body) = body else { continue };
        let _ = writeln!(text, "{strong}{heading}{strong:#}");
        for line in wrap(&sentence(&body), COLUMNS - 2, usize::MAX) {
            let _ = writeln!(text, "  {line}");
        }
        text.push('\n');
    }
    let thresholds = thresholds_of(rule).join("\n");
    let listings = [
        ("Its thresholds, in claimgraph.toml", thresholds.as_str()),
        ("It fires on", rule.fires),
        ("It is quiet on", rule.clean),
    ];
    for (heading, listing) in listings {
        if listing.is_empty() {
            continue;
        }
        let _ = writeln!(text, "{strong}{heading}{strong:#}");
        for line in listing.trim().lines() {
            let _ = writeln!(text, "  {line}");
        }
        text.push('\n');
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

/// A text with a capital at its start and a full stop at its end.
pub(super) fn sentence(text: &str) -> String {
    // A message may begin with an id, which keeps its case.
    let mut text = capitalised(text);
    if !text.ends_with(['.', '?', '!']) && !text.ends_with(".)") {
        text.push('.');
    }
    text
}

/// The page of a rule as published.
pub(super) fn markdown(rule: &Rule) -> String {
    let left_out = silence(rule, "`").map_or_else(String::new, |text| {
        format!("**When it is left out.** {text}\n\n")
    });
    let thresholds = match thresholds_of(rule).as_slice() {
        [] => String::new(),
        lines => format!(
            "**Its thresholds**, in `claimgraph.toml`, with their defaults:\n\n```toml\n{}\n```\n\n",
            lines.join("\n")
        ),
    };
    format!(
        "# `{}`\n\n*{}*, {}, since {}.\n\n**Fires when** {}.\n\n**Why it matters.** {}\n\n**What to do.** {}\n\n\
         **When it is wrong.** {}\n\n{left_out}{thresholds}**Source.** {}\n\n## It fires on\n\n```yaml\n{}\n```\n\n\
         ## It is quiet on\n\n```yaml\n{}\n```\n",
        rule.name,
        rule.severity.word(),
        rule.family,
        rule.since,
        rule.summary,
        sentence(rule.why),
        sentence(rule.help),
        sentence(rule.caveat),
        sentence(rule.source),
        rule.fires.trim(),
        rule.clean.trim()
    )
}
