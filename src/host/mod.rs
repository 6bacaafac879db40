//! One machine.

use std::sync::Arc;

use crate::files::SourceFile;
use crate::text::FileId;

/// A file and what is known of the machine that reads it.
#[derive(Clone, Debug)]
pub struct HostFile {
    /// The file.
    pub source: Arc<SourceFile>,
}

impl HostFile {
    /// Its identity in the snapshot.
    #[must_use]
    pub fn id(&self) -> FileId {
        self.source.id
    }
}
