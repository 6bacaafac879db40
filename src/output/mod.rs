//! Findings and pictures of hosts, written for people and for programs.
//!
//! Decides nothing: what is shown, and in which order, is settled before.

pub mod concise;
pub mod diff;
pub mod human;
pub mod json;
pub mod markdown;
pub mod mistake;
mod plain;
mod range;
mod render;
pub mod show;
mod sources;
mod table;
#[cfg(test)]
mod tests;
pub mod trace;

use std::fmt;

use serde::Serialize;

use crate::files::Snapshot;
use crate::finding::{Finding, Severity};
use crate::text::Place;

pub use plain::{plain, plain_lines};
pub use range::{Point, Range};

/// What a check shows.
pub struct Report<'a> {
    /// The files that the findings are in.
    pub snapshot: &'a Snapshot,
    /// The findings to show, in their order.
    pub findings: Vec<&'a Finding>,
    /// Places that were not understood, where they are to be listed.
    pub not_understood: Vec<Place>,
    /// The counts of the whole check.
    pub summary: Summary,
}

/// The counts of a check.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Hosts.
    pub hosts: usize,
    /// Files.
    pub files: usize,
    /// Lines that were read.
    pub lines: usize,
    /// Lines or statements among them that were not understood.
    pub not_understood: usize,
    /// Findings at error, those that are hidden included.
    pub errors: usize,
    /// Findings at warning.
    pub warnings: usize,
    /// Findings at info.
    pub infos: usize,
    /// Findings that a baseline took out, where there is one; they are not counted above.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub baseline: Option<usize>,
}

impl Summary {
    /// The same with the findings counted.
    #[must_use]
    pub fn counting<'a>(mut self, findings: impl IntoIterator<Item = &'a Finding>) -> Self {
        for finding in findings {
            match finding.severity {
                Severity::Error => self.errors += 1,
                Severity::Warning => self.warnings += 1,
                Severity::Info => self.infos += 1,
            }
        }
        self
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}, {}, {} read, {} not understood: {}, {}, {}",
            count(self.hosts, "host"),
            count(self.files, "file"),
            count(self.lines, "line"),
            self.not_understood,
            count(self.errors, "error"),
            count(self.warnings, "warning"),
            count(self.infos, "info"),
        )?;
        match self.baseline {
            Some(hidden) if hidden > 0 => write!(f, "; {hidden} hidden by the baseline"),
            _ => Ok(()),
        }
    }
}

/// "1 file", "2 files".
#[must_use]
pub fn count(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}
