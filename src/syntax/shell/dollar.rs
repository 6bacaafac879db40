//! What begins with `$`, and backquotes.

use crate::syntax::TokenKind;
use crate::text::Span;

use super::parser::Parser;
use super::tree::{List, Operator, Piece, PieceKind, Quote};
use super::word::Until;
use super::{DEPTH_LIMIT, lex, recover};

impl Parser<'_, '_> {
    /// The piece that begins with the `$` at the point.
    pub(super) fn dollar(&mut self, quoted: bool) -> Piece {
        let start = self.at;
        let kind = if let Some(length) = recover::arithmetic_len(self.rest()) {
            self.take(length, TokenKind::Variable);
            PieceKind::Arithmetic
        } else if self.starts("$(") {
            self.substitution()
        } else if self.starts("${") {
            self.braced(quoted)
        } else if self.starts("$'") && !quoted {
            return self.quoted(Quote::Dollar);
        } else {
            self.plain_variable()
        };
        Piece {
            kind,
            span: self.span(start, self.at),
        }
    }

    fn plain_variable(&mut self) -> PieceKind {
        let length = lex::parameter_len(self.rest().get(1..).unwrap_or(""), false);
        let from = self.at + 1;
        if length == 0 {
            self.take(1, TokenKind::Word);
            return PieceKind::Literal;
        }
        self.take(1 + length, TokenKind::Variable);
        PieceKind::Variable {
            name: self.span(from, self.at),
            operator: None,
        }
    }

    fn braced(&mut self, quoted: bool) -> PieceKind {
        if self.depth >= DEPTH_LIMIT {
            return self.too_deep(2, b'}');
        }
        let start = self.at;
        let opening = self.take(2, TokenKind::Variable);
        if let Some(kind) = self.length_of() {
            return kind;
        }
        let from = self.at;
        let length = lex::parameter_len(self.rest(), true);
        self.take(length, TokenKind::Variable);
        let name = self.span(from, self.at);
        let from = self.at;
        let sign = lex::expansion_operator_len(self.rest());
        if length == 0 || (sign == 0 && self.peek() != Some(b'}')) {
            self.no_expansion(start, opening, quoted);
            return PieceKind::Unknown;
        }
        let operator = (sign > 0).then(|| {
            self.take(sign, TokenKind::Variable);
            let sign = self.span(from, self.at);
            self.depth += 1;
            self.inside += 1;
            let pieces = self.pieces(Until::Brace { quoted });
            self.inside -= 1;
            self.depth -= 1;
            Operator { sign, pieces }
        });
        if self.peek() == Some(b'}') {
            self.take(1, TokenKind::Variable);
        } else {
            self.never_closed(opening);
        }
        PieceKind::Variable { name, operator }
    }

    /// Takes what follows a `${` that is no expansion. sh reads on to the `}`, over blanks too,
    /// and complains when it comes to run it; without a `}` it complains at once.
    fn no_expansion(&mut self, start: usize, opening: Span, quoted: bool) {
        let ends = |c| c == '}' || c == '\n' || (quoted && c == '"');
        let rest = self.rest();
        match rest
            .find(ends)
            .filter(|&at| rest.get(at..).is_some_and(|r| r.starts_with('}')))
        {
            Some(at) => {
                self.take(at + 1, TokenKind::Unknown);
                let span = self.span(start, self.at);
                self.error(
                    span,
                    "bad substitution: `${` wants a name, then `}` or an operator such as `:-`",
                    "the script ends when sh comes to it",
                );
            }
            None => self.never_closed(opening),
        }
    }

    fn never_closed(&mut self, opening: Span) {
        self.error(
            opening,
            "this `${` is never closed",
            "add the missing `}`; sh stops here",
        );
    }

    /// The rest of `${#name}`.
    fn length_of(&mut self) -> Option<PieceKind> {
        let after = self.rest().strip_prefix('#')?;
        let length = lex::parameter_len(after, true);
        if length == 0 || !after.get(length..)?.starts_with('}') {
            return None;
        }
        let from = self.at + 1;
        self.take(length + 2, TokenKind::Variable);
        Some(PieceKind::Variable {
            name: self.span(from, from + length),
            operator: Some(Operator {
                sign: self.span(from, from),
                pieces: Vec::new(),
            }),
        })
    }

