//! `claimgraph support`: on how much does each claim stand.

use clap::{Args, ValueEnum};

use super::output::{self, Failure, colour};
use super::progress::count_claims;
use super::{CLEAN, Global, Inputs, session};
use crate::analysis::{Facts, Status};
use crate::case::ClaimIdx;
use crate::render::origins;
use crate::render::support::{self, Form};

#[derive(Args)]
#[command(after_help = "Examples:\n  \
    claimgraph support datasets/quickstart.yaml\n  \
    claimgraph support datasets/citogenesis.yaml --origins\n  \
    claimgraph support datasets/afghanistan --by statement --format csv -o statements.csv")]
pub(crate) struct Options {
    #[command(flatten)]
    inputs: Inputs,
    /// Count for each claim, or for each statement on how many independent origins it rests
    #[arg(long, value_enum, default_value_t = By::Claim)]
    by: By,
    /// Count only where the citations behind each claim end: origins and circles, for very large cases
    #[arg(long, conflicts_with_all = ["by", "status", "sort"])]
    origins: bool,
    /// How to write the table
    #[arg(short, long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Only claims of these statuses, separated by commas
    #[arg(long, value_delimiter = ',', value_parser = status, value_name = "STATUS")]
    status: Vec<Status>,
    /// In which order
    #[arg(long, value_enum, default_value_t = Sort::Claim)]
    sort: Sort,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum By {
    /// One row a claim
    Claim,
    /// One row a statement
    Statement,
}

fn status(word: &str) -> Result<Status, String> {
    let known = Status::ALL.map(Status::word);
    Status::ALL
        .into_iter()
        .find(|status| status.word() == word)
        .ok_or_else(|| match crate::case::problem::closest(word, known) {
            Some(best) => format!("did you mean `{best}`?"),
            None => format!("a status is one of {}", known.join(", ")),
        })
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A table for reading
    Table,
    /// Comma-separated values with a header
    Csv,
    /// One JSON document
    Json,
    /// One JSON object a line
    Ndjson,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Sort {
    /// By id
    Claim,
    /// From contested and unsupported to corroborated
    Status,
    /// The most independent lines first
    Lines,
    /// The most statements first
    Statements,
}

pub(crate) fn run(global: &Global, options: &Options) -> Result<u8, Failure> {
    let session = session::open(global, &options.inputs)?;
    let facts = Facts::new(&session.graph, session::settings(global));
    let form = match options.format {
        Format::Table => Form::Table(colour(global)),
        Format::Csv => Form::Csv,
        Format::Json => Form::Json,
        Format::Ndjson => Form::Ndjson,
    };
    if options.origins {
        output::write(global, |out| {
            origins::origins(&facts, &session.inputs, form, out)
        })?;
        return Ok(CLEAN);
    }
    if options.by == By::Statement {
        if !options.status.is_empty() || options.sort != Sort::Claim {
            return Err(
                Failure::usage("a statement has no status to filter or sort by")
                    .help("leave `--status` and `--sort` away, or `--by statement`"),
            );
        }
        output::write(global, |out| {
            support::by_statement(&facts, &session.inputs, form, out)
        })?;
        return Ok(CLEAN);
    }
    count_claims(global, &facts);
    let mut claims: Vec<ClaimIdx> = session
        .graph
        .claims()
        .filter(|&claim| options.status.is_empty() || options.status.contains(&facts.status(claim)))
        .collect();
    let standing = |claim: &ClaimIdx| facts.standing(*claim);
    match options.sort {
        Sort::Claim => {}
        Sort::Status => claims.sort_by_key(|claim| standing(claim).status),
        Sort::Lines => claims.sort_by_key(|claim| {
            let support = standing(claim).support;
            std::cmp::Reverse((support.lines_min.least, support.lines_max.most))
        }),
        Sort::Statements => {
            claims.sort_by_key(|claim| std::cmp::Reverse(standing(claim).support.statements));
        }
    }
    output::write(global, |out| {
        support::support(&facts, &session.inputs, &claims, form, out)
    })?;
    Ok(CLEAN)
}
