//! Where a statement ends, and where to go on when it does not end as it should.
//!
//! The machine notices a forgotten semicolon at the next word, often a line later; here the error
//! is said where the semicolon belongs.

use super::lexeme::Kind;
use super::parser::Parser;
use crate::text::Span;

impl Parser<'_> {
    /// Behind the last value (or the bare name) of a statement. Gives false when the parser is at
    /// something to be skipped. With `said`, the statement is known to be broken.
    pub(super) fn end_statement(&mut self, said: bool) -> bool {
        if self.cursor.kind() == Some(Kind::Semicolon) {
            self.cursor.at += 1;
            return true;
        }
        let said = said || self.cursor.previous().is_some_and(|last| last.broken);
        if said {
            return self.plainly_next();
        }
        if self.swallowed() {
            return true;
        }
        let end = self.cursor.end() as usize;
        if self.closes_no_comment(end) {
            return self.plainly_next();
        }
        if self.plainly_next() {
            let note = match self.cursor.kind() {
                Some(Kind::Close) => "the last parameter of a block needs its semicolon too",
                _ => "without it jail(8) reads on and refuses the file",
            };
            self.error_with_note(Span::at(end), "a `;` is missing here", note);
            return true;
        }
        self.unexpected();
        false
    }

    /// The end of a comment in a comment: the outer one ended before.
    fn closes_no_comment(&mut self, end: usize) -> bool {
        let stray = self
            .cursor
            .text
            .get(..end)
            .is_some_and(|text| text.ends_with("*/"))
            && self
                .cursor
                .previous()
                .is_some_and(|last| last.kind == Kind::Bare);
        if stray {
            self.error_with_note(
                Span::new(end - 2, end),
                "this `*/` closes no comment",
                "comments do not nest: the first `*/` ends them",
            );
        }
        stray
    }

    /// Whether what comes is no part of this statement in any reading.
    fn plainly_next(&self) -> bool {
        let Some(next) = self.cursor.peek() else {
            return true;
        };
        match next.kind {
            Kind::Close => true,
            kind if kind.is_piece() => next.line_start || self.is_next_assignment(),
            _ => false,
        }
    }

    fn is_next_assignment(&self) -> bool {
        let after = self.cursor.word_end(self.cursor.at);
        self.cursor.get(after).is_some_and(|l| l.kind.is_operator())
    }

    /// A comment in the middle of a word, or a variable's name, has taken the semicolon.
    fn swallowed(&mut self) -> bool {
        let Some(last) = self.cursor.previous() else {
            return false;
        };
        if let Some(comment) = self.cursor.lexed.comment_in_word(last.span.end) {
            let text = self.cursor.source(comment).to_owned();
            if text.starts_with("/*") && self.cursor.lexed.ends_in_comment {
                return true;
            }
            let (mark, message) = mark_of(&text);
            let span = Span::new(comment.start as usize, comment.start as usize + mark);
            self.error_with_note(
                span,
                message,
                "put the value into quotes, or a blank and the `;` before the comment",
            );
            if text.contains(';') {
                self.close_swallowed(&text);
            } else if text.contains('{') && !text.contains('}') {
                self.open_swallowed();
            }
            return true;
        }
        let name = self.cursor.source(last.content);
        if last.kind == Kind::Variable && name.contains(';') {
            let text = name.to_owned() + "}";
            self.error_with_note(
                last.span,
                "this variable's name goes on to the next `}` and takes the `;` with it",
                "close it with `}` right behind the name",
            );
            self.close_swallowed(text.get(name_end(&text)..).unwrap_or_default());
            return true;
        }
        false
    }

    fn unexpected(&mut self) {
        let Some(next) = self.cursor.peek() else {
            return;
        };
        let end = self.cursor.word_end(self.cursor.at);
        let span = if next.kind.is_piece() {
            self.cursor.span(self.cursor.at, end)
        } else {
            next.span
        };
        match next.kind {
            Kind::Open => self.error_with_note(
                span,
                "`{` cannot stand in a value outside quotes",
                "put the whole value into double quotes",
            ),
            kind if kind.is_operator() => self.error_with_note(
                span,
                "a second operator in one statement",
                "end the statement before with `;`, or put the value into double quotes",
            ),
            Kind::Comma => self.error(span, "there is no value before this `,`"),
            _ => self.error_with_note(
                span,
                "a value is one word; this one does not belong to it",
                "put the whole value into double quotes, or a `,` between two values",
            ),
        }
    }

    /// Goes behind the next semicolon, or before what plainly begins something new.
    pub(super) fn skip_statement(&mut self) {
        let mut depth = 0_usize;
        let first = self.cursor.at;
        while let Some(next) = self.cursor.peek() {
            match next.kind {
                Kind::Semicolon if depth == 0 => {
                    self.cursor.at += 1;
                    return;
                }
                Kind::Close if depth == 0 => return,
                Kind::Close => {
                    depth -= 1;
                    if depth == 0 && self.line_ends_behind_next() {
                        self.cursor.at += 1;
                        return;
                    }
                }
                Kind::Open => depth += 1,
                kind if depth == 0
                    && kind.is_piece()
                    && next.line_start
                    && self.cursor.at > first
                    && self.begins_statement() =>
                {
                    return;
                }
                _ => {}
            }
            self.cursor.at += 1;
            if depth == 0 && self.passed_swallowing_comment() {
                return;
            }
        }
    }

    /// Whether a comment in the middle of the word just passed has taken the statement's end.
    fn passed_swallowing_comment(&mut self) -> bool {
        let comment = self.cursor.lexed.comment_in_word(self.cursor.end());
        let text = comment
            .map_or("", |span| self.cursor.source(span))
            .to_owned();
        let swallows = text.contains(';');
        if swallows {
            self.close_swallowed(&text);
        }
        swallows
    }

    fn line_ends_behind_next(&self) -> bool {
        self.cursor
            .get(self.cursor.at + 1)
            .is_none_or(|l| l.line_start)
    }

    /// Whether the word here, the first of its line, begins a statement and goes on no list.
    fn begins_statement(&self) -> bool {
        let goes_on = self
            .cursor
            .previous()
            .is_some_and(|l| l.kind == Kind::Comma || l.kind.is_operator());
        let after = self.cursor.get(self.cursor.word_end(self.cursor.at));
        !goes_on
            && after.is_some_and(|l| {
                l.kind.is_operator() || matches!(l.kind, Kind::Open | Kind::Semicolon)
            })
    }
}

/// How long the mark is that begins a comment, and what to say of it.
fn mark_of(comment: &str) -> (usize, &'static str) {
    if comment.starts_with('#') {
        (1, "`#` begins a comment, in the middle of a word too")
    } else if comment.starts_with("//") {
        (2, "`//` begins a comment, in the middle of a word too")
    } else {
        (2, "`/*` begins a comment, in the middle of a word too")
    }
}

/// Where the part of a variable's name ends that was meant as one.
fn name_end(text: &str) -> usize {
    text.find(';').unwrap_or(text.len())
}
