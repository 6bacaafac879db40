//! `undefined-prefix-list`.

use super::undefined;
use crate::host::Host;
use crate::rules::{Report, declare_rule};

declare_rule! {
    /// A prefix-list is used and nowhere defined.
    ///
    /// FRR takes the line without a word. As a neighbor's filter, a list that does not exist
    /// denies everything; in a route-map's `match` it never matches. `ip` and `ipv6`
    /// prefix-lists have names of their own: one does not stand in for the other.
    ///
    /// Silent where a line that is not understood here, or a script that calls vtysh, has the
    /// name: it may make the list.
    ///
    /// Source: bgpd/bgp_filter.c and lib/plist.c of FRR, and runs of 8.4.4, 10.3 and 10.7.1.
    ///
    /// ## Bad
    ///
    /// ```conf usr/local/etc/frr/frr.conf
    /// router bgp 65100
    ///  neighbor 192.168.50.1 remote-as 65000
    ///  address-family ipv4 unicast
    ///   neighbor 192.168.50.1 prefix-list router_uot out
    ///  exit-address-family
    /// ip prefix-list router_out seq 5 permit 203.0.113.192/28 ge 32
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf usr/local/etc/frr/frr.conf
    /// router bgp 65100
    ///  neighbor 192.168.50.1 remote-as 65000
    ///  address-family ipv4 unicast
    ///   neighbor 192.168.50.1 prefix-list router_out out
    ///  exit-address-family
    /// ip prefix-list router_out seq 5 permit 203.0.113.192/28 ge 32
    /// ```
    "undefined-prefix-list", Warning, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    undefined::check(host, undefined::is_prefix_list, report);
}
