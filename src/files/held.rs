//! A text that stays in memory together with the trees made of it, so that what did not change
//! is not parsed again.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use crate::syntax::{Language, Tree};
use crate::text::{Change, SourceText};

type Trees = BTreeMap<Language, Arc<OnceLock<Tree>>>;

/// The text of one file. Clones share it, and its trees.
#[derive(Clone, Debug, Default)]
pub struct Held {
    text: Arc<SourceText>,
    /// The bytes, where they are not those of the text.
    bytes: Option<Arc<[u8]>>,
    /// One text can be read as several languages: somebody may say which one it is.
    trees: Arc<Mutex<Trees>>,
}

impl Held {
    /// The text.
    #[must_use]
    pub fn text(&self) -> Arc<SourceText> {
        Arc::clone(&self.text)
    }

    /// The text that `change` made of this one. What is parsed here need not be parsed there.
    #[must_use]
    pub fn edited(&self, text: SourceText, change: Change) -> Self {
        let known = self.trees.lock().unwrap_or_else(PoisonError::into_inner);
        let trees = known.iter().filter_map(|(language, tree)| {
            let tree = tree.get()?.edited(text.as_str(), change)?;
            Some((*language, Arc::new(OnceLock::from(tree))))
        });
        let trees: Trees = trees.collect();
        Self {
            text: Arc::new(text),
            bytes: None,
            trees: Arc::new(Mutex::new(trees)),
        }
    }

    /// Its bytes, as they are on disk.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        match &self.bytes {
            Some(bytes) => bytes,
            None => self.text.as_str().as_bytes(),
        }
    }

    /// Its size in bytes.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.bytes().len() as u64
    }

    /// The place of its tree when it is read as `language`.
    pub(super) fn tree(&self, language: Language) -> Arc<OnceLock<Tree>> {
        let mut trees = self.trees.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(trees.entry(language).or_default())
    }
}

impl From<Vec<u8>> for Held {
    fn from(bytes: Vec<u8>) -> Self {
        let kept = std::str::from_utf8(&bytes)
            .is_err()
            .then(|| Arc::from(bytes.as_slice()));
        Self {
            text: Arc::new(SourceText::from_bytes(bytes)),
            bytes: kept,
            trees: Arc::default(),
        }
    }
}

impl From<SourceText> for Held {
    /// A text without bytes that are not UTF-8, as editors have it.
    fn from(text: SourceText) -> Self {
        Self {
            text: Arc::new(text),
            ..Self::default()
        }
    }
}
