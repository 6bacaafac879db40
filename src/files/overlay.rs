//! Texts held in memory over another tree: standard input, an editor's open files, tests.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::io;
use std::ops::Bound;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::held::Held;
use super::paths;
use super::problem::ReadProblem;
use super::tree::{Entry, EntryKind, FileTree, HEAD, Kind, SIZE_LIMIT, Stamp, too_large};

/// A tree without any file.
#[derive(Clone, Copy, Debug, Default)]
pub struct Nothing;

impl FileTree for Nothing {
    fn kind(&self, _: &Path) -> io::Result<Kind> {
        Err(io::ErrorKind::NotFound.into())
    }

    fn list(&self, _: &Path) -> io::Result<Vec<Entry>> {
        Err(io::ErrorKind::NotFound.into())
    }

    fn read(&self, _: &Path) -> Result<Vec<u8>, ReadProblem> {
        Err(ReadProblem::Unreadable("no such file".to_owned()))
    }

    fn stamp(&self, _: &Path) -> Option<Stamp> {
        None
    }

    fn head(&self, _: &Path) -> Vec<u8> {
        Vec::new()
    }

    fn is_link(&self, _: &Path) -> bool {
        false
    }

    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        Ok(paths::absolute(Path::new("/"), path))
    }
}

/// Texts that stand in for the files of another tree. Their paths are absolute.
#[derive(Clone)]
pub struct Overlay {
    below: Arc<dyn FileTree>,
    texts: BTreeMap<PathBuf, Held>,
}

impl Overlay {
    /// Lays `texts` over `below`.
    pub fn new(below: Arc<dyn FileTree>, texts: BTreeMap<PathBuf, Held>) -> Self {
        Self { below, texts }
    }

    fn is_above_a_text(&self, folder: &Path) -> bool {
        let after = (Bound::Excluded(folder), Bound::Unbounded);
        let mut texts = self.texts.range::<Path, _>(after);
        texts
            .next()
            .is_some_and(|(path, _)| path.starts_with(folder))
    }

    /// The names directly in `folder` that the texts bring.
    fn names_in(&self, folder: &Path) -> BTreeSet<(OsString, EntryKind)> {
        let after = (Bound::Excluded(folder), Bound::Unbounded);
        self.texts
            .range::<Path, _>(after)
            .map_while(|(path, _)| path.strip_prefix(folder).ok())
            .filter_map(|rest| {
                let mut components = rest.components();
                let name = components.next()?.as_os_str().to_owned();
                let is_file = components.next().is_none();
                let kind = if is_file {
                    EntryKind::File
                } else {
                    EntryKind::Folder
                };
                Some((name, kind))
            })
            .collect()
    }
}

impl FileTree for Overlay {
    fn kind(&self, path: &Path) -> io::Result<Kind> {
        match self.texts.get(path) {
            Some(text) => Ok(Kind::File(text.size())),
            None if self.is_above_a_text(path) => Ok(Kind::Folder),
            None => self.below.kind(path),
        }
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<Entry>> {
        let brought = self.names_in(folder);
        let mut entries = match self.below.list(folder) {
            Ok(entries) => entries,
            Err(_) if !brought.is_empty() => Vec::new(),
            Err(error) => return Err(error),
        };
        for (name, kind) in brought {
            let there = entries.iter_mut().find(|entry| entry.name == name);
            match there {
                Some(entry) if kind == EntryKind::File => entry.kind = kind,
                Some(_) => {}
                None => entries.push(Entry { name, kind }),
            }
        }
        entries.sort();
        Ok(entries)
    }

    fn read(&self, path: &Path) -> Result<Vec<u8>, ReadProblem> {
        match self.texts.get(path) {
            Some(text) => within_limit(text).map(|text| text.bytes().to_vec()),
            None => self.below.read(path),
        }
    }

    fn hold(&self, path: &Path) -> Result<Held, ReadProblem> {
        match self.texts.get(path) {
            Some(text) => within_limit(text).cloned(),
            None => self.below.hold(path),
        }
    }

    fn stamp(&self, path: &Path) -> Option<Stamp> {
        match self.texts.get(path) {
            Some(_) => None,
            None => self.below.stamp(path),
        }
    }

    fn head(&self, path: &Path) -> Vec<u8> {
        match self.texts.get(path) {
            Some(text) => text.bytes().iter().take(HEAD).copied().collect(),
            None => self.below.head(path),
        }
    }

    fn is_link(&self, path: &Path) -> bool {
        !self.texts.contains_key(path) && self.below.is_link(path)
    }

    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        if self.texts.contains_key(path) {
            return Ok(path.to_owned());
        }
        self.below.resolve(path)
    }
}

fn within_limit(text: &Held) -> Result<&Held, ReadProblem> {
    if text.size() > SIZE_LIMIT {
        return Err(too_large(text.size()));
    }
    Ok(text)
}
