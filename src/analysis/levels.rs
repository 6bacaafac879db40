//! The levels that `cellblock.toml` gives to findings.

use crate::config::Level;
use crate::files::{HostFiles, Snapshot};
use crate::finding::{Finding, Severity};

/// Sets the level of each finding, and takes out those that are off.
pub(super) fn set(findings: &mut Vec<Finding>, snapshot: &Snapshot) {
    findings.retain_mut(|finding| {
        match level(finding, snapshot) {
            Some(Level::Off) => return false,
            Some(Level::Info) => finding.severity = Severity::Info,
            Some(Level::Warning) => finding.severity = Severity::Warning,
            Some(Level::Error) => finding.severity = Severity::Error,
            None => {}
        }
        true
    });
}

/// What the `cellblock.toml` that holds for the finding's file says of it.
fn level(finding: &Finding, snapshot: &Snapshot) -> Option<Level> {
    let file = finding.place.file;
    let config = &snapshot.config_of(file)?.config;
    let host = match snapshot.host_of(file) {
        Some(host) => HostFiles::settings(host),
        // In `cellblock.toml` itself, a finding is about the host whose entry it stands in.
        None => config.host_allowing_at(finding.place.span),
    };
    let has_overrides = !config.overrides.is_empty();
    let path = has_overrides
        .then(|| snapshot.path_from_config(file))
        .flatten();
    config.level(finding.rule, host, path.as_deref())
}
