//! From TOML to [`Config`], by hand: every mistake gets its place and a sentence of its own, and
//! reading goes on behind it.

mod value;

use std::path::PathBuf;

use ipnet::IpNet;
use toml::Spanned;
use toml::de::{DeArray, DeString, DeTable, DeValue};

use super::error::{Fault, Faults};
use super::{Allow, Config, HostConfig, Located, Matching, Override, RuleLevel};
use crate::syntax::Language;
use crate::text::Span;
use value::{
    glob, level, located, parsed, path_in_host, prefix, span, table, text, unknown, version,
};

type Key<'i> = Spanned<DeString<'i>>;
type Value<'i> = Spanned<DeValue<'i>>;

pub(super) fn config(text: &str) -> Result<Config, Vec<Fault>> {
    let document = DeTable::parse(text).map_err(|error| {
        let span = error.span().unwrap_or(text.len()..text.len());
        vec![Fault::new(Span::new(span.start, span.end), error.message())]
    })?;
    let mut faults = Faults::default();
    let config = whole(document.get_ref(), &mut faults);
    if faults.0.is_empty() {
        return Ok(config);
    }
    Err(faults.0)
}

fn whole(document: &DeTable<'_>, faults: &mut Faults) -> Config {
    const KNOWN: [&str; 5] = ["hosts", "public", "private", "rules", "overrides"];
    let mut config = Config::default();
    for (key, value) in document {
        match key.get_ref().as_ref() {
            "hosts" => config.hosts = hosts(value, faults),
            "public" => config.public = prefixes("public", value, faults),
            "private" => config.private = prefixes("private", value, faults),
            "rules" => config.rules = rules(value, faults),
            "overrides" => config.overrides = overrides(value, faults),
            _ => faults.0.push(unknown(key, &KNOWN)),
        }
    }
    config
}

fn hosts(value: &Value<'_>, faults: &mut Faults) -> Vec<HostConfig> {
    let table = faults.sort_out(table("hosts", value));
    let entries = table.into_iter().flatten();
    entries
        .filter_map(|(name, value)| host(name, value, faults))
        .collect()
}

fn host(name: &Key<'_>, value: &Value<'_>, faults: &mut Faults) -> Option<HostConfig> {
    const KNOWN: [&str; 6] = ["root", "freebsd", "frr", "files", "allow", "rules"];
    let name = located(name, name.get_ref().to_string());
    if name.value.is_empty() {
        faults.0.push(Fault::new(name.span, "a host needs a name"));
    }
    let mut host = HostConfig {
        name,
        root: None,
        freebsd: None,
        frr: None,
        files: Vec::new(),
        allow: Vec::new(),
        rules: Vec::new(),
    };
    for (key, value) in faults.sort_out(table("a host", value))? {
        match key.get_ref().as_ref() {
            "root" => {
                let root = faults.sort_out(text("root", value));
                host.root = root.map(|root| located(value, PathBuf::from(root)));
            }
            "freebsd" => host.freebsd = faults.sort_out(version("freebsd", "14.3", value)),
            "frr" => host.frr = faults.sort_out(version("frr", "10.3", value)),
            "files" => host.files = files(value, faults),
            "allow" => host.allow = allows(value, faults),
            "rules" => host.rules = rules(value, faults),
            _ => faults.0.push(unknown(key, &KNOWN)),
        }
    }
    Some(host)
}

fn files(value: &Value<'_>, faults: &mut Faults) -> Vec<(Located<PathBuf>, Language)> {
    let table = faults.sort_out(table("files", value));
    let entries = table.into_iter().flatten();
    entries
        .filter_map(|(key, value)| {
            let path = faults.sort_out(path_in_host(key));
            let language = faults.sort_out(parsed::<Language>("a file's language", value));
            Some((located(key, path?), language?.value))
        })
        .collect()
}

fn allows(value: &Value<'_>, faults: &mut Faults) -> Vec<Allow> {
    let wanted = "`allow` is a list: write it as [[hosts.NAME.allow]]";
    let entries = array(value, wanted, faults);
    entries.filter_map(|entry| allow(entry, faults)).collect()
}

