//! Values of jail.conf's parameters.

use super::item::Completions;
use super::{Completion, Cursor, Kind, known};
use crate::text::Span;
use crate::vocabulary::{ValueType, jail_parameter};

/// What may stand as a value of `parameter`, of which `typed` is written.
pub(super) fn of(
    cursor: &Cursor<'_>,
    parameter: &str,
    typed: Span,
    block: Option<&str>,
) -> Completions {
    let replaced = cursor.word_around(typed, |c| !c.is_whitespace() && !"\"';,|{}$".contains(c));
    let text = cursor.text.get(typed.range()).unwrap_or_default();
    let items = match parameter {
        "depend" => known::jails(cursor, block),
        "interface" | "vnet.interface" => known::interfaces(cursor),
        "ip4.addr" | "ip6.addr" => before_address(cursor, text, replaced),
        "exec.fib" => known::fibs(cursor),
        _ => by_type(parameter),
    };
    Completions::of(text, replaced, items)
}

/// The interface before an address, with what parts the two.
fn before_address(cursor: &Cursor<'_>, typed: &str, replaced: Span) -> Vec<Completion> {
    if typed.contains('|') {
        return Vec::new();
    }
    let rest = cursor.text.get(replaced.end as usize..).unwrap_or_default();
    let mark = if rest.starts_with('|') { "" } else { "|" };
    let interfaces = known::interfaces(cursor).into_iter();
    interfaces
        .map(|item| {
            let insert = format!("{}{mark}", item.label);
            item.inserting(insert)
        })
        .collect()
}

fn by_type(name: &str) -> Vec<Completion> {
    let Some(parameter) = jail_parameter(name) else {
        return Vec::new();
    };
    let words = match parameter.value_type() {
        ValueType::Boolean => vec!["true", "false"],
        ValueType::Jailsys => parameter.jailsys_words().split(' ').collect(),
        _ if name == "enforce_statfs" => vec!["0", "1", "2"],
        _ => Vec::new(),
    };
    (words.into_iter())
        .map(|word| Completion::new(Kind::Value, word, value_meaning(name, word)))
        .collect()
}

/// What a word means for a parameter; empty where the word says it.
fn value_meaning(parameter: &str, word: &str) -> &'static str {
    match (parameter, word) {
        ("enforce_statfs", "0") => "all mount points are seen",
        ("enforce_statfs", "1") => "those below the jail's root",
        ("enforce_statfs", "2") => "the root's alone",
        ("vnet", "new") => "a network stack of its own",
        ("vnet", "inherit") => "the network stack around the jail",
        ("host", "new") => "a host name and id of its own",
        ("host", "inherit") => "those around the jail",
        ("ip4" | "ip6", "disable") => "no addresses",
        ("ip4" | "ip6", "new") => "the addresses that the jail is given",
        ("ip4" | "ip6", "inherit") => "all addresses around the jail",
        (_, "disable") => "not in the jail",
        (_, "new") => "the jail's own",
        (_, "inherit") => "as around the jail",
        _ => "",
    }
}
