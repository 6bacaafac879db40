//! The search for hosts below a folder.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::failure::Failure;
use super::ignored::Ignored;
use super::layout::{self, Layout};
use super::paths;
use super::plan::broken;
use super::search::Search;
use super::snapshot::ConfigFile;
use super::tree::{EntryKind, in_words};

/// How many folders deep hosts are searched for.
const DEPTH_LIMIT: usize = 64;

impl Search<'_> {
    /// Finds the hosts in `top` and below. A host by FreeBSD's paths is not searched further:
    /// below it are its jails, not other hosts. Links are not followed.
    pub(super) fn walk(&mut self, top: &Path) -> Result<(), Failure> {
        self.configs.holding_for(top)?;
        let mut folders = vec![(top.to_owned(), Ignored::above(self.tree, top), 0)];
        while let Some((folder, ignored, depth)) = folders.pop() {
            let entries = match self.tree.list(&folder) {
                Ok(entries) => entries,
                Err(error) => {
                    let shown = paths::shown(self.cwd, &folder);
                    self.skipped.push((shown, in_words(&error)));
                    continue;
                }
            };
            if layout::is_root(self.tree, &folder, &entries) {
                self.plan(&folder, Layout::Root, top)?;
                continue;
            }
            let is_flat = layout::is_flat(&entries);
            if is_flat {
                self.plan(&folder, Layout::Flat, top)?;
            }
            if entries.iter().any(|e| e.name == crate::config::FILE_NAME) {
                self.configs.in_folder(&folder)?;
            }
            if depth == DEPTH_LIMIT {
                continue;
            }
            let ignored = ignored.inside(self.tree, &folder, &entries);
            let below = entries
                .iter()
                .filter(|e| e.kind == EntryKind::Folder && !layout::is_hidden(&e.name))
                .filter(|e| !(is_flat && layout::is_part_of_flat(&e.name)))
                .map(|e| folder.join(&e.name))
                .filter(|path| !ignored.ignores_folder(path));
            let found: Vec<PathBuf> = below.collect();
            folders.extend(found.into_iter().map(|p| (p, ignored.clone(), depth + 1)));
        }
        Ok(())
    }

    /// Adds the hosts below `top` that a `cellblock.toml` names and the walk did not meet: in
    /// hidden or ignored folders, or without any file of a known name.
    pub(super) fn add_named_hosts(&mut self, top: &Path) -> Result<(), Failure> {
        for config in self.configs.loaded.clone() {
            for (entry, host) in config.config.hosts.iter().enumerate() {
                let folder = self.configs.folder_of(&config, host);
                if self.is_planned(&config, entry) || !folder.starts_with(top) {
                    continue;
                }
                if !self.configs.is_folder(&folder) {
                    let shown = paths::shown(self.cwd, &folder);
                    let (span, message) = match &host.root {
                        Some(root) => (root.span, format!("there is no folder {shown}")),
                        None => (
                            host.name.span,
                            format!(
                                "there is no folder {shown} and no host folder of that name; \
                                 say where the host's files are with `root`"
                            ),
                        ),
                    };
                    return Err(broken(&config, span, message));
                }
                let entries = self.tree.list(&folder).unwrap_or_default();
                let is_root = layout::is_root(self.tree, &folder, &entries);
                let layout = if is_root { Layout::Root } else { Layout::Flat };
                self.plan(&folder, layout, top)?;
            }
        }
        Ok(())
    }

    fn is_planned(&self, config: &Arc<ConfigFile>, entry: usize) -> bool {
        self.plans.values().any(|plan| {
            let same_file = plan.config.as_ref().is_some_and(|c| c.id == config.id);
            same_file && plan.config_host == Some(entry)
        })
    }

    /// An entry of a `cellblock.toml` is about one host only.
    pub(super) fn check_names(&self) -> Result<(), Failure> {
        let mut seen = BTreeMap::new();
        for plan in self.plans.values() {
            let (Some(config), Some(entry)) = (&plan.config, plan.config_host) else {
                continue;
            };
            let Some(first) = seen.insert((config.id, entry), &plan.root) else {
                continue;
            };
            let Some(host) = plan.settings() else {
                continue;
            };
            let message = format!(
                "both {} and {} are called so; say which one is meant with `root`",
                paths::shown(self.cwd, first),
                paths::shown(self.cwd, &plan.root)
            );
            return Err(broken(config, host.name.span, message));
        }
        Ok(())
    }
}
