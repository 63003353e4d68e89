//! What of the input could not be used, as the page owns up to it.

use serde::Serialize;

use crate::case::problem::{Gravity, Problem};
use crate::render::place::Location;
use crate::render::{Checked, safe};
use crate::source::{SourceMap, Span};

/// How many problems are told; the others are counted.
const MOST: usize = 200;
/// How much of the line at which a problem lies is shown.
const EXCERPT: usize = 240;

/// How many problems the input has, and the first of them, errors before warnings.
#[derive(Serialize)]
pub(super) struct Input<'a> {
    pub(super) errors: usize,
    pub(super) warnings: usize,
    pub(super) told: Vec<Told<'a>>,
}

/// One fault of the input.
#[derive(Serialize)]
pub(super) struct Told<'a> {
    pub(super) gravity: Gravity,
    pub(super) message: &'a str,
    /// File and line; empty where it is nowhere in particular.
    pub(super) place: String,
    /// The line as it is written.
    excerpt: String,
    help: Option<&'a str>,
}

impl<'a> Input<'a> {
    pub(super) fn new(checked: &Checked<'a, '_>) -> Input<'a> {
        let of = |gravity| {
            let all = checked.problems.iter();
            all.filter(move |problem| problem.gravity == gravity)
        };
        let ordered = of(Gravity::Error).chain(of(Gravity::Warning)).take(MOST);
        Input {
            errors: of(Gravity::Error).map(|one| one.count).sum(),
            warnings: of(Gravity::Warning).map(|one| one.count).sum(),
            told: ordered.map(|one| told(checked.sources, one)).collect(),
        }
    }
}

fn told<'a>(sources: &SourceMap, problem: &'a Problem) -> Told<'a> {
    let line = |span| excerpt(sources, span);
    Told {
        gravity: problem.gravity,
        message: &problem.message,
        place: (problem.span).map_or_else(String::new, |span| place(sources, span)),
        excerpt: problem.span.map_or_else(String::new, line),
        help: problem.help.as_deref(),
    }
}

/// File and line of a span.
pub(super) fn place(sources: &SourceMap, span: Span) -> String {
    let at = Location::of(sources, span);
    format!("{}:{}", at.path, at.line)
}

/// The same as the page resolves it: the number of the file, and the line.
pub(super) fn short_place(sources: &SourceMap, span: Span) -> String {
    format!("{}:{}", span.file.0, sources.place(span).line)
}

/// The line on which a span starts, from shortly before it where the line is long.
fn excerpt(sources: &SourceMap, span: Span) -> String {
    let file = sources.file(span.file);
    let range = file.line_range(sources.place(span).line);
    let start = usize::try_from(span.start).unwrap_or(range.start);
    let from = start
        .saturating_sub(EXCERPT / 4)
        .clamp(range.start, range.end);
    let until = range.end.min(from + 4 * EXCERPT);
    let text = String::from_utf8_lossy(&file.bytes()[from..until]);
    let text = safe::inline(text.trim());
    safe::clip(&text, EXCERPT).into_owned()
}
