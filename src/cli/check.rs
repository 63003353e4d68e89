//! `claimgraph check`: what is wrong, and how do you know.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use schemars::JsonSchema;
use serde::Deserialize;

use super::levels::Levels;
use super::output::{self, Existing, Failure, colour, shown};
use super::progress::{Progress, count_claims};
use super::session::Session;
use super::{CLEAN, FINDINGS, Global, Inputs, session, watch};
use crate::analysis::{Facts, Kept, Settings};
use crate::case::ClaimGraph;
use crate::read;
use crate::render::select::{self, Accepting};
use crate::render::{Checked, MOST_STALE, csv, github, json, markdown, ndjson, sarif, text, words};
use crate::rules::baseline::{Baseline, Entry, Missing, Notes};
use crate::rules::{self, Detail, Keep, Packed, Policy, Severity, Weaknesses};

#[derive(Args)]
#[command(after_help = "Examples:\n  \
    claimgraph check datasets/quickstart.yaml\n  \
    claimgraph check datasets/afghanistan --info\n  \
    claimgraph check datasets/afghanistan --format sarif -o findings.sarif")]
pub(crate) struct Options {
    #[command(flatten)]
    pub inputs: Inputs,
    /// How to write the findings
    #[arg(short, long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// The least severity that makes the exit status 1 [default: warning]
    #[arg(long, value_enum, value_name = "SEVERITY")]
    fail_on: Option<FailOn>,
    /// Exit with status 0 whatever is found
    #[arg(long, conflicts_with = "fail_on")]
    exit_zero: bool,
    /// Show findings of severity `info` too; `--info=false` does not, whatever the configuration says
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true", hide_possible_values = true)]
    info: Option<bool>,
    #[command(flatten)]
    levels: Levels,
    /// Show findings that are allowed or in the baseline too
    #[arg(long)]
    show_accepted: bool,
    /// Count and show only findings that this baseline does not know
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// Write what is found to this baseline: from then on it is known
    #[arg(long, value_name = "FILE")]
    write_baseline: Option<PathBuf>,
    /// Check again whenever a file of the case is saved, until Ctrl-C
    #[arg(long, conflicts_with_all = ["write_baseline", "output"])]
    watch: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Diagnostics with excerpts of the case files
    Text,
    /// One JSON document with claims, findings and witnesses
    Json,
    /// One JSON object a finding, a line each
    Ndjson,
    /// SARIF 2.1.0, for code-scanning tools
    Sarif,
    /// Workflow commands: annotations in GitHub Actions
    Github,
    /// A summary with a table of findings
    Markdown,
    /// A table, a finding a row
    Csv,
}

/// The least severity that counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum FailOn {
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
    match options.watch {
        true => watch::run(global, options),
        false => Ok(once(global, options, &mut None)?.status),
    }
}

/// A state of a case that was checked, kept for the next.
pub(crate) struct Before {
    graph: ClaimGraph,
    kept: Kept,
    weaknesses: Weaknesses,
}

/// One check that is done.
pub(crate) struct Done {
    /// The exit status.
    pub status: u8,
    /// The files that were read.
    pub files: Vec<PathBuf>,
}

