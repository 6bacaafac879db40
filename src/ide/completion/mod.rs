//! Which words may stand where the cursor is.
//!
//! What is being typed is hardly ever a sound text, so each language takes what it needs from
//! the text before the cursor; a tree of the whole helps only with the order of what is offered.

mod frr;
mod frr_names;
mod frr_values;
mod item;
mod jail;
mod jail_context;
mod jail_values;
mod known;
mod loader_words;
mod rc;
mod rc_context;
mod rc_values;
mod rc_words;
mod settings;
mod settings_values;

pub use item::{Completion, Completions, Kind};

use crate::host::Host;
use crate::syntax::Language;
use crate::text::Span;
use crate::vocabulary::{Candidates, FreebsdRelease, FrrVersion, SettingFile};

/// Where completion is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Cursor<'a> {
    /// The language of the text.
    pub language: Language,
    /// All of the text.
    pub text: &'a str,
    /// The cursor, in bytes from the beginning of the text.
    pub at: usize,
    /// The machine that the file belongs to, where there is one.
    pub host: Option<&'a Host>,
    /// The release whose programs read the file.
    pub freebsd: &'a Candidates<FreebsdRelease>,
    /// The FRR that reads the file.
    pub frr: &'a Candidates<FrrVersion>,
}

impl<'a> Cursor<'a> {
    /// What stands before the cursor; empty where the cursor is inside a character.
    fn before(&self) -> &'a str {
        self.text.get(..self.at).unwrap_or_default()
    }

    /// What stands behind the cursor.
    fn behind(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// What is written of a word, `typed`, with what of it follows the cursor.
    fn word_around(&self, typed: Span, is_part: fn(char) -> bool) -> Span {
        let behind = self.behind();
        let rest = behind.find(|c| !is_part(c)).unwrap_or(behind.len());
        Span::new(typed.start as usize, self.at + rest)
    }

    /// The rest of the line behind the byte `from`.
    fn rest_of_line(&self, from: usize) -> &'a str {
        let rest = self.text.get(from..).unwrap_or_default();
        rest.split(['\n', '\r']).next().unwrap_or_default()
    }
}

/// What may stand at the cursor; nothing in comments, and nothing where nothing is known.
#[must_use]
pub fn complete(cursor: &Cursor<'_>) -> Completions {
    match cursor.language {
        Language::Jail => jail::complete(cursor),
        Language::Loader => settings::complete(cursor, SettingFile::Loader),
        Language::Sysctl => settings::complete(cursor, SettingFile::Sysctl),
        Language::Rc => rc::complete(cursor),
        Language::Frr => frr::complete(cursor),
        Language::Shell => Completions::none(),
    }
}
