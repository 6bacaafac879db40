//! Where the lines of a text begin. Knows no columns.

/// The offset of the first byte of each line. LF, CRLF and a lone CR end a line, as in the
/// language server protocol.
#[derive(Debug)]
pub(super) struct LineStarts {
    /// Ascending; the first is 0.
    starts: Vec<u32>,
}

impl LineStarts {
    pub(super) fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for at in memchr::memchr2_iter(b'\r', b'\n', bytes) {
            let next = at + 1;
            let is_half_a_break = bytes[at] == b'\r' && bytes.get(next) == Some(&b'\n');
            if !is_half_a_break {
                starts.push(u32::try_from(next).unwrap_or(u32::MAX));
            }
        }
        Self { starts }
    }

    /// How many lines there are, the empty one behind a final line break included.
    pub(super) fn count(&self) -> usize {
        self.starts.len()
    }

    /// The line, from 0, on which a byte lies.
    pub(super) fn line_of(&self, offset: u32) -> usize {
        let behind = self.starts.partition_point(|start| *start <= offset);
        behind.saturating_sub(1)
    }

    /// The first byte of a line, if there is such a line.
    pub(super) fn start(&self, line: usize) -> Option<usize> {
        self.starts.get(line).map(|start| *start as usize)
    }
}
