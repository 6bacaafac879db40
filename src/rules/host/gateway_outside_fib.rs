//! `gateway-outside-fib`.

use crate::host::Host;
use crate::rules::{Report, declare_rule};

declare_rule! {
    /// A FIB's default route leads to a gateway that is connected in another FIB only.
    ///
    /// route(8) refuses a gateway that the FIB has no route to: "network is unreachable". With
    /// `net.add_addr_allfibs` at 0, the default since FreeBSD 13.0, the network of an address is
    /// connected in the FIB of its interface and in no other. Either the interface belongs into
    /// the FIB (`fib N`), or a route to the network through the interface has to come first:
    /// `route add -net NET -iface IF -fib N`.
    ///
    /// ## Bad
    ///
    /// ```conf boot/loader.conf
    /// net.fibs="2"
    /// ```
    /// ```conf etc/sysctl.conf
    /// net.add_addr_allfibs=0
    /// ```
    /// ```conf etc/rc.conf
    /// ifconfig_ix0="inet 192.0.2.2/24"
    /// defaultrouter="192.0.2.1"
    /// defaultrouter_fib1="192.0.2.254"
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf boot/loader.conf
    /// net.fibs="2"
    /// ```
    /// ```conf etc/sysctl.conf
    /// net.add_addr_allfibs=0
    /// ```
    /// ```conf etc/rc.conf
    /// ifconfig_ix0="inet 192.0.2.2/24"
    /// defaultrouter="192.0.2.1"
    /// static_routes="link1"
    /// route_link1="-net 192.0.2.0/24 -iface ix0 -fib 1"
    /// defaultrouter_fib1="192.0.2.254"
    /// ```
    "gateway-outside-fib", Warning, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    for lost in host.lost_gateways() {
        let (fib, gateway, interface) = (lost.fib, lost.gateway, lost.interface);
        let (name, other) = (&interface.name, interface.fib);
        let message = format!(
            "the default route of FIB {fib} is refused: its gateway {gateway} is on {name}, which \
             is in FIB {other}"
        );
        let note = format!(
            "put {name} into FIB {fib}, or give FIB {fib} a route to the network through {name} \
             before this one (`-iface {name} -fib {fib}`)"
        );
        let finding = report
            .finding(lost.place, message)
            .related(interface.place, format!("{name} is in FIB {other}"))
            .note(note);
        report.add(finding);
    }
}
