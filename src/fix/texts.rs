//! The files as they are and as the fixes make them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::choose::{Edits, PlacedEdit};
use crate::files::{FileTree, ReadProblem};

/// The files that fixes have changed, by path without links.
#[derive(Clone, Debug, Default)]
pub struct Changed {
    files: BTreeMap<PathBuf, ChangedFile>,
}

/// One file, before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedFile {
    /// Its bytes before; `None` where there is no such file yet.
    pub before: Option<Arc<[u8]>>,
    /// Its bytes after.
    pub after: Arc<[u8]>,
}

impl ChangedFile {
    /// Whether the file is longer than before: those are written first, so that what moves from
    /// one file to another is never in neither.
    #[must_use]
    pub fn gains(&self) -> bool {
        let before = self.before.as_ref().map_or(0, |bytes| bytes.len());
        self.after.len() > before
    }
}

impl Changed {
    /// The files, by path.
    pub fn files(&self) -> impl Iterator<Item = (&Path, &ChangedFile)> {
        self.files.iter().map(|(path, file)| (path.as_path(), file))
    }

    /// Whether nothing has changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// The file at `path`, if it has changed.
    #[must_use]
    pub fn get(&self, path: &Path) -> Option<&ChangedFile> {
        self.files.get(path)
    }

    /// The same without the files that are as they were: one fix may have undone another.
    #[must_use]
    pub(super) fn real(mut self) -> Self {
        self.files
            .retain(|_, file| file.before.as_deref() != Some(&file.after));
        self
    }

    /// The present bytes of a file, `None` where there is none.
    pub(super) fn bytes(
        &self,
        tree: &dyn FileTree,
        path: &Path,
    ) -> Result<Option<Arc<[u8]>>, ReadProblem> {
        if let Some(file) = self.files.get(path) {
            return Ok(Some(Arc::clone(&file.after)));
        }
        match tree.kind(path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            _ => tree.read(path).map(|bytes| Some(bytes.into())),
        }
    }

    /// The same with `edits` made.
    pub(super) fn with(
        &self,
        tree: &dyn FileTree,
        edits: &Edits<PathBuf>,
    ) -> Result<Self, ReadProblem> {
        let mut changed = self.clone();
        for (path, edits) in edits {
            let present = changed.bytes(tree, path)?;
            let after = edited(present.as_deref().unwrap_or_default(), edits).into();
            let file = changed.files.entry(path.clone()).or_insert(ChangedFile {
                before: present,
                after: Arc::from([]),
            });
            file.after = after;
        }
        Ok(changed)
    }
}

/// `edits` do not overlap and are in order.
fn edited(bytes: &[u8], edits: &[PlacedEdit]) -> Vec<u8> {
    let mut after = Vec::with_capacity(bytes.len());
    let mut from = 0;
    for edit in edits {
        let start = (edit.span.start as usize).clamp(from, bytes.len());
        let end = (edit.span.end as usize).clamp(start, bytes.len());
        after.extend_from_slice(bytes.get(from..start).unwrap_or_default());
        after.extend_from_slice(edit.text.as_bytes());
        from = end;
    }
    after.extend_from_slice(bytes.get(from..).unwrap_or_default());
    after
}
