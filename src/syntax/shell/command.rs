//! Lists, pipelines, simple commands.

use crate::syntax::TokenKind;
use crate::text::Span;

use super::lex::{self, Reserved};
use super::parser::Parser;
use super::tree::{
    AndOr, Assignment, Command, CommandKind, Function, Join, List, Piece, PieceKind, Pipeline,
    Redirection, Simple, Word,
};
use super::{DEPTH_LIMIT, recover};

impl Parser<'_, '_> {
    /// Everything up to the end.
    pub(super) fn script(&mut self) -> List {
        let mut list = self.list();
        while self.at < self.end {
            self.stray();
            list.items.extend(self.list().items);
        }
        list
    }

    /// Everything up to a `)` or the end.
    pub(super) fn list_until_paren(&mut self) -> List {
        let mut list = self.list();
        while self.at < self.end && self.peek() != Some(b')') {
            self.stray();
            list.items.extend(self.list().items);
        }
        list
    }

    /// Commands up to something that ends a list: a closing word, `)`, `;;` or the end.
    pub(super) fn list(&mut self) -> List {
        let mut items = Vec::new();
        loop {
            self.lines();
            if self.at_list_end() {
                return List { items };
            }
            let Some(mut item) = self.and_or() else {
                self.unexpected();
                continue;
            };
            self.blanks();
            if self.peek() == Some(b'&') {
                self.take(1, TokenKind::Punctuation);
                item.background = true;
            } else if self.peek() == Some(b';') && !self.at_arm_end() {
                self.take(1, TokenKind::Punctuation);
            } else if self.peek() == Some(b'(') {
                self.misplaced(self.at, self.at + 1);
            }
            items.push(item);
        }
    }

    fn at_arm_end(&self) -> bool {
        self.starts(";;") || self.starts(";&")
    }

    fn at_list_end(&self) -> bool {
        self.at >= self.end
            || self.peek() == Some(b')')
            || self.at_arm_end()
            || lex::reserved(self.rest()).is_some_and(Reserved::closes)
    }

    /// Takes a word that ends a list here where none is open.
    fn stray(&mut self) {
        let length = match lex::reserved(self.rest()) {
            Some(word) => word.text().len(),
            None if self.at_arm_end() => 2,
            None => self.char_len(),
        };
        self.misplaced(self.at, self.at + length);
        self.take(length, TokenKind::Punctuation);
    }

    /// Takes an operator that has nothing before it.
    fn unexpected(&mut self) {
        if self.at_list_end() {
            return self.misplaced(self.at, self.at);
        }
        let bytes = self.rest().bytes().take(2);
        let operator = bytes.take_while(|b| matches!(b, b'&' | b'|')).count();
        let length = operator.max(self.char_len());
        self.misplaced(self.at, self.at + length);
        self.take(length, TokenKind::Punctuation);
    }

    fn misplaced(&mut self, start: usize, end: usize) {
        let span = self.span(start, end);
        self.output.not_understood.push(span);
        // After the first mistake in the structure, the others are mostly its consequences.
        if self.output.lost {
            return;
        }
        self.output.lost = true;
        let what = match self.text.get(start..end) {
            None | Some("") => "a command ends here before it has begun".to_owned(),
            Some(text) => format!("`{text}` is not expected here"),
        };
        self.error(span, what, "sh stops here");
    }

    /// Says that the construct that begins at `opening` has no `word`.
    pub(super) fn missing(&mut self, opening: Span, construct: &str, word: &str) {
        if !self.output.lost {
            self.output.lost = true;
            self.error(
                opening,
                format!("this `{construct}` has no `{word}`"),
                format!("add the missing `{word}`; sh stops before it runs any of this"),
            );
        }
    }

    fn and_or(&mut self) -> Option<AndOr> {
        let start = self.at;
        let mut pipelines = vec![self.pipeline(Join::Always)?];
        let mut end = self.at;
        loop {
            self.blanks();
            let join = if self.starts("&&") {
                Join::Success
            } else if self.starts("||") {
                Join::Failure
            } else {
                break;
            };
            let operator = self.at;
            self.take(2, TokenKind::Punctuation);
            self.lines();
            let Some(pipeline) = self.pipeline(join) else {
                self.misplaced(operator, operator + 2);
                break;
            };
            pipelines.push(pipeline);
            end = self.at;
        }
        Some(AndOr {
            pipelines,
            background: false,
            span: self.span(start, end),
        })
    }

