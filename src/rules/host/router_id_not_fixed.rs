//! `router-id-not-fixed`.

use std::net::{IpAddr, Ipv4Addr};

use crate::finding::{Finding, Fix, Severity};
use crate::host::jails::JailAddress;
use crate::host::routing::Speaker;
use crate::host::{Host, HostJail};
use crate::rules::edits::{lines_after, text_at};
use crate::rules::{Report, declare_rule};

declare_rule! {
    /// No `bgp router-id`, and a jail's address would be chosen.
    ///
    /// Without a fixed one FRR takes the highest address of a loopback interface, else the
    /// highest of all. Jails come and go with their addresses: when one of them is the highest,
    /// the router id changes with the jail, and sessions are reset. An anycast address on a
    /// loopback gives two routers the same id.
    ///
    /// A warning where a jail's address on a loopback would be chosen, else info. Silent where
    /// the addresses of the host are not known.
    ///
    /// ## Bad
    ///
    /// ```conf etc/rc.conf
    /// cloned_interfaces="lo1"
    /// ifconfig_ix0="inet 192.168.50.2/24"
    /// ```
    /// ```conf etc/jail.conf
    /// dns { path = "/jails/dns"; ip4.addr = "lo1|203.0.113.53"; }
    /// ```
    /// ```conf usr/local/etc/frr/frr.conf
    /// router bgp 65100
    ///  neighbor 192.168.50.1 remote-as 65000
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf etc/rc.conf
    /// cloned_interfaces="lo1"
    /// ifconfig_ix0="inet 192.168.50.2/24"
    /// ```
    /// ```conf etc/jail.conf
    /// dns { path = "/jails/dns"; ip4.addr = "lo1|203.0.113.53"; }
    /// ```
    /// ```conf usr/local/etc/frr/frr.conf
    /// router bgp 65100
    ///  bgp router-id 192.168.50.2
    ///  neighbor 192.168.50.1 remote-as 65000
    /// ```
    "router-id-not-fixed", Info, Host(check)
}

/// The address that FRR would choose, if it is a jail's.
struct Chosen<'h> {
    jail: &'h HostJail,
    element: &'h JailAddress,
    on_loopback: bool,
}

fn check(host: &Host, report: &mut Report) {
    if host.routing.switches.router_id.is_some() || host.frr.enabled == Some(false) {
        return;
    }
    let open = |speaker: &&Speaker| {
        speaker.router_id.is_none() && speaker.vrf.is_none() && !speaker.neighbors.is_empty()
    };
    let Some(speaker) = host.routing.speakers.iter().find(open) else {
        return;
    };
    if let Some(chosen) = chosen(host) {
        report.add(render(host, speaker, &chosen, report));
    }
}

fn chosen(host: &Host) -> Option<Chosen<'_>> {
    host.rib()?;
    let own: Vec<(bool, Ipv4Addr)> = own_addresses(host).collect();
    let of_jails = host.jail_addresses().filter_map(|(jail, element)| {
        let interface = element.interface.as_deref()?;
        let IpAddr::V4(address) = element.address else {
            return None;
        };
        let key = (is_loopback(interface), address);
        (!address.is_loopback() && !own.iter().any(|(_, own)| *own == address))
            .then_some((key, jail, element))
    });
    let (key, jail, element) = of_jails.max_by_key(|(key, ..)| *key)?;
    let is_highest = own.iter().all(|own| *own < key);
    is_highest.then_some(Chosen {
        jail,
        element,
        on_loopback: key.0,
    })
}

/// The host's own IPv4 addresses, and whether each is on a loopback.
fn own_addresses(host: &Host) -> impl Iterator<Item = (bool, Ipv4Addr)> {
    let by_rc = host.interfaces.iter().flat_map(|interface| {
        let own = interface.addresses.iter();
        own.map(|own| (interface.name.as_str(), own.network.addr()))
    });
    let by_frr = host.routing.interfaces.iter().flat_map(|interface| {
        let own = interface.addresses.iter();
        own.map(|(network, _)| (interface.name.as_str(), network.addr()))
    });
    by_rc
        .chain(by_frr)
        .filter_map(|(name, address)| match address {
            IpAddr::V4(address) if !address.is_loopback() => Some((is_loopback(name), address)),
            _ => None,
        })
}

fn is_loopback(interface: &str) -> bool {
    let number = interface.strip_prefix("lo");
    number.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
}

fn render(host: &Host, speaker: &Speaker, chosen: &Chosen, report: &Report) -> Finding {
    let (address, name) = (chosen.element.address, chosen.jail.name());
    let severity = match chosen.on_loopback {
        true => Severity::Warning,
        false => Severity::Info,
    };
    let message = format!(
        "no bgp router-id is set: FRR takes {address}, which is jail {name}'s and comes and goes \
         with it"
    );
    let finding = report
        .finding_at(severity, speaker.place, message)
        .related(chosen.element.place, "this address would be chosen");
    let own = speaker.neighbors.iter().find_map(|neighbor| {
        let (_, own) = host.interfaces.on_link(neighbor.address()?)?;
        Some(own.network.addr()).filter(IpAddr::is_ipv4)
    });
    let Some(own) = own else {
        return finding.note("set bgp router-id to an address that the host always has");
    };
    let finding = finding.note(format!(
        "set bgp router-id {own}, which the host always has"
    ));
    match text_at(host, speaker.place) {
        Some(text) => {
            let line = format!(" bgp router-id {own}");
            let edit = lines_after(text, speaker.place, &[line]);
            finding.fix(Fix::not_safe("set bgp router-id", vec![edit]))
        }
        None => finding,
    }
}
