//! What FRR's files give names to: lists, route-maps, peer groups, VRFs, key chains, profiles of
//! BFD. Interfaces have a file of their own.
//!
//! Each daemon's file has its own lists; VRFs are the kernel's, and profiles of BFD are bfdd's,
//! whoever names them.

use rustc_hash::FxHashSet;

use super::table::{Builder, Form, Occurrence, Role, SymbolKind, Symbols};
use crate::host::routing::NameKind;
use crate::ide::frr::{Named, Thing, names};
use crate::text::{FileId, Place};

/// VRFs that are there without being made.
const GIVEN: [&str; 2] = ["default", "all"];

pub(super) fn collect(builder: &mut Builder<'_>) {
    let all: Vec<Named<'_>> = names(builder.host).collect();
    let is_group = |name: &&Named<'_>| {
        name.word.is_definition && name.word.thing == Thing::Listed(NameKind::PeerGroup)
    };
    let made = all.iter().filter(is_group);
    let groups: FxHashSet<(FileId, &str)> = made.map(|own| (own.place.file, own.text)).collect();
    for name in &all {
        let own_file = name.place.file.0;
        let (kind, scope) = match name.word.thing {
            Thing::Listed(kind) => (SymbolKind::Routing(kind), own_file),
            Thing::Peer if groups.contains(&(name.place.file, name.text)) => {
                (SymbolKind::Routing(NameKind::PeerGroup), own_file)
            }
            Thing::Vrf if !GIVEN.contains(&name.text) => (SymbolKind::Vrf, 0),
            Thing::KeyChain => (SymbolKind::KeyChain, own_file),
            Thing::BfdProfile => (SymbolKind::BfdProfile, 0),
            Thing::Peer | Thing::Interface | Thing::Vrf => continue,
        };
        let role = match name.word.is_definition {
            true => Role::Definition,
            false => Role::Use,
        };
        let symbol = builder.symbol(kind, scope, name.text);
        builder.add(symbol, role, name.place, Form::Word);
    }
}

/// The first line that makes it: a list has as many as it has entries.
pub(super) fn definition(symbols: &Symbols, occurrence: &Occurrence) -> Vec<Place> {
    let all = symbols.of(occurrence.symbol);
    let mut made = all.filter(|own| own.role == Role::Definition);
    made.next().map(|own| own.place).into_iter().collect()
}
