//! One statement: a parameter, an `.include`, or the beginning of a block.

use super::lexeme::Kind;
use super::mend;
use super::parser::Parser;
use super::tree::{Include, Operator, OperatorKind, Parameter, Piece, Statement, Value};
use crate::syntax::{Remedy, Replacement, SyntaxError};
use crate::text::Span;

/// Words before a brace that are taken for one jail name without its quotes.
const MAX_NAME_WORDS: usize = 8;

/// Pieces of a value in which a word processor's quotes and blanks are sought.
const MAX_TYPED: usize = 64;

/// Words before an assignment in the languages of shells.
const SHELL_WORDS: [&str; 6] = ["export", "let", "local", "readonly", "set", "setenv"];

/// How reading a list of values went.
struct List {
    values: Vec<Value>,
    /// Something is wrong that has been said; what follows is not to be judged.
    broken: bool,
}

impl Parser<'_> {
    /// At a word that begins a statement.
    pub(super) fn statement(&mut self) {
        self.skip_shell_word();
        let from = self.cursor.at;
        if self.begins_block(from) {
            return;
        }
        let name_end = self.cursor.word_end(from);
        self.cursor.at = name_end;
        self.check_name(from, name_end);

        if self.lacks_brace() {
            let end = self.cursor.end() as usize;
            let error = SyntaxError::new(Span::at(end), "a `{` is missing here")
                .with_note("it opens the jail's block")
                .with_remedy(mend::insert(" {", end));
            self.report(error);
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

    /// At a word with which a shell's line may begin, before a whole assignment.
    fn skip_shell_word(&mut self) {
        let at = self.cursor.at;
        let (Some(word), Some(next)) = (self.cursor.get(at), self.cursor.get(at + 1)) else {
            return;
        };
        let source = self.cursor.source(word.span).to_owned();
        let follows = !next.glued && !next.line_start && self.is_assignment(at + 1);
        if !follows || !SHELL_WORDS.contains(&source.as_str()) {
            return;
        }
        let with_blank = Span {
            start: word.span.start,
            end: next.span.start,
        };
        let error = SyntaxError::new(word.span, format!("`{source}` is a word of the shell"))
            .with_note("jail.conf sets a parameter by its name alone: `name = value;`")
            .with_remedy(mend::delete(&format!("the `{source}`"), with_blank));
        self.report(error);
        self.cursor.at += 1;
    }

    fn at_word(&self) -> bool {
        self.cursor.kind().is_some_and(Kind::is_piece)
    }

    /// Outside all blocks, a word that must be a jail's name: on its line, a whole assignment
    /// follows, or the next brace in the file closes a block that nothing has opened.
    fn lacks_brace(&mut self) -> bool {
        let Some(next) = self.cursor.peek().filter(|_| self.at_top()) else {
            return false;
        };
        let goes_on = next.kind.is_piece();
        if self
            .cursor
            .lexed
            .comment_in_word(self.cursor.end())
            .is_some()
        {
            return false;
        }
        if goes_on && !next.line_start && self.is_assignment(self.cursor.at) {
            return true;
        }
        let begins = goes_on && (next.line_start || !self.is_whole_statement(self.cursor.at));
        (begins || next.kind == Kind::Close) && self.cursor.next_brace() == Some(Kind::Close)
    }

    /// Whether the word at lexeme `at` ends a statement.
    fn is_whole_statement(&self, at: usize) -> bool {
        let next = self.cursor.get(self.cursor.word_end(at));
        next.is_some_and(|l| matches!(l.kind, Kind::Semicolon | Kind::Comma))
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
            let error = SyntaxError::new(span, "a jail's name is one word")
                .with_note(note)
                .with_remedy(self.one_name(from, end));
            self.report(error);
        } else if first > from + 1 {
            let message = "this jail name is made of several pieces, which jail(8) refuses";
            let error = SyntaxError::new(span, message)
                .with_note(note)
                .with_remedy(self.one_name(from, end));
            self.report(error);
        } else if self.cursor.get(from).map(|l| l.kind) == Some(Kind::Variable) {
            self.error(span, "a variable cannot name a jail");
        }
        self.begin_block(from);
        true
    }

    /// Puts the words of lexemes `from..to` into one pair of quotes, as a jail's name.
    fn one_name(&self, from: usize, to: usize) -> Option<Remedy> {
        let lexemes = self.cursor.lexed.lexemes.get(from..to)?;
        if lexemes.iter().any(|l| l.kind == Kind::Variable) {
            return None;
        }
        let span = self.cursor.span(from, to);
        // The first piece counts as a word, whatever stands before it.
        let words = 1 + lexemes.iter().skip(1).filter(|l| !l.glued).count();
        if let [word, name, ..] = lexemes
            && words == 2
            && self.cursor.source(word.span) == "jail"
        {
            let with_blank = Span {
                end: name.span.start,
                ..word.span
            };
            return Some(mend::delete("the word `jail`", with_blank));
        }
        let name = self.cursor.name(from, to).text;
        let name = if words > 1 {
            self.cursor.source(span).to_owned()
        } else {
            name
        };
        let plain = |c: char| c.is_ascii_graphic() && !"\"\\$".contains(c) || c == ' ';
        let replacement = Replacement::new(span, format!("\"{name}\""));
        let remedy = Remedy::certain("put the name into quotes", vec![replacement]);
        name.chars().all(plain).then_some(Remedy {
            // Whether a blank belongs to a jail's name is not plain.
            certain: words == 1,
            ..remedy
        })
    }

    /// Says what is wrong with a word of lexemes `from..to` as a parameter's name.
    fn check_name(&mut self, from: usize, to: usize) {
        if self.has_foreign(from, to) {
            self.foreign(from, to);
        } else if to > from + 1 {
            let lexemes = self.cursor.lexed.lexemes.get(from..to).unwrap_or_default();
            let ends = self.cursor.kind() == Some(Kind::Semicolon);
            let error = match lexemes {
                [name, value, ..]
                    if ends && name.kind == Kind::Bare && value.kind == Kind::Quoted =>
                {
                    SyntaxError::new(Span::at(name.span.end as usize), "an `=` is missing here")
                        .with_remedy(mend::insert("=", name.span.end as usize))
                }
                _ => {
                    let message =
                        "this parameter name is made of several pieces, which jail(8) refuses";
                    SyntaxError::new(self.cursor.span(from, to), message)
                        .with_note("a name is one bare word or one quoted text without variables")
                }
            };
            self.report(error);
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
            let (note, remedy) = self.foreign_remedy(from, to);
            let message = mend::refused(self.cursor.source(span));
            let error = SyntaxError::new(span, message)
                .with_note(note)
                .with_remedy(remedy);
            self.report(error);
        }
    }

    /// What to do about bytes outside ASCII in a word: plain quotes and blanks for those of a
    /// word processor, or else quotes around it.
    fn foreign_remedy(&self, from: usize, to: usize) -> (&'static str, Option<Remedy>) {
        let quote = "put the value into double quotes";
        let first = self.cursor.get(from).map(|l| self.cursor.source(l.span));
        let typed = first
            .and_then(mend::typed_for)
            .is_some_and(|typed| typed != " ");
        let words = if typed {
            self.foreign_to_line_end(from)
        } else {
            (from..to).collect()
        };
        let mut plain = Vec::new();
        for lexeme in words.iter().filter_map(|index| self.cursor.get(*index)) {
            let source = self.cursor.source(lexeme.span);
            match mend::typed_for(source) {
                Some(typed) if lexeme.kind == Kind::Foreign => {
                    plain.push(Replacement::new(lexeme.span, typed));
                }
                None if lexeme.kind == Kind::Foreign => plain.clear(),
                _ => {}
            }
        }
        if !plain.is_empty() {
            let note = "write plain ASCII quotes and blanks";
            return (note, Some(Remedy::certain(note, plain)));
        }
        let span = self.cursor.span(from, to);
        let has_quotes = self.cursor.source(span).contains(['"', '\'']);
        let remedy = Remedy::certain("put the word into double quotes", mend::quote(span));
        (quote, (!has_quotes).then_some(remedy))
    }

    /// The lexemes from `from` to the end of the line, as far as a value is likely to go.
    fn foreign_to_line_end(&self, from: usize) -> Vec<usize> {
        let rest = self
            .cursor
            .lexed
            .lexemes
            .get(from + 1..)
            .unwrap_or_default();
        let line = rest.iter().take_while(|l| !l.line_start);
        let more = line.take(MAX_TYPED).count();
        (from..from + 1 + more).collect()
    }

    fn operator(&mut self) -> Option<Operator> {
        let kind = match self.cursor.kind()? {
            Kind::Equals => OperatorKind::Set,
            Kind::PlusEquals => OperatorKind::Append,
            _ => return None,
        };
        let span = self.next_span();
        self.cursor.at += 1;
        if kind == OperatorKind::Set
            && let Some(plus) = self.plus_behind(span)
        {
            self.cursor.at += 1;
            let span = span.to(plus);
            let replacement = Replacement::new(span, "+=");
            let error = SyntaxError::new(span, "`=+` is no operator")
                .with_note("the one that adds to a list is `+=`")
                .with_remedy(Remedy::certain("write `+=`", vec![replacement]));
            self.report(error);
            let kind = OperatorKind::Append;
            return Some(Operator { kind, span });
        }
        Some(Operator { kind, span })
    }

    /// The plus of `=+`, where a value follows: by itself it would be the value.
    fn plus_behind(&self, equals: Span) -> Option<Span> {
        let plus = self.cursor.peek()?;
        let value = self.cursor.get(self.cursor.at + 1)?;
        let apart = value.kind.is_piece() && !value.glued && !value.line_start;
        let plain = plus.span.start == equals.end && self.cursor.source(plus.span) == "+";
        (apart && plain).then_some(plus.span)
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
        let mut broken = false;
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
                    broken = true;
                }
                values.push(self.cursor.value(from, end));
            }
            if self.cursor.kind() != Some(Kind::Comma) {
                break;
            }
            asked_by = Some(self.next_span());
            self.cursor.at += 1;
        }
        List { values, broken }
    }

    fn missing_value(&mut self, asked_by: Option<Span>, after_comma: bool) {
        let span = asked_by.unwrap_or_else(|| self.next_span());
        let mark = self.cursor.source(span);
        let comma = mark == ",";
        let message = format!("there is no value after this `{mark}`");
        let ends_line = self.cursor.peek().is_none_or(|l| l.line_start);
        let error = if comma && after_comma && ends_line && self.at_word() {
            let semicolon = vec![Replacement::new(span, ";")];
            SyntaxError::new(span, "the next line is no value of this list")
                .with_note("end the statement with `;` instead of `,`")
                .with_remedy(Remedy::certain("end the statement with `;`", semicolon))
        } else {
            let doubled = self.cursor.kind().filter(|kind| kind.is_operator());
            let surplus = match doubled {
                Some(_) if !comma => Some(self.next_span()),
                _ => comma.then_some(span),
            };
            let remedy = surplus.map(|surplus| {
                let mark = self.cursor.source(surplus);
                mend::delete(&format!("the `{mark}`"), surplus)
            });
            SyntaxError::new(span, message).with_remedy(remedy)
        };
        self.report(error);
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
