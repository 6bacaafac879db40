//! The names of one host: where each is defined and where it is used, over all its files.
//!
//! One table serves definition, references, highlights and rename. Each kind of name has a file
//! of its own that adds its occurrences; nothing else has to know of it. Knows no protocol.

mod commands;
mod frr;
mod interfaces;
mod jail_text;
mod jail_variables;
mod jails;
mod rc_text;
mod rc_variables;
mod script_variables;
mod settings;
mod shell_uses;
mod table;

pub use table::{Form, Occurrence, Role, Symbol, SymbolId, SymbolKind, Symbols};

pub(super) use interfaces::{parent_of, parents};
pub(super) use jails::{LONGEST_NAME, mangled};

use crate::host::Host;
use crate::text::Place;
use table::Builder;

/// Every name of a host.
#[must_use]
pub fn symbols(host: &Host) -> Symbols {
    let mut builder = Builder::new(host);
    let commands = commands::commands(host);
    let written = host.written_jails();
    settings::collect(&mut builder);
    jails::collect(&mut builder, &written, &commands);
    jail_variables::collect(&mut builder, &written);
    rc_variables::collect(&mut builder);
    script_variables::collect(&mut builder);
    interfaces::collect(&mut builder, &written, &commands);
    frr::collect(&mut builder);
    builder.finish()
}

/// Where the thing that `occurrence` names gets to be what it is there: a jail's block, the
/// setting of a variable that counts.
#[must_use]
pub fn definitions(host: &Host, symbols: &Symbols, occurrence: &Occurrence) -> Vec<Place> {
    let in_order = match symbols.symbol(occurrence.symbol).map(|symbol| symbol.kind) {
        Some(SymbolKind::JailVariable) => jail_variables::definitions(host, symbols, occurrence),
        Some(SymbolKind::RcVariable) => rc_variables::definitions(host, symbols, occurrence),
        Some(
            SymbolKind::Routing(_)
            | SymbolKind::Vrf
            | SymbolKind::KeyChain
            | SymbolKind::BfdProfile,
        ) => return frr::definition(symbols, occurrence),
        _ => Vec::new(),
    };
    if !in_order.is_empty() {
        return in_order;
    }
    let all = symbols.of(occurrence.symbol);
    all.filter(|occurrence| occurrence.role == Role::Definition)
        .map(|occurrence| occurrence.place)
        .collect()
}
