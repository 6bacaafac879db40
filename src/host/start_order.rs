//! In which order a jail starts its network and its services.

use std::net::IpAddr;

use super::jail_on_host::BEFORE_INTERFACES;
use super::scripts::{Command, driver_of};
use super::{Host, HostJail};
use crate::text::Place;

/// Commands of `exec.start` that set up the network behind the one that starts the services.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LateNetwork {
    /// The element that runs /etc/rc.
    pub rc: Place,
    /// The elements behind it that set up the network, in order.
    pub late: Vec<Place>,
}

/// Jails that start their services while IPv6 still checks that nobody else has their address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TentativeAddresses {
    /// The interface.
    pub interface: String,
    /// The jails that have an IPv6 address on it.
    pub jails: Vec<String>,
    /// The first of these addresses.
    pub address: IpAddr,
    /// Where that stands.
    pub place: Place,
}

impl HostJail {
    /// What of its own network stack is set up too late for its services.
    #[must_use]
    pub fn late_network(&self) -> Option<LateNetwork> {
        if !self.is_vnet() {
            return None;
        }
        let mut commands = self.commands_of(&["exec.start"]);
        let rc = commands.find(|command| runs_rc(command))?;
        if rc.background {
            return None;
        }
        let mut late: Vec<Place> = Vec::new();
        let set_up = commands.filter(|command| sets_up_network(command));
        for place in set_up.map(|command| command.place) {
            if place != rc.place && late.last() != Some(&place) {
                late.push(place);
            }
        }
        (!late.is_empty()).then_some(LateNetwork { rc: rc.place, late })
    }

    /// Whether its services are started as soon as it has its addresses: the first command of
    /// `exec.start` is /etc/rc, and no hook before it waits.
    fn starts_services_at_once(&self) -> bool {
        let mut start = self.commands_of(&["exec.start"]);
        let mut hooks = self.commands_of(&BEFORE_INTERFACES);
        start.next().is_some_and(runs_rc)
            && !hooks.any(|command| command.program().is_none_or(|program| program == "sleep"))
            && !self.interface_work(&BEFORE_INTERFACES).opaque
    }
}

impl Host {
    /// Jails with IPv6 addresses that are still tentative when their services start, by
    /// interface.
    #[must_use]
    pub fn tentative_addresses(&self) -> Vec<TentativeAddresses> {
        let count = self.settings.intended("net.inet6.ip6.dad_count");
        if !self.rc_is_whole || count.is_some_and(|count| count.value.trim() == "0") {
            return Vec::new();
        }
        let mut found: Vec<TentativeAddresses> = Vec::new();
        let jails = self.jails.iter().filter(|jail| !jail.doubtful);
        for jail in jails.filter(|jail| jail.starts_services_at_once()) {
            let addresses = jail.on_interfaces().filter(|(a, _)| a.address.is_ipv6());
            for (element, interface) in addresses {
                if !self.checks_for_duplicates(jail, element.place, interface) {
                    continue;
                }
                let name = jail.name().to_owned();
                match found.iter_mut().find(|known| known.interface == interface) {
                    Some(known) if known.jails.last() == Some(&name) => {}
                    Some(known) => known.jails.push(name),
                    None => found.push(TentativeAddresses {
                        interface: interface.to_owned(),
                        jails: vec![name],
                        address: element.address,
                        place: element.place,
                    }),
                }
            }
        }
        found
    }

    /// Whether an address on this interface is tentative at first (RFC 4862, section 5.4).
    fn checks_for_duplicates(&self, jail: &HostJail, element: Place, interface: &str) -> bool {
        let driver = driver_of(interface);
        let mut values = jail.jail.values("ip6.addr").iter();
        let switched_off = values.any(|v| v.place == element && v.text.contains("no_dad"));
        let suffix = super::rc::variable_suffix(interface);
        let mut variables = self.rc.with_prefix("ifconfig_").filter(|variable| {
            let rest = variable.name.strip_prefix("ifconfig_").unwrap_or_default();
            rest == "DEFAULT"
                || rest
                    .strip_prefix(&suffix)
                    .is_some_and(|r| r.is_empty() || r.starts_with('_'))
        });
        let by_rc = variables.any(|v| !v.known || v.value.contains("no_dad"));
        !switched_off
            && !by_rc
            && !["lo", "gif", "gre", "me", "ng", "stf", "tun", "wg"].contains(&driver)
    }
}

/// Whether a command starts the services of a jail.
fn runs_rc(command: &Command) -> bool {
    command
        .words
        .iter()
        .take(3)
        .any(|word| word.text == "/etc/rc")
}

/// Whether a command gives an interface other than lo0 an address, a name or life, or adds a
/// route.
fn sets_up_network(command: &Command) -> bool {
    let words: Vec<&str> = command
        .words
        .iter()
        .skip(1)
        .map(|word| &*word.text)
        .collect();
    match command.program() {
        Some("route") => words.iter().any(|word| matches!(*word, "add" | "change")),
        Some("ifconfig") => {
            let (interface, rest) = words.split_first().unwrap_or((&"", &[]));
            let is_address = |word: &&str| {
                let bare = word.split('/').next().unwrap_or_default();
                bare.parse::<IpAddr>().is_ok()
            };
            let verbs = ["inet", "inet6", "up", "name", "create", "link", "ether"];
            *interface != "lo0"
                && rest
                    .iter()
                    .any(|word| verbs.contains(word) || is_address(word))
                && !rest.contains(&"-alias")
        }
        _ => false,
    }
}
