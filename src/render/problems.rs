//! Problems of the input as compiler-style diagnostics.

use annotate_snippets::Level;

use super::excerpt::{Diagnostic, Mark, render};
use super::style::Colour;
use crate::case::problem::{Gravity, Problem};
use crate::source::SourceMap;

/// A problem as a diagnostic, with a blank line after it.
pub fn text(sources: &SourceMap, problem: &Problem, colour: Colour) -> String {
    let mut marks = Vec::new();
    if let Some(span) = problem.span {
        let label = problem.label.clone();
        marks.push(Mark { span, label });
    }
    let related = problem.related.iter();
    marks.extend(related.map(|(span, label)| Mark {
        span: *span,
        label: label.clone(),
    }));
    let diagnostic = Diagnostic {
        level: match problem.gravity {
            Gravity::Error => Level::ERROR,
            Gravity::Warning => Level::WARNING,
        },
        id: None,
        title: problem.message.clone(),
        marks,
        notes: Vec::new(),
        help: problem.help.clone(),
    };
    let mut text = render(sources, &diagnostic, colour);
    text.push('\n');
    text
}
