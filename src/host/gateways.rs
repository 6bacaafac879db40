//! Gateways that a FIB does not reach: with `net.add_addr_allfibs` at 0 a network is connected in
//! the FIB of its interface only.
//!
//! Knows no rule and no words for it.

use std::net::IpAddr;

use super::Host;
use super::fibs::{AllFibs, DefaultRoute};
use super::interfaces::Interface;
use crate::text::Place;
use crate::vocabulary::When;

/// A default route whose gateway is connected in other FIBs only.
#[derive(Clone, Debug)]
pub struct LostGateway<'h> {
    /// The route's FIB.
    pub fib: u32,
    /// The gateway.
    pub gateway: IpAddr,
    /// The route.
    pub place: Place,
    /// The interface on whose network the gateway is.
    pub interface: &'h Interface,
}

impl Host {
    /// The default routes that cannot be put in because their FIB does not reach the gateway.
    #[must_use]
    pub fn lost_gateways(&self) -> Vec<LostGateway<'_>> {
        let apart = match self.fibs.add_addr_allfibs {
            AllFibs::Set(all) => !all,
            AllFibs::Default => self.fibs.add_addr_allfibs_default == When::Never,
        };
        if !apart || !self.rc_is_whole || !self.rc.is_complete() || self.routes_by_hand.others {
            return Vec::new();
        }
        let routes = self.fibs.default_routes.iter();
        routes
            .filter_map(|route| self.lost_gateway(route))
            .collect()
    }

    fn lost_gateway(&self, route: &DefaultRoute) -> Option<LostGateway<'_>> {
        let gateway: IpAddr = route.via.parse().ok()?;
        let fib = route.fibs.only()?;
        if self.fibs.is_out_of_range(fib) || self.has_way_to(gateway, fib) {
            return None;
        }
        let mut holding = self.interfaces.iter().filter(|interface| {
            let own = interface.addresses.iter();
            own.map(|own| own.network)
                .any(|network| network.contains(&gateway))
        });
        let interface = holding.next()?;
        let is_elsewhere = |one: &Interface| !self.interfaces.may_be_in(&one.name, fib);
        (is_elsewhere(interface) && holding.all(is_elsewhere)).then_some(LostGateway {
            fib,
            gateway,
            place: route.place,
            interface,
        })
    }

    /// Whether a route of the files leads to the gateway in this FIB.
    fn has_way_to(&self, gateway: IpAddr, fib: u32) -> bool {
        let by_file = self.static_routes.iter().any(|route| {
            route.destination.prefix_len() > 0
                && route.destination.contains(&gateway)
                && route.fibs.contains(fib, 0) != Some(false)
        });
        let by_hand = self.routes_by_hand.destinations.iter();
        let mut by_hand = by_hand.filter(|net| net.prefix_len() > 0);
        by_file || by_hand.any(|net| net.contains(&gateway))
    }
}
