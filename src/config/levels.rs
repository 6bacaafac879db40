//! How findings are reported: a level for each rule, for all files, for one host, for some paths.

use super::{Config, HostConfig, Located, PathGlob};

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

/// A rule's level, from any table `rules`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleLevel {
    /// The rule's name; its span is the key's.
    pub rule: Located<String>,
    /// Its level.
    pub level: Level,
}

/// Levels for the findings in some files, `[[overrides]]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Override {
    /// Which files, relative to the folder of `cellblock.toml`; never empty.
    pub files: Vec<PathGlob>,
    /// The levels there.
    pub rules: Vec<RuleLevel>,
}

impl Level {
    /// Every level, lowest first.
    pub const ALL: [Self; 4] = [Self::Off, Self::Info, Self::Warning, Self::Error];

    /// As it is written in `cellblock.toml`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl Config {
    /// The level that is set for a rule's findings in one file: the host that the file belongs
    /// to, and its path relative to the folder of `cellblock.toml`, if it lies below it. What is
    /// said of the path goes before what is said of the host, and that before what is said of
    /// all; among overrides, the last that matches and names the rule decides.
    #[must_use]
    pub fn level(
        &self,
        rule: &str,
        host: Option<&HostConfig>,
        path: Option<&str>,
    ) -> Option<Level> {
        let by_path = || {
            let path = path?;
            let mut last_first = self.overrides.iter().rev();
            last_first.find_map(|entry| {
                let level = level_in(&entry.rules, rule)?;
                let is_meant = entry.files.iter().any(|glob| glob.matches(path));
                is_meant.then_some(level)
            })
        };
        by_path()
            .or_else(|| level_in(&host?.rules, rule))
            .or_else(|| level_in(&self.rules, rule))
    }
}

fn level_in(rules: &[RuleLevel], rule: &str) -> Option<Level> {
    let mut rules = rules.iter();
    rules
        .find(|set| set.rule.value == rule)
        .map(|set| set.level)
}
