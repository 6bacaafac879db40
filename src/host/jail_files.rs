//! Which jail.conf files of a host are read by themselves, and what they include.
//!
//! Knows what was found on the disk and the release, and not what the files say.

use std::collections::BTreeSet;

use super::jails::{Includes, Written, written};
use super::{Host, HostFile};
use crate::files::Inclusion;
use crate::syntax::{Tree, jail};
use crate::text::FileId;
use crate::vocabulary::{Candidates, FreebsdRelease};

/// The jail.conf files of one host, as `.include` sees them.
#[derive(Clone, Copy, Debug)]
pub(super) struct JailFiles<'a> {
    pub(super) files: &'a [HostFile],
    pub(super) includes: &'a [Inclusion],
}

impl<'a> Includes<'a> for JailFiles<'a> {
    fn resolve(&self, from: FileId, pattern: &str) -> Vec<(FileId, &'a jail::Tree)> {
        let mut inclusions = self.includes.iter();
        let matched = inclusions.find(|found| found.from == from && found.pattern == pattern);
        let ids = matched.map_or(&[][..], |found| &found.files);
        let found = ids.iter().filter_map(|id| self.tree(*id));
        found.collect()
    }
}

impl<'a> JailFiles<'a> {
    fn tree(&self, id: FileId) -> Option<(FileId, &'a jail::Tree)> {
        let file = self.files.iter().find(|file| file.id() == id)?;
        match file.tree() {
            Tree::Jail(tree) => Some((id, tree)),
            _ => None,
        }
    }

    /// The files that jail(8) is given: jail.conf first, then those that stand alone, such as
    /// jail.conf.d/NAME.conf (rc.d/jail reads one of them for each name). Before 14.0 `.include`
    /// is no statement, and every file stands alone.
    pub(super) fn roots(
        &self,
        freebsd: &Candidates<FreebsdRelease>,
    ) -> Vec<(FileId, &'a jail::Tree)> {
        let included: BTreeSet<FileId> = match freebsd.known() {
            Some(release) if release.major < 14 => BTreeSet::new(),
            _ => self
                .includes
                .iter()
                .flat_map(|i| &i.files)
                .copied()
                .collect(),
        };
        let mut roots: Vec<_> = self
            .files
            .iter()
            .filter(|file| !included.contains(&file.id()))
            .filter_map(|file| match file.tree() {
                Tree::Jail(tree) => Some((!file.is_named("jail.conf"), file.id(), tree)),
                _ => None,
            })
            .collect();
        roots.sort_by_key(|(is_other, id, _)| (*is_other, *id));
        roots.into_iter().map(|(_, id, tree)| (id, tree)).collect()
    }
}

impl Host {
    /// What each jail.conf that is read by itself says, with what it includes.
    #[must_use]
    pub fn written_jails(&self) -> Vec<Written<'_>> {
        let files = JailFiles {
            files: &self.files,
            includes: &self.includes,
        };
        let roots = files.roots(&self.freebsd).into_iter();
        roots
            .map(|(file, tree)| written(file, tree, &files, &self.freebsd))
            .collect()
    }
}
