//! `private-address-announced`.

use crate::finding::Finding;
use crate::host::Host;
use crate::host::routing::{Family, Network};
use crate::policy::{self, Outcome, Route, RouteSource};
use crate::rules::site::upstream::{Upstream, upstream};
use crate::rules::{Report, declare_rule};
use crate::site::Site;

declare_rule! {
    /// A private prefix is announced to a network of the Internet.
    ///
    /// Addresses of RFC 1918 and their kin mean something inside the site only. A neighbor of
    /// another, public AS drops them at best; at worst they get in the way of its own.
    ///
    /// Silent about neighbors with a private AS number and about hosts of the site: inside, such
    /// routes are what BGP is for.
    ///
    /// ## Bad
    ///
    /// ```conf usr/local/etc/frr/frr.conf
    /// ip route 192.168.200.0/24 Null0
    /// ip prefix-list OUT seq 5 permit 192.168.0.0/16 le 24
    /// router bgp 64500
    ///  neighbor 192.0.2.1 remote-as 64496
    ///  address-family ipv4 unicast
    ///   network 192.168.200.0/24
    ///   neighbor 192.0.2.1 prefix-list OUT out
    ///  exit-address-family
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf usr/local/etc/frr/frr.conf
    /// ip route 192.168.200.0/24 Null0
    /// ip route 203.0.113.0/24 Null0
    /// ip prefix-list OUT seq 5 permit 203.0.113.0/24
    /// router bgp 64500
    ///  neighbor 192.0.2.1 remote-as 64496
    ///  address-family ipv4 unicast
    ///   network 192.168.200.0/24
    ///   network 203.0.113.0/24
    ///   neighbor 192.0.2.1 prefix-list OUT out
    ///  exit-address-family
    /// ```
    "private-address-announced", Warning, Site(check)
}

fn check(site: &Site, report: &mut Report) {
    for (index, host) in site.indexed() {
        for family in Family::ALL {
            let sessions = site.sessions_of(index);
            let upstreams: Vec<_> = sessions
                .filter_map(|session| upstream(session, host, family))
                .collect();
            for speaker in &host.routing.speakers {
                let networks = speaker.families.get(family).networks.iter();
                for network in networks.filter(|one| !site.is_public(one.prefix.addr())) {
                    let own = upstreams
                        .iter()
                        .filter(|one| one.speaker.place == speaker.place);
                    let sent: Vec<_> = own.filter(|one| is_sent(host, one, network)).collect();
                    if let Some((first, others)) = sent.split_first() {
                        report.add(render(first, others.len(), network, family, report));
                    }
                }
            }
        }
    }
}

fn is_sent(host: &Host, upstream: &Upstream<'_>, network: &Network) -> bool {
    let lists = &host.routing.lists;
    let (speaker, neighbor) = (upstream.speaker, upstream.neighbor);
    let route = Route::local(network.prefix, RouteSource::Network);
    let made = policy::originate(lists, speaker, network.route_map.as_ref(), &route);
    made.verdict.outcome == Outcome::Yes
        && policy::send(lists, speaker, neighbor, &made.route)
            .verdict
            .outcome
            == Outcome::Yes
}

fn render(
    first: &Upstream<'_>,
    others: usize,
    network: &Network,
    family: Family,
    report: &Report,
) -> Finding {
    let (peer, number) = (&first.neighbor.peer, first.number);
    let also = match others {
        0 => String::new(),
        1 => " and one more".to_owned(),
        others => format!(" and {others} more"),
    };
    let message = format!(
        "{} is private and goes out to {peer} of AS {number}{also}",
        network.prefix
    );
    let filters = first.neighbor.families.get(family).outbound.iter();
    let finding = report.finding(network.place, message);
    let finding = match filters.last() {
        Some(filter) => finding.related(filter.place, "this lets it out"),
        None => finding.related(
            first.neighbor.place,
            "nothing filters what this neighbor is sent",
        ),
    };
    finding.note("keep it back with the filter for this neighbor, or take the line out")
}
