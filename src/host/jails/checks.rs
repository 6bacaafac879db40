//! What is wrong among several blocks: names twice, globals whose place matters.

use rustc_hash::FxHashMap;

use super::collect::{Collected, Setting};
use super::defect::{DefectKind, Defects, JailDefect};
use super::jail::Jail;
use super::symbol::{Symbol, Symbols};
use crate::text::Place;
use crate::vocabulary::Guesses;

/// Longest name that is compared with others; the kernel's limit.
const MAX_NAME: usize = 255;

/// Two blocks with one name are two jails, and the second finds its name taken.
pub(super) fn duplicates(jails: &[Jail], defects: &mut Defects) {
    let mut seen: FxHashMap<&str, Place> = FxHashMap::default();
    for (index, jail) in jails.iter().enumerate() {
        if let Some(first) = seen.insert(&jail.name, jail.place) {
            defects.add(DefectKind::DuplicateName { first }, jail.place, Some(index));
        }
    }
}

/// Names compared with one that is not there; more than that only a program writes.
const MOST_COMPARED: usize = 2_000;
/// How like two names must be, from 0 to 1.
const LIKE: f64 = 0.7;

/// The one of `names` that is most like `name`, if one is.
pub(super) fn nearest<'n>(names: impl Iterator<Item = &'n str>, name: &str) -> Option<&'n str> {
    if name.len() > MAX_NAME {
        return None;
    }
    names
        .take(MOST_COMPARED)
        .filter(|other| other.len() <= MAX_NAME && *other != name)
        .map(|other| (strsim::normalized_damerau_levenshtein(other, name), other))
        .filter(|(likeness, _)| *likeness >= LIKE)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, other)| other)
}

/// The name that was perhaps meant where a variable is not there.
pub(super) fn name_nearest_variables(symbols: &Symbols<'_>, defects: &mut [JailDefect]) {
    let mut guesses = Guesses::default();
    for defect in defects.iter_mut() {
        if let DefectKind::UndefinedVariable {
            variable,
            without_value: false,
            near,
        } = &mut defect.kind
        {
            let guess = |name: &str| nearest(symbols.names(), name).map(ToOwned::to_owned);
            *near = guesses.of(variable, guess);
        }
    }
}

/// Globals behind a jail that sets the same parameter. Where there is a global before the jail
/// as well, 14.0 and later move them before it, 12.x and 13.x do not.
pub(super) fn late_globals(collected: &Collected<'_>, defects: &mut Defects) {
    let Some(first) = collected.globals.first() else {
        return;
    };
    let mut last: FxHashMap<Symbol, (usize, &Setting<'_>)> = FxHashMap::default();
    for index in &collected.globals {
        let settings = collected.entries.get(*index).map(|entry| &entry.settings);
        for setting in settings.into_iter().flatten() {
            last.insert(setting.symbol, (setting.position, setting));
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
                if let Some((position, global)) = last.get(symbol)
                    && *position > index
                {
                    let parameter = collected.symbols.name(*symbol).to_owned();
                    let adds = global.append;
                    let kind = DefectKind::VersionDependentGlobal { parameter, adds };
                    defects.add(kind, global.place, Some(jail));
                }
            }
        }
    }
}
