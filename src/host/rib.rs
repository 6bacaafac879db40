//! To which prefixes zebra may have a route (the RIB), other than by BGP.
//!
//! Answers only where the files tell all there is: rc.conf and what it starts, FRR's own lines,
//! the jails, and every command that may put an address or a route in.

use std::collections::BTreeMap;
use std::net::IpAddr;

use ipnet::IpNet;
use rustc_hash::FxHashSet;

use super::Host;
use super::static_routes::{StaticRoute, StaticSource};
use crate::text::Place;
use crate::vocabulary::{FrrVersion, When, brings_routes};

/// The routes that zebra may have, by prefix.
#[derive(Debug)]
pub struct Rib<'h> {
    host: &'h Host,
    /// The prefixes with a place that brings in the route.
    routes: BTreeMap<IpNet, Brought>,
    /// Prefixes that something not followed may bring in.
    perhaps: FxHashSet<IpNet>,
    /// Addresses of unknown lengths, as host routes and in order.
    addresses: Vec<IpNet>,
    /// Routes of rc.conf that do not get into the RIB.
    left_out: BTreeMap<IpNet, LeftOut>,
}

/// What brings a route in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brought {
    /// What.
    pub by: Bringer,
    /// Where.
    pub place: Place,
}

/// A thing that brings a route in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bringer {
    /// An address of this interface.
    Interface(String),
    /// An address of this jail, while it runs.
    Jail(String),
    /// A static route.
    StaticRoute,
}

/// A route of rc.conf to a prefix that does not get into the RIB.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Why not.
    pub why: WhyLeftOut,
    /// The route.
    pub place: Place,
}

/// Why a route of rc.conf does not get into the RIB.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhyLeftOut {
    /// It is in other FIBs than zebra's, which is this one.
    OtherFib(u32),
    /// zebra does not load kernel routes that are there before it starts: FRR 9.1 to 10.1 on
    /// FreeBSD (FRR pull request 16597).
    NotLoaded,
}

/// A prefix to which there is surely no route, and what comes close.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NoRoute<'r> {
    /// A route of rc.conf to exactly the prefix.
    pub left_out: Option<&'r LeftOut>,
    /// The closest route around it.
    pub around: Option<(IpNet, &'r Brought)>,
    /// A route to a part of it.
    pub inside: Option<(IpNet, &'r Brought)>,
}

impl Host {
    /// The RIB; `None` where something may bring in routes that the files do not tell.
    #[must_use]
    pub fn rib(&self) -> Option<Rib<'_>> {
        let tells_all = self.rc_tells_routes() && self.frr_tells_routes() && self.jails_are_known();
        let by_hand = self.routes_by_hand.others || self.addresses_by_hand.others;
        (tells_all && !by_hand && !self.by_scripts.opaque).then(|| Rib::of(self))
    }

    /// Whether rc.conf says all addresses and routes of the boot.
    fn rc_tells_routes(&self) -> bool {
        let about_routes = |name: &str| {
            let prefixes = [
                "ifconfig_",
                "ipv4_addrs_",
                "ipv6_",
                "route_",
                "static_routes",
            ];
            let more = ["defaultrouter", "cloned_interfaces", "vlans_"];
            prefixes
                .iter()
                .chain(&more)
                .any(|one| name.starts_with(one))
        };
        // Addresses that are made of something that is not followed.
        let elsewhere = |name: &str| {
            let prefixes = [
                "ifconfig_DEFAULT",
                "ipv6_prefix_",
                "ipv6_addrs_",
                "stf_interface",
            ];
            prefixes.iter().any(|one| name.starts_with(one))
        };
        let open = self.rc.variables().any(|variable| {
            let name = &variable.name;
            about_routes(name) && !variable.known
                || elsewhere(name)
                || brings_routes(name) && self.rc.yes(name) != Some(false)
        });
        let routes = super::static_routes::named_routes(&self.rc);
        let unread = routes.iter().any(|named| {
            let known = self.static_routes.iter().any(
                |route| matches!(&route.source, StaticSource::RcConf(name) if *name == named.name),
            );
            let is_default =
                |words: Vec<(String, Place)>| words.iter().any(|(word, _)| word == "default");
            !known && !named.arguments.is_some_and(|one| is_default(one.words()))
        });
        let setups = &self.interfaces.setups;
        let named = setups.iter().flat_map(|setup| &setup.arguments.addresses);
        let all_known = named.clone().all(|written| !written.networks.is_empty())
            && self.interfaces.iter().all(|interface| !interface.dynamic);
        // A host without a single address gets them from somewhere else.
        self.rc_is_whole
            && self.rc.is_complete()
            && !open
            && !unread
            && all_known
            && named.count() > 0
    }

    /// Whether FRR's files bring in all of its routes, but for BGP's.
    fn frr_tells_routes(&self) -> bool {
        let has_zebra = self.frr.daemons.iter().any(|daemon| daemon.name == "zebra");
        let is_on = self.frr.enabled != Some(false) && has_zebra;
        is_on && self.routing.other_routers.is_empty()
    }

    /// Whether all jails and their addresses are known.
    fn jails_are_known(&self) -> bool {
        let starts_jails = self.rc.yes("jail_enable") == Some(true) || self.boot_starts_jails;
        let all_read = self.jails.iter().all(|jail| {
            let given = |name| jail.jail.values(name).len();
            let given = given("ip4.addr") + given("ip6.addr");
            !jail.doubtful && (jail.is_vnet() || given == jail.addresses.len())
        });
        (!starts_jails || !self.jail_files.is_empty())
            && self.jail_files.iter().all(|file| file.certain)
            && all_read
    }
}

