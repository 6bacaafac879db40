//! The routing configuration of a host, as FRR holds it after it has read its files: BGP
//! speakers, lists, static routes, interfaces.
//!
//! Follows the order of the lines, for FRR does. Knows no jail and no other host.

mod activation;
mod bgp;
mod collect;
mod defaults;
mod defects;
mod line;
mod line_defects;
mod list_builder;
mod listen_ranges;
mod lists;
mod map_builder;
mod map_families;
mod misfits;
mod name_builder;
mod names;
mod neighbors;
mod ordered;
mod owners;
mod refusals;
mod shadow;
mod shared;
mod speaker;
mod switches;
pub mod thing;
mod unsupported;

#[cfg(test)]
mod tests;

use std::net::IpAddr;

use ipnet::IpNet;

pub use collect::{FrrSource, collect};
pub use defects::{Bound, ListDefect, ListDefectKind, Slot};
pub use line_defects::{LineDefect, LineDefectKind, Refusal};
pub use lists::{
    AccessEntry, AccessList, Clause, CommunityGroup, CommunityList, Flow, Lists, PatternEntry,
    PatternList, PrefixEntry, PrefixList, RouteMapEntry,
};
pub use misfits::{Misfit, OfPrefixes};
pub use names::{Igp, MapEntry, Name, NameKind, Names, Use, UsedBy};
pub use owners::OwnedLines;
pub use refusals::{NextHopFault, PatternFault, RefusedKind, RefusedLine};
pub use shadow::{Shadowed, shadowed};
pub use shared::Shared;
pub use speaker::{
    Aggregate, DefaultOriginate, FilterRef, Filters, Hops, LateDefault, ListenRange, LocalAs,
    Missing, Named, Neighbor, NeighborFamily, Network, Origination, Orphan, OtherAs, Peer,
    PeerKind, Redistribution, RemoteAs, Speaker,
};
pub use switches::Switches;
pub use unsupported::{UnsupportedKind, UnsupportedLine};

use crate::syntax::frr::IpVersion;
use crate::text::Place;
use crate::vocabulary::FrrVersion;

/// An address family whose routes are followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// IPv4 unicast.
    Ipv4Unicast,
    /// IPv6 unicast.
    Ipv6Unicast,
}

impl Family {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Ipv4Unicast, Self::Ipv6Unicast];

    /// The family of an address.
    #[must_use]
    pub fn of(address: IpAddr) -> Self {
        match address {
            IpAddr::V4(_) => Self::Ipv4Unicast,
            IpAddr::V6(_) => Self::Ipv6Unicast,
        }
    }

    /// The family of a prefix.
    #[must_use]
    pub fn of_prefix(prefix: IpNet) -> Self {
        Self::of(prefix.addr())
    }
}

impl From<IpVersion> for Family {
    fn from(version: IpVersion) -> Self {
        match version {
            IpVersion::V4 => Self::Ipv4Unicast,
            IpVersion::V6 => Self::Ipv6Unicast,
        }
    }
}

/// One value for each address family.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PerFamily<T> {
    ipv4: T,
    ipv6: T,
}

impl<T> PerFamily<T> {
    /// The value that `make` gives for each family.
    pub fn new(mut make: impl FnMut(Family) -> T) -> Self {
        Self {
            ipv4: make(Family::Ipv4Unicast),
            ipv6: make(Family::Ipv6Unicast),
        }
    }

    /// The value of a family.
    #[must_use]
    pub fn get(&self, family: Family) -> &T {
        match family {
            Family::Ipv4Unicast => &self.ipv4,
            Family::Ipv6Unicast => &self.ipv6,
        }
    }

    /// The value of a family, to change it.
    pub fn get_mut(&mut self, family: Family) -> &mut T {
        match family {
            Family::Ipv4Unicast => &mut self.ipv4,
            Family::Ipv6Unicast => &mut self.ipv6,
        }
    }
}

/// The routing configuration of a host.
#[derive(Clone, Debug)]
pub struct Routing {
    /// The last `frr version` line.
    pub version_line: Option<(FrrVersion, Place)>,
    /// The last `frr defaults` line and its profile.
    pub defaults_line: Option<Named>,
    /// The BGP speakers, in the order of the lines that open them.
    pub speakers: Vec<Speaker>,
    /// The lists that bgpd has.
    pub lists: Lists,
    /// Entries of prefix-lists, in any file, that are never asked.
    pub shadowed: Vec<Shadowed>,
    /// What is wrong with lines about lists, in any file.
    pub list_defects: Vec<ListDefect>,
    /// What is wrong with lines as such.
    pub line_defects: Vec<LineDefect>,
    /// Lines that the grammar takes and a daemon refuses, in any file.
    pub refused: Vec<RefusedLine>,
    /// Lines that do nothing on FreeBSD, in any file.
    pub unsupported: Vec<UnsupportedLine>,
    /// Which daemons the lines are for, in any file.
    pub owned_lines: Vec<OwnedLines>,
    /// What zebra is told of the host as a whole.
    pub switches: Switches,
    /// What has a name, in any file.
    pub names: Names,
    /// Static routes.
    pub static_routes: Vec<StaticRoute>,
    /// Interfaces that FRR's files name.
    pub interfaces: Vec<FrrInterface>,
    /// Where routers of other protocols than BGP begin, in any file: they may bring in any route.
    pub other_routers: Vec<Place>,
    /// Prefixes in lines that are not understood, host bits cleared.
    pub unread_prefixes: Vec<IpNet>,
}

/// A static route of FRR's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaticRoute {
    /// The prefix, host bits cleared.
    pub prefix: IpNet,
    /// Where it leads.
    pub target: StaticNextHop,
    /// Its tag, 0 for none.
    pub tag: u32,
    /// Its administrative distance.
    pub distance: u8,
    /// Its VRF; `None` is the default one.
    pub vrf: Option<String>,
    /// Its `table`, which FreeBSD does not know.
    pub table: Option<u32>,
    /// The line.
    pub place: Place,
}

/// Where a static route leads.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum StaticNextHop {
    /// To an address, perhaps on a given interface.
    Gateway(IpAddr, Option<String>),
    /// Out of an interface.
    Interface(String),
    /// Nowhere.
    Nowhere,
}

/// An interface that FRR's files name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrrInterface {
    /// Its name.
    pub name: String,
    /// The line that opens its block first.
    pub place: Place,
    /// The addresses that FRR gives it, and their lines.
    pub addresses: Vec<(IpNet, Place)>,
}
