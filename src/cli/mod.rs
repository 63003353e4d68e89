//! The command line: one file a command. The only place besides `read/` that does input and output.

mod check;
mod config;
mod convert;
mod diff;
mod explain;
mod graph;
mod influence;
mod init;
mod levels;
mod linchpins;
mod next;
mod output;
mod progress;
mod report;
mod rules;
mod session;
mod shell;
mod support;
mod timeline;
mod unfinished;
mod verify;
mod watch;
mod what_if;

use std::cell::{OnceCell, RefCell};
use std::ffi::OsString;
use std::panic::AssertUnwindSafe;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::LazyLock;
use std::time::Instant;

use schemars::JsonSchema;
use serde::Deserialize;

use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};

use crate::case::date::Date;
use crate::source::SourceMap;
use config::Config;
use output::Failure;
pub use unfinished::out_of_memory;

/// Nothing at or above `--fail-on` was found.
pub const CLEAN: u8 = 0;
/// Findings at or above `--fail-on`.
pub const FINDINGS: u8 = 1;
/// A usage, configuration or input error.
pub const ERROR: u8 = 2;

/// On how many independent voices does each claim stand, and how do you know?
///
/// claimgraph reads case files (who said what, citing whom) and reports claims that rest on one voice heard several
/// times, circular sourcing, contradictions and some more faults, each with the statements that prove it.
/// It says what a claim stands on. It never says what is true.
#[derive(Parser)]
#[command(
    name = "claimgraph",
    version,
    propagate_version = true,
    max_term_width = 100
)]
#[command(
    after_help = "Start with `claimgraph init my-case.yaml`, then `claimgraph check my-case.yaml`.\n\
    Exit status: 0 nothing to report, 1 findings, 2 an error in the input or the usage."
)]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

/// Options that every command takes.
#[derive(Args, Clone, Debug)]
pub(crate) struct Global {
    /// Count only what had been said by this date, such as 2023-04-01 or 2023-04
    #[arg(long, global = true, value_name = "DATE", value_parser = as_of)]
    as_of: Option<Date>,
    /// Use this configuration instead of the `claimgraph.toml` above the input
    #[arg(long, global = true, value_name = "FILE", conflicts_with = "no_config")]
    config: Option<PathBuf>,
    /// Read no configuration
    #[arg(long, global = true)]
    no_config: bool,
    /// Use colours [default: auto]
    #[arg(long, global = true, value_enum, value_name = "WHEN")]
    color: Option<When>,
    /// Write to this file instead of standard output; the file is written whole or not at all
    #[arg(short, long, global = true, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Use so many threads [default: one for each processor]
    #[arg(long, global = true, value_name = "N")]
    threads: Option<std::num::NonZeroUsize>,
    /// Go on with what could be read when the input has errors
    #[arg(long, global = true)]
    keep_going: bool,
    /// Say less: only what was asked for, no warnings about the input
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    quiet: bool,
    /// Say more: what was read, and how long it took
    #[arg(short, long, global = true)]
    verbose: bool,
    /// The configuration that goes with the input: read when the input is known, and then the same for all.
    #[arg(skip)]
    configured: OnceCell<Config>,
    /// The files that were read: no result is written over them.
    #[arg(skip)]
    inputs_read: RefCell<Vec<PathBuf>>,
    /// When the command began, or the latest round of `--watch`.
    #[arg(skip = Instant::now())]
    begun: Instant,
}

impl Global {
    /// What the configuration says; the defaults before the input is known, and for commands that read none.
    fn configured(&self) -> &Config {
        static DEFAULT: LazyLock<Config> = LazyLock::new(Config::default);
        self.configured.get().unwrap_or(&DEFAULT)
    }

    /// Keeps in mind what was read.
    fn remember(&self, sources: &SourceMap) {
        let files = sources.files().map(|file| PathBuf::from(file.name()));
        self.inputs_read.borrow_mut().extend(files);
    }
}

fn as_of(text: &str) -> Result<Date, String> {
    let date: Date = text
        .parse()
        .map_err(|error: crate::case::date::DateError| format!("{error}; {}", error.help()))?;
    if date.is_unknown() {
        return Err("an as-of date needs a year".to_owned());
    }
    Ok(date)
}

/// When to do something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum When {
    /// Where output goes to a terminal and NO_COLOR is not set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The case to read.
#[derive(Args, Clone, Debug)]
pub(crate) struct Inputs {
    /// Files and folders that make up the case; `-` for standard input [default: the case files under this folder]
    #[arg(value_name = "INPUT")]
    inputs: Vec<OsString>,
}