impl<'h> Rib<'h> {
    fn of(host: &'h Host) -> Self {
        let mut rib = Self {
            host,
            routes: BTreeMap::new(),
            perhaps: host.routing.unread_prefixes.iter().copied().collect(),
            addresses: Vec::new(),
            left_out: BTreeMap::new(),
        };
        rib.connected();
        rib.of_jails();
        rib.static_routes();
        let own = host.routes_by_hand.destinations.iter();
        rib.perhaps.extend(own);
        let addresses = host.addresses_by_hand.addresses.iter();
        rib.addresses = addresses.map(|address| IpNet::from(*address)).collect();
        rib.addresses.sort_unstable();
        rib
    }

    /// The networks of the interfaces' addresses: zebra has those of every FIB when it starts.
    fn connected(&mut self) {
        for interface in self.host.interfaces.iter() {
            for own in &interface.addresses {
                let by = Bringer::Interface(interface.name.clone());
                self.bring(own.network, by, own.place);
            }
        }
        for interface in &self.host.routing.interfaces {
            for (network, place) in &interface.addresses {
                let by = Bringer::Interface(interface.name.clone());
                self.bring(*network, by, *place);
            }
        }
        // The route of a point-to-point link leads to its other end.
        for setup in &self.host.interfaces.setups {
            let arguments = &setup.arguments;
            for end in &arguments.far_ends {
                self.perhaps.insert(IpNet::from(*end));
                let lengths = arguments.networks().map(|(own, _)| own.prefix_len());
                let nets = lengths.filter_map(|length| IpNet::new(*end, length).ok());
                self.perhaps.extend(nets.map(|net| net.trunc()));
            }
        }
    }

    /// The jails' addresses: each is there while its jail runs.
    fn of_jails(&mut self) {
        for (jail, element) in self.host.jail_addresses() {
            // Without an interface the address is on the host already.
            if element.interface.is_none() && self.host.has_address(element.address) {
                continue;
            }
            if let Ok(network) = IpNet::new(element.address, element.prefix_length) {
                let by = Bringer::Jail(jail.name().to_owned());
                self.bring(network, by, element.place);
            }
        }
    }

