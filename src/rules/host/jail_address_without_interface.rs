//! `jail-address-without-interface`.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use rustc_hash::FxHashSet;

use crate::finding::{Edit, Finding, Fix};
use crate::host::jails::JailAddress;
use crate::host::{Host, HostJail};
use crate::rules::edits::{text_at, word_once};
use crate::rules::{Report, declare_rule};
use crate::text::Place;

declare_rule! {
    /// A jail's address that nothing puts on the host.
    ///
    /// jail(8) gives an address to an interface only if the element of `ip4.addr` or `ip6.addr`
    /// names one (`em0|192.0.2.10`) or the jail has an `interface`. With neither, the address
    /// must be on the host already, and the kernel does not check that it is: the jail starts,
    /// and nothing in it can bind to its address.
    ///
    /// Silent without an rc.conf that gives interfaces addresses; where an interface, a script, a hook or another jail has the
    /// address; where an interface gets addresses by DHCP or router advertisements; and for
    /// 127.0.0.1 and ::1, which every host has.
    ///
    /// ## Bad
    ///
    /// ```conf etc/rc.conf
    /// ifconfig_em0="inet 192.0.2.2/24"
    /// ```
    /// ```conf etc/jail.conf
    /// web { path = "/jails/web"; ip4.addr = "192.0.2.10"; }
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf etc/rc.conf
    /// ifconfig_em0="inet 192.0.2.2/24"
    /// ```
    /// ```conf etc/jail.conf
    /// web { path = "/jails/web"; ip4.addr = "em0|192.0.2.10"; }
    /// ```
    "jail-address-without-interface", Warning, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    let dynamic = host.interfaces.iter().any(|interface| interface.dynamic);
    let told = host
        .interfaces
        .iter()
        .any(|interface| !interface.addresses.is_empty());
    let by_hand = &host.addresses_by_hand;
    if !host.rc_is_whole || !told || dynamic || by_hand.others {
        return;
    }
    let mut told: FxHashSet<Place> = FxHashSet::default();
    let put = host
        .jail_addresses()
        .filter(|(_, element)| element.interface.is_some());
    let of_jails: FxHashSet<IpAddr> = put.map(|(_, element)| element.address).collect();
    for (jail, element) in host.jail_addresses() {
        let told_already = told.contains(&element.place);
        if element.interface.is_none()
            && !told_already
            && is_nowhere(host, jail, element.address, &of_jails)
        {
            told.insert(element.place);
            report.add(render(host, jail, element, report));
        }
    }
}

/// Whether nothing in the files gives the host this address.
fn is_nowhere(host: &Host, jail: &HostJail, address: IpAddr, of_jails: &FxHashSet<IpAddr>) -> bool {
    let always = address == Ipv4Addr::LOCALHOST || address == Ipv6Addr::LOCALHOST;
    let hooks = jail.interface_work(&["exec.prepare", "exec.prestart", "exec.created"]);
    !always
        && !jail.doubtful
        && !hooks.opaque
        && !host.has_address(address)
        && !host.addresses_by_hand.addresses.contains(&address)
        && !of_jails.contains(&address)
}

fn render(host: &Host, jail: &HostJail, element: &JailAddress, report: &Report) -> Finding {
    let address = element.address;
    let name = jail.name();
    let finding = report
        .finding(
            element.place,
            format!(
                "nothing puts {address} on this host: the element names no interface, and jail \
                 {name} has none, so nothing in the jail can use its address"
            ),
        )
        .note("name the interface in front of it, such as em0|ADDRESS, or set `interface`");
    let Some((interface, own)) = host.interfaces.on_link(address) else {
        return finding;
    };
    let place = own.place;
    let finding = finding.related(place, format!("{} is on its network", interface.name));
    let text = text_at(host, element.place);
    let written = text.and_then(|text| word_once(text, element.place, &address.to_string()));
    match written {
        Some(at) => {
            let edit = Edit::insert(at.file, at.span.start, format!("{}|", interface.name));
            let quoted =
                text.is_some_and(|text| text.slice(element.place.span).starts_with(['"', '\'']));
            let title = format!("put it on {}", interface.name);
            match quoted || bare_word(&interface.name) {
                true => finding.fix(Fix::not_safe(title, vec![edit])),
                false => finding,
            }
        }
        None => finding,
    }
}

/// Whether jail.conf takes the name without quotes.
fn bare_word(name: &str) -> bool {
    name.bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-'))
}