#[derive(Subcommand)]
enum Command {
    /// Check a case: what is weak, circular or contradictory, and how do you know
    Check(check::Options),
    /// Explain one claim, statement, actor, event, report or artefact: what does it stand on, and why
    Explain(explain::Options),
    /// Draw a case, one claim's lineage, who cites whom, or the conflicts
    Graph(graph::Options),
    /// Count on how many independent lines each claim stands
    Support(support::Options),
    /// Count citation paths, and through which statements and actors they run
    Influence(influence::Options),
    /// Say what falls and what rises without an actor, a report, an artefact or a statement
    WhatIf(what_if::Options),
    /// Rank the classes and artefacts on which the status of claims hangs
    Linchpins(linchpins::Options),
    /// Rank the unknowns to check first; for one claim, how to corroborate and how to refute it
    Next(next::Options),
    /// Say what changed between two cases, or two dates of one, and because of what
    Diff(diff::Options),
    /// Show how a claim moved, statement by statement
    Timeline(timeline::Options),
    /// Write one page for people, that opens in any browser: what stands, what does not, and why
    Report(report::Options),
    /// Confirm a result of `check --format json` by a checker that shares no code with what made it
    Verify(verify::Options),
    /// List the rules, or print the page of one
    Rules(rules::Options),
    /// Write the same case in another format
    Convert(convert::Options),
    /// Print the JSON Schema of case files, for editors
    Schema(shell::SchemaOptions),
    /// Write a commented starter case
    Init(init::Options),
    /// Print a completion script for a shell
    Completions(shell::CompletionOptions),
    /// Print the manual page
    Man(shell::ManOptions),
}

/// The whole command tree, for completions, the manual page and tests.
pub fn command() -> clap::Command {
    Cli::command()
}

/// Runs the command line of this process.
pub fn main() -> ExitCode {
    unfinished::tell_of_shortened_files();
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let shown = error.print();
            // Help and version are answers; anything else is a usage error.
            return match (error.use_stderr(), shown) {
                (true, _) => ExitCode::from(ERROR),
                (false, Err(problem)) => output::report(&Failure::from(problem)),
                (false, Ok(())) => ExitCode::from(CLEAN),
            };
        }
    };
    if let Some(threads) = cli.global.threads {
        // More threads than this only wait for one another.
        let most = 8 * std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        // Fails only if a pool exists already; then its threads serve as well.
        let _ = rayon::ThreadPoolBuilder::new()
            .num_threads(threads.get().min(most))
            .build_global();
    }
    match caught(|| run(&cli)) {
        Ok(status) => ExitCode::from(status),
        Err(failure) => output::report(&failure),
    }
}

/// Does something; a panic of whatever thread is a failure like others. What was being written is gone by then.
fn caught(task: impl FnOnce() -> Result<u8, Failure>) -> Result<u8, Failure> {
    let done = std::panic::catch_unwind(AssertUnwindSafe(task));
    done.unwrap_or(Err(Failure::Panicked))
}

fn run(cli: &Cli) -> Result<u8, Failure> {
    match &cli.command {
        Command::Check(options) => check::run(&cli.global, options),
        Command::Explain(options) => explain::run(&cli.global, options),
        Command::Graph(options) => graph::run(&cli.global, options),
        Command::Support(options) => support::run(&cli.global, options),
        Command::Influence(options) => influence::run(&cli.global, options),
        Command::WhatIf(options) => what_if::run(&cli.global, options),
        Command::Linchpins(options) => linchpins::run(&cli.global, options),
        Command::Next(options) => next::run(&cli.global, options),
        Command::Diff(options) => diff::run(&cli.global, options),
        Command::Timeline(options) => timeline::run(&cli.global, options),
        Command::Report(options) => report::run(&cli.global, options),
        Command::Verify(options) => verify::run(&cli.global, options),
        Command::Rules(options) => rules::run(&cli.global, options),
        Command::Convert(options) => convert::run(&cli.global, options),
        Command::Schema(options) => shell::schema(&cli.global, options),
        Command::Init(options) => init::run(&cli.global, options),
        Command::Completions(options) => shell::completions(&cli.global, options),
        Command::Man(options) => shell::man(&cli.global, options),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::document;

    #[test]
    fn a_panic_of_a_worker_is_an_error_and_leaves_no_file() {
        let cli = Cli::try_parse_from(["claimgraph", "rules"]).expect("a command");
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("result.txt");
        let numbers: Vec<u32> = (0..100_000).collect();
        let result = caught(|| {
            output::write_file(&cli.global, &path, output::Existing::Replaced, |out| {
                document::write_in_order(out, &numbers, |&number, out| {
                    // Parts before it are written by then.
                    assert!(number != 90_000, "a fault that this test makes");
                    out.extend_from_slice(number.to_string().as_bytes());
                    Ok(())
                })
            })?;
            Ok(CLEAN)
        });
        let failure = result.expect_err("a failure");
        assert!(matches!(failure, Failure::Panicked));
        assert_eq!(output::report(&failure), ExitCode::from(ERROR));
        let left = std::fs::read_dir(folder.path()).expect("the folder");
        assert_eq!(left.count(), 0);
    }
}
