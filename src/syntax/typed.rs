//! Characters that word processors and web pages put in the place of plain ones, and line ends of
//! other systems.
//!
//! Knows characters only, no language.

use super::{Remedy, Replacement};
use crate::text::Span;

/// The plain quote that a typographic one was typed for.
pub(super) fn plain_quote(c: char) -> Option<&'static str> {
    match c {
        '\u{201c}' | '\u{201d}' | '\u{201e}' => Some("\""),
        '\u{2018}' | '\u{2019}' | '\u{201a}' => Some("'"),
        _ => None,
    }
}

/// Whether a character is a blank to the eye and to no parser.
pub(super) fn is_odd_blank(c: char) -> bool {
    matches!(
        c,
        '\u{a0}' | '\u{2007}' | '\u{202f}' | '\u{2009}' | '\u{3000}'
    )
}

/// "the typographic quote `“`", "a no-break space": the character in words.
pub(super) fn named(c: char) -> Option<String> {
    if plain_quote(c).is_some() {
        return Some(format!("the typographic quote `{c}`"));
    }
    let name = match c {
        '\u{a0}' | '\u{202f}' => "a no-break space",
        _ if is_odd_blank(c) => "a blank of a word processor",
        _ => return None,
    };
    Some(format!("{name} (U+{:04X})", u32::from(c)))
}

/// `mark` in the place of the quote with which a value at byte `start` begins, and of the one
/// that ends it, be that typographic or plain. `rest` is the line from there on.
pub(super) fn quotes(rest: &str, start: usize, mark: &str) -> Option<Vec<Replacement>> {
    let mut chars = rest.char_indices();
    let (_, first) = chars.next()?;
    plain_quote(first)?;
    let is_end = |c: char| c == '"' || c == '\'' || plain_quote(c).is_some();
    let mut ends = chars.filter(|(_, c)| is_end(*c));
    let (end, last) = ends.next()?;
    // With more of them it is not plain which end what.
    let at = |offset: usize, c: char| {
        Replacement::new(
            Span::new(start + offset, start + offset + c.len_utf8()),
            mark,
        )
    };
    ends.next()
        .is_none()
        .then(|| vec![at(0, first), at(end, last)])
}

/// Every line end as Unix has it.
pub(super) fn unix_line_ends(text: &str) -> Remedy {
    let ends = memchr::memmem::find_iter(text.as_bytes(), "\r\n");
    let removals = ends.map(|at| Replacement::remove(Span::new(at, at + 1)));
    Remedy::certain("write Unix line ends", removals.collect())
}
