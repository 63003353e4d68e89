//! Words for people: plural forms, lists, numbers and intervals, spelled in one place.

use crate::analysis::Count;

/// A noun in both its numbers.
#[derive(Clone, Copy, Debug)]
pub struct Noun {
    one: &'static str,
    many: &'static str,
}

macro_rules! nouns {
    ($($name:ident = $one:literal, $many:literal;)+) => {$(
        #[doc = concat!("`", $one, "`")]
        pub const $name: Noun = Noun { one: $one, many: $many };
    )+};
}

nouns! {
    ACTOR = "actor", "actors";
    CIRCLE = "circle", "circles";
    CITATION = "citation", "citations";
    CLAIM = "claim", "claims";
    CYCLE = "cycle", "cycles";
    DENIAL = "denial", "denials";
    ENTRY = "entry", "entries";
    ERROR = "error", "errors";
    FACT = "fact", "facts";
    FILE = "file", "files";
    FINDING = "finding", "findings";
    INFO = "info", "infos";
    INPUT_ERROR = "error in the input", "errors in the input";
    INPUT_WARNING = "warning about the input", "warnings about the input";
    LINE = "independent line", "independent lines";
    MORE_LINE = "more line", "more lines";
    FEWER_LINE = "line fewer", "lines fewer";
    NOTE = "note", "notes";
    ORIGIN = "distinct origin", "distinct origins";
    PATH = "citation path", "citation paths";
    PLACE = "place", "places";
    RECORD = "record", "records";
    RELAY = "relay", "relays";
    RULE = "rule", "rules";
    SOURCE = "independent source", "independent sources";
    STATEMENT = "statement", "statements";
    STATUS = "status", "statuses";
    STEP = "step", "steps";
    WARNING = "warning", "warnings";
}

impl Noun {
    /// The form that goes with a number.
    pub const fn for_number(self, number: usize) -> &'static str {
        if number == 1 { self.one } else { self.many }
    }
}

/// `1 claim`, `2,000 claims`.
pub fn count(number: usize, noun: Noun) -> String {
    format!("{} {}", grouped(number), noun.for_number(number))
}

/// A number with a comma every three digits.
pub fn grouped(number: usize) -> String {
    grouped_digits(&number.to_string())
}

/// Digits with a comma every three.
pub fn grouped_digits(digits: &str) -> String {
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `a`, `a and b`, `a, b and c`.
pub fn list<S: AsRef<str>>(items: &[S]) -> String {
    match items {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [start @ .., last] => {
            let start: Vec<&str> = start.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", start.join(", "), last.as_ref())
        }
    }
}

/// [`list`] of the first `limit` items, with how many more there are.
pub fn short_list<S: AsRef<str>>(items: &[S], limit: usize) -> String {
    if items.len() <= limit + 1 {
        return list(items);
    }
    let shown: Vec<&str> = items[..limit].iter().map(AsRef::as_ref).collect();
    let rest = grouped(items.len() - limit);
    format!("{} and {rest} more", shown.join(", "))
}

/// A possibly inexact number: `2`, or `2..5` where the search ended before it was known.
pub fn bounds(count: Count) -> String {
    if count.least == count.most {
        count.least.to_string()
    } else {
        format!("{}..{}", count.least, count.most)
    }
}

/// An interval in a cell of a table: `1`, `1–3`.
pub fn interval(min: Count, max: Count) -> String {
    if min == max {
        bounds(min)
    } else {
        format!("{}–{}", bounds(min), bounds(max))
    }
}

/// An interval in a sentence: `exactly 2 independent lines`, `between 1 and 3 independent lines`.
pub fn interval_sentence(min: Count, max: Count, noun: Noun) -> String {
    let inexact = min.least != min.most || max.least != max.most;
    let (least, most) = (min.least, max.most);
    let range = match (least, most) {
        (0, 0) => format!("no {}", noun.one),
        (1, 1) => format!("one {}", noun.one),
        _ if least == most => format!("{least} {}", noun.many),
        (0, _) => format!("at most {most} {}", noun.for_number(most as usize)),
        _ => format!("between {least} and {most} {}", noun.many),
    };
    if inexact {
        format!("{range} (bounds: the search was cut short)")
    } else {
        range
    }
}

/// The first letter in upper case.
pub fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    match characters.next() {
        Some(first) => first.to_uppercase().chain(characters).collect(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_agree_with_their_nouns() {
        assert_eq!(count(1, FINDING), "1 finding");
        assert_eq!(count(0, FINDING), "0 findings");
        assert_eq!(count(1_234_567, STATEMENT), "1,234,567 statements");
        assert_eq!(grouped(999), "999");
    }

    #[test]
    fn lists_read_as_sentences() {
        assert_eq!(list(&["a", "b", "c"]), "a, b and c");
        assert_eq!(short_list(&["a", "b", "c"], 2), "a, b and c");
        assert_eq!(short_list(&["a", "b", "c", "d"], 2), "a, b and 2 more");
    }

    #[test]
    fn an_interval_says_what_is_known_and_no_more() {
        let exact = Count::exact;
        assert_eq!(
            interval_sentence(exact(1), exact(1), LINE),
            "one independent line"
        );
        assert_eq!(
            interval_sentence(exact(0), exact(0), LINE),
            "no independent line"
        );
        assert_eq!(
            interval_sentence(exact(1), exact(3), LINE),
            "between 1 and 3 independent lines"
        );
        assert_eq!(
            interval_sentence(exact(0), exact(1), ORIGIN),
            "at most 1 distinct origin"
        );
        assert_eq!(interval(exact(2), exact(2)), "2");
        let cut_short = Count { least: 2, most: 5 };
        assert_eq!(interval(exact(2), cut_short), "2–2..5");
    }
}
