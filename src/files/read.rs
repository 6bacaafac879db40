//! Reading the hosts that were found, several at a time.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::fence::Fence;
use super::held::Held;
use super::layout::{self, Layout, Member};
use super::overrides::Overrides;
use super::paths;
use super::plan::Plan;
use super::problem::ReadProblem;
use super::release::{self, Said, Source};
use super::snapshot::{HostFiles, SourceFile};
use super::tree::{FileTree, Kind};
use crate::config::Located;
use crate::parallel;
use crate::syntax::Language;
use crate::text::FileId;

/// Reads every host and puts them in the order of their names.
pub(super) fn hosts(
    tree: &dyn FileTree,
    cwd: &Path,
    plans: &[Plan],
    overrides: &Overrides,
) -> Vec<HostFiles> {
    let mut hosts = parallel::map(plans, true, |plan| host(tree, cwd, plan, overrides));
    tell_apart(cwd, &mut hosts);
    hosts.sort_by(|a, b| (&a.name, &a.root).cmp(&(&b.name, &b.root)));
    hosts
}

fn host(tree: &dyn FileTree, cwd: &Path, plan: &Plan, overrides: &Overrides) -> HostFiles {
    let settings = plan.settings();
    let mut host = HostFiles {
        name: String::new(),
        root: plan.root.clone(),
        shown: paths::shown(cwd, &plan.root),
        layout: plan.layout,
        files: Vec::new(),
        includes: Vec::new(),
        freebsd: said(overrides.freebsd, settings.and_then(|s| s.freebsd.as_ref())),
        frr: said(overrides.frr, settings.and_then(|s| s.frr.as_ref())),
        config: plan.config.clone(),
        config_host: plan.config_host,
        allowed: allowed(plan),
        asked: plan.asked.clone(),
    };
    if host.freebsd.is_none() && plan.layout == Layout::Root {
        host.freebsd = release::of_files(tree, &plan.root);
    }
    host.files = files(tree, cwd, plan, &host);
    host.name = match settings {
        Some(settings) => settings.name.value.clone(),
        None => own_name(&host),
    };
    host
}

fn said<T: Copy>(option: Option<T>, config: Option<&Located<T>>) -> Option<Said<T>> {
    let option = option.map(|value| Said {
        value,
        source: Source::CommandLine,
    });
    option.or_else(|| {
        config.map(|config| Said {
            value: config.value,
            source: Source::Config(config.span),
        })
    })
}

/// The folders within which links may lead.
fn allowed(plan: &Plan) -> Vec<PathBuf> {
    let config = plan.config.as_ref().and_then(|c| c.path.parent());
    let checked = plan.asked.iter().filter(|path| plan.root.starts_with(path));
    std::iter::once(plan.root.clone())
        .chain(config.map(Path::to_owned))
        .chain(checked.cloned())
        .collect()
}

fn files(tree: &dyn FileTree, cwd: &Path, plan: &Plan, host: &HostFiles) -> Vec<SourceFile> {
    let mut members: BTreeMap<PathBuf, Member> = layout::members(tree, &plan.root, plan.layout)
        .into_iter()
        .map(|member| (member.path.clone(), member))
        .collect();
    for (path, language) in &plan.extra {
        let member = Member {
            path: path.clone(),
            language: *language,
            optional: false,
            problem: None,
        };
        members.insert(path.clone(), member);
    }
    let mut fence = Fence::new(tree, &plan.root, &host.allowed);
    let mut files: Vec<_> = members
        .into_values()
        .filter_map(|member| {
            let read = match member.problem {
                Some(problem) => Err(problem),
                // A file that the user names is read wherever it leads.
                None if plan.asked.contains(&member.path) => tree.hold(&member.path),
                None => fenced(tree, &mut fence, &member.path),
            };
            if member.optional && read.is_err() {
                return None;
            }
            Some(file(tree, cwd, host, member.path, member.language, read))
        })
        .collect();
    files.sort_by(|a, b| a.relative.cmp(&b.relative));
    files
}

/// A file's text, unless a link leads it out of the host.
pub(super) fn fenced(
    tree: &dyn FileTree,
    fence: &mut Fence<'_>,
    path: &Path,
) -> Result<Held, ReadProblem> {
    // A link to a device is first of all a device.
    if let Ok(Kind::Other(what)) = tree.kind(path) {
        return Err(ReadProblem::NotRegular(what));
    }
    fence.check(path)?;
    tree.hold(path)
}

/// A file as it was read; its id is given when the snapshot is complete.
pub(super) fn file(
    tree: &dyn FileTree,
    cwd: &Path,
    host: &HostFiles,
    path: PathBuf,
    language: Language,
    read: Result<Held, ReadProblem>,
) -> SourceFile {
    let (held, problem) = match read {
        Ok(held) => (held, None),
        Err(problem) => (Held::default(), Some(problem)),
    };
    let size = match (&problem, tree.kind(&path)) {
        (None, _) => held.size(),
        (Some(ReadProblem::TooLarge { size, .. }), _) => *size,
        (_, Ok(Kind::File(size))) => size,
        _ => 0,
    };
    SourceFile {
        id: FileId(0),
        shown: paths::shown(cwd, &path),
        relative: paths::relative(&host.root, &path),
        language,
        text: held.text(),
        size,
        problem,
        asked: host.is_asked(&path),
        parsed: held.tree(language),
        path,
    }
}

/// The folder's name; for `/`, the machine's own; for a file alone, the file's.
fn own_name(host: &HostFiles) -> String {
    let alone = (host.layout == Layout::Single)
        .then(|| host.files.first()?.path.file_name())
        .flatten();
    if let Some(name) = alone.or_else(|| host.root.file_name()) {
        return name.to_string_lossy().into_owned();
    }
    ["etc/rc.conf.local", "etc/rc.conf"]
        .iter()
        .filter_map(|relative| host.file(relative))
        .filter_map(|file| release::value_of(file.text.as_str(), "hostname"))
        .find(|name| !name.is_empty())
        .unwrap_or("/")
        .to_owned()
}

/// Hosts of the same name are told apart by their folders; a name from `cellblock.toml` is kept
/// if that is enough.
fn tell_apart(cwd: &Path, hosts: &mut [HostFiles]) {
    for keep_given in [true, false] {
        let mut count = BTreeMap::new();
        for host in hosts.iter() {
            *count.entry(host.name.clone()).or_insert(0) += 1;
        }
        for host in hosts.iter_mut() {
            let is_shared = count.get(&host.name).is_some_and(|count| *count > 1);
            if is_shared && !(keep_given && host.settings().is_some()) {
                host.name = match (host.layout, host.files.first()) {
                    (Layout::Single, Some(file)) => file.shown.clone(),
                    _ => paths::shown(cwd, &host.root),
                };
            }
        }
    }
}
