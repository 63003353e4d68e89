//! `claimgraph convert`: the same case in another format.

use std::path::Path;

use clap::{Args, ValueEnum};

use super::output::{self, Existing, Failure, Together};
use super::progress::Progress;
use super::unfinished::begin;
use super::{CLEAN, Global, Inputs, session};
use crate::read::export::{self, Files, Transcript};
use crate::read::read_inputs_watched;
use crate::source::SourceMap;

#[derive(Args)]
#[command(after_help = "Examples:\n  \
    claimgraph convert datasets/afghanistan --to ndjson -o afghanistan.ndjson\n  \
    claimgraph convert datasets/quickstart.yaml --to csv -o quickstart-tables\n  \
    claimgraph convert datasets/afghanistan --to parquet -o afghanistan-tables")]
pub(crate) struct Options {
    #[command(flatten)]
    inputs: Inputs,
    /// The format to write
    #[arg(short, long, value_enum, visible_alias = "format")]
    to: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For writing by hand
    Yaml,
    /// The same document as JSON
    Json,
    /// One record a line, for programs
    Ndjson,
    /// A folder of tables, for spreadsheets; needs -o
    Csv,
    /// The same tables in columns, for data frames and databases; needs -o
    Parquet,
}

pub(crate) fn run(global: &Global, options: &Options) -> Result<u8, Failure> {
    let mut sources = SourceMap::default();
    let progress = Progress::start(global);
    let inputs = session::inputs(&options.inputs.inputs);
    let watch = &progress.standing().reading;
    let case: Transcript = read_inputs_watched(&inputs, &mut sources, watch);
    drop(progress);
    global.remember(&sources);
    session::tell(global, &sources, &case.problems)?;
    match options.to {
        Format::Yaml => output::write(global, |mut out| export::yaml(&case, &mut out)),
        Format::Json => output::write(global, |mut out| export::json(&case, &mut out)),
        Format::Ndjson => output::write(global, |mut out| export::ndjson(&case, &mut out)),
        Format::Csv => tables(global, || Ok(export::csv(&case)?), "parquet"),
        #[cfg(feature = "parquet")]
        Format::Parquet => tables(global, || Ok(export::parquet(&case)?), "csv"),
        #[cfg(not(feature = "parquet"))]
        Format::Parquet => Err(Failure::usage("this build cannot write Parquet")
            .help("build the program with `--features parquet`, or write CSV")),
    }?;
    Ok(CLEAN)
}

/// A folder of tables: all of them, or none. Tables with the other extension would be read with them.
fn tables<'c>(
    global: &Global,
    tables: impl FnOnce() -> Result<Files<'c>, Failure>,
    other: &str,
) -> Result<(), Failure> {
    let Some(folder) = &global.output else {
        return Err(
            Failure::usage("a folder of tables cannot go to standard output")
                .help("name the folder with `-o FOLDER`"),
        );
    };
    let folder: &Path = folder;
    for name in export::table_names() {
        let also = folder.join(name).with_extension(other);
        if also.exists() {
            let message = format!(
                "`{}` would be read with the new tables",
                output::shown(&also)
            );
            let help = "write into a folder of its own, or remove the old tables";
            return Err(Failure::usage(message).help(help));
        }
    }
    let _progress = Progress::of(global, "writing tables");
    let mut tables = tables()?;
    let is_new = !folder.exists();
    let make = || std::fs::create_dir_all(folder).map(|()| folder.to_owned());
    let made = match is_new {
        true => begin(make, |folder| folder),
        false => make(),
    };
    made.map_err(|source| Failure::Write {
        place: format!("folder `{}`", output::shown(folder)),
        source,
    })?;
    let mut files = Together::default();
    let written = tables.try_for_each(|table| {
        let (name, bytes) = table?;
        files.write(global, &folder.join(name), |out| out.write_all(&bytes))
    });
    let put = written.and_then(|()| files.put(Existing::Replaced));
    if put.is_err() && is_new {
        // Only while it is empty.
        let _ = std::fs::remove_dir(folder);
    }
    put
}
