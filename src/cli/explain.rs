//! `claimgraph explain`: why, step by step.

use clap::{Args, ValueEnum};

use super::output::{self, Failure, colour};
use super::{CLEAN, Global, Inputs, session};
use crate::analysis::Facts;
use crate::case::Kind;
use crate::render::explain::{self, Form};

#[derive(Args)]
#[command(after_help = "Examples:\n  \
    claimgraph explain battery-started datasets/quickstart.yaml\n  \
    claimgraph explain mazar-leaders-killed datasets/afghanistan\n  \
    claimgraph explain gdi datasets/afghanistan --format markdown")]
pub(crate) struct Options {
    /// The id of a claim, statement, actor, event, report or piece of evidence
    id: String,
    #[command(flatten)]
    inputs: Inputs,
    /// How to write it
    #[arg(short, long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A tree for reading
    Text,
    /// One JSON document
    Json,
    /// Markdown, for a note or a ticket
    Markdown,
}

pub(crate) fn run(global: &Global, options: &Options) -> Result<u8, Failure> {
    let session = session::open(global, &options.inputs)?;
    let node = session::find(&session.graph, &options.id, &Kind::ALL)?;
    let facts = Facts::new(&session.graph, session::settings(global));
    let form = match options.format {
        Format::Text => Form::Text(colour(global)),
        Format::Json => Form::Json,
        Format::Markdown => Form::Markdown,
    };
    output::write(global, |out| {
        explain::explain(&facts, &session.sources, &session.inputs, node, form, out)
    })?;
    Ok(CLEAN)
}
