//! `host-route-to-upstream`.

use ipnet::IpNet;
use rustc_hash::FxHashMap;

use crate::finding::Finding;
use crate::host::Host;
use crate::host::routing::Family;
use crate::policy::{self, Outcome, Route, RouteSource};
use crate::rules::site::upstream::{Upstream, upstream};
use crate::rules::{Report, declare_rule};
use crate::site::{Fate, HostIndex, Site, StepKind};
use crate::text::Place;

declare_rule! {
    /// Host routes go to an upstream of the Internet, where nobody takes them.
    ///
    /// Networks take no IPv4 prefix longer than /24 and no IPv6 prefix longer than /48 from each
    /// other. A /32 that is announced to an upstream is dropped there or one network further,
    /// and the address is reached only if a shorter prefix around it is announced too. What an
    /// upstream is to see is the aggregate, with a Null0 route so that it is always there.
    ///
    /// Told once for each neighbor and address family. Silent for neighbors that are hosts of
    /// the site, where either AS number is a private one (a hoster that takes single addresses
    /// by agreement), for private addresses, and where an aggregate that covers the route is
    /// sent to the same neighbor.
    ///
    /// Source: RFC 7454, 6.1.3.
    ///
    /// ## Bad
    ///
    /// ```conf usr/local/etc/frr/frr.conf
    /// ip prefix-list OUT seq 5 permit 203.0.113.0/24 le 32
    /// router bgp 64500
    ///  no bgp network import-check
    ///  neighbor 192.0.2.1 remote-as 64496
    ///  address-family ipv4 unicast
    ///   network 203.0.113.5/32
    ///   neighbor 192.0.2.1 prefix-list OUT out
    ///  exit-address-family
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf usr/local/etc/frr/frr.conf
    /// ip route 203.0.113.0/24 Null0
    /// ip prefix-list OUT seq 5 permit 203.0.113.0/24
    /// router bgp 64500
    ///  neighbor 192.0.2.1 remote-as 64496
    ///  address-family ipv4 unicast
    ///   network 203.0.113.0/24
    ///   neighbor 192.0.2.1 prefix-list OUT out
    ///  exit-address-family
    /// ```
    "host-route-to-upstream", Info, Site(check)
}

/// A prefix that goes out, and the line that brings it in.
type Sent = (IpNet, Place);

/// A session over which host routes leave the site.
struct Leaving<'a> {
    upstream: Upstream<'a>,
    sent: Vec<Sent>,
}

fn check(site: &Site, report: &mut Report) {
    for (index, host) in site.indexed() {
        for family in Family::ALL {
            let mut upstreams = upstreams(site, index, host, family);
            if upstreams.is_empty() {
                continue;
            }
            for leaving in upstreams.values_mut() {
                leaving.sent = networks(site, host, &leaving.upstream, family);
            }
            add_jails(site, index, family, &mut upstreams);
            let mut upstreams: Vec<_> = upstreams.into_values().collect();
            upstreams.sort_by_key(|one| one.upstream.neighbor.place);
            for mut leaving in upstreams {
                leave_covered(host, &mut leaving, family);
                report_all(&leaving, family, report);
            }
        }
    }
}

/// The sessions of a host with networks of the Internet, by the neighbor's line.
fn upstreams<'a>(
    site: &'a Site,
    index: HostIndex,
    host: &'a Host,
    family: Family,
) -> FxHashMap<Place, Leaving<'a>> {
    let sessions = site.sessions_of(index);
    let upstreams = sessions.filter_map(|session| upstream(session, host, family));
    let leaving = upstreams.map(|upstream| {
        let sent = Vec::new();
        (upstream.neighbor.place, Leaving { upstream, sent })
    });
    leaving.collect()
}

/// Whether other networks do not take a prefix because it is too long.
fn is_too_long(prefix: IpNet) -> bool {
    let longest = match prefix {
        IpNet::V4(_) => 24,
        IpNet::V6(_) => 48,
    };
    prefix.prefix_len() > longest
}

