//! What is wrong among several blocks: names twice, globals whose place matters.

use rustc_hash::FxHashMap;

use super::collect::Collected;
use super::defect::{DefectKind, Defects};
use super::jail::Jail;
use super::symbol::Symbol;
use crate::text::Place;

/// Two blocks with one name are two jails, and the second finds its name taken.
pub(super) fn duplicates(jails: &[Jail], defects: &mut Defects) {
    let mut seen: FxHashMap<&str, Place> = FxHashMap::default();
    for (index, jail) in jails.iter().enumerate() {
        if let Some(first) = seen.insert(&jail.name, jail.place) {
            defects.add(DefectKind::DuplicateName { first }, jail.place, Some(index));
        }
    }
}

/// Globals behind a jail that sets the same parameter. Where there is a global before the jail
/// as well, 14.0 and later move them before it, 12.x and 13.x do not.
pub(super) fn late_globals(collected: &Collected<'_>, defects: &mut Defects) {
    let Some(first) = collected.globals.first() else {
        return;
    };
    let mut last: FxHashMap<Symbol, (usize, Place)> = FxHashMap::default();
    for index in &collected.globals {
        let settings = collected.entries.get(*index).map(|entry| &entry.settings);
        for setting in settings.into_iter().flatten() {
            last.insert(setting.symbol, (setting.position, setting.place));
        }
    }
    let jails = collected
        .entries
        .iter()
        .enumerate()
        .filter(|(_, entry)| !entry.wildcard);
    for (jail, (index, entry)) in jails.enumerate().filter(|(_, (index, _))| index > first) {
        for setting in &entry.settings {
            let spellings =
                std::iter::once(&setting.symbol).chain(collected.symbols.others(setting.symbol));
            for symbol in spellings {
                if let Some((position, place)) = last.get(symbol)
                    && *position > index
                {
                    let parameter = collected.symbols.name(*symbol).to_owned();
                    let kind = DefectKind::VersionDependentGlobal { parameter };
                    defects.add(kind, *place, Some(jail));
                }
            }
        }
    }
}
