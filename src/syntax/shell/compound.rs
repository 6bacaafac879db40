//! Loops, conditions, groups.

use crate::syntax::TokenKind;
use crate::text::Span;

use super::lex::{self, Reserved};
use super::parser::Parser;
use super::tree::{Case, CommandKind, For, If, List, Loop, Word};

impl Parser<'_, '_> {
    /// The compound command that begins with `opens`; without one, a subshell.
    pub(super) fn compound(&mut self, opens: Option<Reserved>) -> CommandKind {
        match opens {
            Some(Reserved::If) => self.if_command(),
            Some(Reserved::For) => self.for_loop(),
            Some(word @ (Reserved::While | Reserved::Until)) => self.loop_command(word),
            Some(Reserved::Case) => self.case(),
            Some(_) => self.group(),
            None => self.subshell(),
        }
    }

    fn keyword(&mut self, word: Reserved) -> Span {
        self.take(word.text().len(), TokenKind::Word)
    }

    fn at(&self, word: Reserved) -> bool {
        lex::reserved(self.rest()) == Some(word)
    }

    /// Takes `word`, or says that the construct begun at `opening` misses it.
    fn expect(&mut self, word: Reserved, opening: Span, construct: Reserved) {
        if self.at(word) {
            self.keyword(word);
        } else {
            self.missing(opening, construct.text(), word.text());
        }
    }

    fn group(&mut self) -> CommandKind {
        let opening = self.keyword(Reserved::Open);
        let body = self.list();
        self.expect(Reserved::Close, opening, Reserved::Open);
        CommandKind::Group(body)
    }

    fn subshell(&mut self) -> CommandKind {
        let opening = self.take(1, TokenKind::Punctuation);
        let body = self.list_until_paren();
        if self.peek() == Some(b')') {
            self.take(1, TokenKind::Punctuation);
        } else {
            self.missing(opening, "(", ")");
        }
        CommandKind::Subshell(body)
    }

    fn if_command(&mut self) -> CommandKind {
        let opening = self.keyword(Reserved::If);
        let mut branches = vec![self.branch(opening)];
        while self.at(Reserved::Elif) {
            self.keyword(Reserved::Elif);
            branches.push(self.branch(opening));
        }
        let otherwise = self.at(Reserved::Else).then(|| {
            self.keyword(Reserved::Else);
            self.list()
        });
        self.expect(Reserved::Fi, opening, Reserved::If);
        CommandKind::If(If {
            branches,
            otherwise,
        })
    }

    fn branch(&mut self, opening: Span) -> (List, List) {
        let condition = self.list();
        self.expect(Reserved::Then, opening, Reserved::If);
        (condition, self.list())
    }

    fn loop_command(&mut self, word: Reserved) -> CommandKind {
        let opening = self.keyword(word);
        let condition = self.list();
        let body = self.loop_body(opening, word);
        CommandKind::Loop(Loop { condition, body })
    }

    fn loop_body(&mut self, opening: Span, construct: Reserved) -> List {
        self.expect(Reserved::Do, opening, construct);
        let body = self.list();
        self.expect(Reserved::Done, opening, construct);
        body
    }

    fn for_loop(&mut self) -> CommandKind {
        let opening = self.keyword(Reserved::For);
        self.blanks();
        let length = lex::name_len(self.rest());
        if length == 0 {
            self.missing(opening, "for", "name of a variable");
        }
        let variable = self.take(length, TokenKind::Word);
        self.lines();
        let words = self.take_in().then(|| self.words());
        self.blanks();
        if self.peek() == Some(b';') {
            self.take(1, TokenKind::Punctuation);
        }
        self.lines();
        let body = self.loop_body(opening, Reserved::For);
        CommandKind::For(For {
            variable,
            words,
            body,
        })
    }

    /// Takes the word `in`.
    fn take_in(&mut self) -> bool {
        let found = self
            .rest()
            .strip_prefix("in")
            .is_some_and(|after| after.bytes().next().is_none_or(lex::ends_word));
        if found {
            self.take(2, TokenKind::Word);
        }
        found
    }

    fn words(&mut self) -> Vec<Word> {
        let mut words = Vec::new();
        loop {
            self.blanks();
            match self.word() {
                Some(word) => words.push(word),
                None => return words,
            }
        }
    }

    fn case(&mut self) -> CommandKind {
        let opening = self.keyword(Reserved::Case);
        self.blanks();
        let word = self.word_or_nothing();
        self.lines();
        if !self.take_in() {
            self.missing(opening, "case", "in");
        }
        let mut arms = Vec::new();
        loop {
            self.lines();
            if self.at(Reserved::Esac) || self.at >= self.end {
                break;
            }
            let Some(patterns) = self.patterns() else {
                break;
            };
            arms.push((patterns, self.list()));
            if self.starts(";;") || self.starts(";&") {
                self.take(2, TokenKind::Punctuation);
            }
        }
        self.expect(Reserved::Esac, opening, Reserved::Case);
        CommandKind::Case(Case { word, arms })
    }

    /// `a | b)`; `None` if that is not what stands here.
    fn patterns(&mut self) -> Option<Vec<Word>> {
        if self.peek() == Some(b'(') {
            self.take(1, TokenKind::Punctuation);
        }
        let mut patterns = Vec::new();
        loop {
            self.blanks();
            patterns.push(self.word()?);
            self.blanks();
            match self.peek() {
                Some(b'|') => self.take(1, TokenKind::Punctuation),
                Some(b')') => {
                    self.take(1, TokenKind::Punctuation);
                    return Some(patterns);
                }
                _ => return None,
            };
        }
    }
}
