//! A walk over the lexemes: words and values, with nothing of statements.

use super::escape;
use super::lexeme::{Kind, Lexed, Lexeme};
use super::tree::{Name, Piece, Value};
use crate::text::Span;

/// The lexemes and where the parser is among them.
pub(super) struct Cursor<'t> {
    pub(super) text: &'t str,
    pub(super) lexed: Lexed,
    pub(super) at: usize,
    /// There is no brace from here, or from where one was sought last, up to this lexeme.
    brace: usize,
}

impl<'t> Cursor<'t> {
    /// At the beginning of a file.
    pub(super) fn new(text: &'t str, lexed: Lexed) -> Self {
        Self {
            text,
            lexed,
            at: 0,
            brace: 0,
        }
    }

    /// The next brace, however far away. Found once for all places before it.
    pub(super) fn next_brace(&mut self) -> Option<Kind> {
        self.brace = self.brace.max(self.at);
        while let Some(lexeme) = self.get(self.brace) {
            if matches!(lexeme.kind, Kind::Open | Kind::Close) {
                return Some(lexeme.kind);
            }
            self.brace += 1;
        }
        None
    }

    /// The next lexeme.
    pub(super) fn peek(&self) -> Option<Lexeme> {
        self.get(self.at)
    }

    /// What the next lexeme is.
    pub(super) fn kind(&self) -> Option<Kind> {
        self.peek().map(|lexeme| lexeme.kind)
    }

    /// Lexeme number `index`.
    pub(super) fn get(&self, index: usize) -> Option<Lexeme> {
        self.lexed.lexemes.get(index).copied()
    }

    /// The lexeme before the next one.
    pub(super) fn previous(&self) -> Option<Lexeme> {
        self.get(self.at.checked_sub(1)?)
    }

    /// The end of the last lexeme passed.
    pub(super) fn end(&self) -> u32 {
        self.previous().map_or(0, |lexeme| lexeme.span.end)
    }

    /// Where the word that begins at lexeme `from` ends: one past its last piece.
    pub(super) fn word_end(&self, from: usize) -> usize {
        let glued = self.lexed.lexemes.get(from + 1..).unwrap_or_default();
        let more = glued
            .iter()
            .take_while(|lexeme| lexeme.glued && lexeme.kind.is_piece())
            .count();
        from + 1 + more
    }

    /// The bytes of lexemes `from..to`.
    pub(super) fn span(&self, from: usize, to: usize) -> Span {
        let pieces = self.lexed.lexemes.get(from..to).unwrap_or_default();
        match pieces {
            [] => Span::default(),
            [only] => only.span,
            [first, .., last] => first.span.to(last.span),
        }
    }

    /// The source of a span.
    pub(super) fn source(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    fn resolved(&self, lexeme: &Lexeme) -> String {
        let mut text = String::new();
        escape::resolve(self.source(lexeme.content), &mut text);
        text
    }

    /// The word of lexemes `from..to` as a name. What cannot be a name is taken as it is written.
    pub(super) fn name(&self, from: usize, to: usize) -> Name {
        let span = self.span(from, to);
        let lexemes = self.lexed.lexemes.get(from..to).unwrap_or_default();
        let text = match lexemes {
            [only] => self.resolved(only),
            _ => {
                let quoted = |lexeme: &Lexeme| matches!(lexeme.kind, Kind::Bare | Kind::Quoted);
                let plain = lexemes.iter().skip(1).all(|lexeme| lexeme.glued);
                if plain && lexemes.iter().all(quoted) {
                    lexemes.iter().map(|lexeme| self.resolved(lexeme)).collect()
                } else {
                    self.source(span).to_owned()
                }
            }
        };
        Name { text, span }
    }

    /// The word of lexemes `from..to` as a value.
    pub(super) fn value(&self, from: usize, to: usize) -> Value {
        let mut pieces: Vec<Piece> = Vec::new();
        let mut after_bare = false;
        for lexeme in self.lexed.lexemes.get(from..to).unwrap_or_default() {
            let span = lexeme.span;
            let bare = matches!(lexeme.kind, Kind::Bare | Kind::Foreign);
            match pieces.last_mut() {
                _ if lexeme.kind == Kind::Variable => {
                    let name = self.resolved(lexeme);
                    pieces.push(Piece::Variable { name, span });
                }
                Some(Piece::Text { text, span: whole }) if bare && after_bare => {
                    escape::resolve(self.source(lexeme.content), text);
                    whole.end = span.end;
                }
                _ => {
                    let text = self.resolved(lexeme);
                    if !text.is_empty() {
                        pieces.push(Piece::Text { text, span });
                    }
                }
            }
            after_bare = bare;
        }
        Value {
            span: self.span(from, to),
            pieces,
        }
    }
}
