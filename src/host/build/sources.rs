//! Which files of a host are read together, and in which order.

use std::collections::BTreeSet;

use crate::files::HostFiles;
use crate::host::jail_files::{JailFile, JailFileRole};
use crate::host::jails::{self, Includes, JailDefect, Jails};
use crate::host::rc::{self, RcConf, RcSource};
use crate::host::routing::{self, Routing};
use crate::host::scripts;
use crate::host::settings::{self, SettingSource, SettingTree};
use crate::host::{HostFile, HostJail};
use crate::syntax::{Language, Tree, jail};
use crate::text::FileId;
use crate::vocabulary::{Candidates, FreebsdRelease, FrrVersion};

/// rc.conf and its companions, in the order in which rc.subr reads them.
pub(super) fn rc_conf(files: &[HostFile]) -> RcConf {
    let mut sources: Vec<_> = files
        .iter()
        .filter_map(|file| match file.tree() {
            Tree::Rc(tree) => Some((rank(file, &["rc.conf", "rc.conf.local"]), file.id(), tree)),
            _ => None,
        })
        .collect();
    sources.sort_by_key(|(rank, id, _)| (*rank, *id));
    let sources: Vec<_> = sources
        .into_iter()
        .map(|(_, file, tree)| RcSource { file, tree })
        .collect();
    rc::collect(&sources)
}

/// Whether one of rc.conf's files reads others by `.`.
pub(super) fn rc_reads_more(files: &[HostFile]) -> bool {
    files.iter().any(|file| match file.tree() {
        Tree::Rc(tree) => scripts::commands(file.id(), tree.script())
            .iter()
            .any(|command| matches!(command.program(), Some("." | "source"))),
        _ => false,
    })
}

/// Position of a file's name in `order`; other names come after.
fn rank(file: &HostFile, order: &[&str]) -> usize {
    order
        .iter()
        .position(|name| file.is_named(name))
        .unwrap_or(order.len())
}

/// loader.conf, loader.conf.d, loader.conf.local, then sysctl.conf and sysctl.conf.local.
pub(super) fn in_force(
    files: &[HostFile],
    freebsd: &Candidates<FreebsdRelease>,
) -> settings::Settings {
    let mut sources: Vec<_> = files
        .iter()
        .filter_map(|file| {
            let (rank, tree) = match file.tree() {
                Tree::Loader(tree) if file.is_named("loader.conf") => {
                    (0, SettingTree::Loader(tree))
                }
                Tree::Loader(tree) if file.is_named("loader.conf.local") => {
                    (2, SettingTree::Loader(tree))
                }
                Tree::Loader(tree) => (1, SettingTree::Loader(tree)),
                Tree::Sysctl(tree) => {
                    let order = ["sysctl.conf", "sysctl.conf.local"];
                    (3 + rank(file, &order), SettingTree::Sysctl(tree))
                }
                _ => return None,
            };
            Some((rank, file.id(), tree))
        })
        .collect();
    sources.sort_by_key(|(rank, id, _)| (*rank, *id));
    let sources: Vec<_> = sources
        .into_iter()
        .map(|(_, file, tree)| SettingSource { file, tree })
        .collect();
    settings::collect(&sources, freebsd)
}

/// The files of one host as jail.conf's `.include` sees them.
struct HostIncludes<'a> {
    host: &'a HostFiles,
    files: &'a [HostFile],
}

impl<'a> Includes<'a> for HostIncludes<'a> {
    fn resolve(&self, from: FileId, pattern: &str) -> Vec<(FileId, &'a jail::Tree)> {
        let mut inclusions = self.host.includes.iter();
        let matched = inclusions.find(|found| found.from == from && found.pattern == pattern);
        matched
            .map_or(&[][..], |found| &found.files)
            .iter()
            .copied()
            .filter_map(|id| {
                let file = self.files.iter().find(|file| file.id() == id)?;
                match file.tree() {
                    Tree::Jail(tree) => Some((id, tree)),
                    _ => None,
                }
            })
            .collect()
    }
}

/// Files that others include. Before 14.0 `.include` is no statement, and none are.
fn included(host: &HostFiles, freebsd: &Candidates<FreebsdRelease>) -> BTreeSet<FileId> {
    if freebsd.known().is_some_and(|release| release.major < 14) {
        return BTreeSet::new();
    }
    let files = host.includes.iter().flat_map(|inclusion| &inclusion.files);
    files.copied().collect()
}

