//! From a snapshot to findings. Pure and synchronous.

use std::sync::Arc;

use crate::files::Snapshot;
use crate::finding::Finding;
use crate::host::HostFile;
use crate::rules::{self, Check, Report};
use crate::text::Place;

/// What an analysis gives.
#[derive(Debug, Default)]
pub struct Analysis {
    /// The findings.
    pub findings: Vec<Finding>,
    /// Lines that were read.
    pub lines: usize,
    /// Lines or statements that were not understood.
    pub not_understood: Vec<Place>,
}

/// Everything there is to say about a snapshot.
#[must_use]
pub fn analyse(snapshot: &Snapshot) -> Analysis {
    let mut analysis = Analysis::default();
    for file in snapshot.files() {
        analysis.lines += file.text.line_count();
        let file = HostFile {
            source: Arc::new(file.clone()),
        };
        for rule in rules::all() {
            let Check::File(check) = rule.check;
            check(&file, &mut Report::new(rule, &mut analysis.findings));
        }
    }
    analysis
}
