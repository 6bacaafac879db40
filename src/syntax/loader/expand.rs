//! Escapes and variables in a value of loader.conf.

use std::borrow::Cow;

use super::Grammar;
use super::line::is_name;

/// Why the loader does not take a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// It ends in a backslash that escapes nothing.
    BareBackslash,
    /// It ends in a dollar sign.
    BareDollar,
    /// A dollar sign with no name of a variable behind it.
    BadVariable,
}

/// The value with its escapes and variables resolved. A variable that is not set is empty, and
/// the loader does not say so.
///
/// # Errors
///
/// What the loader refuses; then it drops the line.
pub fn expand<'v>(
    value: &str,
    grammar: Grammar,
    variable: impl Fn(&str) -> Option<&'v str>,
) -> Result<String, Refused> {
    match grammar {
        Grammar::Current => current(value, variable),
        Grammar::Twelve => Ok(twelve(value, variable)),
    }
}

/// The names of the variables that a value uses.
#[must_use]
pub fn variables(value: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let mut rest = value;
    while let Some(at) = rest.find(['\\', '$']) {
        let after = rest.get(at + 1..).unwrap_or("");
        rest = match rest.as_bytes().get(at) {
            Some(b'$') => match reference(after) {
                Some((name, behind)) => {
                    names.push(name);
                    behind
                }
                None => after,
            },
            _ => behind_first(after),
        };
    }
    names
}

fn current<'v>(value: &str, variable: impl Fn(&str) -> Option<&'v str>) -> Result<String, Refused> {
    let mut result = String::new();
    let mut rest = value;
    while let Some(at) = rest.find(['\\', '$']) {
        let (before, from) = rest.split_at(at);
        result.push_str(before);
        let is_escape = from.starts_with('\\');
        let after = from.get(1..).unwrap_or("");
        rest = match (after.chars().next(), is_escape) {
            (None, true) => return Err(Refused::BareBackslash),
            (None, false) => return Err(Refused::BareDollar),
            (Some(escaped), true) => {
                result.push(escaped);
                behind_first(after)
            }
            (Some(_), false) => {
                let (name, behind) = reference(after).ok_or(Refused::BadVariable)?;
                result.push_str(variable(name).unwrap_or(""));
                behind
            }
        };
    }
    result.push_str(rest);
    Ok(result)
}

/// The name behind a dollar sign, bare or in braces, and what follows it.
fn reference(after: &str) -> Option<(&str, &str)> {
    if let Some(inside) = after.strip_prefix('{') {
        return inside.split_once('}').filter(|(name, _)| !name.is_empty());
    }
    let first = after.chars().next()?;
    let end = after.find(|c| !is_name(c)).unwrap_or(after.len());
    first
        .is_ascii_alphanumeric()
        .then(|| after.split_at_checked(end))?
}

fn behind_first(text: &str) -> &str {
    let mut chars = text.chars();
    chars.next();
    chars.as_str()
}

/// stable/12 knew no escapes: it replaced all `${NAME}`, then took each `$` with all printable
/// characters behind it for a variable.
fn twelve<'v>(value: &str, variable: impl Fn(&str) -> Option<&'v str>) -> String {
    let mut result = String::new();
    let mut rest = value;
    while let Some((before, from)) = rest.split_once("${")
        && let Some((name, behind)) = from.split_once('}')
    {
        result.push_str(before);
        result.push_str(variable(name).unwrap_or(""));
        rest = behind;
    }
    result.push_str(rest);
    let mut bare = String::new();
    let mut rest = Cow::from(result);
    while let Some((before, from)) = rest.split_once('$') {
        let end = from
            .find(|c: char| !c.is_ascii_graphic())
            .unwrap_or(from.len());
        let (name, behind) = from.split_at(end);
        bare.push_str(before);
        match name {
            "" => bare.push('$'),
            name => bare.push_str(variable(name).unwrap_or("")),
        }
        rest = Cow::from(behind.to_owned());
    }
    bare.push_str(&rest);
    bare
}
