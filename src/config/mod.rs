//! `cellblock.toml`: what the files of a site cannot say themselves. Names of hosts and where
//! they lie, releases, public and private blocks, levels of rules, findings that are accepted.
//!
//! Knows neither the disk nor the rules: a rule's name is only a word here.

mod error;
mod glob;
mod key;
mod levels;
mod read;
pub mod template;
#[cfg(test)]
mod tests;

use std::path::PathBuf;

use ipnet::IpNet;

use crate::syntax::Language;
use crate::text::Span;
use crate::vocabulary::{FreebsdRelease, FrrVersion};

pub use error::{ConfigError, Mistake};
pub use glob::PathGlob;
pub use levels::{Level, Override, RuleLevel};

/// The file's name.
pub const FILE_NAME: &str = "cellblock.toml";

/// A value and where in the file it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// The bytes of `cellblock.toml` that say so.
    pub span: Span,
}

/// All that one `cellblock.toml` says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Config {
    /// The hosts, by name.
    pub hosts: Vec<HostConfig>,
    /// Blocks that are public although they would count as private.
    pub public: Vec<Located<IpNet>>,
    /// Blocks that are private although they would count as public.
    pub private: Vec<Located<IpNet>>,
    /// Levels of rules in all files, by name of the rule.
    pub rules: Vec<RuleLevel>,
    /// Levels of rules in some files, in the order in which they are written.
    pub overrides: Vec<Override>,
}

/// What is said of one host, `[hosts.NAME]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostConfig {
    /// The host's name; its span is the key's.
    pub name: Located<String>,
    /// The folder that holds its files, relative to the folder of `cellblock.toml`. Without it,
    /// the folder called like the host.
    pub root: Option<Located<PathBuf>>,
    /// The FreeBSD release that it runs.
    pub freebsd: Option<Located<FreebsdRelease>>,
    /// The FRR version that it runs.
    pub frr: Option<Located<FrrVersion>>,
    /// Files in places of their own, relative to the host's folder; the span is the key's.
    pub files: Vec<(Located<PathBuf>, Language)>,
    /// Findings that are accepted.
    pub allow: Vec<Allow>,
    /// Levels of rules on this host.
    pub rules: Vec<RuleLevel>,
}

/// Findings that are accepted, `[[hosts.NAME.allow]]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allow {
    /// The rule's name.
    pub rule: Located<String>,
    /// Which of its findings. Without it, all of this host's.
    pub matching: Option<Matching>,
    /// Why.
    pub reason: Option<String>,
}

/// Which findings an entry of `allow` is about: those with this text in the message, or in a file
/// that this pattern matches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matching {
    /// As it is written.
    pub text: String,
    /// The same as a pattern for the end of a path, where it can be one.
    glob: Option<PathGlob>,
}

impl Config {
    /// Reads a `cellblock.toml`.
    ///
    /// # Errors
    ///
    /// What in it is not as it should be: a key that does not exist is such a thing.
    pub fn load(text: &str) -> Result<Self, ConfigError> {
        read::config(text).map_err(|faults| ConfigError::new(text, faults))
    }

    /// The host of this name.
    #[must_use]
    pub fn host(&self, name: &str) -> Option<&HostConfig> {
        self.hosts.iter().find(|host| host.name.value == name)
    }

    /// The host with an entry of `allow` at this place.
    #[must_use]
    pub fn host_allowing_at(&self, span: Span) -> Option<&HostConfig> {
        let mut hosts = self.hosts.iter();
        hosts.find(|host| host.allow.iter().any(|allow| allow.rule.span == span))
    }

    /// Every rule's name in the file, and where it stands, in the order of the file.
    #[must_use]
    pub fn rule_names(&self) -> Vec<&Located<String>> {
        let hosts = || self.hosts.iter();
        let levels = self
            .rules
            .iter()
            .chain(hosts().flat_map(|host| &host.rules))
            .chain(self.overrides.iter().flat_map(|entry| &entry.rules))
            .map(|set| &set.rule);
        let allowed = hosts().flat_map(|host| &host.allow);
        let mut names: Vec<_> = levels.chain(allowed.map(|allow| &allow.rule)).collect();
        names.sort_by_key(|name| name.span);
        names
    }
}

impl Allow {
    /// Whether it accepts a finding of `rule` that says `message`, in the file at `path`: the
    /// path within the host or the one shown to people.
    #[must_use]
    pub fn covers(&self, rule: &str, message: &str, path: &str) -> bool {
        let matching = self.matching.as_ref();
        self.rule.value == rule && matching.is_none_or(|matching| matching.holds(message, path))
    }

    /// Whether somebody said why.
    #[must_use]
    pub fn has_reason(&self) -> bool {
        let reason = self.reason.as_deref().unwrap_or("");
        reason.contains(char::is_alphanumeric)
    }
}

impl Matching {
    fn new(text: String) -> Self {
        let glob = PathGlob::of_end(&text).ok();
        Self { text, glob }
    }

    fn holds(&self, message: &str, path: &str) -> bool {
        let is_path = || self.glob.as_ref().is_some_and(|glob| glob.matches(path));
        message.contains(&self.text) || is_path()
    }
}
