//! `cellblock.toml`: what the files of a site cannot say themselves. Names of hosts and where
//! they lie, releases, public and private blocks, levels of rules, findings that are accepted.
//!
//! Knows neither the disk nor the rules: a rule's name is only a word here.

mod error;
mod key;
mod read;
pub mod template;
#[cfg(test)]
mod tests;

use std::path::PathBuf;

use ipnet::IpNet;

use crate::syntax::Language;
use crate::text::Span;
use crate::vocabulary::{FreebsdRelease, FrrVersion};

pub use error::ConfigError;

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
    /// Levels of rules, by name of the rule.
    pub rules: Vec<RuleLevel>,
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
}

/// Findings that are accepted, `[[hosts.NAME.allow]]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allow {
    /// The rule's name.
    pub rule: Located<String>,
    /// Which of its findings: those with this text in the message, or in a file that this glob
    /// matches. Without it, all of this host's.
    pub matching: Option<Located<String>>,
    /// Why.
    pub reason: Option<String>,
}

/// A rule's level, from `[rules]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleLevel {
    /// The rule's name; its span is the key's.
    pub rule: Located<String>,
    /// Its level.
    pub level: Level,
}

/// How a rule's findings are reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Not at all.
    Off,
    /// Worth knowing.
    Info,
    /// It will not do what it says.
    Warning,
    /// It cannot work.
    Error,
}

impl Config {
    /// Reads a `cellblock.toml`.
    ///
    /// # Errors
    ///
    /// The first thing in it that is not as it should be: a key that does not exist is one.
    pub fn load(text: &str) -> Result<Self, ConfigError> {
        read::config(text).map_err(|fault| ConfigError::new(text, fault))
    }

    /// The host of this name.
    #[must_use]
    pub fn host(&self, name: &str) -> Option<&HostConfig> {
        self.hosts.iter().find(|host| host.name.value == name)
    }

    /// The level that is set for the rule of this name.
    #[must_use]
    pub fn level(&self, rule: &str) -> Option<Level> {
        let mut rules = self.rules.iter();
        rules
            .find(|set| set.rule.value == rule)
            .map(|set| set.level)
    }

    /// Every rule's name in the file, and where it stands.
    pub fn rule_names(&self) -> impl Iterator<Item = &Located<String>> {
        let allowed = self.hosts.iter().flat_map(|host| &host.allow);
        let levels = self.rules.iter().map(|set| &set.rule);
        levels.chain(allowed.map(|allow| &allow.rule))
    }
}

impl Allow {
    /// Whether it accepts a finding of `rule` that says `message`, in the file at `path`: the
    /// path within the host or the one shown to people.
    #[must_use]
    pub fn covers(&self, rule: &str, message: &str, path: &str) -> bool {
        if self.rule.value != rule {
            return false;
        }
        let Some(matching) = &self.matching else {
            return true;
        };
        let wanted = matching.value.as_str();
        message.contains(wanted) || matches_path(wanted, path)
    }
}

/// Whether a glob matches a path, or the end of one.
fn matches_path(glob: &str, path: &str) -> bool {
    let anywhere = format!("**/{}", glob.trim_start_matches('/'));
    let built = globset::GlobBuilder::new(&anywhere)
        .literal_separator(true)
        .build();
    built.is_ok_and(|glob| glob.compile_matcher().is_match(path))
}
