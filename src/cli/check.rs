//! `claimgraph check`: what is wrong, and how do you know.

use clap::{Args, ValueEnum};

use super::output::{self, Failure, colour};
use super::{CLEAN, FINDINGS, Global, Inputs, session};
use crate::analysis::Facts;
use crate::render::{Checked, json, sarif, text};
use crate::rules::{self, Detail, Severity};

#[derive(Args)]
#[command(after_help = "Examples:\n  \
    claimgraph check datasets/quickstart.yaml\n  \
    claimgraph check datasets/afghanistan --info\n  \
    claimgraph check datasets/afghanistan --format sarif -o findings.sarif")]
pub(crate) struct Options {
    #[command(flatten)]
    inputs: Inputs,
    /// How to write the findings
    #[arg(short, long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// The least severity that makes the exit status 1
    #[arg(long, value_enum, default_value_t = FailOn::Warning, value_name = "SEVERITY")]
    fail_on: FailOn,
    /// Exit with status 0 whatever is found
    #[arg(long, conflicts_with = "fail_on")]
    exit_zero: bool,
    /// Show findings of severity `info` too
    #[arg(long)]
    info: bool,
    /// Show every weakness of a claim, not only the sharpest; with --info everything
    #[arg(long)]
    all: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Diagnostics with excerpts of the case files
    Text,
    /// One JSON document with claims, findings and witnesses
    Json,
    /// SARIF 2.1.0, for code-scanning tools
    Sarif,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FailOn {
    /// Only errors
    Error,
    /// Errors and warnings
    Warning,
    /// Errors, warnings and infos
    Info,
    /// Anything, strengths included
    Note,
    /// Nothing
    Never,
}

impl FailOn {
    fn counts(self, severity: Severity) -> bool {
        match self {
            FailOn::Error => severity <= Severity::Error,
            FailOn::Warning => severity <= Severity::Warning,
            FailOn::Info => severity <= Severity::Info,
            FailOn::Note => true,
            FailOn::Never => false,
        }
    }
}

pub(crate) fn run(global: &Global, options: &Options) -> Result<u8, Failure> {
    let session = session::open(global, &options.inputs)?;
    let facts = Facts::new(&session.graph, session::settings(global));
    let detail = if options.all {
        Detail::All
    } else {
        Detail::Sharpest
    };
    let findings = rules::check(&facts, detail);
    let checked = Checked {
        facts: &facts,
        sources: &session.sources,
        inputs: &session.inputs,
        problems: &session.problems,
        findings: &findings,
    };
    let shown = text::Options {
        colour: colour(global),
        infos: options.info || matches!(options.fail_on, FailOn::Info | FailOn::Note),
        summary_only: global.quiet,
    };
    output::write(global, |out| match options.format {
        Format::Text => text::check(&checked, shown, out),
        Format::Json => json::check(&checked, out),
        Format::Sarif => sarif::check(&checked, out),
    })?;
    let fails = !options.exit_zero
        && findings
            .iter()
            .any(|finding| options.fail_on.counts(finding.severity));
    Ok(if fails { FINDINGS } else { CLEAN })
}
