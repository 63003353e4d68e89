//! What is wrong with the input, where, and what would mend it.

use std::cmp::Ordering;

use schemars::JsonSchema;
use serde::Serialize;

use crate::source::Span;

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Gravity {
    /// Something that was written cannot be used.
    Error,
    /// Everything can be used, but it is probably not what was meant.
    Warning,
}

/// One fault of the input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// How bad it is.
    pub gravity: Gravity,
    /// What is wrong, lower-case, naming the thing in backticks.
    pub message: String,
    /// Where, if it is anywhere in particular.
    pub span: Option<Span>,
    /// What to say right at the place.
    pub label: String,
    /// Other places that matter, each with its label.
    pub related: Vec<(Span, String)>,
    /// What would mend it.
    pub help: Option<String>,
    /// The word that is wrong, where the place may be a whole line in which it stands.
    pub word: Option<Box<str>>,
    /// How many problems it stands for: more than one where they are too many to be told one by one.
    pub count: usize,
}

impl Problem {
    /// An error at a place.
    pub fn error(span: impl Into<Option<Span>>, message: impl Into<String>) -> Self {
        Problem {
            gravity: Gravity::Error,
            message: message.into(),
            span: span.into(),
            label: String::new(),
            related: Vec::new(),
            help: None,
            word: None,
            count: 1,
        }
    }

    /// A warning at a place.
    pub fn warning(span: impl Into<Option<Span>>, message: impl Into<String>) -> Self {
        Problem {
            gravity: Gravity::Warning,
            ..Problem::error(span, message)
        }
    }

    /// The order of the text that problems are about; those without a place come first.
    pub fn in_order(&self, other: &Self) -> Ordering {
        (self.span, self.gravity, &self.message).cmp(&(other.span, other.gravity, &other.message))
    }

    /// The same as what stands for so many problems.
    #[must_use]
    pub fn standing_for(mut self, count: usize) -> Self {
        self.count = count;
        self
    }

    /// The same with a label at its place.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// The same with another place.
    #[must_use]
    pub fn related(mut self, span: Span, label: impl Into<String>) -> Self {
        self.related.push((span, label.into()));
        self
    }

    /// The same with advice.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same with `did you mean …?` as advice, where a known word is close to `word`.
    #[must_use]
    pub fn suggest<'a>(mut self, word: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        if let Some(best) = closest(word, known) {
            self.help = Some(format!("did you mean `{best}`?"));
        }
        self
    }
}

/// The known word nearest to `word`, where one is near enough to be a slip of the pen.
///
/// Distance is Damerau–Levenshtein; a third of the word may differ. Ties go to the alphabetically first.
pub fn closest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = word.chars().count();
    let limit = (length / 3).clamp(1, 6);
    known
        .into_iter()
        .filter(|candidate| candidate.chars().count().abs_diff(length) <= limit)
        .map(|candidate| (strsim::damerau_levenshtein(word, candidate), candidate))
        .filter(|&(distance, candidate)| distance <= limit && candidate != word)
        .min()
        .map(|(_, candidate)| candidate)
}

/// The only known word that begins so: `warning` for `warn`.
pub fn begun<'w>(word: &str, known: &[&'w str]) -> Option<&'w str> {
    const LEAST: usize = 3;
    let mut longer = known.iter().filter(|known| known.starts_with(word));
    match (longer.next(), longer.next()) {
        (Some(&only), None) if word.len() >= LEAST => Some(only),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_beginning_is_completed_where_only_one_word_goes_on_so() {
        let known = ["warning", "error", "errors"];
        assert_eq!(begun("warn", &known), Some("warning"));
        assert_eq!(begun("err", &known), None);
        assert_eq!(begun("w", &known), None);
    }

    #[test]
    fn a_slip_is_suggested_and_a_stranger_is_not() {
        let known = ["mazar-leaders-killed", "suspects-escaped", "all-killed"];
        assert_eq!(
            closest("mazar-leader-killed", known),
            Some("mazar-leaders-killed")
        );
        assert_eq!(closest("embassy-attack", known), None);
    }
}
