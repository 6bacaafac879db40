//! The tree of a shell script.

use crate::syntax::{SyntaxError, Token};
use crate::text::Span;

/// A script.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// What it runs, in order.
    pub nodes: Vec<Node>,
    /// All of its bytes.
    pub tokens: Vec<Token>,
    /// Where sh would stop.
    pub errors: Vec<SyntaxError>,
}

/// A part of a script.
#[derive(Clone, Debug)]
pub enum Node {
    /// A command without structure.
    Simple(SimpleCommand),
    /// `for NAME in WORDS`.
    For(ForLoop),
    /// Any other compound command: what it may run, in order.
    Block {
        /// Its parts.
        nodes: Vec<Node>,
        /// Whether the script goes on without waiting for it.
        background: bool,
    },
}

/// `NAME=value ... command word ...`
#[derive(Clone, Debug, Default)]
pub struct SimpleCommand {
    /// The assignments in front.
    pub assignments: Vec<Assignment>,
    /// The command and its words; none if there are only assignments.
    pub words: Vec<Word>,
    /// The body of a here-document that is its input.
    pub here_document: Option<Span>,
    /// All of it.
    pub span: Span,
}

/// `NAME=value`
#[derive(Clone, Debug)]
pub struct Assignment {
    /// The variable.
    pub name: String,
    /// Its bytes.
    pub name_span: Span,
    /// The value.
    pub value: Word,
}

/// `for NAME in WORDS; do ...; done`
#[derive(Clone, Debug)]
pub struct ForLoop {
    /// The variable.
    pub variable: String,
    /// What it goes through; `None` for the script's arguments.
    pub words: Option<Vec<Word>>,
    /// From the first word to the last.
    pub list: Span,
    /// What it runs each time.
    pub body: Vec<Node>,
}

/// A word: pieces without a blank between them.
#[derive(Clone, Debug, Default)]
pub struct Word {
    /// Its parts.
    pub pieces: Vec<Piece>,
    /// All of it, quotes included.
    pub span: Span,
}

/// A part of a word.
#[derive(Clone, Debug)]
pub struct Piece {
    /// What it is.
    pub kind: PieceKind,
    /// Whether it stands in quotes.
    pub quoted: bool,
    /// Its bytes, without quotes.
    pub span: Span,
}

/// What a part of a word is.
#[derive(Clone, Debug)]
pub enum PieceKind {
    /// Text, escapes resolved.
    Text(String),
    /// `$NAME` or `${NAME}`.
    Variable(String),
    /// `$(...)` or backquotes: what is run.
    Substitution(Vec<Node>),
    /// An expansion whose value is not looked into: `${x:-y}`, `$((1 + 1))`, `$1`.
    Other,
}

impl Word {
    /// The text, if all of it is written down.
    #[must_use]
    pub fn literal(&self) -> Option<String> {
        self.pieces
            .iter()
            .map(|piece| match &piece.kind {
                PieceKind::Text(text) => Some(text.as_str()),
                _ => None,
            })
            .collect()
    }

    /// Whether the word is exactly this, without quotes, as reserved words have to be.
    #[must_use]
    pub fn is_bare(&self, text: &str) -> bool {
        match self.pieces.as_slice() {
            [
                Piece {
                    kind: PieceKind::Text(own),
                    quoted: false,
                    ..
                },
            ] => own == text,
            _ => false,
        }
    }
}
