//! `ipv6-next-hop-on-freebsd`.

use rustc_hash::FxHashSet;

use crate::host::Host;
use crate::host::routing::{Family, Neighbor, Peer};
use crate::rules::{Report, declare_rule};
use crate::text::Place;

declare_rule! {
    /// IPv4 routes come with IPv6 next hops, and FRR does not get those into FreeBSD's table.
    ///
    /// A neighbor that is named by its interface, or has `capability extended-nexthop`, may send
    /// IPv4 routes whose next hop is an IPv6 address (RFC 8950). bgpd takes them, zebra shows
    /// them, and the routing socket has no way to install them: the host goes on without them.
    ///
    /// Silent where the neighbor is not active for IPv4, and where its interface has an IPv4
    /// network of two addresses (/30 or /31): FRR then talks to the other one.
    ///
    /// Silent unless a file of FreeBSD's shows that the host is one of its own.
    ///
    /// Source: issue 18717 of FRR, open for 8 to 10; bgp_if_update_nbr in bgpd/bgp_zebra.c.
    ///
    /// ## Bad
    ///
    /// ```conf etc/rc.conf
    /// ifconfig_ix0="inet 192.0.2.10/24"
    /// ```
    /// ```conf usr/local/etc/frr/frr.conf
    /// router bgp 65100
    ///  no bgp ebgp-requires-policy
    ///  neighbor ix0 interface remote-as external
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf etc/rc.conf
    /// ifconfig_ix0="inet 192.0.2.10/31"
    /// ```
    /// ```conf usr/local/etc/frr/frr.conf
    /// router bgp 65100
    ///  no bgp ebgp-requires-policy
    ///  neighbor ix0 interface remote-as external
    /// ```
    "ipv6-next-hop-on-freebsd", Warning, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    if !host.is_surely_freebsd() {
        return;
    }
    // A group's line is one mistake, however many members it has.
    let mut told = FxHashSet::default();
    for speaker in &host.routing.speakers {
        for neighbor in &speaker.neighbors {
            if !neighbor.takes_part(Family::Ipv4Unicast) {
                continue;
            }
            if let Some((place, what)) = cause(host, neighbor)
                && told.insert(place)
            {
                let peer = &neighbor.peer;
                let message = format!(
                    "IPv4 routes from {peer} will not reach FreeBSD's routing table: their next \
                     hops are IPv6 addresses, by {what}"
                );
                report.add(report.finding(place, message).note(
                    "peer over IPv4 addresses for IPv4 routes, or leave the neighbor out of IPv4 \
                     with `no neighbor X activate`",
                ));
            }
        }
    }
}

/// The line that brings IPv6 next hops, and what it is.
fn cause(host: &Host, neighbor: &Neighbor) -> Option<(Place, &'static str)> {
    match &neighbor.peer {
        Peer::Interface(name) if has_one_neighbor(host, name) => None,
        Peer::Interface(_) => Some((neighbor.place, "the session over an interface")),
        Peer::Address(address) if address.is_ipv6() => {
            let place = neighbor.extended_next_hop?;
            Some((place, "capability extended-nexthop"))
        }
        Peer::Address(_) => None,
    }
}

/// Whether there is an IPv4 network on the interface in which the other end is the only neighbor,
/// or whether that cannot be known.
fn has_one_neighbor(host: &Host, interface: &str) -> bool {
    let by_frr = host.routing.interfaces.iter();
    let by_frr = by_frr
        .filter(|one| one.name == interface)
        .flat_map(|one| one.addresses.iter().map(|(network, _)| *network));
    let Some(known) = host.interfaces.get(interface) else {
        return true;
    };
    let by_rc = known.addresses.iter().map(|own| own.network);
    let mut networks = by_rc.chain(by_frr);
    networks.any(|network| network.addr().is_ipv4() && matches!(network.prefix_len(), 30 | 31))
}
