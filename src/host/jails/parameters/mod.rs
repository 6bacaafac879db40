//! What the jails' parameters are and take: names, values, permissions.

mod names;
mod permissions;
mod values;

use super::collect::Collected;
use super::defect::Defects;
use super::jail::Jail;
use crate::vocabulary::{FreebsdRelease, Spelling};

/// Looks at every parameter of every jail.
pub(super) fn check(
    jails: &[Jail],
    collected: &Collected<'_>,
    release: Option<FreebsdRelease>,
    defects: &mut Defects,
) {
    let mut names = names::Names::new(release);
    if jails.is_empty() {
        check_without_jails(collected, &mut names, defects);
    }
    for (index, jail) in jails.iter().enumerate() {
        for parameter in &jail.parameters {
            let name = (parameter.name.as_str(), parameter.place);
            let bare = parameter.values.is_empty();
            let spelling = names.check(name, bare, Some(index), defects);
            if let Spelling::Plain(known) | Spelling::Off(known) = spelling {
                values::check(parameter, known, index, defects);
            }
        }
    }
    permissions::check(jails, defects);
}

/// A file of globals and wildcards alone is for jails to come: their names are looked at.
fn check_without_jails<'a>(
    collected: &Collected<'a>,
    names: &mut names::Names<'a>,
    defects: &mut Defects,
) {
    let settings = collected.entries.iter().flat_map(|entry| &entry.settings);
    for setting in settings.filter(|setting| !setting.variable) {
        let name = (collected.symbols.name(setting.symbol), setting.place);
        names.check(name, setting.values.is_empty(), None, defects);
    }
    permissions::check_without_jails(collected, defects);
}
