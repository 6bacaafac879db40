//! The jails of a jail.conf as jail(8) makes them: wildcards and globals merged, variables
//! expanded (usr.sbin/jail/config.c).
//!
//! Knows what parameters take (`vocabulary`), nothing of interfaces and FIBs, and makes no findings: what is wrong is a typed defect.

mod address;
mod checks;
mod collect;
mod defect;
mod dependencies;
mod element;
mod expand;
mod jail;
mod known;
mod merge;
mod name;
mod overrides;
mod parameters;
mod slot;
mod symbol;
mod written;

#[cfg(test)]
mod tests;

pub use address::JailAddress;
pub use defect::{DefectKind, JailDefect, Overridden, OverriddenBy, ValueProblem};
pub use element::{BadMask, BadMaskKind, ElementDefect, ElementDefectKind};
pub use jail::{Jail, Parameter, Value};
pub use written::{Written, WrittenBlock, WrittenSetting, written};

use crate::syntax::jail::Tree;
use crate::text::FileId;
use crate::vocabulary::{Candidates, FreebsdRelease};

/// The most parameters that are made, over all jails of a file: globals times jails can be far
/// more than any memory holds.
const MAX_PARAMETERS: usize = 1_000_000;

/// Finds the files of `.include` statements.
pub trait Includes<'a> {
    /// The files that the pattern of an `.include` in file `from` matches, in glob(3)'s order.
    fn resolve(&self, from: FileId, pattern: &str) -> Vec<(FileId, &'a Tree)>;
}

/// No `.include` finds anything.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoIncludes;

impl<'a> Includes<'a> for NoIncludes {
    fn resolve(&self, _from: FileId, _pattern: &str) -> Vec<(FileId, &'a Tree)> {
        Vec::new()
    }
}

/// The jails of one jail.conf and what it includes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Jails {
    /// In file order; two blocks with one name are two jails.
    pub jails: Vec<Jail>,
    /// What is wrong, each mistake once, in order of place.
    pub defects: Vec<JailDefect>,
}

/// What jail(8) of the release makes of a file; of an unknown release, what 14.0 and later make
/// of it. Syntax errors are looked past: jail(8) would start nothing.
pub fn effective<'a>(
    file: FileId,
    tree: &'a Tree,
    includes: &dyn Includes<'a>,
    freebsd: &Candidates<FreebsdRelease>,
) -> Jails {
    let rules = Rules::of(freebsd);
    let mut defects = defect::Defects::default();
    let collected = collect::collect(file, tree, includes, rules, &mut defects);
    let jails = merge::merge(&collected, rules, &mut defects);
    checks::late_globals(&collected, &mut defects);
    checks::duplicates(&jails, &mut defects);
    overrides::check(&collected, &mut defects);
    parameters::check(&jails, &collected, freebsd.known(), &mut defects);
    dependencies::check(&jails, &mut defects);
    let mut defects = defects.finish();
    checks::name_nearest_variables(&collected.symbols, &mut defects);
    Jails { jails, defects }
}

/// What differs between releases.
#[derive(Clone, Copy, Debug)]
struct Rules {
    /// `.include` is a statement (14.0).
    includes: bool,
    /// The release is not known, and may be one before 14.0.
    may_be_older: bool,
    /// All globals form one block, where the first of them stands (14.0); before, a global
    /// behind a jail opens another one.
    one_global_block: bool,
    /// A variable with the name of a parameter is refused (13.0); before, they are merged.
    variables_clash: bool,
}

impl Rules {
    fn of(freebsd: &Candidates<FreebsdRelease>) -> Self {
        let release = freebsd.known();
        Self {
            includes: release.is_none_or(|release| release.major >= 14),
            one_global_block: release.is_none_or(|release| release.major >= 14),
            may_be_older: release.is_none(),
            variables_clash: release.is_none_or(|release| release.major >= 13),
        }
    }
}
