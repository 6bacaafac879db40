//! Interfaces as rc.conf sets them up: addresses and FIBs (rc.conf(5), network.subr).

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr};
use std::ops::Range;

use ipnet::IpNet;

use super::fibs::{FibUse, FibUser};
use super::rc::{RcConf, RcVariable, variable_suffix};
use crate::text::Place;

/// One interface.
#[derive(Clone, Debug)]
pub struct Interface {
    /// Its name, such as `lagg0.50`.
    pub name: String,
    /// Its FIB: the last `fib N` that rc.conf gives it, else 0.
    pub fib: u32,
    /// Whether that is certain: false where it depends on run time.
    pub fib_known: bool,
    /// Where the FIB is said, else where the interface is first named.
    pub place: Place,
    /// Addresses that rc.conf gives it.
    pub addresses: Vec<InterfaceAddress>,
    /// Whether it also gets addresses that the files do not tell, by DHCP or router
    /// advertisements.
    pub dynamic: bool,
}

/// An address of the host itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InterfaceAddress {
    /// Address and prefix length.
    pub network: IpNet,
    /// Where it is set.
    pub place: Place,
}

/// The interfaces of a host.
#[derive(Clone, Debug, Default)]
pub struct Interfaces {
    list: Vec<Interface>,
    by_suffix: BTreeMap<String, usize>,
    /// The FIB of interfaces that rc.conf does not name; `None` without rc.conf.
    unnamed_fib: Option<u32>,
    changes: Vec<FibChange>,
    /// Places that ask for a FIB.
    pub fib_uses: Vec<FibUse>,
}

/// An `ifconfig IF fib N` of a script or a hook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FibChange {
    /// The interface; `None` where it is known at run time only.
    pub interface: Option<String>,
    /// The FIB; `None` where it is known at run time only.
    pub fib: Option<u32>,
}

/// Endings of `ifconfig_IF_*` variables that do not belong to the interface's name.
const ENDINGS: [&str; 6] = ["_ipv6", "_aliases", "_name", "_descr", "_alias", "_vlan"];

impl Interfaces {
    /// The interfaces that rc.conf names. `others` are names from elsewhere (jails, FRR), which
    /// tell how a variable's `lagg0_50` is really spelled. `complete` tells whether rc.conf is
    /// there, so that its silence means FIB 0.
    #[must_use]
    pub fn from_rc(rc: &RcConf, others: &[String], complete: bool) -> Self {
        let default = rc.get("ifconfig_DEFAULT");
        let default_fib = default.and_then(|variable| fib_word(&rc.words(variable)));
        let mut interfaces = Self {
            unnamed_fib: complete.then_some(default_fib.map_or(0, |(number, _)| number)),
            ..Self::default()
        };
        let spelled = spellings(rc, others);
        let mut roles = Vec::new();
        for variable in rc.variables() {
            if let Some((suffix, role)) = role_of(&variable.name) {
                let name = spelled
                    .get(&suffix)
                    .cloned()
                    .unwrap_or_else(|| suffix.clone());
                let index = interfaces.take(rc, variable, name, suffix);
                roles.push((role, index, variable));
            }
        }
        // The order in which network.subr runs ifconfig: the last `fib` stays.
        roles.sort_by_key(|(role, ..)| *role);
        for (_, index, variable) in roles {
            interfaces.take_fib(rc, variable, index);
        }
        interfaces
    }

    fn take_fib(&mut self, rc: &RcConf, variable: &RcVariable, index: usize) {
        let Some(interface) = self.list.get_mut(index) else {
            return;
        };
        interface.fib_known &= variable.known;
        if let Some((number, place)) = fib_word(&rc.words(variable)) {
            interface.fib = number;
            interface.place = variable.place;
            self.fib_uses.push(FibUse {
                number,
                by: FibUser::Interface(interface.name.clone()),
                place,
            });
        }
    }

    /// The interface that `variable` configures, with the addresses that it gives.
    fn take(&mut self, rc: &RcConf, variable: &RcVariable, name: String, suffix: String) -> usize {
        // Without a variable of its own, network.subr takes ifconfig_DEFAULT.
        let own = rc.get(&format!("ifconfig_{suffix}")).is_some();
        let fib = self.unnamed_fib.filter(|_| !own).unwrap_or(0);
        let index = *self.by_suffix.entry(suffix).or_insert_with(|| {
            self.list.push(Interface {
                name,
                fib,
                fib_known: true,
                place: variable.place,
                addresses: Vec::new(),
                dynamic: false,
            });
            self.list.len() - 1
        });
        if let Some(interface) = self.list.get_mut(index) {
            let words = rc.words(variable);
            interface.dynamic |= words.iter().any(|(word, _)| is_dynamic(word));
            interface.addresses.extend(addresses(&words));
        }
        index
    }

