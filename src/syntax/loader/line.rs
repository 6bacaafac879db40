//! One line of loader.conf, by the grammar of one loader.

use nom::branch::alt;
use nom::bytes::complete::{take_while, take_while_m_n};
use nom::character::complete::char;
use nom::combinator::{consumed, opt, recognize};
use nom::sequence::delimited;
use nom::{IResult, Parser};

use super::Grammar;

/// Name, value with its quotes, value without: what a line sets.
pub(super) type Parts<'a> = (&'a str, &'a str, &'a str);

/// White space as Lua's `%s` has it.
pub(super) fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\u{b}' | '\u{c}')
}

/// What stands in a name behind its first character.
pub(super) fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')
}

/// What a name begins with.
pub(super) fn is_name_start(c: char) -> bool {
    c.is_ascii_alphanumeric()
}

/// The setting of a line and what follows it; `None` if there is none.
pub(super) fn setting(line: &str, grammar: Grammar) -> Option<(&str, Parts<'_>)> {
    match grammar {
        Grammar::Current => current(line).ok(),
        Grammar::Twelve => twelve(line),
    }
}

/// Whether what follows a setting on its line may be there.
pub(super) fn is_comment_or_nothing(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with('#')
}

fn space(input: &str) -> IResult<&str, &str> {
    take_while(is_space).parse(input)
}

fn name(input: &str) -> IResult<&str, &str> {
    recognize((take_while_m_n(1, 1, is_name_start), take_while(is_name))).parse(input)
}

fn quoted(input: &str) -> IResult<&str, &str> {
    delimited(char('"'), take_while(|c| c != '"'), char('"')).parse(input)
}

fn bare(input: &str) -> IResult<&str, &str> {
    let is_first = |c: char| c == '-' || c.is_ascii_alphanumeric();
    recognize((take_while_m_n(1, 1, is_first), take_while(is_name))).parse(input)
}

fn current(line: &str) -> IResult<&str, Parts<'_>> {
    let (rest, _) = space(line)?;
    // A module's name may begin with a hyphen or an underscore.
    let (rest, name) = alt((name, module_name)).parse(rest)?;
    let (rest, _) = (space, char('='), space).parse(rest)?;
    let (rest, (written, value)) = consumed(alt((quoted, bare))).parse(rest)?;
    let (rest, _) = space(rest)?;
    Ok((rest, (name, written, value)))
}

fn module_name(input: &str) -> IResult<&str, &str> {
    let (rest, name) = take_while_m_n(1, usize::MAX, is_name).parse(input)?;
    match super::module_key(name) {
        Some(_) => Ok((rest, name)),
        None => Err(nom::Err::Error(nom::error::Error::new(
            input,
            nom::error::ErrorKind::Verify,
        ))),
    }
}

/// stable/12's loader took any printable character for a part of the name, `=` among them, and
/// so the last `=` of a line that has a value behind it.
fn twelve(line: &str) -> Option<(&str, Parts<'_>)> {
    let line = line.trim_start_matches(is_space);
    let end = line.find(|c: char| !c.is_ascii_graphic());
    let word = line.get(..end.unwrap_or(line.len()))?;
    let equals = word.match_indices('=').rev().map(|(at, _)| at);
    let behind = || {
        let rest = line.get(word.len()..)?.trim_start_matches(is_space);
        let value = rest.strip_prefix('=')?;
        value_of_twelve(word, value)
    };
    module_of_twelve(line).or_else(behind).or_else(|| {
        equals
            .filter(|at| *at > 0)
            .find_map(|at| value_of_twelve(line.get(..at)?, line.get(at + 1..)?))
    })
}

/// A module's setting is looked for before any other, and decides the line.
fn module_of_twelve(line: &str) -> Option<(&str, Parts<'_>)> {
    let end = line.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_')))?;
    let (name, behind) = line.split_at_checked(end)?;
    super::module_key(name)?;
    let value = behind.trim_start_matches(is_space).strip_prefix('=')?;
    value_of_twelve(name, value)
}

fn value_of_twelve<'a>(name: &'a str, behind: &'a str) -> Option<(&'a str, Parts<'a>)> {
    if name.is_empty() {
        return None;
    }
    let behind = behind.trim_start_matches(is_space);
    let (rest, (written, value)) = consumed(alt((quoted_of_twelve, bare_of_twelve)))
        .parse(behind)
        .ok()?;
    Some((rest.trim_start_matches(is_space), (name, written, value)))
}

fn quoted_of_twelve(input: &str) -> IResult<&str, &str> {
    let is_inside = |c: char| c != '"' && (c.is_ascii_graphic() || is_space(c));
    delimited(char('"'), take_while(is_inside), char('"')).parse(input)
}

fn bare_of_twelve(input: &str) -> IResult<&str, &str> {
    let digits = take_while_m_n(1, usize::MAX, |c: char| c.is_ascii_digit());
    let word = take_while_m_n(1, usize::MAX, |c: char| c.is_ascii_alphanumeric());
    alt((word, recognize((opt(char('-')), digits)))).parse(input)
}
