//! `claimgraph timeline`: how did a claim come to stand as it does.

use clap::Args;

use super::output::{self, Failure, TextOrJson, colour};
use super::{CLEAN, Global, Inputs, session};
use crate::analysis::Facts;
use crate::analysis::history::History;
use crate::analysis::relevant::Undoings;
use crate::case::excerpt::Excerpts;
use crate::render::timeline::{self, Form, Steps};

/// Statements that bear on the claim, or on which those rest, are added one by one in the order in which they were
/// made. Those without a date, in reports without one, count as always there.
#[derive(Args)]
#[command(after_help = "Examples:\n  \
    claimgraph timeline child-lit-lamp datasets/citogenesis.yaml\n  \
    claimgraph timeline embassy-attacked datasets/afghanistan --all\n  \
    claimgraph timeline embassy-attacked datasets/afghanistan --format json -o timeline.json")]
pub(crate) struct Options {
    /// The id of a claim
    id: String,
    #[command(flatten)]
    inputs: Inputs,
    /// Show the statements too at which nothing moved
    #[arg(long)]
    all: bool,
    /// How to write it
    #[arg(short, long, value_enum, default_value_t = TextOrJson::Text)]
    format: TextOrJson,
}

pub(crate) fn run(global: &Global, options: &Options) -> Result<u8, Failure> {
    let session = session::open(global, &options.inputs)?;
    let claim = session::find_claim(&session.graph, &options.id)?;
    let facts = Facts::new(&session.graph, session::settings(global));
    let excerpts = Excerpts::new(&session.graph);
    let undoings = Undoings::new(&session.graph);
    let found = History::new(&facts, &excerpts, &undoings, claim).timeline();
    let steps = if options.all {
        Steps::All
    } else {
        Steps::Moves
    };
    let form = match options.format {
        TextOrJson::Text => Form::Text(colour(global), steps),
        TextOrJson::Json => Form::Json,
    };
    output::write(global, |out| {
        timeline::timeline(&facts, &session.inputs, claim, &found, form, out)
    })?;
    Ok(CLEAN)
}
