//! What to say of a line of loader.conf that the loader does not take.

use super::Grammar;
use super::expand::{self, Refused};
use super::line::{self, is_name, is_name_start, is_space};
use super::mend;
use crate::syntax::{SyntaxError, typed};
use crate::text::Span;
use crate::vocabulary::FreebsdRelease;

/// The first release whose loader is known to read lines by the current grammar.
const CURRENT: FreebsdRelease = FreebsdRelease::new(13, 0);

/// stable/12's loader knew only letters and digits in a bare value, and ASCII between quotes.
pub(super) fn by_twelve(written: &str, span: Span) -> Option<SyntaxError> {
    if written.starts_with('"') {
        if written.is_ascii() {
            return None;
        }
        let message = "the loader refuses a value with other characters than those of ASCII";
        return Some(SyntaxError::new(span, message).before(CURRENT));
    }
    let number = written.strip_prefix('-').unwrap_or(written);
    if number.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return None;
    }
    let error = SyntaxError::new(span, format!("the loader refuses the bare value {written}"));
    let error = error
        .with_note(format!("write it in double quotes: \"{written}\""))
        .with_remedy(mend::quote(span));
    Some(error.before(CURRENT))
}

/// A value whose escapes or variables cannot be resolved: since they are, the line is dropped.
pub(super) fn value(name: &str, refused: Refused, span: Span) -> SyntaxError {
    let (message, note) = match refused {
        Refused::BareBackslash => (
            format!("the loader drops {name}: its value ends in a bare backslash"),
            "write two backslashes for one",
        ),
        Refused::BareDollar => (
            format!("the loader drops {name}: its value ends in a bare dollar sign"),
            "write `\\$` for a dollar sign",
        ),
        Refused::BadVariable => (
            format!("the loader drops {name}: `$` is not followed by the name of a variable"),
            "write `${NAME}` for a variable, `\\$` for a dollar sign",
        ),
    };
    SyntaxError::new(span, message)
        .with_note(note)
        .since(CURRENT)
}

/// There is something behind a value.
pub(super) fn after_value(written: &str, value: Span, rest: &str, span: Span) -> SyntaxError {
    let more = rest.trim_end_matches(is_space);
    let span = Span::new(span.start as usize, span.start as usize + more.len());
    let error = SyntaxError::new(
        span,
        format!("malformed line: the loader takes nothing behind the value, and here is {more}"),
    );
    let error = error.with_remedy(mend::behind_value(written, value, more, span));
    error.with_note(if written.starts_with('"') || more.starts_with(';') {
        "remove it; a line holds one setting and a comment".to_owned()
    } else {
        format!("write the value in double quotes: \"{written}{more}\"")
    })
}

/// A line that is no setting.
pub(super) fn line(line: &str, span: Span) -> SyntaxError {
    unless_by_twelve(line, explained(line.trim_matches(is_space), span))
}

/// The error, only of later releases if the loader of 12 takes the line.
pub(super) fn unless_by_twelve(line: &str, error: SyntaxError) -> SyntaxError {
    match line::setting(line, Grammar::Twelve) {
        Some((rest, _)) if line::is_comment_or_nothing(rest) => error.since(CURRENT),
        _ => error,
    }
}

fn explained(text: &str, span: Span) -> SyntaxError {
    let Some((name, value)) = text.split_once('=') else {
        return SyntaxError::new(span, "malformed line: the loader expects NAME=\"value\"");
    };
    let value = value.trim_matches(is_space);
    let name = name.trim_matches(is_space);
    let (message, note) = if name.is_empty() {
        (
            "malformed line: there is no name before `=`",
            "a line is NAME=\"value\"".to_owned(),
        )
    } else if let Some(plain) = name.strip_suffix('+').filter(|plain| !plain.is_empty()) {
        (
            "malformed line: loader.conf has no `+=`",
            format!("write {plain}=\"${{{plain}}} ...\""),
        )
    } else if value.is_empty() {
        (
            "malformed line: there is no value",
            format!("write {name}=\"\" for an empty one"),
        )
    } else if let Some(quote) = value
        .chars()
        .next()
        .filter(|c| typed::plain_quote(*c).is_some())
    {
        let name = typed::named(quote).unwrap_or_default();
        let message = format!("malformed line: {name} is no plain one");
        return SyntaxError::new(span, message)
            .with_note("the loader takes a value in plain double quotes: NAME=\"value\"")
            .with_remedy(mend::of_value(text, span));
    } else if value.starts_with('"') && value.ends_with(['\u{201c}', '\u{201d}']) {
        (
            "malformed line: a typographic quote does not close the plain one",
            format!(
                "write {name}={}\"",
                value.trim_end_matches(['\u{201c}', '\u{201d}'])
            ),
        )
    } else if value.starts_with('"') {
        (
            "malformed line: the double quote is not closed",
            format!("write {name}={value}\""),
        )
    } else if value.starts_with('\'') {
        let inside = value.trim_matches('\'');
        (
            "malformed line: the loader does not know single quotes",
            format!("write {name}=\"{inside}\""),
        )
    } else if !name.starts_with(is_name_start) || !name.chars().all(is_name) {
        (
            "malformed line: this is no name of a setting",
            "a line is NAME=\"value\"".to_owned(),
        )
    } else {
        (
            "malformed line: such a value must stand in double quotes",
            format!("write {name}=\"{value}\""),
        )
    };
    SyntaxError::new(span, message)
        .with_note(note)
        .with_remedy(mend::of_value(text, span))
}

/// What the loader makes of the variables and escapes of a value, whatever they hold.
pub(super) fn of_value(name: &str, text: &str, span: Span) -> Option<SyntaxError> {
    let refused = expand::expand(text, Grammar::Current, |_| None).err()?;
    Some(value(name, refused, span))
}