    /// All of them, in the order of rc.conf.
    pub fn iter(&self) -> impl Iterator<Item = &Interface> {
        self.list.iter()
    }

    /// The interface called `name`, as rc.conf would look it up.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Interface> {
        self.by_suffix
            .get(&variable_suffix(name))
            .and_then(|index| self.list.get(*index))
    }

    /// The FIB of interface `name`: 0 where rc.conf says nothing.
    #[must_use]
    pub fn fib_of(&self, name: &str) -> u32 {
        self.get(name)
            .map_or(self.unnamed_fib.unwrap_or(0), |interface| interface.fib)
    }

    /// Whether interface `name` is in `fib`, or may be, as far as the files tell.
    #[must_use]
    pub fn may_be_in(&self, name: &str, fib: u32) -> bool {
        let by_rc = match self.get(name) {
            Some(interface) => !interface.fib_known || interface.fib == fib,
            None => self.unnamed_fib.is_none_or(|unnamed| unnamed == fib),
        };
        by_rc
            || self.changes.iter().any(|change| {
                let named = change.interface.as_deref();
                named.is_none_or(|named| named == name)
                    && change.fib.is_none_or(|number| number == fib)
            })
    }

    /// A script or a hook puts an interface into another FIB.
    pub fn change_fib(&mut self, change: FibChange) {
        self.changes.push(change);
    }

    /// The interface that has exactly this address.
    #[must_use]
    pub fn with_address(&self, address: IpAddr) -> Option<(&Interface, &InterfaceAddress)> {
        self.all_addresses()
            .find(|(_, own)| own.network.addr() == address)
    }

    /// The interface on whose network the address lies.
    #[must_use]
    pub fn on_link(&self, address: IpAddr) -> Option<(&Interface, &InterfaceAddress)> {
        self.all_addresses()
            .filter(|(_, own)| own.network.prefix_len() < own.network.max_prefix_len())
            .find(|(_, own)| own.network.contains(&address))
    }

    fn all_addresses(&self) -> impl Iterator<Item = (&Interface, &InterfaceAddress)> {
        self.list
            .iter()
            .flat_map(|interface| interface.addresses.iter().map(move |own| (interface, own)))
    }
}

/// What an `ifconfig_*` variable is for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Role {
    Create,
    Main,
    Addresses,
}

/// The interface part of a variable's name, if it configures an interface.
fn role_of(variable: &str) -> Option<(String, Role)> {
    if let Some(rest) = variable.strip_prefix("ipv4_addrs_") {
        return Some((rest.to_owned(), Role::Addresses));
    }
    if let Some(rest) = variable.strip_prefix("create_args_") {
        return Some((rest.to_owned(), Role::Create));
    }
    let rest = variable.strip_prefix("ifconfig_")?;
    if rest == "DEFAULT" || rest.ends_with("_name") || rest.ends_with("_descr") {
        return None;
    }
    let without_number = rest.trim_end_matches(|c: char| c.is_ascii_digit());
    if let Some(interface) = without_number.strip_suffix("_alias") {
        return Some((interface.to_owned(), Role::Addresses));
    }
    let ending = ENDINGS.iter().find_map(|ending| rest.strip_suffix(ending));
    match ending {
        Some(interface) => Some((interface.to_owned(), Role::Addresses)),
        None => Some((rest.to_owned(), Role::Main)),
    }
}

/// The bytes of a variable's name that stand for an interface, such as `lagg0_50` in
/// `ifconfig_lagg0_50_alias0` (rc.conf(5), "network interfaces").
#[must_use]
pub fn interface_in(variable: &str) -> Option<Range<usize>> {
    let (prefix, rest) = PREFIXES
        .iter()
        .find_map(|prefix| Some((prefix, variable.strip_prefix(prefix)?)))?;
    let plain = ["_name", "_descr"]
        .iter()
        .find_map(|end| rest.strip_suffix(end));
    let interface = match plain {
        Some(interface) => interface.len(),
        None => role_of(variable).map_or(rest.len(), |(interface, _)| interface.len()),
    };
    let is_one = interface > 0 && rest != "DEFAULT";
    is_one.then(|| prefix.len()..prefix.len() + interface)
}

/// What variables about one interface begin with.
const PREFIXES: [&str; 5] = [
    "ifconfig_",
    "ipv4_addrs_",
    "create_args_",
    "vlans_",
    "wlans_",
];

