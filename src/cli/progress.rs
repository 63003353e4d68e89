//! How far a long command has come: on standard error, where that is a terminal, and only when the command has taken a
//! second.

use std::io::{self, IsTerminal, Write};
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, OnceLock};
use std::thread::JoinHandle;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::Global;
use crate::analysis::Facts;
use crate::read::Watch;

/// A command that lasts no longer than this is not worth a word.
const PATIENCE: Duration = Duration::from_secs(1);
/// How often the bar is drawn again.
const EVERY: Duration = Duration::from_millis(100);

/// What is being done: bytes are read, references followed, claims counted, or what is said in words.
const READING: u8 = 0;
const BUILDING: u8 = 1;
const COUNTING: u8 = 2;
const WORKING: u8 = 3;

/// Where a command stands.
#[derive(Default)]
pub(crate) struct Standing {
    /// Bytes read.
    pub reading: Watch,
    stage: AtomicU8,
    /// Claims that are to be counted, and those that have been.
    claims: AtomicU64,
    counted: Mutex<Arc<AtomicU64>>,
    /// What is being done, in words.
    work: OnceLock<&'static str>,
}

/// A bar that is drawn while this lives, unless another one is drawn already.
pub(crate) struct Progress {
    standing: Arc<Standing>,
    drawing: Option<(Sender<()>, JoinHandle<()>)>,
}

/// Whether a bar is drawn: what is done within something else is part of that.
static IS_DRAWN: AtomicBool = AtomicBool::new(false);

impl Progress {
    /// Starts watching; nothing is ever shown with `--quiet` or where nobody looks.
    pub fn start(global: &Global) -> Self {
        let standing = Arc::new(Standing::default());
        let watched = !global.quiet
            && std::io::stderr().is_terminal()
            && !IS_DRAWN.swap(true, Ordering::Relaxed);
        let drawing = watched.then(|| {
            let (stop, stopped) = channel();
            let standing = Arc::clone(&standing);
            let patience = PATIENCE.saturating_sub(global.begun.elapsed());
            let draw = move || {
                if stopped.recv_timeout(patience) != Err(RecvTimeoutError::Timeout) {
                    return;
                }
                let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
                while stopped.recv_timeout(EVERY) == Err(RecvTimeoutError::Timeout) {
                    show(&bar, &standing);
                }
                bar.finish_and_clear();
            };
            (stop, std::thread::spawn(draw))
        });
        Progress { standing, drawing }
    }

    /// The same for something of which nobody knows how long it takes.
    pub fn of(global: &Global, work: &'static str) -> Self {
        let progress = Progress::start(global);
        progress.standing.work.get_or_init(|| work);
        progress.standing.stage.store(WORKING, Ordering::Relaxed);
        progress
    }

    /// Where the command stands.
    pub fn standing(&self) -> &Standing {
        &self.standing
    }

    /// Bytes have been read: now references are followed.
    pub fn builds(&self) {
        self.standing.stage.store(BUILDING, Ordering::Relaxed);
    }
}

/// A writer that ends a bar before the first byte where both would be seen: what is worked out while it is written
/// takes its time before. What goes elsewhere is written under the bar.
pub(crate) struct Until<W> {
    progress: Option<Progress>,
    ends_at_first_byte: bool,
    out: W,
}

impl<W: Write> Until<W> {
    /// Shows that something is being worked out until the first byte is written to a terminal, or the last elsewhere.
    pub fn first_byte(global: &Global, out: W) -> Self {
        Until {
            progress: Some(Progress::of(global, "working")),
            ends_at_first_byte: io::stdout().is_terminal(),
            out,
        }
    }
}

impl<W: Write> Write for Until<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.ends_at_first_byte {
            self.progress.take();
        }
        self.out.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Counts all claims, and shows meanwhile how many have been.
pub(crate) fn count_claims(global: &Global, facts: &Facts<'_>) {
    let mut claims = facts.graph().claims();
    let progress = Progress::start(global);
    let standing = &progress.standing;
    standing
        .claims
        .store(claims.len() as u64, Ordering::Relaxed);
    if let Ok(mut counted) = standing.counted.lock() {
        *counted = facts.counted();
    }
    standing.stage.store(COUNTING, Ordering::Relaxed);
    if let Some(first) = claims.next() {
        facts.standing(first);
    }
}

impl Drop for Progress {
    /// Clears the bar before anything else is written.
    fn drop(&mut self) {
        if let Some((stop, drawing)) = self.drawing.take() {
            let _ = stop.send(());
            let _ = drawing.join();
            IS_DRAWN.store(false, Ordering::Relaxed);
        }
    }
}

fn show(bar: &ProgressBar, standing: &Standing) {
    let count = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
    let (template, done, all) = match standing.stage.load(Ordering::Relaxed) {
        READING => (
            "reading {bar:30} {bytes} of {total_bytes}, {eta} left",
            count(&standing.reading.read),
            count(&standing.reading.bytes),
        ),
        BUILDING => ("following references {spinner} {elapsed}", 0, 0),
        WORKING => ("{msg} {spinner} {elapsed}", 0, 0),
        _ => (
            "counting lines {bar:30} {human_pos} of {human_len} claims, {eta} left",
            standing.counted.lock().map_or(0, |counted| count(&counted)),
            count(&standing.claims),
        ),
    };
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar.set_message(standing.work.get().copied().unwrap_or_default());
    bar.set_length(all);
    bar.set_position(done);
    bar.tick();
}
