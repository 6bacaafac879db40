//! What `.gitignore` files take out of the search for hosts. Only those files count, not a
//! person's own git settings: two people who check the same folder find the same hosts.

use std::path::Path;
use std::sync::Arc;

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::tree::{Entry, FileTree};

/// The `.gitignore` files that hold in a folder, nearest first.
#[derive(Clone, Default)]
pub(super) struct Ignored(Option<Arc<Link>>);

struct Link {
    rules: Gitignore,
    above: Ignored,
}

impl Ignored {
    /// What holds in `folder` by the `.gitignore` files above it, up to the repository's root.
    /// Outside a repository nothing above a checked folder counts.
    pub(super) fn above(tree: &dyn FileTree, folder: &Path) -> Self {
        let Some(repository) = repository_of(tree, folder) else {
            return Self::default();
        };
        let mut folders: Vec<&Path> = folder
            .ancestors()
            .skip(1)
            .take_while(|above| above.starts_with(repository))
            .collect();
        folders.reverse();
        let mut ignored = Self::default();
        for folder in folders {
            ignored = ignored.with(tree, folder);
        }
        ignored
    }

    /// What holds in `folder`, given its names and what holds above it.
    pub(super) fn inside(&self, tree: &dyn FileTree, folder: &Path, entries: &[Entry]) -> Self {
        if entries.iter().any(|entry| entry.name == ".gitignore") {
            return self.with(tree, folder);
        }
        self.clone()
    }

    fn with(&self, tree: &dyn FileTree, folder: &Path) -> Self {
        let Ok(bytes) = tree.read(&folder.join(".gitignore")) else {
            return self.clone();
        };
        let mut builder = GitignoreBuilder::new(folder);
        for line in String::from_utf8_lossy(&bytes).lines() {
            // git passes over a line that is no pattern, too.
            builder.add_line(None, line).ok();
        }
        match builder.build() {
            Ok(rules) => Self(Some(Arc::new(Link {
                rules,
                above: self.clone(),
            }))),
            Err(_) => self.clone(),
        }
    }

    /// Whether this folder is left out.
    pub(super) fn ignores_folder(&self, folder: &Path) -> bool {
        let mut next = self.0.as_ref();
        while let Some(link) = next {
            let verdict = link.rules.matched(folder, true);
            if !verdict.is_none() {
                return verdict.is_ignore();
            }
            next = link.above.0.as_ref();
        }
        false
    }
}

/// The root of the repository that `folder` is in.
pub(super) fn repository_of<'p>(tree: &dyn FileTree, folder: &'p Path) -> Option<&'p Path> {
    folder
        .ancestors()
        .find(|above| tree.kind(&above.join(".git")).is_ok())
}
