//! Text to lexemes, as usr.sbin/jail/jaillex.l cuts it.
//!
//! Knows no grammar: what may stand where is the parser's.

use nom::branch::alt;
use nom::bytes::complete::{tag, take_while, take_while_m_n, take_while1};
use nom::character::complete::anychar;
use nom::combinator::recognize;
use nom::{IResult, Parser};

use super::lexeme::{Kind, Lexed};
use super::lexing::Lexer;
use super::{mend, quote};
use crate::syntax::{Remedy, Replacement, SyntaxError, TokenKind, typed};
use crate::text::Span;
use crate::vocabulary::FreebsdRelease;

/// Cuts `text`. With `split_quotes`, a quoted text that looks as if its quote had been forgotten
/// ends with its line: jail(8) does not do so, but then it has refused the file anyway.
pub(super) fn lex(text: &str, split_quotes: bool) -> Lexed {
    let mut lexer = Lexer {
        text,
        at: 0,
        in_word: false,
        after_break: true,
        carriage_return: false,
        split_quotes,
        went_back_at: None,
        out: Lexed::default(),
    };
    while lexer.at < text.len() {
        let before = lexer.at;
        lexer.step();
        let moves = lexer.at > before || lexer.went_back_at == Some(before);
        debug_assert!(moves, "the lexer stands still at byte {before}");
        if !moves {
            break;
        }
    }
    lexer.out
}

/// Characters of which the machine makes one piece (outside quotes).
fn is_bare(c: char) -> bool {
    c.is_ascii_alphanumeric() || "_!%&()-.:<>?@[]^`|~".contains(c)
}

/// Bytes outside ASCII, and what stands for bytes that are not UTF-8.
fn is_foreign(c: char) -> bool {
    !c.is_ascii() || c == '\0' || c == '\u{1a}'
}

fn line_comment(input: &str) -> IResult<&str, &str> {
    recognize((alt((tag("#"), tag("//"))), take_while(|c| c != '\n'))).parse(input)
}

fn escape(input: &str) -> IResult<&str, &str> {
    let octal = take_while_m_n(1, 3, |c: char| c.is_digit(8));
    let hex = recognize((
        tag("x"),
        take_while_m_n(1, 2, |c: char| c.is_ascii_hexdigit()),
    ));
    let other = recognize(nom::combinator::verify(anychar, char::is_ascii));
    recognize((tag("\\"), alt((octal, hex, other)))).parse(input)
}

fn punctuation(input: &str) -> IResult<&str, &str> {
    alt((tag("+="), tag(","), tag(";"), tag("="), tag("{"), tag("}"))).parse(input)
}

fn bare(input: &str) -> IResult<&str, &str> {
    let single = take_while_m_n(1, 1, |c| "$*+/\\".contains(c));
    alt((take_while1(is_bare), escape, single)).parse(input)
}