/// How the interfaces behind variable suffixes are really spelled: from `vlans_IF`,
/// `cloned_interfaces`, `ifconfig_IF_name` and from names used elsewhere.
fn spellings(rc: &RcConf, others: &[String]) -> BTreeMap<String, String> {
    let mut names: Vec<String> = others.to_vec();
    for variable in rc.with_prefix("vlans_") {
        let parent = &variable.name["vlans_".len()..];
        for (word, _) in rc.words(variable) {
            let numeric = !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit());
            names.push(if numeric {
                format!("{parent}.{word}")
            } else {
                word
            });
        }
    }
    if let Some(cloned) = rc.get("cloned_interfaces") {
        let words = rc.words(cloned).into_iter();
        names.extend(words.map(|(word, _)| word.trim_end_matches(":sticky").to_owned()));
    }
    for variable in rc.with_prefix("ifconfig_") {
        if variable.name.ends_with("_name") {
            names.push(variable.value.clone());
        }
    }
    names
        .into_iter()
        .map(|name| (variable_suffix(&name), name))
        .collect()
}

fn is_dynamic(word: &str) -> bool {
    ["DHCP", "SYNCDHCP", "NOSYNCDHCP", "WPA", "accept_rtadv"]
        .iter()
        .any(|keyword| word.eq_ignore_ascii_case(keyword))
}

fn fib_word(words: &[(String, Place)]) -> Option<(u32, Place)> {
    let at = words.iter().position(|(word, _)| word == "fib")?;
    let (number, place) = words.get(at + 1)?;
    Some((number.parse().ok()?, *place))
}

/// The addresses among ifconfig's words: `inet A/M`, `inet A netmask M`, `inet6 A prefixlen N`,
/// a bare `A/M`, ranges such as `192.0.2.1-5/28`.
fn addresses(words: &[(String, Place)]) -> Vec<InterfaceAddress> {
    let mut found = Vec::new();
    for (index, (word, place)) in words.iter().enumerate() {
        let previous = index.checked_sub(1).and_then(|i| words.get(i));
        let value_of_other = previous.is_some_and(|(before, _)| takes_address(before));
        if value_of_other {
            continue;
        }
        let length_word = words.get(index + 1..).and_then(length_after);
        for network in networks(word, length_word) {
            found.push(InterfaceAddress {
                network,
                place: *place,
            });
        }
    }
    found
}

/// Words after which an address stands that is not the interface's own.
fn takes_address(word: &str) -> bool {
    ["netmask", "broadcast", "tunnel", "vhid", "pass", "vlan"].contains(&word)
}

/// The prefix length that `netmask M` or `prefixlen N` gives before the next address.
fn length_after(rest: &[(String, Place)]) -> Option<u8> {
    let mut words = rest.iter().map(|(word, _)| word.as_str());
    while let Some(word) = words.next() {
        match word {
            "netmask" => return netmask_length(words.next()?),
            "prefixlen" => return words.next()?.parse().ok(),
            "inet" | "inet6" => return None,
            _ => {}
        }
    }
    None
}

/// The length of a dotted or hexadecimal netmask.
fn netmask_length(mask: &str) -> Option<u8> {
    let mask = match mask.strip_prefix("0x") {
        Some(hex) => Ipv4Addr::from(u32::from_str_radix(hex, 16).ok()?),
        None => mask.parse().ok()?,
    };
    ipnet::ipv4_mask_to_prefix(mask).ok()
}

/// The addresses that one word stands for.
fn networks(word: &str, length_word: Option<u8>) -> Vec<IpNet> {
    let (addresses, length) = match word.split_once('/') {
        Some((addresses, length)) => {
            let length = length.parse().ok().or_else(|| netmask_length(length));
            let Some(length) = length else {
                return Vec::new();
            };
            (addresses, Some(length))
        }
        None => (word, length_word),
    };
    if let Ok(address) = addresses.parse::<IpAddr>() {
        let length = length.unwrap_or(host_length(address));
        return IpNet::new(address, length).into_iter().collect();
    }
    range(addresses, length)
}

fn host_length(address: IpAddr) -> u8 {
    if address.is_ipv4() { 32 } else { 128 }
}

