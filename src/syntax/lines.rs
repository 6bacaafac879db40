//! Lines of a text, as programs that read line by line see them: ended by LF alone.

/// The lines of a text, each with the offset of its first byte and without its line break.
pub(super) fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_inclusive('\n').scan(0, |next, line| {
        let start = *next;
        *next += line.len();
        Some((start, line.strip_suffix('\n').unwrap_or(line)))
    })
}
