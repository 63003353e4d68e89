//! `check --watch`: checks again when a file of the case, its configuration or its baseline is saved.
//!
//! Folders are watched, not files: editors save by putting a new file in the place of the old one. What happens while
//! a check runs waits in a queue, so that no change is missed; several within a moment are one.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::check::{self, Options};
use super::output::{self, Failure, shown};
use super::unfinished::on_interrupt;
use super::{ERROR, Global, config, session};
use crate::read::{self, Input};
use crate::render::words;

/// So long nothing must happen before the case is checked again: editors write in several steps.
const QUIET: Duration = Duration::from_millis(80);
/// So long is waited at most: a file that never rests is checked all the same.
const PATIENCE: Duration = Duration::from_secs(2);

/// What the loop waits for.
enum News {
    /// Something was written somewhere in a folder that is watched.
    Changed(Vec<PathBuf>),
    /// The user wants no more.
    Stop,
}

/// Checks until Ctrl-C; the status is that of the last check.
pub(crate) fn run(global: &Global, options: &Options) -> Result<u8, Failure> {
    let inputs = session::inputs(&options.inputs.inputs);
    if inputs.contains(&Input::Stdin) {
        return Err(Failure::usage("standard input cannot be watched")
            .help("name the files and folders of the case"));
    }
    // Others write the files while they are read.
    read::files::copy_from_now_on();
    let (send, news) = channel();
    let stop = send.clone();
    on_interrupt(move |_| drop(stop.send(News::Stop)));
    let mut watched = Watched::new(inputs, send)?;
    let mut before = None;
    loop {
        clear_screen();
        let global = Global {
            configured: OnceCell::new(),
            begun: Instant::now(),
            ..global.clone()
        };
        watched.renew();
        let status = match check::once(&global, options, &mut before) {
            Ok(done) => {
                watched.add(done.files, options.baseline.as_deref(), global.configured());
                done.status
            }
            Err(failure @ Failure::Write { .. }) => return Err(failure),
            Err(failure) => {
                output::report(&failure);
                ERROR
            }
        };
        let count = words::count(watched.files.len(), words::FILE);
        output::tell(&global, &format!("watching {count}; Ctrl-C ends\n"));
        if !wait(&news, &watched) {
            return Ok(status);
        }
    }
}

/// Begins a new page where somebody reads it on a terminal.
fn clear_screen() {
    let mut out = std::io::stdout();
    if out.is_terminal() {
        let _ = out.write_all(b"\x1b[2J\x1b[3J\x1b[H");
        let _ = out.flush();
    }
}

/// Waits until something that matters has changed and come to rest; `false`: it is time to stop.
fn wait(news: &Receiver<News>, watched: &Watched) -> bool {
    loop {
        match news.recv() {
            Ok(News::Changed(paths)) if paths.iter().any(|path| watched.matters(path)) => break,
            Ok(News::Changed(_)) => {}
            Ok(News::Stop) | Err(_) => return false,
        }
    }
    let begun = Instant::now();
    while begun.elapsed() < PATIENCE {
        match news.recv_timeout(QUIET) {
            Ok(News::Changed(_)) => {}
            Err(RecvTimeoutError::Timeout) => break,
            Ok(News::Stop) | Err(RecvTimeoutError::Disconnected) => return false,
        }
    }
    true
}

/// What is watched.
struct Watched {
    watcher: RecommendedWatcher,
    /// Folders that were named: every case file below matters.
    folders: Vec<PathBuf>,
    /// Files that matter, wherever they are.
    files: BTreeSet<PathBuf>,
    /// Folders that are watched, and how.
    watching: BTreeMap<PathBuf, RecursiveMode>,
}

impl Watched {
    fn new(inputs: Vec<Input>, send: Sender<News>) -> Result<Self, Failure> {
        let handler = move |event: notify::Result<Event>| {
            // Whoever reads a file changes nothing.
            if let Ok(event) = event
                && !matches!(event.kind, EventKind::Access(_))
            {
                let _ = send.send(News::Changed(event.paths));
            }
        };
        let watcher = notify::recommended_watcher(handler)
            .map_err(|error| Failure::usage(format!("files cannot be watched: {error}")))?;
        let mut watched = Watched {
            watcher,
            folders: Vec::new(),
            files: BTreeSet::new(),
            watching: BTreeMap::new(),
        };
        for input in inputs {
            let Input::Path(path) = input else { continue };
            let whole = path.canonicalize().map_err(|error| {
                Failure::usage(format!("cannot watch `{}`: {error}", shown(&path)))
            })?;
            if whole.is_dir() {
                if let Some(parent) = whole.parent() {
                    // Another folder may come in its place.
                    let _ = watched.watch(parent, RecursiveMode::NonRecursive);
                }
                watched.watch(&whole, RecursiveMode::Recursive)?;
                watched.folders.push(whole);
            } else {
                watched.add_file(&whole)?;
            }
        }
        Ok(watched)
    }

    /// Watches what a check has read, where it is not watched yet. What cannot be watched is left out.
    fn add(&mut self, files: Vec<PathBuf>, baseline: Option<&Path>, config: &config::Config) {
        let baseline = baseline.or(config.baseline.as_deref());
        for file in files.iter().map(PathBuf::as_path).chain(baseline) {
            if let Ok(whole) = file.canonicalize() {
                let _ = self.add_file(&whole);
            }
        }
    }

    fn add_file(&mut self, whole: &Path) -> Result<(), Failure> {
        if let Some(folder) = whole.parent() {
            self.watch(folder, RecursiveMode::NonRecursive)?;
        }
        self.files.insert(whole.to_owned());
        Ok(())
    }

    fn watch(&mut self, folder: &Path, mode: RecursiveMode) -> Result<(), Failure> {
        let within = |one: &PathBuf| folder.starts_with(one);
        if self.watching.contains_key(folder) || self.folders.iter().any(within) {
            return Ok(());
        }
        self.watcher.watch(folder, mode).map_err(|error| {
            Failure::usage(format!("cannot watch `{}`: {error}", shown(folder)))
        })?;
        self.watching.insert(folder.to_owned(), mode);
        Ok(())
    }

    /// Watches the folders that are there now: one that was removed and made again is another.
    fn renew(&mut self) {
        for folder in &self.folders {
            let _ = self.watcher.unwatch(folder);
            let _ = self.watcher.watch(folder, RecursiveMode::Recursive);
        }
    }

    /// Whether a check may read something else after a change there.
    fn matters(&self, path: &Path) -> bool {
        let in_folder = || self.folders.iter().any(|folder| path.starts_with(folder));
        self.files.contains(path)
            || self.folders.iter().any(|folder| path == folder)
            || config::is_configuration(path)
            || (in_folder() && read::is_case_file(path))
    }
}
