//! The rules, one file each: what a rule checks, why, and the check itself.
//!
//! A rule renders typed defects and queries typed views; it never reads raw text, the disk, or
//! another rule.

pub mod any_file;
mod declare;
pub(crate) mod edits;
pub mod frr;
pub mod host;
pub(crate) mod jail_edits;
pub mod languages;
mod registry;
pub mod site;
pub(crate) mod words;

pub(crate) use declare::declare_rule;
pub use registry::{all, find, nearest};

use crate::finding::{Finding, Severity};
use crate::host::{Host, HostFile};
use crate::site::Site;
use crate::text::Place;

/// A rule: what it is called, how bad its findings are, what it looks at.
pub struct Rule {
    /// Kebab-case name, the rule's identity for ever.
    pub name: &'static str,
    /// How bad a finding usually is; a check may say otherwise for one finding.
    pub severity: Severity,
    /// The rule's page: its doc comment, in Markdown. The first line is its summary.
    pub doc: &'static str,
    /// The check, by what it looks at.
    pub check: Check,
}

/// What a rule looks at.
pub enum Check {
    /// One file, whatever else the host has.
    File(fn(&HostFile, &mut Report)),
    /// One machine.
    Host(fn(&Host, &mut Report)),
    /// The hosts that are checked together.
    Site(fn(&Site, &mut Report)),
    /// Nothing by itself: another stage of the analysis reports in its name.
    Elsewhere,
}

impl Check {
    /// "file", "host" or "site".
    #[must_use]
    pub const fn scope(&self) -> &'static str {
        match self {
            Self::File(_) | Self::Elsewhere => "file",
            Self::Host(_) => "host",
            Self::Site(_) => "site",
        }
    }
}

impl Rule {
    /// The first line of the page.
    #[must_use]
    pub fn summary(&self) -> &'static str {
        self.doc.trim_start().lines().next().unwrap_or("").trim()
    }
}

/// Where a rule puts its findings; knows the rule's name and severity.
pub struct Report<'a> {
    rule: &'static Rule,
    findings: &'a mut Vec<Finding>,
}

impl<'a> Report<'a> {
    /// Findings of `rule` go to `findings`.
    pub fn new(rule: &'static Rule, findings: &'a mut Vec<Finding>) -> Self {
        Self { rule, findings }
    }

    /// A finding of this rule at its usual severity, still to be [added](Self::add).
    #[must_use]
    pub fn finding(&self, place: Place, message: impl Into<String>) -> Finding {
        self.finding_at(self.rule.severity, place, message)
    }

    /// A finding of this rule at another severity.
    #[must_use]
    pub fn finding_at(
        &self,
        severity: Severity,
        place: Place,
        message: impl Into<String>,
    ) -> Finding {
        Finding::new(self.rule.name, severity, place, message)
    }

    /// Takes a finding up.
    pub fn add(&mut self, finding: Finding) {
        self.findings.push(finding);
    }
}
