//! Lexemes to statements: blocks, and everything that stands between statements.
//!
//! One grammar for all releases (usr.sbin/jail/jailparse.y); what only older ones refuse is an
//! error with the release that accepts it. A stack instead of recursion, so that no file can
//! exhaust it.

use super::cursor::Cursor;
use super::lexeme::{Kind, Lexed};
use super::mend;
use super::tree::{Block, Name, Statement, Tree};
use crate::syntax::{Remedy, Replacement, SyntaxError};
use crate::text::Span;
use crate::vocabulary::FreebsdRelease;

/// Blocks in blocks that are taken apart. jail(8) sets no limit here; real hierarchies are two or
/// three jails deep, and a full jail name has at most 255 bytes.
const MAX_DEPTH: usize = 32;

/// What a parse gives.
pub(super) struct Parsed {
    pub(super) tree: Tree,
    /// A block was still open at the end of the file.
    pub(super) misses_brace: bool,
}

/// A block whose closing brace has not come yet.
struct OpenBlock {
    name: Name,
    open: Span,
    /// Where the name stands in its line, if it comes first there.
    column: Option<usize>,
    statements: Vec<Statement>,
}

/// The parser's state.
pub(super) struct Parser<'t> {
    pub(super) cursor: Cursor<'t>,
    open: Vec<OpenBlock>,
    /// Braces that are open but no block of the tree: too deep, or without a name.
    bare_braces: usize,
    statements: Vec<Statement>,
    errors: Vec<SyntaxError>,
    unread: Option<Span>,
    split_blocks: bool,
    misses_brace: bool,
}

/// Parses. With `split_blocks`, a block that begins no deeper in its line than the one around it
/// is taken as a sign that the outer one's closing brace was forgotten.
pub(super) fn parse(text: &str, lexed: Lexed, split_blocks: bool) -> Parsed {
    let mut parser = Parser {
        cursor: Cursor::new(text, lexed),
        open: Vec::new(),
        bare_braces: 0,
        statements: Vec::new(),
        errors: Vec::new(),
        unread: None,
        split_blocks,
        misses_brace: false,
    };
    while let Some(kind) = parser.cursor.kind() {
        parser.step(kind);
    }
    parser.finish()
}

