//! One file's text, and positions in it.

use std::sync::OnceLock;

use ropey::Rope;

use super::Span;
use super::columns::{Encoding, Position, byte_of_column, column_of};
use super::line_starts::LineStarts;

/// Stands where a byte was that is not UTF-8. One byte long, so that offsets stay those of the
/// file; a control character, so that no language takes it for part of a word it knows.
const REPLACEMENT: u8 = 0x1a;

/// The text of one file. Bytes that are not UTF-8 are kept aside and replaced one by one, so
/// every offset is also an offset into the file as it lies on disk.
#[derive(Debug, Default)]
pub struct SourceText {
    text: String,
    invalid: Vec<u32>,
    lines: OnceLock<LineStarts>,
}

impl SourceText {
    /// Text from a file's bytes; any bytes will do.
    #[must_use]
    pub fn from_bytes(bytes: Vec<u8>) -> Self {
        match String::from_utf8(bytes) {
            Ok(text) => Self {
                text,
                ..Self::default()
            },
            Err(error) => Self::with_replacements(error.into_bytes()),
        }
    }

    /// The text of a rope.
    pub(super) fn of_rope(rope: &Rope) -> Self {
        Self {
            text: rope.to_string(),
            ..Self::default()
        }
    }

    fn with_replacements(mut bytes: Vec<u8>) -> Self {
        let mut invalid = Vec::new();
        let mut from = 0;
        while let Err(error) = std::str::from_utf8(&bytes[from..]) {
            let start = from + error.valid_up_to();
            let end = error.error_len().map_or(bytes.len(), |n| start + n);
            for (offset, byte) in bytes[start..end].iter_mut().enumerate() {
                *byte = REPLACEMENT;
                invalid.push(u32::try_from(start + offset).unwrap_or(u32::MAX));
            }
            from = end;
        }
        Self {
            text: String::from_utf8(bytes).unwrap_or_default(),
            invalid,
            lines: OnceLock::new(),
        }
    }

    /// The text, replacements in place.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Offsets of the bytes that are not UTF-8, ascending.
    #[must_use]
    pub fn invalid_bytes(&self) -> &[u32] {
        &self.invalid
    }

    /// The text of a span; what lies outside the file or inside a character is left out.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or("")
    }

    fn lines(&self) -> &LineStarts {
        self.lines.get_or_init(|| LineStarts::of(&self.text))
    }

    /// Number of lines; a final line break does not open another.
    #[must_use]
    pub fn line_count(&self) -> usize {
        let count = self.lines().count();
        let last_is_empty = self.line_span(count - 1).is_empty();
        count - usize::from(last_is_empty)
    }

    /// The line, from 0, on which byte `offset` lies.
    #[must_use]
    pub fn line_of(&self, offset: u32) -> usize {
        self.lines().line_of(offset)
    }

    /// The bytes of line `line`, counted from 0, its line break included.
    #[must_use]
    pub fn line_span(&self, line: usize) -> Span {
        let start_of = |line| self.lines().start(line).unwrap_or(self.text.len());
        Span::new(start_of(line), start_of(line.saturating_add(1)))
    }

    /// Where byte `offset` is; an offset past the end is the end, one inside a character its
    /// beginning.
    #[must_use]
    pub fn position(&self, offset: u32, encoding: Encoding) -> Position {
        let mut byte = (offset as usize).min(self.text.len());
        while !self.text.is_char_boundary(byte) {
            byte -= 1;
        }
        let line = self.line_of(u32::try_from(byte).unwrap_or(u32::MAX));
        let start = self.lines().start(line).unwrap_or(byte);
        let before = self.text.get(start..byte).unwrap_or("");
        let column = column_of(before, encoding);
        Position { line, column }
    }

    /// The byte at a position: columns behind a line's end are its end, lines behind the last
    /// one are the end of the text, and a column inside a character is its beginning.
    #[must_use]
    pub fn offset(&self, position: Position, encoding: Encoding) -> u32 {
        let line = self.line_span(position.line);
        let chars = self.slice(line).chars();
        let byte = line.start as usize + byte_of_column(chars, position.column, encoding);
        u32::try_from(byte).unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invalid_bytes_keep_their_offsets() {
        let text = SourceText::from_bytes(b"a\xffb\xc3".to_vec());
        assert_eq!(text.as_str(), "a\u{1a}b\u{1a}");
        assert_eq!(text.invalid_bytes(), [1, 3]);
    }

    #[test]
    fn columns_in_each_encoding() {
        let text = SourceText::from_bytes("x\né😀z".as_bytes().to_vec());
        let z = u32::try_from(text.as_str().len() - 1).expect("small");
        let column = |encoding| text.position(z, encoding).column;
        assert_eq!(column(Encoding::Utf8), 6);
        assert_eq!(column(Encoding::Utf16), 3);
        assert_eq!(column(Encoding::Utf32), 2);
    }

    #[test]
    fn only_cr_and_lf_break_lines() {
        let text = SourceText::from_bytes("a\rb\r\nc\u{2028}\u{b}\u{85}d\n".as_bytes().to_vec());
        assert_eq!(text.line_count(), 3);
        assert_eq!(text.slice(text.line_span(1)), "b\r\n");
        assert_eq!(SourceText::default().line_count(), 0);
    }
}
