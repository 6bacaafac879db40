//! Where one message of the byte stream ends and the next begins.
//!
//! A message is header lines, a blank line, and as many bytes as the `Content-Length` header says
//! (LSP 3.17, "Base Protocol"). Knows nothing of what the bytes mean.
//!
//! tower-lsp has such a reader; it ends the session at the first header or message that it cannot
//! read. This one tells, and goes on at the next `Content-Length`.

use std::io;

use tokio::io::{AsyncRead, AsyncReadExt};

/// The longest message that is taken, in bytes. A document and its framing in JSON fit many times
/// over; what is longer is a mistake, and is left out without being kept in memory.
const LONGEST_BODY: usize = 64 << 20;

/// The longest header that is taken, in bytes. Real ones have fewer than a hundred.
const LONGEST_HEADER: usize = 16 << 10;

/// How many bytes are asked for at a time.
const CHUNK: usize = 64 << 10;

/// What stands between two messages' borders.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Frame {
    /// The bytes of a message, without its header.
    Body(Vec<u8>),
    /// Bytes that cannot be a message were left out.
    Broken(Broken),
}

/// Why bytes cannot be a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Broken {
    /// A header without a length, or with one that is no number.
    Header,
    /// A message longer than is taken.
    TooLong,
}

/// Parts a byte stream into frames.
pub(super) struct Frames<I> {
    input: I,
    /// What was read; from `start` on it is not yet part of a frame.
    buffer: Vec<u8>,
    start: usize,
    expected: Expected,
}

/// What the next bytes are.
#[derive(Clone, Copy)]
enum Expected {
    /// A header; so many of its bytes are known not to end it.
    Header { searched: usize },
    /// A message of so many bytes.
    Body(usize),
    /// So many bytes of a message that is left out.
    Nothing(usize),
}

const HEADER: Expected = Expected::Header { searched: 0 };

impl<I: AsyncRead + Unpin> Frames<I> {
    pub(super) fn new(input: I) -> Self {
        Self {
            input,
            buffer: Vec::new(),
            start: 0,
            expected: HEADER,
        }
    }

    /// The next frame; nothing at the end of the input, also where it ends within a message.
    ///
    /// A caller may stop waiting at any time and ask again: nothing is lost.
    pub(super) async fn next(&mut self) -> io::Result<Option<Frame>> {
        loop {
            if let Some(frame) = self.buffered() {
                return Ok(Some(frame));
            }
            // Once a read, not once a frame: a flood of small frames is not moved over and over.
            self.buffer.drain(..self.start);
            self.start = 0;
            let missing = match self.expected {
                Expected::Body(length) => length.saturating_sub(self.buffer.len()),
                Expected::Header { .. } | Expected::Nothing(_) => 0,
            };
            // The length is the client's word: room is made as bytes come, not for all of it.
            self.buffer.reserve(missing.clamp(CHUNK / 8, CHUNK));
            if self.input.read_buf(&mut self.buffer).await? == 0 {
                return Ok(None);
            }
        }
    }

    /// The next frame, if all of it has been read.
    fn buffered(&mut self) -> Option<Frame> {
        loop {
            let rest = self.buffer.get(self.start..).unwrap_or_default();
            match self.expected {
                Expected::Header { searched } => {
                    let Some(end) = header_end(rest, searched) else {
                        return self.header_goes_on();
                    };
                    let length = content_length(rest.get(..end).unwrap_or_default());
                    self.start += end;
                    match length {
                        Some(length) if length > LONGEST_BODY => {
                            self.expected = Expected::Nothing(length);
                            return Some(Frame::Broken(Broken::TooLong));
                        }
                        Some(length) => self.expected = Expected::Body(length),
                        None => {
                            self.expected = HEADER;
                            return Some(Frame::Broken(Broken::Header));
                        }
                    }
                }
                Expected::Body(length) => {
                    let body = rest.get(..length)?.to_vec();
                    self.start += length;
                    self.expected = HEADER;
                    return Some(Frame::Body(body));
                }
                Expected::Nothing(length) => {
                    let now = length.min(rest.len());
                    self.start += now;
                    if now < length {
                        self.expected = Expected::Nothing(length - now);
                        return None;
                    }
                    self.expected = HEADER;
                }
            }
        }
    }

