//! `claimgraph linchpins`: what does everything hang on.

use clap::Args;

use super::output::{self, Failure, TableFormat};
use super::session::{self, limited};
use super::{CLEAN, Global, Inputs};
use crate::analysis::Facts;
use crate::render::linchpins;

/// A class is an actor with all who answer to it. Without it, what they said and vouched for carries nothing; a claim
/// that then has no line left, or is corroborated no more, loses its status.
#[derive(Args)]
#[command(after_help = "Examples:\n  \
    claimgraph linchpins datasets/quickstart.yaml\n  \
    claimgraph linchpins datasets/afghanistan --limit 5\n  \
    claimgraph linchpins datasets/afghanistan --format csv --limit 0 -o linchpins.csv")]
pub(crate) struct Options {
    #[command(flatten)]
    inputs: Inputs,
    /// How many to list; 0 lists all
    #[arg(long, default_value_t = 20, value_name = "N")]
    limit: usize,
    /// How to write it
    #[arg(short, long, value_enum, default_value_t = TableFormat::Table)]
    format: TableFormat,
}

pub(crate) fn run(global: &Global, options: &Options) -> Result<u8, Failure> {
    let session = session::open(global, &options.inputs)?;
    let facts = Facts::new(&session.graph, session::settings(global));
    let form = options.format.form(global);
    output::write(global, |out| {
        linchpins::linchpins(&facts, &session.inputs, limited(options.limit), form, out)
    })?;
    Ok(CLEAN)
}
