//! Which files of a host are read together, and in which order.

use std::collections::BTreeSet;

use crate::files::HostFiles;
use crate::host::jail_files::JailFiles;
use crate::host::jails::{self, JailDefect};
use crate::host::rc::{self, RcConf, RcSource};
use crate::host::routing::{self, Routing};
use crate::host::settings::{self, SettingSource, SettingTree};
use crate::host::{HostFile, HostJail};
use crate::syntax::{Language, Tree};
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

/// The jails of jail.conf and what it includes, then those of files that stand alone, such as
/// jail.conf.d/NAME.conf (rc.d/jail reads one of them for each name).
pub(super) fn jails_of(
    host: &HostFiles,
    files: &[HostFile],
    freebsd: &Candidates<FreebsdRelease>,
) -> (Vec<HostJail>, Vec<JailDefect>) {
    let files = JailFiles {
        files,
        includes: &host.includes,
    };
    let mut found: Vec<HostJail> = Vec::new();
    let mut defects = Vec::new();
    for (file, tree) in files.roots(freebsd) {
        let jails = jails::effective(file, tree, &files, freebsd);
        // rc.d/jail reads one file for each name; the jail of another file is not a second one.
        let others: BTreeSet<String> = found.iter().map(|jail| jail.name().to_owned()).collect();
        let new = jails
            .jails
            .into_iter()
            .filter(|jail| !others.contains(&jail.name));
        found.extend(new.map(HostJail::new));
        defects.extend(jails.defects);
    }
    (found, defects)
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