    /// The buffer holds a header without its end.
    fn header_goes_on(&mut self) -> Option<Frame> {
        let length = self.buffer.len() - self.start;
        if length <= LONGEST_HEADER {
            self.expected = Expected::Header { searched: length };
            return None;
        }
        // The start of a sound header may be the last of it.
        let searched = LONGEST_HEADER / 2;
        self.start = self.buffer.len() - searched;
        self.expected = Expected::Header { searched };
        Some(Frame::Broken(Broken::Header))
    }
}

/// Where the blank line that ends a header ends, if it is there.
fn header_end(buffer: &[u8], searched: usize) -> Option<usize> {
    const BLANK: &[u8] = b"\r\n\r\n";
    // The blank line may straddle what was searched before.
    let from = searched.saturating_sub(BLANK.len() - 1);
    let at = memchr::memmem::find(buffer.get(from..)?, BLANK)?;
    Some(from + at + BLANK.len())
}

/// The length that a header gives. The last one counts: what precedes it may be the body of a
/// message whose own header could not be read.
fn content_length(header: &[u8]) -> Option<usize> {
    const NAME: &[u8] = b"content-length:";
    let at = header
        .windows(NAME.len())
        .rposition(|window| window.eq_ignore_ascii_case(NAME))?;
    let value = header.get(at + NAME.len()..)?;
    let line = value.split(|&byte| byte == b'\r').next()?;
    std::str::from_utf8(line).ok()?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All frames of an input that comes in pieces of `step` bytes.
    fn frames(input: &[u8], step: usize) -> Vec<Frame> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        runtime.block_on(async {
            let (mut far, near) = tokio::io::duplex(step);
            let input = input.to_vec();
            tokio::spawn(
                async move { tokio::io::AsyncWriteExt::write_all(&mut far, &input).await },
            );
            let mut frames = Frames::new(near);
            let mut all = Vec::new();
            while let Some(frame) = frames.next().await.unwrap() {
                all.push(frame);
            }
            all
        })
    }

    fn body(text: &str) -> Frame {
        Frame::Body(text.as_bytes().to_vec())
    }

    #[test]
    fn messages_come_whole_however_they_are_cut() {
        let input = b"Content-Length: 2\r\n\r\n{}Content-Length: 4\r\nContent-Type: x\r\n\r\nnull\
            content-length:1\r\n\r\n1Content-Length: 0\r\n\r\n";
        for step in [1, 2, 3, 7, 64, 4096] {
            let expected = [body("{}"), body("null"), body("1"), body("")];
            assert_eq!(frames(input, step), expected, "in pieces of {step}");
        }
    }

    #[test]
    fn reading_goes_on_after_what_cannot_be_read() {
        let input = b"Content-Length: many\r\n\r\n{}Content-Length: 2\r\n\r\n[]X: y\r\n\r\n\
            Content-Length: -1\r\n\r\nContent-Length: 2\r\n\r\n{}";
        let broken = || Frame::Broken(Broken::Header);
        for step in [1, 5, 4096] {
            let expected = [broken(), body("[]"), broken(), broken(), body("{}")];
            assert_eq!(frames(input, step), expected, "in pieces of {step}");
        }
    }

    #[test]
    fn what_is_too_long_is_left_out() {
        let length = LONGEST_BODY + 1;
        let mut input = format!("Content-Length: {length}\r\n\r\n").into_bytes();
        input.resize(input.len() + length, b' ');
        input.extend(b"Content-Length: 2\r\n\r\n{}");
        let expected = [Frame::Broken(Broken::TooLong), body("{}")];
        assert_eq!(frames(&input, 1 << 20), expected);
    }

    #[test]
    fn a_header_without_end_is_not_kept() {
        let mut input = vec![b'x'; 10 * LONGEST_HEADER];
        input.extend(b"Content-Length: 2\r\n\r\n{}");
        let all = frames(&input, 4096);
        assert_eq!(all.last(), Some(&body("{}")));
        let broken = all.iter().filter(|frame| matches!(frame, Frame::Broken(_)));
        assert!((1..30).contains(&broken.count()));
    }

    #[test]
    fn an_input_that_ends_early_ends() {
        for input in ["", "Content-Le", "Content-Length: 5\r\n\r\n{}"] {
            assert_eq!(frames(input.as_bytes(), 4096), []);
        }
    }

    #[test]
    fn the_greatest_length_is_refused() {
        let input = format!("Content-Length: {}\r\n\r\n{{}}", usize::MAX);
        let expected = [Frame::Broken(Broken::TooLong)];
        assert_eq!(frames(input.as_bytes(), 4096), expected);
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_taken(input: Vec<u8>, step in 1_usize..100) {
            frames(&input, step);
        }
    }
}
