//! How a jail's address comes into BGP on its own host.

use std::net::IpAddr;
use std::sync::Arc;

use ipnet::IpNet;

use super::address::Asked;
use crate::host::jails::JailAddress;
use crate::host::routing::{Family, Redistribution, Speaker, StaticNextHop};
use crate::host::static_routes::StaticSource;
use crate::host::{Host, HostJail, RuntimeNetwork};
use crate::policy::{self, Attribute, Decider, Outcome, Passed, Route, RouteSource, Verdict};
use crate::syntax::frr::Protocol;
use crate::text::Place;

/// A route under which an address may be announced.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The route.
    pub route: Arc<Route>,
    /// Whether it is there: `Yes` or `Perhaps`, or `No` where its route-map refuses it.
    pub outcome: Outcome,
    /// What its route-map decided by, if it has one.
    pub decided_by: Option<Decider>,
    /// The line that originates it.
    pub place: Place,
}

/// The routes of one address, by speaker.
pub(super) struct Candidates<'a> {
    asked: Asked<'a>,
    known: Vec<(Place, Vec<Candidate>)>,
}

impl<'a> Candidates<'a> {
    pub(super) fn new(asked: Asked<'a>) -> Self {
        Self {
            asked,
            known: Vec::new(),
        }
    }

    /// The routes under which `speaker` may announce the address.
    pub(super) fn of(&mut self, speaker: &Speaker) -> &[Candidate] {
        let known = self.known.iter().position(|(of, _)| *of == speaker.place);
        let at = known.unwrap_or_else(|| {
            let Asked {
                host,
                jail,
                element,
                ..
            } = self.asked;
            let found = originations(host, speaker, jail, element);
            self.known.push((speaker.place, found));
            self.known.len() - 1
        });
        self.known.get(at).map_or(&[], |(_, found)| found)
    }
}

/// Whether an address is originated at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Originated {
    /// By the line at this place.
    Yes(Place),
    /// It depends on run time, or on something that the files do not tell.
    Perhaps(Place),
    /// By nothing.
    No,
}

impl Originated {
    /// The best of the candidates.
    #[must_use]
    pub fn of(candidates: &[Candidate]) -> Self {
        let with = |outcome| candidates.iter().find(|c| c.outcome == outcome);
        match (with(Outcome::Yes), with(Outcome::Perhaps)) {
            (Some(sure), _) => Self::Yes(sure.place),
            (None, Some(perhaps)) => Self::Perhaps(perhaps.place),
            (None, None) => Self::No,
        }
    }
}

/// The routes under which `speaker` may announce a jail's address.
fn originations(
    host: &Host,
    speaker: &Speaker,
    jail: Option<&HostJail>,
    element: &JailAddress,
) -> Vec<Candidate> {
    let mut candidates = asked_for(host, speaker, jail, element);
    candidates.retain(|candidate| candidate.outcome != Outcome::No);
    candidates
}

/// Whether `speaker` keeps a route of its own back because an aggregate stands for it
/// (`summary-only`). One aggregate does not keep another back, and what a route-map makes of an
/// aggregate is left to run time.
#[must_use]
pub fn is_summarized(speaker: &Speaker, route: &Route) -> bool {
    let family = speaker.families.get(Family::of_prefix(route.prefix));
    let mut aggregates = family.aggregates.iter();
    route.source != RouteSource::Aggregate
        && aggregates.any(|aggregate| {
            aggregate.summary_only
                && aggregate.suppress_map.is_none()
                && aggregate.route_map.is_none()
                && aggregate.prefix != route.prefix
                && aggregate.prefix.contains(&route.prefix)
        })
}

/// The routes under which lines of `speaker` would announce a jail's address, were it not for
/// their route-maps.
#[must_use]
pub fn refused_originations(
    host: &Host,
    speaker: &Speaker,
    jail: &HostJail,
    element: &JailAddress,
) -> Vec<Candidate> {
    let mut candidates = asked_for(host, speaker, Some(jail), element);
    candidates.retain(|candidate| candidate.outcome == Outcome::No);
    candidates
}

