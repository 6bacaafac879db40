//! Links that lead out. A checkout of a host often holds links made for the host itself; followed
//! here, they would show files of the machine that checks. So a link is followed only within the
//! host, the checked folder, the folder of `cellblock.toml` and the repository.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::ignored::repository_of;
use super::problem::ReadProblem;
use super::tree::FileTree;

/// The bounds of one host.
pub(super) struct Fence<'t> {
    tree: &'t dyn FileTree,
    root: &'t Path,
    allowed: &'t [PathBuf],
    /// Whether a link stands on the way to a folder: most files share their folders.
    linked: BTreeMap<PathBuf, bool>,
}

impl<'t> Fence<'t> {
    /// Bounds for the host in `root`; links may lead anywhere below a folder of `allowed`.
    pub(super) fn new(tree: &'t dyn FileTree, root: &'t Path, allowed: &'t [PathBuf]) -> Self {
        Self {
            tree,
            root,
            allowed,
            linked: BTreeMap::new(),
        }
    }

    /// Why the file at `path` is not to be read, if a link on the way leads out.
    pub(super) fn check(&mut self, path: &Path) -> Result<(), ReadProblem> {
        let folder = path.parent().unwrap_or(self.root);
        if !self.tree.is_link(path) && !self.is_linked(folder) {
            return Ok(());
        }
        // What cannot be resolved cannot be read either, and reading tells why.
        let Ok(target) = self.tree.resolve(path) else {
            return Ok(());
        };
        let repository = repository_of(self.tree, self.root);
        let is_inside = |allowed: &Path| {
            target.starts_with(allowed)
                || (self.tree.resolve(allowed)).is_ok_and(|resolved| target.starts_with(resolved))
        };
        let mut allowed = self.allowed.iter().map(PathBuf::as_path).chain(repository);
        if allowed.any(is_inside) {
            return Ok(());
        }
        let reason = format!(
            "a symbolic link that leads out of the host's folder, to {}",
            target.display()
        );
        Err(ReadProblem::Unreadable(reason))
    }

    /// Whether any folder from the host's root down to `folder` is a link.
    fn is_linked(&mut self, folder: &Path) -> bool {
        if folder == self.root || !folder.starts_with(self.root) {
            return false;
        }
        if let Some(linked) = self.linked.get(folder) {
            return *linked;
        }
        let above = folder.parent().is_some_and(|parent| self.is_linked(parent));
        let linked = above || self.tree.is_link(folder);
        self.linked.insert(folder.to_owned(), linked);
        linked
    }
}
