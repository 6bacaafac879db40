//! How sysctl(8) takes a file apart: pieces of lines, comments, names and values.

use nom::bytes::complete::is_not;
use nom::character::complete::one_of;
use nom::combinator::rest;
use nom::sequence::separated_pair;
use nom::{IResult, Parser};

/// How many bytes of a line sysctl(8) reads at once; what follows is a line of its own.
const PIECE: usize = 1023;

/// A line as sysctl(8) reads it, which is a piece of a line that is too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line<'t> {
    /// As sysctl(8) counts them, from 1.
    pub number: usize,
    /// Offset of its first byte.
    pub start: usize,
    /// Without its line break.
    pub text: &'t str,
    /// Without its comment.
    pub content: &'t str,
    /// Whether the line goes on behind this piece of it.
    pub is_torn: bool,
}

/// The last border of characters that is not behind the longest piece.
fn piece_end(text: &str) -> usize {
    let mut borders = (0..=PIECE.min(text.len())).rev();
    borders.find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// The lines of a file.
pub fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    let mut rest = text;
    let mut start = 0;
    let mut number = 0;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let line_end = rest.find('\n').map_or(rest.len(), |at| at + 1);
        let end = line_end.min(piece_end(rest));
        let (piece, behind) = rest.split_at_checked(end)?;
        let text = piece.strip_suffix('\n').unwrap_or(piece);
        number += 1;
        let line = Line {
            number,
            start,
            text,
            content: text.get(..comment_start(text)).unwrap_or(""),
            is_torn: end < line_end && !behind.starts_with('\n'),
        };
        rest = behind;
        start += end;
        Some(line)
    })
}

impl<'t> Line<'t> {
    /// How many bytes of white space it begins with.
    #[must_use]
    pub fn indent(&self) -> usize {
        self.content.len() - self.content.trim_start_matches(is_space).len()
    }

    /// Name and value, the value in its quotes: the first `=` or `:` parts them. `None` where
    /// there is neither, or no name.
    #[must_use]
    pub fn assignment(&self) -> Option<(&'t str, &'t str)> {
        let (_, (name, value)) = parts(self.content).ok()?;
        Some((trimmed(name), trimmed(value)))
    }
}

fn parts(content: &str) -> IResult<&str, (&str, &str)> {
    separated_pair(is_not("=:"), one_of("=:"), rest).parse(content)
}

/// What isspace(3) takes for white space: that of ASCII.
fn is_space(c: char) -> bool {
    c.is_ascii_whitespace() || c == '\u{b}'
}

/// Without the white space around it.
#[must_use]
pub fn trimmed(text: &str) -> &str {
    text.trim_matches(is_space)
}

/// One quote in front goes, and one of the same kind at the end.
#[must_use]
pub fn unquoted(value: &str) -> &str {
    let Some(quote) = value.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
        return value;
    };
    let inside = value.get(1..).unwrap_or("");
    inside.strip_suffix(quote).unwrap_or(inside)
}

/// Where the comment of a line begins: at the first `#` that is not escaped. One behind a quote
/// ends the line at the closing quote, whatever stands between the two, and nothing where there
/// is none; a single quote goes before a double one.
fn comment_start(line: &str) -> usize {
    for (hash, _) in line.match_indices('#') {
        let before = line.get(..hash).unwrap_or("");
        let open = ['\'', '"']
            .into_iter()
            .find_map(|quote| Some((quote, before.find(quote)?)));
        if let Some((quote, open)) = open {
            let inside = line.get(open + 1..).unwrap_or("");
            return inside
                .find(quote)
                .map_or(line.len(), |close| open + 1 + close + 1);
        }
        if !before.ends_with('\\') {
            return hash;
        }
    }
    line.len()
}
