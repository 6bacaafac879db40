//! What is wrong with a `cellblock.toml`, and where.

use std::fmt;

use crate::text::{Encoding, SourceText, Span};

/// A mistake as the reader finds it, before its line is looked up.
#[derive(Debug)]
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

/// The faults that were met so far. Reading goes on after one, so that all are told at once.
#[derive(Debug, Default)]
pub(super) struct Faults(pub(super) Vec<Fault>);

impl Faults {
    /// The value, if there is one; else its fault is noted.
    pub(super) fn sort_out<T>(&mut self, read: Result<T, Fault>) -> Option<T> {
        read.map_err(|fault| self.0.push(fault)).ok()
    }
}

/// One mistake in a `cellblock.toml`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// What is wrong, without a final full stop.
    pub message: String,
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1, in Unicode scalar values.
    pub column: usize,
}

/// Why a `cellblock.toml` cannot be used: the first mistake in it, and the others.
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
    /// The part of `source_line`, in bytes, that the mistake is about. A mistake over several
    /// lines is shown by its first.
    pub part: Span,
    /// The mistakes further down, in the order of the file.
    pub others: Vec<Mistake>,
}

impl ConfigError {
    pub(super) fn new(text: &str, mut faults: Vec<Fault>) -> Self {
        faults.sort_by_key(|fault| fault.span);
        let source = SourceText::from_bytes(text.as_bytes().to_vec());
        let mut faults = faults.into_iter();
        let Some(first) = faults.next() else {
            return Self::at_place(&source, Span::at(0), "this cannot be read".to_owned());
        };
        let mut error = Self::at_place(&source, first.span, first.message);
        error.others = faults
            .map(|fault| {
                let position = source.position(fault.span.start, Encoding::Utf32);
                Mistake {
                    message: fault.message,
                    line: position.line + 1,
                    column: position.column + 1,
                }
            })
            .collect();
        error
    }

    /// Errors that came to light later, each at a place in the file's `text`, as one; `None` if
    /// there are none.
    pub fn at_all(text: &str, errors: impl IntoIterator<Item = (Span, String)>) -> Option<Self> {
        let errors = errors.into_iter();
        let faults: Vec<_> = errors.map(|(span, what)| Fault::new(span, what)).collect();
        (!faults.is_empty()).then(|| Self::new(text, faults))
    }

    /// An error that came to light later, at a place in the file's `text`: a folder that is
    /// named but does not exist, a rule that is not known.
    #[must_use]
    pub fn at(text: &str, span: Span, message: impl Into<String>) -> Self {
        let source = SourceText::from_bytes(text.as_bytes().to_vec());
        Self::at_place(&source, span, message.into())
    }

    fn at_place(source: &SourceText, span: Span, message: String) -> Self {
        let position = source.position(span.start, Encoding::Utf32);
        let line = source.line_span(position.line);
        let source_line = source.slice(line).trim_end_matches(['\r', '\n']);
        let within = |at: u32| (at.saturating_sub(line.start) as usize).min(source_line.len());
        Self {
            message,
            span,
            line: position.line + 1,
            column: position.column + 1,
            source_line: source_line.to_owned(),
            part: Span::new(within(span.start), within(span.end)),
            others: Vec::new(),
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
