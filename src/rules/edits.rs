//! The edits that many rules need: a line out, a line in, a setting into its file.
//!
//! Knows lines and where settings belong, no rule.

use std::path::Path;
use std::sync::Arc;

use crate::finding::Edit;
use crate::host::rc::RcVariable;
use crate::host::{FileTarget, Host};
use crate::text::{Place, SourceText, Span};

/// Takes assignments out of rc.conf, each with what joins it to the commands around it. `None`
/// if one of them cannot go, or two of them cannot go together.
pub(crate) fn remove_assignments(variables: &[&RcVariable]) -> Option<Vec<Edit>> {
    let places: Option<Vec<Place>> = variables.iter().map(|v| v.removable).collect();
    let mut places = places?;
    places.sort_unstable_by_key(|place| (place.file, place.span.start));
    let overlap = |pair: &[Place]| match pair {
        [a, b] => a.file == b.file && b.span.start < a.span.end,
        _ => false,
    };
    if places.windows(2).any(overlap) {
        return None;
    }
    Some(places.into_iter().map(Edit::remove).collect())
}

/// Takes a statement out of a language whose statements each have lines of their own: with the
/// whole line if nothing else is on it.
pub(crate) fn remove_statement(text: &SourceText, place: Place) -> Edit {
    let span = if is_alone(text, place) {
        text.whole_lines(place.span)
    } else {
        place.span
    };
    Edit::remove(Place::new(place.file, span))
}

/// Whether there is nothing but a comment beside a statement on its lines.
pub(crate) fn is_alone(text: &SourceText, place: Place) -> bool {
    let line = text.whole_lines(place.span);
    let before = text.slice(Span {
        start: line.start,
        end: place.span.start,
    });
    let after = text.slice(Span {
        start: place.span.end,
        end: line.end,
    });
    before.trim().is_empty() && is_blank_or_comment(after)
}

fn is_blank_or_comment(rest: &str) -> bool {
    let rest = rest.trim_start();
    rest.is_empty() || rest.starts_with(['#', '!'])
}

/// The comment that follows a statement on its line.
pub(crate) fn comment_after(text: &SourceText, place: Place) -> Option<&str> {
    let line = text.whole_lines(place.span);
    let after = text.slice(Span {
        start: place.span.end,
        end: line.end,
    });
    let after = after.trim();
    after.starts_with('#').then_some(after)
}

/// Lines of their own before the line at `place`, indented like it.
pub(crate) fn lines_before(text: &SourceText, place: Place, lines: &[String]) -> Edit {
    let line = text.whole_lines(place.span);
    let added = indented(text, line.start, lines);
    let end = text.line_break();
    let added: String = added.iter().map(|line| format!("{line}{end}")).collect();
    Edit::insert(place.file, line.start, added)
}

/// Lines of their own after the line at `place`, indented like it.
pub(crate) fn lines_after(text: &SourceText, place: Place, lines: &[String]) -> Edit {
    let line = text.whole_lines(place.span);
    let added = indented(text, line.start, lines);
    Edit::insert(place.file, line.end, behind(text, line.end, &added))
}

/// Lines instead of a statement; the first stands where it stood, the others below it.
pub(crate) fn lines_instead(text: &SourceText, place: Place, lines: &[String]) -> Edit {
    let between = format!("{}{}", text.line_break(), text.indent_at(place.span.start));
    Edit::replace(place, lines.join(&between))
}

/// Lines at the end of a file, which may not be there yet.
pub(crate) fn append_lines(target: &FileTarget, lines: &[String]) -> Edit {
    match target {
        FileTarget::There(file) => {
            let text = &file.source.text;
            let end = u32::try_from(text.as_str().len()).unwrap_or(u32::MAX);
            Edit::insert(file.id(), end, behind(text, end, lines))
        }
        FileTarget::Missing(path) => {
            let added: String = lines.iter().map(|line| format!("{line}\n")).collect();
            Edit::create(Arc::<Path>::clone(path), added)
        }
    }
    .beside_others()
}

/// The lines as they are inserted at `at`, which is the end of a line: a last line without its
/// line break gets one first, and the file goes on without one.
fn behind(text: &SourceText, at: u32, lines: &[String]) -> String {
    let end = text.line_break();
    let is_last = at as usize == text.as_str().len();
    if is_last && !text.ends_its_last_line() {
        return lines.iter().map(|line| format!("{end}{line}")).collect();
    }
    lines.iter().map(|line| format!("{line}{end}")).collect()
}

fn indented(text: &SourceText, at: u32, lines: &[String]) -> Vec<String> {
    let indent = text.indent_at(at);
    lines.iter().map(|line| format!("{indent}{line}")).collect()
}

/// Where inside `place` a word stands by itself, if it does so once: a value that went through
/// quotes and variables may still have the word as it is written.
pub(crate) fn word_once(text: &SourceText, place: Place, word: &str) -> Option<Place> {
    let written = text.slice(place.span);
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | '$');
    let alone = written.match_indices(word).filter(|(at, _)| {
        let before = written.get(..*at).and_then(|b| b.chars().next_back());
        let after = written
            .get(at + word.len()..)
            .and_then(|a| a.chars().next());
        !before.is_some_and(is_part) && !after.is_some_and(is_part)
    });
    let mut alone = alone.map(|(at, _)| place.span.start as usize + at);
    let (at, None) = (alone.next()?, alone.next()) else {
        return None;
    };
    Some(Place::new(place.file, Span::new(at, at + word.len())))
}

/// The text of the file at `place`, to build edits in it.
pub(crate) fn text_at(host: &Host, place: Place) -> Option<&SourceText> {
    let file = host.file(place.file)?;
    Some(&file.source.text)
}
