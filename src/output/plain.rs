//! Text from files and file names, made harmless for a terminal: no control characters, nothing
//! that turns the direction of writing.

use std::borrow::Cow;

/// Whether a terminal may do something else with it than show it.
fn is_harmful(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}'
        )
}

/// One line of text: what is harmful is written as an escape.
#[must_use]
pub fn plain(text: &str) -> Cow<'_, str> {
    escaped(text, is_harmful)
}

/// The same for text that may have several lines.
#[must_use]
pub fn plain_lines(text: &str) -> Cow<'_, str> {
    escaped(text, |c| is_harmful(c) && c != '\n')
}

fn escaped(text: &str, is_harmful: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.contains(&is_harmful) {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        if is_harmful(c) {
            plain.extend(c.escape_default());
        } else {
            plain.push(c);
        }
    }
    Cow::Owned(plain)
}

/// The text of a file with a harmless character of the same length for every harmful one, so
/// that offsets stay as they are. `None` if there is none.
pub(super) fn of_same_length(text: &str) -> Option<String> {
    // Most files are plain ASCII, which is told much faster.
    let is_plain = |byte: &u8| matches!(byte, b' '..=b'~' | b'\n' | b'\r' | b'\t');
    // Whole blocks are asked without a way out, so that the processor looks at many bytes at once.
    let mut blocks = text.as_bytes().chunks(256);
    if blocks.all(|block| block.iter().fold(true, |all, byte| all & is_plain(byte))) {
        return None;
    }
    let is_harmful = |c| is_harmful(c) && !matches!(c, '\n' | '\r' | '\t');
    text.contains(is_harmful).then(|| {
        text.chars()
            .map(|c| match c.len_utf8() {
                _ if !is_harmful(c) => c,
                1 => '?',
                2 => '¿',
                _ => char::REPLACEMENT_CHARACTER,
            })
            .collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_do_not_reach_the_terminal() {
        assert_eq!(plain("a\u{1b}[31m\nb"), "a\\u{1b}[31m\\nb");
        assert_eq!(plain_lines("a\nb\u{202e}"), "a\nb\\u{202e}");
        assert!(matches!(plain("é😀 ok"), Cow::Borrowed(_)));
    }

    #[test]
    fn lengths_are_kept() {
        let text = "\u{feff}a\u{1b}[0m\u{9b}x\r\n\té\u{202e}";
        let cleaned = of_same_length(text).expect("harmful");
        assert_eq!(cleaned, "\u{fffd}a?[0m¿x\r\n\té\u{fffd}");
        assert_eq!(cleaned.len(), text.len());
        assert_eq!(of_same_length("a\tb\n"), None);
    }
}