fn asked_for(
    host: &Host,
    speaker: &Speaker,
    jail: Option<&HostJail>,
    element: &JailAddress,
) -> Vec<Candidate> {
    let mut candidates = Vec::new();
    networks(host, speaker, element.address, &mut candidates);
    // An address that no jail has is on no interface that is known.
    if jail.is_some() {
        redistributed(host, speaker, element, &mut candidates);
    }
    static_routes(host, speaker, element, &mut candidates);
    kernel_routes(host, speaker, element.address, &mut candidates);
    aggregates(host, speaker, element.address, &mut candidates);
    at_run_time(host, jail, element.address, &mut candidates);
    candidates
}

/// `network` statements for the address or for a prefix that holds it.
fn networks(host: &Host, speaker: &Speaker, address: IpAddr, found: &mut Vec<Candidate>) {
    let family = speaker.families.get(Family::of(address));
    for network in family
        .networks
        .iter()
        .filter(|n| n.prefix.contains(&address))
    {
        let route = Route::local(network.prefix, RouteSource::Network);
        let map = network.route_map.as_ref();
        let made = policy::originate(&host.routing.lists, speaker, map, &route);
        push(found, made, Outcome::Yes, network.place);
    }
}

/// `redistribute connected`: the alias that jail(8) makes has a connected route. zebra sees its
/// own FIB; of others it may know addresses from its start.
fn redistributed(
    host: &Host,
    speaker: &Speaker,
    element: &JailAddress,
    found: &mut Vec<Candidate>,
) {
    let family = speaker.families.get(Family::of(element.address));
    let Ok(network) = IpNet::new(element.address, element.prefix_length) else {
        return;
    };
    let connected = family
        .redistributions
        .iter()
        .filter(|line| line.takes_interface_routes());
    for redistribution in connected {
        let route = connected_route(network, element);
        let map = redistribution.route_map.as_ref();
        let made = policy::originate(&host.routing.lists, speaker, map, &route);
        let by_fib = match &element.interface {
            Some(interface)
                if host.interfaces.fib_of(interface) == host.frr.intended_fib("zebra") =>
            {
                Outcome::Yes
            }
            _ => Outcome::Perhaps,
        };
        push(found, made, by_fib, redistribution.place);
    }
}

/// `redistribute static`: FRR's own routes that hold the address. A default route says nothing
/// of a jail, and where the address's own connected route is in zebra's FIB, it wins over a
/// static one to the same prefix, which is then not redistributed.
fn static_routes(
    host: &Host,
    speaker: &Speaker,
    element: &JailAddress,
    found: &mut Vec<Candidate>,
) {
    let zebra_fib = host.frr.intended_fib("zebra");
    let own = element.interface.as_deref();
    let is_connected = own.is_some_and(|own| host.interfaces.fib_of(own) == zebra_fib);
    let connected = IpNet::new(element.address, element.prefix_length)
        .ok()
        .filter(|_| is_connected)
        .map(|network| network.trunc());
    let routes = host.routing.static_routes.iter().filter(|route| {
        route.vrf.is_none()
            && route.prefix.prefix_len() > 0
            && route.prefix.contains(&element.address)
            && Some(route.prefix) != connected
    });
    for line in redistributions(speaker, element.address, Protocol::Static) {
        for own in routes.clone() {
            let source = RouteSource::Redistributed(Protocol::Static);
            let mut route = Route::local(own.prefix, source);
            route.tag = Attribute::Known(own.tag);
            // Whether a gateway resolves and an interface is up is for run time.
            let sure = match &own.target {
                StaticNextHop::Nowhere => {
                    route.next_hop = Attribute::Known(None);
                    route.interface = Attribute::Known(None);
                    Outcome::Yes
                }
                StaticNextHop::Gateway(gateway, _) => {
                    route.next_hop = Attribute::Known(Some(*gateway));
                    Outcome::Perhaps
                }
                StaticNextHop::Interface(_) => Outcome::Perhaps,
            };
            let map = line.route_map.as_ref();
            let made = policy::originate(&host.routing.lists, speaker, map, &route);
            push(found, made, sure, line.place);
        }
    }
}

