//! From paths to the hosts that they mean.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::failure::Failure;
use super::layout::{self, Layout};
use super::paths;
use super::plan::{Configs, Plan, broken, is_absence};
use super::snapshot::ConfigFile;
use super::tree::{FileTree, Kind, in_words};
use crate::syntax::Language;

/// The search for hosts, on its way through the paths.
pub(super) struct Search<'t> {
    pub(super) tree: &'t dyn FileTree,
    pub(super) cwd: &'t Path,
    pub(super) language: Option<Language>,
    /// By the host's folder; for a file without a host, by the file.
    pub(super) plans: BTreeMap<PathBuf, Plan>,
    pub(super) configs: Configs<'t>,
    pub(super) skipped: Vec<(String, String)>,
}

impl Search<'_> {
    pub(super) fn path(&mut self, path: &Path) -> Result<(), Failure> {
        let shown = || paths::shown(self.cwd, path);
        match self.tree.kind(path) {
            Ok(Kind::File(_)) => self.file(path),
            Ok(Kind::Folder) => self.folder(path),
            Ok(Kind::Other(kind)) => Err(Failure::NotRegular {
                path: shown(),
                kind,
            }),
            Err(error) if is_absence(&error) => Err(Failure::Missing(shown())),
            Err(error) => Err(Failure::Unreadable {
                path: shown(),
                reason: in_words(&error),
            }),
        }
    }

    /// A folder is a host, or part of one, or has hosts below it.
    fn folder(&mut self, folder: &Path) -> Result<(), Failure> {
        let entries = self
            .tree
            .list(folder)
            .map_err(|error| Failure::Unreadable {
                path: paths::shown(self.cwd, folder),
                reason: in_words(&error),
            })?;
        if !layout::is_root(self.tree, folder, &entries)
            && let Some((root, layout)) = self.host_around(folder, false)?
        {
            return self.plan(&root, layout, folder);
        }
        self.walk(folder)?;
        self.add_named_hosts(folder)
    }

    /// A file is part of a host, or all that is known of one.
    fn file(&mut self, file: &Path) -> Result<(), Failure> {
        let head = self.tree.head(file);
        let language = self
            .language
            .or_else(|| Language::of_path(file))
            .or_else(|| Language::sniff(&String::from_utf8_lossy(&head)));
        if let Some((root, layout)) = self.host_around(file, true)? {
            self.plan(&root, layout, file)?;
            if let (Some(language), Some(plan)) = (self.language, self.plans.get_mut(&root)) {
                plan.extra.insert(file.to_owned(), language);
            }
            return Ok(());
        }
        let Some(language) = language else {
            return Err(Failure::UnknownLanguage(paths::shown(self.cwd, file)));
        };
        let root = file.parent().unwrap_or(file).to_owned();
        let config = self.configs.holding_for(&root)?;
        let plan = Plan {
            root,
            layout: Layout::Single,
            config,
            config_host: None,
            extra: BTreeMap::from([(file.to_owned(), language)]),
            asked: vec![file.to_owned()],
        };
        self.plans.insert(file.to_owned(), plan);
        Ok(())
    }

    /// The nearest host that `path` is a part of. A folder `etc` holds files side by side as a
    /// flat host does, so the hosts by FreeBSD's paths, and those with a name, go first.
    fn host_around(
        &mut self,
        path: &Path,
        is_file: bool,
    ) -> Result<Option<(PathBuf, Layout)>, Failure> {
        for root in path.ancestors().skip(1) {
            let entries = self.tree.list(root).unwrap_or_default();
            let is_root = layout::is_root(self.tree, root, &entries);
            let config = self.configs.holding_for(root)?;
            let named = config.as_deref().filter(|c| self.is_named(c, root));
            let layout = if is_root { Layout::Root } else { Layout::Flat };
            if (is_root || named.is_some()) && self.is_part(path, root, layout, named, is_file) {
                return Ok(Some((root.to_owned(), layout)));
            }
        }
        for root in path.ancestors().skip(1).take(3) {
            let is_part = || self.is_part(path, root, Layout::Flat, None, is_file);
            if self.is_flat_host(root) && is_part() {
                return Ok(Some((root.to_owned(), Layout::Flat)));
            }
        }
        Ok(None)
    }

    /// Whether files lie side by side in `folder`, and it is not itself a part of such a host,
    /// as the folder `frr` beside a jail.conf is.
    fn is_flat_host(&self, folder: &Path) -> bool {
        let is_flat = |folder: &Path| {
            let entries = self.tree.list(folder).unwrap_or_default();
            layout::is_flat(&entries)
        };
        let is_part = folder.file_name().is_some_and(layout::is_part_of_flat);
        is_flat(folder) && !(is_part && folder.parent().is_some_and(is_flat))
    }

    fn is_named(&self, config: &ConfigFile, root: &Path) -> bool {
        let mut hosts = config.config.hosts.iter();
        hosts.any(|host| self.configs.folder_of(config, host) == root)
    }

    fn is_part(
        &self,
        path: &Path,
        root: &Path,
        layout: Layout,
        config: Option<&ConfigFile>,
        is_file: bool,
    ) -> bool {
        let Ok(relative) = path.strip_prefix(root) else {
            return false;
        };
        let folder = if is_file {
            relative.parent()
        } else {
            Some(relative)
        };
        // One deeper, for the folders of rc.conf.d.
        let known = folder.is_some_and(|folder| {
            layout.holds_folder(folder) || folder.parent().is_some_and(|f| layout.holds_folder(f))
        });
        if is_file && known {
            let members = layout::members(self.tree, root, layout);
            if members.iter().any(|member| member.path == path) {
                return true;
            }
        }
        let listed = config
            .and_then(|config| {
                let entry = self.configs.entry_for(config, root)?;
                config.config.hosts.get(entry)
            })
            .is_some_and(|host| {
                let mut files = host.files.iter();
                files.any(|(file, _)| file.value.starts_with(relative))
            });
        listed || (!is_file && folder.is_some_and(|folder| layout.holds_folder(folder)))
    }

    /// Puts a host on the list, or adds to what was asked about it.
    pub(super) fn plan(
        &mut self,
        root: &Path,
        layout: Layout,
        asked: &Path,
    ) -> Result<(), Failure> {
        if let Some(plan) = self.plans.get_mut(root) {
            plan.asked.push(asked.to_owned());
            return Ok(());
        }
        let config = self.configs.holding_for(root)?;
        let config_host = config
            .as_deref()
            .and_then(|config| self.configs.entry_for(config, root));
        let mut plan = Plan {
            root: root.to_owned(),
            layout,
            config,
            config_host,
            extra: BTreeMap::new(),
            asked: vec![asked.to_owned()],
        };
        plan.extra = self.listed_files(&plan)?;
        self.plans.insert(root.to_owned(), plan);
        Ok(())
    }

    /// The files that `cellblock.toml` lists for a host; each must be there.
    fn listed_files(&self, plan: &Plan) -> Result<BTreeMap<PathBuf, Language>, Failure> {
        let (Some(config), Some(host)) = (&plan.config, plan.settings()) else {
            return Ok(BTreeMap::new());
        };
        let mut files = BTreeMap::new();
        for (file, language) in &host.files {
            let path = plan.root.join(&file.value);
            if self.tree.kind(&path).is_err_and(|error| is_absence(&error)) {
                let message = format!("{} does not exist", paths::shown(self.cwd, &path));
                return Err(broken(config, file.span, message));
            }
            files.insert(path, *language);
        }
        Ok(files)
    }
}
