//! Why a value could not be read: the error type of the record deserializer.

use std::fmt;
use std::ops::Range;

use serde::de;

use crate::case::problem::{Problem, begun, closest};
use crate::source::{FileId, Span};

/// How many known words are worth listing in a message.
const FEW: usize = 12;

/// The first thing that is wrong with a record.
#[derive(Debug, Default)]
pub struct Fault {
    message: String,
    help: Option<String>,
    /// The required field that is missing, until the record says what it is itself.
    pub missing: Option<&'static str>,
    /// Address and byte range of the value that is to blame.
    at: Option<(*const (), Range<usize>)>,
    /// Whether it only follows from another that has been reported.
    pub follows: bool,
}

impl Fault {
    /// A fault with its message.
    pub fn new(message: impl Into<String>) -> Self {
        Fault {
            message: message.into(),
            ..Fault::default()
        }
    }

    /// The same with advice.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same with the value to blame, unless one inside it is to blame already.
    #[must_use]
    pub fn at(mut self, address: *const (), range: &Range<usize>) -> Self {
        self.at.get_or_insert_with(|| (address, range.clone()));
        self
    }

    /// Address of the value that is to blame.
    pub fn to_blame(&self) -> Option<*const ()> {
        self.at.as_ref().map(|&(address, _)| address)
    }

    /// The same, marked as following from another that has been reported if `follows`.
    #[must_use]
    pub fn following(mut self, follows: bool) -> Self {
        self.follows = follows;
        self
    }

    /// One kind of value in the place of another.
    pub fn expected(what: &str, field: &str, found: &str) -> Self {
        let place = match field {
            "" => String::new(),
            field => format!(" in `{field}`"),
        };
        Fault::new(format!("expected {what}{place}, found {found}"))
    }

    /// A word that a field does not know.
    pub fn unknown_word(what: &str, word: &str, known: &[&str]) -> Self {
        Fault::new(format!("unknown {what} `{word}`")).advised(word, known)
    }

    /// A value that a setting does not take.
    pub fn wrong_word(setting: &str, word: &str, known: &[&str]) -> Self {
        Fault::new(format!("`{setting}` cannot be `{word}`")).advised(word, known)
    }

    fn advised(self, word: &str, known: &[&str]) -> Self {
        match advice(word, known) {
            Some(help) => self.help(help),
            None => self,
        }
    }

    /// The fault as a problem of the input.
    pub fn problem(self, file: FileId) -> Problem {
        let span = self.at.map(|(_, range)| Span::new(file, range));
        Problem {
            help: self.help,
            ..Problem::error(span, self.message)
        }
    }
}

/// Words that come to mind and are not those of the format, each with one that is known in its place, and what to do.
const OTHER_WORDS: [(&str, &str, &str); 2] = [
    ("made_by", "producer", "did you mean `producer`?"),
    (
        "adversary-of",
        "aligned-with",
        "who is an opponent stands in `adversaries` of the actor",
    ),
];

/// What to write for a word of another format; else the nearest known word, or all of them where they are few.
pub fn advice(word: &str, known: &[&str]) -> Option<String> {
    let mut others = OTHER_WORDS.iter();
    let is_meant =
        |&&(other, here, _): &&(&str, &str, &str)| other == word && known.contains(&here);
    if let Some((_, _, help)) = others.find(is_meant) {
        return Some((*help).to_owned());
    }
    if let Some(best) = closest(word, known.iter().copied()).or_else(|| begun(word, known)) {
        return Some(format!("did you mean `{best}`?"));
    }
    (known.len() <= FEW && !known.is_empty()).then(|| format!("known: `{}`", known.join("`, `")))
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Fault {}

impl de::Error for Fault {
    /// What follows the first line of the message is advice.
    fn custom<T: fmt::Display>(message: T) -> Self {
        let text = message.to_string();
        match text.split_once('\n') {
            Some((message, help)) => Fault::new(message).help(help),
            None => Fault::new(text),
        }
    }

    fn missing_field(field: &'static str) -> Self {
        Fault {
            missing: Some(field),
            ..Fault::new(format!("missing `{field}`"))
        }
    }
}
