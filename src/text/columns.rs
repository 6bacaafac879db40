//! Columns of a line, in the units that a client counts in. Knows no file.

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

/// The column behind `before`, the text of a line in front of it.
pub(super) fn column_of(before: &str, encoding: Encoding) -> usize {
    // Bytes are counted instead of characters: whole vectors at a time, for lines may be long.
    let count = |counts: fn(u8) -> bool| before.bytes().filter(|byte| counts(*byte)).count();
    let begins_character = |byte: u8| byte & 0xc0 != 0x80;
    let begins_pair = |byte: u8| byte >= 0xf0;
    match encoding {
        Encoding::Utf8 => before.len(),
        Encoding::Utf16 => count(begins_character) + count(begins_pair),
        Encoding::Utf32 => count(begins_character),
    }
}

/// The byte, from a line's beginning, at a column of it: none of its line break, and not one
/// inside the character that the column would cut in two.
pub(super) fn byte_of_column(
    line: impl Iterator<Item = char>,
    column: usize,
    encoding: Encoding,
) -> usize {
    let mut byte = 0;
    let mut left = column;
    for char in line.take_while(|char| !matches!(char, '\r' | '\n')) {
        let width = match encoding {
            Encoding::Utf8 => char.len_utf8(),
            Encoding::Utf16 => char.len_utf16(),
            Encoding::Utf32 => 1,
        };
        let Some(rest) = left.checked_sub(width) else {
            break;
        };
        left = rest;
        byte += char.len_utf8();
    }
    byte
}
