//! Words and quotes.

use crate::syntax::TokenKind;
use crate::text::Span;

use super::lex;
use super::parser::Parser;
use super::tree::{Piece, PieceKind, Quote, Word};

/// Where a run of pieces ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Until {
    /// At a blank or an operator.
    Word,
    /// At the closing `"`.
    Quote,
    /// At the `}` of `${x:-...}`.
    Brace {
        /// The expansion itself stands in double quotes.
        quoted: bool,
    },
}

impl Until {
    fn ends(self, byte: u8) -> bool {
        match self {
            Self::Word => lex::ends_word(byte),
            Self::Quote => byte == b'"',
            Self::Brace { .. } => byte == b'}',
        }
    }

    fn quoted(self) -> bool {
        matches!(self, Self::Quote | Self::Brace { quoted: true })
    }

    fn token(self) -> TokenKind {
        if self.quoted() {
            TokenKind::Quoted
        } else {
            TokenKind::Word
        }
    }
}

impl Parser<'_, '_> {
    /// The word at the point, if there is one.
    pub(super) fn word(&mut self) -> Option<Word> {
        let start = self.at;
        let word = self.word_or_nothing();
        (self.at > start).then_some(word)
    }

    /// The word at the point, which may be empty.
    pub(super) fn word_or_nothing(&mut self) -> Word {
        let start = self.at;
        let pieces = self.pieces(Until::Word);
        Word {
            pieces,
            span: self.span(start, self.at),
        }
    }

    pub(super) fn pieces(&mut self, until: Until) -> Vec<Piece> {
        let mut pieces = Vec::new();
        while let Some(byte) = self.peek() {
            if until.ends(byte) {
                break;
            }
            match byte {
                b'\\' => self.escape(until, &mut pieces),
                b'\'' if !until.quoted() => pieces.push(self.quoted(Quote::Single)),
                b'"' => pieces.push(self.quoted(Quote::Double)),
                b'`' => pieces.push(self.backquotes(until.quoted())),
                b'$' => pieces.push(self.dollar(until.quoted())),
                _ => self.literal_run(until, &mut pieces),
            }
        }
        pieces
    }

    fn literal_run(&mut self, until: Until, pieces: &mut Vec<Piece>) {
        let length = self
            .rest()
            .bytes()
            .take_while(|&byte| {
                let special = matches!(byte, b'\\' | b'"' | b'$' | b'`')
                    || (byte == b'\'' && !until.quoted());
                !special && !until.ends(byte)
            })
            .count();
        self.literal(0, length, until, pieces);
    }

    /// Takes `dropped` bytes that are no part of the word's text and `length` bytes that are.
    fn literal(&mut self, dropped: usize, length: usize, until: Until, pieces: &mut Vec<Piece>) {
        let from = self.at + dropped;
        self.take(dropped + length, until.token());
        for span in self.runs(from, self.at) {
            pieces.push(Piece {
                kind: PieceKind::Literal,
                span,
            });
        }
    }

    fn escape(&mut self, until: Until, pieces: &mut Vec<Piece>) {
        let Some(next) = self.rest().get(1..).and_then(|rest| rest.chars().next()) else {
            return self.literal(0, 1, until, pieces);
        };
        let escapes = match until {
            Until::Word | Until::Brace { quoted: false } => true,
            Until::Quote => matches!(next, '$' | '`' | '"' | '\\'),
            Until::Brace { quoted: true } => matches!(next, '$' | '`' | '"' | '\\' | '}'),
        };
        if next == '\n' {
            self.take(2, TokenKind::Space);
        } else if escapes {
            self.literal(1, next.len_utf8(), until, pieces);
        } else {
            self.literal(0, 1 + next.len_utf8(), until, pieces);
        }
    }

    /// A quoted piece. The point is at its first byte.
    pub(super) fn quoted(&mut self, quote: Quote) -> Piece {
        let start = self.at;
        let tokens = self.output.tokens.len();
        let errors = self.output.errors.len();
        let unknown = self.output.not_understood.len();
        let (mut pieces, closed) = self.quote_content(quote);

        if let Some(end) = self.meant_end(start, closed) {
            self.output.tokens.truncate(tokens);
            self.output.errors.truncate(errors);
            self.output.not_understood.truncate(unknown);
            self.at = start;
            let whole = std::mem::replace(&mut self.end, end);
            pieces = self.quote_content(quote).0;
            self.end = whole;
            self.output.errors.truncate(errors);
            self.open_quote(start);
        } else if !closed {
            self.output.open_quote = true;
            self.open_quote(start);
        }
        self.join_quoted_tokens(tokens);
        Piece {
            kind: PieceKind::Quoted { quote, pieces },
            span: self.span(start, self.at),
        }
    }

    fn open_quote(&mut self, start: usize) {
        let span = self.span(start, start + 1);
        self.error(
            span,
            "this quote is never closed",
            "sh stops here: nothing from this line on is read; close the quote",
        );
    }

    /// Everything from the opening to the closing quote, and whether that was there.
    fn quote_content(&mut self, quote: Quote) -> (Vec<Piece>, bool) {
        match quote {
            Quote::Single => {
                let length = self.rest().get(1..).and_then(|rest| rest.find('\''));
                self.plain_content(1, length)
            }
            Quote::Dollar => {
                let length = dollar_quote_len(self.rest());
                let start = self.at;
                let (mut pieces, closed) = self.plain_content(2, length);
                if self.text.get(start..self.at).unwrap_or("").contains('\\') {
                    let kind = PieceKind::Unknown;
                    let span = self.span(start + 2, self.at);
                    pieces = vec![Piece { kind, span }];
                }
                (pieces, closed)
            }
            Quote::Double => {
                self.take(1, TokenKind::Quoted);
                self.inside += 1;
                let pieces = self.pieces(Until::Quote);
                self.inside -= 1;
                let closed = self.peek() == Some(b'"');
                self.take(usize::from(closed), TokenKind::Quoted);
                (pieces, closed)
            }
        }
    }

    fn plain_content(&mut self, opening: usize, length: Option<usize>) -> (Vec<Piece>, bool) {
        self.take(opening, TokenKind::Quoted);
        let content = length.unwrap_or(self.rest().len());
        let mut pieces = Vec::new();
        self.literal(0, content, Until::Quote, &mut pieces);
        self.take(usize::from(length.is_some()), TokenKind::Quoted);
        (pieces, length.is_some())
    }

    /// From token number `from` on, neighbours in quotes become one token.
    fn join_quoted_tokens(&mut self, from: usize) {
        let mut kept = from;
        for index in from..self.output.tokens.len() {
            let Some(&token) = self.output.tokens.get(index) else {
                break;
            };
            let before = (kept > from)
                .then(|| self.output.tokens.get_mut(kept - 1))
                .flatten();
            match before {
                Some(before)
                    if before.kind == TokenKind::Quoted
                        && token.kind == TokenKind::Quoted
                        && before.span.end == token.span.start =>
                {
                    before.span = Span {
                        start: before.span.start,
                        end: token.span.end,
                    };
                }
                _ => {
                    if let Some(slot) = self.output.tokens.get_mut(kept) {
                        *slot = token;
                    }
                    kept += 1;
                }
            }
        }
        self.output.tokens.truncate(kept);
    }
}

/// Where `$'...'` ends, counted from after its opening.
fn dollar_quote_len(text: &str) -> Option<usize> {
    let inside = text.get(2..)?;
    let mut bytes = inside.bytes().enumerate();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'\\' => {
                bytes.next();
            }
            b'\'' => return Some(at),
            _ => {}
        }
    }
    None
}
