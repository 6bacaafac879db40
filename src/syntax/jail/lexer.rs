//! Text to lexemes, as usr.sbin/jail/jaillex.l cuts it.
//!
//! Knows no grammar: what may stand where is the parser's.

use nom::branch::alt;
use nom::bytes::complete::{tag, take_while, take_while_m_n, take_while1};
use nom::character::complete::anychar;
use nom::combinator::recognize;
use nom::{IResult, Parser};

use super::lexeme::{Kind, Lexed, Lexeme};
use super::{mend, quote};
use crate::syntax::{Remedy, Replacement, SyntaxError, TokenKind};
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

/// Where the lexer is.
pub(super) struct Lexer<'t> {
    pub(super) text: &'t str,
    pub(super) at: usize,
    /// The next piece is glued to the last one.
    in_word: bool,
    /// A line break has been passed since the last lexeme.
    after_break: bool,
    /// A carriage return has been reported.
    carriage_return: bool,
    pub(super) split_quotes: bool,
    /// From where the lexer went back last; never twice from one place.
    went_back_at: Option<usize>,
    pub(super) out: Lexed,
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

fn word_variable(input: &str) -> IResult<&str, &str> {
    recognize((
        tag("$"),
        take_while_m_n(1, 1, |c: char| c.is_ascii_alphabetic() || c == '_'),
        take_while(|c: char| c.is_ascii_alphanumeric() || c == '_'),
    ))
    .parse(input)
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

    /// At a dollar sign, outside quotes or inside double ones.
    pub(super) fn dollar(&mut self, quoted: bool) {
        let rest = self.text.get(self.at..).unwrap_or_default();
        if rest.starts_with("${") {
            self.braced_variable(rest, quoted);
        } else if let Ok((_, name)) = word_variable(rest) {
            let span = Span::new(self.at, self.at + name.len());
            self.piece(
                Kind::Variable,
                span,
                Span::new(self.at + 1, self.at + name.len()),
            );
        } else {
            let kind = if quoted { Kind::Quoted } else { Kind::Bare };
            let span = Span::new(self.at, self.at + 1);
            self.piece(kind, span, span);
        }
    }

    fn braced_variable(&mut self, rest: &str, quoted: bool) {
        let (end, closed) = braced_end(rest.as_bytes(), quoted);
        let span = Span::new(self.at, self.at + end);
        if closed {
            let content = Span::new(self.at + 2, self.at + end - 1);
            self.piece(Kind::Variable, span, content);
            return;
        }
        let error = SyntaxError::new(
            Span::new(self.at, self.at + 2),
            "this variable reference is not closed",
        )
        .with_note("`${` needs its `}` on the same line; a dollar sign as such is `\\$`")
        .with_remedy(name_len(rest).map(|len| mend::insert("}", self.at + len)));
        self.out.errors.push(error);
        self.piece(Kind::Variable, span, Span::new(self.at + 2, self.at + end));
        self.break_last();
    }

    /// The lexeme with which the value begins that ends here, on this line, unless the lexer has
    /// been back there.
    pub(super) fn value_start(&self) -> Option<usize> {
        if self.went_back_at == Some(self.at) {
            return None;
        }
        let lexemes = &self.out.lexemes;
        let before = |index: usize| lexemes.get(index.checked_sub(1)?);
        for (index, lexeme) in lexemes.iter().enumerate().rev() {
            // Without its quote, a text's own commas and equals signs look like the grammar's.
            let asks = match lexeme.kind {
                Kind::Comma => before(index).is_some_and(|l| l.kind == Kind::Quoted),
                Kind::Equals | Kind::PlusEquals => {
                    let first = before(index).is_some_and(|l| l.line_start);
                    let behind = index.checked_sub(1).and_then(before);
                    first || behind.is_none_or(|l| matches!(l.kind, Kind::Semicolon | Kind::Open))
                }
                Kind::Semicolon | Kind::Open | Kind::Close => return None,
                _ => false,
            };
            if asks {
                return Some(index + 1).filter(|from| *from < lexemes.len());
            }
            let source = self.text.get(lexeme.span.range()).unwrap_or_default();
            if lexeme.line_start || source.contains('\n') {
                return None;
            }
        }
        None
    }

    /// Goes back to before lexeme `index`, which does not begin a line.
    pub(super) fn rewind(&mut self, index: usize) {
        let Some(lexeme) = self.out.lexemes.get(index) else {
            return;
        };
        let at = lexeme.span.start;
        self.out.lexemes.truncate(index);
        while self
            .out
            .tokens
            .pop_if(|token| token.span.start >= at)
            .is_some()
        {}
        self.out.errors.retain(|error| error.span.start < at);
        self.out.comments_in_words.retain(|span| span.start < at);
        self.went_back_at = Some(self.at);
        self.at = at as usize;
        self.separate();
        self.after_break = false;
    }

    /// Ends the word.
    fn separate(&mut self) {
        self.in_word = false;
    }

    /// Marks the last lexeme as one that never ends.
    pub(super) fn break_last(&mut self) {
        if let Some(last) = self.out.lexemes.last_mut() {
            last.broken = true;
        }
    }

    fn advance(&mut self, kind: TokenKind, len: usize) {
        self.out.push_token(kind, Span::new(self.at, self.at + len));
        self.at += len;
    }

    /// Adds a lexeme that begins where the lexer is, and goes behind it.
    pub(super) fn piece(&mut self, kind: Kind, span: Span, content: Span) {
        self.out.lexemes.push(Lexeme {
            kind,
            span,
            content,
            glued: self.in_word,
            line_start: self.after_break,
            broken: false,
        });
        self.in_word = true;
        self.after_break = false;
        let token = match kind {
            Kind::Bare => TokenKind::Word,
            Kind::Quoted => TokenKind::Quoted,
            Kind::Variable => TokenKind::Variable,
            Kind::Foreign => TokenKind::Unknown,
            _ => TokenKind::Punctuation,
        };
        self.advance(token, span.len());
    }
}

/// How long `${name` is, where a name follows that was plainly meant as one.
fn name_len(reference: &str) -> Option<usize> {
    let name = reference.get(2..)?;
    let len = name
        .find(|c: char| !c.is_ascii_alphanumeric() && !"_.".contains(c))
        .unwrap_or(name.len());
    (len > 0).then_some(2 + len)
}

/// How many bytes `${...` takes, and whether it is closed.
///
/// The machine takes the longest match, and lets a backslash carry a brace, a line break or (in
/// double quotes) a quote into the name - yet a `}` behind a backslash may also end it, and an
/// unclosed reference wins where it is longer than a closed one.
fn braced_end(bytes: &[u8], quoted: bool) -> (usize, bool) {
    let mut closed = None;
    let mut unclosed = None;
    let mut at = 2;
    let mut escaped = false;
    while let Some(byte) = bytes.get(at) {
        if *byte == b'}' {
            closed = Some(at + 1);
        }
        let special = matches!(byte, b'\n' | b'{' | b'}') || (quoted && *byte == b'"');
        if special && !escaped {
            break;
        }
        if *byte == b'\n' {
            unclosed.get_or_insert(at);
        }
        escaped = *byte == b'\\';
        at += 1;
    }
    let unclosed = unclosed.unwrap_or(at);
    match closed {
        Some(end) if end >= unclosed => (end, true),
        _ => (unclosed, false),
    }
}
