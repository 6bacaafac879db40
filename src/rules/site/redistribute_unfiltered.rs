//! `redistribute-unfiltered`.

use ipnet::IpNet;
use rustc_hash::FxHashMap;

use crate::finding::{Finding, Severity};
use crate::host::Host;
use crate::host::routing::{
    Family, Neighbor, PeerKind, Redistribution, RemoteAs, Speaker, StaticNextHop, StaticRoute,
};
use crate::policy::{self, OutboundPolicy, Outcome, Route, RouteSource};
use crate::rules::{Report, declare_rule};
use crate::site::{HostIndex, Session, Site};
use crate::syntax::frr::Protocol;
use crate::text::Place;
use crate::vocabulary::is_private_as;

declare_rule! {
    /// All connected, kernel or static routes go out to an eBGP neighbor, picked by nothing.
    ///
    /// `redistribute connected` without a route-map takes the network of every address that the
    /// host has or will have: the management net, transfer nets, tunnels, loopback interfaces.
    /// A neighbor without an outbound list, or with one that permits everything, is sent them
    /// all. It is a warning where a private network, or the link to the neighbor itself, surely
    /// goes to a neighbor that is none of the checked hosts and whose AS number is a public one.
    ///
    /// Silent where each eBGP neighbor has a list or a route-map that lets only some prefixes
    /// pass, where eBGP needs a policy and there is none (nothing is sent then), and in
    /// confederations.
    ///
    /// Source: bgpd/bgp_zebra.c of FRR; runs of bgpd 8.4.4, 10.3 and 10.7.1.
    ///
    /// ## Bad
    ///
    /// ```conf usr/local/etc/frr/frr.conf
    /// router bgp 65100
    ///  no bgp ebgp-requires-policy
    ///  neighbor 192.0.2.1 remote-as 64496
    ///  address-family ipv4 unicast
    ///   redistribute connected
    ///  exit-address-family
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf usr/local/etc/frr/frr.conf
    /// ip prefix-list OWN seq 5 permit 203.0.113.192/28 ge 32
    /// router bgp 65100
    ///  no bgp ebgp-requires-policy
    ///  neighbor 192.0.2.1 remote-as 64496
    ///  address-family ipv4 unicast
    ///   redistribute connected
    ///   neighbor 192.0.2.1 prefix-list OWN out
    ///  exit-address-family
    /// ```
    "redistribute-unfiltered", Info, Site(check)
}

/// How many neighbors a finding names.
const MOST_NEIGHBORS: usize = 8;

/// A neighbor that is sent everything.
struct Open<'a> {
    neighbor: &'a Neighbor,
    session: &'a Session,
}

/// A network that should not go out.
struct Leak {
    network: IpNet,
    /// What makes the route: "interface ix1", or nothing to be named.
    of: Option<String>,
    place: Place,
    is_link: bool,
}

fn check(site: &Site, report: &mut Report) {
    for (index, host) in site.indexed() {
        for speaker in &host.routing.speakers {
            for family in Family::ALL {
                let lines = speaker.families.get(family).redistributions.iter();
                for line in lines.filter(|line| takes_whatever_comes(line)) {
                    let open = open_neighbors(site, index, host, speaker, family, line.protocol);
                    if let Some((first, others)) = open.split_first() {
                        let leak = leak(site, host, speaker, family, line, &open);
                        report.add(render(line, first, others, leak.as_ref(), report));
                    }
                }
            }
        }
    }
}

fn takes_whatever_comes(line: &Redistribution) -> bool {
    let protocols = [Protocol::Connected, Protocol::Kernel, Protocol::Static];
    line.route_map.is_none() && protocols.contains(&line.protocol)
}

fn open_neighbors<'a>(
    site: &'a Site,
    index: HostIndex,
    host: &'a Host,
    speaker: &Speaker,
    family: Family,
    protocol: Protocol,
) -> Vec<Open<'a>> {
    let lists = &host.routing.lists;
    // Many neighbors have the same filters.
    let mut known: FxHashMap<OutboundPolicy<'a>, bool> = FxHashMap::default();
    let mut open = Vec::new();
    for session in site.sessions_of(index) {
        let Some((of, neighbor)) = session.statement(host) else {
            continue;
        };
        let is_ebgp = neighbor.kind(speaker) == Some(PeerKind::Ebgp);
        if of.place != speaker.place || !is_ebgp || !neighbor.takes_part(family) {
            continue;
        }
        let same = OutboundPolicy::of(lists, speaker, neighbor, family);
        let is_open = *known.entry(same).or_insert_with(|| {
            policy::sends_every_prefix(lists, speaker, neighbor, family, protocol)
        });
        if is_open {
            open.push(Open { neighbor, session });
        }
    }
    open
}