impl Parser<'_> {
    fn step(&mut self, kind: Kind) {
        match kind {
            Kind::Semicolon => self.cursor.at += 1,
            Kind::Close => self.close(),
            Kind::Open => self.nameless_block(),
            Kind::Foreign if self.at_top() => self.leave_unread(),
            Kind::Foreign => self.foreign_between_statements(),
            Kind::Bare | Kind::Quoted | Kind::Variable => self.statement(),
            Kind::Equals | Kind::PlusEquals | Kind::Comma => {
                let span = self.next_span();
                let mark = self.cursor.source(span).to_owned();
                let message = format!("there is no parameter before this `{mark}`");
                let delete = mend::delete(&format!("the `{mark}`"), span);
                self.report(SyntaxError::new(span, message).with_remedy(delete));
                self.skip_statement();
            }
        }
    }

    /// Whether the parser is outside all blocks.
    pub(super) fn at_top(&self) -> bool {
        self.open.is_empty() && self.bare_braces == 0
    }

    /// The span of the next lexeme.
    pub(super) fn next_span(&self) -> Span {
        self.cursor
            .peek()
            .map_or_else(|| Span::at(self.cursor.text.len()), |lexeme| lexeme.span)
    }

    /// Notes an error.
    pub(super) fn report(&mut self, error: SyntaxError) {
        self.errors.push(error);
    }

    /// Notes an error without a way out.
    pub(super) fn error(&mut self, span: Span, message: impl Into<String>) {
        self.errors.push(SyntaxError::new(span, message));
    }

    /// Notes an error with a way out.
    pub(super) fn error_with_note(&mut self, span: Span, message: &str, note: &str) {
        self.errors
            .push(SyntaxError::new(span, message).with_note(note));
    }

    /// Adds a statement to the innermost block.
    pub(super) fn add(&mut self, statement: Statement) {
        match self.open.last_mut() {
            Some(block) => block.statements.push(statement),
            None => self.statements.push(statement),
        }
    }

    /// Between two statements, outside all blocks, a byte outside ASCII ends the file for
    /// jail(8). A byte order mark at the very beginning is for those who look at encodings.
    fn leave_unread(&mut self) {
        let span = self.next_span();
        self.cursor.at += 1;
        if self.unread.is_some() {
            return;
        }
        self.unread = Some(Span::new(span.start as usize, self.cursor.text.len()));
        let byte_order_mark = span.start == 0 && self.cursor.text.starts_with('\u{feff}');
        if !byte_order_mark && self.cursor.peek().is_some() {
            let message =
                "jail(8) takes a byte outside ASCII here for the end of the file, without a word";
            let error = SyntaxError::new(span, message)
                .with_note("delete it: everything after it is not read")
                .with_remedy(self.without_foreign(span));
            self.report(error);
        }
    }

    fn without_foreign(&self, span: Span) -> Remedy {
        match mend::typed_for(self.cursor.source(span)) {
            Some(" ") => Remedy::certain("write a plain blank", vec![Replacement::new(span, " ")]),
            _ => mend::delete("what is outside ASCII", span),
        }
    }

    fn foreign_between_statements(&mut self) {
        let span = self.next_span();
        self.cursor.at += 1;
        let error = SyntaxError::new(span, mend::refused(self.cursor.source(span)))
            .with_note("delete them")
            .with_remedy(self.without_foreign(span));
        self.report(error);
    }

    /// `name {`, the name being the lexemes from `from` on up to the brace; where the brace has
    /// been forgotten, up to here.
    pub(super) fn begin_block(&mut self, from: usize) {
        let name = self.cursor.name(from, self.cursor.at);
        let mut open = Span::at(name.span.end as usize);
        if self.cursor.kind() == Some(Kind::Open) {
            open = self.next_span();
            self.cursor.at += 1;
        }
        let column = self.column(from);
        if self.split_blocks {
            self.close_forgotten(&name, column);
        }
        if self.open.len() >= MAX_DEPTH {
            self.error(name.span, "blocks are nested too deep here");
            self.bare_braces += 1;
            return;
        }
        if let Some(outer) = self.open.last() {
            let message = format!(
                "`{}` is a block inside the block `{}`, which this release's jail(8) refuses",
                name.text, outer.name.text
            );
            let error = SyntaxError::new(name.span, message)
                .with_note("write it outside, with both names: `outer.inner { ... }`")
                .before(FreebsdRelease::new(14, 0));
            self.errors.push(error);
        }
        self.open.push(OpenBlock {
            name,
            open,
            column,
            statements: Vec::new(),
        });
    }

    fn column(&self, lexeme: usize) -> Option<usize> {
        let first = self.cursor.get(lexeme).filter(|l| l.line_start)?;
        let before = self.cursor.text.get(..first.span.start as usize)?;
        let line = memchr::memrchr(b'\n', before.as_bytes()).map_or(0, |at| at + 1);
        Some(before.len() - line)
    }

    /// Closes the blocks that `next` can hardly be meant to stand in.
    fn close_forgotten(&mut self, next: &Name, column: Option<usize>) {
        while let Some(outer) = self.open.last()
            && let (Some(outside), Some(inside)) = (outer.column, column)
            && inside <= outside
        {
            let end = outer
                .statements
                .last()
                .map_or(outer.open.end, |s| s.span().end);
            let message = format!(
                "the block `{}` is not closed before `{}` begins",
                outer.name.text, next.text
            );
            let error = SyntaxError::new(Span::at(end as usize), message)
                .with_note("a `}` is missing; without it the second jail is inside the first one")
                .with_remedy(self.close_at_end_of(outer, end as usize));
            self.report(error);
            self.end_block(None, end);
        }
    }

    /// Closes `block` behind its last statement, which ends at `end`.
    fn close_at_end_of(&self, block: &OpenBlock, end: usize) -> Remedy {
        let text = self.cursor.text;
        let inside = text.get(block.open.end as usize..end).unwrap_or_default();
        let closing = if inside.contains('\n') {
            let indent = mend::indent_at(text, block.name.span.start as usize);
            format!("{}{indent}}}", mend::line_break(inside))
        } else {
            " }".to_owned()
        };
        let title = format!("close the block `{}`", block.name.text);
        Remedy::certain(title, vec![Replacement::insert(end, closing)])
    }

    /// Closes the only block that is open at the end of the file there.
    fn close_at_end_of_file(&self, block: &OpenBlock) -> Option<Remedy> {
        if self.open.len() > 1 || self.bare_braces > 0 {
            return None;
        }
        let text = self.cursor.text;
        let end = mend::line_break(text);
        let closing = if text.ends_with('\n') {
            format!("}}{end}")
        } else {
            format!("{end}}}")
        };
        let title = format!(
            "close the block `{}` at the end of the file",
            block.name.text
        );
        let replacements = vec![Replacement::insert(text.len(), closing)];
        let holds_blocks = block
            .statements
            .iter()
            .any(|s| matches!(s, Statement::Block(_)));
        Some(if holds_blocks {
            Remedy::likely(title, replacements)
        } else {
            Remedy::certain(title, replacements)
        })
    }

    fn nameless_block(&mut self) {
        let span = self.next_span();
        self.error(span, "there is no jail name before this `{`");
        self.cursor.at += 1;
        self.bare_braces += 1;
    }

    fn close(&mut self) {
        let span = self.next_span();
        self.cursor.at += 1;
        self.close_at(span);
    }

    fn close_at(&mut self, brace: Span) {
        if self.bare_braces > 0 {
            self.bare_braces -= 1;
        } else if self.open.is_empty() {
            let remedy = self.without_brace(brace);
            self.report(SyntaxError::new(brace, "this `}` closes nothing").with_remedy(remedy));
        } else {
            self.end_block(Some(brace), brace.end);
        }
    }

    /// Takes a brace out that closes nothing. Behind another one it is plainly one too many.
    fn without_brace(&self, brace: Span) -> Remedy {
        let span = mend::with_lonely_line(self.cursor.text, brace);
        let before = self.cursor.at.checked_sub(2);
        let before = before.and_then(|index| self.cursor.get(index));
        Remedy {
            certain: before.is_some_and(|lexeme| lexeme.kind == Kind::Close),
            ..mend::delete("the stray `}`", span)
        }
    }

    /// Goes on as if in a block whose opening brace was swallowed.
    pub(super) fn open_swallowed(&mut self) {
        self.bare_braces += 1;
    }

    /// Closes blocks whose braces were swallowed: they stand in `text`, but mean nothing there.
    pub(super) fn close_swallowed(&mut self, text: &str) {
        for _ in text.matches('}') {
            let end = self.cursor.end();
            if self.bare_braces > 0 {
                self.bare_braces -= 1;
            } else {
                self.end_block(None, end);
            }
        }
    }

    fn end_block(&mut self, close: Option<Span>, end: u32) {
        let Some(block) = self.open.pop() else { return };
        let span = Span {
            start: block.name.span.start,
            end,
        };
        self.add(Statement::Block(Block {
            name: block.name,
            span,
            open: block.open,
            close,
            statements: block.statements,
        }));
    }

    fn finish(mut self) -> Parsed {
        let end = self.cursor.end();
        let said = self.cursor.lexed.ends_in_comment
            || self.cursor.previous().is_some_and(|last| last.broken);
        if self.bare_braces > 0 {
            self.misses_brace = true;
        }
        while let Some(block) = self.open.last() {
            self.misses_brace = true;
            if !said {
                let message = format!("the block `{}` is never closed", block.name.text);
                let error = SyntaxError::new(block.open, message)
                    .with_note("its `}` is missing")
                    .with_remedy(self.close_at_end_of_file(block));
                self.report(error);
            }
            self.end_block(None, end);
        }
        let Lexed {
            tokens, mut errors, ..
        } = self.cursor.lexed;
        errors.append(&mut self.errors);
        errors.sort_by_key(|error| (error.span.start, error.span.end));
        Parsed {
            tree: Tree {
                statements: self.statements,
                tokens,
                errors,
                unread: self.unread,
            },
            misses_brace: self.misses_brace,
        }
    }
}
