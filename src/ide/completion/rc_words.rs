//! What may be written in rc.conf: the list of variables, with the host's own names put in.

use std::collections::BTreeSet;

use super::item::{Completions, escaped};
use super::{Completion, Cursor, Kind, known};
use crate::host::rc::{RcVariable, variable_suffix};
use crate::ide::describe::{RcWord, Subject, ValueKind, rc_word, rc_words};
use crate::syntax::FRR_DAEMONS;
use crate::text::Span;

/// Words of ifconfig(8) and network.subr, and what each is for.
const IFCONFIG: [(&str, &str); 19] = [
    ("DHCP", "get an address by DHCP, without waiting for it"),
    ("SYNCDHCP", "get an address by DHCP, waiting for it"),
    ("NOAUTO", "not at boot"),
    ("WPA", "with wpa_supplicant"),
    ("HOSTAP", "with hostapd"),
    ("inet", "an IPv4 address follows"),
    ("inet6", "an IPv6 address follows"),
    ("netmask", "the mask follows"),
    ("prefixlen", "the prefix length follows"),
    (
        "accept_rtadv",
        "take routes and addresses from router advertisements",
    ),
    ("up", "turn the interface on"),
    ("fib", "the number of the FIB follows"),
    (
        "tunnelfib",
        "the number of the FIB of the tunnel's packets follows",
    ),
    ("mtu", "the largest packet follows, in bytes"),
    ("laggproto", "the protocol of a lagg(4) follows"),
    ("laggport", "a port of a lagg(4) follows"),
    ("addm", "a member of a bridge(4) follows"),
    ("vlan", "the number of the VLAN follows"),
    ("vlandev", "the interface below a vlan(4) follows"),
];

/// Protocols of lagg(4).
const LAGG: [&str; 5] = ["lacp", "failover", "loadbalance", "roundrobin", "broadcast"];

/// Interfaces that are made, not found.
const CLONES: [&str; 9] = [
    "bridge0", "epair0", "gif0", "gre0", "lagg0", "lo1", "tap0", "tun0", "vlan0",
];

/// Names of variables that fit `typed`.
pub(super) fn names(
    cursor: &Cursor<'_>,
    typed: &str,
    replaced: Span,
    has_value: bool,
) -> Completions {
    let set = names_set(cursor, replaced);
    let mut offered = BTreeSet::new();
    let mut items = Vec::new();
    // Names that are certain come before those that are made up of what is typed.
    for word in rc_words() {
        for name in spelled(cursor, word, typed) {
            if offered.insert(name.clone()) {
                items.push((set.contains(name.as_str()), item(&name, word, has_value)));
            }
        }
    }
    Completions::sorted(typed, replaced, items)
}

fn item(name: &str, word: &RcWord, has_value: bool) -> Completion {
    let is_open = name.ends_with('_');
    let snippet = (!has_value && !is_open).then(|| match word.kind {
        ValueKind::Switch => format!("{}=\"${{1:YES}}\"", escaped(name)),
        _ => format!("{}=\"$1\"", escaped(name)),
    });
    let label = if is_open { word.name } else { name };
    Completion::new(Kind::Variable, label, word.meaning)
        .inserting(name)
        .with_snippet(snippet)
        .about(Subject::RcVariable(label.to_owned()))
}

/// The names that a word of the list stands for.
fn spelled(cursor: &Cursor<'_>, word: &RcWord, typed: &str) -> Vec<String> {
    let Some((before, hole, behind)) = word.hole() else {
        return vec![word.name.to_owned()];
    };
    let filled = |middle: &str| format!("{before}{middle}{}", behind.replace("aliasN", "alias0"));
    let middles: Vec<String> = match hole {
        "IF" => {
            let interfaces = known::interfaces(cursor).into_iter();
            interfaces.map(|own| variable_suffix(&own.label)).collect()
        }
        "N" => {
            let fibs = known::fibs(cursor).into_iter().skip(1);
            fibs.map(|own| own.label).collect()
        }
        "NAME" => routes(cursor, before),
        _ => return service(typed).map(filled).into_iter().collect(),
    };
    match middles.is_empty() && behind.is_empty() {
        true => vec![before.to_owned()],
        false => middles.iter().map(|own| filled(own)).collect(),
    }
}

