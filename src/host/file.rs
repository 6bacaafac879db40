//! A file of a host, parsed.

use std::path::Path;
use std::sync::Arc;

use super::Host;
use crate::files::{Layout, SourceFile};
use crate::syntax::{Language, Tree};
use crate::text::FileId;
use crate::vocabulary::{Candidates, FreebsdRelease};

/// A file and what is known of the machine that reads it.
#[derive(Clone, Debug)]
pub struct HostFile {
    /// The file.
    pub source: SourceFile,
    /// The release whose programs read it.
    pub freebsd: Candidates<FreebsdRelease>,
}

impl HostFile {
    /// Its identity in the snapshot.
    #[must_use]
    pub fn id(&self) -> FileId {
        self.source.id
    }

    /// Its language.
    #[must_use]
    pub fn language(&self) -> Language {
        self.source.language
    }

    /// Its tree.
    #[must_use]
    pub fn tree(&self) -> &Tree {
        self.source.tree()
    }

    /// Whether its name, without folders, is `name`.
    #[must_use]
    pub fn is_named(&self, name: &str) -> bool {
        self.source.file_name() == name
    }
}

/// A file in which something is to be written.
#[derive(Clone, Debug)]
pub enum FileTarget<'a> {
    /// It is there.
    There(&'a HostFile),
    /// It does not exist yet; its absolute path.
    Missing(Arc<Path>),
}

impl FileTarget<'_> {
    /// Its path within the host, for people, where it is to be at `usual`.
    #[must_use]
    pub fn shown(&self, usual: &str) -> String {
        match self {
            Self::There(file) => file.source.relative.clone(),
            Self::Missing(_) => usual.to_owned(),
        }
    }
}

impl Host {
    /// The file with this id.
    #[must_use]
    pub fn file(&self, id: FileId) -> Option<&HostFile> {
        self.files.iter().find(|file| file.id() == id)
    }

    /// The file of `language` that FreeBSD has at `usual`, such as `etc/sysctl.conf`, to write in
    /// it; `None` where it cannot be read, or where it would lie is not known.
    #[must_use]
    pub fn target(&self, language: Language, usual: &str) -> Option<FileTarget<'_>> {
        let name = usual.rsplit('/').next().unwrap_or(usual);
        let mut files = self.files.iter();
        let there = files.find(|file| file.language() == language && file.is_named(name));
        if let Some(file) = there {
            let readable = file.source.problem.is_none();
            return readable.then_some(FileTarget::There(file));
        }
        let relative = match self.layout {
            Layout::Root => usual,
            Layout::Flat => name,
            Layout::Single => return None,
        };
        Some(FileTarget::Missing(self.folder.join(relative).into()))
    }
}
