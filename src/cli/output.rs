//! Where results go: standard output, or a file that is written whole or not at all.

use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;

use super::{CLEAN, ERROR, Global, When};
use crate::render::style::Colour;

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
    match failure {
        Failure::Write { source, .. } if source.kind() == io::ErrorKind::BrokenPipe => {
            return ExitCode::from(CLEAN);
        }
        Failure::Shown => {}
        Failure::Usage {
            help: Some(help), ..
        } => {
            let _ = writeln!(io::stderr(), "error: {failure}\nhelp: {help}");
        }
        _ => {
            let _ = writeln!(io::stderr(), "error: {failure}");
        }
    }
    ExitCode::from(ERROR)
}

/// Whether results are coloured.
pub(crate) fn colour(global: &Global) -> Colour {
    on(
        global,
        global.output.is_none() && io::stdout().is_terminal(),
    )
}

/// Whether what goes to standard error is coloured.
pub(crate) fn colour_of_problems(global: &Global) -> Colour {
    on(global, io::stderr().is_terminal())
}

fn on(global: &Global, terminal: bool) -> Colour {
    let wanted = match global.color {
        When::Always => true,
        When::Never => false,
        When::Auto => terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()),
    };
    if wanted { Colour::On } else { Colour::Off }
}

/// Writes a result where it was asked for.
pub(crate) fn write(global: &Global, bytes: &[u8]) -> Result<(), Failure> {
    match &global.output {
        Some(path) if path.as_os_str() != "-" => write_file(path, bytes),
        _ => {
            let mut out = io::stdout().lock();
            out.write_all(bytes)?;
            out.flush()?;
            Ok(())
        }
    }
}

/// Writes a file whole or not at all: into a neighbour first, which then takes its place.
pub(crate) fn write_file(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let failed = |source: io::Error| Failure::Write {
        place: format!("`{}`", path.display()),
        source,
    };
    // A device or a pipe cannot be replaced: it is written to.
    if path.exists() && !path.is_file() {
        let mut file = std::fs::OpenOptions::new()
            .write(true)
            .open(path)
            .map_err(failed)?;
        return file
            .write_all(bytes)
            .and_then(|()| file.flush())
            .map_err(failed);
    }
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let mut file = tempfile::Builder::new()
        .prefix(".claimgraph-")
        .permissions(permissions())
        .tempfile_in(folder)
        .map_err(failed)?;
    file.write_all(bytes).map_err(failed)?;
    file.as_file().sync_all().map_err(failed)?;
    file.persist(path).map_err(|error| failed(error.error))?;
    Ok(())
}

/// Those of a new file: what the umask leaves of reading and writing for all.
fn permissions() -> std::fs::Permissions {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::Permissions::from_mode(0o666)
    }
    #[cfg(not(unix))]
    {
        // Windows has no such bits; any file's permissions will do.
        std::fs::metadata(".")
            .map(|metadata| metadata.permissions())
            .expect("the current folder can be looked at")
    }
}
