//! Faults in the syntax of YAML, in plain words.

use granit_parser::ErrorKind;

use crate::read::node::MAX_DEPTH;

/// A fault as the user should hear of it.
pub struct Explained {
    /// What is wrong.
    pub message: String,
    /// Offset of the place to show.
    pub at: usize,
    /// What would mend it.
    pub help: &'static str,
    /// Another place that matters, with what to say there.
    pub related: Option<(usize, &'static str)>,
}

const NO_KEY: &str = "a line that is no `key: value`";
const INDENTATION: &str = "indent the entries of one map or list by the same number of blanks";
const TABS: &str = "indent with blanks: YAML allows no tabs there";
const QUOTE: &str = "end the text with the quote it began with; inside `\"…\"` write `\\\"`, inside `'…'` write `''`";
const COLON: &str = "quote a text that contains `: `, and write keys as `key: value`";
const BRACKETS: &str =
    "check the brackets and commas, and quote a text that contains `: `, `, ` or a bracket";
const ESCAPES: &str = "inside `\"…\"` a backslash begins an escape: write `\\\\`, or use `'…'`";
const PLAIN: &str = "quote a text that begins with a special character or contains `: ` or ` #`";

/// What a fault found at `at` means; everything before `understood` was in order.
pub fn explain(kind: &ErrorKind, text: &str, at: usize, understood: usize) -> Explained {
    use ErrorKind as K;
    let follows = match kind {
        K::UnclosedQuotedScalar
        | K::InvalidQuotedScalarIndent
        | K::DocumentIndicatorInQuotedScalar => false,
        K::InvalidTrailingSingleQuotedScalar | K::InvalidTrailingDoubleQuotedScalar => true,
        kind => {
            let (message, help) = in_words(kind, text[at..].trim().is_empty());
            return Explained {
                message,
                at,
                help,
                related: None,
            };
        }
    };
    match opening_quote(&text[..at], understood) {
        // A quote on a later line ended it: that is where another text was to begin.
        Some(quote) if !follows || text[quote..at].contains('\n') => Explained {
            message: "a quoted text does not end".to_owned(),
            at: quote,
            help: QUOTE,
            related: text[..at]
                .rfind(['"', '\''])
                .filter(|&end| follows && end > quote)
                .map(|end| (end, "it would end here")),
        },
        quote => Explained {
            message: match follows {
                true => "something follows the end of a quoted text".to_owned(),
                false => "a quoted text does not end".to_owned(),
            },
            at,
            help: QUOTE,
            related: quote.map(|quote| (quote, "the text begins here")),
        },
    }
}

/// What to say of a line that is no item of what it stands in.
pub fn no_item(at: usize) -> Explained {
    Explained {
        message: NO_KEY.to_owned(),
        at,
        help: COLON,
        related: None,
    }
}

/// What is wrong, and what would mend it.
fn in_words(kind: &ErrorKind, at_end: bool) -> (String, &'static str) {
    use ErrorKind as K;
    let (message, help) = match kind {
        K::TabNotAllowed
        | K::TabInBlockIndentation
        | K::TabInIndentation
        | K::TabAtBlockScalarStart
        | K::TabInPlainScalar => ("a tab where only blanks are allowed", TABS),
        K::UnknownQuotedScalarEscape
        | K::InvalidQuotedScalarHexEscape
        | K::InvalidUnicodeEscape
        | K::InvalidLowSurrogateHexEscape
        | K::InvalidLowSurrogate
        | K::MissingLowSurrogate
        | K::UnpairedLowSurrogate => ("an escape that does not exist", ESCAPES),
        K::UnclosedFlowCollection { open } => {
            return (format!("`{open}` is never closed"), BRACKETS);
        }
        K::MismatchedFlowCollectionEnd { open, close } => {
            return (format!("`{open}` is closed by `{close}`"), BRACKETS);
        }
        K::UnexpectedEofFlowSequence | K::UnexpectedEofFlowMapping => {
            ("a bracket is never closed", BRACKETS)
        }
        K::ExpectedFlowMappingSeparator => ("expected `,` or `}`", BRACKETS),
        K::ExpectedFlowSequenceSeparator => ("expected `,` or `]`", BRACKETS),
        K::MisplacedFlowCollectionEnd => ("a bracket closes nothing", BRACKETS),
        K::RecursionLimitExceeded => {
            return (
                format!("nested more than {MAX_DEPTH} levels deep"),
                BRACKETS,
            );
        }
        K::ExpectedBlockMappingKey
        | K::ExpectedBlockSequenceEntry
        | K::InvalidIndentation
        | K::InvalidFlowScalarIndent
        | K::InvalidBlockScalarIndent
        | K::BlockSequenceEntryNotAllowed
        | K::MappingKeyNotAllowed => ("wrong indentation, or a missing `:`", INDENTATION),
        K::MappingValueNotAllowed
        | K::InvalidColonPlacement
        | K::InvalidMappingValueWhitespace
        | K::FlowMappingValueAdjacentCollection => ("a `:` in the wrong place", COLON),
        K::SimpleKeyExpected | K::InvalidSimpleKey => (NO_KEY, COLON),
        _ if at_end => ("the text ends too early", BRACKETS),
        K::UnexpectedCharacter { character } => {
            return (format!("a text cannot begin with `{character}`"), PLAIN);
        }
        other => return (other.to_string(), PLAIN),
    };
    (message.to_owned(), help)
}

/// The first quote after what was understood that begins a text.
fn opening_quote(text: &str, understood: usize) -> Option<usize> {
    let rest = text.get(understood..)?;
    let begins = |&(at, quote): &(usize, char)| {
        let before = rest[..at].chars().next_back();
        matches!(quote, '"' | '\'')
            && before.is_none_or(|c| c.is_whitespace() || matches!(c, '[' | '{' | ',' | ':'))
    };
    rest.char_indices()
        .find(begins)
        .map(|(at, _)| understood + at)
}
