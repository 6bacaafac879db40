//! The tree of a jail.conf file: statements with the span of every part.
//!
//! Owns its texts, so that it can be kept while the file's text is edited. Knows no parameter and
//! no release.

use std::borrow::Cow;

use crate::syntax::{SyntaxError, Token};
use crate::text::Span;

/// A jail.conf file, parsed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    /// What stands outside every block, in file order.
    pub statements: Vec<Statement>,
    /// The flat layer; covers every byte.
    pub tokens: Vec<Token>,
    /// What jail(8) would refuse, in file order.
    pub errors: Vec<SyntaxError>,
    /// The part of the file that jail(8) never reads, and without a word: between two statements
    /// a byte outside ASCII (a byte order mark, say) is the end of the file to it. Statements in
    /// there are in the tree, but not in force.
    pub unread: Option<Span>,
}

/// One statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Statement {
    /// `name { ... }`: a jail or a wildcard.
    Block(Block),
    /// `name;`, `name = value;`, `name += value;`, `name value;`
    Parameter(Parameter),
    /// `.include "pattern";`, an ordinary parameter before FreeBSD 14.0.
    Include(Include),
}

/// `name { ... }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// The name as written, not joined to those of the blocks around it.
    pub name: Name,
    /// From the name to the closing brace.
    pub span: Span,
    /// The opening brace.
    pub open: Span,
    /// The closing brace, where there is one.
    pub close: Option<Span>,
    /// What stands in the block.
    pub statements: Vec<Statement>,
}

/// A name, quotes and escapes resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The name itself; a variable's without its dollar sign and braces.
    pub text: String,
    /// As written.
    pub span: Span,
}

/// A parameter or, with a dollar sign, a variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// What is set.
    pub name: Name,
    /// Whether the name was written as a variable, `$name`.
    pub is_variable: bool,
    /// What stands between name and values.
    pub operator: Option<Operator>,
    /// The values; none for a bare name.
    pub values: Vec<Value>,
    /// From the name to the semicolon or, without one, to the last value.
    pub span: Span,
}

/// `=` or `+=`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Operator {
    /// Which.
    pub kind: OperatorKind,
    /// Its bytes.
    pub span: Span,
}

/// What an operator does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OperatorKind {
    /// `=` replaces.
    Set,
    /// `+=` adds.
    Append,
}

/// `.include pattern, pattern;`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Include {
    /// The word `.include`.
    pub keyword: Span,
    /// File name patterns, as glob(3) takes them.
    pub patterns: Vec<Value>,
    /// From the keyword to the semicolon or, without one, to the last pattern.
    pub span: Span,
}

/// One element of a list of values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// All its pieces, quotes included.
    pub span: Span,
    /// What it is made of, in order; pieces that say nothing (`""`) are left out.
    pub pieces: Vec<Piece>,
}

/// A part of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Text, escapes resolved.
    Text {
        /// The text that jail(8) sees.
        text: String,
        /// As written, quotes included.
        span: Span,
    },
    /// `$name` or `${name}`.
    Variable {
        /// The name, escapes resolved.
        name: String,
        /// As written.
        span: Span,
    },
}

impl Value {
    /// The text, if no variable has a part in it.
    #[must_use]
    pub fn literal(&self) -> Option<Cow<'_, str>> {
        match self.pieces.as_slice() {
            [] => Some(Cow::Borrowed("")),
            [Piece::Text { text, .. }] => Some(Cow::Borrowed(text)),
            pieces => pieces
                .iter()
                .map(|piece| match piece {
                    Piece::Text { text, .. } => Some(text.as_str()),
                    Piece::Variable { .. } => None,
                })
                .collect::<Option<String>>()
                .map(Cow::Owned),
        }
    }
}

impl Statement {
    /// All its bytes.
    #[must_use]
    pub fn span(&self) -> Span {
        match self {
            Self::Block(block) => block.span,
            Self::Parameter(parameter) => parameter.span,
            Self::Include(include) => include.span,
        }
    }
}
