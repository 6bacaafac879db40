//! What is wrong with a `cellblock.toml`, and where.

use std::fmt;

use crate::text::{Encoding, SourceText, Span};

/// A mistake as the reader finds it, before its line is looked up.
pub(super) struct Fault {
    pub(super) span: Span,
    pub(super) message: String,
}

impl Fault {
    pub(super) fn new(span: Span, message: impl Into<String>) -> Self {
        Self {
            span,
            message: message.into(),
        }
    }
}

/// Why a `cellblock.toml` cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError {
    /// What is wrong, without a final full stop.
    pub message: String,
    /// Where.
    pub span: Span,
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1, in Unicode scalar values.
    pub column: usize,
    /// The text of that line, without its line break.
    pub source_line: String,
}

impl ConfigError {
    pub(super) fn new(text: &str, fault: Fault) -> Self {
        Self::at(text, fault.span, fault.message)
    }

    /// An error that came to light later, at a place in the file's `text`: a folder that is
    /// named but does not exist, a rule that is not known.
    #[must_use]
    pub fn at(text: &str, span: Span, message: impl Into<String>) -> Self {
        let source = SourceText::from_bytes(text.as_bytes().to_vec());
        let position = source.position(span.start, Encoding::Utf32);
        let line = source.slice(source.line_span(position.line));
        Self {
            message: message.into(),
            span,
            line: position.line + 1,
            column: position.column + 1,
            source_line: line.trim_end_matches(['\r', '\n']).to_owned(),
        }
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "line {}, column {}: {}",
            self.line, self.column, self.message
        )
    }
}

impl std::error::Error for ConfigError {}
