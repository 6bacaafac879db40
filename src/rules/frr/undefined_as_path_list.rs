//! `undefined-as-path-list`.

use super::undefined;
use crate::host::Host;
use crate::host::routing::NameKind;
use crate::rules::{Report, declare_rule};

declare_rule! {
    /// An as-path access-list is used and nowhere defined.
    ///
    /// A `filter-list` that does not exist denies everything; a route-map's `match as-path`
    /// never matches without its list.
    ///
    /// Silent where a line that is not understood here, or a script that calls vtysh, has the
    /// name.
    ///
    /// Source: bgpd/bgp_filter.c of FRR, and runs of 8.4.4, 10.3 and 10.7.1.
    ///
    /// ## Bad
    ///
    /// ```conf usr/local/etc/frr/frr.conf
    /// router bgp 65100
    ///  neighbor 192.168.50.1 remote-as 65000
    ///  address-family ipv4 unicast
    ///   neighbor 192.168.50.1 filter-list OWN out
    ///  exit-address-family
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf usr/local/etc/frr/frr.conf
    /// bgp as-path access-list OWN seq 5 permit ^$
    /// router bgp 65100
    ///  neighbor 192.168.50.1 remote-as 65000
    ///  address-family ipv4 unicast
    ///   neighbor 192.168.50.1 filter-list OWN out
    ///  exit-address-family
    /// ```
    "undefined-as-path-list", Warning, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    undefined::check(host, |kind| kind == NameKind::AsPathList, report);
}
