//! What a parser says of text that the machine's own parser would refuse.

use super::Remedy;
use crate::text::Span;
use crate::vocabulary::FreebsdRelease;

/// A place that does not parse. The rest of the file is parsed all the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// Where the mistake is.
    pub span: Span,
    /// What is wrong, without a final full stop.
    pub message: String,
    /// The way out or the consequence, if there is something to add.
    pub note: Option<String>,
    /// The first FreeBSD release that accepts this; `None` if every release refuses it.
    pub accepted_since: Option<FreebsdRelease>,
    /// The first FreeBSD release that refuses this; `None` if the oldest does.
    pub refused_since: Option<FreebsdRelease>,
    /// A change that mends it, where one is likely right.
    pub remedy: Option<Remedy>,
}

impl SyntaxError {
    /// An error that holds on every release.
    pub fn new(span: Span, message: impl Into<String>) -> Self {
        Self {
            span,
            message: message.into(),
            note: None,
            accepted_since: None,
            refused_since: None,
            remedy: None,
        }
    }

    /// The same with a note.
    #[must_use]
    pub fn with_note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    /// The same, but an error only before `release`.
    #[must_use]
    pub fn before(mut self, release: FreebsdRelease) -> Self {
        self.accepted_since = Some(release);
        self
    }

    /// The same, but an error only from `release` on.
    #[must_use]
    pub fn since(mut self, release: FreebsdRelease) -> Self {
        self.refused_since = Some(release);
        self
    }

    /// Whether `release` refuses it.
    #[must_use]
    pub fn is_refused_by(&self, release: FreebsdRelease) -> bool {
        self.accepted_since.is_none_or(|since| release < since)
            && self.refused_since.is_none_or(|since| release >= since)
    }

    /// The same with a way to mend it.
    #[must_use]
    pub fn with_remedy(mut self, remedy: impl Into<Option<Remedy>>) -> Self {
        self.remedy = remedy.into();
        self
    }
}
