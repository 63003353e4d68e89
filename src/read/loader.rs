//! From inputs to readings: loading each file once, reading a batch in parallel, then what it includes.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

use rayon::prelude::*;

use super::format::{Format, Unit};
use super::reading::{Asked, Job, Reading, Source};
use super::{Input, Watch, csv, files, memory, unpack};
use crate::case::problem::Problem;
use crate::case::sink::{CaseSink, RecordSink};
use crate::source::{FileId, SourceMap, Span, Text};

/// Whether a file in a folder is one of a case, by its name.
pub fn is_case_file<S: RecordSink>(path: &Path) -> bool {
    match Format::<S>::by_extension(path) {
        Some(format) => format.unit == Unit::File || csv::is_table(path),
        None => false,
    }
}

/// A file that waits to be read.
struct Loaded<S> {
    file: FileId,
    format: Format<S>,
    /// Where it is, unless it is a text at hand: includes are relative to it.
    path: Option<PathBuf>,
    asked: Asked,
}

/// Collects the files of a case and reads them into one sink.
pub struct Loader<'m, S: CaseSink> {
    sources: &'m mut SourceMap,
    /// Canonical paths of all files met so far.
    seen: HashSet<PathBuf>,
    batch: Vec<Loaded<S::Part>>,
    /// Files that were found in a folder and are no case files.
    foreign: Vec<FileId>,
    sink: S,
    watch: &'m Watch,
    /// Bytes of memory that may be used.
    memory: u64,
    /// Bytes of all files so far, and those that they take in memory beyond what lines take.
    bytes: u64,
    held: u64,
    /// Whether some of them found no room.
    is_full: bool,
}

impl<'m, S: CaseSink> Loader<'m, S> {
    /// Nothing loaded yet; files are added to `sources`.
    pub fn new(sources: &'m mut SourceMap, watch: &'m Watch) -> Self {
        let mut sink = S::default();
        let memory = memory::available().unwrap_or_else(|found| {
            sink.problem(memory::no_size(&found));
            None
        });
        Loader {
            sources,
            seen: HashSet::new(),
            batch: Vec::new(),
            foreign: Vec::new(),
            sink,
            watch,
            memory: memory.unwrap_or(u64::MAX),
            bytes: 0,
            held: 0,
            is_full: false,
        }
    }

    /// Reads everything that has been loaded, and whatever it includes.
    pub fn finish(mut self) -> S {
        while !self.batch.is_empty() || self.is_full {
            self.read_batch();
        }
        if let Some(problem) = foreign(&self.foreign, self.sources) {
            self.sink.problem(problem);
        }
        self.sink
    }

    /// Loads an input, unless it has been loaded already.
    pub fn load(&mut self, input: &Input) {
        match input {
            // It can be read only once; no canonical path is `-`.
            Input::Stdin if !self.seen.insert(PathBuf::from("-")) => {}
            Input::Stdin => self.load_stdin(),
            Input::Text(name, bytes) => {
                self.add(name, Text::Owned(bytes.clone()), None, Asked::ByName);
            }
            Input::Path(path) => self.load_path(path, None),
        }
    }

    fn load_stdin(&mut self) {
        match files::load_stdin(self.room()) {
            // What should have written it may have failed: nothing found is no clean bill then.
            Ok((bytes, _)) if bytes.trim_ascii().is_empty() => {
                let help = "see whether the program before it in the pipe has failed";
                self.report(None, "standard input is empty", help);
            }
            Ok((bytes, 0)) => {
                self.add("<stdin>", Text::Owned(bytes), None, Asked::ByName);
            }
            Ok((bytes, more)) => self.lacks(bytes.len() as u64 + more),
            Err(error) => self.report(None, &format!("cannot read standard input: {error}"), ""),
        }
    }

    /// Whether so many bytes more are seen to be too many before they are loaded.
    fn is_beyond(&mut self, bytes: u64) -> bool {
        self.is_full |= (self.bytes + bytes).saturating_mul(S::TIMES) > self.memory;
        if self.is_full {
            self.bytes += bytes;
        }
        self.is_full
    }

