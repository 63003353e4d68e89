//! Text from the case made safe to print: no terminal escape, no direction override, no endless line.
//!
//! Every character is replaced by exactly one other, so that columns counted before and after agree.

use std::borrow::Cow;

/// How a character is shown, where it cannot be shown as it is.
fn stand_in(character: char) -> Option<char> {
    match character {
        '\t' => None,
        // The control pictures follow the controls that they stand for.
        '\0'..='\u{1f}' => char::from_u32(0x2400 + character as u32),
        '\u{7f}' => Some('\u{2421}'),
        '\u{80}'..='\u{9f}' | '\u{2028}' | '\u{2029}' => Some('\u{fffd}'),
        _ if is_direction_override(character) => Some('\u{fffd}'),
        _ => None,
    }
}

/// Whether a character changes the direction of what stands after it: text that reads otherwise than it is stored.
pub fn is_direction_override(character: char) -> bool {
    matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// One line of a source: tabs stay (the excerpt expands them), everything else that could act is made visible.
pub fn source_line(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|character| stand_in(character).is_some()) {
        return Cow::Borrowed(text);
    }
    let shown = text
        .chars()
        .map(|character| stand_in(character).unwrap_or(character));
    Cow::Owned(shown.collect())
}

/// A text on one line of prose: line breaks and tabs become spaces.
pub fn inline(text: &str) -> Cow<'_, str> {
    let breaks = |character: char| matches!(character, '\n' | '\r' | '\t');
    if !text.contains(breaks) {
        return source_line(text);
    }
    Cow::Owned(source_line(&text.replace(breaks, " ")).into_owned())
}

/// [`inline`], cut to at most `limit` characters.
pub fn clip(text: &str, limit: usize) -> Cow<'_, str> {
    let Some((end, _)) = text.char_indices().nth(limit) else {
        return inline(text);
    };
    let kept = text
        .char_indices()
        .nth(limit.saturating_sub(1))
        .map_or(end, |(at, _)| at);
    Cow::Owned(format!("{}…", inline(text[..kept].trim_end())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_a_terminal_obeys_survives() {
        let shown = inline("a\u{1b}[31mred\u{9b}2J\u{202e}dlrow\r\nend\u{7f}");
        assert_eq!(shown, "a␛[31mred�2J�dlrow  end␡");
        assert!(!shown.chars().any(char::is_control));
    }

    #[test]
    fn replacing_keeps_the_number_of_characters() {
        let text = "\u{1b}é\u{2066}x\0";
        assert_eq!(source_line(text).chars().count(), text.chars().count());
    }

    #[test]
    fn a_clipped_text_keeps_its_limit_and_a_short_one_is_left_alone() {
        assert_eq!(clip("four", 4), "four");
        assert_eq!(clip("fives", 4), "fiv…");
    }
}
