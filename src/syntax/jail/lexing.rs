//! Where the lexer is in its text, and the steps that it and the reader of quotes take alike:
//! pieces, variables, and going back.

use nom::bytes::complete::{tag, take_while, take_while_m_n};
use nom::combinator::recognize;
use nom::{IResult, Parser};

use super::lexeme::{Kind, Lexed, Lexeme};
use super::mend;
use crate::syntax::{SyntaxError, TokenKind};
use crate::text::Span;

/// Where the lexer is.
pub(super) struct Lexer<'t> {
    pub(super) text: &'t str,
    pub(super) at: usize,
    /// The next piece is glued to the last one.
    pub(super) in_word: bool,
    /// A line break has been passed since the last lexeme.
    pub(super) after_break: bool,
    /// A carriage return has been reported.
    pub(super) carriage_return: bool,
    pub(super) split_quotes: bool,
    /// From where the lexer went back last; never twice from one place.
    pub(super) went_back_at: Option<usize>,
    pub(super) out: Lexed,
}

fn word_variable(input: &str) -> IResult<&str, &str> {
    recognize((
        tag("$"),
        take_while_m_n(1, 1, |c: char| c.is_ascii_alphabetic() || c == '_'),
        take_while(|c: char| c.is_ascii_alphanumeric() || c == '_'),
    ))
    .parse(input)
}

impl Lexer<'_> {
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
    pub(super) fn separate(&mut self) {
        self.in_word = false;
    }

    /// Marks the last lexeme as one that never ends.
    pub(super) fn break_last(&mut self) {
        if let Some(last) = self.out.lexemes.last_mut() {
            last.broken = true;
        }
    }

    pub(super) fn advance(&mut self, kind: TokenKind, len: usize) {
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
