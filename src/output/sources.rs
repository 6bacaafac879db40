//! A snapshot's files as codespan-reporting wants to see them. Lines are [`SourceText`]'s, and
//! the text is free of what a terminal would obey.
//!
//! [`SourceText`]: crate::text::SourceText

use std::ops::Range;
use std::sync::OnceLock;

use codespan_reporting::files::{Error, Files};

use super::plain;
use crate::files::Snapshot;
use crate::text::{Encoding, FileId, SourceText, Span};

/// The files of a snapshot.
pub(super) struct Sources<'s> {
    snapshot: &'s Snapshot,
    /// Cleaned texts by file; `None` inside where the text is clean as it is.
    cleaned: Vec<OnceLock<Option<String>>>,
}

impl<'s> Sources<'s> {
    pub(super) fn new(snapshot: &'s Snapshot) -> Self {
        let mut cleaned = Vec::new();
        cleaned.resize_with(snapshot.id_count(), OnceLock::new);
        Self { snapshot, cleaned }
    }

    fn text(&self, id: FileId) -> Result<&'s SourceText, Error> {
        let file = self.snapshot.named_text(id);
        file.map(|(_, text)| text).ok_or(Error::FileMissing)
    }
}

fn offset(byte: usize) -> u32 {
    u32::try_from(byte).unwrap_or(u32::MAX)
}

impl<'a> Files<'a> for Sources<'_> {
    type FileId = FileId;
    type Name = String;
    type Source = &'a str;

    fn name(&'a self, id: FileId) -> Result<String, Error> {
        let (shown, _) = self.snapshot.named_text(id).ok_or(Error::FileMissing)?;
        Ok(plain::plain(shown).into_owned())
    }

    fn source(&'a self, id: FileId) -> Result<&'a str, Error> {
        let text = self.text(id)?.as_str();
        let cleaned = self.cleaned.get(id.0 as usize).ok_or(Error::FileMissing)?;
        let cleaned = cleaned.get_or_init(|| plain::of_same_length(text));
        Ok(cleaned.as_deref().unwrap_or(text))
    }

    fn line_index(&'a self, id: FileId, byte: usize) -> Result<usize, Error> {
        Ok(self.text(id)?.line_of(offset(byte)))
    }

    fn column_number(&'a self, id: FileId, _: usize, byte: usize) -> Result<usize, Error> {
        let position = self.text(id)?.position(offset(byte), Encoding::Utf32);
        Ok(position.column + 1)
    }

    fn line_range(&'a self, id: FileId, line: usize) -> Result<Range<usize>, Error> {
        Ok(Span::range(self.text(id)?.line_span(line)))
    }
}
