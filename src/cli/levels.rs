//! What is asked of the rules on the command line, beside what the configuration asks.

use clap::{Args, ValueEnum};

use super::config::{self, LevelWord};
use super::{Global, session};
use crate::rules::{self, Detail, Policy};

#[derive(Args)]
pub(crate) struct Levels {
    /// Ask for every weakness of a claim, not only the sharpest; `check` shows everything with --info
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true", hide_possible_values = true)]
    all: Option<bool>,
    /// Turn a rule off or on, or give its findings a severity, such as `hearsay-only=off`
    #[arg(long, value_name = "NAME=LEVEL", value_parser = rule_level)]
    rule: Vec<(&'static str, LevelWord)>,
}

impl Levels {
    /// What the options and the configuration ask of the rules.
    pub fn policy(&self, global: &Global) -> Policy {
        let detail = match self.all.unwrap_or(global.configured().all) {
            true => Detail::All,
            false => Detail::Sharpest,
        };
        let mut policy = session::policy(global, detail);
        let levels = self.rule.iter();
        policy
            .levels
            .extend(levels.map(|&(name, level)| (name, config::level(level))));
        policy
    }
}

fn rule_level(text: &str) -> Result<(&'static str, LevelWord), String> {
    let (name, level) = text
        .split_once('=')
        .ok_or("write NAME=LEVEL, such as `hearsay-only=off`")?;
    let row = rules::rule(name)
        .ok_or_else(|| format!("there is no rule `{name}`; {}", config::advice(name)))?;
    let level = LevelWord::from_str(level, false).map_err(|_| {
        format!("there is no level `{level}`; known: off, on, error, warning, info, note")
    })?;
    Ok((row.name, level))
}
