//! What the jails' parameters are and take: names, values, permissions.

mod names;
mod permissions;
mod values;

use super::defect::Defects;
use super::jail::Jail;
use crate::vocabulary::{FreebsdRelease, Spelling};

/// Looks at every parameter of every jail.
pub(super) fn check(jails: &[Jail], release: Option<FreebsdRelease>, defects: &mut Defects) {
    let mut names = names::Names::new(release);
    for (index, jail) in jails.iter().enumerate() {
        for parameter in &jail.parameters {
            let spelling = names.check(parameter, index, defects);
            if let Spelling::Plain(known) | Spelling::Off(known) = spelling {
                values::check(parameter, known, index, defects);
            }
        }
    }
    permissions::check(jails, defects);
}
