//! A tree of files in which every file stays as it was when it was first read, so that all rounds
//! of one run speak of the same bytes.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::files::{Entry, FileTree, Kind, ReadProblem, Stamp};

pub(super) struct Remembered {
    below: Arc<dyn FileTree>,
    /// By path without links.
    read: Mutex<BTreeMap<PathBuf, Vec<u8>>>,
}

impl Remembered {
    pub fn new(below: Arc<dyn FileTree>) -> Self {
        Self {
            below,
            read: Mutex::default(),
        }
    }
}

impl FileTree for Remembered {
    fn kind(&self, path: &Path) -> io::Result<Kind> {
        self.below.kind(path)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<Entry>> {
        self.below.list(folder)
    }

    fn read(&self, path: &Path) -> Result<Vec<u8>, ReadProblem> {
        let real = self.resolve(path).unwrap_or_else(|_| path.to_owned());
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bytes) = read.get(&real) {
            return Ok(bytes.clone());
        }
        let bytes = self.below.read(path)?;
        read.insert(real, bytes.clone());
        Ok(bytes)
    }

    fn stamp(&self, path: &Path) -> Option<Stamp> {
        self.below.stamp(path)
    }

    fn head(&self, path: &Path) -> Vec<u8> {
        self.below.head(path)
    }

    fn is_link(&self, path: &Path) -> bool {
        self.below.is_link(path)
    }

    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        self.below.resolve(path)
    }
}
