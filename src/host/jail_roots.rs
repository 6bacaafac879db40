//! Which jail.conf files of a host are read by themselves, and what they include.
//!
//! Knows what was found on the disk and the release, and not what the files say.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::jails::{Includes, Written, written};
use super::{Host, HostFile};
use crate::files::Inclusion;
use crate::syntax::{Tree, jail};
use crate::text::FileId;
use crate::vocabulary::{Candidates, FreebsdRelease};

/// The jail.conf files of one host, as `.include` sees them.
#[derive(Clone, Debug)]
pub(super) struct JailFiles<'a> {
    files: Vec<(&'a HostFile, &'a jail::Tree)>,
    by_id: FxHashMap<FileId, usize>,
    includes: &'a [Inclusion],
}

/// A file of jails.
#[derive(Clone, Copy, Debug)]
pub(super) struct JailRoot<'a> {
    pub(super) file: &'a HostFile,
    pub(super) tree: &'a jail::Tree,
    /// Others include it: it is not read by itself.
    pub(super) included: bool,
}

impl<'a> Includes<'a> for JailFiles<'a> {
    fn resolve(&self, from: FileId, pattern: &str) -> Vec<(FileId, &'a jail::Tree)> {
        let mut inclusions = self.includes.iter();
        let matched = inclusions.find(|found| found.from == from && found.pattern == pattern);
        let ids = matched.map_or(&[][..], |found| &found.files);
        let found = ids.iter().filter_map(|id| {
            let (_, tree) = self.files.get(*self.by_id.get(id)?)?;
            Some((*id, *tree))
        });
        found.collect()
    }
}

impl<'a> JailFiles<'a> {
    pub(super) fn of(files: &'a [HostFile], includes: &'a [Inclusion]) -> Self {
        let files: Vec<_> = files
            .iter()
            .filter_map(|file| match file.tree() {
                Tree::Jail(tree) => Some((file, tree)),
                _ => None,
            })
            .collect();
        let by_id = files.iter().enumerate();
        Self {
            by_id: by_id.map(|(at, (file, _))| (file.id(), at)).collect(),
            files,
            includes,
        }
    }

    /// All files: jail.conf first, then the others, such as jail.conf.d/NAME.conf (rc.d/jail
    /// reads one of them for each name). Before 14.0 `.include` is no statement, and every file
    /// stands alone.
    pub(super) fn roots(&self, freebsd: &Candidates<FreebsdRelease>) -> Vec<JailRoot<'a>> {
        let included: BTreeSet<FileId> = match freebsd.known() {
            Some(release) if release.major < 14 => BTreeSet::new(),
            _ => {
                let files = self.includes.iter().flat_map(|found| &found.files);
                files.copied().collect()
            }
        };
        let mut files = self.files.clone();
        files.sort_by_key(|(file, _)| (!file.is_named("jail.conf"), file.id()));
        let roots = files.into_iter().enumerate().map(|(at, (file, tree))| {
            // jail.conf is read first, even where others include it in a circle.
            let is_main = at == 0 && file.is_named("jail.conf");
            JailRoot {
                file,
                tree,
                included: included.contains(&file.id()) && !is_main,
            }
        });
        roots.collect()
    }
}

impl Host {
    /// What each jail.conf that is read by itself says, with what it includes.
    #[must_use]
    pub fn written_jails(&self) -> Vec<Written<'_>> {
        let files = JailFiles::of(&self.files, &self.includes);
        let roots = files.roots(&self.freebsd).into_iter();
        roots
            .filter(|root| !root.included)
            .map(|root| written(root.file.id(), root.tree, &files, &self.freebsd))
            .collect()
    }
}
