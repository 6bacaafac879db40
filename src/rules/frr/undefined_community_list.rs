//! `undefined-community-list`.

use super::undefined;
use crate::host::Host;
use crate::host::routing::NameKind;
use crate::rules::{Report, declare_rule};

declare_rule! {
    /// A community list is used and nowhere defined.
    ///
    /// A route-map's `match community` never matches without its list, and `set comm-list NAME
    /// delete` takes nothing off. Community lists, large and extended ones have names of their
    /// own.
    ///
    /// Silent where a line that is not understood here, or a script that calls vtysh, has the
    /// name.
    ///
    /// Source: bgpd/bgp_clist.c of FRR, and runs of 8.4.4, 10.3 and 10.7.1.
    ///
    /// ## Bad
    ///
    /// ```conf usr/local/etc/frr/frr.conf
    /// router bgp 65100
    ///  neighbor 192.168.50.1 remote-as 65000
    ///  address-family ipv4 unicast
    ///   neighbor 192.168.50.1 route-map IN in
    ///  exit-address-family
    /// route-map IN deny 10
    ///  match community BLOCKED
    /// route-map IN permit 20
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf usr/local/etc/frr/frr.conf
    /// router bgp 65100
    ///  neighbor 192.168.50.1 remote-as 65000
    ///  address-family ipv4 unicast
    ///   neighbor 192.168.50.1 route-map IN in
    ///  exit-address-family
    /// bgp community-list standard BLOCKED permit 65000:666
    /// route-map IN deny 10
    ///  match community BLOCKED
    /// route-map IN permit 20
    /// ```
    "undefined-community-list", Warning, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    undefined::check(
        host,
        |kind| matches!(kind, NameKind::CommunityList(_)),
        report,
    );
}
