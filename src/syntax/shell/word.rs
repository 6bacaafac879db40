//! One word: quotes, escapes, expansions.

use nom::bytes::complete::{take_while, take_while1};
use nom::combinator::recognize;
use nom::{IResult, Parser};

use super::DEPTH;
use super::parser::parse_range;
use super::tree::{Piece, PieceKind, Word};
use crate::syntax::SyntaxError;
use crate::text::Span;

/// Reads words out of a text; offsets are the text's.
pub(super) struct WordReader<'t> {
    pub text: &'t str,
    /// Where the text that is read ends.
    pub end: usize,
    pub depth: usize,
    /// Whether a quote that swallows the beginning of another setting was meant to end at the
    /// end of its line, as in rc.conf.
    pub settings: bool,
}

/// Characters that end a word outside quotes.
fn ends_word(c: char) -> bool {
    matches!(
        c,
        ' ' | '\t' | '\n' | ';' | '&' | '|' | '<' | '>' | '(' | ')'
    )
}

fn name(input: &str) -> IResult<&str, &str> {
    recognize((
        take_while1(|c: char| c.is_ascii_alphabetic() || c == '_'),
        take_while(|c: char| c.is_ascii_alphanumeric() || c == '_'),
    ))
    .parse(input)
}

/// The variable name at the front of `text`.
pub(super) fn leading_name(text: &str) -> Option<&str> {
    name(text).ok().map(|(_, name)| name)
}

