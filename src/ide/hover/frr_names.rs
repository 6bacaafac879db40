//! What a name in FRR's files is of, where it is defined, and what is in it.

use std::net::IpAddr;

use super::where_is;
use crate::host::routing::{Name, NameKind, PrefixEntry};
use crate::host::{Host, HostFile};
use crate::ide::describe::code;
use crate::ide::frr::{Thing, names};
use crate::syntax::frr::Action;

/// So many entries of a list are shown.
const MOST_ENTRIES: usize = 6;

/// What the host's files say of a name.
pub(super) fn page(host: &Host, file: &HostFile, thing: Thing, name: &str) -> Vec<String> {
    match thing {
        Thing::Listed(kind) => listed(host, file, kind, name),
        Thing::Peer => {
            let group = known(host, file, NameKind::PeerGroup, name);
            match group.filter(|group| !group.definitions.is_empty()) {
                Some(group) => vec![defined(host, NameKind::PeerGroup, group)],
                None => interface(host, name),
            }
        }
        Thing::Interface => interface(host, name),
        Thing::Vrf | Thing::KeyChain | Thing::BfdProfile => written(host, thing, name),
    }
}

fn known<'h>(host: &'h Host, file: &HostFile, kind: NameKind, name: &str) -> Option<&'h Name> {
    let mut all = host.routing.names.iter();
    all.find(|own| own.file == file.id() && own.kind == kind && own.name == name)
}

fn listed(host: &Host, file: &HostFile, kind: NameKind, name: &str) -> Vec<String> {
    let Some(own) = known(host, file, kind, name) else {
        return Vec::new();
    };
    let mut parts = vec![defined(host, kind, own)];
    if let NameKind::PrefixList(family) = kind
        && let Some(list) = host.routing.lists.prefix_list(family, name)
        && list.place.file == file.id()
    {
        parts.extend(entries(&list.entries));
    }
    parts
}

/// "**IN**: route-map, defined in etc/frr.conf, line 3, used in 2 places"
fn defined(host: &Host, kind: NameKind, name: &Name) -> String {
    let place = match name.definitions.first() {
        Some(place) => format!("defined in {}", where_is(host, *place)),
        None if name.mentioned => "perhaps defined by a line that is not followed here".to_owned(),
        None => "not defined in this file".to_owned(),
    };
    let uses = match name.uses.len() {
        0 => "not used".to_owned(),
        1 => "used once".to_owned(),
        count => format!("used in {count} places"),
    };
    let what = Thing::Listed(kind).words();
    format!("**{}**: {what}, {place}, {uses}", plain(&name.name))
}

/// A name is put into Markdown as it is written.
fn plain(name: &str) -> String {
    code(name)
}

fn entries(all: &[PrefixEntry]) -> Option<String> {
    let shown = all.iter().take(MOST_ENTRIES).map(|entry| {
        let action = match entry.action {
            Action::Permit => "permit",
            Action::Deny => "deny",
        };
        let prefix = entry.prefix.map_or("any".to_owned(), |net| net.to_string());
        let bound = |word: &str, bound: Option<u8>| {
            bound.map_or(String::new(), |length| format!(" {word} {length}"))
        };
        let (ge, le) = (bound("ge", entry.ge), bound("le", entry.le));
        format!("- `seq {} {action} {prefix}{ge}{le}`", entry.seq)
    });
    let mut lines: Vec<String> = shown.collect();
    let more = all.len().saturating_sub(MOST_ENTRIES);
    if more > 0 {
        lines.push(format!("- and {more} more"));
    }
    (!lines.is_empty()).then(|| lines.join("\n"))
}

fn interface(host: &Host, name: &str) -> Vec<String> {
    let Some(interface) = host.interfaces.get(name) else {
        return Vec::new();
    };
    let addresses = interface.addresses.iter();
    let mut words: Vec<String> = addresses.map(|own| own.network.to_string()).collect();
    if interface.fib_known {
        words.push(format!("FIB {}", interface.fib));
    }
    match words.is_empty() {
        true => Vec::new(),
        false => vec![format!("**{}**: {}", plain(name), words.join(", "))],
    }
}

fn written(host: &Host, thing: Thing, name: &str) -> Vec<String> {
    let same = |own: &crate::ide::frr::Named<'_>| own.word.thing == thing && own.text == name;
    let definition = names(host).find(|own| own.word.is_definition && same(own));
    let place = match definition {
        Some(own) => format!("defined in {}", where_is(host, own.place)),
        None => "not defined in the files that are known".to_owned(),
    };
    vec![format!("**{}**: {}, {place}", plain(name), thing.words())]
}

/// Whose address, or the address of which prefix, it is.
pub(super) fn of_address(host: &Host, written: &str) -> Option<String> {
    let (address, length) = match written.split_once('/') {
        Some((address, length)) => (address, Some(length)),
        None => (written, None),
    };
    let address: IpAddr = address.parse().ok()?;
    let is_one = length.is_none_or(|length| length == if address.is_ipv4() { "32" } else { "128" });
    if !is_one {
        return None;
    }
    let own = host
        .jail_addresses()
        .filter(|(_, own)| own.address == address);
    let mut jails: Vec<&str> = own.map(|(jail, _)| jail.name()).collect();
    jails.dedup();
    match jails.as_slice() {
        [] => None,
        [only] => Some(format!("The address of jail {only}")),
        all => Some(format!("The address of jails {}", all.join(", "))),
    }
}
