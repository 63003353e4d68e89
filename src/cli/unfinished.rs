//! Ends before the end: an interrupt, memory that has run out, a file that got shorter. What was being written is
//! removed first.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, Once, PoisonError, TryLockError};
use std::time::Duration;

use super::ERROR;
use crate::read::memory::{self, Size};

/// The files that are being written, for whoever ends the process.
static UNFINISHED: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// Makes something new which is removed when the process ends before it is whole: a file, or a folder, which goes if
/// nothing is left in it.
///
/// # Errors
/// Where it cannot be made.
pub(super) fn begin<T>(
    make: impl FnOnce() -> io::Result<T>,
    path: impl FnOnce(&T) -> &Path,
) -> io::Result<T> {
    handle();
    // No interrupt comes between.
    let mut paths = unfinished();
    let made = make()?;
    paths.push(path(&made).to_owned());
    Ok(made)
}

fn handle() {
    static HANDLER: Once = Once::new();
    // Where another part of the program handles interrupts, it ends in its own way, and temporary files with it.
    HANDLER.call_once(|| {
        on_interrupt(|signal| {
            let paths = unfinished();
            remove(&paths);
            end_by(signal);
        });
    });
}

/// The files that are being written; none is removed by an interrupt while this is held.
pub(super) fn unfinished() -> MutexGuard<'static, Vec<PathBuf>> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

fn remove(paths: &[PathBuf]) {
    // Folders were made before what is in them.
    for path in paths.iter().rev() {
        let _ = std::fs::remove_file(path).or_else(|_| std::fs::remove_dir(path));
    }
}

/// Does something at Ctrl-C, and where the process is asked to end or its terminal goes away; it is told the number of
/// the signal. Only the first caller is heard.
#[cfg(unix)]
pub(super) fn on_interrupt(task: impl Fn(i32) + Send + 'static) {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    static HANDLED: AtomicBool = AtomicBool::new(false);
    if HANDLED.swap(true, Ordering::Relaxed) {
        return;
    }
    // Where no handler can be set, signals end the process as they do otherwise.
    if let Ok(mut signals) = signal_hook::iterator::Signals::new([SIGINT, SIGTERM, SIGHUP]) {
        std::thread::spawn(move || signals.forever().for_each(task));
    }
}

#[cfg(not(unix))]
pub(super) fn on_interrupt(task: impl Fn(i32) + Send + 'static) {
    const CTRL_C: i32 = 2;
    let _ = ctrlc::set_handler(move || task(CTRL_C));
}

/// Ends the process as the signal would have done, so that whoever started it sees why.
#[cfg(unix)]
fn end_by(signal: i32) {
    let _ = signal_hook::low_level::emulate_default_handler(signal);
}

#[cfg(not(unix))]
fn end_by(signal: i32) {
    std::process::exit(128 + signal);
}

/// Tells where a file gets shorter while it is read: what is mapped of it and there no more ends a process otherwise
/// without a word.
#[cfg(unix)]
pub(super) fn tell_of_shortened_files() {
    let tell = || {
        remove_now();
        let text = "error: a file got shorter while it was read\n\
            help: read it when nobody writes it, or a copy of it\n";
        let _ = io::stderr().write_all(text.as_bytes());
        signal_hook::low_level::exit(i32::from(ERROR))
    };
    // SAFETY: the signal comes from reading a mapped file, in code that holds no lock that is taken here, and this does
    // not return to it.
    let _ = unsafe { signal_hook::low_level::register(signal_hook::consts::SIGBUS, tell) };
}

#[cfg(not(unix))]
pub(super) fn tell_of_shortened_files() {}

/// Removes what is being written, unless it is about to be put in its place.
fn remove_now() {
    match UNFINISHED.try_lock() {
        Ok(paths) => remove(&paths),
        Err(TryLockError::Poisoned(paths)) => remove(paths.get_ref()),
        Err(TryLockError::WouldBlock) => {}
    }
}

/// Tells that so many bytes more are needed and cannot be had, and ends the process. Takes no memory.
pub fn out_of_memory(more: usize) -> ! {
    static ENDING: AtomicBool = AtomicBool::new(false);
    if ENDING.swap(true, Ordering::SeqCst) {
        // Another thread tells of it and ends the process; where it was this one, telling takes memory too.
        std::thread::sleep(Duration::from_secs(2));
        std::process::abort();
    }
    remove_now();
    let more = more as u64;
    let mut err = io::stderr();
    let _ = writeln!(err, "error: out of memory: {} more are needed", Size(more));
    if let Some(peak) = memory::peak() {
        let needed = peak.saturating_add(more);
        let _ = write!(err, "help: in all {} or more", Size(needed));
        match memory::noted() {
            0 => {}
            input => _ = write!(err, " for an input of {}", Size(input)),
        }
        let _ = writeln!(
            err,
            ": read less at a time, or use a machine with more memory"
        );
    }
    std::process::exit(i32::from(ERROR))
}
