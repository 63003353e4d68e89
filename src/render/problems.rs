//! Problems of the input as compiler-style diagnostics.

use annotate_snippets::Level;

use super::excerpt::{Diagnostic, Mark, render};
use super::style::Colour;
use crate::case::problem::{Gravity, Problem};
use crate::source::SourceMap;

/// The problems one after another, with a blank line between them.
pub fn text<'p>(
    sources: &SourceMap,
    problems: impl Iterator<Item = &'p Problem>,
    colour: Colour,
) -> String {
    let mut text = String::new();
    for problem in problems {
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
        text.push_str(&render(sources, &diagnostic, colour));
        text.push('\n');
    }
    text
}