    fn static_routes(&mut self) {
        let fib = self.host.frr.intended_fib("zebra");
        for route in &self.host.routing.static_routes {
            // FreeBSD has neither VRFs nor tables.
            if route.vrf.is_none() && route.table.is_none() {
                self.bring(route.prefix, Bringer::StaticRoute, route.place);
            }
        }
        let of_kernel = |route: &&StaticRoute| route.source != StaticSource::Frr;
        for route in self.host.static_routes.iter().filter(of_kernel) {
            let prefix = route.destination.trunc();
            match self.why_left_out(route, fib) {
                Some(why) => {
                    let place = route.place;
                    self.left_out.insert(prefix, LeftOut { why, place });
                }
                None => self.bring(prefix, Bringer::StaticRoute, route.place),
            }
        }
    }

    fn why_left_out(&self, route: &StaticRoute, fib: u32) -> Option<WhyLeftOut> {
        if !matches!(route.source, StaticSource::RcConf(_)) {
            return None;
        }
        if route.fibs.contains(fib, 0) == Some(false) {
            return Some(WhyLeftOut::OtherFib(fib));
        }
        let broken = |version| (FrrVersion::new(9, 1)..FrrVersion::new(10, 2)).contains(&version);
        let never = self.host.frr_version.when(broken) == When::Always;
        never.then_some(WhyLeftOut::NotLoaded)
    }

    /// The first to bring a route in stays.
    fn bring(&mut self, network: IpNet, by: Bringer, place: Place) {
        let brought = Brought { by, place };
        self.routes.entry(network.trunc()).or_insert(brought);
    }

    /// `None` where there is, or may be, a route to exactly `prefix`.
    #[must_use]
    pub fn no_route_to(&self, prefix: IpNet) -> Option<NoRoute<'_>> {
        if self.may_have(prefix) {
            return None;
        }
        let inside = self.routes.range(prefix..).next();
        let inside = inside.filter(|(part, _)| prefix.contains(*part));
        let around = (1..prefix.prefix_len()).rev().find_map(|length| {
            let net = IpNet::new(prefix.addr(), length).ok()?.trunc();
            Some((net, self.routes.get(&net)?))
        });
        Some(NoRoute {
            left_out: self.left_out.get(&prefix),
            around,
            inside: inside.map(|(part, brought)| (*part, brought)),
        })
    }

    fn may_have(&self, prefix: IpNet) -> bool {
        let words = &self.host.vtysh_words;
        let named = [prefix.to_string(), prefix.addr().to_string()];
        let next = self
            .addresses
            .partition_point(|address| *address < IpNet::from(prefix.addr()));
        let by_hand = self.addresses.get(next);
        self.routes.contains_key(&prefix)
            || self.perhaps.contains(&prefix)
            || by_hand.is_some_and(|address| prefix.contains(address))
            || named.iter().any(|name| words.may_have(name))
            || is_default(prefix) && self.may_have_default(prefix)
            || is_systems_own(prefix)
    }

    /// Whether `address` lies on a network of an interface, or may do so.
    #[must_use]
    pub fn may_be_connected(&self, address: IpAddr) -> bool {
        let is_link = |by: &Bringer| !matches!(by, Bringer::StaticRoute);
        let mut routes = self.routes.iter();
        !self.addresses.is_empty()
            || routes.any(|(net, brought)| is_link(&brought.by) && net.contains(&address))
            || self.perhaps.iter().any(|net| net.contains(&address))
    }

    fn may_have_default(&self, prefix: IpNet) -> bool {
        let ipv6 = prefix.addr().is_ipv6();
        let mut routes = self.host.fibs.default_routes.iter();
        self.host.routes_by_hand.default || routes.any(|route| route.ipv6 == ipv6)
    }
}

fn is_default(prefix: IpNet) -> bool {
    prefix.prefix_len() == 0
}

/// Loopback and link-local networks, which the system sets up by itself.
fn is_systems_own(prefix: IpNet) -> bool {
    match prefix {
        IpNet::V4(net) => net.addr().is_loopback() || net.addr().is_link_local(),
        IpNet::V6(net) => net.addr().is_loopback() || net.addr().is_unicast_link_local(),
    }
}
