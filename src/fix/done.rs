//! What came of the fixes.

use std::path::PathBuf;

use super::texts::Changed;

/// A finding that was mended.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mended {
    /// Its rule.
    pub rule: &'static str,
    /// Its file, for people.
    pub file: String,
    /// What it said.
    pub message: String,
    /// What was done.
    pub title: String,
    /// The files that were edited, without links.
    pub edited: Vec<PathBuf>,
}

/// What the fixes make of the files, in memory.
#[derive(Debug, Default)]
pub struct Done {
    /// The files that are not as before.
    pub changed: Changed,
    /// What was mended, round by round.
    pub mended: Vec<Mended>,
    /// Fixes that were not applied, for they would have done harm or no good.
    pub dropped: Vec<Dropped>,
}

/// A fix that was not applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dropped {
    /// What it would have mended.
    pub fix: Mended,
    /// Why it was not applied.
    pub why: WhyNot,
}

/// What is wrong with a fix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhyNot {
    /// A file could not be read as before with it.
    Misread,
    /// The finding would be there as before.
    NoHelp,
}

impl Done {
    pub(super) fn drop_all(&mut self, fixes: &[Mended], why: WhyNot) {
        let dropped = fixes.iter().cloned();
        self.dropped.extend(dropped.map(|fix| Dropped { fix, why }));
    }
}
