//! Routes and FIBs that rc.conf, FRR and rc.local set up by hand.

use crate::host::Host;
use crate::host::fibs::{DefaultRoute, FibUse, FibUser};
use crate::host::scripts::{self, Destination, Gateway, RouteFibs, RouteVerb};
use crate::host::static_routes::{PublishedArp, StaticRoute, StaticSource, named_routes};
use crate::text::Place;

impl Host {
    /// `static_routes`, `ipv6_static_routes` and the default routers of rc.conf (rc.d/routing).
    pub(super) fn take_rc_routes(&mut self) {
        self.fibs.add_default_routers(&self.rc);
        let routes: Vec<_> = named_routes(&self.rc)
            .into_iter()
            .filter_map(|named| {
                let variable = named.arguments?;
                let mut route = scripts::route_arguments(&variable.words());
                route.ipv6 |= named.ipv6;
                Some((named.name, variable.name.clone(), variable.place, route))
            })
            .collect();
        for (name, variable, place, route) in routes {
            self.take_fibs_of(&route, FibUser::RcVariable(variable));
            self.take_route(route, StaticSource::RcConf(name), place);
        }
    }

    /// `static_arp_pairs` of rc.conf: each variable is the arguments of `arp -S`
    /// (rc.d/static_arp).
    pub(super) fn take_rc_arp(&mut self) {
        let Some(names) = self.rc.get("static_arp_pairs") else {
            return;
        };
        for (name, _) in self.rc.words(names) {
            let Some(variable) = self.rc.get(&format!("static_arp_{name}")) else {
                continue;
            };
            let words = variable.words();
            let publishes = words.iter().any(|(word, _)| word == "pub");
            if let Some((address, place)) = words.first().filter(|_| publishes) {
                self.published_arp.push(PublishedArp {
                    address: address.parse().ok(),
                    place: *place,
                    list: *place,
                    another: None,
                });
            }
        }
    }

    /// The FIBs that `-fib` names.
    pub(super) fn take_fibs_of(&mut self, route: &scripts::Route, by: FibUser) {
        let (RouteFibs::Numbers(ranges), Some(place)) = (&route.fibs, route.destination_place)
        else {
            return;
        };
        let highest = ranges.iter().map(|range| *range.end()).max();
        self.fibs
            .uses
            .extend(highest.map(|number| FibUse { number, by, place }));
    }

    pub(super) fn take_frr_routes(&mut self) {
        let fib = self.frr.intended_fib("zebra");
        // FreeBSD has no VRFs, so a route in one is never installed.
        let routes = self.routing.static_routes.iter();
        for route in routes.filter(|route| route.vrf.is_none()) {
            if route.prefix.prefix_len() == 0 {
                self.fibs.default_routes.push(DefaultRoute {
                    fibs: RouteFibs::Numbers(vec![fib..=fib]),
                    via: route.target.to_string(),
                    ipv6: route.prefix.addr().is_ipv6(),
                    place: route.place,
                });
            }
            self.static_routes.push(StaticRoute {
                destination: route.prefix,
                via: route.target.to_string(),
                fibs: RouteFibs::Numbers(vec![fib..=fib]),
                distance: route.distance,
                source: StaticSource::Frr,
                place: route.place,
            });
        }
    }

    pub(super) fn take_route(&mut self, route: scripts::Route, source: StaticSource, place: Place) {
        if route.verb != RouteVerb::Add {
            return;
        }
        let via = via(route.gateway.as_ref());
        match route.destination {
            Destination::Default => self.fibs.default_routes.push(DefaultRoute {
                fibs: route.fibs,
                via,
                ipv6: route.ipv6,
                place,
            }),
            Destination::Net(destination) => self.static_routes.push(StaticRoute {
                destination,
                via,
                fibs: route.fibs,
                distance: 0,
                source,
                place,
            }),
            Destination::Unknown => {}
        }
    }
}

/// A route's way, for people.
fn via(gateway: Option<&Gateway>) -> String {
    match gateway {
        Some(Gateway::Address(address)) => address.to_string(),
        Some(Gateway::Interface(name)) => name.clone(),
        Some(Gateway::Unknown) | None => "a gateway known at run time only".to_owned(),
    }
}
