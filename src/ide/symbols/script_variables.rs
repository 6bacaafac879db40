//! Variables that a script sets: each script has its own.

use rustc_hash::FxHashSet;

use super::shell_uses::Uses;
use super::table::{Builder, Form, Role, SymbolKind};
use crate::syntax::{Tree, shell};
use crate::text::{Place, Span};

pub(super) fn collect(builder: &mut Builder<'_>) {
    let host = builder.host;
    for file in &host.files {
        if let Tree::Shell(tree) = file.tree() {
            let uses = Uses::of(tree);
            let fixed = fixed(tree, &uses);
            let used = uses.names.iter().copied().chain(uses.in_arithmetic());
            let set: FxHashSet<&str> = uses.set.iter().map(|span| tree.slice(*span)).collect();
            let all = (uses.set.iter().map(|span| (*span, Role::Definition)))
                .chain(used.map(|span| (span, Role::Use)));
            for (span, role) in all {
                let name = tree.slice(span);
                if shell::is_name(name) && set.contains(name) {
                    let scope = file.id().0;
                    let symbol = builder.symbol(SymbolKind::ScriptVariable, scope, name);
                    let form = match uses.runs_texts || fixed.contains(name) {
                        true => Form::Fixed,
                        false => Form::Name,
                    };
                    builder.add(symbol, role, Place::new(file.id(), span), form);
                }
            }
        }
    }
}

/// The names that programs see, or that stand in here-documents.
fn fixed<'t>(tree: &'t shell::Tree, uses: &Uses<'_>) -> FxHashSet<&'t str> {
    let seen = uses.seen.iter().map(|span| tree.slice(*span));
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let told = tree.here_documents.iter();
    let told = told.flat_map(|span: &Span| tree.slice(*span).split(move |c| !is_part(c)));
    seen.chain(told).collect()
}
