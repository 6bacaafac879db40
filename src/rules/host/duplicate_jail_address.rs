//! `duplicate-jail-address`.

use std::net::IpAddr;

use rustc_hash::FxHashMap;

use crate::finding::{Finding, Severity};
use crate::host::jails::JailAddress;
use crate::host::{Host, HostJail};
use crate::rules::{Report, declare_rule};

declare_rule! {
    /// Two jails of one host have the same address.
    ///
    /// The kernel lets two jails share an address only if each of them has that one address and
    /// no other of its family; their services then collide on their ports, and stopping one jail
    /// takes the address from the other. In any other case the second jail is refused, which is
    /// an error here, as is an address that stands twice in one list.
    ///
    /// A jail inside another one may only have addresses of its parent, and is not compared with
    /// it where both have just one. VNET jails have a network stack of their own and are not compared.
    ///
    /// ## Bad
    ///
    /// ```conf etc/jail.conf
    /// dns { path = "/jails/dns"; ip4.addr = "ix0|192.168.200.21"; }
    /// media { path = "/jails/media"; ip4.addr = "ix0|192.168.200.21"; }
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf etc/jail.conf
    /// dns { path = "/jails/dns"; ip4.addr = "ix0|192.168.200.21"; }
    /// media { path = "/jails/media"; ip4.addr = "ix0|192.168.200.23"; }
    /// ```
    "duplicate-jail-address", Warning, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    let mut first: FxHashMap<IpAddr, (&HostJail, &JailAddress)> = FxHashMap::default();
    for (jail, element) in host.jail_addresses() {
        match first.get(&element.address) {
            Some((other, _))
                if !std::ptr::eq(*other, jail) && is_expected(other, jail, element.address) => {}
            Some(earlier) => report.add(render(*earlier, (jail, element), report)),
            None => {
                first.insert(element.address, (jail, element));
            }
        }
    }
}

/// Two blocks of one name are another mistake: the second never starts. A jail inside the other
/// one may only have addresses of its parent, and the kernel takes it where each has one.
fn is_expected(one: &HostJail, other: &HostJail, address: IpAddr) -> bool {
    let inside = |parent: &str, child: &str| {
        child
            .strip_prefix(parent)
            .is_some_and(|rest| rest.starts_with('.'))
    };
    let nested = inside(one.name(), other.name()) || inside(other.name(), one.name());
    one.name() == other.name() || nested && one.has_only(address) && other.has_only(address)
}

fn render(
    (first_jail, first): (&HostJail, &JailAddress),
    (jail, element): (&HostJail, &JailAddress),
    report: &Report,
) -> Finding {
    let address = element.address;
    let name = jail.name();
    let other = first_jail.name();
    let family = if address.is_ipv4() { "IPv4" } else { "IPv6" };
    let (severity, message) = if std::ptr::eq(first_jail, jail) {
        let message = format!("{address} stands twice in jail {name}: the kernel refuses the jail");
        (Severity::Error, message)
    } else if jail.has_only(address) && first_jail.has_only(address) {
        let message = format!(
            "jail {name} has the address of jail {other}, {address}: the kernel allows it, and \
             their services collide"
        );
        (Severity::Warning, message)
    } else {
        let message = format!(
            "jail {name} has the address of jail {other}, {address}: whichever starts second is \
             refused, since not both have one {family} address only"
        );
        (Severity::Error, message)
    };
    report
        .finding_at(severity, element.place, message)
        .note("give one of them another address")
        .related(first.place, format!("jail {other} has {address}"))
}
