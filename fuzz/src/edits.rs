//! A sequence of edits, read from bytes.

use cellblock::text::Position;

/// What gets typed and pasted, beside bytes of the input's own.
const PIECES: [&str; 24] = [
    "",
    "",
    "\n",
    "\r",
    "\r\n",
    "#",
    "\"",
    "}",
    "{",
    ";",
    "!\n",
    "😀",
    "e\u{301}",
    "\u{2028}",
    "\u{1a}",
    "exit\n",
    "end\n",
    "no ",
    " fib 1",
    "router bgp 65000\n",
    "ip prefix-list a permit 203.0.113.0/24\n",
    " neighbor 10.0.0.1 prefix-list a out\n",
    "exec.fib = 1;\n",
    "net.fibs=2\n",
];

/// One edit.
#[derive(Debug)]
pub struct Edit {
    /// Which file, to be taken modulo how many there are.
    pub file: usize,
    pub start: Position,
    pub end: Position,
    pub text: String,
    /// Whether the server gets to rest after it.
    pub rest: bool,
}

/// The edits in some bytes.
pub struct Edits<'a>(pub &'a [u8]);

impl Iterator for Edits<'_> {
    type Item = Edit;

    fn next(&mut self) -> Option<Edit> {
        let [file, line, column, lines, columns, piece, rest @ ..] = self.0 else {
            return None;
        };
        let start = Position {
            line: (*line).into(),
            column: (*column).into(),
        };
        // Mostly an edit within a line; at times one that ends before it begins.
        let end = match lines % 16 {
            15 => Position { line: 0, column: 0 },
            below @ 0..12 => Position {
                line: start.line + usize::from(below / 4),
                column: start.column + usize::from(columns % 32),
            },
            _ => start,
        };
        let (text, rest) = match PIECES.get(usize::from(piece % 32)) {
            Some(piece) => ((*piece).to_owned(), rest),
            None => {
                let length = usize::from(piece / 32 * 2).min(rest.len());
                let (own, rest) = rest.split_at(length);
                (String::from_utf8_lossy(own).into_owned(), rest)
            }
        };
        self.0 = rest;
        Some(Edit {
            file: (file / 2).into(),
            start,
            end,
            text,
            rest: file % 2 == 0,
        })
    }
}