/// A private network or a link that goes to one of the neighbors outside, which is returned too.
fn leak<'a, 'o>(
    site: &Site,
    host: &Host,
    speaker: &Speaker,
    family: Family,
    line: &Redistribution,
    open: &'o [Open<'a>],
) -> Option<(Leak, &'o Open<'a>)> {
    let outside = open.iter().find(|one| is_outside(one))?;
    let link = outside.neighbor.address();
    let is_link = |network: IpNet| link.is_some_and(|address| network.contains(&address));
    let is_wrong = |network: IpNet| !site.is_public(network.addr()) || is_link(network);
    let aggregates = &speaker.families.get(family).aggregates;
    let is_sent = |network: IpNet, interface: Option<&str>| {
        let route = Route::local(network, RouteSource::Redistributed(line.protocol));
        let route = match interface {
            Some(name) => route.on(name),
            None => route,
        };
        let sent = policy::send(&host.routing.lists, speaker, outside.neighbor, &route);
        sent.verdict.outcome == Outcome::Yes
            && !aggregates.iter().any(|one| one.prefix.contains(&network))
    };
    let wrong = networks_of(host, line.protocol)
        .filter(|(network, ..)| Family::of_prefix(*network) == family && is_wrong(*network))
        .filter(|(network, interface, _)| is_sent(*network, *interface));
    // A private network first: the neighbor has the link anyway.
    let worst = wrong.min_by_key(|(network, ..)| site.is_public(network.addr()));
    worst.map(|(network, interface, place)| {
        let leak = Leak {
            network,
            of: interface.map(|name| format!("interface {name}")),
            place,
            is_link: site.is_public(network.addr()),
        };
        (leak, outside)
    })
}

/// Whether the other end is none of the hosts here, and of the Internet by its AS number.
fn is_outside(open: &Open<'_>) -> bool {
    let is_public = matches!(open.neighbor.remote_as,
        RemoteAs::Number(number) if !is_private_as(number));
    open.session.peer.is_none() && is_public
}

/// The networks that surely are there for a `redistribute`, with their interfaces and lines.
fn networks_of(
    host: &Host,
    protocol: Protocol,
) -> Box<dyn Iterator<Item = (IpNet, Option<&str>, Place)> + '_> {
    match protocol {
        Protocol::Connected => {
            let fib = host.frr.intended_fib("zebra");
            let interfaces = host.interfaces.iter();
            let in_fib = interfaces.filter(move |one| one.fib_known && one.fib == fib);
            let networks = in_fib.flat_map(|interface| {
                let own = interface.addresses.iter();
                own.map(|own| {
                    (
                        own.network.trunc(),
                        Some(interface.name.as_str()),
                        own.place,
                    )
                })
            });
            Box::new(networks.filter(|(network, ..)| is_redistributed(*network)))
        }
        Protocol::Static => {
            let routes = host.routing.static_routes.iter();
            let active = routes.filter(|one| one.prefix.prefix_len() > 0 && is_active(host, one));
            Box::new(active.map(|one| (one.prefix, None, one.place)))
        }
        // Whether zebra sees a route of the kernel is for run time.
        _ => Box::new(std::iter::empty()),
    }
}

/// Whether a static route surely is in the table: nothing else has to be up.
fn is_active(host: &Host, route: &StaticRoute) -> bool {
    let reached = match &route.target {
        StaticNextHop::Nowhere => true,
        StaticNextHop::Gateway(gateway, _) => host.interfaces.on_link(*gateway).is_some(),
        StaticNextHop::Interface(_) => false,
    };
    reached && route.vrf.is_none() && route.table.is_none()
}

/// Loopback and link-local networks stay at home (zebra/redistribute.c, zebra_check_addr).
fn is_redistributed(network: IpNet) -> bool {
    match network {
        IpNet::V4(net) => !net.addr().is_loopback() && !net.addr().is_link_local(),
        IpNet::V6(net) => !net.addr().is_loopback() && !net.addr().is_unicast_link_local(),
    }
}

fn render(
    line: &Redistribution,
    first: &Open<'_>,
    others: &[Open<'_>],
    leak: Option<&(Leak, &Open<'_>)>,
    report: &Report,
) -> Finding {
    let word = &line.word;
    let peer = &first.neighbor.peer;
    let finding = match leak {
        Some((leak, to)) => {
            let network = leak.network;
            let of = leak.of.as_ref().map(|of| format!(" of {of}"));
            let of = of.unwrap_or_default();
            let what = if leak.is_link {
                "the link to the neighbor itself"
            } else {
                "a private network"
            };
            let message = format!(
                "redistribute {word} sends {network}{of} to eBGP neighbor {}: {what}, and \
                 nothing picks by prefix",
                to.neighbor.peer
            );
            let finding = report.finding_at(Severity::Warning, line.place, message);
            finding.related(leak.place, "this network goes out")
        }
        None => {
            let message = format!(
                "redistribute {word} sends every {word} route to eBGP neighbor {peer}: nothing \
                 picks by prefix"
            );
            report.finding(line.place, message)
        }
    };
    let mut finding = finding.related(first.neighbor.place, "none of its filters picks by prefix");
    let shown = MOST_NEIGHBORS.saturating_sub(1);
    for other in others.iter().take(shown) {
        finding = finding.related(other.neighbor.place, "nor of this one's");
    }
    if let Some(more @ 1..) = others.len().checked_sub(shown) {
        finding = finding.note(format!("{more} more neighbors like these"));
    }
    finding.note(format!(
        "give the neighbor a prefix-list for what goes out, or this line a route-map: `redistribute \
         {word} route-map NAME`"
    ))
}
