//! Where the configuration is: in the folder of an input, or in the nearest one above it.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use super::super::output::{Failure, shown};
use crate::read::{self, Input};

/// The names of the file; one of them in a folder.
pub const NAMES: [&str; 2] = ["claimgraph.toml", ".claimgraph.toml"];

/// The configuration of some inputs: the same for all of them, or that of those that have one.
///
/// Standard input lies in the current folder. What does not exist is left to the reader to tell.
///
/// # Errors
/// Where there are two, or where one is given as an input.
pub fn upwards(inputs: &[Input]) -> Result<Option<PathBuf>, Failure> {
    let mut found: BTreeMap<PathBuf, String> = BTreeMap::new();
    for input in inputs {
        let path = match input {
            Input::Path(path) => path.as_path(),
            Input::Stdin | Input::Text(..) => Path::new("."),
        };
        if is_configuration(path) && path.is_file() {
            let message = format!("`{}` is a configuration, not a case", shown(path));
            return Err(Failure::usage(message)
                .help("leave it out where it lies above the case, or give it with `--config`"));
        }
        let Ok(whole) = path.canonicalize() else {
            continue;
        };
        if let Some(config) = nearest(&whole)? {
            found.entry(config).or_insert_with(|| match input {
                Input::Stdin => "standard input".to_owned(),
                _ => format!("`{}`", shown(path)),
            });
        }
    }
    let mut of_inputs = found.iter();
    let (Some(first), second) = (of_inputs.next(), of_inputs.next()) else {
        return Ok(None);
    };
    if let Some(second) = second {
        let message = format!(
            "two configurations: `{}` for {}, and `{}` for {}",
            near(first.0).display(),
            first.1,
            near(second.0).display(),
            second.1
        );
        return Err(Failure::usage(message)
            .help("say with `--config FILE` which is meant, or check the inputs apart"));
    }
    Ok(Some(near(first.0)))
}

/// Refuses configurations where none is looked for: below the inputs, or with a name that only looks like one. Whoever
/// wrote them means them to be read.
///
/// # Errors
/// Where there is one.
pub fn refuse_unread(inputs: &[Input], used: Option<&Path>) -> Result<(), Failure> {
    let used = used.and_then(|path| path.canonicalize().ok());
    let mut unread: Vec<PathBuf> = Vec::new();
    for input in inputs {
        match input {
            Input::Path(path) if path.is_dir() => {
                let is_meant = |name: &OsStr| looks_like_one(name);
                unread.extend(read::files_named(path, is_meant));
            }
            Input::Path(path) => unread.extend(misnamed_beside(path)),
            Input::Stdin | Input::Text(..) => unread.extend(misnamed_in(Path::new("."))),
        }
    }
    unread.retain(|path| path.canonicalize().ok() != used);
    unread.sort();
    let Some(first) = unread.first() else {
        return Ok(());
    };
    let message = match is_configuration(first) {
        true => format!("the configuration `{}` would not be read", shown(first)),
        false => format!("`{}` is no name of a configuration", shown(first)),
    };
    Err(Failure::usage(message).help(match is_configuration(first) {
        true => {
            "one is looked for in the folder of an input and above it: move it there, name its folder as the input, or say which is meant with `--config FILE` or `--no-config`"
        }
        false => {
            "call it `claimgraph.toml`, or say which is meant with `--config FILE` or `--no-config`"
        }
    }))
}

/// What lies beside a file and only looks like a configuration.
fn misnamed_beside(file: &Path) -> Vec<PathBuf> {
    match file.parent() {
        Some(folder) if folder != Path::new("") => misnamed_in(folder),
        _ => misnamed_in(Path::new(".")),
    }
}

fn misnamed_in(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let is_misnamed = |path: &PathBuf| {
        path.file_name().is_some_and(looks_like_one) && !is_configuration(path) && path.is_file()
    };
    let path = |entry: std::fs::DirEntry| match folder == Path::new(".") {
        true => PathBuf::from(entry.file_name()),
        false => entry.path(),
    };
    entries.map(path).filter(is_misnamed).collect()
}

/// Whether a name is that of a configuration but for capitals and for what stands between letters.
fn looks_like_one(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    let letters = name.chars().filter(|one| one.is_alphanumeric());
    letters
        .flat_map(char::to_lowercase)
        .eq("claimgraphtoml".chars())
}

/// Whether a path has the name of a configuration.
pub fn is_configuration(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str());
    name.is_some_and(|name| NAMES.contains(&name))
}

/// The configuration in a folder (of a file: in its folder), or in the nearest one above.
fn nearest(path: &Path) -> Result<Option<PathBuf>, Failure> {
    let start = if path.is_dir() {
        Some(path)
    } else {
        path.parent()
    };
    for folder in start.into_iter().flat_map(Path::ancestors) {
        let [plain, hidden] = NAMES.map(|name| folder.join(name));
        match (is_there(&plain), is_there(&hidden)) {
            (true, true) => {
                let message = format!(
                    "two configurations: `{}` and `{}` beside it",
                    near(&plain).display(),
                    NAMES[1]
                );
                return Err(Failure::usage(message).help("keep one of them"));
            }
            (true, false) => return Ok(Some(plain)),
            (false, true) => return Ok(Some(hidden)),
            (false, false) => {}
        }
    }
    Ok(None)
}

/// Whether there is a file of this name, be it a link that leads nowhere: then it is told that it cannot be read.
fn is_there(path: &Path) -> bool {
    path.symlink_metadata().is_ok() && !path.is_dir()
}

/// A path relative to the current folder where it lies below.
fn near(path: &Path) -> PathBuf {
    let current = std::env::current_dir().and_then(|folder| folder.canonicalize());
    let relative = current
        .ok()
        .and_then(|folder| path.strip_prefix(folder).ok().map(Path::to_owned));
    relative.unwrap_or_else(|| path.to_owned())
}
