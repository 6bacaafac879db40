//! The documents that the editor has open: their texts win over the disk.

use std::cell::{Cell, OnceCell};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::server::lsp_types::{
    DidChangeTextDocumentParams, TextDocumentContentChangeEvent, TextDocumentItem, Url,
};

use super::convert;
use crate::files::Held;
use crate::syntax::Language;
use crate::text::{Buffer, Change, Encoding};

/// An open document.
pub(super) struct Document {
    /// Its name as the client writes it: what is said about it must use the same.
    pub(super) uri: Url,
    /// Where it lies, if it is a file.
    pub(super) path: Option<PathBuf>,
    /// The client's word for its language.
    language_id: String,
    pub(super) version: i32,
    text: Text,
}

/// What is known of a document's text.
enum Text {
    Known {
        buffer: Buffer,
        /// Made of the buffer when first asked for: not every edit is looked at.
        held: OnceCell<Held>,
        /// What it is made of, until it is made.
        earlier: Cell<Option<Earlier>>,
    },
    /// An edit did not fit: the client's text is another one than ours, until it sends the whole.
    Lost,
}

/// The text as it was when it was last asked for.
struct Earlier {
    held: Held,
    /// What changed since then. That nothing did is no change at some place, or that place
    /// would count as changed together with the next edit's.
    change: Option<Change>,
}

/// What came of an edit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Edited {
    /// It was applied.
    Applied,
    /// It did not fit, and the document's text is not known from now on.
    JustLost,
    /// It is about a document whose text is not known.
    Ignored,
}

/// Every open document.
#[derive(Default)]
pub(super) struct Documents {
    by_uri: BTreeMap<Url, Document>,
}

impl Text {
    fn new(buffer: Buffer, earlier: Option<Earlier>) -> Self {
        Self::Known {
            buffer,
            held: OnceCell::new(),
            earlier: Cell::new(earlier),
        }
    }

    /// For editing: the text, and how it was when it was last asked for.
    fn into_parts(self) -> Option<(Buffer, Option<Earlier>)> {
        let Self::Known {
            buffer,
            held,
            earlier,
        } = self
        else {
            return None;
        };
        let unchanged = |held| Earlier { held, change: None };
        let earlier = held.into_inner().map(unchanged).or(earlier.into_inner());
        Some((buffer, earlier))
    }
}

impl Earlier {
    fn then(self, change: Change) -> Self {
        Self {
            change: Some(self.change.map_or(change, |before| before.then(change))),
            ..self
        }
    }

    /// The whole text was sent: whether it is all new is not known.
    fn replaced(self, text: &str) -> Self {
        Self {
            change: Some(Change::between(self.held.text().as_str(), text)),
            ..self
        }
    }
}

impl Document {
    fn new(item: TextDocumentItem) -> Self {
        Self {
            path: convert::path(&item.uri),
            uri: item.uri,
            language_id: item.language_id,
            version: item.version,
            text: Text::new(Buffer::new(&item.text), None),
        }
    }

    /// Its text, if it is known.
    pub(super) fn held(&self) -> Option<&Held> {
        match &self.text {
            Text::Known {
                buffer,
                held,
                earlier,
            } => Some(held.get_or_init(|| match earlier.take() {
                Some(Earlier {
                    held,
                    change: Some(change),
                }) => held.edited(buffer.to_source(), change),
                Some(Earlier { held, change: None }) => held,
                None => Held::from(buffer.to_source()),
            })),
            Text::Lost => None,
        }
    }

    pub(super) fn is_lost(&self) -> bool {
        matches!(self.text, Text::Lost)
    }

    /// Its language by what the client calls it; else `None`, and its name decides.
    pub(super) fn language(&self) -> Option<Language> {
        match self.language_id.to_ascii_lowercase().as_str() {
            "jail" | "jailconf" | "jail.conf" | "jail-conf" => Some(Language::Jail),
            "frr" | "frrconf" | "frr.conf" | "frr-conf" => Some(Language::Frr),
            "loader" | "loaderconf" | "loader.conf" | "loader-conf" => Some(Language::Loader),
            "sysctl" | "sysctlconf" | "sysctl.conf" | "sysctl-conf" => Some(Language::Sysctl),
            "rc" | "rcconf" | "rc.conf" | "rc-conf" => Some(Language::Rc),
            _ => None,
        }
    }

    fn edit(
        &mut self,
        version: i32,
        changes: Vec<TextDocumentContentChangeEvent>,
        encoding: Encoding,
    ) -> Edited {
        let was_lost = self.is_lost();
        let text = std::mem::replace(&mut self.text, Text::Lost);
        if version > self.version {
            self.version = version;
            if let Some((buffer, earlier)) = apply(text.into_parts(), changes, encoding) {
                self.text = Text::new(buffer, earlier);
                return Edited::Applied;
            }
        }
        match was_lost {
            true => Edited::Ignored,
            false => Edited::JustLost,
        }
    }
}

/// Applies one edit after the other, each on what the one before it left. A change without a
/// range is the whole text, and mends what was lost.
fn apply(
    mut text: Option<(Buffer, Option<Earlier>)>,
    changes: Vec<TextDocumentContentChangeEvent>,
    encoding: Encoding,
) -> Option<(Buffer, Option<Earlier>)> {
    for change in changes {
        text = match (change.range, text) {
            (None, known) => {
                let earlier = known.and_then(|(_, earlier)| earlier);
                let earlier = earlier.map(|earlier| earlier.replaced(&change.text));
                Some((Buffer::new(&change.text), earlier))
            }
            (Some(range), Some((mut buffer, earlier))) => {
                let start = convert::position(range.start);
                let end = convert::position(range.end);
                let done = buffer.replace(start, end, encoding, &change.text);
                done.ok().map(|done| {
                    let earlier = earlier.map(|earlier| earlier.then(done));
                    (buffer, earlier)
                })
            }
            (Some(_), None) => None,
        };
    }
    text
}

impl Documents {
    pub(super) fn open(&mut self, item: TextDocumentItem) -> &Document {
        let document = Document::new(item);
        let uri = document.uri.clone();
        self.by_uri.remove(&uri);
        self.by_uri.entry(uri).or_insert(document)
    }

    pub(super) fn change(
        &mut self,
        params: DidChangeTextDocumentParams,
        encoding: Encoding,
    ) -> Edited {
        let Some(document) = self.by_uri.get_mut(&params.text_document.uri) else {
            return Edited::Ignored;
        };
        document.edit(
            params.text_document.version,
            params.content_changes,
            encoding,
        )
    }

    pub(super) fn close(&mut self, uri: &Url) -> Option<Document> {
        self.by_uri.remove(uri)
    }

    pub(super) fn get(&self, uri: &Url) -> Option<&Document> {
        self.by_uri.get(uri)
    }

    /// The document that is the file at `path`.
    pub(super) fn at(&self, path: &Path) -> Option<&Document> {
        self.iter()
            .find(|document| document.path.as_deref() == Some(path))
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Document> {
        self.by_uri.values()
    }

    /// The texts of the open files.
    pub(super) fn texts(&self) -> BTreeMap<PathBuf, Held> {
        self.iter()
            .filter_map(|document| Some((document.path.clone()?, document.held()?.clone())))
            .collect()
    }
}
