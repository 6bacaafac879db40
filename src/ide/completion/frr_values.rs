//! What the host's files know for a value of an FRR command: addresses, prefixes, numbers of AS,
//! and names.

use std::collections::BTreeMap;
use std::net::IpAddr;

use super::{Completion, Cursor, Kind, frr_names};
use crate::host::Host;
use crate::host::routing::{Peer, RemoteAs};
use crate::ide::frr::{keyword, thing};
use crate::vocabulary::frr::{Node, Word, WordKind};

/// Values for `word` of a command of `node`, behind the words `before` it; `own` is written there.
pub(super) fn of(
    cursor: &Cursor<'_>,
    node: Node,
    before: &[&Word],
    word: &Word,
    own: &str,
) -> Vec<Completion> {
    let Some(host) = cursor.host else {
        return Vec::new();
    };
    let last = before.last().map_or("", |word| keyword(word));
    let is_v4 = |address: IpAddr| address.is_ipv4();
    let mut items = match word.kind {
        WordKind::Ipv4 => addresses(host, last, is_v4),
        WordKind::Ipv6 => addresses(host, last, |address| !is_v4(address)),
        WordKind::Ipv4Prefix if takes_own_prefix(before) => prefixes(host, is_v4),
        WordKind::Ipv6Prefix if takes_own_prefix(before) => {
            prefixes(host, |address| !is_v4(address))
        }
        WordKind::AsNumber => as_numbers(host, last),
        WordKind::Range if matches!(last, "remote-as" | "local-as" | "bgp") => {
            as_numbers(host, last)
        }
        WordKind::Variable | WordKind::Range => match thing(node, before, word) {
            Some(thing) => frr_names::of(cursor, host, thing),
            None => Vec::new(),
        },
        _ => Vec::new(),
    };
    // The host has taken what is being typed for one of them.
    items.retain(|item| item.label != own);
    items
}

fn value(label: impl Into<String>, detail: impl Into<String>) -> Completion {
    Completion::new(Kind::Value, label, detail)
}

/// Neighbors where one is meant, the host's own addresses where it speaks of itself.
fn addresses(host: &Host, last: &str, wanted: impl Fn(IpAddr) -> bool) -> Vec<Completion> {
    let mut found: BTreeMap<IpAddr, String> = BTreeMap::new();
    match last {
        "neighbor" | "peer" => {
            let speakers = host.routing.speakers.iter();
            for neighbor in speakers.flat_map(|speaker| &speaker.neighbors) {
                if let Peer::Address(address) = neighbor.peer {
                    found.insert(address, neighbor_words(neighbor.remote_as));
                }
            }
        }
        "router-id" | "update-source" | "local-address" => {
            for interface in host.interfaces.iter() {
                for own in &interface.addresses {
                    let name = interface.name.clone();
                    found.entry(own.network.addr()).or_insert(name);
                }
            }
            for address in host.own_addresses() {
                found.entry(address).or_default();
            }
        }
        _ => {}
    }
    let found = found.into_iter().filter(|(address, _)| wanted(*address));
    found
        .map(|(address, detail)| value(address.to_string(), detail))
        .collect()
}

fn neighbor_words(remote: RemoteAs) -> String {
    match remote {
        RemoteAs::Number(number) => format!("neighbor in AS {number}"),
        RemoteAs::Internal => "neighbor in this AS".to_owned(),
        RemoteAs::External => "neighbor in another AS".to_owned(),
        RemoteAs::Unknown => "neighbor".to_owned(),
    }
}

/// Whether a prefix that is announced or filtered stands there.
fn takes_own_prefix(before: &[&Word]) -> bool {
    let last = before.last().map_or("", |word| keyword(word));
    matches!(
        last,
        "network" | "permit" | "deny" | "aggregate-address" | "route"
    )
}

/// The addresses of the host's jails, then the networks of its interfaces.
fn prefixes(host: &Host, wanted: impl Fn(IpAddr) -> bool) -> Vec<Completion> {
    let mut jails: BTreeMap<IpAddr, Vec<&str>> = BTreeMap::new();
    for (jail, address) in host.jail_addresses() {
        let names = jails.entry(address.address).or_default();
        if !names.contains(&jail.name()) {
            names.push(jail.name());
        }
    }
    let jails = jails.into_iter().filter(|(address, _)| wanted(*address));
    let mut items: Vec<Completion> = jails
        .map(|(address, names)| {
            let bits = if address.is_ipv4() { 32 } else { 128 };
            value(format!("{address}/{bits}"), jail_words(&names))
        })
        .collect();
    for interface in host.interfaces.iter() {
        for own in &interface.addresses {
            let network = own.network.trunc();
            let is_one = network.prefix_len() == network.max_prefix_len();
            if wanted(network.addr()) && !is_one {
                let detail = format!("network of {}", interface.name);
                items.push(value(network.to_string(), detail));
            }
        }
    }
    items
}

fn jail_words(names: &[&str]) -> String {
    match names {
        [only] => format!("jail {only}"),
        _ => format!("jails {}", names.join(", ")),
    }
}

/// The host's own AS, and those of its neighbors where one of theirs may stand.
fn as_numbers(host: &Host, last: &str) -> Vec<Completion> {
    let mut found: BTreeMap<u32, &str> = BTreeMap::new();
    for speaker in &host.routing.speakers {
        found.insert(speaker.as_number, "this host's AS");
        if last == "remote-as" {
            for neighbor in &speaker.neighbors {
                if let RemoteAs::Number(number) = neighbor.remote_as {
                    found.entry(number).or_insert("a neighbor's AS");
                }
            }
        }
    }
    let found = found.into_iter();
    found
        .map(|(number, detail)| value(number.to_string(), detail))
        .collect()
}
