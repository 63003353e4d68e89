//! `claimgraph influence`: through whom do the citation paths run.

use clap::Args;

use super::output::{self, Failure, TableFormat};
use super::session::{self, limited};
use super::{CLEAN, Global, Inputs};
use crate::analysis::Facts;
use crate::case::ClaimIdx;
use crate::render::influence;

/// A citation path goes from a statement to one that it cites, and so on, along one citation or more, within the
/// support of one claim. Many paths over few independent lines are amplification (Greenberg 2009).
#[derive(Args)]
#[command(after_help = "Examples:\n  \
    claimgraph influence datasets/citogenesis.yaml\n  \
    claimgraph influence datasets/citogenesis.yaml --claim child-lit-lamp\n  \
    claimgraph influence datasets/afghanistan --format csv --limit 0 -o influence.csv")]
pub(crate) struct Options {
    #[command(flatten)]
    inputs: Inputs,
    /// Count only within the support of these claims, separated by commas [default: every claim]
    #[arg(long, value_delimiter = ',', value_name = "CLAIM")]
    claim: Vec<String>,
    /// How many actors and how many statements to list; 0 lists all
    #[arg(long, default_value_t = 20, value_name = "N")]
    limit: usize,
    /// How to write it
    #[arg(short, long, value_enum, default_value_t = TableFormat::Table)]
    format: TableFormat,
}

pub(crate) fn run(global: &Global, options: &Options) -> Result<u8, Failure> {
    let session = session::open(global, &options.inputs)?;
    let graph = &session.graph;
    let mut claims: Vec<ClaimIdx> = Vec::new();
    for id in &options.claim {
        claims.push(session::find_claim(graph, id)?);
    }
    claims.sort_unstable();
    claims.dedup();
    if claims.is_empty() {
        claims = graph.claims().collect();
    }
    let facts = Facts::new(graph, session::settings(global));
    let form = options.format.form(global);
    let limit = limited(options.limit);
    output::write(global, |out| {
        influence::influence(&facts, &session.inputs, &claims, limit, form, out)
    })?;
    Ok(CLEAN)
}
