//! Fixes: byte-range edits on the texts as they were read, in any number of files.
//!
//! Knows neither how edits are put together nor how they are written.

use std::path::Path;
use std::sync::Arc;

use crate::text::{FileId, Place, Span};

/// A way to mend a finding, over any number of files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as a command: "move the line to etc/sysctl.conf".
    pub title: String,
    /// Whether the meaning is kept or is what was plainly intended. A fix that changes
    /// announcements, filters or FIBs is not safe.
    pub safe: bool,
    /// The edits; they do not overlap.
    pub edits: Vec<Edit>,
}

impl Fix {
    /// A fix that keeps the meaning, or brings about what was plainly intended.
    pub fn safe(title: impl Into<String>, edits: Vec<Edit>) -> Self {
        Self {
            title: title.into(),
            safe: true,
            edits,
        }
    }

    /// A fix that changes what the machine does.
    pub fn not_safe(title: impl Into<String>, edits: Vec<Edit>) -> Self {
        Self {
            title: title.into(),
            safe: false,
            edits,
        }
    }
}

/// One replacement in one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced.
    pub target: Target,
    /// By what.
    pub text: String,
    /// Whether other edits of the same rule may insert at the same place too: a list to which
    /// each finding adds an element. Other insertions at one place exclude each other.
    pub beside: bool,
}

/// Where an edit takes place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// These bytes of a file; an empty span inserts.
    Place(Place),
    /// A file that does not exist yet, by its absolute path; the text is appended to it.
    New(Arc<Path>),
}

/// The file of an edit.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EditedFile {
    /// One that was read.
    Known(FileId),
    /// One that does not exist yet.
    New(Arc<Path>),
}

impl Target {
    /// The file.
    #[must_use]
    pub fn file(&self) -> EditedFile {
        match self {
            Self::Place(place) => EditedFile::Known(place.file),
            Self::New(path) => EditedFile::New(Arc::clone(path)),
        }
    }

    /// The bytes that are replaced; none of a file that does not exist yet.
    #[must_use]
    pub fn span(&self) -> Span {
        match self {
            Self::Place(place) => place.span,
            Self::New(_) => Span::at(0),
        }
    }
}

impl Edit {
    /// The bytes at `place` become `text`.
    pub fn replace(place: Place, text: impl Into<String>) -> Self {
        Self {
            target: Target::Place(place),
            text: text.into(),
            beside: false,
        }
    }

    /// The bytes at `place` go.
    #[must_use]
    pub fn remove(place: Place) -> Self {
        Self::replace(place, "")
    }

    /// `text` comes in at byte `at` of `file`.
    pub fn insert(file: FileId, at: u32, text: impl Into<String>) -> Self {
        Self::replace(Place::new(file, Span { start: at, end: at }), text)
    }

    /// A file with this text comes into being at `path`.
    pub fn create(path: Arc<Path>, text: impl Into<String>) -> Self {
        Self {
            target: Target::New(path),
            text: text.into(),
            beside: false,
        }
    }

    /// The same, but its rule may insert at that place more than once.
    #[must_use]
    pub fn beside_others(mut self) -> Self {
        self.beside = true;
        self
    }
}
