//! `jail-removes-host-address`.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use rustc_hash::{FxHashMap, FxHashSet};

use crate::finding::{Edit, Finding, Fix};
use crate::host::jails::JailAddress;
use crate::host::{Host, HostJail};
use crate::rules::edits::text_at;
use crate::rules::{Report, declare_rule};
use crate::text::{Place, Span};

declare_rule! {
    /// A jail is given an address that the host itself has.
    ///
    /// jail(8) adds an element's address to its interface before the jail starts, and takes it
    /// away when the jail has stopped, whoever put it there. Where rc.conf gives the interface
    /// the same address, stopping or restarting the jail takes the host off the network. Where
    /// rc.conf gives it to another interface, one address is on two, and ifconfig(8) may refuse
    /// the second ("File exists").
    ///
    /// Either the host has the address, and the jail names it without an interface, or the jail
    /// brings it, and rc.conf does not have it. Every host has 127.0.0.1 and ::1 on lo0.
    ///
    /// ## Bad
    ///
    /// ```conf etc/rc.conf
    /// ifconfig_em0="inet 192.0.2.2/24"
    /// ifconfig_em0_alias0="inet 192.0.2.10/32"
    /// ```
    /// ```conf etc/jail.conf
    /// web { path = "/jails/web"; ip4.addr = "em0|192.0.2.10/32"; }
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf etc/rc.conf
    /// ifconfig_em0="inet 192.0.2.2/24"
    /// ```
    /// ```conf etc/jail.conf
    /// web { path = "/jails/web"; ip4.addr = "em0|192.0.2.10/32"; }
    /// ```
    "jail-removes-host-address", Warning, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    let mut told: FxHashSet<Place> = FxHashSet::default();
    let owners = owners(host);
    for jail in host.jails.iter().filter(|jail| !jail.doubtful) {
        for (element, interface) in jail.on_interfaces() {
            let owners = owners.get(&element.address).map_or(&[][..], Vec::as_slice);
            // The same interface before any other.
            let same = owners.iter().find(|owner| owner.interface == interface);
            let owner = same.or(owners.first());
            if let Some(owner) = owner.filter(|_| !told.contains(&element.place)) {
                told.insert(element.place);
                report.add(render(host, jail, (element, interface), owner, report));
            }
        }
    }
}

/// The interface of the host that has an address.
struct Owner<'h> {
    interface: &'h str,
    /// Where rc.conf says so; the loopback's own addresses are said nowhere.
    place: Option<Place>,
}

/// Who has which address already.
fn owners(host: &Host) -> FxHashMap<IpAddr, Vec<Owner<'_>>> {
    let mut owners: FxHashMap<IpAddr, Vec<Owner>> = FxHashMap::default();
    for interface in host.interfaces.iter() {
        for own in &interface.addresses {
            let owner = Owner {
                interface: &interface.name,
                place: Some(own.place),
            };
            owners.entry(own.network.addr()).or_default().push(owner);
        }
    }
    for address in [Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()] {
        let owner = Owner {
            interface: "lo0",
            place: None,
        };
        owners.entry(address).or_default().push(owner);
    }
    owners
}

fn render(
    host: &Host,
    jail: &HostJail,
    (element, interface): (&JailAddress, &str),
    owner: &Owner,
    report: &Report,
) -> Finding {
    let address = element.address;
    let name = jail.name();
    let same = owner.interface == interface;
    let message = match same {
        true => format!(
            "stopping jail {name} takes {address} from the host: it is the host's own on \
             {interface}, and jail(8) removes what it names"
        ),
        false => format!(
            "jail {name} puts {address} on {interface}, but the host has it on {} already: one \
             address on two interfaces",
            owner.interface
        ),
    };
    let mut finding = report.finding(element.place, message).note(
        "name the address without an interface if it is the host's, else take it out of rc.conf",
    );
    if let Some(place) = owner.place {
        finding = finding.related(place, format!("the host has it on {}", owner.interface));
    }
    finding.fix(without_interface(host, jail, element))
}

/// The element without its interface; the jail's own `interface` would take its place.
fn without_interface(host: &Host, jail: &HostJail, element: &JailAddress) -> Option<Fix> {
    let text = text_at(host, element.place)?;
    let written = text.slice(element.place.span);
    if jail.jail.parameter("interface").is_some() {
        return None;
    }
    let start = written.len() - written.trim_start_matches(['"', '\'']).len();
    let end = written.find('|')? + 1;
    let span = Span::new(start, end).shifted(element.place.span.start);
    let edit = Edit::remove(Place::new(element.place.file, span));
    let title = "leave the address to the host".to_owned();
    Some(Fix::not_safe(title, vec![edit]))
}
