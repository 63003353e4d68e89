//! `claimgraph diff`: what changed, and because of what.

use clap::Args;

use super::output::{self, Failure, TextOrJson};
use super::{CLEAN, Global, Inputs, session};
use crate::analysis::{Facts, Settings};
use crate::case::date::Date;
use crate::render::diff::{self, Kind, Side};
use crate::rules::Detail;

/// Two cases, each a file or a folder; or one case at two dates. Claims and statements are the same if their ids are;
/// findings if they are of one rule and about the same records.
#[derive(Args)]
#[command(after_help = "Examples:\n  \
    claimgraph diff datasets/citogenesis.yaml --from 2015 --to 2018\n  \
    claimgraph diff datasets/quickstart.yaml datasets/citogenesis.yaml\n  \
    claimgraph diff datasets/afghanistan --from 2023-03-26 --format json -o diff.json")]
pub(crate) struct Options {
    #[command(flatten)]
    inputs: Inputs,
    /// Compare one case at this date …
    #[arg(long, value_name = "DATE", value_parser = super::as_of)]
    from: Option<Date>,
    /// … with the same case at this one [default: everything]
    #[arg(long, value_name = "DATE", value_parser = super::as_of, requires = "from")]
    to: Option<Date>,
    /// How to write it
    #[arg(short, long, value_enum, default_value_t = TextOrJson::Text)]
    format: TextOrJson,
}

pub(crate) fn run(global: &Global, options: &Options) -> Result<u8, Failure> {
    match options.from {
        Some(from) => dates(global, options, from),
        None => cases(global, options),
    }
}

fn dates(global: &Global, options: &Options, from: Date) -> Result<u8, Failure> {
    if global.as_of.is_some() {
        return Err(
            Failure::usage("`--as-of` does not go with `--from`").help("the later date is `--to`")
        );
    }
    if let Some(to) = options.to.filter(|to| to.latest() < from.latest()) {
        return Err(
            Failure::usage(format!("`--from {from}` is after `--to {to}`"))
                .help("the earlier date comes first: exchange them"),
        );
    }
    let session = session::open(global, &options.inputs)?;
    let at = |as_of| Settings {
        as_of,
        ..session::settings(global)
    };
    let before = Facts::new(&session.graph, at(Some(from)));
    let after = Facts::new(&session.graph, at(options.to));
    let side = |facts| Side {
        facts,
        inputs: &session.inputs,
    };
    write(global, options, side(&before), side(&after), Kind::Dates)
}

fn cases(global: &Global, options: &Options) -> Result<u8, Failure> {
    let [first, second] = options.inputs.inputs.as_slice() else {
        let count = options.inputs.inputs.len();
        return Err(
            Failure::usage(format!("two cases are compared, not {count}")).help(
                "name two files or folders, or one case with `--from DATE` and perhaps `--to DATE`",
            ),
        );
    };
    if first.as_os_str() == "-" && second.as_os_str() == "-" {
        return Err(Failure::usage(
            "only one of two cases can come from standard input",
        ));
    }
    let open = |input: &std::ffi::OsString| {
        let inputs = vec![input.clone()];
        session::open(global, &Inputs { inputs })
    };
    let (first, second) = (open(first)?, open(second)?);
    let before = Facts::new(&first.graph, session::settings(global));
    let after = Facts::new(&second.graph, session::settings(global));
    let one = Side {
        facts: &before,
        inputs: &first.inputs,
    };
    let other = Side {
        facts: &after,
        inputs: &second.inputs,
    };
    write(global, options, one, other, Kind::Cases)
}

fn write(
    global: &Global,
    options: &Options,
    before: Side<'_, '_>,
    after: Side<'_, '_>,
    kind: Kind,
) -> Result<u8, Failure> {
    let form = options.format.form(global);
    let policy = session::policy(global, Detail::Sharpest);
    output::write(global, |out| {
        diff::diff(before, after, kind, &policy, form, out)
    })?;
    Ok(CLEAN)
}