/// What `network` lines bring in and the filters let out.
fn networks(site: &Site, host: &Host, upstream: &Upstream, family: Family) -> Vec<Sent> {
    let lists = &host.routing.lists;
    let networks = upstream.speaker.families.get(family).networks.iter();
    let long = networks.filter(|one| is_too_long(one.prefix) && site.is_public(one.prefix.addr()));
    let sent = long.filter(|one| {
        let route = Route::local(one.prefix, RouteSource::Network);
        let map = one.route_map.as_ref();
        let made = policy::originate(lists, upstream.speaker, map, &route);
        let is = |passed: &policy::Passed| passed.verdict.outcome == Outcome::Yes;
        is(&made)
            && is(&policy::send(
                lists,
                upstream.speaker,
                upstream.neighbor,
                &made.route,
            ))
    });
    sent.map(|one| (one.prefix, one.place)).collect()
}

/// Adds the addresses of jails that surely are sent.
fn add_jails<'a>(
    site: &'a Site,
    index: HostIndex,
    family: Family,
    upstreams: &mut FxHashMap<Place, Leaving<'a>>,
) {
    let addresses = site.announced_addresses(index);
    for address in addresses.filter(|one| Family::of(one.element.address) == family) {
        for journey in site.journeys(address) {
            let filter = journey
                .steps()
                .iter()
                .find(|step| step.kind == StepKind::Filter);
            let route = filter.and_then(|step| step.route.as_ref());
            let Some(route) = route.filter(|_| journey.fate() == Fate::Arrives) else {
                continue;
            };
            for neighbor in journey.neighbors() {
                if let Some(leaving) = upstreams.get_mut(&neighbor.place)
                    && is_too_long(route.prefix)
                {
                    leaving.sent.push((route.prefix, address.element.place));
                }
            }
        }
    }
}

/// Takes out what is reached by a prefix around it that goes out too.
fn leave_covered(host: &Host, leaving: &mut Leaving, family: Family) {
    let upstream = leaving.upstream;
    let lists = &host.routing.lists;
    let said = upstream.speaker.families.get(family);
    let networks = said
        .networks
        .iter()
        .map(|one| (one.prefix, RouteSource::Network));
    let aggregates = said
        .aggregates
        .iter()
        .map(|one| (one.prefix, RouteSource::Aggregate));
    let mut covering: Vec<IpNet> = Vec::new();
    for (prefix, source) in networks.chain(aggregates) {
        let route = Route::local(prefix, source);
        let passed = policy::send(lists, upstream.speaker, upstream.neighbor, &route);
        if !is_too_long(prefix) && passed.verdict.outcome == Outcome::Yes {
            covering.push(prefix);
        }
    }
    leaving
        .sent
        .retain(|(prefix, _)| !covering.iter().any(|one| one.contains(prefix)));
    leaving
        .sent
        .sort_unstable_by_key(|(prefix, place)| (*prefix, place.file, place.span.start));
    leaving.sent.dedup_by_key(|(prefix, _)| *prefix);
}

fn report_all(leaving: &Leaving, family: Family, report: &mut Report) {
    let upstream = leaving.upstream;
    let Some(((prefix, place), others)) = leaving.sent.split_first() else {
        return;
    };
    let more = match others.len() {
        0 => "is".to_owned(),
        count => format!("and {count} more like it are"),
    };
    let (words, longest) = match family {
        Family::Ipv4Unicast => ("IPv4", 24),
        Family::Ipv6Unicast => ("IPv6", 48),
    };
    let (peer, number) = (&upstream.neighbor.peer, upstream.number);
    let message = format!(
        "{prefix} {more} sent to {peer} of AS {number}: networks take no {words} prefix longer \
         than /{longest} from each other"
    );
    let filters = upstream.neighbor.families.get(family).outbound.iter();
    let at = filters
        .last()
        .map_or(upstream.neighbor.place, |filter| filter.place);
    let finding: Finding = report
        .finding(at, message)
        .related(*place, "announced by this")
        .note(format!(
            "announce the network around it, /{longest} or shorter, with a Null0 route behind it"
        ));
    report.add(finding);
}
