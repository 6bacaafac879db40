//! `kernel-routes-not-loaded`.

use crate::host::Host;
use crate::host::routing::Family;
use crate::host::static_routes::{StaticRoute, StaticSource};
use crate::rules::{Report, declare_rule};
use crate::syntax::frr::Protocol;
use crate::vocabulary::{FrrVersion, When};

declare_rule! {
    /// `redistribute kernel` counts on routes of rc.conf that this FRR does not see.
    ///
    /// On FreeBSD, FRR 9.1 to 10.1 does not load the kernel's routes that are there before zebra
    /// starts, and rc.conf's are. They are announced only if they are put in again later. FRR
    /// 10.2 repaired it.
    ///
    /// Source: pull request 16597 of FRR.
    ///
    /// ## Bad
    ///
    /// ```conf etc/rc.conf
    /// static_routes="lab"
    /// route_lab="-net 198.51.100.0/24 192.0.2.9"
    /// frr_enable="YES"
    /// ```
    /// ```conf usr/local/etc/frr/frr.conf
    /// frr version 10.1
    /// router bgp 65100
    ///  neighbor 192.0.2.1 remote-as 65100
    ///  address-family ipv4 unicast
    ///   redistribute kernel
    ///  exit-address-family
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf etc/rc.conf
    /// frr_enable="YES"
    /// ```
    /// ```conf usr/local/etc/frr/frr.conf
    /// frr version 10.1
    /// ip route 198.51.100.0/24 192.0.2.9
    /// router bgp 65100
    ///  neighbor 192.0.2.1 remote-as 65100
    ///  address-family ipv4 unicast
    ///   redistribute static
    ///  exit-address-family
    /// ```
    "kernel-routes-not-loaded", Info, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    let broken = |version| (FrrVersion::new(9, 1)..FrrVersion::new(10, 2)).contains(&version);
    if host.frr_version.when(broken) != When::Always || !host.is_surely_freebsd() {
        return;
    }
    for speaker in &host.routing.speakers {
        for family in Family::ALL {
            let lines = speaker.families.get(family).redistributions.iter();
            for line in lines.filter(|line| line.protocol == Protocol::Kernel) {
                let of_family = |route: &&StaticRoute| {
                    matches!(route.source, StaticSource::RcConf(_))
                        && Family::of_prefix(route.destination) == family
                };
                let Some(route) = host.static_routes.iter().find(of_family) else {
                    continue;
                };
                let message = format!(
                    "{} on FreeBSD does not see rc.conf's routes, such as the one to {}: they are \
                     there before zebra starts",
                    host.frr_words(),
                    route.destination
                );
                let finding = report
                    .finding(line.place, message)
                    .related(route.place, "this route is not announced")
                    .note("put the routes into FRR's own file, or go on to FRR 10.2 or later");
                report.add(finding);
            }
        }
    }
}
