//! Where the configuration is: in the folder of an input, or in the nearest one above it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::super::output::{Failure, shown};
use crate::case::problem::Problem;
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

/// Warnings about configurations below the inputs: they would not be read.
pub fn unread_below(inputs: &[Input], used: Option<&Path>) -> Vec<Problem> {
    let used = used.and_then(|path| path.canonicalize().ok());
    let folders = inputs.iter().filter_map(|input| match input {
        Input::Path(path) if path.is_dir() => Some(path),
        _ => None,
    });
    let mut below: Vec<PathBuf> = folders
        .flat_map(|folder| read::files_named(folder, NAMES[0]))
        .collect();
    below.sort();
    below.dedup();
    below.retain(|path| path.canonicalize().ok() != used);
    let warning = |path: &PathBuf| {
        let message = format!("the configuration `{}` is not read", shown(path));
        Problem::warning(None, message).help(
            "one is looked for in the folder of an input and above it: move it there, or name its folder as the input",
        )
    };
    below.iter().map(warning).collect()
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
        match (plain.is_file(), hidden.is_file()) {
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

/// A path relative to the current folder where it lies below.
fn near(path: &Path) -> PathBuf {
    let current = std::env::current_dir().and_then(|folder| folder.canonicalize());
    let relative = current
        .ok()
        .and_then(|folder| path.strip_prefix(folder).ok().map(Path::to_owned));
    relative.unwrap_or_else(|| path.to_owned())
}
