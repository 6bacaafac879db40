//! The hosts with all their files, as they were read: what `analyse` works on.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use super::layout::Layout;
use super::paths;
use super::problem::ReadProblem;
use super::release::Said;
use super::tree::FileTree;
use crate::config::{Config, HostConfig};
use crate::syntax::{self, Language, Tree};
use crate::text::{FileId, SourceText};
use crate::vocabulary::{FreebsdRelease, FrrVersion};

/// One file of a host.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Which one it is, in the whole snapshot.
    pub id: FileId,
    /// Where it lies, absolute.
    pub path: PathBuf,
    /// The path for people: relative to the working folder where it is below it.
    pub shown: String,
    /// The path within the host's folder, with `/`.
    pub relative: String,
    /// Its language.
    pub language: Language,
    /// Its text; empty if there is a problem.
    pub text: Arc<SourceText>,
    /// Its size in bytes, as far as it is known.
    pub size: u64,
    /// Why there is no text.
    pub problem: Option<ReadProblem>,
    /// Whether the user asked about this file. Others of the same host are read as context, and
    /// what is found in them is not shown.
    pub asked: bool,
    pub(super) parsed: Arc<OnceLock<Tree>>,
}

impl SourceFile {
    /// Its tree. Parsed when first asked for.
    #[must_use]
    pub fn tree(&self) -> &Tree {
        self.parsed
            .get_or_init(|| syntax::parse(self.language, self.text.as_str()))
    }
}

/// What one pattern of an `.include` led to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inclusion {
    /// The file that has the statement.
    pub from: FileId,
    /// The pattern, as written.
    pub pattern: String,
    /// The files that it matches.
    pub files: Vec<FileId>,
}

/// The files of one machine.
#[derive(Clone, Debug)]
pub struct HostFiles {
    /// Its name: the key in `cellblock.toml`, else the folder's name.
    pub name: String,
    /// Its folder, absolute.
    pub root: PathBuf,
    /// The folder for people: relative to the working folder where it is below it.
    pub shown: String,
    /// How its files lie in the folder.
    pub layout: Layout,
    /// The files, by path within the host. Those of [`Snapshot::read_more`] follow at the end.
    pub files: Vec<SourceFile>,
    /// What the `.include` statements of its files led to.
    pub includes: Vec<Inclusion>,
    /// The FreeBSD release, if somebody says it.
    pub freebsd: Option<Said<FreebsdRelease>>,
    /// The FRR version, if the command line or `cellblock.toml` says it.
    pub frr: Option<Said<FrrVersion>>,
    /// The `cellblock.toml` that holds for it.
    pub config: Option<Arc<ConfigFile>>,
    /// Which entry of `config` is about this host.
    pub(super) config_host: Option<usize>,
    /// Folders within which links may lead.
    pub(super) allowed: Vec<PathBuf>,
    /// What the user asked about, as far as it touches this host.
    pub(super) asked: Vec<PathBuf>,
}

/// A `cellblock.toml` that was read.
#[derive(Debug)]
pub struct ConfigFile {
    /// Which file it is, for findings in it.
    pub id: FileId,
    /// Where it lies, absolute.
    pub path: PathBuf,
    /// The path for people.
    pub shown: String,
    /// Its text.
    pub text: Arc<SourceText>,
    /// What it says.
    pub config: Config,
}

/// All hosts that are checked together.
pub struct Snapshot {
    /// The hosts, by name.
    pub hosts: Vec<HostFiles>,
    /// Every `cellblock.toml` that holds for one of them or was looked at.
    pub configs: Vec<Arc<ConfigFile>>,
    /// Folders that could not be looked into while searching for hosts: the path for people and
    /// the reason.
    pub skipped: Vec<(String, String)>,
    pub(super) index: Vec<Slot>,
    pub(super) tree: Arc<dyn FileTree>,
    pub(super) cwd: PathBuf,
}

/// Where in a snapshot a file id leads.
#[derive(Clone, Copy, Debug)]
pub(super) enum Slot {
    Config(usize),
    Host(usize, usize),
}

impl SourceFile {
    /// Whether this is the same file with the same text as one of another snapshot.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.text, &other.text)
            && Arc::ptr_eq(&self.parsed, &other.parsed)
            && self.id == other.id
            && self.path == other.path
            && self.language == other.language
            && self.size == other.size
            && self.problem == other.problem
            && self.asked == other.asked
    }

    /// The file's name, without folders.
    #[must_use]
    pub fn file_name(&self) -> &str {
        let name = self.relative.rsplit('/').next();
        name.unwrap_or(&self.relative)
    }
}

