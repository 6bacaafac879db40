//! Quoted texts: where they end, and what to do with those that do not.

use super::lexeme::{Kind, Lexeme};
use super::lexing::Lexer;
use super::mend;
use crate::syntax::{Remedy, Replacement, SyntaxError};
use crate::text::Span;

/// At a single quote: no variables in there.
pub(super) fn single(lexer: &mut Lexer<'_>) {
    let Some(close) = closing(lexer) else {
        unterminated(lexer);
        return;
    };
    let span = Span::new(lexer.at, close + 1);
    lexer.piece(Kind::Quoted, span, Span::new(lexer.at + 1, close));
}

/// At a double quote. The machine cuts the text at every dollar sign that is not escaped; the
/// quotes go with the pieces they stand at.
pub(super) fn double(lexer: &mut Lexer<'_>) {
    let Some(close) = closing(lexer) else {
        unterminated(lexer);
        return;
    };
    let opening = lexer.at;
    pieces(lexer, opening + 1, close);
}

/// The pieces from the lexer's place to the double quote at `close`; the text begins at byte
/// `content`.
fn pieces(lexer: &mut Lexer<'_>, mut content: usize, close: usize) {
    let first = content;
    loop {
        let stop = text_end(lexer.text.as_bytes(), content, close);
        let closes = stop >= close;
        if content == first || stop > content || closes {
            let end = if closes { close + 1 } else { stop };
            let span = Span::new(lexer.at, end);
            lexer.piece(Kind::Quoted, span, Span::new(content, stop));
        }
        if closes {
            return;
        }
        lexer.dollar(true);
        content = lexer.at;
    }
}

/// The first dollar sign from `from` on that is not escaped, or `close`.
fn text_end(bytes: &[u8], from: usize, close: usize) -> usize {
    let mut at = from;
    while at < close {
        match bytes.get(at) {
            Some(b'$') => return at,
            Some(b'\\') => at += 2,
            _ => at += 1,
        }
    }
    close
}

/// Where the quote at the lexer's place is closed.
fn closing(lexer: &Lexer<'_>) -> Option<usize> {
    let bytes = lexer.text.as_bytes();
    let quote = *bytes.get(lexer.at)?;
    let mut at = lexer.at + 1;
    loop {
        at += memchr::memchr2(quote, b'\\', bytes.get(at..)?)?;
        if bytes.get(at) == Some(&quote) {
            break;
        }
        at += 2;
    }
    let forgotten = lexer.split_quotes && looks_forgotten(lexer.text, lexer.at, at);
    (!forgotten).then_some(at)
}

/// Whether the quotes at `opening` and `closing` are hardly a pair: the first one's line goes on
/// to the end of a value, and the second one stands where a value begins.
fn looks_forgotten(text: &str, opening: usize, closing: usize) -> bool {
    let inside = text.get(opening + 1..closing).unwrap_or_default();
    let Some((first, _)) = inside.split_once('\n') else {
        return false;
    };
    let after = text.as_bytes().get(closing + 1);
    let opens = after.is_some_and(|byte| byte.is_ascii_alphanumeric() || b"/$".contains(byte))
        || inside.trim_end_matches([' ', '\t']).ends_with(['=', ',']);
    value_end(first).is_some() && opens
}

/// Where in `line`, the rest of a line behind a quote, a semicolon, a comma or the brace of a
/// block plainly ends what is quoted: nothing but blanks, braces or a comment follows.
fn value_end(line: &str) -> Option<usize> {
    let (code, _) = line.split_once('#').unwrap_or((line, ""));
    let end = code.trim_end_matches([' ', '\t', '\r', '{', '}', ';', ',']);
    code.get(end.len()..)?
        .find([';', ',', '{'])
        .map(|offset| end.len() + offset)
}

