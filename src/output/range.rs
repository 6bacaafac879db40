//! Places as every output counts them: lines and columns from 1, columns in Unicode scalar
//! values, the end exclusive.

use serde::Serialize;

use crate::text::{Encoding, SourceText, Span};

/// A line and a column, both from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Point {
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1, in Unicode scalar values.
    pub column: usize,
}

/// From a point up to, not including, another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Range {
    /// The first character.
    pub start: Point,
    /// Behind the last character.
    pub end: Point,
}

impl Range {
    /// The range of `span` in `text`.
    #[must_use]
    pub fn of(text: &SourceText, span: Span) -> Self {
        let point = |offset| {
            let position = text.position(offset, Encoding::Utf32);
            Point {
                line: position.line + 1,
                column: position.column + 1,
            }
        };
        Self {
            start: point(span.start),
            end: point(span.end),
        }
    }
}
