//! A text that is edited in the plainest way: what the real one is compared with.

use cellblock::text::{Encoding, Position};

/// The text after an edit between two positions; `None` if the edit cannot be meant for it.
pub fn replaced(
    text: &str,
    (start, end): (Position, Position),
    encoding: Encoding,
    by: &str,
) -> Option<String> {
    if end < start || start.line > lines(text).len() {
        return None;
    }
    let (from, to) = (offset(text, start, encoding), offset(text, end, encoding));
    let (head, tail) = (text.get(..from)?, text.get(to..)?);
    Some(format!("{head}{by}{tail}"))
}

/// The byte at a position: behind a line's end is its end, behind the last line the end of the
/// text, inside a character its beginning.
pub fn offset(text: &str, position: Position, encoding: Encoding) -> usize {
    let Some((start, line)) = lines(text).get(position.line).copied() else {
        return text.len();
    };
    let mut column = 0;
    for (at, char) in line.char_indices() {
        column += match encoding {
            Encoding::Utf8 => char.len_utf8(),
            Encoding::Utf16 => char.len_utf16(),
            Encoding::Utf32 => 1,
        };
        if column > position.column {
            return start + at;
        }
    }
    start + line.len()
}

/// The lines without their breaks, each with the offset of its first byte. There is always one
/// more line than there are breaks.
pub fn lines(text: &str) -> Vec<(usize, &str)> {
    let mut lines = Vec::new();
    let mut start = 0;
    let mut rest = text;
    while let Some(end) = rest.find(['\r', '\n']) {
        lines.push((start, &rest[..end]));
        let wide = rest[end..].starts_with("\r\n");
        let next = end + if wide { 2 } else { 1 };
        start += next;
        rest = &rest[next..];
    }
    lines.push((start, rest));
    lines
}
