//! Values of jail.conf's parameters.

use super::item::Completions;
use super::jail::word_around;
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
    let replaced = word_around(cursor, typed, |c| {
        !c.is_whitespace() && !"\"';,|{}$".contains(c)
    });
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

fn by_type(parameter: &str) -> Vec<Completion> {
    let words: &[(&str, &str)] =
        match (parameter, jail_parameter(parameter).map(|p| p.value_type())) {
            ("enforce_statfs", _) => &[
                ("0", "all mount points are seen"),
                ("1", "those below the jail's root"),
                ("2", "the root's alone"),
            ],
            ("vnet", _) => &[
                ("new", "a network stack of its own"),
                ("inherit", "the network stack around the jail"),
            ],
            ("host", _) => &[
                ("new", "a host name and id of its own"),
                ("inherit", "those around the jail"),
            ],
            ("ip4" | "ip6", _) => &[
                ("disable", "no addresses"),
                ("new", "the addresses that the jail is given"),
                ("inherit", "all addresses around the jail"),
            ],
            (_, Some(ValueType::Jailsys)) => &[
                ("disable", "not in the jail"),
                ("new", "the jail's own"),
                ("inherit", "as around the jail"),
            ],
            (_, Some(ValueType::Boolean)) => &[("true", ""), ("false", "")],
            _ => &[],
        };
    words
        .iter()
        .map(|(word, meaning)| Completion::new(Kind::Value, *word, *meaning))
        .collect()
}