impl HostFiles {
    /// Whether everything that the picture of this host is made of is as in another snapshot.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        self.root == other.root
            && self.name == other.name
            && self.shown == other.shown
            && self.layout == other.layout
            && self.includes == other.includes
            && self.freebsd == other.freebsd
            && self.frr == other.frr
            && self.files.len() == other.files.len()
            && (self.files.iter().zip(&other.files)).all(|(file, before)| file.is_same(before))
    }

    /// What `cellblock.toml` says of this host.
    #[must_use]
    pub fn settings(&self) -> Option<&HostConfig> {
        self.config.as_ref()?.config.hosts.get(self.config_host?)
    }

    /// The file at this path within the host.
    #[must_use]
    pub fn file(&self, relative: &str) -> Option<&SourceFile> {
        self.files.iter().find(|file| file.relative == relative)
    }

    /// Whether the user asked about the whole host, not about some of its files only.
    #[must_use]
    pub fn is_wholly_asked(&self) -> bool {
        self.is_asked(&self.root)
    }

    /// Whether the hosts around this one are known to be all there: the user asked about the
    /// folder of its `cellblock.toml` or, without one, about a folder of hosts. Only then does it
    /// mean anything that a mistake between hosts was not found.
    #[must_use]
    pub fn is_among_all_of_its_site(&self) -> bool {
        let folder = match &self.config {
            Some(config) => config.path.parent(),
            // Nothing is beside the machine's own root.
            None => Some(self.root.parent().unwrap_or(&self.root)),
        };
        folder.is_some_and(|folder| self.is_asked(folder))
    }

    pub(super) fn is_asked(&self, path: &Path) -> bool {
        self.asked.iter().any(|asked| path.starts_with(asked))
    }
}

impl Snapshot {
    /// Every file of every host.
    pub fn files(&self) -> impl Iterator<Item = &SourceFile> {
        self.hosts.iter().flat_map(|host| &host.files)
    }

    /// The file of a host with this id; `None` also for a `cellblock.toml`.
    #[must_use]
    pub fn file(&self, id: FileId) -> Option<&SourceFile> {
        match *self.index.get(id.0 as usize)? {
            Slot::Host(host, file) => self.hosts.get(host)?.files.get(file),
            Slot::Config(_) => None,
        }
    }

    /// The host that a file belongs to.
    #[must_use]
    pub fn host_of(&self, id: FileId) -> Option<&HostFiles> {
        match *self.index.get(id.0 as usize)? {
            Slot::Host(host, _) => self.hosts.get(host),
            Slot::Config(_) => None,
        }
    }

    /// The path for people and the text of any file, a `cellblock.toml` included.
    #[must_use]
    pub fn named_text(&self, id: FileId) -> Option<(&str, &SourceText)> {
        match *self.index.get(id.0 as usize)? {
            Slot::Host(host, file) => {
                let file = self.hosts.get(host)?.files.get(file)?;
                Some((&file.shown, &file.text))
            }
            Slot::Config(config) => {
                let file = self.configs.get(config)?;
                Some((&file.shown, &file.text))
            }
        }
    }

    /// Where any file lies, a `cellblock.toml` included.
    #[must_use]
    pub fn path_of(&self, id: FileId) -> Option<&Path> {
        match *self.index.get(id.0 as usize)? {
            Slot::Host(host, file) => {
                let file = self.hosts.get(host)?.files.get(file)?;
                Some(&file.path)
            }
            Slot::Config(config) => self.configs.get(config).map(|file| file.path.as_path()),
        }
    }

    /// The `cellblock.toml` that holds for a file, or that the file is.
    #[must_use]
    pub fn config_of(&self, id: FileId) -> Option<&ConfigFile> {
        match *self.index.get(id.0 as usize)? {
            Slot::Host(host, _) => self.hosts.get(host)?.config.as_deref(),
            Slot::Config(config) => self.configs.get(config).map(Arc::as_ref),
        }
    }

    /// The path of a file relative to the folder of the `cellblock.toml` that holds for it, with
    /// `/` on every system; `None` where it does not lie below that folder.
    #[must_use]
    pub fn path_from_config(&self, id: FileId) -> Option<String> {
        let config = self.config_of(id)?;
        let folder = config.path.parent()?;
        let path = self.file(id).map_or(&config.path, |file| &file.path);
        path.starts_with(folder)
            .then(|| paths::relative(folder, path))
    }

    /// A path for people: relative to the working folder where it is below it.
    #[must_use]
    pub fn shown(&self, path: &Path) -> String {
        paths::shown(&self.cwd, path)
    }

    /// How many ids there are: every [`FileId`] is below this.
    #[must_use]
    pub fn id_count(&self) -> usize {
        self.index.len()
    }

    /// Whether findings in this file are to be shown.
    #[must_use]
    pub fn is_asked(&self, id: FileId) -> bool {
        match self.index.get(id.0 as usize) {
            Some(Slot::Host(..)) => self.file(id).is_some_and(|file| file.asked),
            Some(Slot::Config(_)) => true,
            None => false,
        }
    }

    /// Gives each file its id; those of the `cellblock.toml`s come first.
    pub(super) fn number(&mut self) {
        self.index = (0..self.configs.len()).map(Slot::Config).collect();
        for (at_host, host) in self.hosts.iter_mut().enumerate() {
            for (at_file, file) in host.files.iter_mut().enumerate() {
                file.id = FileId(u32::try_from(self.index.len()).unwrap_or(u32::MAX));
                self.index.push(Slot::Host(at_host, at_file));
            }
        }
    }
}