impl WordReader<'_> {
    fn rest(&self, at: usize) -> &str {
        self.text.get(at..self.end).unwrap_or("")
    }

    fn char_at(&self, at: usize) -> Option<char> {
        self.rest(at).chars().next()
    }

    /// The word at `start` and where it ends.
    pub fn word(&self, start: usize, errors: &mut Vec<SyntaxError>) -> (Word, usize) {
        let mut word = Word::default();
        let mut at = start;
        while let Some(c) = self.char_at(at) {
            at = match c {
                _ if ends_word(c) => break,
                '\'' => self.single(at, &mut word, errors),
                '"' => self.double(at, &mut word, errors),
                _ => self.outside(at, c, &mut word, errors),
            };
        }
        word.span = Span::new(start, at);
        (word, at)
    }

    fn outside(&self, at: usize, c: char, word: &mut Word, errors: &mut Vec<SyntaxError>) -> usize {
        match c {
            '$' => self.expansion(at, false, word, errors),
            '`' => self.backquotes(at, false, word, errors),
            '\\' => {
                let escaped = self.char_at(at + 1);
                let length = escaped.map_or(0, char::len_utf8);
                match escaped {
                    Some('\n') | None => {}
                    Some(c) => push_text(word, c, false, Span::new(at, at + 1 + length)),
                }
                at + 1 + length
            }
            _ => {
                push_text(word, c, false, Span::new(at, at + c.len_utf8()));
                at + c.len_utf8()
            }
        }
    }

    fn single(&self, at: usize, word: &mut Word, errors: &mut Vec<SyntaxError>) -> usize {
        let inside = at + 1;
        let close = self.rest(inside).find('\'').map(|n| inside + n);
        let end = self.closing(at, close, '\'', errors);
        let text = self.text.get(inside..end).unwrap_or("");
        word.pieces.push(Piece {
            kind: PieceKind::Text(text.to_owned()),
            quoted: true,
            span: Span::new(inside, end),
        });
        if Some(end) == close { end + 1 } else { end }
    }

    /// Where a quoted text ends: at its closing quote, or where the closing quote was forgotten.
    fn closing(
        &self,
        open: usize,
        close: Option<usize>,
        quote: char,
        errors: &mut Vec<SyntaxError>,
    ) -> usize {
        let line_end = self.rest(open).find('\n').map_or(self.end, |n| open + n);
        let swallows = |close: usize| {
            let inside = self.text.get(open + 1..close).unwrap_or("");
            let last = inside.rsplit_once('\n').map(|(_, last)| last);
            self.settings
                && last
                    .and_then(|l| l.strip_suffix('='))
                    .is_some_and(|l| leading_name(l) == Some(l))
        };
        match close {
            Some(close) if !swallows(close) => close,
            _ => {
                let message = format!("the {} that opens here is not closed", quote_name(quote));
                let note = format!("close it with {quote} at the end of the value");
                errors.push(SyntaxError::new(Span::new(open, open + 1), message).with_note(note));
                if self.settings || close.is_some() {
                    line_end
                } else {
                    self.end
                }
            }
        }
    }

    fn double(&self, at: usize, word: &mut Word, errors: &mut Vec<SyntaxError>) -> usize {
        let close = self.double_end(at + 1);
        let end = self.closing(at, close, '"', errors);
        let inner = WordReader { end, ..*self };
        if end == at + 1 {
            word.pieces.push(Piece {
                kind: PieceKind::Text(String::new()),
                quoted: true,
                span: Span::at(end),
            });
        }
        let mut inside = at + 1;
        while let Some(c) = inner.char_at(inside) {
            inside = inner.in_double(inside, c, word, errors);
        }
        if Some(end) == close {
            end + 1
        } else {
            end.max(inside.min(end))
        }
    }

    /// The closing double quote, past escapes and substitutions.
    fn double_end(&self, from: usize) -> Option<usize> {
        let mut at = from;
        while let Some(c) = self.char_at(at) {
            at = match c {
                '"' => return Some(at),
                '\\' => at + 1 + self.char_at(at + 1).map_or(0, char::len_utf8),
                '`' => self.backquote_end(at + 1).map_or(self.end, |end| end + 1),
                '$' if self.rest(at).starts_with("$(") => {
                    self.paren_end(at + 2).map_or(self.end, |end| end + 1)
                }
                _ => at + c.len_utf8(),
            };
        }
        None
    }

    fn in_double(
        &self,
        at: usize,
        c: char,
        word: &mut Word,
        errors: &mut Vec<SyntaxError>,
    ) -> usize {
        match c {
            '$' => self.expansion(at, true, word, errors),
            '`' => self.backquotes(at, true, word, errors),
            '\\' => match self.char_at(at + 1) {
                Some('\n') => at + 2,
                Some(c @ ('$' | '`' | '"' | '\\')) => {
                    push_text(word, c, true, Span::new(at, at + 2));
                    at + 2
                }
                _ => {
                    push_text(word, '\\', true, Span::new(at, at + 1));
                    at + 1
                }
            },
            _ => {
                push_text(word, c, true, Span::new(at, at + c.len_utf8()));
                at + c.len_utf8()
            }
        }
    }

    /// What a dollar sign begins.
    fn expansion(
        &self,
        at: usize,
        quoted: bool,
        word: &mut Word,
        errors: &mut Vec<SyntaxError>,
    ) -> usize {
        let rest = self.rest(at + 1);
        let (kind, end) = if rest.starts_with("((") {
            let end = self.paren_end(at + 2).map_or(self.end, |end| end + 1);
            (PieceKind::Other, end)
        } else if rest.starts_with('(') {
            let close = self.paren_end(at + 2);
            let nodes = self.substituted(at + 2, close.unwrap_or(self.end), errors);
            if close.is_none() {
                errors.push(unclosed(at, "$("));
            }
            (
                PieceKind::Substitution(nodes),
                close.map_or(self.end, |c| c + 1),
            )
        } else if rest.starts_with('{') {
            let close = self.brace_end(at + 2);
            let inside = self
                .text
                .get(at + 2..close.unwrap_or(self.end))
                .unwrap_or("");
            let kind = match leading_name(inside) {
                Some(name) if name == inside => PieceKind::Variable(name.to_owned()),
                _ => PieceKind::Other,
            };
            if close.is_none() {
                errors.push(unclosed(at, "${"));
            }
            (kind, close.map_or(self.end, |c| c + 1))
        } else if let Some(name) = leading_name(rest) {
            (PieceKind::Variable(name.to_owned()), at + 1 + name.len())
        } else {
            match rest.chars().next() {
                Some(c) if c.is_ascii_digit() || "@*#?$!-".contains(c) => {
                    (PieceKind::Other, at + 2)
                }
                _ => {
                    push_text(word, '$', quoted, Span::new(at, at + 1));
                    return at + 1;
                }
            }
        };
        word.pieces.push(Piece {
            kind,
            quoted,
            span: Span::new(at, end),
        });
        end
    }

    fn backquotes(
        &self,
        at: usize,
        quoted: bool,
        word: &mut Word,
        errors: &mut Vec<SyntaxError>,
    ) -> usize {
        let close = self.backquote_end(at + 1);
        if close.is_none() {
            errors.push(unclosed(at, "`"));
        }
        let end = close.unwrap_or(self.end);
        let nodes = self.substituted(at + 1, end, errors);
        let after = close.map_or(self.end, |close| close + 1);
        word.pieces.push(Piece {
            kind: PieceKind::Substitution(nodes),
            quoted,
            span: Span::new(at, after),
        });
        after
    }

    fn substituted(
        &self,
        start: usize,
        end: usize,
        errors: &mut Vec<SyntaxError>,
    ) -> Vec<super::tree::Node> {
        if self.depth >= DEPTH {
            return Vec::new();
        }
        let inner = parse_range(self.text, start, end, self.depth + 1, false);
        errors.extend(inner.errors);
        inner.nodes
    }

    fn backquote_end(&self, from: usize) -> Option<usize> {
        let mut at = from;
        loop {
            match self.char_at(at)? {
                '`' => return Some(at),
                '\\' => at += 1 + self.char_at(at + 1).map_or(0, char::len_utf8),
                c => at += c.len_utf8(),
            }
        }
    }

    /// The parenthesis that closes one opened before `from`, past quotes and nested ones.
    fn paren_end(&self, from: usize) -> Option<usize> {
        let mut open = 1_usize;
        let mut at = from;
        loop {
            let c = self.char_at(at)?;
            at = match c {
                '(' => {
                    open += 1;
                    at + 1
                }
                ')' => {
                    open -= 1;
                    if open == 0 {
                        return Some(at);
                    }
                    at + 1
                }
                '\\' => at + 1 + self.char_at(at + 1).map_or(0, char::len_utf8),
                '\'' => at + 2 + self.rest(at + 1).find('\'')?,
                '"' => self.plain_double_end(at + 1)? + 1,
                _ => at + c.len_utf8(),
            };
        }
    }

    /// A closing double quote, past escapes only: nested substitutions are not looked into, so
    /// that the search stays linear.
    fn plain_double_end(&self, from: usize) -> Option<usize> {
        let mut at = from;
        loop {
            match self.char_at(at)? {
                '"' => return Some(at),
                '\\' => at += 1 + self.char_at(at + 1).map_or(0, char::len_utf8),
                c => at += c.len_utf8(),
            }
        }
    }

    fn brace_end(&self, from: usize) -> Option<usize> {
        let mut open = 1_usize;
        let mut at = from;
        loop {
            let c = self.char_at(at)?;
            match c {
                '{' => open += 1,
                '}' => open -= 1,
                '\n' => return None,
                _ => {}
            }
            if open == 0 {
                return Some(at);
            }
            at += c.len_utf8();
        }
    }
}

fn quote_name(quote: char) -> &'static str {
    if quote == '"' {
        "double quote"
    } else {
        "single quote"
    }
}

fn unclosed(at: usize, what: &str) -> SyntaxError {
    SyntaxError::new(
        Span::new(at, at + what.len()),
        format!("the {what} that opens here is not closed"),
    )
}

/// Adds a character to the word, to the piece before where that is alike.
fn push_text(word: &mut Word, c: char, quoted: bool, span: Span) {
    if let Some(Piece {
        kind: PieceKind::Text(text),
        quoted: same,
        span: own,
    }) = word.pieces.last_mut()
        && *same == quoted
        && own.end == span.start
    {
        text.push(c);
        own.end = span.end;
        return;
    }
    word.pieces.push(Piece {
        kind: PieceKind::Text(c.to_string()),
        quoted,
        span,
    });
}