    /// How many bytes of text may be held in memory: the text itself, and what is made of it takes some times its size.
    fn room(&self) -> u64 {
        self.memory / (S::TIMES + 1)
    }

    /// So many bytes of input would have to be held in memory, and find no room in it.
    fn lacks(&mut self, bytes: u64) {
        self.bytes += bytes;
        self.held += bytes;
        self.is_full = true;
    }

    /// How much memory all that was loaded takes, and what is made of it.
    fn needed(&self) -> u64 {
        (self.bytes.saturating_mul(S::TIMES)).saturating_add(self.held)
    }

    fn too_large(&mut self) {
        let needed = self.needed();
        let message = format!(
            "the input has {} or more, for which about {} of memory are needed; {} are available",
            memory::Size(self.bytes),
            memory::Size(needed),
            memory::Size(self.memory),
        );
        self.report(None, &message, &memory::help(needed));
    }

    /// Loads a file or folder; `place` is where it was asked for, if that is in a file.
    fn load_path(&mut self, path: &Path, place: Option<Span>) {
        if !path.is_dir() {
            return self.load_file(path, place, Asked::ByName);
        }
        let found = files::walk(path, is_case_file::<S::Part>);
        if found.files.is_empty() && found.unreadable.is_empty() {
            let extensions: Vec<&str> = Format::<S::Part>::ALL
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
            let new = self.seen.insert(whole) && !self.is_beyond(unpack::least_length(path));
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
        if unpack::is_parquet(&text) && !csv::is_table(Path::new(name)) {
            let message = format!("`{name}` is a table in Parquet, and does not say which");
            let help = "name the file after what it holds, such as `statements.parquet`";
            return self.report(None, &message, help);
        }
        let text = match unpack::unpack(Path::new(name), &text, self.room()) {
            Some((_, Some(unpack::Fault::NoRoom(bytes)))) => return self.lacks(bytes),
            Some((unpacked, fault)) => {
                if let Some(fault) = fault {
                    self.report(None, &fault.message(name), fault.help());
                    if unpacked.is_empty() {
                        return;
                    }
                }
                Text::Owned(unpacked)
            }
            None => text,
        };
        let length = text.len() as u64;
        let format = Format::of(name, &text);
        self.bytes += length;
        self.held +=
            length.saturating_mul(format.more_memory + u64::from(matches!(text, Text::Owned(_))));
        let total = &self.watch.bytes;
        total.store(self.bytes, Ordering::Relaxed);
        let file = self.sources.add(name, text);
        self.batch.push(Loaded {
            file,
            format,
            path,
            asked,
        });
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
        memory::note(self.bytes);
        if std::mem::take(&mut self.is_full) || self.needed() > self.memory {
            return self.too_large();
        }
        let units = units(&batch);
        let readings = read_units(&units, self.sources, &mut self.sink, self.watch);
        for (files, mut reading) in units.iter().zip(readings) {
            let including = files[0];
            if reading.is_foreign {
                self.foreign.push(including.file);
            }
            let includes = std::mem::take(&mut reading.includes);
            for problem in reading.told(including.source(self.sources)) {
                self.sink.problem(problem);
            }
            let folder = including.path.as_deref().and_then(Path::parent);
            for include in includes {
                let place = Span::new(including.file, include.range);
                let named = Path::new(&include.value);
                let path = folder.unwrap_or(Path::new("")).join(named);
                // A case from elsewhere must not make the reader show files that are no cases.
                if named.is_absolute() || !(path.is_dir() || is_case_file::<S::Part>(&path)) {
                    let message = format!("`include` does not load `{}`", include.value);
                    let help = "name a case file by its path from this file, such as `actors.yaml`";
                    self.report(Some(place), &message, help);
                    continue;
                }
                self.load_path(&path, Some(place));
            }
        }
    }
}

/// What to say of files that were found in a folder and are no case files.
fn foreign(files: &[FileId], sources: &SourceMap) -> Option<Problem> {
    const SHOWN: usize = 3;
    let first = Span::new(*files.first()?, 0..0);
    let named = files.iter().take(SHOWN);
    let named: Vec<String> = named
        .map(|&file| format!("`{}`", sources.file(file).name()))
        .collect();
    let text = match named.as_slice() {
        [one] => format!("{one} has no section of a case"),
        _ if files.len() > SHOWN => {
            let rest = files.len() - SHOWN;
            format!(
                "{} and {rest} more have no section of a case",
                named.join(", ")
            )
        }
        [init @ .., last] => format!("{} and {last} have no section of a case", init.join(", ")),
        [] => return None,
    };
    let problem = Problem::warning(first, text);
    Some(
        problem
            .label("left out")
            .help("found in a folder: name the case files, or give them a folder of their own"),
    )
}

/// Bytes that are read before the parts made of them are put together: a share of all, so that what is made of them
/// stays small beside the whole; enough to keep all threads busy, and not more than is good for large cases.
fn window_size(bytes: usize) -> usize {
    (bytes / 8).clamp(8 << 20, 64 << 20)
}

/// Reads units in parallel, and puts their parts together in order. What else there is to say is returned.
fn read_units<S: CaseSink>(
    units: &[Vec<&Loaded<S::Part>>],
    sources: &SourceMap,
    sink: &mut S,
    watch: &Watch,
) -> Vec<Reading<()>> {
    let mut jobs: Vec<(usize, Job<'_, S::Part>)> = Vec::new();
    for (unit, files) in units.iter().enumerate() {
        let Some(first) = files.first() else { continue };
        let files: Vec<Source<'_>> = files.iter().map(|file| file.source(sources)).collect();
        let found = (first.format.jobs)(&files).into_iter();
        jobs.extend(found.map(|job| (unit, job)));
    }
    let mut rest: Vec<Reading<()>> = units.iter().map(|_| Reading::default()).collect();
    let size = window_size(jobs.iter().map(|(_, job)| job.bytes.range().len()).sum());
    let mut jobs = jobs.as_slice();
    while !jobs.is_empty() {
        let (window, later) = jobs.split_at(window(jobs, size));
        let fresh = |bytes| sink.part(bytes);
        let read = |(_, job): &(usize, Job<'_, S::Part>)| {
            let reading = (job.read)(&fresh);
            let bytes = job.bytes.range().len() as u64;
            watch.read.fetch_add(bytes, Ordering::Relaxed);
            reading
        };
        let readings: Vec<_> = window.par_iter().map(read).collect();
        let mut parts = Vec::with_capacity(window.len());
        for ((unit, _), reading) in window.iter().zip(readings) {
            let (part, more) = reading.split();
            rest[*unit].append(more);
            parts.push(part);
        }
        sink.merge(parts);
        for (_, job) in window {
            sources.file(job.bytes.file).release(job.bytes.range());
        }
        jobs = later;
    }
    rest
}

/// How many jobs make one window of a size; at least one.
fn window<S>(jobs: &[(usize, Job<'_, S>)], size: usize) -> usize {
    let mut bytes = 0;
    let fits = |(_, job): &&(usize, Job<'_, S>)| {
        bytes += job.bytes.range().len();
        bytes <= size
    };
    jobs.iter().take_while(fits).count().max(1)
}

impl<S> Loaded<S> {
    fn source<'s>(&self, sources: &'s SourceMap) -> Source<'s> {
        let file = sources.file(self.file);
        Source {
            file: self.file,
            name: file.name(),
            bytes: file.bytes(),
            asked: self.asked,
        }
    }
}

/// The files of a batch by the unit in which they are read.
fn units<S: RecordSink>(batch: &[Loaded<S>]) -> Vec<Vec<&Loaded<S>>> {
    let mut units: Vec<Vec<&Loaded<S>>> = Vec::new();
    let mut of_folder: HashMap<(&str, Option<&Path>), usize> = HashMap::new();
    for loaded in batch {
        if loaded.format.unit == Unit::File {
            units.push(vec![loaded]);
            continue;
        }
        let folder = loaded.path.as_deref().and_then(Path::parent);
        let unit = *of_folder
            .entry((loaded.format.name, folder))
            .or_insert(units.len());
        match units.get_mut(unit) {
            Some(files) => files.push(loaded),
            None => units.push(vec![loaded]),
        }
    }
    units
}
