//! Where results go: standard output, or a file that is written whole or not at all.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anstream::{AutoStream, ColorChoice};
use clap::ValueEnum;

use super::progress::{Progress, Until};
use super::unfinished::{begin, unfinished};
use super::{CLEAN, ERROR, Global, When};
use crate::render::document::{Form, TableForm};
use crate::render::safe;
use crate::render::style::Colour;
use crate::rules::baseline::Baseline;

/// The formats of an answer that is no table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum TextOrJson {
    /// For reading
    Text,
    /// One JSON document
    Json,
}

impl TextOrJson {
    /// The form in which it is written.
    pub fn form(self, global: &Global) -> Form {
        match self {
            TextOrJson::Text => Form::Text(colour(global)),
            TextOrJson::Json => Form::Json,
        }
    }
}

/// The formats of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum TableFormat {
    /// For reading
    #[value(alias = "text")]
    Table,
    /// Comma-separated values with a header
    Csv,
    /// One JSON document
    Json,
}

impl TableFormat {
    /// The form in which it is written.
    pub fn form(self, global: &Global) -> TableForm {
        match self {
            TableFormat::Table => TableForm::Text(colour(global)),
            TableFormat::Csv => TableForm::Csv,
            TableFormat::Json => TableForm::Json,
        }
    }
}

/// Why a command did not finish.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// Something that the user can mend, already in words.
    #[error("{message}")]
    Usage {
        /// What is the matter.
        message: String,
        /// What would mend it.
        help: Option<String>,
    },
    /// The problems of the input were shown; nothing more is to be said.
    #[error("the input has errors")]
    Shown,
    /// The program is at fault: a thread has panicked, and said where.
    #[error("claimgraph has broken down: this is a fault of the program, not of the input")]
    Panicked,
    /// Writing failed.
    #[error("cannot write {place}: {source}")]
    Write {
        /// Where to.
        place: String,
        /// Why.
        source: io::Error,
    },
}

impl Failure {
    /// A failure in words.
    pub fn usage(message: impl Into<String>) -> Self {
        Failure::Usage {
            message: message.into(),
            help: None,
        }
    }

    /// The same with advice.
    pub fn help(self, advice: impl Into<String>) -> Self {
        match self {
            Failure::Usage { message, .. } => Failure::Usage {
                message,
                help: Some(advice.into()),
            },
            other => other,
        }
    }
}

impl From<io::Error> for Failure {
    fn from(source: io::Error) -> Self {
        Failure::Write {
            place: "standard output".to_owned(),
            source,
        }
    }
}

/// Tells of a failure; a reader that has gone away is none.
pub(crate) fn report(failure: &Failure) -> ExitCode {
    let help = match failure {
        Failure::Write { source, .. } if is_closed_pipe(source) => return ExitCode::from(CLEAN),
        Failure::Shown => return ExitCode::from(ERROR),
        Failure::Usage { help, .. } => help.as_deref(),
        Failure::Write { .. } => None,
        Failure::Panicked => Some("report what it says above, with the input if you can share it"),
    };
    let mut text = format!("error: {}\n", safe::inline(&failure.to_string()));
    if let Some(help) = help {
        text.push_str(&format!("help: {}\n", safe::inline(help)));
    }
    let _ = io::stderr().write_all(text.as_bytes());
    ExitCode::from(ERROR)
}

/// Whether the reader has gone away. The writer of tables wraps what the system said into an error of its own kind.
fn is_closed_pipe(error: &io::Error) -> bool {
    let wrapped = error.get_ref().and_then(|inner| inner.downcast_ref());
    let kind = match wrapped.map(csv::Error::kind) {
        Some(csv::ErrorKind::Io(system)) => system.kind(),
        _ => error.kind(),
    };
    kind == io::ErrorKind::BrokenPipe
}

/// Whether results are coloured.
pub(crate) fn colour(global: &Global) -> Colour {
    let to_terminal = global
        .output
        .is_none()
        .then(|| AutoStream::choice(&io::stdout()));
    on(global, to_terminal.unwrap_or(ColorChoice::Never))
}

/// Whether what goes to standard error is coloured.
pub(crate) fn colour_of_problems(global: &Global) -> Colour {
    on(global, AutoStream::choice(&io::stderr()))
}

fn on(global: &Global, found: ColorChoice) -> Colour {
    let asked = global.color.unwrap_or(global.configured().color);
    let wanted = match asked {
        When::Always => true,
        When::Never => false,
        When::Auto => found != ColorChoice::Never,
    };
    if wanted { Colour::On } else { Colour::Off }
}

/// Tells something beside the result. That nobody listens is no reason to stop.
pub(crate) fn tell(global: &Global, text: &str) {
    let _ = match colour_of_problems(global) {
        Colour::Off => io::stderr().write_all(text.as_bytes()),
        Colour::On => AutoStream::always(io::stderr()).write_all(text.as_bytes()),
    };
}

