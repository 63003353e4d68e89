//! `claimgraph next`: what to check first.

use clap::Args;

use super::output::{self, Failure, TextOrJson};
use super::session::{self, limited};
use super::{CLEAN, Global, Inputs};
use crate::analysis::Facts;
use crate::render::next;

/// Unknowns are bases that nobody declared, sources without a name, artefacts that no outsider verified, cited sources
/// of which no statement is recorded, and alleged ties. Each is supposed settled in favour of what rests on it, and
/// those come first that would so corroborate the most claims.
#[derive(Args)]
#[command(after_help = "Examples:\n  \
    claimgraph next datasets/quickstart.yaml\n  \
    claimgraph next datasets/afghanistan --limit 5\n  \
    claimgraph next datasets/quickstart.yaml --claim battery-started")]
pub(crate) struct Options {
    #[command(flatten)]
    inputs: Inputs,
    /// The cheapest way to corroborate this one claim, and the cheapest way to refute it
    #[arg(long, value_name = "CLAIM")]
    claim: Option<String>,
    /// How many unknowns to list; 0 lists all
    #[arg(long, default_value_t = 20, value_name = "N", conflicts_with = "claim")]
    limit: usize,
    /// How to write it
    #[arg(short, long, value_enum, default_value_t = TextOrJson::Text)]
    format: TextOrJson,
}

pub(crate) fn run(global: &Global, options: &Options) -> Result<u8, Failure> {
    let session = session::open(global, &options.inputs)?;
    let graph = &session.graph;
    let facts = Facts::new(graph, session::settings(global));
    let form = options.format.form(global);
    let claim = match &options.claim {
        Some(id) => Some(session::find_claim(graph, id)?),
        None => None,
    };
    output::write(global, |out| match claim {
        Some(claim) => next::cheapest(&facts, &session.inputs, claim, form, out),
        None => next::checks(&facts, &session.inputs, limited(options.limit), form, out),
    })?;
    Ok(CLEAN)
}
