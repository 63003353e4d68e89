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
mod files;
mod format;
mod json;
mod lean;
mod ndjson;
mod node;
mod rows;
mod schema;
mod table;
mod text;
mod yaml;
mod yaml_error;

pub use self::schema::json_schema;

use std::collections::HashSet;
use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use self::format::{Asked, Format, Reading, Source, Unit};
use crate::case::problem::Problem;
use crate::case::sink::RecordSink;
use crate::source::{FileId, SourceMap, Span, Text};

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
pub fn read_inputs<S: RecordSink>(inputs: &[Input], sources: &mut SourceMap) -> S {
    let mut loader = Loader {
        sources,
        seen: HashSet::new(),
        batch: Vec::new(),
        sink: S::default(),
    };
    for input in inputs {
        loader.load(input);
    }
    while !loader.batch.is_empty() {
        loader.read_batch();
    }
    loader.sink
}

/// The case files below a folder, in the order in which they are read.
///
/// # Errors
/// Where the folder, or one in it, cannot be listed.
pub fn case_files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = files::walk(folder, is_case_file::<kept::Kept>);
    match found.unreadable.pop() {
        Some((_, error)) => Err(error),
        None => Ok(found.files),
    }
}

fn is_case_file<S: RecordSink>(path: &Path) -> bool {
    match Format::<S>::by_extension(path) {
        Some(format) => format.unit == Unit::File || csv::is_table(path),
        None => false,
    }
}

/// A file that waits to be read.
struct Loaded {
    file: FileId,
    /// Where it is, unless it is a text at hand: includes are relative to it.
    path: Option<PathBuf>,
    asked: Asked,
}

struct Loader<'m, S> {
    sources: &'m mut SourceMap,
    /// Canonical paths of all files met so far.
    seen: HashSet<PathBuf>,
    batch: Vec<Loaded>,
    sink: S,
}

impl<S: RecordSink> Loader<'_, S> {
    fn load(&mut self, input: &Input) {
        match input {
            Input::Stdin => match files::load_stdin() {
                Ok(text) => self.add("<stdin>", text, None, Asked::ByName),
                Err(error) => {
                    self.report(None, &format!("cannot read standard input: {error}"), "")
                }
            },
            Input::Text(name, bytes) => {
                self.add(name, Text::Owned(bytes.clone()), None, Asked::ByName);
            }
            Input::Path(path) => self.load_path(path, None),
        }
    }

    /// Loads a file or folder; `place` is where it was asked for, if that is in a file.
    fn load_path(&mut self, path: &Path, place: Option<Span>) {
        if !path.is_dir() {
            return self.load_file(path, place, Asked::ByName);
        }
        let found = files::walk(path, is_case_file::<S>);
        if found.files.is_empty() && found.unreadable.is_empty() {
            let extensions: Vec<&str> = Format::<S>::ALL
                .iter()
                .flat_map(|format| format.extensions)
                .copied()
                .collect();
            let help = format!("a case file ends in .{}", extensions.join(", ."));
            let message = format!("`{}` holds no case file", files::shown(path));
            self.report(place, &message, &help);
        }
        for (folder, error) in found.unreadable {
            let message = format!("cannot list `{}`: {error}", files::shown(&folder));
            self.report(place, &message, "");
        }
        for file in found.files {
            self.load_file(&file, place, Asked::InFolder);
        }
    }

    fn load_file(&mut self, path: &Path, place: Option<Span>, asked: Asked) {
        let loaded = files::canonical(path).and_then(|whole| {
            let new = self.seen.insert(whole);
            new.then(|| files::load(path)).transpose()
        });
        match loaded {
            Ok(Some(text)) => self.add(&files::shown(path), text, Some(path.to_owned()), asked),
            Ok(None) => {}
            Err(error) => {
                let message = format!("cannot read `{}`: {error}", files::shown(path));
                self.report(place, &message, "");
            }
        }
    }

    fn add(&mut self, name: &str, text: Text, path: Option<PathBuf>, asked: Asked) {
        let file = self.sources.add(name, text);
        self.batch.push(Loaded { file, path, asked });
    }

    fn report(&mut self, place: Option<Span>, message: &str, help: &str) {
        let problem = Problem::error(place, message);
        self.sink.problem(match help {
            "" => problem,
            help => problem.help(help),
        });
    }

    /// Reads what has been loaded, and loads what it includes.
    fn read_batch(&mut self) {
        let batch = std::mem::take(&mut self.batch);
        let units = units::<S>(&batch, self.sources);
        let sources = &*self.sources;
        let readings: Vec<Reading<S>> = units
            .par_iter()
            .map(|(format, files)| {
                let files: Vec<Source<'_>> = files
                    .iter()
                    .map(|loaded| {
                        let source = sources.file(loaded.file);
                        Source {
                            file: loaded.file,
                            name: source.name(),
                            bytes: source.bytes(),
                            asked: loaded.asked,
                        }
                    })
                    .collect();
                (format.read)(&files)
            })
            .collect();
        for ((_, files), reading) in units.into_iter().zip(readings) {
            self.sink.merge(reading.sink);
            for include in reading.includes {
                let including = files[0];
                let folder = including.path.as_deref().and_then(Path::parent);
                let path = folder.unwrap_or(Path::new("")).join(&include.value);
                let place = Span::new(including.file, include.range);
                self.load_path(&path, Some(place));
            }
        }
    }
}

/// The files of a batch by the unit in which they are read, each with its format.
fn units<'l, S: RecordSink>(
    batch: &'l [Loaded],
    sources: &SourceMap,
) -> Vec<(Format<S>, Vec<&'l Loaded>)> {
    let mut units: Vec<(Format<S>, Vec<&Loaded>)> = Vec::new();
    let parent = |loaded: &Loaded| Some(loaded.path.as_deref()?.parent()?.to_owned());
    for loaded in batch {
        let source = sources.file(loaded.file);
        let format = Format::by_extension(Path::new(source.name()))
            .unwrap_or_else(|| Format::by_content(source.bytes()));
        let fitting = units.iter_mut().find(|(of, files)| {
            format.unit == Unit::Folder
                && of.name == format.name
                && parent(files[0]) == parent(loaded)
        });
        match fitting {
            Some((_, files)) => files.push(loaded),
            None => units.push((format, vec![loaded])),
        }
    }
    units
}

#[cfg(test)]
mod tests;
