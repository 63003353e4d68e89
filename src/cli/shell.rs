//! `schema`, `completions` and `man`: what editors, shells and manuals need, made from the same definitions.

use clap::{Args, ValueEnum};

use super::output::{self, Failure};
use super::{CLEAN, Global, command, config};
use crate::read::json_schema;
use crate::render::{
    diff, document, explain, finding, influence, json, linchpins, next, timeline, what_if,
};

#[derive(Args)]
#[command(after_help = "Examples:\n  \
    claimgraph schema\n  \
    claimgraph schema -o claimgraph.schema.json\n  \
    claimgraph schema check | head -3")]
pub(crate) struct SchemaOptions {
    /// Of what
    #[arg(value_enum, default_value_t = Described::Case)]
    of: Described,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Described {
    /// Of case files
    Case,
    /// Of what `check --format json` writes
    Check,
    /// Of a line that `check --format ndjson` writes
    Finding,
    /// Of `claimgraph.toml`
    Config,
    /// Of what `diff --format json` writes
    Diff,
    /// Of what `timeline --format json` writes
    Timeline,
    /// Of what `what-if --format json` writes
    WhatIf,
    /// Of what `linchpins --format json` writes
    Linchpins,
    /// Of what `next --format json` writes
    Next,
    /// Of what `next --claim CLAIM --format json` writes
    NextClaim,
    /// Of what `explain --format json` writes
    Explain,
    /// Of what `influence --format json` writes
    Influence,
}

#[derive(Args)]
#[command(after_help = "Examples:\n  \
    claimgraph completions bash > ~/.local/share/bash-completion/completions/claimgraph\n  \
    claimgraph completions zsh > ~/.zfunc/_claimgraph\n  \
    claimgraph completions fish > ~/.config/fish/completions/claimgraph.fish")]
pub(crate) struct CompletionOptions {
    /// The shell
    shell: clap_complete::Shell,
}

#[derive(Args)]
#[command(after_help = "Examples:\n  \
    claimgraph man\n  \
    claimgraph man check -o claimgraph-check.1\n  \
    claimgraph man | man -l -")]
pub(crate) struct ManOptions {
    /// The command whose page to print, instead of that of the whole program
    command: Option<String>,
}

pub(crate) fn schema(global: &Global, options: &SchemaOptions) -> Result<u8, Failure> {
    let schema = match options.of {
        Described::Case => json_schema(),
        Described::Check => json::schema(),
        Described::Finding => finding::schema(),
        Described::Config => config::schema(),
        Described::Diff => document::schema::<diff::DiffDocument<'_>>(),
        Described::Timeline => document::schema::<timeline::TimelineDocument<'_>>(),
        Described::WhatIf => document::schema::<what_if::WhatIfDocument<'_>>(),
        Described::Linchpins => document::schema::<linchpins::LinchpinsDocument<'_>>(),
        Described::Next => document::schema::<next::ChecksDocument<'_>>(),
        Described::NextClaim => document::schema::<next::CheapestDocument<'_>>(),
        Described::Explain => document::schema::<explain::ExplainDocument<'_>>(),
        Described::Influence => document::schema::<influence::InfluenceDocument<'_>>(),
    };
    // As published: pretty, with a line break at its end.
    output::write(global, |out| writeln!(out, "{schema:#}"))?;
    Ok(CLEAN)
}

pub(crate) fn completions(global: &Global, options: &CompletionOptions) -> Result<u8, Failure> {
    let mut bytes = Vec::new();
    clap_complete::generate(options.shell, &mut command(), "claimgraph", &mut bytes);
    output::write(global, |out| out.write_all(&bytes))?;
    Ok(CLEAN)
}

/// The manual page of the program, or of one command.
pub(crate) fn man(global: &Global, options: &ManOptions) -> Result<u8, Failure> {
    let mut root = command();
    root.build();
    let page = match &options.command {
        None => clap_mangen::Man::new(root),
        Some(name) => {
            let sub = root
                .find_subcommand(name)
                .ok_or_else(|| Failure::usage(format!("there is no command `{name}`")))?;
            let full = format!("claimgraph-{}", sub.get_name());
            clap_mangen::Man::new(sub.clone().display_name(full.clone())).title(full)
        }
    };
    let mut bytes = Vec::new();
    page.render(&mut bytes)?;
    output::write(global, |out| out.write_all(&bytes))?;
    Ok(CLEAN)
}
