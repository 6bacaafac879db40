//! rc.conf's variables: assignments, and `$x` in the files that rc.subr reads.

use rustc_hash::FxHashSet;

use super::table::{Builder, Form, Occurrence, Role, SymbolKind, Symbols};
use crate::host::{Host, HostFile, scripts};
use crate::syntax::Tree;
use crate::syntax::shell::{self, Command, CommandKind, List, Piece, PieceKind, Word};
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
    for file in &host.files {
        let uses = match file.tree() {
            Tree::Rc(tree) => Uses::of(tree.script()).in_arithmetic(),
            Tree::Shell(tree) if reads_rc_conf(file) => of_script(tree),
            _ => continue,
        };
        for span in uses {
            let name = file.source.text.slice(span);
            if let Some(symbol) = builder.known(SymbolKind::RcVariable, name) {
                builder.add(symbol, Role::Use, Place::new(file.id(), span), Form::Name);
            }
        }
    }
}

/// Every `$name` of the host's rc.conf files.
pub(super) fn references(host: &Host) -> Vec<(Place, &str)> {
    let mut found = Vec::new();
    for file in &host.files {
        if let Tree::Rc(tree) = file.tree() {
            let named = Uses::of(tree.script()).names.into_iter();
            let named = named.map(|span| (Place::new(file.id(), span), tree.slice(span)));
            found.extend(named.filter(|(_, name)| shell::is_name(name)));
        }
    }
    found
}

/// Whether rc.conf's variables are set where the script runs: rc.d/local reads some scripts
/// within its own shell, others load rc.conf by the function of rc.subr(8).
fn reads_rc_conf(file: &HostFile) -> bool {
    let text = file.source.text.as_str();
    file.is_named("rc.local")
        || file.is_named("rc.shutdown.local")
        || text.contains("load_rc_config")
        || text.contains(". /etc/rc.conf")
}

/// What a script uses without setting it anywhere.
fn of_script(tree: &shell::Tree) -> Vec<Span> {
    let own: FxHashSet<&str> = scripts::names_set(tree).into_iter().collect();
    let uses = Uses::of(tree);
    let mut spans = uses.in_arithmetic();
    spans.extend(uses.names);
    spans.retain(|span| !own.contains(tree.slice(*span)));
    spans
}

/// Where a script uses variables.
struct Uses<'t> {
    tree: &'t shell::Tree,
    /// The names in `$name` and `${name}`.
    names: Vec<Span>,
    /// Each `$((...))`.
    arithmetic: Vec<Span>,
}

impl<'t> Uses<'t> {
    fn of(tree: &'t shell::Tree) -> Self {
        let mut uses = Self {
            tree,
            names: Vec::new(),
            arithmetic: Vec::new(),
        };
        list(&tree.body, &mut uses);
        uses
    }

    /// The words in `$((...))` that may be variables' names.
    fn in_arithmetic(&self) -> Vec<Span> {
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
