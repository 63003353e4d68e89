//! From files to records: finding them, telling their format, reading them in parallel.
//!
//! All inputs together are one case. Reading never fails: what is wrong goes to the sink as
//! [problems](crate::case::problem::Problem), and everything else is read.

pub mod export;
pub mod kept;

mod attempts;
mod csv;
mod decode;
mod document;
mod fault;
pub mod files;
mod format;
mod json;
mod lean;
mod loader;
pub(crate) mod memory;
mod ndjson;
mod node;
#[cfg(feature = "parquet")]
mod parquet;
mod pinpoint;
mod reading;
mod rows;
mod schema;
mod statement_lines;
mod table;
mod text;
mod toml;
mod unpack;
mod yaml;

pub use self::pinpoint::pinpoint;
pub use self::schema::json_schema;
pub use self::toml::toml;

use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicU64;

use self::loader::Loader;
use crate::case::sink::CaseSink;
use crate::source::SourceMap;

/// Something to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A file, or a folder with all case files below it.
    Path(PathBuf),
    /// Standard input.
    Stdin,
    /// A text at hand, with the name to show for it; its extension tells the format.
    Text(String, Vec<u8>),
}

impl Input {
    /// An input as it is given on the command line: a path, or `-` for standard input.
    pub fn from_arg(arg: impl AsRef<OsStr>) -> Self {
        match arg.as_ref() {
            dash if dash == "-" => Input::Stdin,
            path => Input::Path(PathBuf::from(path)),
        }
    }

    /// What is read where no input is named: the case files under the current folder.
    pub fn current_folder() -> Self {
        Input::Path(PathBuf::from("."))
    }
}

/// Reads all inputs, and whatever they include, as one case.
///
/// Each file is read once, however often and by whichever path it is reached. Files are read in the order of the
/// inputs, those of a folder in the order of their paths, included ones after those that include them.
/// The files read are added to `sources`; the spans in the sink refer to it.
///
/// Files compressed by gzip or zstd are unpacked, and Parquet files read as the tables that they hold. A case that
/// would need more memory than there is is not read, and the problem says what it would need.
pub fn read_inputs<S: CaseSink>(inputs: &[Input], sources: &mut SourceMap) -> S {
    read_inputs_watched(inputs, sources, &Watch::default())
}

/// How far reading has come: another thread may look at it meanwhile.
#[derive(Debug, Default)]
pub struct Watch {
    /// Bytes that are to be read, as far as that is known.
    pub bytes: AtomicU64,
    /// Bytes that have been read.
    pub read: AtomicU64,
}

/// The same as [`read_inputs`], and tells how far it has come.
pub fn read_inputs_watched<S: CaseSink>(
    inputs: &[Input],
    sources: &mut SourceMap,
    watch: &Watch,
) -> S {
    let mut loader = Loader::new(sources, watch);
    for input in inputs {
        loader.load(input);
    }
    loader.finish()
}

/// The case files below a folder, in the order in which they are read.
///
/// # Errors
/// Where the folder, or one in it, cannot be listed.
pub fn case_files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = files::walk(folder, loader::is_case_file::<kept::Kept>);
    match found.unreadable.pop() {
        Some((_, error)) => Err(error),
        None => Ok(found.files),
    }
}

/// The files below a folder, hidden ones too, whose names are wanted, in the order of their paths; those in hidden
/// folders are passed over.
pub fn files_named(folder: &Path, is_wanted: impl Fn(&OsStr) -> bool) -> Vec<PathBuf> {
    files::walk_hidden(folder, |path| path.file_name().is_some_and(&is_wanted)).files
}

/// Whether a file in a folder would be read, by its name.
pub fn is_case_file(path: &Path) -> bool {
    loader::is_case_file::<kept::Kept>(path)
}

/// The bytes of a file that is no case.
///
/// # Errors
/// Where it cannot be read.
pub fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    Ok(files::load(path)?.to_vec())
}

/// A path as it is shown to people.
pub fn shown(path: &Path) -> String {
    files::shown(path)
}

#[cfg(test)]
mod tests;
