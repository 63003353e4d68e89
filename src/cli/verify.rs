//! `claimgraph verify`: does a result hold of a case?

use std::ffi::OsString;
use std::path::Path;

use clap::Args;

use super::levels::Levels;
use super::output::{self, Failure, TextOrJson};
use super::{CLEAN, FINDINGS, Global, Inputs, session};
use crate::read::files;
use crate::render::document::Form;
use crate::render::json;
use crate::render::verdict::Told;
use crate::source::Text;
use crate::verify;

#[derive(Args)]
#[command(after_help = "Examples:\n  \
    claimgraph check datasets/quickstart.yaml --format json -o result.json --exit-zero\n  \
    claimgraph verify result.json datasets/quickstart.yaml\n  \
    claimgraph check datasets -f json --exit-zero | claimgraph verify - datasets\n\n\
    Not looked at: that nothing else is to be found, and what is only told (the words of messages, help and witnesses, places, \
    fingerprints, reasons, names of inputs, problems of the input, the program). docs/numbers.md says what is confirmed, and how.\n\n\
    A result is checked under its own settings. Where these are not those in force, of `--as-of`, `--rule`, `--all` and the \
    configuration, the first line says which differ, and the exit status is 1; given what the result was made with, it is 0.\n\n\
    Exit status: 0 everything is confirmed, and under the settings in force (`is_confirmed` in JSON), 1 something is not, \
    be it wrong or more than can be checked, or only under other settings, which is told, 2 the result or the case cannot be \
    read.")]
pub(crate) struct Options {
    /// What `claimgraph check --format json` wrote; `-` for standard input
    #[arg(value_name = "RESULT")]
    result: OsString,
    #[command(flatten)]
    inputs: Inputs,
    #[command(flatten)]
    levels: Levels,
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
    let session = session::open(global, &options.inputs)?;
    let found = verify::verify(&session.graph, &result).map_err(unreadable)?;
    let policy = options.levels.policy(global);
    let in_force = json::settings_in_force(&session::settings(global), &policy);
    let in_force = serde_json::from_value(in_force);
    let in_force = in_force.map_err(|error| Failure::usage(error.to_string()))?;
    let other = verify::other_settings(&result, &in_force, global.as_of).map_err(unreadable)?;
    let told = Told {
        verdict: &found,
        as_of: result.as_of.as_deref(),
        other_settings: &other,
    };
    output::write(global, |out| match options.format.form(global) {
        Form::Text(colour) => told.text(colour, global.verbose, out),
        Form::Json => told.json(&session.inputs, out),
    })?;
    Ok(match told.is_confirmed() {
        true => CLEAN,
        false => FINDINGS,
    })
}
