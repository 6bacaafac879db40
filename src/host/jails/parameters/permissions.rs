//! Permissions that cannot be used, because another parameter does not allow it either
//! (prison_priv_check in sys/kern/kern_jail.c).

use rustc_hash::FxHashSet;

use crate::host::jails::collect::Collected;
use crate::host::jails::defect::{DefectKind, Defects};
use crate::host::jails::jail::{Jail, Parameter};
use crate::text::Place;
use crate::vocabulary::{JailParameter, Need, Spelling, jail_parameter, spelled};

/// Says which permissions of which jails cannot be used. One that a wildcard gives to many jails
/// is meant for those that can use it, and left alone if there is one.
pub(super) fn check(jails: &[Jail], defects: &mut Defects) {
    let mut used: FxHashSet<Place> = FxHashSet::default();
    let mut unused: Vec<(usize, &Parameter, Vec<Need>)> = Vec::new();
    for (index, jail) in jails.iter().enumerate() {
        let mut told: Vec<Need> = Vec::new();
        for (parameter, known) in permissions(jail) {
            let lacks: Vec<Need> = known.needs().filter(|need| lacks(jail, *need)).collect();
            if lacks.is_empty() {
                used.insert(parameter.place);
            }
            // What `allow.mount` lacks, those of single file systems lack as well.
            let new = lacks.iter().any(|need| !told.contains(need));
            if new {
                told.extend(&lacks);
                unused.push((index, parameter, lacks));
            }
        }
    }
    for (jail, parameter, lacks) in unused {
        if !used.contains(&parameter.place) {
            let name = parameter.name.clone();
            let kind = DefectKind::PermissionWithoutEffect { name, lacks };
            defects.add(kind, parameter.place, Some(jail));
        }
    }
}

/// Says which permissions of globals need a number that no line of them changes. What else they
/// need, the jails to come may have.
pub(super) fn check_without_jails(collected: &Collected<'_>, defects: &mut Defects) {
    let settings = || collected.entries.iter().flat_map(|entry| &entry.settings);
    let is_set = |name: &str| settings().any(|s| collected.symbols.name(s.symbol) == name);
    let mut told: Vec<Need> = Vec::new();
    for setting in settings().filter(|setting| !setting.variable && setting.values.is_empty()) {
        let name = collected.symbols.name(setting.symbol);
        let Spelling::Plain(known) = spelled(name) else {
            continue;
        };
        let lacks: Vec<Need> = known
            .needs()
            .filter(|need| matches!(need, Need::Below(number, _) if !is_set(number)))
            .filter(|need| !told.contains(need))
            .collect();
        if !lacks.is_empty() {
            told.extend(&lacks);
            let name = name.to_owned();
            let kind = DefectKind::PermissionWithoutEffect { name, lacks };
            defects.add(kind, setting.place, None);
        }
    }
}

/// The permissions that a jail has and that need something else, the general ones first.
fn permissions(jail: &Jail) -> Vec<(&Parameter, JailParameter)> {
    let mut found: Vec<(&Parameter, JailParameter)> = jail
        .parameters
        .iter()
        .filter(|parameter| parameter.complete && parameter.name.starts_with("allow."))
        .filter_map(|parameter| match spelled(&parameter.name) {
            Spelling::Plain(known) if known.needs().next().is_some() => Some((parameter, known)),
            _ => None,
        })
        .filter(|(parameter, _)| jail.flag(&parameter.name))
        .collect();
    found.sort_by_key(|(_, known)| known.needs().count());
    found
}

fn lacks(jail: &Jail, need: Need) -> bool {
    match need {
        Need::On("vnet") => !jail.is_vnet(),
        Need::On(name) => !jail.flag(name),
        Need::Below(name, limit) => {
            let value = jail.parameter(name).and_then(|p| p.values.last());
            let number = match value {
                Some(value) => value.text.trim().parse().ok(),
                None => jail_parameter(name)
                    .and_then(JailParameter::default_value)
                    .and_then(|number| number.parse().ok()),
            };
            number.is_some_and(|number: i64| number >= limit)
        }
    }
}
