//! The exact place of a reference in a line that was read at once: its references have no place finer than the line
//! until something is wrong with one of them. Then the line is read again, as a line of any other form is.

use super::json::parse;
use super::node::{Node, Value};
use crate::case::problem::Problem;
use crate::source::{SourceMap, Span};

/// Fields of a statement in which no reference stands.
const NO_REFERENCES: [&str; 4] = ["id", "date", "basis", "text"];

/// Gives problems with a word of a whole line the place of the word; all stay in the order of their places.
pub fn pinpoint(problems: &mut [Problem], sources: &SourceMap) {
    for problem in problems.iter_mut() {
        if let (Some(span), Some(word)) = (problem.span, &problem.word) {
            problem.span = place(span, word, sources).or(problem.span);
        }
    }
    problems.sort_by(Problem::in_order);
}

/// The place of a reference in the line that a span covers; `None` where it covers none.
fn place(span: Span, word: &str, sources: &SourceMap) -> Option<Span> {
    let range = span.range();
    let line = sources.file(span.file).bytes().get(range.clone())?;
    let line = std::str::from_utf8(line)
        .ok()
        .filter(|line| line.starts_with('{'))?;
    let (root, _) = parse(span.file, line, range.start);
    let root = root?;
    let Value::Map(wrapped) = &root.value else {
        return None;
    };
    let records = wrapped.iter().filter_map(|entry| match &entry.value.value {
        Value::Map(fields) => Some(fields),
        _ => None,
    });
    let mut fields = records.flatten().filter(|field| {
        let name = field.key.text.as_ref();
        !NO_REFERENCES.contains(&name)
    });
    let found = fields.find_map(|field| standing(&field.value, word))?;
    Some(Span::new(span.file, found.range.clone()))
}

/// The node that says a word: the node itself, or an item of it.
fn standing<'n, 'a>(node: &'n Node<'a>, word: &str) -> Option<&'n Node<'a>> {
    match &node.value {
        Value::Scalar(scalar) if scalar.text == word => Some(node),
        Value::List(items) => items.iter().find(|item| standing(item, word).is_some()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::{Intake, build};
    use crate::read::{Input, read_inputs};

    #[test]
    fn a_reference_is_found_in_a_plain_line_as_in_one_of_another_form() {
        let places = |more: &str| {
            let mut lines =
                r#"{"actor":{"id":"a"}}{"claim":{"id":"c","text":"t"}}"#.replace("}}{", "}}\n{");
            for fields in [
                r#""id":"s","by":"nobody","asserts":"c""#,
                r#""id":"t","by":"a","asserts":"nothing""#,
                r#""id":"u","by":"a","asserts":"c","cites":["s","x","none"]"#,
            ] {
                lines += &format!("\n{{\"statement\":{{{fields}{more}}}}}");
            }
            let mut sources = SourceMap::default();
            let input = Input::Text("a.ndjson".into(), lines.into_bytes());
            let (_, mut problems) = build(read_inputs::<Intake>(&[input], &mut sources));
            pinpoint(&mut problems, &sources);
            let told = problems.iter().map(|problem| {
                let span = problem.span.expect("a place");
                let bytes = &sources.file(span.file).bytes()[span.range()];
                String::from_utf8(bytes.to_vec()).expect("a text")
            });
            told.collect::<Vec<_>>()
        };
        let expected = [r#""nobody""#, r#""nothing""#, r#""x""#, r#""none""#];
        assert_eq!(places(""), expected);
        assert_eq!(places(r#","note":"n""#), expected);
    }
}
