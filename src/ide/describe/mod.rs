//! What is known of a word of FreeBSD's files, in Markdown: the same words for one that is
//! offered and for one that is pointed at.

mod jail;
mod rc;
mod settings;

pub(super) use jail::value_words;
pub(super) use settings::works_in;

use crate::vocabulary::{Candidates, FreebsdRelease, jail_parameter, rc_variable, setting};

/// A word of which something is known.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(tag = "about", content = "name", rename_all = "kebab-case")]
pub enum Subject {
    /// The parameter of jail(8) with this name.
    JailParameter(String),
    /// The loader tunable or sysctl with this name.
    Setting(String),
    /// The variable of rc.conf(5) with this name.
    RcVariable(String),
}

impl Subject {
    /// What is known of it, in Markdown; `None` if it is nothing after all.
    #[must_use]
    pub fn describe(&self, freebsd: &Candidates<FreebsdRelease>) -> Option<String> {
        match self {
            Self::JailParameter(name) => Some(jail::page(jail_parameter(name)?)),
            Self::Setting(name) => Some(settings::page(setting(name)?, freebsd)),
            Self::RcVariable(name) => Some(rc::page(name, rc_variable(name)?)),
        }
    }
}

/// With a capital letter at the beginning of a sentence.
fn capitalised(words: &str) -> String {
    let mut chars = words.chars();
    let first = chars.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(chars).collect()
}

/// Text of a file in Markdown: one line, not too long, nothing in it taken for markup.
pub(super) fn code(text: &str) -> String {
    /// Characters.
    const MOST: usize = 200;
    let is_break = |c: char| c.is_control();
    let mut line: String = text.replace(is_break, " ").chars().take(MOST).collect();
    if text.chars().nth(MOST).is_some() {
        line.push('…');
    }
    let runs = line.split(|c| c != '`').map(str::len);
    let fence = "`".repeat(runs.max().unwrap_or(0) + 1);
    match line.is_empty() || line.contains('`') {
        true => format!("{fence} {line} {fence}"),
        false => format!("{fence}{line}{fence}"),
    }
}
