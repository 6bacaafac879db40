//! A change to the text that takes a syntax error away.
//!
//! Knows its own text only, no file and no rule: whoever reports the error makes a fix of it.

use super::SyntaxError;
use crate::text::Span;

/// How many bytes are read at most to try the remedies of one file.
const TRIED_BYTES: usize = 1 << 20;

/// A change that takes an error away. A parser offers only such after which the text has fewer
/// errors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remedy {
    /// What it does, as a command: "insert the `;`".
    pub title: String,
    /// Whether there is no other sensible reading of what was meant.
    pub certain: bool,
    /// What is replaced, in order and apart from each other.
    pub replacements: Vec<Replacement>,
}

/// New text for some bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replacement {
    /// The bytes that are replaced; an empty span inserts.
    pub span: Span,
    /// By what.
    pub text: String,
}

impl Replacement {
    /// The bytes of `span` become `text`.
    pub fn new(span: Span, text: impl Into<String>) -> Self {
        Self {
            span,
            text: text.into(),
        }
    }

    /// The bytes of `span` go.
    #[must_use]
    pub fn remove(span: Span) -> Self {
        Self::new(span, "")
    }

    /// `text` comes in at byte `at`.
    pub fn insert(at: usize, text: impl Into<String>) -> Self {
        Self::new(Span::at(at), text)
    }
}

impl Remedy {
    /// A change that is plainly what was intended.
    pub fn certain(title: impl Into<String>, replacements: Vec<Replacement>) -> Self {
        Self {
            title: title.into(),
            certain: true,
            replacements,
        }
    }

    /// A change that is likely what was intended.
    pub fn likely(title: impl Into<String>, replacements: Vec<Replacement>) -> Self {
        Self {
            certain: false,
            ..Self::certain(title, replacements)
        }
    }

    /// `text` with the change made; nothing if the change does not fit it.
    #[must_use]
    pub fn applied(&self, text: &str) -> Option<String> {
        let mut out = String::with_capacity(text.len() + 16);
        let mut at = 0;
        for change in &self.replacements {
            let range = change.span.range();
            out.push_str(text.get(at..range.start)?);
            out.push_str(&change.text);
            at = range.end;
        }
        out.push_str(text.get(at..)?);
        Some(out)
    }
}

/// Drops the remedies after which a text would not parse better; `errors_of` reads a text. Those
/// that there is no time to try go as well.
pub(super) fn keep_helpful(
    errors: &mut [SyntaxError],
    text: &str,
    errors_of: impl Fn(&str) -> Vec<SyntaxError>,
) {
    let before = (lasting(errors), errors.len());
    let mut left = TRIED_BYTES;
    for error in errors {
        let Some(remedy) = error.remedy.take() else {
            continue;
        };
        let Some(rest) = left.checked_sub(text.len()) else {
            continue;
        };
        left = rest;
        let helps = remedy.applied(text).is_some_and(|mended| {
            let errors = errors_of(&mended);
            (lasting(&errors), errors.len()) < before
        });
        error.remedy = helps.then_some(remedy);
    }
}

/// How many errors hold on every release.
pub(super) fn lasting(errors: &[SyntaxError]) -> usize {
    let lasting = errors.iter().filter(|error| error.accepted_since.is_none());
    lasting.count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_made_in_order_and_only_where_they_fit() {
        let quote = |from, to| {
            let replacements = vec![
                Replacement::insert(from, "\""),
                Replacement::insert(to, "\""),
            ];
            Remedy::certain("quote it", replacements)
        };
        assert_eq!(
            quote(4, 7).applied("a = b c;").as_deref(),
            Some("a = \"b c\";")
        );
        assert_eq!(quote(4, 70).applied("a = b c;"), None);
        assert_eq!(quote(4, 2).applied("a = b c;"), None);
        let cut = Remedy::likely("cut it", vec![Replacement::remove(Span::new(1, 3))]);
        assert_eq!(cut.applied("abcd").as_deref(), Some("ad"));
    }
}