/// Checks once; of claims that are not touched since the state before, what was found is taken over.
pub(crate) fn once(
    global: &Global,
    options: &Options,
    before: &mut Option<Before>,
) -> Result<Done, Failure> {
    if options.write_baseline.as_deref() == Some(Path::new("-")) {
        let message = "a baseline is a file beside the findings, and `-` is none";
        return Err(Failure::usage(message).help("write `--write-baseline baseline.json`"));
    }
    let session = session::load(global, &options.inputs)?;
    if let Err(failure) = session.tell(global) {
        unchecked(global, options, &session)?;
        return Err(failure);
    }
    let facts = Facts::new(&session.graph, session::settings(global));
    let last = before.take();
    let unchanged = last
        .as_ref()
        .and_then(|last| facts.take_over(last.kept.of(&last.graph)));
    if let Some(unchanged) = unchanged.as_ref().filter(|_| global.verbose) {
        let anew = session.graph.claims().len() - unchanged.count();
        let text = format!("looked at {} anew\n", words::count(anew, words::CLAIM));
        output::tell(global, &text);
    }
    count_claims(global, &facts);
    let keep = match options.watch {
        true => Keep::Weaknesses,
        false => Keep::Nothing,
    };
    let earlier = last.as_ref().zip(unchanged.as_ref());
    let earlier = earlier.map(|(last, unchanged)| (&last.weaknesses, unchanged));
    let policy = options.levels.policy(global);
    let progress = Progress::of(global, "applying rules");
    let (mut findings, weaknesses) = rules::judge_since(&facts, &policy, earlier, keep);
    drop(progress);
    let stale = compare(global, options, &facts, &mut findings)?;
    let checked = Checked {
        facts: &facts,
        sources: &session.sources,
        inputs: &session.inputs,
        policy: &policy,
        problems: &session.problems,
        findings: &findings,
        stale: stale.as_deref(),
        complete: true,
    };
    write(global, options, &checked)?;
    let fail_on = fail_on(global, options);
    let fails = |finding: &Packed| finding.counts() && fail_on.counts(finding.severity);
    let status = match !options.exit_zero && findings.iter().any(fails) {
        true => FINDINGS,
        false => CLEAN,
    };
    let files = session.sources.files();
    let files = files.map(|file| PathBuf::from(file.name())).collect();
    if keep == Keep::Weaknesses {
        *before = Some(Before {
            kept: facts.into_kept(),
            graph: session.graph,
            weaknesses,
        });
    } else {
        // The process ends: taking a large case apart first would take as long as a tenth of the check.
        std::mem::forget((findings, facts));
        std::mem::forget(session);
    }
    Ok(Done { status, files })
}

/// The least severity that makes the exit status 1.
fn fail_on(global: &Global, options: &Options) -> FailOn {
    (options.fail_on).unwrap_or(global.configured().fail_on)
}

/// The places and lasting names of so many findings are looked up before all of them are worth being found by all
/// threads.
const FEW: usize = 1 << 10;

/// Writes the findings in the format that is asked for.
fn write(global: &Global, options: &Options, checked: &Checked<'_, '_>) -> Result<(), Failure> {
    let config = global.configured();
    let fail_on = fail_on(global, options);
    let accepting = match options.show_accepted {
        true => Accepting::Shown,
        false => Accepting::Counted,
    };
    let shown = select::Options {
        infos: options.info.unwrap_or(config.info)
            || matches!(fail_on, FailOn::Info | FailOn::Note),
        accepting,
    };
    let text = text::Options {
        colour: colour(global),
        shown,
        summary_only: global.quiet,
    };
    if checked.findings.len() > FEW {
        let files = checked.sources.files();
        files.for_each(crate::source::SourceFile::index);
        checked.facts.graph().derive_lasting_names();
    }
    output::write(global, |out| match options.format {
        Format::Text => text::check(checked, text, out),
        Format::Json => json::check(checked, out),
        Format::Ndjson => ndjson::check(checked, accepting, out),
        Format::Sarif => sarif::check(checked, out),
        Format::Github => github::check(checked, shown, out),
        Format::Markdown => markdown::check(checked, shown, out),
        Format::Csv => csv::check(checked, accepting, out),
    })
}

/// Tells programs what is wrong with the input too: a document without findings.
fn unchecked(global: &Global, options: &Options, session: &Session) -> Result<(), Failure> {
    if matches!(options.format, Format::Text | Format::Csv) {
        return Ok(());
    }
    let nothing = ClaimGraph::default();
    let facts = Facts::new(
        &nothing,
        Settings {
            ..session::settings(global)
        },
    );
    let checked = Checked {
        facts: &facts,
        sources: &session.sources,
        inputs: &session.inputs,
        policy: &options.levels.policy(global),
        problems: &session.problems,
        findings: &[],
        stale: None,
        complete: false,
    };
    write(global, options, &checked)
}

