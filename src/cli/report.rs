//! `claimgraph report`: one page for people.

use std::path::Path;

use clap::{Args, ValueEnum};

use super::output::{self, Failure};
use super::{CLEAN, Global, Inputs, session};
use crate::analysis::Facts;
use crate::render::report::{self, Ground, MOST_CLAIMS};
use crate::render::{Checked, words};
use crate::rules::{self, Detail, Packed};

#[derive(Args)]
#[command(after_help = "Examples:\n  \
    claimgraph report datasets/quickstart.yaml -o report.html\n  \
    claimgraph report datasets/afghanistan --title Afghanistan --theme light -o report.html\n  \
    claimgraph report datasets/citogenesis.yaml --as-of 2013 --pictures 20 -o report.html\n\
    The file needs no network and no server: it opens from a disk or a mail attachment. \
    With `--open` it is opened at once.")]
pub(crate) struct Options {
    #[command(flatten)]
    inputs: Inputs,
    /// The title of the page [default: that of the case]
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// The colours in which it opens; the reader can change them
    #[arg(long, value_enum, default_value_t = Theme::Auto)]
    theme: Theme,
    /// For how many claims to draw the lineage: the most consequential first; fewer where these are very large
    #[arg(long, value_name = "N", default_value_t = 300)]
    pictures: usize,
    /// Show every weakness of a claim, not only the sharpest
    #[arg(long)]
    all: bool,
    /// Open the page in the default browser
    #[arg(long)]
    open: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Theme {
    /// As the reader's system has it
    Auto,
    /// Dark on white
    Light,
    /// Light on near-black
    Dark,
}

pub(crate) fn run(global: &Global, options: &Options) -> Result<u8, Failure> {
    let target = global
        .output
        .as_deref()
        .filter(|path| path.as_os_str() != "-");
    if options.open && target.is_none() {
        return Err(Failure::usage("`--open` needs a file to open").help("add `-o report.html`"));
    }
    let session = session::open(global, &options.inputs)?;
    let claims = session.graph.claims().len();
    if claims > MOST_CLAIMS {
        return Err(Failure::usage(format!(
            "{} are too many for one page, which holds at most {}",
            words::count(claims, words::CLAIM),
            words::grouped(MOST_CLAIMS)
        ))
        .help("report a part of the case; `claimgraph support` and `check` take all of it"));
    }
    let facts = Facts::new(&session.graph, session::settings(global));
    let detail = match options.all {
        true => Detail::All,
        false => Detail::Sharpest,
    };
    let policy = session::policy(global, detail);
    let findings = rules::judge(&facts, &policy);
    let (findings, accepted): (Vec<Packed>, Vec<Packed>) =
        findings.into_iter().partition(Packed::counts);
    let checked = Checked {
        facts: &facts,
        sources: &session.sources,
        inputs: &session.inputs,
        policy: &policy,
        problems: &session.problems,
        findings: &findings,
        stale: None,
        complete: true,
    };
    let page = report::Options {
        title: options.title.as_deref(),
        ground: match options.theme {
            Theme::Auto => Ground::System,
            Theme::Light => Ground::Light,
            Theme::Dark => Ground::Dark,
        },
        pictures: options.pictures,
        accepted: &accepted,
    };
    output::write(global, |out| report::report(&checked, &page, out))?;
    if let Some(path) = target.filter(|_| options.open) {
        open(path)?;
    }
    Ok(CLEAN)
}

fn open(path: &Path) -> Result<(), Failure> {
    // Programs that open things know no current folder.
    let whole = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    open::that_detached(&whole).map_err(|error| {
        Failure::usage(format!(
            "`{}` is written, and no browser could be opened: {error}",
            output::shown(path)
        ))
        .help("open the file by hand")
    })
}
