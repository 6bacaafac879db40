//! Static routes and published ARP entries, from rc.conf, FRR and scripts.

use std::net::IpAddr;

use ipnet::IpNet;

use super::scripts::{Another, RouteFibs};
use crate::text::Place;

/// A route that the files put into a FIB by hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaticRoute {
    /// Where to.
    pub destination: IpNet,
    /// Through which gateway or interface, as written.
    pub via: String,
    /// In which FIBs.
    pub fibs: RouteFibs,
    /// Its administrative distance for zebra: 0 for a route that the kernel got from elsewhere.
    pub distance: u8,
    /// Who sets it.
    pub source: StaticSource,
    /// Where.
    pub place: Place,
}

/// Who sets a static route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StaticSource {
    /// `static_routes` and `route_NAME` of rc.conf: the name.
    RcConf(String),
    /// FRR's `ip route`.
    Frr,
    /// A `route add` in a script.
    Script,
}

/// An address for which the host answers ARP requests in another's place (arp(8), `pub`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedArp {
    /// The address; `None` where it depends on run time.
    pub address: Option<IpAddr>,
    /// Where the address stands.
    pub place: Place,
    /// The list of addresses that it is part of, else the command.
    pub list: Place,
    /// How to publish another address too, where that is plain.
    pub another: Option<Another>,
}
