//! Names that the host's other files know: its jails, its interfaces.

use std::collections::BTreeSet;

use super::{Completion, Cursor, Kind};
use crate::host::Host;

/// The host's jails but `except`, by name.
pub(super) fn jails(cursor: &Cursor<'_>, except: Option<&str>) -> Vec<Completion> {
    let jails = cursor.host.into_iter().flat_map(|host| &host.jails);
    let names: BTreeSet<&str> = jails.map(|jail| jail.name()).collect();
    (names.into_iter())
        .filter(|name| Some(*name) != except)
        .map(|name| Completion::new(Kind::Jail, name, "jail"))
        .collect()
}

/// The host's interfaces, as far as rc.conf names them, by name.
pub(super) fn interfaces(cursor: &Cursor<'_>) -> Vec<Completion> {
    let Some(host) = cursor.host else {
        return Vec::new();
    };
    let name_to_item = |name: String| {
        let detail = interface_words(host, &name);
        Completion::new(Kind::Interface, name, detail)
    };
    interface_names(host)
        .into_iter()
        .map(name_to_item)
        .collect()
}

fn interface_names(host: &Host) -> BTreeSet<String> {
    let configured = host.interfaces.iter().map(|own| own.name.as_str());
    let names = configured.chain(host.interfaces.made.names());
    // An epair(4) has two ends, called by letters, and is no interface itself.
    let is_pair = |name: &str| {
        let number = name.strip_prefix("epair");
        number.is_some_and(|number| number.bytes().all(|b| b.is_ascii_digit()))
    };
    (names.filter(|name| is_plain(name) && !is_pair(name)))
        .map(ToOwned::to_owned)
        .collect()
}

/// Whether it can be a name, rather than the rest of something that is known at run time only.
fn is_plain(name: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
    name.starts_with(|first: char| first.is_ascii_alphabetic()) && name.bytes().all(is_part)
}

/// "192.0.2.1/24, FIB 1"
fn interface_words(host: &Host, name: &str) -> String {
    let own = host.interfaces.get(name);
    let addresses = own.into_iter().flat_map(|own| &own.addresses);
    let mut words: Vec<String> = addresses.map(|own| own.network.to_string()).collect();
    match own {
        Some(own) if own.fib_known => words.push(format!("FIB {}", own.fib)),
        Some(_) => {}
        None => words.push("interface".to_owned()),
    }
    words.join(", ")
}

/// The numbers of the host's FIBs.
pub(super) fn fibs(cursor: &Cursor<'_>) -> Vec<Completion> {
    /// Of a host with more of them nobody wants a list.
    const MOST: u32 = 16;
    let count = cursor.host.and_then(|host| host.fibs.count.as_ref());
    let count = count.map_or(0, |count| count.intended).min(MOST);
    (0..count)
        .map(|number| {
            let own = cursor
                .host
                .into_iter()
                .flat_map(|host| host.interfaces.iter());
            let inside: Vec<&str> = own
                .filter(|own| own.fib == number)
                .map(|own| own.name.as_str())
                .collect();
            Completion::new(Kind::Value, number.to_string(), inside.join(", "))
        })
        .collect()
}
