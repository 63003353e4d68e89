//! The catalogue for reading: the list of rules, and the page of one.

use std::fmt::Write;

use serde_json::{Value, json};

use super::json as documents;
use super::style::Colour;
use super::words::capitalised;
use crate::rules::{Rule, catalogue};

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

/// Every rule with its severity and when it fires, family by family.
pub fn list(form: Form) -> String {
    match form {
        Form::Json => {
            let rules: Vec<Value> = catalogue().map(value).collect();
            let document = json!({
                "schema_version": documents::SCHEMA_VERSION,
                "tool": documents::tool(),
                "rules": rules,
            });
            format!("{document:#}\n")
        }
        Form::Text(colour) => {
            let mut text = String::new();
            let mut family = "";
            let width = catalogue().map(|rule| rule.name.len()).max().unwrap_or(0);
            for rule in catalogue() {
                if rule.family != family {
                    family = rule.family;
                    let gap = if text.is_empty() { "" } else { "\n" };
                    let strong = colour.strong();
                    let _ = writeln!(text, "{gap}{strong}{family}{strong:#}");
                }
                let look = colour.severity(rule.severity);
                let _ = writeln!(
                    text,
                    "  {:width$}  {look}{:7}{look:#}  {}",
                    rule.name,
                    rule.severity.word(),
                    rule.summary
                );
            }
            text
        }
        Form::Markdown => {
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
            text
        }
    }
}

fn value(rule: &Rule) -> Value {
    json!({
        "name": rule.name,
        "family": rule.family,
        "severity": rule.severity,
        "since": rule.since,
        "summary": rule.summary,
        "why": rule.why,
        "source": rule.source,
        "caveat": rule.caveat,
        "help": rule.help,
        "fires": rule.fires.trim_start(),
        "clean": rule.clean.trim_start(),
    })
}

/// The page of one rule.
pub fn page(rule: &Rule, form: Form) -> String {
    match form {
        Form::Json => format!("{:#}\n", value(rule)),
        Form::Markdown => markdown(rule),
        Form::Text(colour) => {
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
                ("Fires when", rule.summary),
                ("Why it matters", rule.why),
                ("What to do", rule.help),
                ("When it is wrong", rule.caveat),
                ("Source", rule.source),
            ];
            for (heading, body) in parts {
                let _ = writeln!(text, "{strong}{heading}{strong:#}\n  {}\n", sentence(body));
            }
            for (heading, example) in [("It fires on", rule.fires), ("It is quiet on", rule.clean)]
            {
                let _ = writeln!(text, "{strong}{heading}{strong:#}");
                for line in example.trim().lines() {
                    let _ = writeln!(text, "  {line}");
                }
                text.push('\n');
            }
            text.truncate(text.trim_end().len());
            text.push('\n');
            text
        }
    }
}

/// A text with a capital at its start and a full stop at its end.
fn sentence(text: &str) -> String {
    let mut text = capitalised(text);
    if !text.ends_with(['.', '?', '!', ')']) {
        text.push('.');
    }
    text
}

fn markdown(rule: &Rule) -> String {
    format!(
        "# `{}`\n\n*{}*, {}, since {}.\n\n**Fires when** {}.\n\n**Why it matters.** {}\n\n**What to do.** {}\n\n\
         **When it is wrong.** {}\n\n**Source.** {}\n\n## It fires on\n\n```yaml\n{}\n```\n\n\
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
