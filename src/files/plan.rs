//! Which hosts are to be read, and which `cellblock.toml` holds for each.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::failure::Failure;
use super::layout::Layout;
use super::paths;
use super::snapshot::ConfigFile;
use super::tree::{FileTree, Kind};
use crate::config::{self, Config, ConfigError, HostConfig};
use crate::syntax::Language;
use crate::text::{FileId, SourceText, Span};

/// A host before it is read.
pub(super) struct Plan {
    pub(super) root: PathBuf,
    pub(super) layout: Layout,
    pub(super) config: Option<Arc<ConfigFile>>,
    pub(super) config_host: Option<usize>,
    /// Files outside the layout, or of another language than their names say.
    pub(super) extra: BTreeMap<PathBuf, Language>,
    /// What the user asked about.
    pub(super) asked: Vec<PathBuf>,
}

impl Plan {
    pub(super) fn settings(&self) -> Option<&HostConfig> {
        self.config.as_ref()?.config.hosts.get(self.config_host?)
    }
}

/// Every `cellblock.toml` looked at so far.
pub(super) struct Configs<'t> {
    tree: &'t dyn FileTree,
    cwd: &'t Path,
    by_folder: BTreeMap<PathBuf, Option<Arc<ConfigFile>>>,
    pub(super) loaded: Vec<Arc<ConfigFile>>,
}

impl<'t> Configs<'t> {
    pub(super) fn new(tree: &'t dyn FileTree, cwd: &'t Path) -> Self {
        Self {
            tree,
            cwd,
            by_folder: BTreeMap::new(),
            loaded: Vec::new(),
        }
    }

    /// The nearest one in `folder` or above it.
    pub(super) fn holding_for(
        &mut self,
        folder: &Path,
    ) -> Result<Option<Arc<ConfigFile>>, Failure> {
        for above in folder.ancestors() {
            if let Some(config) = self.in_folder(above)? {
                return Ok(Some(config));
            }
        }
        Ok(None)
    }

    /// The one in `folder` itself.
    pub(super) fn in_folder(&mut self, folder: &Path) -> Result<Option<Arc<ConfigFile>>, Failure> {
        if let Some(known) = self.by_folder.get(folder) {
            return Ok(known.clone());
        }
        let loaded = self.load(folder.join(config::FILE_NAME))?.map(Arc::new);
        self.loaded.extend(loaded.clone());
        self.by_folder.insert(folder.to_owned(), loaded.clone());
        Ok(loaded)
    }

    fn load(&self, path: PathBuf) -> Result<Option<ConfigFile>, Failure> {
        match self.tree.kind(&path) {
            Ok(_) => {}
            Err(error) if is_absence(&error) && !self.tree.is_link(&path) => return Ok(None),
            // A folder that may not be entered has none for us.
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => return Ok(None),
            Err(_) => {}
        }
        let shown = paths::shown(self.cwd, &path);
        let bytes = (self.tree.read(&path)).map_err(|problem| Failure::Unreadable {
            path: shown.clone(),
            reason: problem.reason(),
        })?;
        let text = SourceText::from_bytes(bytes);
        let fail = |error| Failure::Config {
            path: shown.clone(),
            error: Box::new(error),
        };
        if let Some(first) = text.invalid_bytes().first() {
            let span = Span::new(*first as usize, *first as usize + 1);
            let error = ConfigError::at(text.as_str(), span, "this byte is not UTF-8");
            return Err(fail(error));
        }
        let config = Config::load(text.as_str()).map_err(fail)?;
        Ok(Some(ConfigFile {
            id: FileId(u32::try_from(self.loaded.len()).unwrap_or(u32::MAX)),
            path,
            shown,
            text: Arc::new(text),
            config,
        }))
    }

    /// Which entry of `config` is about the host in `root`.
    pub(super) fn entry_for(&self, config: &ConfigFile, root: &Path) -> Option<usize> {
        let hosts = &config.config.hosts;
        let exact = hosts
            .iter()
            .position(|host| self.folder_of(config, host) == root);
        exact.or_else(|| {
            // Without a `root`, a folder of that name anywhere will do.
            let name = root.file_name()?.to_str()?;
            hosts.iter().position(|host| {
                let is_elsewhere = host.root.is_none() && host.name.value == name;
                is_elsewhere && !self.is_folder(&self.folder_of(config, host))
            })
        })
    }

    /// The folder where a host's files are expected.
    pub(super) fn folder_of(&self, config: &ConfigFile, host: &HostConfig) -> PathBuf {
        let folder = config.path.parent().unwrap_or(&config.path);
        match &host.root {
            Some(root) => paths::absolute(folder, &root.value),
            None => {
                let below = folder.join(&host.name.value);
                let is_itself = folder.file_name().is_some_and(|n| *n == *host.name.value);
                if is_itself && !self.is_folder(&below) {
                    return folder.to_owned();
                }
                below
            }
        }
    }

    pub(super) fn is_folder(&self, path: &Path) -> bool {
        matches!(self.tree.kind(path), Ok(Kind::Folder))
    }
}

/// A mistake in a `cellblock.toml` that shows only beside the folders it speaks of.
pub(super) fn broken(config: &ConfigFile, span: Span, message: String) -> Failure {
    Failure::Config {
        path: config.shown.clone(),
        error: Box::new(ConfigError::at(config.text.as_str(), span, message)),
    }
}

/// Whether nothing is there at all.
pub(super) fn is_absence(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
    )
}
