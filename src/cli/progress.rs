//! How far a long command has come: on standard error, where that is a terminal, and only after a second.

use std::io::IsTerminal;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::Global;
use crate::read::Watch;

/// What lasts no longer than this is not worth a word.
const PATIENCE: Duration = Duration::from_secs(1);
/// How often the bar is drawn again.
const EVERY: Duration = Duration::from_millis(100);

/// What is being done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Stage {
    /// Bytes are read.
    Reading = 0,
    /// References are followed and columns filled.
    Building = 1,
    /// Claims are looked at, one after another.
    Claims = 2,
}

/// Where a command stands.
#[derive(Default)]
pub(crate) struct Standing {
    /// Bytes read.
    pub reading: Watch,
    /// Claims that are to be looked at, and those that have been.
    pub claims: AtomicU64,
    pub done: AtomicU64,
    stage: AtomicU8,
}

/// A bar that is drawn while this lives.
pub(crate) struct Progress {
    standing: Arc<Standing>,
    drawing: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Progress {
    /// Starts watching; nothing is ever shown with `--quiet` or where nobody looks.
    pub fn start(global: &Global) -> Self {
        let standing = Arc::new(Standing::default());
        let watched = !global.quiet && std::io::stderr().is_terminal();
        let drawing = watched.then(|| {
            let (stop, stopped) = channel();
            let standing = Arc::clone(&standing);
            let draw = move || {
                if stopped.recv_timeout(PATIENCE) != Err(RecvTimeoutError::Timeout) {
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

    /// Where the command stands.
    pub fn standing(&self) -> &Standing {
        &self.standing
    }

    /// Says what is done from now on.
    pub fn enter(&self, stage: Stage) {
        self.standing.stage.store(stage as u8, Ordering::Relaxed);
    }
}

impl Drop for Progress {
    /// Clears the bar before anything else is written.
    fn drop(&mut self) {
        if let Some((stop, drawing)) = self.drawing.take() {
            let _ = stop.send(());
            let _ = drawing.join();
        }
    }
}

fn show(bar: &ProgressBar, standing: &Standing) {
    let count = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
    let (template, done, all) = match standing.stage.load(Ordering::Relaxed) {
        0 => (
            "reading {bar:30} {bytes} of {total_bytes}, {eta} left",
            count(&standing.reading.read),
            count(&standing.reading.bytes),
        ),
        1 => ("following references {spinner} {elapsed}", 0, 0),
        _ => (
            "weighing claims {bar:30} {human_pos} of {human_len}, {eta} left",
            count(&standing.done),
            count(&standing.claims),
        ),
    };
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar.set_length(all);
    bar.set_position(done);
    bar.tick();
}