/// Marks what the baseline knows, if there is one, and writes it anew if that is asked for; what it knows and is found
/// no more is told.
fn compare(
    global: &Global,
    options: &Options,
    facts: &Facts<'_>,
    findings: &mut [Packed],
) -> Result<Option<Vec<Entry>>, Failure> {
    let graph = facts.graph();
    if let Some(path) = &options.write_baseline {
        // Both or none.
        if let Some(result) = &global.output {
            output::spare_inputs(global, result)?;
        }
        let before = read::bytes(path)
            .ok()
            .and_then(|bytes| Baseline::read(&bytes).ok());
        let notes = match fail_on(global, options) {
            FailOn::Note => Notes::Listed,
            _ => Notes::LeftOut,
        };
        let baseline = Baseline::of(graph, findings, notes);
        output::write_file(global, path, Existing::Replaced, |out| baseline.write(out))?;
        let change = before.map_or_else(String::new, |before| {
            let (new, gone) = (baseline.beyond(&before), before.beyond(&baseline));
            format!(
                " ({} new, {} gone)",
                words::grouped(new),
                words::grouped(gone)
            )
        });
        let count = words::count(baseline.len(), words::FINDING);
        let text = format!("wrote {count} to the baseline `{}`{change}\n", shown(path));
        output::tell(global, &text);
        return Ok(Some(baseline.mark(graph, findings)));
    }
    let configured = global.configured().baseline.as_ref();
    let Some(path) = options.baseline.as_ref().or(configured) else {
        return Ok(None);
    };
    let baseline = baseline(path)?;
    let policy = options.levels.policy(global);
    let mut missing = Missing::new(facts, &policy, baseline.mark(graph, findings));
    if !missing.gone.is_empty() {
        // What a sharper finding hides is found all the same.
        let everything = Policy {
            detail: Detail::All,
            ..policy
        };
        let unfound = baseline.mark(graph, &mut rules::judge(facts, &everything));
        missing.gone.retain(|entry| unfound.contains(entry));
    }
    if !global.quiet {
        output::tell(global, &told(&missing, path));
    }
    Ok(Some(missing.gone))
}

fn baseline(path: &Path) -> Result<Baseline, Failure> {
    let failure = |why: &dyn std::fmt::Display| {
        Failure::usage(format!("cannot use the baseline `{}`: {why}", shown(path)))
    };
    let bytes =
        read::bytes(path).map_err(|error| failure(&error).help("`--write-baseline` writes one"))?;
    Baseline::read(&bytes).map_err(|error| failure(&error).help(error.help()))
}

fn told(missing: &Missing, path: &Path) -> String {
    let mut text = String::new();
    let (gone, elsewhere) = (&missing.gone, missing.elsewhere.len());
    let entries = |many: usize| words::count(many, words::ENTRY);
    if elsewhere > 0 {
        text.push_str(&format!(
            "note: {} of the baseline `{}` {} about records that are not in this case: removed, or in files that are not checked here\n",
            entries(elsewhere),
            shown(path),
            if elsewhere == 1 { "is" } else { "are" },
        ));
    }
    if gone.is_empty() {
        return text;
    }
    text.push_str(&format!(
        "warning: {} of the baseline `{}` found no more\n",
        entries(gone.len()),
        shown(path)
    ));
    for entry in gone.iter().take(MOST_STALE) {
        let line = format!("  {}", entry.text());
        text.push_str(&crate::render::safe::inline(&line));
        text.push('\n');
    }
    if gone.len() > MOST_STALE {
        let rest = words::grouped(gone.len() - MOST_STALE);
        text.push_str(&format!("  … and {rest} more\n"));
    }
    text.push_str("help: write it anew with `--write-baseline`, or they would be accepted if they came back\n");
    text
}