/// `192.0.2.1-5/28`: the first address gets the length, the others are host addresses
/// (network.subr).
fn range(addresses: &str, length: Option<u8>) -> Vec<IpNet> {
    let parsed = addresses.split_once('-').and_then(|(first, last)| {
        let first: Ipv4Addr = first.parse().ok()?;
        let last: u8 = last.parse().ok()?;
        Some((first, last))
    });
    let Some((first, last)) = parsed else {
        return Vec::new();
    };
    let [a, b, c, from] = first.octets();
    (from..=last)
        .filter_map(|d| {
            let length = if d == from { length.unwrap_or(32) } else { 32 };
            IpNet::new(IpAddr::V4(Ipv4Addr::new(a, b, c, d)), length).ok()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::host::rc::{RcSource, collect};
    use crate::syntax::rc;
    use crate::text::FileId;

    fn interfaces(text: &str) -> Interfaces {
        let tree = rc::parse(text);
        let source = RcSource {
            file: FileId(0),
            tree: &tree,
        };
        Interfaces::from_rc(&collect(&[source]), &["lagg0.50".to_owned()], true)
    }

    fn addresses_of(text: &str, name: &str) -> Vec<String> {
        let interfaces = interfaces(text);
        let interface = interfaces.get(name).expect("an interface");
        let each = interface.addresses.iter();
        each.map(|own| own.network.to_string()).collect()
    }

    #[test]
    fn addresses_in_every_form() {
        for (value, expected) in [
            ("inet 192.0.2.1/24 fib 1", vec!["192.0.2.1/24"]),
            (
                "inet 192.0.2.1 netmask 255.255.255.0 up",
                vec!["192.0.2.1/24"],
            ),
            ("inet 192.0.2.1 netmask 0xffffff00", vec!["192.0.2.1/24"]),
            ("192.0.2.1", vec!["192.0.2.1/32"]),
            ("inet6 2001:db8::1 prefixlen 64", vec!["2001:db8::1/64"]),
            (
                "inet 192.0.2.1-3/28",
                vec!["192.0.2.1/28", "192.0.2.2/32", "192.0.2.3/32"],
            ),
            (
                "inet 192.0.2.1/24 broadcast 192.0.2.255",
                vec!["192.0.2.1/24"],
            ),
            ("laggproto lacp laggport ix0 up", vec![]),
        ] {
            let text = format!("ifconfig_em0=\"{value}\"\n");
            assert_eq!(addresses_of(&text, "em0"), expected, "{value}");
        }
    }

    #[test]
    fn aliases_belong_to_their_interface() {
        let text = "ifconfig_lagg0_50=\"inet 192.0.2.1/24 fib 3\"\n\
                    ifconfig_lagg0_50_alias0=\"inet 192.0.2.2/32\"\n\
                    ifconfig_lagg0_50_ipv6=\"inet6 2001:db8::1/64\"\n\
                    ifconfig_lagg0_50_descr=\"10.0.0.1\"\n";
        let expected = ["192.0.2.1/24", "192.0.2.2/32", "2001:db8::1/64"];
        assert_eq!(addresses_of(text, "lagg0.50"), expected);
        assert_eq!(interfaces(text).fib_of("lagg0.50"), 3);
        assert_eq!(interfaces(text).iter().count(), 1);
    }

    #[test]
    fn every_variable_of_an_interface_may_set_its_fib() {
        for text in [
            "ifconfig_em1=\"up\"\nifconfig_em1_alias0=\"inet 192.0.2.1/24 fib 1\"\n",
            "ifconfig_em1_ipv6=\"inet6 2001:db8::1/64 fib 1\"\n",
            "create_args_em1=\"fib 1\"\nifconfig_em1=\"up\"\n",
            "ifconfig_em1=\"fib 1\"\ncreate_args_em1=\"fib 2\"\n",
            "ifconfig_DEFAULT=\"DHCP fib 1\"\n",
        ] {
            assert_eq!(interfaces(text).fib_of("em1"), 1, "{text}");
        }
        let own = "ifconfig_DEFAULT=\"DHCP fib 1\"\nifconfig_em1=\"up\"\n";
        assert_eq!(interfaces(own).fib_of("em1"), 0);
    }

    #[test]
    fn a_fib_of_run_time_may_be_any() {
        let unknown = "F=$(cat /etc/fib)\nifconfig_em1=\"inet 192.0.2.1/24 fib $F\"\n";
        assert!(interfaces(unknown).may_be_in("em1", 7));
        let mut known = interfaces("ifconfig_em1=\"inet 192.0.2.1/24 fib 1\"\n");
        assert!(known.may_be_in("em1", 1) && !known.may_be_in("em1", 2));
        known.change_fib(FibChange {
            interface: Some("em1".to_owned()),
            fib: Some(2),
        });
        assert!(known.may_be_in("em1", 2) && !known.may_be_in("em0", 2));
    }

    #[test]
    fn names_are_spelled_as_they_are() {
        let text = "vlans_em0=\"20 guests\"\nifconfig_em0_20=\"up\"\nifconfig_guests=\"DHCP\"\n";
        let interfaces = interfaces(text);
        let names: Vec<_> = interfaces.iter().map(|i| i.name.as_str()).collect();
        assert_eq!(names, ["em0.20", "guests"]);
        assert!(interfaces.get("guests").is_some_and(|i| i.dynamic));
    }
}