/// The jails of a host, with the files that they come from.
#[derive(Default)]
pub(super) struct JailsOfHost {
    pub(super) jails: Vec<HostJail>,
    pub(super) defects: Vec<JailDefect>,
    pub(super) files: Vec<JailFile>,
}

/// The jails of jail.conf and what it includes, then those of files that stand alone, such as
/// jail.conf.d/NAME.conf (rc.d/jail reads one of them for each name).
pub(super) fn jails_of(
    host: &HostFiles,
    files: &[HostFile],
    freebsd: &Candidates<FreebsdRelease>,
) -> JailsOfHost {
    let includes = HostIncludes { host, files };
    let mut roots: Vec<_> = files
        .iter()
        .filter_map(|file| match file.tree() {
            Tree::Jail(tree) => Some((rank(file, &["jail.conf"]), file, tree)),
            _ => None,
        })
        .collect();
    roots.sort_by_key(|(rank, file, _)| (*rank, file.id()));
    let included = included(host, freebsd);
    let mut found = JailsOfHost::default();
    for (_, file, tree) in roots {
        let is_included = included.contains(&file.id());
        let jails = match is_included {
            true => Jails::default(),
            false => jails::effective(file.id(), tree, &includes, freebsd),
        };
        found
            .files
            .push(jail_file(host, file, tree, &jails, is_included));
        found.take(jails);
    }
    found
}

impl JailsOfHost {
    fn take(&mut self, found: Jails) {
        let doubtful: BTreeSet<usize> = found
            .defects
            .iter()
            .filter(|defect| defect.leaves_value_open())
            .flat_map(|defect| defect.jails.iter().copied())
            .collect();
        // rc.d/jail reads one file for each name; the jail of another file is not a second one.
        let earlier = self.jails.iter();
        let others: BTreeSet<String> = earlier.map(|jail| jail.name().to_owned()).collect();
        for (index, jail) in found.jails.into_iter().enumerate() {
            if !others.contains(&jail.name) {
                self.jails.push(HostJail {
                    doubtful: doubtful.contains(&index),
                    ..HostJail::new(jail)
                });
            }
        }
        self.defects.extend(found.defects);
    }
}

fn jail_file(
    host: &HostFiles,
    file: &HostFile,
    tree: &jail::Tree,
    jails: &Jails,
    included: bool,
) -> JailFile {
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

/// The files that FRR's configuration comes from: the integrated frr.conf where FRR reads it,
/// else the daemons' own files.
pub(super) fn frr_files(
    files: &[HostFile],
    rc: &RcConf,
    version: &Candidates<FrrVersion>,
) -> Vec<FileId> {
    let frr: Vec<&HostFile> = files
        .iter()
        .filter(|file| file.language() == Language::Frr)
        .collect();
    let integrated = frr.iter().any(|file| file.is_named("frr.conf"));
    let own = frr.iter().any(|file| is_daemon_file(file));
    // frr7 and frr8 leave `vtysh -b` out unless told; later ports load frr.conf and nothing else.
    let old_port = version.known().is_some_and(|v| v < FrrVersion::new(9, 0));
    let boots_integrated = rc.yes("frr_vtysh_boot").unwrap_or(!old_port);
    let use_integrated = integrated && (boots_integrated || !own);
    frr.into_iter()
        .filter(|file| !file.is_named("vtysh.conf"))
        .filter(|file| file.is_named("frr.conf") == use_integrated || !integrated)
        .map(HostFile::id)
        .collect()
}

pub(super) fn routing_of(
    files: &[HostFile],
    read: &[FileId],
    version: &Candidates<FrrVersion>,
) -> Routing {
    let sources: Vec<_> = files
        .iter()
        .filter(|file| read.contains(&file.id()))
        .filter_map(|file| match file.tree() {
            Tree::Frr(tree) => Some((file.id(), file.source.text.as_str(), tree)),
            _ => None,
        })
        .collect();
    routing::collect(&sources, version)
}

fn is_daemon_file(file: &HostFile) -> bool {
    !file.is_named("frr.conf") && !file.is_named("vtysh.conf")
}
