//! `fib-without-default-route`.

use std::collections::BTreeMap;

use crate::host::{Host, HostJail};
use crate::rules::words::jails;
use crate::rules::{Report, declare_rule};
use crate::text::Place;

declare_rule! {
    /// Jails run in a FIB that has no default route.
    ///
    /// Each FIB has routes of its own. `defaultrouter` is for FIB 0 only; FIB 1 has
    /// `defaultrouter_fib1`, a route of `static_routes` with `-fib 1`, or what FRR learns when
    /// zebra runs there. Without any, a jail in that FIB reaches its own network and nothing
    /// beyond.
    ///
    /// Silent where scripts or files that are not known may set the route, where FRR runs in
    /// that FIB with neighbors, and about jails whose interface is in another FIB: that is
    /// `jail-fib-mismatch`.
    ///
    /// ## Bad
    ///
    /// ```conf boot/loader.conf
    /// net.fibs="2"
    /// ```
    /// ```conf etc/rc.conf
    /// defaultrouter="192.0.2.1"
    /// ifconfig_ix0="inet 192.0.2.2/24"
    /// ifconfig_ix1="inet 198.51.100.2/24 fib 1"
    /// ```
    /// ```conf etc/jail.conf
    /// web { path = "/jails/web"; ip4.addr = "ix1|198.51.100.10"; exec.fib = 1; }
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf boot/loader.conf
    /// net.fibs="2"
    /// ```
    /// ```conf etc/rc.conf
    /// defaultrouter="192.0.2.1"
    /// defaultrouter_fib1="198.51.100.1"
    /// ifconfig_ix0="inet 192.0.2.2/24"
    /// ifconfig_ix1="inet 198.51.100.2/24 fib 1"
    /// ```
    /// ```conf etc/jail.conf
    /// web { path = "/jails/web"; ip4.addr = "ix1|198.51.100.10"; exec.fib = 1; }
    /// ```
    "fib-without-default-route", Warning, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    if !host.tells_default_routes() {
        return;
    }
    // By FIB and family: the jails that are in it, and where the first says so.
    let mut lost: BTreeMap<(u32, bool), (Place, Vec<String>)> = BTreeMap::new();
    for jail in &host.jails {
        for (key, place) in without_route(host, jail) {
            let (_, names) = lost.entry(key).or_insert((place, Vec::new()));
            names.push(jail.name().to_owned());
        }
    }
    for ((fib, ipv6), (place, names)) in lost {
        let (variable, what) = match ipv6 {
            false => ("defaultrouter", "IPv4"),
            true => ("ipv6_defaultrouter", "IPv6"),
        };
        let (who, reach) = (
            jails(&names),
            if names.len() == 1 { "reaches" } else { "reach" },
        );
        let message = format!(
            "FIB {fib} has no default route for {what}: {who} {reach} nothing beyond the networks \
             that are connected there"
        );
        let note = format!("set {variable}_fib{fib} in etc/rc.conf to the gateway of that FIB");
        report.add(report.finding(place, message).note(note));
    }
}

/// The FIB of a jail with the families for which it has no default route, and where the jail
/// says its FIB.
fn without_route(host: &Host, jail: &HostJail) -> Vec<((u32, bool), Place)> {
    let (Some(fib), Some(place)) = (jail.fib.number, jail.fib.place) else {
        return Vec::new();
    };
    let is_settled = fib == 0
        || jail.is_vnet()
        || jail.doubtful
        || host.fibs.is_out_of_range(fib)
        || host.learns_routes_in(fib);
    if is_settled {
        return Vec::new();
    }
    let in_fib = jail.on_interfaces().filter(|(_, interface)| {
        let known = host.interfaces.get(interface);
        known.is_some_and(|one| one.fib_known && one.fib == fib && !one.dynamic)
    });
    let lacking = in_fib.filter(|(element, _)| {
        let is_local = element.address.is_loopback();
        !is_local && !host.fibs.has_default_route(fib, element.address)
    });
    let mut keys: Vec<_> = lacking
        .map(|(element, _)| ((fib, element.address.is_ipv6()), place))
        .collect();
    keys.sort_unstable_by_key(|(key, _)| *key);
    keys.dedup_by_key(|(key, _)| *key);
    keys
}