    fn substitution(&mut self) -> PieceKind {
        if self.depth >= DEPTH_LIMIT {
            return self.too_deep(2, b')');
        }
        let opening = self.take(2, TokenKind::Variable);
        let list = self.within(|parser| {
            let list = parser.list_until_paren();
            if parser.peek() == Some(b')') {
                parser.take(1, TokenKind::Variable);
            } else {
                parser.error(
                    opening,
                    "this `$(` is never closed",
                    "add the missing `)`; sh stops here",
                );
            }
            list
        });
        PieceKind::Substitution(list)
    }

    /// Runs `read` one level deeper, with here-documents of its own.
    fn within<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> T {
        self.depth += 1;
        self.inside += 1;
        let here = std::mem::take(&mut self.here);
        let result = read(self);
        self.here = here;
        self.inside -= 1;
        self.depth -= 1;
        result
    }

    /// Keeps everything up to `closer` as text.
    fn too_deep(&mut self, opening: usize, closer: u8) -> PieceKind {
        let start = self.at;
        let length = recover::raw_len(self.rest(), opening, closer);
        self.take(length, TokenKind::Unknown);
        let span = self.span(start, self.at);
        self.output.not_understood.push(span);
        PieceKind::Unknown
    }

    /// Backquotes. Inside, a backslash before `$`, a backquote or a backslash goes away before
    /// anything else is looked at; in double quotes also one before `"`.
    pub(super) fn backquotes(&mut self, quoted: bool) -> Piece {
        let start = self.at;
        let inside = self.rest().get(1..).unwrap_or("");
        let (length, closed) = match backquote_len(inside) {
            Some(length) => (length, true),
            None => (inside.len(), false),
        };
        let opening = self.take(1, TokenKind::Variable);
        if !closed {
            self.error(
                opening,
                "this backquote is never closed",
                "add the missing backquote; sh stops here",
            );
        }
        let kind = if self.depth >= DEPTH_LIMIT {
            let span = self.take(length, TokenKind::Unknown);
            self.output.not_understood.push(span);
            PieceKind::Unknown
        } else {
            PieceKind::Substitution(self.backquoted_commands(length, quoted))
        };
        self.take(usize::from(closed), TokenKind::Variable);
        Piece {
            kind,
            span: self.span(start, self.at),
        }
    }

    fn backquoted_commands(&mut self, length: usize, quoted: bool) -> List {
        let close = self.at + length;
        let inside = self.text.get(self.at..close).unwrap_or("");
        let list = self.within(|parser| match unescaped(inside, parser.at, quoted) {
            None => {
                let whole = std::mem::replace(&mut parser.end, close);
                let list = parser.script();
                parser.end = whole;
                list
            }
            Some((text, map)) => parser.nested(&text, &map).script(),
        });
        self.at = close;
        list
    }
}

/// Offset of the closing backquote.
fn backquote_len(text: &str) -> Option<usize> {
    let mut bytes = text.bytes().enumerate();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'\\' => {
                bytes.next();
            }
            b'`' => return Some(at),
            _ => {}
        }
    }
    None
}

/// `text` without the backslashes that backquotes take away, and for each byte its offset, with
/// `start` as that of the first. `None` if there is nothing to take away.
fn unescaped(text: &str, start: usize, quoted: bool) -> Option<(String, Vec<usize>)> {
    let goes = |next: u8| matches!(next, b'$' | b'`' | b'\\') || (quoted && next == b'"');
    let bytes = text.as_bytes();
    if !bytes
        .windows(2)
        .any(|pair| matches!(pair, [b'\\', next] if goes(*next)))
    {
        return None;
    }
    let mut plain = String::with_capacity(text.len());
    let mut map = Vec::with_capacity(text.len());
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let (at, c) = match chars.peek() {
            Some(&(next_at, next)) if c == '\\' && next.is_ascii() && goes(next as u8) => {
                chars.next();
                (next_at, next)
            }
            _ => (at, c),
        };
        plain.push(c);
        map.extend((0..c.len_utf8()).map(|byte| start + at + byte));
    }
    Some((plain, map))
}
