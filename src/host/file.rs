//! A file of a host, parsed.

use crate::files::SourceFile;
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
