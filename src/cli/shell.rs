//! `schema`, `completions` and `man`: what editors, shells and manuals need, made from the same definitions.

use clap::Args;

use super::output::{self, Failure};
use super::{CLEAN, Global, command};
use crate::read::json_schema;

#[derive(Args)]
#[command(after_help = "Examples:\n  \
    claimgraph schema\n  \
    claimgraph schema -o claimgraph.schema.json\n  \
    claimgraph schema | head -3")]
pub(crate) struct SchemaOptions {}

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
    claimgraph man -o claimgraph.1\n  \
    claimgraph man | man -l -")]
pub(crate) struct ManOptions {}

pub(crate) fn schema(global: &Global, _: &SchemaOptions) -> Result<u8, Failure> {
    output::write(global, &schema_text())?;
    Ok(CLEAN)
}

/// The schema as published: pretty, with a line break at its end.
pub(crate) fn schema_text() -> Vec<u8> {
    let mut text = format!("{:#}", json_schema());
    text.push('\n');
    text.into_bytes()
}

pub(crate) fn completions(global: &Global, options: &CompletionOptions) -> Result<u8, Failure> {
    let mut bytes = Vec::new();
    clap_complete::generate(options.shell, &mut command(), "claimgraph", &mut bytes);
    output::write(global, &bytes)?;
    Ok(CLEAN)
}

/// The manual: one page, with a section for each command.
pub(crate) fn man(global: &Global, _: &ManOptions) -> Result<u8, Failure> {
    let mut bytes = Vec::new();
    let mut root = command();
    root.build();
    clap_mangen::Man::new(root.clone()).render(&mut bytes)?;
    for sub in root
        .get_subcommands()
        .filter(|sub| sub.get_name() != "help")
    {
        let page = clap_mangen::Man::new(sub.clone());
        page.render_name_section(&mut bytes)?;
        page.render_synopsis_section(&mut bytes)?;
        page.render_description_section(&mut bytes)?;
        page.render_options_section(&mut bytes)?;
        page.render_extra_section(&mut bytes)?;
    }
    output::write(global, &bytes)?;
    Ok(CLEAN)
}
