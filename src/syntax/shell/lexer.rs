//! A script as words, operators and comments.

use super::tree::Word;
use super::word::WordReader;
use crate::syntax::{SyntaxError, Token, TokenKind};
use crate::text::Span;

/// A word or an operator.
#[derive(Clone, Debug)]
pub(super) enum Lexeme {
    /// A word.
    Word(Word),
    /// A control operator or a line break.
    Operator(&'static str, Span),
    /// A redirection; its target is left out.
    Redirection,
    /// The body of a here-document.
    HereDocument(Span),
}

/// Operators, longest first.
const OPERATORS: [&str; 10] = [";;", "&&", "||", ";", "&", "|", "(", ")", "\n", "\r\n"];

/// Redirections, longest first.
const REDIRECTIONS: [&str; 9] = ["<<-", "<<", ">>", "<&", ">&", "<>", ">|", "<", ">"];

/// Reads a text from `start` to the reader's end.
pub(super) struct Lexer<'t> {
    reader: WordReader<'t>,
    at: usize,
    pub lexemes: Vec<Lexeme>,
    pub tokens: Vec<Token>,
    pub errors: Vec<SyntaxError>,
    waiting: Vec<HereMark>,
}

/// A here-document whose body begins at the next line.
struct HereMark {
    delimiter: String,
    strip_tabs: bool,
}

impl<'t> Lexer<'t> {
    pub fn new(reader: WordReader<'t>, start: usize) -> Self {
        Self {
            reader,
            at: start,
            lexemes: Vec::new(),
            tokens: Vec::new(),
            errors: Vec::new(),
            waiting: Vec::new(),
        }
    }

    fn rest(&self) -> &'t str {
        self.reader.text.get(self.at..self.reader.end).unwrap_or("")
    }

    fn take(&mut self, length: usize, kind: TokenKind) -> Span {
        let span = Span::new(self.at, self.at + length);
        self.tokens.push(Token { kind, span });
        self.at += length;
        span
    }

    /// Reads everything.
    pub fn run(mut self) -> Self {
        while let Some(c) = self.rest().chars().next() {
            self.next(c);
        }
        self
    }

    fn next(&mut self, c: char) {
        let rest = self.rest();
        let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        if blanks > 0 {
            self.take(blanks, TokenKind::Space);
        } else if rest.starts_with("\\\n") {
            self.take(2, TokenKind::Space);
        } else if c == '#' {
            self.take(rest.find('\n').unwrap_or(rest.len()), TokenKind::Comment);
        } else if c == '\n' {
            self.line_break();
        } else if let Some(mark) = REDIRECTIONS.iter().find(|mark| rest.starts_with(**mark)) {
            self.redirection(mark);
        } else if let Some(mark) = OPERATORS.iter().find(|mark| rest.starts_with(**mark)) {
            let span = self.take(mark.len(), TokenKind::Punctuation);
            self.lexemes.push(Lexeme::Operator(mark, span));
        } else {
            self.word();
        }
    }

    fn line_break(&mut self) {
        let span = self.take(1, TokenKind::Space);
        for mark in std::mem::take(&mut self.waiting) {
            self.here_document(&mark);
        }
        self.lexemes.push(Lexeme::Operator("\n", span));
    }

    fn word(&mut self) {
        let (word, end) = self.reader.word(self.at, &mut self.errors);
        // A character that no word takes must not stop the reading.
        let length =
            (end - self.at).max(self.rest().chars().next().map_or(0, char::len_utf8).min(1));
        let kind = match self.rest().as_bytes().first() {
            Some(b'"' | b'\'') => TokenKind::Quoted,
            Some(b'$') => TokenKind::Variable,
            _ => TokenKind::Word,
        };
        self.take(length, kind);
        let number = word
            .literal()
            .is_some_and(|text| text.bytes().all(|b| b.is_ascii_digit()));
        let redirected = number && self.rest().starts_with(['<', '>']);
        if !redirected {
            self.lexemes.push(Lexeme::Word(word));
        }
    }

    fn redirection(&mut self, mark: &'static str) {
        self.take(mark.len(), TokenKind::Punctuation);
        let rest = self.rest();
        let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        if blanks > 0 {
            self.take(blanks, TokenKind::Space);
        }
        let (target, end) = self.reader.word(self.at, &mut self.errors);
        if end > self.at {
            self.take(end - self.at, TokenKind::Word);
        }
        if mark.starts_with("<<") {
            self.waiting.push(HereMark {
                delimiter: target.literal().unwrap_or_default(),
                strip_tabs: mark == "<<-",
            });
        }
        self.lexemes.push(Lexeme::Redirection);
    }

    /// The lines up to the delimiter are data.
    fn here_document(&mut self, mark: &HereMark) {
        let start = self.at;
        let mut at = self.at;
        for line in self.rest().split_inclusive('\n') {
            let bare = line.trim_end_matches(['\n', '\r']);
            let bare = if mark.strip_tabs {
                bare.trim_start_matches('\t')
            } else {
                bare
            };
            if bare == mark.delimiter {
                break;
            }
            at += line.len();
        }
        let body = Span::new(start, at);
        let delimiter = self.reader.text.get(at..self.reader.end).unwrap_or("");
        let line = delimiter.split_inclusive('\n').next().unwrap_or("");
        let length = at - start + line.trim_end_matches('\n').len();
        if length > 0 {
            self.take(length, TokenKind::Quoted);
        }
        self.lexemes.push(Lexeme::HereDocument(body));
    }
}
