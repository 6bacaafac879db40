//! A text that is being edited: line and column in, bytes changed.

use ropey::Rope;

use super::columns::byte_of_column;
use super::{Change, Encoding, Position, SourceText};

/// The text of an open file, as an editor has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Buffer {
    rope: Rope,
}

/// An edit that this text cannot have been meant by: it begins behind the last line, or ends
/// before it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the edit does not fit the text")]
pub struct DoesNotFit;

impl Buffer {
    /// A buffer with this text.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self {
            rope: Rope::from_str(text),
        }
    }

    /// Replaces what is between two positions. Columns behind a line's end are its end; lines
    /// behind the last one are the end of the text, but nothing begins there. Returns what
    /// changed.
    ///
    /// # Errors
    ///
    /// If the edit cannot have been meant for this text; it is unchanged then.
    pub fn replace(
        &mut self,
        start: Position,
        end: Position,
        encoding: Encoding,
        text: &str,
    ) -> Result<Change, DoesNotFit> {
        if end < start || start.line > self.rope.len_lines() {
            return Err(DoesNotFit);
        }
        let start = self.byte_at(start, encoding);
        let old_end = self.byte_at(end, encoding);
        let char_at = |byte| self.rope.try_byte_to_char(byte).map_err(|_| DoesNotFit);
        let (from, to) = (char_at(start)?, char_at(old_end)?);
        self.rope.try_remove(from..to).map_err(|_| DoesNotFit)?;
        self.rope.try_insert(from, text).map_err(|_| DoesNotFit)?;
        Ok(Change {
            start,
            old_end,
            new_end: start + text.len(),
        })
    }

    /// The byte at a position: columns behind a line's end are its end, lines behind the last
    /// one are the end of the text.
    fn byte_at(&self, position: Position, encoding: Encoding) -> usize {
        let Some(line) = self.rope.get_line(position.line) else {
            return self.rope.len_bytes();
        };
        let start = self.rope.line_to_byte(position.line);
        start + byte_of_column(line.chars(), position.column, encoding)
    }

    /// The text for reading.
    #[must_use]
    pub fn to_source(&self) -> SourceText {
        SourceText::of_rope(&self.rope)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What the protocol says, by the book: over a `String`, counting from the start each time.
    fn naive_offset(text: &str, position: Position, encoding: Encoding) -> usize {
        let mut start = 0;
        let mut rest = text;
        for _ in 0..position.line {
            let Some(at) = rest.find(['\r', '\n']) else {
                return text.len();
            };
            let length = if rest[at..].starts_with("\r\n") { 2 } else { 1 };
            start += at + length;
            rest = &text[start..];
        }
        let line = rest.split(['\r', '\n']).next().unwrap_or("");
        let mut left = position.column;
        for (at, char) in line.char_indices() {
            let width = match encoding {
                Encoding::Utf8 => char.len_utf8(),
                Encoding::Utf16 => char.len_utf16(),
                Encoding::Utf32 => 1,
            };
            if left < width {
                return start + at;
            }
            left -= width;
        }
        start + line.len()
    }

    const PIECES: [&str; 15] = [
        "a",
        "jail ",
        "\n",
        "\r",
        "\r\n",
        "é",
        "e\u{301}",
        "😀",
        "👩\u{200d}🚒",
        "\u{2028}",
        "\u{b}",
        "\u{85}",
        "\u{c}",
        "漢",
        "{ }\n",
    ];

    fn text() -> impl Strategy<Value = String> {
        let pieces = prop::collection::vec(prop::sample::select(PIECES.to_vec()), 0..12);
        pieces.prop_map(|pieces| pieces.concat())
    }

    fn position() -> impl Strategy<Value = Position> {
        (0usize..8, 0usize..12).prop_map(|(line, column)| Position { line, column })
    }

    fn encoding() -> impl Strategy<Value = Encoding> {
        prop::sample::select(vec![Encoding::Utf8, Encoding::Utf16, Encoding::Utf32])
    }

    proptest! {
        #[test]
        fn edits_are_those_of_a_plain_string(
            first in text(),
            encoding in encoding(),
            edits in prop::collection::vec((position(), position(), text()), 0..20),
        ) {
            let mut buffer = Buffer::new(&first);
            let mut plain = first;
            for (start, end, text) in edits {
                let before = plain.clone();
                let lines = buffer.rope.len_lines();
                let from = naive_offset(&plain, start, encoding);
                let to = naive_offset(&plain, end, encoding);
                let done = buffer.replace(start, end, encoding, &text);
                if start <= end && start.line <= lines {
                    let change = Change { start: from, old_end: to, new_end: from + text.len() };
                    prop_assert_eq!(done, Ok(change));
                    plain.replace_range(from..to, &text);
                } else {
                    prop_assert_eq!(done, Err(DoesNotFit));
                    prop_assert_eq!(&plain, &before);
                }
                let source = buffer.to_source();
                prop_assert_eq!(source.as_str(), plain.as_str());
                let fresh = SourceText::from_bytes(plain.clone().into_bytes());
                prop_assert_eq!(source.line_count(), fresh.line_count());
            }
        }

        #[test]
        fn positions_lead_back(text in text(), encoding in encoding()) {
            let source = Buffer::new(&text).to_source();
            for (at, char) in text.char_indices() {
                let inside_crlf = char == '\n' && text[..at].ends_with('\r');
                if !inside_crlf {
                    let position = source.position(u32::try_from(at).expect("small"), encoding);
                    prop_assert_eq!(source.offset(position, encoding) as usize, at);
                }
            }
        }
    }

    fn at(line: usize, column: usize) -> Position {
        Position { line, column }
    }

    #[test]
    fn the_end_of_the_text_may_be_named_by_the_line_behind_it() {
        let mut buffer = Buffer::new("a\nb");
        let done = buffer.replace(at(0, 0), at(2, 0), Encoding::Utf16, "c");
        assert!(done.is_ok());
        assert_eq!(buffer, Buffer::new("c"));
        let done = buffer.replace(at(1, 0), at(9, 0), Encoding::Utf16, "d");
        assert!(done.is_ok());
        assert_eq!(buffer, Buffer::new("cd"));
        let outside = buffer.replace(at(3, 0), at(9, 0), Encoding::Utf16, "e");
        assert_eq!(outside, Err(DoesNotFit));
    }
}
