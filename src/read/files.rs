//! Finding and loading files: the only part of reading that touches the disk.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use crate::source::Text;

/// Files above this size are mapped: below, a mapping costs more than a copy.
const MAPPED_FROM: u64 = 64 * 1024;

/// Whether files are copied into memory, whatever their size.
static COPIED: AtomicBool = AtomicBool::new(false);

/// From now on files are copied into memory, not mapped: for whoever reads files that others write meanwhile.
pub fn copy_from_now_on() {
    COPIED.store(true, Ordering::Relaxed);
}

/// The bytes of a file.
///
/// # Errors
/// Where it cannot be opened or read.
pub fn load(path: &Path) -> io::Result<Text> {
    let mut file = File::open(path)?;
    let metadata = file.metadata()?;
    let is_mapped = !COPIED.load(Ordering::Relaxed) && metadata.len() > MAPPED_FROM;
    if metadata.is_file() && is_mapped {
        // SAFETY: the mapping is private and read-only. A file that another process shortens meanwhile can end this
        // one with a bus error, as it can for every tool that maps its input: the command line tells it; nothing is
        // written through it.
        let map = unsafe { memmap2::Mmap::map(&file) };
        // What cannot be mapped, such as some network files, can often still be read.
        if let Ok(map) = map {
            return Ok(Text::Mapped(map));
        }
    }
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    Ok(Text::Owned(bytes))
}

/// How many times as much as may be held is read of standard input to say how much it would be: it may never end.
const COUNTED: u64 = 16;

/// How many bytes a file has; 0 where nobody knows before it is read.
pub fn length(path: &Path) -> u64 {
    let metadata = fs::metadata(path).ok();
    metadata.filter(|of| of.is_file()).map_or(0, |of| of.len())
}

/// The bytes of standard input, at most so many, and how many come after them, as far as that is worth counting.
///
/// # Errors
/// Where it cannot be read.
pub fn load_stdin(most: u64) -> io::Result<(Vec<u8>, u64)> {
    let mut bytes = Vec::new();
    let mut stdin = io::stdin().lock();
    stdin.by_ref().take(most).read_to_end(&mut bytes)?;
    let mut rest = stdin.take(most.saturating_mul(COUNTED).max(1));
    let more = io::copy(&mut rest, &mut io::sink())?;
    Ok((bytes, more))
}

/// A path as it is shown to people, with `/` between its parts and no `./` before them.
pub fn shown(path: &Path) -> String {
    let path = path.strip_prefix(".").unwrap_or(path);
    if path.as_os_str().is_empty() {
        return ".".to_owned();
    }
    let text = path.to_string_lossy();
    match std::path::MAIN_SEPARATOR {
        '/' => text.into_owned(),
        separator => text.replace(separator, "/"),
    }
}

/// What was found below a folder.
#[derive(Default)]
pub struct Found {
    /// Files that are wanted, in order of their paths.
    pub files: Vec<PathBuf>,
    /// Folders that could not be listed, and why.
    pub unreadable: Vec<(PathBuf, io::Error)>,
}

/// The files below a folder that are wanted; hidden ones are passed over, links to folders followed once.
pub fn walk(folder: &Path, is_wanted: impl Fn(&Path) -> bool) -> Found {
    walk_hidden(folder, |path| !is_hidden(path) && is_wanted(path))
}

/// The same with hidden files; hidden folders are passed over all the same.
pub fn walk_hidden(folder: &Path, is_wanted: impl Fn(&Path) -> bool) -> Found {
    let mut found = Found::default();
    let mut entered = std::collections::HashSet::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = canonical(&folder).and_then(|whole| {
            let new = entered.insert(whole);
            new.then(|| list(&folder)).transpose()
        });
        match entries {
            Ok(entries) => {
                for path in entries.unwrap_or_default() {
                    if path.is_dir() {
                        folders.extend((!is_hidden(&path)).then_some(path));
                    } else if is_wanted(&path) && !is_endless(&path) {
                        found.files.push(path);
                    }
                }
            }
            Err(error) => found.unreadable.push((folder, error)),
        }
    }
    found.files.sort();
    found.unreadable.sort_by(|a, b| a.0.cmp(&b.0));
    found
}

/// Whether it is there and no file, such as a pipe: in a folder nobody has asked for it, and it may never end.
fn is_endless(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|of| !of.is_file())
}

fn is_hidden(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default();
    name.as_encoded_bytes().starts_with(b".")
}

/// The entries of a folder.
fn list(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        // `.` is the folder that is read where none is named: paths are shown without it.
        paths.push(match folder == Path::new(".") {
            true => PathBuf::from(entry.file_name()),
            false => entry.path(),
        });
    }
    Ok(paths)
}

/// The one path by which a file is known, however it was reached.
///
/// # Errors
/// Where there is no such file.
pub fn canonical(path: &Path) -> io::Result<PathBuf> {
    fs::canonicalize(path)
}