    fn pipeline(&mut self, after: Join) -> Option<Pipeline> {
        let mut negated = false;
        while lex::reserved(self.rest()) == Some(Reserved::Not) {
            self.take(1, TokenKind::Punctuation);
            self.blanks();
            negated = !negated;
        }
        let mut commands = vec![self.command()?];
        loop {
            self.blanks();
            if self.peek() != Some(b'|') || self.starts("||") {
                break;
            }
            let operator = self.at;
            self.take(1, TokenKind::Punctuation);
            self.lines();
            let Some(command) = self.command() else {
                self.misplaced(operator, operator + 1);
                break;
            };
            commands.push(command);
        }
        Some(Pipeline {
            after,
            negated,
            commands,
        })
    }

    fn command(&mut self) -> Option<Command> {
        let start = self.at;
        let opens = match lex::reserved(self.rest()) {
            Some(word) if word.closes() || word == Reserved::Not => return None,
            other => other,
        };
        if opens.is_none() && self.peek() != Some(b'(') {
            return self.simple();
        }
        let kind = if self.depth >= DEPTH_LIMIT {
            self.skip_construct()
        } else {
            self.depth += 1;
            let kind = self.compound(opens);
            self.depth -= 1;
            kind
        };
        let mut end = self.at;
        let mut redirections = Vec::new();
        loop {
            self.blanks();
            let Some(redirection) = self.redirection() else {
                break;
            };
            redirections.push(redirection);
            end = self.at;
        }
        Some(Command {
            kind,
            redirections,
            span: self.span(start, end),
        })
    }

    fn simple(&mut self) -> Option<Command> {
        let start = self.at;
        let mut end = start;
        let mut simple = Simple::default();
        let mut redirections = Vec::new();
        loop {
            self.blanks();
            if let Some(redirection) = self.redirection() {
                redirections.push(redirection);
            } else if simple.words.is_empty()
                && let Some(assignment) = self.assignment()
            {
                simple.assignments.push(assignment);
            } else if let Some(word) = self.word() {
                simple.words.push(word);
            } else {
                break;
            }
            end = self.at;
            if simple.words.len() == 1
                && simple.assignments.is_empty()
                && let Some(name) = self.function_name(&simple)
            {
                return self.function(start, name);
            }
        }
        (end > start).then(|| Command {
            kind: CommandKind::Simple(simple),
            redirections,
            span: self.span(start, end),
        })
    }

    fn assignment(&mut self) -> Option<Assignment> {
        let start = self.at;
        let length = lex::assignment_len(self.rest());
        if length == 0 {
            return None;
        }
        let name = self.take(length - 1, TokenKind::Word);
        self.take(1, TokenKind::Punctuation);
        Some(Assignment {
            name,
            value: self.word_or_nothing(),
            span: self.span(start, self.at),
        })
    }

    fn redirection(&mut self) -> Option<Redirection> {
        let length = lex::redirection_len(self.rest());
        if length == 0 {
            return None;
        }
        let text = self.rest().get(..length).unwrap_or("");
        let from = self.at;
        let operator = self.take(length, TokenKind::Punctuation);
        let blanks = lex::blank_len(self.rest());
        self.take(blanks, TokenKind::Space);
        let start = self.at;
        let Some(target) = self.word() else {
            self.misplaced(from, from + length);
            return Some(Redirection {
                operator,
                target: Word::default(),
            });
        };
        if text.ends_with("<<") || text.ends_with("<<-") {
            let mark = self.text.get(start..self.at).unwrap_or("").to_owned();
            self.expect_here(&mark, text.ends_with('-'));
        }
        Some(Redirection { operator, target })
    }

    /// The name, if the one word of `simple` is followed by `()`.
    fn function_name(&self, simple: &Simple) -> Option<Span> {
        let rest = self.rest();
        let open = lex::blank_len(rest);
        let inside = rest.get(open..)?.strip_prefix('(')?;
        inside.get(lex::blank_len(inside)..)?.strip_prefix(')')?;
        match simple.words.as_slice() {
            [word] => match word.pieces.as_slice() {
                [
                    Piece {
                        kind: PieceKind::Literal,
                        span,
                    },
                ] => Some(*span),
                _ => None,
            },
            _ => None,
        }
    }

    fn function(&mut self, start: usize, name: Span) -> Option<Command> {
        self.blanks();
        let length = recover::raw_len(self.rest(), 1, b')');
        self.take(length, TokenKind::Punctuation);
        self.lines();
        let body = if self.depth >= DEPTH_LIMIT {
            None
        } else {
            self.depth += 1;
            let body = self.command();
            self.depth -= 1;
            body
        };
        let body = body.unwrap_or_else(|| {
            self.missing(name, "function", "{ ... }");
            Command {
                kind: CommandKind::Unknown,
                redirections: Vec::new(),
                span: self.span(self.at, self.at),
            }
        });
        Some(Command {
            kind: CommandKind::Function(Function {
                name,
                body: Box::new(body),
            }),
            redirections: Vec::new(),
            span: self.span(start, self.at),
        })
    }
}