fn allow(value: &Value<'_>, faults: &mut Faults) -> Option<Allow> {
    let (mut rule, mut matching, mut reason) = (None, None, None);
    let table = faults.sort_out(table("an entry of `allow`", value))?;
    for (key, value) in table {
        match key.get_ref().as_ref() {
            "rule" => {
                let name = faults.sort_out(text("rule", value));
                rule = name.map(|name| located(value, name));
            }
            "match" => matching = faults.sort_out(text("match", value)).map(Matching::new),
            "reason" => reason = faults.sort_out(text("reason", value)),
            _ => faults.0.push(unknown(key, &["rule", "match", "reason"])),
        }
    }
    if !table.contains_key("rule") {
        let message = "this entry of `allow` needs a `rule`: the name of the rule it is about";
        faults.0.push(Fault::new(span(value), message));
    }
    Some(Allow {
        rule: rule?,
        matching,
        reason,
    })
}

fn overrides(value: &Value<'_>, faults: &mut Faults) -> Vec<Override> {
    let wanted = "`overrides` is a list: write it as [[overrides]]";
    let entries = array(value, wanted, faults);
    entries
        .filter_map(|entry| override_of(entry, faults))
        .collect()
}

fn override_of(value: &Value<'_>, faults: &mut Faults) -> Option<Override> {
    let mut entry = Override {
        files: Vec::new(),
        rules: Vec::new(),
    };
    let table = faults.sort_out(table("an entry of `overrides`", value))?;
    for (key, value) in table {
        match key.get_ref().as_ref() {
            "files" => entry.files = globs(value, faults),
            "rules" => entry.rules = rules(value, faults),
            _ => faults.0.push(unknown(key, &["files", "rules"])),
        }
    }
    if !table.contains_key("files") {
        let message = "this entry of `overrides` needs `files`: the paths that it is about; \
                       levels for all files stand in [rules]";
        faults.0.push(Fault::new(span(value), message));
    }
    if !table.contains_key("rules") {
        let message = "this entry of `overrides` needs `rules`: the levels in these files, \
                       below [overrides.rules]";
        faults.0.push(Fault::new(span(value), message));
    }
    Some(entry)
}

fn globs(value: &Value<'_>, faults: &mut Faults) -> Vec<super::PathGlob> {
    let wanted = "`files` is a list of paths or patterns, such as [\"hosts/lab-*\"]";
    if matches!(value.get_ref(), DeValue::Array(entries) if entries.is_empty()) {
        let message = "`files` is empty, so this entry of `overrides` is about no file";
        faults.0.push(Fault::new(span(value), message));
    }
    let entries = array(value, wanted, faults);
    entries
        .filter_map(|entry| faults.sort_out(glob(entry)))
        .collect()
}

fn prefixes(key: &str, value: &Value<'_>, faults: &mut Faults) -> Vec<Located<IpNet>> {
    let wanted = format!("`{key}` is a list of prefixes, such as [\"192.0.2.0/24\"]");
    let entries = array(value, &wanted, faults);
    entries
        .filter_map(|entry| faults.sort_out(prefix(key, entry)))
        .collect()
}

fn rules(value: &Value<'_>, faults: &mut Faults) -> Vec<RuleLevel> {
    let table = faults.sort_out(table("rules", value));
    let entries = table.into_iter().flatten();
    entries
        .filter_map(|(key, value)| {
            Some(RuleLevel {
                level: faults.sort_out(level(value))?,
                rule: located(key, key.get_ref().to_string()),
            })
        })
        .collect()
}

/// The entries of a list; none, and a fault that says what is wanted, if it is no list.
fn array<'v, 'i>(
    value: &'v Value<'i>,
    wanted: &str,
    faults: &mut Faults,
) -> impl Iterator<Item = &'v Value<'i>> + use<'v, 'i> {
    let entries: Option<&DeArray<'i>> = match value.get_ref() {
        DeValue::Array(entries) => Some(entries),
        _ => {
            faults.0.push(Fault::new(span(value), wanted));
            None
        }
    };
    entries.into_iter().flatten()
}
