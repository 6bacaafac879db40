//! Settings that are lost to a later one of the same block.
//!
//! A wildcard's value that a jail replaces is what wildcards are for, and so is an included
//! file's that the including one replaces: both are left alone.

use rustc_hash::FxHashMap;

use super::collect::{Collected, Setting};
use super::defect::{DefectKind, Defects, Overridden, OverriddenBy};
use super::symbol::{Symbol, Symbols, is_negation};
use crate::syntax::jail::{Piece, Value};
use crate::text::Place;
use crate::vocabulary::{JailParameter, Spelling, ValueType, spelled};

/// Looks for them in every block, and among the globals together: wherever those stand, they are
/// for all jails.
pub(super) fn check(collected: &Collected<'_>, defects: &mut Defects) {
    let mut globals = FxHashMap::default();
    for (index, entry) in collected.entries.iter().enumerate() {
        if collected.globals.contains(&index) {
            check_block(&entry.settings, &collected.symbols, &mut globals, defects);
        } else {
            let mut own = FxHashMap::default();
            check_block(&entry.settings, &collected.symbols, &mut own, defects);
        }
    }
}

fn check_block<'s, 'a>(
    settings: &'s [Setting<'a>],
    symbols: &Symbols<'a>,
    last: &mut FxHashMap<Symbol, &'s Setting<'a>>,
    defects: &mut Defects,
) {
    for setting in settings {
        let others = symbols.others(setting.symbol);
        let key = others.iter().copied().chain([setting.symbol]).min();
        let before = key.and_then(|key| last.insert(key, setting));
        if let Some(before) = before
            && let Some(by) = overridden(before, setting, symbols)
        {
            let file = setting.place.file;
            let overridden = Overridden {
                name: symbols.name(setting.symbol).to_owned(),
                variable: setting.variable,
                first: before.place,
                statement: Place::new(file, setting.statement),
                operator: setting.operator.map(|span| Place::new(file, span)),
                by,
            };
            defects.add(DefectKind::Overridden(overridden), setting.place, None);
        }
    }
}

/// What `setting` does to the one before it; `None` if nothing of that is lost.
fn overridden(
    before: &Setting<'_>,
    setting: &Setting<'_>,
    symbols: &Symbols<'_>,
) -> Option<OverriddenBy> {
    let (name, name_before) = (symbols.name(setting.symbol), symbols.name(before.symbol));
    let elsewhere = before.place.file != setting.place.file;
    // These have mistakes of their own.
    let reserved = matches!(name, "name" | "jid" | ".include");
    if setting.append || elsewhere || reserved || before.variable != setting.variable {
        return None;
    }
    if !setting.variable && is_boolean(name) {
        let same = switch(before, name_before).is_some_and(|on| switch(setting, name) == Some(on));
        return Some(if same {
            OverriddenBy::TheSame
        } else {
            OverriddenBy::AnotherValue
        });
    }
    match (before.values, setting.values) {
        // A bare name had nothing to lose.
        ([], [_, ..]) => None,
        ([_, ..], []) => Some(OverriddenBy::Nothing),
        (one, other) if same_values(one, other) && !before.append => Some(OverriddenBy::TheSame),
        _ => Some(OverriddenBy::AnotherValue),
    }
}

fn is_boolean(name: &str) -> bool {
    let (Spelling::Plain(parameter) | Spelling::Off(parameter)) = spelled(name) else {
        return false;
    };
    parameter.value_type() == ValueType::Boolean
}

/// Whether a boolean is switched on; `None` where that depends on a variable.
fn switch(setting: &Setting<'_>, name: &str) -> Option<bool> {
    let off = match spelled(name) {
        Spelling::Off(parameter) => is_negation(name, JailParameter::name(parameter)),
        _ => false,
    };
    let says = match setting.values.last() {
        None => true,
        Some(value) => {
            let text = value.literal()?;
            text.eq_ignore_ascii_case("true") || text.trim().parse::<i64>().is_ok_and(|n| n != 0)
        }
    };
    Some(says != off)
}

fn same_values(one: &[Value], other: &[Value]) -> bool {
    one.len() == other.len()
        && one.iter().zip(other).all(|(one, other)| {
            one.pieces.len() == other.pieces.len()
                && one.pieces.iter().zip(&other.pieces).all(same_piece)
        })
}

fn same_piece((one, other): (&Piece, &Piece)) -> bool {
    match (one, other) {
        (Piece::Text { text: one, .. }, Piece::Text { text: other, .. }) => one == other,
        (Piece::Variable { name: one, .. }, Piece::Variable { name: other, .. }) => one == other,
        _ => false,
    }
}
