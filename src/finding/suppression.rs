//! Comments that say "I know": `cellblock: allow(rule, rule) reason`.
//!
//! Knows the form of such a comment and which line it is about, not which rules exist.

use nom::bytes::complete::{tag, take_until, take_while, take_while1};
use nom::character::complete::{char, multispace0};
use nom::multi::separated_list1;
use nom::sequence::{delimited, preceded};
use nom::{IResult, Parser};

use crate::text::{FileId, Place, SourceText, Span};

/// One such comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suppression {
    /// The comment.
    pub place: Place,
    /// The rules that it names, each with its place.
    pub rules: Vec<(String, Place)>,
    /// Why, as the person put it; may be empty.
    pub reason: String,
    /// The line, from 0, whose findings it is about.
    pub line: usize,
}

impl Suppression {
    /// Where it names `rule`, if it is about findings on this line: more than once, if it does so.
    pub fn names(&self, rule: &str, line: usize) -> impl Iterator<Item = Place> {
        let is_about = self.line == line;
        let named = self.rules.iter().filter(move |_| is_about);
        named
            .filter(move |(name, _)| name == rule)
            .map(|(_, place)| *place)
    }

    /// Whether somebody said why; a dash alone is no reason.
    #[must_use]
    pub fn has_reason(&self) -> bool {
        self.reason.contains(char::is_alphanumeric)
    }
}

/// The suppressions among a file's comments, in order.
#[must_use]
pub fn suppressions(
    file: FileId,
    text: &SourceText,
    comments: impl Iterator<Item = Span>,
) -> Vec<Suppression> {
    let comments: Vec<Span> = comments.collect();
    comments
        .iter()
        .filter_map(|comment| read(file, text, *comment, &comments))
        .collect()
}

fn read(file: FileId, text: &SourceText, comment: Span, comments: &[Span]) -> Option<Suppression> {
    let source = text.slice(comment);
    let (_, (names, reason)) = allow(source).ok()?;
    let rules = names
        .into_iter()
        .map(|name| {
            let start = comment.start as usize + offset_in(source, name);
            let span = Span::new(start, start + name.len());
            (name.to_owned(), Place::new(file, span))
        })
        .collect();
    Some(Suppression {
        place: Place::new(file, comment),
        rules,
        reason: reason.trim().trim_end_matches("*/").trim_end().to_owned(),
        line: line_meant(text, comment, comments),
    })
}

/// Comments that begin like a suppression and are none: nothing heeds them.
#[must_use]
pub fn malformed(text: &SourceText, comments: impl Iterator<Item = Span>) -> Vec<Span> {
    comments
        .filter(|comment| {
            let said = text.slice(*comment);
            let said = said.trim_start_matches(['#', '!', '/', '*', ' ', '\t']);
            said.starts_with("cellblock:") && allow(said).is_err()
        })
        .collect()
}

/// `part` is a slice of `whole`: how far in it begins.
fn offset_in(whole: &str, part: &str) -> usize {
    (part.as_ptr() as usize).saturating_sub(whole.as_ptr() as usize)
}

/// `... cellblock: allow(a, b) reason`: the names and the rest of the comment.
fn allow(comment: &str) -> IResult<&str, (Vec<&str>, &str)> {
    let name = take_while1(|c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    let names = separated_list1(char(','), delimited(multispace0, name, multispace0));
    (
        preceded(
            (
                take_until("cellblock:"),
                tag("cellblock:"),
                multispace0,
                tag("allow"),
                multispace0,
            ),
            delimited(char('('), names, char(')')),
        ),
        take_while(|c| c != '\n'),
    )
        .parse(comment)
}

/// A comment at the end of a line is about that line; one on a line of its own is about the next
/// line that is not a comment.
fn line_meant(text: &SourceText, comment: Span, comments: &[Span]) -> usize {
    let line = text.line_of(comment.start);
    let before = Span {
        start: text.line_span(line).start,
        end: comment.start,
    };
    if !text.slice(before).trim().is_empty() {
        return line;
    }
    let mut meant = text.line_of(comment.end.saturating_sub(1)) + 1;
    let alone = |line: usize| {
        let span = text.line_span(line);
        let trimmed = text.slice(span).trim_start();
        let start = span.end - u32::try_from(trimmed.len()).unwrap_or(0);
        comments.iter().any(|comment| comment.start == start)
    };
    while meant < text.line_count() && alone(meant) {
        meant += 1;
    }
    meant
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_all(source: &str) -> Vec<Suppression> {
        let text = SourceText::from_bytes(source.as_bytes().to_vec());
        let mut at = 0;
        let mut comments = Vec::new();
        for line in source.split_inclusive('\n') {
            if let Some(hash) = line.find('#') {
                comments.push(Span::new(at + hash, at + line.trim_end().len()));
            }
            at += line.len();
        }
        suppressions(FileId(0), &text, comments.into_iter())
    }

    #[test]
    fn names_reason_and_line() {
        let found = read_all("# cellblock: allow(boot-order, x-y) by hand\n# more\na=1\n");
        let [one] = &found[..] else {
            panic!("one suppression");
        };
        assert_eq!(one.rules[0].0, "boot-order");
        assert_eq!(one.rules[1].1.span, Span::new(31, 34));
        assert_eq!(one.reason, "by hand");
        assert_eq!(one.line, 2);
    }

    #[test]
    fn at_the_end_of_a_line_it_is_about_that_line() {
        assert_eq!(read_all("x=1\na=1 # cellblock: allow(r)\n")[0].line, 1);
    }

    #[test]
    fn what_only_begins_like_one_is_told_apart() {
        let source = "# cellblock: allow misplaced\n# see cellblock: x\n! cellblock: allow()\n\
                      # cellblock: allow(r) x\n";
        let text = SourceText::from_bytes(source.as_bytes().to_vec());
        let mut at = 0;
        let lines = source.split_inclusive('\n').map(|line| {
            at += line.len();
            Span::new(at - line.len(), at - 1)
        });
        let found = malformed(&text, lines);
        let said: Vec<_> = found.iter().map(|span| text.slice(*span)).collect();
        assert_eq!(
            said,
            ["# cellblock: allow misplaced", "! cellblock: allow()"]
        );
    }

    #[test]
    fn other_comments_are_none() {
        assert!(read_all("# cellblock: allow()\n# cellblock allows(x)\n").is_empty());
    }
}
