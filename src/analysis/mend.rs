//! Fixes for comments that allow what is not there.

use crate::finding::suppression::Suppression;
use crate::finding::{Edit, Fix};
use crate::rules::edits::remove_statement;
use crate::text::{Place, SourceText, Span};

/// The comment without the name at `at`, which is of no use; no comment at all if none of its
/// names `stays`.
pub(super) fn without(
    comment: &Suppression,
    at: Place,
    stays: impl Fn(Place) -> bool,
    text: &SourceText,
) -> Option<Fix> {
    if !comment.rules.iter().any(|(_, place)| stays(*place)) {
        let edit = comment_out(comment, text)?;
        return Some(Fix::safe("remove the comment", vec![edit]));
    }
    let index = comment.rules.iter().position(|(_, place)| *place == at)?;
    let name = at.span;
    let before = index.checked_sub(1).and_then(|i| comment.rules.get(i));
    let span = match (before, comment.rules.get(index + 1)) {
        (_, Some((_, next))) => Span {
            start: name.start,
            end: next.span.start,
        },
        (Some((_, before)), None) => Span {
            start: before.span.end,
            end: name.end,
        },
        (None, None) => return None,
    };
    let edit = Edit::remove(Place::new(at.file, span));
    Some(Fix::safe("remove the rule's name", vec![edit]))
}

/// The name at `at` as it was probably meant.
pub(super) fn respelled(at: Place, near: &str) -> Fix {
    Fix::not_safe(format!("write {near}"), vec![Edit::replace(at, near)])
}

/// The comment goes, unless it says something else too.
fn comment_out(comment: &Suppression, text: &SourceText) -> Option<Edit> {
    let place = comment.place;
    let said = text.slice(place.span);
    let says_first = said.trim_start_matches(['#', '!', '/', '*', ' ', '\t']);
    if !says_first.starts_with("cellblock:") || said.contains('\n') {
        return None;
    }
    let line = text.whole_lines(place.span);
    let before = text.slice(Span {
        start: line.start,
        end: place.span.start,
    });
    let code = before.trim_end();
    if code.is_empty() {
        return Some(remove_statement(text, place));
    }
    let end_of_code = line.start + u32::try_from(code.len()).ok()?;
    let span = Span {
        start: end_of_code,
        end: place.span.end,
    };
    Some(Edit::remove(Place::new(place.file, span)))
}