impl Lexer<'_> {
    fn step(&mut self) {
        let rest = self.text.get(self.at..).unwrap_or_default();
        if rest.starts_with([' ', '\t', '\n', '\r']) {
            self.blanks(rest);
        } else if let Ok((_, comment)) = line_comment(rest) {
            self.comment(comment.len());
        } else if rest.starts_with("/*") {
            self.block_comment(rest);
        } else if rest.starts_with('"') {
            quote::double(self);
        } else if rest.starts_with('\'') {
            quote::single(self);
        } else if rest.starts_with('$') {
            self.dollar(false);
        } else if let Ok((_, mark)) = punctuation(rest) {
            self.punctuation(mark);
        } else if let Ok((_, word)) = bare(rest) {
            let span = Span::new(self.at, self.at + word.len());
            self.piece(Kind::Bare, span, span);
        } else {
            self.stray(rest);
        }
    }

    fn blanks(&mut self, rest: &str) {
        let len = rest
            .bytes()
            .take_while(|b| matches!(b, b' ' | b'\t' | b'\n' | b'\r'))
            .count();
        let blanks = rest.get(..len).unwrap_or_default();
        if !self.carriage_return
            && let Some(offset) = blanks.find('\r')
        {
            self.carriage_return = true;
            let at = self.at + offset;
            let error = SyntaxError::new(
                Span::new(at, at + 1),
                "a carriage return, which is no blank to this release's jail(8)",
            )
            .with_note("save the file with Unix line ends")
            .with_remedy(typed::unix_line_ends(self.text))
            .before(FreebsdRelease::new(14, 0));
            self.out.errors.push(error);
        }
        self.after_break |= blanks.contains('\n');
        self.separate();
        self.advance(TokenKind::Space, len);
    }

    fn comment(&mut self, len: usize) {
        let span = Span::new(self.at, self.at + len);
        if self.in_word {
            self.out.comments_in_words.push(span);
        }
        self.after_break |= self
            .text
            .get(span.range())
            .is_some_and(|t| t.contains('\n'));
        self.separate();
        self.advance(TokenKind::Comment, len);
    }

    fn block_comment(&mut self, rest: &str) {
        let body = rest.get(2..).unwrap_or_default();
        if let Some(end) = body.find("*/") {
            self.comment(end + 4);
            return;
        }
        let opening = Span::new(self.at, self.at + 2);
        let error = if self.in_word {
            SyntaxError::new(
                opening,
                "`/*` begins a comment, in the middle of a word too, and this one never ends",
            )
            .with_note("put the value into quotes")
            .with_remedy(self.quote_around(rest))
        } else {
            SyntaxError::new(opening, "this comment never ends")
                .with_note("close it with `*/`; the rest of the file is not read")
                .with_remedy(self.close_comment(rest))
        };
        self.out.errors.push(error);
        self.out.ends_in_comment = true;
        self.comment(rest.len());
    }

    /// Closes a comment at the end of its first line.
    fn close_comment(&self, comment: &str) -> Remedy {
        let line = comment.lines().next().unwrap_or_default();
        let close = Replacement::insert(self.at + line.trim_end().len(), " */");
        Remedy::likely("close the comment at the end of its line", vec![close])
    }

    /// Puts quotes around the word in whose middle the lexer is; up to the `;`.
    fn quote_around(&self, rest: &str) -> Option<Remedy> {
        let end = rest.find([';', '\n', ' '])?;
        if rest.as_bytes().get(end) != Some(&b';') {
            return None;
        }
        let mut word = self.out.lexemes.iter().rev();
        let mut start = word.next()?;
        while start.glued {
            start = word.next()?;
        }
        let value = Span::new(start.span.start as usize, self.at + end);
        Some(Remedy::certain(
            "put the value into quotes",
            mend::quote(value),
        ))
    }

    fn punctuation(&mut self, mark: &str) {
        let kind = match mark {
            "+=" => Kind::PlusEquals,
            "," => Kind::Comma,
            ";" => Kind::Semicolon,
            "=" => Kind::Equals,
            "{" => Kind::Open,
            _ => Kind::Close,
        };
        let span = Span::new(self.at, self.at + mark.len());
        self.separate();
        self.piece(kind, span, span);
        self.separate();
    }

    /// A character that no rule of the machine's lexer takes.
    fn stray(&mut self, rest: &str) {
        let foreign = rest.find(|c| !is_foreign(c)).unwrap_or(rest.len());
        if foreign > 0 {
            let span = Span::new(self.at, self.at + foreign);
            self.piece(Kind::Foreign, span, span);
            return;
        }
        let control = |c: char| c.is_ascii_control() && !is_foreign(c) && !"\t\n\r".contains(c);
        let len = rest.find(|c| !control(c)).unwrap_or(rest.len()).max(1);
        let error = SyntaxError::new(
            Span::new(self.at, self.at + len),
            "a control character outside quotes, which jail(8) refuses",
        )
        .with_note("delete it, or put the value into quotes")
        .with_remedy(mend::delete(
            "the control character",
            Span::new(self.at, self.at + len),
        ));
        self.out.errors.push(error);
        self.separate();
        self.advance(TokenKind::Unknown, len);
    }
}
