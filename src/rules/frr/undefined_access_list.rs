//! `undefined-access-list`.

use super::undefined;
use crate::host::Host;
use crate::host::routing::NameKind;
use crate::rules::{Report, declare_rule};

declare_rule! {
    /// An access-list is used and nowhere defined.
    ///
    /// A `distribute-list` that does not exist denies everything; a route-map's `match ip
    /// address NAME` looks for an access-list too, and never matches without one. A prefix-list
    /// of that name does not help: it needs `match ip address prefix-list NAME`.
    ///
    /// Silent where a line that is not understood here, or a script that calls vtysh, has the
    /// name.
    ///
    /// Source: bgpd/bgp_routemap.c and lib/filter.c of FRR, and runs of 8.4.4, 10.3 and 10.7.1.
    ///
    /// ## Bad
    ///
    /// ```conf usr/local/etc/frr/frr.conf
    /// router bgp 65100
    ///  neighbor 192.168.50.1 remote-as 65000
    ///  address-family ipv4 unicast
    ///   neighbor 192.168.50.1 route-map OUT out
    ///  exit-address-family
    /// ip prefix-list JAILS seq 5 permit 203.0.113.192/28 ge 32
    /// route-map OUT permit 10
    ///  match ip address JAILS
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf usr/local/etc/frr/frr.conf
    /// router bgp 65100
    ///  neighbor 192.168.50.1 remote-as 65000
    ///  address-family ipv4 unicast
    ///   neighbor 192.168.50.1 route-map OUT out
    ///  exit-address-family
    /// ip prefix-list JAILS seq 5 permit 203.0.113.192/28 ge 32
    /// route-map OUT permit 10
    ///  match ip address prefix-list JAILS
    /// ```
    "undefined-access-list", Warning, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    undefined::check(host, |kind| matches!(kind, NameKind::AccessList(_)), report);
}
