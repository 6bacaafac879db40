//! From TOML to [`Config`], by hand: every mistake gets its place and a sentence of its own.

use std::fmt::Display;
use std::net::IpAddr;
use std::path::{Component, Path, PathBuf};
use std::str::FromStr;

use ipnet::IpNet;
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::error::Fault;
use super::{Allow, Config, HostConfig, Level, Located, RuleLevel};
use crate::syntax::Language;
use crate::text::Span;

type Key<'i> = Spanned<DeString<'i>>;
type Value<'i> = Spanned<DeValue<'i>>;

pub(super) fn config(text: &str) -> Result<Config, Fault> {
    let document = DeTable::parse(text).map_err(|error| {
        let span = error.span().unwrap_or(text.len()..text.len());
        Fault::new(Span::new(span.start, span.end), error.message())
    })?;
    let mut config = Config::default();
    for (key, value) in document.get_ref() {
        match key.get_ref().as_ref() {
            "hosts" => config.hosts = hosts(value)?,
            "public" => config.public = prefixes("public", value)?,
            "private" => config.private = prefixes("private", value)?,
            "rules" => config.rules = rules(value)?,
            _ => return Err(unknown(key, &["hosts", "public", "private", "rules"])),
        }
    }
    Ok(config)
}

fn hosts(value: &Value<'_>) -> Result<Vec<HostConfig>, Fault> {
    let table = table("hosts", value)?;
    table
        .iter()
        .map(|(name, value)| host(name, value))
        .collect()
}

fn host(name: &Key<'_>, value: &Value<'_>) -> Result<HostConfig, Fault> {
    let name = located(name, name.get_ref().to_string());
    if name.value.is_empty() {
        return Err(Fault::new(name.span, "a host needs a name"));
    }
    let mut host = HostConfig {
        name,
        root: None,
        freebsd: None,
        frr: None,
        files: Vec::new(),
        allow: Vec::new(),
    };
    for (key, value) in table("a host", value)? {
        match key.get_ref().as_ref() {
            "root" => host.root = Some(located(value, PathBuf::from(text("root", value)?))),
            "freebsd" => host.freebsd = Some(version("freebsd", "14.3", value)?),
            "frr" => host.frr = Some(version("frr", "10.3", value)?),
            "files" => host.files = files(value)?,
            "allow" => host.allow = allows(value)?,
            _ => return Err(unknown(key, &["root", "freebsd", "frr", "files", "allow"])),
        }
    }
    Ok(host)
}

fn files(value: &Value<'_>) -> Result<Vec<(Located<PathBuf>, Language)>, Fault> {
    let file = |(key, value): (&Key<'_>, &Value<'_>)| {
        let path = path_in_host(key)?;
        let language = parsed("a file's language", value)?;
        Ok((located(key, path), language.value))
    };
    table("files", value)?.iter().map(file).collect()
}

/// A path below the host's folder. A path as the host itself has it, from `/`, means the same.
fn path_in_host(key: &Key<'_>) -> Result<PathBuf, Fault> {
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

fn allows(value: &Value<'_>) -> Result<Vec<Allow>, Fault> {
    let DeValue::Array(entries) = value.get_ref() else {
        let message = "`allow` is a list: write it as [[hosts.NAME.allow]]";
        return Err(Fault::new(span(value), message));
    };
    entries.iter().map(allow).collect()
}

fn allow(value: &Value<'_>) -> Result<Allow, Fault> {
    let (mut rule, mut matching, mut reason) = (None, None, None);
    for (key, value) in table("an entry of `allow`", value)? {
        match key.get_ref().as_ref() {
            "rule" => rule = Some(located(value, text("rule", value)?)),
            "match" => matching = Some(located(value, text("match", value)?)),
            "reason" => reason = Some(text("reason", value)?),
            _ => return Err(unknown(key, &["rule", "match", "reason"])),
        }
    }
    let rule = rule.ok_or_else(|| {
        let message = "this entry of `allow` needs a `rule`: the name of the rule it is about";
        Fault::new(span(value), message)
    })?;
    Ok(Allow {
        rule,
        matching,
        reason,
    })
}

fn prefixes(key: &str, value: &Value<'_>) -> Result<Vec<Located<IpNet>>, Fault> {
    let DeValue::Array(entries) = value.get_ref() else {
        let message = format!("`{key}` is a list of prefixes, such as [\"192.0.2.0/24\"]");
        return Err(Fault::new(span(value), message));
    };
    entries.iter().map(|entry| prefix(key, entry)).collect()
}

fn prefix(key: &str, value: &Value<'_>) -> Result<Located<IpNet>, Fault> {
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

fn rules(value: &Value<'_>) -> Result<Vec<RuleLevel>, Fault> {
    let rule = |(key, value): (&Key<'_>, &Value<'_>)| {
        let level = match text("a rule's level", value)?.as_str() {
            "off" => Level::Off,
            "info" => Level::Info,
            "warning" => Level::Warning,
            "error" => Level::Error,
            other => {
                let message =
                    format!("`{other}` is not a level: write off, info, warning or error");
                return Err(Fault::new(span(value), message));
            }
        };
        Ok(RuleLevel {
            rule: located(key, key.get_ref().to_string()),
            level,
        })
    };
    table("rules", value)?.iter().map(rule).collect()
}

fn version<T: FromStr<Err: Display>>(
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

fn parsed<T: FromStr<Err: Display>>(key: &str, value: &Value<'_>) -> Result<Located<T>, Fault> {
    match text(key, value)?.parse() {
        Ok(parsed) => Ok(located(value, parsed)),
        Err(error) => Err(Fault::new(span(value), error.to_string())),
    }
}

fn text(key: &str, value: &Value<'_>) -> Result<String, Fault> {
    match value.get_ref() {
        DeValue::String(text) => Ok(text.to_string()),
        other => Err(wrong_type(key, "a text in quotes", other, value)),
    }
}

fn table<'t, 'i>(key: &str, value: &'t Value<'i>) -> Result<&'t DeTable<'i>, Fault> {
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

fn unknown(key: &Key<'_>, known: &[&str]) -> Fault {
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

fn located<S, T>(at: &Spanned<S>, value: T) -> Located<T> {
    Located {
        value,
        span: span(at),
    }
}

fn span<T>(at: &Spanned<T>) -> Span {
    Span::new(at.span().start, at.span().end)
}
