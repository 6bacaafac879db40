//! `address-without-mask`.

use std::net::{IpAddr, Ipv4Addr};

use crate::finding::{Edit, Finding, Fix, Severity};
use crate::host::Host;
use crate::host::interfaces::{Role, WrittenAddress};
use crate::rules::edits::text_at;
use crate::rules::{Report, declare_rule};
use crate::vocabulary::{Candidates, FreebsdRelease};

declare_rule! {
    /// An interface gets an IPv4 address without a mask.
    ///
    /// ifconfig(8) then takes the mask of the address' old class, such as /8 for 10.0.0.1, which
    /// is hardly ever meant: other machines behind a router seem to be on the wire. On FreeBSD 14
    /// ifconfig warns, from 15.0 on it refuses the call.
    ///
    /// Info; a warning on FreeBSD 14; an error from 15.0 on. Looks at `ifconfig_IF` and its
    /// aliases in rc.conf and at calls of ifconfig in scripts and exec hooks. Silent for DHCP,
    /// for the two ends of a point-to-point link, where an address is taken away, and for
    /// addresses in jail.conf, to which jail(8) adds /32.
    ///
    /// ## Bad
    ///
    /// ```conf etc/rc.conf
    /// ifconfig_em0="inet 10.0.0.1"
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf etc/rc.conf
    /// ifconfig_em0="inet 10.0.0.1/24"
    /// ifconfig_tun0="inet 10.1.0.1 10.1.0.2"
    /// ifconfig_em1="DHCP"
    /// ```
    "address-without-mask", Info, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    let setups = host.interfaces.setups.iter();
    for setup in setups.filter(|setup| setup.known && setup.role != Role::Ipv4Addresses) {
        for address in &setup.arguments.addresses {
            look_at(host, Some(&setup.interface), address, report);
        }
    }
    for call in &host.ifconfig_calls.calls {
        if call.arguments.removes {
            continue;
        }
        // The interfaces of a jail's own network stack are not the host's.
        let interface = call.interface.as_deref();
        let interface = interface.filter(|_| call.in_jail.is_none());
        for address in &call.arguments.addresses {
            look_at(host, interface, address, report);
        }
    }
}

fn look_at(host: &Host, interface: Option<&str>, written: &WrittenAddress, report: &mut Report) {
    if written.has_length {
        return;
    }
    let first = written.networks.first();
    if let Some(IpAddr::V4(address)) = first.map(ipnet::IpNet::addr) {
        report.add(render(host, interface, written, address, report));
    }
}

fn render(
    host: &Host,
    interface: Option<&str>,
    written: &WrittenAddress,
    address: Ipv4Addr,
    report: &Report,
) -> Finding {
    let text = &written.text;
    let class = class_length(address);
    let (severity, message) = match &host.freebsd {
        Candidates::Known(FreebsdRelease { major: 15.., .. }) => (
            Severity::Error,
            format!(
                "{text} has no mask: ifconfig(8) refuses it on {}",
                host.release_words()
            ),
        ),
        Candidates::Known(FreebsdRelease { major: 14, .. }) => (
            Severity::Warning,
            format!(
                "{text} has no mask: it gets that of its old class, /{class}, and FreeBSD 15 refuses it"
            ),
        ),
        Candidates::Known(_) | Candidates::Unknown => (
            Severity::Info,
            format!(
                "{text} has no mask: it gets that of its old class, /{class}, up to FreeBSD 14, and 15.0 refuses it"
            ),
        ),
    };
    let finding = report.finding_at(severity, written.place, message);
    if !belongs_to_a_network(host, interface, address) {
        return finding.note(format!(
            "write the length of its network: {text}/24, or {text}/32 for a host alone"
        ));
    }
    let is_exact = text_at(host, written.place)
        .is_some_and(|source| source.slice(written.place.span) == *text);
    let finding = finding.note("one more address of a network that is there gets /32");
    if !is_exact {
        return finding;
    }
    let edit = Edit::insert(written.place.file, written.place.span.end, "/32");
    finding.fix(Fix::not_safe(format!("write {text}/32"), vec![edit]))
}

/// Whether another address of the interface has a network that holds this one; every address of
/// a loopback interface stands alone.
fn belongs_to_a_network(host: &Host, interface: Option<&str>, address: Ipv4Addr) -> bool {
    let Some(name) = interface else {
        return false;
    };
    let is_loopback = name
        .strip_prefix("lo")
        .is_some_and(|n| n.parse::<u16>().is_ok());
    let own = host.interfaces.get(name);
    is_loopback
        || own.is_some_and(|own| {
            let mut networks = own.addresses.iter().map(|own| own.network);
            networks
                .any(|net| net.addr() != IpAddr::V4(address) && net.contains(&IpAddr::V4(address)))
        })
}

fn class_length(address: Ipv4Addr) -> u8 {
    match address.octets() {
        [0..=127, ..] => 8,
        [128..=191, ..] => 16,
        _ => 24,
    }
}
