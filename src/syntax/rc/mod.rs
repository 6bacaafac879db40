//! rc.conf and its kin, rc.conf(5): shell text that should hold nothing but assignments.
//!
//! rc.subr has sh read these files, so the shell's parser reads them here. Knows no variable's
//! meaning and no other file; nothing is expanded.

mod mistakes;
mod removal;
#[cfg(test)]
mod tests;

use crate::syntax::remedy::keep_helpful;
use crate::syntax::shell::{self, CommandKind, List, Piece, PieceKind, Simple, Word};
use crate::syntax::{SyntaxError, Token};
use crate::text::Span;
use removal::InList;

/// An rc.conf file, parsed.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// All assignments, in order.
    pub assignments: Vec<Assignment>,
    /// Other files that this one reads.
    pub includes: Vec<Include>,
    /// What sh would stop at, and lines that do not do what an rc.conf line is for.
    pub errors: Vec<SyntaxError>,
    /// Commands that are no assignments: sh runs them; what they change is not followed.
    pub not_understood: Vec<Span>,
    script: shell::Tree,
}

impl Tree {
    /// The text of a span of this file.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.script.slice(span)
    }

    /// The file as the shell's parser sees it.
    #[must_use]
    pub fn script(&self) -> &shell::Tree {
        &self.script
    }

    /// Tokens over every byte.
    #[must_use]
    pub fn tokens(&self) -> &[Token] {
        &self.script.tokens
    }
}

/// `name="value"`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assignment {
    /// The name.
    pub name: Span,
    /// The value, quotes included; may be empty.
    pub value: Word,
    /// Both.
    pub span: Span,
    /// Stands in an `if`, a loop or after `&&`: whether it is made is known at run time only.
    pub conditional: bool,
    /// The bytes without which the file is as if this were not set here; `None` where it cannot
    /// be taken out by itself.
    pub removable: Option<Span>,
}

/// `. file`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Include {
    /// The file's name.
    pub path: Word,
    /// The whole command.
    pub span: Span,
    /// As in [`Assignment`].
    pub conditional: bool,
}

/// Reads an rc.conf file. Any text gives a tree.
#[must_use]
pub fn parse(text: &str) -> Tree {
    let mut tree = read(text);
    keep_helpful(&mut tree.errors, text, |mended| read(mended).errors);
    tree
}

fn read(text: &str) -> Tree {
    let mut script = shell::parse(text);
    let mut tree = Tree {
        errors: std::mem::take(&mut script.errors),
        not_understood: script.not_understood.clone(),
        ..Tree::default()
    };
    let mut reader = Reader {
        script: &script,
        tree: &mut tree,
    };
    reader.list(&script.body, false);
    drop_consequences(&mut tree.errors);
    tree.errors.sort_by_key(|error| error.span);
    tree.script = script;
    tree
}

/// A plain quote that ends what a typographic one begins is no mistake of its own.
fn drop_consequences(errors: &mut Vec<SyntaxError>) {
    let explained: Vec<Span> = errors
        .iter()
        .filter(|error| error.message.contains("typographic"))
        .flat_map(|error| error.remedy.iter())
        .flat_map(|remedy| remedy.replacements.iter().skip(1).map(|one| one.span))
        .collect();
    errors.retain(|error| !explained.contains(&error.span));
}

/// The bytes of a value that is written out: no variable, and no quotes but one pair around all
/// of it. Changing these bytes changes the value likewise.
#[must_use]
pub fn literal_span(value: &Word) -> Option<Span> {
    match value.pieces.as_slice() {
        [] => Some(value.span),
        [piece] => literal_piece(piece).filter(|span| {
            let bare = matches!(piece.kind, PieceKind::Literal);
            !bare || *span == value.span
        }),
        _ => None,
    }
}

fn literal_piece(piece: &Piece) -> Option<Span> {
    match &piece.kind {
        PieceKind::Literal => Some(piece.span),
        PieceKind::Quoted { pieces, .. } => {
            let inside = Span {
                start: piece.span.start.saturating_add(1).min(piece.span.end),
                end: piece.span.end.saturating_sub(1).max(piece.span.start),
            };
            match pieces.as_slice() {
                [] if piece.span.len() == 2 => Some(inside),
                [
                    Piece {
                        kind: PieceKind::Literal,
                        span,
                    },
                ] if *span == inside => Some(inside),
                _ => None,
            }
        }
        _ => None,
    }
}

struct Reader<'a> {
    script: &'a shell::Tree,
    tree: &'a mut Tree,
}

impl Reader<'_> {
    fn list(&mut self, list: &List, conditional: bool) {
        let is_script = std::ptr::eq(list, &raw const self.script.body);
        for (index, item) in list.items.iter().enumerate() {
            let place = InList {
                item,
                before: index.checked_sub(1).and_then(|i| list.items.get(i)),
                after: list.items.get(index + 1),
                may_go: is_script || list.items.len() > 1,
            };
            for (index, pipeline) in item.pipelines.iter().enumerate() {
                let conditional = conditional || index > 0;
                // Each command of a longer pipeline is a process of its own.
                match pipeline.commands.as_slice() {
                    [command] if !item.background => self.command(command, &place, conditional),
                    commands => {
                        let spans = commands.iter().map(|command| command.span);
                        self.tree.not_understood.extend(spans);
                    }
                }
            }
        }
    }

    fn command(&mut self, command: &shell::Command, place: &InList<'_>, conditional: bool) {
        match &command.kind {
            CommandKind::Simple(simple) => self.simple(simple, command.span, place, conditional),
            CommandKind::Group(body) => self.list(body, conditional),
            // Counted where they were not understood.
            CommandKind::Unknown => {}
            other => {
                self.tree.not_understood.push(command.span);
                match other {
                    CommandKind::If(if_) => {
                        let bodies = if_.branches.iter().map(|(_, body)| body);
                        for body in bodies.chain(&if_.otherwise) {
                            self.list(body, true);
                        }
                    }
                    CommandKind::Case(case) => {
                        for (_, body) in &case.arms {
                            self.list(body, true);
                        }
                    }
                    CommandKind::For(for_) => self.list(&for_.body, true),
                    CommandKind::Loop(loop_) => self.list(&loop_.body, true),
                    _ => {}
                }
            }
        }
    }

    fn simple(&mut self, simple: &Simple, span: Span, place: &InList<'_>, conditional: bool) {
        let Some((program, arguments)) = simple.words.split_first() else {
            let text = &self.script.text;
            let read = |(index, assignment): (usize, &shell::Assignment)| Assignment {
                name: assignment.name,
                value: assignment.value.clone(),
                span: assignment.span,
                conditional,
                removable: removal::of_assignment(text, place, simple, index),
            };
            for (index, assignment) in simple.assignments.iter().enumerate() {
                // What is meant is not what sh makes of it: no value to judge.
                match mistakes::typographic(self.script, assignment) {
                    Some(error) => self.tree.errors.push(error),
                    None => self.tree.assignments.push(read((index, assignment))),
                }
            }
            return;
        };
        if self.script.slice(program.span) == "."
            && let [path, ..] = arguments
        {
            self.tree.includes.push(Include {
                path: path.clone(),
                span,
                conditional,
            });
            return;
        }
        self.tree.not_understood.push(span);
        let error = mistakes::of_command(self.script, simple);
        self.tree.errors.extend(error);
    }
}
