//! Which jails a host has: those of jail.conf, of what it includes and of the files beside it.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use crate::files::HostFiles;
use crate::host::jail_files::{JailFile, JailFileRole};
use crate::host::jail_on_host::ReadHooks;
use crate::host::jail_roots::{JailFiles, JailRoot};
use crate::host::jails::{self, JailDefect, Jails};
use crate::host::{HostFile, HostJail};
use crate::vocabulary::{Candidates, FreebsdRelease};

/// The jails of a host, with the files that they come from.
#[derive(Default)]
pub(super) struct JailsOfHost {
    pub(super) jails: Vec<HostJail>,
    pub(super) defects: Vec<JailDefect>,
    pub(super) files: Vec<JailFile>,
    /// The first jail of each name in the files so far.
    by_name: FxHashMap<String, usize>,
    read_hooks: ReadHooks,
}

/// The jails of jail.conf and what it includes, then those of files that stand alone, such as
/// jail.conf.d/NAME.conf (rc.d/jail reads one of them for each name).
pub(super) fn jails_of(
    host: &HostFiles,
    files: &[HostFile],
    freebsd: &Candidates<FreebsdRelease>,
) -> JailsOfHost {
    let files = JailFiles::of(files, &host.includes);
    let mut found = JailsOfHost::default();
    for root in files.roots(freebsd) {
        let jails = match root.included {
            true => Jails::default(),
            false => jails::effective(root.file.id(), root.tree, &files, freebsd),
        };
        found.files.push(jail_file(host, root, &jails));
        found.take(jails);
    }
    found
}

impl JailsOfHost {
    fn take(&mut self, found: Jails) {
        let before = self.jails.len();
        let doubtful: BTreeSet<usize> = found
            .defects
            .iter()
            .filter(|defect| defect.leaves_value_open())
            .flat_map(|defect| defect.jails.iter().copied())
            .collect();
        let mut on_host = Vec::with_capacity(found.jails.len());
        for (index, jail) in found.jails.into_iter().enumerate() {
            // rc.d/jail reads one file for each name; the jail of another file is not a second one.
            let other = self.by_name.get(&jail.name).copied();
            on_host.push(other.unwrap_or(self.jails.len()));
            if other.is_none() {
                self.jails.push(HostJail {
                    doubtful: doubtful.contains(&index),
                    ..HostJail::new(jail, &mut self.read_hooks)
                });
            }
        }
        for (index, jail) in self.jails.iter().enumerate().skip(before) {
            self.by_name.entry(jail.name().to_owned()).or_insert(index);
        }
        self.defects
            .extend(found.defects.into_iter().map(|mut defect| {
                for jail in &mut defect.jails {
                    *jail = on_host.get(*jail).copied().unwrap_or(*jail);
                }
                defect
            }));
    }
}

fn jail_file(host: &HostFiles, root: JailRoot<'_>, jails: &Jails) -> JailFile {
    let JailRoot {
        file,
        tree,
        included,
    } = root;
    let id = file.id();
    let jails = &jails.jails;
    let mut leads = host.includes.iter().filter(|found| found.from == id);
    JailFile {
        file: id,
        relative: file.source.relative.clone(),
        role: JailFileRole::of(&file.source.relative, host.layout),
        jails: jails
            .iter()
            .map(|jail| (jail.name.clone(), jail.place))
            .collect(),
        names: jails.iter().map(|jail| jail.name.clone()).collect(),
        included,
        named_by_include: host.includes.iter().any(|found| found.files.contains(&id)),
        certain: file.source.problem.is_none()
            && tree.errors.is_empty()
            && tree.unread.is_none()
            && leads.all(|found| !found.files.is_empty()),
    }
}
