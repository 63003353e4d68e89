//! `claimgraph verify`: does a result hold of a case?

use std::ffi::OsString;
use std::path::Path;

use clap::Args;

use super::output::{self, Failure, TextOrJson};
use super::{CLEAN, FINDINGS, Global, Inputs, session};
use crate::read::files;
use crate::render::document::Form;
use crate::render::{json, verdict};
use crate::rules::Detail;
use crate::source::Text;
use crate::verify;

#[derive(Args)]
#[command(after_help = "Examples:\n  \
    claimgraph check datasets/quickstart.yaml --format json -o result.json --exit-zero\n  \
    claimgraph verify result.json datasets/quickstart.yaml\n  \
    claimgraph check datasets -f json --exit-zero | claimgraph verify - datasets\n\n\
    Not looked at: that nothing else is to be found, and what is only told (the words of messages and help, places, \
    fingerprints, reasons, names of inputs, problems of the input, the program). docs/numbers.md says what is confirmed, and how.\n\n\
    Exit status: 0 everything is confirmed, 1 something is not, be it wrong or more than can be checked, which is told, \
    2 the result or the case cannot be read.")]
pub(crate) struct Options {
    /// What `claimgraph check --format json` wrote; `-` for standard input
    #[arg(value_name = "RESULT")]
    result: OsString,
    #[command(flatten)]
    inputs: Inputs,
    /// How to write what came of it
    #[arg(short, long, value_enum, default_value_t = TextOrJson::Text)]
    format: TextOrJson,
}

pub(crate) fn run(global: &Global, options: &Options) -> Result<u8, Failure> {
    let text = match options.result.to_str() {
        Some("-") => files::load_stdin(u64::MAX).map(|(bytes, _)| Text::Owned(bytes)),
        _ => files::load(Path::new(&options.result)),
    };
    let name = output::shown(Path::new(&options.result));
    let text = text.map_err(|error| Failure::usage(format!("cannot read `{name}`: {error}")))?;
    let unreadable = |error: verify::Unreadable| {
        Failure::usage(error.to_string())
            .help("`claimgraph check CASE --format json -o RESULT` writes one")
    };
    let result = verify::read(&text).map_err(unreadable)?;
    if global
        .as_of
        .is_some_and(|date| Some(date.to_string()) != result.as_of)
    {
        let message = "the result was made as of another date than `--as-of` says";
        return Err(Failure::usage(message).help("leave `--as-of` out: the result names its date"));
    }
    let session = session::open(global, &options.inputs)?;
    let found = verify::verify(&session.graph, &result).map_err(unreadable)?;
    let policy = session::policy(global, Detail::Sharpest);
    let in_force = json::settings_in_force(&session::settings(global), &policy);
    let in_force = serde_json::from_value(in_force);
    let in_force = in_force.map_err(|error| Failure::usage(error.to_string()))?;
    let other = verify::other_settings(&result, &in_force);
    output::write(global, |out| match options.format.form(global) {
        Form::Text(colour) => verdict::text(&found, &other, colour, global.verbose, out),
        Form::Json => verdict::json(&found, &other, &session.inputs, out),
    })?;
    Ok(if found.doubtful.is_empty() {
        CLEAN
    } else {
        FINDINGS
    })
}