/// The routes that `route_` variables are for.
fn routes(cursor: &Cursor<'_>, before: &str) -> Vec<String> {
    let list = match before {
        "ipv6_route_" => "ipv6_static_routes",
        _ => "static_routes",
    };
    let variable = cursor.host.and_then(|host| host.rc.get(list));
    let words = variable.map(RcVariable::words).unwrap_or_default();
    let name = |word: &str| word.split(':').next().unwrap_or_default().to_owned();
    words.iter().map(|(word, _)| name(word)).collect()
}

/// The service of which the user is writing a variable: what is before the last underscore.
fn service(typed: &str) -> Option<&str> {
    let (service, _) = typed.rsplit_once('_')?;
    let is_other = |word: &RcWord| {
        word.hole()
            .is_some_and(|(before, ..)| !before.is_empty() && typed.starts_with(before))
    };
    (!service.is_empty() && !rc_words().iter().any(is_other)).then_some(service)
}

/// The variables that the file sets, but for the one that is being written.
fn names_set<'a>(cursor: &Cursor<'a>, replaced: Span) -> BTreeSet<&'a str> {
    let start = (replaced.start as usize).min(cursor.text.len());
    let (before, behind) = cursor.text.split_at_checked(start).unwrap_or_default();
    let behind = behind.split_once('\n').map_or("", |(_, behind)| behind);
    let lines = before.lines().chain(behind.lines());
    lines
        .filter_map(|line| Some(line.split_once('=')?.0.trim()))
        .collect()
}

/// Words for the value of the variable `name`, of which `others` are in it, `last` just before, and `own` is
/// the word at the cursor.
pub(super) fn values(
    cursor: &Cursor<'_>,
    name: &str,
    last: Option<&str>,
    others: &[&str],
    own: &str,
) -> Vec<Completion> {
    let plain = |words: &[&str]| -> Vec<Completion> {
        let items = words.iter();
        items
            .map(|word| Completion::new(Kind::Value, *word, ""))
            .collect()
    };
    let absent = |items: Vec<Completion>| -> Vec<Completion> {
        let items = items.into_iter();
        items
            .filter(|item| !others.contains(&item.label.as_str()))
            .collect()
    };
    if name == "frr_default_profile" {
        return plain(&["traditional", "datacenter"]);
    }
    let Some(word) = rc_word(name) else {
        return Vec::new();
    };
    match word.kind {
        ValueKind::Switch if others.is_empty() => plain(&["YES", "NO"]),
        ValueKind::Fib if others.is_empty() => known::fibs(cursor),
        ValueKind::Jails => absent(known::jails(cursor, None)),
        ValueKind::Daemons => absent(plain(&FRR_DAEMONS)),
        ValueKind::Interfaces => {
            let mut items = known::interfaces(cursor);
            let is_new = |name: &&&str| !items.iter().any(|item| item.label == **name);
            let more: Vec<&str> = CLONES.iter().filter(is_new).copied().collect();
            items.extend(plain(&more));
            // The host has taken the word that is being typed for an interface.
            items.retain(|item| item.label != own);
            absent(items)
        }
        ValueKind::Ifconfig => ifconfig(cursor, last),
        ValueKind::Switch | ValueKind::Fib | ValueKind::Text => Vec::new(),
    }
}

fn ifconfig(cursor: &Cursor<'_>, last: Option<&str>) -> Vec<Completion> {
    let value = |(word, meaning): &(&str, &str)| Completion::new(Kind::Keyword, *word, *meaning);
    match last {
        Some("fib" | "tunnelfib") => known::fibs(cursor),
        Some("laggport" | "addm" | "vlandev") => known::interfaces(cursor),
        Some("laggproto") => LAGG.iter().map(|own| value(&(own, ""))).collect(),
        // An address or a number, which nobody but the user knows.
        Some("inet" | "inet6" | "netmask" | "prefixlen" | "mtu" | "vlan") => Vec::new(),
        _ => IFCONFIG.iter().map(value).collect(),
    }
}
