//! `claimgraph rules`: what do you check, and why.

use clap::{Args, ValueEnum};

use super::output::{self, Failure, colour};
use super::{CLEAN, Global, config};
use crate::render::rules::{self as pages, Form};
use crate::rules::rule;

#[derive(Args)]
#[command(after_help = "Examples:\n  \
    claimgraph rules\n  \
    claimgraph rules single-origin-echo\n  \
    claimgraph rules --format json")]
pub(crate) struct Options {
    /// The rule whose page to print
    name: Option<String>,
    /// How to write it
    #[arg(short, long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For reading
    Text,
    /// One JSON document
    Json,
    /// Markdown, as published
    Markdown,
}

pub(crate) fn run(global: &Global, options: &Options) -> Result<u8, Failure> {
    let form = match options.format {
        Format::Text => Form::Text(colour(global)),
        Format::Json => Form::Json,
        Format::Markdown => Form::Markdown,
    };
    let text = match &options.name {
        None => pages::list(form),
        Some(name) => {
            let row = rule(name).ok_or_else(|| unknown(name))?;
            pages::page(row, form)
        }
    };
    output::write(global, |out| out.write_all(text.as_bytes()))?;
    Ok(CLEAN)
}

fn unknown(name: &str) -> Failure {
    Failure::usage(format!("there is no rule `{name}`")).help(config::advice(name))
}
