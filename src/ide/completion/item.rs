//! What is offered, and in which order.

use crate::ide::describe::Subject;
use crate::text::Span;

/// The most that is offered at once.
const LIMIT: usize = 200;

/// What may stand at a place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Completions {
    /// Best first.
    pub items: Vec<Completion>,
    /// There is more, which a longer word will bring to light.
    pub is_incomplete: bool,
    /// The word under the cursor, on one line: what each item replaces.
    pub replaced: Span,
}

/// One thing that may stand there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// What it is called; what is typed is compared with it.
    pub label: String,
    /// What sort of thing it is.
    pub kind: Kind,
    /// Some words beside the label: a type, a default.
    pub detail: String,
    /// What to write.
    pub insert: String,
    /// The same with places to fill in, in the protocol's snippet syntax, where there are some.
    pub snippet: Option<String>,
    /// What more there is to be said of it.
    pub subject: Option<Subject>,
}

/// Sorts of things.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A parameter of jail(8).
    Parameter,
    /// A loader tunable or sysctl.
    Setting,
    /// The beginning of names of settings.
    Branch,
    /// A variable, of jail.conf or rc.conf.
    Variable,
    /// A word of the language.
    Keyword,
    /// A value.
    Value,
    /// A jail.
    Jail,
    /// An interface.
    Interface,
    /// A kernel module.
    Module,
    /// What may be written there: taking it writes nothing.
    Hint,
}

impl Completion {
    /// A thing that is written as it is called.
    pub(super) fn new(kind: Kind, label: impl Into<String>, detail: impl Into<String>) -> Self {
        let label = label.into();
        Self {
            kind,
            detail: detail.into(),
            insert: label.clone(),
            label,
            snippet: None,
            subject: None,
        }
    }

    pub(super) fn about(self, subject: Subject) -> Self {
        let subject = Some(subject);
        Self { subject, ..self }
    }

    pub(super) fn inserting(self, insert: impl Into<String>) -> Self {
        let insert = insert.into();
        Self { insert, ..self }
    }

    pub(super) fn with_snippet(self, snippet: Option<String>) -> Self {
        Self { snippet, ..self }
    }
}

impl Completions {
    /// Nothing.
    pub(super) fn none() -> Self {
        Self::default()
    }

    /// Those of `found` that fit what is `typed`, in order: what is to come last is last, then how
    /// well it fits counts, then the order in which it was found.
    pub(super) fn sorted(
        typed: &str,
        replaced: Span,
        found: impl IntoIterator<Item = (bool, Completion)>,
    ) -> Self {
        let mut fitting: Vec<_> = (found.into_iter())
            .filter_map(|(is_last, item)| Some((is_last, fit(&item.label, typed)?, item)))
            .collect();
        fitting.sort_by_key(|(is_last, fit, _)| (*is_last, *fit));
        let is_incomplete = fitting.len() > LIMIT;
        fitting.truncate(LIMIT);
        Self {
            items: fitting.into_iter().map(|(.., item)| item).collect(),
            is_incomplete,
            replaced,
        }
    }

    /// As [`Completions::sorted`], nothing being last.
    pub(super) fn of(
        typed: &str,
        replaced: Span,
        found: impl IntoIterator<Item = Completion>,
    ) -> Self {
        Self::sorted(typed, replaced, found.into_iter().map(|item| (false, item)))
    }
}

/// How well a label fits what is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Begins,
    /// One of its parts begins so.
    PartBegins,
    Contains,
    /// The characters are all there, in order.
    Scattered,
}

fn fit(label: &str, typed: &str) -> Option<Fit> {
    let (label, typed) = (label.to_ascii_lowercase(), typed.to_ascii_lowercase());
    if label.starts_with(&typed) {
        return Some(Fit::Begins);
    }
    let mut found = label.match_indices(&typed).peekable();
    if found.peek().is_some() {
        let begins_part = |at: usize| label.get(..at).is_some_and(|l| l.ends_with(['.', '_']));
        return Some(match found.any(|(at, _)| begins_part(at)) {
            true => Fit::PartBegins,
            false => Fit::Contains,
        });
    }
    let mut rest = label.chars();
    typed
        .chars()
        .all(|typed| rest.any(|own| own == typed))
        .then_some(Fit::Scattered)
}

/// `text` as it is written in a snippet.
pub(super) fn escaped(text: &str) -> String {
    text.replace('\\', r"\\")
        .replace('$', r"\$")
        .replace('}', r"\}")
}
