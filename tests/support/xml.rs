//! A small reader of XML, strict where the pictures have to be.
#![allow(dead_code)]

/// The texts between the tags, in order, entities resolved.
///
/// # Panics
/// If the document is not well formed: tags that do not nest, attributes without quotes, stray signs, characters that
/// XML does not allow.
pub fn texts(document: &str) -> Vec<String> {
    let mut open: Vec<&str> = Vec::new();
    let mut texts = Vec::new();
    let mut rest = document;
    while let Some(start) = rest.find('<') {
        let text = &rest[..start];
        if !text.trim().is_empty() {
            assert!(!open.is_empty(), "text outside the document: {text:?}");
            texts.push(resolved(text));
        }
        rest = &rest[start..];
        let end = match () {
            () if rest.starts_with("<!--") => rest.find("-->").expect("a comment ends") + 3,
            () if rest.starts_with("<!DOCTYPE") || rest.starts_with("<?") => {
                rest.find('>').expect("it ends") + 1
            }
            () => tag(rest, &mut open),
        };
        rest = &rest[end..];
    }
    assert!(rest.trim().is_empty(), "text after the document: {rest:?}");
    assert!(open.is_empty(), "not closed: {open:?}");
    texts
}

/// The values of all attributes of this name, entities resolved.
pub fn attributes(document: &str, name: &str) -> Vec<String> {
    let start = format!(" {name}=\"");
    let values = document.split(&start).skip(1);
    values
        .map(|rest| resolved(rest.split('"').next().unwrap_or_default()))
        .collect()
}

/// Reads one tag; tells its length.
fn tag<'d>(rest: &'d str, open: &mut Vec<&'d str>) -> usize {
    let mut quote = None;
    let end = rest
        .char_indices()
        .find(|&(_, char)| match (quote, char) {
            (Some(sign), _) => {
                assert_ne!(
                    char,
                    '<',
                    "`<` in an attribute: {}",
                    &rest[..rest.len().min(200)]
                );
                if sign == char {
                    quote = None;
                }
                false
            }
            (None, '"' | '\'') => {
                quote = Some(char);
                false
            }
            (None, _) => char == '>',
        })
        .map(|(at, _)| at)
        .expect("a tag ends");
    let inner = &rest[1..end];
    if let Some(name) = inner.strip_prefix('/') {
        assert_eq!(open.pop(), Some(name.trim()), "tags nest");
        return end + 1;
    }
    let closed = inner.ends_with('/');
    let inner = inner.trim_end_matches('/');
    let name = inner.split_whitespace().next().expect("a tag has a name");
    assert!(
        name.chars()
            .all(|char| char.is_alphanumeric() || ":-".contains(char)),
        "{name:?}"
    );
    for value in inner.split('"').skip(1).step_by(2) {
        resolved(value);
    }
    if !closed {
        open.push(name);
    }
    end + 1
}

fn resolved(text: &str) -> String {
    assert!(
        text.chars()
            .all(|char| !char.is_control() || char.is_whitespace()),
        "a control character in {text:?}"
    );
    let mut out = String::new();
    let mut parts = text.split('&');
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let (entity, rest) = part.split_once(';').expect("`&` begins an entity");
        match entity {
            "amp" => out.push('&'),
            "lt" => out.push('<'),
            "gt" => out.push('>'),
            "quot" => out.push('"'),
            "apos" => out.push('\''),
            _ => {
                let number = entity.strip_prefix('#').expect("a known entity");
                let code = match number.strip_prefix('x') {
                    Some(hex) => u32::from_str_radix(hex, 16),
                    None => number.parse(),
                };
                out.push(char::from_u32(code.expect("a number")).expect("a character"));
            }
        }
        out.push_str(rest);
    }
    out
}
