//! Values in loader.conf and sysctl.conf.

use super::item::Completions;
use super::{Completion, Cursor, Kind};
use crate::text::Span;
use crate::vocabulary::{SettingFile, VariableReader, loader_variable, setting};

/// What may stand as the value of `name`, of which `written` stands behind the `=`.
pub(super) fn of(cursor: &Cursor<'_>, file: SettingFile, name: &str, written: &str) -> Completions {
    let typed = written.trim_start();
    let quote = typed.strip_prefix('"');
    let typed = quote.unwrap_or(typed);
    let is_word = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    if !typed.chars().all(is_word) {
        return Completions::none();
    }
    let behind = cursor.behind();
    let rest = behind.find(|c| !is_word(c)).unwrap_or(behind.len());
    let replaced = Span::new(cursor.at - typed.len(), cursor.at + rest);
    let is_bare = quote.is_none() && !cursor.rest_of_line(cursor.at).contains('"');
    let quoted = |item: Completion| match file == SettingFile::Loader && is_bare {
        true => {
            let insert = format!("\"{}\"", item.insert);
            item.inserting(insert)
        }
        false => item,
    };
    let items = value_items(cursor, file, name).into_iter().map(quoted);
    Completions::of(typed, replaced, items)
}

fn value_items(cursor: &Cursor<'_>, file: SettingFile, name: &str) -> Vec<Completion> {
    let value = |value: &str, detail: &str| Completion::new(Kind::Value, value, detail);
    if file == SettingFile::Loader {
        if name.ends_with("_load") {
            return vec![value("YES", "load it"), value("NO", "do not load it")];
        }
        if let Some(VariableReader::Loader(own)) = loader_variable(name) {
            return own.values().map(|own| value(own, "")).collect();
        }
    }
    let Some(known) = setting(name) else {
        return Vec::new();
    };
    let release = cursor.freebsd.known();
    let default = release.and_then(|release| known.default_on(release));
    let is_plain = |text: &&str| text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let default = default.filter(is_plain);
    if known.value_type() == Some("bool") || ALSO_SWITCHES.contains(&name) {
        let off_default = matches!(default, Some("0" | "false"));
        let on_default = matches!(default, Some("1" | "true"));
        let detail = |word: &str, is_default| match is_default {
            true => format!("{word}, the default"),
            false => word.to_owned(),
        };
        return vec![
            value("0", &detail("off", off_default)),
            value("1", &detail("on", on_default)),
        ];
    }
    default
        .map(|own| value(own, "the default"))
        .into_iter()
        .collect()
}

/// Numbers to the kernel, switches to everybody else: settings that this program has rules about.
const ALSO_SWITCHES: [&str; 7] = [
    "net.add_addr_allfibs",
    "net.inet.ip.forwarding",
    "net.inet6.ip6.forwarding",
    "net.link.bridge.pfil_bridge",
    "net.link.bridge.pfil_member",
    "net.link.ether.inet.proxyall",
    "security.bsd.see_other_uids",
];
