//! One line of loader.conf.

use nom::branch::alt;
use nom::bytes::complete::{take_while, take_while_m_n};
use nom::character::complete::char;
use nom::combinator::{consumed, recognize};
use nom::sequence::delimited;
use nom::{IResult, Parser};

use super::{Setting, mend};
use crate::syntax::SyntaxError;
use crate::text::Span;
use crate::vocabulary::FreebsdRelease;

/// What a line is.
pub(super) enum Line {
    Blank,
    /// A comment from this offset on.
    Comment(usize),
    Setting {
        setting: Setting,
        /// Where a comment begins behind it.
        comment: Option<usize>,
        /// What an older release's loader refuses.
        error: Option<SyntaxError>,
    },
    Malformed(SyntaxError),
}

/// Endings of names that belong to modules.
const MODULE: [&str; 7] = ["load", "name", "type", "flags", "before", "after", "error"];

/// White space as Lua's `%s` has it.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\u{b}' | '\u{c}')
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')
}

fn space(input: &str) -> IResult<&str, &str> {
    take_while(is_space).parse(input)
}

fn name(input: &str) -> IResult<&str, &str> {
    recognize((
        take_while_m_n(1, 1, |c: char| c.is_ascii_alphanumeric()),
        take_while(is_name),
    ))
    .parse(input)
}

fn quoted(input: &str) -> IResult<&str, &str> {
    delimited(char('"'), take_while(|c| c != '"'), char('"')).parse(input)
}

fn bare(input: &str) -> IResult<&str, &str> {
    recognize((
        take_while_m_n(1, 1, |c: char| c == '-' || c.is_ascii_alphanumeric()),
        take_while(is_name),
    ))
    .parse(input)
}

/// Name, value with its quotes, value without.
type Parts<'a> = (&'a str, (&'a str, &'a str));

fn setting(input: &str) -> IResult<&str, Parts<'_>> {
    let (rest, _) = space(input)?;
    let (rest, name) = name(rest)?;
    let (rest, _) = (space, char('='), space).parse(rest)?;
    let (rest, value) = consumed(alt((quoted, bare))).parse(rest)?;
    let (rest, _) = space(rest)?;
    Ok((rest, (name, value)))
}

/// Reads a line that begins at byte `start` of its file.
pub(super) fn read(line: &str, start: usize) -> Line {
    let blanks = line.len() - line.trim_start_matches(is_space).len();
    match line.as_bytes().get(blanks) {
        None => return Line::Blank,
        Some(b'#') => return Line::Comment(start + blanks),
        Some(_) => {}
    }
    let at = |part: &str| {
        let offset = (part.as_ptr() as usize).saturating_sub(line.as_ptr() as usize);
        Span::new(start + offset, start + offset + part.len())
    };
    let whole = at(line.trim_matches(is_space));
    match setting(line) {
        Ok((rest, (name, (written, value)))) if rest.is_empty() || rest.starts_with('#') => {
            let span = at(name).to(at(written));
            if let Some(error) = expansion_error(value, at(value)) {
                return Line::Malformed(error);
            }
            Line::Setting {
                error: refused_by_12(written, at(written)),
                setting: Setting {
                    name: name.to_owned(),
                    name_span: at(name),
                    value: value.to_owned(),
                    value_span: at(value),
                    span,
                    for_loader: is_for_loader(name),
                },
                comment: rest.starts_with('#').then(|| at(rest).start as usize),
            }
        }
        Ok((rest, (_, (written, _)))) => {
            Line::Malformed(after_value(written, at(written), rest, at(rest)))
        }
        Err(_) => Line::Malformed(malformed(line, whole)),
    }
}

fn is_for_loader(name: &str) -> bool {
    let ending = name.rsplit_once('_').map(|(_, ending)| ending);
    name == "exec" || ending.is_some_and(|ending| MODULE.contains(&ending))
}

/// stable/12's loader knew only letters and digits in a bare value.
fn refused_by_12(written: &str, span: Span) -> Option<SyntaxError> {
    let number = written.strip_prefix('-').unwrap_or(written);
    let plain = number.bytes().all(|b| b.is_ascii_alphanumeric());
    if written.starts_with('"') || plain {
        return None;
    }
    let error = SyntaxError::new(span, format!("the loader refuses the bare value {written}"));
    let error = error
        .with_note(format!("write it in double quotes: \"{written}\""))
        .with_remedy(mend::quote(span));
    Some(error.before(FreebsdRelease::new(13, 0)))
}

/// What the loader says of escapes and variables in a quoted value.
fn expansion_error(value: &str, span: Span) -> Option<SyntaxError> {
    let mut rest = value;
    while let Some(at) = rest.find(['\\', '$']) {
        let after = rest.get(at + 1..).unwrap_or("");
        if after.is_empty() {
            let what = if rest.ends_with('$') {
                "dollar sign"
            } else {
                "backslash"
            };
            return Some(SyntaxError::new(
                span,
                format!("the value ends in a bare {what}"),
            ));
        }
        if rest[at..].starts_with('$') && after.starts_with('{') && !after.contains('}') {
            return Some(SyntaxError::new(span, "`${` is not closed by `}`"));
        }
        let skip = after.chars().next().map_or(0, char::len_utf8);
        rest = after.get(skip..).unwrap_or("");
    }
    None
}

/// There is something behind a value.
fn after_value(written: &str, value: Span, rest: &str, span: Span) -> SyntaxError {
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

fn malformed(line: &str, span: Span) -> SyntaxError {
    let text = line.trim_matches(is_space);
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
    } else if value.is_empty() {
        (
            "malformed line: there is no value",
            format!("write {name}=\"\" for an empty one"),
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
    } else if !name.starts_with(|c: char| c.is_ascii_alphanumeric()) || !name.chars().all(is_name) {
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
