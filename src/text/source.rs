//! One file's text, and positions in it.

use std::sync::OnceLock;

use ropey::Rope;

use super::{Span, buffer};

/// Stands where a byte was that is not UTF-8. One byte long, so that offsets stay those of the
/// file; a control character, so that no language takes it for part of a word it knows.
const REPLACEMENT: u8 = 0x1a;

/// What columns are counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// Bytes.
    Utf8,
    /// UTF-16 code units, the language server protocol's default.
    Utf16,
    /// Unicode scalar values.
    Utf32,
}

/// A line and a column, both from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 0. LF, CRLF and a lone CR end a line, as in the language server protocol.
    pub line: usize,
    /// Column, from 0, in the units of the [`Encoding`] asked for.
    pub column: usize,
}

/// The text of one file. Bytes that are not UTF-8 are kept aside and replaced one by one, so
/// every offset is also an offset into the file as it lies on disk.
#[derive(Debug, Default)]
pub struct SourceText {
    text: String,
    invalid: Vec<u32>,
    lines: OnceLock<Rope>,
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

    /// The text of a rope, which serves as its line index.
    pub(super) fn of_rope(rope: Rope) -> Self {
        Self {
            text: rope.to_string(),
            invalid: Vec::new(),
            lines: OnceLock::from(rope),
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

    fn rope(&self) -> &Rope {
        self.lines.get_or_init(|| Rope::from_str(&self.text))
    }

    /// Number of lines; a final line break does not open another.
    #[must_use]
    pub fn line_count(&self) -> usize {
        let rope = self.rope();
        let lines = rope.len_lines();
        let last_is_empty = rope.line_to_byte(lines - 1) == rope.len_bytes();
        lines - usize::from(last_is_empty)
    }

    /// The line, from 0, on which byte `offset` lies.
    #[must_use]
    pub fn line_of(&self, offset: u32) -> usize {
        let rope = self.rope();
        rope.byte_to_line((offset as usize).min(rope.len_bytes()))
    }

    /// The bytes of line `line`, counted from 0, its line break included.
    #[must_use]
    pub fn line_span(&self, line: usize) -> Span {
        let rope = self.rope();
        let last = rope.len_lines();
        let start = rope.line_to_byte(line.min(last));
        Span::new(start, rope.line_to_byte((line + 1).min(last)))
    }

    /// Where byte `offset` is; an offset past the end is the end, one inside a character its
    /// beginning.
    #[must_use]
    pub fn position(&self, offset: u32, encoding: Encoding) -> Position {
        let rope = self.rope();
        let byte = (offset as usize).min(rope.len_bytes());
        let line = rope.byte_to_line(byte);
        let line_start = rope.line_to_byte(line);
        let char_at = rope.byte_to_char(byte);
        let line_char = rope.line_to_char(line);
        let column = match encoding {
            Encoding::Utf8 => rope.char_to_byte(char_at) - line_start,
            Encoding::Utf16 => rope.char_to_utf16_cu(char_at) - rope.char_to_utf16_cu(line_char),
            Encoding::Utf32 => char_at - line_char,
        };
        Position { line, column }
    }

    /// The byte at a position: columns behind a line's end are its end, lines behind the last
    /// one are the end of the text, and a column inside a character is its beginning.
    #[must_use]
    pub fn offset(&self, position: Position, encoding: Encoding) -> u32 {
        let rope = self.rope();
        let byte = rope.char_to_byte(buffer::char_at(rope, position, encoding));
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
