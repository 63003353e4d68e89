//! YAML as an analyst would write it: a record a line, a report from top to bottom.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::io::{self, Write};

use super::{SECTIONS, Transcript, id_of, section, tree};
use crate::case::Kind;
use crate::read::node::{Entry, Node, Scalar, Value};

/// Fields that hold prose: always in quotes.
const TEXTS: &[&str] = &[
    "aliases", "because", "name", "note", "place", "quote", "text", "title", "unnamed", "words",
];

/// Fields that hold dates and counts: the only ones in which a bare number looks right.
const NUMBERS: &[&str] = &["at", "date", "from", "number", "until"];

/// Words that some reader of YAML takes for something else than a text.
const RESERVED: &[&str] = &[
    "true", "false", "null", "yes", "no", "on", "off", "y", "n", "nan", "inf",
];

/// YAML takes no longer text for a key without being told.
const LONGEST_KEY: usize = 500;

/// Writes a case as one YAML document.
///
/// # Errors
/// Where `out` cannot be written to.
pub fn yaml(case: &Transcript, out: &mut impl Write) -> io::Result<()> {
    let mut blank = "";
    if let Some(title) = case.titles.first() {
        writeln!(out, "case: {}", quoted(title))?;
        blank = "\n";
    }
    for (kind, name) in SECTIONS {
        if section(case, kind).next().is_none() {
            continue;
        }
        writeln!(out, "{blank}{name}:")?;
        blank = "\n";
        let under_ids = kind != Kind::Statement && all_have_ids(case, kind)?;
        for record in section(case, kind) {
            let json = record.fields();
            let Value::Map(fields) = tree(&json)?.value else {
                continue;
            };
            let text = match (under_ids, kind) {
                (true, Kind::Report) => report_under_id(&fields),
                (false, Kind::Report) => report_in_list(&fields),
                (true, _) => {
                    let (id, fields) = split_id(&fields);
                    format!("  {}: {}\n", scalar(id, ""), map(fields))
                }
                (false, _) => format!("  - {}\n", map(&fields)),
            };
            out.write_all(text.as_bytes())?;
        }
    }
    Ok(())
}

/// Whether every record of a section has an id of its own that can be a key.
fn all_have_ids(case: &Transcript, kind: Kind) -> io::Result<bool> {
    let mut known = HashSet::new();
    for record in section(case, kind) {
        let json = record.fields();
        let Value::Map(fields) = tree(&json)?.value else {
            return Ok(false);
        };
        let own = id_of(&fields).filter(|id| id.len() <= LONGEST_KEY);
        if own.is_none_or(|id| !known.insert(id.to_owned())) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The id, which is the first field of a record that has one, and the other fields.
fn split_id<'n, 'a>(fields: &'n [Entry<'a>]) -> (&'n Scalar<'a>, &'n [Entry<'a>]) {
    const NONE: &Scalar<'_> = &Scalar {
        text: std::borrow::Cow::Borrowed(""),
        quoted: true,
    };
    match fields.split_first() {
        Some((first, rest)) => match &first.value.value {
            Value::Scalar(id) if first.key.text == "id" => (id, rest),
            _ => (NONE, fields),
        },
        None => (NONE, fields),
    }
}

fn report_under_id(fields: &[Entry<'_>]) -> String {
    let (id, fields) = split_id(fields);
    if fields.is_empty() {
        return format!("  {}: {{}}\n", scalar(id, ""));
    }
    format!("  {}:\n{}", scalar(id, ""), block(fields, "    "))
}

fn report_in_list(fields: &[Entry<'_>]) -> String {
    if fields.is_empty() {
        return "  - {}\n".to_owned();
    }
    let block = block(fields, "    ");
    format!("  - {}", block.trim_start())
}

/// The fields of a report, a line each, with its statements a line each.
fn block(fields: &[Entry<'_>], indent: &str) -> String {
    let mut text = String::new();
    for field in fields {
        let name = &field.key.text;
        match &field.value.value {
            Value::List(items) if name == "statements" => {
                let _ = writeln!(text, "{indent}{name}:");
                for item in items {
                    let _ = writeln!(text, "{indent}  - {}", flow(item, ""));
                }
            }
            _ => {
                let _ = writeln!(text, "{indent}{name}: {}", flow(&field.value, name));
            }
        }
    }
    text
}

/// A value on one line; `field` is what it is the value of.
fn flow(node: &Node<'_>, field: &str) -> String {
    match &node.value {
        Value::Empty => "null".to_owned(),
        Value::Scalar(text) => scalar(text, field),
        Value::List(items) => {
            let items: Vec<String> = items.iter().map(|item| flow(item, field)).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Map(entries) => map(entries),
    }
}

fn map(entries: &[Entry<'_>]) -> String {
    if entries.is_empty() {
        return "{}".to_owned();
    }
    let entry = |entry: &Entry<'_>| {
        let name = entry.key.text.as_ref();
        format!("{name}: {}", flow(&entry.value, name))
    };
    let entries: Vec<String> = entries.iter().map(entry).collect();
    format!("{{ {} }}", entries.join(", "))
}

fn scalar(scalar: &Scalar<'_>, field: &str) -> String {
    let text = scalar.text.as_ref();
    if !scalar.quoted {
        return text.strip_suffix(".0").unwrap_or(text).to_owned();
    }
    let bare = is_word(text) || (NUMBERS.contains(&field) && is_number(text));
    match bare && !TEXTS.contains(&field) {
        true => text.to_owned(),
        false => quoted(text),
    }
}

/// Whether every reader of YAML takes the bare text for a text.
fn is_word(text: &str) -> bool {
    let in_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(in_word)
        && !RESERVED.iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// Whether the text is a whole number or a date, and stays what it is if a reader of YAML takes it for one.
fn is_number(text: &str) -> bool {
    let is_count = text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('0');
    let is_date = matches!(text.len(), 7 | 10)
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    !text.is_empty() && (is_count || is_date)
}

/// A text in double quotes, with an escape for everything that YAML does not print.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            '\r' => quoted.push_str("\\r"),
            c if c.is_control() || is_invisible(c) => {
                let _ = write!(quoted, "\\u{:04X}", c as u32);
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// Line breaks that only YAML knows, marks that no text holds, and what turns the writing direction unseen.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_nobody_mistakes_is_left_bare() {
        for text in ["gdi", "own-act", "XXXX-10-05", "a.b_c"] {
            assert!(is_word(text), "{text}");
        }
        for text in ["no", "On", "y", "7", "-a", "a: b", "", "é", "~", "a b"] {
            assert!(!is_word(text), "{text}");
        }
        for text in ["2023-03-26", "2023-03", "2023", "12"] {
            assert!(is_number(text), "{text}");
        }
        for text in ["", "007", "1e3", "0x1F", "2023/..", "1.5", "1_000", "12:30"] {
            assert!(!is_number(text), "{text}");
        }
        assert_eq!(
            quoted("a\"\\\n\u{85}é\u{202E}"),
            "\"a\\\"\\\\\\n\\u0085é\\u202E\""
        );
    }
}
