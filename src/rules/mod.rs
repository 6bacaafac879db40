//! The rules, one file each: what a rule checks, why, and the check itself.

pub mod any_file;
mod declare;

pub(crate) use declare::declare_rule;

use crate::finding::{Finding, Severity};
use crate::host::HostFile;
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
}

impl Check {
    /// "file", "host" or "site".
    #[must_use]
    pub const fn scope(&self) -> &'static str {
        "file"
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

static RULES: &[&Rule] = &[
    &any_file::byte_order_mark::RULE,
    &any_file::file_too_large::RULE,
    &any_file::invalid_encoding::RULE,
    &any_file::unreadable_file::RULE,
];

/// Every rule, sorted by name.
#[must_use]
pub fn all() -> &'static [&'static Rule] {
    RULES
}

/// The rule called `name`.
#[must_use]
pub fn find(name: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.name == name).copied()
}

/// The rule whose name is nearest to `name`, if one is near.
#[must_use]
pub fn nearest(name: &str) -> Option<&'static str> {
    RULES
        .iter()
        .map(|rule| {
            let likeness = strsim::normalized_damerau_levenshtein(rule.name, name);
            (likeness, rule.name)
        })
        .filter(|(likeness, _)| *likeness > 0.6)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| name)
}