/// Writes a result where it was asked for, as it is made.
pub(crate) fn write(
    global: &Global,
    result: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), Failure> {
    match &global.output {
        Some(path) if path.as_os_str() != "-" => {
            write_file(global, path, Existing::Replaced, result)
        }
        _ => write_stdout(global, result),
    }
}

/// Writes a result to standard output, whatever `-o` says.
pub(crate) fn write_stdout(
    global: &Global,
    result: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), Failure> {
    // Only colours need what `AutoStream` knows of old consoles; everything else may be bytes of any kind.
    let raw: Box<dyn Write> = match colour(global) {
        Colour::Off => Box::new(io::stdout().lock()),
        Colour::On => Box::new(AutoStream::always(io::stdout()).lock()),
    };
    let raw = Until::first_byte(global, raw);
    let mut out = BufWriter::with_capacity(1 << 16, raw);
    result(&mut out)?;
    out.flush()?;
    Ok(())
}

/// What happens to a file that is there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Existing {
    /// The new one takes its place.
    Replaced,
    /// It stays, and nothing is written.
    Kept,
}

/// Refuses to write over a file that was read: the work of somebody would be lost.
///
/// A baseline that lies among the files of a case is no part of it, and may be written anew.
pub(crate) fn spare_inputs(global: &Global, path: &Path) -> Result<(), Failure> {
    let Ok(target) = std::fs::canonicalize(path) else {
        return Ok(());
    };
    let read = global.inputs_read.borrow();
    let was_read =
        (read.iter()).any(|one| std::fs::canonicalize(one).is_ok_and(|one| one == target));
    let is_baseline = || std::fs::read(&target).is_ok_and(|bytes| Baseline::read(&bytes).is_ok());
    if !target.is_file() || !was_read || is_baseline() {
        return Ok(());
    }
    let message = format!(
        "`{}` was read as input: nothing is written over it",
        shown(path)
    );
    Err(Failure::usage(message).help("name another file for the result"))
}

/// Writes a file whole or not at all.
///
/// # Errors
/// Where it was read as input, or cannot be written.
pub(crate) fn write_file(
    global: &Global,
    path: &Path,
    existing: Existing,
    result: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), Failure> {
    let mut files = Together::default();
    files.write(global, path, result)?;
    files.put(existing)
}

/// Files that appear together and whole, or not at all: each is written into a neighbour first, which then takes its
/// place.
#[derive(Default)]
pub(crate) struct Together {
    files: Vec<(tempfile::NamedTempFile, PathBuf)>,
}

impl Together {
    /// Writes a file, but does not put it in its place.
    ///
    /// # Errors
    /// Where it was read as input, or cannot be written.
    pub fn write(
        &mut self,
        global: &Global,
        path: &Path,
        result: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<(), Failure> {
        spare_inputs(global, path)?;
        let failed = |source| failed(path, source);
        // A link stays a link: what it points to is replaced.
        let target = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let before = std::fs::metadata(&target).ok();
        if before.as_ref().is_some_and(|before| !before.is_file()) {
            // A device or a pipe cannot be replaced: it is written to.
            let file = File::options().write(true).open(&target).map_err(failed)?;
            return fill(file, result).map_err(failed);
        }
        if before.is_some() {
            // What may not be written must not be replaced either.
            File::options().write(true).open(&target).map_err(failed)?;
        }
        let folder = match target.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        let make = || neighbour(folder, before.map(|before| before.permissions()));
        let file = begin(make, |file| file.path()).map_err(failed)?;
        let _progress = Progress::of(global, "writing");
        fill(file.as_file(), result).map_err(failed)?;
        file.as_file().sync_all().map_err(failed)?;
        self.files.push((file, target));
        Ok(())
    }

    /// Puts all of them in their places; no interrupt comes between.
    ///
    /// # Errors
    /// Where one cannot take its place.
    pub fn put(mut self, existing: Existing) -> Result<(), Failure> {
        let mut paths = unfinished();
        paths.clear();
        for (file, target) in std::mem::take(&mut self.files) {
            let put = match existing {
                Existing::Replaced => file.persist(&target),
                Existing::Kept => file.persist_noclobber(&target),
            };
            put.map_err(|error| failed(&target, error.error))?;
        }
        Ok(())
    }
}

fn failed(path: &Path, source: io::Error) -> Failure {
    Failure::Write {
        place: format!("`{}`", shown(path)),
        source,
    }
}

fn fill(file: impl Write, result: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 16, file);
    result(&mut out)?;
    out.flush()
}

/// A new file in a folder, with given permissions or those of any new file.
fn neighbour(
    folder: &Path,
    permissions: Option<std::fs::Permissions>,
) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".claimgraph-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // The umask takes its share.
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    let file = builder.tempfile_in(folder)?;
    if let Some(permissions) = permissions {
        file.as_file().set_permissions(permissions)?;
    }
    Ok(file)
}

/// A path in a message.
pub(crate) fn shown(path: &Path) -> String {
    safe::inline(&path.to_string_lossy()).into_owned()
}
