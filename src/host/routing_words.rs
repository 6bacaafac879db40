//! Parts of the routing configuration in words.

use std::fmt;

use super::routing::{Family, Peer, Redistribution, StaticNextHop};
use crate::syntax::frr::Protocol;

impl fmt::Display for Peer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address(address) => address.fmt(f),
            Self::Interface(name) => f.write_str(name),
        }
    }
}

impl fmt::Display for StaticNextHop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Gateway(address, _) => address.fmt(f),
            Self::Interface(name) => f.write_str(name),
            Self::Nowhere => f.write_str("Null0"),
        }
    }
}

impl fmt::Display for Family {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Ipv4Unicast => "ipv4 unicast",
            Self::Ipv6Unicast => "ipv6 unicast",
        })
    }
}

impl Redistribution {
    /// Whether it takes over the routes that come with the addresses of interfaces.
    #[must_use]
    pub fn takes_interface_routes(&self) -> bool {
        matches!(self.protocol, Protocol::Connected | Protocol::Local)
    }
}
