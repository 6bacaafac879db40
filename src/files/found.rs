//! What the search for hosts found, before anything of it is read. Searching walks whole folders;
//! reading opens the few files of each host, so that who reads again and again searches once.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::failure::Failure;
use super::overrides::Overrides;
use super::plan::{Configs, Plan};
use super::search::Search;
use super::snapshot::{ConfigFile, Snapshot};
use super::tree::FileTree;
use super::{paths, read};

/// The hosts to read, and the `cellblock.toml`s that hold for them.
pub struct Found {
    cwd: PathBuf,
    paths: Vec<PathBuf>,
    overrides: Overrides,
    plans: Vec<Plan>,
    configs: Vec<Arc<ConfigFile>>,
    skipped: Vec<(String, String)>,
}

impl Found {
    /// Searches `paths`, which are absolute. The standard input of `overrides` is not looked at.
    ///
    /// # Errors
    ///
    /// If a path does not exist or cannot be read, or a `cellblock.toml` is broken.
    pub fn search(
        tree: &dyn FileTree,
        cwd: &Path,
        paths: &[PathBuf],
        overrides: &Overrides,
    ) -> Result<Self, Failure> {
        let mut search = Search {
            tree,
            cwd,
            language: overrides.language,
            plans: BTreeMap::new(),
            configs: Configs::new(tree, cwd),
            skipped: Vec::new(),
        };
        for path in paths {
            search.path(path)?;
        }
        search.check_names()?;
        Ok(Self {
            cwd: cwd.to_owned(),
            paths: paths.to_owned(),
            overrides: overrides.clone(),
            plans: search.plans.into_values().collect(),
            configs: search.configs.loaded,
            skipped: search.skipped,
        })
    }

    /// Every `cellblock.toml` that was looked at.
    #[must_use]
    pub fn configs(&self) -> &[Arc<ConfigFile>] {
        &self.configs
    }

    /// Reads the hosts as they are now.
    ///
    /// # Errors
    ///
    /// If there is no file to check.
    pub fn read(&self, tree: Arc<dyn FileTree>) -> Result<Snapshot, Failure> {
        let hosts = read::hosts(tree.as_ref(), &self.cwd, &self.plans, &self.overrides);
        if hosts.iter().all(|host| host.files.is_empty()) {
            let shown = self.paths.iter().map(|path| paths::shown(&self.cwd, path));
            let shown: Vec<_> = shown.collect();
            return Err(Failure::NothingFound(shown.join(", ")));
        }
        let mut snapshot = Snapshot {
            hosts,
            configs: self.configs.clone(),
            skipped: self.skipped.clone(),
            index: Vec::new(),
            tree,
            cwd: self.cwd.clone(),
        };
        snapshot.number();
        snapshot.follow();
        Ok(snapshot)
    }
}
