//! The state of reading one script: where it is, what it has put out, blanks and line ends.

use crate::syntax::{SyntaxError, Token, TokenKind};
use crate::text::Span;

use super::lex;

/// What reading puts out beside the tree.
pub(super) struct Output {
    pub(super) tokens: Vec<Token>,
    pub(super) errors: Vec<SyntaxError>,
    pub(super) not_understood: Vec<Span>,
    pub(super) here_documents: Vec<Span>,
    /// A quote was open at the end of the text.
    pub(super) open_quote: bool,
    /// The structure has gone wrong once.
    pub(super) lost: bool,
    /// End quotes where they were meant to end rather than where they do.
    pub(super) breaking: bool,
    /// How many quotes may still be ended that way: each costs a second look at the rest.
    pub(super) breaks_left: u32,
}

impl Output {
    pub(super) fn new(breaking: bool) -> Self {
        Self {
            tokens: Vec::new(),
            errors: Vec::new(),
            not_understood: Vec::new(),
            here_documents: Vec::new(),
            open_quote: false,
            lost: false,
            breaking,
            breaks_left: 64,
        }
    }
}

/// A here-document whose body begins after the next line end.
pub(super) struct PendingHere {
    /// The closing line.
    mark: String,
    /// `<<-`: tabs before the closing line do not count.
    tabs: bool,
}

pub(super) struct Parser<'t, 'o> {
    pub(super) text: &'t str,
    /// For text that is not the file's own (backquotes with escapes in them): the file's offset
    /// of each byte.
    map: Option<Vec<u32>>,
    pub(super) at: usize,
    pub(super) end: usize,
    pub(super) depth: usize,
    /// How many substitutions and quotes are open; recovery is for those in the open only.
    pub(super) inside: usize,
    pub(super) here: Vec<PendingHere>,
    pub(super) output: &'o mut Output,
}

impl<'t, 'o> Parser<'t, 'o> {
    pub(super) fn new(text: &'t str, output: &'o mut Output) -> Self {
        Self {
            text,
            map: None,
            at: 0,
            end: text.len(),
            depth: 0,
            inside: 0,
            here: Vec::new(),
            output,
        }
    }

    /// A parser for `text`, whose bytes stand at the offsets `map` of this one's text.
    pub(super) fn nested<'n>(&'n mut self, text: &'n str, map: &[usize]) -> Parser<'n, 'n> {
        let map = map
            .iter()
            .map(|&at| self.span(at, at + 1).start)
            .collect::<Vec<_>>();
        Parser {
            text,
            map: Some(map),
            at: 0,
            end: text.len(),
            depth: self.depth,
            inside: self.inside,
            here: Vec::new(),
            output: &mut *self.output,
        }
    }

    /// The file's bytes behind `start..end` of this text.
    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        let Some(map) = &self.map else {
            return Span::new(start, end);
        };
        let last = map.last().map_or(0, |&offset| offset.saturating_add(1));
        let first = map.get(start).copied().unwrap_or(last);
        let end = match end.checked_sub(1) {
            Some(before) if end > start => map.get(before).map_or(last, |&o| o.saturating_add(1)),
            _ => first,
        };
        Span { start: first, end }
    }

    /// The same, cut where the file has bytes that this text has not.
    pub(super) fn runs(&self, start: usize, end: usize) -> Vec<Span> {
        let Some(map) = &self.map else {
            return vec![Span::new(start, end)];
        };
        let mut runs: Vec<Span> = Vec::new();
        for &offset in map.get(start..end).unwrap_or_default() {
            match runs.last_mut() {
                Some(run) if run.end == offset => run.end += 1,
                _ => runs.push(Span {
                    start: offset,
                    end: offset.saturating_add(1),
                }),
            }
        }
        runs
    }

    pub(super) fn rest(&self) -> &'t str {
        self.text.get(self.at..self.end).unwrap_or("")
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.rest().as_bytes().first().copied()
    }

    pub(super) fn starts(&self, what: &str) -> bool {
        self.rest().starts_with(what)
    }

    /// Takes `length` bytes as one token.
    pub(super) fn take(&mut self, length: usize, kind: TokenKind) -> Span {
        let start = self.at;
        self.at = (start + length).min(self.end);
        let span = self.span(start, self.at);
        if !span.is_empty() {
            self.output.tokens.push(Token { kind, span });
        }
        span
    }

    /// Length of the character at the point; 0 at the end.
    pub(super) fn char_len(&self) -> usize {
        self.rest().chars().next().map_or(0, char::len_utf8)
    }

    pub(super) fn error(
        &mut self,
        span: Span,
        message: impl Into<String>,
        note: impl Into<String>,
    ) {
        let error = SyntaxError::new(span, message).with_note(note);
        self.output.errors.push(error);
    }

    /// Blanks, continued lines and a comment, up to a line end.
    pub(super) fn blanks(&mut self) {
        let blanks = lex::blank_len(self.rest());
        self.take(blanks, TokenKind::Space);
        let comment = lex::comment_len(self.rest());
        self.take(comment, TokenKind::Comment);
    }

    /// Blanks, comments and line ends.
    pub(super) fn lines(&mut self) {
        self.blanks();
        while self.line_end() {
            self.blanks();
        }
    }

    /// One line end and the here-documents that begin after it.
    pub(super) fn line_end(&mut self) -> bool {
        if self.peek() != Some(b'\n') {
            return false;
        }
        self.take(1, TokenKind::Space);
        for pending in std::mem::take(&mut self.here) {
            self.here_document(&pending);
        }
        true
    }

    /// Notes that a here-document begins on the next line; `mark` is its closing line as the
    /// operator names it.
    pub(super) fn expect_here(&mut self, mark: &str, tabs: bool) {
        // Quotes around the mark only say whether the body is expanded.
        let mark = mark
            .chars()
            .filter(|c| !matches!(c, '\'' | '"' | '\\'))
            .collect();
        self.here.push(PendingHere { mark, tabs });
    }

    fn here_document(&mut self, pending: &PendingHere) {
        let rest = self.rest();
        let mut length = 0;
        for line in rest.split_inclusive('\n') {
            length += line.len();
            let bare = line.strip_suffix('\n').unwrap_or(line);
            let bare = if pending.tabs {
                bare.trim_start_matches('\t')
            } else {
                bare
            };
            if bare == pending.mark {
                break;
            }
        }
        let span = self.take(length, TokenKind::Quoted);
        self.output.here_documents.push(span);
    }
}

/// `tokens` in order and without gaps or overlaps over all of `text`.
pub(super) fn cover(text: &str, mut tokens: Vec<Token>) -> Vec<Token> {
    tokens.sort_by_key(|token| token.span.start);
    let mut covered = Vec::with_capacity(tokens.len());
    let mut at = 0;
    let fill = |covered: &mut Vec<Token>, from: u32, to: u32| {
        let span = Span {
            start: from,
            end: to,
        };
        let blank = text
            .get(span.range())
            .is_some_and(|gap| gap.trim().is_empty());
        let kind = if blank {
            TokenKind::Space
        } else {
            TokenKind::Punctuation
        };
        covered.push(Token { kind, span });
    };
    for token in tokens {
        if token.span.start > at {
            fill(&mut covered, at, token.span.start);
        }
        let start = token.span.start.max(at);
        if token.span.end > start {
            let span = Span {
                start,
                end: token.span.end,
            };
            covered.push(Token { span, ..token });
            at = token.span.end;
        }
    }
    let end = Span::at(text.len()).end;
    if at < end {
        fill(&mut covered, at, end);
    }
    covered
}
