//! rc.conf's variables: assignments, and `$x` in the files that rc.subr reads.

use rustc_hash::FxHashSet;

use super::shell_uses::Uses;
use super::table::{Builder, Form, Occurrence, Role, SymbolKind, Symbols};
use crate::host::{Host, HostFile, scripts};
use crate::syntax::Tree;
use crate::syntax::shell;
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
