//! rc.conf's variables: assignments, and `$x` in the files that rc.subr reads.

use super::table::{Builder, Form, Occurrence, Role, SymbolKind, Symbols};
use crate::host::Host;
use crate::syntax::shell::{Command, CommandKind, List, Piece, PieceKind, Word};
use crate::syntax::{Tree, rc};
use crate::text::{Place, Span};

pub(super) fn collect(builder: &mut Builder<'_>) {
    let host = builder.host;
    for assignment in host.rc.assignments() {
        let symbol = builder.symbol(SymbolKind::RcVariable, 0, &assignment.name);
        builder.add(symbol, Role::Definition, assignment.name_place, Form::Name);
    }
    for (place, name) in references(host) {
        let symbol = builder.symbol(SymbolKind::RcVariable, 0, name);
        builder.add(symbol, Role::Use, place, Form::Name);
    }
}

/// Every `$name` of the host's rc.conf files.
pub(super) fn references(host: &Host) -> Vec<(Place, &str)> {
    let mut found = Vec::new();
    for file in &host.files {
        if let Tree::Rc(tree) = file.tree() {
            let mut spans = Vec::new();
            list(&tree.script().body, &mut spans);
            let named = spans.into_iter().filter(|span| is_variable(tree, *span));
            found.extend(named.map(|span| (Place::new(file.id(), span), tree.slice(span))));
        }
    }
    found
}

fn is_variable(tree: &rc::Tree, span: Span) -> bool {
    crate::syntax::shell::is_name(tree.slice(span))
}

/// How deep commands lie in commands is limited by the parser.
fn list(list: &List, found: &mut Vec<Span>) {
    let pipelines = list.items.iter().flat_map(|item| &item.pipelines);
    for each in pipelines.flat_map(|pipeline| &pipeline.commands) {
        command(each, found);
    }
}

fn command(command_: &Command, found: &mut Vec<Span>) {
    for redirection in &command_.redirections {
        word(&redirection.target, found);
    }
    match &command_.kind {
        CommandKind::Simple(simple) => {
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

fn word(word: &Word, found: &mut Vec<Span>) {
    pieces(&word.pieces, found);
}

fn pieces(all: &[Piece], found: &mut Vec<Span>) {
    for piece in all {
        match &piece.kind {
            PieceKind::Quoted { pieces: inner, .. } => pieces(inner, found),
            PieceKind::Variable { name, operator } => {
                found.push(*name);
                let inner = operator.iter().flat_map(|operator| &operator.pieces);
                inner.for_each(|piece| pieces(std::slice::from_ref(piece), found));
            }
            PieceKind::Substitution(body) => list(body, found),
            PieceKind::Literal | PieceKind::Arithmetic | PieceKind::Unknown => {}
        }
    }
}

/// Of an assignment, the one that is in force; of a reference, the last one before it in the
/// order in which rc.subr reads.
pub(super) fn definitions(host: &Host, symbols: &Symbols, occurrence: &Occurrence) -> Vec<Place> {
    let Some(symbol) = symbols.symbol(occurrence.symbol) else {
        return Vec::new();
    };
    let all = host.rc.assignments();
    let here = occurrence.place;
    let around = all.iter().position(|assignment| {
        let place = assignment.place;
        place.file == here.file && place.span.to(here.span) == place.span
    });
    let before = match (occurrence.role, around) {
        (Role::Use, Some(around)) => all.get(..around).unwrap_or_default(),
        _ => all,
    };
    let last = before
        .iter()
        .rev()
        .find(|assignment| assignment.name == symbol.key);
    last.into_iter()
        .map(|assignment| assignment.name_place)
        .collect()
}
