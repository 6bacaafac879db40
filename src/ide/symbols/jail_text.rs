//! Words of jail.conf as they stand in the text: what is in the quotes, and where.

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::table::Form;
use crate::host::Host;
use crate::host::jails::WrittenSetting;
use crate::syntax::jail::Piece;
use crate::text::{FileId, Place, Span};

/// A word that says what its bytes say: bare or in one pair of quotes, without escapes.
#[derive(Clone, Copy, Debug)]
pub(super) struct JailWord<'h> {
    /// What is in the quotes.
    pub(super) text: &'h str,
    pub(super) place: Place,
    pub(super) form: Form,
}

impl<'h> JailWord<'h> {
    /// The word at a span; `None` if it is written in another way.
    pub(super) fn of(host: &'h Host, file: FileId, span: Span) -> Option<Self> {
        let source = host.file(file)?.source.text.slice(span);
        let quote = source.chars().next().filter(|c| matches!(c, '"' | '\''));
        let Some(quote) = quote else {
            let is_plain = !source.contains(['\\', '"', '\'']);
            return is_plain.then_some(Self {
                text: source,
                place: Place::new(file, span),
                form: Form::Bare(span),
            });
        };
        let text = source.strip_prefix(quote)?.strip_suffix(quote)?;
        let inside = Span {
            start: span.start + 1,
            end: span.end - 1,
        };
        (!text.contains(['\\', quote])).then_some(Self {
            text,
            place: Place::new(file, inside),
            form: Form::Quoted(quote),
        })
    }

    /// Where bytes of the text stand.
    pub(super) fn at(&self, range: Range<usize>) -> Place {
        let span = Span::new(range.start, range.end).shifted(self.place.span.start);
        Place::new(self.place.file, span)
    }
}

/// The variables that are all of a value of the settings, or all of it before a bar, as in
/// `"$if|192.0.2.1"`: what they are set to is what the settings name.
pub(super) fn variables<'a, 's>(
    settings: impl Iterator<Item = &'s WrittenSetting<'a>>,
) -> FxHashSet<&'a str>
where
    'a: 's,
{
    let values = settings.flat_map(|setting| setting.values);
    let named = values.filter_map(|value| match value.pieces.as_slice() {
        [Piece::Variable { name, .. }] => Some(name.as_str()),
        [Piece::Variable { name, .. }, Piece::Text { text, .. }, ..] if text.starts_with('|') => {
            Some(name.as_str())
        }
        _ => None,
    });
    named.collect()
}
