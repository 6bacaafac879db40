//! Tokens: the flat, lossless layer under every tree.

use crate::text::Span;

/// What a token is, coarsely: enough to find comments and to colour a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// Blanks, line breaks.
    Space,
    /// A comment, its marks included.
    Comment,
    /// A word, a name, a bare value.
    Word,
    /// Text in quotes, the quotes included.
    Quoted,
    /// A variable reference.
    Variable,
    /// Anything that separates: `=`, `;`, `{`, `|`.
    Punctuation,
    /// Text that the language's lexer refuses.
    Unknown,
}

/// A piece of a file. A file's tokens, in order, cover every byte of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Its bytes.
    pub span: Span,
}

/// Tokens being gathered from left to right, without a gap.
#[derive(Debug, Default)]
pub(super) struct TokenList {
    tokens: Vec<Token>,
    at: usize,
}

impl TokenList {
    /// All from the last token's end up to `end` is a token of this kind.
    pub fn to(&mut self, kind: TokenKind, end: usize) {
        if end > self.at {
            self.tokens.push(Token {
                kind,
                span: Span::new(self.at, end),
            });
            self.at = end;
        }
    }

    /// Everything gathered, the rest of the text being space.
    pub fn finish(mut self, end: usize) -> Vec<Token> {
        self.to(TokenKind::Space, end);
        self.tokens
    }
}
