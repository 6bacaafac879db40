//! Single values: texts, numbers of versions, prefixes, paths, patterns, levels.

use std::fmt::Display;
use std::net::IpAddr;
use std::path::{Component, Path, PathBuf};
use std::str::FromStr;

use ipnet::IpNet;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::super::error::Fault;
use super::super::{Level, Located, PathGlob};
use super::{Key, Value};
use crate::text::Span;

/// A path below the host's folder. A path as the host itself has it, from `/`, means the same.
pub(super) fn path_in_host(key: &Key<'_>) -> Result<PathBuf, Fault> {
    let mut path = PathBuf::new();
    for component in Path::new(key.get_ref().as_ref()).components() {
        match component {
            Component::Normal(name) => path.push(name),
            Component::CurDir | Component::RootDir => {}
            Component::ParentDir | Component::Prefix(_) => {
                let message = "a host's files lie below its folder: give the folder with `root`";
                return Err(Fault::new(span(key), message));
            }
        }
    }
    if path.as_os_str().is_empty() {
        return Err(Fault::new(span(key), "this is not the path of a file"));
    }
    Ok(path)
}

pub(super) fn prefix(key: &str, value: &Value<'_>) -> Result<Located<IpNet>, Fault> {
    let written = text(key, value)?;
    let net = match written.parse::<IpAddr>() {
        Ok(address) => IpNet::from(address),
        Err(_) => written.parse().map_err(|_| {
            let message = format!("`{written}` is not a prefix such as 192.0.2.0/24");
            Fault::new(span(value), message)
        })?,
    };
    if net.addr() != net.network() {
        let message = format!(
            "`{written}` has bits set behind its prefix length: `{}` is meant",
            net.trunc()
        );
        return Err(Fault::new(span(value), message));
    }
    Ok(located(value, net))
}

/// A pattern for paths below the folder of `cellblock.toml`.
pub(super) fn glob(value: &Value<'_>) -> Result<PathGlob, Fault> {
    let written = text("an entry of `files`", value)?;
    PathGlob::of_folder(&written).map_err(|message| Fault::new(span(value), message))
}

pub(super) fn level(value: &Value<'_>) -> Result<Level, Fault> {
    let written = text("a rule's level", value)?;
    let mut levels = Level::ALL.into_iter();
    levels.find(|level| level.name() == written).ok_or_else(|| {
        let message = format!("`{written}` is not a level: write off, info, warning or error");
        Fault::new(span(value), message)
    })
}

pub(super) fn version<T: FromStr<Err: Display>>(
    key: &str,
    example: &str,
    value: &Value<'_>,
) -> Result<Located<T>, Fault> {
    // 14.10 as a number would be 14.1.
    if let DeValue::Float(_) | DeValue::Integer(_) = value.get_ref() {
        let message = format!("`{key}` is a text: write it in quotes, such as \"{example}\"");
        return Err(Fault::new(span(value), message));
    }
    parsed(key, value)
}

pub(super) fn parsed<T: FromStr<Err: Display>>(
    key: &str,
    value: &Value<'_>,
) -> Result<Located<T>, Fault> {
    match text(key, value)?.parse() {
        Ok(parsed) => Ok(located(value, parsed)),
        Err(error) => Err(Fault::new(span(value), error.to_string())),
    }
}

pub(super) fn text(key: &str, value: &Value<'_>) -> Result<String, Fault> {
    match value.get_ref() {
        DeValue::String(text) => Ok(text.to_string()),
        other => Err(wrong_type(key, "a text in quotes", other, value)),
    }
}

pub(super) fn table<'t, 'i>(key: &str, value: &'t Value<'i>) -> Result<&'t DeTable<'i>, Fault> {
    match value.get_ref() {
        DeValue::Table(table) => Ok(table),
        other => Err(wrong_type(key, "a table", other, value)),
    }
}

fn wrong_type(key: &str, wanted: &str, found: &DeValue<'_>, value: &Value<'_>) -> Fault {
    let message = format!(
        "{key} is {wanted}, and this is of type {}",
        found.type_str()
    );
    Fault::new(span(value), message)
}

pub(super) fn unknown(key: &Key<'_>, known: &[&str]) -> Fault {
    let name = key.get_ref().as_ref();
    let nearest = known
        .iter()
        .map(|known| (strsim::jaro_winkler(name, known), known))
        .filter(|(likeness, _)| *likeness > 0.75)
        .max_by(|a, b| a.0.total_cmp(&b.0));
    let hint = match nearest {
        Some((_, known)) => format!("`{known}` may be meant"),
        None => format!("known here: {}", known.join(", ")),
    };
    Fault::new(span(key), format!("unknown key `{name}`; {hint}"))
}

pub(super) fn located<S, T>(at: &Spanned<S>, value: T) -> Located<T> {
    Located {
        value,
        span: span(at),
    }
}

pub(super) fn span<T>(at: &Spanned<T>) -> Span {
    Span::new(at.span().start, at.span().end)
}
