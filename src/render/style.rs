//! The few styles of text output.

use annotate_snippets::Renderer;
use anstyle::{AnsiColor, Style};

use crate::analysis::Status;
use crate::rules::Severity;

/// How text is coloured, or that it is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// Plain text.
    Off,
    /// ANSI styles.
    On,
}

impl Colour {
    fn style(self, style: Style) -> Style {
        match self {
            Colour::Off => Style::new(),
            Colour::On => style,
        }
    }

    /// For headers.
    pub fn strong(self) -> Style {
        self.style(Style::new().bold())
    }

    /// For what may be skipped.
    pub fn faint(self) -> Style {
        self.style(Style::new().dimmed())
    }

    /// For ids.
    pub fn id(self) -> Style {
        self.style(AnsiColor::Cyan.on_default())
    }

    /// For a severity, the colours of the diagnostics.
    pub fn severity(self, severity: Severity) -> Style {
        let color = match severity {
            Severity::Error => AnsiColor::BrightRed,
            Severity::Warning => AnsiColor::Yellow,
            Severity::Info => AnsiColor::BrightBlue,
            Severity::Note => AnsiColor::BrightGreen,
        };
        self.style(color.on_default().bold())
    }

    /// For a status: better support is greener, conflict and lack of ground stand out.
    pub fn status(self, status: Status) -> Style {
        let color = match status {
            Status::Corroborated => AnsiColor::Green,
            Status::IndependenceUnknown | Status::Uncorroborated => AnsiColor::Yellow,
            Status::Contested | Status::Denied => AnsiColor::Magenta,
            Status::Circular | Status::Unfounded => AnsiColor::Red,
            Status::Open | Status::Unsupported => AnsiColor::BrightBlack,
        };
        self.style(color.on_default())
    }

    /// The renderer of source excerpts.
    pub fn renderer(self) -> Renderer {
        match self {
            Colour::Off => Renderer::plain(),
            Colour::On => Renderer::styled(),
        }
    }
}
