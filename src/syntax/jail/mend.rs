//! Remedies: what text would have to change for a mistake to be gone.
//!
//! Says how, never whether it helps: the caller tries every remedy before it is offered.

use super::cursor::Cursor;
use super::lexeme::{Kind, Lexeme};
use crate::syntax::{Remedy, Replacement, typed};
use crate::text::Span;

/// Takes bytes out that are plainly there by accident.
pub(super) fn delete(what: &str, span: Span) -> Remedy {
    Remedy::certain(format!("delete {what}"), vec![Replacement::remove(span)])
}

/// Puts one mark in that is plainly missing.
pub(super) fn insert(mark: &str, at: usize) -> Remedy {
    let replacement = Replacement::insert(at, mark);
    Remedy::certain(format!("insert `{}`", mark.trim()), vec![replacement])
}

/// Puts double quotes around `span`, which has none yet.
pub(super) fn quote(span: Span) -> Vec<Replacement> {
    vec![
        Replacement::insert(span.start as usize, "\""),
        Replacement::insert(span.end as usize, "\""),
    ]
}

/// What to say of bytes outside ASCII that stand outside quotes.
pub(super) fn refused(foreign: &str) -> String {
    match foreign.chars().next().and_then(typed::named) {
        Some(name) => format!("{name} is no plain one: jail(8) refuses it outside quotes"),
        None => "bytes outside ASCII are refused outside quotes".to_owned(),
    }
}

/// What bytes outside ASCII were plainly meant to be, as a whole: blanks or quotes of a word
/// processor.
pub(super) fn typed_for(foreign: &str) -> Option<&'static str> {
    if foreign.chars().all(typed::is_odd_blank) {
        return Some(" ");
    }
    let mut chars = foreign.chars();
    let quote = chars.next().and_then(typed::plain_quote);
    quote.filter(|_| chars.next().is_none())
}

/// The line break that `text` uses first.
pub(super) fn line_break(text: &str) -> &'static str {
    let first = memchr::memchr(b'\n', text.as_bytes()).and_then(|at| at.checked_sub(1));
    match first.and_then(|at| text.as_bytes().get(at)) {
        Some(b'\r') => "\r\n",
        _ => "\n",
    }
}

/// `span`, or all of its line if nothing else is on it. Looks no further than at blanks.
pub(super) fn with_lonely_line(text: &str, span: Span) -> Span {
    let blank = |byte: &&u8| matches!(byte, b' ' | b'\t' | b'\r');
    let bytes = text.as_bytes();
    let before = bytes.get(..span.start as usize).unwrap_or_default();
    let after = bytes.get(span.end as usize..).unwrap_or_default();
    let start = before.len() - before.iter().rev().take_while(blank).count();
    let len = after.iter().take_while(blank).count();
    let begins = start == 0 || before.get(start - 1) == Some(&b'\n');
    match after.get(len) {
        Some(b'\n') if begins => Span::new(start, span.end as usize + len + 1),
        None if begins => Span::new(start, bytes.len()),
        _ => span,
    }
}

/// The blanks with which the line of byte `at` begins.
pub(super) fn indent_at(text: &str, at: usize) -> &str {
    let before = text.get(..at).unwrap_or_default();
    let start = memchr::memrchr(b'\n', before.as_bytes()).map_or(0, |at| at + 1);
    let line = before.get(start..).unwrap_or_default();
    let len = line.len() - line.trim_start_matches([' ', '\t']).len();
    line.get(..len).unwrap_or_default()
}

impl Cursor<'_> {
    /// The lexeme where the value begins that ends before the next lexeme: behind an operator or
    /// comma. Nothing if no value begins on this line or with it.
    pub(super) fn value_start(&self) -> Option<usize> {
        let last = self.at.checked_sub(1)?;
        let mut from = last;
        loop {
            let lexeme = self.get(from)?;
            if !lexeme.kind.is_piece() {
                let asks = lexeme.kind.is_operator() || lexeme.kind == Kind::Comma;
                return asks.then_some(from + 1).filter(|start| *start <= last);
            }
            let before = from.checked_sub(1)?;
            if lexeme.line_start {
                let asks = |l: Lexeme| l.kind.is_operator() || l.kind == Kind::Comma;
                return self.get(before).is_some_and(asks).then_some(from);
            }
            from = before;
        }
    }

    /// The lexeme where the word begins that ends before the next lexeme.
    pub(super) fn word_start(&self) -> Option<usize> {
        let mut from = self.at.checked_sub(1)?;
        while self.get(from)?.glued && from > 0 {
            from -= 1;
        }
        self.get(from)?.kind.is_piece().then_some(from)
    }

    /// From lexeme `from` to the `;` or `,` that ends the value on the same line; braces may
    /// stand in it. Nothing if it has quotes already.
    pub(super) fn unquoted_value(&self, from: usize) -> Option<Span> {
        let start = self.get(from)?.span;
        let mut end = start;
        let mut depth = 0_usize;
        for lexeme in self.lexed.lexemes.get(from..)? {
            match lexeme.kind {
                Kind::Semicolon if depth == 0 => break,
                Kind::Comma if depth == 0 => break,
                Kind::Open => depth += 1,
                Kind::Close => depth = depth.checked_sub(1)?,
                _ => {}
            }
            if lexeme.line_start && lexeme.span != start {
                return None;
            }
            end = lexeme.span;
        }
        let whole = start.to(end);
        let written = self.source(whole);
        let plain = !written.contains(['"', '\'', '#']) && !written.contains("/*");
        plain.then_some(whole)
    }
}