/// A quote without a second one. Where it stands behind a value, it is the first one that is
/// missing. Else it ends with its line, as it does for jail(8)'s own recovery, or before the
/// semicolon that ends that line.
fn unterminated(lexer: &mut Lexer<'_>) {
    let rest = lexer.text.get(lexer.at + 1..).unwrap_or_default();
    let line = rest.split('\n').next().unwrap_or_default();
    let value = value_end(line);
    if value == Some(0)
        && let Some(from) = lexer.value_start()
    {
        unopened(lexer, from);
        return;
    }
    let content = Span::new(lexer.at + 1, lexer.at + 1 + value.unwrap_or(line.len()));
    let opening = Span::new(lexer.at, lexer.at + 1);
    report_unclosed(lexer, opening, content, value.is_some());
    lexer.piece(Kind::Quoted, opening.to(content), content);
    lexer.break_last();
}

/// Says of the quote at `opening` that it is never closed, and where it was to be: behind
/// `content`, or behind the `;` that is missing as well.
fn report_unclosed(lexer: &mut Lexer<'_>, opening: Span, content: Span, ends: bool) {
    let mark = lexer.text.get(opening.range()).unwrap_or_default();
    let inside = lexer.text.get(content.range()).unwrap_or_default();
    let at = content.start as usize + inside.trim_end().len();
    let title = format!("close the quote with `{mark}`");
    let end = if ends { "" } else { ";" };
    let remedy = Remedy::certain(title, vec![Replacement::insert(at, format!("{mark}{end}"))]);
    let note = if ends {
        "jail(8) reads on to the next quote, over line ends; close it where the value ends"
    } else {
        "jail(8) reads on to the next quote, over line ends"
    };
    let error = SyntaxError::new(opening, "this quote is never closed")
        .with_note(note)
        .with_remedy(remedy);
    lexer.out.errors.push(error);
}

/// At a quote that ends a value, on its own: the value begins with lexeme `from`.
fn unopened(lexer: &mut Lexer<'_>, from: usize) {
    let Some(first) = lexer.out.lexemes.get(from).copied() else {
        return;
    };
    let close = lexer.at;
    let quote = Span::new(close, close + 1);
    if let Some(content) = takes_next_value(lexer.text, &first) {
        let opening = Span::new(first.span.start as usize, content.start as usize);
        lexer.rewind(from);
        report_unclosed(lexer, opening, content, true);
        lexer.piece(Kind::Quoted, opening.to(content), content);
        lexer.break_last();
        return;
    }
    let mark = lexer.text.get(quote.range()).unwrap_or_default();
    let at = first.span.start as usize;
    let source = lexer.text.get(first.span.range()).unwrap_or_default();
    let is_typographic =
        first.kind == Kind::Foreign && mend::typed_for(source).is_some_and(|typed| typed != " ");
    let remedy = if is_typographic {
        let title = format!("write a `{mark}` before the value");
        Remedy::certain(title, vec![Replacement::new(first.span, mark)])
    } else {
        let title = format!("put a `{mark}` before the value");
        Remedy::certain(title, vec![Replacement::insert(at, mark)])
    };
    let error = SyntaxError::new(quote, "this quote was never opened")
        .with_note("jail(8) takes it for the beginning of a text and reads on to the next quote")
        .with_remedy(remedy);
    lexer.rewind(from);
    if mark == "'" {
        lexer.piece(Kind::Quoted, Span::new(at, close + 1), Span::new(at, close));
    } else {
        pieces(lexer, at, close);
    }
    lexer.out.errors.push(error);
    lexer.break_last();
}

/// The text of a quoted value that ran on over a comma to the quote of the next value.
fn takes_next_value(text: &str, first: &Lexeme) -> Option<Span> {
    let inside = text.get(first.content.range())?;
    let value = inside.trim_end().strip_suffix(',')?.trim_end();
    let start = first.content.start as usize;
    let quoted = first.kind == Kind::Quoted && first.content.start > first.span.start;
    quoted.then(|| Span::new(start, start + value.len()))
}
