//! What the lexer hands to the parser.

use crate::syntax::{SyntaxError, Token, TokenKind};
use crate::text::Span;

/// What a lexeme is to the grammar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A piece of a word, not in quotes.
    Bare,
    /// A quoted text, or a piece of one with variables in it.
    Quoted,
    /// A variable reference.
    Variable,
    /// A byte that jail(8) takes for the end of the file: outside ASCII, or NUL.
    Foreign,
    /// `,`
    Comma,
    /// `;`
    Semicolon,
    /// `=`
    Equals,
    /// `+=`
    PlusEquals,
    /// `{`
    Open,
    /// `}`
    Close,
}

impl Kind {
    /// Whether it is a piece of a word.
    pub(super) fn is_piece(self) -> bool {
        matches!(
            self,
            Self::Bare | Self::Quoted | Self::Variable | Self::Foreign
        )
    }

    /// Whether it is an operator.
    pub(super) fn is_operator(self) -> bool {
        matches!(self, Self::Equals | Self::PlusEquals)
    }
}

/// A piece of the file that means something to the grammar.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lexeme {
    pub(super) kind: Kind,
    /// All its bytes.
    pub(super) span: Span,
    /// Without the quotes, or the dollar sign and braces.
    pub(super) content: Span,
    /// No blank, comment or punctuation before it: it belongs to the piece before.
    pub(super) glued: bool,
    /// A line break lies between it and the lexeme before.
    pub(super) line_start: bool,
    /// It never ends, and that has been said.
    pub(super) broken: bool,
}

/// A file, cut up.
#[derive(Debug, Default)]
pub(super) struct Lexed {
    pub(super) lexemes: Vec<Lexeme>,
    pub(super) tokens: Vec<Token>,
    pub(super) errors: Vec<SyntaxError>,
    /// Comments that begin right behind a word.
    pub(super) comments_in_words: Vec<Span>,
    /// A comment runs to the end of the file.
    pub(super) ends_in_comment: bool,
}

impl Lexed {
    /// Adds a token; words are cut finely for the grammar only.
    pub(super) fn push_token(&mut self, kind: TokenKind, span: Span) {
        if span.is_empty() {
            return;
        }
        match self.tokens.last_mut() {
            Some(last) if kind == TokenKind::Word && last.kind == kind => last.span.end = span.end,
            _ => self.tokens.push(Token { kind, span }),
        }
    }

    /// The comment that begins at byte `at`, right behind a word.
    pub(super) fn comment_in_word(&self, at: u32) -> Option<Span> {
        let found = self
            .comments_in_words
            .binary_search_by_key(&at, |span| span.start)
            .ok()?;
        self.comments_in_words.get(found).copied()
    }
}
