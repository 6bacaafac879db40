//! Where a statement ends, and where to go on when it does not end as it should.
//!
//! The machine notices a forgotten semicolon at the next word, often a line later; here the error
//! is said where the semicolon belongs.

use super::lexeme::Kind;
use super::mend;
use super::parser::Parser;
use crate::syntax::{Remedy, Replacement, SyntaxError};
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
            let error = SyntaxError::new(Span::at(end), "a `;` is missing here")
                .with_note(note)
                .with_remedy(mend::insert(";", end));
            self.report(error);
            return true;
        }
        if self.swallowed_further_on() {
            return false;
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
            self.report_swallowing(comment, self.cursor.value_start());
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
            let message = "this variable's name goes on to the next `}` and takes the `;` with it";
            let at = last.content.start as usize + name_end(name);
            let error = SyntaxError::new(last.span, message)
                .with_note("close it with `}` right behind the name")
                .with_remedy(mend::insert("}", at));
            self.report(error);
            self.close_swallowed(text.get(name_end(&text)..).unwrap_or_default());
            return true;
        }
        false
    }

    /// One of the words that follow on this line has lost its end to a comment: that is the
    /// mistake, and not that the words have blanks between them.
    fn swallowed_further_on(&mut self) -> bool {
        let from = self
            .cursor
            .value_start()
            .or_else(|| self.cursor.word_start());
        let mut at = self.cursor.at;
        while let Some(lexeme) = self.cursor.get(at) {
            if !lexeme.kind.is_piece() || lexeme.line_start {
                return false;
            }
            if let Some(comment) = self.cursor.lexed.comment_in_word(lexeme.span.end) {
                self.report_swallowing(comment, from);
                return true;
            }
            at += 1;
        }
        false
    }

    /// Says of a comment that it began in a word of the value that begins at lexeme `from`.
    fn report_swallowing(&mut self, comment: Span, from: Option<usize>) {
        let (mark, message) = mark_of(self.cursor.source(comment));
        let start = comment.start as usize;
        let error = SyntaxError::new(Span::new(start, start + mark), message)
            .with_note("put the value into quotes, or a blank and the `;` before the comment")
            .with_remedy(from.and_then(|from| self.quote_over_comment(comment, from)));
        self.report(error);
    }

    /// Puts quotes around a value that goes on in what is now a comment, up to its `;`; only
    /// where the comment reads as the rest of a word.
    fn quote_over_comment(&self, comment: Span, from: usize) -> Option<Remedy> {
        let text = self.cursor.source(comment);
        let len = text.find(';')?;
        let (word, rest) = text.split_at_checked(len)?;
        let rest = rest.trim_start_matches([';', ' ', '\t', '\r', '}']);
        let one_word = !word.contains([' ', '\t', '\n']);
        let ends = rest.is_empty() || rest.starts_with(['#', '\n', '/']) || !word.starts_with('#');
        let value = Span {
            start: self.cursor.get(from)?.span.start,
            end: Span::at(comment.start as usize + len).end,
        };
        let plain = !self.cursor.source(value).contains(['"', '\'']);
        (one_word && ends && plain)
            .then(|| Remedy::certain("put the value into quotes", mend::quote(value)))
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
        let error = match next.kind {
            Kind::Open => SyntaxError::new(span, "`{` cannot stand in a value outside quotes")
                .with_note("put the whole value into double quotes")
                .with_remedy(self.quote_value()),
            kind if kind.is_operator() => {
                SyntaxError::new(span, "a second operator in one statement")
                    .with_note(
                        "end the statement before with `;`, or put the value into double quotes",
                    )
                    .with_remedy(self.quote_value())
            }
            Kind::Comma => SyntaxError::new(span, "there is no value before this `,`")
                .with_remedy(mend::delete("the `,`", span)),
            _ => SyntaxError::new(span, "a value is one word; this one does not belong to it")
                .with_note("put the whole value into double quotes, or a `,` between two values")
                .with_remedy(self.join_values()),
        };
        self.report(error);
    }

    /// Puts the whole value around here into quotes.
    fn quote_value(&self) -> Option<Remedy> {
        let from = self.cursor.value_start()?;
        let value = self.cursor.unquoted_value(from)?;
        Some(Remedy::likely(
            "put the whole value into double quotes",
            mend::quote(value),
        ))
    }

    /// Makes what stands here one value, or a list where it plainly is one: of addresses or of
    /// quoted texts.
    fn join_values(&self) -> Option<Remedy> {
        let from = self.cursor.value_start()?;
        let words = self.words(from);
        let list = words.iter().all(|word| is_address(word))
            || words
                .iter()
                .all(|word| word.len() > 1 && word.starts_with('"') && word.ends_with('"'));
        if list {
            let mut commas = Vec::new();
            let mut at = from;
            for _ in words.iter().skip(1) {
                at = self.cursor.word_end(at);
                let end = self.cursor.get(at.checked_sub(1)?)?.span.end;
                commas.push(Replacement::insert(end as usize, ","));
            }
            return Some(Remedy::certain("put a `,` between the values", commas));
        }
        if let [first, second] = words.as_slice()
            && is_address(first)
            && is_parameter(second)
        {
            let end = self.cursor.span(from, self.cursor.word_end(from)).end;
            return Some(mend::insert(";", end as usize));
        }
        let value = self.cursor.unquoted_value(from)?;
        let command = self.cursor.source(value).starts_with('/');
        Some(Remedy {
            certain: command,
            ..self.quote_value()?
        })
    }

    /// The words from lexeme `from` on that stand next to each other on one line.
    fn words(&self, from: usize) -> Vec<&str> {
        let mut words = Vec::new();
        let mut at = from;
        while let Some(lexeme) = self.cursor.get(at)
            && lexeme.kind.is_piece()
            && (words.is_empty() || !lexeme.line_start)
        {
            let end = self.cursor.word_end(at);
            words.push(self.cursor.source(self.cursor.span(at, end)));
            at = end;
        }
        words
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

/// Whether a word is an address of a jail, with an interface before it or not.
fn is_address(word: &str) -> bool {
    let (_, address) = word.rsplit_once('|').unwrap_or(("", word));
    let (address, _) = address.split_once('/').unwrap_or((address, ""));
    address.parse::<std::net::IpAddr>().is_ok()
}

/// Whether a word looks like a parameter without a value.
fn is_parameter(word: &str) -> bool {
    let part = |c: char| c.is_ascii_lowercase() || matches!(c, '.' | '_');
    word.chars().all(part)
}

/// Where the part of a variable's name ends that was meant as one.
fn name_end(text: &str) -> usize {
    text.find(';').unwrap_or(text.len())
}
