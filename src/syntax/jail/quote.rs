//! Quoted texts: where they end, and what to do with those that do not.

use super::lexeme::Kind;
use super::lexer::Lexer;
use crate::syntax::SyntaxError;
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
    let mut content = opening + 1;
    loop {
        let stop = text_end(lexer.text.as_bytes(), content, close);
        let closes = stop >= close;
        if content == opening + 1 || stop > content || closes {
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
/// to the end of a statement, and the second one stands where a value begins.
fn looks_forgotten(text: &str, opening: usize, closing: usize) -> bool {
    let inside = text.get(opening + 1..closing).unwrap_or_default();
    let Some((first, _)) = inside.split_once('\n') else {
        return false;
    };
    statement_end(first).is_some() && inside.trim_end_matches([' ', '\t']).ends_with(['=', ','])
}

/// Where in `line`, the rest of a line behind a quote, a semicolon plainly ends the statement:
/// nothing but blanks, braces or a comment follows.
fn statement_end(line: &str) -> Option<usize> {
    let (code, _) = line.split_once('#').unwrap_or((line, ""));
    let end = code.trim_end_matches([' ', '\t', '\r', '}', ';']);
    code.get(end.len()..)?
        .find(';')
        .map(|offset| end.len() + offset)
}

/// A quote that is never closed: it ends with its line, as it does for jail(8)'s own recovery,
/// or before the semicolon that ends that line.
fn unterminated(lexer: &mut Lexer<'_>) {
    let rest = lexer.text.get(lexer.at + 1..).unwrap_or_default();
    let line = rest.split('\n').next().unwrap_or_default();
    let content = Span::new(
        lexer.at + 1,
        lexer.at + 1 + statement_end(line).unwrap_or(line.len()),
    );
    let opening = Span::new(lexer.at, lexer.at + 1);
    let error = SyntaxError::new(opening, "this quote is never closed")
        .with_note("jail(8) reads on to the next quote, over line ends");
    lexer.out.errors.push(error);
    lexer.piece(Kind::Quoted, opening.to(content), content);
    lexer.break_last();
}
