//! Findings that were there when somebody started to use cellblock: a list of them, kept in a
//! file, takes them out of every later check, so that only what is new shows.
//!
//! Knows the form of that file, version 1, and when a finding is one of the list; not the disk,
//! and not which findings were looked for.

mod fingerprint;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use fingerprint::Fingerprint;

/// The version of the file's form.
const VERSION: u32 = 1;

/// A finding as a baseline knows it: where it lies in its file does not count.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// The file, relative to the folder of the baseline, with `/`.
    pub file: String,
    /// The rule's name.
    pub rule: String,
    /// What it says, and of which line.
    pub fingerprint: Fingerprint,
}

impl Key {
    /// The key of a finding of `rule` in `file` that says `message` of the line `line`.
    #[must_use]
    pub fn new(file: String, rule: &str, message: &str, line: &str) -> Self {
        Self {
            file,
            rule: rule.to_owned(),
            fingerprint: Fingerprint::of(rule, message, line),
        }
    }
}

/// A list of findings, with how many of each there are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    counts: BTreeMap<Key, usize>,
}

/// Why a text is no baseline.
#[derive(Debug, thiserror::Error)]
pub enum BaselineError {
    /// It is something else, or was damaged.
    #[error("this is not a baseline: {0}")]
    Broken(#[from] serde_json::Error),
    /// It is of a form that came later.
    #[error("this baseline is of version {0}, and only version {VERSION} is known here")]
    Version(u64),
}

/// What tells the version, whatever else there is.
#[derive(Deserialize)]
struct Header {
    version: u64,
}

#[derive(Serialize, Deserialize)]
struct Document {
    version: u32,
    findings: Vec<Entry>,
}

#[derive(Serialize, Deserialize)]
struct Entry {
    file: String,
    rule: String,
    fingerprint: Fingerprint,
    count: usize,
}

impl Baseline {
    /// The list of these findings.
    #[must_use]
    pub fn of(keys: impl IntoIterator<Item = Key>) -> Self {
        let mut counts = BTreeMap::new();
        for key in keys {
            *counts.entry(key).or_insert(0) += 1;
        }
        Self { counts }
    }

    /// Reads a baseline.
    ///
    /// # Errors
    ///
    /// If the text is not a baseline of version 1.
    pub fn read(text: &[u8]) -> Result<Self, BaselineError> {
        let header: Header = serde_json::from_slice(text)?;
        if header.version != u64::from(VERSION) {
            return Err(BaselineError::Version(header.version));
        }
        let document: Document = serde_json::from_slice(text)?;
        let mut counts = BTreeMap::new();
        for entry in document.findings {
            let key = Key {
                file: entry.file,
                rule: entry.rule,
                fingerprint: entry.fingerprint,
            };
            // A merge of two branches can leave an entry twice. Both may be of the same
            // findings, so their numbers do not add up.
            let count = counts.entry(key).or_insert(0);
            *count = entry.count.max(*count);
        }
        counts.retain(|_, count| *count > 0);
        Ok(Self { counts })
    }

    /// The text of the file: sorted, one member a line, so that a change shows as few lines.
    ///
    /// # Errors
    ///
    /// None that can come up with these types.
    pub fn write(&self) -> Result<String, serde_json::Error> {
        let entry = |(key, count): (&Key, &usize)| Entry {
            file: key.file.clone(),
            rule: key.rule.clone(),
            fingerprint: key.fingerprint,
            count: *count,
        };
        let document = Document {
            version: VERSION,
            findings: self.counts.iter().map(entry).collect(),
        };
        let mut text = serde_json::to_string_pretty(&document)?;
        text.push('\n');
        Ok(text)
    }

    /// Whether the finding is in the list; if so, it is crossed out there, so that a second one
    /// needs an entry of its own.
    pub fn take(&mut self, key: &Key) -> bool {
        let Some(count) = self.counts.get_mut(key) else {
            return false;
        };
        *count -= 1;
        if *count == 0 {
            self.counts.remove(key);
        }
        true
    }

    /// How many findings are in the list.
    #[must_use]
    pub fn len(&self) -> usize {
        self.counts
            .values()
            .fold(0, |sum, count| sum.saturating_add(*count))
    }

    /// Whether the list is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }

    /// The findings, each once.
    pub fn keys(&self) -> impl Iterator<Item = &Key> {
        self.counts.keys()
    }
}

#[cfg(test)]
mod tests;
