//! The blocks of a configuration as they are written, in the order in which jail(8) reads them,
//! and which of several settings of a name counts.
//!
//! Knows no value; what the jails come to is made elsewhere.

use super::collect::{Collected, Entry, Setting, collect};
use super::defect::Defects;
use super::merge::Wildcards;
use super::{Includes, Rules, name};
use crate::syntax::jail::{Tree, Value};
use crate::text::{FileId, Place};
use crate::vocabulary::{Candidates, FreebsdRelease};

/// One jail.conf and what it includes.
pub struct Written<'a>(Collected<'a>);

/// A block, or the globals.
#[derive(Clone, Copy)]
pub struct WrittenBlock<'w, 'a> {
    of: &'w Collected<'a>,
    index: usize,
    entry: &'w Entry<'a>,
}

/// One setting of a parameter or variable.
#[derive(Clone, Copy, Debug)]
pub struct WrittenSetting<'a> {
    /// What is set.
    pub name: &'a str,
    /// Where its name is written.
    pub place: Place,
    /// Whether it was written as a variable, `$name`.
    pub is_variable: bool,
    /// The values, in the same file as the name.
    pub values: &'a [Value],
}

/// Reads a file and what it includes, as the release does.
#[must_use]
pub fn written<'a>(
    file: FileId,
    tree: &'a Tree,
    includes: &dyn Includes<'a>,
    freebsd: &Candidates<FreebsdRelease>,
) -> Written<'a> {
    // What is wrong is told where the jails are made.
    let mut defects = Defects::default();
    Written(collect(
        file,
        tree,
        includes,
        Rules::of(freebsd),
        &mut defects,
    ))
}

impl<'a> Written<'a> {
    /// The blocks, and the globals as one.
    pub fn blocks(&self) -> impl Iterator<Item = WrittenBlock<'_, 'a>> {
        let of = &self.0;
        let entries = of.entries.iter().enumerate();
        entries.map(move |(index, entry)| WrittenBlock { of, index, entry })
    }
}

impl<'w, 'a> WrittenBlock<'w, 'a> {
    /// The full name, joined to those of the blocks around it; `*` for the globals.
    #[must_use]
    pub fn name(&self) -> &'w str {
        &self.entry.name
    }

    /// Where its name is written; none for the globals.
    #[must_use]
    pub fn name_place(&self) -> Option<Place> {
        Some(self.entry.places?.0)
    }

    /// Whether it is for other jails: the globals, or a block whose name has a `*`.
    #[must_use]
    pub fn is_wildcard(&self) -> bool {
        self.entry.wildcard
    }

    /// What is set in it, in order.
    pub fn settings(&self) -> impl Iterator<Item = WrittenSetting<'a>> + use<'w, 'a> {
        let of = self.of;
        self.entry
            .settings
            .iter()
            .map(move |setting| WrittenSetting {
                name: of.symbols.name(setting.symbol),
                place: setting.place,
                is_variable: setting.variable,
                values: setting.values,
            })
    }

    /// Where `name` gets the value that it has in this block's jail; in a wildcard or among the
    /// globals, in each jail that it is for. Without such a jail, where it is set last.
    #[must_use]
    pub fn where_set(&self, name: &str) -> Vec<Place> {
        let Some(symbol) = self.of.symbols.find(name) else {
            return Vec::new();
        };
        let entries = &self.of.entries;
        let by_entry: Vec<Said> = entries
            .iter()
            .map(|entry| Said::of(entry.settings.iter().filter(|s| s.symbol == symbol)))
            .collect();
        let wildcards = Wildcards::new(entries);
        let is_for = |entry: &Entry<'_>| !entry.wildcard && name::matches(self.name(), &entry.name);
        let mut places: Vec<Place> = entries
            .iter()
            .enumerate()
            .filter(|(index, entry)| match self.entry.wildcard {
                true => is_for(entry),
                false => *index == self.index,
            })
            .filter_map(|(index, jail)| {
                let mut read = wildcards.candidates(&jail.name);
                read.retain(|at| {
                    let wildcard = entries.get(*at);
                    wildcard.is_some_and(|wildcard| name::matches(&wildcard.name, &jail.name))
                });
                read.push(index);
                read.sort_unstable();
                let said = read.iter().filter_map(|at| by_entry.get(*at));
                said.copied().fold(Said::default(), Said::then).place()
            })
            .collect();
        if places.is_empty() {
            let all = by_entry.iter().copied().fold(Said::default(), Said::then);
            places.extend(all.place());
        }
        places.sort();
        places.dedup();
        places
    }
}

/// Where a name is set among some settings: `+=` only adds, unless there is nothing yet.
#[derive(Clone, Copy, Default)]
struct Said {
    first: Option<Place>,
    anew: Option<Place>,
}

impl Said {
    fn of<'s, 'a: 's>(settings: impl Iterator<Item = &'s Setting<'a>>) -> Self {
        settings.fold(Self::default(), |said, setting| {
            said.then(Self {
                first: Some(setting.place),
                anew: (!setting.append).then_some(setting.place),
            })
        })
    }

    fn then(self, later: Self) -> Self {
        Self {
            first: self.first.or(later.first),
            anew: later.anew.or(self.anew),
        }
    }

    fn place(self) -> Option<Place> {
        self.anew.or(self.first)
    }
}
