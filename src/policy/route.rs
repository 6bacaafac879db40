//! A route as filters see it.

use std::collections::BTreeSet;
use std::net::IpAddr;

use ipnet::IpNet;

use crate::syntax::frr::{OriginWord, Protocol};

/// Something about a route that the files may leave open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Attribute<T> {
    /// It is this.
    Known(T),
    /// The files do not say.
    Unknown,
}

impl<T> Attribute<T> {
    /// The value, where it is known.
    pub fn known(&self) -> Option<&T> {
        match self {
            Self::Known(value) => Some(value),
            Self::Unknown => None,
        }
    }
}

impl<T: PartialEq> Attribute<T> {
    /// What is known whichever of the two it is.
    pub(super) fn either(self, other: Self) -> Self {
        if self == other { self } else { Self::Unknown }
    }
}

impl<T> From<Option<T>> for Attribute<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Unknown, Self::Known)
    }
}

/// How a route came into the BGP table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RouteSource {
    /// By a `network` statement.
    Network,
    /// By `redistribute`, from this protocol.
    Redistributed(Protocol),
    /// By `aggregate-address`.
    Aggregate,
    /// From the neighbor of this address, where that is known.
    Received(Option<IpAddr>),
}

/// A route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// Its prefix.
    pub prefix: IpNet,
    /// How it came into the BGP table.
    pub source: RouteSource,
    /// The interface of the RIB's route; `None` if it has none.
    pub interface: Attribute<Option<String>>,
    /// The next hop; `None` is 0.0.0.0 or ::, the router itself.
    pub next_hop: Attribute<Option<IpAddr>>,
    /// The multi-exit discriminator (RFC 4271, 5.1.4), if it has one.
    pub med: Attribute<Option<u32>>,
    /// The local preference, if one was set or received; otherwise the speaker's default.
    pub local_preference: Attribute<Option<u32>>,
    /// Communities (RFC 1997), AS number in the upper half.
    pub communities: Attribute<BTreeSet<u32>>,
    /// The tag, 0 for none.
    pub tag: Attribute<u32>,
    /// The AS path, nearest first.
    pub as_path: Attribute<Vec<u32>>,
    /// The origin attribute.
    pub origin: Attribute<OriginWord>,
}

impl Route {
    /// A route of this router that has just come into the table from `source`.
    #[must_use]
    pub fn local(prefix: IpNet, source: RouteSource) -> Self {
        let origin = match source {
            RouteSource::Network => Attribute::Known(OriginWord::Igp),
            RouteSource::Redistributed(_) => Attribute::Known(OriginWord::Incomplete),
            RouteSource::Aggregate | RouteSource::Received(_) => Attribute::Unknown,
        };
        let tag = match source {
            RouteSource::Redistributed(Protocol::Connected) | RouteSource::Network => {
                Attribute::Known(0)
            }
            _ => Attribute::Unknown,
        };
        let med = match source {
            RouteSource::Redistributed(Protocol::Connected | Protocol::Static) => {
                Attribute::Known(Some(0))
            }
            _ => Attribute::Unknown,
        };
        let without_next_hop = matches!(
            source,
            RouteSource::Network
                | RouteSource::Aggregate
                | RouteSource::Redistributed(Protocol::Connected)
        );
        let without_interface = matches!(source, RouteSource::Network | RouteSource::Aggregate);
        Self {
            prefix: prefix.trunc(),
            source,
            interface: without_interface.then_some(None).into(),
            next_hop: without_next_hop.then_some(None).into(),
            med,
            local_preference: Attribute::Known(None),
            communities: Attribute::Known(BTreeSet::new()),
            tag,
            as_path: Attribute::Known(Vec::new()),
            origin,
        }
    }

    /// A route from a neighbor, of whose attributes nothing is known.
    #[must_use]
    pub fn received(prefix: IpNet, sender: Option<IpAddr>) -> Self {
        Self {
            prefix: prefix.trunc(),
            source: RouteSource::Received(sender),
            interface: Attribute::Known(None),
            next_hop: Attribute::Unknown,
            med: Attribute::Unknown,
            local_preference: Attribute::Unknown,
            communities: Attribute::Unknown,
            tag: Attribute::Unknown,
            as_path: Attribute::Unknown,
            origin: Attribute::Unknown,
        }
    }

    /// The same route from an interface.
    #[must_use]
    pub fn on(mut self, interface: impl Into<String>) -> Self {
        self.interface = Attribute::Known(Some(interface.into()));
        self
    }

    /// What is known of the route whichever of the two it is.
    pub(super) fn either(self, other: Self) -> Self {
        Self {
            prefix: self.prefix,
            source: self.source,
            interface: self.interface.either(other.interface),
            next_hop: self.next_hop.either(other.next_hop),
            med: self.med.either(other.med),
            local_preference: self.local_preference.either(other.local_preference),
            communities: self.communities.either(other.communities),
            tag: self.tag.either(other.tag),
            as_path: self.as_path.either(other.as_path),
            origin: self.origin.either(other.origin),
        }
    }
}
