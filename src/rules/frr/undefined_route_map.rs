//! `undefined-route-map`.

use super::undefined;
use crate::host::Host;
use crate::host::routing::NameKind;
use crate::rules::{Report, declare_rule};

declare_rule! {
    /// A route-map is used and nowhere defined.
    ///
    /// FRR takes the line; the message that it prints while it reads the file is seen by nobody.
    /// As a neighbor's filter such a route-map denies everything; a `network`, `redistribute` or
    /// `aggregate-address` with it originates nothing; `default-originate` sends no default
    /// route; a `call` of it is passed over.
    ///
    /// Silent where a line that is not understood here, or a script that calls vtysh, has the
    /// name.
    ///
    /// Source: bgpd/bgp_route.c and lib/routemap.c of FRR, and runs of 8.4.4, 10.3 and 10.7.1.
    ///
    /// ## Bad
    ///
    /// ```conf usr/local/etc/frr/frr.conf
    /// router bgp 65100
    ///  neighbor 192.168.50.1 remote-as 65000
    ///  address-family ipv4 unicast
    ///   redistribute connected route-map JAILS
    ///   neighbor 192.168.50.1 route-map PASS out
    ///  exit-address-family
    /// route-map PASS permit 10
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf usr/local/etc/frr/frr.conf
    /// router bgp 65100
    ///  neighbor 192.168.50.1 remote-as 65000
    ///  address-family ipv4 unicast
    ///   redistribute connected route-map JAILS
    ///   neighbor 192.168.50.1 route-map PASS out
    ///  exit-address-family
    /// route-map PASS permit 10
    /// route-map JAILS permit 10
    ///  match interface lagg0.50
    /// ```
    "undefined-route-map", Warning, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    undefined::check(host, |kind| kind == NameKind::RouteMap, report);
}
