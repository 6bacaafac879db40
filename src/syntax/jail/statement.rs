//! One statement: a parameter, an `.include`, or the beginning of a block.

use super::lexeme::Kind;
use super::parser::Parser;
use super::tree::{Include, Operator, OperatorKind, Parameter, Piece, Statement, Value};
use crate::text::Span;

/// Words before a brace that are taken for one jail name without its quotes.
const MAX_NAME_WORDS: usize = 8;

/// How reading a list of values went.
struct List {
    values: Vec<Value>,
    /// Something is wrong that has been said; what follows is not to be judged.
    broken: bool,
}

impl Parser<'_> {
    /// At a word that begins a statement.
    pub(super) fn statement(&mut self) {
        let from = self.cursor.at;
        if self.begins_block(from) {
            return;
        }
        let name_end = self.cursor.word_end(from);
        self.cursor.at = name_end;
        self.check_name(from, name_end);

        if self.lacks_brace() {
            let end = self.cursor.end() as usize;
            self.error_with_note(
                Span::at(end),
                "a `{` is missing here",
                "it opens the jail's block",
            );
            self.begin_block(from);
            return;
        }
        let operator = self.operator();
        let bare = operator.is_none()
            && (!self.at_word() || self.next_line_is_a_statement(self.cursor.at));
        let list = if bare {
            List {
                values: Vec::new(),
                broken: false,
            }
        } else {
            self.values(operator)
        };
        let ended = self.end_statement(list.broken);
        self.build(from, name_end, operator, list.values);
        if !ended {
            self.skip_statement();
        }
    }

    fn at_word(&self) -> bool {
        self.cursor.kind().is_some_and(Kind::is_piece)
    }

    /// Outside all blocks, a word and then, on its line, a whole assignment: a jail's name.
    fn lacks_brace(&self) -> bool {
        let same_line = self.cursor.peek().is_some_and(|l| !l.line_start);
        self.at_top() && same_line && self.is_assignment(self.cursor.at)
    }

    /// Words and then a brace: a block, also where the name is none.
    fn begins_block(&mut self, from: usize) -> bool {
        let mut end = self.cursor.word_end(from);
        let first = end;
        // Only what stands on one line can be a name that was meant as one.
        for _ in 1..MAX_NAME_WORDS {
            let next = self.cursor.get(end);
            if !next.is_some_and(|l| l.kind.is_piece() && !l.line_start) {
                break;
            }
            end = self.cursor.word_end(end);
        }
        if self.cursor.get(end).map(|l| l.kind) != Some(Kind::Open) {
            return false;
        }
        self.cursor.at = end;
        let span = self.cursor.span(from, end);
        let note = "put the name into double quotes";
        if self.has_foreign(from, end) {
            self.foreign(from, end);
        } else if end > first {
            self.error_with_note(span, "a jail's name is one word", note);
        } else if first > from + 1 {
            self.error_with_note(
                span,
                "this jail name is made of several pieces, which jail(8) refuses",
                note,
            );
        } else if self.cursor.get(from).map(|l| l.kind) == Some(Kind::Variable) {
            self.error(span, "a variable cannot name a jail");
        }
        self.begin_block(from);
        true
    }

    /// Says what is wrong with a word of lexemes `from..to` as a parameter's name.
    fn check_name(&mut self, from: usize, to: usize) {
        if self.has_foreign(from, to) {
            self.foreign(from, to);
        } else if to > from + 1 {
            self.error_with_note(
                self.cursor.span(from, to),
                "this parameter name is made of several pieces, which jail(8) refuses",
                "a name is one bare word or one quoted text without variables",
            );
        }
    }

    fn has_foreign(&self, from: usize, to: usize) -> bool {
        let lexemes = self.cursor.lexed.lexemes.get(from..to);
        lexemes
            .unwrap_or_default()
            .iter()
            .any(|l| l.kind == Kind::Foreign)
    }

    /// Says once that a word holds bytes outside ASCII.
    fn foreign(&mut self, from: usize, to: usize) {
        let lexemes = self.cursor.lexed.lexemes.get(from..to);
        let first = lexemes
            .unwrap_or_default()
            .iter()
            .find(|l| l.kind == Kind::Foreign);
        if let Some(span) = first.map(|l| l.span) {
            self.error_with_note(
                span,
                "bytes outside ASCII are refused outside quotes",
                "put the value into double quotes",
            );
        }
    }

    fn operator(&mut self) -> Option<Operator> {
        let kind = match self.cursor.kind()? {
            Kind::Equals => OperatorKind::Set,
            Kind::PlusEquals => OperatorKind::Append,
            _ => return None,
        };
        let span = self.next_span();
        self.cursor.at += 1;
        Some(Operator { kind, span })
    }

    /// Whether lexeme `at` begins a line and plainly a statement: a word with an operator or a
    /// brace behind it, or another word that cannot go on a list.
    fn next_line_is_a_statement(&self, at: usize) -> bool {
        let begins = self
            .cursor
            .get(at)
            .is_some_and(|l| l.line_start && l.kind.is_piece());
        if !begins {
            return false;
        }
        let next = self.cursor.get(self.cursor.word_end(at));
        !matches!(
            next.map(|l| l.kind),
            Some(Kind::Semicolon | Kind::Comma | Kind::Close) | None
        )
    }

    /// Whether lexeme `at` begins a word that an operator follows.
    fn is_assignment(&self, at: usize) -> bool {
        self.cursor.get(at).is_some_and(|l| l.kind.is_piece())
            && self
                .cursor
                .get(self.cursor.word_end(at))
                .is_some_and(|l| l.kind.is_operator())
    }

    fn values(&mut self, operator: Option<Operator>) -> List {
        let mut values = Vec::new();
        let mut asked_by = operator.map(|operator| operator.span);
        loop {
            let from = self.cursor.at;
            let next_line = self.cursor.peek().is_some_and(|l| l.line_start);
            if !self.at_word() || (next_line && asked_by.is_some() && self.is_assignment(from)) {
                self.missing_value(asked_by, !values.is_empty());
                let go_on = self.cursor.kind() == Some(Kind::Comma);
                if !go_on {
                    return List {
                        values,
                        broken: true,
                    };
                }
            } else {
                let end = self.cursor.word_end(from);
                self.cursor.at = end;
                if self.has_foreign(from, end) {
                    self.foreign(from, end);
                }
                values.push(self.cursor.value(from, end));
            }
            if self.cursor.kind() != Some(Kind::Comma) {
                break;
            }
            asked_by = Some(self.next_span());
            self.cursor.at += 1;
        }
        List {
            values,
            broken: false,
        }
    }

    fn missing_value(&mut self, asked_by: Option<Span>, after_comma: bool) {
        let span = asked_by.unwrap_or_else(|| self.next_span());
        let mark = self.cursor.source(span);
        let comma = mark == ",";
        let message = format!("there is no value after this `{mark}`");
        let ends_line = self.cursor.peek().is_none_or(|l| l.line_start);
        if comma && after_comma && ends_line && self.at_word() {
            self.error_with_note(
                span,
                "the next line is no value of this list",
                "end the statement with `;` instead of `,`",
            );
        } else {
            self.error(span, message);
        }
    }

    fn build(&mut self, from: usize, to: usize, operator: Option<Operator>, values: Vec<Value>) {
        let end = match self.cursor.previous() {
            Some(last) => last.span.end,
            None => return,
        };
        let name = self.cursor.name(from, to);
        let span = Span {
            start: name.span.start,
            end,
        };
        let is_variable =
            to == from + 1 && self.cursor.get(from).map(|l| l.kind) == Some(Kind::Variable);
        let include =
            operator.is_none() && !is_variable && !values.is_empty() && name.text == ".include";
        if !include {
            self.add(Statement::Parameter(Parameter {
                name,
                is_variable,
                operator,
                values,
                span,
            }));
            return;
        }
        for piece in values.iter().flat_map(|value| &value.pieces) {
            if let Piece::Variable { span, .. } = piece {
                self.error(*span, "variables are not expanded in an `.include`");
            }
        }
        self.add(Statement::Include(Include {
            keyword: name.span,
            patterns: values,
            span,
        }));
    }
}
