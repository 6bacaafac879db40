//! Where a script, or rc.conf as a script, sets and uses variables.

use crate::syntax::shell::{self, Command, CommandKind, List, Piece, PieceKind, Simple, Word};
use crate::text::Span;

/// Where a script uses variables.
pub(super) struct Uses<'t> {
    tree: &'t shell::Tree,
    /// The names in `$name` and `${name}`.
    pub(super) names: Vec<Span>,
    /// Where one is set.
    pub(super) set: Vec<Span>,
    /// Whether what is set may be seen by others: exported, or told to a program.
    pub(super) seen: Vec<Span>,
    /// Whether texts or files are run in which any variable may be named.
    pub(super) runs_texts: bool,
    /// Each `$((...))`.
    arithmetic: Vec<Span>,
}

impl<'t> Uses<'t> {
    pub(super) fn of(tree: &'t shell::Tree) -> Self {
        let mut uses = Self {
            tree,
            names: Vec::new(),
            set: Vec::new(),
            seen: Vec::new(),
            runs_texts: false,
            arithmetic: Vec::new(),
        };
        list(&tree.body, &mut uses);
        uses
    }

    /// What a command sets by itself: sh(1), "Built-in Commands".
    fn simple(&mut self, simple: &Simple) {
        let names = simple.assignments.iter().map(|assignment| assignment.name);
        let Some((program, arguments)) = simple.words.split_first() else {
            self.set.extend(names);
            return;
        };
        self.set.extend(names.clone());
        self.seen.extend(names);
        let program = self.tree.slice(program.span);
        self.runs_texts |= matches!(program, "eval" | "." | "source" | "trap" | "sh");
        if !matches!(
            program,
            "read" | "getopts" | "export" | "readonly" | "local" | "unset"
        ) {
            return;
        }
        for word in arguments {
            let text = self.tree.slice(word.span);
            let name = text.split_once('=').map_or(text, |(name, _)| name);
            if shell::is_name(name) {
                let start = word.span.start as usize;
                let span = Span::new(start, start + name.len());
                self.set.push(span);
                if program == "export" {
                    self.seen.push(span);
                }
            }
        }
    }

    /// The words in `$((...))` that may be variables' names.
    pub(super) fn in_arithmetic(&self) -> Vec<Span> {
        let is_part = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        let mut words = Vec::new();
        for whole in &self.arithmetic {
            let text = self.tree.slice(*whole);
            let mut at = whole.start as usize;
            for part in text.as_bytes().chunk_by(|a, b| is_part(*a) == is_part(*b)) {
                let span = Span::new(at, at + part.len());
                at += part.len();
                if shell::is_name(self.tree.slice(span)) {
                    words.push(span);
                }
            }
        }
        words
    }
}

/// How deep commands lie in commands is limited by the parser.
fn list(list: &List, found: &mut Uses<'_>) {
    let pipelines = list.items.iter().flat_map(|item| &item.pipelines);
    for each in pipelines.flat_map(|pipeline| &pipeline.commands) {
        command(each, found);
    }
}

fn command(command_: &Command, found: &mut Uses<'_>) {
    for redirection in &command_.redirections {
        word(&redirection.target, found);
    }
    match &command_.kind {
        CommandKind::Simple(simple) => {
            found.simple(simple);
            let values = simple
                .assignments
                .iter()
                .map(|assignment| &assignment.value);
            values
                .chain(&simple.words)
                .for_each(|each| word(each, found));
        }
        CommandKind::Group(body) | CommandKind::Subshell(body) => list(body, found),
        CommandKind::For(for_) => {
            found.set.push(for_.variable);
            let words = for_.words.iter().flatten();
            words.for_each(|each| word(each, found));
            list(&for_.body, found);
        }
        CommandKind::Loop(loop_) => {
            list(&loop_.condition, found);
            list(&loop_.body, found);
        }
        CommandKind::If(if_) => {
            for (condition, body) in &if_.branches {
                list(condition, found);
                list(body, found);
            }
            if_.otherwise.iter().for_each(|body| list(body, found));
        }
        CommandKind::Case(case) => {
            word(&case.word, found);
            for (patterns, body) in &case.arms {
                patterns.iter().for_each(|each| word(each, found));
                list(body, found);
            }
        }
        CommandKind::Function(function) => command(&function.body, found),
        CommandKind::Unknown => {}
    }
}

fn word(word: &Word, found: &mut Uses<'_>) {
    pieces(&word.pieces, found);
}

fn pieces(all: &[Piece], found: &mut Uses<'_>) {
    for piece in all {
        match &piece.kind {
            PieceKind::Quoted { pieces: inner, .. } => pieces(inner, found),
            PieceKind::Variable { name, operator } => {
                found.names.push(*name);
                let inner = operator.iter().flat_map(|operator| &operator.pieces);
                inner.for_each(|piece| pieces(std::slice::from_ref(piece), found));
            }
            PieceKind::Substitution(body) => list(body, found),
            PieceKind::Arithmetic => found.arithmetic.push(piece.span),
            PieceKind::Literal | PieceKind::Unknown => {}
        }
    }
}
