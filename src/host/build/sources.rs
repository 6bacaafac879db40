//! Which files of a host are read together, and in which order.

use std::path::Path;
use std::sync::Arc;

use crate::files::HostFiles;
use crate::host::rc::{self, Included, RcConf, RcSource};
use crate::host::routing::FrrSource;
use crate::host::routing::{self, Routing};
use crate::host::scripts;
use crate::host::settings::{self, SettingSource, SettingTree};
use crate::host::{Host, HostFile};
use crate::syntax::{Language, Tree};
use crate::text::FileId;
use crate::vocabulary::{Candidates, FreebsdRelease, FrrVersion};

/// rc.conf and its companions, in the order in which rc.subr reads them, with what they read
/// themselves.
pub(super) fn rc_conf(host: &HostFiles, files: &[HostFile], before: Option<&Host>) -> Arc<RcConf> {
    if let Some(before) = before
        && before.includes == host.includes
        && has_same(files, before, &[Language::Rc])
    {
        return Arc::clone(&before.rc);
    }
    let includes = RcIncludes { host, files };
    let mut sources: Vec<_> = files
        .iter()
        .filter_map(|file| match file.tree() {
            Tree::Rc(tree) if !includes.is_read_by_another(file) => {
                Some((rank(file, &["rc.conf", "rc.conf.local"]), file.id(), tree))
            }
            _ => None,
        })
        .collect();
    sources.sort_by_key(|(rank, id, _)| (*rank, *id));
    let sources: Vec<_> = sources
        .into_iter()
        .map(|(_, file, tree)| RcSource { file, tree })
        .collect();
    Arc::new(rc::collect_with(&sources, &includes))
}

/// The files of one host as `.` in rc.conf sees them.
struct RcIncludes<'a> {
    host: &'a HostFiles,
    files: &'a [HostFile],
}

impl RcIncludes<'_> {
    /// Whether only `.` in another file leads to this one: rc.subr reads the others anyway.
    fn is_read_by_another(&self, file: &HostFile) -> bool {
        let known = Language::of_known_path(Path::new(&file.source.relative));
        let mut includes = self.host.includes.iter();
        known != Some(Language::Rc)
            && includes.any(|found| found.from != file.id() && found.files.contains(&file.id()))
    }
}

impl<'a> rc::Includes<'a> for RcIncludes<'a> {
    fn resolve(&self, from: FileId, path: &str) -> Included<'a> {
        let mut includes = self.host.includes.iter();
        let found = includes.find(|found| found.from == from && found.pattern == path);
        let mut files = self.files.iter();
        let file = found.and_then(|found| files.find(|file| found.files.contains(&file.id())));
        match file.map(|file| (file, file.tree())) {
            Some((file, Tree::Rc(_))) if !self.is_read_by_another(file) => Included::ReadAnyway,
            Some((file, Tree::Rc(tree))) if file.source.problem.is_none() => {
                Included::File(RcSource {
                    file: file.id(),
                    tree,
                })
            }
            _ => Included::Missing,
        }
    }
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

/// device.hints, loader.conf and its companions, then sysctl.conf and its own. Since 14.1 the
/// loader reads loader.conf.local after loader.conf.d, before that ahead of it.
pub(super) fn in_force(
    files: &[HostFile],
    freebsd: &Candidates<FreebsdRelease>,
    before: Option<&Host>,
) -> Arc<settings::Settings> {
    if let Some(before) = before
        && before.freebsd == *freebsd
        && has_same(files, before, &[Language::Loader, Language::Sysctl])
    {
        return Arc::clone(&before.settings);
    }
    let local_first = freebsd
        .known()
        .is_some_and(|release| release < FreebsdRelease::new(14, 1));
    let loader: &[&str] = if local_first {
        &["device.hints", "loader.conf", "loader.conf.local"]
    } else {
        &["device.hints", "loader.conf", "*", "loader.conf.local"]
    };
    let mut sources: Vec<_> = files
        .iter()
        .filter_map(|file| {
            let (rank, tree) = match file.tree() {
                Tree::Loader(tree) => ((0, loader_rank(file, loader)), SettingTree::Loader(tree)),
                Tree::Sysctl(tree) => {
                    let order = ["sysctl.conf", "sysctl.conf.local"];
                    ((1, rank(file, &order)), SettingTree::Sysctl(tree))
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
    Arc::new(settings::collect(&sources, freebsd))
}

/// Position of a loader's file in `order`; other names come where the `*` is, else after.
fn loader_rank(file: &HostFile, order: &[&str]) -> usize {
    let named = order.iter().position(|name| file.is_named(name));
    let others = order.iter().position(|name| *name == "*");
    named.or(others).unwrap_or(order.len())
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
    before: Option<&Host>,
) -> Arc<Routing> {
    let read: Vec<&HostFile> = files
        .iter()
        .filter(|file| read.contains(&file.id()))
        .collect();
    if let Some(before) = before
        && before.routing.lists.version == *version
        && are_same(&read, before)
    {
        return Arc::clone(&before.routing);
    }
    let sources: Vec<_> = read
        .iter()
        .filter_map(|file| match file.tree() {
            Tree::Frr(tree) => Some(FrrSource {
                file: file.id(),
                name: file.source.file_name(),
                text: file.source.text.as_str(),
                tree,
            }),
            _ => None,
        })
        .collect();
    Arc::new(routing::collect(&sources, version))
}

/// Whether the files of some languages are those that `before` was made of.
fn has_same(files: &[HostFile], before: &Host, languages: &[Language]) -> bool {
    let is_of = |file: &&HostFile| languages.contains(&file.language());
    let mut now = files.iter().filter(is_of);
    let mut then = before.files.iter().filter(is_of);
    loop {
        match (now.next(), then.next()) {
            (None, None) => return true,
            (Some(now), Some(then)) if now.source.is_same(&then.source) => {}
            _ => return false,
        }
    }
}

/// Whether FRR's configuration came from the same files.
fn are_same(read: &[&HostFile], before: &Host) -> bool {
    let then = before.frr_files.iter().map(|id| before.file(*id));
    read.len() == before.frr_files.len()
        && (read.iter().zip(then))
            .all(|(file, then)| then.is_some_and(|then| file.source.is_same(&then.source)))
}

fn is_daemon_file(file: &HostFile) -> bool {
    !file.is_named("frr.conf") && !file.is_named("vtysh.conf")
}
