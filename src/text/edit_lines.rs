//! Where whole lines begin and end, for edits that take lines out or put lines in.
//!
//! A line ends with LF, as it does for the programs that read these files; a CR before it
//! belongs to the line break.

use super::{SourceText, Span};

impl SourceText {
    /// The lines that `span` touches, their last line break included.
    #[must_use]
    pub fn whole_lines(&self, span: Span) -> Span {
        let text = self.as_str().as_bytes();
        let last = if span.is_empty() {
            span.end
        } else {
            span.end - 1
        };
        let (first, last) = (clamp(span.start, text), clamp(last, text));
        let start = memchr::memrchr(b'\n', &text[..first]).map_or(0, |at| at + 1);
        let end = memchr::memchr(b'\n', &text[last..]).map_or(text.len(), |at| last + at + 1);
        Span::new(start, end)
    }

    /// The blanks with which the line of byte `at` begins.
    #[must_use]
    pub fn indent_at(&self, at: u32) -> &str {
        let line = self.slice(self.whole_lines(Span { start: at, end: at }));
        let rest = line.trim_start_matches([' ', '\t']);
        &line[..line.len() - rest.len()]
    }

    /// The line break that the file uses: that of its first line, LF if it has none.
    #[must_use]
    pub fn line_break(&self) -> &'static str {
        let text = self.as_str().as_bytes();
        match memchr::memchr(b'\n', text) {
            Some(at) if text[..at].ends_with(b"\r") => "\r\n",
            _ => "\n",
        }
    }

    /// Whether the last line has its line break, or there is no line at all.
    #[must_use]
    pub fn ends_its_last_line(&self) -> bool {
        let text = self.as_str();
        text.is_empty() || text.ends_with('\n')
    }
}

fn clamp(at: u32, text: &[u8]) -> usize {
    (at as usize).min(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> SourceText {
        SourceText::from_bytes(text.as_bytes().to_vec())
    }

    #[test]
    fn whole_lines_have_their_break() {
        let text = text("a\r\n\tb c\nd");
        assert_eq!(text.slice(text.whole_lines(Span::new(4, 5))), "\tb c\n");
        assert_eq!(
            text.slice(text.whole_lines(Span::new(1, 5))),
            "a\r\n\tb c\n"
        );
        assert_eq!(text.slice(text.whole_lines(Span::at(8))), "d");
        assert_eq!(text.slice(text.whole_lines(Span::at(99))), "d");
        assert_eq!(text.indent_at(5), "\t");
    }

    #[test]
    fn line_breaks() {
        assert_eq!(text("a\r\nb\n").line_break(), "\r\n");
        assert_eq!(text("a\nb\r\n").line_break(), "\n");
        assert_eq!(text("a").line_break(), "\n");
        assert!(text("").ends_its_last_line());
        assert!(!text("a").ends_its_last_line());
    }
}
