//! The second round: files that the first ones name, such as scripts of exec hooks and the files
//! of `.include`.

use std::ffi::OsStr;
use std::path::{Component, Path, PathBuf};

use globset::GlobBuilder;

use super::fence::Fence;
use super::layout::{self, Layout};
use super::read;
use super::snapshot::{HostFiles, Slot, Snapshot};
use super::tree::{FileTree, Kind};
use crate::syntax::Language;
use crate::text::FileId;

/// How many files one pattern may bring.
const MOST_MATCHES: usize = 10_000;

/// Folders of a host that a flat host leaves out.
const LEFT_OUT_WHEN_FLAT: [&str; 6] = [
    "usr/local/etc",
    "usr/local/sbin",
    "usr/local/bin",
    "etc",
    "boot",
    "",
];

/// A file that another one names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Its path on the host, such as `/usr/local/sbin/jail-start`. The wildcards of glob(3) are
    /// followed.
    pub path: String,
    /// Its language. Without one, only small shell scripts are taken: what a hook runs may be
    /// any program.
    pub language: Option<Language>,
}

impl Snapshot {
    /// Reads further files of a host, given by its place in [`Snapshot::hosts`]. For each wish,
    /// the files that match it, those read before included; none if there is no such file below
    /// the host's folder.
    pub fn read_more(&mut self, host: usize, wanted: &[Wanted]) -> Vec<Vec<FileId>> {
        wanted
            .iter()
            .map(|wanted| self.read_one(host, wanted))
            .collect()
    }

    fn read_one(&mut self, at: usize, wanted: &Wanted) -> Vec<FileId> {
        let Some(host) = self.hosts.get(at) else {
            return Vec::new();
        };
        find(self.tree.as_ref(), host, &wanted.path)
            .into_iter()
            .filter_map(|path| self.add(at, path, wanted.language))
            .collect()
    }

    fn add(&mut self, at: usize, path: PathBuf, language: Option<Language>) -> Option<FileId> {
        let tree = self.tree.as_ref();
        let host = self.hosts.get_mut(at)?;
        if let Some(file) = host.files.iter().find(|file| file.path == path) {
            return Some(file.id);
        }
        let language = match language {
            Some(language) => language,
            None if layout::is_script(tree, &path) => Language::Shell,
            None => return None,
        };
        let mut fence = Fence::new(tree, &host.root, &host.allowed);
        let held = read::fenced(tree, &mut fence, &path);
        let mut file = read::file(tree, &self.cwd, host, path, language, held);
        let id = FileId(u32::try_from(self.index.len()).ok()?);
        file.id = id;
        self.index.push(Slot::Host(at, host.files.len()));
        host.files.push(file);
        Some(id)
    }
}

/// The files below the host's folder that a path of the host means.
fn find(tree: &dyn FileTree, host: &HostFiles, path: &str) -> Vec<PathBuf> {
    let Some(parts) = parts(path) else {
        return Vec::new();
    };
    match host.layout {
        Layout::Root => expand(tree, &host.root, &parts),
        Layout::Single => Vec::new(),
        Layout::Flat => {
            let relative: PathBuf = parts.iter().collect();
            let mut places = LEFT_OUT_WHEN_FLAT
                .iter()
                .filter_map(|folder| relative.strip_prefix(folder).ok());
            places
                .find_map(|rest| {
                    let parts: Vec<_> = rest.iter().collect();
                    Some(expand(tree, &host.root, &parts)).filter(|found| !found.is_empty())
                })
                .unwrap_or_default()
        }
    }
}

/// The names on the way, without `/` and `.`; `None` if the path would lead upwards.
fn parts(path: &str) -> Option<Vec<&OsStr>> {
    let parts: Option<Vec<Option<&OsStr>>> = Path::new(path)
        .components()
        .map(|component| match component {
            Component::Normal(name) => Some(Some(name)),
            Component::RootDir | Component::CurDir => Some(None),
            Component::ParentDir | Component::Prefix(_) => None,
        })
        .collect();
    let parts: Vec<&OsStr> = parts?.into_iter().flatten().collect();
    (!parts.is_empty()).then_some(parts)
}

/// What a path with wildcards matches below `root`, in the order of names.
fn expand(tree: &dyn FileTree, root: &Path, parts: &[&OsStr]) -> Vec<PathBuf> {
    let mut found = vec![root.to_owned()];
    for part in parts {
        found = found
            .iter()
            .flat_map(|folder| step(tree, folder, part))
            .take(MOST_MATCHES)
            .collect();
    }
    found.retain(|path| !matches!(tree.kind(path), Ok(Kind::Folder)));
    found
}

fn step(tree: &dyn FileTree, folder: &Path, part: &OsStr) -> Vec<PathBuf> {
    let pattern = part.to_str().filter(|part| part.contains(['*', '?', '[']));
    let Some(pattern) = pattern else {
        let path = folder.join(part);
        let is_there = tree.kind(&path).is_ok() || tree.is_link(&path);
        return if is_there { vec![path] } else { Vec::new() };
    };
    // glob(3) knows no `{a,b}` without a flag.
    let escaped = pattern.replace('{', "[{]").replace('}', "[}]");
    let Ok(glob) = GlobBuilder::new(&escaped).backslash_escape(true).build() else {
        return Vec::new();
    };
    let matcher = glob.compile_matcher();
    let names = tree.list(folder).unwrap_or_default();
    names
        .into_iter()
        .filter(|entry| pattern.starts_with('.') || !layout::is_hidden(&entry.name))
        .filter(|entry| matcher.is_match(Path::new(&entry.name)))
        .map(|entry| folder.join(entry.name))
        .collect()
}