/// `redistribute kernel`: routes that rc.conf and rc.local set up. Without any, somebody may put
/// one for the address into the kernel at run time.
fn kernel_routes(host: &Host, speaker: &Speaker, address: IpAddr, found: &mut Vec<Candidate>) {
    if redistributions(speaker, address, Protocol::Kernel)
        .next()
        .is_none()
    {
        return;
    }
    let known = host.static_routes.iter().filter(|route| {
        !matches!(route.source, StaticSource::Frr)
            && route.destination.prefix_len() > 0
            && route.destination.contains(&address)
    });
    let mut prefixes: Vec<_> = known.map(|route| route.destination).collect();
    if prefixes.is_empty() {
        prefixes.push(IpNet::from(address));
    }
    for line in redistributions(speaker, address, Protocol::Kernel) {
        for prefix in &prefixes {
            let source = RouteSource::Redistributed(Protocol::Kernel);
            let map = line.route_map.as_ref();
            let route = Route::local(*prefix, source);
            let made = policy::originate(&host.routing.lists, speaker, map, &route);
            // A route that may not even be there is not refused.
            if made.verdict.outcome != Outcome::No {
                push(found, made, Outcome::Perhaps, line.place);
            }
        }
    }
}

fn redistributions(
    speaker: &Speaker,
    address: IpAddr,
    protocol: Protocol,
) -> impl Iterator<Item = &Redistribution> {
    let family = speaker.families.get(Family::of(address));
    let lines = family.redistributions.iter();
    lines.filter(move |line| line.protocol == protocol)
}

/// Aggregates that hold the address. They are announced while something more specific is.
fn aggregates(host: &Host, speaker: &Speaker, address: IpAddr, found: &mut Vec<Candidate>) {
    let family = speaker.families.get(Family::of(address));
    for aggregate in family
        .aggregates
        .iter()
        .filter(|a| a.prefix.contains(&address))
    {
        let route = Route::local(aggregate.prefix, RouteSource::Aggregate);
        let map = aggregate.route_map.as_ref();
        let made = policy::originate(&host.routing.lists, speaker, map, &route);
        push(found, made, Outcome::Perhaps, aggregate.place);
    }
}

/// vtysh commands in scripts and in the jail's own hooks.
fn at_run_time(host: &Host, jail: Option<&HostJail>, address: IpAddr, found: &mut Vec<Candidate>) {
    let of_jail = jail.into_iter().flat_map(|jail| &jail.runtime_networks);
    let all = host.runtime_networks.iter().chain(of_jail);
    for RuntimeNetwork { prefix, place, .. } in all {
        let (prefix, outcome) = match prefix {
            Some(prefix) if prefix.contains(&address) => (*prefix, Outcome::Yes),
            Some(_) => continue,
            None => (IpNet::from(address), Outcome::Perhaps),
        };
        let made = Passed {
            verdict: Verdict::UNFILTERED,
            route: Route::local(prefix, RouteSource::Network),
        };
        push(found, made, outcome, *place);
    }
}

/// The route that comes with a jail's address on an interface.
#[must_use]
pub fn connected_route(network: IpNet, element: &JailAddress) -> Route {
    let route = Route::local(network, RouteSource::Redistributed(Protocol::Connected));
    match &element.interface {
        Some(interface) => route.on(interface.clone()),
        None => route,
    }
}

/// Takes a route up, `sure` as its origin is, with what its route-map makes of it.
fn push(found: &mut Vec<Candidate>, made: Passed, sure: Outcome, place: Place) {
    found.push(Candidate {
        route: Arc::new(made.route),
        outcome: made.verdict.outcome.and(sure),
        decided_by: made.verdict.decided_by,
        place,
    });
}
