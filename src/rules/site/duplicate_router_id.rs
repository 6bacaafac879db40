//! `duplicate-router-id`.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use crate::host::Host;
use crate::rules::{Report, declare_rule};
use crate::site::{HostIndex, Site};
use crate::text::Place;

declare_rule! {
    /// Two hosts of one AS, or with a session between them, have the same router id.
    ///
    /// A router refuses a session with its own id ("Bad BGP Identifier"), and a route reflector
    /// takes what comes from its own id for its own and drops it. Configurations that are copied
    /// from host to host keep the id of the first.
    ///
    /// Only ids that are written out are compared. Two hosts of different ASes without a session
    /// may share one (RFC 6286), and so do two versions of one host.
    ///
    /// ## Bad
    ///
    /// ```conf one:usr/local/etc/frr/frr.conf
    /// router bgp 65100
    ///  bgp router-id 192.0.2.1
    ///  neighbor 198.51.100.1 remote-as 65000
    /// ```
    /// ```conf two:usr/local/etc/frr/frr.conf
    /// router bgp 65100
    ///  bgp router-id 192.0.2.1
    ///  neighbor 198.51.100.1 remote-as 65000
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf one:usr/local/etc/frr/frr.conf
    /// router bgp 65100
    ///  bgp router-id 192.0.2.1
    ///  neighbor 198.51.100.1 remote-as 65000
    /// ```
    /// ```conf two:usr/local/etc/frr/frr.conf
    /// router bgp 65100
    ///  bgp router-id 192.0.2.2
    ///  neighbor 198.51.100.1 remote-as 65000
    /// ```
    "duplicate-router-id", Error, Site(check)
}

/// A router id that is written out.
struct Identity<'a> {
    index: HostIndex,
    host: &'a Host,
    as_number: u32,
    place: Place,
}

fn check(site: &Site, report: &mut Report) {
    let mut by_id: BTreeMap<Ipv4Addr, Vec<Identity<'_>>> = BTreeMap::new();
    for (index, host) in site.indexed() {
        let routers = host.routing.speakers.iter();
        // Views and VRFs of one host may share one.
        for speaker in routers.filter(|one| one.vrf.is_none() && !one.confederation) {
            let by_bgp = speaker.router_id;
            let Some((id, place)) = by_bgp.or(host.routing.switches.router_id) else {
                continue;
            };
            let known = by_id.entry(id).or_default();
            let own = Identity {
                index,
                host,
                as_number: speaker.as_number,
                place,
            };
            if let Some(first) = known.iter().find(|first| clash(site, first, &own)) {
                let message = format!(
                    "{} has the router id {id} too: BGP takes the two hosts for one",
                    first.host.name
                );
                let finding = report
                    .finding(place, message)
                    .related(first.place, format!("{} has it here", first.host.name))
                    .note("give each host an id of its own, such as its address on the network of the session");
                report.add(finding);
            }
            known.push(own);
        }
    }
}

fn clash(site: &Site, one: &Identity<'_>, other: &Identity<'_>) -> bool {
    let mut sessions = site.sessions_of(other.index);
    one.index != other.index
        && !one.host.is_version_of(other.host)
        && (one.as_number == other.as_number
            || sessions.any(|session| session.peer.is_some_and(|peer| peer.host == one.index)))
}
